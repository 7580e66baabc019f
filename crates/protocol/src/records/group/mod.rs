//! Records of __consumer_offsets.

/// Record type 8 of __consumer_offsets.
pub mod consumer_group_current_member_assignment;
/// Record type 5 of __consumer_offsets.
pub mod consumer_group_member_metadata;
/// Record type 3 of __consumer_offsets.
pub mod consumer_group_metadata;
/// Record type 4 of __consumer_offsets.
pub mod consumer_group_partition_metadata;
/// Record type 16 of __consumer_offsets.
pub mod consumer_group_regular_expression;
/// Record type 7 of __consumer_offsets.
pub mod consumer_group_target_assignment_member;
/// Record type 6 of __consumer_offsets.
pub mod consumer_group_target_assignment_metadata;
/// Record type 2 of __consumer_offsets.
pub mod group_metadata;
/// Record type 0 of __consumer_offsets.
pub mod legacy_offset_commit;
/// Record type 1 of __consumer_offsets.
pub mod offset_commit;
/// Record type 14 of __consumer_offsets.
pub mod share_group_current_member_assignment;
/// Record type 10 of __consumer_offsets.
pub mod share_group_member_metadata;
/// Record type 11 of __consumer_offsets.
pub mod share_group_metadata;
/// Record type 15 of __consumer_offsets.
pub mod share_group_state_partition_metadata;
/// Record type 13 of __consumer_offsets.
pub mod share_group_target_assignment_member;
/// Record type 12 of __consumer_offsets.
pub mod share_group_target_assignment_metadata;
/// Record type 22 of __consumer_offsets.
pub mod streams_group_current_member_assignment;
/// Record type 19 of __consumer_offsets.
pub mod streams_group_member_metadata;
/// Record type 17 of __consumer_offsets.
pub mod streams_group_metadata;
/// Record type 21 of __consumer_offsets.
pub mod streams_group_target_assignment_member;
/// Record type 20 of __consumer_offsets.
pub mod streams_group_target_assignment_metadata;
/// Record type 23 of __consumer_offsets.
pub mod streams_group_topology;
use bytes::Bytes;
use codec::{DecodeError, EncodeError, Message, Problem, Reader};
pub use consumer_group_current_member_assignment::{
    ConsumerGroupCurrentMemberAssignmentKey, ConsumerGroupCurrentMemberAssignmentValue,
};
pub use consumer_group_member_metadata::{
    ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue,
};
pub use consumer_group_metadata::{ConsumerGroupMetadataKey, ConsumerGroupMetadataValue};
pub use consumer_group_partition_metadata::{
    ConsumerGroupPartitionMetadataKey, ConsumerGroupPartitionMetadataValue,
};
pub use consumer_group_regular_expression::{
    ConsumerGroupRegularExpressionKey, ConsumerGroupRegularExpressionValue,
};
pub use consumer_group_target_assignment_member::{
    ConsumerGroupTargetAssignmentMemberKey, ConsumerGroupTargetAssignmentMemberValue,
};
pub use consumer_group_target_assignment_metadata::{
    ConsumerGroupTargetAssignmentMetadataKey, ConsumerGroupTargetAssignmentMetadataValue,
};
pub use group_metadata::{GroupMetadataKey, GroupMetadataValue};
pub use legacy_offset_commit::{LegacyOffsetCommitKey, LegacyOffsetCommitValue};
pub use offset_commit::{OffsetCommitKey, OffsetCommitValue};
pub use share_group_current_member_assignment::{
    ShareGroupCurrentMemberAssignmentKey, ShareGroupCurrentMemberAssignmentValue,
};
pub use share_group_member_metadata::{ShareGroupMemberMetadataKey, ShareGroupMemberMetadataValue};
pub use share_group_metadata::{ShareGroupMetadataKey, ShareGroupMetadataValue};
pub use share_group_state_partition_metadata::{
    ShareGroupStatePartitionMetadataKey, ShareGroupStatePartitionMetadataValue,
};
pub use share_group_target_assignment_member::{
    ShareGroupTargetAssignmentMemberKey, ShareGroupTargetAssignmentMemberValue,
};
pub use share_group_target_assignment_metadata::{
    ShareGroupTargetAssignmentMetadataKey, ShareGroupTargetAssignmentMetadataValue,
};
pub use streams_group_current_member_assignment::{
    StreamsGroupCurrentMemberAssignmentKey, StreamsGroupCurrentMemberAssignmentValue,
};
pub use streams_group_member_metadata::{
    StreamsGroupMemberMetadataKey, StreamsGroupMemberMetadataValue,
};
pub use streams_group_metadata::{StreamsGroupMetadataKey, StreamsGroupMetadataValue};
pub use streams_group_target_assignment_member::{
    StreamsGroupTargetAssignmentMemberKey, StreamsGroupTargetAssignmentMemberValue,
};
pub use streams_group_target_assignment_metadata::{
    StreamsGroupTargetAssignmentMetadataKey, StreamsGroupTargetAssignmentMetadataValue,
};
pub use streams_group_topology::{StreamsGroupTopologyKey, StreamsGroupTopologyValue};

use crate::coordinator::{CoordinatorKey, encode_key};

/// A record's key.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// Type 0.
    LegacyOffsetCommit(LegacyOffsetCommitKey),
    /// Type 1.
    OffsetCommit(OffsetCommitKey),
    /// Type 2.
    GroupMetadata(GroupMetadataKey),
    /// Type 3.
    ConsumerGroupMetadata(ConsumerGroupMetadataKey),
    /// Type 4.
    ConsumerGroupPartitionMetadata(ConsumerGroupPartitionMetadataKey),
    /// Type 5.
    ConsumerGroupMemberMetadata(ConsumerGroupMemberMetadataKey),
    /// Type 6.
    ConsumerGroupTargetAssignmentMetadata(ConsumerGroupTargetAssignmentMetadataKey),
    /// Type 7.
    ConsumerGroupTargetAssignmentMember(ConsumerGroupTargetAssignmentMemberKey),
    /// Type 8.
    ConsumerGroupCurrentMemberAssignment(ConsumerGroupCurrentMemberAssignmentKey),
    /// Type 10.
    ShareGroupMemberMetadata(ShareGroupMemberMetadataKey),
    /// Type 11.
    ShareGroupMetadata(ShareGroupMetadataKey),
    /// Type 12.
    ShareGroupTargetAssignmentMetadata(ShareGroupTargetAssignmentMetadataKey),
    /// Type 13.
    ShareGroupTargetAssignmentMember(ShareGroupTargetAssignmentMemberKey),
    /// Type 14.
    ShareGroupCurrentMemberAssignment(ShareGroupCurrentMemberAssignmentKey),
    /// Type 15.
    ShareGroupStatePartitionMetadata(ShareGroupStatePartitionMetadataKey),
    /// Type 16.
    ConsumerGroupRegularExpression(ConsumerGroupRegularExpressionKey),
    /// Type 17.
    StreamsGroupMetadata(StreamsGroupMetadataKey),
    /// Type 19.
    StreamsGroupMemberMetadata(StreamsGroupMemberMetadataKey),
    /// Type 20.
    StreamsGroupTargetAssignmentMetadata(StreamsGroupTargetAssignmentMetadataKey),
    /// Type 21.
    StreamsGroupTargetAssignmentMember(StreamsGroupTargetAssignmentMemberKey),
    /// Type 22.
    StreamsGroupCurrentMemberAssignment(StreamsGroupCurrentMemberAssignmentKey),
    /// Type 23.
    StreamsGroupTopology(StreamsGroupTopologyKey),
}

/// A record's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Type 0.
    LegacyOffsetCommit(LegacyOffsetCommitValue),
    /// Type 1.
    OffsetCommit(OffsetCommitValue),
    /// Type 2.
    GroupMetadata(GroupMetadataValue),
    /// Type 3.
    ConsumerGroupMetadata(ConsumerGroupMetadataValue),
    /// Type 4.
    ConsumerGroupPartitionMetadata(ConsumerGroupPartitionMetadataValue),
    /// Type 5.
    ConsumerGroupMemberMetadata(ConsumerGroupMemberMetadataValue),
    /// Type 6.
    ConsumerGroupTargetAssignmentMetadata(ConsumerGroupTargetAssignmentMetadataValue),
    /// Type 7.
    ConsumerGroupTargetAssignmentMember(ConsumerGroupTargetAssignmentMemberValue),
    /// Type 8.
    ConsumerGroupCurrentMemberAssignment(ConsumerGroupCurrentMemberAssignmentValue),
    /// Type 10.
    ShareGroupMemberMetadata(ShareGroupMemberMetadataValue),
    /// Type 11.
    ShareGroupMetadata(ShareGroupMetadataValue),
    /// Type 12.
    ShareGroupTargetAssignmentMetadata(ShareGroupTargetAssignmentMetadataValue),
    /// Type 13.
    ShareGroupTargetAssignmentMember(ShareGroupTargetAssignmentMemberValue),
    /// Type 14.
    ShareGroupCurrentMemberAssignment(ShareGroupCurrentMemberAssignmentValue),
    /// Type 15.
    ShareGroupStatePartitionMetadata(ShareGroupStatePartitionMetadataValue),
    /// Type 16.
    ConsumerGroupRegularExpression(ConsumerGroupRegularExpressionValue),
    /// Type 17.
    StreamsGroupMetadata(StreamsGroupMetadataValue),
    /// Type 19.
    StreamsGroupMemberMetadata(StreamsGroupMemberMetadataValue),
    /// Type 20.
    StreamsGroupTargetAssignmentMetadata(StreamsGroupTargetAssignmentMetadataValue),
    /// Type 21.
    StreamsGroupTargetAssignmentMember(StreamsGroupTargetAssignmentMemberValue),
    /// Type 22.
    StreamsGroupCurrentMemberAssignment(StreamsGroupCurrentMemberAssignmentValue),
    /// Type 23.
    StreamsGroupTopology(StreamsGroupTopologyValue),
}

impl Key {
    /// The record's type, which its key begins with.
    #[must_use]
    pub fn kind(&self) -> i16 {
        match self {
            Self::LegacyOffsetCommit(_) => 0,
            Self::OffsetCommit(_) => 1,
            Self::GroupMetadata(_) => 2,
            Self::ConsumerGroupMetadata(_) => 3,
            Self::ConsumerGroupPartitionMetadata(_) => 4,
            Self::ConsumerGroupMemberMetadata(_) => 5,
            Self::ConsumerGroupTargetAssignmentMetadata(_) => 6,
            Self::ConsumerGroupTargetAssignmentMember(_) => 7,
            Self::ConsumerGroupCurrentMemberAssignment(_) => 8,
            Self::ShareGroupMemberMetadata(_) => 10,
            Self::ShareGroupMetadata(_) => 11,
            Self::ShareGroupTargetAssignmentMetadata(_) => 12,
            Self::ShareGroupTargetAssignmentMember(_) => 13,
            Self::ShareGroupCurrentMemberAssignment(_) => 14,
            Self::ShareGroupStatePartitionMetadata(_) => 15,
            Self::ConsumerGroupRegularExpression(_) => 16,
            Self::StreamsGroupMetadata(_) => 17,
            Self::StreamsGroupMemberMetadata(_) => 19,
            Self::StreamsGroupTargetAssignmentMetadata(_) => 20,
            Self::StreamsGroupTargetAssignmentMember(_) => 21,
            Self::StreamsGroupCurrentMemberAssignment(_) => 22,
            Self::StreamsGroupTopology(_) => 23,
        }
    }

    /// The key as it is stored.
    ///
    /// # Errors
    /// When a string in it is too long.
    pub fn to_bytes(&self) -> Result<Bytes, EncodeError> {
        match self {
            Self::LegacyOffsetCommit(key) => encode_key(key),
            Self::OffsetCommit(key) => encode_key(key),
            Self::GroupMetadata(key) => encode_key(key),
            Self::ConsumerGroupMetadata(key) => encode_key(key),
            Self::ConsumerGroupPartitionMetadata(key) => encode_key(key),
            Self::ConsumerGroupMemberMetadata(key) => encode_key(key),
            Self::ConsumerGroupTargetAssignmentMetadata(key) => encode_key(key),
            Self::ConsumerGroupTargetAssignmentMember(key) => encode_key(key),
            Self::ConsumerGroupCurrentMemberAssignment(key) => encode_key(key),
            Self::ShareGroupMemberMetadata(key) => encode_key(key),
            Self::ShareGroupMetadata(key) => encode_key(key),
            Self::ShareGroupTargetAssignmentMetadata(key) => encode_key(key),
            Self::ShareGroupTargetAssignmentMember(key) => encode_key(key),
            Self::ShareGroupCurrentMemberAssignment(key) => encode_key(key),
            Self::ShareGroupStatePartitionMetadata(key) => encode_key(key),
            Self::ConsumerGroupRegularExpression(key) => encode_key(key),
            Self::StreamsGroupMetadata(key) => encode_key(key),
            Self::StreamsGroupMemberMetadata(key) => encode_key(key),
            Self::StreamsGroupTargetAssignmentMetadata(key) => encode_key(key),
            Self::StreamsGroupTargetAssignmentMember(key) => encode_key(key),
            Self::StreamsGroupCurrentMemberAssignment(key) => encode_key(key),
            Self::StreamsGroupTopology(key) => encode_key(key),
        }
    }
}

/// Reads a record's key.
///
/// # Errors
/// When it is damaged; [`Problem::Unknown`] when its type is not known, and the record may be passed over.
pub fn decode_key(bytes: Bytes) -> Result<Key, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let kind = reader.i16("__consumer_offsets key")?;
    Ok(match kind {
        0 => Key::LegacyOffsetCommit(Message::decode(&mut reader, 0)?),
        1 => Key::OffsetCommit(Message::decode(&mut reader, 0)?),
        2 => Key::GroupMetadata(Message::decode(&mut reader, 0)?),
        3 => Key::ConsumerGroupMetadata(Message::decode(&mut reader, 0)?),
        4 => Key::ConsumerGroupPartitionMetadata(Message::decode(&mut reader, 0)?),
        5 => Key::ConsumerGroupMemberMetadata(Message::decode(&mut reader, 0)?),
        6 => Key::ConsumerGroupTargetAssignmentMetadata(Message::decode(&mut reader, 0)?),
        7 => Key::ConsumerGroupTargetAssignmentMember(Message::decode(&mut reader, 0)?),
        8 => Key::ConsumerGroupCurrentMemberAssignment(Message::decode(&mut reader, 0)?),
        10 => Key::ShareGroupMemberMetadata(Message::decode(&mut reader, 0)?),
        11 => Key::ShareGroupMetadata(Message::decode(&mut reader, 0)?),
        12 => Key::ShareGroupTargetAssignmentMetadata(Message::decode(&mut reader, 0)?),
        13 => Key::ShareGroupTargetAssignmentMember(Message::decode(&mut reader, 0)?),
        14 => Key::ShareGroupCurrentMemberAssignment(Message::decode(&mut reader, 0)?),
        15 => Key::ShareGroupStatePartitionMetadata(Message::decode(&mut reader, 0)?),
        16 => Key::ConsumerGroupRegularExpression(Message::decode(&mut reader, 0)?),
        17 => Key::StreamsGroupMetadata(Message::decode(&mut reader, 0)?),
        19 => Key::StreamsGroupMemberMetadata(Message::decode(&mut reader, 0)?),
        20 => Key::StreamsGroupTargetAssignmentMetadata(Message::decode(&mut reader, 0)?),
        21 => Key::StreamsGroupTargetAssignmentMember(Message::decode(&mut reader, 0)?),
        22 => Key::StreamsGroupCurrentMemberAssignment(Message::decode(&mut reader, 0)?),
        23 => Key::StreamsGroupTopology(Message::decode(&mut reader, 0)?),
        _ => return Err(reader.error("__consumer_offsets key", Problem::Unknown(kind.into()))),
    })
}

/// Reads the value of a record whose key has the type `kind`.
///
/// # Errors
/// When it is damaged, or the type or version is not known.
pub fn decode_value(kind: i16, bytes: Bytes) -> Result<Value, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let version = reader.i16("__consumer_offsets value")?;
    Ok(match kind {
        0 => Value::LegacyOffsetCommit(Message::decode(&mut reader, version)?),
        1 => Value::OffsetCommit(Message::decode(&mut reader, version)?),
        2 => Value::GroupMetadata(Message::decode(&mut reader, version)?),
        3 => Value::ConsumerGroupMetadata(Message::decode(&mut reader, version)?),
        4 => Value::ConsumerGroupPartitionMetadata(Message::decode(&mut reader, version)?),
        5 => Value::ConsumerGroupMemberMetadata(Message::decode(&mut reader, version)?),
        6 => Value::ConsumerGroupTargetAssignmentMetadata(Message::decode(&mut reader, version)?),
        7 => Value::ConsumerGroupTargetAssignmentMember(Message::decode(&mut reader, version)?),
        8 => Value::ConsumerGroupCurrentMemberAssignment(Message::decode(&mut reader, version)?),
        10 => Value::ShareGroupMemberMetadata(Message::decode(&mut reader, version)?),
        11 => Value::ShareGroupMetadata(Message::decode(&mut reader, version)?),
        12 => Value::ShareGroupTargetAssignmentMetadata(Message::decode(&mut reader, version)?),
        13 => Value::ShareGroupTargetAssignmentMember(Message::decode(&mut reader, version)?),
        14 => Value::ShareGroupCurrentMemberAssignment(Message::decode(&mut reader, version)?),
        15 => Value::ShareGroupStatePartitionMetadata(Message::decode(&mut reader, version)?),
        16 => Value::ConsumerGroupRegularExpression(Message::decode(&mut reader, version)?),
        17 => Value::StreamsGroupMetadata(Message::decode(&mut reader, version)?),
        19 => Value::StreamsGroupMemberMetadata(Message::decode(&mut reader, version)?),
        20 => Value::StreamsGroupTargetAssignmentMetadata(Message::decode(&mut reader, version)?),
        21 => Value::StreamsGroupTargetAssignmentMember(Message::decode(&mut reader, version)?),
        22 => Value::StreamsGroupCurrentMemberAssignment(Message::decode(&mut reader, version)?),
        23 => Value::StreamsGroupTopology(Message::decode(&mut reader, version)?),
        _ => return Err(reader.error("__consumer_offsets value", Problem::Unknown(kind.into()))),
    })
}

impl CoordinatorKey for LegacyOffsetCommitKey {
    const TYPE: i16 = 0;
    type Value = LegacyOffsetCommitValue;
}

impl CoordinatorKey for OffsetCommitKey {
    const TYPE: i16 = 1;
    type Value = OffsetCommitValue;
}

impl CoordinatorKey for GroupMetadataKey {
    const TYPE: i16 = 2;
    type Value = GroupMetadataValue;
}

impl CoordinatorKey for ConsumerGroupMetadataKey {
    const TYPE: i16 = 3;
    type Value = ConsumerGroupMetadataValue;
}

impl CoordinatorKey for ConsumerGroupPartitionMetadataKey {
    const TYPE: i16 = 4;
    type Value = ConsumerGroupPartitionMetadataValue;
}

impl CoordinatorKey for ConsumerGroupMemberMetadataKey {
    const TYPE: i16 = 5;
    type Value = ConsumerGroupMemberMetadataValue;
}

impl CoordinatorKey for ConsumerGroupTargetAssignmentMetadataKey {
    const TYPE: i16 = 6;
    type Value = ConsumerGroupTargetAssignmentMetadataValue;
}

impl CoordinatorKey for ConsumerGroupTargetAssignmentMemberKey {
    const TYPE: i16 = 7;
    type Value = ConsumerGroupTargetAssignmentMemberValue;
}

impl CoordinatorKey for ConsumerGroupCurrentMemberAssignmentKey {
    const TYPE: i16 = 8;
    type Value = ConsumerGroupCurrentMemberAssignmentValue;
}

impl CoordinatorKey for ShareGroupMemberMetadataKey {
    const TYPE: i16 = 10;
    type Value = ShareGroupMemberMetadataValue;
}

impl CoordinatorKey for ShareGroupMetadataKey {
    const TYPE: i16 = 11;
    type Value = ShareGroupMetadataValue;
}

impl CoordinatorKey for ShareGroupTargetAssignmentMetadataKey {
    const TYPE: i16 = 12;
    type Value = ShareGroupTargetAssignmentMetadataValue;
}

impl CoordinatorKey for ShareGroupTargetAssignmentMemberKey {
    const TYPE: i16 = 13;
    type Value = ShareGroupTargetAssignmentMemberValue;
}

impl CoordinatorKey for ShareGroupCurrentMemberAssignmentKey {
    const TYPE: i16 = 14;
    type Value = ShareGroupCurrentMemberAssignmentValue;
}

impl CoordinatorKey for ShareGroupStatePartitionMetadataKey {
    const TYPE: i16 = 15;
    type Value = ShareGroupStatePartitionMetadataValue;
}

impl CoordinatorKey for ConsumerGroupRegularExpressionKey {
    const TYPE: i16 = 16;
    type Value = ConsumerGroupRegularExpressionValue;
}

impl CoordinatorKey for StreamsGroupMetadataKey {
    const TYPE: i16 = 17;
    type Value = StreamsGroupMetadataValue;
}

impl CoordinatorKey for StreamsGroupMemberMetadataKey {
    const TYPE: i16 = 19;
    type Value = StreamsGroupMemberMetadataValue;
}

impl CoordinatorKey for StreamsGroupTargetAssignmentMetadataKey {
    const TYPE: i16 = 20;
    type Value = StreamsGroupTargetAssignmentMetadataValue;
}

impl CoordinatorKey for StreamsGroupTargetAssignmentMemberKey {
    const TYPE: i16 = 21;
    type Value = StreamsGroupTargetAssignmentMemberValue;
}

impl CoordinatorKey for StreamsGroupCurrentMemberAssignmentKey {
    const TYPE: i16 = 22;
    type Value = StreamsGroupCurrentMemberAssignmentValue;
}

impl CoordinatorKey for StreamsGroupTopologyKey {
    const TYPE: i16 = 23;
    type Value = StreamsGroupTopologyValue;
}
