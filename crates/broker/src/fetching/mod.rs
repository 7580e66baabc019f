//! Following: one fetch session for each leader whose partitions this broker replicates.
//!
//! `session` decides what is asked, `answer` takes what comes into the logs, `offsets` asks a leader where its log is when a
//! fetch was outside of it. Partitions whose records count only when they are flushed have a session of their own, for they
//! are left out until their flush is done and would keep the others from waiting at the leader.
//!
//! A standing of a partition is taken under its lock and brought here after it; its turn keeps an older one from replacing a
//! newer.

mod answer;
mod offsets;
mod session;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use codec::Text;
use metadata::{Delta, Image};
use protocol::messages::fetch::{
    FetchPartition, FetchRequest, FetchTopic, ForgottenTopic, ReplicaState,
};
use replica_core::Durability;
use types::{BrokerEpoch, BrokerId, Instant, Now, TopicId};
use world::{Endpoint, Output};

use crate::broker::Broker;
use crate::calls::{LANE_FETCH, LANE_FETCH_FLUSHED, Purpose};
use crate::deadlines::Due;
use crate::locked;
use crate::partitions::{HostedPartition, Standing, Turns};
use crate::sync::{AtomicU64, Mutex, Ordering};
use crate::waiting::Effects;

pub(crate) use offsets::Outside;
use session::{Ask, Session};
pub(crate) use session::{Asked, Key};

/// Names a session: the leader, and what its partitions' end offsets stand for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct SessionId {
    pub(crate) leader: BrokerId,
    pub(crate) flushed: bool,
}

/// Everything that this broker follows. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Fetching {
    pub(crate) turns: Turns,
    serial: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    sessions: BTreeMap<SessionId, Session>,
    /// The session of each partition, and the turn of the standing that says so.
    homes: BTreeMap<Key, (u64, Option<SessionId>)>,
    stopped: bool,
}

impl State {
    fn move_to(&mut self, key: Key, turn: u64, home: Option<SessionId>) -> bool {
        let before = self.homes.get(&key).copied();
        if before.is_some_and(|(known, _)| known >= turn) {
            return false;
        }
        if let Some((_, Some(old))) = before
            && home != Some(old)
            && let Some(session) = self.sessions.get_mut(&old)
        {
            session.remove(key);
        }
        if before.is_some() || home.is_some() {
            self.homes.insert(key, (turn, home));
        }
        true
    }
}

impl Fetching {
    /// Takes where a partition stands, unless something newer is known. Returns the session that may have to ask now.
    fn take(&self, key: Key, standing: Standing) -> Option<SessionId> {
        let home = standing.position.map(|position| SessionId {
            leader: position.leader,
            flushed: position.durability == Durability::Flushed,
        });
        let mut state = locked(&self.state);
        if state.stopped || !state.move_to(key, standing.turn, home) {
            return None;
        }
        if let (Some(id), Some(position)) = (home, standing.position) {
            let session = state.sessions.entry(id).or_default();
            session.put(key, standing.turn, position);
        }
        home
    }

    /// The partition is no longer hosted.
    pub(crate) fn forget(&self, key: Key) {
        let mut state = locked(&self.state);
        if let Some((_, Some(id))) = state.homes.remove(&key)
            && let Some(session) = state.sessions.get_mut(&id)
        {
            session.remove(key);
        }
    }

    /// This broker has registered anew: every leader is to be told so with every partition.
    pub(crate) fn begin_anew(&self) {
        let mut state = locked(&self.state);
        state.sessions.values_mut().for_each(Session::begin_anew);
    }

    /// Follows nothing any more.
    pub(crate) fn stop(&self) {
        let mut state = locked(&self.state);
        state.stopped = true;
        state.sessions.clear();
        state.homes.clear();
    }

    fn with<T>(&self, id: SessionId, act: impl FnOnce(&mut Session) -> T) -> Option<T> {
        locked(&self.state).sessions.get_mut(&id).map(act)
    }

    /// The sessions that are there; those with nothing left in them go.
    fn ids(&self) -> Vec<SessionId> {
        let mut state = locked(&self.state);
        state.sessions.retain(|_, session| !session.is_empty());
        state.sessions.keys().copied().collect()
    }
}

impl Broker {
    /// Notes what a partition has to fetch now.
    pub(crate) fn follow(&self, hosted: &Arc<HostedPartition>, effects: &mut Effects) {
        match hosted.standing(&self.fetching.turns) {
            Ok(standing) => {
                let key = (hosted.topic_id, hosted.name.partition);
                self.fetching.take(key, standing);
            }
            Err(error) => effects
                .failed_directories
                .push((hosted.directory, error.to_string())),
        }
    }

    /// A flush is done: where records count only with it, the next may be fetched.
    pub(crate) fn follow_flushed(
        &self,
        now: Now,
        hosted: &Arc<HostedPartition>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some(leader) = hosted.follows_flushed() else {
            return;
        };
        self.follow(hosted, effects);
        let flushed = true;
        self.send_fetch(now, SessionId { leader, flushed }, out);
    }

    /// Asks the leaders whose sessions have something to ask; those that registered anew at once.
    pub(crate) fn send_fetches(&self, now: Now, delta: &Delta, out: &mut Vec<Output>) {
        for id in self.fetching.ids() {
            if delta.brokers.contains_key(&id.leader) {
                self.fetching.with(id, Session::retry_now);
            }
            self.send_fetch(now, id, out);
        }
    }

    /// A pause of a session, or of some of its partitions, is over.
    pub(crate) fn fetch_due(&self, now: Now, id: SessionId, out: &mut Vec<Output>) {
        self.fetching
            .with(id, |session| session.resume_due(now.instant));
        self.send_fetch(now, id, out);
    }

    /// Sends the next fetch of a session, if there is one to be made now.
    fn send_fetch(&self, now: Now, id: SessionId, out: &mut Vec<Output>) {
        let Some(broker_epoch) = self.lifecycle.broker_epoch() else {
            return;
        };
        let image = self.image.load();
        let Some(endpoint) = self.replication_endpoint(&image, id.leader) else {
            return;
        };
        let serial = self.fetching.serial.fetch_add(1, Ordering::Relaxed) + 1;
        let ask = self
            .fetching
            .with(id, |session| session.ask(now.instant, serial));
        let Some(ask) = ask.flatten() else { return };
        let request = self.fetch_request(broker_epoch, &ask);
        let lane = if id.flushed {
            LANE_FETCH_FLUSHED
        } else {
            LANE_FETCH
        };
        let purpose = Purpose::Fetch(id, ask.serial);
        let patience = self.fetch_patience();
        let peer = (id.leader, endpoint);
        self.calls
            .call(now, peer, lane, patience, purpose, &request, out);
    }

    /// Where another broker listens for brokers.
    pub(crate) fn replication_endpoint(&self, image: &Image, broker: BrokerId) -> Option<Endpoint> {
        let registered = image.broker(broker)?;
        let endpoint = registered.endpoint(&self.config.inter_broker_listener_name)?;
        Some(Endpoint {
            host: endpoint.host.to_string(),
            port: endpoint.port,
        })
    }

    fn fetch_patience(&self) -> Duration {
        let replica = &self.config.replica;
        replica.socket_timeout.max(replica.fetch_wait_max * 2)
    }

    fn fetch_request(&self, broker_epoch: BrokerEpoch, ask: &Ask) -> FetchRequest {
        let replica = &self.config.replica;
        let wait = if ask.opens {
            Duration::ZERO
        } else {
            replica.fetch_wait_max
        };
        let mut topics: Vec<FetchTopic> = Vec::new();
        for ((topic_id, partition), position) in &ask.partitions {
            let partition = FetchPartition {
                partition: partition.0,
                current_leader_epoch: position.leader_epoch.0,
                fetch_offset: position.offset.0,
                last_fetched_epoch: position.last_epoch.0,
                log_start_offset: position.log_start.0,
                partition_max_bytes: i32::try_from(replica.fetch_bytes_max).unwrap_or(i32::MAX),
                high_watermark: position.high_watermark.0,
                ..FetchPartition::default()
            };
            match topics
                .last_mut()
                .filter(|topic| topic.topic_id == *topic_id)
            {
                Some(topic) => topic.partitions.push(partition),
                None => topics.push(FetchTopic {
                    topic_id: *topic_id,
                    partitions: vec![partition],
                    ..FetchTopic::default()
                }),
            }
        }
        FetchRequest {
            cluster_id: self.cluster_id().map(Text::from),
            replica_state: ReplicaState {
                replica_id: self.id.0,
                replica_epoch: broker_epoch.0,
            },
            max_wait_ms: i32::try_from(wait.as_millis()).unwrap_or(i32::MAX),
            min_bytes: i32::try_from(replica.fetch_bytes_min).unwrap_or(1),
            max_bytes: i32::try_from(replica.fetch_response_bytes_max).unwrap_or(i32::MAX),
            session_id: ask.session_id,
            session_epoch: ask.session_epoch,
            topics,
            forgotten_topics_data: forgotten(&ask.forgotten),
            ..FetchRequest::default()
        }
    }

    fn enter_fetch_due(&self, at: Instant, id: SessionId, out: &mut Vec<Output>) {
        self.deadlines.enter(at, Due::Following(id), out);
    }
}

fn forgotten(keys: &[Key]) -> Vec<ForgottenTopic> {
    let mut topics: Vec<(TopicId, ForgottenTopic)> = Vec::new();
    for (topic_id, partition) in keys {
        match topics.last_mut().filter(|(id, _)| id == topic_id) {
            Some((_, topic)) => topic.partitions.push(partition.0),
            None => {
                let topic = ForgottenTopic {
                    topic_id: *topic_id,
                    partitions: vec![partition.0],
                    ..ForgottenTopic::default()
                };
                topics.push((*topic_id, topic));
            }
        }
    }
    topics.into_iter().map(|(_, topic)| topic).collect()
}
