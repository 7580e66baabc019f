//! The sparse indexes of a segment: sorted entries of a fixed size, the newest of them in memory
//! only.

use std::sync::Arc;

use world::File;

use crate::error::{Doing, LogError};

/// One entry of an index.
pub(crate) trait Entry: Copy + std::fmt::Debug {
    /// Bytes of an entry in its file.
    const SIZE: u64;
    fn encode(self, out: &mut Vec<u8>);
    /// `bytes` are exactly one entry.
    fn decode(bytes: &[u8]) -> Self;
}

/// Where the batch with this last offset begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct OffsetEntry {
    /// Last offset of the batch, from the base of the segment.
    pub(crate) relative: u32,
    /// Of the batch's first byte.
    pub(crate) position: u32,
}

/// No record up to this offset is later.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TimeEntry {
    pub(crate) timestamp: i64,
    /// Last offset of the batch with that time, from the base of the segment.
    pub(crate) relative: u32,
}

fn read_u32(bytes: &[u8]) -> u32 {
    bytes
        .first_chunk()
        .map_or(0, |bytes| u32::from_be_bytes(*bytes))
}

impl Entry for OffsetEntry {
    const SIZE: u64 = 8;

    fn encode(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.relative.to_be_bytes());
        out.extend_from_slice(&self.position.to_be_bytes());
    }

    fn decode(bytes: &[u8]) -> Self {
        let (relative, position) = bytes.split_at(4);
        Self {
            relative: read_u32(relative),
            position: read_u32(position),
        }
    }
}

impl Entry for TimeEntry {
    const SIZE: u64 = 12;

    fn encode(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.timestamp.to_be_bytes());
        out.extend_from_slice(&self.relative.to_be_bytes());
    }

    fn decode(bytes: &[u8]) -> Self {
        let (timestamp, relative) = bytes.split_at(8);
        let timestamp = timestamp
            .first_chunk()
            .map_or(0, |bytes| i64::from_be_bytes(*bytes));
        Self {
            timestamp,
            relative: read_u32(relative),
        }
    }
}

/// An index: entries in a file, followed by entries that are only in memory.
///
/// Nothing is mapped, and nothing but the tail is kept; a crash loses the tail, and recovery makes
/// it again by scanning.
#[derive(Clone, Debug)]
pub(crate) struct Index<E> {
    on_disk: u32,
    tail: Vec<E>,
    /// The last entry, once it was needed.
    last: Option<E>,
}

impl<E> Default for Index<E> {
    fn default() -> Self {
        Self {
            on_disk: 0,
            tail: Vec::new(),
            last: None,
        }
    }
}

/// Entries that are read at once when a search has come close.
const BLOCK_ENTRIES: u32 = 512;

impl<E: Entry> Index<E> {
    /// An index whose file holds `bytes`; the rest of an entry that is not whole is left out.
    pub(crate) fn stored(bytes: u64) -> Self {
        let on_disk = u32::try_from(bytes / E::SIZE).unwrap_or(u32::MAX);
        Self {
            on_disk,
            tail: Vec::new(),
            last: None,
        }
    }

    pub(crate) fn len(&self) -> u64 {
        u64::from(self.on_disk) + self.tail.len() as u64
    }

    /// The last entry, where it is known without reading.
    pub(crate) fn cached_last(&self) -> Option<E> {
        self.last
    }

    /// How many entries are in memory only.
    pub(crate) fn unsaved(&self) -> usize {
        self.tail.len()
    }

    pub(crate) fn push(&mut self, entry: E) {
        self.tail.push(entry);
        self.last = Some(entry);
    }

    /// The last entry; `file` is called only when it must be read.
    pub(crate) fn last(
        &mut self,
        file: impl FnOnce() -> Result<Arc<dyn File>, LogError>,
    ) -> Result<Option<E>, LogError> {
        if self.last.is_none() && self.on_disk > 0 {
            debug_assert!(self.tail.is_empty(), "a tail without a last entry");
            self.last = Some(read_entry(&*file()?, self.on_disk - 1)?);
        }
        Ok(self.last)
    }

    /// How many entries fulfil `holds`, which must be true of a prefix and false of the rest, and
    /// the last that does.
    pub(crate) fn prefix(
        &self,
        holds: impl Fn(&E) -> bool,
        file: impl FnOnce() -> Result<Arc<dyn File>, LogError>,
    ) -> Result<(u64, Option<E>), LogError> {
        let in_tail = self.tail.partition_point(&holds);
        if in_tail > 0 {
            return Ok((
                u64::from(self.on_disk) + in_tail as u64,
                self.tail.get(in_tail - 1).copied(),
            ));
        }
        if self.on_disk == 0 {
            return Ok((0, None));
        }
        search(&*file()?, self.on_disk, holds)
    }

    /// Writes what is only in memory to the file.
    pub(crate) fn save(
        &mut self,
        file: impl FnOnce() -> Result<Arc<dyn File>, LogError>,
    ) -> Result<(), LogError> {
        if self.tail.is_empty() {
            return Ok(());
        }
        let file = file()?;
        let mut bytes = Vec::new();
        for entry in &self.tail {
            entry.encode(&mut bytes);
        }
        let position = u64::from(self.on_disk) * E::SIZE;
        file.write_all_at(&[&bytes], position)
            .doing(|| "writing an index".into())?;
        self.on_disk += u32::try_from(self.tail.len()).unwrap_or(u32::MAX);
        self.tail = Vec::new();
        Ok(())
    }

    /// Keeps the first `entries`.
    pub(crate) fn truncate(
        &mut self,
        entries: u64,
        file: impl FnOnce() -> Result<Arc<dyn File>, LogError>,
    ) -> Result<(), LogError> {
        if entries >= self.len() {
            return Ok(());
        }
        if entries < u64::from(self.on_disk) {
            file()?
                .set_len(entries * E::SIZE)
                .doing(|| "cutting an index".into())?;
            self.on_disk = u32::try_from(entries).unwrap_or(u32::MAX);
            self.tail = Vec::new();
        } else {
            let kept = entries - u64::from(self.on_disk);
            self.tail
                .truncate(usize::try_from(kept).unwrap_or(usize::MAX));
        }
        self.last = self.tail.last().copied();
        Ok(())
    }
}

fn read_entry<E: Entry>(file: &dyn File, number: u32) -> Result<E, LogError> {
    let mut bytes = [0; 16];
    let size = usize::try_from(E::SIZE).unwrap_or(bytes.len());
    let (entry, _) = bytes.split_at_mut(size);
    file.read_exact_at(entry, u64::from(number) * E::SIZE)
        .doing(|| "reading an index".into())?;
    Ok(E::decode(entry))
}

fn search<E: Entry>(
    file: &dyn File,
    entries: u32,
    holds: impl Fn(&E) -> bool,
) -> Result<(u64, Option<E>), LogError> {
    // All before `low` hold, all from `high` on do not.
    let (mut low, mut high) = (0, entries);
    while high - low > BLOCK_ENTRIES {
        let middle = low + (high - low) / 2;
        if holds(&read_entry(file, middle)?) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    // One entry before `low` is read along: it is the answer when none in the block holds.
    let from = low.saturating_sub(1);
    let size = usize::try_from(E::SIZE).unwrap_or(1);
    let mut bytes = vec![0; usize::try_from(high - from).unwrap_or(0) * size];
    file.read_exact_at(&mut bytes, u64::from(from) * E::SIZE)
        .doing(|| "reading an index".into())?;
    let block: Vec<E> = bytes.chunks_exact(size).map(E::decode).collect();
    let held = block.partition_point(holds);
    let count = u64::from(from) + held as u64;
    Ok((
        count,
        held.checked_sub(1)
            .and_then(|last| block.get(last).copied()),
    ))
}
