//! All hosted partitions. A leaf lock: it is held for a look-up, never while a partition is at work.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use types::{PartitionIndex, TopicId};

use super::HostedPartition;

use crate::sync::{AtomicU64, Ordering, RwLock};

/// Hosted partitions by topic id and number.
#[derive(Debug, Default)]
pub(crate) struct Table {
    partitions: RwLock<BTreeMap<(TopicId, PartitionIndex), Arc<HostedPartition>>>,
    serial: AtomicU64,
}

impl Table {
    /// The partition, if this broker hosts it.
    pub(crate) fn get(
        &self,
        topic: TopicId,
        partition: PartitionIndex,
    ) -> Option<Arc<HostedPartition>> {
        let partitions = self
            .partitions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        partitions.get(&(topic, partition)).cloned()
    }

    /// A number that no other hosting has; never zero.
    pub(crate) fn next_serial(&self) -> u64 {
        self.serial.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Adds a partition.
    ///
    /// # Panics
    /// When it is hosted already: two logs over one directory would destroy each other.
    pub(crate) fn insert(&self, partition: Arc<HostedPartition>) {
        let key = (partition.topic_id, partition.name.partition);
        let mut partitions = self
            .partitions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let before = partitions.insert(key, partition);
        assert!(before.is_none(), "a partition is hosted once");
    }

    /// Takes a partition out.
    pub(crate) fn remove(
        &self,
        topic: TopicId,
        partition: PartitionIndex,
    ) -> Option<Arc<HostedPartition>> {
        let mut partitions = self
            .partitions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        partitions.remove(&(topic, partition))
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> Vec<Arc<HostedPartition>> {
        let partitions = self
            .partitions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        partitions.values().cloned().collect()
    }
}
