//! How far each follower has shown itself to be.

use std::time::Duration;

use types::{BrokerEpoch, BrokerId, Instant, Offset};

use super::Leader;
use crate::{BrokerView, Consequences, Replica, Role};

/// What a leader knows of one follower.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowerProgress {
    log_end: Option<Offset>,
    log_start: Offset,
    broker_epoch: BrokerEpoch,
    last_fetch: Option<(Instant, Offset)>,
    caught_up_at: Option<Instant>,
}

impl Default for FollowerProgress {
    fn default() -> Self {
        Self {
            log_end: None,
            log_start: Offset::NONE,
            broker_epoch: BrokerEpoch::NONE,
            last_fetch: None,
            caught_up_at: None,
        }
    }
}

/// One fetch of a follower, as its position matters here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FollowerFetch {
    /// The follower.
    pub broker: BrokerId,
    /// The epoch that it says it has; `NONE` from one that does not say.
    pub broker_epoch: BrokerEpoch,
    /// Where it fetches: everything below is in its log (and flushed, where that is asked for).
    pub offset: Offset,
    /// The first record that it keeps.
    pub log_start: Offset,
}

impl FollowerProgress {
    pub(crate) fn restart(&mut self, caught_up_at: Option<Instant>) {
        *self = Self {
            caught_up_at,
            ..Self::default()
        };
    }

    /// The follower's end offset; none before its first fetch under this leadership.
    #[must_use]
    pub fn log_end(&self) -> Option<Offset> {
        self.log_end
    }

    /// The first record that the follower keeps.
    #[must_use]
    pub fn log_start(&self) -> Offset {
        self.log_start
    }

    /// The epoch of the broker's last fetch.
    #[must_use]
    pub fn broker_epoch(&self) -> BrokerEpoch {
        self.broker_epoch
    }

    /// When the follower last had everything that the leader had.
    #[must_use]
    pub fn caught_up_at(&self) -> Option<Instant> {
        self.caught_up_at
    }

    /// Whether it is within `lag_max` of the leader.
    #[must_use]
    pub fn is_caught_up(&self, now: Instant, leader_end: Offset, lag_max: Duration) -> bool {
        self.log_end == Some(leader_end)
            || self.caught_up_at.is_some_and(|at| now.since(at) <= lag_max)
    }

    /// `leader_end` is the leader's end *before* it reads for this fetch.
    fn record(&mut self, now: Instant, fetch: &FollowerFetch, leader_end: Offset) {
        if fetch.offset >= leader_end {
            self.caught_up_at = self.caught_up_at.max(Some(now));
        } else if let Some((at, end_then)) = self.last_fetch
            && fetch.offset >= end_then
        {
            self.caught_up_at = self.caught_up_at.max(Some(at));
        }
        self.log_end = Some(fetch.offset);
        self.log_start = fetch.log_start;
        self.broker_epoch = fetch.broker_epoch;
        self.last_fetch = Some((now, leader_end));
    }
}

impl Leader {
    /// The leader's end moves on from `end`: whoever has reached it was caught up until now.
    pub(crate) fn note_caught_up(&mut self, now: Instant, end: Offset) {
        for progress in self.followers.values_mut() {
            if progress.log_end.is_some_and(|reached| reached >= end) {
                progress.caught_up_at = progress.caught_up_at.max(Some(now));
            }
        }
    }
}

impl Replica {
    /// Takes a follower's fetch position. Returns none when the fetch may not count: this broker does not lead, the fetcher
    /// is no replica, or it comes from an earlier life of that broker (KIP-903).
    ///
    /// Not to be called for a fetch that is answered with a diverging epoch.
    pub fn on_follower_fetch(
        &mut self,
        now: Instant,
        fetch: &FollowerFetch,
        brokers: &dyn BrokerView,
    ) -> Option<Consequences> {
        let leader_end = self.counted_end();
        let Role::Leader(leader) = &mut self.role else {
            return None;
        };
        let progress = leader.followers.get_mut(&fetch.broker)?;
        let known = brokers.eligible(fetch.broker).unwrap_or(BrokerEpoch::NONE);
        if fetch.broker_epoch != BrokerEpoch::NONE && fetch.broker_epoch < known {
            return None;
        }
        progress.record(now, fetch, leader_end);
        let proposal =
            leader.decide_expand(fetch.broker, self.marks, self.partition_epoch, brokers);
        let consequences = self.advance_high_watermark(now, brokers);
        Some(Consequences {
            proposal,
            ..consequences
        })
    }
}
