//! Adding partitions to topics.

use std::fmt;

use metadata::{Record, Topic};
use types::{BrokerId, PartitionIndex};

use super::create::PARTITIONS_PER_REQUEST_MAX;
use super::place::{PlacementError, place};
use super::{AssignmentError, check_assignment, new_partition, partition_records};
use crate::decision::Decision;
use crate::policy::Cluster;

/// How many partitions a topic shall have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewPartitions {
    /// The topic's name; any text.
    pub topic: String,
    /// How many partitions it shall have in all.
    pub count: i32,
    /// The replicas of each new partition, if the client chose them.
    pub assignments: Option<Vec<Vec<BrokerId>>>,
    /// Where their placement begins: any number.
    pub seed: u64,
}

/// Why no partitions are added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CreatePartitionsError {
    /// There is no such topic.
    UnknownTopic(String),
    /// The request names the topic twice.
    NamedTwice(String),
    /// It has that many already.
    NothingToAdd(usize),
    /// It has more.
    NotAnIncrease {
        /// The topic.
        topic: String,
        /// How many it has.
        current: usize,
        /// How many are wanted.
        wanted: i32,
    },
    /// More partitions than [`PARTITIONS_PER_REQUEST_MAX`] would be added.
    TooManyPartitions(usize),
    /// Not as many assignments as new partitions.
    AssignmentCount {
        /// How many partitions would be added.
        added: usize,
        /// How many are assigned.
        given: usize,
    },
    /// An assignment cannot be.
    InvalidAssignment(AssignmentError),
    /// None of the brokers assigned to a partition is in service.
    AssignedBrokersFenced(PartitionIndex),
    /// The store keeps the assignment of a topic in one piece, and this one is too large for it.
    TooLarge {
        /// Its partitions, if it were made.
        partitions: usize,
        /// What it would take.
        bytes: usize,
        /// What it may take.
        limit: usize,
    },
    /// The replicas cannot be placed.
    CannotPlace {
        /// How many replicas each partition has.
        factor: usize,
        /// Why not.
        why: PlacementError,
    },
}

impl fmt::Display for CreatePartitionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTopic(_) => f.write_str("This server does not host this topic-partition."),
            Self::NamedTwice(_) => f.write_str("Duplicate topic name."),
            Self::NothingToAdd(count) => write!(f, "Topic already has {count} partition(s)."),
            Self::NotAnIncrease {
                topic,
                current,
                wanted,
            } => write!(
                f,
                "The topic {topic} currently has {current} partition(s); {wanted} would not be an \
                 increase."
            ),
            Self::TooManyPartitions(added) => write!(
                f,
                "Excessively large number of partitions per request: {added} are above the limit of \
                 {PARTITIONS_PER_REQUEST_MAX}. Add them in several requests."
            ),
            Self::TooLarge {
                partitions,
                bytes,
                limit,
            } => write!(
                f,
                "The assignment of a topic with {partitions} partitions takes {bytes} bytes, above the limit \
                 of {limit} for what ZooKeeper takes in one piece (jute.maxbuffer). Use several topics."
            ),
            Self::AssignmentCount { added, given } => write!(
                f,
                "Attempted to add {added} additional partition(s), but only {given} assignment(s) \
                 were specified."
            ),
            Self::InvalidAssignment(error) => error.fmt(f),
            Self::AssignedBrokersFenced(index) => write!(
                f,
                "All brokers specified in the manual partition assignment for partition {index} are \
                 fenced or in \
                 controlled shutdown."
            ),
            Self::CannotPlace { factor, why } => {
                write!(
                    f,
                    "Unable to replicate the partition {factor} time(s): {why}"
                )
            }
        }
    }
}

impl std::error::Error for CreatePartitionsError {}

/// Adds partitions where that is possible: one answer for each topic, in order. With
/// `validate_only` the answers are the same and nothing is recorded.
pub fn decide_create_partitions(
    cluster: Cluster<'_>,
    topics: &[NewPartitions],
    validate_only: bool,
) -> Decision<Vec<Result<(), CreatePartitionsError>>> {
    let mut records = Vec::new();
    let mut budget = PARTITIONS_PER_REQUEST_MAX;
    let mut answers = Vec::with_capacity(topics.len());
    for topic in topics {
        let twice = topics
            .iter()
            .filter(|other| other.topic == topic.topic)
            .count()
            > 1;
        let answer = if twice {
            Err(CreatePartitionsError::NamedTwice(topic.topic.clone()))
        } else {
            add(cluster, topic, &mut budget, &mut records)
        };
        answers.push(answer);
    }
    if validate_only {
        records.clear();
    }
    Decision::atomic(records, answers)
}

/// Refuses what the store could not write in the end, before anything of it is written.
fn check_size(
    cluster: Cluster<'_>,
    topic: &Topic,
    added: &[Vec<BrokerId>],
    partitions: usize,
) -> Result<(), CreatePartitionsError> {
    let Some(limit) = cluster.settings.topic_bytes_max else {
        return Ok(());
    };
    // As `"17":[1,2,3],`.
    let digits = |number: i32| number.checked_ilog10().map_or(1, |log| log as usize + 1);
    let size = |index: i32, replicas: &[BrokerId]| {
        let ids: usize = replicas.iter().map(|id| digits(id.0) + 1).sum();
        digits(index) + ids + 5
    };
    let known = topic.partitions.iter();
    let known: usize = known.map(|(index, it)| size(index.0, &it.replicas)).sum();
    let first = i32::try_from(topic.partition_count()).unwrap_or(i32::MAX);
    let added = (first..).zip(added);
    let added: usize = added.map(|(index, replicas)| size(index, replicas)).sum();
    let bytes = known + added;
    match bytes > limit {
        true => Err(CreatePartitionsError::TooLarge {
            partitions,
            bytes,
            limit,
        }),
        false => Ok(()),
    }
}

fn add(
    cluster: Cluster<'_>,
    wanted: &NewPartitions,
    budget: &mut usize,
    records: &mut Vec<Record>,
) -> Result<(), CreatePartitionsError> {
    let topic = cluster.image.topic(&wanted.topic);
    let topic = topic.ok_or_else(|| CreatePartitionsError::UnknownTopic(wanted.topic.clone()))?;
    let current = topic.partition_count();
    let count = usize::try_from(wanted.count).unwrap_or(0);
    if count == current {
        return Err(CreatePartitionsError::NothingToAdd(current));
    }
    if count < current {
        let (topic, wanted) = (wanted.topic.clone(), wanted.count);
        return Err(CreatePartitionsError::NotAnIncrease {
            topic,
            current,
            wanted,
        });
    }
    let added = count - current;
    *budget = budget
        .checked_sub(added)
        .ok_or(CreatePartitionsError::TooManyPartitions(added))?;
    let factor = topic.replication_factor();
    let first = i32::try_from(current).unwrap_or(i32::MAX);
    let assignments = match &wanted.assignments {
        Some(assignments) if assignments.len() != added => {
            let given = assignments.len();
            return Err(CreatePartitionsError::AssignmentCount { added, given });
        }
        Some(assignments) => {
            for replicas in assignments {
                let checked = check_assignment(cluster.image, replicas, Some(factor));
                checked.map_err(CreatePartitionsError::InvalidAssignment)?;
            }
            assignments.clone()
        }
        None => place(cluster.image, added, factor, wanted.seed)
            .map_err(|why| CreatePartitionsError::CannotPlace { factor, why })?,
    };
    check_size(cluster, topic, &assignments, count)?;
    let mut partitions = Vec::with_capacity(added);
    for (replicas, index) in assignments.iter().zip(first..) {
        let fenced = CreatePartitionsError::AssignedBrokersFenced(PartitionIndex(index));
        partitions.push(new_partition(cluster, replicas).ok_or(fenced)?);
    }
    records.extend(partition_records(topic.id, first, &partitions));
    Ok(())
}
