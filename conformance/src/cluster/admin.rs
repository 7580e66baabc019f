//! What a cluster says about itself, and what it is told to do; asked of any broker that answers.

use std::cell::Cell;
use std::time::Duration;

use codec::Text;
use protocol::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use protocol::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use protocol::messages::create_topics::CreateTopicsRequest;
use protocol::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use protocol::messages::describe_cluster::DescribeClusterRequest;
use protocol::messages::describe_quorum::request::{
    DescribeQuorumRequest, PartitionData, TopicData,
};
use protocol::messages::describe_topic_partitions::{DescribeTopicPartitionsRequest, TopicRequest};
use protocol::messages::elect_leaders::{ElectLeadersRequest, TopicPartitions};
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use protocol::messages::init_producer_id::InitProducerIdRequest;
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use protocol::messages::list_partition_reassignments::ListPartitionReassignmentsRequest;
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use protocol::{ErrorCode, Request};

use super::until;
use super::views::{NewTopic, PartitionView, QuorumView, TopicView};
use crate::Failure;
use crate::brokers::Kind;
use crate::wire::Connection;

/// Longest wait for one answer: a broker that is paused is passed over.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);
/// How long the controller may take for a change.
const CHANGE_LIMIT_MS: i32 = 15_000;
/// Longest wait until brokers know of a change.
const SEEN_LIMIT: Duration = Duration::from_secs(30);
/// The resource type of a topic, and that of a broker.
const TOPIC: i8 = 2;
const BROKER: i8 = 4;

/// Asks brokers, one after the other until one answers.
#[derive(Debug)]
pub struct Admin {
    addresses: Vec<String>,
    /// Who answered last.
    first: Cell<usize>,
    /// Whether they are a Kafka of before the requests that only a quorum's clusters have.
    is_old: bool,
}

impl Admin {
    /// One that asks these brokers.
    #[must_use]
    pub fn of(addresses: Vec<String>) -> Self {
        Self {
            addresses,
            first: Cell::new(0),
            is_old: false,
        }
    }

    /// The same, with requests that this kind knows.
    #[must_use]
    pub fn speaking_to(mut self, kind: &Kind) -> Self {
        self.is_old = kind.is_old();
        self
    }

    fn alone(&self, address: &str) -> Self {
        Self {
            is_old: self.is_old,
            ..Self::of(vec![address.to_owned()])
        }
    }

    fn call<R: Request>(&self, version: i16, request: &R) -> Result<R::Response, Failure> {
        let count = self.addresses.len();
        let mut complaint = "no broker runs".to_owned();
        for turn in 0..count {
            let at = (self.first.get() + turn) % count;
            let Some(address) = self.addresses.get(at) else {
                continue;
            };
            let answer = Connection::open_within(address, ANSWER_LIMIT)
                .and_then(|mut connection| connection.call(version, request));
            match answer {
                Ok(answer) => {
                    self.first.set(at);
                    return Ok(answer);
                }
                Err(why) => complaint = why,
            }
        }
        Err(complaint)
    }

    /// The ids of the brokers that are not fenced.
    ///
    /// # Errors
    /// Nobody answers.
    pub fn brokers(&self) -> Result<Vec<i32>, Failure> {
        let request = DescribeClusterRequest::default();
        let answer = self.call(1, &request)?;
        checked(answer.error_code)?;
        Ok(answer
            .brokers
            .iter()
            .map(|broker| broker.broker_id)
            .collect())
    }

    /// The broker that requests for the controller go to. In a cluster that is kept in ZooKeeper it is the active controller.
    ///
    /// # Errors
    /// Nobody answers, or there is no controller.
    pub fn controller(&self) -> Result<i32, Failure> {
        let answer = self.call(1, &DescribeClusterRequest::default())?;
        checked(answer.error_code)?;
        match answer.controller_id {
            none if none < 0 => Err("no controller is active".to_owned()),
            id => Ok(id),
        }
    }

    /// Asks the active controller from now on, where the others do not forward what is for it.
    fn turn_to_controller(&self) -> Result<(), Failure> {
        if !self.is_old {
            return Ok(());
        }
        let answer = self.call(1, &DescribeClusterRequest::default())?;
        let id = answer.controller_id;
        let mut brokers = answer.brokers.iter();
        let controller = brokers.find(|broker| broker.broker_id == id);
        let controller = controller.ok_or("no controller is active")?;
        let address = format!("{}:{}", controller.host.as_str(), controller.port);
        let place = self.addresses.iter().position(|known| *known == address);
        self.first.set(place.ok_or("the controller is not asked")?);
        Ok(())
    }

    /// The active controller and its voters, as the first says that knows.
    ///
    /// # Errors
    /// Nobody answers, or no controller is active.
    pub fn quorum(&self) -> Result<QuorumView, Failure> {
        let mut complaint = "no node runs".to_owned();
        for address in &self.addresses {
            match Self::of(vec![address.clone()]).quorum_of_one() {
                Ok(view) => return Ok(view),
                Err(why) => complaint = why,
            }
        }
        Err(complaint)
    }

    fn quorum_of_one(&self) -> Result<QuorumView, Failure> {
        let request = DescribeQuorumRequest {
            topics: vec![TopicData {
                topic_name: text("__cluster_metadata"),
                partitions: vec![PartitionData::default()],
            }],
        };
        let answer = self.call(1, &request)?;
        checked(answer.error_code)?;
        let partition = answer
            .topics
            .first()
            .and_then(|topic| topic.partitions.first());
        let partition = partition.ok_or("no quorum is described")?;
        checked(partition.error_code)?;
        if partition.leader_id < 0 {
            return Err("no controller is active".to_owned());
        }
        let voters = partition.current_voters.iter();
        Ok(QuorumView {
            leader: partition.leader_id,
            epoch: partition.leader_epoch,
            high_watermark: partition.high_watermark,
            voters: voters
                .map(|voter| (voter.replica_id, voter.log_end_offset))
                .collect(),
        })
    }

    /// A topic as the first broker that answers knows it.
    ///
    /// # Errors
    /// Nobody answers, or there is no such topic.
    pub fn topic(&self, name: &str) -> Result<TopicView, Failure> {
        if self.is_old {
            return self.topic_by_metadata(name);
        }
        let request = DescribeTopicPartitionsRequest {
            topics: vec![TopicRequest { name: text(name) }],
            ..DescribeTopicPartitionsRequest::default()
        };
        let answer = self.call(0, &request)?;
        let topic = answer
            .topics
            .into_iter()
            .next()
            .ok_or("no topic is described")?;
        checked(topic.error_code)?;
        let partitions = topic.partitions.into_iter().map(|found| {
            let mut isr = found.isr_nodes;
            isr.sort_unstable();
            PartitionView {
                partition: found.partition_index,
                leader: found.leader_id,
                leader_epoch: found.leader_epoch,
                replicas: found.replica_nodes,
                isr,
                elr: found.eligible_leader_replicas.unwrap_or_default(),
            }
        });
        Ok(TopicView {
            id: topic.topic_id,
            partitions: partitions.collect(),
        })
    }

    /// As [`Admin::topic`], of brokers that do not describe eligible leaders.
    fn topic_by_metadata(&self, name: &str) -> Result<TopicView, Failure> {
        let topic = MetadataRequestTopic {
            name: Some(text(name)),
            ..MetadataRequestTopic::default()
        };
        let request = MetadataRequest {
            topics: Some(vec![topic]),
            ..MetadataRequest::default()
        };
        let answer = self.call(12, &request)?;
        let topic = answer
            .topics
            .into_iter()
            .next()
            .ok_or("no topic is described")?;
        checked(topic.error_code)?;
        let mut partitions: Vec<_> = topic
            .partitions
            .into_iter()
            .map(|found| {
                let mut isr = found.isr_nodes;
                isr.sort_unstable();
                PartitionView {
                    partition: found.partition_index,
                    leader: found.leader_id,
                    leader_epoch: found.leader_epoch,
                    replicas: found.replica_nodes,
                    isr,
                    elr: Vec::new(),
                }
            })
            .collect();
        partitions.sort_by_key(|view| view.partition);
        Ok(TopicView {
            id: topic.topic_id,
            partitions,
        })
    }

    /// The leaders of all partitions of all topics, -1 where there is none.
    ///
    /// # Errors
    /// Nobody answers.
    pub fn leaders(&self) -> Result<Vec<i32>, Failure> {
        let request = MetadataRequest {
            topics: None,
            ..MetadataRequest::default()
        };
        let answer = self.call(12, &request)?;
        let partitions = answer.topics.iter().flat_map(|topic| &topic.partitions);
        Ok(partitions.map(|partition| partition.leader_id).collect())
    }

    /// The one partition of a topic, or its first.
    ///
    /// # Errors
    /// As [`Admin::topic`].
    pub fn partition(&self, topic: &str) -> Result<PartitionView, Failure> {
        let partitions = self.topic(topic)?.partitions;
        partitions
            .into_iter()
            .next()
            .ok_or_else(|| "no partition".to_owned())
    }

    /// Waits until the first partition of a topic is as wanted.
    ///
    /// # Errors
    /// It does not become so in time.
    pub fn until_partition(
        &self,
        topic: &str,
        limit: Duration,
        what: &str,
        wanted: impl Fn(&PartitionView) -> bool,
    ) -> Result<PartitionView, Failure> {
        let mut last = String::new();
        let found = until(limit, what, || {
            let view = self.partition(topic)?;
            last = format!("{view:?}");
            Ok(wanted(&view).then_some(view))
        });
        found.map_err(|why| format!("{why}; last seen {last}"))
    }

    /// Makes a topic and waits until every broker that was named knows leaders for all of it.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn create(&self, topic: &NewTopic) -> Result<(), Failure> {
        let request = CreateTopicsRequest {
            topics: vec![topic.request()],
            timeout_ms: CHANGE_LIMIT_MS,
            validate_only: false,
        };
        let ask = || -> Result<_, Failure> {
            self.turn_to_controller()?;
            let answer = self.call(7, &request)?;
            // An old Kafka may name one that is the controller no longer.
            let is_elsewhere = answer
                .topics
                .iter()
                .any(|topic| self.is_old && topic.error_code == ErrorCode::NotController.code());
            Ok((!is_elsewhere).then_some(answer))
        };
        let answer = match ask()? {
            Some(answer) => answer,
            None => until(SEEN_LIMIT, "a controller makes the topic", ask)?,
        };
        for made in &answer.topics {
            checked_with(made.error_code, made.error_message.as_ref())?;
        }
        for address in &self.addresses {
            let one = self.alone(address);
            until(SEEN_LIMIT, "a new topic is led", || {
                let seen = one.topic(topic.name())?.partitions;
                let led = seen
                    .iter()
                    .filter(|partition| partition.leader >= 0)
                    .count();
                Ok((led == topic.count()).then_some(()))
            })?;
        }
        Ok(())
    }

    /// Sets a topic's setting.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn set_topic(&self, topic: &str, name: &str, value: &str) -> Result<(), Failure> {
        self.set(TOPIC, topic, name, value)
    }

    /// Sets a setting of all brokers.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn set_cluster(&self, name: &str, value: &str) -> Result<(), Failure> {
        self.set(BROKER, "", name, value)
    }

    /// Sets a setting of one broker.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn set_broker(&self, broker: i32, name: &str, value: &str) -> Result<(), Failure> {
        let address = self.addresses.get(usize::try_from(broker).unwrap_or(0));
        let address = address.ok_or("there is no such broker")?;
        self.alone(address)
            .set(BROKER, &broker.to_string(), name, value)
    }

    /// Removes a topic.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn delete(&self, topic: &str) -> Result<(), Failure> {
        let request = DeleteTopicsRequest {
            topics: vec![DeleteTopicState {
                name: Some(text(topic)),
                ..DeleteTopicState::default()
            }],
            timeout_ms: CHANGE_LIMIT_MS,
            ..DeleteTopicsRequest::default()
        };
        self.turn_to_controller()?;
        for removed in &self.call(6, &request)?.responses {
            checked_with(removed.error_code, removed.error_message.as_ref())?;
        }
        Ok(())
    }

    /// A producer id.
    ///
    /// # Errors
    /// The broker has none to give in time.
    pub fn producer_id(&self) -> Result<i64, Failure> {
        let request = InitProducerIdRequest {
            transactional_id: None,
            transaction_timeout_ms: i32::MAX,
            producer_id: -1,
            producer_epoch: -1,
            ..InitProducerIdRequest::default()
        };
        until(SEEN_LIMIT, "a producer id", || {
            let answer = self.call(4, &request)?;
            checked(answer.error_code)?;
            Ok(Some(answer.producer_id))
        })
    }

    fn set(&self, kind: i8, resource: &str, name: &str, value: &str) -> Result<(), Failure> {
        let config = AlterableConfig {
            name: text(name),
            config_operation: 0,
            value: Some(text(value)),
        };
        let request = IncrementalAlterConfigsRequest {
            resources: vec![AlterConfigsResource {
                resource_type: kind,
                resource_name: text(resource),
                configs: vec![config],
            }],
            validate_only: false,
        };
        let answer = self.call(1, &request)?;
        for changed in &answer.responses {
            checked_with(changed.error_code, changed.error_message.as_ref())?;
        }
        Ok(())
    }

    /// Gives partitions other replicas, the first of which is to lead.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn reassign(&self, topic: &str, moves: &[(i32, &[i32])]) -> Result<(), Failure> {
        let partitions = moves
            .iter()
            .map(|(partition, replicas)| ReassignablePartition {
                partition_index: *partition,
                replicas: Some(replicas.to_vec()),
            });
        let request = AlterPartitionReassignmentsRequest {
            timeout_ms: CHANGE_LIMIT_MS,
            allow_replication_factor_change: true,
            topics: vec![ReassignableTopic {
                name: text(topic),
                partitions: partitions.collect(),
            }],
        };
        self.turn_to_controller()?;
        let answer = self.call(i16::from(!self.is_old), &request)?;
        checked_with(answer.error_code, answer.error_message.as_ref())?;
        for partition in answer.responses.iter().flat_map(|topic| &topic.partitions) {
            checked_with(partition.error_code, partition.error_message.as_ref())?;
        }
        Ok(())
    }

    /// How many partitions are moving.
    ///
    /// # Errors
    /// Nobody answers.
    pub fn moving(&self) -> Result<usize, Failure> {
        let request = ListPartitionReassignmentsRequest {
            timeout_ms: CHANGE_LIMIT_MS,
            topics: None,
        };
        let answer = self.call(0, &request)?;
        checked(answer.error_code)?;
        Ok(answer
            .topics
            .iter()
            .map(|topic| topic.partitions.len())
            .sum())
    }

    /// Has the preferred replicas of some partitions elected.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn elect_preferred(&self, topic: &str, partitions: &[i32]) -> Result<(), Failure> {
        let request = ElectLeadersRequest {
            election_type: 0,
            topic_partitions: Some(vec![TopicPartitions {
                topic: text(topic),
                partitions: partitions.to_vec(),
            }]),
            timeout_ms: CHANGE_LIMIT_MS,
        };
        self.turn_to_controller()?;
        let answer = self.call(2, &request)?;
        checked(answer.error_code)?;
        let results = answer.replica_election_results.iter();
        for result in results.flat_map(|topic| &topic.partition_result) {
            if result.error_code != ErrorCode::ElectionNotNeeded.code() {
                checked_with(result.error_code, result.error_message.as_ref())?;
            }
        }
        Ok(())
    }

    /// Gives a topic more partitions.
    ///
    /// # Errors
    /// The controller refuses it.
    pub fn grow(&self, topic: &str, partitions: i32) -> Result<(), Failure> {
        let request = CreatePartitionsRequest {
            topics: vec![CreatePartitionsTopic {
                name: text(topic),
                count: partitions,
                assignments: None,
            }],
            timeout_ms: CHANGE_LIMIT_MS,
            validate_only: false,
        };
        let answer = self.call(3, &request)?;
        for grown in &answer.results {
            checked_with(grown.error_code, grown.error_message.as_ref())?;
        }
        Ok(())
    }

    /// The broker that coordinates a group.
    ///
    /// # Errors
    /// No coordinator is there in time.
    pub fn coordinator(&self, group: &str) -> Result<i32, Failure> {
        let request = FindCoordinatorRequest {
            coordinator_keys: vec![text(group)],
            ..FindCoordinatorRequest::default()
        };
        until(SEEN_LIMIT, "a coordinator", || {
            let answer = self.call(4, &request)?;
            let found = answer
                .coordinators
                .first()
                .ok_or("no coordinator is named")?;
            checked(found.error_code)?;
            Ok(Some(found.node_id))
        })
    }

    /// Where consumers find the end of a partition: its high watermark, as its leader says.
    ///
    /// # Errors
    /// This broker is asked alone and does not lead it.
    pub fn high_watermark(&self, topic: &str, partition: i32) -> Result<i64, Failure> {
        let request = ListOffsetsRequest {
            replica_id: -1,
            topics: vec![ListOffsetsTopic {
                name: text(topic),
                partitions: vec![ListOffsetsPartition {
                    partition_index: partition,
                    current_leader_epoch: -1,
                    timestamp: -1,
                }],
            }],
            ..ListOffsetsRequest::default()
        };
        let answer = self.call(7, &request)?;
        let found = answer
            .topics
            .first()
            .and_then(|topic| topic.partitions.first());
        let found = found.ok_or("no offset is listed")?;
        checked(found.error_code)?;
        Ok(found.offset)
    }
}

fn text(text: &str) -> Text {
    Text::from(text)
}

fn checked(code: i16) -> Result<(), Failure> {
    checked_with(code, None)
}

fn checked_with(code: i16, message: Option<&Text>) -> Result<(), Failure> {
    if code == 0 {
        return Ok(());
    }
    let message = message
        .map(|message| format!(": {message}"))
        .unwrap_or_default();
    Err(format!("error {code}{message}"))
}
