//! One thread for each node that calls its tick when it is due. It does nothing else: no disk and no crowd of
//! connections can make it late.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Thread};
use std::time::Duration;

use types::Instant;

use super::shared::Shared;

#[derive(Debug)]
pub(super) struct Timer {
    due: AtomicU64,
    thread: OnceLock<Thread>,
    stopped: AtomicBool,
}

impl Default for Timer {
    fn default() -> Self {
        Self {
            due: AtomicU64::new(Instant::NEVER.0),
            thread: OnceLock::new(),
            stopped: AtomicBool::new(false),
        }
    }
}

impl Timer {
    pub(super) fn wake_at(&self, at: Instant) {
        if self.due.fetch_min(at.0, Ordering::SeqCst) > at.0 {
            self.unpark();
        }
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.unpark();
    }

    fn unpark(&self) {
        // Before the thread is known it has not parked yet either.
        if let Some(thread) = self.thread.get()
            && thread.id() != thread::current().id()
        {
            thread.unpark();
        }
    }
}

pub(super) fn start(shared: &Arc<Shared>, node: usize) -> io::Result<()> {
    let running = shared.clone();
    let name = format!("{}-timer", shared.node(node).name);
    let handle = thread::Builder::new()
        .name(name)
        .spawn(move || run(&running, node))?;
    let timer = &shared.node(node).timer;
    let _ = timer.thread.set(handle.thread().clone());
    timer.unpark();
    Ok(())
}

fn run(shared: &Arc<Shared>, node: usize) {
    let hosted = shared.node(node);
    let timer = &hosted.timer;
    let mut out = Vec::new();
    while !timer.stopped.load(Ordering::SeqCst) {
        let now = shared.now();
        let due = Instant(timer.due.load(Ordering::SeqCst));
        if due <= now.instant {
            timer.due.store(Instant::NEVER.0, Ordering::SeqCst);
            hosted.enter("a tick", |node| node.tick(now, &mut out));
            shared.execute(node, &mut out, None);
        } else if due == Instant::NEVER {
            thread::park();
        } else {
            thread::park_timeout(due.since(now.instant).min(Duration::from_secs(3600)));
        }
    }
}
