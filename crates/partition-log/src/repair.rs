//! Putting back what damage took, from batches of another replica: the same offsets, epochs and length, and a checksum that
//! holds, or nothing.

use std::ops::Range;
use std::sync::Arc;

use records::Batch;
use types::Offset;
use world::File;

use crate::error::{Doing, LogError};
use crate::log::PartitionLog;
use crate::names::FileKind;
use crate::scan::BatchScan;

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
        let size = self
            .segments
            .iter()
            .find(|segment| segment.base == damage.segment);
        let size = size.map_or(0, |segment| segment.size);
        let written = damage.bytes.start..damage.bytes.start + len;
        // Where a file lost its end without a trace there are no bytes to replace: they come back after its last batch.
        let is_lost_end = damage.bytes.is_empty() && damage.bytes.end == size;
        let fits = match end == damage.offsets.end {
            true => written.end == damage.bytes.end,
            false => written.end < damage.bytes.end,
        };
        if !fits && !is_lost_end {
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
        Ok(Repair {
            file,
            offsets: from..end,
            segment: damage.segment,
            bytes: written,
        })
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
        let is_same = |damage: &crate::damage::Damage| {
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
