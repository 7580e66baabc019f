//! A batch within the bytes it was received in.

use bytes::Bytes;
use types::{LeaderEpoch, Offset, Timestamp};

use crate::error::BatchError;
use crate::header::{
    ATTRIBUTES_AT, BATCH_PREFIX, BatchHeader, CRC_START, HEADER_LEN, LOG_APPEND_TIME, TimestampType,
};
use crate::record::RecordIter;
use crate::validate::{AppendLimits, Validated, validate_for_append};

/// One whole batch: its header, read once, and all its bytes, shared with the buffer it came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    header: BatchHeader,
    bytes: Bytes,
}

impl Batch {
    /// The first batch of `records`.
    ///
    /// # Errors
    /// As [`BatchHeader::parse`], and when the batch is longer than the bytes.
    pub fn first(records: &Bytes) -> Result<Self, BatchError> {
        let header = BatchHeader::parse(records)?;
        let needed = header.size_in_bytes();
        if needed > records.len() {
            let available = records.len() as u64;
            return Err(BatchError::Truncated {
                needed: needed as u64,
                available,
            });
        }
        Ok(Self {
            header,
            bytes: records.slice(..needed),
        })
    }

    /// All batches of `records`, which they must fill exactly: what a producer sends.
    #[must_use]
    pub fn split(records: Bytes) -> Batches {
        Batches {
            rest: records,
            lenient: false,
        }
    }

    /// All whole batches of `records`: in a fetch response the last one may be cut short, and is left out.
    #[must_use]
    pub fn split_lenient(records: Bytes) -> Batches {
        Batches {
            rest: records,
            lenient: true,
        }
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &BatchHeader {
        &self.header
    }

    /// The whole batch.
    #[must_use]
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The records as they lie there, compressed or not: everything after the header.
    #[must_use]
    pub fn body(&self) -> Bytes {
        self.bytes.slice(HEADER_LEN..)
    }

    pub(crate) fn body_slice(&self) -> &[u8] {
        self.bytes.get(HEADER_LEN..).unwrap_or_default()
    }

    /// Checks the checksum.
    ///
    /// # Errors
    /// [`BatchError::CrcMismatch`].
    pub fn verify_crc(&self) -> Result<(), BatchError> {
        let computed = crc32c::crc32c(self.bytes.get(CRC_START..).unwrap_or_default());
        if computed == self.header.crc {
            Ok(())
        } else {
            Err(BatchError::CrcMismatch {
                stored: self.header.crc,
                computed,
            })
        }
    }

    /// Checks everything that a leader must check before it appends what a client sent.
    ///
    /// # Errors
    /// What is wrong with the batch.
    pub fn validate_for_append(&self, limits: &AppendLimits) -> Result<Validated, BatchError> {
        validate_for_append(self, limits)
    }

    /// The header with the offset and leader epoch that the leader gave the batch. Both lie outside the checksum,
    /// so the rest of the bytes stays as received: write this header, then [`Batch::body`].
    #[must_use]
    pub fn placed(&self, base_offset: Offset, leader_epoch: LeaderEpoch) -> BatchHeader {
        BatchHeader {
            base_offset,
            leader_epoch,
            ..self.header
        }
    }

    /// As [`Batch::placed`], with the batch's time set too. The checksum is carried over without reading the
    /// records again; a batch whose time is already so keeps it.
    #[must_use]
    pub fn placed_at(
        &self,
        base_offset: Offset,
        leader_epoch: LeaderEpoch,
        timestamp_type: TimestampType,
        max_timestamp: Timestamp,
    ) -> BatchHeader {
        let mut header = self.placed(base_offset, leader_epoch);
        if header.timestamp_type() == timestamp_type && header.max_timestamp == max_timestamp {
            return header;
        }
        header.max_timestamp = max_timestamp;
        header.attributes = match timestamp_type {
            TimestampType::CreateTime => header.attributes & !LOG_APPEND_TIME,
            TimestampType::LogAppendTime => header.attributes | LOG_APPEND_TIME,
        };
        // CRC is linear: the change of the header's part, moved past the records, is the change of the whole.
        let old = crc32c::crc32c(&self.header.to_bytes()[ATTRIBUTES_AT..]);
        let new = crc32c::crc32c(&header.to_bytes()[ATTRIBUTES_AT..]);
        let records = self.bytes.len() - HEADER_LEN;
        header.crc = crc32c::crc32c_combine(old ^ new, self.header.crc, records);
        header
    }

    /// The batch with another header in front: a copy, for those who keep it in memory.
    #[must_use]
    pub fn with_header(&self, header: BatchHeader) -> Self {
        assert_eq!(
            header.length, self.header.length,
            "a header of another batch"
        );
        let mut bytes = Vec::with_capacity(self.bytes.len());
        bytes.extend_from_slice(&header.to_bytes());
        bytes.extend_from_slice(self.body_slice());
        Self {
            header,
            bytes: bytes.into(),
        }
    }

    /// A batch of this header and these records, with the checksum made anew.
    pub(crate) fn assembled(mut header: BatchHeader, body: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(HEADER_LEN + body.len());
        bytes.extend_from_slice(&header.to_bytes());
        bytes.extend_from_slice(body);
        header.crc = crc32c::crc32c(&bytes[ATTRIBUTES_AT..]);
        bytes[..HEADER_LEN].copy_from_slice(&header.to_bytes());
        Self {
            header,
            bytes: bytes.into(),
        }
    }

    /// The records, one by one; inflated first where they are compressed, to at most `inflated_bytes_max`.
    ///
    /// # Errors
    /// A codec that does not exist, or data that does not inflate.
    pub fn records(&self, inflated_bytes_max: u64) -> Result<RecordIter, BatchError> {
        let records = self
            .header
            .compression()?
            .inflate(&self.body(), inflated_bytes_max)?;
        Ok(RecordIter::new(self.header, records))
    }
}

/// Walks the batches of a buffer; ends after the first error.
#[derive(Clone, Debug)]
pub struct Batches {
    rest: Bytes,
    lenient: bool,
}

impl Batches {
    /// What has not been walked yet.
    #[must_use]
    pub fn rest(&self) -> &Bytes {
        &self.rest
    }

    /// Whether the buffer ends in the middle of a batch.
    fn is_cut_short(&self) -> bool {
        let length = self
            .rest
            .get(8..BATCH_PREFIX)
            .and_then(|bytes| bytes.first_chunk());
        length.is_none_or(|length| {
            let needed =
                u64::try_from(i32::from_be_bytes(*length)).unwrap_or(0) + BATCH_PREFIX as u64;
            needed > self.rest.len() as u64
        })
    }
}

impl Iterator for Batches {
    type Item = Result<Batch, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        if self.lenient && self.is_cut_short() {
            self.rest = Bytes::new();
            return None;
        }
        let batch = Batch::first(&self.rest);
        let consumed = batch
            .as_ref()
            .map_or(self.rest.len(), |batch| batch.bytes.len());
        self.rest = self.rest.slice(consumed..);
        Some(batch)
    }
}
