//! Whole clusters in one thread from one seed, and the promises they are held to.
//!
//! A [`Cluster`] runs the real `Broker` and `Controller` in a simulated world; a [`Workload`] produces and consumes as
//! clients do, and remembers what it was told; the [`checkers`] compare that with what can be read in the end.

mod branches;
pub mod checkers;
pub mod clients;
mod cluster;
pub mod fleet;
mod group_workload;
pub mod histories;
mod workload;

pub use cluster::{Cluster, ClusterSettings};
pub use group_workload::{GroupObserved, GroupSettings, GroupWorkload};
pub use workload::{Observed, Place, Workload, WorkloadSettings};
