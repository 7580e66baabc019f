//! DeleteRecords: raises the log start (KIP-107), and answers when no in-sync replica has records below: whoever leads next has
//! none either.

use std::sync::{Arc, Weak};
use std::time::Duration;

use protocol::ErrorCode;
use protocol::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsPartitionResult, DeleteRecordsRequest,
    DeleteRecordsResponse, DeleteRecordsTopicResult,
};
use replica_core::{AckOutcome, AppendTerms, Consequences, Role};
use types::{Now, Offset, PartitionIndex, TopicId};
use world::{Output, Reply};

use crate::broker::Broker;
use crate::deadlines::Due;
use crate::dispatch::Causes;
use crate::error_map;
use crate::partitions::{Hosted, HostedPartition, ReadFailure};
use crate::request::Request;
use crate::waiting::{Effects, Pending, PendingDelete, Slot, Waiter};

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
        let pending = Arc::new(Pending::new(request.to, places(&body)));
        for (topic_at, topic) in body.topics.iter().enumerate() {
            let known = image.topic(&topic.name);
            for (partition_at, asked) in topic.partitions.iter().enumerate() {
                let index = PartitionIndex(asked.partition_index);
                let exists = known.filter(|known| known.partition(index).is_some());
                let slot = Slot {
                    topic: topic_at,
                    partition: partition_at,
                };
                let result = match exists {
                    None => Err(ErrorCode::UnknownTopicOrPartition),
                    Some(known) => {
                        let waiter = (&pending, slot);
                        self.delete_in(request.now, known.id, asked, waiter, causes.effects)
                    }
                };
                let (low_watermark, waits) = result.unwrap_or((Offset::NONE, false));
                let result = DeleteRecordsPartitionResult {
                    partition_index: asked.partition_index,
                    low_watermark: low_watermark.0,
                    error_code: result.err().unwrap_or(ErrorCode::None).code(),
                };
                pending.note(slot, result, waits);
            }
        }
        match pending.filled() {
            Some(response) => request.reply(&response),
            None => {
                let timeout = Duration::from_millis(u64::try_from(body.timeout_ms).unwrap_or(0));
                let due = Due::Delete(Arc::downgrade(&pending));
                let at = request.now.instant + timeout;
                self.deadlines.enter(at, due, causes.out);
                Reply::Later
            }
        }
    }

    /// The log start that holds now, and whether others have to follow.
    fn delete_in(
        &self,
        now: Now,
        topic: TopicId,
        asked: &DeleteRecordsPartition,
        (pending, slot): (&Arc<PendingDelete>, Slot),
        effects: &mut Effects,
    ) -> Result<(Offset, bool), ErrorCode> {
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
            let deleted = hosted.delete_below(now, asked.offset);
            let started = deleted.map(|below| {
                let (terms, epoch) = (AppendTerms::Deleted, hosted.replica.leader_epoch());
                let outcome = hosted.wait_unless_settled(terms, below, epoch, || {
                    // Under the partition's lock: as soon as that is let go, a follower's fetch may settle it.
                    pending.open(slot);
                    Waiter::Delete(pending.clone(), slot)
                });
                let waits = outcome == AckOutcome::Waiting;
                (hosted.replica.marks().log_start, waits)
            });
            (started, Consequences::default())
        });
        started.map_err(|failure| error_map::read_failure(&failure))
    }

    /// Settles one partition of a deletion that waited.
    pub(crate) fn settle_delete(
        &self,
        pending: &PendingDelete,
        slot: Slot,
        partition: &HostedPartition,
        outcome: AckOutcome,
        out: &mut Vec<Output>,
    ) {
        let (error, _) = error_map::ack_outcome(&partition.name, outcome);
        let answer = pending.settle(slot, |result| mark_failed(result, error));
        if let Some(response) = answer {
            pending.to.send(&response, out);
        }
    }
}

/// Answers a deletion whose time is over: it is done here, and not at every replica.
pub(crate) fn expire_delete(pending: &Weak<PendingDelete>, out: &mut Vec<Output>) {
    let Some(pending) = pending.upgrade() else {
        return;
    };
    let answer = pending.expire(|result| mark_failed(result, ErrorCode::RequestTimedOut));
    if let Some(response) = answer {
        pending.to.send(&response, out);
    }
}

fn mark_failed(result: &mut DeleteRecordsPartitionResult, error: ErrorCode) {
    if !error.is_none() {
        result.error_code = error.code();
        result.low_watermark = Offset::NONE.0;
    }
}

/// A response with a place for every partition of the request.
fn places(body: &DeleteRecordsRequest) -> DeleteRecordsResponse {
    let topics = body.topics.iter().map(|topic| DeleteRecordsTopicResult {
        name: topic.name.clone(),
        partitions: vec![DeleteRecordsPartitionResult::default(); topic.partitions.len()],
    });
    DeleteRecordsResponse {
        topics: topics.collect(),
        ..DeleteRecordsResponse::default()
    }
}

impl Hosted {
    /// Deletes here; says below which offset.
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
        Ok(below)
    }
}
