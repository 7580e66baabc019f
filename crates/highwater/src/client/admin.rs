//! Topics and offsets: what there is, and changes of it.

use std::collections::BTreeMap;

use protocol::ErrorCode;
use protocol::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use protocol::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use protocol::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use protocol::messages::metadata::MetadataResponseTopic;

use super::{ClientError, Cluster};

/// A topic to make.
#[derive(Clone, Debug)]
pub(crate) struct NewTopic {
    pub(crate) name: String,
    /// -1 for the brokers' default.
    pub(crate) partitions: i32,
    /// -1 for the brokers' default.
    pub(crate) replication_factor: i16,
    pub(crate) configs: Vec<(String, String)>,
    /// Whether only to check.
    pub(crate) validate_only: bool,
}

/// A topic as the cluster tells of it.
#[derive(Clone, Debug)]
pub(crate) struct TopicState {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) internal: bool,
    pub(crate) partitions: Vec<PartitionState>,
}

/// A partition as the cluster tells of it.
#[derive(Clone, Debug)]
pub(crate) struct PartitionState {
    pub(crate) index: i32,
    pub(crate) leader: i32,
    pub(crate) leader_epoch: i32,
    pub(crate) replicas: Vec<i32>,
    pub(crate) in_sync: Vec<i32>,
    pub(crate) offline: Vec<i32>,
    /// Replicas out of the ISR that have all that is committed (KIP-966); empty where the cluster does not tell of them.
    pub(crate) eligible: Vec<i32>,
    /// Those that led or were eligible when nobody was any more.
    pub(crate) last_known_eligible: Vec<i32>,
}

/// A place in a partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OffsetSpec {
    /// The first record that is kept.
    Earliest,
    /// Behind the last committed record.
    Latest,
    /// The first record at or after this time, in milliseconds of 1970; the end when there is none.
    AtTime(i64),
    /// This offset.
    At(i64),
    /// This many records before the end.
    BeforeEnd(i64),
}

impl Cluster {
    /// All topics, or those named; unknown ones are an error.
    pub(crate) fn topics(
        &mut self,
        names: Option<&[String]>,
    ) -> Result<Vec<TopicState>, ClientError> {
        let answer = self.retrying(|cluster| {
            let answer = cluster.metadata(names, false)?;
            match answer.topics.iter().find(|topic| topic.error_code != 0) {
                Some(topic) => {
                    let what = format!("topic {}", topic.name.as_deref().unwrap_or_default());
                    let code = topic.error_code;
                    let unknown = code == ErrorCode::UnknownTopicOrPartition.code();
                    let message = unknown.then_some("there is no such topic");
                    match unknown {
                        true => Ok(Err(ClientError::refused(what, code, message))),
                        false => Err(ClientError::refused(what, code, message)),
                    }
                }
                None => Ok(Ok(answer)),
            }
        })??;
        let mut topics: Vec<TopicState> = answer.topics.iter().map(topic_state).collect();
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(topics)
    }

    /// Makes a topic.
    pub(crate) fn create_topic(&mut self, topic: &NewTopic) -> Result<(i32, i16), ClientError> {
        let config = |(name, value): &(String, String)| CreatableTopicConfig {
            name: name.into(),
            value: Some(value.into()),
        };
        let request = CreateTopicsRequest {
            topics: vec![CreatableTopic {
                name: topic.name.as_str().into(),
                num_partitions: topic.partitions,
                replication_factor: topic.replication_factor,
                configs: topic.configs.iter().map(config).collect(),
                ..Default::default()
            }],
            timeout_ms: self.timeout_ms(),
            validate_only: topic.validate_only,
        };
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let told = answer.topics.first().ok_or_else(|| empty("CreateTopics"))?;
        check(
            format!("creating topic {}", topic.name),
            told.error_code,
            told.error_message.as_deref(),
        )?;
        Ok((told.num_partitions, told.replication_factor))
    }

    /// Deletes a topic.
    pub(crate) fn delete_topic(&mut self, name: &str) -> Result<(), ClientError> {
        let request = DeleteTopicsRequest {
            topics: vec![DeleteTopicState {
                name: Some(name.into()),
                ..Default::default()
            }],
            timeout_ms: self.timeout_ms(),
            ..Default::default()
        };
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let told = answer
            .responses
            .first()
            .ok_or_else(|| empty("DeleteTopics"))?;
        check(
            format!("deleting topic {name}"),
            told.error_code,
            told.error_message.as_deref(),
        )
    }

    /// Gives a topic more partitions.
    pub(crate) fn create_partitions(
        &mut self,
        name: &str,
        count: i32,
        validate_only: bool,
    ) -> Result<(), ClientError> {
        let topic = CreatePartitionsTopic {
            name: name.into(),
            count,
            ..Default::default()
        };
        let request = CreatePartitionsRequest {
            topics: vec![CreatePartitionsTopic {
                assignments: None,
                ..topic
            }],
            timeout_ms: self.timeout_ms(),
            validate_only,
        };
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let told = answer
            .results
            .first()
            .ok_or_else(|| empty("CreatePartitions"))?;
        let what = format!("adding partitions to topic {name}");
        check(what, told.error_code, told.error_message.as_deref())
    }

    /// Finds offsets in partitions of one topic, whose leaders must be known.
    pub(crate) fn offsets(
        &mut self,
        topic: &str,
        partitions: &[i32],
        spec: OffsetSpec,
    ) -> Result<BTreeMap<i32, i64>, ClientError> {
        match spec {
            OffsetSpec::At(offset) => Ok(partitions.iter().map(|&index| (index, offset)).collect()),
            OffsetSpec::Earliest => self.list_offsets(topic, partitions, -2),
            OffsetSpec::Latest => self.list_offsets(topic, partitions, -1),
            OffsetSpec::AtTime(time) => {
                let mut found = self.list_offsets(topic, partitions, time)?;
                let later: Vec<i32> = found
                    .iter()
                    .filter(|(_, offset)| **offset < 0)
                    .map(|(&index, _)| index)
                    .collect();
                if !later.is_empty() {
                    found.extend(self.list_offsets(topic, &later, -1)?);
                }
                Ok(found)
            }
            OffsetSpec::BeforeEnd(count) => {
                let first = self.list_offsets(topic, partitions, -2)?;
                let mut found = self.list_offsets(topic, partitions, -1)?;
                for (index, offset) in &mut found {
                    let first = first.get(index).copied().unwrap_or(0);
                    *offset = offset.saturating_sub(count).max(first);
                }
                Ok(found)
            }
        }
    }

    fn list_offsets(
        &mut self,
        topic: &str,
        partitions: &[i32],
        timestamp: i64,
    ) -> Result<BTreeMap<i32, i64>, ClientError> {
        self.retrying(|cluster| {
            let mut by_leader: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
            for &partition in partitions {
                by_leader
                    .entry(cluster.leader(topic, partition))
                    .or_default()
                    .push(partition);
            }
            let mut found = BTreeMap::new();
            for (leader, partitions) in by_leader {
                if leader < 0 {
                    cluster.refresh(topic)?;
                    let code = ErrorCode::LeaderNotAvailable.code();
                    return Err(ClientError::refused(format!("topic {topic}"), code, None));
                }
                let request = offsets_request(topic, &partitions, timestamp);
                let answer = cluster.call(leader, &request, i16::MAX)?;
                for told in answer.topics.iter().flat_map(|topic| &topic.partitions) {
                    if told.error_code != 0 {
                        cluster.refresh(topic)?;
                        let what = format!("offsets of {topic}-{}", told.partition_index);
                        return Err(ClientError::refused(what, told.error_code, None));
                    }
                    found.insert(told.partition_index, told.offset);
                }
            }
            Ok(found)
        })
    }

    pub(super) fn timeout_ms(&self) -> i32 {
        i32::try_from(self.timeout().as_millis()).unwrap_or(i32::MAX)
    }
}

fn offsets_request(topic: &str, partitions: &[i32], timestamp: i64) -> ListOffsetsRequest {
    let partition = |&partition_index: &i32| ListOffsetsPartition {
        partition_index,
        timestamp,
        ..Default::default()
    };
    ListOffsetsRequest {
        replica_id: -1,
        topics: vec![ListOffsetsTopic {
            name: topic.into(),
            partitions: partitions.iter().map(partition).collect(),
        }],
        ..Default::default()
    }
}

fn topic_state(topic: &MetadataResponseTopic) -> TopicState {
    let mut partitions: Vec<PartitionState> = topic
        .partitions
        .iter()
        .map(|partition| PartitionState {
            index: partition.partition_index,
            leader: partition.leader_id,
            leader_epoch: partition.leader_epoch,
            replicas: partition.replica_nodes.clone(),
            in_sync: partition.isr_nodes.clone(),
            offline: partition.offline_replicas.clone(),
            eligible: Vec::new(),
            last_known_eligible: Vec::new(),
        })
        .collect();
    partitions.sort_by_key(|partition| partition.index);
    TopicState {
        name: topic
            .name
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        id: topic.topic_id.to_string(),
        internal: topic.is_internal,
        partitions,
    }
}

/// Makes an error of a code that is not zero.
pub(super) fn check(what: String, code: i16, message: Option<&str>) -> Result<(), ClientError> {
    match code {
        0 => Ok(()),
        code => Err(ClientError::refused(what, code, message)),
    }
}

/// An answer that does not answer.
pub(super) fn empty(what: &str) -> ClientError {
    ClientError::Protocol {
        what: what.to_owned(),
        reason: "the answer is empty".to_owned(),
    }
}
