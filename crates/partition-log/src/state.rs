//! What is derived from the batches of a log and kept beside it: leader epochs, producers, aborted
//! transactions.

use std::ops::{ControlFlow, Range};

use log_state::{
    ABORTED_TRANSACTION_LEN, AbortedTransaction, LeaderEpochs, ProducerAppend, Producers,
    TransactionEnd, search_aborted,
};
use records::{Batch, BatchHeader, EndTransactionMarker};
use types::{LeaderEpoch, Offset, Timestamp};

use crate::directory::read_if_present;
use crate::error::{Doing, LogError};
use crate::log::PartitionLog;
use crate::names::{FileKind, LEADER_EPOCHS, file_name, parse_file_name};
use crate::scan::HeaderScan;

/// A control batch is one small record; nothing larger is inflated to look for it.
const CONTROL_BYTES_MAX: u64 = 64 << 10;

impl PartitionLog {
    /// The leader epochs and where they begin.
    ///
    /// # Errors
    /// They had to be read first, and the disk failed or what is on it is damaged.
    pub fn epochs(&mut self) -> Result<&LeaderEpochs, LogError> {
        self.epochs_mut().map(|epochs| &*epochs)
    }

    /// The leader epochs, while they are in memory.
    #[must_use]
    pub fn known_epochs(&self) -> Option<&LeaderEpochs> {
        self.epochs.as_deref()
    }

    pub(crate) fn epochs_mut(&mut self) -> Result<&mut LeaderEpochs, LogError> {
        if self.epochs.is_none() {
            let loaded = self.read_epochs(self.log_end)?;
            self.epochs = Some(Box::new(loaded));
        }
        Ok(self.epochs.get_or_insert_default())
    }

    /// The epochs of the batches below `end`, from the file or, where it is of no use, from the
    /// batches.
    pub(crate) fn read_epochs(&mut self, end: Offset) -> Result<LeaderEpochs, LogError> {
        let mut epochs = match self.written_epochs()? {
            Some(written) => self.with_epochs_below(&written, end)?,
            None => {
                self.epochs_unsaved = self.exists;
                self.epochs_of_batches(end)?
            }
        };
        // An epoch that began at the end is forgotten here, and has to be in the file as well: what is written there may be of an
        // earlier one.
        self.epochs_unsaved |= epochs.truncate_from_end(end) && self.exists;
        epochs.truncate_from_start(self.log_start);
        Ok(epochs)
    }

    /// The epochs that the batches below `end` name.
    fn epochs_of_batches(&mut self, end: Offset) -> Result<LeaderEpochs, LogError> {
        let mut epochs = LeaderEpochs::new();
        self.for_each_header(self.log_start, end, |_, header| {
            note_epoch(&mut epochs, header);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(epochs)
    }

    /// Adds the epochs of batches below those that are written down. A crash may have set the log start back to before a
    /// deletion that the written epochs know of already: records that are back have an epoch, too.
    fn with_epochs_below(
        &mut self,
        written: &LeaderEpochs,
        end: Offset,
    ) -> Result<LeaderEpochs, LogError> {
        let first = written.entries().first().map(|entry| entry.start_offset);
        let Some(first) = first.filter(|first| *first > self.log_start) else {
            return Ok(written.clone());
        };
        let mut epochs = self.epochs_of_batches(first.min(end))?;
        self.epochs_unsaved |= self.exists && !epochs.entries().is_empty();
        let latest = epochs.latest().map(|latest| latest.epoch);
        for entry in written.entries() {
            if Some(entry.epoch) > latest {
                epochs.assign(entry.epoch, entry.start_offset);
            }
        }
        Ok(epochs)
    }

    /// The epochs as they were written down last; none where there is no such file, or it is damaged.
    pub(crate) fn written_epochs(&self) -> Result<Option<LeaderEpochs>, LogError> {
        let content = read_if_present(self.files.disk(), &self.files.path(LEADER_EPOCHS))?;
        let text = content.and_then(|content| String::from_utf8(content).ok());
        Ok(text.and_then(|text| LeaderEpochs::decode(&text).ok()))
    }

    /// Notes that `epoch` begins at the log end offset: what a new leader does before it serves.
    ///
    /// # Errors
    /// As [`PartitionLog::epochs`].
    ///
    /// # Panics
    /// When the epoch is negative or below one that has written.
    pub fn assign_epoch(&mut self, epoch: LeaderEpoch) -> Result<(), LogError> {
        let end = self.log_end;
        let epochs = self.epochs_mut()?;
        let latest = epochs
            .latest()
            .map_or(LeaderEpoch::NONE, |latest| latest.epoch);
        assert!(
            epoch >= latest,
            "leader epoch {epoch} begins after {latest}"
        );
        if epoch > latest {
            epochs.assign(epoch, end);
            self.epochs_unsaved = true;
        }
        Ok(())
    }

    /// Writes the file of leader epochs, unflushed.
    pub(crate) fn save_epochs(&mut self) -> Result<(), LogError> {
        if !self.epochs_unsaved || !self.exists {
            return Ok(());
        }
        let text = self.epochs()?.encode();
        let path = self.files.path(LEADER_EPOCHS);
        let temporary = self
            .files
            .path(&format!("{LEADER_EPOCHS}{}", crate::names::TEMPORARY));
        let write = || {
            let file = self
                .files
                .disk()
                .open(&temporary, world::OpenMode::Truncate)?;
            file.write_all_at(&[text.as_bytes()], 0)?;
            self.files.disk().rename(&temporary, &path)
        };
        write().doing(|| format!("writing {}", path.display()))?;
        self.flush.directory_changed = true;
        self.flush.epochs_written = true;
        self.epochs_unsaved = false;
        Ok(())
    }

    /// Writes down at once, and flushed, that no leader epoch is known. An epoch from before would tell a leader, after a crash,
    /// that an empty log is at odds with its own.
    pub(crate) fn forget_written_epochs(&self) -> Result<(), LogError> {
        let path = self.files.path(LEADER_EPOCHS);
        let text = LeaderEpochs::new().encode();
        let written = self.files.disk().write_atomically(&path, text.as_bytes());
        written.doing(|| format!("writing {}", path.display()))
    }

    /// What producers have written.
    ///
    /// # Errors
    /// It had to be read first, and the disk failed or what is on it is damaged.
    pub fn producers(&mut self) -> Result<&Producers, LogError> {
        self.producers_mut().map(|producers| &*producers)
    }

    /// As [`PartitionLog::producers`], to note what the high watermark passed or which producers
    /// expired. Appends are noted by the log itself.
    ///
    /// # Errors
    /// As [`PartitionLog::producers`].
    pub fn producers_mut(&mut self) -> Result<&mut Producers, LogError> {
        if self.producers.is_none() {
            let loaded = self.past_damage(|log| log.read_producers(log.log_end))?;
            self.producers = Some(Box::new(loaded));
        }
        Ok(self.producers.get_or_insert_default())
    }

    /// Forgets producers that have written nothing for `expiration_ms`; how many. A log whose
    /// producers are not in memory is left alone: they expire once they were read.
    pub fn expire_producers(&mut self, now: Timestamp, expiration_ms: i64) -> usize {
        self.producers
            .as_mut()
            .map_or(0, |producers| producers.expire(now, expiration_ms))
    }

    /// The producers of the batches below `end`: from the newest snapshot that can be read, and the
    /// batches after it.
    pub(crate) fn read_producers(&mut self, end: Offset) -> Result<Producers, LogError> {
        if !self.exists || self.segments.is_empty() {
            return Ok(Producers::new());
        }
        let mut from = self.log_start;
        let mut producers = Producers::new();
        for base in self
            .snapshots()?
            .into_iter()
            .rev()
            .filter(|base| *base <= end)
        {
            if base < self.log_start {
                break;
            }
            if let Some(read) = self.read_snapshot(base)? {
                (from, producers) = (base, read);
                break;
            }
        }
        if from < end {
            let mut aborted = Vec::new();
            self.replay_producers(from, end, &mut producers, &mut aborted)?;
        }
        Ok(producers)
    }

    fn replay_producers(
        &mut self,
        from: Offset,
        end: Offset,
        producers: &mut Producers,
        aborted: &mut Vec<AbortedTransaction>,
    ) -> Result<(), LogError> {
        self.for_each_header(from, end, |batch, header| {
            if header.has_producer() && header.base_offset >= from {
                let marker = if header.is_control() {
                    parse_marker(&batch()?)
                } else {
                    None
                };
                aborted.extend(note_producer(producers, header, marker));
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    /// The offsets of the snapshots in the directory, rising.
    pub(crate) fn snapshots(&self) -> Result<Vec<Offset>, LogError> {
        let directory = self.files.directory();
        let entries = self
            .files
            .disk()
            .list(&directory)
            .doing(|| format!("listing {}", directory.display()))?;
        let names = entries
            .iter()
            .filter_map(|entry| parse_file_name(&entry.name));
        Ok(names
            .filter(|(_, kind)| *kind == FileKind::Snapshot)
            .map(|(base, _)| base)
            .collect())
    }

    fn read_snapshot(&self, base: Offset) -> Result<Option<Producers>, LogError> {
        let read =
            |kind| read_if_present(self.files.disk(), &self.files.path(&file_name(base, kind)));
        let Some(content) = read(FileKind::Snapshot)? else {
            return Ok(None);
        };
        let Ok(mut producers) = Producers::decode_snapshot(&content) else {
            return Ok(None);
        };
        if let Some(windows) = read(FileKind::Window)? {
            // Of no use when damaged: a retry of an older batch is then refused, and nothing is
            // written twice.
            let _ = producers.restore_windows(&windows);
        }
        Ok(Some(producers))
    }

    /// Writes what producers have written up to the end of the log, as Kafka does when it begins a
    /// segment. It is derived: where there is no room for it nothing is lost.
    pub(crate) fn write_snapshot(&mut self) -> Result<(), LogError> {
        let end = self.log_end;
        let producers = self.producers()?;
        let contents = [
            (FileKind::Snapshot, producers.encode_snapshot()),
            (FileKind::Window, producers.encode_windows()),
        ];
        let nothing_more = producers.is_empty();
        for (kind, content) in contents {
            if kind == FileKind::Window && nothing_more {
                continue;
            }
            let path = self.files.path(&file_name(end, kind));
            let write = || {
                let file = self.files.disk().open(&path, world::OpenMode::Truncate)?;
                file.write_all_at(&[&content], 0)
            };
            match write().doing(|| format!("writing {}", path.display())) {
                Err(LogError::DiskFull { .. }) => return self.remove_snapshots_from(end),
                other => other?,
            }
        }
        Ok(())
    }

    /// Removes the snapshots at `offset` and above: what they say is no longer true.
    pub(crate) fn remove_snapshots_from(&self, offset: Offset) -> Result<(), LogError> {
        for base in self.snapshots()?.into_iter().filter(|base| *base >= offset) {
            self.files.remove(&file_name(base, FileKind::Snapshot))?;
            self.files.remove(&file_name(base, FileKind::Window))?;
        }
        Ok(())
    }

    /// The aborted transactions that overlap with the range of offsets.
    ///
    /// # Errors
    /// The disk failed.
    pub fn aborted_in(
        &mut self,
        offsets: Range<Offset>,
    ) -> Result<Vec<AbortedTransaction>, LogError> {
        let mut found = Vec::new();
        let first = self.segment_of(offsets.start).unwrap_or(0);
        for segment in self.segments.get(first..).unwrap_or_default() {
            if !segment.has_aborted {
                continue;
            }
            let search =
                search_aborted(self.read_aborted(segment.base)?, offsets.start, offsets.end);
            found.extend(search.transactions);
            if search.is_complete {
                break;
            }
        }
        Ok(found)
    }

    pub(crate) fn read_aborted(&self, base: Offset) -> Result<Vec<AbortedTransaction>, LogError> {
        let path = self
            .files
            .path(&file_name(base, FileKind::TransactionIndex));
        let content = read_if_present(self.files.disk(), &path)?.unwrap_or_default();
        let entries = content
            .chunks_exact(ABORTED_TRANSACTION_LEN)
            .filter_map(|entry| entry.first_chunk());
        Ok(entries
            .filter_map(|entry| AbortedTransaction::decode(entry).ok())
            .collect())
    }

    /// Adds an aborted transaction to the index of the segment that holds its marker.
    pub(crate) fn write_aborted(&mut self, aborted: &AbortedTransaction) -> Result<(), LogError> {
        let Some(index) = self.segment_of(aborted.last_offset) else {
            return Ok(());
        };
        let Some(segment) = self.segments.get_mut(index) else {
            return Ok(());
        };
        segment.has_aborted = true;
        let file = self
            .files
            .create(segment.base, FileKind::TransactionIndex)?;
        let len = file
            .len()
            .doing(|| "reading an index of transactions".into())?;
        file.write_all_at(&[&aborted.encode()], len)
            .doing(|| "writing an index of transactions".into())
    }

    /// Calls `visit` with the header of every batch that overlaps with the range, and a way to get
    /// the whole batch, until it says to stop. Damage is passed over.
    pub(crate) fn for_each_header(
        &mut self,
        from: Offset,
        end: Offset,
        mut visit: impl FnMut(
            &dyn Fn() -> Result<Batch, LogError>,
            &BatchHeader,
        ) -> Result<ControlFlow<()>, LogError>,
    ) -> Result<(), LogError> {
        let Some(first) = self.segment_of(from.max(self.log_start)) else {
            return Ok(());
        };
        for index in first..self.segments.len() {
            if self
                .segments
                .get(index)
                .is_none_or(|segment| segment.base >= end)
            {
                break;
            }
            let mut position = if index == first {
                self.floor(index, from)?
            } else {
                0
            };
            let Some(segment) = self.segments.get(index) else {
                break;
            };
            let (base, size) = (segment.base, segment.size);
            if size == 0 {
                continue;
            }
            let file = self.files.open(base, FileKind::Log)?;
            let mut scan = HeaderScan::new(file.clone(), size);
            let mut expected = base;
            while position < size {
                if let Some(damage) = self.damage_from(base, position)
                    && damage.bytes.contains(&position)
                {
                    (position, expected) = (damage.bytes.end, damage.offsets.end);
                    continue;
                }
                let header = match scan.at(position, base, expected)? {
                    Ok(header) => header,
                    Err(bad) => return Err(self.damaged_here(index, expected, &bad)),
                };
                let bytes = header.size_in_bytes();
                if header.base_offset >= end {
                    return Ok(());
                }
                if header.last_offset() >= from {
                    let whole = || read_batch(&*file, position, bytes);
                    if visit(&whole, &header)?.is_break() {
                        return Ok(());
                    }
                }
                position += bytes as u64;
                expected = header.next_offset();
            }
        }
        Ok(())
    }

    /// Bytes that are not what they should be, met outside of recovery.
    pub(crate) fn damaged_here(
        &self,
        index: usize,
        expected: Offset,
        bad: &crate::scan::Bad,
    ) -> LogError {
        let end = self.segment_end(index).max(expected.next());
        let why = format!(
            "{} at byte {} of {}",
            bad.why,
            bad.position,
            self.segment_name(index)
        );
        LogError::Damaged {
            offsets: expected..end,
            why,
        }
    }
}

/// Reads one whole batch.
pub(crate) fn read_batch(
    file: &dyn world::File,
    position: u64,
    size: usize,
) -> Result<Batch, LogError> {
    let mut bytes = vec![0; size];
    file.read_exact_at(&mut bytes, position)
        .doing(|| "reading a batch".into())?;
    Batch::first(&bytes.into()).map_err(|error| LogError::InvalidBatch(error.to_string()))
}

/// The marker in a control batch, if it ends a transaction.
pub(crate) fn parse_marker(batch: &Batch) -> Option<EndTransactionMarker> {
    let record = batch.records(CONTROL_BYTES_MAX).ok()?.next()?.ok()?;
    EndTransactionMarker::parse(&record.key?, &record.value?)
}

/// Notes the epoch of a batch; whether it is a new one.
pub(crate) fn note_epoch(epochs: &mut LeaderEpochs, header: &BatchHeader) -> bool {
    let latest = epochs
        .latest()
        .map_or(LeaderEpoch::NONE, |latest| latest.epoch);
    header.leader_epoch > latest && epochs.assign(header.leader_epoch, header.base_offset)
}

/// Notes what a producer wrote, or how its transaction ended; the transaction, if it was aborted.
pub(crate) fn note_producer(
    producers: &mut Producers,
    header: &BatchHeader,
    marker: Option<EndTransactionMarker>,
) -> Option<AbortedTransaction> {
    if header.is_control() {
        let marker = marker?;
        let end = TransactionEnd {
            producer_id: header.producer_id,
            producer_epoch: header.producer_epoch,
            coordinator_epoch: marker.coordinator_epoch,
            committed: marker.committed,
            timestamp: header.max_timestamp,
        };
        let completed = producers.replay_end(&end, header.last_offset())?;
        return completed.aborted.then_some(AbortedTransaction {
            producer_id: completed.producer_id,
            first_offset: completed.first_offset,
            last_offset: completed.last_offset,
            last_stable_offset: completed.last_stable_offset,
        });
    }
    let append = ProducerAppend {
        producer_id: header.producer_id,
        producer_epoch: header.producer_epoch,
        base_sequence: header.base_sequence,
        last_sequence: header.last_sequence(),
        last_offset_delta: header.last_offset_delta,
        max_timestamp: header.max_timestamp,
        transactional: header.is_transactional(),
    };
    producers.replay(&append, header.base_offset);
    None
}
