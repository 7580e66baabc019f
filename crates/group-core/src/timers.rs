//! What is to happen when, over all groups of a coordinator.
//!
//! An entry that is no longer wanted may stay in the queue: who is named by it holds the deadline that counts, and compares.

use std::collections::BTreeSet;

use types::Instant;

use crate::{GroupId, MemberId};

/// What a deadline is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Timer {
    /// A member, or one that has been promised its id, has been silent for long.
    Session(GroupId, MemberId),
    /// The wait for members to join ends.
    Join(GroupId),
    /// The wait for members to ask for their assignment ends.
    Sync(GroupId),
}

/// The queue.
#[derive(Default, Debug)]
pub(crate) struct Timers {
    queue: BTreeSet<(Instant, Timer)>,
}

impl Timers {
    pub(crate) fn add(&mut self, at: Instant, timer: Timer) {
        self.queue.insert((at, timer));
    }

    pub(crate) fn remove(&mut self, at: Instant, timer: Timer) {
        self.queue.remove(&(at, timer));
    }

    /// The next entry that is due, taken out.
    pub(crate) fn pop(&mut self, now: Instant) -> Option<(Instant, Timer)> {
        (self.next() <= now)
            .then(|| self.queue.pop_first())
            .flatten()
    }

    /// When the next entry is due.
    pub(crate) fn next(&self) -> Instant {
        self.queue.first().map_or(Instant::NEVER, |(at, _)| *at)
    }
}
