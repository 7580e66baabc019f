//! One partition: which value is where, by everybody's word.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Key, Kind, Promises, Report, Shown};
use crate::{Read, Value};

/// What is known of a value that was sent.
#[derive(Clone, Copy, Default)]
struct Sent {
    idempotent: bool,
    /// Sends of it that may have been done.
    may_be_there: u32,
}

/// A send that was acknowledged.
pub(super) struct Send {
    pub(super) producer: u32,
    pub(super) first: u64,
    pub(super) count: u32,
    pub(super) base_offset: i64,
    /// One beyond the highest offset that had been acknowledged when it began.
    pub(super) floor: i64,
}

/// What one client saw.
#[derive(Default)]
struct Seen {
    /// Where it goes on.
    position: Option<i64>,
    /// The highest end that it was told of, or read.
    end: i64,
    log_start: i64,
    /// Of its last pass.
    last: BTreeMap<i64, Value>,
    /// When the newest poll of that pass began: what came later need not be in it.
    last_began: u64,
    is_last_reader: bool,
    last_start: i64,
}

#[derive(Default)]
pub(super) struct Partition {
    sent: BTreeMap<Value, Sent>,
    /// By the word of brokers whose word counts.
    acknowledged: BTreeMap<i64, (Value, u64)>,
    /// With the time when it was first said.
    read: BTreeMap<i64, (Value, u64)>,
    places: BTreeMap<Value, i64>,
    highest_of: BTreeMap<u32, (u64, i64)>,
    floor: i64,
    /// The highest offset below which records were asked to be deleted.
    deleted_below: i64,
    seen: BTreeMap<Arc<str>, Seen>,
    reported: BTreeSet<(Kind, i64)>,
}

impl Partition {
    /// One beyond the highest offset that was acknowledged so far.
    pub(super) fn floor(&self) -> i64 {
        self.floor
    }

    pub(super) fn begin_delete(&mut self, below: i64) {
        self.deleted_below = self.deleted_below.max(below);
    }

    pub(super) fn begin_send(&mut self, producer: u32, first: u64, count: u32, idempotent: bool) {
        for seq in first..first + u64::from(count) {
            let sent = self.sent.entry(Value(producer, seq)).or_default();
            sent.idempotent = idempotent;
            sent.may_be_there += 1;
        }
    }

    pub(super) fn fail(&mut self, producer: u32, first: u64, count: u32) {
        for seq in first..first + u64::from(count) {
            if let Some(sent) = self.sent.get_mut(&Value(producer, seq)) {
                sent.may_be_there = sent.may_be_there.saturating_sub(1);
            }
        }
    }

    pub(super) fn acknowledge(&mut self, key: &Key, send: &Send, at: u64, report: &mut Report) {
        for (offset, seq) in
            (send.base_offset..).zip(send.first..send.first + u64::from(send.count))
        {
            let value = Value(send.producer, seq);
            self.acknowledged.insert(offset, (value, at));
            self.place(key, offset, value, ("acknowledged", at), report);
        }
        let (last_seq, last_offset) = self
            .highest_of
            .get(&send.producer)
            .copied()
            .unwrap_or((0, -1));
        if send.first > last_seq && send.base_offset <= last_offset {
            let evidence = format!(
                "producer {} got offset {} for {}, after {last_offset} for {last_seq}",
                send.producer, send.base_offset, send.first
            );
            report.add(Kind::NonmonotonicSend, Shown(key), evidence);
        } else if send.base_offset < send.floor {
            let evidence = format!(
                "producer {} got offset {} when {} had been acknowledged before it asked",
                send.producer,
                send.base_offset,
                send.floor - 1
            );
            report.add(Kind::RealtimeOrder, Shown(key), evidence);
        }
        let end = send.base_offset + i64::from(send.count);
        let last = (send.first + u64::from(send.count) - 1, end - 1);
        if last.0 > last_seq {
            self.highest_of.insert(send.producer, last);
        }
        self.floor = self.floor.max(end);
    }

    /// Notes who says that a value is at an offset, and compares.
    fn place(
        &mut self,
        key: &Key,
        offset: i64,
        value: Value,
        (said, at): (&str, u64),
        report: &mut Report,
    ) {
        let (before, _) = *self.read.entry(offset).or_insert((value, at));
        if before != value && self.reported.insert((Kind::InconsistentOffsets, offset)) {
            let evidence = format!("offset {offset}: {before} first, {value} {said} later");
            report.add(Kind::InconsistentOffsets, Shown(key), evidence);
        }
        let other = *self.places.entry(value).or_insert(offset);
        let sent = self.sent.get(&value).copied().unwrap_or_default();
        // A replica that began anew above what was deleted knows nothing of who wrote it, as in Kafka: when it leads, a retry is
        // news to it.
        let is_forgotten =
            (other.min(offset) + 1..=other.max(offset)).contains(&self.deleted_below);
        if other != offset
            && sent.idempotent
            && !is_forgotten
            && self.reported.insert((Kind::Duplicate, offset.max(other)))
        {
            let evidence = format!("{value} at {other} and at {offset}");
            report.add(Kind::Duplicate, Shown(key), evidence);
        }
    }

    /// The records of a poll, in their order.
    pub(super) fn poll(
        &mut self,
        key: &Key,
        client: &Arc<str>,
        offset: Option<i64>,
        (records, at): (&[Read], u64),
        log_start: i64,
        report: &mut Report,
    ) {
        let seen = self.seen.entry(client.clone()).or_default();
        let position = offset.or(seen.position);
        if log_start >= 0 {
            // A request may be done on a leader that is lost before others have heard of it: what it deleted is back then.
            if log_start < seen.log_start && self.deleted_below < seen.log_start {
                let evidence = format!("{client} saw {} and then {log_start}", seen.log_start);
                report.add(Kind::StartWentBack, Shown(key), evidence);
            }
            seen.log_start = seen.log_start.max(log_start);
        }
        if let Some(Read(first, _)) = records.first().filter(|first| first.0 < log_start) {
            let evidence = format!("{client} got {first}, and the log starts at {log_start}");
            report.add(Kind::BelowStart, Shown(key), evidence);
        }
        if let (Some(position), Some(Read(first, _))) = (position, records.first()) {
            if *first < position {
                let evidence = format!("{client} asked for {position} and got {first}");
                report.add(Kind::NonmonotonicPoll, Shown(key), evidence);
            } else if *first > position.max(log_start) {
                let evidence = format!("{client} asked for {position} and got {first} first");
                report.add(Kind::PollSkip, Shown(key), evidence);
            }
        }
        for pair in records.windows(2) {
            let [Read(one, _), Read(other, _)] = pair else {
                continue;
            };
            if other <= one {
                let evidence = format!("{client} got {one} and then {other}");
                report.add(Kind::InternalNonmonotonicPoll, Shown(key), evidence);
            } else if *other > one + 1 {
                let evidence = format!("{client} got {one} and then {other}");
                report.add(Kind::InternalPollSkip, Shown(key), evidence);
            }
        }
        if let Some(Read(last, _)) = records.last() {
            seen.position = Some(last + 1);
            seen.end = seen.end.max(last + 1);
        }
        for Read(offset, value) in records {
            match self.sent.get(value) {
                None if self.reported.insert((Kind::Phantom, *offset)) => {
                    let evidence = format!("offset {offset}: {value}");
                    report.add(Kind::Phantom, Shown(key), evidence);
                }
                Some(sent)
                    if sent.may_be_there == 0
                        && self.reported.insert((Kind::FailedRead, *offset)) =>
                {
                    let evidence = format!("offset {offset}: {value}");
                    report.add(Kind::FailedRead, Shown(key), evidence);
                }
                _ => {}
            }
            self.place(key, *offset, *value, ("read", at), report);
        }
    }

    /// Where records go by requests alone.
    pub(super) fn see_start(&mut self, key: &Key, log_start: i64, report: &mut Report) {
        if log_start > self.deleted_below && self.reported.insert((Kind::DeletedUnasked, log_start))
        {
            let evidence = format!(
                "the log starts at {log_start}, and below {} was asked to be deleted",
                self.deleted_below
            );
            report.add(Kind::DeletedUnasked, Shown(key), evidence);
        }
    }

    pub(super) fn see_watermark(
        &self,
        key: &Key,
        client: &Arc<str>,
        records: &[Read],
        high_watermark: i64,
        report: &mut Report,
    ) {
        if high_watermark < 0 {
            return;
        }
        if let Some(Read(last, _)) = records.last()
            && *last >= high_watermark
        {
            let evidence = format!("{client} got {last} with a high watermark of {high_watermark}");
            report.add(Kind::AboveWatermark, Shown(key), evidence);
        }
    }

    pub(super) fn see_end(&mut self, key: &Key, client: &Arc<str>, end: i64, report: &mut Report) {
        let seen = self.seen.entry(client.clone()).or_default();
        if end < seen.end {
            let evidence = format!("{client} saw {} and then {end}", seen.end);
            report.add(Kind::EndWentBack, Shown(key), evidence);
        }
        seen.end = seen.end.max(end);
    }

    /// `floor` had been acknowledged when the poll began.
    pub(super) fn see_lag(&self, high_watermark: i64, floor: i64, began: u64, report: &mut Report) {
        if high_watermark < 0 || high_watermark >= floor {
            return;
        }
        if let Some((_, (_, at))) = self.acknowledged.range(high_watermark..floor).next() {
            report.worst_lag = report.worst_lag.max(began.saturating_sub(*at));
        }
    }

    pub(super) fn read_last(
        &mut self,
        client: &Arc<str>,
        offset: Option<i64>,
        (records, began): (&[Read], u64),
        log_start: i64,
    ) {
        let seen = self.seen.entry(client.clone()).or_default();
        seen.last_began = seen.last_began.max(began);
        seen.is_last_reader = true;
        seen.last_start = seen.last_start.max(log_start);
        let values = records.iter().map(|Read(offset, value)| (*offset, *value));
        let from = offset.unwrap_or(0);
        seen.last
            .extend(values.filter(|(offset, _)| *offset >= from));
    }

    /// Compares what is there in the end with what must be.
    pub(super) fn finish(&self, key: &Key, promises: Promises, report: &mut Report) {
        if !promises.ends_with_last_reads {
            return;
        }
        for (client, seen) in self.seen.iter().filter(|(_, seen)| seen.is_last_reader) {
            let end = seen.last.keys().next_back().map_or(0, |last| last + 1);
            let mut expected: BTreeMap<i64, (Value, &str)> = BTreeMap::new();
            let mut expect = |offset: i64, value: Value, at: u64, how| {
                if at <= seen.last_began || offset < end {
                    expected.insert(offset, (value, how));
                }
            };
            if promises.committed_survives {
                for (offset, (value, at)) in &self.read {
                    expect(*offset, *value, *at, "delivered");
                }
            }
            for (offset, (value, at)) in &self.acknowledged {
                expect(*offset, *value, *at, "acknowledged");
            }
            for (offset, (value, how)) in expected.range(seen.last_start..) {
                match seen.last.get(offset) {
                    Some(there) if there == value => {}
                    Some(there) => {
                        let evidence = format!(
                            "offset {offset}: {value} was {how}, {client} read {there} in the end"
                        );
                        report.add(Kind::LostWrite, Shown(key), evidence);
                    }
                    None => {
                        let kind = if *offset < end {
                            Kind::LostWrite
                        } else {
                            Kind::Unseen
                        };
                        let evidence = format!(
                            "offset {offset}: {value} was {how}, {client} read up to {end} in the end"
                        );
                        report.add(kind, Shown(key), evidence);
                    }
                }
            }
        }
    }
}
