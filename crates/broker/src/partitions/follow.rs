//! The follower's side of a hosted partition: where it fetches, and what its leader's answers do to its log.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use partition_log::LogError;
use records::Batch;
use replica_core::{BrokerView, Consequences, DivergingEpoch, Durability, FetchRefusal, NextStep};
use types::{BrokerId, LeaderEpoch, Now, Offset};

use super::{Hosted, HostedPartition};
use crate::waiting::Effects;

/// Where a replica that follows fetches next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Position {
    pub(crate) leader: BrokerId,
    pub(crate) leader_epoch: LeaderEpoch,
    pub(crate) offset: Offset,
    pub(crate) last_epoch: LeaderEpoch,
    pub(crate) log_start: Offset,
    pub(crate) high_watermark: Offset,
    pub(crate) durability: Durability,
}

/// What a partition's replica has to fetch, as it was at one moment under the partition's lock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// Orders the standings of one partition.
    pub(crate) turn: u64,
    /// None while it does not follow, waits for newer metadata, or has records that are not flushed and must be.
    pub(crate) position: Option<Position>,
}

/// Numbers standings, for the whole broker.
#[derive(Debug, Default)]
pub(crate) struct Turns(AtomicU64);

impl Turns {
    /// To be called under the partition's lock.
    fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// What a leader sent for a fetch at `fetched_at` under `fetched_under`. Checksums are verified.
#[derive(Debug)]
pub(crate) struct Fetched {
    pub(crate) fetched_under: LeaderEpoch,
    pub(crate) fetched_at: Offset,
    pub(crate) diverging: Option<DivergingEpoch>,
    pub(crate) batches: Vec<Batch>,
    pub(crate) high_watermark: Offset,
    pub(crate) log_start: Offset,
}

/// What became of an answer.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The replica stands here now: after the answer, or unmoved by one that belongs to an earlier fetch.
    Stands(Standing),
    /// The same fetch again, after a pause.
    Retry,
    /// The log did not take it.
    Failed(LogError),
}

impl HostedPartition {
    /// Whom it follows, if its records count only when they are flushed.
    pub(crate) fn follows_flushed(&self) -> Option<BrokerId> {
        let hosted = self.lock();
        let flushed = hosted.replica.settings().durability == Durability::Flushed;
        hosted
            .replica
            .follower()
            .filter(|_| flushed)
            .map(replica_core::Follower::leader)
    }

    /// What the replica has to fetch now.
    pub(crate) fn standing(&self, turns: &Turns) -> Result<Standing, LogError> {
        self.lock().standing(turns)
    }

    /// Takes what the leader sent into the log: appends it, or cuts or drops what differs.
    pub(crate) fn take_fetched(
        self: &Arc<Self>,
        now: Now,
        fetched: &Fetched,
        turns: &Turns,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) -> Outcome {
        self.change(now, effects, |hosted| {
            let mut consequences = Consequences::default();
            let taken = hosted.take_fetched(now, fetched, brokers, &mut consequences);
            (hosted.concluded(taken, turns), consequences)
        })
    }

    /// Takes a leader's refusal of a fetch at `fetched_at` under `fetched_under`.
    pub(crate) fn take_refused(
        self: &Arc<Self>,
        now: Now,
        fetched_under: LeaderEpoch,
        fetched_at: Offset,
        refusal: FetchRefusal,
        turns: &Turns,
        effects: &mut Effects,
    ) -> Outcome {
        self.change(now, effects, |hosted| {
            let step = hosted
                .replica
                .decide_refused(fetched_under, fetched_at, refusal);
            let taken = hosted.cut(now, step);
            (hosted.concluded(taken, turns), Consequences::default())
        })
    }
}

/// Whether a step is done, or the same fetch is to be tried again.
enum Taken {
    Done,
    Again,
}

impl Hosted {
    fn standing(&mut self, turns: &Turns) -> Result<Standing, LogError> {
        let turn = turns.next();
        let durability = self.replica.settings().durability;
        let marks = self.replica.marks();
        let leader = self
            .replica
            .follower()
            .filter(|follower| !follower.is_parked())
            .map(replica_core::Follower::leader)
            // A fetch says that everything below it counts here.
            .filter(|_| self.replica.counted_end() == marks.log_end);
        let Some(leader) = leader else {
            return Ok(Standing {
                turn,
                position: None,
            });
        };
        let last = self.log.epochs()?.latest();
        let position = Position {
            leader,
            leader_epoch: self.replica.leader_epoch(),
            offset: marks.log_end,
            last_epoch: last.map_or(LeaderEpoch::NONE, |last| last.epoch),
            log_start: marks.log_start,
            high_watermark: marks.high_watermark,
            durability,
        };
        Ok(Standing {
            turn,
            position: Some(position),
        })
    }

    fn concluded(&mut self, taken: Result<Taken, LogError>, turns: &Turns) -> Outcome {
        match taken.and_then(|taken| Ok((taken, self.standing(turns)?))) {
            Ok((Taken::Done, standing)) => Outcome::Stands(standing),
            Ok((Taken::Again, _)) => Outcome::Retry,
            Err(error) => Outcome::Failed(error),
        }
    }

    fn take_fetched(
        &mut self,
        now: Now,
        fetched: &Fetched,
        brokers: &dyn BrokerView,
        consequences: &mut Consequences,
    ) -> Result<Taken, LogError> {
        let first_offset = fetched
            .batches
            .first()
            .map(|batch| batch.header().base_offset);
        let step = self.replica.decide_fetched(
            fetched.fetched_under,
            fetched.fetched_at,
            fetched.diverging,
            first_offset,
            self.log.epochs()?,
        );
        match step {
            NextStep::Append => {}
            // The leader's first record lies inside of this batch, which it will not send for that offset again.
            NextStep::Restart(_) => {
                self.cut(now, step)?;
            }
            _ => return self.cut(now, step),
        }
        if !fetched.batches.is_empty() {
            self.log.append_as_follower(&fetched.batches, now)?;
            let end = self.log.log_end_offset();
            *consequences = self.replica.on_appended(now.instant, end, brokers);
        }
        consequences.high_watermark = self
            .replica
            .on_leader_watermark(fetched.high_watermark, fetched.log_start);
        let log_start = self.replica.marks().log_start;
        self.log.advance_log_start(log_start, now)?;
        Ok(Taken::Done)
    }

    fn cut(&mut self, now: Now, step: NextStep) -> Result<Taken, LogError> {
        match step {
            NextStep::Truncate(offset) => {
                let before = self.replica.marks();
                if offset < before.high_watermark {
                    tracing::error!(
                        partition = %self.log.partition(), %offset, high_watermark = %before.high_watermark,
                        "the leader's log ends below what was committed here: records that were acknowledged are gone"
                    );
                }
                self.log.truncate_to(offset, now)?;
            }
            NextStep::Restart(offset) => self.log.truncate_fully_and_start_at(offset, now)?,
            NextStep::Retry => return Ok(Taken::Again),
            NextStep::Ignore | NextStep::Park | NextStep::Append => return Ok(Taken::Done),
        }
        self.replica
            .on_truncated(self.log.log_start_offset(), self.log.log_end_offset());
        Ok(Taken::Done)
    }
}
