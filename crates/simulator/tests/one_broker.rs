//! One broker that is its own controller, over crashes of its process and its machine.
//!
//! `SEEDS=200 cargo test -p highwater-simulator` tries more histories; `SEED=17` runs that one alone.

use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use simulator::{Cluster, ClusterSettings, Observed, WorkloadSettings, checkers};
use world::Disk;
use world_sim::{Crash, DiskFault, DiskOperation, NetworkSettings, WorldSettings};

const FLUSHED: &[(&str, &str)] = &[("flush.messages", "1")];
const SMALL_SEGMENTS: &[(&str, &str)] = &[("flush.messages", "1"), ("segment.bytes", "1048576")];

/// How a node goes down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Crash(Crash),
    Stop,
}

const PROCESS: &[End] = &[End::Crash(Crash::Process)];
const MACHINE: &[End] = &[End::Crash(Crash::Machine)];
const ANY: &[End] = &[
    End::Crash(Crash::Process),
    End::Crash(Crash::Machine),
    End::Stop,
];

struct History {
    observed: Observed,
    lines: Vec<String>,
    digest: u64,
}

fn seeds(few: u64) -> Range<u64> {
    let number = |name| {
        std::env::var(name)
            .ok()
            .and_then(|text: String| text.parse().ok())
    };
    match (number("SEED"), number("SEEDS")) {
        (Some(one), _) => one..one + 1,
        (None, count) => 0..count.unwrap_or(few),
    }
}

/// Runs a workload over three ends of the node and reads everything back.
fn history(seed: u64, ends: &[End], configs: &[(&str, &str)]) -> History {
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
    let properties = String::new();
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: 1,
        properties,
        world,
    });
    cluster.start(0).expect("an empty disk starts");
    let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    let configs = configs.iter().map(own).collect();
    let padding_bytes_max = if ends == ANY { 60_000 } else { 2000 };
    let settings = WorkloadSettings {
        configs,
        padding_bytes_max,
        ..WorkloadSettings::default()
    };
    let workload = cluster.start_workload(settings);
    for round in 0..3 {
        let wanted = workload.acknowledged() + 100;
        let limit = Duration::from_secs(30);
        let got_on = cluster
            .world
            .run_until(limit, |_| workload.acknowledged() >= wanted);
        let exited = cluster.world.exited(cluster.process(0));
        let errors = workload.observed().errors;
        assert!(
            got_on,
            "seed {seed}, round {round}: stuck, {errors:?}, exited {exited:?}"
        );
        let random = cluster.world.random();
        let more = random.between(Duration::ZERO, Duration::from_millis(50));
        let end = ends[usize::try_from(random.below(ends.len() as u64)).expect("few")];
        cluster.world.run_for(more);
        match end {
            End::Crash(crash) => cluster.crash(0, crash),
            End::Stop => {
                let stopped = cluster.stop(0, Duration::from_secs(30));
                assert!(stopped, "seed {seed}, round {round}: the stop does not end");
            }
        }
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
    let (lines, digest) = (trace.lines().to_vec(), trace.digest());
    History {
        observed: workload.observed(),
        lines,
        digest,
    }
}

#[test]
fn what_is_flushed_before_it_is_acknowledged_survives_the_machine() {
    for seed in seeds(20) {
        let history = history(seed, MACHINE, FLUSHED);
        assert_eq!(checkers::all(&history.observed), [""; 0], "seed {seed}");
    }
}

#[test]
fn a_crash_of_the_process_alone_loses_nothing() {
    for seed in seeds(20) {
        let history = history(seed, PROCESS, &[]);
        assert_eq!(checkers::all(&history.observed), [""; 0], "seed {seed}");
    }
}

#[test]
fn crashes_and_stops_mix_over_many_segments() {
    for seed in seeds(20) {
        let history = history(seed, ANY, SMALL_SEGMENTS);
        assert_eq!(checkers::all(&history.observed), [""; 0], "seed {seed}");
    }
}

#[test]
fn without_flushes_a_crash_of_the_machine_may_lose_what_was_acknowledged() {
    // The simulation can see the loss that the other tests rule out.
    let lost = (0..10).any(|seed| {
        let observed = history(seed, MACHINE, &[]).observed;
        !checkers::acknowledged_never_lost(&observed).is_empty()
    });
    assert!(lost);
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    for seed in seeds(2) {
        let (first, second) = (history(seed, ANY, FLUSHED), history(seed, ANY, FLUSHED));
        for (line, (one, other)) in first.lines.iter().zip(&second.lines).enumerate() {
            assert_eq!(one, other, "line {line}");
        }
        assert_eq!(first.lines.len(), second.lines.len());
        assert_eq!(first.digest, second.digest);
    }
}

/// Starts a node and a workload, and lets it run until records are acknowledged.
fn running(seed: u64, configs: &[(&str, &str)]) -> (Cluster, std::sync::Arc<simulator::Workload>) {
    let world = WorldSettings {
        seed,
        keeps_trace: true,
        ..WorldSettings::default()
    };
    let properties = String::new();
    let mut cluster = Cluster::new(&ClusterSettings {
        nodes: 1,
        properties,
        world,
    });
    cluster.start(0).expect("an empty disk starts");
    let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    let configs = configs.iter().map(own).collect();
    let settings = WorkloadSettings {
        configs,
        ..WorkloadSettings::default()
    };
    let workload = cluster.start_workload(settings);
    let limit = Duration::from_secs(30);
    assert!(
        cluster
            .world
            .run_until(limit, |_| workload.acknowledged() >= 50)
    );
    (cluster, workload)
}

fn read_back(cluster: &mut Cluster, workload: &simulator::Workload, seed: u64) {
    workload.read_back();
    let read = cluster
        .world
        .run_until(Duration::from_secs(60), |_| workload.has_read_all());
    assert!(
        read,
        "seed {seed}: not read to the end, {:?}",
        workload.observed().errors
    );
    assert_eq!(checkers::all(&workload.observed()), [""; 0], "seed {seed}");
}

#[test]
fn a_flush_that_fails_ends_the_node_and_acknowledges_nothing() {
    for seed in seeds(10) {
        let (mut cluster, workload) = running(seed, FLUSHED);
        let process = cluster.process(0);
        cluster.world.disk(process).inject(DiskFault {
            operation: DiskOperation::Flush,
            path_contains: "/events-1/".into(),
            error: std::io::ErrorKind::Other,
            times: 1,
        });
        let limit = Duration::from_secs(10);
        assert!(
            cluster
                .world
                .run_until(limit, |world| world.exited(process).is_some()),
            "seed {seed}"
        );
        let reason = cluster.world.exited(process).unwrap_or_default().to_owned();
        assert!(reason.contains("/data"), "{reason}");
        cluster.crash(0, Crash::Machine);
        cluster
            .start(0)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        read_back(&mut cluster, &workload, seed);
    }
}

#[test]
fn a_full_disk_refuses_writes_and_serves_on() {
    for seed in seeds(10) {
        let (mut cluster, workload) = running(seed, &[]);
        let disk = cluster.world.disk(cluster.process(0)).clone();
        let usage = disk.usage(Path::new("/data")).expect("known");
        disk.set_capacity(usage.total - usage.available + 50_000);
        cluster.world.run_for(Duration::from_secs(2));
        assert_eq!(
            cluster.world.exited(cluster.process(0)),
            None,
            "seed {seed}"
        );
        let errors = workload.observed().errors;
        assert!(
            errors.keys().any(|error| error.contains("Storage")),
            "seed {seed}: {errors:?}"
        );
        disk.set_capacity(usage.total);
        let wanted = workload.acknowledged() + 50;
        let limit = Duration::from_secs(10);
        assert!(
            cluster
                .world
                .run_until(limit, |_| workload.acknowledged() >= wanted),
            "seed {seed}"
        );
        cluster.crash(0, Crash::Process);
        cluster
            .start(0)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        read_back(&mut cluster, &workload, seed);
    }
}
