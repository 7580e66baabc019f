//! A broker: requests in, answers and effects out.
//!
//! Who may enter: a driver, through [`Broker`] as a [`world::Node`]. The room is runtime-free: it owns no thread, socket or
//! timer. A request comes in on the thread that read it and is carried as far as it goes on that thread; what has to wait is
//! parked in `waiting` and answered by whoever ends the wait.
//!
//! Locks: a thread holds at most one partition's lock and inside of it only leaf locks (sessions, deadlines, tables); nothing
//! outside of `partitions` is called under it. The metadata image is swapped atomically and never locked.

mod admission;
mod broker;
mod calls;
mod coordinators;
mod counting;
mod creation;
mod deadlines;
mod directories;
mod directory_assignments;
mod dispatch;
mod error_map;
mod fetching;
mod forwarding;
mod handlers;
mod identity;
mod lifecycle;
mod losses;
mod metadata_applier;
mod metadata_follower;
mod partitions;
mod producer_ids;
mod repairing;
mod replica_views;
mod request;
#[cfg(all(test, feature = "schedules"))]
mod schedules;
mod scrubbing;
mod slow_disks;
mod storage_work;
mod suspects;
mod sync;
mod topic_settings;
mod versions;
mod waiting;

use std::sync::PoisonError;

use crate::sync::{Mutex, MutexGuard};

pub use broker::{Broker, BrokerParts, StartError};
pub use calls::LANE_CONTROL;
pub use lifecycle::Voter;
pub use losses::Loss;
pub use replica_views::ReplicaView;

/// Takes a lock. A thread that panicked under it has asserted an invariant away; the process reports that by itself, and the
/// others go on with what is there.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
