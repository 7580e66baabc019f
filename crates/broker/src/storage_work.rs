//! Work on files that is done where files are flushed: flushes, checks, and repairs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use partition_log::{Repair, Scrub};
use types::{Instant, Now, Offset};
use world::{File, FlushTicket, Output};

use crate::broker::{Broker, ImageView};
use crate::locked;
use crate::partitions::HostedPartition;
use crate::sync::Mutex;
use crate::waiting::Effects;

/// What is under way.
pub(crate) enum StorageWork {
    /// Everything below the offset is being flushed.
    Flush(Arc<HostedPartition>, Offset),
    /// A slice is being read, perhaps because somebody met damage.
    Scrub(Arc<HostedPartition>, Scrub, bool),
    /// What was put back is being flushed.
    Repair(Arc<HostedPartition>, Repair),
}

impl fmt::Debug for StorageWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, hosted) = match self {
            Self::Flush(hosted, _) => ("Flush", hosted),
            Self::Scrub(hosted, ..) => ("Scrub", hosted),
            Self::Repair(hosted, _) => ("Repair", hosted),
        };
        f.debug_tuple(what).field(&hosted.name).finish()
    }
}

/// All work that is under way. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct StorageWorks {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    /// With the moment at which it began.
    under_way: BTreeMap<FlushTicket, (Instant, StorageWork)>,
}

impl StorageWorks {
    /// The directories in which acknowledgements have waited for a flush for `limit` or longer.
    pub(crate) fn directories_flushing_for(
        &self,
        now: Instant,
        limit: Duration,
    ) -> BTreeSet<usize> {
        let state = locked(&self.state);
        let long = state
            .under_way
            .values()
            .filter(|(begun, _)| *begun + limit <= now);
        let flushing = long.filter_map(|(_, work)| match work {
            StorageWork::Flush(hosted, _) => Some(hosted),
            StorageWork::Scrub(..) | StorageWork::Repair(..) => None,
        });
        // Collected first: no partition is locked under a leaf lock.
        let flushing: Vec<_> = flushing.cloned().collect();
        drop(state);
        let awaited = flushing.iter().filter(|hosted| hosted.awaits_flushes());
        awaited.map(|hosted| hosted.directory).collect()
    }
}

impl Broker {
    /// Has files flushed, and remembers what for.
    pub(crate) fn begin_storage_work(
        &self,
        now: Now,
        work: StorageWork,
        files: Vec<Arc<dyn File>>,
        out: &mut Vec<Output>,
    ) {
        let mut state = locked(&self.storage_works.state);
        state.next += 1;
        let ticket = FlushTicket(state.next);
        state.under_way.insert(ticket, (now.instant, work));
        out.push(Output::Flush(ticket, files));
    }

    /// Files were flushed, or their disk failed.
    pub(crate) fn on_flushed(
        &self,
        now: Now,
        ticket: FlushTicket,
        result: io::Result<()>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let work = locked(&self.storage_works.state).under_way.remove(&ticket);
        let Some((_, work)) = work else {
            return;
        };
        if let Err(error) = result {
            let (StorageWork::Flush(hosted, _)
            | StorageWork::Scrub(hosted, ..)
            | StorageWork::Repair(hosted, _)) = &work;
            let what = match &work {
                StorageWork::Scrub(..) => "reading",
                _ => "flushing",
            };
            let why = format!("{what} {} failed: {error}", hosted.name);
            effects.failed_directories.push((hosted.directory, why));
            return;
        }
        match work {
            StorageWork::Flush(hosted, up_to) => {
                let image = self.image.load();
                hosted.on_flushed(now, up_to, &ImageView(&image), effects);
                self.follow_flushed(now, &hosted, effects, out);
            }
            StorageWork::Scrub(hosted, scrub, is_suspect) => {
                self.on_scrubbed(now, hosted, (&scrub, is_suspect), effects, out)
            }
            StorageWork::Repair(hosted, repair) => {
                self.on_repaired(now, &hosted, &repair, effects, out)
            }
        }
    }
}
