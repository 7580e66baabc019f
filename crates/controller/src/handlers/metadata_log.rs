//! Fetch (1) and FetchSnapshot (59) of the metadata log.

use coordination::{Effects, wire};
use protocol::ErrorCode;
use protocol::messages::fetch::{FetchRequest, FetchResponse};
use protocol::messages::fetch_snapshot::response::{
    LeaderIdAndEpoch, NodeEndpoint, PartitionSnapshot, SnapshotId, TopicSnapshot,
};
use protocol::messages::fetch_snapshot::{FetchSnapshotRequest, FetchSnapshotResponse};
use quorum_core::EpochRefusal;
use types::BrokerId;
use world::Reply;

use super::{Incoming, read};
use crate::publisher::read_request;
use crate::state::State;

pub(super) fn fetch(state: &mut State, incoming: Incoming<'_>, effects: &mut Effects) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    let request = match read::<FetchRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    let Some(parked) = read_request(&request, to.version, to, now.instant) else {
        // Only the metadata log is fetched from a controller.
        let error_code = ErrorCode::InvalidRequest.code();
        return to.reply(&FetchResponse {
            error_code,
            ..FetchResponse::default()
        });
    };
    let fetched = state.store.port().fetch(now, &parked.fetch, effects);
    if state.publisher.is_due(&parked, &fetched, now.instant) || state.publisher.is_full() {
        let leader = fetched.leader;
        let endpoint = leader
            .and_then(|leader| state.settings.voters.get(&leader))
            .cloned();
        let response = state.publisher.respond(&parked, fetched, endpoint.as_ref());
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
    let refused = |error: ErrorCode| {
        let error_code = error.code();
        to.reply(&FetchSnapshotResponse {
            error_code,
            ..FetchSnapshotResponse::default()
        })
    };
    let Some((asked, bytes_max)) = wire::read_snapshot_request(&request) else {
        return refused(ErrorCode::InvalidRequest);
    };
    let voters = state.settings.voters.clone();
    let Some(store) = state.store.embedded() else {
        return refused(ErrorCode::SnapshotNotFound);
    };
    let (epoch, leader) = store.leader();
    let mut partition = PartitionSnapshot {
        index: 0,
        snapshot_id: SnapshotId {
            end_offset: asked.snapshot.offset.0,
            epoch: asked.snapshot.epoch.0,
        },
        current_leader: LeaderIdAndEpoch {
            leader_id: leader.unwrap_or(BrokerId::NONE).0,
            leader_epoch: epoch.0,
        },
        position: i64::try_from(asked.position).unwrap_or(i64::MAX),
        ..PartitionSnapshot::default()
    };
    match store.snapshot_part(&asked, bytes_max) {
        Ok(part) => {
            partition.size = i64::try_from(part.size).unwrap_or(i64::MAX);
            partition.unaligned_records = part.bytes;
        }
        Err(EpochRefusal::ClusterId) => return refused(ErrorCode::InconsistentClusterId),
        Err(refusal) => partition.error_code = wire::refusal_code(refusal).code(),
    }
    let endpoint = leader.and_then(|leader| Some((leader, voters.get(&leader)?)));
    let endpoint = endpoint.map(|(leader, endpoint)| NodeEndpoint {
        node_id: leader.0,
        host: endpoint.host.as_str().into(),
        port: endpoint.port,
    });
    to.reply(&FetchSnapshotResponse {
        topics: vec![TopicSnapshot {
            name: wire::TOPIC.into(),
            partitions: vec![partition],
        }],
        node_endpoints: endpoint.into_iter().collect(),
        ..FetchSnapshotResponse::default()
    })
}
