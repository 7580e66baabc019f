//! Every member of ISR and ELR has everything that is committed.

use metadata::Position;
use types::{BrokerId, TopicId, TopicPartition};

use super::committed_never_changes::{CommittedLog, CommittedNeverChanges};
use super::{BatchMark, NodeSight, Sight};

/// Looks at the newest metadata and at the disks of those who are named there.
#[derive(Debug, Default)]
pub(super) struct InSyncHoldsTheWatermark {
    /// Controllers that come back know less at first than was known before.
    newest: Option<Position>,
}

/// What a disk lacks of what is committed, from `start` on.
fn lacks(
    node: &NodeSight<'_>,
    name: &TopicPartition,
    log: &CommittedLog,
    start: i64,
) -> Option<String> {
    let batches = node.batches(name);
    let end = node.end(name, &batches);
    if end < log.end {
        return Some(format!("ends at {end}, and {} is committed", log.end));
    }
    // Below its start nobody reads: what it has there may be of its own, for a leader that has deleted does not know any more
    // where the two differ.
    let live = |batch: &&BatchMark| batch.end > start && batch.base < log.end;
    let differs = log.differs(batches.iter().filter(live));
    // A compacted log has holes.
    let is_dense = !name.topic.as_str().starts_with("__");
    differs.or_else(|| is_dense.then(|| log.hole(&batches, start)).flatten())
}

/// From where on a replica has to have everything: its own start, or, while nobody can be asked, what was asked to be deleted.
fn start_of(node: &NodeSight<'_>, topic: TopicId, name: &TopicPartition, sight: &Sight<'_>) -> i64 {
    let asked = || sight.deletions.asked(name.topic.as_str(), name.partition.0);
    node.replica(topic, name)
        .map_or_else(asked, |view| view.log_start.0)
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
                    let start = start_of(holder, topic.id, &name, sight);
                    if let Some(what) = lacks(holder, &name, log, start) {
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
