//! The promises, each checked against what clients saw or against what is inside of the nodes.
//!
//! Those of a single workload look at its [`Observed`]. Those of a cluster are [`Watch`]ed while it runs: a [`Sight`] is
//! everything that can be seen of it at one moment.

mod acknowledged_never_lost;
mod committed_never_changes;
mod epochs_tell_the_log;
mod heals;
mod in_sync_holds_the_watermark;
mod in_sync_is_alive;
mod log_start_moves_on;
mod made_again_is_empty;
mod metadata_agrees;
mod offsets_dense;
mod one_leader_per_epoch;
mod quorum_agrees;
mod reads_never_change;
mod replicas_agree;
mod sight;

pub use acknowledged_never_lost::acknowledged_never_lost;
pub use heals::{equal_replicas, what_is_not_healed};
pub use offsets_dense::offsets_dense;
pub use reads_never_change::reads_never_change;
pub use replicas_agree::{Logs, replicas_agree};
pub use sight::{BatchMark, Marks, NodeSight, Sight};

use committed_never_changes::CommittedNeverChanges;
use epochs_tell_the_log::EpochsTellTheLog;
use in_sync_holds_the_watermark::InSyncHoldsTheWatermark;
use in_sync_is_alive::in_sync_is_alive;
use log_start_moves_on::LogStartMovesOn;
use made_again_is_empty::MadeAgainIsEmpty;
use metadata_agrees::MetadataAgrees;
use one_leader_per_epoch::OneLeaderPerEpoch;
use quorum_agrees::QuorumAgrees;

use crate::Observed;

/// All checkers of a workload in turn: what they found, a line for each violation.
#[must_use]
pub fn all(observed: &Observed) -> Vec<String> {
    [acknowledged_never_lost, offsets_dense, reads_never_change]
        .iter()
        .flat_map(|checker| checker(observed))
        .collect()
}

/// What the checkers of a cluster remember from one moment to the next.
#[derive(Debug, Default)]
pub struct Watch {
    leaders: OneLeaderPerEpoch,
    committed: CommittedNeverChanges,
    in_sync: InSyncHoldsTheWatermark,
    metadata: MetadataAgrees,
    made_again: MadeAgainIsEmpty,
    quorum: QuorumAgrees,
    epochs: EpochsTellTheLog,
    starts: LogStartMovesOn,
    violations: Vec<String>,
}

impl Watch {
    /// Looks at a cluster. What is found is kept; a cluster that broke a promise once is not looked at again.
    pub fn look(&mut self, sight: &Sight<'_>) {
        if !self.violations.is_empty() {
            return;
        }
        let found = &mut self.violations;
        self.leaders.look(sight, found);
        self.metadata.look(sight, found);
        self.made_again.look(sight, found);
        self.quorum.look(sight, found);
        in_sync_is_alive(sight, found);
        self.epochs.look(sight, found);
        self.committed.look(sight, found);
        self.in_sync.look(sight, &self.committed, found);
        self.starts.look(sight, &self.committed, found);
    }

    /// What was found, a line for each violation.
    #[must_use]
    pub fn violations(&self) -> &[String] {
        &self.violations
    }

    /// Leaderships that were seen.
    #[must_use]
    pub fn leaderships(&self) -> u64 {
        self.leaders.seen()
    }

    /// Unclean elections that were seen, and the committed records that they cost.
    #[must_use]
    pub fn unclean(&self) -> (u64, u64) {
        self.committed.unclean()
    }

    /// Records that were seen to be committed.
    #[must_use]
    pub fn committed(&self) -> u64 {
        self.committed.records()
    }
}
