//! Readers of one partition.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use history::{Operation, Outcome};
use protocol::ErrorCode;
use types::BrokerId;
use world::CallError;

use super::{Ask, Context, Failure, Leader, Place, Task, Turn, wire};

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
    asks: Asks,
    /// Where it is, if it says so: it may be told to read from a follower there (KIP-392).
    rack: Option<String>,
    /// The follower that it was told to read from.
    follower: Option<BrokerId>,
    /// Who answered last, under which leader epoch.
    answered: Option<Leader>,
    asked: Option<Leader>,
    /// The leader epoch under which it asked for the end last.
    told: i32,
}

/// What a reader asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asks {
    Records,
    End,
    /// Where the log starts: it was told that all that it asked for lies outside, also from the first offset on.
    Start,
    /// For records, naming a leader epoch that the broker must not answer under (KIP-320).
    Wrongly(i32),
}

/// So far ahead there is no leader epoch.
const AHEAD: i32 = 1_000_000;

impl Reader {
    pub(super) fn new(name: &str, place: Place, rack: Option<String>) -> Self {
        Self {
            base: name.to_owned(),
            name: name.into(),
            lives: 0,
            place,
            position: 0,
            op: 0,
            asks: Asks::Records,
            rack,
            follower: None,
            answered: None,
            asked: None,
            told: -1,
        }
    }

    fn choose(&self, leader: Leader, context: &mut Context<'_>) -> Asks {
        match context.random.below(32) {
            // What a new leader says first is what may go back.
            _ if self.told != leader.epoch => Asks::End,
            0..4 => Asks::End,
            4 => Asks::Wrongly(leader.epoch + AHEAD),
            5 if leader.epoch > 0 && self.answered == Some(leader) => {
                Asks::Wrongly(leader.epoch - 1)
            }
            _ => Asks::Records,
        }
    }

    fn on_fetched(&mut self, fetched: wire::Fetched) -> Outcome {
        self.position = fetched.end.unwrap_or(0).max(self.position);
        if self.rack.is_some() && fetched.preferred.is_some() {
            self.follower = fetched.preferred;
        }
        Outcome::Polled {
            records: fetched.records,
            high_watermark: fetched.high_watermark,
            log_start: fetched.log_start,
        }
    }

    fn heard_of_wrong_epoch(
        &self,
        epoch: i32,
        outcome: Result<Bytes, Failure>,
        context: &mut Context<'_>,
    ) {
        match outcome.and_then(|answer| wire::fetched(answer, self.position)) {
            Err(Failure::Code(
                ErrorCode::FencedLeaderEpoch
                | ErrorCode::UnknownLeaderEpoch
                | ErrorCode::NotLeaderOrFollower,
            )) => {}
            Err(Failure::Call(_)) => context.shared.is_stale = true,
            Err(Failure::Code(ErrorCode::OffsetOutOfRange)) | Ok(_) => {
                context.shared.contradict(format!(
                    "KIP-320: {:?} was asked under leader epoch {epoch} of {}-{}, and answered",
                    self.asked, self.place.0, self.place.1
                ));
            }
            Err(failure) => context.shared.note("reader with a wrong epoch", &failure),
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
        let source = Leader {
            broker: self.follower.unwrap_or(leader.broker),
            epoch: leader.epoch,
        };
        self.asks = match self.asks {
            Asks::Start => Asks::Start,
            _ => self.choose(source, context),
        };
        self.asked = Some(source);
        let rack = self.rack.as_deref();
        let (operation, frame) = match self.asks {
            Asks::Wrongly(epoch) => {
                return Turn::Ask(Ask {
                    to: source.broker,
                    frame: wire::fetch(&self.place, self.position, epoch, rack),
                    patience: PATIENCE,
                });
            }
            Asks::Start => {
                return Turn::Ask(Ask {
                    to: leader.broker,
                    frame: wire::start(&self.place, leader.epoch),
                    patience: PATIENCE,
                });
            }
            Asks::End => {
                self.asked = Some(leader);
                let operation = Operation::End {
                    topic: self.place.0.clone(),
                    partition: self.place.1,
                };
                (operation, wire::end(&self.place, leader.epoch))
            }
            Asks::Records => {
                let operation = poll(&self.place, self.position, false);
                let frame = wire::fetch(&self.place, self.position, leader.epoch, rack);
                (operation, frame)
            }
        };
        let now = context.now.instant;
        self.op = context.recorder.invoke(now, &self.name, operation);
        Turn::Ask(Ask {
            to: self.asked.unwrap_or(leader).broker,
            frame,
            patience: PATIENCE,
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        let outcome = outcome.map_err(Failure::Call);
        let now = context.now.instant;
        if let Asks::Wrongly(epoch) = self.asks {
            self.heard_of_wrong_epoch(epoch, outcome, context);
            return RETRY;
        }
        if self.asks == Asks::Start {
            match outcome.and_then(wire::ended) {
                Ok(start) => {
                    self.asks = Asks::Records;
                    self.position = start;
                }
                Err(failure) => context.shared.note("reader", &failure),
            }
            return RETRY;
        }
        let result = if self.asks == Asks::End {
            outcome
                .and_then(wire::ended)
                .map(|offset| Outcome::Ended { offset })
        } else {
            let fetched = outcome.and_then(|answer| wire::fetched(answer, self.position));
            fetched.map(|fetched| self.on_fetched(fetched))
        };
        match result {
            Ok(outcome) => {
                self.answered = self.asked;
                if self.asks == Asks::End {
                    self.told = self.asked.map_or(-1, |asked| asked.epoch);
                }
                context.recorder.ok(now, &self.name, self.op, outcome);
                context
                    .random
                    .between(Duration::ZERO, Duration::from_millis(500))
            }
            Err(failure) => {
                context.shared.note("reader", &failure);
                let why = failure.to_string();
                context.recorder.info(now, &self.name, self.op, why);
                // A follower may be behind, or be none any more: the leader knows.
                if self.follower.take().is_none()
                    && failure == Failure::Code(ErrorCode::OffsetOutOfRange)
                {
                    // Begins anew, as another client: what it has seen says nothing of what it sees next.
                    self.lives += 1;
                    self.name = format!("{}#{}", self.base, self.lives).into();
                    if self.position == 0 {
                        self.asks = Asks::Start;
                    }
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
    /// Whether it has to ask where the log starts, for it is not at the first offset.
    asks_for_start: bool,
    op: u64,
}

impl LastReader {
    pub(super) fn new(name: &str, place: Place) -> Self {
        Self {
            name: name.into(),
            place,
            position: 0,
            end: None,
            asks_for_start: false,
            op: 0,
        }
    }

    /// Nothing is left to be read from where it is, which is a read, too.
    fn has_read_nothing(&mut self, context: &mut Context<'_>, end: i64) {
        let now = context.now.instant;
        let operation = poll(&self.place, self.position, true);
        self.op = context.recorder.invoke(now, &self.name, operation);
        let nothing = Outcome::Polled {
            records: Vec::new(),
            high_watermark: end,
            log_start: self.position,
        };
        if end == self.position {
            context.recorder.ok(now, &self.name, self.op, nothing);
        }
    }

    fn on_end(&mut self, context: &mut Context<'_>, end: i64) {
        self.end = Some(end);
        self.has_read_nothing(context, end);
    }

    fn on_start(&mut self, context: &mut Context<'_>, start: i64) {
        self.asks_for_start = false;
        self.position = self.position.max(start);
        if let Some(end) = self.end.filter(|end| *end == self.position) {
            self.has_read_nothing(context, end);
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
        } else if self.asks_for_start {
            wire::start(&self.place, leader.epoch)
        } else {
            let now = context.now.instant;
            let operation = poll(&self.place, self.position, true);
            self.op = context.recorder.invoke(now, &self.name, operation);
            wire::fetch(&self.place, self.position, leader.epoch, None)
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
            None => outcome
                .and_then(wire::ended)
                .map(|end| self.on_end(context, end)),
            Some(_) if self.asks_for_start => outcome
                .and_then(wire::ended)
                .map(|start| self.on_start(context, start)),
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
                self.asks_for_start |= failure == Failure::Code(ErrorCode::OffsetOutOfRange);
                RETRY
            }
        }
    }
}
