//! What goes wrong with a disk.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use super::content::Content;
use super::tree::Tree;
use super::{DiskFault, DiskOperation, SimDisk, State, parts};

/// How much longer than nothing a disk takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DiskDelay {
    /// Over everything that is done in line: it holds up the whole process.
    pub operation: Duration,
    /// Over a flush that is made off the thread.
    pub flush: Duration,
}

/// How a file is damaged without a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DiskDamage {
    /// One bit is another.
    BitFlip {
        /// Of this byte.
        position: u64,
        /// Which, from 0 to 7.
        bit: u8,
    },
    /// A write that the disk acknowledged was lost: the range reads as zeroes.
    LostWrite(Range<u64>),
    /// What was written to a range is found elsewhere, over what was there; the range reads as zeroes.
    Misdirected {
        /// Where it should be.
        range: Range<u64>,
        /// Where it is.
        to: u64,
    },
}

fn place(position: u64) -> io::Result<usize> {
    usize::try_from(position).map_err(io::Error::other)
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
}

impl SimDisk {
    /// Makes the next operations of a kind fail.
    pub fn inject(&self, fault: DiskFault) {
        if fault.times > 0 {
            self.state().faults.push(fault);
        }
    }

    /// Forgets all that is still to go wrong.
    pub fn forgive(&self) {
        let mut state = self.state();
        state.faults.clear();
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

    /// Damages a file, flushed or not.
    ///
    /// # Errors
    /// When there is no such file or range.
    pub fn damage(&self, path: &Path, damage: &DiskDamage) -> io::Result<()> {
        let range_of =
            |range: &Range<u64>| Ok::<_, io::Error>(place(range.start)?..place(range.end)?);
        let mut state = self.state();
        let file = state.tree.file(&parts(path))?;
        let content = &mut state.contents[file];
        match damage {
            DiskDamage::BitFlip { position, bit } => content.flip_bit(*position, *bit)?,
            DiskDamage::LostWrite(range) => {
                let range = range_of(range)?;
                content.damage(range.start, &vec![0; range.len()]);
            }
            DiskDamage::Misdirected { range, to } => {
                let range = range_of(range)?;
                let written = content.current().get(range.clone());
                let written = written.ok_or(io::ErrorKind::UnexpectedEof)?.to_vec();
                content.damage(range.start, &vec![0; range.len()]);
                content.damage(place(*to)?, &written);
            }
        }
        Ok(())
    }

    /// Files that are not as they were written, and where the first such byte is.
    #[must_use]
    pub fn damaged(&self) -> Vec<(String, u64)> {
        let state = self.state();
        let files = state.tree.walk().into_iter();
        let damaged = files.filter_map(|(path, file)| {
            let place = state.contents[file?].damaged()?;
            Some((path, place as u64))
        });
        damaged.collect()
    }

    /// Whether a flush failed, and nobody has written since what it left behind: the disk is one to be replaced.
    #[must_use]
    pub fn is_falsely_clean(&self) -> bool {
        let state = self.state();
        let mut files = state.tree.walk().into_iter();
        files.any(|(_, file)| file.is_some_and(|file| state.contents[file].is_falsely_clean()))
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
