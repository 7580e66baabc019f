//! One partition's log: what the broker holds, and what it may ask.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use codec::Records;
use records::BatchHeader;
use types::{Instant, LeaderEpoch, Now, Offset, Timestamp, TopicId, TopicPartition};
use world::File;

use crate::config::LogConfig;
use crate::error::LogError;

/// What recovery found when a log was opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovery {
    /// Whether the log was scanned; a cleanly closed one is not.
    pub scanned: bool,
    /// Bytes of an unflushed tail that were cut off, torn or never finished.
    pub cut_bytes: u64,
    /// The range of offsets that cutting removed, as far as it is known from whole batches.
    pub cut_at: Option<Offset>,
    /// What is damaged below the recovery point. Reads of it fail; everything else is readable.
    pub damaged: Vec<Range<Offset>>,
}

/// What to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReadRequest {
    /// The first offset wanted. Reading starts with the batch that contains it.
    pub from: Offset,
    /// Exclusive end: the high watermark, the last stable offset, or the log end offset.
    pub up_to: Offset,
    /// Most bytes to return; batches are never cut.
    pub bytes_max: u64,
    /// Whether to return the first batch even if it is larger than `bytes_max`.
    pub at_least_one: bool,
}

/// What was read: whole batches.
#[derive(Clone, Debug)]
pub struct ReadOutcome {
    /// Ranges of segment files, one for each segment read; empty when nothing is there.
    pub records: Records,
    /// Base offset of the first batch, which may be below what was asked for; `from` when nothing was read.
    pub first_offset: Offset,
    /// The offset to go on from.
    pub next_offset: Offset,
    /// Whether everything up to the exclusive end was returned.
    pub reached_end: bool,
}

/// A record found by its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoundTimestamp {
    /// The time of the record.
    pub timestamp: Timestamp,
    /// Where it is.
    pub offset: Offset,
    /// The epoch of the leader that appended it.
    pub leader_epoch: LeaderEpoch,
}

/// What retention dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Retained {
    /// Segments that were dropped.
    pub dropped_segments: usize,
    /// Their bytes.
    pub dropped_bytes: u64,
}

/// How far to flush.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum FlushScope {
    /// Segments that are no longer appended to.
    Sealed,
    /// Everything.
    All,
}

/// Files to be flushed together, outside of the partition's lock.
#[derive(Debug)]
pub struct Flush {
    /// The files; a directory that must be flushed is among them.
    pub files: Vec<Arc<dyn File>>,
    /// What is flushed when all of them are: to be passed to [`PartitionLog::finish_flush`].
    pub up_to: Offset,
}

/// The log of one partition.
///
/// Made by [`crate::LogDirectory::open_log`]. Nothing is on the disk until the first append, and what is on the disk is
/// loaded when first needed: an idle log is a few hundred bytes. All methods run under the partition's lock; none blocks
/// on a flush except where its documentation says so.
#[derive(Debug)]
pub struct PartitionLog {
    pub(crate) partition: TopicPartition,
    pub(crate) config: Arc<LogConfig>,
}

#[allow(unused_variables, clippy::missing_errors_doc, reason = "bodies follow")]
impl PartitionLog {
    /// Which partition's log this is.
    #[must_use]
    pub fn partition(&self) -> &TopicPartition {
        &self.partition
    }

    /// The topic's id, as it is or will be in `partition.metadata`; none in a log of a Kafka before topic ids.
    #[must_use]
    pub fn topic_id(&self) -> Option<TopicId> {
        unimplemented!()
    }

    /// Takes new settings; they hold from the next append on.
    pub fn set_config(&mut self, config: Arc<LogConfig>) {
        self.config = config;
    }

    /// First offset that is kept.
    #[must_use]
    pub fn log_start_offset(&self) -> Offset {
        unimplemented!()
    }

    /// Next offset to be written.
    #[must_use]
    pub fn log_end_offset(&self) -> Offset {
        unimplemented!()
    }

    /// Everything below is flushed. This is what belongs into the recovery-point checkpoint.
    #[must_use]
    pub fn recovery_point(&self) -> Offset {
        unimplemented!()
    }

    /// As [`PartitionLog::recovery_point`], by the name that a topic with `flush.messages=1` knows it by.
    #[must_use]
    pub fn flushed_end(&self) -> Offset {
        self.recovery_point()
    }

    /// Bytes of batches on the disk.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        unimplemented!()
    }

    /// Whether a directory of the partition is on the disk.
    #[must_use]
    pub fn exists(&self) -> bool {
        unimplemented!()
    }

    /// Where it is, or will be with its first append.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        unimplemented!()
    }

    /// What is known to be damaged, in order.
    #[must_use]
    pub fn damaged(&self) -> &[Range<Offset>] {
        unimplemented!()
    }

    /// Appends what clients sent: each batch gets the next offset and the leader's epoch.
    pub fn append_as_leader(
        &mut self,
        batches: &[crate::LeaderBatch<'_>],
        leader_epoch: LeaderEpoch,
        now: Now,
    ) -> Result<crate::Appended, LogError> {
        unimplemented!()
    }

    /// Appends what a leader sent, byte for byte. The first batch must begin at the log end offset, or contain it where the
    /// log is empty.
    pub fn append_as_follower(&mut self, batches: &[records::Batch], now: Now) -> Result<crate::Appended, LogError> {
        unimplemented!()
    }

    /// Reads whole batches, as ranges of files.
    ///
    /// # Errors
    /// [`LogError::OutOfRange`] when `from` is below the start or above the end; [`LogError::Damaged`].
    pub fn read(&mut self, request: &ReadRequest) -> Result<ReadOutcome, LogError> {
        unimplemented!()
    }

    /// The header of the batch that contains `offset`, or of the first one above where compaction removed it; none at the end.
    pub fn header_at(&mut self, offset: Offset) -> Result<Option<BatchHeader>, LogError> {
        unimplemented!()
    }

    /// Cuts off everything from `offset` on, epochs included.
    ///
    /// The recovery-point checkpoint on the disk is lowered first where it lies above, so this may flush a small file.
    pub fn truncate_to(&mut self, offset: Offset, now: Now) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Drops everything and goes on at `offset`.
    pub fn truncate_fully_and_start_at(&mut self, offset: Offset, now: Now) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Raises the log start offset, as `DeleteRecords` and followers do; whole segments below are dropped.
    pub fn advance_log_start(&mut self, offset: Offset, now: Now) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Drops segments that `retention.ms` and `retention.bytes` no longer keep, never at or above the high watermark.
    pub fn enforce_retention(&mut self, high_watermark: Offset, now: Now) -> Result<Retained, LogError> {
        unimplemented!()
    }

    /// Removes the files of dropped segments whose delay is over; when the next are due.
    pub fn delete_due(&mut self, now: Instant) -> Result<Option<Instant>, LogError> {
        unimplemented!()
    }

    /// The first record at or after `timestamp`, in offset order.
    pub fn offset_for_timestamp(&mut self, timestamp: Timestamp) -> Result<Option<FoundTimestamp>, LogError> {
        unimplemented!()
    }

    /// The record with the latest time, the first of them where several share it.
    pub fn offset_of_max_timestamp(&mut self) -> Result<Option<FoundTimestamp>, LogError> {
        unimplemented!()
    }

    /// Notes that `epoch` begins at the log end offset: what a new leader does before it serves.
    pub fn assign_epoch(&mut self, epoch: LeaderEpoch) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Whether a flush is due, and how far: by `flush.messages`, `flush.ms` or because a segment was sealed.
    #[must_use]
    pub fn flush_due(&self, now: Instant) -> Option<FlushScope> {
        unimplemented!()
    }

    /// When `flush.ms` makes a flush due.
    #[must_use]
    pub fn flush_deadline(&self) -> Option<Instant> {
        unimplemented!()
    }

    /// What is to be flushed; none when nothing is, or when a flush of this log is under way already (who comes meanwhile
    /// joins the next one).
    pub fn begin_flush(&mut self, scope: FlushScope) -> Result<Option<Flush>, LogError> {
        unimplemented!()
    }

    /// All files of [`PartitionLog::begin_flush`] are flushed: raises the recovery point. A failed flush is not reported here:
    /// the disk is gone then.
    pub fn finish_flush(&mut self, up_to: Offset) {
        unimplemented!()
    }

    /// Flushes everything (blocking), writes what a clean start needs and lets go of all files. The log takes no append after.
    pub fn close_clean(&mut self) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Renames the directory so that it is removed at [`crate::LogDirectory::delete_due`], also after a restart. The log is empty
    /// and without a directory after.
    pub fn delete(&mut self, now: Instant) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Renames the directory so that it is set aside as stray. The log is empty and without a directory after.
    pub fn set_aside(&mut self) -> Result<(), LogError> {
        unimplemented!()
    }

    /// Lets go of what can be loaded again: for a log that has not been used for a while.
    pub fn release_memory(&mut self) -> Result<(), LogError> {
        unimplemented!()
    }
}
