//! Finding records by their time.

use std::ops::ControlFlow;

use records::{Batch, BatchHeader, TimestampType};
use types::{Offset, Timestamp};

use crate::error::LogError;
use crate::log::{FoundTimestamp, PartitionLog};
use crate::names::FileKind;

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
            self.ensure_index(index)?;
            if index + 1 == self.segments.len() {
                self.ensure_writer()?;
            }
            let Some(segment) = self.segments.get_mut(index) else {
                break;
            };
            if segment.largest(&self.files)?.timestamp < timestamp {
                continue;
            }
            let base = segment.base;
            let file = || self.files.open(base, FileKind::TimeIndex);
            let (_, entry) = segment
                .times
                .prefix(|entry| entry.timestamp < timestamp.0, file)?;
            let from = entry.map_or(base, |entry| base + i64::from(entry.relative));
            if let Some(found) = self.search_from(from.max(self.log_start), timestamp)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
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
            self.ensure_index(index)?;
            if index + 1 == self.segments.len() {
                self.ensure_writer()?;
            }
            let Some(segment) = self.segments.get_mut(index) else {
                break;
            };
            let largest = segment.largest(&self.files)?;
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
