//! Work on files that is done where files are flushed: flushes, checks, and repairs.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use partition_log::{Repair, Scrub};
use types::{Now, Offset};
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
    under_way: BTreeMap<FlushTicket, StorageWork>,
}

impl Broker {
    /// Has files flushed, and remembers what for.
    pub(crate) fn begin_storage_work(
        &self,
        work: StorageWork,
        files: Vec<Arc<dyn File>>,
        out: &mut Vec<Output>,
    ) {
        let mut state = locked(&self.storage_works.state);
        state.next += 1;
        let ticket = FlushTicket(state.next);
        state.under_way.insert(ticket, work);
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
        let Some(work) = work else {
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
