//! Three brokers with many partitions, and nobody who asks for anything.

use std::thread;
use std::time::{Duration, Instant};

use conformance::Failure;
use conformance::cluster::{Cluster, Layout, NewTopic, until};

use crate::brokers::highwater;
use crate::measure::{processor_seconds, resident_megabytes};

/// So many topics of so many partitions, each with three replicas.
const TOPICS: usize = 3;
const PARTITIONS: i32 = 1_000;
/// Longest wait until all replicas are in sync.
const LIMIT: Duration = Duration::from_secs(120);
/// Nothing is done for so long before it counts, and while it counts.
const SETTLE: Duration = Duration::from_secs(10);
const WATCH: Duration = Duration::from_secs(30);

/// The broker that uses most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Idle {
    /// Of one core.
    pub(super) percent: f64,
    pub(super) megabytes: f64,
}

pub(super) fn run() -> Result<Idle, Failure> {
    let cluster = Cluster::start(&highwater(), &Layout::combined(3))?;
    let admin = cluster.admin();
    for number in 0..TOPICS {
        let name = format!("idle-{number}");
        admin.create(&NewTopic::spread(&name, PARTITIONS, 3))?;
        until(LIMIT, "all replicas are in sync", || {
            let partitions = admin.topic(&name)?.partitions;
            let whole = partitions.iter().all(|partition| partition.isr.len() == 3);
            Ok(whole.then_some(()))
        })?;
    }
    thread::sleep(SETTLE);
    let ids = cluster.brokers().into_iter();
    let processes: Vec<u32> = ids.filter_map(|id| cluster.process_id(id)).collect();
    let used = || -> Result<Vec<f64>, Failure> {
        processes.iter().copied().map(processor_seconds).collect()
    };
    let (begun, before) = (Instant::now(), used()?);
    thread::sleep(WATCH);
    let (time, after) = (begun.elapsed().as_secs_f64(), used()?);
    let mut most = Idle::default();
    for (before, after) in before.iter().zip(&after) {
        most.percent = most.percent.max((after - before) / time * 100.0);
    }
    for process in processes {
        most.megabytes = most.megabytes.max(resident_megabytes(process)?);
    }
    Ok(most)
}
