//! A producer of one partition.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use history::{Operation, Outcome, Value};
use protocol::ErrorCode;
use types::{Instant, ProducerEpoch, ProducerId};
use world::CallError;

use super::{Ask, Context, Failure, Place, Task, Turn, wire};

/// How a producer sends.
#[derive(Clone, Debug)]
pub struct ProducerSettings {
    /// Its number, which every value of it carries.
    pub number: u32,
    /// Where it sends to.
    pub place: Place,
    /// 0, 1 or −1.
    pub acks: i16,
    /// Whether it numbers its batches and repeats them until they are there.
    pub idempotent: bool,
    /// Most records in a batch.
    pub batch_records_max: u64,
    /// Most bytes of padding in a record.
    pub padding_max: u64,
    /// Most time from an answer to the next batch.
    pub pause_max: Duration,
    /// Nothing new is sent from then on.
    pub until: Instant,
}

/// A batch that has no outcome yet.
struct Pending {
    op: u64,
    first: u64,
    count: u32,
    bytes: Bytes,
    since: Instant,
}

/// A producer, with one batch under way at a time.
pub struct Producer {
    settings: ProducerSettings,
    name: Arc<str>,
    next: u64,
    identity: Option<(ProducerId, ProducerEpoch)>,
    sequence: i32,
    pending: Option<Pending>,
    asks_for_identity: bool,
}

/// As `delivery.timeout.ms`, though shorter.
const DELIVERY: Duration = Duration::from_secs(40);
const RETRY: Duration = Duration::from_millis(100);

impl Producer {
    pub(super) fn new(settings: ProducerSettings) -> Self {
        Self {
            name: format!("producer-{}", settings.number).into(),
            settings,
            next: 1,
            identity: None,
            sequence: 0,
            pending: None,
            asks_for_identity: false,
        }
    }

    fn begin(&mut self, context: &mut Context<'_>) {
        let settings = &self.settings;
        let count = 1 + context.random.below(settings.batch_records_max);
        let (first, count) = (self.next, u32::try_from(count).unwrap_or(1));
        self.next += u64::from(count);
        let values = (first..self.next).map(|seq| Value(settings.number, seq));
        let padding = context.random.below(settings.padding_max + 1);
        let identity = self.identity.map(|(id, epoch)| (id, epoch, self.sequence));
        let padding = usize::try_from(padding).unwrap_or(0);
        let bytes = wire::batch(context.now, values, padding, identity);
        let op = context.recorder.invoke(
            context.now.instant,
            &self.name,
            Operation::Send {
                topic: settings.place.0.clone(),
                partition: settings.place.1,
                acks: settings.acks,
                idempotent: settings.idempotent,
                producer: settings.number,
                first,
                count,
            },
        );
        context.shared.unfinished += 1;
        let topic = settings.place.0.clone();
        let sends = context.shared.sends.entry(topic);
        sends.or_insert((0, Instant(0))).0 += 1;
        self.pending = Some(Pending {
            op,
            first,
            count,
            bytes,
            since: context.now.instant,
        });
    }

    fn end(&mut self, context: &mut Context<'_>) -> Option<Pending> {
        let pending = self.pending.take()?;
        context.shared.unfinished -= 1;
        if let Some(sends) = context.shared.sends.get_mut(&self.settings.place.0) {
            *sends = (sends.0 - 1, context.now.instant);
        }
        Some(pending)
    }

    fn on_sent(&mut self, context: &mut Context<'_>, base_offset: Option<i64>) -> Duration {
        if let Some(pending) = self.end(context) {
            self.sequence += i32::try_from(pending.count).unwrap_or(0);
            context.shared.acknowledged += u64::from(pending.count);
            let sent = Outcome::Sent { base_offset };
            context
                .recorder
                .ok(context.now.instant, &self.name, pending.op, sent);
        }
        self.pause(context)
    }

    fn pause(&self, context: &mut Context<'_>) -> Duration {
        let least = Duration::from_micros(100);
        context.random.between(least, self.settings.pause_max)
    }

    /// What became of the batch is not known and never will be.
    fn give_up(&mut self, context: &mut Context<'_>, why: &Failure) {
        if let Some(pending) = self.end(context) {
            let now = context.now.instant;
            context
                .recorder
                .info(now, &self.name, pending.op, why.to_string());
        }
        // Its numbers may be used or not: go on as another producer.
        self.identity = None;
        self.sequence = 0;
    }

    fn on_failure(&mut self, context: &mut Context<'_>, failure: &Failure) -> Duration {
        let who = if self.settings.idempotent {
            "idempotent producer"
        } else {
            "plain producer"
        };
        context.shared.note(who, failure);
        let late = self
            .pending
            .as_ref()
            .is_some_and(|pending| context.now.instant.since(pending.since) > DELIVERY);
        let again = match failure {
            Failure::Code(
                ErrorCode::OutOfOrderSequenceNumber
                | ErrorCode::UnknownProducerId
                | ErrorCode::InvalidProducerEpoch
                | ErrorCode::ProducerFenced,
            )
            | Failure::Odd(_) => false,
            Failure::Call(_) | Failure::Code(_) => self.settings.idempotent,
        };
        let refused = matches!(failure, Failure::Code(ErrorCode::NotEnoughReplicas));
        if again && !late {
            return RETRY;
        }
        if refused && !self.settings.idempotent {
            // Nothing was appended, says the broker, and is held to it.
            if let Some(pending) = self.end(context) {
                let now = context.now.instant;
                let why = failure.to_string();
                context.recorder.fail(now, &self.name, pending.op, why);
            }
            return RETRY;
        }
        let first = self.pending.as_ref().map(|pending| pending.first);
        self.give_up(context, failure);
        if !self.settings.idempotent && context.random.below(2) == 0 {
            // Some send the same again, and may have it twice.
            self.next = first.unwrap_or(self.next);
        }
        RETRY
    }
}

impl Task for Producer {
    fn turn(&mut self, context: &mut Context<'_>) -> Turn {
        if self.pending.is_none() {
            if context.shared.winds_down || context.now.instant >= self.settings.until {
                return Turn::Done;
            }
            if self.settings.idempotent && self.identity.is_none() {
                self.asks_for_identity = true;
                return Turn::Ask(Ask {
                    to: context.shared.any_broker(context.random),
                    frame: wire::new_producer(),
                    patience: Duration::from_secs(2),
                });
            }
            if context.shared.leader(&self.settings.place).is_none() {
                context.shared.is_stale = true;
                return Turn::Wait(RETRY);
            }
            self.begin(context);
        }
        let leader = context.shared.leader(&self.settings.place);
        let (Some(leader), Some(pending)) = (leader, &self.pending) else {
            context.shared.is_stale = true;
            let late = self
                .pending
                .as_ref()
                .is_some_and(|it| context.now.instant.since(it.since) > DELIVERY);
            if late {
                self.give_up(context, &Failure::Odd("nobody leads".into()));
            }
            return Turn::Wait(RETRY);
        };
        let patience = if self.settings.acks == 0 {
            Duration::from_millis(20)
        } else {
            Duration::from_secs(4)
        };
        Turn::Ask(Ask {
            to: leader.broker,
            frame: wire::produce(
                &self.settings.place,
                self.settings.acks,
                pending.bytes.clone(),
            ),
            patience,
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        if std::mem::take(&mut self.asks_for_identity) {
            match outcome.map_err(Failure::Call).and_then(wire::producer) {
                Ok(identity) => {
                    self.identity = Some(identity);
                    self.sequence = 0;
                    return Duration::ZERO;
                }
                Err(failure) => {
                    context.shared.note("new producer", &failure);
                    return RETRY;
                }
            }
        }
        if self.settings.acks == 0 {
            // There is never an answer: that the time is up says nothing.
            return self.on_sent(context, None);
        }
        match outcome.map_err(Failure::Call).and_then(wire::produced) {
            Ok(base_offset) => self.on_sent(context, Some(base_offset)),
            // It is there, and the broker has forgotten where.
            Err(Failure::Code(ErrorCode::DuplicateSequenceNumber)) => self.on_sent(context, None),
            Err(failure) => self.on_failure(context, &failure),
        }
    }
}
