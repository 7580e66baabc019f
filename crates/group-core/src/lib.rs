//! Decides for consumer groups: membership, generations, committed offsets.
//!
//! [`Groups`] holds the groups of one coordinator partition. Requests go in with a [`Ticket`] each and the moment at which
//! they are handled; out come [`Effects`]: answers by ticket, and records to append. A decision that must be durable changes
//! nothing until its records are: the caller appends them and says [`Groups::appended`] or [`Groups::refused`] before it
//! calls anything else, and [`Groups::committed`] when the high watermark moves. Committed offsets are seen only then, and
//! answers that depend on a record leave only then. Who is joining, and whose session lives, is soft: it changes at once, and a
//! successor learns it anew from the members.
//!
//! Nothing here knows the wire, the log's bytes, a clock or chance: member ids are made from a [`types::Uuid`] handed in.
//! Groups of the newer protocol (KIP-848), share groups and transactional commits have no state here yet; their records are
//! for the caller to skip.

mod answers;
mod group;
mod groups;
mod ids;
mod member;
mod offsets;
mod records;
mod requests;
mod settings;
mod subscription;
mod timers;

#[cfg(test)]
mod tests;

pub use answers::{
    Answer, Append, DescribedGroup, DescribedMember, Effects, FetchedOffset, FetchedTopic,
    GroupError, JoinRefused, Joined, JoinedMember, LeaveOutcome, ListedGroup, PartitionOutcome,
    SyncedMember,
};
pub use group::GroupState;
pub use groups::Groups;
pub use ids::{AppendId, Generation, GroupId, InstanceId, MemberId, Ticket};
pub use records::{CommittedOffset, GroupMetadata, GroupRecord, MemberMetadata};
pub use requests::{
    Commit, DeleteOffsets, FetchOffsets, Heartbeat, Join, JoinProtocol, Leave, LeavingMember,
    OffsetToCommit, Sync, TopicToFetch,
};
pub use settings::GroupSettings;
