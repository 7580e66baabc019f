//! Reading from a hosted partition: fencing, what may be seen, and the range of the log that holds it.

use std::sync::Arc;

use codec::Records;
use log_state::{AbortedTransaction, EpochEnd};
use partition_log::{LogError, ReadRequest as LogRead};
use replica_core::{
    BrokerView, Consequences, DivergingEpoch, EpochCheck, FollowerFetch, Isolation, Role, Vicinity,
};
use types::{BrokerId, LeaderEpoch, Now, Offset};

use super::{Hosted, HostedPartition};
use crate::waiting::{Effects, FetchSession, SessionKey};

/// Who reads.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reader {
    /// A follower, with its position.
    Follower(FollowerFetch),
    /// A client.
    Consumer(Consumer),
}

/// How a client reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Consumer {
    pub(crate) isolation: Isolation,
    /// Whether a follower may serve it (KIP-392).
    pub(crate) from_follower: bool,
}

/// What is asked of one partition.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadRequest {
    pub(crate) reader: Reader,
    pub(crate) offset: Offset,
    pub(crate) max_bytes: usize,
    /// Deliver one batch even if it is larger than `max_bytes`.
    pub(crate) at_least_one: bool,
    pub(crate) current_leader_epoch: LeaderEpoch,
    pub(crate) last_fetched_epoch: LeaderEpoch,
}

/// What was found.
#[derive(Debug)]
pub(crate) struct ReadOutcome {
    pub(crate) records: Records,
    pub(crate) diverging: Option<DivergingEpoch>,
    pub(crate) high_watermark: Offset,
    pub(crate) last_stable: Offset,
    /// Who is to be asked instead.
    pub(crate) preferred: Option<BrokerId>,
    pub(crate) log_start: Offset,
    pub(crate) aborted: Vec<AbortedTransaction>,
    /// There is something to read, and no room for it.
    pub(crate) withheld: bool,
}

/// Why nothing may be read.
#[derive(Debug)]
pub(crate) enum ReadFailure {
    NotLeader,
    FencedLeaderEpoch,
    UnknownLeaderEpoch,
    /// The offset is outside of the log, or above what a new leader may show yet.
    OutOfRange {
        log_start: Offset,
    },
    Log(LogError),
}

impl HostedPartition {
    /// Reads, and has `watch` marked by every later change. A follower's position is noted on the way. A consumer that is
    /// `near` a replica that has what it asks for is sent there.
    pub(crate) fn read(
        self: &Arc<Self>,
        now: Now,
        request: &ReadRequest,
        near: Option<&dyn Vicinity>,
        watch: Option<(&Arc<FetchSession>, &SessionKey)>,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) -> Result<ReadOutcome, ReadFailure> {
        self.change(now, effects, |hosted| {
            if let Some((session, key)) = watch {
                hosted.watch(session, key);
            }
            let mut consequences = Consequences::default();
            let outcome = hosted.read(now, request, near, brokers, &mut consequences);
            (outcome, consequences)
        })
    }
}

impl Hosted {
    /// Compares the epoch that a request carries with the one known here.
    pub(crate) fn check_epoch(&self, requested: LeaderEpoch) -> Result<(), ReadFailure> {
        // As in Kafka, any number below zero stands for none.
        match self.replica.check_epoch(requested.max(LeaderEpoch::NONE)) {
            EpochCheck::Current => Ok(()),
            EpochCheck::RequesterBehind => Err(ReadFailure::FencedLeaderEpoch),
            EpochCheck::RequesterAhead => Err(ReadFailure::UnknownLeaderEpoch),
        }
    }

    fn read(
        &mut self,
        now: Now,
        request: &ReadRequest,
        near: Option<&dyn Vicinity>,
        brokers: &dyn BrokerView,
        consequences: &mut Consequences,
    ) -> Result<ReadOutcome, ReadFailure> {
        self.check_epoch(request.current_leader_epoch)?;
        let leads = matches!(self.replica.role(), Role::Leader(_));
        let from_follower = matches!(request.reader, Reader::Consumer(c) if c.from_follower);
        // As in Kafka, whoever may read from a follower may read from one whose leader is gone: what it knows to be committed.
        if self.retired || (!leads && !from_follower) {
            return Err(ReadFailure::NotLeader);
        }
        let marks = self.replica.marks();
        if let Some(diverging) = self.diverging(request)? {
            return Ok(self.outcome(Records::default(), Some(diverging), Vec::new()));
        }
        let isolation = match request.reader {
            Reader::Follower(_) => Isolation::Replica,
            Reader::Consumer(consumer) => consumer.isolation,
        };
        let first_unstable = self.first_unstable();
        let end = self.replica.readable_end(isolation, first_unstable);
        let log_start = marks.log_start;
        // What was committed under the last leader may lie above this one's watermark for a moment: such a reader waits.
        let log_end = marks.log_end;
        if request.offset < log_start || request.offset > log_end {
            return Err(ReadFailure::OutOfRange { log_start });
        }
        if let Some(near) = near
            && let Some(preferred) = self.replica.preferred_reader(request.offset, near)
        {
            let outcome = self.outcome(Records::default(), None, Vec::new());
            return Ok(ReadOutcome {
                preferred: Some(preferred),
                ..outcome
            });
        }
        let readable = request.offset < end;
        let (records, aborted) = match readable {
            true => self.records(request, end, isolation)?,
            false => Default::default(),
        };
        if let Reader::Follower(fetch) = &request.reader {
            *consequences = self
                .replica
                .on_follower_fetch(now.instant, fetch, brokers)
                .ok_or(ReadFailure::NotLeader)?;
        }
        Ok(ReadOutcome {
            withheld: readable && records.is_empty(),
            ..self.outcome(records, None, aborted)
        })
    }

    /// Whole batches from where the request begins, and the aborted transactions in them for who has to know.
    fn records(
        &mut self,
        request: &ReadRequest,
        end: Offset,
        isolation: Isolation,
    ) -> Result<(Records, Vec<AbortedTransaction>), ReadFailure> {
        let read = self.log.read(&LogRead {
            from: request.offset,
            up_to: end,
            bytes_max: request.max_bytes as u64,
            at_least_one: request.at_least_one,
        });
        let records = read.map_err(ReadFailure::Log)?.records;
        let mut aborted = Vec::new();
        if isolation == Isolation::ReadCommitted && !records.is_empty() {
            let found = self.log.aborted_in(request.offset..end);
            aborted = found.map_err(ReadFailure::Log)?;
        }
        Ok((records, aborted))
    }

    fn outcome(
        &mut self,
        records: Records,
        diverging: Option<DivergingEpoch>,
        aborted: Vec<AbortedTransaction>,
    ) -> ReadOutcome {
        let marks = self.replica.marks();
        ReadOutcome {
            records,
            diverging,
            high_watermark: marks.high_watermark,
            last_stable: self.last_stable_offset(),
            preferred: None,
            log_start: marks.log_start,
            aborted,
            withheld: false,
        }
    }

    /// Whether the reader's last epoch ends elsewhere here (KIP-320, KIP-595): then it gets no records, but where to cut.
    fn diverging(&mut self, request: &ReadRequest) -> Result<Option<DivergingEpoch>, ReadFailure> {
        if request.last_fetched_epoch == LeaderEpoch::NONE {
            return Ok(None);
        }
        let marks = self.replica.marks();
        let out_of_range = || ReadFailure::OutOfRange {
            log_start: marks.log_start,
        };
        let epochs = self.log.epochs().map_err(ReadFailure::Log)?;
        let EpochEnd { epoch, end_offset } = epochs
            .end_offset_for(request.last_fetched_epoch, marks.log_end)
            .ok_or_else(out_of_range)?;
        if request.offset < marks.log_start {
            return Err(out_of_range());
        }
        let diverges = epoch < request.last_fetched_epoch || end_offset < request.offset;
        Ok(diverges.then_some(DivergingEpoch { epoch, end_offset }))
    }
}
