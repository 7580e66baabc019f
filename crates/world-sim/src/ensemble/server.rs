//! The ensemble's side: the leader that orders, servers that follow and serve, sessions.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use types::Instant;
use world::{Answer, Change, EnsembleError, EnsembleEvent, Operation, OperationId, SessionState};

use super::tree::{Step, Tree};
use super::{Connection, Ensemble, EnsembleClient, Happening};

/// What a client sends on a connection.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// First: the session to go on with, or none for a new one, and the time-out that is wished for.
    Attach(Option<i64>, Duration),
    Do(OperationId, Operation),
    Close,
}

/// What a server sends on a connection.
#[derive(Clone, Debug)]
pub(super) enum Message {
    Attached(i64, Duration),
    Expired,
    Done(OperationId, Result<Answer, EnsembleError>, i64),
    Changed(String, Change),
}

/// One server: what it has applied, and who watches there.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) tree: Tree,
    /// Transactions of the log that are applied.
    applied: usize,
    /// When the next is, at the earliest.
    applies_at: Instant,
    watches: BTreeSet<(String, bool, Connection)>,
}

impl Server {
    pub(super) fn new() -> Self {
        Self {
            tree: Tree::new(),
            applied: 0,
            applies_at: Instant(0),
            watches: BTreeSet::new(),
        }
    }
}

/// A session, at the leader.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) timeout: Duration,
    /// The connection that speaks for it.
    pub(super) connection: Option<Connection>,
    /// When it ends unless it is heard; never while it is connected.
    ends_at: Instant,
}

/// A connection, at its server.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) client: EnsembleClient,
    pub(super) server: usize,
    session: Option<i64>,
    queue: VecDeque<Request>,
    /// The request that the leader has, and the answer once it decided: it leaves when the server has applied that much.
    under_way: Option<(Request, Option<(i64, Message)>)>,
    /// Messages keep their order.
    last_in: Instant,
    last_out: Instant,
}

impl Link {
    pub(super) fn new(client: EnsembleClient, server: usize) -> Self {
        Self {
            client,
            server,
            session: None,
            queue: VecDeque::new(),
            under_way: None,
            last_in: Instant(0),
            last_out: Instant(0),
        }
    }
}

impl Ensemble {
    /// Sends on a connection, unless it breaks with this message.
    pub(super) fn send_in(&mut self, connection: Connection, request: Request) {
        if self.breaks() {
            return self.lose_connection(connection);
        }
        let at = self.after(self.model.delay);
        let Some(link) = self.links.get_mut(&connection) else {
            return;
        };
        link.last_in = link.last_in.max(at);
        let at = link.last_in;
        self.schedule(at, Happening::Arrives(connection, request));
    }

    fn send_out(&mut self, connection: Connection, message: Message) {
        if self.breaks() {
            return self.lose_connection(connection);
        }
        let at = self.after(self.model.delay);
        let Some(link) = self.links.get_mut(&connection) else {
            return;
        };
        link.last_out = link.last_out.max(at);
        let at = link.last_out;
        self.schedule(at, Happening::Answers(connection, message));
    }

    pub(super) fn arrives(&mut self, connection: Connection, request: Request) {
        if let Some(link) = self.links.get_mut(&connection) {
            link.queue.push_back(request);
            self.serve(connection);
        }
    }

    /// Serves what waits on a connection, up to the first request that the leader must see.
    fn serve(&mut self, connection: Connection) {
        while let Some(link) = self.links.get_mut(&connection) {
            if link.under_way.is_some() {
                return;
            }
            let Some(request) = link.queue.pop_front() else {
                return;
            };
            let local = match &request {
                Request::Do(id, operation) => self.serve_locally(connection, *id, operation),
                Request::Attach(..) | Request::Close => None,
            };
            if let Some(message) = local {
                self.send_out(connection, message);
                continue;
            }
            let at = self.after(self.model.delay);
            if let Some(link) = self.links.get_mut(&connection) {
                link.under_way = Some((request, None));
                self.schedule(at, Happening::AtLeader(connection));
            }
        }
    }

    fn serve_locally(
        &mut self,
        connection: Connection,
        id: OperationId,
        operation: &Operation,
    ) -> Option<Message> {
        let link = self.links.get(&connection)?;
        let server = self.servers.get_mut(link.server)?;
        let answer = match operation {
            Operation::Get(path) => server
                .tree
                .get(path)
                .map(|(data, stat)| Answer::Node(data, stat))
                .ok_or(EnsembleError::NoNode),
            Operation::Children(path) => server
                .tree
                .children(path)
                .map(Answer::Children)
                .ok_or(EnsembleError::NoNode),
            Operation::Watch { path, recursive } => {
                server
                    .watches
                    .insert((path.clone(), *recursive, connection));
                Ok(Answer::Done)
            }
            Operation::Unwatch { path, recursive } => {
                server
                    .watches
                    .remove(&(path.clone(), *recursive, connection));
                Ok(Answer::Done)
            }
            Operation::Write(_) | Operation::Sync => return None,
        };
        Some(Message::Done(id, answer, server.tree.zxid))
    }

    pub(super) fn at_leader(&mut self, connection: Connection) {
        let Some(link) = self.links.get(&connection) else {
            return;
        };
        let Some((request, None)) = link.under_way.clone() else {
            return;
        };
        if !self.has_majority {
            return self.lose_connection(connection);
        }
        let session = link.session;
        let message = match request {
            Request::Attach(known, wished) => self.attach(connection, known, wished),
            Request::Close => {
                if let Some(session) = session {
                    self.end_session(session);
                }
                return self.drop_link(Some(connection));
            }
            Request::Do(id, operation) => {
                let Some(session) = session.filter(|session| self.sessions.contains_key(session))
                else {
                    return self.lose_connection(connection);
                };
                let answer = match operation {
                    Operation::Write(writes) => {
                        let zxid = self.tree.zxid + 1;
                        self.tree
                            .check(zxid, session, &writes)
                            .map(|(steps, stats)| {
                                self.commit(steps);
                                Answer::Written(stats)
                            })
                    }
                    _ => Ok(Answer::Done),
                };
                Message::Done(id, answer, self.tree.zxid)
            }
        };
        let zxid = self.tree.zxid;
        if let Some(link) = self.links.get_mut(&connection)
            && let Some((_, decided)) = &mut link.under_way
        {
            *decided = Some((zxid, message));
            let server = link.server;
            self.look_at_links(server);
        }
    }

    fn attach(&mut self, connection: Connection, known: Option<i64>, wished: Duration) -> Message {
        let tick = self.model.tick;
        let (id, timeout) = match known {
            Some(id) => match self.sessions.get(&id) {
                Some(session) => (id, session.timeout),
                None => return Message::Expired,
            },
            None => {
                self.next_session += 1;
                (self.next_session, wished.clamp(tick * 2, tick * 20))
            }
        };
        let session = self.sessions.entry(id).or_insert(Session {
            timeout,
            connection: None,
            ends_at: Instant::NEVER,
        });
        // From now on the session speaks through this connection, and what an older one still has under way is dropped.
        let older = session.connection.replace(connection);
        session.ends_at = Instant::NEVER;
        if let Some(link) = self.links.get_mut(&connection) {
            link.session = Some(id);
        }
        if older.is_some_and(|older| older != connection) {
            self.drop_link(older);
        }
        Message::Attached(id, timeout)
    }

    /// Commits a transaction; servers apply it when they get to it.
    pub(super) fn commit(&mut self, steps: Vec<Step>) {
        let zxid = self.tree.zxid + 1;
        self.tree.apply(zxid, &steps);
        self.log.push((zxid, steps));
        for server in 0..self.servers.len() {
            let at = self.after(self.model.lag);
            let follower = &mut self.servers[server];
            follower.applies_at = follower.applies_at.max(at);
            let at = follower.applies_at;
            self.schedule(at, Happening::Applies(server));
        }
    }

    pub(super) fn applies(&mut self, server: usize) {
        let follower = &mut self.servers[server];
        let Some((zxid, steps)) = self.log.get(follower.applied) else {
            return;
        };
        follower.applied += 1;
        let changes = follower.tree.apply(*zxid, steps);
        let mut told = Vec::new();
        for (path, change) in changes {
            let sees = |(watched, recursive, _): &&(String, bool, Connection)| match recursive {
                true => change != Change::Children && is_within(watched, &path),
                false => *watched == path,
            };
            // Who watches in two ways is told once.
            let watchers: BTreeSet<_> = follower
                .watches
                .iter()
                .filter(sees)
                .map(|it| it.2)
                .collect();
            told.extend(
                watchers
                    .into_iter()
                    .map(|connection| (connection, path.clone(), change)),
            );
        }
        for (connection, path, change) in told {
            self.send_out(connection, Message::Changed(path, change));
        }
        self.look_at_links(server);
    }

    /// Lets answers leave that waited for a server to apply what they rest on.
    fn look_at_links(&mut self, server: usize) {
        let zxid = self.servers[server].tree.zxid;
        let on_server = self.links.iter().filter(|(_, link)| link.server == server);
        let ready: Vec<_> = on_server
            .filter(|(_, link)| {
                let decided = link
                    .under_way
                    .as_ref()
                    .and_then(|(_, decided)| decided.as_ref());
                decided.is_some_and(|(needs, _)| *needs <= zxid)
            })
            .map(|(connection, _)| *connection)
            .collect();
        for connection in ready {
            let link = self.links.get_mut(&connection);
            if let Some((_, Some((_, message)))) = link.and_then(|link| link.under_way.take()) {
                self.send_out(connection, message);
                self.serve(connection);
            }
        }
    }

    /// Ends a connection at its server. The session goes on for its time-out.
    pub(super) fn drop_link(&mut self, connection: Option<Connection>) {
        let Some(connection) = connection else { return };
        let Some(link) = self.links.remove(&connection) else {
            return;
        };
        self.servers[link.server]
            .watches
            .retain(|(_, _, of)| *of != connection);
        let Some(id) = link.session else { return };
        if let Some((Request::Do(_, Operation::Write(writes)), None)) = &link.under_way
            && self.has_majority
            && self.sessions.contains_key(&id)
            && self.random.below(2) == 0
        {
            // The leader has it although nobody waits for the answer any more.
            if let Ok((steps, _)) = self.tree.check(self.tree.zxid + 1, id, writes) {
                self.commit(steps);
            }
        }
        let (now, tick) = (self.now, self.model.tick);
        let Some(session) = self.sessions.get_mut(&id) else {
            return;
        };
        if session.connection == Some(connection) {
            session.connection = None;
            session.ends_at = next_tick(now + session.timeout, tick);
            let at = session.ends_at;
            self.schedule(at, Happening::Expires(id));
        }
    }

    pub(super) fn expires(&mut self, id: i64) {
        let due = self
            .sessions
            .get(&id)
            .is_some_and(|session| session.connection.is_none() && session.ends_at <= self.now);
        if due && self.has_majority {
            self.end_session(id);
        }
    }

    pub(super) fn end_session(&mut self, id: i64) {
        let Some(session) = self.sessions.remove(&id) else {
            return;
        };
        let steps: Vec<_> = self
            .tree
            .owned_by(id)
            .into_iter()
            .map(Step::Delete)
            .collect();
        if !steps.is_empty() {
            self.commit(steps);
        }
        if let Some(connection) = session.connection
            && let Some(link) = self.links.get(&connection)
        {
            let client = link.client;
            self.lose(client);
        }
    }

    /// A new leader gives every session its whole time-out again.
    pub(super) fn renew_sessions(&mut self) {
        let (now, tick) = (self.now, self.model.tick);
        let mut due = Vec::new();
        for (id, session) in &mut self.sessions {
            if session.connection.is_none() {
                session.ends_at = next_tick(now + session.timeout, tick);
                due.push((session.ends_at, *id));
            }
        }
        for (at, id) in due {
            self.schedule(at, Happening::Expires(id));
        }
    }

    /// A message arrives at its client.
    pub(super) fn answers(&mut self, connection: Connection, message: Message) {
        let Some(link) = self.links.get(&connection) else {
            return;
        };
        let id = link.client;
        let now = self.now;
        let Some(client) = self.clients.get_mut(&id) else {
            return;
        };
        if client.connection() != Some(connection) {
            return;
        }
        client.last_heard = now;
        let number = client.number;
        let event = match message {
            Message::Attached(session, timeout) => {
                client.attached(session);
                EnsembleEvent::Session(
                    number,
                    SessionState::Connected {
                        id: session,
                        timeout,
                    },
                )
            }
            Message::Expired => {
                self.clients.remove(&id);
                self.drop_link(Some(connection));
                EnsembleEvent::Session(number, SessionState::Expired)
            }
            Message::Done(operation, result, zxid) => {
                client.done(operation, zxid);
                EnsembleEvent::Done(operation, result)
            }
            Message::Changed(path, change) => EnsembleEvent::Changed(number, path, change),
        };
        self.told.push((id, event));
    }
}

fn is_within(watched: &str, path: &str) -> bool {
    watched == "/"
        || path
            .strip_prefix(watched)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Sessions end on ticks of the leader.
fn next_tick(at: Instant, tick: Duration) -> Instant {
    let tick = u64::try_from(tick.as_nanos()).unwrap_or(u64::MAX).max(1);
    Instant(at.0.div_ceil(tick).saturating_mul(tick))
}
