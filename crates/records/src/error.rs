//! What can be wrong with a batch.

use std::fmt;

/// Which of Kafka's answers an error deserves; the wire code is chosen by whoever speaks the wire.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchErrorKind {
    /// The bytes are damaged: Kafka's `CORRUPT_MESSAGE`.
    Corrupt,
    /// The bytes are whole, but break a rule: Kafka's `INVALID_RECORD`.
    Invalid,
    /// A timestamp is outside the topic's bounds: Kafka's `INVALID_TIMESTAMP`.
    InvalidTimestamp,
    /// The batch is above the topic's `max.message.bytes`: Kafka's `MESSAGE_TOO_LARGE`.
    TooLarge,
    /// A codec that nobody has defined: Kafka's `UNSUPPORTED_COMPRESSION_TYPE`.
    UnsupportedCompression,
}

/// What is wrong with a batch, or with one record of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BatchError {
    /// The buffer ends before the batch does.
    Truncated {
        /// Bytes that the batch says it has, or that its header takes.
        needed: u64,
        /// Bytes that are there.
        available: u64,
    },
    /// The length field is below what a header takes, or negative.
    BadLength(i32),
    /// Not format v2.
    UnsupportedMagic(i8),
    /// The checksum does not match.
    CrcMismatch {
        /// In the header.
        stored: u32,
        /// Of the bytes.
        computed: u32,
    },
    /// The attributes name a codec that does not exist.
    UnknownCompression(u8),
    /// The batch is larger than the topic allows.
    TooLarge {
        /// The batch.
        bytes: usize,
        /// The topic's `max.message.bytes`.
        bytes_max: usize,
    },
    /// A producer's batch must be numbered from zero.
    BaseOffsetNotZero(i64),
    /// The number of records in the header is not positive.
    BadRecordCount(i32),
    /// The last offset delta in the header is negative or does not match the number of records.
    BadOffsetRange {
        /// In the header.
        last_offset_delta: i32,
        /// In the header.
        record_count: i32,
    },
    /// Only brokers write control batches.
    ControlFromClient,
    /// A producer id without a base sequence.
    BadSequence(i32),
    /// A producer claims log-append time, and the topic has it or the batch has no time.
    LogAppendTimeFromClient,
    /// The compressed bytes do not inflate.
    Inflate {
        /// The codec.
        codec: &'static str,
        /// What the codec said.
        reason: String,
    },
    /// The records inflate to more than the cap.
    InflatedTooLarge {
        /// The cap.
        bytes_max: u64,
    },
    /// The records end early, or bytes follow the last one.
    RecordsDoNotFill {
        /// What was found.
        reason: &'static str,
    },
    /// One record breaks the format.
    BadRecord {
        /// Its place in the batch, from zero.
        index: i32,
        /// What is wrong.
        reason: &'static str,
    },
    /// A record's offset is not its place in the batch.
    LyingOffset {
        /// Its place in the batch, from zero.
        index: i32,
        /// What it says.
        offset_delta: i32,
    },
    /// A compacted topic takes no records without a key.
    MissingKey {
        /// Its place in the batch, from zero.
        index: i32,
    },
    /// A record's timestamp is outside `message.timestamp.before.max.ms` and `message.timestamp.after.max.ms`.
    TimestampOutOfRange {
        /// Its place in the batch, from zero.
        index: i32,
        /// What it says.
        timestamp: i64,
        /// The earliest that is taken.
        earliest: i64,
        /// The latest that is taken.
        latest: i64,
    },
}

impl BatchError {
    /// Which of Kafka's answers it deserves.
    #[must_use]
    pub fn kind(&self) -> BatchErrorKind {
        match self {
            Self::BadLength(_) | Self::CrcMismatch { .. } => BatchErrorKind::Corrupt,
            Self::UnsupportedMagic(magic) if !(0..2).contains(magic) => BatchErrorKind::Corrupt,
            Self::UnknownCompression(_) => BatchErrorKind::UnsupportedCompression,
            Self::TooLarge { .. } => BatchErrorKind::TooLarge,
            Self::LogAppendTimeFromClient | Self::TimestampOutOfRange { .. } => {
                BatchErrorKind::InvalidTimestamp
            }
            Self::Truncated { .. }
            | Self::UnsupportedMagic(_)
            | Self::BaseOffsetNotZero(_)
            | Self::BadRecordCount(_)
            | Self::BadOffsetRange { .. }
            | Self::ControlFromClient
            | Self::BadSequence(_)
            | Self::Inflate { .. }
            | Self::InflatedTooLarge { .. }
            | Self::RecordsDoNotFill { .. }
            | Self::BadRecord { .. }
            | Self::LyingOffset { .. }
            | Self::MissingKey { .. } => BatchErrorKind::Invalid,
        }
    }

    /// The place in the batch of the record that is to blame, where a rule of the topic refuses one record of a batch
    /// that is in order.
    #[must_use]
    pub fn record_index(&self) -> Option<i32> {
        match self {
            Self::MissingKey { index } | Self::TimestampOutOfRange { index, .. } => Some(*index),
            _ => None,
        }
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { needed, available } => {
                write!(
                    f,
                    "the record batch takes {needed} bytes, but only {available} are there"
                )
            }
            Self::BadLength(length) => {
                write!(
                    f,
                    "the record batch's length field is {length}, below the 49 bytes that follow it in any batch"
                )
            }
            Self::UnsupportedMagic(magic) => {
                write!(
                    f,
                    "the record batch has magic {magic}; only message format v2 (magic 2) is taken"
                )
            }
            Self::CrcMismatch { stored, computed } => {
                write!(
                    f,
                    "the record batch's checksum is {computed:#010x}, but its header says {stored:#010x}"
                )
            }
            Self::UnknownCompression(codec) => {
                write!(
                    f,
                    "the record batch names compression codec {codec}; 0 to 4 exist (none, gzip, snappy, lz4, zstd)"
                )
            }
            Self::TooLarge { bytes, bytes_max } => {
                write!(
                    f,
                    "the record batch of {bytes} bytes is above the limit of {bytes_max} bytes; send smaller batches or raise the topic's max.message.bytes"
                )
            }
            Self::BaseOffsetNotZero(offset) => {
                write!(
                    f,
                    "the base offset of a producer's record batch should be 0, but it is {offset}"
                )
            }
            Self::BadRecordCount(count) => write!(f, "the record batch claims {count} records"),
            Self::BadOffsetRange {
                last_offset_delta,
                record_count,
            } => {
                write!(
                    f,
                    "the record batch's last offset delta {last_offset_delta} does not match its {record_count} records"
                )
            }
            Self::ControlFromClient
            | Self::BadSequence(_)
            | Self::LogAppendTimeFromClient
            | Self::Inflate { .. }
            | Self::InflatedTooLarge { .. }
            | Self::RecordsDoNotFill { .. }
            | Self::BadRecord { .. }
            | Self::LyingOffset { .. }
            | Self::MissingKey { .. }
            | Self::TimestampOutOfRange { .. } => self.fmt_records(f),
        }
    }
}

impl BatchError {
    /// What is wrong with the producer or the records rather than with the form of the header.
    fn fmt_records(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlFromClient => f.write_str("clients may not write control batches"),
            Self::BadSequence(sequence) => {
                write!(
                    f,
                    "the record batch has a producer id and the base sequence {sequence}, which is negative"
                )
            }
            Self::LogAppendTimeFromClient => {
                f.write_str("the record batch claims log-append time, which only a broker may set")
            }
            Self::Inflate { codec, reason } => {
                write!(f, "the {codec} data does not inflate: {reason}")
            }
            Self::InflatedTooLarge { bytes_max } => {
                write!(
                    f,
                    "the records inflate to more than the limit of {bytes_max} bytes; send smaller batches"
                )
            }
            Self::RecordsDoNotFill { reason } => {
                write!(f, "the records do not fill the batch exactly: {reason}")
            }
            Self::BadRecord { index, reason } => {
                write!(f, "record {index} of the batch is malformed: {reason}")
            }
            Self::LyingOffset {
                index,
                offset_delta,
            } => {
                write!(
                    f,
                    "record {index} of the batch has the offset delta {offset_delta}"
                )
            }
            Self::MissingKey { index } => {
                write!(
                    f,
                    "record {index} of the batch has no key, which a topic with cleanup.policy=compact requires"
                )
            }
            Self::TimestampOutOfRange {
                index,
                timestamp,
                earliest,
                latest,
            } => {
                write!(
                    f,
                    "record {index} of the batch has the timestamp {timestamp}, outside [{earliest}, {latest}] as set by message.timestamp.before.max.ms and message.timestamp.after.max.ms"
                )
            }
            _ => f.write_str("the record batch is malformed"),
        }
    }
}

impl std::error::Error for BatchError {}
