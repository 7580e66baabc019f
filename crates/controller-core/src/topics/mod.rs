//! Topics: how they are created, grow and go, and where their replicas are placed.

pub(crate) mod create;
pub(crate) mod create_partitions;
pub(crate) mod delete;
pub(crate) mod place;

use std::fmt;

use metadata::{Image, PartitionRegistration, Record};
use types::{BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId, Uuid};

use crate::policy::Cluster;

/// Why a list of brokers cannot be the replicas of a partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AssignmentError {
    /// It is empty.
    Empty,
    /// It names a broker that is not registered.
    UnknownBroker(BrokerId),
    /// It names a broker twice.
    Twice(BrokerId),
    /// It has another length than those of the topic's other partitions.
    OtherFactor {
        /// Its length.
        given: usize,
        /// Theirs.
        others: usize,
    },
}

impl fmt::Display for AssignmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => {
                f.write_str("The manual partition assignment includes an empty replica list.")
            }
            Self::UnknownBroker(id) => write!(
                f,
                "The manual partition assignment includes broker {id}, but no such broker is registered."
            ),
            Self::Twice(id) => {
                write!(
                    f,
                    "The manual partition assignment includes the broker {id} more than once."
                )
            }
            Self::OtherFactor { given, others } => write!(
                f,
                "The manual partition assignment includes a partition with {given} replica(s), but \
                 this is not \
                 consistent with previous partitions, which have {others} replica(s)."
            ),
        }
    }
}

impl std::error::Error for AssignmentError {}

/// Checks that `replicas` can be the replicas of a partition of a topic whose others have `factor`
/// of them.
pub(crate) fn check_assignment(
    image: &Image,
    replicas: &[BrokerId],
    factor: Option<usize>,
) -> Result<(), AssignmentError> {
    if replicas.is_empty() {
        return Err(AssignmentError::Empty);
    }
    let mut sorted = replicas.to_vec();
    sorted.sort_unstable();
    if let Some(&unknown) = sorted.iter().find(|&&id| image.broker(id).is_none()) {
        return Err(AssignmentError::UnknownBroker(unknown));
    }
    let twice = sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .find(|(left, right)| left == right);
    if let Some((&id, _)) = twice {
        return Err(AssignmentError::Twice(id));
    }
    match factor {
        Some(others) if others != replicas.len() => Err(AssignmentError::OtherFactor {
            given: replicas.len(),
            others,
        }),
        _ => Ok(()),
    }
}

/// A new partition on these brokers; `None` when none of them is in service, so that nobody could
/// lead it.
pub(crate) fn new_partition(
    cluster: Cluster<'_>,
    replicas: &[BrokerId],
) -> Option<PartitionRegistration> {
    let in_sync: Vec<_> = replicas
        .iter()
        .copied()
        .filter(|&id| cluster.image.is_active(id))
        .collect();
    let leader = *in_sync.first()?;
    Some(PartitionRegistration {
        replicas: replicas.to_vec(),
        directories: replicas
            .iter()
            .map(|&id| cluster.default_directory(id))
            .collect(),
        in_sync,
        leader,
        leader_epoch: LeaderEpoch(0),
        partition_epoch: PartitionEpoch(0),
        ..PartitionRegistration::default()
    })
}

/// The records of new partitions, the first of which has the number `first`.
pub(crate) fn partition_records(
    topic: TopicId,
    first: i32,
    partitions: &[PartitionRegistration],
) -> Vec<Record> {
    let indexes = (first..).map(PartitionIndex);
    partitions
        .iter()
        .zip(indexes)
        .map(|(partition, index)| partition.to_record(topic, index).into())
        .collect()
}

/// An id for a new topic from 16 random bytes: a random UUID of RFC 9562, and one whose text does
/// not begin with a dash, which command lines would take for an option.
#[must_use]
pub fn random_topic_id(random: [u8; 16]) -> TopicId {
    const VERSION: usize = 6;
    const VARIANT: usize = 8;
    let mut bytes = random;
    // The first six bits are the first digit of the text; 62 is the dash.
    if bytes[0] >> 2 == 62 {
        bytes[0] ^= 0x80;
    }
    bytes[VERSION] = bytes[VERSION] & 0x0f | 0x40;
    bytes[VARIANT] = bytes[VARIANT] & 0x3f | 0x80;
    Uuid(bytes)
}
