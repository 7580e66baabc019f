//! Log directories: which replica is in which, and what the loss of one means (KIP-858).

use std::collections::BTreeMap;

use metadata::{BrokerRegistration, PartitionRegistration, Record};
use types::{BrokerEpoch, BrokerId, DirectoryId, PartitionIndex, TopicId};

use super::heartbeat::registration_change;
use super::{StaleBrokerEpoch, check_broker_epoch};
use crate::decision::Decision;
use crate::partitions::change::PartitionChange;
use crate::policy::Cluster;

/// One replica, found in one directory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DirectoryAssignment {
    /// The directory.
    pub directory: DirectoryId,
    /// The partition's topic.
    pub topic: TopicId,
    /// The partition.
    pub partition: PartitionIndex,
}

/// Why a replica is not recorded to be there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssignDirectoryError {
    /// No topic has that id.
    UnknownTopic,
    /// The topic has no such partition.
    UnknownPartition,
    /// The broker is no replica of the partition.
    NotAReplica,
}

impl std::fmt::Display for AssignDirectoryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::UnknownTopic => "No topic has that id.",
            Self::UnknownPartition => "The topic has no such partition.",
            Self::NotAReplica => "The broker is no replica of the partition.",
        })
    }
}

impl std::error::Error for AssignDirectoryError {}

/// Records in which of its directories a broker keeps its replicas: one answer for each, in order.
/// A replica in a directory that is not online leaves the in-sync set, and its leadership goes to
/// another.
///
/// # Errors
/// When the broker is not registered with that epoch.
pub fn decide_assign_replicas_to_directories(
    cluster: Cluster<'_>,
    broker: BrokerId,
    broker_epoch: BrokerEpoch,
    assignments: &[DirectoryAssignment],
) -> Result<Decision<Vec<Result<(), AssignDirectoryError>>>, StaleBrokerEpoch> {
    let registration = check_broker_epoch(cluster.image, broker, broker_epoch)?;
    let mut answers = Vec::with_capacity(assignments.len());
    let mut found = BTreeMap::new();
    for assignment in assignments {
        let answer = check(cluster, broker, assignment);
        if answer.is_ok() {
            found.insert(
                (assignment.topic, assignment.partition),
                assignment.directory,
            );
        }
        answers.push(answer);
    }
    let mut records = Vec::new();
    for ((topic, index), directory) in found {
        let Some(topic) = cluster.image.topics().by_id(topic) else {
            continue;
        };
        let Some(partition) = topic.partition(index) else {
            continue;
        };
        let policy = cluster.topic_policy(topic);
        let mut change = PartitionChange::new(cluster, policy, topic.id, index, partition);
        change.directories.insert(broker, directory);
        let before = partition.directory(broker);
        let is_gone = before.is_some_and(|before| {
            !before.is_reserved() && !registration.has_online_directory(before)
        });
        if !registration.has_online_directory(directory) {
            leave(&mut change, broker);
        } else if is_gone && before != Some(directory) {
            // The log that it had is not there: this one was begun anew.
            lose(&mut change, broker);
        }
        records.extend(change.build().map(Record::from));
    }
    Ok(Decision::in_parts(records, answers))
}

fn check(
    cluster: Cluster<'_>,
    broker: BrokerId,
    assignment: &DirectoryAssignment,
) -> Result<(), AssignDirectoryError> {
    let topic = cluster
        .image
        .topics()
        .by_id(assignment.topic)
        .ok_or(AssignDirectoryError::UnknownTopic)?;
    let partition = topic
        .partition(assignment.partition)
        .ok_or(AssignDirectoryError::UnknownPartition)?;
    if partition.replicas.contains(&broker) {
        Ok(())
    } else {
        Err(AssignDirectoryError::NotAReplica)
    }
}

fn leave(change: &mut PartitionChange<'_>, broker: BrokerId) {
    change.in_sync.retain(|&member| member != broker);
    change.not_leading.push(broker);
}

/// The replica may lack what it acknowledged.
fn lose(change: &mut PartitionChange<'_>, broker: BrokerId) {
    change.in_sync.retain(|&member| member != broker);
    change.lost_data.push(broker);
}

/// The records for directories of a broker that have just become unusable: its replicas in them
/// leave the in-sync sets, and the eligible ones too, since a disk that failed may come back
/// without what it was given last; then the directories are no longer named as online.
pub(super) fn fail_directories_into(
    cluster: Cluster<'_>,
    broker: &BrokerRegistration,
    offline: &[DirectoryId],
    records: &mut Vec<Record>,
) {
    let failed: Vec<_> = broker
        .log_dirs
        .iter()
        .filter(|directory| offline.contains(directory))
        .collect();
    if failed.is_empty() {
        return;
    }
    let is_lost = |partition: &PartitionRegistration| {
        let concerned = partition.in_sync.contains(&broker.id)
            || partition.eligible_leaders.contains(&broker.id)
            || partition.leader == broker.id;
        concerned
            && partition
                .directory(broker.id)
                .is_some_and(|directory| failed.contains(&&directory))
    };
    for topic in cluster.image.topics().iter() {
        let mut policy = None;
        for (&index, partition) in topic
            .partitions
            .iter()
            .filter(|(_, partition)| is_lost(partition))
        {
            let policy = *policy.get_or_insert_with(|| cluster.topic_policy(topic));
            let mut change = PartitionChange::new(cluster, policy, topic.id, index, partition);
            lose(&mut change, broker.id);
            records.extend(change.build().map(Record::from));
        }
    }
    let online: Vec<_> = broker
        .log_dirs
        .iter()
        .copied()
        .filter(|directory| !offline.contains(directory))
        .collect();
    // A record cannot say that none is left; such a broker stops.
    if !online.is_empty() {
        records.push(registration_change(broker, |change| {
            change.log_dirs = online
        }));
    }
}
