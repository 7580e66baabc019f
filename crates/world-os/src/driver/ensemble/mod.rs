//! Sessions with a ZooKeeper ensemble: one task for each, which finds a server, pings it, and gives a node its answers.

mod connection;
mod login;
mod session;
mod tls;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;
use world::{
    EnsembleError, EnsembleEvent, EnsembleRequest, Event, Operation, OperationId, SessionNumber,
};

use super::shared::{Shared, lock};
use session::Session;

/// What a node wants of its session.
pub(super) enum Wish {
    Do(OperationId, Operation),
    Close,
}

/// The session that a node has open.
struct Open {
    number: SessionNumber,
    wishes: mpsc::UnboundedSender<Wish>,
}

/// What a node asks of its ensemble. Threads may carry out its outputs in another order than it gave them: operations are
/// numbered without a gap and go out by their numbers.
pub(super) struct Door {
    open: Option<Open>,
    next: u64,
    early: BTreeMap<u64, Operation>,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            open: None,
            next: 1,
            early: BTreeMap::new(),
        }
    }
}

impl Door {
    /// Ends the session that is open.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let _ = open.wishes.send(Wish::Close);
        }
    }

    /// Sends what is next by its number. What cannot be sent, because nothing is open.
    fn send(&mut self, id: OperationId, operation: Operation) -> Vec<OperationId> {
        self.early.insert(id.0, operation);
        let mut refused = Vec::new();
        while let Some(operation) = self.early.remove(&self.next) {
            let id = OperationId(self.next);
            self.next += 1;
            let sent = self
                .open
                .as_ref()
                .map(|open| open.wishes.send(Wish::Do(id, operation)));
            if !matches!(sent, Some(Ok(()))) {
                refused.push(id);
            }
        }
        refused
    }
}

pub(super) fn ask(shared: &Arc<Shared>, node: usize, request: EnsembleRequest) {
    let mut door = lock(&shared.node(node).ensemble);
    match request {
        EnsembleRequest::Open(number, settings) => {
            door.close();
            let (wishes, wished) = mpsc::unbounded_channel();
            door.open = Some(Open { number, wishes });
            let session = Session::new(Arc::clone(shared), node, number, settings, wished);
            shared.session_opened();
            shared.ensemble_runtime().spawn(session.run());
        }
        EnsembleRequest::Close(number) => {
            if door.open.as_ref().is_some_and(|open| open.number == number) {
                door.close();
            }
        }
        EnsembleRequest::Do(id, operation) => {
            let refused = door.send(id, operation);
            drop(door);
            if refused.is_empty() {
                return;
            }
            let (shared, runtime) = (Arc::clone(shared), shared.ensemble_runtime().clone());
            runtime.spawn(async move {
                for id in refused {
                    let event = EnsembleEvent::Done(id, Err(EnsembleError::Expired));
                    shared.on(node, Event::Ensemble(event), None);
                }
            });
        }
    }
}
