//! The machine's clocks and its entropy.

use std::time::{SystemTime, UNIX_EPOCH};

use types::{Instant, Now, Timestamp};
use world::{Clock, Entropy};

/// Both clocks of the machine. Monotonic time starts at one second when the clock is made.
#[derive(Clone, Copy, Debug)]
pub struct OsClock {
    start: std::time::Instant,
}

const START_NANOS: u64 = 1_000_000_000;

impl Default for OsClock {
    fn default() -> Self {
        Self {
            start: std::time::Instant::now(),
        }
    }
}

impl OsClock {
    /// A clock that starts now.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Clock for OsClock {
    fn now(&self) -> Now {
        let nanos = u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Now {
            instant: Instant(nanos.saturating_add(START_NANOS)),
            wall: Timestamp(i64::try_from(wall.as_millis()).unwrap_or(i64::MAX)),
        }
    }
}

/// The operating system's random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    /// # Panics
    /// When the operating system has none: ids that are not unique would destroy data.
    fn fill(&self, buffer: &mut [u8]) {
        if let Err(error) = getrandom::fill(buffer) {
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}
