//! The 61 bytes before the records of a batch.

use types::{LeaderEpoch, Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::compression::Compression;
use crate::error::BatchError;

/// Bytes of a batch before its records.
pub const HEADER_LEN: usize = 61;
/// Bytes before the ones that the length field counts: base offset and the length itself.
pub const BATCH_PREFIX: usize = 12;
/// The base sequence of a batch without idempotence.
pub const NO_SEQUENCE: i32 = -1;

/// What follows the length field in any message format is at least this long.
const OLD_LENGTH_MIN: i32 = 14;
/// Where the checksum starts to count: base offset, length, leader epoch, magic and the checksum lie before.
pub(crate) const CRC_START: usize = 21;
pub(crate) const CRC_AT: usize = 17;
pub(crate) const LEADER_EPOCH_AT: usize = 12;
pub(crate) const ATTRIBUTES_AT: usize = 21;
pub(crate) const MAX_TIMESTAMP_AT: usize = 35;

pub(crate) const MAGIC: i8 = 2;
pub(crate) const COMPRESSION_MASK: i16 = 0x07;
pub(crate) const LOG_APPEND_TIME: i16 = 0x08;
pub(crate) const TRANSACTIONAL: i16 = 0x10;
pub(crate) const CONTROL: i16 = 0x20;
pub(crate) const DELETE_HORIZON: i16 = 0x40;

/// Who sets the time of a record (`message.timestamp.type`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TimestampType {
    /// The producer.
    #[default]
    CreateTime,
    /// The broker, when it appends: one time for the whole batch.
    LogAppendTime,
}

/// The header of a batch, read once. The field names are Kafka's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BatchHeader {
    /// Offset of the first record.
    pub base_offset: Offset,
    /// Bytes after the length field: at least 49 in every header that was parsed.
    pub length: i32,
    /// The leader that appended it; outside the checksum.
    pub leader_epoch: LeaderEpoch,
    /// CRC-32C of everything after it.
    pub crc: u32,
    /// Codec and flags; see the methods.
    pub attributes: i16,
    /// Offset of the last record, from the base offset.
    pub last_offset_delta: i32,
    /// Time that the records count from.
    pub base_timestamp: Timestamp,
    /// Latest time of a record.
    pub max_timestamp: Timestamp,
    /// The producer, for idempotence and transactions.
    pub producer_id: ProducerId,
    /// The producer's epoch.
    pub producer_epoch: ProducerEpoch,
    /// Sequence of the first record; [`NO_SEQUENCE`] without idempotence.
    pub base_sequence: i32,
    /// Number of records.
    pub record_count: i32,
}

fn array<const N: usize>(bytes: &[u8; HEADER_LEN], at: usize) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&bytes[at..at + N]);
    out
}

impl BatchHeader {
    /// Reads the header at the start of `bytes`, which may end right after it.
    ///
    /// # Errors
    /// Too few bytes, a length below the header's own, or another message format than v2. Nothing else is checked.
    pub fn parse(bytes: &[u8]) -> Result<Self, BatchError> {
        let length = bytes
            .get(8..BATCH_PREFIX)
            .and_then(|bytes| bytes.first_chunk());
        if let Some(length) = length.map(|length| i32::from_be_bytes(*length))
            && length < OLD_LENGTH_MIN
        {
            return Err(BatchError::BadLength(length));
        }
        if let Some(&magic) = bytes.get(16)
            && i8::from_be_bytes([magic]) != MAGIC
        {
            return Err(BatchError::UnsupportedMagic(i8::from_be_bytes([magic])));
        }
        let Some(header) = bytes.first_chunk::<HEADER_LEN>() else {
            return Err(BatchError::Truncated {
                needed: HEADER_LEN as u64,
                available: bytes.len() as u64,
            });
        };
        let length = i32::from_be_bytes(array(header, 8));
        if usize::try_from(length).is_ok_and(|length| length + BATCH_PREFIX >= HEADER_LEN) {
            Ok(Self {
                base_offset: Offset(i64::from_be_bytes(array(header, 0))),
                length,
                leader_epoch: LeaderEpoch(i32::from_be_bytes(array(header, LEADER_EPOCH_AT))),
                crc: u32::from_be_bytes(array(header, CRC_AT)),
                attributes: i16::from_be_bytes(array(header, ATTRIBUTES_AT)),
                last_offset_delta: i32::from_be_bytes(array(header, 23)),
                base_timestamp: Timestamp(i64::from_be_bytes(array(header, 27))),
                max_timestamp: Timestamp(i64::from_be_bytes(array(header, MAX_TIMESTAMP_AT))),
                producer_id: ProducerId(i64::from_be_bytes(array(header, 43))),
                producer_epoch: ProducerEpoch(i16::from_be_bytes(array(header, 51))),
                base_sequence: i32::from_be_bytes(array(header, 53)),
                record_count: i32::from_be_bytes(array(header, 57)),
            })
        } else {
            Err(BatchError::BadLength(length))
        }
    }

    /// The header as it lies on disk and on the wire.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; HEADER_LEN] {
        let mut out = [0; HEADER_LEN];
        let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &self.base_offset.0.to_be_bytes());
        put(8, &self.length.to_be_bytes());
        put(LEADER_EPOCH_AT, &self.leader_epoch.0.to_be_bytes());
        put(16, &MAGIC.to_be_bytes());
        put(CRC_AT, &self.crc.to_be_bytes());
        put(ATTRIBUTES_AT, &self.attributes.to_be_bytes());
        put(23, &self.last_offset_delta.to_be_bytes());
        put(27, &self.base_timestamp.0.to_be_bytes());
        put(MAX_TIMESTAMP_AT, &self.max_timestamp.0.to_be_bytes());
        put(43, &self.producer_id.0.to_be_bytes());
        put(51, &self.producer_epoch.0.to_be_bytes());
        put(53, &self.base_sequence.to_be_bytes());
        put(57, &self.record_count.to_be_bytes());
        out
    }

    /// The whole batch, header included.
    #[must_use]
    pub fn size_in_bytes(&self) -> usize {
        usize::try_from(self.length).unwrap_or(0) + BATCH_PREFIX
    }

    /// Offset of the last record.
    #[must_use]
    pub fn last_offset(&self) -> Offset {
        self.base_offset + i64::from(self.last_offset_delta)
    }

    /// Offset after the last record.
    #[must_use]
    pub fn next_offset(&self) -> Offset {
        self.last_offset().next()
    }

    /// Sequence of the last record; [`NO_SEQUENCE`] without idempotence.
    #[must_use]
    pub fn last_sequence(&self) -> i32 {
        if self.base_sequence == NO_SEQUENCE {
            NO_SEQUENCE
        } else {
            increment_sequence(self.base_sequence, self.last_offset_delta)
        }
    }

    /// How the records are compressed.
    ///
    /// # Errors
    /// A codec that does not exist.
    pub fn compression(&self) -> Result<Compression, BatchError> {
        let codec = u8::try_from(self.attributes & COMPRESSION_MASK).unwrap_or(u8::MAX);
        Compression::from_id(codec).ok_or(BatchError::UnknownCompression(codec))
    }

    /// Whether the records are compressed, with whatever codec.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.attributes & COMPRESSION_MASK != 0
    }

    /// Who set the time.
    #[must_use]
    pub fn timestamp_type(&self) -> TimestampType {
        if self.attributes & LOG_APPEND_TIME == 0 {
            TimestampType::CreateTime
        } else {
            TimestampType::LogAppendTime
        }
    }

    /// Whether it belongs to a transaction.
    #[must_use]
    pub fn is_transactional(&self) -> bool {
        self.attributes & TRANSACTIONAL != 0
    }

    /// Whether it holds control records, which consumers never see.
    #[must_use]
    pub fn is_control(&self) -> bool {
        self.attributes & CONTROL != 0
    }

    /// Until when compaction keeps its tombstones (KIP-534); the base timestamp then holds it.
    #[must_use]
    pub fn delete_horizon(&self) -> Option<Timestamp> {
        (self.attributes & DELETE_HORIZON != 0).then_some(self.base_timestamp)
    }

    /// Whether a producer id is set, for idempotence or a transaction.
    #[must_use]
    pub fn has_producer(&self) -> bool {
        self.producer_id.0 >= 0
    }
}

/// The sequence `by` after `sequence`: after `i32::MAX` comes zero.
#[must_use]
pub fn increment_sequence(sequence: i32, by: i32) -> i32 {
    let sum = i64::from(sequence) + i64::from(by);
    let wrapped = if sum > i64::from(i32::MAX) {
        sum - i64::from(i32::MAX) - 1
    } else {
        sum
    };
    i32::try_from(wrapped).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back_what_it_writes() {
        let header = BatchHeader {
            base_offset: Offset(7),
            length: 4711,
            leader_epoch: LeaderEpoch(3),
            crc: 0xdead_beef,
            attributes: LOG_APPEND_TIME | TRANSACTIONAL | 4,
            last_offset_delta: 9,
            base_timestamp: Timestamp(1),
            max_timestamp: Timestamp(2),
            producer_id: ProducerId(5),
            producer_epoch: ProducerEpoch(6),
            base_sequence: i32::MAX - 3,
            record_count: 10,
        };
        assert_eq!(BatchHeader::parse(&header.to_bytes()), Ok(header));
        assert_eq!(header.last_sequence(), 5);
        assert_eq!(header.next_offset(), Offset(17));
        assert_eq!(header.compression(), Ok(Compression::Zstd));
    }

    #[test]
    fn lengths_and_formats_that_cannot_be_are_refused() {
        let header = |length: i32, magic: u8| {
            let mut bytes = [0; HEADER_LEN];
            bytes[8..12].copy_from_slice(&length.to_be_bytes());
            bytes[16] = magic;
            BatchHeader::parse(&bytes)
        };
        assert!(header(49, 2).is_ok());
        for length in [48, 0, -1, i32::MIN] {
            assert_eq!(header(length, 2), Err(BatchError::BadLength(length)));
        }
        assert_eq!(header(0, 0), Err(BatchError::BadLength(0)));
        assert_eq!(header(14, 0), Err(BatchError::UnsupportedMagic(0)));
        assert_eq!(header(49, 1), Err(BatchError::UnsupportedMagic(1)));
        assert_eq!(header(49, 0xff), Err(BatchError::UnsupportedMagic(-1)));
        assert!(BatchHeader::parse(&[]).is_err());
    }
}
