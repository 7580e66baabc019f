//! Virtual time and seeded entropy, as nodes see them.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use types::{Instant, Now, Timestamp};
use world::{Clock, Entropy};

use crate::Random;

/// Wall time at the start of every history: 2026-01-01.
const WALL_START_MS: i64 = 1_767_225_600_000;

/// How fast a clock runs since when.
#[derive(Clone, Copy, Default, Debug)]
struct Rate {
    world: u64,
    local: u64,
    drift_per_million: i64,
}

/// The clocks of one process. Both may run fast or slow, and the one on the wall may be wrong.
#[derive(Clone, Debug)]
pub struct SimClock {
    world: Arc<AtomicU64>,
    wall_error_ms: Arc<AtomicI64>,
    rate: Arc<Mutex<Rate>>,
}

impl Rate {
    fn local(self, world: u64) -> u64 {
        let since = i128::from(world) - i128::from(self.world);
        let elapsed = since * i128::from(1_000_000 + self.drift_per_million) / 1_000_000;
        u64::try_from(i128::from(self.local) + elapsed).unwrap_or(0)
    }
}

impl SimClock {
    pub(crate) fn new(world: Arc<AtomicU64>) -> Self {
        Self {
            world,
            wall_error_ms: Arc::default(),
            rate: Arc::default(),
        }
    }

    fn rate(&self) -> Rate {
        *self.rate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the wall clock wrong, from now on.
    pub fn set_wall_error_ms(&self, error_ms: i64) {
        self.wall_error_ms.store(error_ms, Ordering::Relaxed);
    }

    /// Lets both clocks gain (or lose) so many parts in a million, from now on. Neither jumps.
    pub fn set_drift(&self, per_million: i64) {
        let now = self.world.load(Ordering::Relaxed);
        let mut rate = self.rate.lock().unwrap_or_else(PoisonError::into_inner);
        *rate = Rate {
            world: now,
            local: rate.local(now),
            drift_per_million: per_million.clamp(-900_000, 1_000_000),
        };
    }

    /// What the monotonic clock shows at a moment of the world.
    pub(crate) fn local(&self, world: Instant) -> Instant {
        Instant(self.rate().local(world.0))
    }

    /// The first moment of the world at which the monotonic clock shows `local` or more.
    pub(crate) fn world(&self, local: Instant) -> Instant {
        let rate = self.rate();
        if local == Instant::NEVER || (rate.drift_per_million == 0 && rate.local == rate.world) {
            return local;
        }
        let ahead = i128::from(local.0) - i128::from(rate.local);
        let ahead = ahead * 1_000_000 / i128::from(1_000_000 + rate.drift_per_million);
        let mut world = u64::try_from(i128::from(rate.world) + ahead - 2).unwrap_or(0);
        while rate.local(world) < local.0 {
            world += 1;
        }
        Instant(world)
    }
}

impl Clock for SimClock {
    fn now(&self) -> Now {
        let instant = self.local(Instant(self.world.load(Ordering::Relaxed)));
        let elapsed_ms = i64::try_from(instant.0 / 1_000_000).unwrap_or(i64::MAX);
        let wall = WALL_START_MS + elapsed_ms + self.wall_error_ms.load(Ordering::Relaxed);
        Now {
            instant,
            wall: Timestamp(wall),
        }
    }
}

/// Unpredictable to the nodes, and given by the seed.
#[derive(Clone, Debug)]
pub struct SimEntropy {
    random: Arc<Mutex<Random>>,
}

impl SimEntropy {
    /// Entropy from its own sequence.
    #[must_use]
    pub fn new(random: Random) -> Self {
        Self {
            random: Arc::new(Mutex::new(random)),
        }
    }
}

impl Entropy for SimEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in buffer.chunks_mut(8) {
            let bytes = random.next_u64().to_le_bytes();
            for (byte, random) in chunk.iter_mut().zip(bytes) {
                *byte = random;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_drifts_is_due_when_it_shows_the_time() {
        for drift in [-300_000, -500, -1, 0, 1, 700, 250_000] {
            let world = Arc::new(AtomicU64::new(1_000));
            let clock = SimClock::new(world.clone());
            clock.set_drift(50);
            world.store(2_000_000_123, Ordering::Relaxed);
            let before = clock.now().instant;
            clock.set_drift(drift);
            assert_eq!(clock.now().instant, before, "a drift does not jump");
            for local in (before.0..before.0 + 5_000).step_by(7) {
                let due = clock.world(Instant(local));
                assert!(clock.local(due).0 >= local);
                assert!(clock.local(Instant(due.0 - 1)).0 < local);
            }
        }
        let clock = SimClock::new(Arc::default());
        assert_eq!(clock.world(Instant::NEVER), Instant::NEVER);
    }
}
