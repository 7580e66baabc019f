//! Decides for one replica of one partition: what may be appended, what is committed, who is in sync, where to cut.
//!
//! Who may enter: the broker, with events and the time. It never does IO, never reads a clock and knows no wire code;
//! record bytes do not come here, only the headers of batches. Every method that can change what is committed or
//! proposed returns its [`Consequences`], and the caller carries them out after it has let go of the partition.
//!
//! Rules come from KIP-101, KIP-279 and KIP-320 (truncation by epoch), KIP-497 (ISR changes through the controller),
//! KIP-841 and KIP-903 (who may join), KIP-966 (no commit below the minimum in-sync set).

mod assignment;
mod follower;
mod in_sync;
mod leader;
mod marks;
mod replica;

#[cfg(test)]
mod scenarios;

pub use assignment::{Assignment, BrokerView, LeaderRecovery};
pub use follower::{DivergingEpoch, FetchRefusal, Follower, NextStep};
pub use in_sync::{CommittedIsr, InSync, IsrProposal, ProposalAnswer};
pub use leader::{
    AckOutcome, Acks, AppendRefusal, AppendTerms, FollowerFetch, FollowerProgress, Leader, Vicinity,
};
pub use marks::{Durability, Marks};
pub use replica::{Consequences, EpochCheck, Isolation, Replica, ReplicaSettings, Role};
