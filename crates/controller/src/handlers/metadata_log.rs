//! Fetch (1) and FetchSnapshot (59) of the metadata log.

use coordination::{Effects, wire};
use protocol::ErrorCode;
use protocol::messages::fetch::{FetchRequest, FetchResponse};
use protocol::messages::fetch_snapshot::FetchSnapshotRequest;
use quorum_core::FetchAnswer;
use world::Reply;

use super::{Incoming, read};
use crate::publisher::Parked;
use crate::settings::ControllerStore;
use crate::state::State;

pub(super) fn fetch(state: &mut State, incoming: Incoming<'_>, effects: &mut Effects) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    let request = match read::<FetchRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    let Some(asked) = wire::read_fetch_request(&request, to.version) else {
        // Only the metadata log is fetched from a controller.
        let error_code = ErrorCode::InvalidRequest.code();
        return to.reply(&FetchResponse {
            error_code,
            ..FetchResponse::default()
        });
    };
    let parked = Parked::new(to, asked, now.instant);
    let fetched = state.store.port().fetch(now, &parked.asked.fetch, effects);
    if state.publisher.is_due(&parked, &fetched, now.instant) || state.publisher.is_full() {
        if matches!(fetched.answer, FetchAnswer::Refused(_)) {
            state.look_after_silent_leader(now);
        }
        let controllers = state.controllers();
        let response = state.publisher.respond(&parked, fetched, &controllers);
        return to.reply(&response);
    }
    state.publisher.park(parked);
    Reply::Later
}

pub(super) fn fetch_snapshot(state: &mut State, incoming: Incoming<'_>) -> Reply {
    let to = incoming.to;
    let request = match read::<FetchSnapshotRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    let Some((asked, bytes_max)) = wire::read_snapshot_request(&request) else {
        return to.reply(&wire::snapshot_refused(ErrorCode::InvalidRequest));
    };
    let (part, leader) = match &state.store {
        ControllerStore::Embedded(store) => {
            (store.snapshot_part(&asked, bytes_max), store.leader())
        }
        ControllerStore::Zookeeper(store) => {
            (store.snapshot_part(&asked, bytes_max), store.leader())
        }
        ControllerStore::Memory(_) => {
            return to.reply(&wire::snapshot_refused(ErrorCode::SnapshotNotFound));
        }
    };
    let controllers = state.controllers();
    to.reply(&wire::snapshot_response(&asked, part, leader, &controllers))
}
