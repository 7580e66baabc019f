//! A counter that many threads may add to without waiting for each other.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// A power of two, at least the threads that usually add at a time.
const SHARDS: usize = 8;

/// A number of its own in each of several cache lines. A thread always adds to the same one.
#[derive(Debug, Default)]
pub struct Counter {
    shards: [Shard; SHARDS],
}

/// As wide as a cache line, so that two shards never share one.
#[derive(Debug, Default)]
#[repr(align(64))]
struct Shard(AtomicU64);

static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static MINE: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS);
}

impl Counter {
    /// Adds to it. Wraps around at 2^64.
    pub fn add(&self, count: u64) {
        // While a thread ends its own place is gone already: any will do.
        let mine = MINE.try_with(Cell::get).unwrap_or(0);
        if let Some(shard) = self.shards.get(mine) {
            shard.0.fetch_add(count, Ordering::Relaxed);
        }
    }

    /// Counts one more.
    pub fn one(&self) {
        self.add(1);
    }

    /// The sum so far. What is added at the same time may be missing.
    #[must_use]
    pub fn sum(&self) -> u64 {
        let shards = self.shards.iter();
        shards.fold(0, |sum, shard| {
            sum.wrapping_add(shard.0.load(Ordering::Relaxed))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_threads_add_is_all_there() {
        let counter = Counter::default();
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| (0..1000).for_each(|_| counter.one()));
            }
        });
        counter.add(5);
        assert_eq!(counter.sum(), 20_005);
    }

    #[test]
    fn two_shards_never_share_a_cache_line() {
        assert_eq!(std::mem::size_of::<Counter>(), SHARDS * 64);
    }
}
