//! Answering: records and snapshots to whoever reads the metadata log, votes and epochs to the other voters.

use codec::{FileRange, Piece, Records};
use partition_log::LogError;
use protocol::messages::{begin_quorum_epoch, end_quorum_epoch, vote};
use quorum_core::{EpochRefusal, FetchAnswer, LogPosition, SnapshotRequest};
use types::{ControllerEpoch, Now};

use super::{Embedded, wire};
use crate::{Effects, FetchedLog, LogFetch};

/// A part of a snapshot.
#[derive(Clone, Debug)]
pub struct SnapshotPart {
    /// Length of the whole snapshot in bytes.
    pub size: u64,
    /// The bytes from the position that was asked for.
    pub bytes: Records,
}

impl Embedded {
    pub(crate) fn answer_fetch(&mut self, fetch: &LogFetch, effects: &mut Effects) -> FetchedLog {
        if self.failed {
            return self.nothing_fetched();
        }
        let answer = self.quorum.answer_fetch(&fetch.request, &self.log);
        let from = fetch.request.log_end.offset;
        let mut records = Records::default();
        if let FetchAnswer::Read { until } = answer
            && until > from
        {
            match self.log.read(from, until, fetch.bytes_max) {
                Ok(read) => records = read,
                // Nothing is told of it now; the snapshot that takes its place is.
                Err(LogError::Damaged { .. }) => self.scrubbing.suspect(),
                Err(error) => self.fail(&error, effects),
            }
        }
        FetchedLog {
            answer,
            epoch: ControllerEpoch(self.quorum.epoch().0),
            leader: self.quorum.leader(),
            high_watermark: self.quorum.high_watermark(),
            log_start_offset: quorum_core::LogFacts::start(&self.log),
            records,
        }
    }

    /// The answer of a member that takes part no longer.
    fn nothing_fetched(&self) -> FetchedLog {
        FetchedLog {
            answer: FetchAnswer::Refused(EpochRefusal::NotLeader),
            epoch: ControllerEpoch(self.quorum.epoch().0),
            leader: None,
            high_watermark: None,
            log_start_offset: quorum_core::LogFacts::start(&self.log),
            records: Records::default(),
        }
    }

    /// Reads a part of a snapshot.
    ///
    /// # Errors
    /// Why not, for the answer.
    pub fn snapshot_part(
        &self,
        request: &SnapshotRequest,
        bytes_max: u64,
    ) -> Result<SnapshotPart, EpochRefusal> {
        if request.cluster_id.is_some() && request.cluster_id != self.quorum.standing().cluster_id {
            return Err(EpochRefusal::ClusterId);
        }
        let epoch = self.quorum.epoch();
        if request.leader_epoch < epoch {
            return Err(EpochRefusal::Fenced);
        }
        if request.leader_epoch > epoch {
            return Err(EpochRefusal::Unknown);
        }
        if self.quorum.state() != quorum_core::State::Leader {
            return Err(EpochRefusal::NotLeader);
        }
        let open = |snapshot: LogPosition| self.log.checkpoints.open(&*self.log.disk, snapshot);
        let source = match open(request.snapshot) {
            Ok(Some(source)) => source,
            Ok(None) => return Err(EpochRefusal::NoSnapshot),
            Err(error) => {
                tracing::error!("a snapshot of the metadata cannot be opened: {error}");
                return Err(EpochRefusal::NoSnapshot);
            }
        };
        let size = source.len().map_err(|_| EpochRefusal::NoSnapshot)?;
        if request.position >= size {
            return Err(EpochRefusal::Position);
        }
        let len = (size - request.position).min(bytes_max.max(1));
        let position = request.position;
        let range = FileRange {
            source: source.as_external(),
            position,
            len,
        };
        Ok(SnapshotPart {
            size,
            bytes: Records {
                pieces: vec![Piece::File(range)],
            },
        })
    }

    /// Answers another voter's request for a vote.
    pub fn on_vote(
        &mut self,
        now: Now,
        request: &vote::VoteRequest,
        effects: &mut Effects,
    ) -> vote::VoteResponse {
        let Some(asked) = wire::read_vote(request).filter(|_| !self.failed) else {
            return wire::vote_invalid();
        };
        let mut actions = Vec::new();
        let answer = self
            .quorum
            .on_vote(now.instant, &asked, &self.log, &mut actions);
        self.carry_out(now, actions, effects);
        if self.failed {
            // What could not be stored is not promised.
            return wire::vote_invalid();
        }
        wire::vote_response(&answer, &self.settings.voters)
    }

    /// Answers a leader that presents itself.
    pub fn on_begin_quorum_epoch(
        &mut self,
        now: Now,
        request: &begin_quorum_epoch::BeginQuorumEpochRequest,
        effects: &mut Effects,
    ) -> begin_quorum_epoch::BeginQuorumEpochResponse {
        let Some(asked) = wire::read_begin(request).filter(|_| !self.failed) else {
            return wire::begin_invalid();
        };
        let mut actions = Vec::new();
        let quorum = &mut self.quorum;
        let answer = quorum.on_begin_quorum_epoch(now.instant, &asked, &self.log, &mut actions);
        self.carry_out(now, actions, effects);
        wire::begin_response(answer, &self.settings.voters)
    }

    /// Answers a leader that steps down.
    pub fn on_end_quorum_epoch(
        &mut self,
        now: Now,
        request: &end_quorum_epoch::EndQuorumEpochRequest,
        effects: &mut Effects,
    ) -> end_quorum_epoch::EndQuorumEpochResponse {
        let Some(asked) = wire::read_end(request).filter(|_| !self.failed) else {
            return wire::end_invalid();
        };
        let mut actions = Vec::new();
        let quorum = &mut self.quorum;
        let answer = quorum.on_end_quorum_epoch(now.instant, &asked, &self.log, &mut actions);
        self.carry_out(now, actions, effects);
        wire::end_response(answer, &self.settings.voters)
    }
}
