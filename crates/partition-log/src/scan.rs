//! Walking through the batches of a segment file, whole or headers only, and finding the way again
//! after damage.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use records::{BATCH_PREFIX, Batch, BatchError, BatchHeader, HEADER_LEN};
use types::Offset;
use world::File;

use crate::error::{Doing, LogError};

/// Bytes read at once when whole batches are looked at.
const CHUNK_BYTES: u64 = 1 << 20;
/// What a disk writes whole or not at all.
const SECTOR_BYTES: u64 = 512;
/// Bytes read at once when only headers are.
const HEADER_BLOCK_BYTES: u64 = 4096;

/// Why the bytes at a position are not the next batch.
#[derive(Debug)]
pub(crate) struct Bad {
    pub(crate) position: u64,
    pub(crate) why: String,
}

/// Whether `header` can follow a log that continues at `expected` in a segment that begins at
/// `base`.
pub(crate) fn check_order(
    header: &BatchHeader,
    base: Offset,
    expected: Offset,
) -> Result<(), String> {
    if header.base_offset < expected {
        Err(format!(
            "a batch says that it begins at {}, where {expected} continues",
            header.base_offset
        ))
    } else if header.last_offset_delta < 0 || header.record_count < 0 {
        Err("a batch has a negative number of records".into())
    } else if header.last_offset() - base > i64::from(i32::MAX) {
        Err(format!(
            "a batch says that it ends at {}, too far from the base of its segment",
            header.last_offset()
        ))
    } else {
        Ok(())
    }
}

/// Whole batches, each of which follows the one before it.
struct Run {
    bytes: Range<u64>,
    offsets: Range<Offset>,
    /// Whether they reach the end of what is looked at, or go on for longer than anything is written at once.
    goes_on: bool,
}

impl Run {
    fn len(&self) -> u64 {
        self.bytes.end - self.bytes.start
    }
}

/// Reads whole batches of a segment one after the other.
pub(crate) struct BatchScan {
    file: Arc<dyn File>,
    end: u64,
    position: u64,
    /// Bytes from `position` on.
    chunk: Bytes,
}

impl BatchScan {
    pub(crate) fn new(file: Arc<dyn File>, start: u64, end: u64) -> Self {
        Self {
            file,
            end,
            position: start,
            chunk: Bytes::new(),
        }
    }

    /// The header of the next batch, if that is whole and valid.
    pub(crate) fn peek(
        &self,
        base: Offset,
        expected: Offset,
    ) -> Result<Option<BatchHeader>, LogError> {
        let mut ahead = Self::new(Arc::clone(&self.file), self.position, self.end);
        Ok(match ahead.next(base, expected)? {
            Some(Ok(batch)) => Some(*batch.header()),
            _ => None,
        })
    }

    /// Goes on elsewhere.
    pub(crate) fn seek(&mut self, position: u64) {
        self.position = position;
        self.chunk = Bytes::new();
    }

    /// Whether the bytes at the current position, which are no batch, may be what a crash left of one that was written behind
    /// the end of the log: of each sector the new bytes, which begin with that batch, or the old ones, which were none.
    pub(crate) fn may_be_torn_at(&self, expected: Offset) -> Result<bool, LogError> {
        let wanted = expected.0.to_be_bytes();
        let mut position = self.position;
        // Where its first bytes are in two sectors, either may be old.
        while let Some(wanted) = usize::try_from(position - self.position)
            .ok()
            .and_then(|from| wanted.get(from..))
            && position < self.end
            && !wanted.is_empty()
        {
            let sector_end = (position / SECTOR_BYTES + 1) * SECTOR_BYTES;
            let len = sector_end.min(self.end) - position;
            let mut there = vec![0; usize::try_from(len).unwrap_or(0)];
            self.file
                .read_exact_at(&mut there, position)
                .doing(|| "reading a segment".into())?;
            let is_new = there.iter().zip(wanted).all(|(there, new)| there == new);
            if !is_new && there.iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
            position += len;
        }
        Ok(true)
    }

    fn fill(&mut self, needed: u64) -> Result<(), LogError> {
        let remaining = self.end.saturating_sub(self.position);
        let len = usize::try_from(remaining.min(needed.max(CHUNK_BYTES))).unwrap_or(0);
        let mut chunk = vec![0; len];
        self.file
            .read_exact_at(&mut chunk, self.position)
            .doing(|| "reading a segment".into())?;
        self.chunk = chunk.into();
        Ok(())
    }

    /// The next batch with its position, checksum verified; none at the end; or why there is none.
    pub(crate) fn next(
        &mut self,
        base: Offset,
        expected: Offset,
    ) -> Result<Option<Result<Batch, Bad>>, LogError> {
        if self.position >= self.end {
            return Ok(None);
        }
        if self.chunk.len() < HEADER_LEN {
            self.fill(0)?;
        }
        let bad = |position, why| Ok(Some(Err(Bad { position, why })));
        let header = match BatchHeader::parse(&self.chunk) {
            Ok(header) => header,
            Err(BatchError::UnsupportedMagic(magic)) if self.is_old_format(magic, expected) => {
                return Err(LogError::Inconsistent(format!(
                    "offset {expected} is stored in message format v{magic}: only v2 is served, so let a Kafka below 4.0 rewrite the topic first"
                )));
            }
            Err(error) => return bad(self.position, error.to_string()),
        };
        let size = header.size_in_bytes() as u64;
        if size > self.end - self.position {
            let there = self.end - self.position;
            return bad(
                self.position,
                format!("the file ends {there} bytes into a batch of {size}"),
            );
        }
        if let Err(why) = check_order(&header, base, expected) {
            return bad(self.position, why);
        }
        if size > self.chunk.len() as u64 {
            self.fill(size)?;
        }
        let checked =
            Batch::first(&self.chunk).and_then(|batch| batch.verify_crc().map(|()| batch));
        match checked {
            Ok(batch) => {
                self.position += size;
                self.chunk = self.chunk.slice(batch.bytes().len()..);
                Ok(Some(Ok(batch)))
            }
            Err(error) => bad(self.position, error.to_string()),
        }
    }

    /// Tells a message of a Kafka before 0.11 from damage: those must not be taken for a torn tail.
    fn is_old_format(&self, magic: i8, expected: Offset) -> bool {
        let offset = self
            .chunk
            .first_chunk()
            .map(|bytes| i64::from_be_bytes(*bytes));
        let number = |at: usize| {
            let bytes = self.chunk.get(at..)?.first_chunk()?;
            Some(i64::from(i32::from_be_bytes(*bytes)))
        };
        // Checksum, magic and attributes; in v1 a time; then key and value, each after its length.
        // A page of zeroes in the middle of a newer batch does not add up.
        let fixed = match magic {
            0 => 6,
            1 => 14,
            _ => return false,
        };
        let field = |at: usize| number(at).map(|len| len.max(0));
        let lengths = || {
            let key = field(BATCH_PREFIX + fixed)?;
            let value = field(BATCH_PREFIX + fixed + 4 + usize::try_from(key).ok()?)?;
            Some(fixed as i64 + 8 + key + value)
        };
        offset.is_some_and(|offset| offset >= expected.0)
            && lengths().is_some()
            && lengths() == number(8)
    }

    /// The position of the next whole and valid batch after damage at the current position, if
    /// there is one.
    ///
    /// What was written to another place may be found in this one: batches that are whole, and contradict those behind them.
    /// Of two runs of batches that contradict each other the one that goes on to the end is in its place, or else the longer
    /// one.
    pub(crate) fn find_next_valid(
        &mut self,
        base: Offset,
        expected: Offset,
    ) -> Result<Option<u64>, LogError> {
        let damaged = self.position;
        // What is damaged had an offset at least: a batch that begins there is not in its place.
        let least = expected.next();
        let Some(mut found) = self.next_run(base, least)? else {
            return Ok(None);
        };
        while !found.goes_on {
            self.seek(found.bytes.end);
            let Some(next) = self.next_run(base, least)? else {
                break;
            };
            let is_longer = next.goes_on || next.len() > found.len();
            if next.offsets.start >= found.offsets.end || !is_longer {
                break;
            }
            found = next;
        }
        self.seek(damaged);
        Ok(Some(found.bytes.start))
    }

    /// Where batches are that begin at `offset`, behind bad bytes at the current position. Those held an offset at least, so
    /// whatever ends at `offset` before them is not in its place, if these are: they go on to the end, or with `found`, which
    /// is what comes next if they are not.
    pub(crate) fn find_from(
        &mut self,
        offset: Offset,
        base: Offset,
        found: Option<u64>,
    ) -> Result<Option<u64>, LogError> {
        let bad = self.position;
        let mut place = None;
        while let Some(run) = self.next_run(base, offset)? {
            if run.offsets.start == offset {
                let is_in_place = run.goes_on || found.is_none_or(|at| run.bytes.contains(&at));
                place = is_in_place.then_some(run.bytes.start);
                break;
            }
            self.seek(run.bytes.end);
        }
        self.seek(bad);
        Ok(place)
    }

    /// Whether batches of some offsets that were passed already are at or behind bad bytes at the current position,
    /// before `end` if there is one.
    pub(crate) fn goes_back(
        &mut self,
        base: Offset,
        passed: Range<Offset>,
        end: Option<u64>,
    ) -> Result<bool, LogError> {
        let here = self.peek(base, passed.start)?;
        if here.is_some_and(|here| passed.contains(&here.base_offset)) {
            return Ok(true);
        }
        let bad = self.position;
        let run = self.next_run(base, passed.start)?;
        self.seek(bad);
        let is_before = |run: &Run| end.is_none_or(|end| run.bytes.start < end);
        Ok(run.is_some_and(|run| passed.contains(&run.offsets.start) && is_before(&run)))
    }

    /// The next batches behind bad bytes at the current position, as far as each follows the one before it, from `least` on.
    fn next_run(&mut self, base: Offset, least: Offset) -> Result<Option<Run>, LogError> {
        let Some(start) = self.next_whole(base, least)? else {
            return Ok(None);
        };
        self.seek(start);
        let mut offsets = least..least;
        while self.position - start < CHUNK_BYTES {
            let Some(Ok(batch)) = self.next(base, offsets.end)? else {
                break;
            };
            if offsets.start == offsets.end {
                offsets.start = batch.header().base_offset;
            }
            offsets.end = batch.header().next_offset();
        }
        let bytes = start..self.position;
        Ok(Some(Run {
            goes_on: bytes.end >= self.end || bytes.end - start >= CHUNK_BYTES,
            bytes,
            offsets,
        }))
    }

    /// The position of the next whole batch behind bad bytes at the current position.
    ///
    /// The length that the damaged batch states is tried first: inside its records anything may be
    /// stored, even a batch.
    fn next_whole(&mut self, base: Offset, expected: Offset) -> Result<Option<u64>, LogError> {
        let damaged = self.position;
        if let Some(next) = self.stated_end(base, expected)? {
            return Ok(Some(next));
        }
        let mut start = damaged + 1;
        while start + HEADER_LEN as u64 <= self.end {
            let len = CHUNK_BYTES.min(self.end - start);
            let mut chunk = vec![0; usize::try_from(len).unwrap_or(0)];
            self.file
                .read_exact_at(&mut chunk, start)
                .doing(|| "reading a segment".into())?;
            let last = chunk.len() - HEADER_LEN;
            for at in 0..=last {
                if chunk.get(at + 16) == Some(&2)
                    && let Some(Ok(header)) = chunk.get(at..).map(BatchHeader::parse)
                    && check_order(&header, base, expected).is_ok()
                    && self.is_valid_at(start + at as u64, base, expected)?
                {
                    return Ok(Some(start + at as u64));
                }
            }
            start += last as u64 + 1;
        }
        self.seek(damaged);
        Ok(None)
    }

    fn stated_end(&mut self, base: Offset, expected: Offset) -> Result<Option<u64>, LogError> {
        let damaged = self.position;
        let mut prefix = [0; BATCH_PREFIX];
        if self.end - damaged < BATCH_PREFIX as u64 {
            return Ok(None);
        }
        self.file
            .read_exact_at(&mut prefix, damaged)
            .doing(|| "reading a segment".into())?;
        let length = prefix
            .last_chunk()
            .map_or(0, |bytes| i32::from_be_bytes(*bytes));
        let Ok(length) = u64::try_from(length) else {
            return Ok(None);
        };
        let next = damaged + BATCH_PREFIX as u64 + length;
        let valid = length > 0 && next < self.end && self.is_valid_at(next, base, expected)?;
        self.seek(damaged);
        Ok(valid.then_some(next))
    }

    fn is_valid_at(
        &mut self,
        position: u64,
        base: Offset,
        expected: Offset,
    ) -> Result<bool, LogError> {
        self.seek(position);
        let found = matches!(self.next(base, expected), Ok(Some(Ok(_))));
        self.seek(position);
        Ok(found)
    }
}

/// Reads headers of a segment, a few of them with one read where batches are small.
pub(crate) struct HeaderScan {
    file: Arc<dyn File>,
    end: u64,
    block: Vec<u8>,
    block_start: u64,
}

impl HeaderScan {
    pub(crate) fn new(file: Arc<dyn File>, end: u64) -> Self {
        Self {
            file,
            end,
            block: Vec::new(),
            block_start: 0,
        }
    }

    /// The header at `position`, which must be where a batch of at most the remaining bytes begins.
    pub(crate) fn at(
        &mut self,
        position: u64,
        base: Offset,
        expected: Offset,
    ) -> Result<Result<BatchHeader, Bad>, LogError> {
        let bad = |why| Ok(Err(Bad { position, why }));
        if position + HEADER_LEN as u64 > self.end {
            return bad("the file ends within a header".into());
        }
        let in_block = position
            .checked_sub(self.block_start)
            .and_then(|at| usize::try_from(at).ok());
        let cached = in_block.and_then(|at| self.block.get(at..)?.get(..HEADER_LEN));
        let parsed = match cached {
            Some(bytes) => BatchHeader::parse(bytes),
            None => {
                let len = HEADER_BLOCK_BYTES.min(self.end - position);
                self.block.resize(usize::try_from(len).unwrap_or(0), 0);
                self.block_start = position;
                self.file
                    .read_exact_at(&mut self.block, position)
                    .doing(|| "reading a segment".into())?;
                BatchHeader::parse(&self.block)
            }
        };
        match parsed {
            Err(error) => bad(error.to_string()),
            Ok(header) if header.size_in_bytes() as u64 > self.end - position => {
                bad("a batch says that it is longer than its file".into())
            }
            Ok(header) => match check_order(&header, base, expected) {
                Ok(()) => Ok(Ok(header)),
                Err(why) => bad(why),
            },
        }
    }
}
