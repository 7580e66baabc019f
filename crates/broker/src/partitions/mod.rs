//! The partitions that this broker hosts: the log, the deciding replica, and who waits for them, each under one lock.

mod append;
mod follow;
mod hosted;
mod hosting;
mod proposals;
mod read;
mod table;

pub(crate) use append::{AppendFailure, Appended};
pub(crate) use follow::{Fetched, Outcome, Position, Standing, Turns};
pub(crate) use hosted::{Hosted, HostedPartition, PartitionSettings};
pub(crate) use proposals::Proposals;
pub(crate) use read::{Consumer, ReadFailure, ReadOutcome, ReadRequest, Reader};
pub(crate) use table::Table;
