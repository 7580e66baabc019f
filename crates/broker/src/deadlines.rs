//! The one wheel of the broker: everything that is due at a time is entered here, nobody else owns a timer.

use std::collections::BTreeMap;
use std::sync::Weak;

use types::Instant;
use world::Output;

use crate::fetching::SessionId;
use crate::locked;
use crate::sync::Mutex;
use crate::waiting::{FetchSession, PendingDelete, PendingProduce};

/// What is due.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    /// A parked fetch answers with what there is.
    Fetch(Weak<FetchSession>, u64),
    /// A follower is told what is new beside records.
    FetchNews(Weak<FetchSession>),
    /// A parked produce answers that its time is over.
    Produce(Weak<PendingProduce>),
    /// A parked deletion answers that its time is over.
    Delete(Weak<PendingDelete>),
    /// A pause in following a leader is over.
    Following(SessionId),
    /// A parked request that waits for metadata answers with what there is.
    Metadata(u64),
    /// A regular task.
    Task(Task),
}

/// What comes round again and again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Task {
    /// Registration, heartbeats, fetching metadata.
    Lifecycle,
    /// Segments that are old or too many, files that are to go, producers that are gone.
    Retention,
    /// Flushes that `flush.ms` asks for.
    Flush,
    /// Writing high watermarks, recovery points and log starts.
    Checkpoint,
    /// Proposals of in-sync sets that found no controller.
    Proposals,
    /// Directories of replicas that found no controller.
    DirectoryAssignments,
    /// Members of in-sync sets that lag.
    Lag,
    /// Forwarded requests that found no controller.
    Forward,
    /// Topics on demand that found no controller.
    Creation,
    /// Questions that wait for what becomes of a leader.
    Suspects,
    /// The next slice of a log that is read to find damage.
    Scrub,
    /// Damaged records that may be found on another replica now.
    Repair,
    /// Time-outs of consumer groups.
    Groups,
}

/// Deadlines in order. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    by_time: BTreeMap<(Instant, u64), Due>,
    next: u64,
    announced: Option<Instant>,
}

impl Deadlines {
    /// Enters what is due `at`; the driver is told when that is earlier than all else.
    pub(crate) fn enter(&self, at: Instant, due: Due, out: &mut Vec<Output>) {
        let mut entries = locked(&self.entries);
        let number = entries.next;
        entries.next += 1;
        entries.by_time.insert((at, number), due);
        if entries.announced.is_none_or(|announced| at < announced) {
            entries.announced = Some(at);
            out.push(Output::WakeAt(at));
        }
    }

    /// Takes all that is due by `now`.
    pub(crate) fn take_due(&self, now: Instant) -> Vec<Due> {
        let mut entries = locked(&self.entries);
        let later = entries
            .by_time
            .split_off(&(now + std::time::Duration::from_nanos(1), 0));
        let due = std::mem::replace(&mut entries.by_time, later);
        entries.announced = None;
        due.into_values().collect()
    }

    /// Tells the driver the next deadline; to be called after everything due was done.
    pub(crate) fn announce(&self, out: &mut Vec<Output>) {
        let mut entries = locked(&self.entries);
        let next = entries.by_time.keys().next().map(|(at, _)| *at);
        if let Some(at) = next
            && entries.announced != Some(at)
        {
            entries.announced = Some(at);
            out.push(Output::WakeAt(at));
        }
    }
}
