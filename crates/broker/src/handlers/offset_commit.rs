//! OffsetCommit: how far a group has read. Partitions that do not exist are refused one by one.

use std::sync::Arc;

use group_core::{Answer, Commit, Generation, OffsetToCommit, PartitionOutcome};
use metadata::{Image, Topic};
use protocol::ErrorCode;
use protocol::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestTopic, OffsetCommitResponse,
    OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};
use types::{LeaderEpoch, Offset, PartitionIndex};
use world::Reply;

use super::groups::{instance, reply_of, teller, told};
use crate::broker::Broker;
use crate::coordinators::NotServed;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

/// From here on a group that does not exist is told apart from an old generation.
const NOT_FOUND_VERSION: i16 = 9;
/// From here on topics are named by their ids.
const TOPIC_ID_VERSION: i16 = 10;

impl Broker {
    pub(crate) fn offset_commit(
        &self,
        request: &Request<'_>,
        body: OffsetCommitRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let version = request.version();
        let mut response = places(&body);
        let mut offsets = Vec::new();
        // Of each offset, its place in the response.
        let mut asked = Vec::new();
        let image = self.image.load();
        for (at, topic) in body.topics.iter().enumerate() {
            let known = known_topic(&image, version, topic);
            for (partition_at, partition) in topic.partitions.iter().enumerate() {
                let index = PartitionIndex(partition.partition_index);
                let found = known.and_then(|known| {
                    let exists = known.partition(index).is_some();
                    exists
                        .then_some(known)
                        .ok_or(ErrorCode::UnknownTopicOrPartition)
                });
                match found {
                    Ok(known) => {
                        asked.push((at, partition_at));
                        let metadata = partition.committed_metadata.as_deref().unwrap_or_default();
                        offsets.push(OffsetToCommit {
                            topic: known.name.clone(),
                            topic_id: known.id,
                            partition: index,
                            offset: Offset(partition.committed_offset),
                            leader_epoch: LeaderEpoch(partition.committed_leader_epoch.max(-1)),
                            metadata: Arc::from(metadata),
                        });
                    }
                    Err(error) => put(&mut response, (at, partition_at), error),
                }
            }
        }
        if offsets.is_empty() {
            return request.reply(&response);
        }
        let commit = Commit {
            group: (&*body.group_id).into(),
            member: (&*body.member_id).into(),
            instance: instance(body.group_instance_id.as_ref()),
            generation: Generation(body.generation_id_or_member_epoch),
            retention_ms: (body.retention_time_ms >= 0).then_some(body.retention_time_ms),
            offsets,
        };
        self.ask_group(
            request.now,
            &body.group_id,
            teller(request.to, move |answer| {
                completed(version, response, &asked, answer)
            }),
            |groups, ticket, decided| groups.commit(request.now, ticket, commit, decided),
            causes.effects,
            causes.out,
        );
        reply_of(request, causes.out)
    }
}

/// The topic that a request means.
fn known_topic<'a>(
    image: &'a Image,
    version: i16,
    asked: &OffsetCommitRequestTopic,
) -> Result<&'a Topic, ErrorCode> {
    let (known, error) = if version >= TOPIC_ID_VERSION {
        (
            image.topics().by_id(asked.topic_id),
            ErrorCode::UnknownTopicId,
        )
    } else {
        (image.topic(&asked.name), ErrorCode::UnknownTopicOrPartition)
    };
    known.map(|topic| &**topic).ok_or(error)
}

/// A response with a place for every partition of the request.
fn places(body: &OffsetCommitRequest) -> OffsetCommitResponse {
    let topics = body.topics.iter().map(|topic| OffsetCommitResponseTopic {
        // The response may outlive the request by long.
        name: topic.name.detached(),
        topic_id: topic.topic_id,
        partitions: topic
            .partitions
            .iter()
            .map(|partition| OffsetCommitResponsePartition {
                partition_index: partition.partition_index,
                ..OffsetCommitResponsePartition::default()
            })
            .collect(),
    });
    OffsetCommitResponse {
        topics: topics.collect(),
        ..OffsetCommitResponse::default()
    }
}

fn put(response: &mut OffsetCommitResponse, (topic, partition): (usize, usize), error: ErrorCode) {
    let topic = response.topics.get_mut(topic);
    if let Some(place) = topic.and_then(|topic| topic.partitions.get_mut(partition)) {
        place.error_code = error.code();
    }
}

fn completed(
    version: i16,
    mut response: OffsetCommitResponse,
    asked: &[(usize, usize)],
    answer: Result<Answer, NotServed>,
) -> OffsetCommitResponse {
    let outcome = told(answer, |answer| match answer {
        Answer::Commit(outcome) => Some(outcome),
        _ => None,
    });
    let code = |outcome: &PartitionOutcome| {
        outcome
            .error
            .map_or(ErrorCode::None, error_map::group_error)
    };
    match outcome {
        Ok(outcomes) => {
            for (place, outcome) in asked.iter().zip(&outcomes) {
                put(&mut response, *place, code(outcome));
            }
        }
        Err(error) => {
            let is_old = error == ErrorCode::GroupIdNotFound && version < NOT_FOUND_VERSION;
            let error = if is_old {
                ErrorCode::IllegalGeneration
            } else {
                error
            };
            for place in asked {
                put(&mut response, *place, error);
            }
        }
    }
    response
}
