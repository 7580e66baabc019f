//! Flushes files off the threads that serve, a bounded number at a time for each disk.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use world::{Event, File, FlushTicket};

use super::shared::Shared;
use crate::OsFile;

/// How long a thread waits for the next flush before it ends.
const IDLE_MAX: Duration = Duration::from_secs(10);

struct Job {
    node: usize,
    ticket: FlushTicket,
    files: Vec<Arc<dyn File>>,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    threads: usize,
    idle: usize,
    stopped: bool,
}

/// The threads of one disk.
#[derive(Default)]
struct Pool {
    queue: Mutex<Queue>,
    arrived: Condvar,
}

/// The threads of all disks.
pub(super) struct Flushers {
    parallelism: usize,
    pools: Mutex<BTreeMap<u64, Arc<Pool>>>,
}

impl Flushers {
    pub(super) fn new(parallelism: usize) -> Self {
        Self {
            parallelism: parallelism.max(1),
            pools: Mutex::default(),
        }
    }

    pub(super) fn flush(
        &self,
        shared: &Arc<Shared>,
        node: usize,
        ticket: FlushTicket,
        files: Vec<Arc<dyn File>>,
    ) {
        let device = files
            .first()
            .and_then(|file| file.as_any().downcast_ref())
            .map_or(0, OsFile::device);
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        let pool = pools.entry(device).or_default().clone();
        drop(pools);
        let mut queue = pool.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.jobs.push_back(Job {
            node,
            ticket,
            files,
        });
        if queue.idle >= queue.jobs.len() {
            pool.arrived.notify_one();
        } else if queue.threads < self.parallelism {
            queue.threads += 1;
            let (running, for_thread) = (pool.clone(), shared.clone());
            let started = thread::Builder::new()
                .name("flush".into())
                .spawn(move || running.run(&for_thread));
            if started.is_err() {
                queue.threads -= 1;
                if queue.threads == 0 {
                    // No thread can be had: late is better than never.
                    drop(queue);
                    pool.run_one(shared);
                }
            }
        }
    }

    pub(super) fn stop(&self) {
        for pool in self
            .pools
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
        {
            pool.queue
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .stopped = true;
            pool.arrived.notify_all();
        }
    }
}

impl Pool {
    fn run(&self, shared: &Arc<Shared>) {
        while let Some(job) = self.next() {
            job.run(shared);
        }
    }

    fn run_one(&self, shared: &Arc<Shared>) {
        let job = self
            .queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .jobs
            .pop_front();
        if let Some(job) = job {
            job.run(shared);
        }
    }

    fn next(&self) -> Option<Job> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.stopped {
                queue.threads -= 1;
                return None;
            }
            queue.idle += 1;
            let (again, waited) = self
                .arrived
                .wait_timeout(queue, IDLE_MAX)
                .unwrap_or_else(PoisonError::into_inner);
            queue = again;
            queue.idle -= 1;
            if waited.timed_out() && queue.jobs.is_empty() {
                queue.threads -= 1;
                return None;
            }
        }
    }
}

impl Job {
    fn run(self, shared: &Arc<Shared>) {
        let flushed: io::Result<()> = self.files.iter().try_for_each(|file| file.sync_data());
        drop(self.files);
        shared.on(self.node, Event::Flushed(self.ticket, flushed), None);
    }
}
