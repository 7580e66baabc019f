//! Fetch, of consumers and followers: header bytes and file ranges; what is not there yet is waited for.

mod found;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use codec::Records;
use metadata::Image;
use partition_log::LogError;
use protocol::ErrorCode;
use protocol::messages::fetch::{
    FetchRequest, FetchResponse, FetchableTopicResponse, LeaderIdAndEpoch, NodeEndpoint,
    PartitionData,
};
use replica_core::{Isolation, Vicinity};
use types::{BrokerId, Now};
use world::{ConnectionId, Output, Reply};

use crate::broker::{Broker, ImageView};
use crate::deadlines::Due;
use crate::dispatch::Causes;
use crate::error_map;
use crate::partitions::{ReadFailure, ReadRequest};
use crate::request::Request;
use crate::waiting::{
    Effects, FetchSession, Nearness, ParkedFetch, SessionKey, SessionPartition, TopicRef, Unparked,
};

use found::Found;
use wire::{fill, reader, replica, session_failure, topic_response};

/// How long a new watermark waits for records to travel with. Nobody but readers of followers waits for it.
const NEWS_AFTER: Duration = Duration::from_millis(5);
/// From here on a consumer says where it is (KIP-392).
const RACK_VERSION: i16 = 11;
/// From here on an answer says where the leader is (KIP-951).
const CURRENT_LEADER_VERSION: i16 = 12;

/// What one look at a session's partitions gave.
#[derive(Default)]
struct Look {
    found: Vec<Found>,
    bytes: u64,
    /// Something that the reader must be told at once.
    urgent: bool,
    /// A watermark or log start that a follower does not know.
    news: bool,
}

/// A fetch that was parked.
struct Parked {
    /// Numbers the wait.
    serial: u64,
    /// The follower has something to learn beside records.
    news: bool,
}

/// Which brokers are where a consumer is, and reached through the listener that it came by.
struct Near<'a> {
    image: &'a Image,
    place: &'a Nearness,
}

impl Vicinity for Near<'_> {
    fn contains(&self, broker: BrokerId) -> bool {
        self.image.broker(broker).is_some_and(|broker| {
            let same_rack = broker.rack.as_deref() == Some(&*self.place.rack);
            same_rack && !broker.fenced && broker.endpoint(&self.place.listener).is_some()
        })
    }
}

impl Broker {
    /// Where the consumer is, if readers are to be sent to the replicas next to them (KIP-392).
    fn nearness(&self, request: &Request<'_>, body: &FetchRequest) -> Option<Nearness> {
        let says = request.version() >= RACK_VERSION && !body.rack_id.is_empty();
        (says && self.config.replica.reads_by_rack).then(|| Nearness {
            rack: body.rack_id.clone(),
            listener: request.from.listener.clone(),
        })
    }

    pub(crate) fn fetch(
        &self,
        request: &Request<'_>,
        body: FetchRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let replica = replica(request.version(), &body);
        if replica.is_some() && !request.from.privileged {
            return Reply::Close(
                "a replica's fetch is accepted on the inter-broker listener only".into(),
            );
        }
        let (id, epoch) = if request.version() >= 7 {
            (body.session_id, body.session_epoch)
        } else {
            (0, -1)
        };
        let follower = replica.map(|_| request.from.id);
        let used = match self.sessions.begin(id, epoch, follower) {
            Ok(used) => used,
            Err(error) => return request.reply(&session_failure(error)),
        };
        self.answer_displaced(request.now, &used.displaced, causes);
        let session = used.session;
        if let Err(error) = fill(&session, request.version(), &body) {
            return request.reply(&FetchResponse {
                error_code: error.code(),
                ..FetchResponse::default()
            });
        }
        let limit = if replica.is_some() {
            u64::MAX
        } else {
            u64::from(self.config.network.fetch_bytes_max)
        };
        let wait = Duration::from_millis(u64::try_from(body.max_wait_ms).unwrap_or(0));
        let fetch = ParkedFetch {
            to: request.to,
            replica,
            isolation: match (replica, body.isolation_level) {
                (Some(_), _) => Isolation::Replica,
                (None, 1) => Isolation::ReadCommitted,
                (None, _) => Isolation::ReadUncommitted,
            },
            min_bytes: u64::try_from(body.min_bytes).unwrap_or(0),
            nearness: self.nearness(request, &body),
            max_bytes: u64::try_from(body.max_bytes).unwrap_or(0).min(limit),
            full: used.full,
            wait: 0,
            turn: used.turn,
        };
        if session.is_empty() || wait.is_zero() {
            let look = self.look(request.now, &session, &fetch, causes.effects);
            let response = self.fetched(&session, &fetch, look, causes.effects);
            return request.reply(&response);
        }
        let deadline = request.now.instant + wait;
        self.sessions.keep(&session);
        match self.answer_or_park(request.now, &session, fetch, causes.effects) {
            Ok((_, response)) => request.reply(&response),
            Err(Parked { serial, news }) => {
                if news {
                    self.enter_news(request.now, &session, causes.out);
                }
                let due = Due::Fetch(Arc::downgrade(&session), serial);
                self.deadlines.enter(deadline, due, causes.out);
                Reply::Later
            }
        }
    }

    /// Answers what waited in sessions that a newer request has ended: else all behind it on its connection would wait.
    fn answer_displaced(&self, now: Now, displaced: &[Arc<FetchSession>], causes: &mut Causes<'_>) {
        for session in displaced {
            if let Some(fetch) = session.take_parked() {
                self.answer_parked_fetch(now, session, &fetch, causes.effects, causes.out);
            }
        }
    }

    /// Looks until there is enough to answer, or nothing new: then the fetch is parked, and its number returned.
    fn answer_or_park(
        &self,
        now: Now,
        session: &Arc<FetchSession>,
        mut fetch: ParkedFetch,
        effects: &mut Effects,
    ) -> Result<(ParkedFetch, FetchResponse), Parked> {
        loop {
            let look = self.look(now, session, &fetch, effects);
            if look.urgent || look.bytes >= fetch.min_bytes.max(1) || fetch.min_bytes == 0 {
                let response = self.fetched(session, &fetch, look, effects);
                return Ok((fetch, response));
            }
            let untold = |found: &&Found| found.has_records() || found.news;
            for found in look.found.iter().filter(untold) {
                session.keep_dirty(&found.key);
            }
            match session.park(fetch) {
                Ok(serial) => {
                    let news = look.news;
                    return Err(Parked { serial, news });
                }
                Err(Unparked::Changed(again)) => fetch = again,
                Err(Unparked::Overtaken(fetch)) => {
                    let response = self.what_there_is(now, session, &fetch, effects);
                    return Ok((fetch, response));
                }
            }
        }
    }

    /// A change has woken a parked fetch.
    pub(crate) fn resume_fetch(
        &self,
        now: Now,
        session: &Arc<FetchSession>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some(fetch) = session.take_parked() else {
            return;
        };
        match self.answer_or_park(now, session, fetch, effects) {
            Ok((fetch, response)) => fetch.to.send(&response, out),
            Err(Parked { news: true, .. }) => self.enter_news(now, session, out),
            Err(_) => {}
        }
    }

    /// A follower waits with news that it was not told: has it told in a moment, unless records come first. While records
    /// flow, watermarks so travel with them and cost no round trip of their own.
    fn enter_news(&self, now: Now, session: &Arc<FetchSession>, out: &mut Vec<Output>) {
        if session.begin_news() {
            let due = Due::FetchNews(Arc::downgrade(session));
            self.deadlines.enter(now.instant + NEWS_AFTER, due, out);
        }
    }

    /// The moment is over: tells a follower what is new, if it still waits.
    pub(crate) fn tell_news(
        &self,
        now: Now,
        session: &Weak<FetchSession>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some(session) = session.upgrade() else {
            return;
        };
        session.end_news();
        let Some(mut fetch) = session.take_parked() else {
            return;
        };
        loop {
            let look = self.look(now, &session, &fetch, effects);
            if look.urgent || look.news || look.bytes > 0 {
                let response = self.fetched(&session, &fetch, look, effects);
                return fetch.to.send(&response, out);
            }
            match session.park(fetch) {
                Ok(_) => return,
                Err(Unparked::Changed(again)) => fetch = again,
                Err(Unparked::Overtaken(fetch)) => {
                    return self.answer_parked_fetch(now, &session, &fetch, effects, out);
                }
            }
        }
    }

    /// A parked fetch answers with what there is.
    pub(crate) fn expire_fetch(
        &self,
        now: Now,
        session: &Weak<FetchSession>,
        serial: u64,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some(session) = session.upgrade() else {
            return;
        };
        self.sessions.let_go(&session);
        let Some(fetch) = session.take_parked_if(serial) else {
            return;
        };
        self.answer_parked_fetch(now, &session, &fetch, effects, out);
    }

    fn answer_parked_fetch(
        &self,
        now: Now,
        session: &Arc<FetchSession>,
        fetch: &ParkedFetch,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let response = self.what_there_is(now, session, fetch, effects);
        fetch.to.send(&response, out);
    }

    fn what_there_is(
        &self,
        now: Now,
        session: &Arc<FetchSession>,
        fetch: &ParkedFetch,
        effects: &mut Effects,
    ) -> FetchResponse {
        let look = self.look(now, session, fetch, effects);
        self.fetched(session, fetch, look, effects)
    }

    /// Reads every partition that may have something, within the limits of the request.
    fn look(
        &self,
        now: Now,
        session: &Arc<FetchSession>,
        fetch: &ParkedFetch,
        effects: &mut Effects,
    ) -> Look {
        let image = self.image.load();
        let mut look = Look::default();
        for (key, asked) in session.take_dirty(fetch.full) {
            let left = fetch.max_bytes.saturating_sub(look.bytes);
            let found = self.look_at(
                now,
                &image,
                (session, fetch),
                key,
                &asked,
                (left, look.bytes == 0),
                effects,
            );
            let bytes = found.data.records.as_ref().map_or(0, Records::len);
            look.bytes += bytes;
            look.urgent |= found.must_be_told();
            // The answer is as full as it gets.
            look.urgent |= found.withheld;
            look.news |= fetch.replica.is_some() && found.news && asked.told.is_some();
            look.found.push(found);
        }
        look
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one partition of one session within the limits of one request"
    )]
    fn look_at(
        &self,
        now: Now,
        image: &Image,
        (session, fetch): (&Arc<FetchSession>, &ParkedFetch),
        key: SessionKey,
        asked: &SessionPartition,
        (left, first): (u64, bool),
        effects: &mut Effects,
    ) -> Found {
        let topic = match &key.topic {
            TopicRef::Id(id) => image.topics().by_id(*id).ok_or(ErrorCode::UnknownTopicId),
            TopicRef::Name(name) => image
                .topic(name.as_str())
                .ok_or(ErrorCode::UnknownTopicOrPartition),
        };
        let topic = match topic {
            Ok(topic) => topic,
            Err(error) => return Found::failed(key, error),
        };
        let Some(hosted) = self.partitions.get(topic.id, key.partition) else {
            let known = topic.partition(key.partition).is_some();
            let error = if known {
                self.not_hosted(topic.id, key.partition)
            } else {
                ErrorCode::UnknownTopicOrPartition
            };
            return self.with_leader(topic.id, Found::failed(key, error));
        };
        let watch = (asked.watched != hosted.serial).then_some((session, &key));
        if watch.is_some() {
            session.watch(&key, hosted.serial);
        }
        let request = ReadRequest {
            reader: reader(fetch, asked),
            offset: asked.fetch_offset,
            max_bytes: asked
                .max_bytes
                .min(usize::try_from(left).unwrap_or(usize::MAX)),
            at_least_one: first,
            current_leader_epoch: asked.current_leader_epoch,
            last_fetched_epoch: asked.last_fetched_epoch,
        };
        let near = fetch.nearness.as_ref().map(|place| Near { image, place });
        let near = near.as_ref().map(|near| near as &dyn Vicinity);
        match hosted.read(now, &request, near, watch, &ImageView(image), effects) {
            Ok(outcome) => Found::read(key, asked, outcome, fetch.isolation),
            Err(failure) => {
                if let ReadFailure::Log(error) = &failure
                    && error.is_disk_failure()
                {
                    effects
                        .failed_directories
                        .push((hosted.directory, error.to_string()));
                }
                if matches!(failure, ReadFailure::Log(LogError::Damaged { .. })) {
                    effects.damaged.push(hosted);
                }
                let mut found = Found::failed(key, error_map::read_failure(&failure));
                found.data.aborted_transactions = None;
                self.with_leader(topic.id, found)
            }
        }
    }

    /// Says where the leader is, to whoever asks the wrong broker (KIP-951). The image may have been swapped since the look
    /// began: the one before it would send the reader back here.
    fn with_leader(&self, topic: types::TopicId, mut found: Found) -> Found {
        let moved = [
            ErrorCode::NotLeaderOrFollower.code(),
            ErrorCode::FencedLeaderEpoch.code(),
        ];
        if moved.contains(&found.data.error_code)
            && let Some(registered) = self.image.load().partition(topic, found.key.partition)
        {
            found.data.current_leader = LeaderIdAndEpoch {
                leader_id: registered.leader.0,
                leader_epoch: registered.leader_epoch.0,
            };
        }
        found
    }

    /// Makes the response of a look, and notes in the session what the reader knows with it.
    fn fetched(
        &self,
        session: &Arc<FetchSession>,
        fetch: &ParkedFetch,
        look: Look,
        _: &mut Effects,
    ) -> FetchResponse {
        let mut response = FetchResponse {
            session_id: session.id,
            ..FetchResponse::default()
        };
        let mut topics: Vec<(TopicRef, FetchableTopicResponse)> = Vec::new();
        let mut leaders = BTreeMap::new();
        for mut found in look.found {
            if fetch.to.version < CURRENT_LEADER_VERSION {
                found.data.current_leader = LeaderIdAndEpoch::default();
            }
            let failed = found.data.error_code != 0;
            let tells = found.is_served() || found.news || found.must_be_told();
            // What had no room comes with the next fetch, and first of all.
            if found.has_records() || failed {
                session.keep_dirty(&found.key);
            }
            if !fetch.full && !tells {
                continue;
            }
            session.tell(&found.key, found.told, found.is_served());
            self.count_fetched(fetch.replica.is_some(), &found.data);
            if found.data.current_leader.leader_id >= 0 {
                leaders.insert(found.data.current_leader.leader_id, ());
            }
            if topics
                .last()
                .is_none_or(|(topic, _)| *topic != found.key.topic)
            {
                topics.push((found.key.topic.clone(), topic_response(&found.key.topic)));
            }
            if let Some((_, topic)) = topics.last_mut() {
                topic.partitions.push(found.data);
            }
        }
        response.responses = topics.into_iter().map(|(_, topic)| topic).collect();
        if fetch.to.version >= 16 {
            let image = self.image.load();
            for leader in leaders.into_keys() {
                if let Some((host, port, rack)) = self.client_endpoint(&image, BrokerId(leader)) {
                    response.node_endpoints.push(NodeEndpoint {
                        node_id: leader,
                        host,
                        port,
                        rack,
                    });
                }
            }
        }
        if session.id == 0 {
            self.forget_session(session);
        }
        response
    }

    /// One more partition in the answer to a fetch.
    fn count_fetched(&self, by_follower: bool, data: &PartitionData) {
        let bytes = data.records.as_ref().map_or(0, Records::len);
        let counters = &self.counters;
        if by_follower {
            counters.replication_bytes_out.add(bytes);
        } else {
            counters.fetch_requests.one();
            counters.bytes_out.add(bytes);
        }
        if data.error_code != ErrorCode::None.code() {
            counters.failed_fetch_requests.one();
        }
    }

    /// A connection ended, and with it the sessions of a follower.
    pub(crate) fn end_follower_sessions(&self, connection: ConnectionId) {
        for session in self.sessions.end_of(connection) {
            self.forget_session(&session);
        }
    }

    /// Takes a session that nobody will use again out of its partitions' lists.
    fn forget_session(&self, session: &Arc<FetchSession>) {
        self.sessions.let_go(session);
        let image = self.image.load();
        for key in session.watched() {
            let id = match &key.topic {
                TopicRef::Id(id) => Some(*id),
                TopicRef::Name(name) => image.topics().id_of(name.as_str()),
            };
            if let Some(hosted) = id.and_then(|id| self.partitions.get(id, key.partition)) {
                hosted.unwatch(session);
            }
        }
    }
}
