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

    /// This broker has registered anew. A leader takes in a registration with the partitions that a fetch names, and it counts
    /// for each of them: the next fetch names all.
    pub(crate) fn begin_anew(&mut self) {
        self.restart(self.last_serial);
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

#[cfg(test)]
mod tests {
    use replica_core::Durability;
    use types::BrokerId;

    use super::*;

    const PAUSE_MAX: Duration = Duration::from_secs(1);

    fn key(partition: i32) -> Key {
        (TopicId::from_u128(7), PartitionIndex(partition))
    }

    fn position(offset: i64) -> Position {
        Position {
            leader: BrokerId(2),
            leader_epoch: LeaderEpoch(3),
            offset: Offset(offset),
            last_epoch: LeaderEpoch(3),
            log_start: Offset::ZERO,
            high_watermark: Offset::ZERO,
            durability: Durability::PageCache,
        }
    }

    fn now(millis: u64) -> Instant {
        Instant(millis * 1_000_000)
    }

    fn named(ask: &Ask) -> Vec<i32> {
        let partitions = ask.partitions.iter();
        partitions.map(|((_, index), _)| index.0).collect()
    }

    /// A session over partitions 0, 1 and 2, open at the leader under id 9.
    fn open() -> Session {
        let mut session = Session::default();
        for partition in 0..3 {
            session.put(key(partition), 1, position(10));
        }
        let ask = session.ask(now(0), 1).expect("opens");
        assert!(ask.opens && ask.session_id == 0 && ask.session_epoch == 0);
        assert_eq!(named(&ask), [0, 1, 2]);
        assert_eq!(session.ask(now(0), 2), None, "its id is not known yet");
        assert!(session.end(1));
        session.answered(1, 9);
        session
    }

    #[test]
    fn a_fetch_names_what_changed() {
        let mut session = open();
        let ask = session.ask(now(0), 2).expect("waits at the leader");
        assert_eq!((ask.session_id, ask.session_epoch), (9, 1));
        assert_eq!(named(&ask), [0; 0]);
        assert!(session.end(2));
        session.answered(2, 9);
        session.put(key(1), 2, position(15));
        session.remove(key(2));
        let ask = session.ask(now(0), 3).expect("asks");
        assert_eq!((ask.session_epoch, named(&ask)), (2, vec![1]));
        assert_eq!(ask.forgotten, [key(2)]);
    }

    #[test]
    fn a_change_overtakes_a_fetch_that_waits_and_late_answers_do_not_count() {
        let mut session = open();
        session.ask(now(0), 2).expect("waits");
        assert_eq!(session.ask(now(0), 3), None, "nothing changed");
        session.put(key(1), 2, position(15));
        assert_eq!(session.asked(2, key(1)), None, "it has moved");
        session.ask(now(0), 3).expect("overtakes");
        session.put(key(0), 2, position(15));
        assert_eq!(session.ask(now(0), 4), None, "two are under way");
        assert_eq!(session.asked(2, key(1)), None, "asked anew since");
        let asked = session.asked(3, key(1)).expect("the answer to the last");
        assert_eq!(asked.offset, Offset(15));
        assert!(session.asked(2, key(2)).is_some(), "it was not touched");
        assert!(session.end(2));
        let ask = session.ask(now(0), 4).expect("there is room again");
        assert_eq!(named(&ask), [0]);
    }

    #[test]
    fn a_partition_that_pauses_leaves_the_session_and_comes_back() {
        let mut session = open();
        assert_eq!(
            session.pause(now(5), key(1), 7, PAUSE_MAX),
            None,
            "another turn"
        );
        let until = session.pause(now(5), key(1), 1, PAUSE_MAX).expect("pauses");
        assert_eq!(until, now(15));
        assert_eq!(session.asked(9, key(1)), None);
        let ask = session.ask(now(5), 2).expect("the others go on");
        assert_eq!(ask.forgotten, [key(1)]);
        session.put(key(1), 2, position(10));
        assert_eq!(
            session.ask(now(6), 3),
            None,
            "the same position changes nothing"
        );
        session.resume_due(now(14));
        assert_eq!(session.ask(now(14), 3), None);
        session.resume_due(now(15));
        assert_eq!(named(&session.ask(now(15), 3).expect("comes back")), [1]);
        let until = session.pause(now(20), key(1), 2, PAUSE_MAX).expect("again");
        assert_eq!(until, now(40), "twice as long");
        session.put(key(1), 3, position(11));
        session.end(2);
        let ask = session
            .ask(now(21), 4)
            .expect("a new position ends the pause");
        assert_eq!((named(&ask), ask.forgotten), (vec![1], Vec::new()));
    }

    #[test]
    fn a_session_that_the_leader_lost_is_opened_anew_once() {
        let mut session = open();
        session.ask(now(0), 2).expect("waits");
        session.put(key(1), 2, position(15));
        session.ask(now(0), 3).expect("overtakes");
        assert!(session.end(2) && session.restart(2));
        assert!(session.end(3) && !session.restart(3), "known already");
        assert_eq!(session.asked(3, key(1)), None);
        let ask = session.ask(now(0), 4).expect("opens");
        assert!(ask.opens && named(&ask) == [0, 1, 2]);
        assert_eq!(ask.session_id, 9, "so that the leader may drop it");
    }

    #[test]
    fn every_partition_is_named_after_a_new_registration() {
        let mut session = open();
        session.ask(now(0), 2).expect("waits");
        session.begin_anew();
        assert_eq!(session.asked(2, key(1)), None, "of the registration before");
        assert!(session.end(2));
        session.answered(2, 9);
        let ask = session.ask(now(0), 3).expect("opens");
        assert!(ask.opens && named(&ask) == [0, 1, 2]);
        session.begin_anew();
        assert!(session.end(3));
        session.answered(3, 11);
        let ask = session.ask(now(0), 4).expect("opens once more");
        assert!(ask.opens && named(&ask) == [0, 1, 2]);
    }

    #[test]
    fn a_leader_that_is_gone_is_asked_again_after_a_pause_or_when_it_is_back() {
        let mut session = open();
        session.ask(now(0), 2).expect("asks");
        assert!(session.end(2) && session.restart(2));
        assert_eq!(session.fail(now(0), PAUSE_MAX), (now(10), 1));
        assert_eq!(session.ask(now(9), 3), None);
        session.retry_now();
        assert!(session.ask(now(9), 3).is_some());
    }

    #[test]
    fn pauses_grow_up_to_the_setting() {
        assert_eq!(pause(0, PAUSE_MAX), Duration::from_millis(10));
        assert_eq!(pause(3, PAUSE_MAX), Duration::from_millis(80));
        assert_eq!(pause(40, PAUSE_MAX), PAUSE_MAX);
    }
}
