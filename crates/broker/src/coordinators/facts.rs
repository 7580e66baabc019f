//! The records of `__consumer_offsets`: from a group's facts to their bytes and back.

use std::sync::Arc;

use bytes::Bytes;
use codec::{DecodeError, EncodeError, Reader, Text};
use group_core::{
    CommittedOffset, Generation, GroupMetadata, GroupRecord, InstanceId, MemberId, MemberMetadata,
};
use protocol::Message;
use protocol::records::group::group_metadata::{
    GroupMetadataKey, GroupMetadataValue, MemberMetadata as WireMember,
};
use protocol::records::group::legacy_offset_commit::LegacyOffsetCommitKey;
use protocol::records::group::offset_commit::{OffsetCommitKey, OffsetCommitValue};
use protocol::records::{CoordinatorKey, decode_value, encode_key, encode_value};
use records::{Batch, BatchBuilder, Compression};
use types::{LeaderEpoch, Offset, PartitionIndex, Timestamp, TopicName};

/// The version that values of GroupMetadata are written in.
const GROUP_METADATA_VERSION: i16 = 3;
/// The version that committed offsets are written in.
const OFFSET_COMMIT_VERSION: i16 = 4;
/// The version of a committed offset with a time of its own to end: later ones cannot say it.
const OFFSET_COMMIT_EXPIRING_VERSION: i16 = 1;

/// Facts as one batch, not placed in a log yet; none when one of them cannot be said.
pub(crate) fn batch(now: Timestamp, codec: u8, facts: &[GroupRecord]) -> Option<Batch> {
    let compression = Compression::from_id(codec).unwrap_or(Compression::None);
    let mut builder = BatchBuilder::new(Offset::ZERO).compression(compression);
    for fact in facts {
        let (key, value) = encode(fact).ok()?;
        builder.append(now, Some(&key), value.as_deref(), &[]);
    }
    Batch::first(&builder.build()).ok()
}

/// Key and value of a fact.
pub(crate) fn encode(record: &GroupRecord) -> Result<(Bytes, Option<Bytes>), EncodeError> {
    match record {
        GroupRecord::Offset {
            group,
            topic,
            partition,
            value,
        } => {
            let key = OffsetCommitKey {
                group: Text::from(group.as_str()),
                topic: Text::from(topic.as_str()),
                partition: partition.0,
            };
            let value = value.as_ref().map(encode_offset).transpose()?;
            Ok((encode_key(&key)?, value))
        }
        GroupRecord::Group { group, value } => {
            let key = GroupMetadataKey {
                group: Text::from(group.as_str()),
            };
            let value = value
                .as_ref()
                .map(|value| encode_value(&group_value(value), GROUP_METADATA_VERSION));
            Ok((encode_key(&key)?, value.transpose()?))
        }
    }
}

fn encode_offset(offset: &CommittedOffset) -> Result<Bytes, EncodeError> {
    let expires = offset.expire_timestamp.is_some();
    let mut value = OffsetCommitValue {
        offset: offset.offset.0,
        metadata: Text::from(&*offset.metadata),
        commit_timestamp: offset.commit_timestamp.0,
        ..OffsetCommitValue::default()
    };
    if let Some(until) = offset.expire_timestamp {
        value.expire_timestamp = until.0;
    } else {
        value.leader_epoch = offset.leader_epoch.0;
        value.topic_id = offset.topic_id;
    }
    encode_value(
        &value,
        if expires {
            OFFSET_COMMIT_EXPIRING_VERSION
        } else {
            OFFSET_COMMIT_VERSION
        },
    )
}

fn group_value(value: &GroupMetadata) -> GroupMetadataValue {
    let members = value.members.iter().map(|member| WireMember {
        member_id: Text::from(member.member.as_str()),
        group_instance_id: member
            .instance
            .as_ref()
            .map(|instance| Text::from(instance.as_str())),
        client_id: Text::from(&*member.client_id),
        client_host: Text::from(&*member.client_host),
        rebalance_timeout: member.rebalance_timeout_ms,
        session_timeout: member.session_timeout_ms,
        subscription: member.subscription.clone(),
        assignment: member.assignment.clone(),
    });
    GroupMetadataValue {
        protocol_type: Text::from(&*value.protocol_type),
        generation: value.generation.0,
        protocol: value.protocol.as_deref().map(Text::from),
        leader: value
            .leader
            .as_ref()
            .map(|leader| Text::from(leader.as_str())),
        current_state_timestamp: value.current_state_timestamp.0,
        members: members.collect(),
    }
}

/// The fact that a key and a value state; none when it is of a kind that is not known here, which a downgraded broker finds in
/// its log and passes over.
pub(crate) fn decode(key: Bytes, value: Option<Bytes>) -> Result<Option<GroupRecord>, DecodeError> {
    let mut reader = Reader::trusting(key);
    let kind = reader.i16("key")?;
    match kind {
        LegacyOffsetCommitKey::TYPE | OffsetCommitKey::TYPE => {
            // Both have the same key, and the version of the value tells all else.
            let key = OffsetCommitKey::decode(&mut reader, 0)?;
            let value = value.map(decode_value::<OffsetCommitValue>).transpose()?;
            Ok(Some(GroupRecord::Offset {
                group: (&*key.group).into(),
                topic: TopicName::trusted(&key.topic),
                partition: PartitionIndex(key.partition),
                value: value.map(committed_offset),
            }))
        }
        GroupMetadataKey::TYPE => {
            let key = GroupMetadataKey::decode(&mut reader, 0)?;
            let value = value.map(decode_value::<GroupMetadataValue>).transpose()?;
            let value = value.map(group_metadata);
            Ok(Some(GroupRecord::Group {
                group: (&*key.group).into(),
                value,
            }))
        }
        _ => Ok(None),
    }
}

fn committed_offset(value: OffsetCommitValue) -> CommittedOffset {
    CommittedOffset {
        offset: Offset(value.offset),
        leader_epoch: LeaderEpoch(value.leader_epoch),
        metadata: Arc::from(&*value.metadata),
        commit_timestamp: Timestamp(value.commit_timestamp),
        expire_timestamp: (value.expire_timestamp >= 0)
            .then_some(Timestamp(value.expire_timestamp)),
        topic_id: value.topic_id,
    }
}

fn group_metadata(value: GroupMetadataValue) -> GroupMetadata {
    let members = value.members.into_iter().map(|member| MemberMetadata {
        member: MemberId::new(&member.member_id),
        instance: member
            .group_instance_id
            .map(|instance| InstanceId::new(&instance)),
        client_id: Arc::from(&*member.client_id),
        client_host: Arc::from(&*member.client_host),
        rebalance_timeout_ms: member.rebalance_timeout,
        session_timeout_ms: member.session_timeout,
        // A slice would keep the whole batch that was read.
        subscription: Bytes::copy_from_slice(&member.subscription),
        assignment: Bytes::copy_from_slice(&member.assignment),
    });
    GroupMetadata {
        protocol_type: Arc::from(&*value.protocol_type),
        generation: Generation(value.generation),
        protocol: value.protocol.map(|protocol| Arc::from(&*protocol)),
        leader: value.leader.map(|leader| MemberId::new(&leader)),
        current_state_timestamp: Timestamp(value.current_state_timestamp),
        members: members.collect(),
    }
}

#[cfg(test)]
mod tests {
    use group_core::GroupId;
    use types::Uuid;

    use super::*;

    fn offset(expire_timestamp: Option<Timestamp>) -> GroupRecord {
        GroupRecord::Offset {
            group: GroupId::new("g"),
            topic: TopicName::trusted("t"),
            partition: PartitionIndex(3),
            value: Some(CommittedOffset {
                offset: Offset(42),
                leader_epoch: if expire_timestamp.is_some() {
                    LeaderEpoch::NONE
                } else {
                    LeaderEpoch(7)
                },
                metadata: "m".into(),
                commit_timestamp: Timestamp(1_000),
                expire_timestamp,
                topic_id: Uuid::ZERO,
            }),
        }
    }

    #[test]
    fn facts_read_back_as_they_were_written() {
        let member = MemberMetadata {
            member: MemberId::new("c-1"),
            instance: Some(InstanceId::new("i")),
            client_id: "c".into(),
            client_host: "/127.0.0.1".into(),
            rebalance_timeout_ms: 300_000,
            session_timeout_ms: 45_000,
            subscription: Bytes::from_static(b"\0\x01"),
            assignment: Bytes::from_static(b"\0\x02"),
        };
        let metadata = GroupMetadata {
            protocol_type: "consumer".into(),
            generation: Generation(5),
            protocol: Some("range".into()),
            leader: Some(MemberId::new("c-1")),
            current_state_timestamp: Timestamp(99),
            members: vec![member],
        };
        let group = GroupId::new("g");
        for record in [
            offset(None),
            offset(Some(Timestamp(5_000))),
            GroupRecord::Group {
                group: group.clone(),
                value: Some(metadata),
            },
            GroupRecord::Group { group, value: None },
        ] {
            let (key, value) = encode(&record).expect("encodes");
            assert_eq!(decode(key, value).expect("decodes"), Some(record));
        }
    }

    #[test]
    fn a_key_of_another_kind_is_passed_over() {
        let key = Bytes::from_static(&[0, 16, 0, 1, b'g']);
        assert_eq!(
            decode(key, Some(Bytes::from_static(b"what"))).expect("passed over"),
            None
        );
    }
}
