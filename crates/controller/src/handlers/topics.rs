//! CreateTopics (19), DeleteTopics (20), CreatePartitions (37).

use controller_core::{
    CreatedTopic, NewPartitions, NewTopic, decide_create_partitions, decide_create_topics,
    decide_delete_topics, random_topic_id,
};
use protocol::messages::create_partitions::response::CreatePartitionsTopicResult;
use protocol::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsResponse};
use protocol::messages::create_topics::request::CreatableTopic;
use protocol::messages::create_topics::response::{CreatableTopicConfigs, CreatableTopicResult};
use protocol::messages::create_topics::{CreateTopicsRequest, CreateTopicsResponse};
use protocol::messages::delete_topics::response::DeletableTopicResult;
use protocol::messages::delete_topics::{DeleteTopicsRequest, DeleteTopicsResponse};
use protocol::{ErrorCode, Text};
use types::{BrokerId, PartitionIndex, TopicId};

use crate::error_map::ToErrorCode;
use crate::job::{Decide, Outcome, Situation};

/// What a value's source is on the wire: set for the topic, or the default.
const SOURCE_TOPIC: i8 = 1;
const SOURCE_DEFAULT: i8 = 5;

fn new_topic(asked: &CreatableTopic, situation: &Situation<'_>) -> NewTopic {
    let mut id = [0; 16];
    situation.entropy.fill(&mut id);
    let brokers = |ids: &[i32]| ids.iter().copied().map(BrokerId).collect();
    NewTopic {
        name: asked.name.as_str().to_owned(),
        id: random_topic_id(id),
        partition_count: (asked.num_partitions != -1).then_some(asked.num_partitions),
        replication_factor: (asked.replication_factor != -1).then_some(asked.replication_factor),
        assignments: asked
            .assignments
            .iter()
            .map(|it| (PartitionIndex(it.partition_index), brokers(&it.broker_ids)))
            .collect(),
        configs: asked
            .configs
            .iter()
            .map(|it| {
                let value = it.value.as_ref().map(|value| value.as_str().to_owned());
                (it.name.as_str().to_owned(), value)
            })
            .collect(),
        seed: situation.random(),
    }
}

/// All settings of the new topic: its own, and what holds where it has none.
fn configs(created: &CreatedTopic) -> Vec<CreatableTopicConfigs> {
    let all = settings::topic_settings().filter(|setting| !setting.internal);
    let described = all.map(|setting| {
        let own = created.config.get(setting.name);
        let value = own.map(|value| &**value).or(setting.default);
        CreatableTopicConfigs {
            name: setting.name.into(),
            value: value.map(Text::from),
            read_only: false,
            config_source: if own.is_some() {
                SOURCE_TOPIC
            } else {
                SOURCE_DEFAULT
            },
            is_sensitive: setting.is_sensitive(),
        }
    });
    described.collect()
}

impl Decide for CreateTopicsRequest {
    fn decide(&self, _version: i16, situation: &Situation<'_>) -> Outcome<CreateTopicsResponse> {
        let topics: Vec<_> = self
            .topics
            .iter()
            .map(|topic| new_topic(topic, situation))
            .collect();
        let decision = decide_create_topics(situation.cluster(), &topics, self.validate_only);
        let results = self
            .topics
            .iter()
            .zip(decision.outcome)
            .map(|(asked, answer)| {
                let name = asked.name.clone();
                match answer {
                    Ok(created) => CreatableTopicResult {
                        name,
                        topic_id: created.id,
                        num_partitions: i32::try_from(created.partition_count).unwrap_or(i32::MAX),
                        replication_factor: i16::try_from(created.replication_factor)
                            .unwrap_or(i16::MAX),
                        configs: Some(configs(&created)),
                        ..CreatableTopicResult::default()
                    },
                    Err(error) => CreatableTopicResult {
                        name,
                        error_code: error.error_code().code(),
                        error_message: Some(error.to_string().into()),
                        num_partitions: -1,
                        replication_factor: -1,
                        configs: Some(Vec::new()),
                        ..CreatableTopicResult::default()
                    },
                }
            });
        let topics = results.collect();
        let response = CreateTopicsResponse {
            topics,
            ..CreateTopicsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> CreateTopicsResponse {
        let topics = self.topics.iter().map(|topic| CreatableTopicResult {
            name: topic.name.clone(),
            error_code: error.code(),
            num_partitions: -1,
            replication_factor: -1,
            configs: Some(Vec::new()),
            ..CreatableTopicResult::default()
        });
        CreateTopicsResponse {
            topics: topics.collect(),
            ..CreateTopicsResponse::default()
        }
    }
}

/// A topic to delete, by name or by id.
enum Named {
    Name(Text),
    Id(TopicId),
    /// Both or neither.
    Unclear,
}

fn named(request: &DeleteTopicsRequest, version: i16) -> Vec<Named> {
    if version < 6 {
        return request
            .topic_names
            .iter()
            .cloned()
            .map(Named::Name)
            .collect();
    }
    let topics = request.topics.iter();
    topics
        .map(|topic| match (&topic.name, topic.topic_id.is_zero()) {
            (Some(name), true) => Named::Name(name.clone()),
            (None, false) => Named::Id(topic.topic_id),
            _ => Named::Unclear,
        })
        .collect()
}

impl Decide for DeleteTopicsRequest {
    fn decide(&self, version: i16, situation: &Situation<'_>) -> Outcome<DeleteTopicsResponse> {
        let topics = named(self, version);
        let image = situation.image;
        let id_of = |topic: &Named| match topic {
            Named::Name(name) => image.topics().id_of(name.as_str()),
            Named::Id(id) => Some(*id),
            Named::Unclear => None,
        };
        let ids: Vec<_> = topics.iter().filter_map(id_of).collect();
        let decision = decide_delete_topics(situation.cluster(), &ids);
        let mut answers = decision.outcome.into_iter();
        let mut responses = Vec::with_capacity(topics.len());
        for topic in topics {
            let id = id_of(&topic);
            let answer = id.and_then(|_| answers.next());
            let (name, topic_id, error) = match (topic, id, answer) {
                (Named::Unclear, ..) => (None, TopicId::ZERO, ErrorCode::InvalidRequest),
                (Named::Name(name), Some(id), Some(Ok(_))) => (Some(name), id, ErrorCode::None),
                (Named::Name(name), ..) => (
                    Some(name),
                    TopicId::ZERO,
                    ErrorCode::UnknownTopicOrPartition,
                ),
                (Named::Id(id), _, Some(Ok(name))) => {
                    (Some(name.as_str().into()), id, ErrorCode::None)
                }
                (Named::Id(id), ..) => (None, id, ErrorCode::UnknownTopicId),
            };
            responses.push(DeletableTopicResult {
                name,
                topic_id,
                error_code: error.code(),
                error_message: message(error),
            });
        }
        let response = DeleteTopicsResponse {
            responses,
            ..DeleteTopicsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> DeleteTopicsResponse {
        let by_name = self
            .topic_names
            .iter()
            .map(|name| (Some(name.clone()), TopicId::ZERO));
        let both = self
            .topics
            .iter()
            .map(|topic| (topic.name.clone(), topic.topic_id));
        let responses = by_name
            .chain(both)
            .map(|(name, topic_id)| DeletableTopicResult {
                name,
                topic_id,
                error_code: error.code(),
                error_message: None,
            });
        DeleteTopicsResponse {
            responses: responses.collect(),
            ..DeleteTopicsResponse::default()
        }
    }
}

fn message(error: ErrorCode) -> Option<Text> {
    let message = match error {
        ErrorCode::None => return None,
        ErrorCode::InvalidRequest => "You may not specify both topic name and topic id.",
        ErrorCode::UnknownTopicId => "This server does not host this topic ID.",
        _ => "This server does not host this topic-partition.",
    };
    Some(message.into())
}

impl Decide for CreatePartitionsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<CreatePartitionsResponse> {
        let brokers = |ids: &[i32]| ids.iter().copied().map(BrokerId).collect();
        let topics: Vec<_> = self
            .topics
            .iter()
            .map(|topic| NewPartitions {
                topic: topic.name.as_str().to_owned(),
                count: topic.count,
                assignments: topic.assignments.as_ref().map(|assignments| {
                    assignments
                        .iter()
                        .map(|it| brokers(&it.broker_ids))
                        .collect()
                }),
                seed: situation.random(),
            })
            .collect();
        let decision = decide_create_partitions(situation.cluster(), &topics, self.validate_only);
        let results = self
            .topics
            .iter()
            .zip(decision.outcome)
            .map(|(asked, answer)| {
                let (error_code, error_message) = match answer {
                    Ok(()) => (ErrorCode::None.code(), None),
                    Err(error) => (error.error_code().code(), Some(error.to_string().into())),
                };
                CreatePartitionsTopicResult {
                    name: asked.name.clone(),
                    error_code,
                    error_message,
                }
            });
        let results = results.collect();
        let response = CreatePartitionsResponse {
            results,
            ..CreatePartitionsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> CreatePartitionsResponse {
        let results = self.topics.iter().map(|topic| CreatePartitionsTopicResult {
            name: topic.name.clone(),
            error_code: error.code(),
            error_message: None,
        });
        CreatePartitionsResponse {
            results: results.collect(),
            ..CreatePartitionsResponse::default()
        }
    }
}
