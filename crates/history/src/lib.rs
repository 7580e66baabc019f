//! What clients of a cluster did and were told, in one format, and the check of what they may have been told.
//!
//! Who may enter: whoever records clients, simulated ([`Entry`]s in memory) or real (lines of JSON, [`read`] and [`write`]).
//! The room knows nothing of brokers, and decides by what clients saw alone: it would say the same of any other log.

mod checker;
mod format;

pub use checker::{Anomaly, Kind, Promises, Report, check};
pub use format::{Entry, Happened, Operation, Outcome, Read, Value, read, write};
