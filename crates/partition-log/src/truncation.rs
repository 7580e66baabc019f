//! Cutting a log at either end.

use std::ops::ControlFlow;

use log_state::Producers;
use types::{Now, Offset, Timestamp};

use crate::damage::Damage;
use crate::environment::LogState;
use crate::error::{Doing as _, LogError};
use crate::log::{PartitionLog, Writer};
use crate::names::FileKind;
use crate::segment::Largest;

/// Where a log is cut, and what is true of what is left.
struct Cut {
    /// The segment that becomes the last, and where its file ends then.
    index: usize,
    position: u64,
    end: Offset,
    /// The latest time of what is left of that segment.
    largest: Largest,
    producers: Producers,
}

impl PartitionLog {
    /// Cuts off everything from `offset` on, epochs included: also an epoch that begins at the very
    /// end and has no record. Where the offset is within a batch, the whole batch goes. Where it is within damage, the bytes of
    /// what stays are not known: all of them stay until it is put back. Where nothing is left, what is below the start goes, too:
    /// in one segment with what comes next it could be of a later epoch than that.
    ///
    /// The recovery-point checkpoint on the disk is lowered first where it lies above, which
    /// flushes a small file.
    ///
    /// # Errors
    /// The disk failed.
    pub fn truncate_to(&mut self, offset: Offset, now: Now) -> Result<(), LogError> {
        if offset >= self.log_end {
            let is_cut = self.cut_epochs(offset)?;
            let has_bytes = self.segments.iter().any(|segment| segment.size > 0);
            return match is_cut && has_bytes && self.log_start == self.log_end {
                true => self.truncate_fully_and_start_at(self.log_start, now),
                false => Ok(()),
            };
        }
        if offset < self.log_start || self.segment_of(offset).is_none() {
            return self.truncate_fully_and_start_at(offset, now);
        }
        self.ensure_writer()?;
        let cut = self.past_damage(|log| log.look_before_cut(offset))?;
        if cut.end <= self.log_start {
            return self.truncate_fully_and_start_at(self.log_start, now);
        }
        self.cut_epochs(offset)?;
        self.lower_recovery_point(offset)?;
        // From the end: a crash in between leaves a log without a hole.
        while self.segments.len() > cut.index + 1
            && let Some(segment) = self.segments.pop()
        {
            self.remove_segment(segment.base)?;
        }
        self.marks.clear();
        self.cut_segment(&cut)?;
        let end = cut.end;
        self.log_end = end;
        let is_last = |it: &Damage| it.offsets.start < end && it.offsets.end >= end;
        self.must_roll = self.damaged.iter().any(is_last);
        self.lower_recovery_point(end)?;
        self.cut_epochs(end)?;
        self.remove_snapshots_from(end.next())?;
        self.producers = Some(Box::new(cut.producers));
        self.trim_damage()?;
        self.flush.directory_changed = true;
        self.note(LogState::Open);
        Ok(())
    }

    /// Reads all that a cut needs, before anything is changed.
    fn look_before_cut(&mut self, offset: Offset) -> Result<Cut, LogError> {
        let located = match self.damage_at(offset) {
            Some(_) => self.locate_damage(offset),
            None => self.locate(offset)?,
        };
        let (index, position, end) = match located {
            Some(located) => {
                // Where there is no header, there is damage.
                let base = self
                    .header_of(&located)
                    .map_or(offset, |header| header.base_offset);
                (located.segment, located.position, base.min(offset))
            }
            None => {
                let last = self.segments.len().saturating_sub(1);
                let size = self.segments.last().map_or(0, |segment| segment.size);
                (last, size, offset)
            }
        };
        Ok(Cut {
            index,
            position,
            end,
            largest: self.largest_below(index, end)?,
            producers: self.read_producers(end)?,
        })
    }

    /// Where the bytes end that stay when damage is cut, or cut off.
    fn locate_damage(&self, offset: Offset) -> Option<crate::read::Located> {
        let damage = self.damage_at(offset)?;
        let (segment, _) = self.segment_at(damage.segment)?;
        let position = if damage.offsets.start < offset {
            damage.bytes.end
        } else {
            damage.bytes.start
        };
        Some(crate::read::Located {
            segment,
            position,
            header: None,
        })
    }

    fn cut_segment(&mut self, cut: &Cut) -> Result<(), LogError> {
        let Cut {
            index,
            position,
            end,
            ..
        } = *cut;
        self.ensure_index(index)?;
        self.cut_log_file(index, position, end)?;
        let Some(segment) = self.segments.get_mut(index) else {
            return Ok(());
        };
        let base = segment.base;
        segment.cut(&self.files, position, end)?;
        segment.largest = Some(cut.largest);
        self.writer = Some(Writer { reserved: position });
        if segment.has_aborted {
            let kept: Vec<_> = self
                .read_aborted(base)?
                .into_iter()
                .filter(|aborted| aborted.last_offset < end)
                .collect();
            let index_file = self.files.open(base, FileKind::TransactionIndex)?;
            let len = (kept.len() * log_state::ABORTED_TRANSACTION_LEN) as u64;
            index_file
                .set_len(len)
                .doing(|| "cutting an index of transactions".into())?;
        }
        Ok(())
    }

    /// The latest time in a segment of what is below `end`: from its time index, and the batches after the last entry of that
    /// which stays.
    fn largest_below(&mut self, index: usize, end: Offset) -> Result<Largest, LogError> {
        self.ensure_index(index)?;
        let Some(segment) = self.segments.get(index) else {
            return Err(LogError::Inconsistent("a cut in no segment".into()));
        };
        let (base, relative) = (segment.base, segment.relative(end));
        let file = || self.files.open(base, FileKind::TimeIndex);
        let (_, entry) = segment
            .times
            .prefix(|entry| entry.relative < relative, file)?;
        let mut largest = Largest {
            timestamp: entry.map_or(Timestamp::NONE, |entry| Timestamp(entry.timestamp)),
            offset: base + entry.map_or(0, |entry| i64::from(entry.relative)),
        };
        self.for_each_header(largest.offset.max(base), end, |_, header| {
            if header.max_timestamp > largest.timestamp {
                largest = Largest {
                    timestamp: header.max_timestamp,
                    offset: header.last_offset(),
                };
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(largest)
    }

    fn cut_epochs(&mut self, offset: Offset) -> Result<bool, LogError> {
        let is_cut = self.epochs_mut()?.truncate_from_end(offset);
        self.epochs_unsaved |= is_cut;
        Ok(is_cut)
    }

    fn lower_recovery_point(&mut self, offset: Offset) -> Result<(), LogError> {
        self.files
            .environment
            .lower_recovery_point(&self.files.partition, offset)?;
        self.files
            .environment
            .lower_high_watermark(&self.files.partition, offset)?;
        self.recovery_point = self.recovery_point.min(offset);
        // A flush that is under way has flushed bytes that are no longer there.
        self.flush.in_flight = self.flush.in_flight.map(|end| end.min(offset));
        Ok(())
    }

    /// Drops everything and goes on at `offset`, whatever a crash may bring back. Files are removed after
    /// `file.delete.delay.ms`.
    ///
    /// # Errors
    /// The disk failed.
    pub fn truncate_fully_and_start_at(
        &mut self,
        offset: Offset,
        now: Now,
    ) -> Result<(), LogError> {
        if offset > Offset::ZERO {
            // What is not on the disk begins at zero when the node starts again.
            self.ensure_directory()?;
        }
        if self.exists {
            self.lower_recovery_point(offset)?;
            self.files
                .environment
                .set_log_start(&self.files.partition, offset)?;
            self.remove_snapshots_from(Offset::ZERO)?;
            self.forget_written_epochs()?;
        }
        while let Some(segment) = self.segments.pop() {
            self.drop_later(segment.base, now)?;
        }
        self.marks.clear();
        self.writer = None;
        self.must_roll = false;
        self.log_start = offset;
        self.log_end = offset;
        self.recovery_point = offset;
        self.flush.in_flight = self.flush.in_flight.map(|end| end.min(offset));
        self.flush.waiting_since = None;
        self.epochs = Some(Box::default());
        self.epochs_unsaved = self.exists;
        self.producers = Some(Box::default());
        if self.exists {
            self.flush.directory_changed = true;
            self.trim_damage()?;
            // A segment marks the place: a log without one begins at zero again.
            self.roll(offset, now)?;
        }
        self.note(LogState::Open);
        Ok(())
    }

    /// Raises the log start offset, as `DeleteRecords` and followers do; whole segments below it
    /// are dropped.
    ///
    /// # Errors
    /// [`LogError::OutOfRange`] above the end; the disk failed.
    pub fn advance_log_start(&mut self, offset: Offset, now: Now) -> Result<(), LogError> {
        if offset > self.log_end {
            return Err(self.out_of_range(offset));
        }
        if offset <= self.log_start {
            return Ok(());
        }
        self.log_start = offset;
        let below = |log: &Self| log.segments.get(1).is_some_and(|next| next.base <= offset);
        while below(self) {
            self.drop_first(now)?;
        }
        self.after_start_moved()
    }

    /// Drops the first segment, which must not be the last.
    pub(crate) fn drop_first(&mut self, now: Now) -> Result<u64, LogError> {
        assert!(
            self.segments.len() > 1,
            "the segment that is appended to is not dropped"
        );
        let segment = self.segments.remove(0);
        self.drop_later(segment.base, now)?;
        Ok(segment.size)
    }

    fn drop_later(&mut self, base: Offset, now: Now) -> Result<(), LogError> {
        self.files.mark_deleted(base)?;
        // A segment of this base may have been dropped before, and another made since.
        self.dropped.retain(|(_, dropped)| *dropped != base);
        self.dropped
            .push_back((now.instant + self.config.file_delete_delay_ms, base));
        self.flush.directory_changed = true;
        Ok(())
    }

    pub(crate) fn after_start_moved(&mut self) -> Result<(), LogError> {
        let start = self.log_start;
        if self.epochs_mut()?.truncate_from_start(start) {
            self.epochs_unsaved = true;
        }
        if let Some(producers) = &mut self.producers {
            producers.on_log_start(start);
        }
        self.trim_damage()?;
        self.note(LogState::Open);
        Ok(())
    }

    /// For retention: the times of a segment as Kafka sees them, but never later than its last
    /// append by more than `slack`.
    pub(crate) fn segment_time(
        &mut self,
        index: usize,
        slack_ms: i64,
    ) -> Result<Timestamp, LogError> {
        let largest = self.largest_in(index)?.timestamp;
        let Some(segment) = self.segments.get(index) else {
            return Ok(Timestamp::NONE);
        };
        let appended = segment.appended;
        Ok(
            if largest.0 < 0 || largest.0 > appended.0.saturating_add(slack_ms) {
                appended
            } else {
                largest
            },
        )
    }
}
