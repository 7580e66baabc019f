//! Memory for requests in flight, shared by all connections.
//!
//! What arrived is charged, not what was announced: a length costs nothing. Above the limit a connection reads on only
//! while it holds little ([`SMALL_BYTES_MAX`]), or with the one overdraft, so that requests which fill the budget half
//! received cannot wait for each other for ever. Memory stays below the limit plus one request, plus a little for each
//! connection.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::Waker;

/// What a connection may always hold, in bytes.
pub const SMALL_BYTES_MAX: usize = 16 << 10;

/// Bytes of requests that arrived and are not answered, over all connections.
#[derive(Debug)]
pub struct Budget {
    bytes_max: u64,
    used_bytes: AtomicU64,
    overdraft_taken: AtomicBool,
    anyone_waits: AtomicBool,
    waiting: Mutex<Vec<Waker>>,
}

impl Budget {
    /// A budget of `bytes_max` bytes.
    #[must_use]
    pub fn new(bytes_max: u64) -> Self {
        Self {
            bytes_max,
            used_bytes: AtomicU64::new(0),
            overdraft_taken: AtomicBool::new(false),
            anyone_waits: AtomicBool::new(false),
            waiting: Mutex::new(Vec::new()),
        }
    }

    /// Bytes in flight.
    #[must_use]
    pub fn used_bytes(&self) -> u64 {
        self.used_bytes.load(Ordering::SeqCst)
    }

    /// Whether no more than small requests are admitted.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.used_bytes() >= self.bytes_max
    }

    pub(crate) fn charge(&self, bytes: usize) {
        self.used_bytes.fetch_add(bytes as u64, Ordering::SeqCst);
    }

    pub(crate) fn release(&self, bytes: usize) {
        let before = self.used_bytes.fetch_sub(bytes as u64, Ordering::SeqCst);
        debug_assert!(before >= bytes as u64, "more was released than charged");
        if before - (bytes as u64) < self.bytes_max {
            self.wake();
        }
    }

    pub(crate) fn take_overdraft(&self) -> bool {
        !self.overdraft_taken.swap(true, Ordering::SeqCst)
    }

    pub(crate) fn return_overdraft(&self) {
        self.overdraft_taken.store(false, Ordering::SeqCst);
        self.wake();
    }

    /// Wakes `waker` when there may be room again, once. To be called before looking again whether there is.
    pub fn wake_later(&self, waker: &Waker) {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(waker.clone());
        self.anyone_waits.store(true, Ordering::SeqCst);
    }

    fn wake(&self) {
        if self.anyone_waits.swap(false, Ordering::SeqCst) {
            let waiting =
                std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
            waiting.into_iter().for_each(Waker::wake);
        }
    }
}
