//! Requests about groups, as old and new clients make them.

use std::time::{Duration, Instant};

use bytes::Bytes;
use codec::Text;
use protocol::Uuid;
use protocol::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::heartbeat::HeartbeatRequest;
use protocol::messages::join_group::{JoinGroupRequest, JoinGroupRequestProtocol};
use protocol::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use protocol::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use protocol::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use protocol::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
};
use protocol::messages::sync_group::{SyncGroupRequest, SyncGroupRequestAssignment};

use crate::Failure;
use crate::wire::Connection;

/// The topic that groups have offsets in; it has one partition.
pub(super) const TOPIC: &str = "wire";
/// An id that no topic has.
const UNKNOWN: Uuid = Uuid::from_u128(0x1234_5678_0000_0000_9999_0000_0000_0001);
/// From here on topics are named by their ids, in commits and fetches alike.
const TOPIC_ID_VERSION: i16 = 10;

pub(super) fn text(text: &str) -> Text {
    Text::from(text)
}

/// Makes the topic, waits for it and for the coordinators, and returns its id.
pub(super) fn make_topic(bootstrap: &str) -> Result<Uuid, Failure> {
    let mut connection = Connection::open(bootstrap)?;
    let topic = CreatableTopic {
        name: text(TOPIC),
        num_partitions: 1,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let create = CreateTopicsRequest {
        topics: vec![topic],
        timeout_ms: 10_000,
        validate_only: false,
    };
    connection.call(7, &create)?;
    let find = FindCoordinatorRequest {
        coordinator_keys: vec![text("any")],
        ..FindCoordinatorRequest::default()
    };
    let name = MetadataRequestTopic {
        name: Some(text(TOPIC)),
        ..MetadataRequestTopic::default()
    };
    let metadata = MetadataRequest {
        topics: Some(vec![name]),
        ..MetadataRequest::default()
    };
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        let found = connection.call(4, &find)?;
        let told = connection.call(12, &metadata)?;
        let topic = told
            .topics
            .first()
            .filter(|topic| topic.error_code == 0 && !topic.partitions.is_empty());
        if let (Some(topic), Some(0)) = (
            topic,
            found.coordinators.first().map(|found| found.error_code),
        ) {
            return Ok(topic.topic_id);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Err("the topic, or the coordinator, does not come".into())
}

/// A subscription to [`TOPIC`].
fn subscription() -> Bytes {
    let mut bytes = vec![0, 1, 0, 0, 0, 1, 0, 4];
    bytes.extend_from_slice(TOPIC.as_bytes());
    bytes.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    bytes.into()
}

pub(super) fn join(group: &str, member: &str) -> JoinGroupRequest {
    let range = JoinGroupRequestProtocol {
        name: text("range"),
        metadata: subscription(),
    };
    JoinGroupRequest {
        group_id: text(group),
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 3_000,
        member_id: text(member),
        protocol_type: text("consumer"),
        protocols: vec![range],
        ..JoinGroupRequest::default()
    }
}

/// With the assignments that a leader brings; the protocol is said where the version can.
pub(super) fn sync(
    version: i16,
    group: &str,
    member: &str,
    generation: i32,
    given: &[(&str, &str)],
) -> SyncGroupRequest {
    let assignments = given
        .iter()
        .map(|(member, assignment)| SyncGroupRequestAssignment {
            member_id: text(member),
            assignment: Bytes::copy_from_slice(assignment.as_bytes()),
        });
    SyncGroupRequest {
        group_id: text(group),
        generation_id: generation,
        member_id: text(member),
        protocol_type: (version >= 5).then(|| text("consumer")),
        protocol_name: (version >= 5).then(|| text("range")),
        assignments: assignments.collect(),
        ..SyncGroupRequest::default()
    }
}

pub(super) fn heartbeat(group: &str, member: &str, generation: i32) -> HeartbeatRequest {
    HeartbeatRequest {
        group_id: text(group),
        generation_id: generation,
        member_id: text(member),
        ..HeartbeatRequest::default()
    }
}

/// Members leave, by id or by instance; older versions name one.
pub(super) fn leave(
    version: i16,
    group: &str,
    members: &[(&str, Option<&str>)],
) -> LeaveGroupRequest {
    let named = members.iter().map(|(member, instance)| MemberIdentity {
        member_id: text(member),
        group_instance_id: instance.map(text),
        reason: None,
    });
    let batched = version >= 3;
    LeaveGroupRequest {
        group_id: text(group),
        member_id: if batched {
            Text::EMPTY
        } else {
            members
                .last()
                .map(|(member, _)| text(member))
                .unwrap_or_default()
        },
        members: if batched { named.collect() } else { Vec::new() },
    }
}

/// A commit of a partition that exists, of one that does not, or to a topic that does not.
pub(super) fn commit(
    version: i16,
    topic: Option<Uuid>,
    (group, member, generation): (&str, &str, i32),
    (partition, offset, metadata): (i32, i64, &str),
) -> OffsetCommitRequest {
    let by_id = version >= TOPIC_ID_VERSION;
    let name = if topic.is_some() { TOPIC } else { "missing" };
    let partition = OffsetCommitRequestPartition {
        partition_index: partition,
        committed_offset: offset,
        committed_metadata: Some(text(metadata)),
        ..OffsetCommitRequestPartition::default()
    };
    let topic = OffsetCommitRequestTopic {
        name: if by_id { Text::EMPTY } else { text(name) },
        topic_id: if by_id {
            topic.unwrap_or(UNKNOWN)
        } else {
            Uuid::ZERO
        },
        partitions: vec![partition],
    };
    OffsetCommitRequest {
        group_id: text(group),
        generation_id_or_member_epoch: generation,
        member_id: text(member),
        topics: vec![topic],
        ..OffsetCommitRequest::default()
    }
}

/// A fetch of some partitions of a topic; without partitions, of all that have offsets.
pub(super) fn fetch(
    version: i16,
    topic: Option<Uuid>,
    group: &str,
    partitions: Option<&[i32]>,
) -> OffsetFetchRequest {
    let by_id = version >= TOPIC_ID_VERSION;
    let name = if topic.is_some() { TOPIC } else { "missing" };
    if version < 8 {
        let topics = partitions.map(|partitions| {
            vec![OffsetFetchRequestTopic {
                name: text(name),
                partition_indexes: partitions.to_vec(),
            }]
        });
        return OffsetFetchRequest {
            group_id: text(group),
            topics,
            ..OffsetFetchRequest::default()
        };
    }
    let topics = partitions.map(|partitions| {
        vec![OffsetFetchRequestTopics {
            name: if by_id { Text::EMPTY } else { text(name) },
            topic_id: if by_id {
                topic.unwrap_or(UNKNOWN)
            } else {
                Uuid::ZERO
            },
            partition_indexes: partitions.to_vec(),
        }]
    });
    let group = OffsetFetchRequestGroup {
        group_id: text(group),
        topics,
        ..OffsetFetchRequestGroup::default()
    };
    OffsetFetchRequest {
        groups: vec![group],
        require_stable: version == 9,
        ..OffsetFetchRequest::default()
    }
}

pub(super) fn delete_offset(group: &str, topic: &str, partition: i32) -> OffsetDeleteRequest {
    let partitions = vec![OffsetDeleteRequestPartition {
        partition_index: partition,
    }];
    let topics = vec![OffsetDeleteRequestTopic {
        name: text(topic),
        partitions,
    }];
    OffsetDeleteRequest {
        group_id: text(group),
        topics,
    }
}
