//! The leader's append: decide, write, note the new end, wait.

use std::sync::Arc;

use log_state::{AppendOrigin, ProducerAppend, SequenceOutcome};
use partition_log::{LeaderBatch, LogError};
use records::{
    AppendLimits, Batch, BatchError, BatchHeader, Compression, TimestampType, Validation,
};
use replica_core::{
    AckOutcome, Acks, AppendRefusal, AppendTerms, BrokerView, Consequences, Durability,
};
use types::{LeaderEpoch, Now, Offset, Timestamp};

use super::{Hosted, HostedPartition};
use crate::waiting::{Effects, Waiter};

/// A finished append, which may still have to be waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appended {
    pub(crate) base_offset: Offset,
    pub(crate) log_append_time: Timestamp,
    pub(crate) log_start: Offset,
    pub(crate) leader_epoch: LeaderEpoch,
    pub(crate) outcome: AckOutcome,
}

/// Why nothing was appended.
#[derive(Debug)]
pub(crate) enum AppendFailure {
    Refused(AppendRefusal),
    Batch(BatchError),
    Sequence(log_state::SequenceError),
    Log(LogError),
}

impl HostedPartition {
    /// Appends one producer's batch, and parks `waiter` with it when it cannot be answered yet.
    pub(crate) fn append(
        self: &Arc<Self>,
        now: Now,
        batch: &Batch,
        acks: Acks,
        waiter: impl FnOnce() -> Waiter,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) -> Result<Appended, AppendFailure> {
        let (limits, codec) = {
            let hosted = self.lock();
            (hosted.settings.append_limits(now), hosted.settings.codec())
        };
        // Checking and inflating cost far more than appending: it is done before the lock is held.
        let validated = batch
            .validate_for_append(&limits)
            .map_err(AppendFailure::Batch)?;
        let stored =
            codec.map(|(codec, level)| batch.recompressed(codec, level, inflated_bytes_max(batch)));
        let stored = stored.transpose().map_err(AppendFailure::Batch)?;
        let batch = stored.as_ref().unwrap_or(batch);
        self.change(now, effects, |hosted| {
            let appended = hosted.append_validated(now, batch, validated, acks, brokers);
            let (appended, consequences) = match appended {
                Ok((appended, consequences)) => (Ok(appended), consequences),
                Err(failure) => (Err(failure), Consequences::default()),
            };
            let appended = appended.map(|(appended, terms, until)| {
                let written_under = appended.leader_epoch;
                Appended {
                    outcome: hosted.wait_unless_settled(terms, until, written_under, waiter),
                    ..appended
                }
            });
            (appended, consequences)
        })
    }

    /// Appends a batch of our own making, such as a coordinator's. It waits for the in-sync replicas like `acks=all`.
    pub(crate) fn append_internal(
        self: &Arc<Self>,
        now: Now,
        batch: &Batch,
        waiter: Waiter,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) -> Result<Appended, AppendFailure> {
        self.append(now, batch, Acks::AllInSync, || waiter, brokers, effects)
    }
}

/// What a batch that is stored under another codec may inflate to in memory: beyond a hundredfold it is a bomb.
fn inflated_bytes_max(batch: &Batch) -> u64 {
    let received = batch.bytes().len() as u64;
    (received * 100 + (1 << 20)).min(AppendLimits::INFLATED_BYTES_MAX)
}

impl super::PartitionSettings {
    /// The codec that batches are stored under, and its level; none leaves them as they came.
    fn codec(&self) -> Option<(Compression, Option<i32>)> {
        match self.topic.compression {
            settings::Compression::Producer => None,
            settings::Compression::Uncompressed => Some((Compression::None, None)),
            settings::Compression::Gzip(level) => Some((Compression::Gzip, Some(level))),
            settings::Compression::Snappy => Some((Compression::Snappy, None)),
            settings::Compression::Lz4(level) => Some((Compression::Lz4, Some(level))),
            settings::Compression::Zstd(level) => Some((Compression::Zstd, Some(level))),
        }
    }

    fn append_limits(&self, now: Now) -> AppendLimits {
        let topic = &self.topic;
        AppendLimits {
            validation: Validation::Records,
            batch_bytes_max: topic.max_message_bytes as usize,
            inflated_bytes_max: AppendLimits::INFLATED_BYTES_MAX,
            keys_required: topic.cleanup_policy.compact,
            timestamp_type: if topic.message_timestamp_type
                == settings::TimestampType::LogAppendTime
            {
                TimestampType::LogAppendTime
            } else {
                TimestampType::CreateTime
            },
            now: now.wall,
            timestamp_before_ms_max: topic.message_timestamp_before_max_ms,
            timestamp_after_ms_max: topic.message_timestamp_after_max_ms,
        }
    }
}

impl Hosted {
    fn append_validated(
        &mut self,
        now: Now,
        batch: &Batch,
        validated: records::Validated,
        acks: Acks,
        brokers: &dyn BrokerView,
    ) -> Result<((Appended, AppendTerms, Offset), Consequences), AppendFailure> {
        let terms = self
            .replica
            .decide_append(acks)
            .map_err(AppendFailure::Refused)?;
        let leader_epoch = self.replica.leader_epoch();
        let log_start = self.replica.marks().log_start;
        let outcome = AckOutcome::Waiting;
        let producers = self.log.producers().map_err(AppendFailure::Log)?;
        let sequence = match producer_append(batch.header()) {
            Some((append, origin)) => producers
                .check(&append, origin)
                .map_err(AppendFailure::Sequence)?,
            None => SequenceOutcome::New,
        };
        if let SequenceOutcome::Duplicate {
            base_offset,
            last_offset,
            timestamp,
        } = sequence
        {
            let log_append_time = timestamp;
            let appended = Appended {
                base_offset,
                log_append_time,
                log_start,
                leader_epoch,
                outcome,
            };
            return Ok((
                (appended, terms, last_offset.next()),
                Consequences::default(),
            ));
        }
        let written = self
            .log
            .append_as_leader(&[LeaderBatch { batch, validated }], leader_epoch, now)
            .map_err(AppendFailure::Log)?;
        let consequences =
            self.replica
                .on_appended(now.instant, self.log.log_end_offset(), brokers);
        let log_append_time = written.log_append_time.unwrap_or(Timestamp::NONE);
        let base_offset = written.first_offset;
        let appended = Appended {
            base_offset,
            log_append_time,
            log_start,
            leader_epoch,
            outcome,
        };
        let until = self.log.log_end_offset();
        debug_assert!(
            self.settings.replica.durability == Durability::Flushed
                || until == self.replica.counted_end()
        );
        Ok(((appended, terms, until), consequences))
    }
}

/// What a batch says of its producer; nothing where it has none.
fn producer_append(header: &BatchHeader) -> Option<(ProducerAppend, AppendOrigin)> {
    let append = ProducerAppend {
        producer_id: header.producer_id,
        producer_epoch: header.producer_epoch,
        base_sequence: header.base_sequence,
        last_sequence: header.last_sequence(),
        last_offset_delta: header.last_offset_delta,
        max_timestamp: header.max_timestamp,
        transactional: header.is_transactional(),
    };
    header
        .has_producer()
        .then_some((append, AppendOrigin::Client))
}
