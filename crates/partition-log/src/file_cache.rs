//! The open files of all logs: a process may have only so many.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use types::Offset;
use world::{Disk, File, OpenMode};

use crate::names::FileKind;

/// Names a file for as long as a log is open, whatever its directory is called meanwhile.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct FileKey {
    pub(crate) log: u64,
    pub(crate) base: Offset,
    pub(crate) kind: FileKind,
}

/// Files that are kept open, shared by all logs of a process; the one unused longest makes room
/// (second chance).
///
/// Its lock is a leaf: nothing is called under it. A file that is pushed out while a reader holds
/// it stays open until the reader is done.
#[derive(Debug)]
pub struct FileCache {
    disk: Arc<dyn Disk>,
    capacity: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    files: HashMap<FileKey, Slot>,
    /// Keys in the order in which they may have to go; holds every key of `files` once, and some
    /// that are gone.
    order: VecDeque<FileKey>,
    next_log: u64,
}

#[derive(Debug)]
struct Slot {
    file: Arc<dyn File>,
    used: bool,
}

impl FileCache {
    /// Leaves the other half of the 20,000 descriptors that a process may have to connections.
    pub const CAPACITY_DEFAULT: usize = 8_000;

    /// Opens files of `disk` and keeps at most `capacity` of them.
    #[must_use]
    pub fn new(disk: Arc<dyn Disk>, capacity: usize) -> Self {
        Self {
            disk,
            capacity: capacity.max(1),
            open: Mutex::default(),
        }
    }

    /// The disk whose files these are.
    #[must_use]
    pub fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// How many files are open.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.lock().files.len()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number for a log that no other log of this process has.
    pub(crate) fn register_log(&self) -> u64 {
        let mut open = self.lock();
        open.next_log += 1;
        open.next_log
    }

    /// The open file of `key`, opened now if it is not.
    pub(crate) fn get(
        &self,
        key: FileKey,
        path: impl FnOnce() -> PathBuf,
        mode: OpenMode,
    ) -> io::Result<Arc<dyn File>> {
        if let Some(slot) = self.lock().files.get_mut(&key) {
            slot.used = true;
            return Ok(Arc::clone(&slot.file));
        }
        let file = self.disk.open(&path(), mode)?;
        self.insert(key, Arc::clone(&file));
        Ok(file)
    }

    /// Lets go of a file that is renamed away or removed.
    pub(crate) fn remove(&self, key: FileKey) {
        // Dropped after the lock: closing a file is a system call.
        let _closed = self.lock().files.remove(&key);
    }

    fn insert(&self, key: FileKey, file: Arc<dyn File>) {
        let mut closed = Vec::new();
        let mut open = self.lock();
        if open.files.insert(key, Slot { file, used: true }).is_none() {
            open.order.push_back(key);
        }
        // A key goes round once for each use since its last turn, so this ends: nothing is used
        // meanwhile.
        while open.files.len() > self.capacity
            && let Some(oldest) = open.order.pop_front()
        {
            let Some(slot) = open.files.get_mut(&oldest) else {
                continue;
            };
            if std::mem::take(&mut slot.used) {
                open.order.push_back(oldest);
            } else {
                closed.extend(open.files.remove(&oldest));
            }
        }
        let Open { files, order, .. } = &mut *open;
        if order.len() > 2 * files.len() + 64 {
            let mut seen = HashSet::with_capacity(files.len());
            order.retain(|key| files.contains_key(key) && seen.insert(*key));
        }
        drop(open);
        // Closed after the lock is released: closing a file is a system call.
        drop(closed);
    }
}
