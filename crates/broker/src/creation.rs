//! Topics that are made on demand, and the requests that wait for them.
//!
//! Kafka answers "not there yet" and has the client ask again; here the request waits for the topic, which takes a few
//! milliseconds, and is answered with its leaders.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use codec::Text;
use metadata::{Delta, Image};
use protocol::ErrorCode;
use protocol::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest, CreateTopicsResponse,
};
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::metadata::MetadataRequest;
use types::{BrokerId, Now, TopicName};
use world::{CallError, Output};

use crate::broker::Broker;
use crate::calls::{LANE_FORWARD, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::request::ReturnAddress;
use crate::sync::Mutex;

/// How long a request waits for its topic before it is answered with what there is.
const PATIENCE: Duration = Duration::from_secs(2);
/// Errors that are remembered, so that a request that comes back is told why.
const REMEMBERED_MAX: usize = 100;

/// A request that waits for topics.
#[derive(Debug)]
pub(crate) struct Parked {
    pub(crate) to: ReturnAddress,
    pub(crate) listener: Arc<str>,
    pub(crate) request: ParkedRequest,
    pub(crate) waits_for: Vec<TopicName>,
}

/// What is answered when the topics are there.
#[derive(Debug)]
pub(crate) enum ParkedRequest {
    Metadata(MetadataRequest),
    FindCoordinator(FindCoordinatorRequest),
}

/// Topics that are being made. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Creation {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    parked: BTreeMap<u64, Parked>,
    under_way: BTreeSet<TopicName>,
    failed: BTreeMap<TopicName, ErrorCode>,
}

impl Broker {
    /// Has the controller make the topics that `parked` waits for, and answers it when they are there.
    pub(crate) fn create_and_park(&self, now: Now, parked: Parked, out: &mut Vec<Output>) {
        let (number, wanted) = {
            let mut state = locked(&self.creation.state);
            let wanted: Vec<TopicName> = parked
                .waits_for
                .iter()
                .filter(|name| !state.under_way.contains(*name))
                .cloned()
                .collect();
            state.under_way.extend(wanted.iter().cloned());
            for name in &wanted {
                state.failed.remove(name);
            }
            state.next += 1;
            let number = state.next;
            state.parked.insert(number, parked);
            (number, wanted)
        };
        self.deadlines
            .enter(now.instant + PATIENCE, Due::Metadata(number), out);
        if wanted.is_empty() {
            // They may have appeared between the look and the wait.
            return self.answer_parked(now, out);
        }
        self.ask_for_topics(now, &wanted, out);
    }

    fn ask_for_topics(&self, now: Now, wanted: &[TopicName], out: &mut Vec<Output>) {
        let image = self.image.load();
        let topics = wanted
            .iter()
            .map(|name| self.creatable(&image, name))
            .collect();
        let timeout_ms = i32::try_from(PATIENCE.as_millis()).unwrap_or(i32::MAX);
        let request = CreateTopicsRequest {
            topics,
            timeout_ms,
            validate_only: false,
        };
        let controller = self.lifecycle.controller();
        self.calls.call(
            now,
            controller,
            LANE_FORWARD,
            PATIENCE,
            Purpose::CreateTopics,
            &request,
            out,
        );
    }

    fn creatable(&self, image: &Image, name: &TopicName) -> CreatableTopic {
        let topic = CreatableTopic {
            name: Text::from(name.as_str()),
            ..CreatableTopic::default()
        };
        let alive = image
            .brokers()
            .values()
            .filter(|broker| broker.is_active())
            .count();
        let capped = |wanted: i16| wanted.min(i16::try_from(alive.max(1)).unwrap_or(i16::MAX));
        if name.as_str() != "__consumer_offsets" {
            return CreatableTopic {
                num_partitions: -1,
                replication_factor: -1,
                ..topic
            };
        }
        let offsets = &self.config.offsets;
        let replication_factor = capped(offsets.topic_replication_factor);
        if replication_factor < offsets.topic_replication_factor {
            tracing::warn!(
                "__consumer_offsets is made with {replication_factor} replicas, as many as there are brokers, instead of \
                 offsets.topic.replication.factor={}: reassign it when there are more",
                offsets.topic_replication_factor
            );
        }
        let configs = [
            ("cleanup.policy", "compact".to_owned()),
            ("compression.type", "producer".to_owned()),
            ("segment.bytes", offsets.topic_segment_bytes.to_string()),
        ];
        let configs = configs
            .into_iter()
            .map(|(name, value)| CreatableTopicConfig {
                name: Text::from(name),
                value: Some(Text::from(value)),
            });
        CreatableTopic {
            num_partitions: offsets.topic_partitions,
            replication_factor,
            configs: configs.collect(),
            ..topic
        }
    }

    pub(crate) fn on_topics_created(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<CreateTopicsResponse, CallError>,
        out: &mut Vec<Output>,
    ) {
        let not_controller = ErrorCode::NotController.code();
        let answer = answer.ok().filter(|response| {
            let mut topics = response.topics.iter();
            topics.all(|topic| topic.error_code != not_controller)
        });
        let Some(response) = answer else {
            // Nobody knows whether they are made: the controller that is there is asked again, for what is waited for.
            self.lifecycle.not_active(controller, None);
            locked(&self.creation.state).under_way.clear();
            let at = now.instant + self.lifecycle.pause();
            self.deadlines.enter(at, Due::Task(Task::Creation), out);
            return;
        };
        let mut state = locked(&self.creation.state);
        for topic in response.topics {
            let name = TopicName::trusted(&topic.name);
            state.under_way.remove(&name);
            match ErrorCode::from_code(topic.error_code) {
                Some(ErrorCode::None | ErrorCode::TopicAlreadyExists) => {}
                error => {
                    tracing::warn!(topic = %name, ?error, why = ?topic.error_message, "a topic cannot be made on demand");
                    if state.failed.len() < REMEMBERED_MAX {
                        state
                            .failed
                            .insert(name, error.unwrap_or(ErrorCode::UnknownServerError));
                    }
                }
            }
        }
        drop(state);
        self.answer_parked(now, out);
    }

    /// Asks again for the topics that are waited for and not under way.
    pub(crate) fn resume_creation(&self, now: Now, out: &mut Vec<Output>) {
        let image = self.image.load();
        let wanted: Vec<TopicName> = {
            let mut state = locked(&self.creation.state);
            let waited_for = state.parked.values().flat_map(|parked| &parked.waits_for);
            let wanted: BTreeSet<_> = waited_for
                .filter(|name| image.topic(name.as_str()).is_none())
                .filter(|name| !state.under_way.contains(*name))
                .cloned()
                .collect();
            state.under_way.extend(wanted.iter().cloned());
            wanted.into_iter().collect()
        };
        drop(image);
        if !wanted.is_empty() {
            self.ask_for_topics(now, &wanted, out);
        }
    }

    /// Why a topic could not be made when it was last asked for; or that it is being made.
    pub(crate) fn creation_error(&self, name: &str) -> Option<ErrorCode> {
        let state = locked(&self.creation.state);
        let name = TopicName::trusted(name);
        if state.under_way.contains(&name) {
            return Some(ErrorCode::LeaderNotAvailable);
        }
        state.failed.get(&name).copied()
    }

    /// New metadata may contain what is waited for.
    pub(crate) fn creation_apply(&self, now: Now, _: &Image, delta: &Delta, out: &mut Vec<Output>) {
        if delta.topics.is_empty() || locked(&self.creation.state).parked.is_empty() {
            return;
        }
        self.answer_parked(now, out);
    }

    /// Answers every parked request whose topics are there, with leaders, or cannot be had.
    fn answer_parked(&self, now: Now, out: &mut Vec<Output>) {
        let image = self.image.load();
        let ready: Vec<Parked> = {
            let mut state = locked(&self.creation.state);
            let State { parked, failed, .. } = &mut *state;
            let done = |name: &TopicName| failed.contains_key(name) || has_leaders(&image, name);
            let ready: Vec<u64> = parked
                .iter()
                .filter(|(_, parked)| parked.waits_for.iter().all(&done))
                .map(|(number, _)| *number)
                .collect();
            ready
                .into_iter()
                .filter_map(|number| parked.remove(&number))
                .collect()
        };
        for parked in ready {
            self.answer_one(now, parked, out);
        }
    }

    /// The time of a parked request is over.
    pub(crate) fn expire_parked(&self, now: Now, number: u64, out: &mut Vec<Output>) {
        let parked = locked(&self.creation.state).parked.remove(&number);
        if let Some(parked) = parked {
            self.answer_one(now, parked, out);
        }
    }

    fn answer_one(&self, now: Now, parked: Parked, out: &mut Vec<Output>) {
        match parked.request {
            ParkedRequest::Metadata(body) => {
                let response = self.metadata_response(parked.to, &parked.listener, &body);
                parked.to.send(&response, out);
            }
            ParkedRequest::FindCoordinator(body) => {
                let response = self.coordinator_response(now, parked.to, &parked.listener, &body);
                parked.to.send(&response, out);
            }
        }
    }
}

fn has_leaders(image: &Image, name: &TopicName) -> bool {
    image.topic(name.as_str()).is_some_and(|topic| {
        topic
            .partitions
            .values()
            .all(|partition| partition.has_leader())
    })
}
