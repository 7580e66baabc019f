//! The client's side, as a driver plays it: it finds servers, notices silence, and says what became of what was asked.

use std::collections::VecDeque;
use std::time::Duration;

use types::Instant;
use world::{
    EnsembleError, EnsembleEvent, EnsembleSettings, Operation, OperationId, SessionNumber,
    SessionState,
};

use super::server::{Link, Request};
use super::{Connection, Ensemble, EnsembleClient, Happening};

/// How long a client waits before it looks for another server.
const DIAL_AGAIN: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(100));

/// What a client knows of its session.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) number: SessionNumber,
    settings: EnsembleSettings,
    session: Option<i64>,
    connection: Option<Connection>,
    /// Whether the connection speaks for the session yet.
    is_attached: bool,
    waiting: VecDeque<OperationId>,
    pub(super) last_heard: Instant,
    /// What it has seen: it takes no server that is behind.
    zxid: i64,
    /// It reaches nobody until then.
    cut_until: Instant,
    /// The dial that counts.
    dial: Connection,
}

impl Client {
    pub(super) fn connection(&self) -> Option<Connection> {
        self.connection
    }

    pub(super) fn session(&self) -> Option<i64> {
        self.session
    }

    pub(super) fn attached(&mut self, session: i64) {
        self.session = Some(session);
        self.is_attached = true;
    }

    pub(super) fn done(&mut self, operation: OperationId, zxid: i64) {
        self.waiting.retain(|waiting| *waiting != operation);
        self.zxid = self.zxid.max(zxid);
    }
}

impl Ensemble {
    pub(super) fn open(
        &mut self,
        id: EnsembleClient,
        number: SessionNumber,
        settings: EnsembleSettings,
    ) {
        let cut_until = self
            .clients
            .get(&id)
            .map_or(Instant(0), |client| client.cut_until);
        if let Some(former) = self.clients.get(&id).map(|client| client.number) {
            self.close(id, former);
        }
        let client = Client {
            number,
            settings,
            session: None,
            connection: None,
            is_attached: false,
            waiting: VecDeque::new(),
            last_heard: self.now,
            zxid: 0,
            cut_until,
            dial: 0,
        };
        self.clients.insert(id, client);
        self.dial_after(id, (Duration::ZERO, Duration::from_millis(1)));
    }

    pub(super) fn close(&mut self, id: EnsembleClient, number: SessionNumber) {
        if self
            .clients
            .get(&id)
            .is_none_or(|client| client.number != number)
        {
            return;
        }
        let Some(client) = self.clients.remove(&id) else {
            return;
        };
        for operation in client.waiting {
            self.told.push((
                id,
                EnsembleEvent::Done(operation, Err(EnsembleError::Disconnected)),
            ));
        }
        match client.connection {
            Some(connection) if client.is_attached => self.send_in(connection, Request::Close),
            other => self.drop_link(other),
        }
    }

    pub(super) fn ask(&mut self, id: EnsembleClient, operation: OperationId, what: Operation) {
        let connection = self.clients.get_mut(&id).and_then(|client| {
            let connection = client.connection.filter(|_| client.is_attached)?;
            client.waiting.push_back(operation);
            Some(connection)
        });
        match connection {
            Some(connection) => self.send_in(connection, Request::Do(operation, what)),
            None => {
                let error = match self.clients.contains_key(&id) {
                    true => EnsembleError::Disconnected,
                    false => EnsembleError::Expired,
                };
                self.told
                    .push((id, EnsembleEvent::Done(operation, Err(error))));
            }
        }
    }

    fn dial_after(&mut self, id: EnsembleClient, range: (Duration, Duration)) {
        let at = self.after(range);
        self.next_connection += 1;
        let dial = self.next_connection;
        if let Some(client) = self.clients.get_mut(&id) {
            client.dial = dial;
            self.schedule(at, Happening::Dials(id, dial));
        }
    }

    pub(super) fn dials(&mut self, id: EnsembleClient, connection: Connection) {
        let now = self.now;
        let Some(client) = self
            .clients
            .get(&id)
            .filter(|client| client.dial == connection)
        else {
            return;
        };
        let server = usize::try_from(self.random.below(self.servers.len() as u64)).unwrap_or(0);
        let (known, wished) = (client.session, client.settings.session_timeout);
        let is_refused = client.cut_until > now
            || !self.has_majority
            || self.servers[server].tree.zxid < client.zxid;
        if is_refused {
            return self.dial_after(id, DIAL_AGAIN);
        }
        self.links.insert(connection, Link::new(id, server));
        if let Some(client) = self.clients.get_mut(&id) {
            client.connection = Some(connection);
            client.is_attached = false;
        }
        self.send_in(connection, Request::Attach(known, wished));
    }

    /// The connection of a client ends, and the client hears of it.
    pub(super) fn lose(&mut self, id: EnsembleClient) {
        let now = self.now;
        let Some(client) = self.clients.get_mut(&id) else {
            return;
        };
        let connection = client.connection.take();
        let was_attached = std::mem::take(&mut client.is_attached);
        if client.cut_until <= now {
            // Pings go to and fro on a connection that is not cut.
            client.last_heard = now;
        }
        let (number, last_heard) = (client.number, client.last_heard);
        let waiting = std::mem::take(&mut client.waiting);
        if was_attached {
            let state = SessionState::Disconnected { last_heard };
            self.told.push((id, EnsembleEvent::Session(number, state)));
        }
        for operation in waiting {
            self.told.push((
                id,
                EnsembleEvent::Done(operation, Err(EnsembleError::Disconnected)),
            ));
        }
        self.drop_link(connection);
        self.dial_after(id, DIAL_AGAIN);
    }

    pub(super) fn lose_connection(&mut self, connection: Connection) {
        let Some(link) = self.links.get(&connection) else {
            return;
        };
        let client = link.client;
        if self.clients.get(&client).and_then(Client::connection) == Some(connection) {
            self.lose(client);
        } else {
            self.drop_link(Some(connection));
        }
    }

    /// Nothing passes any more: the ensemble hears nothing from now on, the client notices after two thirds of its time-out.
    pub(super) fn cut_client(&mut self, id: EnsembleClient, until: Instant) {
        let now = self.now;
        let Some(client) = self.clients.get_mut(&id) else {
            return;
        };
        client.cut_until = until;
        client.last_heard = now;
        let session = client
            .session
            .and_then(|session| self.sessions.get(&session));
        let timeout = session.map_or(client.settings.session_timeout, |session| session.timeout);
        if let Some(connection) = client.connection {
            self.drop_link(Some(connection));
            self.schedule(now + timeout * 2 / 3, Happening::Notices(id, connection));
        }
    }

    pub(super) fn notices(&mut self, id: EnsembleClient, connection: Connection) {
        if self.clients.get(&id).and_then(Client::connection) == Some(connection) {
            self.lose(id);
        }
    }
}
