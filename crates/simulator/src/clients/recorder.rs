//! Writes down what clients do and are told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use history::{Entry, Happened, Operation, Outcome};
use types::Instant;

/// The history of all clients of a cluster. Clones write into the same one.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    history: Arc<Mutex<History>>,
}

#[derive(Debug, Default)]
struct History {
    entries: Vec<Entry>,
    next: u64,
}

impl Recorder {
    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, now: Instant, client: &Arc<str>, op: u64, what: Happened) {
        let entry = Entry {
            at: now.0,
            client: client.clone(),
            op,
            what,
        };
        self.history().entries.push(entry);
    }

    pub(crate) fn invoke(&self, now: Instant, client: &Arc<str>, operation: Operation) -> u64 {
        let op = {
            let mut history = self.history();
            history.next += 1;
            history.next
        };
        self.put(now, client, op, Happened::Invoke(operation));
        op
    }

    pub(crate) fn ok(&self, now: Instant, client: &Arc<str>, op: u64, outcome: Outcome) {
        self.put(now, client, op, Happened::Ok(outcome));
    }

    pub(crate) fn fail(&self, now: Instant, client: &Arc<str>, op: u64, why: String) {
        self.put(now, client, op, Happened::Fail(why));
    }

    pub(crate) fn info(&self, now: Instant, client: &Arc<str>, op: u64, why: String) {
        self.put(now, client, op, Happened::Info(why));
    }

    /// Adds what is no client's doing, such as a fault.
    pub fn note(&self, now: Instant, what: String) {
        self.put(now, &Arc::from("world"), 0, Happened::Note(what));
    }

    /// What is written down.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.history().entries.clone()
    }

    /// Takes what is written down, and begins anew.
    #[must_use]
    pub fn take(&self) -> Vec<Entry> {
        std::mem::take(&mut self.history().entries)
    }
}
