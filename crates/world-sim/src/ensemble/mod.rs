//! A model of a ZooKeeper ensemble, with the part of its client that a driver plays.
//!
//! One leader orders all transactions; every server has its own copy of the tree and applies them later, so that a read may be
//! behind. Sessions end at the ensemble, on its ticks, whatever the client believes. Requests and replies are lost with their
//! connections, before or after they took effect. Everything that may go either way is drawn from one seed.

mod client;
mod server;
mod tree;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use bytes::Bytes;
use types::Instant;
use world::{EnsembleEvent, EnsembleRequest, Stat, Write};

use crate::Random;
use client::Client;
use server::{Server, Session};
use tree::{Step, Tree};

/// A client of an ensemble, by the number that the caller gives it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EnsembleClient(pub u64);

/// How a model ensemble behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EnsembleModel {
    /// Everything that may go either way.
    pub seed: u64,
    /// How many servers there are.
    pub servers: usize,
    /// `tickTime`: sessions end on ticks, and may be negotiated between 2 and 20 of them.
    pub tick: Duration,
    /// How long a message is on its way between a client and its server, and between a server and the leader.
    pub delay: (Duration, Duration),
    /// How long after a commit a server has applied it.
    pub lag: (Duration, Duration),
    /// One message in so many is lost with its connection; zero is none.
    pub breaks_one_in: u64,
}

impl Default for EnsembleModel {
    fn default() -> Self {
        Self {
            seed: 1,
            servers: 3,
            tick: Duration::from_secs(2),
            delay: (Duration::from_micros(50), Duration::from_micros(400)),
            lag: (Duration::from_micros(50), Duration::from_millis(3)),
            breaks_one_in: 0,
        }
    }
}

/// One connection of a client, never used again.
type Connection = u64;

enum Happening {
    /// A request arrives at its server.
    Arrives(Connection, server::Request),
    /// A server has passed a request on to the leader.
    AtLeader(Connection),
    /// A server applies the next transaction.
    Applies(usize),
    /// A message arrives at its client.
    Answers(Connection, server::Message),
    /// A client looks for a server.
    Dials(EnsembleClient, Connection),
    /// A client notices that it hears nothing any more.
    Notices(EnsembleClient, Connection),
    /// The end of a session may be due.
    Expires(i64),
}

struct Scheduled {
    at: Instant,
    order: u64,
    happening: Happening,
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}
impl Eq for Scheduled {}
impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// A model ensemble and its clients.
pub struct Ensemble {
    model: EnsembleModel,
    random: Random,
    now: Instant,
    heap: BinaryHeap<Reverse<Scheduled>>,
    order: u64,
    /// The tree at the leader: after every transaction.
    tree: Tree,
    log: Vec<(i64, Vec<Step>)>,
    servers: Vec<Server>,
    sessions: BTreeMap<i64, Session>,
    next_session: i64,
    clients: BTreeMap<EnsembleClient, Client>,
    links: BTreeMap<Connection, server::Link>,
    next_connection: Connection,
    /// Too few servers see each other: nothing is committed and nobody is served.
    has_majority: bool,
    told: Vec<(EnsembleClient, EnsembleEvent)>,
}

impl std::fmt::Debug for Ensemble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ensemble")
            .field("zxid", &self.tree.zxid)
            .field("sessions", &self.sessions)
            .finish_non_exhaustive()
    }
}

impl Ensemble {
    /// An ensemble with nothing in it but the root.
    #[must_use]
    pub fn new(model: EnsembleModel) -> Self {
        let server = |_| Server::new();
        Self {
            random: Random::new(model.seed),
            now: Instant(0),
            heap: BinaryHeap::new(),
            order: 0,
            tree: Tree::new(),
            log: Vec::new(),
            servers: (0..model.servers).map(server).collect(),
            sessions: BTreeMap::new(),
            next_session: 0x1000,
            clients: BTreeMap::new(),
            links: BTreeMap::new(),
            next_connection: 1,
            has_majority: true,
            told: Vec::new(),
            model,
        }
    }

    /// What a client wants.
    pub fn request(&mut self, now: Instant, client: EnsembleClient, request: EnsembleRequest) {
        self.advance(now);
        match request {
            EnsembleRequest::Open(number, settings) => self.open(client, number, settings),
            EnsembleRequest::Close(number) => self.close(client, number),
            EnsembleRequest::Do(id, operation) => self.ask(client, id, operation),
        }
    }

    /// When something happens next.
    #[must_use]
    pub fn next_event(&self) -> Instant {
        if !self.told.is_empty() {
            return self.now;
        }
        self.heap
            .peek()
            .map_or(Instant::NEVER, |Reverse(next)| next.at)
    }

    /// Lets everything happen that is due, and says what clients are told, in order.
    pub fn run(&mut self, now: Instant) -> Vec<(EnsembleClient, EnsembleEvent)> {
        self.advance(now);
        std::mem::take(&mut self.told)
    }

    fn advance(&mut self, now: Instant) {
        while self.heap.peek().is_some_and(|Reverse(next)| next.at <= now) {
            let Some(Reverse(next)) = self.heap.pop() else {
                break;
            };
            self.now = self.now.max(next.at);
            self.happen(next.happening);
        }
        self.now = self.now.max(now);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Arrives(connection, request) => self.arrives(connection, request),
            Happening::AtLeader(connection) => self.at_leader(connection),
            Happening::Applies(server) => self.applies(server),
            Happening::Answers(connection, message) => self.answers(connection, message),
            Happening::Dials(client, connection) => self.dials(client, connection),
            Happening::Notices(client, connection) => self.notices(client, connection),
            Happening::Expires(session) => self.expires(session),
        }
    }

    fn schedule(&mut self, at: Instant, happening: Happening) {
        self.order += 1;
        self.heap.push(Reverse(Scheduled {
            at,
            order: self.order,
            happening,
        }));
    }

    fn after(&mut self, range: (Duration, Duration)) -> Instant {
        let delay = self.random.between(range.0, range.1);
        self.now + delay
    }

    fn breaks(&mut self) -> bool {
        let one_in = self.model.breaks_one_in;
        one_in > 0 && self.random.below(one_in) == 0
    }

    /// The process of a client is gone, without a word to the ensemble.
    pub fn vanish(&mut self, now: Instant, client: EnsembleClient) {
        self.advance(now);
        if let Some(gone) = self.clients.remove(&client) {
            self.drop_link(gone.connection());
        }
        self.told.retain(|(of, _)| *of != client);
    }

    /// Nothing passes between a client and the ensemble until then.
    pub fn cut(&mut self, now: Instant, client: EnsembleClient, until: Instant) {
        self.advance(now);
        self.cut_client(client, until);
    }

    /// Ends the connection of a client; it finds another one.
    pub fn disconnect(&mut self, now: Instant, client: EnsembleClient) {
        self.advance(now);
        self.lose(client);
    }

    /// Ends the session of a client, as the ensemble does for one that it has not heard: the client hears of it when it asks.
    pub fn expire(&mut self, now: Instant, client: EnsembleClient) {
        self.advance(now);
        if let Some(session) = self.clients.get(&client).and_then(Client::session) {
            self.end_session(session);
        }
        self.lose(client);
    }

    /// Whether the ensemble has a majority. Without one nothing is committed, nobody is served, and no session ends; all
    /// connections end.
    pub fn set_majority(&mut self, now: Instant, has_majority: bool) {
        self.advance(now);
        if self.has_majority == has_majority {
            return;
        }
        self.has_majority = has_majority;
        if has_majority {
            self.renew_sessions();
        } else {
            let clients: Vec<_> = self.clients.keys().copied().collect();
            for client in clients {
                self.lose(client);
            }
        }
    }

    /// How often messages are lost from now on, as [`EnsembleModel::breaks_one_in`].
    pub fn set_breaks(&mut self, one_in: u64) {
        self.model.breaks_one_in = one_in;
    }

    /// A znode as the leader has it.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<(Bytes, Stat)> {
        self.tree.get(path)
    }

    /// The paths of all znodes, sorted.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.tree.paths().cloned().collect()
    }

    /// The session of a client, if it has one as far as it knows.
    #[must_use]
    pub fn session_of(&self, client: EnsembleClient) -> Option<i64> {
        self.clients.get(&client).and_then(Client::session)
    }

    /// Changes the tree by hand, as an operator with a shell does.
    ///
    /// # Errors
    /// As the ensemble refuses.
    pub fn write_by_hand(
        &mut self,
        now: Instant,
        writes: &[Write],
    ) -> Result<(), world::EnsembleError> {
        self.advance(now);
        let zxid = self.tree.zxid + 1;
        let (steps, _) = self.tree.check(zxid, 0, writes)?;
        self.commit(steps);
        Ok(())
    }
}
