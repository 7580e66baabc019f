//! What a check works with: a cluster, and clients that write and read.

use std::time::Duration;

use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::{Cluster, Controllers, Layout, PartitionView, throughout, until};
use crate::process::Run;
use crate::ride::{Ridden, Rider};

/// What a complaint begins with when a tool is missing rather than a promise broken.
pub(super) const MISSING: &str = "missing: ";
/// Longest wait until followers are in sync, leaders elected and the like.
pub(super) const CHANGE_LIMIT: Duration = Duration::from_secs(30);

/// What keeps a cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Store {
    /// A quorum of its controllers.
    Quorum,
    /// A ZooKeeper ensemble, started with the cluster.
    Zookeeper,
}

impl Store {
    /// The same cluster, kept in this.
    #[must_use]
    pub fn keeps(self, mut layout: Layout) -> Layout {
        if self == Self::Zookeeper {
            // Every node is a controller there.
            if let Controllers::Separate(count) = layout.controllers {
                layout.brokers = layout.brokers.max(count);
            }
            layout.controllers = Controllers::Combined;
            layout.zookeepers = layout.zookeepers.max(1);
        }
        layout
    }
}

/// What a check works with.
#[derive(Debug)]
pub struct Stage<'a> {
    /// Whose nodes.
    pub kind: &'a Kind,
    /// What keeps its clusters.
    pub store: Store,
    /// The clients that are there.
    pub clients: &'a Clients,
    /// Whether to break what the check is about.
    pub broken: bool,
}

impl Stage<'_> {
    /// A cluster whose brokers are missed after three seconds, as ours are by default.
    pub(super) fn cluster(&self, layout: Layout) -> Result<Cluster, Failure> {
        Cluster::start(self.kind, &self.store.keeps(timed(layout))).map_err(|why| {
            // Only the first step of a network needs what a machine may not allow.
            match why.starts_with("no network namespace") {
                true => format!("{MISSING}{why}"),
                false => why,
            }
        })
    }

    /// The same, where a broker of this id is the active controller if brokers are controllers at all: it is started first.
    pub(super) fn cluster_of_controller(
        &self,
        layout: Layout,
        id: i32,
    ) -> Result<Cluster, Failure> {
        if self.store == Store::Quorum {
            return self.cluster(layout);
        }
        let mut cluster = self.prepared(layout)?;
        cluster.node(id)?.up()?;
        until(CHANGE_LIMIT, "it is the active controller", || {
            Ok((cluster.active_controller()? == id).then_some(()))
        })?;
        for other in cluster.brokers().into_iter().filter(|other| *other != id) {
            cluster.node(other)?.up()?;
        }
        cluster.wait_until_formed()?;
        Ok(cluster)
    }

    /// The same, not started yet.
    pub(super) fn prepared(&self, layout: Layout) -> Result<Cluster, Failure> {
        Cluster::prepare(self.kind, &self.store.keeps(timed(layout)))
    }

    fn kcat(&self, bootstrap: &str) -> Result<Run, Failure> {
        let kcat = self.clients.kcat.as_ref();
        let kcat = kcat.map_err(|missing| format!("{MISSING}{missing}"))?;
        Ok(kcat
            .run(bootstrap)
            .args(["-X", "reconnect.backoff.max.ms=200"]))
    }

    /// Writes numbered lines with kcat: whether all were acknowledged. Those that are not within `limit` are given up.
    pub(super) fn produce(&self, bootstrap: &str, write: &Write<'_>) -> Result<(), Failure> {
        let lines: String = (0..write.count)
            .map(|number| format!("{}{number}\n", write.prefix))
            .collect();
        let limit = format!("message.timeout.ms={}", write.limit.as_millis());
        let acks = format!("acks={}", write.acks);
        self.kcat(bootstrap)?
            .args([
                "-P",
                "-t",
                write.topic,
                "-p",
                "0",
                "-X",
                &limit,
                "-X",
                &acks,
            ])
            .stdin(lines)
            .output()?
            .success()
            .map(drop)
    }

    /// All lines of a topic's first partition that a consumer can read.
    pub(super) fn consume(&self, bootstrap: &str, topic: &str) -> Result<Vec<String>, Failure> {
        self.consume_with(bootstrap, topic, &[])
    }

    /// The same, with more settings of the consumer.
    pub(super) fn consume_with(
        &self,
        bootstrap: &str,
        topic: &str,
        settings: &[&str],
    ) -> Result<Vec<String>, Failure> {
        let output = self
            .kcat(bootstrap)?
            .args(["-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q"])
            .args(settings.iter().flat_map(|setting| ["-X", setting]))
            .limit_seconds(30)
            .output()?
            .success()?;
        Ok(output.text().lines().map(str::to_owned).collect())
    }

    /// Waits until a consumer reads these lines and no others.
    pub(super) fn until_read(
        &self,
        bootstrap: &str,
        topic: &str,
        expected: &[String],
    ) -> Result<(), Failure> {
        until(CHANGE_LIMIT, "a reader sees what it must", || {
            same(&self.consume(bootstrap, topic)?, expected, "a reader").map(Some)
        })
    }

    /// All lines that a member of a group reads until nothing more is there.
    pub(super) fn consume_as(
        &self,
        group: &str,
        bootstrap: &str,
        topic: &str,
    ) -> Result<Vec<String>, Failure> {
        let output = self
            .kcat(bootstrap)?
            .args(["-G", group, topic, "-e", "-q"])
            .args([
                "-X",
                "auto.offset.reset=earliest",
                "-X",
                "session.timeout.ms=6000",
            ])
            .limit_seconds(60)
            .output()?
            .success()?;
        Ok(output.text().lines().map(str::to_owned).collect())
    }

    /// What librdkafka says about the follower that it was sent to.
    pub(super) fn served_by_follower(
        &self,
        bootstrap: &str,
        topic: &str,
        rack: &str,
    ) -> Result<String, Failure> {
        let output = self
            .kcat(bootstrap)?
            .args(["-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q"])
            .args(["-X", rack, "-d", "fetch,topic"])
            .limit_seconds(30)
            .output()?
            .success()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = said.lines().find(|line| line.contains("preferred replica"));
        let line = line.ok_or("the consumer was not sent to the follower")?;
        let (_, said) = line.rsplit_once("]: ").unwrap_or(("", line));
        Ok(format!("librdkafka: {said}"))
    }

    /// Spreads so many small records over all partitions.
    pub(super) fn fill(&self, bootstrap: &str, topic: &str, count: usize) -> Result<(), Failure> {
        let lines: String = (0..count).map(|number| format!("{number}\n")).collect();
        self.kcat(bootstrap)?
            .args(["-P", "-t", topic, "-X", "sticky.partitioning.linger.ms=0"])
            .stdin(lines)
            .output()?
            .success()
            .map(drop)
    }

    /// A franz-go client that writes at a steady pace and tries again for ever.
    pub(super) fn ride(
        &self,
        cluster: &Cluster,
        topic: &str,
        acks: &str,
    ) -> Result<Rider, Failure> {
        let go = self.clients.go.as_ref();
        let go = go.map_err(|missing| format!("{MISSING}{missing}"))?;
        let run = go.run().args([
            "ride",
            &cluster.bootstrap(),
            topic,
            "2000",
            "patient",
            "produce",
            acks,
        ]);
        Rider::start(run, &cluster.folder().join(format!("rider-{topic}.log")))
    }
}

/// Lines to be written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Write<'a> {
    pub(super) topic: &'a str,
    pub(super) prefix: &'a str,
    pub(super) count: usize,
    pub(super) acks: &'a str,
    pub(super) limit: Duration,
}

impl<'a> Write<'a> {
    /// So many lines with acks=all, for as long as an election may take.
    pub(super) fn all(topic: &'a str, prefix: &'a str, count: usize) -> Self {
        Self {
            topic,
            prefix,
            count,
            acks: "all",
            limit: CHANGE_LIMIT,
        }
    }

    /// The same with other acks.
    pub(super) fn acks(self, acks: &'a str) -> Self {
        Self { acks, ..self }
    }

    /// The same, given up earlier.
    pub(super) fn within_ms(self, limit: u64) -> Self {
        Self {
            limit: Duration::from_millis(limit),
            ..self
        }
    }
}

fn timed(layout: Layout) -> Layout {
    layout
        .with("broker.session.timeout.ms=3000")
        .with("broker.heartbeat.interval.ms=500")
        .with("replica.lag.time.max.ms=3000")
}

/// The lines that [`Stage::produce`] writes.
pub(super) fn lines(prefix: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("{prefix}{number}"))
        .collect()
}

/// Holds what was read against what was expected.
pub(super) fn same(read: &[String], expected: &[String], what: &str) -> Result<(), Failure> {
    if read == expected {
        return Ok(());
    }
    let differ = read
        .iter()
        .zip(expected)
        .position(|(read, expected)| read != expected);
    let at = differ.unwrap_or(read.len().min(expected.len()));
    Err(format!(
        "{what}: {} lines, expected {}; from line {at} on {:?} instead of {:?}",
        read.len(),
        expected.len(),
        read.get(at),
        expected.get(at)
    ))
}

/// Waits until all replicas of a topic's first partition are in sync, and its log is the same bytes on each.
pub(super) fn until_equal(cluster: &mut Cluster, topic: &str) -> Result<usize, Failure> {
    let replicas = cluster.admin().partition(topic)?.replicas;
    until(CHANGE_LIMIT, "replicas are the same bytes", || {
        let view = cluster.admin().partition(topic)?;
        if view.isr.len() < view.replicas.len() {
            return Err(format!("in sync are {:?}", view.isr));
        }
        let mut logs = Vec::new();
        for id in &replicas {
            let mut log = cluster.node(*id)?.log_bytes(topic, 0)?;
            // A segment may be made larger than it is filled.
            let filled = log
                .iter()
                .rposition(|byte| *byte != 0)
                .map_or(0, |last| last + 1);
            log.truncate(filled);
            logs.push(log);
        }
        let same = logs.iter().all(|log| Some(log) == logs.first());
        Ok(same.then(|| logs.first().map_or(0, Vec::len)))
    })
}

/// Waits until brokers 0 and 1 lead all partitions of a topic.
pub(super) fn until_moved(cluster: &Cluster, topic: &str) -> Result<(), Failure> {
    until(CHANGE_LIMIT, "others lead all partitions", || {
        let view = cluster.admin().topic(topic)?;
        let moved = view
            .partitions
            .iter()
            .all(|partition| (0..2).contains(&partition.leader));
        Ok(moved.then_some(()))
    })
}

/// Writes go on for `quiet`, none of them fails, and a topic's first partition is led as `before` all the time.
pub(super) fn no_election(
    cluster: &Cluster,
    mut rider: Rider,
    topic: &str,
    before: &PartitionView,
    quiet: Duration,
) -> Result<Ridden, Failure> {
    rider.acknowledged_more(200)?;
    let admin = cluster.admin();
    throughout(quiet, || match admin.partition(topic)? {
        now if now == *before => Ok(()),
        now => Err(format!("an election was made: {before:?} became {now:?}")),
    })?;
    rider.acknowledged_more(200)?;
    let ridden = rider.finish()?;
    match ridden.errors.first() {
        Some(error) => Err(format!("a write failed: {error}")),
        None => Ok(ridden),
    }
}
