//! Parked requests and what ends them: an offset, bytes, or a deadline.
//!
//! A wait is registered under the lock of the partition that it waits for, so that no change slips between the look and the
//! wait. What a change sets free is returned from under the lock as [`Effects`] and carried out after it.

mod fetch_sessions;
mod pending;

use std::sync::Arc;

use partition_log::Flush;
use replica_core::{AckOutcome, AppendTerms, IsrProposal};
use types::{LeaderEpoch, Now, Offset};
use world::Output;

pub(crate) use fetch_sessions::{
    FetchSession, FetchSessions, Nearness, ParkedFetch, SessionError, SessionKey, SessionPartition,
    TopicRef, Unparked,
};
pub(crate) use pending::{Pending, PendingDelete, PendingProduce, Slot};

use crate::broker::Broker;
use crate::losses::Loss;
use crate::partitions::HostedPartition;

/// An append, or a deletion, that waits for its offset.
#[derive(Debug)]
pub(crate) struct AckWait {
    pub(crate) until: Offset,
    pub(crate) terms: AppendTerms,
    pub(crate) written_under: LeaderEpoch,
    pub(crate) waiter: Waiter,
}

/// Who waits.
#[derive(Clone, Debug)]
pub(crate) enum Waiter {
    /// One partition of a produce request.
    Produce(Arc<PendingProduce>, Slot),
    /// One partition of a request to delete records.
    Delete(Arc<PendingDelete>, Slot),
    /// A coordinator whose records are in this partition.
    Coordinator,
}

impl Waiter {
    /// Whether nobody waits any more.
    pub(crate) fn is_gone(&self) -> bool {
        match self {
            Self::Produce(pending, _) => pending.is_answered(),
            Self::Delete(pending, _) => pending.is_answered(),
            Self::Coordinator => false,
        }
    }
}

/// What a change in a partition calls for, after its lock was let go.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) settled: Vec<(Waiter, Arc<HostedPartition>, AckOutcome, Offset)>,
    pub(crate) woken: Vec<Arc<FetchSession>>,
    pub(crate) proposals: Vec<(Arc<HostedPartition>, IsrProposal)>,
    pub(crate) flushes: Vec<(Arc<HostedPartition>, Flush)>,
    pub(crate) failed_directories: Vec<(usize, String)>,
    pub(crate) losses: Vec<Loss>,
    /// Replicas with damage, or what a reader took for it.
    pub(crate) damaged: Vec<Arc<HostedPartition>>,
}

impl Effects {
    /// Whether nothing is left to do.
    pub(crate) fn is_empty(&self) -> bool {
        self.settled.is_empty()
            && self.woken.is_empty()
            && self.proposals.is_empty()
            && self.flushes.is_empty()
            && self.failed_directories.is_empty()
            && self.losses.is_empty()
            && self.damaged.is_empty()
    }
}

impl Broker {
    /// Tells whoever waited for an append or a deletion what became of it.
    #[allow(
        clippy::too_many_arguments,
        reason = "one settled wait, and where its consequences go"
    )]
    pub(crate) fn on_settled(
        &self,
        now: Now,
        waiter: Waiter,
        partition: &Arc<HostedPartition>,
        outcome: AckOutcome,
        until: Offset,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        match waiter {
            Waiter::Produce(pending, slot) => {
                self.settle_produce(&pending, slot, partition, outcome, out)
            }
            Waiter::Delete(pending, slot) => {
                self.settle_delete(&pending, slot, partition, outcome, out);
            }
            Waiter::Coordinator => {
                self.coordinator_settled(now, partition, outcome, until, effects, out)
            }
        }
    }
}
