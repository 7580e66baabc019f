//! Appending: offsets, rolls, one write, then everything that is derived.

use std::sync::Arc;

use records::{Batch, BatchHeader, HEADER_LEN, TimestampType, Validated};
use types::{LeaderEpoch, Now, Offset, Timestamp};

use crate::environment::{LogState, RECOVERY_POINTS};
use crate::error::{Doing, LogError};
use crate::log::{PartitionLog, Writer};
use crate::names::FileKind;
use crate::segment::Segment;
use crate::state::{note_epoch, note_producer, parse_marker};

/// Room is reserved ahead from this size of a segment on, so that a small topic stays small on the
/// disk.
const RESERVE_FROM_BYTES: u64 = 1 << 20;
/// No more than this is reserved ahead.
const RESERVE_STEP_BYTES_MAX: u64 = 64 << 20;

/// A batch that a leader appends.
#[derive(Clone, Copy, Debug)]
pub struct LeaderBatch<'a> {
    /// As received.
    pub batch: &'a Batch,
    /// The time to append it with.
    pub validated: Validated,
}

impl<'a> LeaderBatch<'a> {
    /// A batch of our own making, whose header says what is in it.
    #[must_use]
    pub fn trusted(batch: &'a Batch) -> Self {
        let header = batch.header();
        let validated = Validated {
            max_timestamp: header.max_timestamp,
            timestamp_type: header.timestamp_type(),
        };
        Self { batch, validated }
    }
}

/// Where something was appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// Offset of the first record.
    pub first_offset: Offset,
    /// Offset of the last record.
    pub last_offset: Offset,
    /// Latest time of a record among them.
    pub max_timestamp: Timestamp,
    /// The time of the append, where the topic stamps records with it.
    pub log_append_time: Option<Timestamp>,
    /// Bytes written.
    pub bytes: u64,
    /// Whether a new segment was begun, so that the old one is to be flushed.
    pub rolled: bool,
}

/// A batch with the header that it gets.
struct Placed<'a> {
    header: BatchHeader,
    /// The header's bytes, where they differ from what was received.
    patched: Option<[u8; HEADER_LEN]>,
    batch: &'a Batch,
}

impl PartitionLog {
    /// Appends what clients sent: each batch gets the next offset and the leader's epoch. All are
    /// appended or, after an error, none.
    ///
    /// # Errors
    /// [`LogError::DiskFull`], after which nothing of it remains; the disk failed;
    /// [`LogError::InvalidBatch`] when there is nothing to append.
    pub fn append_as_leader(
        &mut self,
        batches: &[LeaderBatch<'_>],
        leader_epoch: LeaderEpoch,
        now: Now,
    ) -> Result<Appended, LogError> {
        let mut next = self.log_end;
        let mut placed = Vec::with_capacity(batches.len());
        for LeaderBatch { batch, validated } in batches {
            let Validated {
                max_timestamp,
                timestamp_type,
            } = *validated;
            let header = batch.placed_at(next, leader_epoch, timestamp_type, max_timestamp);
            next = header.next_offset();
            placed.push(Placed {
                header,
                patched: Some(header.to_bytes()),
                batch,
            });
        }
        self.append(&placed, now)
    }

    /// Appends what a leader sent, byte for byte: all batches or, after an error, none. Compaction
    /// leaves gaps between offsets, so a batch may begin above the end of the log; never below.
    ///
    /// # Errors
    /// [`LogError::NotContiguous`]; [`LogError::InvalidBatch`] when a leader epoch goes back or
    /// there is nothing to append; otherwise as [`PartitionLog::append_as_leader`].
    pub fn append_as_follower(
        &mut self,
        batches: &[Batch],
        now: Now,
    ) -> Result<Appended, LogError> {
        let mut expected = self.log_end;
        let mut epoch = self
            .epochs()?
            .latest()
            .map_or(LeaderEpoch::NONE, |latest| latest.epoch);
        for header in batches.iter().map(Batch::header) {
            if header.base_offset < expected {
                return Err(LogError::NotContiguous {
                    expected,
                    found: header.base_offset,
                });
            }
            if header.last_offset_delta < 0 {
                return Err(LogError::InvalidBatch(
                    "a batch ends before it begins".into(),
                ));
            }
            if header.leader_epoch < epoch {
                return Err(LogError::InvalidBatch(format!(
                    "the batch at offset {} is of leader epoch {}, after one of epoch {epoch}",
                    header.base_offset, header.leader_epoch
                )));
            }
            expected = header.next_offset();
            epoch = header.leader_epoch;
        }
        let placed: Vec<_> = batches
            .iter()
            .map(|batch| Placed {
                header: *batch.header(),
                patched: None,
                batch,
            })
            .collect();
        self.append(&placed, now)
    }

    fn append(&mut self, batches: &[Placed<'_>], now: Now) -> Result<Appended, LogError> {
        let (Some(first), Some(last)) = (batches.first(), batches.last()) else {
            return Err(LogError::InvalidBatch("there is no batch to append".into()));
        };
        let bytes = batches.iter();
        let bytes = bytes.map(|batch| batch.header.size_in_bytes() as u64).sum();
        if !self
            .files
            .environment
            .has_room(&self.files.partition, bytes)
        {
            let what = format!(
                "appending to {}, whose volume has only highwater.disk.reserve.bytes left",
                self.files.partition
            );
            return Err(LogError::DiskFull { what });
        }
        if last.header.next_offset() == Offset::MAX {
            return Err(LogError::Inconsistent(format!(
                "{} ends at offset {}, and no offset is left for another record: the checkpoint {RECOVERY_POINTS} of its log directory \
                 is damaged; move the partition's directory and its line there away, and start the broker again",
                self.path().display(),
                self.log_end
            )));
        }
        let newest = batches.iter().map(|batch| batch.header.max_timestamp).max();
        let stamped = first.header.timestamp_type() == TimestampType::LogAppendTime;
        let mut appended = Appended {
            first_offset: first.header.base_offset,
            last_offset: last.header.last_offset(),
            max_timestamp: newest.unwrap_or(Timestamp::NONE),
            log_append_time: stamped.then_some(first.header.max_timestamp),
            bytes,
            rolled: false,
        };
        self.ensure_directory()?;
        self.ensure_writer()?;
        self.producers()?;
        self.epochs()?;
        let (before, segments_before) = (self.log_end, self.segments.len());
        let mut rest = batches;
        while let Some(next) = rest.first() {
            let group = match self.make_room(&next.header, now) {
                Ok(()) => rest.split_at(self.fitting(rest)),
                Err(error) => return self.undo(before, now, error),
            };
            if let Err(error) = self.write(group.0) {
                return self.undo(before, now, error);
            }
            self.note_appended(group.0, now)?;
            rest = group.1;
        }
        appended.rolled = segments_before > 0 && self.segments.len() > segments_before;
        self.flush.waiting_since.get_or_insert(now.instant);
        Ok(appended)
    }

    /// Takes back what was written of an append that failed. A disk that failed is not touched
    /// again.
    fn undo(&mut self, before: Offset, now: Now, error: LogError) -> Result<Appended, LogError> {
        if !error.is_disk_failure() && self.log_end > before {
            self.truncate_to(before, now)?;
        }
        Err(error)
    }

    /// Begins a new segment if there is none, or if the last one does not take the batch.
    fn make_room(&mut self, next: &BatchHeader, now: Now) -> Result<(), LogError> {
        let roll = match self.segments.last() {
            None => true,
            Some(_) if self.must_roll => true,
            Some(segment) => {
                !segment.takes(next, 0, 0, &self.config)
                    || segment.is_over_time(
                        next.max_timestamp,
                        now.wall,
                        &self.config,
                        &self.files.partition,
                    )
            }
        };
        if !roll {
            return Ok(());
        }
        // Segments follow each other without a hole, also where compaction left one before the
        // batch: recovery takes a hole for lost records. Only an offset out of the reach of a
        // segment begins one further on.
        let reachable = next.last_offset() - self.log_end <= i64::from(i32::MAX);
        self.roll(
            if reachable {
                self.log_end
            } else {
                next.base_offset
            },
            now,
        )
    }

    /// How many of the batches go into the last segment with one write: at least one, which was
    /// made room for.
    fn fitting(&self, batches: &[Placed<'_>]) -> usize {
        let Some(segment) = self.segments.last() else {
            return 1;
        };
        let mut bytes = 0;
        let mut count = 0_usize;
        for batch in batches {
            if count > 0 && !segment.takes(&batch.header, bytes, count as u64, &self.config) {
                break;
            }
            bytes += batch.header.size_in_bytes() as u64;
            count += 1;
        }
        count
    }

    fn write(&mut self, batches: &[Placed<'_>]) -> Result<(), LogError> {
        let index = self.segments.len().saturating_sub(1);
        let Some(segment) = self.segments.get(index) else {
            return Err(LogError::InvalidBatch(
                "there is no segment to append to".into(),
            ));
        };
        let (base, size) = (segment.base, segment.size);
        let file = self.files.create(base, FileKind::Log)?;
        let mut parts: Vec<&[u8]> = Vec::with_capacity(2 * batches.len());
        for placed in batches {
            let bytes: &[u8] = placed.batch.bytes();
            match &placed.patched {
                Some(header) => parts.extend([
                    header.as_slice(),
                    bytes.get(HEADER_LEN..).unwrap_or_default(),
                ]),
                None => parts.push(bytes),
            }
        }
        let bytes: usize = parts.iter().map(|part| part.len()).sum();
        self.reserve(&*file, size + bytes as u64);
        if let Err(error) = file.write_all_at(&parts, size) {
            let error = LogError::storage(format!("writing {}", self.segment_name(index)), error);
            if !error.is_disk_failure() {
                // What was written before the room ran out must not be taken for a batch.
                file.set_len(size)
                    .doing(|| format!("cutting {}", self.segment_name(index)))?;
                self.writer = Some(Writer { reserved: size });
            }
            return Err(error);
        }
        Ok(())
    }

    /// Reserves room on the disk ahead of a growing segment. Where there is none, the write itself
    /// will tell.
    fn reserve(&mut self, file: &dyn world::File, end: u64) {
        let Some(writer) = &mut self.writer else {
            return;
        };
        let whole = self.config.preallocate;
        if end <= writer.reserved || (end < RESERVE_FROM_BYTES && !whole) {
            return;
        }
        let limit = self.config.segment_bytes.max(end);
        let ahead = end + end.clamp(RESERVE_FROM_BYTES, RESERVE_STEP_BYTES_MAX);
        let target = if whole { limit } else { ahead.min(limit) };
        // Tried once for each step also where it fails: a full volume must not cost a system call
        // for every append.
        writer.reserved = target;
        let _ = file.reserve(target);
    }

    /// Everything that follows from batches that lie at the end of the last segment now.
    fn note_appended(&mut self, batches: &[Placed<'_>], now: Now) -> Result<(), LogError> {
        let config = Arc::clone(&self.config);
        for placed in batches {
            let header = &placed.header;
            let Some(segment) = self.segments.last_mut() else {
                continue;
            };
            let position = segment.size;
            segment.index_batch(header, &config);
            segment.appended = now.wall;
            let (base, size) = (segment.base, segment.size);
            self.marks.note(header.base_offset, base, position);
            self.log_end = header.next_offset();
            self.marks.note(self.log_end, base, size);
            if header.leader_epoch >= LeaderEpoch(0)
                && let Some(epochs) = &mut self.epochs
                && note_epoch(epochs, header)
            {
                self.epochs_unsaved = true;
            }
            if header.has_producer()
                && let Some(producers) = &mut self.producers
            {
                let marker = if header.is_control() {
                    parse_marker(placed.batch)
                } else {
                    None
                };
                if let Some(aborted) = note_producer(producers, header, marker) {
                    self.write_aborted(&aborted)?;
                }
            }
        }
        if let Some(segment) = self.segments.last_mut()
            && segment.has_many_unsaved_entries()
        {
            // Derived, and kept in memory until it works; a disk that failed shows with the next
            // write.
            let _ = segment.save_indexes(&self.files);
        }
        Ok(())
    }

    /// Seals the last segment and begins one at `base`.
    pub(crate) fn roll(&mut self, base: Offset, now: Now) -> Result<(), LogError> {
        self.ensure_directory()?;
        self.seal()?;
        if !self.segments.is_empty() {
            self.write_snapshot()?;
        }
        let base = base.max(self.log_end);
        if let Some(last) = self.segments.last()
            && last.size == 0
            && !self.must_roll
        {
            // Nothing was appended to it: it only was in the wrong place.
            let empty = last.base;
            self.segments.pop();
            self.remove_segment(empty)?;
        }
        let file = self.files.create(base, FileKind::Log)?;
        // A file of an append that was taken back may be there.
        if file.len().doing(|| "reading a segment".into())? > 0 {
            file.set_len(0).doing(|| "emptying a segment".into())?;
        }
        self.segments.push(Segment::new(base, now.wall));
        self.writer = Some(Writer::default());
        self.must_roll = false;
        self.flush.directory_changed = true;
        self.note(LogState::Open);
        Ok(())
    }

    /// Ends appending to the last segment: its last time is indexed, its indexes written, unused
    /// room given back.
    pub(crate) fn seal(&mut self) -> Result<(), LogError> {
        let reserved = self.writer.map_or(0, |writer| writer.reserved);
        let Some(segment) = self.segments.last_mut() else {
            return Ok(());
        };
        segment.index_time();
        match segment.save_indexes(&self.files) {
            // They stay in memory, and are written with the next flush that finds room.
            Err(LogError::DiskFull { .. }) => {}
            other => other?,
        }
        if reserved > segment.size {
            let file = self.files.open(segment.base, FileKind::Log)?;
            file.set_len(segment.size)
                .doing(|| "trimming a segment".into())?;
            self.writer = Some(Writer {
                reserved: segment.size,
            });
        }
        Ok(())
    }
}
