//! Where replicas go: round-robin over racks, and within each rack over its brokers.
//!
//! Every partition begins one rack after the one before it. Every rack hands out its brokers in
//! turn, those in service before those that are fenced: whose turn it is moves on once every rack
//! has led, so that all brokers of a rack lead alike, and differs between the partitions of one
//! such round, so that their replicas do not all lie on the same brokers. The first replica is
//! always in service, since it leads. The same seed places alike.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use metadata::Image;
use types::BrokerId;

/// Why replicas cannot be placed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlacementError {
    /// More replicas than brokers.
    TooFewBrokers {
        /// How many replicas are wanted.
        factor: usize,
        /// How many brokers are registered and not about to stop.
        brokers: usize,
    },
    /// No broker is in service.
    AllFenced,
}

impl fmt::Display for PlacementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewBrokers { factor, brokers } => write!(
                f,
                "The target replication factor of {factor} cannot be reached because only {brokers} \
                 broker(s) are \
                 registered or some brokers have all their log directories cordoned."
            ),
            Self::AllFenced => f.write_str(
                "All brokers are currently fenced or have all their log directories cordoned.",
            ),
        }
    }
}

impl std::error::Error for PlacementError {}

/// Small and good enough to spread load; nothing secret hangs on it (SplitMix64).
struct Shuffler(u64);

impl Shuffler {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not zero.
    fn below(&mut self, bound: usize) -> usize {
        let below = self.next() % u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(below).unwrap_or(0)
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Brokers that are handed out in turn, each once for every partition.
#[derive(Default)]
struct Turns {
    brokers: Vec<BrokerId>,
    /// Whose turn it is first, for the first partition.
    offset: usize,
    /// How far the turn has moved for this partition.
    moved: usize,
    /// How many were handed out for this partition.
    taken: usize,
}

impl Turns {
    fn next(&mut self) -> Option<BrokerId> {
        if self.taken == self.brokers.len() {
            return None;
        }
        let place = (self.offset + self.moved + self.taken) % self.brokers.len();
        self.taken += 1;
        self.brokers.get(place).copied()
    }

    fn begin_partition(&mut self, moved: usize) {
        self.taken = 0;
        self.moved = moved;
    }
}

#[derive(Default)]
struct Rack {
    in_service: Turns,
    fenced: Turns,
}

/// Replicas for `partitions` partitions, `factor` for each, on different brokers.
pub(crate) fn place(
    image: &Image,
    partitions: usize,
    factor: usize,
    seed: u64,
) -> Result<Vec<Vec<BrokerId>>, PlacementError> {
    let mut racks = BTreeMap::<Option<Arc<str>>, Rack>::new();
    let (mut brokers, mut in_service) = (0, 0);
    for broker in image
        .brokers()
        .values()
        .filter(|broker| !broker.in_controlled_shutdown)
    {
        if all_cordoned(broker) {
            continue;
        }
        let rack = racks.entry(broker.rack.clone()).or_default();
        let turns = if broker.fenced {
            &mut rack.fenced
        } else {
            &mut rack.in_service
        };
        turns.brokers.push(broker.id);
        brokers += 1;
        in_service += usize::from(!broker.fenced);
    }
    if factor > brokers {
        return Err(PlacementError::TooFewBrokers { factor, brokers });
    }
    if in_service == 0 {
        return Err(PlacementError::AllFenced);
    }
    let mut shuffler = Shuffler(seed);
    let mut racks: Vec<_> = racks.into_values().collect();
    for rack in &mut racks {
        for turns in [&mut rack.in_service, &mut rack.fenced] {
            turns.offset = shuffler.below(turns.brokers.len());
        }
    }
    let first_rack = shuffler.below(racks.len());
    let mut placed = Vec::with_capacity(partitions);
    for partition in 0..partitions {
        // After as many partitions as there are brokers to lead them the pattern would repeat: the
        // next round goes in another order, so that the replicas of one broker's partitions do not
        // all lie on the same few others.
        if partition > 0 && in_service > 1 && partition % in_service == 0 {
            shuffler.shuffle(&mut racks);
            for rack in &mut racks {
                shuffler.shuffle(&mut rack.in_service.brokers);
                shuffler.shuffle(&mut rack.fenced.brokers);
            }
        }
        let (round, within_round) = (partition / racks.len(), partition % racks.len());
        let leading = (first_rack + within_round) % racks.len();
        for (place, rack) in racks.iter_mut().enumerate() {
            let moved = round + if place == leading { 0 } else { within_round };
            rack.in_service.begin_partition(moved);
            rack.fenced.begin_partition(moved);
        }
        placed.push(place_one(&mut racks, leading, factor));
    }
    Ok(placed)
}

fn place_one(racks: &mut [Rack], leading: usize, factor: usize) -> Vec<BrokerId> {
    let count = racks.len();
    let mut replicas = Vec::with_capacity(factor);
    let leads = (0..count)
        .map(|step| (leading + step) % count)
        .find_map(|place| {
            let leader = racks.get_mut(place)?.in_service.next()?;
            Some((place, leader))
        });
    let Some((mut place, leader)) = leads else {
        return replicas;
    };
    replicas.push(leader);
    // There are enough brokers, so every round over the racks finds one.
    while replicas.len() < factor {
        place = (place + 1) % count;
        let next = racks
            .get_mut(place)
            .and_then(|rack| rack.in_service.next().or_else(|| rack.fenced.next()));
        replicas.extend(next);
    }
    replicas
}

fn all_cordoned(broker: &metadata::BrokerRegistration) -> bool {
    match &broker.cordoned_log_dirs {
        Some(cordoned) if !broker.log_dirs.is_empty() => broker
            .log_dirs
            .iter()
            .all(|directory| cordoned.contains(directory)),
        _ => false,
    }
}
