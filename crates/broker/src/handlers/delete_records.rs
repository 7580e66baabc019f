//! DeleteRecords: raises the log start (KIP-107).

use protocol::ErrorCode;
use protocol::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsPartitionResult, DeleteRecordsRequest,
    DeleteRecordsResponse, DeleteRecordsTopicResult,
};
use replica_core::{Consequences, Role};
use types::{Now, Offset, PartitionIndex, TopicId};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::error_map;
use crate::partitions::{Hosted, ReadFailure};
use crate::request::Request;
use crate::waiting::Effects;

/// Stands for the high watermark.
const TO_HIGH_WATERMARK: i64 = -1;

impl Broker {
    pub(crate) fn delete_records(
        &self,
        request: &Request<'_>,
        body: DeleteRecordsRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let image = self.image.load();
        let mut topics = Vec::with_capacity(body.topics.len());
        for topic in &body.topics {
            let known = image.topic(&topic.name);
            let mut partitions = Vec::with_capacity(topic.partitions.len());
            for asked in &topic.partitions {
                let index = PartitionIndex(asked.partition_index);
                let exists = known.filter(|known| known.partition(index).is_some());
                let result = match exists {
                    None => Err(ErrorCode::UnknownTopicOrPartition),
                    Some(known) => self.delete_in(request.now, known.id, asked, causes.effects),
                };
                partitions.push(DeleteRecordsPartitionResult {
                    partition_index: asked.partition_index,
                    low_watermark: result.map_or(-1, |start| start.0),
                    error_code: result.err().unwrap_or(ErrorCode::None).code(),
                });
            }
            topics.push(DeleteRecordsTopicResult {
                name: topic.name.clone(),
                partitions,
            });
        }
        request.reply(&DeleteRecordsResponse {
            topics,
            ..DeleteRecordsResponse::default()
        })
    }

    fn delete_in(
        &self,
        now: Now,
        topic: TopicId,
        asked: &DeleteRecordsPartition,
        effects: &mut Effects,
    ) -> Result<Offset, ErrorCode> {
        let index = PartitionIndex(asked.partition_index);
        let hosted = self
            .partitions
            .get(topic, index)
            .ok_or_else(|| self.not_hosted(topic, index))?;
        let settings = hosted.lock().settings.topic.clone();
        if !settings.cleanup_policy.delete {
            // Kafka's rule: a topic that is only compacted has no beginning that could be moved.
            return Err(ErrorCode::PolicyViolation);
        }
        let started = hosted.change(now, effects, |hosted| {
            (
                hosted.delete_below(now, asked.offset),
                Consequences::default(),
            )
        });
        started.map_err(|failure| error_map::read_failure(&failure))
    }
}

impl Hosted {
    fn delete_below(&mut self, now: Now, offset: i64) -> Result<Offset, ReadFailure> {
        if !matches!(self.replica.role(), Role::Leader(_)) {
            return Err(ReadFailure::NotLeader);
        }
        let marks = self.replica.marks();
        let below = if offset == TO_HIGH_WATERMARK {
            marks.high_watermark
        } else {
            Offset(offset)
        };
        if below < Offset::ZERO || below > marks.high_watermark {
            let log_start = marks.log_start;
            return Err(ReadFailure::OutOfRange { log_start });
        }
        if below > marks.log_start {
            self.log
                .advance_log_start(below, now)
                .map_err(ReadFailure::Log)?;
            self.replica.on_log_start(below);
        }
        Ok(self.replica.marks().log_start)
    }
}
