//! Finding records by their time.
//!
//! A time index carries no checksum either, and what goes by it is answered to clients, or deleted: what it says is believed
//! where the batch that it names bears it out.

use std::ops::ControlFlow;

use records::{Batch, BatchHeader, TimestampType};
use types::{Offset, Timestamp};

use crate::error::LogError;
use crate::log::{FoundTimestamp, PartitionLog};
use crate::names::FileKind;
use crate::read::Located;
use crate::scan::HeaderScan;
use crate::segment::Largest;

/// What a batch may inflate to when a record is looked for in it.
const INFLATED_BYTES_MAX: u64 = 256 << 20;

impl PartitionLog {
    /// The first record at or after `timestamp`, in offset order.
    ///
    /// # Errors
    /// The disk failed, or a batch on the way is damaged.
    pub fn offset_for_timestamp(
        &mut self,
        timestamp: Timestamp,
    ) -> Result<Option<FoundTimestamp>, LogError> {
        let first = self.segment_of(self.log_start).unwrap_or(0);
        for index in first..self.segments.len() {
            if index + 1 == self.segments.len() {
                self.ensure_writer()?;
            }
            if self.largest_in(index)?.timestamp < timestamp {
                continue;
            }
            let from = self.floor_of_time(index, timestamp)?;
            if let Some(found) = self.search_from(from.max(self.log_start), timestamp)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The latest time in a segment. Its index is made again where it does not end with that: a crash may have left zeroes of
    /// it, which are a time long ago, or its first entries only.
    pub(crate) fn largest_in(&mut self, index: usize) -> Result<Largest, LogError> {
        for is_retry in [false, true] {
            self.ensure_index(index)?;
            let Some(segment) = self.segments.get_mut(index) else {
                break;
            };
            let is_known = segment.largest.is_some();
            let largest = segment.largest(&self.files)?;
            if is_known || is_retry || self.is_latest(index, largest)? {
                return Ok(largest);
            }
            self.distrust_index(index);
        }
        Ok(Largest {
            timestamp: Timestamp::NONE,
            offset: self.log_end,
        })
    }

    /// Whether the batch at an offset has that time, and none behind it in the segment a later one.
    fn is_latest(&mut self, index: usize, latest: Largest) -> Result<bool, LogError> {
        let Some(located) = self.batch_with_time(index, latest)? else {
            return Ok(false);
        };
        let Some(segment) = self.segments.get(index) else {
            return Ok(true);
        };
        let (base, size) = (segment.base, segment.size);
        let mut scan = HeaderScan::new(self.files.open(base, FileKind::Log)?, size);
        let (mut position, mut expected) = (located.position, base);
        while position < size {
            if let Some(damage) = self.damage_from(base, position)
                && damage.bytes.contains(&position)
            {
                (position, expected) = (damage.bytes.end, damage.offsets.end);
                continue;
            }
            // To make the index again would end at damage that was not known, too.
            let Ok(header) = scan.at(position, base, expected)? else {
                break;
            };
            if header.max_timestamp > latest.timestamp {
                return Ok(false);
            }
            position += header.size_in_bytes() as u64;
            expected = header.next_offset();
        }
        Ok(true)
    }

    /// An offset in a segment such that no record below it is as late as `timestamp`.
    fn floor_of_time(&mut self, index: usize, timestamp: Timestamp) -> Result<Offset, LogError> {
        for is_retry in [false, true] {
            self.ensure_index(index)?;
            let Some(segment) = self.segments.get(index) else {
                break;
            };
            let base = segment.base;
            let file = || self.files.open(base, FileKind::TimeIndex);
            let (_, entry) = segment
                .times
                .prefix(|entry| entry.timestamp < timestamp.0, file)?;
            let Some(entry) = entry else {
                return Ok(base);
            };
            let named = Largest {
                timestamp: Timestamp(entry.timestamp),
                offset: base + i64::from(entry.relative),
            };
            if is_retry || self.batch_with_time(index, named)?.is_some() {
                return Ok(named.offset);
            }
            self.distrust_index(index);
        }
        Ok(self.log_start)
    }

    /// The batch that an entry of a time index names; none where there is no such batch, or damage.
    fn batch_with_time(
        &mut self,
        index: usize,
        named: Largest,
    ) -> Result<Option<Located>, LogError> {
        let located = match self.locate_in(index, named.offset) {
            Err(LogError::Damaged { .. }) => None,
            other => other?,
        };
        Ok(located.filter(|located| {
            located.header.is_some_and(|header| {
                header.base_offset <= named.offset && header.max_timestamp == named.timestamp
            })
        }))
    }

    fn distrust_index(&mut self, index: usize) {
        if let Some(segment) = self.segments.get_mut(index) {
            segment.index_lost = segment.size > 0;
            segment.largest = segment.largest.filter(|_| !segment.index_lost);
        }
    }

    fn search_from(
        &mut self,
        from: Offset,
        timestamp: Timestamp,
    ) -> Result<Option<FoundTimestamp>, LogError> {
        let (start, end) = (self.log_start, self.log_end);
        let mut found = None;
        self.for_each_header(from, end, |whole, header| {
            if header.max_timestamp >= timestamp {
                let hit = |at: Timestamp, offset: Offset| at >= timestamp && offset >= start;
                found = find_record(&whole()?, header, hit)?;
            }
            Ok(if found.is_some() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok(found)
    }

    /// The record with the latest time, the first of them where several share it; none in a log
    /// without times.
    ///
    /// # Errors
    /// As [`PartitionLog::offset_for_timestamp`].
    pub fn offset_of_max_timestamp(&mut self) -> Result<Option<FoundTimestamp>, LogError> {
        let mut best: Option<(Timestamp, Offset)> = None;
        for index in 0..self.segments.len() {
            if index + 1 == self.segments.len() {
                self.ensure_writer()?;
            }
            let largest = self.largest_in(index)?;
            if largest.timestamp.0 >= 0
                && best.is_none_or(|(timestamp, _)| largest.timestamp > timestamp)
            {
                best = Some((largest.timestamp, largest.offset));
            }
        }
        let Some((timestamp, offset)) = best else {
            return Ok(None);
        };
        let Some(located) = self.locate(offset.max(self.log_start))? else {
            return Ok(None);
        };
        let header = self.header_of(&located)?;
        let batch = self.batch_of(&located, &header)?;
        find_record(&batch, &header, |at, _| at >= timestamp)
    }

    fn batch_of(
        &self,
        located: &crate::read::Located,
        header: &BatchHeader,
    ) -> Result<Batch, LogError> {
        let base = self
            .segments
            .get(located.segment)
            .map_or(Offset::ZERO, |segment| segment.base);
        let file = self.files.open(base, FileKind::Log)?;
        crate::state::read_batch(&*file, located.position, header.size_in_bytes())
    }
}

/// The first record of a batch that `hit` takes.
fn find_record(
    batch: &Batch,
    header: &BatchHeader,
    hit: impl Fn(Timestamp, Offset) -> bool,
) -> Result<Option<FoundTimestamp>, LogError> {
    let found = |timestamp, offset| FoundTimestamp {
        timestamp,
        offset,
        leader_epoch: header.leader_epoch,
    };
    if header.timestamp_type() == TimestampType::LogAppendTime
        && hit(header.max_timestamp, header.base_offset)
    {
        return Ok(Some(found(header.max_timestamp, header.base_offset)));
    }
    let damaged = |why: String| LogError::Damaged {
        offsets: header.base_offset..header.next_offset(),
        why,
    };
    for record in batch
        .records(INFLATED_BYTES_MAX)
        .map_err(|error| damaged(error.to_string()))?
    {
        let record = record.map_err(|error| damaged(error.to_string()))?;
        if hit(record.timestamp, record.offset) {
            return Ok(Some(found(record.timestamp, record.offset)));
        }
    }
    Ok(None)
}
