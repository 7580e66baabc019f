//! Segments, indexes, recovery and retention of one partition's log, over the disk port.
//!
//! Every file is Kafka's, byte for byte; what is ours beside them (`.window`, `damaged-ranges`,
//! `.highwater-running`, `.highwater-controller`, `.highwater-losses`) is derived, and Kafka passes it over. This
//! room stores and finds: it is told what is committed and who leads, and never decides either. It does no waiting: a flush is
//! handed out as a list of files and reported back.
//!
//! Invariants:
//! - `log_start_offset <= log_end_offset`, and every batch continues the one before or lies above
//!   it.
//! - Everything below the recovery point is flushed. Recovery never cuts below it: damage there is
//!   reported as a range, and the rest stays readable.
//! - A record is in the log before anything else says so: indexes, epochs, producer state and
//!   checkpoints are derived from the log, and their absence never removes a record.

mod append;
mod config;
mod damage;
mod directory;
mod environment;
mod error;
mod extent;
mod file_cache;
mod files;
mod flush;
mod index;
mod log;
mod names;
mod open;
mod read;
mod recovery;
mod repair;
mod retention;
mod scan;
mod scrub;
mod segment;
mod state;
mod text;
mod times;
mod truncation;

pub use append::{Appended, LeaderBatch};
pub use config::LogConfig;
pub use directory::{
    ClusterIdentity, ListedDirectory, LogDirectory, OfflineDirectory, OpenedDirectories, Restart,
};
pub use error::LogError;
pub use extent::Extent;
pub use file_cache::FileCache;
pub use log::{
    Flush, FlushScope, FoundTimestamp, PartitionLog, ReadOutcome, ReadRequest, Recovery, Retained,
};
pub use names::DirectoryKind;
pub use repair::Repair;
pub use scrub::{Scrub, ScrubPlace, Scrubbed};
