//! Pure state beside a log: leader epochs, producers, aborted transactions.
//!
//! Nothing here reads a batch or knows a file: the log tells what it appended, and asks. The encodings are those of
//! Kafka's own state files, so that a directory can change hands.

mod aborted;
mod leader_epochs;
mod producer_entry;
mod producers;
mod sequence;
mod snapshot;
mod window;

pub use aborted::{ABORTED_TRANSACTION_LEN, AbortedSearch, AbortedTransaction, search_aborted};
pub use leader_epochs::{EpochEnd, EpochStart, LeaderEpochs};
pub use producer_entry::ProducerView;
pub use producers::{CompletedTransaction, Producers, TransactionEnd};
pub use sequence::{AppendOrigin, ProducerAppend, SequenceError, SequenceOutcome};
pub use snapshot::StateFileError;
