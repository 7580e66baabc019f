//! What a leader proposes for its in-sync set (KIP-497), and what of it is decided.

use std::collections::BTreeMap;
use std::fmt;

use metadata::{LeaderRecoveryState, PartitionRegistration, Record};
use types::{BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId};

use super::change::{PartitionChange, new_leader};
use crate::brokers::{StaleBrokerEpoch, check_broker_epoch};
use crate::decision::Decision;
use crate::policy::Cluster;

/// What the leader of one partition proposes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IsrProposal {
    /// The partition's topic.
    pub topic: TopicId,
    /// The partition.
    pub partition: PartitionIndex,
    /// The leadership under which it is proposed.
    pub leader_epoch: LeaderEpoch,
    /// The state of the partition that it is proposed for.
    pub partition_epoch: PartitionEpoch,
    /// The proposed set, each member with the epoch under which it was seen to be in sync
    /// (KIP-903); [`BrokerEpoch::NONE`] where that is not known.
    pub in_sync: Vec<(BrokerId, BrokerEpoch)>,
    /// Whether the leader has recovered from an unclean election.
    pub leader_recovery_state: LeaderRecoveryState,
}

/// Why a proposal is not applied. Except for [`AlterPartitionError::NewLeaderElected`] nothing is
/// recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AlterPartitionError {
    /// No topic has that id.
    UnknownTopic(TopicId),
    /// The topic has no such partition.
    UnknownPartition(PartitionIndex),
    /// The leader has seen a later state than this controller: another one must have decided since.
    ControllerIsBehind,
    /// The leadership has ended.
    FencedLeaderEpoch {
        /// The leadership that stands.
        current: LeaderEpoch,
    },
    /// Another broker leads.
    NotLeader {
        /// Who leads.
        leader: BrokerId,
    },
    /// The partition has changed since.
    StalePartitionEpoch {
        /// Its epoch now.
        current: PartitionEpoch,
    },
    /// A member is no replica, or is named twice.
    NotReplicas,
    /// The leader leaves itself out.
    WithoutLeader,
    /// A leader that is still recovering has nobody in sync but itself.
    RecoveringWithOthers,
    /// A leader that has recovered cannot become recovering.
    RecoveryTakenBack,
    /// A member is not registered, fenced, about to stop, or was seen in sync before it registered
    /// anew. The proposal was not applied and never will be.
    IneligibleReplicas(Vec<(BrokerId, &'static str)>),
    /// The proposal completed a reassignment, which moved the leadership: it **is** recorded, and
    /// the leader must wait for it.
    NewLeaderElected {
        /// Who leads now.
        leader: BrokerId,
    },
}

impl fmt::Display for AlterPartitionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTopic(id) => write!(f, "No topic has the id {id}."),
            Self::UnknownPartition(index) => write!(f, "The topic has no partition {index}."),
            Self::ControllerIsBehind => f.write_str(
                "The epochs are above this controller's, which is not the active one any more.",
            ),
            Self::FencedLeaderEpoch { current } => {
                write!(f, "The current leader epoch is {current}.")
            }
            Self::NotLeader { leader } => write!(f, "The current leader is {leader}."),
            Self::StalePartitionEpoch { current } => {
                write!(f, "The current partition epoch is {current}.")
            }
            Self::NotReplicas => {
                f.write_str("The ISR names brokers that are not replicas, or one twice.")
            }
            Self::WithoutLeader => f.write_str("The ISR does not include the leader."),
            Self::RecoveringWithOthers => f.write_str(
                "The ISR has more than one replica while the leader is still recovering.",
            ),
            Self::RecoveryTakenBack => {
                f.write_str("The leader recovery state cannot change from RECOVERED to RECOVERING.")
            }
            Self::IneligibleReplicas(replicas) => {
                f.write_str("The ISR includes replicas that may not be in it:")?;
                replicas
                    .iter()
                    .try_for_each(|(replica, why)| write!(f, " {replica} ({why})"))
            }
            Self::NewLeaderElected { leader } => {
                write!(
                    f,
                    "The reassignment is complete, and broker {leader} is the leader now."
                )
            }
        }
    }
}

impl std::error::Error for AlterPartitionError {}

/// Decides on what one broker proposes for partitions it leads: one answer for each proposal, in
/// order.
///
/// # Errors
/// When the broker is not registered with that epoch; nothing is decided then.
pub fn decide_alter_partitions(
    cluster: Cluster<'_>,
    broker: BrokerId,
    broker_epoch: BrokerEpoch,
    proposals: &[IsrProposal],
) -> Result<Decision<Vec<Result<PartitionRegistration, AlterPartitionError>>>, StaleBrokerEpoch> {
    check_broker_epoch(cluster.image, broker, broker_epoch)?;
    let mut records = Vec::new();
    let mut answers = Vec::with_capacity(proposals.len());
    // A second proposal for one partition meets the partition as the first leaves it.
    let mut changed = BTreeMap::<(TopicId, PartitionIndex), PartitionRegistration>::new();
    for proposal in proposals {
        let key = (proposal.topic, proposal.partition);
        let answer = decide_one(cluster, broker, proposal, changed.get(&key), &mut records);
        if let Ok(Altered::To(after) | Altered::Away(after)) = &answer {
            changed.insert(key, after.clone());
        }
        answers.push(match answer {
            Ok(Altered::To(after)) => Ok(after),
            Ok(Altered::Away(after)) => Err(AlterPartitionError::NewLeaderElected {
                leader: after.leader,
            }),
            Err(error) => Err(error),
        });
    }
    Ok(Decision::in_parts(records, answers))
}

enum Altered {
    /// The partition as the proposer leads it on.
    To(PartitionRegistration),
    /// Another leads now.
    Away(PartitionRegistration),
}

fn decide_one(
    cluster: Cluster<'_>,
    broker: BrokerId,
    proposal: &IsrProposal,
    changed: Option<&PartitionRegistration>,
    records: &mut Vec<Record>,
) -> Result<Altered, AlterPartitionError> {
    let topic = cluster.image.topics().by_id(proposal.topic);
    let topic = topic.ok_or(AlterPartitionError::UnknownTopic(proposal.topic))?;
    let recorded = topic.partition(proposal.partition);
    let recorded = recorded.ok_or(AlterPartitionError::UnknownPartition(proposal.partition))?;
    let partition = changed.unwrap_or(recorded);
    check_epochs(broker, proposal, partition)?;
    check_members(cluster, broker, proposal, partition)?;
    let policy = cluster.topic_policy(topic);
    let mut change = PartitionChange::new(cluster, policy, topic.id, proposal.partition, partition);
    change.in_sync = proposal.in_sync.iter().map(|&(member, _)| member).collect();
    change.leader_recovery_state = proposal.leader_recovery_state;
    let Some(record) = change.build() else {
        return Ok(Altered::To(partition.clone()));
    };
    let after = partition
        .changed(&record)
        .unwrap_or_else(|problem| panic!("a change of our own making: {problem:?}"));
    let moved = new_leader(&record).is_some_and(|leader| leader != broker);
    records.push(record.into());
    Ok(if moved {
        Altered::Away(after)
    } else {
        Altered::To(after)
    })
}

fn check_epochs(
    broker: BrokerId,
    proposal: &IsrProposal,
    partition: &PartitionRegistration,
) -> Result<(), AlterPartitionError> {
    let ahead = proposal.leader_epoch > partition.leader_epoch
        || proposal.partition_epoch > partition.partition_epoch;
    if ahead {
        return Err(AlterPartitionError::ControllerIsBehind);
    }
    if proposal.leader_epoch < partition.leader_epoch {
        return Err(AlterPartitionError::FencedLeaderEpoch {
            current: partition.leader_epoch,
        });
    }
    if broker != partition.leader {
        return Err(AlterPartitionError::NotLeader {
            leader: partition.leader,
        });
    }
    if proposal.partition_epoch < partition.partition_epoch {
        return Err(AlterPartitionError::StalePartitionEpoch {
            current: partition.partition_epoch,
        });
    }
    Ok(())
}

fn check_members(
    cluster: Cluster<'_>,
    broker: BrokerId,
    proposal: &IsrProposal,
    partition: &PartitionRegistration,
) -> Result<(), AlterPartitionError> {
    let members = &proposal.in_sync;
    let known = |place: usize, member: BrokerId| {
        let twice = members
            .iter()
            .take(place)
            .any(|&(earlier, _)| earlier == member);
        partition.replicas.contains(&member) && !twice
    };
    if !members
        .iter()
        .enumerate()
        .all(|(place, &(member, _))| known(place, member))
    {
        return Err(AlterPartitionError::NotReplicas);
    }
    if !members.iter().any(|&(member, _)| member == broker) {
        return Err(AlterPartitionError::WithoutLeader);
    }
    let recovering = LeaderRecoveryState::Recovering;
    if proposal.leader_recovery_state == recovering && members.len() > 1 {
        return Err(AlterPartitionError::RecoveringWithOthers);
    }
    if proposal.leader_recovery_state == recovering && partition.leader_recovery_state != recovering
    {
        return Err(AlterPartitionError::RecoveryTakenBack);
    }
    let ineligible: Vec<_> = members
        .iter()
        .filter_map(|&(member, epoch)| Some((member, why_ineligible(cluster, member, epoch)?)))
        .collect();
    if ineligible.is_empty() {
        Ok(())
    } else {
        Err(AlterPartitionError::IneligibleReplicas(ineligible))
    }
}

fn why_ineligible(
    cluster: Cluster<'_>,
    member: BrokerId,
    epoch: BrokerEpoch,
) -> Option<&'static str> {
    match cluster.image.broker(member) {
        None => Some("not registered"),
        Some(broker) if broker.in_controlled_shutdown => Some("shutting down"),
        Some(broker) if broker.fenced => Some("fenced"),
        Some(broker) if epoch != BrokerEpoch::NONE && epoch != broker.epoch => {
            Some("seen under another broker epoch")
        }
        Some(_) => None,
    }
}
