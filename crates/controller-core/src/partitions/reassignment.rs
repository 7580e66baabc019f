//! Moving replicas (KIP-455): first the new ones are added, then, once they are in sync, the old
//! ones removed.

use std::collections::BTreeMap;
use std::fmt;

use metadata::{LeaderRecoveryState, PartitionRegistration, Record, Topic};
use types::{BrokerId, PartitionIndex, TopicName};

use super::change::PartitionChange;
use super::election::Election;
use crate::decision::Decision;
use crate::policy::Cluster;
use crate::topics::{AssignmentError, check_assignment};

/// What is wanted of one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReassignmentTarget {
    /// The topic's name; any text.
    pub topic: String,
    /// The partition.
    pub partition: PartitionIndex,
    /// The replicas that it shall have, preferred leader first; `None` to go back to those it had.
    pub replicas: Option<Vec<BrokerId>>,
}

/// Why a reassignment is not begun or not cancelled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReassignError {
    /// There is no such topic.
    UnknownTopic(String),
    /// There is no such partition.
    UnknownPartition(String, PartitionIndex),
    /// There is nothing to cancel.
    NoReassignmentInProgress,
    /// The replicas cannot be those.
    InvalidAssignment(AssignmentError),
    /// The number of replicas would change, and the request does not allow that.
    ReplicationFactorChanges {
        /// How many it has.
        from: usize,
        /// How many it would have.
        to: usize,
    },
    /// None of the replicas to go back to is in sync, and the topic does not allow an unclean
    /// election.
    WouldBeUnclean(String, PartitionIndex),
}

impl fmt::Display for ReassignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTopic(topic) => write!(f, "Unable to find a topic named {topic}."),
            Self::UnknownPartition(topic, index) => {
                write!(f, "Unable to find partition {topic}:{index}.")
            }
            Self::NoReassignmentInProgress => {
                f.write_str("No partition reassignment is in progress.")
            }
            Self::InvalidAssignment(error) => error.fmt(f),
            Self::ReplicationFactorChanges { from, to } => {
                write!(f, "The replication factor is changed from {from} to {to}")
            }
            Self::WouldBeUnclean(topic, index) => write!(
                f,
                "Unable to revert partition assignment for {topic}:{index} because it would require \
                 an unclean \
                 leader election. Set unclean.leader.election.enable=true on the topic to allow it."
            ),
        }
    }
}

impl std::error::Error for ReassignError {}

/// The answers to a list of targets, in order.
pub type ReassignAnswers = Vec<Result<(), ReassignError>>;

/// Begins, changes or cancels reassignments: one answer for each target, in order. With
/// `factor_may_change` false a target must have as many replicas as the partition has without the
/// reassignment in progress.
pub fn decide_alter_reassignments(
    cluster: Cluster<'_>,
    targets: &[ReassignmentTarget],
    factor_may_change: bool,
) -> Decision<ReassignAnswers> {
    let mut records = Vec::new();
    let mut answers = Vec::with_capacity(targets.len());
    let mut seen = BTreeMap::new();
    for (place, target) in targets.iter().enumerate() {
        // A partition that is named twice gets the last target.
        seen.insert((target.topic.as_str(), target.partition), place);
    }
    for (place, target) in targets.iter().enumerate() {
        let last = seen.get(&(target.topic.as_str(), target.partition)) == Some(&place);
        let decided = reassign(cluster, target, factor_may_change);
        answers.push(decided.map(|record| {
            if last {
                records.extend(record);
            }
        }));
    }
    Decision::atomic(records, answers)
}

fn reassign(
    cluster: Cluster<'_>,
    target: &ReassignmentTarget,
    factor_may_change: bool,
) -> Result<Option<Record>, ReassignError> {
    let topic = cluster.image.topic(&target.topic);
    let topic = topic.ok_or_else(|| ReassignError::UnknownTopic(target.topic.clone()))?;
    let index = target.partition;
    let partition = topic.partition(index);
    let partition =
        partition.ok_or_else(|| ReassignError::UnknownPartition(target.topic.clone(), index))?;
    match &target.replicas {
        None => cancel(cluster, topic, index, partition),
        Some(replicas) => {
            let (from, to) = (factor_without_reassignment(partition), replicas.len());
            if !factor_may_change && from != to {
                return Err(ReassignError::ReplicationFactorChanges { from, to });
            }
            begin(cluster, topic, index, partition, replicas)
        }
    }
}

/// How many replicas the partition has apart from the reassignment in progress.
fn factor_without_reassignment(partition: &PartitionRegistration) -> usize {
    partition
        .replicas
        .iter()
        .filter(|replica| !partition.adding_replicas.contains(replica))
        .count()
}

fn begin(
    cluster: Cluster<'_>,
    topic: &Topic,
    index: PartitionIndex,
    partition: &PartitionRegistration,
    target: &[BrokerId],
) -> Result<Option<Record>, ReassignError> {
    check_assignment(cluster.image, target, None).map_err(ReassignError::InvalidAssignment)?;
    let current = &partition.replicas;
    let difference = |left: &[BrokerId], right: &[BrokerId]| {
        let mut only_left: Vec<_> = left
            .iter()
            .copied()
            .filter(|replica| !right.contains(replica))
            .collect();
        only_left.sort_unstable();
        only_left
    };
    let mut change = PartitionChange::new(
        cluster,
        cluster.topic_policy(topic),
        topic.id,
        index,
        partition,
    );
    // Moving replicas never is a reason to lose records.
    change.election = Election::Online;
    change.removing_replicas = difference(current, target);
    // What an earlier target added stays marked as added, also where it is to go again: cancelling
    // goes back to the replicas from before the first of them.
    change.adding_replicas.extend(difference(target, current));
    change.adding_replicas.sort_unstable();
    change.replicas = target
        .iter()
        .chain(&change.removing_replicas)
        .copied()
        .collect();
    Ok(change.build().map(Record::from))
}

fn cancel(
    cluster: Cluster<'_>,
    topic: &Topic,
    index: PartitionIndex,
    partition: &PartitionRegistration,
) -> Result<Option<Record>, ReassignError> {
    if !partition.is_reassigning() {
        return Err(ReassignError::NoReassignmentInProgress);
    }
    let policy = cluster.topic_policy(topic);
    let kept = |ids: &[BrokerId]| -> Vec<BrokerId> {
        ids.iter()
            .copied()
            .filter(|replica| !partition.adding_replicas.contains(replica))
            .collect()
    };
    let mut change = PartitionChange::new(cluster, policy, topic.id, index, partition);
    change.replicas = kept(&partition.replicas);
    change.in_sync = kept(&partition.in_sync);
    change.adding_replicas.clear();
    change.removing_replicas.clear();
    if change.replicas.is_empty() {
        let error = AssignmentError::Empty;
        return Err(ReassignError::InvalidAssignment(error));
    }
    let nobody_kept_is_safe =
        change.in_sync.is_empty() && kept(&partition.eligible_leaders).is_empty();
    let somebody_was = !partition.in_sync.is_empty() || !partition.eligible_leaders.is_empty();
    if nobody_kept_is_safe && somebody_was {
        if !policy.unclean_leader_election {
            return Err(ReassignError::WouldBeUnclean(topic.name.to_string(), index));
        }
        if !cluster.image.eligible_leader_replicas_enabled() {
            // Somebody has to stay in the set; what it lacks is lost, and it says so.
            change.in_sync = change.replicas.iter().take(1).copied().collect();
            change.leader_recovery_state = LeaderRecoveryState::Recovering;
        }
    }
    Ok(change.build().map(Record::from))
}

/// The replicas and the in-sync set that a reassignment ends with, if it can end now: every replica
/// that stays is in sync, and there is one.
pub(super) fn completed(
    replicas: &[BrokerId],
    adding: &[BrokerId],
    removing: &[BrokerId],
    in_sync: &[BrokerId],
) -> Option<(Vec<BrokerId>, Vec<BrokerId>)> {
    if adding.is_empty() && removing.is_empty() {
        return None;
    }
    let staying = |ids: &[BrokerId]| -> Vec<BrokerId> {
        ids.iter()
            .copied()
            .filter(|replica| !removing.contains(replica))
            .collect()
    };
    let (replicas, in_sync) = (staying(replicas), staying(in_sync));
    let complete = !replicas.is_empty() && replicas.iter().all(|replica| in_sync.contains(replica));
    complete.then_some((replicas, in_sync))
}

/// One reassignment in progress.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OngoingReassignment {
    /// The topic.
    pub topic: TopicName,
    /// The partition.
    pub partition: PartitionIndex,
    /// All replicas, those being added and removed among them.
    pub replicas: Vec<BrokerId>,
    /// Those being added.
    pub adding_replicas: Vec<BrokerId>,
    /// Those being removed.
    pub removing_replicas: Vec<BrokerId>,
}

/// The reassignments in progress, by topic and partition: all of them, or those among `partitions`.
#[must_use]
pub fn list_reassignments(
    cluster: Cluster<'_>,
    partitions: Option<&[(String, Vec<PartitionIndex>)]>,
) -> Vec<OngoingReassignment> {
    let image = cluster.image;
    let ongoing = |topic: &Topic, index: PartitionIndex| {
        let partition = topic
            .partition(index)
            .filter(|partition| partition.is_reassigning())?;
        Some(OngoingReassignment {
            topic: topic.name.clone(),
            partition: index,
            replicas: partition.replicas.clone(),
            adding_replicas: partition.adding_replicas.clone(),
            removing_replicas: partition.removing_replicas.clone(),
        })
    };
    match partitions {
        None => {
            let topics = image.topics().iter();
            topics
                .flat_map(|topic| {
                    topic
                        .partitions
                        .keys()
                        .filter_map(|&index| ongoing(topic, index))
                })
                .collect()
        }
        Some(topics) => topics
            .iter()
            .filter_map(|(name, indexes)| Some((image.topic(name)?, indexes)))
            .flat_map(|(topic, indexes)| indexes.iter().filter_map(|&index| ongoing(topic, index)))
            .collect(),
    }
}
