//! OffsetDelete: an administrator removes offsets of topics that the group does not subscribe to (KIP-496).

use std::collections::BTreeMap;

use codec::Text;
use group_core::{Answer, DeleteOffsets};
use protocol::ErrorCode;
use protocol::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteResponse, OffsetDeleteResponsePartition,
    OffsetDeleteResponseTopic,
};
use types::{PartitionIndex, TopicName};
use world::Reply;

use super::groups::{reply_of, teller, told};
use crate::broker::Broker;
use crate::coordinators::NotServed;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

impl Broker {
    pub(crate) fn offset_delete(
        &self,
        request: &Request<'_>,
        body: OffsetDeleteRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let image = self.image.load();
        let mut refused = Vec::new();
        let mut topics: Vec<(TopicName, Vec<PartitionIndex>)> = Vec::new();
        for topic in &body.topics {
            let known = image.topic(&topic.name);
            let mut wanted = Vec::new();
            let mut unknown = Vec::new();
            for partition in &topic.partitions {
                let index = PartitionIndex(partition.partition_index);
                if known.is_some_and(|known| known.partition(index).is_some()) {
                    wanted.push(index);
                } else {
                    unknown.push(result(index, ErrorCode::UnknownTopicOrPartition));
                }
            }
            if !unknown.is_empty() {
                refused.push(OffsetDeleteResponseTopic {
                    name: topic.name.detached(),
                    partitions: unknown,
                });
            }
            if let Some(known) = known.filter(|_| !wanted.is_empty()) {
                topics.push((known.name.clone(), wanted));
            }
        }
        let delete = DeleteOffsets {
            group: (&*body.group_id).into(),
            topics,
        };
        self.ask_group(
            request.now,
            &body.group_id,
            teller(request.to, move |answer| response(refused, answer)),
            |groups, ticket, decided| groups.delete_offsets(request.now, ticket, &delete, decided),
            causes.effects,
            causes.out,
        );
        reply_of(request, causes.out)
    }
}

fn result(partition: PartitionIndex, error: ErrorCode) -> OffsetDeleteResponsePartition {
    OffsetDeleteResponsePartition {
        partition_index: partition.0,
        error_code: error.code(),
    }
}

fn response(
    refused: Vec<OffsetDeleteResponseTopic>,
    answer: Result<Answer, NotServed>,
) -> OffsetDeleteResponse {
    let outcome = told(answer, |answer| match answer {
        Answer::DeleteOffsets(outcome) => Some(outcome),
        _ => None,
    });
    let outcomes = match outcome {
        Ok(outcomes) => outcomes,
        Err(error) => {
            return OffsetDeleteResponse {
                error_code: error.code(),
                ..OffsetDeleteResponse::default()
            };
        }
    };
    let mut topics: BTreeMap<Text, Vec<OffsetDeleteResponsePartition>> = BTreeMap::new();
    for topic in refused {
        topics
            .entry(topic.name)
            .or_default()
            .extend(topic.partitions);
    }
    for outcome in outcomes {
        let error = outcome
            .error
            .map_or(ErrorCode::None, error_map::group_error);
        let topic = topics
            .entry(Text::from(outcome.topic.as_str()))
            .or_default();
        topic.push(result(outcome.partition, error));
    }
    let topics = topics
        .into_iter()
        .map(|(name, partitions)| OffsetDeleteResponseTopic { name, partitions });
    OffsetDeleteResponse {
        topics: topics.collect(),
        ..OffsetDeleteResponse::default()
    }
}
