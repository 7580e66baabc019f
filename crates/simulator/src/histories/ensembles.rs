//! Histories of clusters that are kept in ZooKeeper: which they are, and what goes wrong with the ensemble in them.

use std::time::Duration;

use world_sim::{EnsembleModel, Random};

use super::fault::{EnsembleTrouble, Fault, any_target};
use super::plan::{millis, pick};

/// One history in so many.
const ONE_IN: u64 = 5;
/// Chance of its own: the other histories stay as they are.
const CHANCE: u64 = 0x7a00_6b33_9e72_0000;
/// Every cluster has so many nodes at least.
const NODES: usize = 3;

/// The ensemble of a history that has one, whose faults are added to the others.
pub(super) fn of(
    seed: u64,
    faulty_for: Duration,
    faults: &mut Vec<(Duration, Fault)>,
) -> Option<EnsembleModel> {
    let random = &mut Random::new(seed ^ CHANCE);
    if random.below(ONE_IN) != 0 {
        return None;
    }
    for _ in 0..1 + random.below(5) {
        let at = random.between(Duration::from_secs(1), faulty_for - Duration::from_secs(2));
        faults.push((at, Fault::Ensemble(trouble(random))));
    }
    let model = EnsembleModel::default();
    Some(EnsembleModel {
        seed,
        lag: (model.lag.0, millis(random, 1, 40)),
        breaks_one_in: pick(random, &[0, 0, 20_000]),
        ..model
    })
}

fn trouble(random: &mut Random) -> EnsembleTrouble {
    let target = any_target(random, NODES);
    let time = millis(random, 500, 12_000);
    match random.below(10) {
        0..3 => EnsembleTrouble::Expired(target),
        3..6 => EnsembleTrouble::CutOff(target, time),
        6 => EnsembleTrouble::NoMajority(time),
        7 => EnsembleTrouble::ControllerRemoved,
        _ => EnsembleTrouble::LosesReplies(time),
    }
}
