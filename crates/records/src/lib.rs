//! Record batch v2: view, validate, build, compress. Bytes in, bytes out.
//!
//! A batch is a slice of the buffer it was received in. Nothing here copies records unless something must look
//! inside a compressed batch, and every inflate has an output cap. Nothing here knows a wire error code: what is
//! wrong with a batch is a [`BatchError`], and [`BatchError::kind`] says which of Kafka's answers it deserves.

mod batch;
mod builder;
mod compression;
mod control;
mod error;
mod header;
mod recompress;
mod record;
mod snappy;
mod source;
mod validate;
mod varint;
mod walk;

pub use batch::{Batch, Batches};
pub use builder::BatchBuilder;
pub use compression::Compression;
pub use control::{ControlRecordType, EndTransactionMarker};
pub use error::{BatchError, BatchErrorKind};
pub use header::{
    BATCH_PREFIX, BatchHeader, HEADER_LEN, NO_SEQUENCE, TimestampType, increment_sequence,
};
pub use record::{Record, RecordHeader, RecordIter};
pub use validate::{AppendLimits, Validated, Validation};
