//! The `.snapshot` of Kafka: all producers of a log, each with its newest batch only.

use std::collections::VecDeque;
use std::fmt;

use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::producer_entry::{BatchRange, ProducerEntry};
use crate::producers::Producers;

const VERSION: i16 = 1;
const CRC_END: usize = 6;
const COUNT_END: usize = 10;
const ENTRY_LEN: usize = 46;

/// Why a state file is of no use. It is derived from the log and can be made again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StateFileError {
    /// Another format.
    UnknownVersion(i16),
    /// The bytes are damaged.
    CrcMismatch {
        /// In the file.
        stored: u32,
        /// Of the bytes.
        computed: u32,
    },
    /// Too short, or too long for what it says it holds.
    BadLength(usize),
    /// Two producers whose transactions begin at the same offset, or one producer twice.
    Contradiction(ProducerId),
    /// A line of text that is not what it should be.
    BadLine {
        /// From one.
        line: usize,
        /// What it should be.
        what: &'static str,
    },
}

impl fmt::Display for StateFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion(version) => write!(f, "version {version} is not known"),
            Self::CrcMismatch { stored, computed } => {
                write!(
                    f,
                    "the checksum is {computed:#010x}, but the file says {stored:#010x}"
                )
            }
            Self::BadLength(len) => {
                write!(f, "{len} bytes do not hold what the file says it holds")
            }
            Self::Contradiction(id) => write!(f, "producer {id} contradicts another entry"),
            Self::BadLine { line, what } => write!(f, "line {line} is not {what}"),
        }
    }
}

impl std::error::Error for StateFileError {}

/// Takes numbers from the front of a file that was checked to be long enough.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        match self.0.split_first_chunk::<N>() {
            Some((field, rest)) => {
                self.0 = rest;
                *field
            }
            None => [0; N],
        }
    }

    pub(crate) fn i16(&mut self) -> i16 {
        i16::from_be_bytes(self.take())
    }

    pub(crate) fn i32(&mut self) -> i32 {
        i32::from_be_bytes(self.take())
    }

    pub(crate) fn i64(&mut self) -> i64 {
        i64::from_be_bytes(self.take())
    }
}

/// Puts version and checksum before the bytes.
pub(crate) fn seal(version: i16, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(CRC_END + body.len());
    out.extend_from_slice(&version.to_be_bytes());
    out.extend_from_slice(&crc32c::crc32c(body).to_be_bytes());
    out.extend_from_slice(body);
    out
}

/// Checks version and checksum; the bytes after them.
pub(crate) fn unseal(version: i16, bytes: &[u8]) -> Result<&[u8], StateFileError> {
    let too_short = || StateFileError::BadLength(bytes.len());
    let (found, rest) = bytes.split_first_chunk::<2>().ok_or_else(too_short)?;
    let found = i16::from_be_bytes(*found);
    if found != version {
        return Err(StateFileError::UnknownVersion(found));
    }
    let (stored, body) = rest.split_first_chunk::<4>().ok_or_else(too_short)?;
    let (stored, computed) = (u32::from_be_bytes(*stored), crc32c::crc32c(body));
    if stored == computed {
        Ok(body)
    } else {
        Err(StateFileError::CrcMismatch { stored, computed })
    }
}

impl Producers {
    /// The bytes of Kafka's `.snapshot`: version, CRC-32C, count, and 46 bytes for each producer.
    #[must_use]
    pub fn encode_snapshot(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(COUNT_END - CRC_END + self.entries.len() * ENTRY_LEN);
        let count = i32::try_from(self.entries.len()).unwrap_or(i32::MAX);
        body.extend_from_slice(&count.to_be_bytes());
        for (id, entry) in &self.entries {
            let newest = entry.batches.back();
            body.extend_from_slice(&id.0.to_be_bytes());
            body.extend_from_slice(&entry.epoch.0.to_be_bytes());
            body.extend_from_slice(&entry.last_sequence().to_be_bytes());
            let last_offset = newest.map_or(Offset::NONE, |batch| batch.last_offset);
            body.extend_from_slice(&last_offset.0.to_be_bytes());
            body.extend_from_slice(&newest.map_or(0, |batch| batch.offset_delta).to_be_bytes());
            body.extend_from_slice(&entry.last_timestamp.0.to_be_bytes());
            body.extend_from_slice(&entry.coordinator_epoch.to_be_bytes());
            let first = entry.transaction_first_offset.unwrap_or(Offset::NONE);
            body.extend_from_slice(&first.0.to_be_bytes());
        }
        seal(VERSION, &body)
    }

    /// Reads the bytes of Kafka's `.snapshot`. Each producer then has its newest batch only: see
    /// [`Producers::restore_windows`] for the others, and call [`Producers::expire`] afterwards.
    ///
    /// # Errors
    /// Another version, a wrong checksum, a length that does not match, or entries that contradict each other.
    pub fn decode_snapshot(bytes: &[u8]) -> Result<Self, StateFileError> {
        let body = unseal(VERSION, bytes)?;
        let bad_length = StateFileError::BadLength(bytes.len());
        let (count, entries) = body.split_first_chunk::<4>().ok_or(bad_length)?;
        let count = usize::try_from(i32::from_be_bytes(*count)).map_err(|_| bad_length)?;
        if count.checked_mul(ENTRY_LEN) != Some(entries.len()) {
            return Err(bad_length);
        }
        let mut producers = Self::new();
        for entry in entries.chunks_exact(ENTRY_LEN) {
            let mut fields = Fields(entry);
            let id = ProducerId(fields.i64());
            let epoch = ProducerEpoch(fields.i16());
            let last_sequence = fields.i32();
            let last_offset = Offset(fields.i64());
            let offset_delta = fields.i32();
            let last_timestamp = Timestamp(fields.i64());
            let coordinator_epoch = fields.i32();
            let first = Offset(fields.i64());
            let newest = BatchRange {
                last_sequence,
                last_offset,
                offset_delta,
                timestamp: last_timestamp,
            };
            let batches = if last_offset.0 >= 0 {
                VecDeque::from([newest])
            } else {
                VecDeque::new()
            };
            let transaction_first_offset = (first.0 >= 0).then_some(first);
            if producers.contradicts(id, transaction_first_offset) {
                return Err(StateFileError::Contradiction(id));
            }
            producers.insert(
                id,
                ProducerEntry {
                    epoch,
                    coordinator_epoch,
                    last_timestamp,
                    transaction_first_offset,
                    batches,
                },
            );
        }
        Ok(producers)
    }
}
