//! Three brokers with a workload, and what is known of them while a test goes on. Shared by several tests.

#![allow(dead_code, reason = "each test uses its part")]

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use metadata::PartitionRegistration;
use simulator::checkers::{self, Logs};
use simulator::{Cluster, ClusterSettings, Observed, Workload, WorkloadSettings};
use tracing_subscriber::EnvFilter;
use types::{BrokerId, PartitionIndex};
use world_sim::{EnsembleModel, NetworkSettings, WorldSettings};

pub(crate) const NODES: usize = 3;
pub(crate) const TOPIC: &str = "events";

/// Seeds from `SEED` or `SEEDS`, else a few.
pub(crate) fn seeds(few: u64) -> Range<u64> {
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

/// A history that goes on.
pub(crate) struct Story {
    pub(crate) seed: u64,
    pub(crate) cluster: Cluster,
    pub(crate) workload: Arc<Workload>,
}

impl Story {
    pub(crate) fn begin(
        seed: u64,
        network: NetworkSettings,
        properties: &str,
        configs: &[(&str, &str)],
    ) -> Self {
        Self::begin_from(seed, network, properties, configs, "")
    }

    /// As [`Story::begin`], with consumers in a rack.
    pub(crate) fn begin_from(
        seed: u64,
        network: NetworkSettings,
        properties: &str,
        configs: &[(&str, &str)],
        rack: &str,
    ) -> Self {
        Self::begin_with(seed, network, properties, configs, rack, Cluster::new)
    }

    /// As [`Story::begin`], on a ZooKeeper ensemble.
    pub(crate) fn on_zookeeper(seed: u64, model: EnsembleModel) -> Self {
        let network = NetworkSettings::default();
        let cluster = |settings: &ClusterSettings| Cluster::on_zookeeper(settings, model);
        Self::begin_with(seed, network, "", &[], "", cluster)
    }

    fn begin_with(
        seed: u64,
        network: NetworkSettings,
        properties: &str,
        configs: &[(&str, &str)],
        rack: &str,
        cluster: impl FnOnce(&ClusterSettings) -> Cluster,
    ) -> Self {
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
        let mut cluster = cluster(&ClusterSettings {
            nodes: NODES,
            properties: properties.to_owned(),
            world,
        });
        for member in 0..NODES {
            cluster.start(member).expect("an empty disk starts");
        }
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let settings = WorkloadSettings {
            topic: TOPIC.into(),
            replication_factor: 3,
            rack: rack.to_owned(),
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

    pub(crate) fn progress(&mut self, records: usize, what: &str) {
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

    pub(crate) fn restart(&mut self, member: usize) {
        if let Err(error) = self.cluster.start(member) {
            panic!("seed {}: node {member} does not start: {error}", self.seed);
        }
    }

    pub(crate) fn logs(&self) -> Logs {
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
    pub(crate) fn end(mut self) -> History {
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

/// How a history ended.
pub(crate) struct History {
    pub(crate) violations: Vec<String>,
    pub(crate) observed: Observed,
    pub(crate) lines: Vec<String>,
    pub(crate) digest: u64,
}

impl Story {
    /// The node whose controller is active.
    pub(crate) fn active(&self) -> Option<usize> {
        let active = |member: &usize| {
            let controller = self.cluster.controller(*member);
            controller.is_some_and(|controller| controller.is_active())
        };
        (0..NODES).find(active)
    }

    /// A partition as the active controller has it.
    pub(crate) fn partition(&self, partition: i32) -> Option<PartitionRegistration> {
        let image = self.cluster.controller(self.active()?)?.image();
        let topic = image.topic(TOPIC)?;
        let registered = topic.partition(PartitionIndex(partition))?;
        Some((**registered).clone())
    }

    /// Runs until a partition is as wanted.
    pub(crate) fn until(
        &mut self,
        what: &str,
        partition: i32,
        wanted: impl Fn(&PartitionRegistration) -> bool,
    ) {
        for _ in 0..6_000 {
            if self.partition(partition).is_some_and(|it| wanted(&it)) {
                return;
            }
            self.cluster.world.run_for(Duration::from_millis(10));
        }
        let is = self.partition(partition);
        panic!("seed {}: {what} does not come, {is:?}", self.seed);
    }
}

/// The node of a broker.
pub(crate) fn member(broker: BrokerId) -> usize {
    usize::try_from(broker.0 - 1).expect("a broker")
}
