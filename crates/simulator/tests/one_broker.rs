//! One broker that is its own controller, over crashes of its process and its machine.

use std::time::Duration;

use simulator::{Cluster, ClusterSettings, Observed, WorkloadSettings, checkers};
use world_sim::{Crash, NetworkSettings, WorldSettings};

const FLUSHED: &[(&str, &str)] = &[("flush.messages", "1")];

struct History {
    observed: Observed,
    lines: Vec<String>,
    digest: u64,
}

/// Runs a workload over three crashes and reads everything back.
fn history(seed: u64, crash: Crash, configs: &[(&str, &str)]) -> History {
    let network = NetworkSettings {
        slow_per_million: 5_000,
        break_per_million: 2_000,
        ..NetworkSettings::default()
    };
    let world = WorldSettings {
        seed,
        network,
        keeps_trace: true,
        ..WorldSettings::default()
    };
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: 1,
        properties: String::new(),
        world,
    });
    cluster.start(0).expect("an empty disk starts");
    let configs = configs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    let workload = cluster.start_workload(WorkloadSettings {
        configs,
        ..WorkloadSettings::default()
    });
    for round in 0..3 {
        let before = workload.acknowledged();
        let got_on = cluster.world.run_until(Duration::from_secs(30), |_| {
            workload.acknowledged() >= before + 100
        });
        assert!(
            got_on,
            "seed {seed}, round {round}: stuck after {:?}",
            workload.observed().errors
        );
        let more = cluster
            .world
            .random()
            .between(Duration::ZERO, Duration::from_millis(50));
        cluster.world.run_for(more);
        cluster.crash(0, crash);
        cluster.world.run_for(Duration::from_millis(300));
        cluster
            .start(0)
            .unwrap_or_else(|error| panic!("seed {seed}, round {round}: {error}"));
    }
    workload.read_back();
    let read = cluster
        .world
        .run_until(Duration::from_secs(60), |_| workload.has_read_all());
    assert!(
        read,
        "seed {seed}: not read to the end, {:?}",
        workload.observed().errors
    );
    let trace = cluster.world.trace();
    History {
        observed: workload.observed(),
        lines: trace.lines().to_vec(),
        digest: trace.digest(),
    }
}

#[test]
fn what_is_flushed_before_it_is_acknowledged_survives_the_machine() {
    for seed in 0..20 {
        let history = history(seed, Crash::Machine, FLUSHED);
        assert_eq!(
            checkers::acknowledged_never_lost(&history.observed),
            [""; 0],
            "seed {seed}"
        );
        assert_eq!(
            checkers::offsets_dense(&history.observed),
            [""; 0],
            "seed {seed}"
        );
    }
}

#[test]
fn a_crash_of_the_process_alone_loses_nothing() {
    for seed in 0..20 {
        let history = history(seed, Crash::Process, &[]);
        assert_eq!(checkers::all(&history.observed), [""; 0], "seed {seed}");
    }
}

#[test]
fn without_flushes_a_crash_of_the_machine_may_lose_what_was_acknowledged() {
    // The simulation can see the loss that the other tests rule out.
    let lost = (0..10).any(|seed| {
        !checkers::acknowledged_never_lost(&history(seed, Crash::Machine, &[]).observed).is_empty()
    });
    assert!(lost);
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for crash in [Crash::Process, Crash::Machine] {
        let (first, second) = (history(5, crash, FLUSHED), history(5, crash, FLUSHED));
        for (line, (a, b)) in first.lines.iter().zip(&second.lines).enumerate() {
            assert_eq!(a, b, "line {line}");
        }
        assert_eq!(first.lines.len(), second.lines.len());
        assert_eq!(first.digest, second.digest);
    }
}
