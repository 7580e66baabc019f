//! Reading: from an offset to ranges of files, in whole batches.

use std::collections::VecDeque;

use codec::{FileRange, Piece, Records};
use records::BatchHeader;
use types::Offset;

use crate::error::LogError;
use crate::files::LogFiles;
use crate::index::OffsetEntry;
use crate::log::{PartitionLog, ReadOutcome, ReadRequest};
use crate::names::FileKind;
use crate::scan::HeaderScan;
use crate::segment::Segment;

/// Places at which batches were seen to begin lately: where readers at the end of the log and
/// sequential readers go on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    marks: VecDeque<Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    /// The first batch at or after this offset begins at `position`, or will.
    offset: Offset,
    segment: Offset,
    position: u64,
}

impl Marks {
    const COUNT_MAX: usize = 16;

    pub(crate) fn note(&mut self, offset: Offset, segment: Offset, position: u64) {
        if self.find(offset).is_some() {
            return;
        }
        if self.marks.len() == Self::COUNT_MAX {
            self.marks.pop_front();
        }
        self.marks.push_back(Mark {
            offset,
            segment,
            position,
        });
    }

    fn find(&self, offset: Offset) -> Option<Mark> {
        self.marks
            .iter()
            .rev()
            .find(|mark| mark.offset == offset)
            .copied()
    }

    pub(crate) fn clear(&mut self) {
        self.marks = VecDeque::new();
    }
}

/// A batch that was looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located {
    pub(crate) segment: usize,
    pub(crate) position: u64,
    /// None where the place was known without reading.
    pub(crate) header: Option<BatchHeader>,
}

impl PartitionLog {
    /// Reads whole batches, as ranges of files, beginning with the batch that contains the offset.
    ///
    /// # Errors
    /// [`LogError::OutOfRange`] when the offset is below the start or above the end;
    /// [`LogError::Damaged`] when it is damaged; the disk failed.
    pub fn read(&mut self, request: &ReadRequest) -> Result<ReadOutcome, LogError> {
        let from = request.from;
        if from < self.log_start || from > self.log_end {
            return Err(self.out_of_range(from));
        }
        let up_to = request.up_to.min(self.log_end);
        let nothing = |reached_end| {
            Ok(ReadOutcome {
                records: Records::default(),
                first_offset: from,
                next_offset: from,
                reached_end,
            })
        };
        if from >= up_to {
            return nothing(true);
        }
        let Some(located) = self.locate(from)? else {
            return nothing(true);
        };
        let first_offset = located.header.map_or(from, |header| header.base_offset);
        if first_offset >= up_to {
            return nothing(true);
        }
        let mut cursor = Cursor {
            segment: located.segment,
            position: located.position,
            expected: first_offset,
        };
        let mut records = Records::default();
        let mut budget = request.bytes_max;
        let mut at_least_one = request.at_least_one;
        let mut reached_end = false;
        while let Some(segment) = self.segments.get(cursor.segment) {
            let (base, size) = (segment.base, segment.size);
            let span = match self.span(&mut cursor, up_to, budget, at_least_one) {
                Ok(span) => span,
                // What was taken so far is whole; the next read begins with the damage.
                Err(LogError::Damaged { .. }) if !records.pieces.is_empty() => break,
                Err(error) => return Err(error),
            };
            if span.len > 0 {
                records.pieces.push(self.piece(base, &span)?);
                budget = budget.saturating_sub(span.len);
                at_least_one = false;
            }
            reached_end = span.reached_end;
            let more =
                cursor.position == size && cursor.expected < up_to && budget > 0 && span.len > 0;
            if reached_end || !more || cursor.segment + 1 >= self.segments.len() {
                break;
            }
            cursor = Cursor {
                segment: cursor.segment + 1,
                position: 0,
                expected: cursor.expected,
            };
        }
        if let Some(segment) = self.segments.get(cursor.segment) {
            let base = segment.base;
            self.marks.note(cursor.expected, base, cursor.position);
        }
        Ok(ReadOutcome {
            records,
            first_offset,
            next_offset: cursor.expected,
            reached_end,
        })
    }

    pub(crate) fn out_of_range(&self, offset: Offset) -> LogError {
        LogError::OutOfRange {
            offset,
            log_start_offset: self.log_start,
            log_end_offset: self.log_end,
        }
    }

    /// A span of a segment's file, to be sent from there.
    fn piece(&self, base: Offset, span: &Span) -> Result<Piece, LogError> {
        let source = self.files.open(base, FileKind::Log)?.as_external();
        Ok(Piece::File(FileRange {
            source,
            position: span.start,
            len: span.len,
        }))
    }

    /// What of one segment goes into the answer, from the cursor on; moves the cursor behind it.
    fn span(
        &mut self,
        cursor: &mut Cursor,
        up_to: Offset,
        budget: u64,
        at_least_one: bool,
    ) -> Result<Span, LogError> {
        let start = cursor.position;
        let Some(segment) = self.segments.get(cursor.segment) else {
            return Ok(Span::none(start));
        };
        let (base, size) = (segment.base, segment.size);
        let next_base = self.segment_end(cursor.segment);
        let end = if next_base <= up_to {
            Ok((size, next_base))
        } else {
            self.locate_end(cursor.segment, up_to)
        };
        let (limit, limit_offset) = match end {
            Ok(end) => end,
            // The end lies behind something damaged: what comes before it is read batch by batch.
            Err(LogError::Damaged { .. }) => {
                self.whole_batches(cursor, (size, up_to), budget, at_least_one)?;
                return Ok(Span {
                    start,
                    len: cursor.position - start,
                    reached_end: false,
                });
            }
            Err(error) => return Err(error),
        };
        let damage = self
            .damage_from(base, start)
            .map(|damage| (damage.bytes.start, damage.offsets.start));
        let (limit, limit_offset) = match damage {
            Some((position, offset)) if position < limit => (position, offset),
            _ => (limit, limit_offset),
        };
        let ends_here = limit_offset >= up_to;
        if limit.saturating_sub(start) <= budget {
            cursor.position = limit;
            cursor.expected = limit_offset.max(cursor.expected);
            return Ok(Span {
                start,
                len: limit.saturating_sub(start),
                reached_end: ends_here,
            });
        }
        self.whole_batches(cursor, (limit, limit_offset), budget, at_least_one)?;
        Ok(Span {
            start,
            len: cursor.position - start,
            reached_end: false,
        })
    }

    /// Moves the cursor over as many whole batches as the budget holds, up to a position and an offset, and not over what is
    /// damaged.
    fn whole_batches(
        &mut self,
        cursor: &mut Cursor,
        (limit, limit_offset): (u64, Offset),
        budget: u64,
        at_least_one: bool,
    ) -> Result<(), LogError> {
        let start = cursor.position;
        let end = limit.min(start.saturating_add(budget));
        let indexed = self.indexed(cursor.segment, |segment, files| {
            segment.floor_of_position(files, end)
        })?;
        let Some(segment) = self.segments.get(cursor.segment) else {
            return Ok(());
        };
        let base = segment.base;
        let mut scan = HeaderScan::new(self.files.open(base, FileKind::Log)?, segment.size);
        let mut position = start;
        let mut expected = cursor.expected;
        if indexed > start {
            // Offsets are checked from here on again.
            (position, expected) = (indexed, base);
        }
        loop {
            let header = match scan.at(position, base, expected)? {
                Ok(header) => header,
                // What was taken so far is whole; the next read begins with the damage.
                Err(_) if cursor.position > start => return Ok(()),
                Err(_) if position > start => {
                    // The index led here: from the start there may be something to take.
                    (position, expected) = (start, cursor.expected);
                    continue;
                }
                Err(bad) => return Err(self.damaged_here(cursor.segment, expected, &bad)),
            };
            if header.base_offset >= limit_offset {
                if cursor.position == start && position > start {
                    // The index led too far.
                    (position, expected) = (start, cursor.expected);
                    continue;
                }
                return Ok(());
            }
            let next = position + header.size_in_bytes() as u64;
            // Where the batch begins is where what was taken ends.
            cursor.expected = header.base_offset.max(cursor.expected);
            cursor.position = position;
            if next > end && !(at_least_one && position == start) {
                return Ok(());
            }
            (position, expected) = (next, header.next_offset());
            cursor.expected = expected;
            cursor.position = position;
            if position >= end {
                return Ok(());
            }
        }
    }

    /// Where in a segment the batches below `up_to` end.
    pub(crate) fn locate_end(
        &mut self,
        index: usize,
        up_to: Offset,
    ) -> Result<(u64, Offset), LogError> {
        let Some(base) = self.segments.get(index).map(|segment| segment.base) else {
            return Ok((0, up_to));
        };
        if let Some(mark) = self.marks.find(up_to)
            && mark.segment == base
        {
            return Ok((mark.position, up_to));
        }
        let size = self.segments.get(index).map_or(0, |segment| segment.size);
        Ok(match self.locate_in(index, up_to)? {
            Some(located) => {
                self.marks.note(up_to, base, located.position);
                (located.position, up_to)
            }
            None => (size, up_to),
        })
    }

    /// The batch that contains `offset`, or the first above it; none at the end.
    pub(crate) fn locate(&mut self, offset: Offset) -> Result<Option<Located>, LogError> {
        if offset >= self.log_end {
            return Ok(None);
        }
        if let Some(damage) = self.damage_at(offset) {
            return Err(damage.error());
        }
        let Some(first) = self.segment_of(offset) else {
            return if self.segments.is_empty() {
                Ok(None)
            } else {
                self.locate_in(0, offset)
            };
        };
        if let Some(mark) = self.marks.find(offset)
            && let Some(segment) = self.segments.get(first)
            && segment.base == mark.segment
            && mark.position < segment.size
        {
            return Ok(Some(Located {
                segment: first,
                position: mark.position,
                header: None,
            }));
        }
        for index in first..self.segments.len() {
            if let Some(located) = self.locate_in(index, offset)? {
                return Ok(Some(located));
            }
        }
        Ok(None)
    }

    /// Where to begin to look for the batch that contains `offset`: at or before it, where a batch
    /// begins.
    pub(crate) fn floor(&mut self, index: usize, offset: Offset) -> Result<u64, LogError> {
        self.indexed(index, |segment, files| segment.floor(files, offset))
    }

    /// Looks something up in the index of a segment. An index carries no checksum, and a crash may
    /// have left any bytes in it: where the batch that it names is not there, it is made again.
    fn indexed(
        &mut self,
        index: usize,
        look_up: impl Fn(&Segment, &LogFiles) -> Result<Option<OffsetEntry>, LogError>,
    ) -> Result<u64, LogError> {
        for is_retry in [false, true] {
            self.ensure_index(index)?;
            let Some(segment) = self.segments.get_mut(index) else {
                return Ok(0);
            };
            let Some(entry) = look_up(segment, &self.files)? else {
                return Ok(0);
            };
            let position = u64::from(entry.position);
            if segment.size > 0 && position < segment.size {
                let mut scan =
                    HeaderScan::new(self.files.open(segment.base, FileKind::Log)?, segment.size);
                let found = scan.at(position, segment.base, segment.base)?;
                if found
                    .is_ok_and(|header| segment.relative(header.last_offset()) == entry.relative)
                {
                    return Ok(position);
                }
            }
            segment.index_lost = !is_retry;
        }
        Ok(0)
    }

    /// The first batch of a segment whose last offset is not below `offset`.
    pub(crate) fn locate_in(
        &mut self,
        index: usize,
        offset: Offset,
    ) -> Result<Option<Located>, LogError> {
        let Some(segment) = self.segments.get(index) else {
            return Ok(None);
        };
        let (base, size) = (segment.base, segment.size);
        let mut position = if offset > base {
            self.floor(index, offset)?
        } else {
            0
        };
        if position >= size {
            return Ok(None);
        }
        let mut expected = base;
        // Whether the batch at `position` follows one that was seen.
        let mut follows = position == 0;
        let mut scan = HeaderScan::new(self.files.open(base, FileKind::Log)?, size);
        while position < size {
            if let Some(damage) = self.damage_from(base, position)
                && damage.bytes.contains(&position)
            {
                (position, expected) = (damage.bytes.end, damage.offsets.end);
                continue;
            }
            let header = match scan.at(position, base, expected)? {
                Ok(header) => header,
                Err(bad) => return Err(self.damaged_here(index, expected, &bad)),
            };
            let next = position + header.size_in_bytes() as u64;
            if follows && header.base_offset > expected && next < size {
                // No checksum covers the base offset: the batch after must bear it out.
                let after = scan.at(next, base, header.next_offset())?;
                if let Err(bad) = after {
                    return Err(self.damaged_here(index, expected, &bad));
                }
            }
            follows = true;
            if header.last_offset() >= offset {
                return Ok(Some(Located {
                    segment: index,
                    position,
                    header: Some(header),
                }));
            }
            position += header.size_in_bytes() as u64;
            expected = header.next_offset();
        }
        Ok(None)
    }

    /// The header of the batch that contains `offset`, or of the first one above where compaction
    /// removed it; none at the end.
    ///
    /// # Errors
    /// As [`PartitionLog::read`].
    pub fn header_at(&mut self, offset: Offset) -> Result<Option<BatchHeader>, LogError> {
        if offset < self.log_start || offset > self.log_end {
            return Err(self.out_of_range(offset));
        }
        let Some(located) = self.locate(offset)? else {
            return Ok(None);
        };
        match located.header {
            Some(header) => Ok(Some(header)),
            None => self.header_of(&located).map(Some),
        }
    }

    pub(crate) fn header_of(&self, located: &Located) -> Result<BatchHeader, LogError> {
        if let Some(header) = located.header {
            return Ok(header);
        }
        let Some(segment) = self.segments.get(located.segment) else {
            return Err(LogError::Inconsistent(
                "a batch was found in no segment".into(),
            ));
        };
        let file = self.files.open(segment.base, FileKind::Log)?;
        let mut scan = HeaderScan::new(file, segment.size);
        scan.at(located.position, segment.base, segment.base)?
            .map_err(|bad| self.damaged_here(located.segment, segment.base, &bad))
    }
}

/// Where a read stands.
struct Cursor {
    segment: usize,
    position: u64,
    /// The next offset.
    expected: Offset,
}

/// A part of a segment.
struct Span {
    start: u64,
    len: u64,
    reached_end: bool,
}

impl Span {
    fn none(start: u64) -> Self {
        Self {
            start,
            len: 0,
            reached_end: true,
        }
    }
}
