//! A broker and a controller behind the same listeners, as in a cluster that is kept in ZooKeeper.

use std::sync::{Arc, Mutex, PoisonError};

use broker::{Broker, Voter};
use bytes::Bytes;
use controller::{Controller, is_for_controller};
use types::{BrokerId, ControllerEpoch, Now};
use world::{CallError, CallId, ConnectionInfo, Event, Node, Output, Reply, RequestId};

/// Both as one node. What each wants done is the node's; events go to whom they concern. The broker stops first: it hands its
/// leaderships over to a controller.
///
/// The controller hears first who is the active one. The broker, which may be waiting for the answer of an earlier one, is told.
#[derive(Debug)]
pub struct Combined {
    broker: Arc<Broker>,
    controller: Arc<Controller>,
    /// The active controller that the broker was told of. A leaf lock.
    told: Mutex<(ControllerEpoch, Option<BrokerId>)>,
}

impl Combined {
    pub(crate) fn new(broker: Arc<Broker>, controller: Arc<Controller>) -> Self {
        Self {
            broker,
            controller,
            told: Mutex::new((ControllerEpoch::NONE, None)),
        }
    }

    /// Enters the broker; when it has stopped, the controller stops.
    fn with_broker<T>(
        &self,
        now: Now,
        out: &mut Vec<Output>,
        enter: impl FnOnce(&Broker, &mut Vec<Output>) -> T,
    ) -> T {
        let before = out.len();
        let result = enter(&self.broker, out);
        let stopped = out
            .iter()
            .skip(before)
            .position(|output| matches!(output, Output::Stopped));
        if let Some(place) = stopped {
            out.remove(before + place);
            self.with_controller(now, out, |controller, out| {
                controller.on(now, Event::Stop, out);
            });
        }
        result
    }

    /// Enters the controller; what it knows of the active one after is the broker's too.
    fn with_controller<T>(
        &self,
        now: Now,
        out: &mut Vec<Output>,
        enter: impl FnOnce(&Controller, &mut Vec<Output>) -> T,
    ) -> T {
        let result = enter(&self.controller, out);
        let (epoch, active) = self.controller.active();
        let active_id = active.as_ref().map(|(id, _)| *id);
        let news = {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            let known = (epoch, active_id);
            *told != known && {
                *told = known;
                true
            }
        };
        if let Some((id, endpoint)) = active.filter(|_| news) {
            self.broker
                .note_active_controller(now, Voter { id, endpoint }, out);
        }
        result
    }

    fn called(
        &self,
        now: Now,
        call: CallId,
        answer: Result<Bytes, CallError>,
        out: &mut Vec<Output>,
    ) {
        let event = Event::Called(call, answer);
        if Controller::made(call) {
            self.with_controller(now, out, |controller, out| controller.on(now, event, out));
        } else {
            self.with_broker(now, out, |broker, out| broker.on(now, event, out));
        }
    }
}

impl Node for Combined {
    fn handle(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        if from.privileged && is_for_controller(&request) {
            self.with_controller(now, out, |controller, out| {
                controller.handle(now, from, id, request, out)
            })
        } else {
            self.with_broker(now, out, |broker, out| {
                broker.handle(now, from, id, request, out)
            })
        }
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        match event {
            Event::Called(call, answer) => self.called(now, call, answer, out),
            Event::Ensemble(_) => {
                self.with_controller(now, out, |controller, out| controller.on(now, event, out));
            }
            // A controller that is kept in an ensemble flushes nothing.
            Event::Flushed(..) | Event::Stop => {
                self.with_broker(now, out, |broker, out| broker.on(now, event, out));
            }
            Event::Disconnected(connection) => {
                let ended = || Event::Disconnected(connection);
                self.with_controller(now, out, |controller, out| {
                    controller.on(now, ended(), out);
                });
                self.with_broker(now, out, |broker, out| broker.on(now, ended(), out));
            }
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        self.with_controller(now, out, |controller, out| controller.tick(now, out));
        self.with_broker(now, out, |broker, out| broker.tick(now, out));
    }
}
