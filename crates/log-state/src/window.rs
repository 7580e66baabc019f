//! The batches that Kafka's `.snapshot` leaves out: the rest of each producer's window, in a format of our own.
//!
//! A derived file: without it a retry of anything but a producer's newest batch is refused after a restart, never
//! written twice.

use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::producer_entry::{BATCHES_MAX, BatchRange, ProducerEntry};
use crate::producers::Producers;
use crate::snapshot::{Fields, StateFileError, seal, unseal};

const VERSION: i16 = 0;
/// Producer id, epoch, last sequence, last offset, offset delta, timestamp.
const BATCH_LEN: usize = 8 + 2 + 4 + 8 + 4 + 8;

impl Producers {
    /// All remembered batches but the newest of each producer: a file to write beside Kafka's snapshot.
    #[must_use]
    pub fn encode_windows(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (id, entry) in &self.entries {
            for batch in entry.batches.iter().rev().skip(1) {
                body.extend_from_slice(&id.0.to_be_bytes());
                body.extend_from_slice(&entry.epoch.0.to_be_bytes());
                body.extend_from_slice(&batch.last_sequence.to_be_bytes());
                body.extend_from_slice(&batch.last_offset.0.to_be_bytes());
                body.extend_from_slice(&batch.offset_delta.to_be_bytes());
                body.extend_from_slice(&batch.timestamp.0.to_be_bytes());
            }
        }
        seal(VERSION, &body)
    }

    /// Adds the batches of [`Producers::encode_windows`] to what [`Producers::decode_snapshot`] read from the file
    /// beside it, before anything is replayed. What does not belong before a producer's newest batch is passed over.
    ///
    /// # Errors
    /// Another version, a wrong checksum, or a length that does not match; nothing is added then.
    pub fn restore_windows(&mut self, bytes: &[u8]) -> Result<(), StateFileError> {
        let body = unseal(VERSION, bytes)?;
        if body.len() % BATCH_LEN != 0 {
            return Err(StateFileError::BadLength(bytes.len()));
        }
        for batch in body.chunks_exact(BATCH_LEN) {
            let mut fields = Fields(batch);
            let id = ProducerId(fields.i64());
            let epoch = ProducerEpoch(fields.i16());
            let range = BatchRange {
                last_sequence: fields.i32(),
                last_offset: Offset(fields.i64()),
                offset_delta: fields.i32(),
                timestamp: Timestamp(fields.i64()),
            };
            if let Some(entry) = self.entries.get_mut(&id)
                && entry.epoch == epoch
                && precedes(entry, &range)
            {
                entry.batches.push_front(range);
            }
        }
        Ok(())
    }
}

fn precedes(entry: &ProducerEntry, range: &BatchRange) -> bool {
    entry.batches.len() < BATCHES_MAX
        && entry
            .batches
            .front()
            .is_some_and(|first| range.last_offset < first.base_offset())
}
