//! Leaders whose connection to this broker has just broken, and the questions that wait for what the controller makes of it.
//!
//! When a broker dies its followers know it before the controller has fenced it. A client that asks in between who leads would
//! be told of the dead broker once more, and many wait long before they ask again. So the answer waits for the decision,
//! which takes tens of milliseconds, and no longer than [`PATIENCE`]: a leader that only this broker cannot reach goes on
//! leading, and is named then.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use metadata::{Image, Topic};
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::metadata::MetadataRequest;
use types::{BrokerId, Instant, Now};
use world::{CallError, Output};

use crate::broker::Broker;
use crate::coordinators::OFFSETS_TOPIC;
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::request::ReturnAddress;
use crate::sync::{AtomicBool, Mutex, Ordering};

/// How long after the break a leader is not named. A controller that is to be elected first takes most of it.
const PATIENCE: Duration = Duration::from_secs(1);

/// A question that names who leads.
#[derive(Debug)]
pub(crate) enum Question {
    Metadata(MetadataRequest),
    FindCoordinator(FindCoordinatorRequest),
}

#[derive(Debug)]
struct Parked {
    to: ReturnAddress,
    listener: Arc<str>,
    question: Question,
}

/// Who is suspected, and who waits. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Suspects {
    /// Whether anybody is suspected: all that a question looks at when nobody is.
    live: AtomicBool,
    /// Whether any connection is broken: all that an answer of a leader looks at when none is.
    any_broken: AtomicBool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the connection broke that has not been made again since.
    broken: BTreeMap<BrokerId, Instant>,
    parked: Vec<Parked>,
}

impl State {
    fn is_suspected(&self, broker: BrokerId, now: Instant) -> bool {
        let broken = self.broken.get(&broker);
        broken.is_some_and(|since| now.since(*since) < PATIENCE)
    }

    fn waits(&self, question: &Question, image: &Image, now: Instant) -> bool {
        let has_suspect = |topic: &Topic| {
            let mut partitions = topic.partitions.values();
            partitions.any(|partition| self.is_suspected(partition.leader, now))
        };
        match question {
            Question::FindCoordinator(_) => {
                let topic = image.topics().by_name(OFFSETS_TOPIC);
                topic.is_some_and(|topic| has_suspect(topic))
            }
            Question::Metadata(body) => match &body.topics {
                None => image.topics().iter().any(|topic| has_suspect(topic)),
                Some(asked) => asked.iter().any(|asked| {
                    let by_name = asked.name.as_ref();
                    let by_name = by_name.and_then(|name| image.topics().by_name(name));
                    let topic = by_name.or_else(|| image.topics().by_id(asked.topic_id));
                    topic.is_some_and(|topic| has_suspect(topic))
                }),
            },
        }
    }
}

impl Broker {
    /// A leader could not be asked. It is suspected if its connection broke or nobody listens there, from the first time on
    /// until it answers again.
    pub(crate) fn suspect(
        &self,
        now: Now,
        leader: BrokerId,
        error: &CallError,
        out: &mut Vec<Output>,
    ) {
        if *error == CallError::TimedOut {
            return;
        }
        let mut state = locked(&self.suspects.state);
        if state.broken.contains_key(&leader) {
            return;
        }
        state.broken.insert(leader, now.instant);
        self.suspects.any_broken.store(true, Ordering::Release);
        self.suspects.live.store(true, Ordering::Release);
        drop(state);
        let until = now.instant + PATIENCE;
        self.deadlines.enter(until, Due::Task(Task::Suspects), out);
    }

    /// A leader answers.
    pub(crate) fn trust(&self, now: Now, leader: BrokerId, out: &mut Vec<Output>) {
        if !self.suspects.any_broken.load(Ordering::Acquire) {
            return;
        }
        let mut state = locked(&self.suspects.state);
        if state.broken.remove(&leader).is_none() {
            return;
        }
        let any = !state.broken.is_empty();
        self.suspects.any_broken.store(any, Ordering::Release);
        drop(state);
        self.settle_suspicions(now, out);
    }

    /// Some suspicion may be over.
    pub(crate) fn settle_suspicions(&self, now: Now, out: &mut Vec<Output>) {
        {
            let state = locked(&self.suspects.state);
            let mut broken = state.broken.keys();
            let live = broken.any(|broker| state.is_suspected(*broker, now.instant));
            self.suspects.live.store(live, Ordering::Release);
        }
        self.answer_unsuspected(now, out);
    }

    /// Keeps a question if its answer would name a suspect; gives it back where it would not.
    pub(crate) fn keep_if_suspected(
        &self,
        now: Now,
        to: ReturnAddress,
        listener: &Arc<str>,
        question: Question,
        out: &mut Vec<Output>,
    ) -> Option<Question> {
        if !self.suspects.live.load(Ordering::Acquire) {
            return Some(question);
        }
        let mut state = locked(&self.suspects.state);
        if !state.waits(&question, &self.image.load(), now.instant) {
            return Some(question);
        }
        // Of several on one connection only the last waits: a client that asks again need not hear the same news twice at once.
        let same = |parked: &Parked| parked.to.id.connection == to.id.connection;
        let earlier = state.parked.iter().position(same);
        let earlier = earlier.map(|place| state.parked.swap_remove(place));
        let listener = Arc::clone(listener);
        state.parked.push(Parked {
            to,
            listener,
            question,
        });
        drop(state);
        if let Some(earlier) = earlier {
            self.answer(now, earlier, out);
        }
        // The decision may have come between the look and the wait.
        self.answer_unsuspected(now, out);
        None
    }

    /// Answers the questions whose answers name no suspect any more.
    pub(crate) fn answer_unsuspected(&self, now: Now, out: &mut Vec<Output>) {
        if locked(&self.suspects.state).parked.is_empty() {
            return;
        }
        let ready = {
            let image = self.image.load();
            let mut state = locked(&self.suspects.state);
            let parked = std::mem::take(&mut state.parked);
            let (waiting, ready): (Vec<_>, Vec<_>) = parked
                .into_iter()
                .partition(|parked| state.waits(&parked.question, &image, now.instant));
            state.parked = waiting;
            ready
        };
        for parked in ready {
            self.answer(now, parked, out);
        }
    }

    fn answer(&self, now: Now, parked: Parked, out: &mut Vec<Output>) {
        let (to, listener) = (parked.to, &parked.listener);
        match parked.question {
            Question::Metadata(body) => {
                to.send(&self.metadata_response(to, listener, &body), out);
            }
            Question::FindCoordinator(body) => {
                to.send(&self.coordinator_response(now, to, listener, &body), out);
            }
        }
    }
}
