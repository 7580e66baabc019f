//! What is asked of a coordinator.

use std::sync::Arc;

use bytes::Bytes;
use types::{LeaderEpoch, Offset, PartitionIndex, TopicId, TopicName, Uuid};

use crate::{Generation, GroupId, InstanceId, MemberId};

/// One way of assigning that a member understands, with what it says to the leader under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinProtocol {
    /// Such as `range`.
    pub name: Arc<str>,
    /// For consumers, the subscription. The bytes are kept: they must not be a slice of something larger.
    pub metadata: Bytes,
}

/// A member wants in, or to take part in the next generation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Join {
    /// The group.
    pub group: GroupId,
    /// Empty for a member that has no id yet.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// From the request's header: the start of the id that a new member is given.
    pub client_id: Arc<str>,
    /// The address that the request came from.
    pub client_host: Arc<str>,
    /// How long the member may be silent, in milliseconds.
    pub session_timeout_ms: i32,
    /// How long the member needs to rejoin, in milliseconds.
    pub rebalance_timeout_ms: i32,
    /// What the members are, such as `consumer` or `connect`.
    pub protocol_type: Arc<str>,
    /// In the order of preference.
    pub protocols: Vec<JoinProtocol>,
    /// Whether a dynamic member without an id gets one and must ask again with it (KIP-394).
    pub requires_known_member_id: bool,
    /// Whether the sender can be told to be leader without having to assign (KIP-814).
    pub supports_skipping_assignment: bool,
    /// Where the id of a new member comes from; used for nothing else.
    pub random: Uuid,
}

/// A member asks for its part of the new generation; the leader brings everybody's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sync {
    /// The group.
    pub group: GroupId,
    /// The member.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// The generation that the answer to its join named.
    pub generation: Generation,
    /// What it takes the group's protocol type for, when it says.
    pub protocol_type: Option<Arc<str>>,
    /// What it takes the chosen protocol for, when it says.
    pub protocol: Option<Arc<str>>,
    /// From the leader: each member's assignment. The bytes are kept, as in [`JoinProtocol::metadata`].
    pub assignments: Vec<(MemberId, Bytes)>,
}

/// A member says that it lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heartbeat {
    /// The group.
    pub group: GroupId,
    /// The member.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// The generation that it is in.
    pub generation: Generation,
}

/// One of those that leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeavingMember {
    /// Empty when an administrator removes a static member by its instance.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
}

/// Members leave, or are removed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leave {
    /// The group.
    pub group: GroupId,
    /// Who leaves.
    pub members: Vec<LeavingMember>,
}

/// One offset of a [`Commit`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OffsetToCommit {
    /// The topic.
    pub topic: TopicName,
    /// Its id, or zero when the sender named the topic only.
    pub topic_id: TopicId,
    /// The partition.
    pub partition: PartitionIndex,
    /// The next record to be read.
    pub offset: Offset,
    /// The epoch of the last record read, or [`LeaderEpoch::NONE`].
    pub leader_epoch: LeaderEpoch,
    /// Kept with the offset.
    pub metadata: Arc<str>,
}

/// A member, or somebody who keeps offsets without being one, commits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commit {
    /// The group.
    pub group: GroupId,
    /// Empty for a sender that is no member.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// [`Generation::NONE`] for a sender that is no member.
    pub generation: Generation,
    /// How long the offsets are kept, in milliseconds, when the sender says (older clients do).
    pub retention_ms: Option<i64>,
    /// What to commit.
    pub offsets: Vec<OffsetToCommit>,
}

/// One topic of a [`FetchOffsets`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicToFetch {
    /// The topic.
    pub topic: TopicName,
    /// Its id, or zero: an offset that was committed under another id is not of this topic.
    pub topic_id: TopicId,
    /// Which partitions.
    pub partitions: Vec<PartitionIndex>,
}

/// Somebody asks for committed offsets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchOffsets {
    /// The group.
    pub group: GroupId,
    /// Which topics, or all that have an offset.
    pub topics: Option<Vec<TopicToFetch>>,
    /// Whether the answer waits until every commit under way is decided (KIP-447).
    pub require_stable: bool,
}

/// An administrator removes offsets of topics that no member subscribes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeleteOffsets {
    /// The group.
    pub group: GroupId,
    /// Which.
    pub topics: Vec<(TopicName, Vec<PartitionIndex>)>,
}
