//! What a follower does with the answer to its fetch.

use log_state::LeaderEpochs;
use types::{LeaderEpoch, Offset};

use super::DivergingEpoch;
use crate::{EpochCheck, Replica, Role};

/// Why a leader gave no records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FetchRefusal {
    /// The follower's leader epoch is older than the leader's.
    FencedLeaderEpoch,
    /// The offset is outside of the leader's log, which spans these.
    OffsetOutOfRange {
        /// The leader's first record.
        leader_log_start: Offset,
        /// The leader's end.
        leader_log_end: Offset,
    },
    /// Anything that passes by itself: the leader does not lead yet, does not know the replica yet, has a failing disk.
    Transient,
}

/// What to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextStep {
    /// The answer belongs to an earlier fetch or leadership.
    Ignore,
    /// Cut to this offset, then fetch again.
    Truncate(Offset),
    /// Drop everything and start at this offset.
    Restart(Offset),
    /// Append the records, then call [`Replica::on_leader_watermark`].
    Append,
    /// Fetch again after a pause.
    Retry,
    /// Fetch nothing until newer metadata comes.
    Park,
}

impl Replica {
    /// Decides on an answer to a fetch at `fetched_at` under `fetched_under`. `first_offset` is the base offset of its first
    /// batch.
    ///
    /// Of records below its log start a leader does not know where its own epochs began: nobody can tell whether this replica's
    /// are the ones that were deleted. A log that reaches no further is dropped, for a crash may bring its start back, but where the
    /// leader was seen to have its last record before.
    #[must_use]
    pub fn decide_fetched(
        &self,
        fetched_under: LeaderEpoch,
        fetched_at: Offset,
        diverging: Option<DivergingEpoch>,
        first_offset: Option<Offset>,
        leader_log_start: Offset,
        own_epochs: &LeaderEpochs,
    ) -> NextStep {
        let current = self.check_epoch(fetched_under) == EpochCheck::Current;
        let Role::Follower(follower) = &self.role else {
            return NextStep::Ignore;
        };
        if !current || fetched_at != self.marks.log_end {
            return NextStep::Ignore;
        }
        let is_beyond_me = self.marks.log_start < leader_log_start;
        if let Some(diverging) = diverging {
            let offset = diverging.truncation_offset(own_epochs, self.marks.log_end);
            if is_beyond_me && offset <= leader_log_start {
                return NextStep::Restart(leader_log_start);
            }
            return NextStep::Truncate(offset);
        }
        let keeps_nothing = is_beyond_me && fetched_at <= leader_log_start && !follower.agrees;
        match first_offset {
            // The leader's first kept record may lie inside a batch, which then starts below what was asked for.
            Some(first)
                if first < fetched_at
                    && (keeps_nothing || self.marks.log_end == self.marks.log_start) =>
            {
                NextStep::Restart(first)
            }
            // Above it is a gap that compaction left.
            Some(first) if first < fetched_at => NextStep::Retry,
            _ if keeps_nothing => NextStep::Restart(fetched_at),
            Some(_) | None => NextStep::Append,
        }
    }

    /// Decides on a refusal of a fetch at `fetched_at` under `fetched_under`.
    pub fn decide_refused(
        &mut self,
        fetched_under: LeaderEpoch,
        fetched_at: Offset,
        refusal: FetchRefusal,
    ) -> NextStep {
        let current = self.check_epoch(fetched_under) == EpochCheck::Current
            && fetched_at == self.marks.log_end;
        let Role::Follower(follower) = &mut self.role else {
            return NextStep::Ignore;
        };
        if !current {
            return NextStep::Ignore;
        }
        match refusal {
            FetchRefusal::FencedLeaderEpoch => {
                follower.parked = true;
                NextStep::Park
            }
            FetchRefusal::OffsetOutOfRange {
                leader_log_start,
                leader_log_end,
            } => {
                if leader_log_end < self.marks.log_end {
                    NextStep::Truncate(leader_log_end)
                } else if leader_log_start > self.marks.log_end {
                    NextStep::Restart(leader_log_start)
                } else {
                    NextStep::Retry
                }
            }
            FetchRefusal::Transient => NextStep::Retry,
        }
    }

    /// Takes the leader's high watermark and log start after its records were appended. Returns the high watermark if it
    /// moved; it may fall after an election, but never for a reader.
    pub fn on_leader_watermark(
        &mut self,
        high_watermark: Offset,
        log_start: Offset,
    ) -> Option<Offset> {
        let Role::Follower(follower) = &mut self.role else {
            return None;
        };
        follower.agrees = true;
        self.on_log_start(log_start);
        let before = self.marks.high_watermark;
        self.marks.high_watermark = high_watermark.clamp(self.marks.log_start, self.marks.log_end);
        (self.marks.high_watermark != before).then_some(self.marks.high_watermark)
    }
}
