//! Vote (52), BeginQuorumEpoch (53), EndQuorumEpoch (54), DescribeQuorum (55).

use std::time::Duration;

use coordination::{Effects, wire};
use protocol::ErrorCode;
use protocol::messages::begin_quorum_epoch::{BeginQuorumEpochRequest, BeginQuorumEpochResponse};
use protocol::messages::describe_quorum::response::{
    Listener, Node, PartitionData, ReplicaState, TopicData,
};
use protocol::messages::describe_quorum::{DescribeQuorumRequest, DescribeQuorumResponse};
use protocol::messages::end_quorum_epoch::{EndQuorumEpochRequest, EndQuorumEpochResponse};
use protocol::messages::vote::{VoteRequest, VoteResponse};
use quorum_core::ReplicaProgress;
use types::{Instant, Now, Offset};
use world::Reply;

use super::{Incoming, read};
use crate::state::State;

const UNKNOWN_PARTITION: &str = "This server does not host this topic-partition.";

pub(super) fn vote(state: &mut State, incoming: Incoming<'_>, effects: &mut Effects) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    match (read::<VoteRequest>(incoming), state.store.embedded()) {
        (Err(reply), _) => reply,
        (Ok(request), Some(store)) => to.reply(&store.on_vote(now, &request, effects)),
        (Ok(_), None) => to.reply(&VoteResponse {
            error_code: ErrorCode::InconsistentVoterSet.code(),
            ..VoteResponse::default()
        }),
    }
}

pub(super) fn begin_epoch(
    state: &mut State,
    incoming: Incoming<'_>,
    effects: &mut Effects,
) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    match (
        read::<BeginQuorumEpochRequest>(incoming),
        state.store.embedded(),
    ) {
        (Err(reply), _) => reply,
        (Ok(request), Some(store)) => {
            to.reply(&store.on_begin_quorum_epoch(now, &request, effects))
        }
        (Ok(_), None) => to.reply(&BeginQuorumEpochResponse {
            error_code: ErrorCode::InconsistentVoterSet.code(),
            ..BeginQuorumEpochResponse::default()
        }),
    }
}

pub(super) fn end_epoch(state: &mut State, incoming: Incoming<'_>, effects: &mut Effects) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    match (
        read::<EndQuorumEpochRequest>(incoming),
        state.store.embedded(),
    ) {
        (Err(reply), _) => reply,
        (Ok(request), Some(store)) => to.reply(&store.on_end_quorum_epoch(now, &request, effects)),
        (Ok(_), None) => to.reply(&EndQuorumEpochResponse {
            error_code: ErrorCode::InconsistentVoterSet.code(),
            ..EndQuorumEpochResponse::default()
        }),
    }
}

/// From here on an answer says where the voters are (KIP-853).
const NODES_VERSION: i16 = 2;

pub(super) fn describe(state: &mut State, incoming: Incoming<'_>) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    let request = match read::<DescribeQuorumRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    let known = request.topics.iter().all(|topic| {
        topic.topic_name.as_str() == wire::TOPIC
            && topic
                .partitions
                .iter()
                .all(|partition| partition.partition_index == 0)
    });
    if !known || request.topics.len() != 1 {
        return to.reply(&unknown(&request));
    }
    let (voters, listener) = (state.controllers(), state.settings.listener_name.clone());
    let (epoch, leader) = state.leader();
    let description = match state.store.embedded() {
        Some(store) => store.describe(now),
        None => state.describe_sessions(),
    };
    let mut partition = PartitionData {
        partition_index: 0,
        ..PartitionData::default()
    };
    match description {
        Some(description) => {
            partition.leader_id = leader.map_or(-1, |leader| leader.0);
            partition.leader_epoch = description.epoch.0;
            partition.high_watermark = description.high_watermark.unwrap_or(Offset::NONE).0;
            let replica = |progress: &ReplicaProgress| replica(progress, now);
            partition.current_voters = description.voters.iter().map(replica).collect();
            partition.observers = description.observers.iter().map(replica).collect();
        }
        None => {
            partition.error_code = ErrorCode::NotLeaderOrFollower.code();
            partition.leader_id = leader.map_or(-1, |leader| leader.0);
            partition.leader_epoch = epoch.0;
        }
    }
    let tells_nodes = to.version >= NODES_VERSION;
    let nodes = voters
        .iter()
        .filter(|_| tells_nodes)
        .map(|(id, endpoint)| Node {
            node_id: id.0,
            listeners: vec![Listener {
                name: (&*listener).into(),
                host: endpoint.host.as_str().into(),
                port: endpoint.port,
            }],
        });
    to.reply(&DescribeQuorumResponse {
        topics: vec![TopicData {
            topic_name: wire::TOPIC.into(),
            partitions: vec![partition],
        }],
        nodes: nodes.collect(),
        ..DescribeQuorumResponse::default()
    })
}

/// Nothing but the one partition of metadata is known here.
fn unknown(request: &DescribeQuorumRequest) -> DescribeQuorumResponse {
    let topics = request.topics.iter().map(|topic| TopicData {
        topic_name: topic.topic_name.clone(),
        partitions: topic
            .partitions
            .iter()
            .map(|partition| PartitionData {
                partition_index: partition.partition_index,
                error_code: ErrorCode::UnknownTopicOrPartition.code(),
                error_message: Some(UNKNOWN_PARTITION.into()),
                ..PartitionData::default()
            })
            .collect(),
    });
    DescribeQuorumResponse {
        topics: topics.collect(),
        ..DescribeQuorumResponse::default()
    }
}

fn replica(progress: &ReplicaProgress, now: Now) -> ReplicaState {
    ReplicaState {
        replica_id: progress.replica.0,
        log_end_offset: progress.log_end_offset.unwrap_or(Offset::NONE).0,
        last_fetch_timestamp: wall(progress.last_fetch, now),
        last_caught_up_timestamp: wall(progress.last_caught_up, now),
        ..ReplicaState::default()
    }
}

/// A moment by the wall clock, as well as it can be told from the time that has passed since.
fn wall(moment: Option<Instant>, now: Now) -> i64 {
    let Some(moment) = moment else { return -1 };
    let ago: Duration = now.instant.since(moment);
    now.wall
        .0
        .saturating_sub(i64::try_from(ago.as_millis()).unwrap_or(i64::MAX))
}
