//! ZooKeeper for nodes that ask for it: this driver reaches none yet, and says so.

use std::sync::Arc;

use world::{EnsembleError, EnsembleEvent, EnsembleRequest, Event, SessionState};

use super::shared::Shared;

pub(super) fn ask(shared: &Arc<Shared>, node: usize, request: EnsembleRequest) {
    let event = match request {
        EnsembleRequest::Open(number, _) => {
            let why = "zookeeper.connect is set, but this version cannot reach a ZooKeeper ensemble: use controller.quorum.voters";
            EnsembleEvent::Session(number, SessionState::Failed(why.to_owned()))
        }
        EnsembleRequest::Do(id, _) => EnsembleEvent::Done(id, Err(EnsembleError::Expired)),
        EnsembleRequest::Close(_) => return,
    };
    let shared = Arc::clone(shared);
    tokio::spawn(async move { shared.on(node, Event::Ensemble(event), None) });
}
