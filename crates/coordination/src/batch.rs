//! Metadata records as a batch of the log, and back.

use std::fmt;

use bytes::Bytes;
use metadata::{Record, decode_record, encode_record};
use records::{Batch, BatchBuilder};
use types::{ControllerEpoch, LeaderEpoch, Offset, Timestamp};

use crate::CommittedBatch;

/// Batches of the metadata log are not compressed by us; those of another writer inflate to at most this.
const INFLATED_BYTES_MAX: u64 = 64 << 20;

/// A batch of the metadata log that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchDecodeError(String);

impl fmt::Display for BatchDecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BatchDecodeError {}

/// One batch with these records, the first at `base_offset`.
///
/// # Panics
/// When there are no records, or one that its highest version cannot carry.
#[must_use]
pub fn encode_batch(
    base_offset: Offset,
    epoch: ControllerEpoch,
    now: Timestamp,
    records: &[Record],
) -> Bytes {
    assert!(!records.is_empty(), "a batch has records");
    let mut builder = BatchBuilder::new(base_offset).leader_epoch(LeaderEpoch(epoch.0));
    for record in records {
        let value = match encode_record(record) {
            Ok(value) => value,
            Err(error) => panic!("a {} that cannot be written: {error}", record.name()),
        };
        builder.append(now, None, Some(&value), &[]);
    }
    builder.build()
}

/// The records of a batch; none for a control batch.
///
/// # Errors
/// A damaged batch, or a record that this version does not know.
pub fn decode_batch(batch: &Batch) -> Result<CommittedBatch, BatchDecodeError> {
    let header = *batch.header();
    let base_offset = header.base_offset;
    let at = |error: &dyn fmt::Display| {
        BatchDecodeError(format!(
            "the metadata batch at offset {base_offset} cannot be read: {error}"
        ))
    };
    let mut records = Vec::new();
    if !header.is_control() {
        for record in batch
            .records(INFLATED_BYTES_MAX)
            .map_err(|error| at(&error))?
        {
            let record = record.map_err(|error| at(&error))?;
            let value = record.value.unwrap_or_default();
            records.push(decode_record(value).map_err(|error| at(&error))?);
        }
    }
    Ok(CommittedBatch {
        base_offset,
        last_offset: header.last_offset(),
        epoch: ControllerEpoch(header.leader_epoch.0),
        written_at: header.max_timestamp,
        records,
    })
}
