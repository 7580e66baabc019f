//! The metadata log as the quorum sees it: segments, snapshots and epochs, and the records that are not committed yet.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use codec::{Message as _, Records};
use metadata::Record;
use partition_log::{
    Flush, FlushScope, LeaderBatch, LogError, PartitionLog, ReadRequest, Scrub, ScrubPlace,
    Scrubbed,
};
use protocol::records::control::{LeaderChangeMessage, leader_change_message};
use quorum_core::{LogFacts, LogPosition};
use records::{Batch, BatchBuilder, ControlRecordType};
use types::{BrokerId, ControllerEpoch, Instant, LeaderEpoch, Now, Offset, Timestamp};
use world::Disk;

use super::EmbeddedError;
use super::checkpoint::Checkpoints;
use crate::{CommittedBatch, decode_batch, encode_batch};

/// How much of the log is read at once at a start.
const LOAD_BYTES: u64 = 1 << 20;

/// Where a snapshot ends, and what is in it.
pub(crate) type Snapshot = (LogPosition, Vec<Record>);

#[derive(Debug)]
pub(crate) struct MetadataLog {
    pub(crate) disk: Arc<dyn Disk>,
    log: PartitionLog,
    pub(crate) checkpoints: Checkpoints,
    /// Each epoch that wrote, with its first offset.
    epochs: Vec<(LeaderEpoch, Offset)>,
    end: Offset,
    /// Batches above what has been told as committed, oldest first.
    uncommitted: VecDeque<CommittedBatch>,
    pub(crate) bytes_since_snapshot: u64,
    /// Whether the newest snapshot was seen to be damaged.
    snapshot_is_damaged: bool,
    /// When the next files of dropped segments are to be removed.
    pub(crate) removal_due: Instant,
}

impl LogFacts for MetadataLog {
    fn start(&self) -> Offset {
        self.log.log_start_offset()
    }

    fn end(&self) -> LogPosition {
        let epoch = self
            .epochs
            .last()
            .map_or(LeaderEpoch(0), |(epoch, _)| *epoch);
        LogPosition {
            epoch,
            offset: self.end,
        }
    }

    fn flushed_end(&self) -> Offset {
        self.log.flushed_end().min(self.end)
    }

    fn epoch_end(&self, epoch: LeaderEpoch) -> Option<LogPosition> {
        let after = self.epochs.partition_point(|(known, _)| *known <= epoch);
        let (found, _) = *self.epochs.get(after.checked_sub(1)?)?;
        let offset = self.epochs.get(after).map_or(self.end, |(_, start)| *start);
        Some(LogPosition {
            epoch: found,
            offset,
        })
    }

    fn latest_snapshot(&self) -> Option<LogPosition> {
        self.checkpoints.latest()
    }
}

impl MetadataLog {
    /// Loads what a directory holds: the newest snapshot, and everything above it.
    pub(crate) fn load(
        disk: Arc<dyn Disk>,
        mut log: PartitionLog,
        directory: PathBuf,
        now: Now,
    ) -> Result<(Self, Option<Snapshot>), EmbeddedError> {
        let checkpoints = Checkpoints::find(&*disk, &directory)?;
        let snapshot = match checkpoints.latest() {
            Some(at) => {
                let read = checkpoints.read(&*disk, at);
                Some((at, read.map_err(|error| beyond_repair(&directory, &error))?))
            }
            None => None,
        };
        let covered = snapshot.as_ref().map_or(Offset::ZERO, |(at, _)| at.offset);
        if log.log_end_offset() < covered {
            // The snapshot came from the leader, and the process ended before the log began anew behind it.
            log.truncate_fully_and_start_at(covered, now)?;
        }
        if log.log_start_offset() > covered {
            return Err(EmbeddedError::Incomplete {
                directory,
                log_start: log.log_start_offset(),
                snapshot_end: covered,
            });
        }
        // The process may have ended between the snapshot and this.
        log.advance_log_start(covered, now)?;
        let end = log.log_end_offset();
        let mut loaded = Self {
            disk,
            log,
            checkpoints,
            epochs: Vec::new(),
            end,
            uncommitted: VecDeque::new(),
            bytes_since_snapshot: 0,
            snapshot_is_damaged: false,
            removal_due: now.instant,
        };
        loaded.scan(covered).map_err(|error| match error {
            EmbeddedError::Log(error @ LogError::Damaged { .. }) => {
                beyond_repair(&directory, &error)
            }
            other => other,
        })?;
        if let Some((at, _)) = &snapshot
            && loaded
                .epochs
                .first()
                .is_none_or(|(first, start)| *first > at.epoch && *start >= at.offset)
        {
            loaded.epochs.insert(0, (at.epoch, at.offset));
        }
        Ok((loaded, snapshot))
    }

    fn scan(&mut self, covered: Offset) -> Result<(), EmbeddedError> {
        let mut from = self.log.log_start_offset();
        while from < self.end {
            let request = ReadRequest {
                from,
                up_to: self.end,
                bytes_max: LOAD_BYTES,
                at_least_one: true,
            };
            let read = self.log.read(&request)?;
            let bytes = read.records.into_bytes()?;
            for batch in Batch::split(bytes) {
                let batch = batch.map_err(|error| EmbeddedError::Damaged(error.to_string()))?;
                self.note_epoch(batch.header().leader_epoch, batch.header().base_offset);
                if batch.header().base_offset >= covered {
                    self.bytes_since_snapshot += batch.bytes().len() as u64;
                    let decoded = decode_batch(&batch);
                    let decoded =
                        decoded.map_err(|error| EmbeddedError::Damaged(error.to_string()))?;
                    self.uncommitted.push_back(decoded);
                }
            }
            if read.next_offset <= from {
                break;
            }
            from = read.next_offset;
        }
        Ok(())
    }

    fn note_epoch(&mut self, epoch: LeaderEpoch, start: Offset) {
        if self.epochs.last().is_none_or(|(last, _)| *last < epoch) {
            self.epochs.push((epoch, start));
        }
    }

    /// The directory belongs to this cluster from now on.
    pub(crate) fn set_cluster_id(&self, cluster_id: &str) -> Result<(), LogError> {
        self.log.set_cluster_id(cluster_id)
    }

    /// Makes the directory of the log, which the log itself does with its first record only.
    pub(crate) fn make_directory(&self, directory: &Path) -> io::Result<()> {
        self.disk.create_dir_all(directory)?;
        directory
            .parent()
            .map_or(Ok(()), |parent| self.disk.sync_dir(parent))
    }

    /// Whether neither a record nor a snapshot is here.
    pub(crate) fn is_blank(&self) -> bool {
        self.end == Offset::ZERO && self.checkpoints.latest().is_none()
    }

    fn appended(&mut self, batch: &Batch, decoded: CommittedBatch) {
        self.note_epoch(batch.header().leader_epoch, batch.header().base_offset);
        self.end = batch.header().next_offset();
        self.bytes_since_snapshot += batch.bytes().len() as u64;
        self.uncommitted.push_back(decoded);
    }

    fn append_own(
        &mut self,
        bytes: &Bytes,
        epoch: LeaderEpoch,
        records: Vec<Record>,
        now: Now,
    ) -> Result<Offset, EmbeddedError> {
        let batch =
            Batch::first(bytes).map_err(|error| EmbeddedError::Damaged(error.to_string()))?;
        let header = *batch.header();
        self.log
            .append_as_leader(&[LeaderBatch::trusted(&batch)], epoch, now)?;
        let decoded = CommittedBatch {
            base_offset: header.base_offset,
            last_offset: header.last_offset(),
            epoch: ControllerEpoch(epoch.0),
            written_at: now.wall,
            records,
        };
        self.appended(&batch, decoded);
        assert_eq!(self.end, self.log.log_end_offset(), "all of it is appended");
        Ok(header.last_offset())
    }

    /// Appends records of the leader's own as one batch; the offset of the last.
    pub(crate) fn append(
        &mut self,
        epoch: LeaderEpoch,
        records: Vec<Record>,
        now: Now,
    ) -> Result<Offset, EmbeddedError> {
        let batch = encode_batch(self.end, ControllerEpoch(epoch.0), now.wall, &records);
        self.append_own(&batch, epoch, records, now)
    }

    /// Opens an epoch.
    pub(crate) fn append_leader_change(
        &mut self,
        epoch: LeaderEpoch,
        leader: BrokerId,
        voters: &[BrokerId],
        granting: &[BrokerId],
        now: Now,
    ) -> Result<(), EmbeddedError> {
        let voter = |id: &BrokerId| leader_change_message::Voter {
            voter_id: id.0,
            ..leader_change_message::Voter::default()
        };
        let message = LeaderChangeMessage {
            leader_id: leader.0,
            voters: voters.iter().map(voter).collect(),
            granting_voters: granting.iter().map(voter).collect(),
            ..LeaderChangeMessage::default()
        };
        let value = message
            .to_bytes(0)
            .map_err(|error| EmbeddedError::Damaged(error.to_string()))?;
        let mut builder = BatchBuilder::new(self.end).leader_epoch(epoch).control();
        builder.append(
            now.wall,
            Some(&ControlRecordType::LeaderChange.key()),
            Some(&value),
            &[],
        );
        self.append_own(&builder.build(), epoch, Vec::new(), now)?;
        Ok(())
    }

    /// Appends what the leader sent. What does not continue the log is refused, and nothing of it is appended.
    pub(crate) fn append_fetched(&mut self, bytes: Bytes, now: Now) -> Result<(), EmbeddedError> {
        let damaged = |why: String| EmbeddedError::BadRecords(why);
        let mut batches = Vec::new();
        let mut next = self.end;
        for batch in Batch::split_lenient(bytes) {
            let batch = batch.map_err(|error| damaged(error.to_string()))?;
            batch
                .verify_crc()
                .map_err(|error| damaged(error.to_string()))?;
            if batch.header().base_offset != next {
                let found = batch.header().base_offset;
                return Err(damaged(format!(
                    "a batch at {found}, where {next} comes next"
                )));
            }
            let decoded = decode_batch(&batch).map_err(|error| damaged(error.to_string()))?;
            next = batch.header().next_offset();
            batches.push((batch, decoded));
        }
        let whole: Vec<_> = batches.iter().map(|(batch, _)| batch.clone()).collect();
        if whole.is_empty() {
            return Err(damaged("no whole batch".to_owned()));
        }
        self.log.append_as_follower(&whole, now)?;
        for (batch, decoded) in batches {
            self.appended(&batch, decoded);
        }
        assert_eq!(self.end, self.log.log_end_offset(), "all of it is appended");
        Ok(())
    }

    /// Cuts off everything from `to` on.
    pub(crate) fn truncate(&mut self, to: Offset, now: Now) -> Result<(), EmbeddedError> {
        self.log.truncate_to(to, now)?;
        self.removal_due = now.instant;
        self.end = to;
        let latest = self.checkpoints.latest();
        self.epochs
            .retain(|(_, start)| *start < to || latest.is_some_and(|at| at.offset == *start));
        self.uncommitted.retain(|batch| batch.base_offset < to);
        debug_assert_eq!(self.end, self.log.log_end_offset());
        Ok(())
    }

    /// Begins anew behind a snapshot that is complete on the disk; its records.
    pub(crate) fn begin_behind(
        &mut self,
        snapshot: LogPosition,
        now: Now,
    ) -> Result<Vec<Record>, EmbeddedError> {
        let disk = Arc::clone(&self.disk);
        self.checkpoints.finish_parts(&*disk, snapshot)?;
        let records = self.checkpoints.read(&*disk, snapshot)?;
        self.log.truncate_fully_and_start_at(snapshot.offset, now)?;
        self.removal_due = now.instant;
        self.end = snapshot.offset;
        self.epochs = vec![(snapshot.epoch, snapshot.offset)];
        self.uncommitted.clear();
        self.bytes_since_snapshot = 0;
        self.snapshot_is_damaged = false;
        self.checkpoints.remove_older(&*disk)?;
        Ok(records)
    }

    /// Takes the batches below the high watermark that were not told yet.
    pub(crate) fn take_committed(&mut self, high_watermark: Offset) -> Vec<CommittedBatch> {
        let committed = self
            .uncommitted
            .partition_point(|batch| batch.last_offset < high_watermark);
        self.uncommitted.drain(..committed).collect()
    }

    pub(crate) fn read(
        &mut self,
        from: Offset,
        up_to: Offset,
        bytes_max: u64,
    ) -> Result<Records, LogError> {
        let request = ReadRequest {
            from,
            up_to,
            bytes_max,
            at_least_one: true,
        };
        Ok(self.log.read(&request)?.records)
    }

    /// Whether some of it, or of its snapshot, cannot be read.
    pub(crate) fn is_damaged(&self) -> bool {
        self.snapshot_is_damaged || !self.log.damaged().is_empty()
    }

    /// Reads the newest snapshot; what is wrong with it.
    pub(crate) fn check_snapshot(&mut self) -> io::Result<Option<String>> {
        let Some(latest) = self.checkpoints.latest() else {
            return Ok(None);
        };
        let Err(error) = self.checkpoints.read(&*self.disk, latest) else {
            return Ok(None);
        };
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::NotFound => {
                self.snapshot_is_damaged = true;
                Ok(Some(error.to_string()))
            }
            _ => Err(error),
        }
    }

    /// The next slice to look for damage in.
    pub(crate) fn begin_scrub(
        &mut self,
        from: Option<ScrubPlace>,
        bytes_max: u64,
    ) -> Result<Option<Scrub>, LogError> {
        self.log.begin_scrub(from, bytes_max)
    }

    /// What came of a slice. What is appended next begins a segment, so that the next snapshot can drop the damaged one.
    pub(crate) fn finish_scrub(&mut self, scrub: &Scrub) -> Result<Scrubbed, LogError> {
        let scrubbed = self.log.finish_scrub(scrub)?;
        if scrubbed.found.is_some() {
            self.log.roll_before_next_append();
        }
        Ok(scrubbed)
    }

    pub(crate) fn begin_flush(&mut self) -> Result<Option<Flush>, LogError> {
        if self.flushed_end() == self.end {
            return Ok(None);
        }
        self.log.begin_flush(FlushScope::All)
    }

    pub(crate) fn finish_flush(&mut self, up_to: Offset) {
        self.log.finish_flush(up_to);
    }

    /// Keeps a snapshot and drops the log below it.
    pub(crate) fn keep_snapshot(
        &mut self,
        snapshot: LogPosition,
        written_at: Timestamp,
        records: &mut dyn Iterator<Item = Record>,
        now: Now,
    ) -> io::Result<()> {
        let disk = Arc::clone(&self.disk);
        let latest = self.checkpoints.latest().map(|latest| latest.offset);
        let replaces = self.snapshot_is_damaged && latest == Some(snapshot.offset);
        if latest >= Some(snapshot.offset) && !replaces {
            return Ok(());
        }
        self.checkpoints
            .write(&*disk, snapshot, written_at, records)?;
        self.bytes_since_snapshot = 0;
        self.snapshot_is_damaged = false;
        self.log
            .advance_log_start(snapshot.offset, now)
            .map_err(io::Error::other)?;
        self.removal_due = now.instant;
        let kept = self
            .epochs
            .partition_point(|(_, start)| *start <= snapshot.offset);
        self.epochs.drain(..kept.saturating_sub(1));
        self.checkpoints.remove_older(&*disk)
    }

    /// Removes the files of dropped segments whose time has come.
    pub(crate) fn remove_dropped(&mut self, now: Instant) -> Result<(), LogError> {
        if self.removal_due <= now {
            self.removal_due = self.log.delete_due(now)?.unwrap_or(Instant::NEVER);
        }
        Ok(())
    }

    pub(crate) fn close(&mut self) -> Result<(), LogError> {
        self.log.close_clean()
    }
}

/// Damage that a start meets, when nothing is in memory yet.
fn beyond_repair(directory: &Path, error: &dyn fmt::Display) -> EmbeddedError {
    EmbeddedError::Damaged(format!(
        "{}: {error}. Move the directory away, and the other voters fill it again; where there is none, restore it from a copy",
        directory.display()
    ))
}
