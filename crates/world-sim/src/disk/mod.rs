//! A disk in memory that knows what was flushed.

mod content;
mod faults;
mod file;
mod tree;

use std::fmt;
use std::io;
use std::path::{Component, Path};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use world::{Disk, DiskUsage, Entry, File, OpenMode};

use crate::Random;
use content::Content;
pub use faults::{DiskCopy, DiskDamage, DiskDelay};
pub(crate) use file::Flushing;
pub use file::SimFile;
use tree::{Child, Tree};

/// How a process ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crash {
    /// The process alone: all that it wrote is still there.
    Process,
    /// The machine: what was flushed is still there, and of the rest what the seed leaves.
    Machine,
}

/// What can be made to fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DiskOperation {
    /// Opening or making a file.
    Open,
    /// Reading.
    Read,
    /// Writing, cutting or reserving.
    Write,
    /// Flushing a file. What was not flushed is lost from then on, as on Linux: trying again succeeds and flushes nothing.
    Flush,
    /// Flushing a directory, renaming or removing.
    Directory,
}

/// An operation that fails.
#[derive(Clone, Debug)]
pub struct DiskFault {
    /// Which.
    pub operation: DiskOperation,
    /// Only for paths that contain this.
    pub path_contains: String,
    /// How it fails.
    pub error: io::ErrorKind,
    /// How many times.
    pub times: u32,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) tree: Tree,
    pub(crate) contents: Vec<Content>,
    faults: Vec<DiskFault>,
    delay: DiskDelay,
    /// What was done in line took so long, and nobody has waited for it yet.
    owed: Duration,
    /// Tells a torn write where to tear.
    random: Random,
    capacity: u64,
    used: u64,
    locks: Vec<String>,
    boots: u64,
    /// Counts the times that a log lost bytes or a segment.
    shortened: u64,
}

impl State {
    fn recount(&mut self) {
        self.used = self
            .tree
            .files()
            .iter()
            .map(|&file| self.contents[file].len())
            .sum();
    }

    fn note_shortened(&mut self, path: &Path) {
        self.shortened += u64::from(path.extension().is_some_and(|it| it == "log"));
    }
}

/// The disk of one simulated machine. Clones are the same disk.
#[derive(Clone)]
pub struct SimDisk {
    state: Arc<Mutex<State>>,
}

impl fmt::Debug for SimDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SimDisk")
    }
}

impl Default for SimDisk {
    fn default() -> Self {
        Self::new()
    }
}

fn parts(path: &Path) -> Vec<String> {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

/// A terabyte.
const CAPACITY: u64 = 1 << 40;

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

impl SimDisk {
    /// An empty disk of a terabyte.
    #[must_use]
    pub fn new() -> Self {
        Self::with_random(Random::new(0))
    }

    pub(crate) fn with_random(random: Random) -> Self {
        let state = State {
            tree: Tree::default(),
            contents: Vec::new(),
            faults: Vec::new(),
            delay: DiskDelay::default(),
            owed: Duration::ZERO,
            random,
            capacity: CAPACITY,
            used: 0,
            locks: Vec::new(),
            boots: 1,
            shortened: 0,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the process that used it, or the whole machine. Files that are still open must not be used any more.
    pub fn crash(&self, crash: Crash, random: &mut Random) {
        let mut state = self.state();
        state.locks.clear();
        if crash == Crash::Machine {
            state.boots += 1;
            state.tree.crash(random);
            for file in state.tree.files() {
                state.contents[file].crash(random);
            }
            state.recount();
        }
    }

    /// Paths of all files below a directory, in order.
    #[must_use]
    pub fn files_below(&self, path: &Path) -> Vec<String> {
        let prefix = format!("{}/", text(path));
        let files = self.state().tree.walk();
        let files = files.into_iter().filter(|(_, file)| file.is_some());
        files
            .map(|(path, _)| path)
            .filter(|path| path.starts_with(&prefix))
            .collect()
    }

    /// Looks at the bytes of a file, as they would be read; none when there is no such file.
    pub fn look_at<T>(&self, path: &Path, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let state = self.state();
        let file = state.tree.file(&parts(path)).ok()?;
        Some(look(state.contents[file].current()))
    }

    /// As [`SimDisk::look_at`], for one watcher who comes again and again: it is told from which byte on the file may differ
    /// from what it was at the last call. It sees what was written where damage has left something else.
    pub fn look_at_changes<T>(
        &self,
        path: &Path,
        look: impl FnOnce(usize, &[u8]) -> T,
    ) -> Option<T> {
        let mut state = self.state();
        let file = state.tree.file(&parts(path)).ok()?;
        let (from, bytes) = state.contents[file].changes();
        Some(look(from, &bytes))
    }

    /// How many times a file of a log was cut or went away. Who compares two counts knows whether to look again.
    #[must_use]
    pub fn shortened(&self) -> u64 {
        self.state().shortened
    }

    /// A digest of all names and contents, for comparing disks.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let state = self.state();
        state
            .tree
            .walk()
            .into_iter()
            .fold(0, |digest, (name, file)| {
                let digest = crate::trace::digest(digest, name.as_bytes());
                file.map_or(digest, |file| {
                    crate::trace::digest(digest, state.contents[file].current())
                })
            })
    }
}

impl Disk for SimDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Arc<dyn File>> {
        let mut state = self.state();
        let text = text(path);
        state.check(DiskOperation::Open, &text)?;
        let parts = parts(path);
        let file = match (state.tree.find(&parts), mode) {
            (Some(Child::File(file)), OpenMode::Truncate) => {
                state.contents[file].set_len(0);
                state.recount();
                file
            }
            (Some(Child::File(file)), _) => file,
            (Some(Child::Dir(_)), _) => return Err(io::ErrorKind::IsADirectory.into()),
            (None, OpenMode::Read | OpenMode::ReadWrite) => {
                return Err(io::ErrorKind::NotFound.into());
            }
            (None, OpenMode::Create | OpenMode::Truncate) => {
                state.contents.push(Content::default());
                let file = state.contents.len() - 1;
                state.tree.add(&parts, Child::File(file))?;
                file
            }
        };
        Ok(Arc::new(SimFile::new(self.state.clone(), file, text)))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        let state = self.state();
        let children = state.tree.list(&parts(path))?;
        let entry = |(name, child)| match child {
            Child::Dir(_) => Entry {
                name,
                is_dir: true,
                len: 0,
            },
            Child::File(file) => Entry {
                name,
                is_dir: false,
                len: state.contents[file].len(),
            },
        };
        Ok(children.into_iter().map(entry).collect())
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.state().tree.make_dirs(&parts(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Directory, &text(from))?;
        state.note_shortened(from);
        state.tree.rename(&parts(from), &parts(to))?;
        state.recount();
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Directory, &text(path))?;
        state.tree.file(&parts(path))?;
        state.note_shortened(path);
        state.tree.remove(&parts(path))?;
        state.recount();
        Ok(())
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Directory, &text(path))?;
        state.tree.remove(&parts(path))?;
        state.recount();
        Ok(())
    }

    fn exists(&self, path: &Path) -> bool {
        self.state().tree.find(&parts(path)).is_some()
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.check(DiskOperation::Directory, &text(path))?;
        state.tree.sync(&parts(path))
    }

    fn usage(&self, _path: &Path) -> io::Result<DiskUsage> {
        let state = self.state();
        Ok(DiskUsage {
            total: state.capacity,
            available: state.capacity.saturating_sub(state.used),
        })
    }

    fn boot_and_mount_id(&self, _path: &Path) -> io::Result<String> {
        Ok(format!("boot-{} mount-1", self.state().boots))
    }

    fn lock(&self, path: &Path) -> io::Result<Box<dyn Send + Sync>> {
        let text = text(path);
        let mut state = self.state();
        if state.locks.contains(&text) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        state.locks.push(text.clone());
        let boots = state.boots;
        drop(state);
        Ok(Box::new(Lock {
            disk: self.clone(),
            path: text,
            boots,
        }))
    }
}

struct Lock {
    disk: SimDisk,
    path: String,
    boots: u64,
}

impl Drop for Lock {
    fn drop(&mut self) {
        let mut state = self.disk.state();
        if state.boots == self.boots
            && let Some(place) = state.locks.iter().position(|path| *path == self.path)
        {
            state.locks.swap_remove(place);
        }
    }
}

#[cfg(test)]
mod tests;
