//! Three brokers that replicate to each other, over crashes of the processes and a network that delays and breaks.
//!
//! `SEEDS=200 cargo test -p highwater-simulator --test replication` tries more histories; `SEED=17` runs that one alone, and
//! `RUST_LOG=debug` shows what its nodes log; `TRACE=file` keeps the trace of a history that does not get on.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use simulator::checkers::{self, Logs};
use simulator::{Cluster, ClusterSettings, Observed, Workload, WorkloadSettings};
use tracing_subscriber::EnvFilter;
use world_sim::{Crash, NetworkSettings, WorldSettings};

const NODES: usize = 3;
const TOPIC: &str = "events";

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

struct Story {
    seed: u64,
    cluster: Cluster,
    workload: Arc<Workload>,
}

impl Story {
    fn begin(seed: u64, network: NetworkSettings, configs: &[(&str, &str)]) -> Self {
        // Only the first of the process is taken.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::from_default_env())
            .without_time()
            .with_ansi(false)
            .try_init();
        let world = WorldSettings {
            seed,
            network,
            keeps_trace: true,
            ..WorldSettings::default()
        };
        let mut cluster = Cluster::new(&ClusterSettings {
            nodes: NODES,
            properties: String::new(),
            world,
        });
        for member in 0..NODES {
            cluster.start(member).expect("an empty disk starts");
        }
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let settings = WorkloadSettings {
            topic: TOPIC.into(),
            replication_factor: 3,
            configs: configs.iter().map(own).collect(),
            ..WorkloadSettings::default()
        };
        let workload = cluster.start_workload(settings);
        Self {
            seed,
            cluster,
            workload,
        }
    }

    fn progress(&mut self, records: usize, what: &str) {
        let wanted = self.workload.acknowledged() + records;
        let workload = self.workload.clone();
        let went_on = self.cluster.world.run_until(Duration::from_secs(60), |_| {
            workload.acknowledged() >= wanted
        });
        let exited: Vec<_> = (0..NODES)
            .map(|member| self.cluster.world.exited(self.cluster.process(member)))
            .collect();
        let errors = workload.observed().errors;
        if !went_on && let Some(path) = std::env::var_os("TRACE") {
            let lines = self.cluster.world.trace().lines().join("\n");
            std::fs::write(path, lines).expect("written");
        }
        assert!(
            went_on,
            "seed {}, {what}: stuck at {}, {errors:?}, exited {exited:?}",
            self.seed,
            workload.acknowledged()
        );
    }

    fn restart(&mut self, member: usize) {
        if let Err(error) = self.cluster.start(member) {
            panic!("seed {}: node {member} does not start: {error}", self.seed);
        }
    }

    fn logs(&self) -> Logs {
        let mut logs = Logs::new();
        for member in 0..NODES {
            for partition in self.workload.high_watermarks().into_keys() {
                let log = self.cluster.log_on_disk(member, TOPIC, partition);
                let log = log.expect("the disk is well").unwrap_or_default();
                logs.insert((partition, member), log);
            }
        }
        logs
    }

    /// Reads everything back and waits until all replicas have everything.
    fn end(mut self) -> History {
        self.workload.read_back();
        let workload = self.workload.clone();
        let limit = Duration::from_secs(120);
        let read = self
            .cluster
            .world
            .run_until(limit, |_| workload.has_read_all());
        let observed = workload.observed();
        assert!(
            read,
            "seed {}: not read to the end, {:?}",
            self.seed, observed.errors
        );
        let mut disagreements = Vec::new();
        for _ in 0..60 {
            self.cluster.world.run_for(Duration::from_secs(1));
            disagreements = checkers::replicas_agree(&self.logs(), &workload.high_watermarks());
            if disagreements.is_empty() {
                break;
            }
        }
        let mut violations = checkers::all(&observed);
        violations.extend(disagreements);
        let trace = self.cluster.world.trace();
        History {
            violations,
            observed,
            lines: trace.lines().to_vec(),
            digest: trace.digest(),
        }
    }
}

struct History {
    violations: Vec<String>,
    observed: Observed,
    lines: Vec<String>,
    digest: u64,
}

/// Crashes one node after another, chosen by chance, and starts it again.
fn crashes(seed: u64, network: NetworkSettings, configs: &[(&str, &str)], crash: Crash) -> History {
    let mut story = Story::begin(seed, network, configs);
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
    let mut story = Story::begin(seed, NetworkSettings::default(), configs);
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
