//! The follower's side of a hosted partition: where it fetches, and what its leader's answers do to its log.

use std::ops::Range;
use std::sync::Arc;

use partition_log::{Extent, LogError};
use records::Batch;
use replica_core::{BrokerView, Consequences, DivergingEpoch, Durability, FetchRefusal, NextStep};
use types::{BrokerId, LeaderEpoch, Now, Offset};

use super::{Hosted, HostedPartition};
use crate::losses::Loss;
use crate::sync::{AtomicU64, Ordering};
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

    /// Takes what the leader sent into the log: appends it, or cuts or drops what differs. What is cut is reported where
    /// it was committed, or may have been: it is older than `last_unclean`, the partition's last unclean election.
    #[allow(
        clippy::too_many_arguments,
        reason = "one answer, and what it is judged by"
    )]
    pub(crate) fn take_fetched(
        self: &Arc<Self>,
        now: Now,
        fetched: &Fetched,
        last_unclean: LeaderEpoch,
        turns: &Turns,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) -> Outcome {
        let (outcome, cut) = self.change(now, effects, |hosted| {
            let mut consequences = Consequences::default();
            let taken = hosted.take_fetched(now, fetched, last_unclean, brokers, &mut consequences);
            (hosted.concluded(taken, turns), consequences)
        });
        effects.losses.extend(cut.map(|cut| self.loss(now, cut)));
        outcome
    }

    /// Takes a leader's refusal of a fetch at `fetched_at` under `fetched_under`.
    #[allow(
        clippy::too_many_arguments,
        reason = "one answer, and what it is judged by"
    )]
    pub(crate) fn take_refused(
        self: &Arc<Self>,
        now: Now,
        fetched_under: LeaderEpoch,
        fetched_at: Offset,
        refusal: FetchRefusal,
        last_unclean: LeaderEpoch,
        turns: &Turns,
        effects: &mut Effects,
    ) -> Outcome {
        let (outcome, cut) = self.change(now, effects, |hosted| {
            let step = hosted
                .replica
                .decide_refused(fetched_under, fetched_at, refusal);
            let taken = hosted.carry_out(now, step, last_unclean);
            (hosted.concluded(taken, turns), Consequences::default())
        });
        effects.losses.extend(cut.map(|cut| self.loss(now, cut)));
        outcome
    }

    fn loss(&self, now: Now, cut: Cut) -> Loss {
        Loss {
            at: now.wall,
            partition: self.name.clone(),
            topic_id: self.topic_id,
            directory: self.directory,
            leader: cut.leader,
            leader_epoch: cut.leader_epoch,
            offsets: cut.offsets,
            committed_below: cut.committed_below,
            extent: cut.extent,
            is_unclean: cut.is_unclean,
        }
    }
}

/// Records that were committed, or may have been, and that were cut.
struct Cut {
    leader: BrokerId,
    leader_epoch: LeaderEpoch,
    offsets: Range<Offset>,
    committed_below: Offset,
    extent: Extent,
    is_unclean: bool,
}

/// Whether a step is done, or the same fetch is to be tried again.
enum Taken {
    Done(Option<Cut>),
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

    fn concluded(
        &mut self,
        taken: Result<Taken, LogError>,
        turns: &Turns,
    ) -> (Outcome, Option<Cut>) {
        match taken.and_then(|taken| Ok((taken, self.standing(turns)?))) {
            Ok((Taken::Done(cut), standing)) => (Outcome::Stands(standing), cut),
            Ok((Taken::Again, _)) => (Outcome::Retry, None),
            Err(error) => (Outcome::Failed(error), None),
        }
    }

    fn take_fetched(
        &mut self,
        now: Now,
        fetched: &Fetched,
        last_unclean: LeaderEpoch,
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
            fetched.log_start,
            self.log.epochs()?,
        );
        match step {
            NextStep::Append => {}
            // The leader's first record lies inside of this batch, which it will not send for that offset again, or all that is
            // here was deleted.
            NextStep::Restart(_) if fetched.diverging.is_none() => {
                self.carry_out(now, step, last_unclean)?;
            }
            _ => return self.carry_out(now, step, last_unclean),
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
        Ok(Taken::Done(None))
    }

    fn carry_out(
        &mut self,
        now: Now,
        step: NextStep,
        last_unclean: LeaderEpoch,
    ) -> Result<Taken, LogError> {
        let cut;
        match step {
            NextStep::Truncate(offset) => {
                tracing::debug!(name: "a follower is cut", partition = %self.log.partition(), %offset, "cut to agree with the leader");
                cut = self.what_is_lost(offset, last_unclean)?;
                self.log.truncate_to(offset, now)?;
            }
            NextStep::Restart(offset) => {
                tracing::info!(name: "a follower begins anew", partition = %self.log.partition(), %offset, "nothing in common with the leader");
                cut = self.what_is_lost(offset, last_unclean)?;
                self.log.truncate_fully_and_start_at(offset, now)?;
            }
            NextStep::Retry => return Ok(Taken::Again),
            NextStep::Ignore | NextStep::Park | NextStep::Append => return Ok(Taken::Done(None)),
        }
        self.replica
            .on_truncated(self.log.log_start_offset(), self.log.log_end_offset());
        Ok(Taken::Done(cut))
    }

    /// Looks at what a cut at `offset` takes away: nothing that matters, where it is above the watermark and no unclean
    /// election came after it was written. A restart may have set the watermark back, so that it alone does not tell.
    fn what_is_lost(
        &mut self,
        offset: Offset,
        last_unclean: LeaderEpoch,
    ) -> Result<Option<Cut>, LogError> {
        let marks = self.replica.marks();
        let last = self.log.epochs()?.latest();
        let is_unclean = last.is_some_and(|last| last.epoch < last_unclean);
        let Some(follower) = self.replica.follower() else {
            return Ok(None);
        };
        let leader = follower.leader();
        if offset >= marks.log_end || !(is_unclean || offset < marks.high_watermark) {
            return Ok(None);
        }
        let offsets = offset.max(marks.log_start)..marks.log_end;
        Ok(Some(Cut {
            leader,
            leader_epoch: self.replica.leader_epoch(),
            extent: self.log.extent(offsets.clone())?,
            offsets,
            committed_below: marks.high_watermark,
            is_unclean,
        }))
    }
}
