//! One partition's log: what the broker holds, and what it may ask.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use codec::Records;
use log_state::{LeaderEpochs, Producers};
use types::{Instant, LeaderEpoch, Offset, Timestamp, TopicId, TopicPartition};
use world::File;

use crate::config::LogConfig;
use crate::damage::Damage;
use crate::directory::{move_away, set_aside};
use crate::environment::LogState;
use crate::error::{Doing, LogError};
use crate::files::LogFiles;
use crate::names::{DirectoryKind, FileKind, PARTITION_METADATA, file_name};
use crate::read::Marks;
use crate::segment::Segment;
use crate::text;

/// What recovery found when a log was opened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Recovery {
    /// Whether the log was scanned; a cleanly closed one is not.
    pub scanned: bool,
    /// Bytes of an unflushed tail that were cut off, torn or never finished.
    pub cut_bytes: u64,
    /// The range of offsets that cutting removed, as far as it is known from whole batches.
    pub cut_at: Option<Offset>,
    /// Where the last run of the machine was cut short: up to here everything was flushed as it was last written. Beyond, what a
    /// truncation had removed may be back. None where everything is as it was written.
    pub flushed_end: Option<Offset>,
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
    /// Base offset of the first batch, which may be below what was asked for; `from` when nothing
    /// was read.
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
/// Made by [`crate::LogDirectory::open_log`]. Nothing is on the disk until the first append, and
/// what is on the disk is loaded when first needed: an idle log is a few hundred bytes. All methods
/// run under the partition's lock; none blocks on a flush except where its documentation says so.
#[derive(Debug)]
pub struct PartitionLog {
    pub(crate) files: LogFiles,
    pub(crate) config: Arc<LogConfig>,
    pub(crate) topic_id: Option<TopicId>,
    /// Whether the directory is there.
    pub(crate) exists: bool,
    pub(crate) log_start: Offset,
    pub(crate) log_end: Offset,
    pub(crate) recovery_point: Offset,
    /// Rising by base offset. The last is appended to; none in a log that nothing was appended to.
    pub(crate) segments: Vec<Segment>,
    /// Whether the next append begins a new segment, whatever the last one holds.
    pub(crate) must_roll: bool,
    /// Present once the end of the last segment was looked at, so that it can be appended to.
    pub(crate) writer: Option<Writer>,
    pub(crate) epochs: Option<Box<LeaderEpochs>>,
    /// Whether the file of leader epochs is behind.
    pub(crate) epochs_unsaved: bool,
    pub(crate) producers: Option<Box<Producers>>,
    /// What is damaged, rising.
    pub(crate) damaged: Vec<Damage>,
    /// Segments whose files are to be removed, by when.
    pub(crate) dropped: VecDeque<(Instant, Offset)>,
    pub(crate) marks: Marks,
    pub(crate) flush: FlushState,
}

/// What is needed to append to the last segment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Writer {
    /// Bytes that are reserved on the disk, from the start of the file.
    pub(crate) reserved: u64,
}

/// What is not flushed, and what is being flushed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FlushState {
    /// The end of the flush that is under way.
    pub(crate) in_flight: Option<Offset>,
    /// When the first record was appended that no flush has taken up.
    pub(crate) waiting_since: Option<Instant>,
    /// Whether files were made or renamed that a crash of the machine may undo.
    pub(crate) directory_changed: bool,
    /// The same for the directory of the log itself.
    pub(crate) parent_changed: bool,
    /// Whether the file of leader epochs was written.
    pub(crate) epochs_written: bool,
    /// The end of what the start found, and no cut has taken since: it may be on the disk above the recovery point.
    pub(crate) found_end: Offset,
}

impl PartitionLog {
    /// Which partition's log this is.
    #[must_use]
    pub fn partition(&self) -> &TopicPartition {
        &self.files.partition
    }

    /// The topic's id, as it is or will be in `partition.metadata`; none in a log of a Kafka before
    /// topic ids.
    #[must_use]
    pub fn topic_id(&self) -> Option<TopicId> {
        self.topic_id
    }

    /// The settings that hold.
    #[must_use]
    pub fn config(&self) -> &Arc<LogConfig> {
        &self.config
    }

    /// Takes new settings; they hold from the next call on.
    pub fn set_config(&mut self, config: Arc<LogConfig>) {
        self.config = config;
    }

    /// Writes down in the log's directory the cluster that it belongs to, unless it is there.
    ///
    /// # Errors
    /// It belongs to another one; the disk failed.
    pub fn set_cluster_id(&self, cluster_id: &str) -> Result<(), LogError> {
        self.files.environment.set_cluster_id(cluster_id)
    }

    /// First offset that is kept.
    #[must_use]
    pub fn log_start_offset(&self) -> Offset {
        self.log_start
    }

    /// Next offset to be written.
    #[must_use]
    pub fn log_end_offset(&self) -> Offset {
        self.log_end
    }

    /// Everything below is flushed.
    #[must_use]
    pub fn recovery_point(&self) -> Offset {
        self.recovery_point
    }

    /// As [`PartitionLog::recovery_point`], by the name that a topic with `flush.messages=1` knows
    /// it by: the log end offset of a replica whose records count only when they are flushed.
    #[must_use]
    pub fn flushed_end(&self) -> Offset {
        self.recovery_point
    }

    /// Bytes of batches on the disk.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.size).sum()
    }

    /// How many segments there are.
    #[must_use]
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// The base offset of the segment that is appended to. A fetch below it never waits for more
    /// bytes.
    #[must_use]
    pub fn active_segment_base(&self) -> Offset {
        self.segments
            .last()
            .map_or(self.log_end, |segment| segment.base)
    }

    /// Whether a directory of the partition is on the disk.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Where it is, or will be with its first append.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.files.directory()
    }

    /// What is known to be damaged, in order.
    #[must_use]
    pub fn damaged(&self) -> Vec<Range<Offset>> {
        self.damaged
            .iter()
            .map(|damage| damage.offsets.clone())
            .collect()
    }

    /// Makes the directory, with the topic's id in it, flushed: no record may be found in a
    /// directory that does not say whose it is.
    pub(crate) fn ensure_directory(&mut self) -> Result<(), LogError> {
        if self.exists {
            return Ok(());
        }
        // A log of the same name may have been here before: what is still noted of it is not true
        // of this one.
        self.files
            .environment
            .forget_checkpoints(&self.files.partition)?;
        let directory = self.files.directory();
        self.files
            .disk()
            .create_dir_all(&directory)
            .doing(|| format!("making {}", directory.display()))?;
        self.write_topic_id()?;
        self.exists = true;
        self.flush.directory_changed = true;
        self.flush.parent_changed = true;
        self.note(LogState::Open);
        Ok(())
    }

    /// Writes down whose log this is, and has that outlive a crash of the machine before anything else is in the directory: a
    /// topic that is made again under the same name must not find the records of this one.
    pub(crate) fn write_topic_id(&self) -> Result<(), LogError> {
        let Some(topic_id) = self.topic_id else {
            return Ok(());
        };
        let path = self.files.path(PARTITION_METADATA);
        let content = text::write_partition_metadata(topic_id);
        let write = || {
            let file = self.files.disk().open(&path, world::OpenMode::Truncate)?;
            file.write_all_at(&[&content], 0)?;
            file.sync_data()?;
            self.files.disk().sync_dir(&self.files.directory())
        };
        write().doing(|| format!("writing {}", path.display()))
    }

    /// Tells the directory where the log stands.
    pub(crate) fn note(&self, state: LogState) {
        if self.exists {
            // Also where the first segment says it: a crash may bring back those that were dropped before it.
            let log_start = Some(self.log_start).filter(|start| *start > Offset::ZERO);
            self.files.environment.note(
                &self.files.partition,
                self.recovery_point,
                log_start,
                state,
            );
        }
    }

    /// Removes the files of dropped segments whose delay is over; when the next are due.
    ///
    /// # Errors
    /// The disk failed.
    pub fn delete_due(&mut self, now: Instant) -> Result<Option<Instant>, LogError> {
        while let Some(&(due, base)) = self.dropped.front() {
            if due > now {
                return Ok(Some(due));
            }
            self.files.remove_deleted(base)?;
            self.dropped.pop_front();
        }
        Ok(None)
    }

    /// Renames the directory so that it is removed at [`crate::LogDirectory::delete_due`], also
    /// after a restart. The log is empty and without a directory after.
    ///
    /// # Errors
    /// The disk failed.
    pub fn delete(&mut self, now: Instant) -> Result<(), LogError> {
        let due = now + self.config.file_delete_delay_ms;
        self.release_files();
        if self.exists {
            let environment = &self.files.environment;
            let (partition, id) = (
                &self.files.partition,
                self.topic_id.unwrap_or(TopicId::ZERO),
            );
            let path = move_away(environment, partition, id, DirectoryKind::Delete)?;
            environment.schedule_removal(path, due);
        }
        self.abandon();
        Ok(())
    }

    /// Renames the directory so that it is set aside as stray. The log is empty and without a
    /// directory after.
    ///
    /// # Errors
    /// The disk failed.
    pub fn set_aside(&mut self, wall: Timestamp) -> Result<(), LogError> {
        self.release_files();
        if self.exists {
            let id = self.topic_id.unwrap_or(TopicId::ZERO);
            set_aside(&self.files.environment, &self.files.partition, id, wall)?;
        }
        self.abandon();
        Ok(())
    }

    /// Lets go of everything without a word to the disk, which failed. The log is as one without a directory after.
    pub fn abandon(&mut self) {
        self.release_files();
        let files = LogFiles::new(
            Arc::clone(&self.files.environment),
            self.files.partition.clone(),
        );
        *self = Self::absent(files, Arc::clone(&self.config), self.topic_id);
    }

    /// A log without a directory.
    pub(crate) fn absent(
        files: LogFiles,
        config: Arc<LogConfig>,
        topic_id: Option<TopicId>,
    ) -> Self {
        Self {
            files,
            config,
            topic_id,
            exists: false,
            log_start: Offset::ZERO,
            log_end: Offset::ZERO,
            recovery_point: Offset::ZERO,
            segments: Vec::new(),
            must_roll: false,
            writer: None,
            epochs: None,
            epochs_unsaved: false,
            producers: None,
            damaged: Vec::new(),
            dropped: VecDeque::new(),
            marks: Marks::default(),
            flush: FlushState::default(),
        }
    }

    /// Cuts the file of a segment at a batch that begins with `offset`. A cut at the recovery point
    /// or below is flushed (blocking): the segment may never be scanned again, and a crash must not
    /// bring back what was cut off. So is a cut of what a start has found on the disk: the same batches may come again under
    /// another leader epoch, and no checksum tells a page that is torn between the two.
    pub(crate) fn cut_log_file(
        &mut self,
        index: usize,
        position: u64,
        offset: Offset,
    ) -> Result<(), LogError> {
        let name = self.segment_name(index);
        let Some(base) = self.segments.get(index).map(|segment| segment.base) else {
            return Ok(());
        };
        let file = self.files.open(base, FileKind::Log)?;
        file.set_len(position).doing(|| format!("cutting {name}"))?;
        if offset <= self.recovery_point || offset < self.flush.found_end {
            self.flush.found_end = self.flush.found_end.min(offset);
            file.sync_data().doing(|| format!("flushing {name}"))?;
        }
        // A flush that is under way may have seen the file before the cut.
        self.flush.in_flight = self.flush.in_flight.map(|end| end.min(base));
        Ok(())
    }

    pub(crate) fn release_files(&self) {
        for segment in &self.segments {
            for kind in FileKind::ALL {
                self.files.release(segment.base, kind);
            }
        }
    }

    /// The segment that holds `offset`, or would.
    pub(crate) fn segment_of(&self, offset: Offset) -> Option<usize> {
        self.segments
            .partition_point(|segment| segment.base <= offset)
            .checked_sub(1)
    }

    /// The segment that begins at `base`, and its place.
    pub(crate) fn segment_at(&self, base: Offset) -> Option<(usize, &Segment)> {
        let mut segments = self.segments.iter().enumerate();
        segments.find(|(_, segment)| segment.base == base)
    }

    /// Where the segment after this one begins, or the log ends.
    pub(crate) fn segment_end(&self, index: usize) -> Offset {
        self.segments
            .get(index + 1)
            .map_or(self.log_end, |next| next.base)
    }

    pub(crate) fn segment_name(&self, index: usize) -> String {
        let base = self
            .segments
            .get(index)
            .map_or(self.log_end, |segment| segment.base);
        self.files
            .path(&file_name(base, FileKind::Log))
            .display()
            .to_string()
    }
}
