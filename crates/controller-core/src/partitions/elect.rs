//! Elections that somebody asks for (KIP-460).

use std::collections::BTreeMap;
use std::fmt;

use metadata::{PartitionRegistration, Record, Topic};
use types::PartitionIndex;

use super::change::{PartitionChange, new_leader};
use super::election::Election;
use crate::decision::Decision;
use crate::policy::Cluster;

/// Which leader is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ElectionType {
    /// The first replica.
    Preferred,
    /// Any, where there is none: also one that may lack committed records, whatever the topic's
    /// configuration says.
    Unclean,
}

/// One partition to elect a leader for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ElectionTarget {
    /// The topic's name; any text.
    pub topic: String,
    /// The partition.
    pub partition: PartitionIndex,
}

/// Which partitions are meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartitionsToElect {
    /// All; those that need no election are left out of the answer.
    All,
    /// These.
    These(Vec<ElectionTarget>),
}

/// Why no leader was elected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ElectLeaderError {
    /// There is no such topic.
    UnknownTopic(String),
    /// There is no such partition.
    UnknownPartition(ElectionTarget),
    /// The first replica leads, or, for an unclean election, anybody does.
    NotNeeded,
    /// The first replica is not in sync, or not up.
    PreferredLeaderNotAvailable,
    /// No replica is up.
    EligibleLeadersNotAvailable,
}

impl fmt::Display for ElectLeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTopic(topic) => write!(f, "No such topic as {topic}"),
            Self::UnknownPartition(target) => write!(
                f,
                "No such partition as {}-{}",
                target.topic, target.partition
            ),
            Self::NotNeeded => f.write_str("Leader election not needed for topic partition."),
            Self::PreferredLeaderNotAvailable => {
                f.write_str("The preferred leader was not available.")
            }
            Self::EligibleLeadersNotAvailable => {
                f.write_str("Eligible topic partition leaders are not available.")
            }
        }
    }
}

impl std::error::Error for ElectLeaderError {}

/// Elects leaders where that is asked for and possible: one answer for each partition.
pub fn decide_elect_leaders(
    cluster: Cluster<'_>,
    election: ElectionType,
    partitions: &PartitionsToElect,
) -> Decision<BTreeMap<ElectionTarget, Result<(), ElectLeaderError>>> {
    let mut records = Vec::new();
    let mut answers = BTreeMap::new();
    match partitions {
        PartitionsToElect::All => {
            for topic in cluster.image.topics().iter() {
                for (&index, partition) in topic.partitions.iter() {
                    let answer = elect(cluster, election, topic, index, partition, &mut records);
                    if answer != Err(ElectLeaderError::NotNeeded) {
                        answers.insert(
                            ElectionTarget {
                                topic: topic.name.to_string(),
                                partition: index,
                            },
                            answer,
                        );
                    }
                }
            }
        }
        PartitionsToElect::These(targets) => {
            for target in targets {
                // A partition that is named twice is elected for once.
                if !answers.contains_key(target) {
                    let answer = elect_target(cluster, election, target, &mut records);
                    answers.insert(target.clone(), answer);
                }
            }
        }
    }
    Decision::in_parts(records, answers)
}

fn elect_target(
    cluster: Cluster<'_>,
    election: ElectionType,
    target: &ElectionTarget,
    records: &mut Vec<Record>,
) -> Result<(), ElectLeaderError> {
    let topic = cluster.image.topic(&target.topic);
    let topic = topic.ok_or_else(|| ElectLeaderError::UnknownTopic(target.topic.clone()))?;
    let partition = topic.partition(target.partition);
    let partition = partition.ok_or_else(|| ElectLeaderError::UnknownPartition(target.clone()))?;
    elect(
        cluster,
        election,
        topic,
        target.partition,
        partition,
        records,
    )
}

fn elect(
    cluster: Cluster<'_>,
    election: ElectionType,
    topic: &Topic,
    index: PartitionIndex,
    partition: &PartitionRegistration,
    records: &mut Vec<Record>,
) -> Result<(), ElectLeaderError> {
    let needed = match election {
        ElectionType::Preferred => partition.leader != partition.preferred_leader(),
        ElectionType::Unclean => !partition.has_leader(),
    };
    if !needed {
        return Err(ElectLeaderError::NotNeeded);
    }
    let mut change = PartitionChange::new(
        cluster,
        cluster.topic_policy(topic),
        topic.id,
        index,
        partition,
    );
    change.election = match election {
        ElectionType::Preferred => Election::Preferred,
        ElectionType::Unclean => Election::Unclean,
    };
    let record = change.build();
    let elected = record.as_ref().and_then(new_leader);
    match (election, elected) {
        (ElectionType::Preferred, elected) if elected != Some(partition.preferred_leader()) => {
            Err(ElectLeaderError::PreferredLeaderNotAvailable)
        }
        (ElectionType::Unclean, None) => Err(ElectLeaderError::EligibleLeadersNotAvailable),
        _ => {
            records.extend(record.map(Record::from));
            Ok(())
        }
    }
}
