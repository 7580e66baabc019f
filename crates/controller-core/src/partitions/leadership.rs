//! What the coming and going of a broker means for the partitions it keeps.

use metadata::{PartitionRegistration, Record};
use types::BrokerId;

use super::change::PartitionChange;
use crate::policy::Cluster;

/// A broker that comes or goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Passage<'a> {
    /// These stop serving, with their disks as they are: they leave every in-sync set.
    Leaves(&'a [BrokerId]),
    /// It came back without what it may have acknowledged: it leaves every in-sync and eligible
    /// set.
    LostData(BrokerId),
    /// It is being unfenced: it may lead what nobody leads.
    Returns(BrokerId),
}

impl Passage<'_> {
    fn concerns(self, partition: &PartitionRegistration) -> bool {
        match self {
            Self::Leaves(brokers) => partition
                .in_sync
                .iter()
                .any(|member| brokers.contains(member)),
            Self::LostData(broker) => {
                partition.in_sync.contains(&broker) || partition.eligible_leaders.contains(&broker)
            }
            Self::Returns(broker) => {
                !partition.has_leader() && partition.replicas.contains(&broker)
            }
        }
    }
}

/// The changes of all partitions that `passage` concerns, as one list of records.
pub(crate) fn change_all(cluster: Cluster<'_>, passage: Passage<'_>, records: &mut Vec<Record>) {
    for topic in cluster.image.topics().iter() {
        let mut concerned = topic
            .partitions
            .iter()
            .filter(|(_, partition)| passage.concerns(partition))
            .peekable();
        if concerned.peek().is_none() {
            continue;
        }
        let policy = cluster.topic_policy(topic);
        for (&index, partition) in concerned {
            let mut change = PartitionChange::new(cluster, policy, topic.id, index, partition);
            match passage {
                Passage::Leaves(brokers) => {
                    change.in_sync.retain(|member| !brokers.contains(member));
                    change.not_leading = brokers.to_vec();
                }
                Passage::LostData(broker) => {
                    change.in_sync.retain(|&member| member != broker);
                    change.lost_data = vec![broker];
                }
                Passage::Returns(broker) => change.returning = Some(broker),
            }
            records.extend(change.build().map(Record::from));
        }
    }
}

/// Whether the broker leads any partition.
pub(crate) fn leads_any(cluster: Cluster<'_>, broker: BrokerId) -> bool {
    let mut partitions = cluster
        .image
        .topics()
        .iter()
        .flat_map(|topic| topic.partitions.values());
    partitions.any(|partition| partition.leader == broker)
}
