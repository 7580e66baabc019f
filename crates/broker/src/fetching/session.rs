//! What is followed of one leader, as a machine: which partitions, from where, and what its next fetch has to say.
//!
//! A fetch names what has changed since the one before it (KIP-227). While the leader holds one that has nothing to tell, a
//! second may follow that adds or moves partitions: the first is then answered at once. A partition that is paused is not
//! part of the session, so that the leader does not wake it for that.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use types::{Instant, LeaderEpoch, Offset, PartitionIndex, TopicId};

use crate::partitions::Position;

/// A partition as fetches name it.
pub(crate) type Key = (TopicId, PartitionIndex);

/// First pause after a failure; each one after it is twice as long, up to `replica.fetch.backoff.ms`.
const PAUSE_MIN: Duration = Duration::from_millis(10);

/// Fetches that may be under way at a time.
const UNDER_WAY_MAX: usize = 2;

/// One fetch, before it is encoded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ask {
    /// Numbers it; unlike any other fetch of this broker.
    pub(crate) serial: u64,
    pub(crate) session_id: i32,
    pub(crate) session_epoch: i32,
    /// The session is made anew, and the leader is not to wait.
    pub(crate) opens: bool,
    pub(crate) partitions: Vec<(Key, Position)>,
    pub(crate) forgotten: Vec<Key>,
}

/// What an answer for one partition is an answer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Asked {
    pub(crate) turn: u64,
    pub(crate) leader_epoch: LeaderEpoch,
    pub(crate) offset: Offset,
}

#[derive(Debug)]
struct Followed {
    turn: u64,
    position: Position,
    /// The last fetch that named it; zero while none in this session has.
    sent_in: u64,
    paused_until: Option<Instant>,
    failures: u32,
}

/// What is followed of one leader.
#[derive(Debug, Default)]
pub(crate) struct Session {
    partitions: BTreeMap<Key, Followed>,
    changed: BTreeSet<Key>,
    forgotten: BTreeSet<Key>,
    paused: BTreeSet<(Instant, Key)>,
    /// Given by the leader; zero before its first answer.
    id: i32,
    /// Of the next fetch; zero opens a session.
    epoch: i32,
    under_way: BTreeSet<u64>,
    /// What was asked up to here says nothing about the session that is open now.
    restarted_after: u64,
    last_serial: u64,
    not_before: Instant,
    failures: u32,
}

impl Session {
    /// Whether it may be dropped.
    pub(crate) fn is_empty(&self) -> bool {
        self.partitions.is_empty() && self.under_way.is_empty()
    }

    /// Follows a partition from `position`. A pause goes on unless the position moved.
    pub(crate) fn put(&mut self, key: Key, turn: u64, position: Position) {
        let Some(known) = self.partitions.get_mut(&key) else {
            let followed = Followed {
                turn,
                position,
                sent_in: 0,
                paused_until: None,
                failures: 0,
            };
            self.partitions.insert(key, followed);
            self.changed.insert(key);
            return;
        };
        known.turn = turn;
        if known.position == position {
            return;
        }
        known.position = position;
        known.failures = 0;
        if let Some(until) = known.paused_until.take() {
            self.paused.remove(&(until, key));
        }
        self.forgotten.remove(&key);
        self.changed.insert(key);
    }

    /// Follows a partition no longer.
    pub(crate) fn remove(&mut self, key: Key) {
        let Some(followed) = self.partitions.remove(&key) else {
            return;
        };
        self.changed.remove(&key);
        if let Some(until) = followed.paused_until {
            self.paused.remove(&(until, key));
        }
        if followed.sent_in != 0 {
            self.forgotten.insert(key);
        }
    }

    /// Leaves a partition out for a while, if it still stands as at `turn`. Returns until when.
    pub(crate) fn pause(
        &mut self,
        now: Instant,
        key: Key,
        turn: u64,
        pause_max: Duration,
    ) -> Option<Instant> {
        let followed = self.partitions.get_mut(&key)?;
        if followed.turn != turn || followed.paused_until.is_some() {
            return None;
        }
        let until = now + pause(followed.failures, pause_max);
        followed.failures += 1;
        followed.paused_until = Some(until);
        self.paused.insert((until, key));
        self.changed.remove(&key);
        if std::mem::take(&mut followed.sent_in) != 0 {
            self.forgotten.insert(key);
        }
        Some(until)
    }

    /// How often a partition has failed in a row.
    pub(crate) fn failures_of(&self, key: Key) -> u32 {
        self.partitions
            .get(&key)
            .map_or(0, |followed| followed.failures)
    }

    /// Takes partitions back in whose pause is over.
    pub(crate) fn resume_due(&mut self, now: Instant) {
        while let Some(&(until, key)) = self.paused.first() {
            if until > now {
                return;
            }
            self.paused.pop_first();
            if let Some(followed) = self.partitions.get_mut(&key) {
                followed.paused_until = None;
                self.forgotten.remove(&key);
                self.changed.insert(key);
            }
        }
    }

    /// The next fetch under the number `serial`, if one is to be made now.
    pub(crate) fn ask(&mut self, now: Instant, serial: u64) -> Option<Ask> {
        let fetches = self.partitions.len() > self.paused.len();
        let opens = self.epoch == 0;
        let adds = !opens && !self.changed.is_empty() && self.under_way.len() < UNDER_WAY_MAX;
        if now < self.not_before || !fetches || !(self.under_way.is_empty() || adds) {
            return None;
        }
        let named: Vec<Key> = if opens {
            self.changed.clear();
            let active = self.partitions.iter();
            let active = active.filter(|(_, followed)| followed.paused_until.is_none());
            active.map(|(key, _)| *key).collect()
        } else {
            std::mem::take(&mut self.changed).into_iter().collect()
        };
        let mut partitions = Vec::with_capacity(named.len());
        for key in named {
            if let Some(followed) = self.partitions.get_mut(&key) {
                followed.sent_in = serial;
                partitions.push((key, followed.position));
            }
        }
        let ask = Ask {
            serial,
            session_id: self.id,
            session_epoch: self.epoch,
            opens,
            partitions,
            forgotten: std::mem::take(&mut self.forgotten).into_iter().collect(),
        };
        if !opens {
            self.epoch = self.epoch.checked_add(1).unwrap_or(1);
        }
        self.last_serial = serial;
        self.under_way.insert(serial);
        Some(ask)
    }

    /// Notes that a fetch has ended; false for one that is not known here.
    pub(crate) fn end(&mut self, serial: u64) -> bool {
        self.under_way.remove(&serial)
    }

    /// The leader answered under a session of this id; zero for none.
    pub(crate) fn answered(&mut self, serial: u64, session_id: i32) {
        self.failures = 0;
        if serial > self.restarted_after && self.epoch == 0 {
            self.id = session_id;
            self.epoch = i32::from(session_id != 0);
        }
    }

    /// The leader no longer knows the session, or it is not known what the leader knows: the next fetch opens a new one.
    /// False when that was noted since the fetch `serial` was made.
    pub(crate) fn restart(&mut self, serial: u64) -> bool {
        if serial <= self.restarted_after {
            return false;
        }
        self.restarted_after = self.last_serial;
        self.epoch = 0;
        self.forgotten.clear();
        for followed in self.partitions.values_mut() {
            followed.sent_in = 0;
        }
        true
    }

    /// Nobody could be asked: waits before the next fetch. Returns until when, and how often that has happened in a row.
    pub(crate) fn fail(&mut self, now: Instant, pause_max: Duration) -> (Instant, u32) {
        let until = now + pause(self.failures, pause_max);
        self.failures = self.failures.saturating_add(1);
        self.not_before = until;
        (until, self.failures)
    }

    /// The leader may be back: asks it again at once.
    pub(crate) fn retry_now(&mut self) {
        self.failures = 0;
        self.not_before = Instant(0);
    }

    /// What the answer to the fetch `serial` is about for one partition. None when the partition has moved on since.
    pub(crate) fn asked(&self, serial: u64, key: Key) -> Option<Asked> {
        let followed = self.partitions.get(&key)?;
        let sent = followed.sent_in != 0 && followed.sent_in <= serial;
        if !sent || self.changed.contains(&key) {
            return None;
        }
        Some(Asked {
            turn: followed.turn,
            leader_epoch: followed.position.leader_epoch,
            offset: followed.position.offset,
        })
    }
}

fn pause(failures: u32, pause_max: Duration) -> Duration {
    PAUSE_MIN
        .saturating_mul(1 << failures.min(16))
        .min(pause_max.max(PAUSE_MIN))
}
