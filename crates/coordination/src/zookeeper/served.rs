//! The metadata log that an active controller serves: a snapshot of what it found, and what it has committed since.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};
use codec::{Piece, Records};
use metadata::Record;
use quorum_core::{EpochRefusal, FetchAnswer, LogPosition, SnapshotRequest};
use types::{ControllerEpoch, LeaderEpoch, Offset, Timestamp};

use super::{Role, Zookeeper};
use crate::embedded::{SnapshotPart, snapshot_batches};
use crate::{CommittedBatch, FetchedLog, LogFetch, encode_batch};

#[derive(Clone, Debug)]
struct Encoded {
    last_offset: Offset,
    bytes: Bytes,
}

/// A log in memory. ZooKeeper has everything that is in it.
#[derive(Debug)]
pub(super) struct ServedLog {
    epoch: ControllerEpoch,
    /// The end of what the snapshot holds, which is where the log begins.
    start: Offset,
    snapshot: Bytes,
    batches: VecDeque<Encoded>,
    end: Offset,
    bytes: u64,
}

fn encode_snapshot(
    epoch: ControllerEpoch,
    written_at: Timestamp,
    records: &mut dyn Iterator<Item = Record>,
) -> Bytes {
    let mut snapshot = BytesMut::new();
    let batches = snapshot_batches(LeaderEpoch(epoch.0), written_at, records, &mut |batch| {
        snapshot.extend_from_slice(batch);
        Ok(())
    });
    if let Err(error) = batches {
        // Nothing here can fail but an encoder that is wrong.
        panic!("a snapshot that cannot be encoded: {error}");
    }
    snapshot.freeze()
}

impl ServedLog {
    pub(super) fn new(
        start: Offset,
        epoch: ControllerEpoch,
        written_at: Timestamp,
        records: &[Record],
    ) -> Self {
        Self {
            epoch,
            start,
            snapshot: encode_snapshot(epoch, written_at, &mut records.iter().cloned()),
            batches: VecDeque::new(),
            end: start,
            bytes: 0,
        }
    }

    pub(super) fn end(&self) -> Offset {
        self.end
    }

    pub(super) fn bytes_since_snapshot(&self) -> u64 {
        self.bytes
    }

    pub(super) fn append(&mut self, batch: &CommittedBatch) {
        let bytes = encode_batch(
            batch.base_offset,
            batch.epoch,
            batch.written_at,
            &batch.records,
        );
        self.bytes += bytes.len() as u64;
        self.end = batch.last_offset.next();
        let last_offset = batch.last_offset;
        self.batches.push_back(Encoded { last_offset, bytes });
    }

    pub(super) fn keep_snapshot(
        &mut self,
        end: Offset,
        written_at: Timestamp,
        records: &mut dyn Iterator<Item = Record>,
    ) {
        if end <= self.start || end > self.end {
            return;
        }
        self.snapshot = encode_snapshot(self.epoch, written_at, records);
        self.start = end;
        while self
            .batches
            .front()
            .is_some_and(|batch| batch.last_offset < end)
        {
            self.batches.pop_front();
        }
        self.bytes = self
            .batches
            .iter()
            .map(|batch| batch.bytes.len() as u64)
            .sum();
    }

    fn position(&self, offset: Offset) -> LogPosition {
        LogPosition {
            epoch: LeaderEpoch(self.epoch.0),
            offset,
        }
    }

    fn answer(&self, asked: LogPosition) -> FetchAnswer {
        let own = asked.epoch.0 == self.epoch.0;
        if asked.offset < self.start || asked.offset == self.start && !own {
            // Another controller's log is no beginning of this one: the snapshot is loaded as a difference.
            FetchAnswer::Snapshot(self.position(self.start))
        } else if asked.offset > self.end || !own {
            FetchAnswer::Diverging(self.position(self.end))
        } else {
            FetchAnswer::Read { until: self.end }
        }
    }

    fn read(&self, from: Offset, bytes_max: u64) -> Records {
        let mut records = Records::default();
        let first = self
            .batches
            .partition_point(|batch| batch.last_offset < from);
        for batch in self.batches.iter().skip(first) {
            if !records.is_empty() && records.len() + batch.bytes.len() as u64 > bytes_max {
                break;
            }
            records.pieces.push(Piece::Bytes(batch.bytes.clone()));
        }
        records
    }
}

impl Zookeeper {
    fn refusal(&self, cluster_id: Option<&str>, asked: LeaderEpoch) -> Option<EpochRefusal> {
        let (epoch, _) = self.leader();
        if cluster_id.is_some() && self.cluster_id().is_some() && cluster_id != self.cluster_id() {
            Some(EpochRefusal::ClusterId)
        } else if asked.0 < epoch.0 {
            Some(EpochRefusal::Fenced)
        } else if asked.0 > epoch.0 {
            Some(EpochRefusal::Unknown)
        } else {
            None
        }
    }

    pub(super) fn answer_fetch(&self, fetch: &LogFetch) -> FetchedLog {
        let request = &fetch.request;
        let refusal = self.refusal(request.cluster_id.as_deref(), request.leader_epoch);
        let (epoch, leader) = self.leader();
        let mut fetched = FetchedLog {
            answer: FetchAnswer::Refused(refusal.unwrap_or(EpochRefusal::NotLeader)),
            epoch,
            leader,
            high_watermark: self.log_end(),
            log_start_offset: Offset::ZERO,
            records: Records::default(),
        };
        if let Role::Active(lead) = &self.role {
            fetched.log_start_offset = lead.log.start;
            if refusal.is_none() {
                fetched.answer = lead.log.answer(request.log_end);
            }
            if matches!(fetched.answer, FetchAnswer::Read { .. }) {
                fetched.records = lead.log.read(request.log_end.offset, fetch.bytes_max);
            }
        }
        fetched
    }

    /// Reads a part of the snapshot.
    ///
    /// # Errors
    /// Why not, for the answer.
    pub fn snapshot_part(
        &self,
        request: &SnapshotRequest,
        bytes_max: u64,
    ) -> Result<SnapshotPart, EpochRefusal> {
        if let Some(refusal) = self.refusal(request.cluster_id.as_deref(), request.leader_epoch) {
            return Err(refusal);
        }
        let Role::Active(lead) = &self.role else {
            return Err(EpochRefusal::NotLeader);
        };
        let log = &lead.log;
        if request.snapshot != log.position(log.start) {
            return Err(EpochRefusal::NoSnapshot);
        }
        let size = log.snapshot.len();
        let from = usize::try_from(request.position).unwrap_or(usize::MAX);
        if from >= size {
            return Err(EpochRefusal::Position);
        }
        let most = usize::try_from(bytes_max.max(1)).unwrap_or(usize::MAX);
        let bytes = log
            .snapshot
            .slice(from..size.min(from.saturating_add(most)));
        Ok(SnapshotPart {
            size: size as u64,
            bytes: Records {
                pieces: vec![Piece::Bytes(bytes)],
            },
        })
    }
}
