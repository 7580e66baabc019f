//! What lies between two offsets, from the headers of batches.

use std::ops::{ControlFlow, Range};

use types::{Offset, Timestamp};

use crate::error::LogError;
use crate::log::PartitionLog;

/// The batches that have records in a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    /// Their bytes.
    pub bytes: u64,
    /// Offsets of theirs within the range.
    pub records: u64,
    /// Earliest time of a batch's first record; [`Timestamp::NONE`] when there is no batch.
    pub first_timestamp: Timestamp,
    /// Latest time of a record.
    pub last_timestamp: Timestamp,
}

impl PartitionLog {
    /// Looks through the headers of the batches in a range, which reads from the disk.
    ///
    /// # Errors
    /// The disk failed, or damage was met that was not known.
    pub fn extent(&mut self, range: Range<Offset>) -> Result<Extent, LogError> {
        let mut extent = Extent {
            bytes: 0,
            records: 0,
            first_timestamp: Timestamp::NONE,
            last_timestamp: Timestamp::NONE,
        };
        self.for_each_header(range.start, range.end, |_, header| {
            let first = header.base_offset.max(range.start);
            let end = header.next_offset().min(range.end);
            extent.bytes += header.size_in_bytes() as u64;
            extent.records += u64::try_from(end - first).unwrap_or(0);
            if extent.first_timestamp == Timestamp::NONE {
                extent.first_timestamp = header.base_timestamp;
            }
            extent.first_timestamp = extent.first_timestamp.min(header.base_timestamp);
            extent.last_timestamp = extent.last_timestamp.max(header.max_timestamp);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(extent)
    }
}
