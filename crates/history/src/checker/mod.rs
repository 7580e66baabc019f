//! What a history must not show. The time it takes grows with the history and hardly more.

mod groups;
mod partition;
mod sweep;

use std::fmt;
use std::sync::Arc;

use crate::Entry;
use sweep::Sweep;

/// What may be relied on in the history's run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promises {
    /// What was acknowledged with `acks=all`, or delivered to a consumer, is there for ever. Not so after more unclean losses
    /// than the replicas allow.
    pub committed_survives: bool,
    /// What was acknowledged with `acks=1` is there in the end. Only where no leader was ever lost.
    pub leader_acknowledged_survives: bool,
    /// Whether the history ends with passes over the partitions that show all there is.
    pub ends_with_last_reads: bool,
    /// Records go where somebody asks for it, and by no other way such as their age.
    pub only_requests_delete: bool,
    /// Nanoseconds after which an acknowledged record is to be visible to a poll, if that is to be checked.
    pub visible_within: Option<u64>,
}

impl Default for Promises {
    fn default() -> Self {
        Self {
            committed_survives: true,
            leader_acknowledged_survives: false,
            ends_with_last_reads: true,
            only_requests_delete: false,
            visible_within: None,
        }
    }
}

/// What is wrong; the names are those of Jepsen's Kafka workload where it has one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Acknowledged, and missing below the highest offset that was read.
    LostWrite,
    /// Acknowledged, and above all that was read in the end.
    Unseen,
    /// One value of an idempotent producer at two offsets.
    Duplicate,
    /// Two values at one offset.
    InconsistentOffsets,
    /// A value that nobody has sent.
    Phantom,
    /// The value of a send that had failed for good (G1a).
    FailedRead,
    /// A poll went on beyond where it should have.
    PollSkip,
    /// A poll went back.
    NonmonotonicPoll,
    /// Offsets within one poll have a gap.
    InternalPollSkip,
    /// Offsets within one poll go back or repeat.
    InternalNonmonotonicPoll,
    /// A later send of one producer got a lower offset.
    NonmonotonicSend,
    /// A send that began after another was acknowledged got a lower offset.
    RealtimeOrder,
    /// An acknowledged record was not visible for too long.
    RealtimeLag,
    /// A poll brought records that the same answer calls uncommitted.
    AboveWatermark,
    /// One client saw the end of a partition go back.
    EndWentBack,
    /// One client saw the start of a partition go back, from where no request had put it.
    StartWentBack,
    /// The start of a partition lies above all that was asked to be deleted.
    DeletedUnasked,
    /// A poll brought records that the same answer calls deleted.
    BelowStart,
    /// Two members own one partition in one generation.
    TwoOwners,
    /// The committed offset of a group is older than it was.
    CommitWentBack,
    /// The committed offset of a group was committed by nobody.
    PhantomCommit,
}

impl Kind {
    /// Whether it must not be even where committed records may be lost.
    fn holds_whatever_is_lost(self) -> bool {
        !matches!(
            self,
            Self::InconsistentOffsets
                | Self::Duplicate
                | Self::PollSkip
                | Self::NonmonotonicSend
                | Self::RealtimeOrder
                | Self::EndWentBack
                | Self::StartWentBack
                | Self::CommitWentBack
        )
    }
}

/// Something that a history must not show.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Anomaly {
    /// What.
    pub kind: Kind,
    /// Where, in words.
    pub place: String,
    /// The evidence.
    pub evidence: String,
}

impl fmt::Display for Anomaly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {}: {}", self.kind, self.place, self.evidence)
    }
}

/// What a history shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// What it must not.
    pub anomalies: Vec<Anomaly>,
    /// Records that were acknowledged.
    pub acknowledged: u64,
    /// Records that were read, by whomever.
    pub read: u64,
    /// Longest time in nanoseconds from the acknowledgement of a record to a poll that began after it and did not see it.
    pub worst_lag: u64,
}

impl Report {
    pub(crate) fn add(&mut self, kind: Kind, place: impl fmt::Display, evidence: String) {
        self.anomalies.push(Anomaly {
            kind,
            place: place.to_string(),
            evidence,
        });
    }
}

/// A partition of a topic.
pub(crate) type Key = (Arc<str>, i32);

pub(crate) struct Shown<'a>(pub(crate) &'a Key);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0.0, self.0.1)
    }
}

/// Checks a history, whose entries are in the order of their times.
#[must_use]
pub fn check(entries: &[Entry], promises: &Promises) -> Report {
    let mut sweep = Sweep::new(*promises);
    for entry in entries {
        sweep.take(entry);
    }
    sweep.finish()
}
