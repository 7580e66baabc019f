//! What a producer asked for, and whether it may be appended and answered.

use types::Offset;

use crate::{Replica, Role};

/// How much a producer waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Acks {
    /// Nothing: no answer is sent.
    None,
    /// The leader's own log.
    Leader,
    /// Every replica of the in-sync set.
    AllInSync,
}

/// Why nothing was appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AppendRefusal {
    /// Another broker leads, or none.
    NotLeader,
    /// The in-sync set is smaller than `min.insync.replicas`.
    NotEnoughInSync {
        /// Members now.
        in_sync: usize,
        /// Members needed.
        required: usize,
    },
}

/// What an append or a deletion that was accepted has to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AppendTerms {
    /// Answer as soon as the log has it.
    Written,
    /// Answer when it was flushed here.
    Flushed,
    /// Answer when the high watermark has passed it.
    Committed,
    /// Answer when no member of the in-sync set has records below (KIP-107): whoever leads next has none either.
    Deleted,
}

/// Where a waiting append stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AckOutcome {
    /// Not yet.
    Waiting,
    /// Done as asked.
    Done,
    /// Committed, but the in-sync set shrank below the minimum meanwhile.
    DoneBelowMinimum {
        /// Members now.
        in_sync: usize,
        /// Members needed.
        required: usize,
    },
    /// The leadership under which it was written has ended: it may survive or not.
    LeadershipEnded,
}

impl Replica {
    /// Decides whether a producer may append, and what it then waits for.
    ///
    /// # Errors
    /// Not the leader, or too few in-sync replicas for [`Acks::AllInSync`]: in both cases nothing may be appended.
    pub fn decide_append(&self, acks: Acks) -> Result<AppendTerms, AppendRefusal> {
        let Role::Leader(leader) = &self.role else {
            return Err(AppendRefusal::NotLeader);
        };
        let flushed = self.settings.durability == crate::Durability::Flushed;
        match acks {
            Acks::None => Ok(AppendTerms::Written),
            Acks::Leader if flushed => Ok(AppendTerms::Flushed),
            Acks::Leader => Ok(AppendTerms::Written),
            Acks::AllInSync => {
                let in_sync = leader.in_sync.committed().members().len();
                let required = leader.effective_min_in_sync(self.settings.min_in_sync);
                if in_sync < required {
                    return Err(AppendRefusal::NotEnoughInSync { in_sync, required });
                }
                Ok(AppendTerms::Committed)
            }
        }
    }

    /// Whether an append that ended at `until` (exclusive), or a deletion below it, done under `written_under`, may be answered.
    #[must_use]
    pub fn ack_outcome(
        &self,
        terms: AppendTerms,
        until: Offset,
        written_under: types::LeaderEpoch,
    ) -> AckOutcome {
        let leader = match &self.role {
            Role::Leader(leader) if self.leader_epoch == written_under => leader,
            Role::Leader(_) | Role::Leaderless | Role::Follower(_) => {
                return AckOutcome::LeadershipEnded;
            }
        };
        let reached = match terms {
            AppendTerms::Written => true,
            AppendTerms::Flushed => self.marks.flushed_end >= until,
            AppendTerms::Committed => self.marks.high_watermark >= until,
            AppendTerms::Deleted => leader.low_watermark(self.marks.log_start) >= until,
        };
        if !reached {
            return AckOutcome::Waiting;
        }
        let (in_sync, required) = (
            leader.in_sync.maximal_len(),
            leader.effective_min_in_sync(self.settings.min_in_sync),
        );
        if terms == AppendTerms::Committed && in_sync < required {
            return AckOutcome::DoneBelowMinimum { in_sync, required };
        }
        AckOutcome::Done
    }
}
