//! DescribeTopicPartitions: partitions page by page, with their eligible leaders (KIP-966).

use codec::Text;
use metadata::{Image, PartitionRegistration, Topic};
use protocol::ErrorCode;
use protocol::messages::describe_topic_partitions::{
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
    DescribeTopicPartitionsResponsePartition, DescribeTopicPartitionsResponseTopic,
    response::Cursor,
};
use types::{BrokerId, PartitionIndex, TopicName};
use world::Reply;

use super::metadata::{INTERNAL_TOPICS, is_offline};
use super::operations;
use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::request::Request;

impl Broker {
    pub(crate) fn describe_topic_partitions(
        &self,
        request: &Request<'_>,
        body: DescribeTopicPartitionsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        if let Some(cursor) = &body.cursor {
            let all = body.topics.is_empty();
            let is_there = all || body.topics.iter().any(|it| it.name == cursor.topic_name);
            if cursor.partition_index < 0 || !is_there {
                return request.reply(&refused(&body, ErrorCode::InvalidRequest));
            }
        }
        let image = self.image.load();
        let mut names: Vec<Text> = body.topics.iter().map(|topic| topic.name.clone()).collect();
        if names.is_empty() {
            names = image
                .topics()
                .iter()
                .map(|topic| Text::from(topic.name.as_str()))
                .collect();
        }
        names.sort();
        names.dedup();
        let first = body
            .cursor
            .as_ref()
            .map(|cursor| (cursor.topic_name.clone(), cursor.partition_index));
        if let Some((topic, _)) = &first {
            names.retain(|name| name >= topic);
        }
        let asked = u32::try_from(body.response_partition_limit).unwrap_or(0);
        let limit = asked.min(self.config.network.request_partitions_max);
        let mut response = DescribeTopicPartitionsResponse::default();
        let mut left = usize::try_from(limit.max(1)).unwrap_or(usize::MAX);
        for name in names {
            let from = match &first {
                Some((topic, partition)) if *topic == name => *partition,
                _ => 0,
            };
            if left == 0 {
                response.next_cursor = Some(Cursor {
                    topic_name: name,
                    partition_index: 0,
                });
                break;
            }
            let Some(topic) = image.topic(&name) else {
                response.topics.push(unknown(name));
                continue;
            };
            let (described, next) = page(&image, &request.from.listener, topic, from, left);
            left -= described.partitions.len();
            response.topics.push(described);
            if let Some(partition_index) = next {
                response.next_cursor = Some(Cursor {
                    topic_name: name,
                    partition_index,
                });
                break;
            }
        }
        request.reply(&response)
    }
}

/// The whole request refused for one reason.
fn refused(
    body: &DescribeTopicPartitionsRequest,
    error: ErrorCode,
) -> DescribeTopicPartitionsResponse {
    let topics = body.topics.iter();
    let topics = topics.map(|asked| DescribeTopicPartitionsResponseTopic {
        error_code: error.code(),
        name: Some(asked.name.clone()),
        topic_authorized_operations: operations::NOT_ASKED,
        ..DescribeTopicPartitionsResponseTopic::default()
    });
    DescribeTopicPartitionsResponse {
        topics: topics.collect(),
        ..DescribeTopicPartitionsResponse::default()
    }
}

fn unknown(name: Text) -> DescribeTopicPartitionsResponseTopic {
    let error = match TopicName::new(&name) {
        Ok(_) => ErrorCode::UnknownTopicOrPartition,
        Err(_) => ErrorCode::InvalidTopicException,
    };
    DescribeTopicPartitionsResponseTopic {
        error_code: error.code(),
        is_internal: INTERNAL_TOPICS.contains(&&*name),
        name: Some(name),
        topic_authorized_operations: operations::TOPIC,
        ..DescribeTopicPartitionsResponseTopic::default()
    }
}

/// Up to `limit` partitions from `from` on, and where the next page begins.
fn page(
    image: &Image,
    listener: &str,
    topic: &Topic,
    from: i32,
    limit: usize,
) -> (DescribeTopicPartitionsResponseTopic, Option<i32>) {
    let mut rest = topic.partitions.iter().filter(|(index, _)| index.0 >= from);
    let partitions: Vec<_> = rest
        .by_ref()
        .take(limit)
        .map(|(index, registered)| described(image, listener, *index, registered))
        .collect();
    let next = rest.next().map(|(index, _)| index.0);
    let described = DescribeTopicPartitionsResponseTopic {
        name: Some(Text::from(topic.name.as_str())),
        topic_id: topic.id,
        is_internal: INTERNAL_TOPICS.contains(&topic.name.as_str()),
        partitions,
        topic_authorized_operations: operations::TOPIC,
        ..DescribeTopicPartitionsResponseTopic::default()
    };
    (described, next)
}

fn described(
    image: &Image,
    listener: &str,
    index: PartitionIndex,
    registered: &PartitionRegistration,
) -> DescribeTopicPartitionsResponsePartition {
    let ids = |brokers: &[BrokerId]| brokers.iter().map(|id| id.0).collect::<Vec<i32>>();
    let reachable = |id: BrokerId| {
        image
            .broker(id)
            .is_some_and(|broker| !broker.fenced && broker.endpoint(listener).is_some())
    };
    let led = registered.has_leader() && reachable(registered.leader);
    let error = if led {
        ErrorCode::None
    } else {
        ErrorCode::LeaderNotAvailable
    };
    DescribeTopicPartitionsResponsePartition {
        error_code: error.code(),
        partition_index: index.0,
        leader_id: if led {
            registered.leader.0
        } else {
            BrokerId::NONE.0
        },
        leader_epoch: registered.leader_epoch.0,
        replica_nodes: ids(&registered.replicas),
        isr_nodes: ids(&registered.in_sync),
        eligible_leader_replicas: Some(ids(&registered.eligible_leaders)),
        last_known_elr: Some(ids(&registered.last_known_eligible_leaders)),
        offline_replicas: registered
            .replicas
            .iter()
            .filter(|id| is_offline(image, listener, registered, **id))
            .map(|id| id.0)
            .collect(),
    }
}
