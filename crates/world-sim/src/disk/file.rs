//! An open file of a simulated disk.

use std::any::Any;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use codec::External;
use world::File;

use super::content::Snapshot;
use super::{DiskOperation, State};

/// An open file of a [`super::SimDisk`].
pub struct SimFile {
    state: Arc<Mutex<State>>,
    file: usize,
    path: String,
}

/// A flush that began and has not ended.
#[derive(Debug)]
pub(crate) struct Flushing {
    snapshot: Snapshot,
}

impl fmt::Debug for SimFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SimFile({})", self.path)
    }
}

impl SimFile {
    pub(super) fn new(state: Arc<Mutex<State>>, file: usize, path: String) -> Self {
        Self { state, file, path }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its path when it was opened.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn begin_flush(&self) -> Flushing {
        Flushing {
            snapshot: self.state().contents[self.file].begin_flush(),
        }
    }

    pub(crate) fn end_flush(&self, flushing: Flushing) -> io::Result<()> {
        let mut state = self.state();
        let checked = state.check(DiskOperation::Flush, &self.path);
        let content = &mut state.contents[self.file];
        match &checked {
            Ok(()) => content.end_flush(flushing.snapshot),
            Err(_) => content.fail_flush(),
        }
        checked
    }

    /// A write that fails leaves some of its bytes.
    fn tear(&self, state: &mut State, parts: &[&[u8]], mut position: u64) {
        let all = parts.iter().map(|part| part.len() as u64).sum::<u64>();
        let mut left = state.random.below(all + 1);
        for part in parts {
            let len = left.min(part.len() as u64);
            let some = usize::try_from(len).ok().and_then(|len| part.get(..len));
            let written = some.map(|some| state.contents[self.file].write(some, position));
            debug_assert!(matches!(written, Some(Ok(()))), "it fits in memory");
            position += len;
            left -= len;
        }
        state.recount();
    }

    fn check_room(state: &State, file: usize, end: u64) -> io::Result<()> {
        let more = end.saturating_sub(state.contents[file].len());
        if state.used + more > state.capacity {
            Err(io::ErrorKind::StorageFull.into())
        } else {
            Ok(())
        }
    }
}

impl External for SimFile {
    fn read_exact_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Read, &self.path)?;
        state.contents[self.file].read(buffer, position)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl File for SimFile {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().contents[self.file].len())
    }

    fn write_all_at(&self, parts: &[&[u8]], mut position: u64) -> io::Result<()> {
        let mut state = self.state();
        if let Err(error) = state.check(DiskOperation::Write, &self.path) {
            self.tear(&mut state, parts, position);
            return Err(error);
        }
        for part in parts {
            let before = state.contents[self.file].len();
            Self::check_room(&state, self.file, position + part.len() as u64)?;
            state.contents[self.file].write(part, position)?;
            position += part.len() as u64;
            let after = state.contents[self.file].len();
            state.used += after - before;
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Write, &self.path)?;
        Self::check_room(&state, self.file, len)?;
        if len < state.contents[self.file].len() {
            state.note_shortened(Path::new(&self.path));
        }
        state.contents[self.file].set_len(usize::try_from(len).map_err(io::Error::other)?);
        state.recount();
        Ok(())
    }

    fn reserve(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Write, &self.path)?;
        Self::check_room(&state, self.file, len)
    }

    fn sync_data(&self) -> io::Result<()> {
        let flushing = self.begin_flush();
        self.end_flush(flushing)
    }

    fn as_external(self: Arc<Self>) -> Arc<dyn External> {
        self
    }
}
