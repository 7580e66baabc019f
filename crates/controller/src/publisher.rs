//! The metadata publisher: fetches of the metadata log that wait for records.

use std::collections::BTreeMap;

use coordination::FetchedLog;
use coordination::wire::{AskedLog, fetch_response};
use protocol::messages::fetch::FetchResponse;
use quorum_core::{EpochRefusal, FetchAnswer};
use types::{BrokerId, Instant, Offset};
use world::{ConnectionId, Endpoint, RequestId};

use crate::reply::ReplyTo;

/// Parked fetches at once; one more is answered empty.
const PARKED_MAX: usize = 10_000;

/// A fetch that waits.
#[derive(Clone, Debug)]
pub(crate) struct Parked {
    pub(crate) to: ReplyTo,
    pub(crate) asked: AskedLog,
    deadline: Instant,
}

impl Parked {
    pub(crate) fn new(to: ReplyTo, asked: AskedLog, now: Instant) -> Self {
        let deadline = now + asked.wait;
        Self {
            to,
            asked,
            deadline,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Publisher {
    parked: BTreeMap<RequestId, Parked>,
    /// The high watermark that each replica was last told.
    told: BTreeMap<BrokerId, Offset>,
}

impl Publisher {
    /// Whether the answer is to be sent now rather than when there is more.
    pub(crate) fn is_due(&self, parked: &Parked, fetched: &FetchedLog, now: Instant) -> bool {
        match fetched.answer {
            FetchAnswer::Read { .. } => {
                !fetched.records.is_empty()
                    || parked.deadline <= now
                    || self.has_news(parked, fetched)
            }
            // Who leads will be known soon; nobody is helped by asking again at once.
            FetchAnswer::Refused(EpochRefusal::NotLeader) if fetched.leader.is_none() => {
                parked.deadline <= now
            }
            FetchAnswer::Refused(_) | FetchAnswer::Diverging(_) | FetchAnswer::Snapshot(_) => true,
        }
    }

    /// Whether the replica does not know yet what is committed.
    fn has_news(&self, parked: &Parked, fetched: &FetchedLog) -> bool {
        let Some(replica) = parked.asked.fetch.request.replica else {
            return false;
        };
        let told = self.told.get(&replica).copied();
        let reaches = parked.asked.fetch.request.log_end.offset;
        fetched
            .high_watermark
            .is_some_and(|mark| Some(mark) > told && told < Some(reaches))
    }

    pub(crate) fn park(&mut self, parked: Parked) {
        self.parked.insert(parked.to.request, parked);
    }

    pub(crate) fn is_full(&self) -> bool {
        self.parked.len() >= PARKED_MAX
    }

    pub(crate) fn take_all(&mut self) -> BTreeMap<RequestId, Parked> {
        std::mem::take(&mut self.parked)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parked.is_empty()
    }

    pub(crate) fn disconnected(&mut self, connection: ConnectionId) {
        self.parked
            .retain(|request, _| request.connection != connection);
    }

    pub(crate) fn next_deadline(&self) -> Instant {
        self.parked
            .values()
            .map(|parked| parked.deadline)
            .min()
            .unwrap_or(Instant::NEVER)
    }

    /// The answer to a fetch.
    pub(crate) fn respond(
        &mut self,
        parked: &Parked,
        fetched: FetchedLog,
        voters: &BTreeMap<BrokerId, Endpoint>,
    ) -> FetchResponse {
        let replica = parked.asked.fetch.request.replica;
        if let (Some(replica), Some(mark)) = (replica, fetched.high_watermark) {
            self.told.insert(replica, mark);
        }
        fetch_response(&parked.asked, fetched, voters)
    }

    /// A new epoch: nobody was told anything in it.
    pub(crate) fn forget(&mut self) {
        self.told.clear();
    }
}
