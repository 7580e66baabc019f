//! What a log remembers of one producer.

use std::collections::VecDeque;

use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::sequence::{AppendOrigin, ProducerAppend, SequenceError, SequenceOutcome};

/// Batches remembered of each producer: as many as an idempotent producer may have in flight.
pub(crate) const BATCHES_MAX: usize = 5;
pub(crate) const NO_SEQUENCE: i32 = -1;
pub(crate) const NO_COORDINATOR_EPOCH: i32 = -1;

/// One remembered batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct BatchRange {
    pub(crate) last_sequence: i32,
    pub(crate) last_offset: Offset,
    pub(crate) offset_delta: i32,
    pub(crate) timestamp: Timestamp,
}

impl BatchRange {
    pub(crate) fn base_offset(&self) -> Offset {
        self.last_offset + -i64::from(self.offset_delta)
    }

    /// Sequences wrap from the largest to zero.
    fn base_sequence(&self) -> i32 {
        let base = i64::from(self.last_sequence) - i64::from(self.offset_delta);
        let wrapped = if base < 0 {
            base + i64::from(i32::MAX) + 1
        } else {
            base
        };
        i32::try_from(wrapped).unwrap_or(NO_SEQUENCE)
    }
}

/// The state of one producer. Invariant: `batches` holds at most five, oldest first, all of `epoch`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ProducerEntry {
    pub(crate) epoch: ProducerEpoch,
    pub(crate) coordinator_epoch: i32,
    pub(crate) last_timestamp: Timestamp,
    pub(crate) transaction_first_offset: Option<Offset>,
    pub(crate) batches: VecDeque<BatchRange>,
}

impl ProducerEntry {
    pub(crate) fn new(epoch: ProducerEpoch) -> Self {
        Self {
            epoch,
            coordinator_epoch: NO_COORDINATOR_EPOCH,
            last_timestamp: Timestamp::NONE,
            transaction_first_offset: None,
            batches: VecDeque::new(),
        }
    }

    pub(crate) fn last_sequence(&self) -> i32 {
        self.batches
            .back()
            .map_or(NO_SEQUENCE, |batch| batch.last_sequence)
    }

    pub(crate) fn check(
        &self,
        append: &ProducerAppend,
        origin: AppendOrigin,
    ) -> Result<SequenceOutcome, SequenceError> {
        if origin == AppendOrigin::Client
            && let Some(batch) = self.duplicate_of(append)
        {
            return Ok(SequenceOutcome::Duplicate {
                base_offset: batch.base_offset(),
                last_offset: batch.last_offset,
                timestamp: batch.timestamp,
            });
        }
        self.check_epoch(append.producer_id, append.producer_epoch)?;
        if origin == AppendOrigin::Client {
            self.check_sequence(append)?;
        }
        if self.transaction_first_offset.is_some() && !append.transactional {
            return Err(SequenceError::NotInTransaction {
                producer_id: append.producer_id,
            });
        }
        Ok(SequenceOutcome::New)
    }

    fn duplicate_of(&self, append: &ProducerAppend) -> Option<&BatchRange> {
        if append.producer_epoch != self.epoch {
            return None;
        }
        self.batches.iter().find(|batch| {
            batch.last_sequence == append.last_sequence
                && batch.base_sequence() == append.base_sequence
        })
    }

    pub(crate) fn check_epoch(
        &self,
        producer_id: ProducerId,
        epoch: ProducerEpoch,
    ) -> Result<(), SequenceError> {
        if epoch < self.epoch {
            return Err(SequenceError::InvalidProducerEpoch {
                producer_id,
                epoch,
                current: self.epoch,
            });
        }
        Ok(())
    }

    fn check_sequence(&self, append: &ProducerAppend) -> Result<(), SequenceError> {
        // A new epoch starts from zero; so does one that has written only the end of a transaction.
        let last_sequence = if append.producer_epoch == self.epoch {
            self.last_sequence()
        } else {
            NO_SEQUENCE
        };
        let next = if last_sequence == i32::MAX {
            0
        } else {
            last_sequence + 1
        };
        if append.base_sequence == next {
            return Ok(());
        }
        let (producer_id, base_sequence) = (append.producer_id, append.base_sequence);
        Err(SequenceError::OutOfOrderSequence {
            producer_id,
            base_sequence,
            last_sequence,
        })
    }

    pub(crate) fn set_epoch(&mut self, epoch: ProducerEpoch) {
        if epoch != self.epoch {
            self.batches.clear();
            self.epoch = epoch;
        }
    }

    pub(crate) fn remember(&mut self, append: &ProducerAppend, base_offset: Offset) {
        self.set_epoch(append.producer_epoch);
        if self.batches.len() == BATCHES_MAX {
            self.batches.pop_front();
        }
        self.batches.push_back(BatchRange {
            last_sequence: append.last_sequence,
            last_offset: base_offset + i64::from(append.last_offset_delta),
            offset_delta: append.last_offset_delta,
            timestamp: append.max_timestamp,
        });
        self.last_timestamp = append.max_timestamp;
    }

    pub(crate) fn view(&self, producer_id: ProducerId) -> ProducerView {
        ProducerView {
            producer_id,
            producer_epoch: self.epoch,
            last_sequence: self.last_sequence(),
            last_timestamp: self.last_timestamp,
            coordinator_epoch: self.coordinator_epoch,
            transaction_first_offset: self.transaction_first_offset,
        }
    }
}

/// One producer as an administrator sees it (KIP-664).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProducerView {
    /// The producer.
    pub producer_id: ProducerId,
    /// Its newest epoch.
    pub producer_epoch: ProducerEpoch,
    /// Its newest sequence; -1 where none is in the log.
    pub last_sequence: i32,
    /// The time of its newest batch.
    pub last_timestamp: Timestamp,
    /// The epoch of the coordinator that ended its last transaction; -1 where there was none.
    pub coordinator_epoch: i32,
    /// Where its open transaction begins.
    pub transaction_first_offset: Option<Offset>,
}
