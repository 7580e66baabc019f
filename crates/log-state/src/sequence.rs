//! What a producer's batch says about its order, and what can be wrong with it.

use std::fmt;

use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

/// The producer's side of a batch's header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProducerAppend {
    /// The producer; never [`ProducerId::NONE`].
    pub producer_id: ProducerId,
    /// Its epoch.
    pub producer_epoch: ProducerEpoch,
    /// Sequence of the first record; negative where a coordinator writes in a producer's name.
    pub base_sequence: i32,
    /// Sequence of the last record; negative as above.
    pub last_sequence: i32,
    /// Offset of the last record, from the first.
    pub last_offset_delta: i32,
    /// Latest time of a record.
    pub max_timestamp: Timestamp,
    /// Whether it belongs to a transaction.
    pub transactional: bool,
}

/// Who wrote the batch, which says what is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AppendOrigin {
    /// A producer: epoch and sequence.
    Client,
    /// A coordinator in a producer's name: epoch only.
    Coordinator,
}

/// What a batch is, by its sequence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SequenceOutcome {
    /// To be appended.
    New,
    /// In the log already: to be answered as if it had just been appended.
    Duplicate {
        /// Where its first record is.
        base_offset: Offset,
        /// Where its last record is.
        last_offset: Offset,
        /// Its latest time.
        timestamp: Timestamp,
    },
}

/// Why a batch of a producer is not appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SequenceError {
    /// A newer incarnation of the producer has written.
    InvalidProducerEpoch {
        /// The producer.
        producer_id: ProducerId,
        /// Of the batch.
        epoch: ProducerEpoch,
        /// The newest seen.
        current: ProducerEpoch,
    },
    /// Batches before this one are missing, or it is older than the ones remembered.
    OutOfOrderSequence {
        /// The producer.
        producer_id: ProducerId,
        /// Of the batch.
        base_sequence: i32,
        /// The newest in the log; -1 where there is none in this epoch.
        last_sequence: i32,
    },
    /// A batch without a transaction from a producer with one open.
    NotInTransaction {
        /// The producer.
        producer_id: ProducerId,
    },
    /// The end of a transaction from a transaction coordinator that has been replaced.
    CoordinatorFenced {
        /// The producer.
        producer_id: ProducerId,
        /// Of the marker.
        coordinator_epoch: i32,
        /// The newest seen.
        current: i32,
    },
}

impl fmt::Display for SequenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidProducerEpoch {
                producer_id,
                epoch,
                current,
            } => write!(
                f,
                "producer {producer_id} writes with epoch {}, but epoch {} has written here",
                epoch.0, current.0
            ),
            Self::OutOfOrderSequence {
                producer_id,
                base_sequence,
                last_sequence,
            } => write!(
                f,
                "producer {producer_id} sends sequence {base_sequence}, but the last one here is {last_sequence}"
            ),
            Self::NotInTransaction { producer_id } => write!(
                f,
                "producer {producer_id} writes outside of the transaction that it has open here"
            ),
            Self::CoordinatorFenced {
                producer_id,
                coordinator_epoch,
                current,
            } => write!(
                f,
                "a transaction of producer {producer_id} is ended by coordinator epoch {coordinator_epoch}, but epoch {current} has written here"
            ),
        }
    }
}

impl std::error::Error for SequenceError {}
