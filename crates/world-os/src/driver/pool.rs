//! Threads that wait for disks in place of those that serve: a bounded number for each disk.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::shared::lock;

/// How long a thread waits for the next job before it ends.
const IDLE_MAX: Duration = Duration::from_secs(10);

type Job = Box<dyn FnOnce() + Send>;

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

/// The threads of all disks, for one kind of work.
pub(super) struct Pools {
    name: &'static str,
    parallelism: usize,
    pools: Mutex<BTreeMap<u64, Arc<Pool>>>,
}

impl Pools {
    pub(super) fn new(name: &'static str, parallelism: usize) -> Self {
        Self {
            name,
            parallelism: parallelism.max(1),
            pools: Mutex::default(),
        }
    }

    /// Runs a job when its turn comes on the disk of that device number.
    pub(super) fn run(&self, device: u64, job: impl FnOnce() + Send + 'static) {
        let pool = lock(&self.pools).entry(device).or_default().clone();
        let mut queue = lock(&pool.queue);
        queue.jobs.push_back(Box::new(job));
        if queue.idle >= queue.jobs.len() {
            pool.arrived.notify_one();
        } else if queue.threads < self.parallelism {
            queue.threads += 1;
            let running = pool.clone();
            let started = thread::Builder::new()
                .name(self.name.into())
                .spawn(move || running.work());
            if started.is_err() {
                queue.threads -= 1;
                if queue.threads == 0 {
                    // No thread can be had: late is better than never.
                    let job = queue.jobs.pop_front();
                    drop(queue);
                    job.into_iter().for_each(|job| job());
                }
            }
        }
    }

    pub(super) fn stop(&self) {
        for pool in lock(&self.pools).values() {
            lock(&pool.queue).stopped = true;
            pool.arrived.notify_all();
        }
    }
}

impl Pool {
    fn work(&self) {
        while let Some(job) = self.next() {
            job();
        }
    }

    fn next(&self) -> Option<Job> {
        let mut queue = lock(&self.queue);
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
