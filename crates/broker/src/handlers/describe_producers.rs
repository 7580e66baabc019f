//! DescribeProducers: who writes to a partition (KIP-664).

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::describe_producers::{
    DescribeProducersRequest, DescribeProducersResponse, PartitionResponse, ProducerState,
    TopicResponse,
};
use replica_core::Role;
use types::{PartitionIndex, TopicId, TopicName};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

impl Broker {
    pub(crate) fn describe_producers(
        &self,
        request: &Request<'_>,
        body: DescribeProducersRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let image = self.image.load();
        let topics = body.topics.iter().map(|topic| {
            let known = image.topic(&topic.name);
            let is_name = TopicName::new(&topic.name).is_ok();
            let partitions = topic.partition_indexes.iter().map(|&partition_index| {
                let index = PartitionIndex(partition_index);
                let exists = known.filter(|known| known.partition(index).is_some());
                let found = match exists {
                    Some(known) => self.producers_of(known.id, index),
                    None if !is_name => Err(ErrorCode::InvalidTopicException),
                    None => Err(ErrorCode::UnknownTopicOrPartition),
                };
                let error = found.as_ref().err().copied();
                PartitionResponse {
                    partition_index,
                    error_code: error.unwrap_or(ErrorCode::None).code(),
                    error_message: error.map(|error| Text::from(message(error))),
                    active_producers: found.unwrap_or_default(),
                }
            });
            TopicResponse {
                name: topic.name.clone(),
                partitions: partitions.collect(),
            }
        });
        let topics = topics.collect();
        request.reply(&DescribeProducersResponse {
            topics,
            ..DescribeProducersResponse::default()
        })
    }

    fn producers_of(
        &self,
        topic: TopicId,
        index: PartitionIndex,
    ) -> Result<Vec<ProducerState>, ErrorCode> {
        let hosted = self
            .partitions
            .get(topic, index)
            .ok_or_else(|| self.not_hosted(topic, index))?;
        let mut hosted = hosted.lock();
        if !matches!(hosted.replica.role(), Role::Leader(_)) {
            return Err(ErrorCode::NotLeaderOrFollower);
        }
        let producers = hosted
            .log
            .producers()
            .map_err(|error| error_map::log_error(&error))?;
        let states = producers.iter().map(|producer| ProducerState {
            producer_id: producer.producer_id.0,
            producer_epoch: i32::from(producer.producer_epoch.0),
            last_sequence: producer.last_sequence,
            last_timestamp: producer.last_timestamp.0,
            coordinator_epoch: producer.coordinator_epoch,
            current_txn_start_offset: producer
                .transaction_first_offset
                .map_or(-1, |first| first.0),
        });
        Ok(states.collect())
    }
}

fn message(error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::InvalidTopicException => "The topic has a name that no topic may have.",
        ErrorCode::NotLeaderOrFollower => "This broker does not lead the partition.",
        ErrorCode::UnknownTopicOrPartition => "This server does not host this topic-partition.",
        _ => "The log of the partition cannot be read.",
    }
}
