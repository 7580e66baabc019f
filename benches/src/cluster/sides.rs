//! Three processes that keep the same log: a floor with two followers, or three brokers.

use std::path::PathBuf;

use bytes::Bytes;
use conformance::brokers::Kind;
use conformance::cluster::{Cluster, Layout, NewTopic};
use conformance::process::Running;
use conformance::wire::Connection;
use conformance::{Failure, target};

use crate::brokers::{create_file, run_self, start_floor};
use crate::burst::{self, Answers};
use crate::measure::processor_seconds;
use crate::requests::{
    BATCH_BYTES, PRODUCE_VERSION, delete_topic, framed, produce, until_acknowledged,
};

/// How many keep it.
const COPIES: usize = 3;
/// What is deleted leaves the disk soon.
const SETTING: &str = "log.segment.delete.delay.ms=1000";

pub(super) enum Side {
    Floor {
        bootstrap: String,
        running: Vec<Running>,
        folder: PathBuf,
    },
    Brokers(Box<Cluster>),
}

impl Side {
    /// A floor, and those that follow it.
    pub(super) fn floor() -> Result<Self, Failure> {
        let folder = target()
            .join("brokers")
            .join(format!("floors-{}", std::process::id()));
        let (leader, bootstrap) = start_floor(&folder.join("0"), COPIES - 1)?;
        let mut running = vec![leader];
        for number in 1..COPIES {
            let folder = folder.join(number.to_string());
            let words = ["floor-follower", &bootstrap, &folder.display().to_string()];
            running.push(run_self(&folder, &words)?);
        }
        Ok(Self::Floor {
            bootstrap,
            running,
            folder,
        })
    }

    /// Three brokers of a kind, each a controller too.
    pub(super) fn of(kind: &Kind) -> Result<Self, Failure> {
        let cluster = Cluster::start(kind, &Layout::combined(COPIES).with(SETTING))?;
        Ok(Self::Brokers(Box::new(cluster)))
    }

    fn processes(&self) -> Vec<u32> {
        match self {
            Self::Floor { running, .. } => running.iter().map(Running::id).collect(),
            Self::Brokers(cluster) => {
                let ids = cluster.brokers().into_iter();
                ids.filter_map(|id| cluster.process_id(id)).collect()
            }
        }
    }

    /// What all of them have used so far.
    fn used(&self) -> Result<f64, Failure> {
        self.processes().into_iter().map(processor_seconds).sum()
    }

    /// Writes `bytes` with acks=all; the processor seconds of all three for each GB.
    pub(super) fn burst(&self, topic: &str, batch: &Bytes, bytes: usize) -> Result<f64, Failure> {
        let (bootstrap, answers) = match self {
            Self::Floor { bootstrap, .. } => {
                burst::produce(bootstrap, &[create_file()], 1, Answers::Floor)?;
                (bootstrap.clone(), Answers::Floor)
            }
            Self::Brokers(cluster) => {
                let place = NewTopic::placed(topic, &[&[0, 1, 2]]);
                let place = place.with("min.insync.replicas", "2");
                cluster.admin().create(&place)?;
                let brokers = cluster.bootstrap();
                let leader = brokers.split(',').next().unwrap_or_default().to_owned();
                until_acknowledged(&mut Connection::open(&leader)?, topic, 0, batch)?;
                (leader, Answers::Broker)
            }
        };
        let frames = [framed(PRODUCE_VERSION, &produce(topic, 0, -1, batch))?];
        let before = self.used()?;
        burst::produce(&bootstrap, &frames, bytes / BATCH_BYTES, answers)?;
        let used = self.used()? - before;
        if matches!(self, Self::Brokers(_)) {
            delete_topic(&bootstrap, topic)?;
        }
        Ok(used / (bytes as f64 / 1e9))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        if let Self::Floor {
            running, folder, ..
        } = self
        {
            running.iter_mut().for_each(Running::kill);
            // A folder that cannot be removed is only litter in the target folder.
            drop(std::fs::remove_dir_all(folder));
        }
    }
}
