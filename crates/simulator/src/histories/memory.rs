//! Histories of clusters that are kept in the reference store, in memory: which they are, and what goes wrong with it in them.

use std::time::Duration;

use coordination::MemoryFaults;
use world_sim::Random;

use super::fault::Fault;
use super::plan::millis;

/// One history in so many of those that are not kept in ZooKeeper.
const ONE_IN: u64 = 6;

/// The store of a history that has it, whose active controllers are deposed.
pub(super) fn of(
    random: &mut Random,
    faulty_for: Duration,
    faults: &mut Vec<(Duration, Fault)>,
) -> Option<MemoryFaults> {
    if random.below(ONE_IN) > 0 {
        return None;
    }
    for _ in 0..1 + random.below(5) {
        let at = random.between(Duration::from_secs(1), faulty_for - Duration::from_secs(2));
        faults.push((at, Fault::Deposed));
    }
    // Neither of the real stores cuts a commit where this one would.
    Some(MemoryFaults {
        delay_max: millis(random, 1, 60),
        ..MemoryFaults::default()
    })
}
