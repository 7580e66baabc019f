//! The leader's side: whom it waits for, what it accepts, what is committed.

mod append;
mod high_watermark;
mod isr;
mod progress;
mod readers;

use std::collections::BTreeMap;

use types::{BrokerId, Instant, LeaderEpoch, Offset};

pub use append::{AckOutcome, Acks, AppendRefusal, AppendTerms};
pub use progress::{FollowerFetch, FollowerProgress};
pub use readers::Vicinity;

use crate::{Assignment, CommittedIsr, InSync, LeaderRecovery};

/// One leadership of this broker.
#[derive(Clone, Debug)]
pub struct Leader {
    local: BrokerId,
    leader_epoch: LeaderEpoch,
    epoch_start: Offset,
    replicas: Vec<BrokerId>,
    followers: BTreeMap<BrokerId, FollowerProgress>,
    in_sync: InSync,
    /// Who has left by the answer to a proposal, and not yet by metadata: holds the watermark back until it comes.
    leaving: Vec<BrokerId>,
    recovery: LeaderRecovery,
}

impl Leader {
    pub(crate) fn new(
        now: Instant,
        local: BrokerId,
        assignment: &Assignment,
        log_end: Offset,
    ) -> Self {
        let mut leader = Self {
            local,
            leader_epoch: assignment.leader_epoch,
            epoch_start: log_end,
            replicas: Vec::new(),
            followers: BTreeMap::new(),
            in_sync: InSync::Committed(CommittedIsr::default()),
            leaving: Vec::new(),
            recovery: assignment.recovery,
        };
        leader.take(local, assignment);
        leader.reset_followers(now);
        leader
    }

    /// Takes metadata while leading. A new epoch of the same leader keeps what followers have shown. Of a partition state that
    /// is known already, as from the answer to a proposal, the open proposal is kept: it was made on top of that state, may be
    /// recorded at any time, and who is proposed has to hold the watermark back until then (KIP-497).
    pub(crate) fn apply(
        &mut self,
        now: Instant,
        local: BrokerId,
        assignment: &Assignment,
        new_leadership: bool,
        is_known: bool,
    ) {
        let open = is_known.then(|| self.in_sync.clone());
        self.take(local, assignment);
        if let Some(open) = open {
            self.in_sync = open;
        }
        self.leader_epoch = assignment.leader_epoch;
        if new_leadership {
            self.reset_followers(now);
        }
    }

    fn take(&mut self, local: BrokerId, assignment: &Assignment) {
        self.replicas.clone_from(&assignment.replicas);
        self.recovery = assignment.recovery;
        self.in_sync = InSync::Committed(CommittedIsr::new(assignment.in_sync.clone()));
        self.leaving.clear();
        self.followers
            .retain(|id, _| assignment.replicas.contains(id));
        for &id in assignment.replicas.iter().filter(|&&id| id != local) {
            self.followers.entry(id).or_default();
        }
    }

    /// Members of the in-sync set count as caught up at the start of a leadership, the others as never.
    fn reset_followers(&mut self, now: Instant) {
        let committed = self.in_sync.committed();
        for (id, progress) in &mut self.followers {
            progress.restart(committed.contains(*id).then_some(now));
        }
    }

    /// The end of the log when this leadership began. A follower below it may lack committed records (KAFKA-7128).
    #[must_use]
    pub fn epoch_start(&self) -> Offset {
        self.epoch_start
    }

    /// Committed set and open proposal.
    #[must_use]
    pub fn in_sync(&self) -> &InSync {
        &self.in_sync
    }

    /// All replicas in the order of preference.
    #[must_use]
    pub fn replicas(&self) -> &[BrokerId] {
        &self.replicas
    }

    /// What the followers have shown, by id.
    pub fn followers(&self) -> impl Iterator<Item = (BrokerId, &FollowerProgress)> {
        self.followers.iter().map(|(id, progress)| (*id, progress))
    }

    /// The lowest start of a log in the in-sync set, those who are proposed to join included; none is known before a member's
    /// first fetch.
    pub(crate) fn low_watermark(&self, own_start: Offset) -> Offset {
        let members = self.followers.iter();
        let members = members.filter(|(id, _)| self.in_sync.maximal_contains(**id));
        let starts = members.map(|(_, progress)| progress.log_start());
        starts.fold(own_start, Offset::min)
    }

    /// `min.insync.replicas`, but never more than there are replicas.
    #[must_use]
    pub fn effective_min_in_sync(&self, min_in_sync: usize) -> usize {
        min_in_sync.min(self.replicas.len()).max(1)
    }
}
