//! What a coordinator says, and what it wants appended.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use types::{PartitionIndex, TopicName};

use crate::{
    AppendId, CommittedOffset, Generation, GroupId, GroupRecord, GroupState, InstanceId, MemberId,
    Ticket,
};

/// Why a request is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupError {
    /// The group id is empty.
    InvalidGroupId,
    /// The session time-out is outside of the limits.
    InvalidSessionTimeout {
        /// What was asked for, in milliseconds.
        requested_ms: i32,
        /// The shortest allowed, in milliseconds.
        min_ms: u128,
        /// The longest allowed, in milliseconds.
        max_ms: u128,
    },
    /// No such member, or no such group.
    UnknownMember,
    /// Another member has taken this instance id over.
    FencedInstance,
    /// The generation is not the group's.
    IllegalGeneration,
    /// No protocol in common with the group, or none at all.
    InconsistentProtocol,
    /// The member must join again.
    RebalanceInProgress,
    /// The member must join again with the id in the answer.
    MemberIdRequired,
    /// The group has as many members as it may.
    GroupFull {
        /// The limit.
        members_max: usize,
    },
    /// No such group.
    GroupNotFound,
    /// The group has members.
    NonEmptyGroup,
    /// A member subscribes to the topic.
    SubscribedToTopic,
    /// The text that goes with an offset is too long.
    OffsetMetadataTooLarge {
        /// The limit.
        metadata_max: usize,
    },
    /// The records could not be committed now, or the group is just being deleted: try again.
    NotAvailable,
    /// This is no longer the group's coordinator.
    NotCoordinator,
    /// The records cannot be appended: they are larger than the log accepts, or something is wrong with it.
    NotAppended,
}

impl fmt::Display for GroupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidGroupId => f.write_str("The group id is empty; set group.id"),
            Self::InvalidSessionTimeout {
                requested_ms,
                min_ms,
                max_ms,
            } => write!(
                f,
                "The session timeout of {requested_ms} ms is not between group.min.session.timeout.ms ({min_ms}) and \
                 group.max.session.timeout.ms ({max_ms}); change session.timeout.ms of the client or the limits of the broker"
            ),
            Self::UnknownMember => f.write_str("The coordinator does not know this member"),
            Self::FencedInstance => {
                f.write_str("Another member has taken over this group.instance.id")
            }
            Self::IllegalGeneration => {
                f.write_str("The generation is not the current one of the group")
            }
            Self::InconsistentProtocol => {
                f.write_str("The group has another protocol type, or no protocol in common")
            }
            Self::RebalanceInProgress => {
                f.write_str("The group is rebalancing, so a rejoin is needed")
            }
            Self::MemberIdRequired => {
                f.write_str("The member must join again with the id it is given")
            }
            Self::GroupFull { members_max } => {
                write!(
                    f,
                    "The group has reached group.max.size ({members_max} members); raise it on the broker"
                )
            }
            Self::GroupNotFound => f.write_str("The group does not exist"),
            Self::NonEmptyGroup => f.write_str("The group is not empty"),
            Self::SubscribedToTopic => f.write_str("The group subscribes to the topic"),
            Self::OffsetMetadataTooLarge { metadata_max } => {
                write!(
                    f,
                    "The metadata of the offset is above offset.metadata.max.bytes ({metadata_max})"
                )
            }
            Self::NotAvailable => f.write_str("The coordinator is not available"),
            Self::NotCoordinator => f.write_str("This is not the correct coordinator"),
            Self::NotAppended => f.write_str("The records of the group could not be written"),
        }
    }
}

impl std::error::Error for GroupError {}

/// One member, as the leader is told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinedMember {
    /// The member.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// What it said under the chosen protocol.
    pub metadata: Bytes,
}

/// A member is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Joined {
    /// The generation.
    pub generation: Generation,
    /// What the members are.
    pub protocol_type: Option<Arc<str>>,
    /// The chosen protocol.
    pub protocol: Option<Arc<str>>,
    /// Who assigns.
    pub leader: MemberId,
    /// For a leader: the assignment stands, there is nothing to do.
    pub skip_assignment: bool,
    /// The member that is in.
    pub member: MemberId,
    /// For the leader: everybody.
    pub members: Vec<JoinedMember>,
}

/// A member is not in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JoinRefused {
    /// The id to go on with, or empty.
    pub member: MemberId,
    /// Why.
    pub error: GroupError,
}

/// A member's part of a generation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyncedMember {
    /// What the members are.
    pub protocol_type: Option<Arc<str>>,
    /// The chosen protocol.
    pub protocol: Option<Arc<str>>,
    /// What the leader gave it.
    pub assignment: Bytes,
}

/// What became of one that leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeaveOutcome {
    /// As in the request.
    pub member: MemberId,
    /// As in the request.
    pub instance: Option<InstanceId>,
    /// Why it did not.
    pub error: Option<GroupError>,
}

/// What became of one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartitionOutcome {
    /// The topic.
    pub topic: TopicName,
    /// The partition.
    pub partition: PartitionIndex,
    /// Why nothing was done.
    pub error: Option<GroupError>,
}

/// The committed offset of one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchedOffset {
    /// The partition.
    pub partition: PartitionIndex,
    /// Where the group stands in it; none when it has committed nothing.
    pub value: Option<CommittedOffset>,
}

/// The committed offsets of one topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FetchedTopic {
    /// The topic.
    pub topic: TopicName,
    /// Its partitions.
    pub partitions: Vec<FetchedOffset>,
}

/// The answer to one request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// To [`crate::Join`].
    Join(Result<Joined, JoinRefused>),
    /// To [`crate::Sync`].
    Sync(Result<SyncedMember, GroupError>),
    /// To [`crate::Heartbeat`].
    Heartbeat(Result<(), GroupError>),
    /// To [`crate::Leave`].
    Leave(Result<Vec<LeaveOutcome>, GroupError>),
    /// To [`crate::Commit`]; partitions in the order of the request.
    Commit(Result<Vec<PartitionOutcome>, GroupError>),
    /// To [`crate::FetchOffsets`].
    Fetch(Result<Vec<FetchedTopic>, GroupError>),
    /// To [`crate::DeleteOffsets`]; partitions in the order of the request.
    DeleteOffsets(Result<Vec<PartitionOutcome>, GroupError>),
    /// To the deletion of a group.
    DeleteGroup(Result<(), GroupError>),
}

impl Answer {
    /// The answer to the same request when what it rests on has failed.
    pub(crate) fn failed(&self, error: GroupError) -> Self {
        match self {
            Self::Join(_) => Self::Join(Err(JoinRefused {
                member: MemberId::default(),
                error,
            })),
            Self::Sync(_) => Self::Sync(Err(error)),
            Self::Heartbeat(_) => Self::Heartbeat(Err(error)),
            Self::Leave(_) => Self::Leave(Err(error)),
            Self::Commit(_) => Self::Commit(Err(error)),
            Self::Fetch(_) => Self::Fetch(Err(error)),
            Self::DeleteOffsets(_) => Self::DeleteOffsets(Err(error)),
            Self::DeleteGroup(_) => Self::DeleteGroup(Err(error)),
        }
    }
}

/// Records to append as one batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Append {
    /// To be named in [`crate::Groups::appended`] or [`crate::Groups::refused`].
    pub id: AppendId,
    /// The records, never none.
    pub records: Arc<[GroupRecord]>,
}

/// What follows from a call: the appends are to be made first, in their order, and each reported before the next.
#[derive(Default, Debug)]
pub struct Effects {
    /// To append.
    pub appends: Vec<Append>,
    /// To send. Each ticket is answered once.
    pub answers: Vec<(Ticket, Answer)>,
}

impl Effects {
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Answer) {
        self.answers.push((ticket, answer));
    }

    pub(crate) fn refuse_join(&mut self, ticket: Ticket, member: MemberId, error: GroupError) {
        self.answer(ticket, Answer::Join(Err(JoinRefused { member, error })));
    }
}

/// One line in the list of groups.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedGroup {
    /// The group.
    pub group: GroupId,
    /// What its members are; empty when it never had any.
    pub protocol_type: Arc<str>,
    /// Its state.
    pub state: GroupState,
}

/// One member in a [`DescribedGroup`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DescribedMember {
    /// The member.
    pub member: MemberId,
    /// Set for a static member.
    pub instance: Option<InstanceId>,
    /// Its client id.
    pub client_id: Arc<str>,
    /// The address that it joined from.
    pub client_host: Arc<str>,
    /// What it said under the chosen protocol; empty unless the group is stable.
    pub metadata: Bytes,
    /// What the leader gave it.
    pub assignment: Bytes,
}

/// A group with its members.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DescribedGroup {
    /// Its state.
    pub state: GroupState,
    /// What its members are; empty when it never had any.
    pub protocol_type: Arc<str>,
    /// The chosen protocol; empty unless the group is stable.
    pub protocol: Arc<str>,
    /// The members.
    pub members: Vec<DescribedMember>,
}
