//! The store driver: one commit under way, everything else waits its turn and then goes together.
//!
//! What comes while a commit is under way is decided when it has ended, on the image that it left, and all of it becomes the
//! next batch: each decision sees those before it in the batch as if they were committed.

use std::collections::VecDeque;
use std::mem;

use coordination::{CommittedBatch, Effects, Store, Ticket};
use metadata::{Image, Record, replay};
use protocol::ErrorCode;
use types::{ControllerEpoch, Instant, Now, Offset};
use world::Output;

use crate::job::{After, Decided, Ground, Job, Situation};

/// A batch is closed when it holds this many records; one decision may be larger.
const RECORDS_PER_BATCH: usize = 5_000;

#[derive(Debug)]
struct Waiting {
    job: Box<dyn Job>,
    since: Instant,
}

/// One decision within the batch under way.
struct Part {
    waiting: Waiting,
    records: usize,
    decided: Decided,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("job", &self.waiting.job)
            .field("records", &self.records)
            .finish()
    }
}

#[derive(Debug)]
struct Foreseen {
    epoch: ControllerEpoch,
    base_offset: Offset,
    last_offset: Offset,
    image: Image,
}

#[derive(Debug, Default)]
pub(crate) struct StoreDriver {
    queue: VecDeque<Waiting>,
    under_way: Option<(Ticket, Vec<Part>)>,
    /// What replaying the batch under way comes to, as its decisions saw it.
    foreseen: Option<Foreseen>,
    next_ticket: u64,
}

impl StoreDriver {
    pub(crate) fn push(&mut self, job: Box<dyn Job>, now: Instant) {
        self.queue.push_back(Waiting { job, since: now });
    }

    /// Before all others: what a new controller does first.
    pub(crate) fn push_first(&mut self, job: Box<dyn Job>, now: Instant) {
        self.queue.push_front(Waiting { job, since: now });
    }

    /// Whether something waits and nothing is under way.
    pub(crate) fn is_ready(&self) -> bool {
        !self.queue.is_empty() && self.under_way.is_none()
    }

    /// Decides what waits and commits it, unless a commit is under way. Returns what is to be remembered now.
    pub(crate) fn drive(
        &mut self,
        now: Now,
        epoch: ControllerEpoch,
        store: &mut dyn Store,
        ground: Ground<'_>,
        effects: &mut Effects,
    ) -> Vec<(After, Offset)> {
        let mut done = Vec::new();
        if self.under_way.is_some() || self.queue.is_empty() {
            return done;
        }
        let base = store.next_offset();
        let mut image: Image = ground.image.clone();
        let mut records: Vec<Record> = Vec::new();
        let mut parts = Vec::new();
        while records.len() < RECORDS_PER_BATCH
            && let Some(waiting) = self.queue.pop_front()
        {
            let next_offset = base + i64::try_from(records.len()).unwrap_or(i64::MAX);
            let situation = Situation::new(ground, &image, next_offset, &*store);
            let mut decided = waiting.job.decide(&situation);
            let own = mem::take(&mut decided.records);
            if own.is_empty() && records.is_empty() {
                // It rests on nothing that is not committed.
                answer(&waiting, decided.reply, effects);
                done.push((decided.after, image.position().offset));
                continue;
            }
            if !own.is_empty() {
                match replay(&image, next_offset, epoch, &own) {
                    Ok((after, _)) => image = after,
                    Err(error) => {
                        tracing::error!(
                            "a decision contradicts the metadata: {error}: {:?}",
                            waiting.job
                        );
                        let refusal = waiting.job.refuse(ErrorCode::UnknownServerError);
                        answer(&waiting, refusal, effects);
                        continue;
                    }
                }
            }
            parts.push(Part {
                waiting,
                records: own.len(),
                decided,
            });
            records.extend(own);
        }
        if !records.is_empty() {
            let ticket = Ticket(self.next_ticket);
            self.next_ticket += 1;
            self.under_way = Some((ticket, parts));
            let last_offset = image.position().offset;
            self.foreseen = Some(Foreseen {
                epoch,
                base_offset: base,
                last_offset,
                image,
            });
            store.commit(now, epoch, ticket, records, effects);
        }
        done
    }

    /// The image after a batch that was decided here: replayed once, before it was committed.
    pub(crate) fn foreseen(&mut self, batch: &CommittedBatch) -> Option<Image> {
        let foreseen = self.foreseen.take()?;
        let same = foreseen.epoch == batch.epoch
            && foreseen.base_offset == batch.base_offset
            && foreseen.last_offset == batch.last_offset;
        same.then_some(foreseen.image)
    }

    /// All of a commit is there and replayed.
    pub(crate) fn on_committed(
        &mut self,
        ticket: Ticket,
        last_offset: Offset,
        effects: &mut Effects,
    ) -> Vec<(After, Offset)> {
        let Some(parts) = self.take(ticket) else {
            return Vec::new();
        };
        let mut done = Vec::new();
        for part in parts {
            answer(&part.waiting, part.decided.reply, effects);
            done.push((part.decided.after, last_offset));
        }
        done
    }

    /// Only the first records of a commit are there: what they do not complete is decided anew.
    pub(crate) fn on_cut(
        &mut self,
        ticket: Ticket,
        mut kept: usize,
        last_offset: Offset,
        effects: &mut Effects,
    ) -> Vec<(After, Offset)> {
        let Some(parts) = self.take(ticket) else {
            return Vec::new();
        };
        let mut done = Vec::new();
        let mut again = Vec::new();
        for part in parts {
            if again.is_empty() && part.records <= kept {
                kept -= part.records;
                answer(&part.waiting, part.decided.reply, effects);
                done.push((part.decided.after, last_offset));
            } else {
                again.push(part.waiting);
            }
        }
        for waiting in again.into_iter().rev() {
            self.queue.push_front(waiting);
        }
        done
    }

    /// Nobody knows what became of a commit: whoever asked must look for himself; what nobody asked for is decided anew, on
    /// what is true by then.
    pub(crate) fn on_unknown(&mut self, ticket: Ticket, effects: &mut Effects) {
        let mut again = Vec::new();
        for part in self.take(ticket).unwrap_or_default() {
            if part.waiting.job.reply_to().is_none() {
                again.push(part.waiting);
                continue;
            }
            let refusal = part.waiting.job.refuse(ErrorCode::NotController);
            answer(&part.waiting, refusal, effects);
        }
        for waiting in again.into_iter().rev() {
            self.queue.push_front(waiting);
        }
    }

    /// Nothing is decided here any more.
    pub(crate) fn refuse_all(&mut self, error: ErrorCode, effects: &mut Effects) {
        for waiting in mem::take(&mut self.queue) {
            let refusal = waiting.job.refuse(error);
            answer(&waiting, refusal, effects);
        }
    }

    /// Refuses what has waited since before `moment`; when the next has.
    pub(crate) fn refuse_older(
        &mut self,
        moment: Instant,
        error: ErrorCode,
        effects: &mut Effects,
    ) {
        while self
            .queue
            .front()
            .is_some_and(|waiting| waiting.since <= moment)
        {
            if let Some(waiting) = self.queue.pop_front() {
                let refusal = waiting.job.refuse(error);
                answer(&waiting, refusal, effects);
            }
        }
    }

    /// Since when the oldest job waits.
    pub(crate) fn oldest(&self) -> Option<Instant> {
        self.queue.front().map(|waiting| waiting.since)
    }

    fn take(&mut self, ticket: Ticket) -> Option<Vec<Part>> {
        match self.under_way.take() {
            Some((known, parts)) if known == ticket => Some(parts),
            other => {
                self.under_way = other;
                None
            }
        }
    }
}

fn answer(waiting: &Waiting, reply: Option<world::Reply>, effects: &mut Effects) {
    if let (Some(to), Some(reply)) = (waiting.job.reply_to(), reply) {
        let output: Output = to.output(reply);
        effects.outputs.push(output);
    }
}
