//! Fetch sessions (KIP-227): what one reader follows, which of it has changed, and its fetch while it waits.
//!
//! A session costs what changed, not what is subscribed: a partition marks it dirty, and a fetch looks at dirty partitions
//! only. A fetch without a session is a session that is forgotten with its answer.
//!
//! A session's lock is a leaf: it is taken inside of a partition's lock and nothing is called under it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codec::Text;
use replica_core::Isolation;
use types::{BrokerEpoch, BrokerId, LeaderEpoch, Offset, PartitionIndex, TopicId, TopicName};
use world::ConnectionId;

use crate::locked;
use crate::request::ReturnAddress;
use crate::sync::Mutex;

/// A topic as a client names it: by id where the version has it, else by name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum TopicRef {
    Id(TopicId),
    Name(TopicName),
}

/// One partition of a session.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct SessionKey {
    pub(crate) topic: TopicRef,
    pub(crate) partition: PartitionIndex,
}

/// What the reader asked for in one partition, and what it was told.
#[derive(Clone, Debug)]
pub(crate) struct SessionPartition {
    pub(crate) fetch_offset: Offset,
    pub(crate) max_bytes: usize,
    pub(crate) current_leader_epoch: LeaderEpoch,
    pub(crate) last_fetched_epoch: LeaderEpoch,
    pub(crate) log_start: Offset,
    /// High watermark and log start that the reader knows.
    pub(crate) told: Option<(Offset, Offset)>,
    /// The hosted partition that marks this session, by its serial number; zero for none.
    pub(crate) watched: u64,
}

/// Where a consumer is, and by which listener it came (KIP-392).
#[derive(Clone, Debug)]
pub(crate) struct Nearness {
    pub(crate) rack: Text,
    pub(crate) listener: Arc<str>,
}

/// Who reads and how much, as the request that is being answered says.
#[derive(Clone, Debug)]
pub(crate) struct ParkedFetch {
    pub(crate) to: ReturnAddress,
    pub(crate) replica: Option<(BrokerId, BrokerEpoch)>,
    pub(crate) isolation: Isolation,
    /// Set for a consumer that is to be sent to a replica next to it.
    pub(crate) nearness: Option<Nearness>,
    pub(crate) min_bytes: u64,
    pub(crate) max_bytes: u64,
    /// Answers every partition, changed or not.
    pub(crate) full: bool,
    /// Numbers the wait, so that a deadline finds the one that it was entered for; zero before the first wait.
    pub(crate) wait: u64,
    /// Its place among the fetches of its session.
    pub(crate) turn: u64,
}

/// Why a fetch cannot wait.
#[derive(Debug)]
pub(crate) enum Unparked {
    /// Something changed since it was looked for: look again.
    Changed(ParkedFetch),
    /// A later fetch of the session has come, or the session is closed: nothing would wake this one, so it is answered now.
    Overtaken(ParkedFetch),
}

/// Everything that one reader follows.
#[derive(Debug)]
pub(crate) struct FetchSession {
    /// Zero for a fetch without a session.
    pub(crate) id: i32,
    /// The connection of the follower whose session it is; none for a consumer's.
    follower: Option<ConnectionId>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    epoch: i32,
    partitions: BTreeMap<SessionKey, SessionPartition>,
    order: Vec<SessionKey>,
    dirty: BTreeSet<SessionKey>,
    marked: bool,
    served_last: Option<SessionKey>,
    parked: Option<ParkedFetch>,
    waits: u64,
    /// The newest turn: what may wait.
    turn: u64,
    /// A time is entered at which news is told.
    news: bool,
}

impl FetchSession {
    pub(crate) fn new(id: i32, follower: Option<ConnectionId>) -> Arc<Self> {
        Arc::new(Self {
            id,
            follower,
            state: Mutex::default(),
        })
    }

    /// Adds or changes what is asked for; it is looked at with the next fetch.
    pub(crate) fn put(&self, key: SessionKey, asked: SessionPartition) {
        let mut state = locked(&self.state);
        state.dirty.insert(key.clone());
        if let Some(known) = state.partitions.get_mut(&key) {
            let told = asked.told.or(known.told);
            *known = SessionPartition {
                told,
                watched: known.watched,
                ..asked
            };
        } else {
            state.order.push(key.clone());
            state.partitions.insert(key, asked);
        }
    }

    /// Forgets a partition.
    pub(crate) fn forget(&self, key: &SessionKey) {
        let mut state = locked(&self.state);
        state.partitions.remove(key);
        state.dirty.remove(key);
        state.order.retain(|known| known != key);
    }

    /// Notes that something changed. Returns whether a fetch waits for it.
    pub(crate) fn mark(&self, key: &SessionKey) -> bool {
        let mut state = locked(&self.state);
        if !state.partitions.contains_key(key) {
            return false;
        }
        state.marked = true;
        state.dirty.insert(key.clone());
        state.parked.is_some()
    }

    /// Takes what is to be looked at: all in the order asked for, or what is dirty, starting after what was served last.
    pub(crate) fn take_dirty(&self, all: bool) -> Vec<(SessionKey, SessionPartition)> {
        let mut state = locked(&self.state);
        state.marked = false;
        let dirty = std::mem::take(&mut state.dirty);
        let keys: Vec<SessionKey> = if all {
            state.order.clone()
        } else {
            let (before, after): (Vec<_>, Vec<_>) = dirty
                .into_iter()
                .partition(|key| Some(key) <= state.served_last.as_ref());
            after.into_iter().chain(before).collect()
        };
        keys.into_iter()
            .filter_map(|key| {
                state
                    .partitions
                    .get(&key)
                    .cloned()
                    .map(|asked| (key, asked))
            })
            .collect()
    }

    /// Keeps a partition in view: it has more to give, or an error to repeat.
    pub(crate) fn keep_dirty(&self, key: &SessionKey) {
        locked(&self.state).dirty.insert(key.clone());
    }

    /// Notes who marks this session for `key`.
    pub(crate) fn watch(&self, key: &SessionKey, serial: u64) {
        if let Some(asked) = locked(&self.state).partitions.get_mut(key) {
            asked.watched = serial;
        }
    }

    /// Notes what the reader is told now.
    pub(crate) fn tell(&self, key: &SessionKey, told: Option<(Offset, Offset)>, served: bool) {
        let mut state = locked(&self.state);
        if let Some(asked) = state.partitions.get_mut(key) {
            asked.told = told;
        }
        if served {
            state.served_last = Some(key.clone());
        }
    }

    /// Parks a fetch, unless something changed since [`FetchSession::take_dirty`] or it is not the newest any more: one
    /// thread may look for a fetch while another takes in the next. Returns the number of the wait, which stays the same when
    /// a fetch is parked again.
    pub(crate) fn park(&self, mut fetch: ParkedFetch) -> Result<u64, Unparked> {
        let mut state = locked(&self.state);
        if state.turn != fetch.turn {
            return Err(Unparked::Overtaken(fetch));
        }
        if state.marked {
            return Err(Unparked::Changed(fetch));
        }
        assert!(state.parked.is_none(), "a fetch waits once");
        if fetch.wait == 0 {
            state.waits += 1;
            fetch.wait = state.waits;
        }
        let wait = fetch.wait;
        state.parked = Some(fetch);
        Ok(wait)
    }

    /// Notes that news is to be told; false when that was noted before.
    pub(crate) fn begin_news(&self) -> bool {
        !std::mem::replace(&mut locked(&self.state).news, true)
    }

    /// The time to tell news has come.
    pub(crate) fn end_news(&self) {
        locked(&self.state).news = false;
    }

    /// Takes the parked fetch: whoever gets it answers or parks it again.
    pub(crate) fn take_parked(&self) -> Option<ParkedFetch> {
        locked(&self.state).parked.take()
    }

    /// As [`FetchSession::take_parked`], if it still is the wait of this number.
    pub(crate) fn take_parked_if(&self, wait: u64) -> Option<ParkedFetch> {
        let mut state = locked(&self.state);
        let same = state
            .parked
            .as_ref()
            .is_some_and(|parked| parked.wait == wait);
        if same { state.parked.take() } else { None }
    }

    /// No fetch of it may wait from now on.
    fn close(&self) {
        locked(&self.state).turn = u64::MAX;
    }

    /// Whether nothing is followed.
    pub(crate) fn is_empty(&self) -> bool {
        locked(&self.state).partitions.is_empty()
    }

    /// The partitions that are watched, with the serial numbers of who marks them.
    pub(crate) fn watched(&self) -> Vec<SessionKey> {
        let state = locked(&self.state);
        state
            .partitions
            .iter()
            .filter(|(_, asked)| asked.watched != 0)
            .map(|(key, _)| key.clone())
            .collect()
    }
}

/// Why a session cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SessionError {
    /// Nothing is known of it: it was closed or dropped.
    NotFound,
    /// The request is not the next one of it.
    InvalidEpoch,
}

/// How a request uses a session.
#[derive(Debug)]
pub(crate) struct SessionUse {
    pub(crate) session: Arc<FetchSession>,
    /// The request's place among the fetches of the session.
    pub(crate) turn: u64,
    /// Every partition is answered.
    pub(crate) full: bool,
    /// Sessions whose parked fetch nothing will wake any more, or that a later one has overtaken: it is to be answered now,
    /// for the answers of its connection come in order.
    pub(crate) displaced: Vec<Arc<FetchSession>>,
}

/// All sessions of this broker. Those of followers need no place, make no room for others, and end with their connections.
/// A leaf lock.
#[derive(Debug)]
pub(crate) struct FetchSessions {
    slots: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Fetches without a session that are parked, by the address of their session: nothing else holds them.
    parked: BTreeMap<usize, Arc<FetchSession>>,
    sessions: BTreeMap<i32, (u64, Arc<FetchSession>)>,
    next_id: i32,
    uses: u64,
}

impl FetchSessions {
    /// With `max.incremental.fetch.session.cache.slots` places. The first id is one that no earlier run is likely to have
    /// given: who still has one of those must not be taken for somebody else.
    pub(crate) fn new(slots: usize, first_id: i32) -> Self {
        let known = Known {
            next_id: first_id.max(0),
            ..Known::default()
        };
        Self {
            slots,
            known: Mutex::new(known),
        }
    }

    /// Finds or opens the session that a request names by `id` and `epoch`; a follower says by which connection it came.
    pub(crate) fn begin(
        &self,
        id: i32,
        epoch: i32,
        follower: Option<ConnectionId>,
    ) -> Result<SessionUse, SessionError> {
        const FINAL: i32 = -1;
        const INITIAL: i32 = 0;
        let mut known = locked(&self.known);
        if epoch == FINAL || epoch == INITIAL {
            let closed = known.sessions.remove(&id);
            let mut displaced: Vec<_> = closed.into_iter().map(|(_, session)| session).collect();
            let session = if epoch == INITIAL {
                let (session, evicted) = known.open(self.slots, follower);
                displaced.extend(evicted);
                session
            } else {
                FetchSession::new(0, follower)
            };
            displaced.iter().for_each(|session| session.close());
            return Ok(SessionUse {
                session,
                turn: 0,
                full: true,
                displaced,
            });
        }
        known.uses += 1;
        let uses = known.uses;
        let (used, session) = known.sessions.get_mut(&id).ok_or(SessionError::NotFound)?;
        *used = uses;
        let mut state = locked(&session.state);
        if state.epoch != epoch {
            return Err(SessionError::InvalidEpoch);
        }
        state.epoch = if epoch == i32::MAX { 1 } else { epoch + 1 };
        state.turn += 1;
        let (turn, overtaken) = (state.turn, state.parked.is_some());
        drop(state);
        Ok(SessionUse {
            session: session.clone(),
            turn,
            full: false,
            displaced: overtaken.then(|| session.clone()).into_iter().collect(),
        })
    }
}

impl FetchSessions {
    /// Holds on to a parked fetch that has no session.
    pub(crate) fn keep(&self, session: &Arc<FetchSession>) {
        if session.id == 0 {
            locked(&self.known)
                .parked
                .insert(Arc::as_ptr(session) as usize, session.clone());
        }
    }

    /// A connection ended: takes the sessions out that a follower had opened by it.
    pub(crate) fn end_of(&self, connection: ConnectionId) -> Vec<Arc<FetchSession>> {
        let mut known = locked(&self.known);
        let ended = known
            .sessions
            .extract_if(.., |_, (_, session)| session.follower == Some(connection));
        ended.map(|(_, (_, session))| session).collect()
    }

    /// Lets go of a fetch without a session.
    pub(crate) fn let_go(&self, session: &Arc<FetchSession>) {
        if session.id == 0 {
            locked(&self.known)
                .parked
                .remove(&(Arc::as_ptr(session) as usize));
        }
    }
}

impl Known {
    /// Opens a session; where all places are taken, the one that was used longest ago makes room and is returned too.
    fn open(
        &mut self,
        slots: usize,
        follower: Option<ConnectionId>,
    ) -> (Arc<FetchSession>, Option<Arc<FetchSession>>) {
        if slots == 0 && follower.is_none() {
            return (FetchSession::new(0, None), None);
        }
        let consumers = || {
            let all = self.sessions.iter();
            all.filter(|(_, (_, session))| session.follower.is_none())
        };
        let mut evicted = None;
        if follower.is_none() && consumers().count() >= slots {
            let oldest = consumers()
                .min_by_key(|(_, (used, _))| *used)
                .map(|(id, _)| *id);
            evicted = oldest
                .and_then(|oldest| self.sessions.remove(&oldest))
                .map(|(_, session)| session);
        }
        loop {
            self.next_id = self.next_id.checked_add(1).unwrap_or(1);
            if !self.sessions.contains_key(&self.next_id) {
                break;
            }
        }
        self.uses += 1;
        let session = FetchSession::new(self.next_id, follower);
        locked(&session.state).epoch = 1;
        self.sessions
            .insert(self.next_id, (self.uses, session.clone()));
        (session, evicted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(partition: i32) -> SessionKey {
        SessionKey {
            topic: TopicRef::Name(TopicName::trusted("t")),
            partition: PartitionIndex(partition),
        }
    }

    fn asked() -> SessionPartition {
        SessionPartition {
            fetch_offset: Offset::ZERO,
            max_bytes: 1,
            current_leader_epoch: LeaderEpoch::NONE,
            last_fetched_epoch: LeaderEpoch::NONE,
            log_start: Offset::NONE,
            told: None,
            watched: 0,
        }
    }

    #[test]
    fn a_session_counts_its_requests_and_refuses_any_other_number() {
        let sessions = FetchSessions::new(2, 0);
        let id = sessions.begin(0, 0, None).unwrap().session.id;
        assert!(id > 0);
        assert!(!sessions.begin(id, 1, None).unwrap().full);
        assert_eq!(
            sessions.begin(id, 1, None).unwrap_err(),
            SessionError::InvalidEpoch
        );
        assert!(sessions.begin(id, 2, None).is_ok());
        assert_eq!(
            sessions.begin(id + 7, 2, None).unwrap_err(),
            SessionError::NotFound
        );
        assert_eq!(
            sessions.begin(id, -1, None).unwrap().session.id,
            0,
            "closed by a final epoch"
        );
        assert_eq!(
            sessions.begin(id, 3, None).unwrap_err(),
            SessionError::NotFound
        );
    }

    #[test]
    fn the_session_used_longest_ago_makes_room() {
        let sessions = FetchSessions::new(2, 0);
        let first = sessions.begin(0, 0, None).unwrap().session.id;
        let second = sessions.begin(0, 0, None).unwrap().session.id;
        sessions.begin(first, 1, None).unwrap();
        sessions.begin(0, 0, None).unwrap();
        assert_eq!(
            sessions.begin(second, 1, None).unwrap_err(),
            SessionError::NotFound
        );
        assert!(sessions.begin(first, 2, None).is_ok());
    }

    #[test]
    fn only_what_changed_is_looked_at_and_the_turn_goes_round() {
        let session = FetchSession::new(1, None);
        for partition in 0..4 {
            session.put(key(partition), asked());
        }
        assert_eq!(session.take_dirty(false).len(), 4);
        assert!(session.take_dirty(false).is_empty());
        session.tell(&key(1), None, true);
        for partition in [0, 1, 3] {
            session.mark(&key(partition));
        }
        let order: Vec<i32> = session
            .take_dirty(false)
            .into_iter()
            .map(|(key, _)| key.partition.0)
            .collect();
        assert_eq!(order, [3, 0, 1]);
    }

    fn fetch(turn: u64) -> ParkedFetch {
        ParkedFetch {
            to: ReturnAddress {
                id: world::RequestId {
                    connection: world::ConnectionId(1),
                    sequence: 0,
                },
                api: protocol::ApiKey::Fetch,
                version: 12,
                correlation_id: 1,
            },
            replica: None,
            isolation: Isolation::ReadUncommitted,
            nearness: None,
            min_bytes: 1,
            max_bytes: 1,
            full: false,
            wait: 0,
            turn,
        }
    }

    #[test]
    fn a_fetch_whose_session_ends_or_goes_on_without_it_is_to_be_answered() {
        let sessions = FetchSessions::new(1, 0);
        let first = sessions.begin(0, 0, None).unwrap().session;
        assert!(first.park(fetch(0)).is_ok());
        let overtaken = sessions.begin(first.id, 1, None).unwrap().displaced;
        assert!(
            overtaken[0].take_parked().is_some(),
            "overtaken by the next request"
        );
        assert!(first.park(fetch(1)).is_ok());
        let opened = sessions.begin(0, 0, None).unwrap();
        assert!(
            opened.displaced[0].take_parked().is_some(),
            "made room for another"
        );
        let second = opened.session;
        assert!(second.park(fetch(0)).is_ok());
        let closed = sessions.begin(second.id, -1, None).unwrap().displaced;
        assert!(closed[0].take_parked().is_some(), "closed by its client");
    }

    #[test]
    fn a_change_between_the_look_and_the_wait_is_not_missed() {
        let session = FetchSession::new(1, None);
        session.put(key(0), asked());
        session.take_dirty(false);
        assert!(!session.mark(&key(0)), "nothing waits yet");
        let Err(Unparked::Changed(fetch)) = session.park(fetch(0)) else {
            panic!("it has to look again");
        };
        assert_eq!(session.take_dirty(false).len(), 1);
        let serial = session.park(fetch).expect("nothing changed since");
        assert!(session.mark(&key(0)), "now it wakes");
        assert!(session.take_parked_if(serial + 1).is_none());
        assert!(session.take_parked_if(serial).is_some());
    }

    #[test]
    fn a_fetch_that_was_overtaken_while_it_was_looked_for_does_not_wait_again() {
        let sessions = FetchSessions::new(1, 0);
        let session = sessions.begin(0, 0, None).unwrap().session;
        session.park(fetch(0)).unwrap();
        let taken = session.take_parked().unwrap();
        let next = sessions.begin(session.id, 1, None).unwrap();
        assert!(next.displaced.is_empty(), "who has it answers it");
        session.park(fetch(next.turn)).unwrap();
        assert!(matches!(session.park(taken), Err(Unparked::Overtaken(_))));
        let waiting = session.take_parked().unwrap();
        assert_eq!(waiting.turn, next.turn, "the later one still waits");
        sessions.begin(session.id, -1, None).unwrap();
        let ended = session.park(waiting);
        assert!(matches!(ended, Err(Unparked::Overtaken(_))), "closed");
    }

    #[test]
    fn a_followers_session_makes_no_room_and_ends_with_its_connection() {
        let sessions = FetchSessions::new(1, 40);
        let follower = ConnectionId(5);
        let id = sessions.begin(0, 0, Some(follower)).unwrap().session.id;
        assert!(id > 40);
        let first = sessions.begin(0, 0, None).unwrap();
        assert!(first.displaced.is_empty());
        let second = sessions.begin(0, 0, None).unwrap();
        assert_eq!(second.displaced[0].id, first.session.id);
        assert!(sessions.begin(id, 1, Some(follower)).is_ok());
        assert!(sessions.end_of(ConnectionId(6)).is_empty());
        assert_eq!(sessions.end_of(follower)[0].id, id);
        assert!(sessions.begin(id, 2, Some(follower)).is_err());
        assert!(sessions.begin(second.session.id, 1, None).is_ok());
    }
}
