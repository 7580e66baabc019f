//! AlterPartition (56), ElectLeaders (43), AlterPartitionReassignments (45), ListPartitionReassignments (46).

use std::collections::BTreeMap;

use controller_core::{
    ElectionTarget, ElectionType, IsrProposal, PartitionsToElect, ReassignmentTarget,
    decide_alter_partitions, decide_alter_reassignments, decide_elect_leaders, list_reassignments,
};
use metadata::LeaderRecoveryState;
use protocol::ErrorCode;
use protocol::messages::alter_partition::response::{PartitionData, TopicData};
use protocol::messages::alter_partition::{AlterPartitionRequest, AlterPartitionResponse};
use protocol::messages::alter_partition_reassignments::response::{
    ReassignablePartitionResponse, ReassignableTopicResponse,
};
use protocol::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse,
};
use protocol::messages::elect_leaders::response::{PartitionResult, ReplicaElectionResult};
use protocol::messages::elect_leaders::{ElectLeadersRequest, ElectLeadersResponse};
use protocol::messages::list_partition_reassignments::response::{
    OngoingPartitionReassignment, OngoingTopicReassignment,
};
use protocol::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse,
};
use types::{BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch, PartitionIndex};

use crate::error_map::ToErrorCode;
use crate::job::{Decide, Outcome, Situation};

fn ids(brokers: &[BrokerId]) -> Vec<i32> {
    brokers.iter().map(|broker| broker.0).collect()
}

fn brokers(ids: &[i32]) -> Vec<BrokerId> {
    ids.iter().copied().map(BrokerId).collect()
}

fn recovery_state(number: i8) -> LeaderRecoveryState {
    if number == 0 {
        LeaderRecoveryState::Recovered
    } else {
        LeaderRecoveryState::Recovering
    }
}

impl Decide for AlterPartitionRequest {
    fn decide(&self, version: i16, situation: &Situation<'_>) -> Outcome<AlterPartitionResponse> {
        let mut proposals = Vec::new();
        for topic in &self.topics {
            proposals.extend(topic.partitions.iter().map(|partition| IsrProposal {
                topic: topic.topic_id,
                partition: PartitionIndex(partition.partition_index),
                leader_epoch: LeaderEpoch(partition.leader_epoch),
                partition_epoch: PartitionEpoch(partition.partition_epoch),
                in_sync: if version >= 3 {
                    let members = partition.new_isr_with_epochs.iter();
                    members
                        .map(|member| {
                            (BrokerId(member.broker_id), BrokerEpoch(member.broker_epoch))
                        })
                        .collect()
                } else {
                    let members = partition.new_isr.iter();
                    members
                        .map(|&member| (BrokerId(member), BrokerEpoch::NONE))
                        .collect()
                },
                leader_recovery_state: recovery_state(partition.leader_recovery_state),
            }));
        }
        let (broker, epoch) = (BrokerId(self.broker_id), BrokerEpoch(self.broker_epoch));
        let decision = match decide_alter_partitions(situation.cluster(), broker, epoch, &proposals)
        {
            Ok(decision) => decision,
            Err(_) => return Outcome::answer(self.refuse(ErrorCode::StaleBrokerEpoch)),
        };
        let mut answers = decision.outcome.into_iter();
        let mut topics = Vec::with_capacity(self.topics.len());
        for topic in &self.topics {
            let mut partitions = Vec::with_capacity(topic.partitions.len());
            for partition in &topic.partitions {
                let mut data = PartitionData {
                    partition_index: partition.partition_index,
                    ..PartitionData::default()
                };
                match answers.next() {
                    Some(Ok(after)) => {
                        data.leader_id = after.leader.0;
                        data.leader_epoch = after.leader_epoch.0;
                        data.isr = ids(&after.in_sync);
                        data.leader_recovery_state = after.leader_recovery_state.number();
                        data.partition_epoch = after.partition_epoch.0;
                    }
                    Some(Err(error)) => {
                        tracing::info!(
                            "broker {broker} proposed an in-sync set for {}-{} in vain: {error}",
                            topic.topic_id,
                            partition.partition_index
                        );
                        data.error_code = error.error_code().code();
                    }
                    None => data.error_code = ErrorCode::UnknownServerError.code(),
                }
                partitions.push(data);
            }
            topics.push(TopicData {
                topic_id: topic.topic_id,
                partitions,
            });
        }
        let response = AlterPartitionResponse {
            topics,
            ..AlterPartitionResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> AlterPartitionResponse {
        AlterPartitionResponse {
            error_code: error.code(),
            ..AlterPartitionResponse::default()
        }
    }
}

impl Decide for ElectLeadersRequest {
    fn decide(&self, version: i16, situation: &Situation<'_>) -> Outcome<ElectLeadersResponse> {
        let election = match self.election_type {
            0 => ElectionType::Preferred,
            1 if version >= 1 => ElectionType::Unclean,
            _ => return Outcome::answer(self.refuse(ErrorCode::InvalidRequest)),
        };
        let partitions = match &self.topic_partitions {
            None => PartitionsToElect::All,
            Some(topics) => {
                let target = |topic: &str, partition: i32| ElectionTarget {
                    topic: topic.to_owned(),
                    partition: PartitionIndex(partition),
                };
                let targets = topics.iter().flat_map(|topic| {
                    topic
                        .partitions
                        .iter()
                        .map(|&it| target(topic.topic.as_str(), it))
                });
                PartitionsToElect::These(targets.collect())
            }
        };
        let decision = decide_elect_leaders(situation.cluster(), election, &partitions);
        let mut topics: BTreeMap<String, Vec<PartitionResult>> = BTreeMap::new();
        for (target, answer) in decision.outcome {
            let (error_code, error_message) = match answer {
                Ok(()) => (ErrorCode::None.code(), None),
                Err(error) => (error.error_code().code(), Some(error.to_string().into())),
            };
            let partition_id = target.partition.0;
            let result = PartitionResult {
                partition_id,
                error_code,
                error_message,
            };
            topics.entry(target.topic).or_default().push(result);
        }
        let results = topics
            .into_iter()
            .map(|(topic, partition_result)| ReplicaElectionResult {
                topic: topic.into(),
                partition_result,
            });
        let response = ElectLeadersResponse {
            replica_election_results: results.collect(),
            ..ElectLeadersResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> ElectLeadersResponse {
        let message = match error {
            ErrorCode::InvalidRequest => {
                Some("The type of an election is 0 (preferred) or 1 (unclean).")
            }
            _ => None,
        };
        let of = |&partition_id: &i32| PartitionResult {
            partition_id,
            error_code: error.code(),
            error_message: message.map(Into::into),
        };
        let results = self.topic_partitions.iter().flatten();
        let results = results.map(|topic| ReplicaElectionResult {
            topic: topic.topic.clone(),
            partition_result: topic.partitions.iter().map(of).collect(),
        });
        ElectLeadersResponse {
            error_code: error.code(),
            replica_election_results: results.collect(),
            ..ElectLeadersResponse::default()
        }
    }
}

impl Decide for AlterPartitionReassignmentsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<AlterPartitionReassignmentsResponse> {
        let mut targets = Vec::new();
        for topic in &self.topics {
            targets.extend(topic.partitions.iter().map(|partition| {
                ReassignmentTarget {
                    topic: topic.name.as_str().to_owned(),
                    partition: PartitionIndex(partition.partition_index),
                    replicas: partition
                        .replicas
                        .as_ref()
                        .map(|replicas| brokers(replicas)),
                }
            }));
        }
        let may_change = self.allow_replication_factor_change;
        let decision = decide_alter_reassignments(situation.cluster(), &targets, may_change);
        let mut answers = decision.outcome.into_iter();
        let mut responses = Vec::with_capacity(self.topics.len());
        for topic in &self.topics {
            let mut partitions = Vec::with_capacity(topic.partitions.len());
            for partition in &topic.partitions {
                let (error_code, error_message) = match answers.next() {
                    Some(Err(error)) => (error.error_code().code(), Some(error.to_string().into())),
                    _ => (ErrorCode::None.code(), None),
                };
                partitions.push(ReassignablePartitionResponse {
                    partition_index: partition.partition_index,
                    error_code,
                    error_message,
                });
            }
            responses.push(ReassignableTopicResponse {
                name: topic.name.clone(),
                partitions,
            });
        }
        let response = AlterPartitionReassignmentsResponse {
            allow_replication_factor_change: may_change,
            error_message: None,
            responses,
            ..AlterPartitionReassignmentsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> AlterPartitionReassignmentsResponse {
        AlterPartitionReassignmentsResponse {
            error_code: error.code(),
            error_message: None,
            ..AlterPartitionReassignmentsResponse::default()
        }
    }
}

impl Decide for ListPartitionReassignmentsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<ListPartitionReassignmentsResponse> {
        let asked: Option<Vec<(String, Vec<PartitionIndex>)>> = self.topics.as_ref().map(|topics| {
            let indexes = |topic: &[i32]| topic.iter().copied().map(PartitionIndex).collect();
            let topic = |it: &protocol::messages::list_partition_reassignments::request::ListPartitionReassignmentsTopics| {
                (it.name.as_str().to_owned(), indexes(&it.partition_indexes))
            };
            topics.iter().map(topic).collect()
        });
        let mut topics: Vec<OngoingTopicReassignment> = Vec::new();
        for ongoing in list_reassignments(situation.cluster(), asked.as_deref()) {
            let partition = OngoingPartitionReassignment {
                partition_index: ongoing.partition.0,
                replicas: ids(&ongoing.replicas),
                adding_replicas: ids(&ongoing.adding_replicas),
                removing_replicas: ids(&ongoing.removing_replicas),
            };
            match topics.last_mut() {
                Some(last) if last.name.as_str() == ongoing.topic.as_str() => {
                    last.partitions.push(partition);
                }
                _ => topics.push(OngoingTopicReassignment {
                    name: ongoing.topic.as_str().into(),
                    partitions: vec![partition],
                }),
            }
        }
        Outcome::answer(ListPartitionReassignmentsResponse {
            error_message: None,
            topics,
            ..ListPartitionReassignmentsResponse::default()
        })
    }

    fn refuse(&self, error: ErrorCode) -> ListPartitionReassignmentsResponse {
        ListPartitionReassignmentsResponse {
            error_code: error.code(),
            error_message: None,
            ..ListPartitionReassignmentsResponse::default()
        }
    }
}
