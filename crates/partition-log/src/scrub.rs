//! Scrubbing: reading what was flushed long ago, to find damage while other replicas still have what it took.
//!
//! A slice is chosen under the partition's lock, read and checked off it, and what was found is looked at again under the lock:
//! the log may have been cut meanwhile. A slice is a file whose flush is the check, so that whoever flushes files does it too.

use std::any::Any;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use codec::External;
use log_state::LeaderEpochs;
use records::BatchHeader;
use types::Offset;
use world::File;

use crate::damage::Damage;
use crate::error::{Doing, LogError};
use crate::log::PartitionLog;
use crate::names::FileKind;
use crate::scan::BatchScan;

/// Where the scrubbing of a log goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ScrubPlace {
    segment: Offset,
    position: u64,
    expected: Offset,
    /// What was flushed when the scrubbing of the log began: what comes later is for the next time.
    up_to: Offset,
}

/// A part of a log that is being checked.
#[derive(Clone, Debug)]
pub struct Scrub {
    slice: Arc<Slice>,
}

/// What came of a slice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scrubbed {
    /// Where to go on; none at the end of what is flushed.
    pub next: Option<ScrubPlace>,
    /// Bytes that were read.
    pub bytes: u64,
    /// Damage that was not known before.
    pub found: Option<Range<Offset>>,
}

#[derive(Debug)]
struct Slice {
    file: Arc<dyn File>,
    from: ScrubPlace,
    /// Where the segment ends.
    end: u64,
    bytes_max: u64,
    /// What is known to be damaged, in places of the file and offsets.
    damaged: Vec<(Range<u64>, Offset)>,
    epochs: LeaderEpochs,
    compacted: bool,
    outcome: Mutex<Option<Checked>>,
}

#[derive(Clone, Copy, Debug)]
struct Checked {
    at: ScrubPlace,
    bytes: u64,
    is_bad: bool,
}

impl Scrub {
    /// The slice as a file: to flush it is to check it. Nothing is written.
    #[must_use]
    pub fn file(&self) -> Arc<dyn File> {
        Arc::<Slice>::clone(&self.slice)
    }
}

impl Slice {
    fn outcome(&self) -> MutexGuard<'_, Option<Checked>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn check(&self) -> Result<Checked, LogError> {
        // A file that lost its end is damage, not a disk that fails.
        let there = self.file.len().doing(|| "reading a segment".into())?;
        let end = self.end.min(there);
        let base = self.from.segment;
        let mut at = self.from;
        let mut scan = BatchScan::new(Arc::clone(&self.file), at.position, end);
        let mut bytes = 0;
        while bytes < self.bytes_max && at.position < self.end && at.expected < self.from.up_to {
            let known = self.damaged.iter();
            let known = known.filter(|(bytes, _)| bytes.contains(&at.position));
            if let Some((damaged, offset)) = known.max_by_key(|(bytes, _)| bytes.end) {
                (at.position, at.expected) = (damaged.end, *offset);
                scan.seek(at.position);
                continue;
            }
            let next = match scan.next(base, at.expected)? {
                Some(Ok(batch)) => Some(*batch.header()),
                Some(Err(_)) | None => None,
            };
            let placed = match &next {
                Some(header) => self.is_placed(header, at.expected, &scan)?,
                None => false,
            };
            let Some(header) = next.filter(|_| placed) else {
                return Ok(Checked {
                    at,
                    bytes,
                    is_bad: true,
                });
            };
            let size = header.size_in_bytes() as u64;
            bytes += size;
            at.position += size;
            at.expected = header.next_offset();
        }
        Ok(Checked {
            at,
            bytes,
            is_bad: false,
        })
    }
}

impl Slice {
    /// The checksum covers neither the leader epoch, which must be the one that is noted for the offset, nor the base offset:
    /// where that leaves a gap, the batch after must bear it out.
    fn is_placed(
        &self,
        header: &BatchHeader,
        expected: Offset,
        scan: &BatchScan,
    ) -> Result<bool, LogError> {
        let noted = self.epochs.epoch_for_offset(header.base_offset);
        if noted.is_some_and(|noted| noted != header.leader_epoch) {
            return Ok(false);
        }
        if header.base_offset == expected || self.compacted {
            return Ok(true);
        }
        let after = scan.peek(self.from.segment, expected)?;
        Ok(after.is_none_or(|after| after.base_offset >= header.next_offset()))
    }
}

fn unsupported() -> io::Error {
    io::Error::from(io::ErrorKind::Unsupported)
}

impl External for Slice {
    fn read_exact_at(&self, _: &mut [u8], _: u64) -> io::Result<()> {
        Err(unsupported())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl File for Slice {
    fn len(&self) -> io::Result<u64> {
        Ok(self.end)
    }

    fn write_all_at(&self, _: &[&[u8]], _: u64) -> io::Result<()> {
        Err(unsupported())
    }

    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(unsupported())
    }

    fn reserve(&self, _: u64) -> io::Result<()> {
        Err(unsupported())
    }

    fn sync_data(&self) -> io::Result<()> {
        match self.check() {
            Ok(checked) => {
                *self.outcome() = Some(checked);
                Ok(())
            }
            Err(LogError::Storage { source, .. }) => Err(source),
            // Nothing else comes of reading; what it is, the next read by a client says.
            Err(_) => Ok(()),
        }
    }

    fn as_external(self: Arc<Self>) -> Arc<dyn External> {
        self
    }
}

impl PartitionLog {
    /// The next slice to check, of about `bytes_max` bytes or one batch, from the start of the log or where the last one
    /// ended; none at the end of what was flushed at the start. What is not flushed may be torn, and is not looked at.
    ///
    /// # Errors
    /// The disk failed.
    pub fn begin_scrub(
        &mut self,
        from: Option<ScrubPlace>,
        bytes_max: u64,
    ) -> Result<Option<Scrub>, LogError> {
        // What is wholly below the start of the log is nobody's.
        let kept = self.segment_of(self.log_start);
        let kept = kept.and_then(|index| self.segments.get(index));
        let kept = kept.map_or(Offset::ZERO, |segment| segment.base);
        if self.log_start >= self.log_end {
            return Ok(None);
        }
        let first = from.map_or(kept, |place| place.segment.max(kept));
        let found = self
            .segments
            .partition_point(|segment| segment.base < first);
        let Some(index) = (found..self.segments.len()).find(|&index| {
            self.segments
                .get(index)
                .is_some_and(|segment| segment.size > 0)
        }) else {
            return Ok(None);
        };
        let found = self.segments.get(index);
        let (base, end) = found.map_or((first, 0), |segment| (segment.base, segment.size));
        let up_to = from
            .map_or(Offset::MAX, |place| place.up_to)
            .min(self.recovery_point);
        if base >= up_to {
            return Ok(None);
        }
        let start = ScrubPlace {
            segment: base,
            position: 0,
            expected: base,
            up_to,
        };
        let from = from.filter(|place| place.segment == base).unwrap_or(start);
        if from.position >= end || from.expected >= up_to {
            let after = ScrubPlace {
                segment: base.next(),
                position: 0,
                expected: base.next(),
                up_to,
            };
            return self.begin_scrub(Some(after), bytes_max);
        }
        let epochs = self.epochs()?.clone();
        let damaged = self.damaged.iter().filter(|damage| damage.segment == base);
        let slice = Slice {
            file: self.files.open(base, FileKind::Log)?,
            from,
            end,
            bytes_max: bytes_max.max(1),
            damaged: damaged
                .map(|damage| (damage.bytes.clone(), damage.offsets.end))
                .collect(),
            epochs,
            compacted: self.config.compacted,
            outcome: Mutex::default(),
        };
        Ok(Some(Scrub {
            slice: Arc::new(slice),
        }))
    }

    /// Takes in what a slice has shown. Damage is remembered: reads stop before it, and nothing of it is cut off.
    ///
    /// # Errors
    /// The disk failed.
    pub fn finish_scrub(&mut self, scrub: &Scrub) -> Result<Scrubbed, LogError> {
        let checked = *scrub.slice.outcome();
        let Some(checked) = checked else {
            // It was not checked, or cannot be: what follows may be.
            let mut next = scrub.slice.from;
            next.position = scrub.slice.end;
            return Ok(Scrubbed {
                next: Some(next),
                bytes: 0,
                found: None,
            });
        };
        let mut scrubbed = Scrubbed {
            next: Some(checked.at),
            bytes: checked.bytes,
            found: None,
        };
        if checked.is_bad {
            scrubbed.found = self.quarantine(checked.at)?;
            if scrubbed.found.is_none() {
                // It is known under another place, or gone: what follows in the segment is not looked at before the next time.
                scrubbed.next = Some(ScrubPlace {
                    position: scrub.slice.end,
                    ..checked.at
                });
            }
        }
        Ok(scrubbed)
    }

    /// Reads what may lead over damage that is not known yet. Its segment is scrubbed then, at once, and it is read again without.
    ///
    /// # Errors
    /// As the reading; [`LogError::Damaged`] where it is not flushed, or leader epochs cannot be read either.
    pub(crate) fn past_damage<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, LogError>,
    ) -> Result<T, LogError> {
        loop {
            let error = match read(self) {
                Ok(found) => return Ok(found),
                Err(error) => error,
            };
            let LogError::Damaged { offsets, .. } = &error else {
                return Err(error);
            };
            let met = self.segment_of(offsets.start);
            let met = met.and_then(|index| self.segments.get(index));
            let Some(base) = met.map(|segment| segment.base) else {
                return Err(error);
            };
            if !self.scrub_segment(base)? {
                return Err(error);
            }
        }
    }

    /// Scrubs a segment as far as it is flushed, at once; whether there is damage that was not known.
    fn scrub_segment(&mut self, base: Offset) -> Result<bool, LogError> {
        let mut place = ScrubPlace {
            segment: base,
            position: 0,
            expected: base,
            up_to: Offset::MAX,
        };
        let mut found = false;
        while let Some(slice) = self.begin_scrub(Some(place), u64::MAX)?
            && slice.slice.from.segment == base
        {
            let checked = slice.file().sync_data();
            checked.doing(|| format!("reading {}", self.path().display()))?;
            let scrubbed = self.finish_scrub(&slice)?;
            found |= scrubbed.found.is_some();
            let Some(next) = scrubbed.next else { break };
            place = next;
        }
        Ok(found)
    }

    /// The next append begins a segment of its own.
    pub fn roll_before_next_append(&mut self) {
        self.must_roll = true;
    }

    /// Looks at a place again that was seen to be bad, and remembers what of the log it takes.
    fn quarantine(&mut self, at: ScrubPlace) -> Result<Option<Range<Offset>>, LogError> {
        let Some((index, segment)) = self.segment_at(at.segment) else {
            return Ok(None);
        };
        let (base, size) = (segment.base, segment.size);
        if at.position >= size || self.recovery_point <= at.expected {
            return Ok(None);
        }
        let file = self.files.open(base, FileKind::Log)?;
        let there = file.len().doing(|| "reading a segment".into())?.min(size);
        let mut scan = BatchScan::new(file, at.position, there);
        let next = if at.position < there {
            scan.find_next_valid(base, at.expected)?
        } else {
            None
        };
        let segment_end = self.segment_end(index);
        let (bytes, end) = match next {
            Some(position) => {
                scan.seek(position);
                let offset = match scan.next(base, at.expected)? {
                    Some(Ok(batch)) => batch.header().base_offset,
                    _ => at.expected.next(),
                };
                (at.position..position, offset.min(segment_end))
            }
            None => (at.position..size, segment_end),
        };
        let offsets = at.expected..end;
        if offsets.is_empty() || self.damage_at(offsets.start).is_some() {
            return Ok(None);
        }
        self.damaged.push(Damage {
            offsets: offsets.clone(),
            segment: base,
            bytes,
        });
        self.damaged.sort_by_key(|damage| damage.offsets.start);
        self.marks.clear();
        // An append goes on after a rest that cannot be read.
        self.must_roll |= end == self.log_end;
        match self.save_damage() {
            // It is put back all the same, and a pass after the next start finds what is not put back by then.
            Err(LogError::DiskFull { .. }) => {}
            other => other?,
        }
        Ok(Some(offsets))
    }
}
