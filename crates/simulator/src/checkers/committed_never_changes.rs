//! Below the high watermark all replicas have the same batches, for ever.

use std::collections::BTreeMap;

use types::{PartitionIndex, TopicId};

use super::{BatchMark, Sight};

/// A partition's committed batches by their first offsets.
#[derive(Debug, Default)]
pub(super) struct CommittedLog {
    batches: BTreeMap<i64, BatchMark>,
    /// One beyond the last committed record.
    pub(super) end: i64,
}

/// All that was ever seen to be committed.
#[derive(Debug, Default)]
pub(super) struct CommittedNeverChanges {
    logs: BTreeMap<(TopicId, PartitionIndex), CommittedLog>,
}

impl CommittedLog {
    /// Compares batches below `end` with what is known, and learns the rest; says where they differ.
    fn learn(&mut self, batches: &[BatchMark], end: i64) -> Option<String> {
        for batch in batches.iter().filter(|batch| batch.end <= end) {
            if batch.base < self.end {
                if let Some(difference) = self.differs(batch) {
                    return Some(difference);
                }
            } else {
                self.batches.insert(batch.base, *batch);
                self.end = batch.end;
            }
        }
        None
    }

    /// How a batch that begins below the committed end differs from what is known there.
    pub(super) fn differs(&self, batch: &BatchMark) -> Option<String> {
        match self.batches.range(..=batch.base).next_back() {
            Some((_, known)) if known == batch => None,
            Some((_, known)) if known.end > batch.base => {
                Some(format!("{known:?} was committed, {batch:?} is there"))
            }
            // Below what was there when it was seen first.
            _ => None,
        }
    }
}

impl CommittedNeverChanges {
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        for node in &sight.nodes {
            for replica in &node.replicas {
                if replica.high_watermark <= replica.log_start {
                    continue;
                }
                let key = (replica.topic_id, replica.name.partition);
                let log = self.logs.entry(key).or_default();
                let mut batches = node.batches(&replica.name);
                batches.retain(|batch| batch.base >= replica.log_start.0);
                if let Some(difference) = log.learn(&batches, replica.high_watermark.0) {
                    found.push(format!(
                        "committed never changes: {} on broker {}: {difference}",
                        replica.name, node.id.0
                    ));
                }
            }
        }
    }

    pub(super) fn log(&self, topic: TopicId, partition: PartitionIndex) -> Option<&CommittedLog> {
        self.logs.get(&(topic, partition))
    }

    pub(super) fn records(&self) -> u64 {
        let ends = self.logs.values().map(|log| log.end);
        u64::try_from(ends.sum::<i64>()).unwrap_or(0)
    }
}
