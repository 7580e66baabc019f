//! The index of aborted transactions (`.txnindex`): what a consumer of committed records must leave out.

use types::{Offset, ProducerId};

use crate::snapshot::{Fields, StateFileError};

/// Bytes of an entry on disk.
pub const ABORTED_TRANSACTION_LEN: usize = 34;

const VERSION: i16 = 0;

/// One aborted transaction. Entries of an index rise by `last_offset`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AbortedTransaction {
    /// The producer.
    pub producer_id: ProducerId,
    /// Its first record.
    pub first_offset: Offset,
    /// Its marker.
    pub last_offset: Offset,
    /// The last stable offset when it ended: no entry after this one begins below it.
    pub last_stable_offset: Offset,
}

impl AbortedTransaction {
    /// The entry as Kafka writes it.
    #[must_use]
    pub fn encode(&self) -> [u8; ABORTED_TRANSACTION_LEN] {
        let mut out = [0; ABORTED_TRANSACTION_LEN];
        out[..2].copy_from_slice(&VERSION.to_be_bytes());
        out[2..10].copy_from_slice(&self.producer_id.0.to_be_bytes());
        out[10..18].copy_from_slice(&self.first_offset.0.to_be_bytes());
        out[18..26].copy_from_slice(&self.last_offset.0.to_be_bytes());
        out[26..].copy_from_slice(&self.last_stable_offset.0.to_be_bytes());
        out
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// Another version.
    pub fn decode(bytes: &[u8; ABORTED_TRANSACTION_LEN]) -> Result<Self, StateFileError> {
        let mut fields = Fields(bytes);
        match fields.i16() {
            VERSION => Ok(Self {
                producer_id: ProducerId(fields.i64()),
                first_offset: Offset(fields.i64()),
                last_offset: Offset(fields.i64()),
                last_stable_offset: Offset(fields.i64()),
            }),
            other => Err(StateFileError::UnknownVersion(other)),
        }
    }
}

/// What one index says about a range of offsets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AbortedSearch {
    /// The transactions that overlap with the range.
    pub transactions: Vec<AbortedTransaction>,
    /// Whether the indexes of later segments need not be searched.
    pub is_complete: bool,
}

/// The aborted transactions that overlap with the offsets from `fetch_offset` to below `end_offset`.
pub fn search_aborted(
    entries: impl IntoIterator<Item = AbortedTransaction>,
    fetch_offset: Offset,
    end_offset: Offset,
) -> AbortedSearch {
    let mut search = AbortedSearch::default();
    for entry in entries {
        if entry.last_offset >= fetch_offset && entry.first_offset < end_offset {
            search.transactions.push(entry);
        }
        if entry.last_stable_offset >= end_offset {
            search.is_complete = true;
            break;
        }
    }
    search
}
