//! Reading everything that was flushed again and again, a slice at a time, to find damage while other replicas are whole.
//!
//! A pass over all logs takes half of `highwater.scrub.interval.ms`, so that whatever was written is read within all of it;
//! it takes longer only where `highwater.scrub.bytes.per.second` holds it back. One slice is under way at a time, and is read
//! where files are flushed.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use partition_log::{Scrub, ScrubPlace};
use types::{Instant, Now};
use world::Output;

use crate::broker::Broker;
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::partitions::HostedPartition;
use crate::storage_work::StorageWork;
use crate::sync::Mutex;
use crate::waiting::Effects;

/// Bytes of one slice.
const SLICE_BYTES: u64 = 1 << 20;
/// A pass is looked at again after this time at the latest.
const PAUSE_MAX: Duration = Duration::from_secs(3600);
/// A log is read at a reader's word once in this time.
const SUSPECTED_AGAIN_AFTER: Duration = Duration::from_secs(600);
/// Logs with nothing to read that are passed over at a time.
const PASSED_OVER_MAX: usize = 1000;

/// Where the present pass stands. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Scrubbing {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What this pass has yet to read, and from where.
    queue: VecDeque<(Arc<HostedPartition>, Option<ScrubPlace>)>,
    /// Slices that are left, as far as known when the pass began.
    slices_left: u64,
    pass_ends: Instant,
    /// Logs in which a reader met damage; they are read first.
    suspects: VecDeque<(Arc<HostedPartition>, Option<ScrubPlace>)>,
    /// When logs were last suspected, by serial: who meets damage that is not found asks again and again.
    suspected: BTreeMap<u64, Instant>,
    under_way: bool,
}

impl State {
    fn begin_pass(
        &mut self,
        ends: Instant,
        all: Vec<Arc<HostedPartition>>,
        slices: u64,
        first: u64,
    ) {
        self.pass_ends = ends;
        self.slices_left = slices;
        self.queue = all.into_iter().map(|hosted| (hosted, None)).collect();
        // Whoever is restarted often must not read the same logs every time and never the others.
        let count = self.queue.len().max(1) as u64;
        let first = usize::try_from(first % count).unwrap_or(0);
        self.queue.rotate_left(first);
    }

    fn pause(&self, now: Instant, rate: u64) -> Duration {
        let left = self.pass_ends.since(now);
        let slices = u32::try_from(self.slices_left.max(1)).unwrap_or(u32::MAX);
        let fastest = Duration::from_millis(SLICE_BYTES * 1000 / rate.max(1)).min(PAUSE_MAX);
        (left / slices).clamp(fastest, PAUSE_MAX)
    }
}

impl Broker {
    /// Begins the first pass, unless there shall be none.
    pub(crate) fn begin_scrubbing(&self, now: Now, out: &mut Vec<Output>) {
        if let Some(interval) = self.config.log.scrub_interval {
            let at = now.instant + (interval / 2).min(PAUSE_MAX);
            self.deadlines.enter(at, Due::Task(Task::Scrub), out);
        }
    }

    /// Reads a log before all others: somebody met damage in it.
    pub(crate) fn scrub_at_once(
        &self,
        now: Now,
        hosted: &Arc<HostedPartition>,
        out: &mut Vec<Output>,
    ) {
        {
            let mut state = locked(&self.scrubbing.state);
            state
                .suspected
                .retain(|_, at| now.instant.since(*at) < SUSPECTED_AGAIN_AFTER);
            if state.suspected.insert(hosted.serial, now.instant).is_some() {
                return;
            }
            state.suspects.push_back((Arc::clone(hosted), None));
        }
        self.scrub_next(now, out);
    }

    /// Reads the next slice, and sees to it that there is one after it.
    pub(crate) fn scrub_due(&self, now: Now, out: &mut Vec<Output>) {
        let Some(interval) = self.config.log.scrub_interval else {
            return;
        };
        let is_over = {
            let state = locked(&self.scrubbing.state);
            state.queue.is_empty() && !state.under_way && now.instant >= state.pass_ends
        };
        if is_over {
            let all = self.partitions.all();
            let sizes = all.iter().map(|hosted| hosted.lock().log.size_bytes());
            let slices = sizes.map(|size| size.div_ceil(SLICE_BYTES).max(1)).sum();
            let mut random = [0; 8];
            self.entropy.fill(&mut random);
            let (ends, first) = (now.instant + interval / 2, u64::from_be_bytes(random));
            locked(&self.scrubbing.state).begin_pass(ends, all, slices, first);
        }
        self.scrub_next(now, out);
        let rate = self.config.log.scrub_bytes_per_second;
        let pause = locked(&self.scrubbing.state).pause(now.instant, rate);
        self.deadlines
            .enter(now.instant + pause, Due::Task(Task::Scrub), out);
    }

    fn scrub_next(&self, now: Now, out: &mut Vec<Output>) {
        for _ in 0..PASSED_OVER_MAX {
            let next = {
                let mut state = locked(&self.scrubbing.state);
                if state.under_way {
                    return;
                }
                let suspect = state.suspects.pop_front();
                let is_suspect = suspect.is_some();
                let Some((hosted, place)) = suspect.or_else(|| {
                    state.slices_left = state.slices_left.saturating_sub(1);
                    state.queue.pop_front()
                }) else {
                    return;
                };
                state.under_way = true;
                (hosted, place, is_suspect)
            };
            let (hosted, place, is_suspect) = next;
            // In a statement of its own: the partition's lock is let go before another is taken.
            let begun = hosted.lock().log.begin_scrub(place, SLICE_BYTES);
            match begun {
                Ok(Some(scrub)) => {
                    let files = vec![scrub.file()];
                    let work = StorageWork::Scrub(hosted, scrub, is_suspect);
                    return self.begin_storage_work(now, work, files, out);
                }
                Ok(None) => {}
                // Whoever needs the log will meet the same, and handle it.
                Err(error) => {
                    tracing::warn!(partition = %hosted.name, %error, at = now.wall.0, "a log cannot be scrubbed");
                }
            }
            locked(&self.scrubbing.state).under_way = false;
        }
    }

    /// A slice was read.
    pub(crate) fn on_scrubbed(
        &self,
        now: Now,
        hosted: Arc<HostedPartition>,
        (scrub, is_suspect): (&Scrub, bool),
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let finished = hosted.lock().log.finish_scrub(scrub);
        let next = match finished {
            Ok(scrubbed) => {
                if let Some(found) = scrubbed.found {
                    tracing::error!(
                        name: "scrubbing finds damage", partition = %hosted.name, from = %found.start, up_to = %found.end,
                        "records are damaged on the disk: they are not served from here, and are looked for on another replica"
                    );
                    effects.damaged.push(Arc::clone(&hosted));
                }
                scrubbed.next
            }
            Err(error) => {
                let failed = (hosted.directory, error.to_string());
                if error.is_disk_failure() {
                    effects.failed_directories.push(failed);
                }
                None
            }
        };
        let has_suspects = {
            let mut state = locked(&self.scrubbing.state);
            state.under_way = false;
            match next {
                Some(_) if is_suspect => state.suspects.push_front((hosted, next)),
                Some(_) => state.queue.push_front((hosted, next)),
                None => {}
            }
            !state.suspects.is_empty()
        };
        if has_suspects {
            self.scrub_next(now, out);
        }
    }
}
