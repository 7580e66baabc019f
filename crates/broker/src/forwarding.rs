//! Admin requests on their way to the active controller, in an envelope with the client's name (KIP-590).

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use codec::{Frame, Writer};
use protocol::messages::envelope::{EnvelopeRequest, EnvelopeResponse};
use protocol::{ApiKey, ErrorCode};
use types::{BrokerId, Instant, Now, Offset};
use world::{CallError, Output, Reply};

use crate::broker::Broker;
use crate::calls::{LANE_FORWARD, Purpose};
use crate::deadlines::{Due, Task};
use crate::dispatch::Causes;
use crate::locked;
use crate::request::{Request, ReturnAddress};
use crate::sync::Mutex;

/// How long an answer waits for its change to be applied here.
const APPLY_PATIENCE: Duration = Duration::from_secs(1);

/// Requests that a controller has not answered yet, or whose change is not applied here yet. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Forwarding {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    open: BTreeMap<u64, Forwarded>,
}

#[derive(Debug)]
struct Forwarded {
    to: ReturnAddress,
    envelope: EnvelopeRequest,
    deadline: Instant,
    /// It found no controller and waits for its next turn.
    idle: bool,
    /// The controller's answer, and the end of the metadata log that this broker must have applied before the client gets it:
    /// whoever changes something through a broker and then asks that broker is told of the change.
    answer: Option<(Frame, Option<Offset>)>,
}

impl Broker {
    /// Sends a client's request on as it came; the controller's answer goes back as it comes.
    pub(crate) fn forward(
        &self,
        request: &Request<'_>,
        frame: Bytes,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let envelope = EnvelopeRequest {
            request_data: frame,
            request_principal: Some(anonymous()),
            client_host_address: Bytes::from(address_bytes(&request.from.host)),
        };
        let deadline = request.now.instant + self.config.request_timeout;
        let number = {
            let mut state = locked(&self.forwarding.state);
            state.next += 1;
            let number = state.next;
            let forwarded = Forwarded {
                to: request.to,
                envelope: envelope.clone(),
                deadline,
                idle: false,
                answer: None,
            };
            state.open.insert(number, forwarded);
            number
        };
        self.send_envelope(request.now, number, &envelope, deadline, causes.out);
        Reply::Later
    }

    fn send_envelope(
        &self,
        now: Now,
        number: u64,
        envelope: &EnvelopeRequest,
        deadline: Instant,
        out: &mut Vec<Output>,
    ) {
        let left = deadline.since(now.instant).max(Duration::from_millis(1));
        let controller = self.lifecycle.controller();
        self.calls.call(
            now,
            controller,
            LANE_FORWARD,
            left,
            Purpose::Forward(number),
            envelope,
            out,
        );
    }

    pub(crate) fn on_forwarded(
        &self,
        now: Now,
        (controller, number): (BrokerId, u64),
        answer: Result<EnvelopeResponse, CallError>,
        out: &mut Vec<Output>,
    ) {
        let answered = match answer {
            Ok(response) if response.error_code == ErrorCode::None.code() => response.response_data,
            Ok(response) if response.error_code != ErrorCode::NotController.code() => {
                let error = ErrorCode::from_code(response.error_code);
                let forwarded = locked(&self.forwarding.state).open.remove(&number);
                if let Some(forwarded) = forwarded {
                    let why = format!("the controller refused the request: {error:?}");
                    out.push(Output::Reply(forwarded.to.id, Reply::Close(why)));
                }
                return;
            }
            Ok(_) | Err(_) => None,
        };
        match answered {
            Some(frame) => self.on_controller_answer(now, number, Frame::from(frame), out),
            None => {
                self.lifecycle.not_active(controller, None);
                self.keep_for_later(now, number, out);
            }
        }
    }

    /// Sends the controller's answer on: what only reads at once, what changes something when the change is applied here.
    fn on_controller_answer(&self, now: Now, number: u64, frame: Frame, out: &mut Vec<Output>) {
        let mut state = locked(&self.forwarding.state);
        let Some(forwarded) = state.open.get_mut(&number) else {
            return;
        };
        if matches!(
            forwarded.to.api,
            ApiKey::ListPartitionReassignments | ApiKey::DescribeQuorum
        ) {
            let id = forwarded.to.id;
            state.open.remove(&number);
            out.push(Output::Reply(id, Reply::Now(frame)));
            return;
        }
        forwarded.answer = Some((frame, None));
        forwarded.deadline = forwarded.deadline.min(now.instant + APPLY_PATIENCE);
        let deadline = forwarded.deadline;
        drop(state);
        self.deadlines
            .enter(deadline, Due::Task(Task::Forward), out);
        self.ask_metadata_end(now, number, out);
    }

    /// The controller has said where the metadata log ends, at the earliest after the change of request `number`.
    pub(crate) fn on_metadata_end(
        &self,
        now: Now,
        number: u64,
        end: Option<Offset>,
        out: &mut Vec<Output>,
    ) {
        let mut state = locked(&self.forwarding.state);
        let Some(forwarded) = state.open.get_mut(&number) else {
            return;
        };
        if let Some((_, until)) = &mut forwarded.answer {
            *until = Some(end.unwrap_or(Offset::ZERO));
        }
        drop(state);
        self.release_forwarded(now, out);
    }

    /// Sends the answers whose changes are applied here, or whose time is over.
    pub(crate) fn release_forwarded(&self, now: Now, out: &mut Vec<Output>) {
        let applied = self.image.load().position().offset.next();
        let mut state = locked(&self.forwarding.state);
        let ready: Vec<u64> = state
            .open
            .iter()
            .filter(|(_, forwarded)| match &forwarded.answer {
                Some((_, until)) => {
                    until.is_some_and(|until| until <= applied) || now.instant >= forwarded.deadline
                }
                None => false,
            })
            .map(|(number, _)| *number)
            .collect();
        for number in ready {
            if let Some(forwarded) = state.open.remove(&number)
                && let Some((frame, _)) = forwarded.answer
            {
                out.push(Output::Reply(forwarded.to.id, Reply::Now(frame)));
            }
        }
    }

    /// No controller took it: again in a moment, until its time is over.
    fn keep_for_later(&self, now: Now, number: u64, out: &mut Vec<Output>) {
        let mut state = locked(&self.forwarding.state);
        let Some(forwarded) = state.open.get_mut(&number) else {
            return;
        };
        let at = now.instant + self.lifecycle.pause();
        if at >= forwarded.deadline {
            let id = forwarded.to.id;
            state.open.remove(&number);
            let why = "no controller took the request in time: check that a majority of the controllers is alive";
            out.push(Output::Reply(id, Reply::Close(why.into())));
            return;
        }
        forwarded.idle = true;
        drop(state);
        self.deadlines.enter(at, Due::Task(Task::Forward), out);
    }

    /// Sends everything again that found no controller.
    pub(crate) fn resend_forwarded(&self, now: Now, out: &mut Vec<Output>) {
        self.release_forwarded(now, out);
        let again: Vec<(u64, EnvelopeRequest, Instant)> = {
            let mut state = locked(&self.forwarding.state);
            let idle = state
                .open
                .iter_mut()
                .filter(|(_, forwarded)| forwarded.idle);
            idle.map(|(number, forwarded)| {
                forwarded.idle = false;
                (*number, forwarded.envelope.clone(), forwarded.deadline)
            })
            .collect()
        };
        for (number, envelope, deadline) in again {
            self.send_envelope(now, number, &envelope, deadline, out);
        }
    }

    /// A client hung up: nobody waits for the answers any more.
    pub(crate) fn on_disconnected(&self, connection: world::ConnectionId) {
        locked(&self.forwarding.state)
            .open
            .retain(|_, forwarded| forwarded.to.id.connection != connection);
    }
}

/// The name of a client that has not logged in, as Kafka's default principal builder writes it: version 0 of
/// `DefaultPrincipalData`.
fn anonymous() -> Bytes {
    let mut writer = Writer::new();
    writer.i16(0);
    for text in ["User", "ANONYMOUS"] {
        writer.uvarint(u32::try_from(text.len() + 1).unwrap_or(0));
        writer.raw(text.as_bytes());
    }
    writer.bool(false);
    writer.uvarint(0);
    writer.finish().into_bytes().unwrap_or_default()
}

/// The client's address as bytes; all zero where it is not an address.
fn address_bytes(host: &str) -> Vec<u8> {
    match host.parse() {
        Ok(std::net::IpAddr::V4(address)) => address.octets().to_vec(),
        Ok(std::net::IpAddr::V6(address)) => address.octets().to_vec(),
        Err(_) => vec![0; 4],
    }
}
