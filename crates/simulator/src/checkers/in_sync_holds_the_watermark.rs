//! Every member of ISR and ELR has everything that is committed.

use metadata::Position;
use types::{BrokerId, TopicPartition};

use super::committed_never_changes::{CommittedLog, CommittedNeverChanges};
use super::{NodeSight, Sight};

/// Looks at the newest metadata and at the disks of those who are named there.
#[derive(Debug, Default)]
pub(super) struct InSyncHoldsTheWatermark {
    /// Controllers that come back know less at first than was known before.
    newest: Option<Position>,
}

/// What a disk lacks of what is committed.
fn lacks(node: &NodeSight<'_>, name: &TopicPartition, log: &CommittedLog) -> Option<String> {
    let batches = node.batches(name);
    let end = batches.last().map_or(0, |batch| batch.end);
    if end < log.end {
        return Some(format!("ends at {end}, and {} is committed", log.end));
    }
    batches
        .iter()
        .filter(|batch| batch.base < log.end)
        .find_map(|batch| log.differs(batch))
}

impl InSyncHoldsTheWatermark {
    pub(super) fn look(
        &mut self,
        sight: &Sight<'_>,
        committed: &CommittedNeverChanges,
        found: &mut Vec<String>,
    ) {
        let Some(image) = sight.active_image() else {
            return;
        };
        if self.newest > Some(image.position()) {
            return;
        }
        self.newest = Some(image.position());
        let node = |id: BrokerId| sight.nodes.iter().find(|node| node.id == id);
        for topic in image.topics().iter() {
            for (partition, known) in topic.partitions.iter() {
                let Some(log) = committed.log(topic.id, *partition) else {
                    continue;
                };
                let name = TopicPartition {
                    topic: topic.name.clone(),
                    partition: *partition,
                };
                let holders = known.in_sync.iter().chain(&known.eligible_leaders);
                for holder in holders
                    .filter_map(|id| node(*id))
                    // What a disk lost is known to the cluster once its broker has registered again.
                    .filter(|node| !node.has_lost)
                {
                    if let Some(what) = lacks(holder, &name, log) {
                        found.push(format!(
                            "ISR and ELR hold the watermark: {name} on broker {}: {what} (ISR {:?}, ELR {:?})",
                            holder.id.0, known.in_sync, known.eligible_leaders
                        ));
                    }
                }
            }
        }
    }
}
