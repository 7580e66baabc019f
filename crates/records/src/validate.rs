//! What a leader checks before it appends what a client sent.
//!
//! All of it is one pass over the bytes that allocates nothing per record: header and checksum always; with
//! [`Validation::Records`] a step from record to record too, in place for plain batches and through a small window
//! for compressed ones, which costs what inflating costs. Kafka checks the same, but for two points. Kafka repairs a
//! compressed batch whose records are not numbered 0, 1, 2 …, and stores a plain one as it is; here both are refused,
//! as an offset that lies would send a consumer astray. And where Kafka inflates for as long as bytes come,
//! there is a cap here.

use types::Timestamp;

use crate::batch::Batch;
use crate::compression::Compression;
use crate::error::BatchError;
use crate::header::{BatchHeader, TimestampType};
use crate::source::{InflateSource, SliceSource, Source};
use crate::walk::walk_record;

/// How deep a batch is checked. The checksum is always checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Validation {
    /// The header only: no record is looked at, and the header's own latest time is believed.
    HeaderOnly,
    /// Every record too: its form, its offset, its time and, where it must have one, its key. Compressed records
    /// are inflated piece by piece into a small window, never stored.
    #[default]
    Records,
}

/// What the topic allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AppendLimits {
    /// How deep to look.
    pub validation: Validation,
    /// `max.message.bytes`: the batch as it is sent, header included.
    pub batch_bytes_max: usize,
    /// What the records may inflate to.
    pub inflated_bytes_max: u64,
    /// Whether every record must have a key (`cleanup.policy=compact`).
    pub keys_required: bool,
    /// `message.timestamp.type`.
    pub timestamp_type: TimestampType,
    /// The time now.
    pub now: Timestamp,
    /// `message.timestamp.before.max.ms`: how far in the past a record's time may lie.
    pub timestamp_before_ms_max: i64,
    /// `message.timestamp.after.max.ms`: how far in the future.
    pub timestamp_after_ms_max: i64,
}

impl AppendLimits {
    /// What records may inflate to unless said otherwise, in bytes.
    pub const INFLATED_BYTES_MAX: u64 = 256 << 20;

    /// Kafka's defaults for a topic, at the time `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self {
            validation: Validation::Records,
            batch_bytes_max: 1_048_588,
            inflated_bytes_max: Self::INFLATED_BYTES_MAX,
            keys_required: false,
            timestamp_type: TimestampType::CreateTime,
            now,
            timestamp_before_ms_max: i64::MAX,
            timestamp_after_ms_max: 3_600_000,
        }
    }

    /// The earliest and the latest time that a record may have.
    fn range(&self) -> (i64, i64) {
        (
            self.now.0.saturating_sub(self.timestamp_before_ms_max),
            self.now.0.saturating_add(self.timestamp_after_ms_max),
        )
    }

    #[inline]
    fn check_timestamp(&self, index: i32, timestamp: i64) -> Result<(), BatchError> {
        let (earliest, latest) = self.range();
        let free = self.timestamp_type == TimestampType::LogAppendTime
            || timestamp == Timestamp::NONE.0
            || (earliest..=latest).contains(&timestamp);
        if free {
            Ok(())
        } else {
            Err(BatchError::TimestampOutOfRange {
                index,
                timestamp,
                earliest,
                latest,
            })
        }
    }
}

/// What a valid batch is appended with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Validated {
    /// The latest time of a record, or the time now where the topic says so. It can differ from the header's:
    /// append with [`Batch::placed_at`].
    pub max_timestamp: Timestamp,
    /// Who set that time.
    pub timestamp_type: TimestampType,
}

pub(crate) fn validate_for_append(
    batch: &Batch,
    limits: &AppendLimits,
) -> Result<Validated, BatchError> {
    let header = batch.header();
    if batch.bytes().len() > limits.batch_bytes_max {
        let bytes = batch.bytes().len();
        return Err(BatchError::TooLarge {
            bytes,
            bytes_max: limits.batch_bytes_max,
        });
    }
    batch.verify_crc()?;
    check_header(header)?;
    check_claimed_time(header, limits)?;
    let codec = header.compression()?;
    let walked = match (limits.validation, codec) {
        (Validation::HeaderOnly, _) => {
            limits.check_timestamp(0, header.max_timestamp.0)?;
            header.max_timestamp
        }
        (Validation::Records, Compression::None) => {
            walk(&mut SliceSource::new(batch.body_slice()), header, limits)?
        }
        (Validation::Records, codec) => {
            let body = batch.body_slice();
            let mut source = InflateSource::new(codec, body, limits.inflated_bytes_max)?;
            walk(&mut source, header, limits)?
        }
    };
    let max_timestamp = match limits.timestamp_type {
        TimestampType::CreateTime => walked,
        TimestampType::LogAppendTime => limits.now,
    };
    Ok(Validated {
        max_timestamp,
        timestamp_type: limits.timestamp_type,
    })
}

fn check_header(header: &BatchHeader) -> Result<(), BatchError> {
    if header.base_offset.0 != 0 {
        return Err(BatchError::BaseOffsetNotZero(header.base_offset.0));
    }
    if header.record_count <= 0 {
        return Err(BatchError::BadRecordCount(header.record_count));
    }
    if i64::from(header.last_offset_delta) + 1 != i64::from(header.record_count) {
        return Err(BatchError::BadOffsetRange {
            last_offset_delta: header.last_offset_delta,
            record_count: header.record_count,
        });
    }
    if header.is_control() {
        return Err(BatchError::ControlFromClient);
    }
    if header.has_producer() && header.base_sequence < 0 {
        return Err(BatchError::BadSequence(header.base_sequence));
    }
    Ok(())
}

/// As in Kafka, a producer's claim of log-append time is taken as if it had set that time on each record, and is
/// refused only where it can be no time of the producer's.
fn check_claimed_time(header: &BatchHeader, limits: &AppendLimits) -> Result<(), BatchError> {
    let claimed = header.timestamp_type() == TimestampType::LogAppendTime;
    let is_the_broker_s = limits.timestamp_type == TimestampType::LogAppendTime;
    if claimed && (is_the_broker_s || header.max_timestamp == Timestamp::NONE) {
        return Err(BatchError::LogAppendTimeFromClient);
    }
    Ok(())
}

/// Walks all records; their latest time.
fn walk<S: Source>(
    source: &mut S,
    header: &BatchHeader,
    limits: &AppendLimits,
) -> Result<Timestamp, BatchError> {
    let mut latest = Timestamp::NONE.0;
    for index in 0..header.record_count {
        if source.is_at_end()? {
            return Err(BatchError::RecordsDoNotFill {
                reason: "fewer records than the header says",
            });
        }
        let record = walk_record(source, index)?;
        if record.offset_delta != index {
            return Err(BatchError::LyingOffset {
                index,
                offset_delta: record.offset_delta,
            });
        }
        if limits.keys_required && !record.has_key {
            return Err(BatchError::MissingKey { index });
        }
        let timestamp = match header.timestamp_type() {
            TimestampType::CreateTime => {
                header.base_timestamp.0.wrapping_add(record.timestamp_delta)
            }
            TimestampType::LogAppendTime => header.max_timestamp.0,
        };
        limits.check_timestamp(index, timestamp)?;
        latest = latest.max(timestamp);
    }
    if source.is_at_end()? {
        Ok(Timestamp(latest))
    } else {
        Err(BatchError::RecordsDoNotFill {
            reason: "bytes follow the last record",
        })
    }
}
