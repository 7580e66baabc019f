//! Where the replicas of a broker stand, for those who watch it from outside.

use types::{BrokerId, LeaderEpoch, Offset, PartitionEpoch, TopicId, TopicPartition};

use crate::Broker;

/// One replica at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplicaView {
    /// Its topic.
    pub topic_id: TopicId,
    /// Its name.
    pub name: TopicPartition,
    /// The leadership that it knows of.
    pub leader_epoch: LeaderEpoch,
    /// The partition state that it knows of.
    pub partition_epoch: PartitionEpoch,
    /// The in-sync set that is durable, if it leads.
    pub leads: Option<Vec<BrokerId>>,
    /// First record kept.
    pub log_start: Offset,
    /// First record that it does not know to be committed.
    pub high_watermark: Offset,
    /// Next record to be written.
    pub log_end: Offset,
    /// Everything below was flushed.
    pub flushed_end: Offset,
    /// The leader epochs that its log knows and where they begin, oldest first; none while they are not in memory.
    pub epochs: Option<Vec<(LeaderEpoch, Offset)>>,
}

impl Broker {
    /// What this run of the process registers as.
    #[must_use]
    pub fn incarnation(&self) -> types::IncarnationId {
        self.lifecycle.incarnation()
    }

    /// Whether a controller has told this run of the process that it is registered.
    #[must_use]
    pub fn is_registered(&self) -> bool {
        self.lifecycle.broker_epoch().is_some()
    }

    /// All replicas that this broker hosts.
    #[must_use]
    pub fn replica_views(&self) -> Vec<ReplicaView> {
        let all = self.partitions.all();
        all.into_iter()
            .map(|partition| {
                let hosted = partition.lock();
                let (replica, marks) = (&hosted.replica, hosted.replica.marks());
                let epochs = hosted.log.known_epochs().map(|known| {
                    let entries = known.entries().iter();
                    entries.map(|it| (it.epoch, it.start_offset)).collect()
                });
                let leads = replica
                    .leader()
                    .map(|leader| leader.in_sync().committed().members().to_vec());
                ReplicaView {
                    topic_id: partition.topic_id,
                    name: partition.name.clone(),
                    leader_epoch: replica.leader_epoch(),
                    partition_epoch: replica.partition_epoch(),
                    leads,
                    log_start: marks.log_start,
                    high_watermark: marks.high_watermark,
                    log_end: marks.log_end,
                    flushed_end: marks.flushed_end,
                    epochs,
                }
            })
            .collect()
    }
}
