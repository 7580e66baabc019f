//! Virtual time and seeded entropy, as nodes see them.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use types::{Instant, Now, Timestamp};
use world::{Clock, Entropy};

use crate::Random;

/// Wall time at the start of every history: 2026-01-01.
const WALL_START_MS: i64 = 1_767_225_600_000;

/// The clocks of one process: the world's time, and a wall clock that may be wrong.
#[derive(Clone, Debug)]
pub struct SimClock {
    world: Arc<AtomicU64>,
    wall_error_ms: Arc<AtomicI64>,
}

impl SimClock {
    pub(crate) fn new(world: Arc<AtomicU64>) -> Self {
        Self {
            world,
            wall_error_ms: Arc::default(),
        }
    }

    /// Sets the wall clock wrong, from now on.
    pub fn set_wall_error_ms(&self, error_ms: i64) {
        self.wall_error_ms.store(error_ms, Ordering::Relaxed);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Now {
        let nanos = self.world.load(Ordering::Relaxed);
        let elapsed_ms = i64::try_from(nanos / 1_000_000).unwrap_or(i64::MAX);
        let wall = WALL_START_MS + elapsed_ms + self.wall_error_ms.load(Ordering::Relaxed);
        Now {
            instant: Instant(nanos),
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
