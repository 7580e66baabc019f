//! OffsetForLeaderEpoch: where an epoch ends, so that a follower or a client finds out where its log diverges (KIP-101,
//! KIP-320).

use protocol::ErrorCode;
use protocol::messages::offset_for_leader_epoch::{
    EpochEndOffset, OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse,
    OffsetForLeaderPartition, OffsetForLeaderTopicResult,
};
use replica_core::Role;
use types::{LeaderEpoch, PartitionIndex, TopicId};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

impl Broker {
    pub(crate) fn offset_for_leader_epoch(
        &self,
        request: &Request<'_>,
        body: OffsetForLeaderEpochRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let image = self.image.load();
        let topics = body.topics.iter().map(|topic| {
            let known = image.topic(&topic.topic);
            let partitions = topic.partitions.iter().map(|asked| {
                let exists = known
                    .filter(|known| known.partition(PartitionIndex(asked.partition)).is_some());
                match exists {
                    Some(known) => self.end_of_epoch(known.id, asked),
                    None => unknown(asked, ErrorCode::UnknownTopicOrPartition),
                }
            });
            OffsetForLeaderTopicResult {
                topic: topic.topic.clone(),
                partitions: partitions.collect(),
            }
        });
        let topics = topics.collect();
        request.reply(&OffsetForLeaderEpochResponse {
            topics,
            ..OffsetForLeaderEpochResponse::default()
        })
    }

    fn end_of_epoch(&self, topic: TopicId, asked: &OffsetForLeaderPartition) -> EpochEndOffset {
        let index = PartitionIndex(asked.partition);
        let Some(hosted) = self.partitions.get(topic, index) else {
            return unknown(asked, self.not_hosted(topic, index));
        };
        let mut hosted = hosted.lock();
        if let Err(failure) = hosted.check_epoch(LeaderEpoch(asked.current_leader_epoch)) {
            return unknown(asked, error_map::read_failure(&failure));
        }
        if !matches!(hosted.replica.role(), Role::Leader(_)) {
            return unknown(asked, ErrorCode::NotLeaderOrFollower);
        }
        let end = hosted.log.log_end_offset();
        match hosted.log.epochs() {
            Ok(epochs) => match epochs.end_offset_for(LeaderEpoch(asked.leader_epoch), end) {
                Some(found) => EpochEndOffset {
                    partition: asked.partition,
                    leader_epoch: found.epoch.0,
                    end_offset: found.end_offset.0,
                    ..EpochEndOffset::default()
                },
                None => unknown(asked, ErrorCode::None),
            },
            Err(error) => unknown(asked, error_map::log_error(&error)),
        }
    }
}

fn unknown(asked: &OffsetForLeaderPartition, error: ErrorCode) -> EpochEndOffset {
    EpochEndOffset {
        error_code: error.code(),
        partition: asked.partition,
        leader_epoch: -1,
        end_offset: -1,
    }
}
