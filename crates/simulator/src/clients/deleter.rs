//! Has records of a partition deleted (KIP-107).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use history::{Operation, Outcome};
use types::{BrokerId, Instant};
use world::CallError;

use super::{Ask, Context, Failure, Place, Task, Turn, wire};

/// A deletion that a broker has acknowledged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deletion {
    /// Where.
    pub place: Place,
    /// The first record that is kept.
    pub below: i64,
    /// Who has acknowledged it.
    pub by: BrokerId,
    /// When it was asked for.
    pub asked_at: Instant,
}

/// What clients have asked to be deleted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Deletions {
    asked: BTreeMap<Place, i64>,
    /// In the order of their answers.
    pub acknowledged: Vec<Deletion>,
}

impl Deletions {
    /// The highest offset below which records of a partition were asked to be deleted.
    #[must_use]
    pub fn asked(&self, topic: &str, partition: i32) -> i64 {
        let of = |(place, below): (&Place, &i64)| {
            (&*place.0 == topic && place.1 == partition).then_some(*below)
        };
        self.asked.iter().find_map(of).unwrap_or(0)
    }
}

/// Deletes once: asks where the partition ends, and then for what is below some offset to go.
pub(super) struct Deleter {
    name: Arc<str>,
    place: Place,
    /// So many percent; none leaves it to chance.
    share: Option<u8>,
    below: Option<i64>,
    asked: Option<(BrokerId, Instant)>,
    op: u64,
    tries: u32,
}

const TRIES_MAX: u32 = 30;
const RETRY: Duration = Duration::from_millis(100);
/// How long a broker may take, in milliseconds, and how long to wait for its answer.
const TIMEOUT_MS: i32 = 2_000;
const PATIENCE: Duration = Duration::from_secs(3);

impl Deleter {
    pub(super) fn new(place: Place, share: Option<u8>) -> Self {
        Self {
            name: format!("deleter-{}-{}", place.0, place.1).into(),
            place,
            share,
            below: None,
            asked: None,
            op: 0,
            tries: 0,
        }
    }

    fn ask_to_delete(&mut self, context: &mut Context<'_>, leader: BrokerId, below: i64) {
        let now = context.now.instant;
        let operation = Operation::Delete {
            topic: self.place.0.clone(),
            partition: self.place.1,
            below,
        };
        self.op = context.recorder.invoke(now, &self.name, operation);
        self.asked = Some((leader, now));
        let asked = &mut context.shared.deletions.asked;
        let highest = asked.entry(self.place.clone()).or_default();
        *highest = below.max(*highest);
    }

    /// Takes the end; what is to go below it is decided once, for the answer to a delete may be lost.
    fn on_end(&mut self, context: &mut Context<'_>, end: i64) {
        let share = self.share.map_or_else(
            || i64::try_from(context.random.below(101)).unwrap_or(0),
            i64::from,
        );
        self.below = Some(end * share / 100);
    }

    fn on_deleted(&mut self, context: &mut Context<'_>, below: i64, log_start: i64) {
        let Some((by, asked_at)) = self.asked else {
            return;
        };
        let now = context.now.instant;
        let deleted = Outcome::Deleted { log_start };
        context.recorder.ok(now, &self.name, self.op, deleted);
        context.shared.deletions.acknowledged.push(Deletion {
            place: self.place.clone(),
            below,
            by,
            asked_at,
        });
        self.tries = TRIES_MAX;
    }
}

impl Task for Deleter {
    fn turn(&mut self, context: &mut Context<'_>) -> Turn {
        if self.tries >= TRIES_MAX {
            context.shared.unfinished -= 1;
            return Turn::Done;
        }
        self.tries += 1;
        let Some(leader) = context.shared.leader(&self.place) else {
            context.shared.is_stale = true;
            return Turn::Wait(RETRY);
        };
        let frame = match self.below {
            None => wire::end(&self.place, leader.epoch),
            Some(below) => {
                self.ask_to_delete(context, leader.broker, below);
                wire::delete(&self.place, below, TIMEOUT_MS)
            }
        };
        Turn::Ask(Ask {
            to: leader.broker,
            frame,
            patience: PATIENCE,
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        let outcome = outcome.map_err(Failure::Call);
        let result = match self.below {
            None => outcome
                .and_then(wire::ended)
                .map(|end| self.on_end(context, end)),
            Some(below) => outcome
                .and_then(wire::deleted)
                .map(|log_start| self.on_deleted(context, below, log_start)),
        };
        if let Err(failure) = result {
            context.shared.note("deleter", &failure);
            if self.below.is_some() {
                let now = context.now.instant;
                let why = failure.to_string();
                context.recorder.info(now, &self.name, self.op, why);
            }
            return RETRY;
        }
        Duration::ZERO
    }
}
