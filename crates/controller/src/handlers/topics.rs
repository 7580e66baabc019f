//! CreateTopics (19), DeleteTopics (20), CreatePartitions (37).

use std::collections::{BTreeMap, BTreeSet};

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

/// What only the controllers write.
const METADATA_TOPIC: &str = "__cluster_metadata";

/// How often each name is there.
fn counted<'a>(names: impl Iterator<Item = &'a Text>) -> BTreeMap<&'a Text, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

fn not_created(name: &Text, error: ErrorCode, why: Option<Text>) -> CreatableTopicResult {
    CreatableTopicResult {
        name: name.clone(),
        error_code: error.code(),
        error_message: why,
        num_partitions: -1,
        replication_factor: -1,
        configs: Some(Vec::new()),
        ..CreatableTopicResult::default()
    }
}

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
        let counts = counted(self.topics.iter().map(|topic| &topic.name));
        let is_once = |topic: &&CreatableTopic| counts.get(&topic.name) == Some(&1);
        let may_be = |topic: &&CreatableTopic| topic.name.as_str() != METADATA_TOPIC;
        let asked: Vec<_> = self.topics.iter().filter(is_once).filter(may_be).collect();
        let topics: Vec<_> = asked
            .iter()
            .map(|topic| new_topic(topic, situation))
            .collect();
        let decision = decide_create_topics(situation.cluster(), &topics, self.validate_only);
        let results = asked
            .iter()
            .zip(decision.outcome)
            .map(|(asked, answer)| match answer {
                Ok(created) => CreatableTopicResult {
                    name: asked.name.clone(),
                    topic_id: created.id,
                    error_message: None,
                    num_partitions: i32::try_from(created.partition_count).unwrap_or(i32::MAX),
                    replication_factor: i16::try_from(created.replication_factor)
                        .unwrap_or(i16::MAX),
                    configs: Some(configs(&created)),
                    ..CreatableTopicResult::default()
                },
                Err(error) => not_created(
                    &asked.name,
                    error.error_code(),
                    Some(error.to_string().into()),
                ),
            });
        let refused = counts.iter().filter_map(|(name, count)| {
            let why = if *count > 1 {
                "Duplicate topic name."
            } else if name.as_str() == METADATA_TOPIC {
                "Only the controllers write the topic __cluster_metadata: choose another name."
            } else {
                return None;
            };
            Some(not_created(
                name,
                ErrorCode::InvalidRequest,
                Some(why.into()),
            ))
        });
        let results = results.chain(refused);
        let topics = results.collect();
        let response = CreateTopicsResponse {
            topics,
            ..CreateTopicsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> CreateTopicsResponse {
        let topics = self
            .topics
            .iter()
            .map(|topic| not_created(&topic.name, error, None));
        CreateTopicsResponse {
            topics: topics.collect(),
            ..CreateTopicsResponse::default()
        }
    }
}

/// A topic to delete, as the request names it.
type Named = (Option<Text>, TopicId);

fn named(request: &DeleteTopicsRequest, version: i16) -> Vec<Named> {
    if version < 6 {
        let names = request.topic_names.iter().cloned();
        return names.map(|name| (Some(name), TopicId::ZERO)).collect();
    }
    let topics = request.topics.iter();
    topics
        .map(|topic| (topic.name.clone(), topic.topic_id))
        .collect()
}

fn not_deleted((name, topic_id): Named, error: ErrorCode, why: &str) -> DeletableTopicResult {
    DeletableTopicResult {
        name,
        topic_id,
        error_code: error.code(),
        error_message: Some(why.into()),
    }
}

/// The topics that are asked for clearly, each once; and what the others get, each once too.
fn sorted_out(
    asked: Vec<Named>,
    id_of: impl Fn(&Named) -> Option<TopicId>,
) -> (Vec<Named>, Vec<DeletableTopicResult>) {
    let invalid = |named, why| not_deleted(named, ErrorCode::InvalidRequest, why);
    let mut counts: BTreeMap<Named, usize> = BTreeMap::new();
    let mut order = Vec::with_capacity(asked.len());
    for named in asked {
        let count = counts.entry(named.clone()).or_default();
        *count += 1;
        if *count == 1 {
            order.push(named);
        }
    }
    let (mut clear, mut refused) = (Vec::new(), Vec::new());
    for named in order {
        let is_twice = counts.get(&named).is_some_and(|count| *count > 1);
        match (&named.0, named.1.is_zero()) {
            (Some(_), false) => refused.push(invalid(
                named,
                "You may not specify both topic name and topic id.",
            )),
            (None, true) => {
                refused.push(invalid(named, "Neither topic name nor id were specified."))
            }
            (Some(_), true) if is_twice => {
                refused.push(invalid(named, "Duplicate topic name."));
            }
            (None, false) if is_twice => refused.push(invalid(named, "Duplicate topic id.")),
            _ => clear.push(named),
        }
    }
    let by_id: BTreeSet<TopicId> = clear
        .iter()
        .filter(|(name, _)| name.is_none())
        .map(|(_, id)| *id)
        .collect();
    let both: BTreeMap<TopicId, Named> = clear
        .iter()
        .filter(|(name, _)| name.is_some())
        .filter_map(|named| Some((id_of(named).filter(|id| by_id.contains(id))?, named.clone())))
        .collect();
    clear.retain(|named| !id_of(named).is_some_and(|id| both.contains_key(&id)));
    refused.extend(both.into_iter().map(|(id, (name, _))| {
        let why = "The provided topic name maps to an ID that was already supplied.";
        invalid((name, id), why)
    }));
    (clear, refused)
}

impl Decide for DeleteTopicsRequest {
    fn decide(&self, version: i16, situation: &Situation<'_>) -> Outcome<DeleteTopicsResponse> {
        let image = situation.image;
        let id_of = |topic: &Named| match topic {
            (Some(name), _) => image.topics().id_of(name.as_str()),
            (None, id) => Some(*id),
        };
        let (topics, mut responses) = sorted_out(named(self, version), id_of);
        let ids: Vec<_> = topics.iter().filter_map(id_of).collect();
        let decision = decide_delete_topics(situation.cluster(), &ids);
        let mut answers = decision.outcome.into_iter();
        for topic in topics {
            let id = id_of(&topic);
            let answer = id.and_then(|_| answers.next());
            responses.push(match (topic, id, answer) {
                ((name, _), Some(id), Some(Ok(known))) => DeletableTopicResult {
                    name: name.or_else(|| Some(known.as_str().into())),
                    topic_id: id,
                    error_message: None,
                    ..DeletableTopicResult::default()
                },
                ((Some(name), _), ..) => not_deleted(
                    (Some(name), TopicId::ZERO),
                    ErrorCode::UnknownTopicOrPartition,
                    "This server does not host this topic-partition.",
                ),
                (named, ..) => not_deleted(
                    named,
                    ErrorCode::UnknownTopicId,
                    "This server does not host this topic ID.",
                ),
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

impl Decide for CreatePartitionsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<CreatePartitionsResponse> {
        let brokers = |ids: &[i32]| ids.iter().copied().map(BrokerId).collect();
        let counts = counted(self.topics.iter().map(|topic| &topic.name));
        let asked: Vec<_> = self
            .topics
            .iter()
            .filter(|topic| counts.get(&topic.name) == Some(&1))
            .collect();
        let topics: Vec<_> = asked
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
        let results = asked.iter().zip(decision.outcome).map(|(asked, answer)| {
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
        let twice = counts.iter().filter(|(_, count)| **count > 1);
        let twice = twice.map(|(name, _)| CreatePartitionsTopicResult {
            name: (*name).clone(),
            error_code: ErrorCode::InvalidRequest.code(),
            error_message: Some("Duplicate topic name.".into()),
        });
        let results = results.chain(twice).collect();
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
