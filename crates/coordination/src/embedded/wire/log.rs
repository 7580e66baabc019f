//! Fetch (1) and FetchSnapshot (59) of the metadata log.

use std::time::Duration;

use bytes::Bytes;
use codec::Text;
use protocol::ErrorCode;
use protocol::messages::{fetch, fetch_snapshot};
use quorum_core::{
    EpochRefusal, FetchAnswer, FetchRequest, FetchResponse, LogPosition, SnapshotChunk,
    SnapshotRequest,
};
use types::{BrokerId, ControllerEpoch, LeaderEpoch, Offset, Uuid};

use super::{
    BYTES_MAX, TOPIC, TOPIC_ID, Voters, id, is_top_level, leader_endpoint, node, read_refusal,
    refusal_code, string, text,
};
use crate::embedded::SnapshotPart;
use crate::{FetchedLog, LogFetch};

pub(super) fn fetch_request(request: &FetchRequest, wait: Duration) -> fetch::FetchRequest {
    let partition = fetch::request::FetchPartition {
        partition: 0,
        current_leader_epoch: request.leader_epoch.0,
        fetch_offset: request.log_end.offset.0,
        last_fetched_epoch: request.log_end.epoch.0,
        log_start_offset: 0,
        partition_max_bytes: BYTES_MAX,
        ..fetch::request::FetchPartition::default()
    };
    let topic = fetch::request::FetchTopic {
        topic: Text::EMPTY,
        topic_id: TOPIC_ID,
        partitions: vec![partition],
    };
    fetch::FetchRequest {
        cluster_id: text(&request.cluster_id),
        replica_state: fetch::request::ReplicaState {
            replica_id: id(request.replica),
            replica_epoch: -1,
        },
        max_wait_ms: i32::try_from(wait.as_millis()).unwrap_or(i32::MAX),
        min_bytes: 0,
        max_bytes: BYTES_MAX,
        topics: vec![topic],
        ..fetch::FetchRequest::default()
    }
}

pub(super) fn read_fetch_response(
    response: fetch::FetchResponse,
) -> (FetchResponse, Option<Bytes>) {
    let top = read_refusal(response.error_code);
    let partition = response.responses.into_iter().next();
    let partition = partition.and_then(|topic| topic.partitions.into_iter().next());
    let Some(partition) = partition else {
        let refused = FetchResponse {
            epoch: LeaderEpoch::NONE,
            leader: None,
            refusal: Some(top.unwrap_or(EpochRefusal::Invalid)),
            high_watermark: None,
            diverging: None,
            snapshot: None,
            has_records: false,
        };
        return (refused, None);
    };
    let position = |epoch: i32, offset: i64| {
        (epoch >= 0 && offset >= 0).then_some(LogPosition {
            epoch: LeaderEpoch(epoch),
            offset: Offset(offset),
        })
    };
    let records = partition
        .records
        .unwrap_or_default()
        .into_bytes()
        .unwrap_or_default();
    let high_watermark = partition.high_watermark;
    let response = FetchResponse {
        epoch: LeaderEpoch(partition.current_leader.leader_epoch),
        leader: node(partition.current_leader.leader_id),
        refusal: top.or(read_refusal(partition.error_code)),
        high_watermark: (high_watermark >= 0).then_some(Offset(high_watermark)),
        diverging: position(
            partition.diverging_epoch.epoch,
            partition.diverging_epoch.end_offset,
        ),
        snapshot: position(
            partition.snapshot_id.epoch,
            partition.snapshot_id.end_offset,
        ),
        has_records: !records.is_empty(),
    };
    (response, Some(records))
}

pub(super) fn snapshot_request(request: &SnapshotRequest) -> fetch_snapshot::FetchSnapshotRequest {
    use fetch_snapshot::request::{PartitionSnapshot, SnapshotId, TopicSnapshot};
    let partition = PartitionSnapshot {
        partition: 0,
        current_leader_epoch: request.leader_epoch.0,
        snapshot_id: SnapshotId {
            end_offset: request.snapshot.offset.0,
            epoch: request.snapshot.epoch.0,
        },
        position: i64::try_from(request.position).unwrap_or(i64::MAX),
        ..PartitionSnapshot::default()
    };
    fetch_snapshot::FetchSnapshotRequest {
        cluster_id: text(&request.cluster_id),
        replica_id: request.replica.0,
        max_bytes: BYTES_MAX,
        topics: vec![TopicSnapshot {
            name: TOPIC.into(),
            partitions: vec![partition],
        }],
    }
}

/// What a request for a part of a snapshot asks, and how many bytes at most; none when it asks for anything else.
#[must_use]
pub fn read_snapshot_request(
    request: &fetch_snapshot::FetchSnapshotRequest,
) -> Option<(SnapshotRequest, u64)> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    let snapshot = &partition.snapshot_id;
    let ours = topic.name.as_str() == TOPIC && partition.partition == 0;
    let position = u64::try_from(partition.position).ok()?;
    let bytes_max = u64::try_from(request.max_bytes).ok()?;
    ours.then(|| {
        let asked = SnapshotRequest {
            cluster_id: string(&request.cluster_id),
            replica: BrokerId(request.replica_id),
            leader_epoch: LeaderEpoch(partition.current_leader_epoch),
            snapshot: LogPosition {
                epoch: LeaderEpoch(snapshot.epoch),
                offset: Offset(snapshot.end_offset),
            },
            position,
        };
        (asked, bytes_max)
    })
}

pub(super) fn read_snapshot_response(
    response: fetch_snapshot::FetchSnapshotResponse,
) -> (SnapshotChunk, Option<Bytes>) {
    let top = read_refusal(response.error_code);
    let partition = response.topics.into_iter().next();
    let partition = partition.and_then(|topic| topic.partitions.into_iter().next());
    let Some(partition) = partition else {
        let refused = SnapshotChunk {
            epoch: LeaderEpoch::NONE,
            leader: None,
            refusal: Some(top.unwrap_or(EpochRefusal::Invalid)),
            size: 0,
            position: 0,
            len: 0,
        };
        return (refused, None);
    };
    let bytes = partition.unaligned_records.into_bytes().unwrap_or_default();
    let chunk = SnapshotChunk {
        epoch: LeaderEpoch(partition.current_leader.leader_epoch),
        leader: node(partition.current_leader.leader_id),
        refusal: top.or(read_refusal(partition.error_code)),
        size: u64::try_from(partition.size).unwrap_or(0),
        position: u64::try_from(partition.position).unwrap_or(0),
        len: bytes.len() as u64,
    };
    (chunk, Some(bytes))
}

/// A fetch of the metadata log, as it was asked for.
#[derive(Clone, Debug)]
pub struct AskedLog {
    /// What of it.
    pub fetch: LogFetch,
    /// How long an answer without records may wait.
    pub wait: Duration,
    /// How the request named the topic, for the answer.
    topic: (Text, Uuid),
}

/// What a fetch asks of the metadata log; none when it asks for anything else.
#[must_use]
pub fn read_fetch_request(request: &fetch::FetchRequest, version: i16) -> Option<AskedLog> {
    let [topic] = request.topics.as_slice() else {
        return None;
    };
    let [partition] = topic.partitions.as_slice() else {
        return None;
    };
    let ours = if version >= 13 {
        topic.topic_id == TOPIC_ID
    } else {
        topic.topic.as_str() == TOPIC
    };
    if !ours || partition.partition != 0 {
        return None;
    }
    let replica = if version >= 15 {
        request.replica_state.replica_id
    } else {
        request.replica_id
    };
    let bytes = request
        .max_bytes
        .min(partition.partition_max_bytes)
        .clamp(1, BYTES_MAX);
    let asked = FetchRequest {
        cluster_id: string(&request.cluster_id),
        replica: node(replica),
        leader_epoch: LeaderEpoch(partition.current_leader_epoch),
        log_end: LogPosition {
            epoch: LeaderEpoch(partition.last_fetched_epoch),
            offset: Offset(partition.fetch_offset),
        },
    };
    Some(AskedLog {
        fetch: LogFetch {
            request: asked,
            bytes_max: u64::from(bytes.unsigned_abs()),
        },
        wait: Duration::from_millis(u64::try_from(request.max_wait_ms).unwrap_or(0)),
        topic: (topic.topic.detached(), topic.topic_id),
    })
}

/// The answer to a fetch of the metadata log.
#[must_use]
pub fn fetch_response(
    asked: &AskedLog,
    fetched: FetchedLog,
    voters: &Voters,
) -> fetch::FetchResponse {
    use fetch::response::{
        EpochEndOffset, FetchableTopicResponse, LeaderIdAndEpoch, NodeEndpoint, PartitionData,
        SnapshotId,
    };
    let mark = fetched.high_watermark.unwrap_or(Offset::NONE).0;
    let mut partition = PartitionData {
        partition_index: 0,
        high_watermark: mark,
        last_stable_offset: mark,
        log_start_offset: fetched.log_start_offset.0,
        current_leader: LeaderIdAndEpoch {
            leader_id: id(fetched.leader),
            leader_epoch: fetched.epoch.0,
        },
        records: Some(fetched.records),
        ..PartitionData::default()
    };
    match fetched.answer {
        FetchAnswer::Read { .. } => {}
        FetchAnswer::Diverging(end) => {
            partition.diverging_epoch = EpochEndOffset {
                epoch: end.epoch.0,
                end_offset: end.offset.0,
            };
        }
        FetchAnswer::Snapshot(snapshot) => {
            partition.snapshot_id = SnapshotId {
                end_offset: snapshot.offset.0,
                epoch: snapshot.epoch.0,
            };
        }
        FetchAnswer::Refused(refusal) if is_top_level(refusal) => {
            let error_code = refusal_code(refusal).code();
            return fetch::FetchResponse {
                error_code,
                ..fetch::FetchResponse::default()
            };
        }
        FetchAnswer::Refused(refusal) => partition.error_code = refusal_code(refusal).code(),
    }
    let (topic, topic_id) = asked.topic.clone();
    let endpoint = leader_endpoint(fetched.leader, voters);
    let endpoint = endpoint.map(|(node_id, host, port)| NodeEndpoint {
        node_id,
        host,
        port: i32::from(port),
        rack: None,
    });
    fetch::FetchResponse {
        responses: vec![FetchableTopicResponse {
            topic,
            topic_id,
            partitions: vec![partition],
        }],
        node_endpoints: endpoint.into_iter().collect(),
        ..fetch::FetchResponse::default()
    }
}

/// The answer to a request for a part of a snapshot.
#[must_use]
pub fn snapshot_response(
    asked: &SnapshotRequest,
    part: Result<SnapshotPart, EpochRefusal>,
    leader: (ControllerEpoch, Option<BrokerId>),
    voters: &Voters,
) -> fetch_snapshot::FetchSnapshotResponse {
    use fetch_snapshot::response::{
        LeaderIdAndEpoch, NodeEndpoint, PartitionSnapshot, SnapshotId, TopicSnapshot,
    };
    let (epoch, leader) = leader;
    let mut partition = PartitionSnapshot {
        index: 0,
        snapshot_id: SnapshotId {
            end_offset: asked.snapshot.offset.0,
            epoch: asked.snapshot.epoch.0,
        },
        current_leader: LeaderIdAndEpoch {
            leader_id: id(leader),
            leader_epoch: epoch.0,
        },
        position: i64::try_from(asked.position).unwrap_or(i64::MAX),
        ..PartitionSnapshot::default()
    };
    match part {
        Ok(part) => {
            partition.size = i64::try_from(part.size).unwrap_or(i64::MAX);
            partition.unaligned_records = part.bytes;
        }
        Err(refusal) if is_top_level(refusal) => return snapshot_refused(refusal_code(refusal)),
        Err(refusal) => partition.error_code = refusal_code(refusal).code(),
    }
    let endpoint = leader_endpoint(leader, voters);
    let endpoint = endpoint.map(|(node_id, host, port)| NodeEndpoint {
        node_id,
        host,
        port,
    });
    fetch_snapshot::FetchSnapshotResponse {
        topics: vec![TopicSnapshot {
            name: TOPIC.into(),
            partitions: vec![partition],
        }],
        node_endpoints: endpoint.into_iter().collect(),
        ..fetch_snapshot::FetchSnapshotResponse::default()
    }
}

/// The answer to a request for a part of a snapshot that is refused as a whole.
#[must_use]
pub fn snapshot_refused(error: ErrorCode) -> fetch_snapshot::FetchSnapshotResponse {
    fetch_snapshot::FetchSnapshotResponse {
        error_code: error.code(),
        ..fetch_snapshot::FetchSnapshotResponse::default()
    }
}
