//! A leader epoch of a partition has one leader: in the metadata, and among those who take themselves for it.

use std::collections::BTreeMap;

use types::{BrokerId, LeaderEpoch, PartitionIndex, TopicId};

use super::Sight;

/// Who was seen to lead what.
#[derive(Debug, Default)]
pub(super) struct OneLeaderPerEpoch {
    leaders: BTreeMap<(TopicId, PartitionIndex, LeaderEpoch), BrokerId>,
}

impl OneLeaderPerEpoch {
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        let mut see = |topic, name: &str, partition: PartitionIndex, epoch, leader: BrokerId| {
            let known = *self
                .leaders
                .entry((topic, partition, epoch))
                .or_insert(leader);
            if known != leader {
                found.push(format!(
                    "one leader per epoch: {name}-{} epoch {}: brokers {} and {} lead",
                    partition.0, epoch.0, known.0, leader.0
                ));
            }
        };
        for node in &sight.nodes {
            for replica in node
                .replicas
                .iter()
                .filter(|replica| replica.leads.is_some())
            {
                let name = &replica.name;
                see(
                    replica.topic_id,
                    name.topic.as_str(),
                    name.partition,
                    replica.leader_epoch,
                    node.id,
                );
            }
            for topic in node.image.iter().flat_map(|image| image.topics().iter()) {
                for (partition, known) in topic.partitions.iter() {
                    if known.has_leader() {
                        let name = topic.name.as_str();
                        see(topic.id, name, *partition, known.leader_epoch, known.leader);
                    }
                }
            }
        }
    }

    pub(super) fn seen(&self) -> u64 {
        self.leaders.len() as u64
    }
}
