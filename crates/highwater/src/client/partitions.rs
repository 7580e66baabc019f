//! Partitions with all that the cluster knows of their replicas, and who is to lead or to keep them.

use std::collections::{BTreeMap, BTreeSet};

use protocol::ErrorCode;
use protocol::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use protocol::messages::describe_topic_partitions::{
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponsePartition,
    DescribeTopicPartitionsResponseTopic, TopicRequest, request::Cursor,
};
use protocol::messages::elect_leaders::{ElectLeadersRequest, TopicPartitions};
use protocol::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsTopics,
};

use super::admin::check;
use super::{ClientError, Cluster, PartitionState, TopicState};

/// Partitions in one page of a description.
const PAGE_PARTITIONS: i32 = 2000;

/// A partition of a topic, by name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct PartitionName {
    pub(crate) topic: String,
    pub(crate) index: i32,
}

impl std::fmt::Display for PartitionName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{}", self.topic, self.index)
    }
}

/// Which leader is wanted (KIP-460).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Election {
    /// The first replica.
    Preferred,
    /// Any that is up, where there is no leader: also one that lacks records.
    Unclean,
}

/// A partition whose replicas move (KIP-455).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reassignment {
    pub(crate) partition: PartitionName,
    /// All of them: those that stay, those that come, and those that go.
    pub(crate) replicas: Vec<i32>,
    pub(crate) adding: Vec<i32>,
    pub(crate) removing: Vec<i32>,
}

/// How something went for each of several partitions.
pub(crate) type Answers = BTreeMap<PartitionName, Result<(), ClientError>>;

impl Cluster {
    /// All topics, or those named, with the eligible leaders of their partitions where the cluster tells of them (KIP-966);
    /// unknown topics are an error.
    pub(crate) fn describe_topics(
        &mut self,
        names: Option<&[String]>,
    ) -> Result<Vec<TopicState>, ClientError> {
        let described = self.retrying(|cluster| match cluster.describe_pages(names) {
            // What is not there is not waited for.
            Err(error) if error.code() == Some(ErrorCode::UnknownTopicOrPartition) => {
                Ok(Err(error))
            }
            described => described.map(Ok),
        });
        match described.flatten() {
            Err(error) if error.is_unserved() => self.topics(names),
            Err(error) => Err(error),
            Ok(topics) => Ok(topics.into_values().collect()),
        }
    }

    fn describe_pages(
        &mut self,
        names: Option<&[String]>,
    ) -> Result<BTreeMap<String, TopicState>, ClientError> {
        let topic = |name: &String| TopicRequest { name: name.into() };
        let mut request = DescribeTopicPartitionsRequest {
            topics: names.unwrap_or_default().iter().map(topic).collect(),
            response_partition_limit: PAGE_PARTITIONS,
            cursor: None,
        };
        let mut topics: BTreeMap<String, TopicState> = BTreeMap::new();
        // An empty list stands for all topics.
        if names.is_some_and(<[String]>::is_empty) {
            return Ok(topics);
        }
        loop {
            let answer = self.call_any(&request, i16::MAX)?;
            for told in answer.topics {
                let name = told.name.as_deref().unwrap_or_default().to_owned();
                let message = match ErrorCode::from_code(told.error_code) {
                    Some(ErrorCode::UnknownTopicOrPartition) => Some("there is no such topic"),
                    _ => None,
                };
                check(format!("topic {name}"), told.error_code, message)?;
                match topics.get_mut(&name) {
                    Some(known) => known
                        .partitions
                        .extend(told.partitions.iter().map(partition_state)),
                    None => {
                        topics.insert(name, topic_state(&told));
                    }
                }
            }
            let Some(next) = answer.next_cursor else {
                return Ok(topics);
            };
            request.cursor = Some(Cursor {
                topic_name: next.topic_name,
                partition_index: next.partition_index,
            });
        }
    }

    /// Elects leaders, for some partitions or for all; those of all that need none are left out of the answer.
    pub(crate) fn elect_leaders(
        &mut self,
        election: Election,
        partitions: Option<&BTreeSet<PartitionName>>,
    ) -> Result<Answers, ClientError> {
        let request = ElectLeadersRequest {
            election_type: match election {
                Election::Preferred => 0,
                Election::Unclean => 1,
            },
            topic_partitions: partitions.map(|partitions| {
                let by_topic = by_topic(partitions).into_iter();
                let topic = |(topic, partitions): (&str, Vec<i32>)| TopicPartitions {
                    topic: topic.into(),
                    partitions,
                };
                by_topic.map(topic).collect()
            }),
            timeout_ms: self.timeout_ms(),
        };
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let mut answers = Answers::new();
        for topic in &answer.replica_election_results {
            for told in &topic.partition_result {
                let partition = PartitionName {
                    topic: topic.topic.to_string(),
                    index: told.partition_id,
                };
                let what = partition.to_string();
                let outcome = check(what, told.error_code, told.error_message.as_deref());
                answers.insert(partition, outcome);
            }
        }
        if answers.is_empty() {
            check("electing leaders".to_owned(), answer.error_code, None)?;
        }
        Ok(answers)
    }

    /// Has partitions kept by other brokers; none takes a reassignment back that is under way.
    pub(crate) fn reassign(
        &mut self,
        wanted: &BTreeMap<PartitionName, Option<Vec<i32>>>,
    ) -> Result<Answers, ClientError> {
        let mut topics: BTreeMap<&str, Vec<ReassignablePartition>> = BTreeMap::new();
        for (partition, replicas) in wanted {
            let target = ReassignablePartition {
                partition_index: partition.index,
                replicas: replicas.clone(),
            };
            topics.entry(&partition.topic).or_default().push(target);
        }
        let request = AlterPartitionReassignmentsRequest {
            timeout_ms: self.timeout_ms(),
            topics: topics
                .into_iter()
                .map(|(name, partitions)| ReassignableTopic {
                    name: name.into(),
                    partitions,
                })
                .collect(),
            ..Default::default()
        };
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let message = answer.error_message.as_deref();
        check("reassigning".to_owned(), answer.error_code, message)?;
        let mut answers = Answers::new();
        for topic in &answer.responses {
            for told in &topic.partitions {
                let partition = PartitionName {
                    topic: topic.name.to_string(),
                    index: told.partition_index,
                };
                let what = partition.to_string();
                let outcome = check(what, told.error_code, told.error_message.as_deref());
                answers.insert(partition, outcome);
            }
        }
        Ok(answers)
    }

    /// The partitions whose replicas move, of all or of some.
    pub(crate) fn reassignments(
        &mut self,
        partitions: Option<&BTreeSet<PartitionName>>,
    ) -> Result<Vec<Reassignment>, ClientError> {
        let request = ListPartitionReassignmentsRequest {
            timeout_ms: self.timeout_ms(),
            topics: partitions.map(|partitions| {
                let topic = |(name, partition_indexes): (&str, Vec<i32>)| {
                    ListPartitionReassignmentsTopics {
                        name: name.into(),
                        partition_indexes,
                    }
                };
                by_topic(partitions).into_iter().map(topic).collect()
            }),
        };
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let message = answer.error_message.as_deref();
        check(
            "listing reassignments".to_owned(),
            answer.error_code,
            message,
        )?;
        let mut found = Vec::new();
        for topic in answer.topics {
            let name = topic.name.to_string();
            found.extend(topic.partitions.into_iter().map(|told| Reassignment {
                partition: PartitionName {
                    topic: name.clone(),
                    index: told.partition_index,
                },
                replicas: told.replicas,
                adding: told.adding_replicas,
                removing: told.removing_replicas,
            }));
        }
        found.sort_by(|a, b| a.partition.cmp(&b.partition));
        Ok(found)
    }
}

fn by_topic(partitions: &BTreeSet<PartitionName>) -> BTreeMap<&str, Vec<i32>> {
    let mut topics: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for partition in partitions {
        topics
            .entry(&partition.topic)
            .or_default()
            .push(partition.index);
    }
    topics
}

fn topic_state(told: &DescribeTopicPartitionsResponseTopic) -> TopicState {
    TopicState {
        name: told
            .name
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        id: told.topic_id.to_string(),
        internal: told.is_internal,
        partitions: told.partitions.iter().map(partition_state).collect(),
    }
}

fn partition_state(told: &DescribeTopicPartitionsResponsePartition) -> PartitionState {
    PartitionState {
        index: told.partition_index,
        leader: told.leader_id,
        leader_epoch: told.leader_epoch,
        replicas: told.replica_nodes.clone(),
        in_sync: told.isr_nodes.clone(),
        offline: told.offline_replicas.clone(),
        eligible: told.eligible_leader_replicas.clone().unwrap_or_default(),
        last_known_eligible: told.last_known_elr.clone().unwrap_or_default(),
    }
}
