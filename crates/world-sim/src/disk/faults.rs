//! What goes wrong with a disk.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::content::Content;
use super::tree::Tree;
use super::{DiskFault, DiskOperation, SimDisk, State, parts};
use crate::Random;

/// How much longer than nothing a disk takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DiskDelay {
    /// Over everything that is done in line: it holds up the whole process.
    pub operation: Duration,
    /// Over a flush that is made off the thread.
    pub flush: Duration,
}

/// How a write goes wrong without a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteFault {
    /// It lands so many bytes further on in the same file.
    Misdirected {
        /// How many.
        shift: u64,
    },
    /// It is lost: the bytes stay as they were, or are zero where the file grew.
    Lost,
}

/// What was on a disk at some moment.
#[derive(Clone, Debug)]
pub struct DiskCopy {
    tree: Tree,
    contents: Vec<Content>,
}

impl State {
    /// Has an operation take its time, and fail if it is to.
    pub(super) fn check(&mut self, operation: DiskOperation, path: &str) -> io::Result<()> {
        self.owed += self.delay.operation;
        let place = self
            .faults
            .iter()
            .position(|fault| fault.operation == operation && path.contains(&fault.path_contains));
        let Some(place) = place else { return Ok(()) };
        let fault = &mut self.faults[place];
        let error = io::Error::new(
            fault.error,
            format!("simulated failure of {operation:?} of {path}"),
        );
        fault.times -= 1;
        if fault.times == 0 {
            self.faults.remove(place);
        }
        Err(error)
    }

    /// What is to go wrong with a write to `path`, once.
    pub(super) fn write_fault(&mut self, path: &str) -> Option<WriteFault> {
        let place = self
            .write_faults
            .iter()
            .position(|(contained, _)| path.contains(contained.as_str()))?;
        Some(self.write_faults.swap_remove(place).1)
    }
}

impl SimDisk {
    /// Makes the next operations of a kind fail.
    pub fn inject(&self, fault: DiskFault) {
        if fault.times > 0 {
            self.state().faults.push(fault);
        }
    }

    /// Has the next write to a path that contains `path_contains` go wrong without a word.
    pub fn inject_write(&self, path_contains: &str, fault: WriteFault) {
        let mut state = self.state();
        state.write_faults.push((path_contains.to_owned(), fault));
    }

    /// Forgets all that is still to go wrong.
    pub fn forgive(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.write_faults.clear();
        state.delay = DiskDelay::default();
        state.capacity = super::CAPACITY;
    }

    /// Sets how slow it is.
    pub fn set_delay(&self, delay: DiskDelay) {
        self.state().delay = delay;
    }

    pub(crate) fn delay(&self) -> DiskDelay {
        self.state().delay
    }

    /// How long its process has to wait for what it did in line.
    pub(crate) fn take_owed(&self) -> Duration {
        std::mem::take(&mut self.state().owed)
    }

    /// Sets how many bytes fit.
    pub fn set_capacity(&self, bytes: u64) {
        self.state().capacity = bytes;
    }

    /// Sets how many bytes fit beyond those that are there.
    pub fn set_room(&self, bytes: u64) {
        let mut state = self.state();
        state.capacity = state.used + bytes;
    }

    /// Flips one bit of a file, flushed or not: a damaged disk.
    ///
    /// # Errors
    /// When there is no such byte.
    pub fn flip_bit(&self, path: &Path, position: u64, bit: u8) -> io::Result<()> {
        let mut state = self.state();
        let file = state.tree.file(&parts(path))?;
        state.contents[file].flip_bit(position, bit)
    }

    /// Flips a bit in one of the files whose paths contain `path_contains`, and says where.
    pub fn flip_any_bit(&self, path_contains: &str, random: &mut Random) -> Option<String> {
        let mut state = self.state();
        let mut files = state.tree.walk();
        files.retain(|(path, file)| {
            path.contains(path_contains) && file.is_some_and(|file| state.contents[file].len() > 0)
        });
        let place = usize::try_from(random.below(files.len() as u64)).ok()?;
        let (path, file) = files.get(place)?;
        let content = &mut state.contents[(*file)?];
        let position = random.below(content.len());
        content
            .flip_bit(position, u8::try_from(random.below(8)).ok()?)
            .ok()?;
        Some(format!("{path}@{position}"))
    }

    /// Copies what is there.
    #[must_use]
    pub fn copy(&self) -> DiskCopy {
        let state = self.state();
        DiskCopy {
            tree: state.tree.clone(),
            contents: state.contents.clone(),
        }
    }

    /// Puts a copy back, as after the restore of a backup: the machine booted since.
    pub fn restore(&self, copy: &DiskCopy) {
        let mut state = self.state();
        state.tree = copy.tree.clone();
        state.contents.clone_from(&copy.contents);
        state.contents.iter_mut().for_each(Content::forget_changes);
        state.boots += 1;
        state.locks.clear();
        state.recount();
    }

    /// Empties it: a new disk.
    pub fn wipe(&self) {
        self.restore(&DiskCopy {
            tree: Tree::default(),
            contents: Vec::new(),
        });
    }
}
