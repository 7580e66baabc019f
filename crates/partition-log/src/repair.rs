//! Putting back what damage took, from batches of another replica: the same offsets, epochs and length, and a checksum that
//! holds, or nothing.

use std::ops::Range;
use std::sync::Arc;

use records::Batch;
use types::Offset;
use world::File;

use crate::damage::Damage;
use crate::error::{Doing, LogError};
use crate::log::PartitionLog;
use crate::names::FileKind;
use crate::scan::{BatchScan, HeaderScan};

/// Batches that were put back, and count when their file is flushed.
#[derive(Clone, Debug)]
pub struct Repair {
    file: Arc<dyn File>,
    offsets: Range<Offset>,
    segment: Offset,
    bytes: Range<u64>,
}

impl Repair {
    /// The file that is to be flushed.
    #[must_use]
    pub fn file(&self) -> Arc<dyn File> {
        Arc::clone(&self.file)
    }

    /// What was put back.
    #[must_use]
    pub fn offsets(&self) -> Range<Offset> {
        self.offsets.clone()
    }
}

impl PartitionLog {
    /// Writes batches of another replica over damage. They begin where a damaged range begins, and may end before it does. The
    /// range counts as damaged until [`PartitionLog::finish_repair`].
    ///
    /// # Errors
    /// [`LogError::InvalidBatch`] when they are not what was there: another epoch or length, a gap, a checksum that does not
    /// hold; nothing is written then. The disk failed or is full.
    pub fn repair(&mut self, from: Offset, batches: &[Batch]) -> Result<Repair, LogError> {
        let Some(damage) = self
            .damaged
            .iter()
            .find(|damage| damage.offsets.start == from)
            .cloned()
        else {
            return Err(refused(format!("no damaged range begins at offset {from}")));
        };
        let whole = batches
            .iter()
            .filter(|batch| damage.offsets.contains(&batch.header().base_offset));
        let batches: Vec<&Batch> = whole.collect();
        let end = self.check_replacement(&damage.offsets, &batches)?;
        let len: u64 = batches.iter().map(|batch| batch.bytes().len() as u64).sum();
        let written = damage.bytes.start..damage.bytes.start + len;
        let fits = match end == damage.offsets.end {
            true => written.end == damage.bytes.end,
            false => written.end < damage.bytes.end,
        };
        if !fits && self.widen(&damage)? {
            return Err(refused(format!(
                "offsets {from} to {end} are {len} bytes elsewhere: what is next to them is out of its place too"
            )));
        }
        let is_rest = self.is_rest(&damage);
        if !fits && !is_rest {
            return Err(refused(format!(
                "offsets {} to {} are {len} bytes elsewhere, where {} bytes are damaged here: move the directory {} away and start \
                 the broker again, and the whole replica is fetched anew",
                from,
                end,
                damage.bytes.end - damage.bytes.start,
                self.path().display()
            )));
        }
        let file = self.files.open(damage.segment, FileKind::Log)?;
        let parts: Vec<&[u8]> = batches.iter().map(|batch| batch.bytes().as_ref()).collect();
        file.write_all_at(&parts, written.start)
            .doing(|| format!("repairing {}", self.path().display()))?;
        if is_rest && end == damage.offsets.end {
            self.end_segment_at(&damage, &*file, written.end)?;
        }
        Ok(Repair {
            file,
            offsets: from..end,
            segment: damage.segment,
            bytes: written,
        })
    }

    /// Whether nothing of its segment is behind damage: then it does not matter how many bytes it takes. A file may have lost its
    /// end without a trace, or what was not flushed may have left bytes behind it.
    fn is_rest(&self, damage: &Damage) -> bool {
        let found = self.segment_at(damage.segment);
        found.is_some_and(|(index, segment)| {
            damage.bytes.end == segment.size
                && (damage.bytes.is_empty() || damage.offsets.end == self.segment_end(index))
        })
    }

    /// Has the last batch of a segment, which is put back, be the last of its bytes.
    fn end_segment_at(
        &mut self,
        damage: &Damage,
        file: &dyn File,
        end: u64,
    ) -> Result<(), LogError> {
        if end >= damage.bytes.end {
            return Ok(());
        }
        file.set_len(end)
            .doing(|| format!("repairing {}", self.path().display()))?;
        for segment in &mut self.segments {
            if segment.base == damage.segment {
                segment.size = end;
            }
        }
        for known in &mut self.damaged {
            if known == damage {
                known.bytes.end = end;
            }
        }
        Ok(())
    }

    /// Takes more for damaged than is known to be: batches next to damage may be whole, and not be where they were. On to the end
    /// of the next damage in the segment, or to where offsets are missing behind or before, or from the batch before it. Whether
    /// there is such a place.
    fn widen(&mut self, damage: &Damage) -> Result<bool, LogError> {
        let Some(mut wider) = self.widened_on(damage)? else {
            return Ok(false);
        };
        if wider == *damage {
            let Some(start) = self.missing_before(damage)? else {
                return Ok(false);
            };
            (wider.bytes.start, wider.offsets.start) = start;
        }
        let within =
            |it: &Damage| it.segment == wider.segment && wider.offsets.contains(&it.offsets.start);
        self.damaged.retain(|it| !within(it) && it != damage);
        self.damaged.push(wider);
        self.damaged.sort_by_key(|damage| damage.offsets.start);
        self.marks.clear();
        self.save_damage()?;
        Ok(true)
    }

    /// Damage and what follows it, up to the next that is not in order; the same again where all is, none where it cannot be told.
    fn widened_on(&self, damage: &Damage) -> Result<Option<Damage>, LogError> {
        let Some((index, segment)) = self.segment_at(damage.segment) else {
            return Ok(None);
        };
        let mut scan = HeaderScan::new(self.files.open(segment.base, FileKind::Log)?, segment.size);
        let (mut position, mut expected) = (damage.bytes.end, damage.offsets.end);
        let (place, end) = loop {
            if let Some(next) = self.damage_from(segment.base, position)
                && next.bytes.contains(&position)
            {
                break (next.bytes.end, next.offsets.end);
            }
            if position >= segment.size {
                break (segment.size, self.segment_end(index));
            }
            let Ok(header) = scan.at(position, segment.base, expected)? else {
                // What is missing from here on may have been found while what is before it was still in its place. Other damage
                // that is not known yet is for the next pass over the log.
                let next = self.damage_from(segment.base, position);
                match next.filter(|next| next.offsets.start == expected) {
                    Some(next) => break (next.bytes.end, next.offsets.end),
                    None => return Ok(None),
                }
            };
            if header.base_offset > expected {
                break (position, header.base_offset);
            }
            position += header.size_in_bytes() as u64;
            expected = header.next_offset();
        };
        let mut wider = damage.clone();
        if end > expected {
            (wider.bytes.end, wider.offsets.end) = (place, end);
        }
        Ok(Some(wider))
    }

    /// Where offsets are missing last between the damage before and this, or else the last batch there: the first bytes of that
    /// may be its own, which no checksum covers, and the rest those of another. Not where the damage begins with such a batch:
    /// that was taken already.
    fn missing_before(&self, damage: &Damage) -> Result<Option<(u64, Offset)>, LogError> {
        let base = damage.segment;
        let file = self.files.open(base, FileKind::Log)?;
        let mut scan = HeaderScan::new(file, damage.bytes.start);
        let (mut position, mut expected) = (0, base);
        let (mut missing, mut last) = (None, None);
        while position < damage.bytes.start {
            if let Some(before) = self.damage_from(base, position)
                && before.bytes.contains(&position)
            {
                (position, expected) = (before.bytes.end, before.offsets.end);
                (missing, last) = (None, None);
                continue;
            }
            let Ok(header) = scan.at(position, base, expected)? else {
                return Ok(None);
            };
            if header.base_offset > expected {
                missing = Some((position, expected));
            }
            last = Some((position, header.base_offset));
            position += header.size_in_bytes() as u64;
            expected = header.next_offset();
        }
        Ok(match missing {
            None if !self.begins_whole(damage)? => last,
            missing => missing,
        })
    }

    /// Whether the first bytes of damage are a whole batch of the offsets that begin there.
    fn begins_whole(&self, damage: &Damage) -> Result<bool, LogError> {
        let Range { start, end } = damage.bytes;
        let scan = BatchScan::new(self.files.open(damage.segment, FileKind::Log)?, start, end);
        let first = scan.peek(damage.segment, damage.offsets.start)?;
        Ok(first.is_some_and(|first| first.base_offset == damage.offsets.start))
    }

    /// Whether batches are what was in a range, as far as can be known; where they end.
    fn check_replacement(
        &mut self,
        range: &Range<Offset>,
        batches: &[&Batch],
    ) -> Result<Offset, LogError> {
        let compacted = self.config.compacted;
        let epochs = self.epochs()?;
        let mut expected = range.start;
        for batch in batches {
            let header = batch.header();
            batch
                .verify_crc()
                .map_err(|error| refused(error.to_string()))?;
            let follows =
                header.base_offset == expected || (compacted && header.base_offset > expected);
            if !follows || header.last_offset() >= range.end || header.last_offset_delta < 0 {
                return Err(refused(format!(
                    "the other replica's batch of offsets {} to {} does not fit where {expected} continues",
                    header.base_offset,
                    header.last_offset()
                )));
            }
            if let Some(epoch) = epochs.epoch_for_offset(header.base_offset)
                && epoch != header.leader_epoch
            {
                return Err(refused(format!(
                    "offset {} is of leader epoch {} in the other replica and of {epoch} here",
                    header.base_offset, header.leader_epoch
                )));
            }
            expected = header.next_offset();
        }
        if batches.is_empty() {
            return Err(refused("the other replica has nothing of the range".into()));
        }
        Ok(expected)
    }

    /// What was put back is flushed: it is read again, and no longer damaged. Whether it is as it should be; it is not where
    /// the log was cut meanwhile.
    ///
    /// # Errors
    /// The disk failed.
    pub fn finish_repair(&mut self, repair: &Repair) -> Result<bool, LogError> {
        let Repair {
            file,
            offsets,
            segment,
            bytes,
        } = repair;
        let mut scan = BatchScan::new(Arc::clone(file), bytes.start, bytes.end);
        let mut end = offsets.start;
        while let Some(Ok(batch)) = scan.next(*segment, end)? {
            end = batch.header().next_offset();
        }
        let is_same = |damage: &Damage| {
            damage.segment == *segment
                && damage.offsets.start == offsets.start
                && damage.bytes.start == bytes.start
        };
        let Some(place) = self
            .damaged
            .iter()
            .position(is_same)
            .filter(|_| end == offsets.end)
        else {
            return Ok(false);
        };
        if let Some(damage) = self.damaged.get_mut(place) {
            damage.offsets.start = end;
            damage.bytes.start = bytes.end;
            damage.bytes.end = damage.bytes.end.max(bytes.end);
            if damage.offsets.is_empty() {
                self.damaged.remove(place);
            }
        }
        self.note_repaired(*segment, bytes.end);
        self.save_damage()?;
        Ok(true)
    }

    fn note_repaired(&mut self, base: Offset, end: u64) {
        self.marks.clear();
        let last = self.segments.last().map(|segment| segment.base);
        if let Some(segment) = self
            .segments
            .iter_mut()
            .find(|segment| segment.base == base)
        {
            segment.size = segment.size.max(end);
            // Made while part of it could not be read: made again when it is needed. That of the segment that is appended to
            // is only sparser there.
            segment.index_lost |= last != Some(base);
        }
    }
}

fn refused(why: String) -> LogError {
    LogError::InvalidBatch(why)
}
