//! The requests of consumers, and what their answers say.

use std::collections::BTreeMap;

use bytes::Bytes;
use codec::{Frame, Text};
use protocol::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::heartbeat::HeartbeatRequest;
use protocol::messages::join_group::{JoinGroupRequest, JoinGroupRequestProtocol};
use protocol::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use protocol::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use protocol::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopics,
};
use protocol::messages::sync_group::{SyncGroupRequest, SyncGroupRequestAssignment};
use protocol::{ErrorCode, Request, decode_response, encode_request};
use types::BrokerId;
use world::Endpoint;

const GROUP: &str = "readers";

/// One version of each, below those that need ids of topics.
fn version_of<R: Request>() -> i16 {
    R::KEY.versions().highest.min(match R::NAME {
        "OffsetCommitRequest" | "OffsetFetchRequest" => 9,
        _ => i16::MAX,
    })
}

fn encode<R: Request>(request: &R) -> Frame {
    // Calls of one lane are made one at a time: the number tells nothing. What is sent here is made here, and fits its version.
    encode_request(version_of::<R>(), 1, Some("consumer"), request).unwrap_or_default()
}

fn decode<R: Request>(answer: Bytes) -> Result<R::Response, ErrorCode> {
    let decoded = decode_response::<R>(version_of::<R>(), answer);
    decoded
        .map(|(_, response)| response)
        .map_err(|_| ErrorCode::CorruptMessage)
}

fn check(code: i16) -> Result<(), ErrorCode> {
    match ErrorCode::from_code(code) {
        Some(ErrorCode::None) => Ok(()),
        Some(error) => Err(error),
        None => Err(ErrorCode::UnknownServerError),
    }
}

fn text(text: &str) -> Text {
    Text::from(text)
}

pub(super) fn create(topic: &str, partitions: i32) -> Frame {
    let topic = CreatableTopic {
        name: text(topic),
        num_partitions: partitions,
        replication_factor: -1,
        ..CreatableTopic::default()
    };
    encode(&CreateTopicsRequest {
        topics: vec![topic],
        timeout_ms: 2000,
        ..CreateTopicsRequest::default()
    })
}

pub(super) fn created(answer: Bytes) -> Result<(), ErrorCode> {
    let response = decode::<CreateTopicsRequest>(answer)?;
    let topic = response
        .topics
        .first()
        .ok_or(ErrorCode::UnknownServerError)?;
    if topic.error_code == ErrorCode::TopicAlreadyExists.code() {
        Ok(())
    } else {
        check(topic.error_code)
    }
}

pub(super) fn find() -> Frame {
    encode(&FindCoordinatorRequest {
        coordinator_keys: vec![text(GROUP)],
        ..FindCoordinatorRequest::default()
    })
}

pub(super) fn found(answer: Bytes) -> Result<(BrokerId, Endpoint), ErrorCode> {
    let response = decode::<FindCoordinatorRequest>(answer)?;
    let found = response
        .coordinators
        .first()
        .ok_or(ErrorCode::UnknownServerError)?;
    check(found.error_code)?;
    let port = u16::try_from(found.port).map_err(|_| ErrorCode::UnknownServerError)?;
    Ok((
        BrokerId(found.node_id),
        Endpoint {
            host: found.host.to_string(),
            port,
        },
    ))
}

/// Metadata that subscribes to one topic.
fn subscription(topic: &str) -> Bytes {
    let mut bytes = vec![0, 1, 0, 0, 0, 1];
    bytes.extend(u16::try_from(topic.len()).unwrap_or(0).to_be_bytes());
    bytes.extend_from_slice(topic.as_bytes());
    bytes.into()
}

pub(super) fn join(member: &str, topic: &str) -> Frame {
    let range = JoinGroupRequestProtocol {
        name: text("range"),
        metadata: subscription(topic),
    };
    encode(&JoinGroupRequest {
        group_id: text(GROUP),
        session_timeout_ms: 6_000,
        rebalance_timeout_ms: 5_000,
        member_id: text(member),
        protocol_type: text("consumer"),
        protocols: vec![range],
        ..JoinGroupRequest::default()
    })
}

/// What a member was told when it joined.
pub(super) struct Joined {
    pub(super) member: String,
    pub(super) generation: i32,
    pub(super) members: Vec<String>,
}

/// An error comes with the id to go on with.
pub(super) fn joined(answer: Bytes) -> Result<Joined, (ErrorCode, String)> {
    let response = decode::<JoinGroupRequest>(answer).map_err(|error| (error, String::new()))?;
    check(response.error_code).map_err(|error| (error, response.member_id.to_string()))?;
    Ok(Joined {
        member: response.member_id.to_string(),
        generation: response.generation_id,
        members: response
            .members
            .iter()
            .map(|member| member.member_id.to_string())
            .collect(),
    })
}

pub(super) fn sync(member: &str, generation: i32, given: &[(String, String)]) -> Frame {
    let assignments = given
        .iter()
        .map(|(member, partitions)| SyncGroupRequestAssignment {
            member_id: text(member),
            assignment: Bytes::copy_from_slice(partitions.as_bytes()),
        });
    encode(&SyncGroupRequest {
        group_id: text(GROUP),
        generation_id: generation,
        member_id: text(member),
        protocol_type: Some(text("consumer")),
        protocol_name: Some(text("range")),
        assignments: assignments.collect(),
        ..SyncGroupRequest::default()
    })
}

pub(super) fn synced(answer: Bytes) -> Result<Vec<i32>, ErrorCode> {
    let response = decode::<SyncGroupRequest>(answer)?;
    check(response.error_code)?;
    let partitions = String::from_utf8_lossy(&response.assignment);
    partitions
        .split_whitespace()
        .map(|word| word.parse().map_err(|_| ErrorCode::CorruptMessage))
        .collect()
}

pub(super) fn heartbeat(member: &str, generation: i32) -> Frame {
    encode(&HeartbeatRequest {
        group_id: text(GROUP),
        generation_id: generation,
        member_id: text(member),
        ..HeartbeatRequest::default()
    })
}

pub(super) fn beaten(answer: Bytes) -> Result<(), ErrorCode> {
    check(decode::<HeartbeatRequest>(answer)?.error_code)
}

pub(super) fn leave(member: &str) -> Frame {
    let member = MemberIdentity {
        member_id: text(member),
        ..MemberIdentity::default()
    };
    encode(&LeaveGroupRequest {
        group_id: text(GROUP),
        members: vec![member],
        ..LeaveGroupRequest::default()
    })
}

pub(super) fn commit(
    member: &str,
    generation: i32,
    topic: &str,
    partition: i32,
    offset: i64,
) -> Frame {
    let partition = OffsetCommitRequestPartition {
        partition_index: partition,
        committed_offset: offset,
        ..OffsetCommitRequestPartition::default()
    };
    let topic = OffsetCommitRequestTopic {
        name: text(topic),
        partitions: vec![partition],
        ..OffsetCommitRequestTopic::default()
    };
    encode(&OffsetCommitRequest {
        group_id: text(GROUP),
        generation_id_or_member_epoch: generation,
        member_id: text(member),
        topics: vec![topic],
        ..OffsetCommitRequest::default()
    })
}

pub(super) fn committed(answer: Bytes) -> Result<(), ErrorCode> {
    let response = decode::<OffsetCommitRequest>(answer)?;
    let partition = response
        .topics
        .first()
        .and_then(|topic| topic.partitions.first());
    check(partition.ok_or(ErrorCode::UnknownServerError)?.error_code)
}

pub(super) fn read(topic: &str, partitions: i32, require_stable: bool) -> Frame {
    let topic = OffsetFetchRequestTopics {
        name: text(topic),
        partition_indexes: (0..partitions).collect(),
        ..OffsetFetchRequestTopics::default()
    };
    let group = OffsetFetchRequestGroup {
        group_id: text(GROUP),
        topics: Some(vec![topic]),
        ..OffsetFetchRequestGroup::default()
    };
    encode(&OffsetFetchRequest {
        groups: vec![group],
        require_stable,
        ..OffsetFetchRequest::default()
    })
}

pub(super) fn offsets(answer: Bytes) -> Result<BTreeMap<i32, i64>, ErrorCode> {
    let response = decode::<OffsetFetchRequest>(answer)?;
    let group = response
        .groups
        .first()
        .ok_or(ErrorCode::UnknownServerError)?;
    check(group.error_code)?;
    let mut offsets = BTreeMap::new();
    for partition in group.topics.iter().flat_map(|topic| &topic.partitions) {
        check(partition.error_code)?;
        offsets.insert(partition.partition_index, partition.committed_offset);
    }
    Ok(offsets)
}
