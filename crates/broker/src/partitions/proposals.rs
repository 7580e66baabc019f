//! Proposed changes of in-sync sets on their way to the controller and back (KIP-497): one request at a time, all that is
//! queued in one batch.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::ErrorCode;
use protocol::messages::alter_partition::request::{BrokerState, PartitionData, TopicData};
use protocol::messages::alter_partition::{
    AlterPartitionRequest, AlterPartitionResponse, response,
};
use replica_core::{IsrProposal, LeaderRecovery, ProposalAnswer};
use types::{BrokerId, LeaderEpoch, Now, PartitionEpoch, PartitionIndex, TopicId};
use world::{CallError, Output};

use super::HostedPartition;
use crate::broker::{Broker, ImageView};
use crate::calls::{LANE_CONTROL, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::sync::Mutex;
use crate::waiting::Effects;

type Key = (TopicId, PartitionIndex);

/// Proposals of this broker's leaders. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Proposals {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    queued: BTreeMap<Key, (Arc<HostedPartition>, IsrProposal)>,
    sent: BTreeMap<Key, (Arc<HostedPartition>, IsrProposal)>,
}

impl Broker {
    /// Queues a proposal, and sends what is queued unless a request is under way.
    pub(crate) fn propose_isr(
        &self,
        now: Now,
        partition: &Arc<HostedPartition>,
        proposal: &IsrProposal,
        out: &mut Vec<Output>,
    ) {
        let key = (partition.topic_id, partition.name.partition);
        locked(&self.proposals.state)
            .queued
            .insert(key, (partition.clone(), proposal.clone()));
        self.send_proposals(now, out);
    }

    /// Sends what is queued, unless a request is under way or the broker has no epoch yet.
    pub(crate) fn send_proposals(&self, now: Now, out: &mut Vec<Output>) {
        let Some(epoch) = self.lifecycle.broker_epoch() else {
            return;
        };
        let mut state = locked(&self.proposals.state);
        if !state.sent.is_empty() || state.queued.is_empty() {
            return;
        }
        state.sent = std::mem::take(&mut state.queued);
        let mut topics: BTreeMap<TopicId, Vec<PartitionData>> = BTreeMap::new();
        for ((topic, index), (_, proposal)) in &state.sent {
            topics
                .entry(*topic)
                .or_default()
                .push(proposed(*index, proposal));
        }
        drop(state);
        let topics = topics
            .into_iter()
            .map(|(topic_id, partitions)| TopicData {
                topic_id,
                partitions,
            })
            .collect();
        let request = AlterPartitionRequest {
            broker_id: self.id.0,
            broker_epoch: epoch.0,
            topics,
        };
        let patience = self.config.request_timeout;
        let controller = self.lifecycle.controller();
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            patience,
            Purpose::AlterPartition,
            &request,
            out,
        );
    }

    pub(crate) fn on_isr_answered(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<AlterPartitionResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let sent = std::mem::take(&mut locked(&self.proposals.state).sent);
        let answers = match answer {
            Ok(response) if response.error_code == 0 => answers_by_partition(response),
            _ => {
                // Nobody knows whether it was applied: the whole batch again, at a controller that is there.
                self.lifecycle.not_active(controller, None);
                BTreeMap::new()
            }
        };
        let image = self.image.load();
        let mut again = false;
        for (key, (partition, proposal)) in sent {
            let answer = answers
                .get(&key)
                .cloned()
                .unwrap_or(ProposalAnswer::Unknown);
            if answer == ProposalAnswer::Unknown {
                again = true;
                let mut state = locked(&self.proposals.state);
                state.queued.entry(key).or_insert((partition, proposal));
                continue;
            }
            if answer == ProposalAnswer::Refused {
                self.counters.failed_isr_updates.one();
            }
            partition.change(now, effects, |hosted| {
                let view = ImageView(&image);
                (
                    (),
                    hosted
                        .replica
                        .on_proposal_answer(now.instant, &proposal, answer, &view),
                )
            });
        }
        if again {
            self.deadlines.enter(
                now.instant + self.lifecycle.pause(),
                Due::Task(Task::Proposals),
                out,
            );
        } else {
            self.send_proposals(now, out);
        }
    }
}

fn proposed(index: PartitionIndex, proposal: &IsrProposal) -> PartitionData {
    PartitionData {
        partition_index: index.0,
        leader_epoch: proposal.leader_epoch.0,
        new_isr_with_epochs: proposal
            .members
            .iter()
            .map(|(id, epoch)| BrokerState {
                broker_id: id.0,
                broker_epoch: epoch.0,
            })
            .collect(),
        leader_recovery_state: match proposal.recovery {
            LeaderRecovery::Recovered => 0,
            LeaderRecovery::Recovering => 1,
        },
        partition_epoch: proposal.partition_epoch.0,
        ..PartitionData::default()
    }
}

fn answers_by_partition(response: AlterPartitionResponse) -> BTreeMap<Key, ProposalAnswer> {
    let mut answers = BTreeMap::new();
    for topic in response.topics {
        for partition in topic.partitions {
            let key = (topic.topic_id, PartitionIndex(partition.partition_index));
            answers.insert(key, answer(&partition));
        }
    }
    answers
}

fn answer(partition: &response::PartitionData) -> ProposalAnswer {
    use ErrorCode as E;
    match E::from_code(partition.error_code) {
        Some(E::None) => ProposalAnswer::Committed {
            in_sync: partition.isr.iter().map(|id| BrokerId(*id)).collect(),
            leader_epoch: LeaderEpoch(partition.leader_epoch),
            partition_epoch: PartitionEpoch(partition.partition_epoch),
        },
        Some(E::IneligibleReplica | E::OperationNotAttempted) => ProposalAnswer::Refused,
        Some(
            E::UnknownTopicOrPartition
            | E::UnknownTopicId
            | E::FencedLeaderEpoch
            | E::InvalidUpdateVersion
            | E::InvalidRequest
            | E::NewLeaderElected,
        ) => ProposalAnswer::AwaitMetadata,
        _ => ProposalAnswer::Unknown,
    }
}
