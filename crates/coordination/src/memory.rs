//! The reference store, in memory: every event of the port, early, late, cut and unknown, by seed.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use codec::{Piece, Records};
use metadata::Record;
use quorum_core::{EpochRefusal, FetchAnswer, LogPosition};
use types::{BrokerId, ControllerEpoch, Instant, Now, Offset, Timestamp};
use world::{CallError, CallId, FlushTicket};

use crate::{
    CommittedBatch, Effects, FetchedLog, LogFetch, Store, StoreEvent, Ticket, encode_batch,
};

/// How often a member looks whether others changed something.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What goes wrong, and how often. The default is that nothing does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MemoryFaults {
    /// Events arrive up to this late.
    pub delay_max: Duration,
    /// One commit in so many keeps only its first records; zero is never.
    pub cut_one_in: u64,
    /// One commit in so many ends as unknown, committed or not; zero is never.
    pub unknown_one_in: u64,
}

/// What all members share.
#[derive(Debug)]
struct Shared {
    faults: MemoryFaults,
    random: u64,
    log: Vec<CommittedBatch>,
    end: Offset,
    epoch: ControllerEpoch,
    holder: Option<BrokerId>,
    contenders: VecDeque<BrokerId>,
    members: BTreeMap<BrokerId, Member>,
}

#[derive(Debug, Default)]
struct Member {
    /// Events on their way, in order, and when they arrive.
    events: VecDeque<(Instant, StoreEvent)>,
    /// Batches of the log that were sent to the member.
    told: usize,
    /// When it looked last.
    looked: Instant,
    /// The end of what has arrived of the log: nobody learns more from this member than it knows itself.
    end: Offset,
}

impl Shared {
    fn next(&mut self) -> u64 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.random >> 33
    }

    fn one_in(&mut self, count: u64) -> bool {
        count > 0 && self.next().is_multiple_of(count)
    }

    fn tell(&mut self, now: Instant, to: BrokerId, event: StoreEvent) {
        let limit = u64::try_from(self.faults.delay_max.as_nanos()).unwrap_or(u64::MAX);
        let delay = if limit == 0 { 0 } else { self.next() % limit };
        let Some(member) = self.members.get_mut(&to) else {
            return;
        };
        let earliest = member.events.back().map_or(now, |(at, _)| *at);
        // Late, but in order.
        let at = earliest.max(now + Duration::from_nanos(delay));
        member.events.push_back((at, event));
    }

    fn tell_log(&mut self, now: Instant, to: BrokerId) {
        let from = self.members.get(&to).map_or(0, |member| member.told);
        let batches: Vec<_> = self.log.get(from..).unwrap_or_default().to_vec();
        for batch in batches {
            self.tell(now, to, StoreEvent::Batch(batch));
        }
        let told = self.log.len();
        if let Some(member) = self.members.get_mut(&to) {
            member.told = told;
        }
    }

    fn elect(&mut self, now: Instant) {
        if self.holder.is_some() {
            return;
        }
        let Some(winner) = self.contenders.pop_front() else {
            return;
        };
        self.epoch = self.epoch.next();
        self.holder = Some(winner);
        let epoch = self.epoch;
        self.tell_log(now, winner);
        self.tell(now, winner, StoreEvent::Won { epoch });
        let everyone: Vec<_> = self.members.keys().copied().collect();
        for member in everyone {
            self.tell(
                now,
                member,
                StoreEvent::LeaderChanged {
                    epoch,
                    leader: Some(winner),
                },
            );
        }
    }

    fn depose(&mut self, now: Instant) {
        if let Some(holder) = self.holder.take() {
            let epoch = self.epoch;
            self.tell(now, holder, StoreEvent::Lost { epoch });
            self.contenders.push_back(holder);
        }
        self.elect(now);
    }

    fn append(&mut self, written_at: Timestamp, records: Vec<Record>) -> Offset {
        let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
        let base_offset = self.end;
        self.end = base_offset + count;
        let last_offset = base_offset + (count - 1);
        let epoch = self.epoch;
        self.log.push(CommittedBatch {
            base_offset,
            last_offset,
            epoch,
            written_at,
            records,
        });
        last_offset
    }
}

/// One member's door to a store that several controllers share.
#[derive(Clone, Debug)]
pub struct Memory {
    shared: Arc<Mutex<Shared>>,
    member: BrokerId,
}

impl Memory {
    /// A store for these members; one door for each, in their order.
    #[must_use]
    pub fn cluster(members: &[BrokerId], faults: MemoryFaults, seed: u64) -> Vec<Self> {
        let shared = Shared {
            faults,
            random: seed,
            log: Vec::new(),
            end: Offset::ZERO,
            epoch: ControllerEpoch(0),
            holder: None,
            contenders: VecDeque::new(),
            members: members
                .iter()
                .map(|&member| (member, Member::default()))
                .collect(),
        };
        let shared = Arc::new(Mutex::new(shared));
        let door = |&member: &BrokerId| Self {
            shared: Arc::clone(&shared),
            member,
        };
        members.iter().map(door).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the controllership that is held, as the loss of a session does: the holder hears of it when it does.
    pub fn depose(&self, now: Instant) {
        self.lock().depose(now);
    }

    /// The member's process has ended: it is out of the contest, what it held is over, and its next process is told everything
    /// from the start.
    pub fn leave(&self, now: Instant) {
        let mut shared = self.lock();
        let gone = self.member;
        shared.contenders.retain(|contender| *contender != gone);
        shared.members.insert(gone, Member::default());
        if shared.holder == Some(gone) {
            shared.holder = None;
            shared.elect(now);
        }
    }

    /// Says that the store's session of a broker began or ended.
    pub fn session(&self, now: Instant, broker: BrokerId, up: bool) {
        let mut shared = self.lock();
        let everyone: Vec<_> = shared.members.keys().copied().collect();
        for member in everyone {
            shared.tell(now, member, StoreEvent::Session { broker, up });
        }
    }

    fn deliver(&self, now: Instant, effects: &mut Effects) {
        let mut shared = self.lock();
        shared.tell_log(now, self.member);
        // Nobody knows of a commit before the one who asked for it, as in a quorum.
        let holder = shared.holder.filter(|holder| *holder != self.member);
        let known = holder.and_then(|holder| Some(shared.members.get(&holder)?.end));
        let is_early = |event: &StoreEvent| match event {
            StoreEvent::Batch(batch) => known.is_some_and(|end| batch.last_offset >= end),
            _ => false,
        };
        let Some(member) = shared.members.get_mut(&self.member) else {
            return;
        };
        member.looked = now;
        while let Some((at, event)) = member.events.front()
            && *at <= now
            && !is_early(event)
            && let Some((_, event)) = member.events.pop_front()
        {
            if let StoreEvent::Batch(batch) = &event {
                member.end = batch.last_offset.next();
            }
            effects.events.push(event);
        }
    }
}

impl Store for Memory {
    fn contest(&mut self, now: Now, effects: &mut Effects) {
        let mut shared = self.lock();
        if shared.holder != Some(self.member) && !shared.contenders.contains(&self.member) {
            shared.contenders.push_back(self.member);
        }
        shared.elect(now.instant);
        drop(shared);
        self.deliver(now.instant, effects);
    }

    fn commit(
        &mut self,
        now: Now,
        epoch: ControllerEpoch,
        ticket: Ticket,
        mut records: Vec<Record>,
        effects: &mut Effects,
    ) {
        let mut shared = self.lock();
        let asked = records.len();
        let held = shared.holder == Some(self.member) && shared.epoch == epoch;
        let unknown = shared.faults.unknown_one_in;
        let unknown = shared.one_in(unknown);
        let mut kept = if held { asked } else { 0 };
        if held && unknown && shared.one_in(2) {
            kept = 0;
        } else if held && !unknown && asked > 1 {
            let cut = shared.faults.cut_one_in;
            if shared.one_in(cut) {
                kept = usize::try_from(shared.next()).unwrap_or(0) % asked;
            }
        }
        records.truncate(kept);
        let before = shared.end;
        let last_offset = match kept {
            0 => Offset(before.0 - 1),
            _ => shared.append(now.wall, records),
        };
        shared.tell_log(now.instant, self.member);
        let event = if held && unknown {
            StoreEvent::Unknown { ticket }
        } else if kept == asked {
            StoreEvent::Committed {
                ticket,
                last_offset,
            }
        } else {
            StoreEvent::Cut {
                ticket,
                records: kept,
            }
        };
        shared.tell(now.instant, self.member, event);
        drop(shared);
        self.deliver(now.instant, effects);
    }

    fn resign(&mut self, now: Now, epoch: ControllerEpoch, effects: &mut Effects) {
        let mut shared = self.lock();
        if shared.holder == Some(self.member) && shared.epoch == epoch {
            shared.depose(now.instant);
            let member = self.member;
            shared.contenders.retain(|contender| *contender != member);
        }
        drop(shared);
        self.deliver(now.instant, effects);
    }

    fn next_offset(&self) -> Offset {
        self.lock().end
    }

    fn fetch(&mut self, _now: Now, fetch: &LogFetch, _effects: &mut Effects) -> FetchedLog {
        let shared = self.lock();
        let position = fetch.request.log_end;
        let member = shared.members.get(&self.member);
        let end = member.map_or(Offset::ZERO, |member| member.end);
        let asked = ControllerEpoch(fetch.request.leader_epoch.0);
        let answer = if asked < shared.epoch {
            FetchAnswer::Refused(EpochRefusal::Fenced)
        } else if asked > shared.epoch {
            FetchAnswer::Refused(EpochRefusal::Unknown)
        } else if shared.holder != Some(self.member) {
            FetchAnswer::Refused(EpochRefusal::NotLeader)
        } else if position.offset > end || position.offset < Offset::ZERO {
            let epoch = types::LeaderEpoch(shared.epoch.0);
            FetchAnswer::Diverging(LogPosition { epoch, offset: end })
        } else {
            FetchAnswer::Read { until: end }
        };
        let mut records = Records::default();
        if matches!(answer, FetchAnswer::Read { .. }) {
            let from = shared
                .log
                .partition_point(|batch| batch.last_offset < position.offset);
            let known = shared.log.iter().skip(from);
            for batch in known.take_while(|batch| batch.last_offset < end) {
                let bytes = encode_batch(
                    batch.base_offset,
                    batch.epoch,
                    batch.written_at,
                    &batch.records,
                );
                if !records.is_empty() && records.len() + bytes.len() as u64 > fetch.bytes_max {
                    break;
                }
                records.pieces.push(Piece::Bytes(bytes));
            }
        }
        FetchedLog {
            answer,
            epoch: shared.epoch,
            leader: shared.holder,
            high_watermark: Some(end),
            log_start_offset: Offset::ZERO,
            records,
        }
    }

    fn fetch_again(&mut self, now: Now, fetch: &LogFetch, effects: &mut Effects) -> FetchedLog {
        self.fetch(now, fetch, effects)
    }

    fn keep_snapshot(
        &mut self,
        _now: Now,
        _last: LogPosition,
        _written_at: Timestamp,
        _records: &mut dyn Iterator<Item = Record>,
    ) -> io::Result<()> {
        // All of the log stays.
        Ok(())
    }

    fn bytes_since_snapshot(&self) -> u64 {
        0
    }

    fn on_flushed(
        &mut self,
        _now: Now,
        _ticket: FlushTicket,
        _result: &io::Result<()>,
        _effects: &mut Effects,
    ) -> bool {
        false
    }

    fn on_called(
        &mut self,
        _now: Now,
        _call: CallId,
        _result: &Result<Bytes, CallError>,
        _effects: &mut Effects,
    ) -> bool {
        false
    }

    fn tick(&mut self, now: Now, effects: &mut Effects) {
        self.deliver(now.instant, effects);
    }

    fn next_deadline(&self) -> Instant {
        let shared = self.lock();
        let Some(member) = shared.members.get(&self.member) else {
            return Instant::NEVER;
        };
        // Nobody says when another member has changed something, or has come to know of it.
        let look = member.looked + LOOK_EVERY;
        let next = member.events.front().map(|(at, _)| *at);
        next.filter(|at| *at > member.looked)
            .map_or(look, |next| next.min(look))
    }
}
