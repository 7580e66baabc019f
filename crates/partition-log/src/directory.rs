//! One log directory of a broker: its lock, its identity, how it was left, its checkpoints and its partitions.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use types::{BrokerEpoch, BrokerId, DirectoryId, Instant, Now, Offset, TopicId, TopicPartition};
use world::Entropy;

use crate::config::LogConfig;
use crate::error::LogError;
use crate::file_cache::FileCache;
use crate::log::{PartitionLog, Recovery};
use crate::names::DirectoryKind;

/// Whose directory it must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClusterIdentity {
    /// The cluster; none while it is not known yet.
    pub cluster_id: Option<String>,
    /// This node.
    pub node_id: BrokerId,
}

/// How the directory was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Restart {
    /// There was nothing in it.
    New,
    /// Everything was flushed and closed. The epoch is [`BrokerEpoch::NONE`] where the marker of an older Kafka has none.
    Clean {
        /// The broker's last registration.
        broker_epoch: BrokerEpoch,
    },
    /// Only the process died: what it wrote is there, flushed or not.
    Warm {
        /// The broker's last registration; none when it died before one.
        broker_epoch: BrokerEpoch,
    },
    /// Anything may have happened to what was not flushed.
    Unclean,
}

/// The offsets of all logs that are kept per directory.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checkpoints {
    /// Everything below is flushed.
    pub recovery_points: BTreeMap<TopicPartition, Offset>,
    /// The high watermark, as a hint for the next start.
    pub high_watermarks: BTreeMap<TopicPartition, Offset>,
    /// Log start offsets that are not the base of a segment.
    pub log_starts: BTreeMap<TopicPartition, Offset>,
}

/// A partition's directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedDirectory {
    /// The partition it is called after.
    pub partition: TopicPartition,
    /// What it is.
    pub kind: DirectoryKind,
    /// Its name.
    pub name: String,
}

/// A log directory: held by this process alone for as long as the value lives.
#[derive(Debug)]
pub struct LogDirectory {}

#[allow(unused_variables, clippy::missing_errors_doc, reason = "bodies follow")]
impl LogDirectory {
    /// Takes the directory, makes it ours if it is empty, and finds out how it was left.
    ///
    /// # Errors
    /// Held by another process; of another cluster or node; unreadable.
    pub fn open(
        files: Arc<FileCache>,
        entropy: &dyn Entropy,
        path: &Path,
        identity: &ClusterIdentity,
    ) -> Result<Self, LogError> {
        unimplemented!()
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        unimplemented!()
    }

    /// Its own id (KIP-858).
    #[must_use]
    pub fn id(&self) -> DirectoryId {
        unimplemented!()
    }

    /// The cluster that it belongs to; none until one is known.
    #[must_use]
    pub fn cluster_id(&self) -> Option<&str> {
        unimplemented!()
    }

    /// Writes down the cluster that it belongs to, once that is known.
    pub fn set_cluster_id(&mut self, cluster_id: &str) -> Result<(), LogError> {
        unimplemented!()
    }

    /// How it was left.
    #[must_use]
    pub fn restart(&self) -> Restart {
        unimplemented!()
    }

    /// Writes down the registration under which the broker runs now: what a warm restart reports.
    pub fn set_broker_epoch(&self, broker_epoch: BrokerEpoch) -> Result<(), LogError> {
        unimplemented!()
    }

    /// What was in it when it was opened: logs, and what is set aside. What is to be deleted is scheduled already.
    #[must_use]
    pub fn listed(&self) -> &[ListedDirectory] {
        unimplemented!()
    }

    /// The high watermark that was checkpointed before this start.
    #[must_use]
    pub fn checkpointed_high_watermark(&self, partition: &TopicPartition) -> Option<Offset> {
        unimplemented!()
    }

    /// The topic id in a partition's directory.
    pub fn topic_id_of(&self, partition: &TopicPartition) -> Result<Option<TopicId>, LogError> {
        unimplemented!()
    }

    /// Opens the log of a partition, recovering it where the restart was not clean. Where there is none, nothing is made
    /// until the first append. Another topic's directory of the same name is set aside as stray.
    pub fn open_log(
        &self,
        partition: &TopicPartition,
        topic_id: Option<TopicId>,
        config: Arc<LogConfig>,
        now: Now,
    ) -> Result<(PartitionLog, Recovery), LogError> {
        unimplemented!()
    }

    /// Replaces the checkpoints on the disk. Whatever is to be kept must be in them.
    pub fn write_checkpoints(&self, checkpoints: &Checkpoints) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Replaces the checkpoint of high watermarks only.
    pub fn write_high_watermarks(&self, marks: &BTreeMap<TopicPartition, Offset>) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Removes directories whose delay is over; when the next are due.
    pub fn delete_due(&self, now: Instant) -> Result<Option<Instant>, LogError> {
        unimplemented!()
    }

    /// Writes the checkpoints and the marker of a clean stop. Every log must have been closed with
    /// [`PartitionLog::close_clean`], without an error: else do not call this, and the next start scans.
    pub fn close_clean(self, checkpoints: &Checkpoints, broker_epoch: BrokerEpoch) -> Result<(), LogError> {
        unimplemented!()
    }
}
