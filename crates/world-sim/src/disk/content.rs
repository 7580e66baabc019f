//! The bytes of one file: as written, and as flushed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;

use crate::Random;

const PAGE: usize = 4096;
const SECTOR: usize = 512;

/// What was written where damage has left something else.
type Meant = BTreeMap<usize, u8>;

/// Bytes that a flush took with it, to become durable when it ends.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pages: BTreeMap<usize, (u64, Vec<u8>)>,
    meant: Meant,
    len: usize,
    version: u64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    current: Vec<u8>,
    durable: Vec<u8>,
    /// Pages that differ from what is durable, with the version of their last write.
    dirty: BTreeMap<usize, u64>,
    /// Pages that a failed flush left behind: taken for clean, although they are not durable.
    lost: BTreeSet<usize>,
    version: u64,
    durable_version: u64,
    /// The lowest byte that changed since somebody looked last.
    changed_from: usize,
    /// Of the current bytes: nobody has written there since.
    meant: Meant,
    /// Of the durable ones: what covers the damage is not flushed yet, and until it is, a crash may bring the damage back.
    durable_meant: Meant,
}

fn page(bytes: &[u8], page: usize) -> &[u8] {
    let start = (page * PAGE).min(bytes.len());
    &bytes[start..(start + PAGE).min(bytes.len())]
}

/// Writes one page into `bytes`, which grows when it has to.
fn put(bytes: &mut Vec<u8>, page: usize, content: &[u8]) {
    let start = page * PAGE;
    if bytes.len() < start + content.len() {
        bytes.resize(start + content.len(), 0);
    }
    bytes[start..start + content.len()].copy_from_slice(content);
}

/// Has what is known of damage in some bytes be what is known of those that took their place.
fn replace(meant: &mut Meant, place: Range<usize>, new: &Meant) {
    meant.retain(|byte, _| !place.contains(byte));
    meant.extend(new.range(place).map(|(byte, it)| (*byte, *it)));
}

impl Content {
    pub(crate) fn len(&self) -> u64 {
        self.current.len() as u64
    }

    pub(crate) fn current(&self) -> &[u8] {
        &self.current
    }

    pub(crate) fn read(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        let start = usize::try_from(position).map_err(io::Error::other)?;
        let range = self
            .current
            .get(start..)
            .and_then(|rest| rest.get(..buffer.len()));
        buffer.copy_from_slice(range.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    pub(crate) fn write(&mut self, bytes: &[u8], position: u64) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let start = usize::try_from(position).map_err(io::Error::other)?;
        let end = start + bytes.len();
        let before = self.current.len();
        if before < end {
            self.current.resize(end, 0);
        }
        self.current[start..end].copy_from_slice(bytes);
        self.touch(start.min(before), end);
        self.meant.retain(|place, _| !(start..end).contains(place));
        Ok(())
    }

    pub(crate) fn set_len(&mut self, len: usize) {
        let before = self.current.len();
        self.current.resize(len, 0);
        self.touch(len.min(before), len.max(before));
        self.meant.retain(|place, _| *place < len);
    }

    fn touch(&mut self, start: usize, end: usize) {
        self.version += 1;
        self.changed_from = self.changed_from.min(start);
        for page in start / PAGE..end.div_ceil(PAGE) {
            self.dirty.insert(page, self.version);
            self.lost.remove(&page);
        }
    }

    pub(crate) fn begin_flush(&self) -> Snapshot {
        let pages = self.dirty.iter();
        let pages =
            pages.map(|(&place, &version)| (place, (version, page(&self.current, place).to_vec())));
        Snapshot {
            pages: pages.collect(),
            meant: self.meant.clone(),
            len: self.current.len(),
            version: self.version,
        }
    }

    pub(crate) fn end_flush(&mut self, snapshot: Snapshot) {
        if snapshot.version <= self.durable_version {
            return;
        }
        self.durable_version = snapshot.version;
        self.durable.resize(snapshot.len, 0);
        for (place, (version, content)) in snapshot.pages {
            put(&mut self.durable, place, &content);
            let bytes = place * PAGE..place * PAGE + content.len();
            replace(&mut self.durable_meant, bytes, &snapshot.meant);
            if self.dirty.get(&place) == Some(&version) {
                self.dirty.remove(&place);
            }
        }
        self.durable.truncate(snapshot.len);
        self.durable_meant.retain(|place, _| *place < snapshot.len);
    }

    /// A flush failed: the kernel takes the pages for clean, and a crash will show that they are not.
    pub(crate) fn fail_flush(&mut self) {
        self.lost
            .extend(std::mem::take(&mut self.dirty).into_keys());
    }

    /// Whether a failed flush has left pages that a crash would lose, although later flushes went well.
    pub(crate) fn is_falsely_clean(&self) -> bool {
        !self.lost.is_empty()
    }

    /// Keeps what was flushed, and of each page that was not, the new bytes, the old, or some sectors of each.
    pub(crate) fn crash(&mut self, random: &mut Random) {
        let mut left = std::mem::take(&mut self.durable);
        let (short, long) = (
            left.len().min(self.current.len()),
            left.len().max(self.current.len()),
        );
        let wanted = match random.below(4) {
            0 => left.len(),
            1 => self.current.len(),
            2 => {
                (short + usize::try_from(random.below((long - short) as u64 + 1)).unwrap_or(0))
                    / PAGE
                    * PAGE
            }
            _ => short + usize::try_from(random.below((long - short) as u64 + 1)).unwrap_or(0),
        }
        .clamp(short, long);
        let uncertain: BTreeSet<usize> = self
            .dirty
            .keys()
            .copied()
            .chain(self.lost.iter().copied())
            .collect();
        let mut meant = std::mem::take(&mut self.durable_meant);
        for place in uncertain {
            let new = page(&self.current, place);
            let mut take = |within: Range<usize>| {
                let bytes = place * PAGE + within.start..place * PAGE + within.end;
                if left.len() < bytes.end {
                    left.resize(bytes.end, 0);
                }
                left[bytes.clone()].copy_from_slice(&new[within]);
                replace(&mut meant, bytes, &self.meant);
            };
            match random.below(4) {
                0 | 1 => take(0..new.len()),
                2 => {
                    for start in (0..new.len()).step_by(SECTOR) {
                        if random.below(2) == 0 {
                            take(start..(start + SECTOR).min(new.len()));
                        }
                    }
                }
                _ => {}
            }
        }
        left.resize(wanted, 0);
        meant.retain(|place, _| *place < wanted);
        *self = Self {
            current: left.clone(),
            durable: left,
            durable_meant: meant.clone(),
            meant,
            ..Self::default()
        };
    }

    /// The bytes as they were written, damaged or not, and from where on they may differ from what they were at the last call.
    pub(crate) fn changes(&mut self) -> (usize, Cow<'_, [u8]>) {
        let from = std::mem::replace(&mut self.changed_from, usize::MAX);
        if self.meant.is_empty() {
            return (from, Cow::Borrowed(&self.current));
        }
        let mut bytes = self.current.clone();
        for (&place, &meant) in &self.meant {
            bytes[place] = meant;
        }
        (from, Cow::Owned(bytes))
    }

    /// Nobody knows what changed.
    pub(crate) fn forget_changes(&mut self) {
        self.changed_from = 0;
    }

    /// Where it is not as it was written.
    pub(crate) fn damaged(&self) -> Option<usize> {
        self.meant.keys().next().copied()
    }

    pub(crate) fn flip_bit(&mut self, position: u64, bit: u8) -> io::Result<()> {
        let place = usize::try_from(position).map_err(io::Error::other)?;
        let byte = self.current.get(place).copied();
        self.damage(
            place,
            &[byte.ok_or(io::ErrorKind::UnexpectedEof)? ^ (1 << (bit % 8))],
        );
        Ok(())
    }

    /// Has other bytes on the disk than those that were written, flushed or not.
    pub(crate) fn damage(&mut self, start: usize, bytes: &[u8]) {
        self.changed_from = self.changed_from.min(start);
        damage(&mut self.current, &mut self.meant, start, bytes);
        damage(&mut self.durable, &mut self.durable_meant, start, bytes);
    }
}

fn damage(there: &mut [u8], meant: &mut Meant, start: usize, bytes: &[u8]) {
    for ((place, there), &byte) in there.iter_mut().enumerate().skip(start).zip(bytes) {
        let written = *meant.entry(place).or_insert(*there);
        if written == byte {
            meant.remove(&place);
        }
        *there = byte;
    }
}
