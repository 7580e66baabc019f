//! OffsetFetch: how far groups have read. Since version 8 a request asks for many groups, and is answered when all are.

use std::sync::Arc;

use codec::Text;
use group_core::{Answer, FetchOffsets, FetchedOffset, FetchedTopic, TopicToFetch};
use metadata::Image;
use protocol::ErrorCode;
use protocol::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopics, OffsetFetchResponse,
    OffsetFetchResponseGroup, OffsetFetchResponsePartition, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopic, OffsetFetchResponseTopics,
};
use types::{PartitionIndex, TopicId, TopicName, Uuid};
use world::Reply;

use super::groups::{reply_of, told};
use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::locked;
use crate::request::{Request, ReturnAddress};
use crate::sync::Mutex;

/// From here on a group's error has a place of its own.
const TOP_LEVEL_ERROR_VERSION: i16 = 2;
/// From here on a request asks for many groups.
const BATCHED_VERSION: i16 = 8;
/// From here on topics are named by their ids.
const TOPIC_ID_VERSION: i16 = 10;

/// The groups so far. A leaf lock.
struct Pending {
    groups: Vec<OffsetFetchResponseGroup>,
    open: usize,
}

impl Broker {
    pub(crate) fn offset_fetch(
        &self,
        request: &Request<'_>,
        body: OffsetFetchRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let version = request.version();
        let require_stable = body.require_stable;
        let groups = if version < BATCHED_VERSION {
            vec![only_group(body)]
        } else {
            body.groups
        };
        if groups.is_empty() {
            return request.reply(&OffsetFetchResponse::default());
        }
        let places = vec![OffsetFetchResponseGroup::default(); groups.len()];
        let pending = Arc::new(Mutex::new(Pending {
            open: groups.len(),
            groups: places,
        }));
        for (place, asked) in groups.iter().enumerate() {
            self.fetch_group(
                request,
                asked,
                require_stable,
                (place, pending.clone()),
                causes,
            );
        }
        reply_of(request, causes.out)
    }

    fn fetch_group(
        &self,
        request: &Request<'_>,
        asked: &OffsetFetchRequestGroup,
        require_stable: bool,
        (place, pending): (usize, Arc<Mutex<Pending>>),
        causes: &mut Causes<'_>,
    ) {
        let (to, version) = (request.to, request.version());
        let image = self.image.load_full();
        let mut unknown = Vec::new();
        let topics = asked.topics.as_ref().map(|topics| {
            let known = topics.iter().filter_map(|topic| {
                let found = topic_to_fetch(&image, version, topic);
                if found.is_none() {
                    unknown.push(unknown_topic(topic));
                }
                found
            });
            known.collect()
        });
        let fetch = FetchOffsets {
            group: (&*asked.group_id).into(),
            topics,
            require_stable,
        };
        let group_id = asked.group_id.detached();
        let requested: Vec<OffsetFetchRequestTopics> = if version < TOP_LEVEL_ERROR_VERSION {
            asked.topics.clone().unwrap_or_default()
        } else {
            Vec::new()
        };
        let teller = Box::new(move |answer, out: &mut Vec<_>| {
            let outcome = told(answer, |answer| match answer {
                Answer::Fetch(outcome) => Some(outcome),
                _ => None,
            });
            let group = match outcome {
                Ok(fetched) => found_group(&image, version, group_id, fetched, unknown),
                Err(error) => failed_group(group_id, &requested, error),
            };
            let mut pending = locked(&pending);
            if let Some(place) = pending.groups.get_mut(place) {
                *place = group;
            }
            pending.open -= 1;
            if pending.open == 0 {
                send(to, std::mem::take(&mut pending.groups), out);
            }
        });
        self.ask_group(
            request.now,
            &asked.group_id,
            teller,
            |groups, ticket, decided| groups.fetch_offsets(ticket, fetch, decided),
            causes.effects,
            causes.out,
        );
    }
}

/// A request of the older form in the newer one.
fn only_group(body: OffsetFetchRequest) -> OffsetFetchRequestGroup {
    let topics = body.topics.map(|topics| {
        let topics = topics.into_iter().map(|topic| OffsetFetchRequestTopics {
            name: topic.name,
            partition_indexes: topic.partition_indexes,
            ..OffsetFetchRequestTopics::default()
        });
        topics.collect()
    });
    OffsetFetchRequestGroup {
        group_id: body.group_id,
        topics,
        ..OffsetFetchRequestGroup::default()
    }
}

fn topic_to_fetch(
    image: &Image,
    version: i16,
    asked: &OffsetFetchRequestTopics,
) -> Option<TopicToFetch> {
    let (topic, topic_id): (TopicName, TopicId) = if version >= TOPIC_ID_VERSION {
        let known = image.topics().by_id(asked.topic_id)?;
        (known.name.clone(), known.id)
    } else {
        // A group may have offsets in a topic that is gone.
        (TopicName::trusted(&asked.name), Uuid::ZERO)
    };
    let partitions = asked
        .partition_indexes
        .iter()
        .map(|index| PartitionIndex(*index))
        .collect();
    Some(TopicToFetch {
        topic,
        topic_id,
        partitions,
    })
}

/// The answer for a topic whose id means nothing.
fn unknown_topic(asked: &OffsetFetchRequestTopics) -> OffsetFetchResponseTopics {
    let partitions = asked
        .partition_indexes
        .iter()
        .map(|&index| nothing(index, ErrorCode::UnknownTopicId));
    OffsetFetchResponseTopics {
        name: Text::EMPTY,
        topic_id: asked.topic_id,
        partitions: partitions.collect(),
    }
}

fn nothing(partition_index: i32, error: ErrorCode) -> OffsetFetchResponsePartitions {
    OffsetFetchResponsePartitions {
        partition_index,
        committed_offset: -1,
        committed_leader_epoch: -1,
        metadata: Some(Text::EMPTY),
        error_code: error.code(),
    }
}

fn found_group(
    image: &Image,
    version: i16,
    group_id: Text,
    fetched: Vec<FetchedTopic>,
    unknown: Vec<OffsetFetchResponseTopics>,
) -> OffsetFetchResponseGroup {
    let mut topics = unknown;
    for FetchedTopic { topic, partitions } in fetched {
        let topic_id = image.topics().id_of(topic.as_str()).unwrap_or_default();
        if version >= TOPIC_ID_VERSION && topic_id.is_zero() {
            // A topic that is gone has no name in this version.
            continue;
        }
        topics.push(OffsetFetchResponseTopics {
            name: Text::from(topic.as_str()),
            topic_id,
            partitions: partitions.into_iter().map(found_partition).collect(),
        });
    }
    OffsetFetchResponseGroup {
        group_id,
        topics,
        ..OffsetFetchResponseGroup::default()
    }
}

fn found_partition(
    FetchedOffset { partition, value }: FetchedOffset,
) -> OffsetFetchResponsePartitions {
    let Some(offset) = value else {
        return nothing(partition.0, ErrorCode::None);
    };
    OffsetFetchResponsePartitions {
        partition_index: partition.0,
        committed_offset: offset.offset.0,
        committed_leader_epoch: offset.leader_epoch.0,
        metadata: Some(Text::from(&*offset.metadata)),
        error_code: ErrorCode::None.code(),
    }
}

fn failed_group(
    group_id: Text,
    requested: &[OffsetFetchRequestTopics],
    error: ErrorCode,
) -> OffsetFetchResponseGroup {
    let topics = requested.iter().map(|topic| OffsetFetchResponseTopics {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partitions: topic
            .partition_indexes
            .iter()
            .map(|&index| nothing(index, error))
            .collect(),
    });
    OffsetFetchResponseGroup {
        group_id,
        topics: topics.collect(),
        error_code: error.code(),
    }
}

fn send(to: ReturnAddress, groups: Vec<OffsetFetchResponseGroup>, out: &mut Vec<world::Output>) {
    if to.version >= BATCHED_VERSION {
        return to.send(
            &OffsetFetchResponse {
                groups,
                ..OffsetFetchResponse::default()
            },
            out,
        );
    }
    let group = groups.into_iter().next().unwrap_or_default();
    let topics = group
        .topics
        .into_iter()
        .map(|topic| OffsetFetchResponseTopic {
            name: topic.name,
            partitions: topic.partitions.into_iter().map(older_partition).collect(),
        });
    let response = OffsetFetchResponse {
        topics: topics.collect(),
        error_code: group.error_code,
        ..OffsetFetchResponse::default()
    };
    to.send(&response, out);
}

fn older_partition(partition: OffsetFetchResponsePartitions) -> OffsetFetchResponsePartition {
    OffsetFetchResponsePartition {
        partition_index: partition.partition_index,
        committed_offset: partition.committed_offset,
        committed_leader_epoch: partition.committed_leader_epoch,
        metadata: partition.metadata,
        error_code: partition.error_code,
    }
}
