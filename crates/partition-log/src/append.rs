//! Appending: offsets, rolls, one write, then everything that is derived.

use records::{Batch, Validated};
use types::{Offset, Timestamp};

/// A batch that a leader appends.
#[derive(Clone, Copy, Debug)]
pub struct LeaderBatch<'a> {
    /// As received.
    pub batch: &'a Batch,
    /// The time to append it with.
    pub validated: Validated,
}

impl<'a> LeaderBatch<'a> {
    /// A batch of our own making, whose header says what is in it.
    #[must_use]
    pub fn trusted(batch: &'a Batch) -> Self {
        let header = batch.header();
        let validated =
            Validated { max_timestamp: header.max_timestamp, timestamp_type: header.timestamp_type() };
        Self { batch, validated }
    }
}

/// Where something was appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// Offset of the first record.
    pub first_offset: Offset,
    /// Offset of the last record.
    pub last_offset: Offset,
    /// Latest time of a record among them.
    pub max_timestamp: Timestamp,
    /// The time of the append, where the topic stamps records with it.
    pub log_append_time: Option<Timestamp>,
    /// Bytes written.
    pub bytes: u64,
    /// Whether a new segment was begun, so that the old one is to be flushed.
    pub rolled: bool,
}
