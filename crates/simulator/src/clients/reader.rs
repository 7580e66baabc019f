//! Readers of one partition.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use history::{Operation, Outcome};
use protocol::ErrorCode;
use world::CallError;

use super::{Ask, Context, Failure, Place, Task, Turn, wire};

const RETRY: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(3);

/// Follows a partition from its start for ever, and asks for its end now and then.
pub struct Reader {
    base: String,
    name: Arc<str>,
    lives: u32,
    place: Place,
    position: i64,
    op: u64,
    asks_end: bool,
}

impl Reader {
    pub(super) fn new(name: &str, place: Place) -> Self {
        Self {
            base: name.to_owned(),
            name: name.into(),
            lives: 0,
            place,
            position: 0,
            op: 0,
            asks_end: false,
        }
    }
}

fn poll(place: &Place, offset: i64, last: bool) -> Operation {
    Operation::Poll {
        topic: place.0.clone(),
        partition: place.1,
        offset: Some(offset),
        last,
    }
}

impl Task for Reader {
    fn turn(&mut self, context: &mut Context<'_>) -> Turn {
        let Some(leader) = context.shared.leader(&self.place) else {
            context.shared.is_stale = true;
            return Turn::Wait(RETRY);
        };
        self.asks_end = context.random.below(8) == 0;
        let (operation, frame) = if self.asks_end {
            let operation = Operation::End {
                topic: self.place.0.clone(),
                partition: self.place.1,
            };
            (operation, wire::end(&self.place, leader.epoch))
        } else {
            let operation = poll(&self.place, self.position, false);
            (
                operation,
                wire::fetch(&self.place, self.position, leader.epoch),
            )
        };
        let now = context.now.instant;
        self.op = context.recorder.invoke(now, &self.name, operation);
        Turn::Ask(Ask {
            to: leader.broker,
            frame,
            patience: PATIENCE,
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        let outcome = outcome.map_err(Failure::Call);
        let now = context.now.instant;
        let result = if self.asks_end {
            outcome
                .and_then(wire::ended)
                .map(|offset| Outcome::Ended { offset })
        } else {
            let fetched = outcome.and_then(|answer| wire::fetched(answer, self.position));
            fetched.map(|fetched| {
                self.position = fetched.end.unwrap_or(0).max(self.position);
                Outcome::Polled {
                    records: fetched.records,
                    high_watermark: fetched.high_watermark,
                    log_start: fetched.log_start,
                }
            })
        };
        match result {
            Ok(outcome) => {
                context.recorder.ok(now, &self.name, self.op, outcome);
                context
                    .random
                    .between(Duration::ZERO, Duration::from_millis(500))
            }
            Err(failure) => {
                context.shared.note("reader", &failure);
                let why = failure.to_string();
                context.recorder.info(now, &self.name, self.op, why);
                if failure == Failure::Code(ErrorCode::OffsetOutOfRange) {
                    // Begins anew, as another client: what it has seen says nothing of what it sees next.
                    self.lives += 1;
                    self.name = format!("{}#{}", self.base, self.lives).into();
                    self.position = 0;
                }
                RETRY
            }
        }
    }
}

/// Reads a partition from its start to the end that it was told first.
pub struct LastReader {
    name: Arc<str>,
    place: Place,
    position: i64,
    end: Option<i64>,
    op: u64,
}

impl LastReader {
    pub(super) fn new(name: &str, place: Place) -> Self {
        Self {
            name: name.into(),
            place,
            position: 0,
            end: None,
            op: 0,
        }
    }
}

impl Task for LastReader {
    fn turn(&mut self, context: &mut Context<'_>) -> Turn {
        if self.end.is_some_and(|end| self.position >= end) {
            context.shared.unfinished -= 1;
            return Turn::Done;
        }
        let Some(leader) = context.shared.leader(&self.place) else {
            context.shared.is_stale = true;
            return Turn::Wait(RETRY);
        };
        let frame = if self.end.is_none() {
            wire::end(&self.place, leader.epoch)
        } else {
            let now = context.now.instant;
            let operation = poll(&self.place, self.position, true);
            self.op = context.recorder.invoke(now, &self.name, operation);
            wire::fetch(&self.place, self.position, leader.epoch)
        };
        Turn::Ask(Ask {
            to: leader.broker,
            frame,
            patience: PATIENCE,
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        let outcome = outcome.map_err(Failure::Call);
        let now = context.now.instant;
        let result = match self.end {
            None => outcome.and_then(wire::ended).map(|end| {
                self.end = Some(end);
                // An empty partition has been read, too.
                let operation = poll(&self.place, 0, true);
                self.op = context.recorder.invoke(now, &self.name, operation);
                let nothing = Outcome::Polled {
                    records: Vec::new(),
                    high_watermark: end,
                    log_start: 0,
                };
                if end == 0 {
                    context.recorder.ok(now, &self.name, self.op, nothing);
                }
            }),
            Some(_) => outcome
                .and_then(|answer| wire::fetched(answer, self.position))
                .map(|fetched| {
                    self.position = fetched.end.unwrap_or(0).max(self.position);
                    let polled = Outcome::Polled {
                        records: fetched.records,
                        high_watermark: fetched.high_watermark,
                        log_start: fetched.log_start,
                    };
                    context.recorder.ok(now, &self.name, self.op, polled);
                }),
        };
        match result {
            Ok(()) => Duration::ZERO,
            Err(failure) => {
                context.shared.note("last reader", &failure);
                RETRY
            }
        }
    }
}
