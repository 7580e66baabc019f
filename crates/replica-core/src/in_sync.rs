//! The in-sync set: what is committed, and what this leader has proposed and not yet heard of.
//!
//! Invariant: while a proposal is open, the set that gates the high watermark contains both the committed set and every
//! proposed member, so that a change in flight can only make a commit stricter (KIP-497).

use types::{BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch};

use crate::LeaderRecovery;

/// The in-sync set as the controller has recorded it, sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CommittedIsr(Vec<BrokerId>);

impl CommittedIsr {
    /// From the committed record.
    #[must_use]
    pub fn new(mut members: Vec<BrokerId>) -> Self {
        members.sort_unstable();
        members.dedup();
        Self(members)
    }

    /// Whether `broker` is a member.
    #[must_use]
    pub fn contains(&self, broker: BrokerId) -> bool {
        self.0.binary_search(&broker).is_ok()
    }

    /// The members, ascending.
    #[must_use]
    pub fn members(&self) -> &[BrokerId] {
        &self.0
    }
}

/// A change of the in-sync set that is not durable yet: for the controller to decide.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IsrProposal {
    /// The leadership under which it is made.
    pub leader_epoch: LeaderEpoch,
    /// The partition state on which it is based.
    pub partition_epoch: PartitionEpoch,
    /// Every member of the new set with the epoch of its last fetch, or `NONE` where it never fetched (KIP-903).
    pub members: Vec<(BrokerId, BrokerEpoch)>,
    /// Always `Recovered`: an uncleanly elected leader says with its first proposal that it is done.
    pub recovery: LeaderRecovery,
}

/// What came back for a proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProposalAnswer {
    /// Recorded; this is the partition now.
    Committed {
        /// The in-sync set as recorded.
        in_sync: Vec<BrokerId>,
        /// The leader epoch as recorded.
        leader_epoch: LeaderEpoch,
        /// The partition epoch as recorded.
        partition_epoch: PartitionEpoch,
    },
    /// Not applied and never will be: a member is not eligible, or it was not attempted.
    Refused,
    /// The controller knows a newer state: wait for the metadata that tells it.
    AwaitMetadata,
    /// Nobody knows whether it was applied: ask again.
    Unknown,
}

/// Committed set and open proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InSync {
    /// Nothing is open.
    Committed(CommittedIsr),
    /// One broker is proposed to join.
    PendingExpand(CommittedIsr, BrokerId, IsrProposal),
    /// Some are proposed to leave.
    PendingShrink(CommittedIsr, Vec<BrokerId>, IsrProposal),
}

impl InSync {
    /// The recorded set.
    #[must_use]
    pub fn committed(&self) -> &CommittedIsr {
        match self {
            Self::Committed(isr) | Self::PendingExpand(isr, ..) | Self::PendingShrink(isr, ..) => {
                isr
            }
        }
    }

    /// The open proposal.
    #[must_use]
    pub fn proposal(&self) -> Option<&IsrProposal> {
        match self {
            Self::Committed(_) => None,
            Self::PendingExpand(_, _, proposal) | Self::PendingShrink(_, _, proposal) => {
                Some(proposal)
            }
        }
    }

    /// Whether `broker` gates the high watermark: a member of the committed set or a proposed addition.
    #[must_use]
    pub fn maximal_contains(&self, broker: BrokerId) -> bool {
        let proposed = matches!(self, Self::PendingExpand(_, joining, _) if *joining == broker);
        proposed || self.committed().contains(broker)
    }

    /// Size of the maximal set.
    #[must_use]
    pub fn maximal_len(&self) -> usize {
        let joining = match self {
            Self::PendingExpand(isr, joining, _) => usize::from(!isr.contains(*joining)),
            Self::Committed(_) | Self::PendingShrink(..) => 0,
        };
        self.committed().members().len() + joining
    }
}
