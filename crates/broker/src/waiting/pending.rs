//! Requests over several partitions that wait for replicas or for the disk: they count down their partitions.

use protocol::messages::delete_records::{DeleteRecordsPartitionResult, DeleteRecordsResponse};
use protocol::messages::produce::{PartitionProduceResponse, ProduceResponse};

use crate::locked;
use crate::request::ReturnAddress;
use crate::sync::Mutex;

/// The place of one partition in a response.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Slot {
    pub(crate) topic: usize,
    pub(crate) partition: usize,
}

/// A response with a place for every partition.
pub(crate) trait Places {
    /// What is said of one partition.
    type Place;

    /// The place of a partition.
    fn place(&mut self, slot: Slot) -> Option<&mut Self::Place>;

    /// Whether a place tells of a failure.
    fn has_failed(place: &Self::Place) -> bool;

    /// Keeps a failure that came before the handler noted its result; only which partition it is comes from that.
    fn keep_failure(place: &mut Self::Place, noted: &Self::Place);
}

/// A produce request.
pub(crate) type PendingProduce = Pending<ProduceResponse>;
/// A request to delete records.
pub(crate) type PendingDelete = Pending<DeleteRecordsResponse>;

/// One request. It is answered exactly once: by whoever settles its last open partition, or by its deadline.
#[derive(Debug)]
pub(crate) struct Pending<R> {
    pub(crate) to: ReturnAddress,
    state: Mutex<State<R>>,
}

#[derive(Debug)]
struct State<R> {
    response: Option<R>,
    open: Vec<Slot>,
    /// The handler itself still adds partitions.
    filling: bool,
}

impl<R: Places> Pending<R> {
    /// A request whose handler is still at work; `response` has a place for every partition.
    pub(crate) fn new(to: ReturnAddress, response: R) -> Self {
        let state = State {
            response: Some(response),
            open: Vec::new(),
            filling: true,
        };
        Self {
            to,
            state: Mutex::new(state),
        }
    }

    /// One partition waits from now on, until [`Pending::settle`].
    pub(crate) fn open(&self, slot: Slot) {
        locked(&self.state).open.push(slot);
    }

    /// Notes the result of a partition so far. One that waits may have been settled meanwhile: what failed stays failed.
    pub(crate) fn note(&self, slot: Slot, result: R::Place, waits: bool) {
        let mut state = locked(&self.state);
        let settled = waits && !state.open.contains(&slot);
        state.put(slot, |place| {
            if settled && R::has_failed(place) {
                R::keep_failure(place, &result);
            } else {
                *place = result;
            }
        });
    }

    /// Ends the handler's part. Returns the answer when nothing waits.
    pub(crate) fn filled(&self) -> Option<R> {
        let mut state = locked(&self.state);
        state.filling = false;
        state.take_if_done()
    }

    /// Settles one partition: `change` turns the noted result into the final one. Returns the answer when it was the last.
    pub(crate) fn settle(&self, slot: Slot, change: impl FnOnce(&mut R::Place)) -> Option<R> {
        let mut state = locked(&self.state);
        let open = state.open.iter().position(|other| *other == slot)?;
        state.open.swap_remove(open);
        state.put(slot, change);
        state.take_if_done()
    }

    /// Ends the wait: `change` marks every partition that is still open. Returns the answer unless it was given before.
    pub(crate) fn expire(&self, change: impl Fn(&mut R::Place)) -> Option<R> {
        let mut state = locked(&self.state);
        for slot in std::mem::take(&mut state.open) {
            state.put(slot, &change);
        }
        state.take_if_done()
    }

    /// Whether it was answered.
    pub(crate) fn is_answered(&self) -> bool {
        locked(&self.state).response.is_none()
    }
}

impl<R: Places> State<R> {
    fn put(&mut self, slot: Slot, change: impl FnOnce(&mut R::Place)) {
        let place = self.response.as_mut().and_then(|it| it.place(slot));
        if let Some(place) = place {
            change(place);
        }
    }

    fn take_if_done(&mut self) -> Option<R> {
        if self.filling || !self.open.is_empty() {
            return None;
        }
        self.response.take()
    }
}

impl Places for ProduceResponse {
    type Place = PartitionProduceResponse;

    fn place(&mut self, slot: Slot) -> Option<&mut Self::Place> {
        let topic = self.responses.get_mut(slot.topic)?;
        topic.partition_responses.get_mut(slot.partition)
    }

    fn has_failed(place: &Self::Place) -> bool {
        place.error_code != 0
    }

    fn keep_failure(place: &mut Self::Place, noted: &Self::Place) {
        place.index = noted.index;
    }
}

impl Places for DeleteRecordsResponse {
    type Place = DeleteRecordsPartitionResult;

    fn place(&mut self, slot: Slot) -> Option<&mut Self::Place> {
        let topic = self.topics.get_mut(slot.topic)?;
        topic.partitions.get_mut(slot.partition)
    }

    fn has_failed(place: &Self::Place) -> bool {
        place.error_code != 0
    }

    fn keep_failure(place: &mut Self::Place, noted: &Self::Place) {
        place.partition_index = noted.partition_index;
    }
}

#[cfg(test)]
mod tests {
    use protocol::messages::produce::TopicProduceResponse;
    use protocol::{ApiKey, ErrorCode};
    use world::{ConnectionId, RequestId};

    use super::*;

    const SLOT: Slot = Slot {
        topic: 0,
        partition: 0,
    };

    fn pending() -> PendingProduce {
        let id = RequestId {
            connection: ConnectionId(1),
            sequence: 0,
        };
        let to = ReturnAddress {
            id,
            api: ApiKey::Produce,
            version: 12,
            correlation_id: 1,
        };
        let topic = TopicProduceResponse {
            partition_responses: vec![PartitionProduceResponse::default()],
            ..TopicProduceResponse::default()
        };
        let response = ProduceResponse {
            responses: vec![topic],
            ..ProduceResponse::default()
        };
        PendingProduce::new(to, response)
    }

    fn written() -> PartitionProduceResponse {
        PartitionProduceResponse {
            index: 3,
            base_offset: 17,
            ..PartitionProduceResponse::default()
        }
    }

    fn only(response: Option<ProduceResponse>) -> PartitionProduceResponse {
        let mut response = response.expect("answered");
        response.responses.remove(0).partition_responses.remove(0)
    }

    #[test]
    fn replicas_that_are_faster_than_the_handler_lose_no_answer() {
        let pending = pending();
        pending.open(SLOT);
        assert!(pending.settle(SLOT, |_| {}).is_none(), "still filling");
        pending.note(SLOT, written(), true);
        assert_eq!(only(pending.filled()), written());
    }

    #[test]
    fn a_failure_before_the_handler_is_done_stays_one() {
        let pending = pending();
        pending.open(SLOT);
        let failed = ErrorCode::NotLeaderOrFollower.code();
        pending.settle(SLOT, |place| place.error_code = failed);
        pending.note(SLOT, written(), true);
        let answer = only(pending.filled());
        assert_eq!((answer.index, answer.error_code), (3, failed));
    }

    #[test]
    fn the_last_one_to_settle_answers() {
        let pending = pending();
        pending.open(SLOT);
        pending.note(SLOT, written(), true);
        assert!(pending.filled().is_none());
        assert_eq!(only(pending.settle(SLOT, |_| {})), written());
        assert!(pending.is_answered());
    }
}
