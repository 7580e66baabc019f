//! The records of a batch, one by one.

use bytes::Bytes;
use types::{Offset, Timestamp};

use crate::error::BatchError;
use crate::header::{BatchHeader, TimestampType};
use crate::source::{SliceSource, Source};
use crate::varint::unzigzag;
use crate::walk::walk_record;

/// A header of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordHeader {
    /// Its name: UTF-8 by custom, not checked.
    pub key: Bytes,
    /// Its value.
    pub value: Option<Bytes>,
}

/// One record: slices of the batch it is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Where it is in the log.
    pub offset: Offset,
    /// Its time.
    pub timestamp: Timestamp,
    /// Its key.
    pub key: Option<Bytes>,
    /// Its value; none is a tombstone in a compacted topic.
    pub value: Option<Bytes>,
    /// Its headers, in order.
    pub headers: Vec<RecordHeader>,
}

/// Walks the records of one batch; ends after the first error.
#[derive(Clone, Debug)]
pub struct RecordIter {
    header: BatchHeader,
    rest: Bytes,
    index: i32,
}

impl RecordIter {
    pub(crate) fn new(header: BatchHeader, records: Bytes) -> Self {
        Self {
            header,
            rest: records,
            index: 0,
        }
    }

    fn read(&mut self) -> Result<Record, BatchError> {
        let mut source = SliceSource::new(&self.rest);
        let shape = walk_record(&mut source, self.index)?;
        let len = usize::try_from(source.position()).unwrap_or(usize::MAX);
        // Walked: every field is whole and inside.
        let mut fields = Fields {
            rest: self.rest.split_to(len),
        };
        fields.varlong();
        let _attributes = fields.take(1);
        fields.varlong();
        fields.varlong();
        let key = fields.nullable();
        let value = fields.nullable();
        let count = usize::try_from(fields.varlong()).unwrap_or(0);
        let headers = (0..count)
            .map(|_| RecordHeader {
                key: fields.nullable().unwrap_or_default(),
                value: fields.nullable(),
            })
            .collect();
        let timestamp = match self.header.timestamp_type() {
            TimestampType::CreateTime => Timestamp(
                self.header
                    .base_timestamp
                    .0
                    .wrapping_add(shape.timestamp_delta),
            ),
            TimestampType::LogAppendTime => self.header.max_timestamp,
        };
        let offset = self.header.base_offset + i64::from(shape.offset_delta);
        Ok(Record {
            offset,
            timestamp,
            key,
            value,
            headers,
        })
    }
}

/// The fields of one record that was walked before.
struct Fields {
    rest: Bytes,
}

impl Fields {
    fn take(&mut self, len: usize) -> Bytes {
        self.rest.split_to(len.min(self.rest.len()))
    }

    fn varlong(&mut self) -> i64 {
        let mut bits = 0_u64;
        let mut len = 0;
        for byte in self.rest.iter().take(10) {
            bits |= u64::from(byte & 0x7f) << (7 * len);
            len += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let _ = self.take(len);
        unzigzag(bits)
    }

    fn nullable(&mut self) -> Option<Bytes> {
        let len = usize::try_from(self.varlong()).ok()?;
        Some(self.take(len))
    }
}

impl Iterator for RecordIter {
    type Item = Result<Record, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        let done = self.index >= self.header.record_count;
        let record = match (done, self.rest.is_empty()) {
            (true, true) => return None,
            (true, false) => Err(BatchError::RecordsDoNotFill {
                reason: "bytes follow the last record",
            }),
            (false, true) => Err(BatchError::RecordsDoNotFill {
                reason: "fewer records than the header says",
            }),
            (false, false) => self.read(),
        };
        self.index += 1;
        if record.is_err() {
            self.rest = Bytes::new();
            self.index = i32::MAX;
        }
        Some(record)
    }
}
