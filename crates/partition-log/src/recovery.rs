//! Recovery: scanning what may not be flushed, cutting a torn tail, and reporting damage that is no
//! torn tail.
//!
//! What lies below the recovery point was flushed: bytes there that are not whole batches are
//! damage, and are never cut. Above it they are the end of the log, unless only the process died (a
//! warm restart): then everything that was written is there, and bad bytes with good batches after
//! them are damage too.
//!
//! Behind damage the scan may have gone on with batches that were written to a wrong place. Where
//! those are the last of what was flushed, what is behind them looks like the end of the log, and is
//! not: see [`BatchScan::may_be_torn_at`]. What was written since goes on where they end, behind bytes
//! that are none of it: see [`BatchScan::find_from`].

use std::ops::Range;
use std::sync::Arc;

use log_state::{LeaderEpochs, Producers};
use records::{Batch, BatchHeader};
use types::{LeaderEpoch, Offset};

use crate::config::LogConfig;
use crate::damage::Damage;
use crate::error::{Doing, LogError};
use crate::log::{PartitionLog, Recovery};
use crate::names::{FileKind, file_name};
use crate::scan::{Bad, BatchScan};
use crate::segment::Segment;
use crate::state::{note_epoch, note_producer, parse_marker};

/// What a scan builds up.
struct Rebuilt {
    epochs: LeaderEpochs,
    /// The epochs as they were written down last: where batches are damaged, they are all that is known.
    written: LeaderEpochs,
    producers: Producers,
    /// Where offsets are missing first in the segment that is scanned, without bad bytes.
    gap: Option<Damage>,
    recovery: Recovery,
}

impl Rebuilt {
    /// Forgets which epochs began in a range whose batches are not in their place, and notes them as they were written down.
    fn note_again(&mut self, damaged: &Range<Offset>, behind: LeaderEpoch) {
        self.epochs.truncate_from_end(damaged.start);
        self.note_epochs_within(damaged, behind);
    }

    /// Notes epochs that began where batches are damaged now, none above that of the batch behind.
    fn note_epochs_within(&mut self, damaged: &Range<Offset>, behind: LeaderEpoch) {
        for entry in self.written.entries() {
            let latest = self.epochs.latest().map(|latest| latest.epoch);
            if damaged.contains(&entry.start_offset)
                && latest.is_none_or(|latest| latest < entry.epoch)
                && entry.epoch <= behind
            {
                self.epochs.assign(entry.epoch, entry.start_offset);
            }
        }
    }
}

/// Has the scan go on at a position: the offset of the batch there, and its epoch.
fn go_on_at(
    scan: &mut BatchScan,
    position: u64,
    base: Offset,
    expected: Offset,
) -> Result<(Offset, LeaderEpoch), LogError> {
    scan.seek(position);
    let found = match scan.next(base, expected)? {
        Some(Ok(batch)) => (batch.header().base_offset, batch.header().leader_epoch),
        _ => (expected.next(), LeaderEpoch::NONE),
    };
    scan.seek(position);
    Ok(found)
}

/// How the scan of a segment ended.
enum ScanEnd {
    /// At the end of the file.
    Whole,
    /// Cut off; later segments are lost with it.
    Cut,
}

/// What is to be done about bad bytes.
enum Verdict {
    /// Go on at this position: what is between is damage.
    SkipTo(u64),
    /// The rest of the segment is damage, up to this offset.
    RestUpTo(Offset),
    /// All from this damage on is, up to this position: the batches behind it are not in their place.
    AllFrom(Damage, u64),
    /// The rest of the segment from this damage on is, up to this offset: the batches behind it are not in their place.
    RestFromUpTo(Damage, Offset),
    /// All from this damage on is.
    RestFrom(Damage),
    /// The end of the log.
    Cut,
}

impl PartitionLog {
    pub(crate) fn recover(
        &mut self,
        recovery_point: Offset,
        warm: bool,
    ) -> Result<Recovery, LogError> {
        self.recovery_point = recovery_point;
        let (first, mut rebuilt) = self.begin_scan()?;
        let mut index = first;
        while index < self.segments.len() {
            if index > first {
                self.snapshot_at_base(index, &rebuilt.producers)?;
            }
            let mut end = self.scan_segment(index, warm, &mut rebuilt)?;
            if !warm && matches!(end, ScanEnd::Whole) {
                end = self.check_hole(index, &mut rebuilt.recovery);
            }
            let is_last = index + 1 >= self.segments.len();
            if let Some(sealed) = self.segments.get_mut(index).filter(|_| !is_last) {
                sealed.index_time();
                sealed.save_indexes(&self.files)?;
            }
            index += 1;
            if matches!(end, ScanEnd::Cut) {
                self.drop_segments_from(index)?;
            }
        }
        self.lost_end();
        if !self.damaged.is_empty() {
            self.save_damage()?;
        }
        self.finish(rebuilt)
    }

    /// The first segment that is scanned, and what is known of those below it.
    ///
    /// Where producers or epochs have to be read from batches below the recovery point, those may turn out not to be whole. They
    /// are scanned too then: only a scan tells what of them is damaged, and goes on behind it.
    fn begin_scan(&mut self) -> Result<(usize, Rebuilt), LogError> {
        let mut first = self.segment_of(self.recovery_point).unwrap_or(0);
        loop {
            let segment = self.segments.get(first);
            let base = segment.map_or(self.log_start, |segment| segment.base);
            self.log_end = base;
            // The scan finds again what it had found before.
            self.damaged.retain(|damage| damage.segment < base);
            match self.state_below(base) {
                Ok(rebuilt) => {
                    self.remove_snapshots_from(base.next())?;
                    return Ok((first, rebuilt));
                }
                Err(LogError::Damaged { offsets, .. }) if first > 0 => {
                    let damaged = self.segment_of(offsets.start).unwrap_or(0);
                    first = damaged.min(first - 1);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Epochs and producers as the batches below `base` left them.
    fn state_below(&mut self, base: Offset) -> Result<Rebuilt, LogError> {
        let written = self.written_epochs()?.unwrap_or_default();
        let epochs = self.read_epochs(base)?;
        let producers = self.read_producers(base)?;
        let recovery = Recovery {
            scanned: true,
            ..Recovery::default()
        };
        Ok(Rebuilt {
            epochs,
            written,
            producers,
            gap: None,
            recovery,
        })
    }

    fn snapshot_at_base(&mut self, index: usize, producers: &Producers) -> Result<(), LogError> {
        let base = self
            .segments
            .get(index)
            .map_or(self.log_end, |segment| segment.base);
        if self.log_end == base {
            self.producers = Some(Box::new(producers.clone()));
            let written = self.write_snapshot();
            self.producers = None;
            written?;
        }
        Ok(())
    }

    fn scan_segment(
        &mut self,
        index: usize,
        warm: bool,
        rebuilt: &mut Rebuilt,
    ) -> Result<ScanEnd, LogError> {
        let config = Arc::clone(&self.config);
        let Some(segment) = self.segments.get_mut(index) else {
            return Ok(ScanEnd::Whole);
        };
        let base = segment.base;
        if base < self.log_end {
            return Err(LogError::Inconsistent(format!(
                "{} begins below offset {}, where the segment before it ends: move it away",
                self.segment_name(index),
                self.log_end
            )));
        }
        segment.reset(&self.files)?;
        self.log_end = base;
        rebuilt.gap = None;
        let file = self.files.open(base, FileKind::Log)?;
        let len = file.len().doing(|| "reading a segment".into())?;
        let mut scan = BatchScan::new(file, 0, len);
        while let Some(next) = scan.next(base, self.log_end)? {
            let placed = match next {
                Ok(batch) => self.check_place(index, batch, &scan, warm)?,
                bad => bad,
            };
            let batch = match placed {
                Ok(batch) => batch,
                Err(bad) => {
                    scan.seek(bad.position);
                    if let Some(end) =
                        self.handle_bad(index, &bad, &mut scan, len, warm, rebuilt)?
                    {
                        return Ok(end);
                    }
                    continue;
                }
            };
            let header = batch.header();
            let position = self.segments.get(index).map_or(0, |segment| segment.size);
            if !warm && self.is_left_over(header, &rebuilt.epochs) {
                self.cut_file(index, position, len, rebuilt)?;
                return Ok(ScanEnd::Cut);
            }
            if self.reaches_into_next(index, header) {
                if self.next_is_newer(index + 1, header.leader_epoch)? {
                    self.cut_file(index, position, len, rebuilt)?;
                    return Ok(ScanEnd::Whole);
                }
                self.drop_segments_from(index + 1)?;
            }
            self.take_in(index, &batch, &config, rebuilt)?;
        }
        Ok(ScanEnd::Whole)
    }

    /// Everything that follows from a batch that is kept.
    fn take_in(
        &mut self,
        index: usize,
        batch: &Batch,
        config: &LogConfig,
        rebuilt: &mut Rebuilt,
    ) -> Result<(), LogError> {
        let header = batch.header();
        if let Some(segment) = self.segments.get_mut(index) {
            if header.base_offset > self.log_end && !config.compacted {
                rebuilt.gap.get_or_insert(Damage {
                    offsets: self.log_end..header.base_offset,
                    segment: segment.base,
                    bytes: segment.size..segment.size,
                });
            }
            segment.index_batch(header, config);
        }
        note_epoch(&mut rebuilt.epochs, header);
        self.log_end = header.next_offset();
        if header.has_producer() {
            let marker = if header.is_control() {
                parse_marker(batch)
            } else {
                None
            };
            if let Some(aborted) = note_producer(&mut rebuilt.producers, header, marker) {
                self.write_aborted(&aborted)?;
            }
        }
        Ok(())
    }

    /// Whether a batch may be where it is. Its checksum does not cover its base offset: one that leaves a gap must be borne out
    /// by what follows or by where what was flushed ends, or the log be one that compaction touched.
    fn check_place(
        &self,
        index: usize,
        batch: Batch,
        scan: &BatchScan,
        warm: bool,
    ) -> Result<Result<Batch, Bad>, LogError> {
        let header = batch.header();
        let segment = self.segments.get(index);
        let (position, base) = segment.map_or((0, self.log_end), |found| (found.size, found.base));
        let bad = |why: &str| {
            Ok(Err(Bad {
                position,
                why: why.into(),
            }))
        };
        if header.base_offset > self.log_end {
            let follows = match scan.peek(base, self.log_end)? {
                Some(next) => next.base_offset >= header.next_offset(),
                None => self.config.compacted || header.base_offset == self.recovery_point,
            };
            if !follows {
                return bad("the base offset of a batch contradicts the one after it");
            }
        }
        let next = self.segments.get(index + 1).map(|next| next.base);
        if next.is_some_and(|next| {
            header.last_offset() >= next && (warm || next < self.recovery_point)
        }) {
            return bad("a batch reaches into the next segment");
        }
        Ok(Ok(batch))
    }

    /// A segment that ends at a whole batch, but before the next one begins, lost its end: what was
    /// not flushed is cut off with all that follows, what was is damage, unless compaction may have
    /// made the hole.
    fn check_hole(&mut self, index: usize, recovery: &mut Recovery) -> ScanEnd {
        let Some(next) = self.segments.get(index + 1).map(|next| next.base) else {
            return ScanEnd::Whole;
        };
        let (from, point) = (self.log_end, self.recovery_point);
        if from >= next {
            return ScanEnd::Whole;
        }
        if from >= point {
            recovery.cut_at.get_or_insert(from);
            return ScanEnd::Cut;
        }
        if !self.config.compacted
            && let Some(segment) = self.segments.get(index)
        {
            self.damaged.push(Damage {
                offsets: from..next,
                segment: segment.base,
                bytes: segment.size..segment.size,
            });
        }
        ScanEnd::Whole
    }

    /// Decides about bad bytes and carries it out; how the segment ends, unless it goes on.
    fn handle_bad(
        &mut self,
        index: usize,
        bad: &Bad,
        scan: &mut BatchScan,
        len: u64,
        warm: bool,
        rebuilt: &mut Rebuilt,
    ) -> Result<Option<ScanEnd>, LogError> {
        let (base, from) = (self.base_of(index), self.log_end);
        match self.judge(index, scan, warm, rebuilt.gap.as_ref())? {
            Verdict::SkipTo(position) => {
                let (next, epoch) = go_on_at(scan, position, base, from)?;
                self.damaged.push(Damage {
                    offsets: from..next,
                    segment: base,
                    bytes: bad.position..position,
                });
                rebuilt.note_epochs_within(&(from..next), epoch);
                self.set_size(index, position);
                self.log_end = next;
                Ok(None)
            }
            Verdict::RestUpTo(end) if end == from => {
                // Nothing is missing: this is no part of the log.
                self.cut_file(index, bad.position, len, rebuilt)?;
                Ok(Some(ScanEnd::Whole))
            }
            Verdict::RestUpTo(end) => {
                self.damaged.push(Damage {
                    offsets: from..end,
                    segment: base,
                    bytes: bad.position..len,
                });
                rebuilt.note_epochs_within(&(from..end), LeaderEpoch(i32::MAX));
                self.set_size(index, len);
                self.log_end = end;
                self.must_roll = index + 1 == self.segments.len();
                Ok(Some(ScanEnd::Whole))
            }
            Verdict::AllFrom(first, position) => {
                let (next, epoch) = go_on_at(scan, position, base, from)?;
                if next > from {
                    rebuilt.note_again(&(first.offsets.start..next), epoch);
                }
                self.give_up_from(index, first, position, next)?;
                rebuilt.gap = None;
                Ok(None)
            }
            Verdict::RestFromUpTo(first, end) => {
                rebuilt.note_again(&(first.offsets.start..end), LeaderEpoch(i32::MAX));
                self.give_up_from(index, first, len, end)?;
                rebuilt.gap = None;
                self.must_roll = index + 1 == self.segments.len();
                Ok(Some(ScanEnd::Whole))
            }
            Verdict::RestFrom(first) => {
                self.give_up_from(index, first, len, from)?;
                self.must_roll = index + 1 == self.segments.len();
                Ok(Some(ScanEnd::Whole))
            }
            Verdict::Cut => {
                self.cut_file(index, bad.position, len, rebuilt)?;
                Ok(Some(ScanEnd::Cut))
            }
        }
    }

    /// Takes all for damaged from some damage up to a position, where the log goes on at `next`.
    fn give_up_from(
        &mut self,
        index: usize,
        first: Damage,
        position: u64,
        next: Offset,
    ) -> Result<(), LogError> {
        self.log_end = next;
        self.damaged
            .retain(|it| it.segment != first.segment || it.offsets.start < first.offsets.start);
        if let Some(segment) = self.segments.get_mut(index) {
            segment.cut(&self.files, first.bytes.start, first.offsets.start)?;
        }
        self.damaged.push(Damage {
            offsets: first.offsets.start..next,
            bytes: first.bytes.start..position,
            ..first
        });
        self.set_size(index, position);
        Ok(())
    }

    /// Whether a whole batch is what a truncation removed and a crash brought back behind newer
    /// batches: leader epochs of a log never fall.
    fn is_left_over(&self, header: &BatchHeader, epochs: &LeaderEpochs) -> bool {
        let latest = epochs
            .latest()
            .map_or(LeaderEpoch::NONE, |latest| latest.epoch);
        header.base_offset >= self.recovery_point && header.leader_epoch < latest
    }

    fn reaches_into_next(&self, index: usize, header: &BatchHeader) -> bool {
        self.segments
            .get(index + 1)
            .is_some_and(|next| header.last_offset() >= next.base)
    }

    /// Two segments hold the same offsets where a crash undid half of a truncation: the end of one
    /// or the removal of the other. The newer leader epoch is what was written last.
    fn next_is_newer(&self, index: usize, epoch: LeaderEpoch) -> Result<bool, LogError> {
        let Some(next) = self.segments.get(index) else {
            return Ok(false);
        };
        let file = self.files.open(next.base, FileKind::Log)?;
        let first = BatchScan::new(file, 0, next.size).next(next.base, next.base)?;
        Ok(matches!(first, Some(Ok(batch)) if batch.header().leader_epoch > epoch))
    }

    fn cut_file(
        &mut self,
        index: usize,
        position: u64,
        len: u64,
        rebuilt: &mut Rebuilt,
    ) -> Result<(), LogError> {
        self.cut_log_file(index, position, self.log_end)?;
        rebuilt.recovery.cut_bytes += len - position;
        rebuilt.recovery.cut_at.get_or_insert(self.log_end);
        Ok(())
    }

    /// `scan` stands at the bad bytes.
    fn judge(
        &self,
        index: usize,
        scan: &mut BatchScan,
        warm: bool,
        gap: Option<&Damage>,
    ) -> Result<Verdict, LogError> {
        let expected = self.log_end;
        let base = self.base_of(index);
        let was_flushed = expected < self.recovery_point;
        let must_be_there = was_flushed || warm;
        let found = match must_be_there {
            true => scan.find_next_valid(base, expected)?,
            false => None,
        };
        // Behind damage, batches that are in order may belong elsewhere.
        let damaged = self.damaged.iter();
        let damaged = damaged.filter(|damage| damage.segment == base);
        let first = damaged.chain(gap).min_by_key(|it| it.offsets.start);
        if let Some(first) = first
            && let Some(position) = scan.find_from(expected, base, found)?
        {
            return Ok(Verdict::AllFrom(first.clone(), position));
        }
        let next = self.segments.get(index + 1).filter(|_| must_be_there);
        let end = match next {
            Some(next) if warm || next.base <= self.recovery_point => Some(next.base.max(expected)),
            _ => was_flushed.then_some(self.recovery_point),
        };
        // Offsets that are missing without a byte are not: what is behind them has taken their place. So it is where they come
        // now, or where there are bytes and no offset is left for them.
        if let (Some(gap), Some(first)) = (gap, first)
            && let Some(end) = end.or(must_be_there.then_some(expected))
            && (found.is_none() && end == expected
                || scan.goes_back(base, gap.offsets.start..expected, found)?)
        {
            return Ok(match found {
                Some(position) => Verdict::AllFrom(first.clone(), position),
                None => Verdict::RestFromUpTo(first.clone(), end),
            });
        }
        Ok(match (found, end, first) {
            (Some(position), ..) => Verdict::SkipTo(position),
            (None, Some(end), _) => Verdict::RestUpTo(end),
            // Nothing that was flushed is missing: the log ends here, unless the batches before belong elsewhere.
            (None, None, Some(first)) if !scan.may_be_torn_at(expected)? => {
                Verdict::RestFrom(first.clone())
            }
            _ => Verdict::Cut,
        })
    }

    /// The base of a segment; where the log ends, if there is none.
    fn base_of(&self, index: usize) -> Offset {
        let segment = self.segments.get(index);
        segment.map_or(self.log_end, |segment| segment.base)
    }

    fn set_size(&mut self, index: usize, size: u64) {
        if let Some(segment) = self.segments.get_mut(index) {
            segment.size = size;
        }
    }

    /// Files that end before the recovery point lost flushed records without a trace of bad bytes.
    fn lost_end(&mut self) {
        if self.log_end < self.recovery_point {
            let last = self.segments.last();
            let (segment, size) =
                last.map_or((self.log_end, 0), |last: &Segment| (last.base, last.size));
            let offsets = self.log_end..self.recovery_point;
            self.damaged.push(Damage {
                offsets,
                segment,
                bytes: size..size,
            });
            self.log_end = self.recovery_point;
            self.must_roll = true;
        }
    }

    /// Drops segments after a cut. They are removed at once: nothing of them was ever acknowledged
    /// as flushed.
    fn drop_segments_from(&mut self, index: usize) -> Result<(), LogError> {
        for segment in self.segments.split_off(index.min(self.segments.len())) {
            self.remove_segment(segment.base)?;
        }
        Ok(())
    }

    /// Removes the files of a segment at once.
    pub(crate) fn remove_segment(&self, base: Offset) -> Result<(), LogError> {
        for kind in FileKind::ALL {
            self.files.release(base, kind);
            self.files.remove(&file_name(base, kind))?;
        }
        Ok(())
    }

    fn finish(&mut self, mut rebuilt: Rebuilt) -> Result<Recovery, LogError> {
        rebuilt.epochs.truncate_from_start(self.log_start);
        self.epochs = Some(Box::new(rebuilt.epochs));
        self.epochs_unsaved = true;
        rebuilt.producers.on_log_start(self.log_start);
        self.producers = Some(Box::new(rebuilt.producers));
        self.recovery_point = self.recovery_point.min(self.log_end);
        self.flush.directory_changed = true;
        rebuilt.recovery.damaged = self.damaged();
        Ok(rebuilt.recovery)
    }
}
