//! Three brokers that replicate to each other, over crashes of the processes and a network that delays and breaks.
//!
//! `SEEDS=200 cargo test -p highwater-simulator --test replication` tries more histories; `SEED=17` runs that one alone, and
//! `RUST_LOG=debug` shows what its nodes log; `TRACE=file` keeps the trace of a history that does not get on.

mod story;

use std::time::Duration;

use story::{History, NODES, Story, seeds};
use world_sim::{Crash, NetworkSettings};

/// Crashes one node after another, chosen by chance, and starts it again.
fn crashes(seed: u64, network: NetworkSettings, configs: &[(&str, &str)], crash: Crash) -> History {
    let mut story = Story::begin(seed, network, "", configs);
    for round in 0..3 {
        story.progress(60, &format!("round {round}"));
        let victim = {
            let random = story.cluster.world.random();
            let more = random.between(Duration::ZERO, Duration::from_millis(50));
            let victim = usize::try_from(random.below(NODES as u64)).expect("few");
            story.cluster.world.run_for(more);
            victim
        };
        story.cluster.crash(victim, crash);
        story.progress(30, &format!("round {round}, without node {victim}"));
        story.restart(victim);
    }
    story.progress(60, "all together");
    story.end()
}

/// Crashes all machines at once, and starts them again.
fn power_cuts(seed: u64, configs: &[(&str, &str)]) -> History {
    let mut story = Story::begin(seed, NetworkSettings::default(), "", configs);
    for round in 0..3 {
        story.progress(60, &format!("round {round}"));
        for member in 0..NODES {
            story.cluster.crash(member, Crash::Machine);
        }
        story.cluster.world.run_for(Duration::from_millis(300));
        for member in 0..NODES {
            story.restart(member);
        }
    }
    story.progress(60, "all together");
    story.end()
}

const MIN_TWO: &[(&str, &str)] = &[("min.insync.replicas", "2")];
const FLUSHED: &[(&str, &str)] = &[("min.insync.replicas", "2"), ("flush.messages", "1")];

fn bad_network() -> NetworkSettings {
    NetworkSettings {
        slow_per_million: 5_000,
        break_per_million: 1_000,
        ..NetworkSettings::default()
    }
}

#[test]
fn what_is_acknowledged_survives_crashes_of_single_processes() {
    for seed in seeds(10) {
        let history = crashes(seed, NetworkSettings::default(), MIN_TWO, Crash::Process);
        assert_eq!(history.violations, [""; 0], "seed {seed}");
    }
}

#[test]
fn so_it_does_over_a_bad_network() {
    for seed in seeds(10) {
        let history = crashes(seed, bad_network(), MIN_TWO, Crash::Process);
        assert_eq!(history.violations, [""; 0], "seed {seed}");
    }
}

#[test]
fn it_survives_crashes_of_single_machines() {
    for seed in seeds(10) {
        let history = crashes(seed, NetworkSettings::default(), MIN_TWO, Crash::Machine);
        assert_eq!(history.violations, [""; 0], "seed {seed}");
    }
}

#[test]
fn what_is_flushed_before_it_is_acknowledged_survives_power_cuts() {
    for seed in seeds(10) {
        let history = power_cuts(seed, FLUSHED);
        assert_eq!(history.violations, [""; 0], "seed {seed}");
    }
}

#[test]
fn flushed_or_not_a_crash_of_one_process_loses_nothing() {
    for seed in seeds(10) {
        let history = crashes(seed, bad_network(), FLUSHED, Crash::Process);
        assert_eq!(history.violations, [""; 0], "seed {seed}");
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in seeds(1) {
        let (first, second) = (
            crashes(seed, bad_network(), MIN_TWO, Crash::Process),
            crashes(seed, bad_network(), MIN_TWO, Crash::Process),
        );
        for (line, (one, other)) in first.lines.iter().zip(&second.lines).enumerate() {
            assert_eq!(one, other, "line {line}");
        }
        assert_eq!(first.lines.len(), second.lines.len());
        assert_eq!(first.digest, second.digest);
        assert!(!first.observed.acknowledged.is_empty());
    }
}
