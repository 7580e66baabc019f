//! The durable facts about groups, without their encoding.

use std::sync::Arc;

use bytes::Bytes;
use types::{LeaderEpoch, Offset, PartitionIndex, Timestamp, TopicId, TopicName};

use crate::{Generation, GroupId, InstanceId, MemberId};

/// Where a group stands in one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CommittedOffset {
    /// The next record to be read.
    pub offset: Offset,
    /// The epoch of the last record read, or [`LeaderEpoch::NONE`].
    pub leader_epoch: LeaderEpoch,
    /// Whatever the member wanted kept with it.
    pub metadata: Arc<str>,
    /// When it was committed.
    pub commit_timestamp: Timestamp,
    /// When it ends, when its sender chose; else retention rules.
    pub expire_timestamp: Option<Timestamp>,
    /// The topic's id, or zero when it is not known.
    pub topic_id: TopicId,
}

/// One member in a [`GroupMetadata`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberMetadata {
    /// The member.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// Its client id.
    pub client_id: Arc<str>,
    /// The address that it joined from.
    pub client_host: Arc<str>,
    /// In milliseconds; −1 in the oldest records, where the session's is meant.
    pub rebalance_timeout_ms: i32,
    /// In milliseconds.
    pub session_timeout_ms: i32,
    /// What it said under the chosen protocol.
    pub subscription: Bytes,
    /// What the leader gave it.
    pub assignment: Bytes,
}

/// A generation of a group with its members, or the emptiness that it ended in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupMetadata {
    /// What the members are; empty for a group that never had any.
    pub protocol_type: Arc<str>,
    /// The generation.
    pub generation: Generation,
    /// The chosen protocol; none without members.
    pub protocol: Option<Arc<str>>,
    /// Who assigns; none without members.
    pub leader: Option<MemberId>,
    /// When the group came into its state, or [`Timestamp::NONE`].
    pub current_state_timestamp: Timestamp,
    /// The members.
    pub members: Vec<MemberMetadata>,
}

/// One fact. A value of `None` ends what the key named (a tombstone).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupRecord {
    /// A group committed an offset, or lost it.
    Offset {
        /// The group.
        group: GroupId,
        /// The topic.
        topic: TopicName,
        /// The partition.
        partition: PartitionIndex,
        /// Where it stands.
        value: Option<CommittedOffset>,
    },
    /// A generation was completed, or the group is gone.
    Group {
        /// The group.
        group: GroupId,
        /// The generation.
        value: Option<GroupMetadata>,
    },
}

impl GroupRecord {
    /// About how many bytes the record takes in a log.
    pub(crate) fn size_estimate(&self) -> usize {
        const FIXED: usize = 64;
        match self {
            Self::Offset {
                group,
                topic,
                value,
                ..
            } => {
                let metadata = value.as_ref().map_or(0, |value| value.metadata.len());
                FIXED + group.as_str().len() + topic.as_str().len() + metadata
            }
            Self::Group { group, value } => {
                let members = value.iter().flat_map(|value| &value.members);
                let members: usize = members
                    .map(|member| FIXED + member.subscription.len() + member.assignment.len())
                    .sum();
                FIXED + group.as_str().len() + members
            }
        }
    }
}
