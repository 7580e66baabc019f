//! What a cluster says of its topics and controllers, and a topic to be made.

use codec::Text;
use protocol::Uuid;
use protocol::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig,
};

/// One partition, as a broker describes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartitionView {
    /// Its number.
    pub partition: i32,
    /// Its leader; -1 while there is none.
    pub leader: i32,
    /// The leader's epoch.
    pub leader_epoch: i32,
    /// All replicas, the preferred leader first.
    pub replicas: Vec<i32>,
    /// Those in sync, in ascending order.
    pub isr: Vec<i32>,
    /// The eligible leaders outside the ISR (KIP-966).
    pub elr: Vec<i32>,
}

/// One topic, as a broker describes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicView {
    /// Its id.
    pub id: Uuid,
    /// Its partitions in order.
    pub partitions: Vec<PartitionView>,
}

/// The controllers, as their leader describes them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuorumView {
    /// The active controller.
    pub leader: i32,
    /// Its epoch.
    pub epoch: i32,
    /// What is committed.
    pub high_watermark: i64,
    /// The voters and where their logs end.
    pub voters: Vec<(i32, i64)>,
}

/// A topic to be made.
#[derive(Clone, Debug, Default)]
pub struct NewTopic {
    name: String,
    partitions: i32,
    replicas: i16,
    assignment: Vec<Vec<i32>>,
    configs: Vec<(String, String)>,
}

impl NewTopic {
    /// So many partitions with so many replicas, wherever the controller puts them.
    #[must_use]
    pub fn spread(name: &str, partitions: i32, replicas: i16) -> Self {
        Self {
            name: name.to_owned(),
            partitions,
            replicas,
            ..Self::default()
        }
    }

    /// A partition for each list of replicas.
    #[must_use]
    pub fn placed(name: &str, assignment: &[&[i32]]) -> Self {
        Self {
            name: name.to_owned(),
            partitions: -1,
            replicas: -1,
            assignment: assignment
                .iter()
                .map(|replicas| replicas.to_vec())
                .collect(),
            ..Self::default()
        }
    }

    /// With a setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.configs.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn request(&self) -> CreatableTopic {
        let assignments = self
            .assignment
            .iter()
            .zip(0..)
            .map(|(replicas, partition)| CreatableReplicaAssignment {
                partition_index: partition,
                broker_ids: replicas.clone(),
            });
        let configs = self
            .configs
            .iter()
            .map(|(name, value)| CreatableTopicConfig {
                name: text(name),
                value: Some(text(value)),
            });
        CreatableTopic {
            name: text(&self.name),
            num_partitions: self.partitions,
            replication_factor: self.replicas,
            assignments: assignments.collect(),
            configs: configs.collect(),
        }
    }

    pub(super) fn count(&self) -> usize {
        match self.assignment.len() {
            0 => usize::try_from(self.partitions).unwrap_or(0),
            count => count,
        }
    }
}

fn text(text: &str) -> Text {
    Text::from(text)
}
