//! One session: connections one after the other, each with the session's password, until it is closed or has expired.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::sync::mpsc;
use tokio::time::{Instant as Moment, sleep, sleep_until, timeout, timeout_at};
use tokio_rustls::TlsConnector;
use types::Instant;
use world::{
    EnsembleError, EnsembleEvent, EnsembleSettings, Event, Operation, OperationId, SessionNumber,
    SessionState,
};

use super::Wish;
use super::connection::{Connection, NoConnection, invalid};
use super::tls::connector;
use super::wire::{self, Credentials, Received};
use crate::driver::shared::Shared;

/// After all servers have failed, before the next round.
const ROUND_PAUSE: Duration = Duration::from_millis(100);
/// A round without any server is said once in so long.
const SAY_EVERY: Duration = Duration::from_secs(10);
/// How long a server may take to confirm the end of a session.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// Why a connection is over.
enum Over {
    /// The session was closed by the node.
    Closed,
    Lost(io::Error),
}

pub(super) struct Session {
    shared: Arc<Shared>,
    node: usize,
    number: SessionNumber,
    settings: EnsembleSettings,
    wished: mpsc::UnboundedReceiver<Wish>,
    credentials: Credentials,
    timeout: Duration,
    zxid: i64,
    next_xid: i32,
    waiting: VecDeque<(i32, OperationId, Operation)>,
    last_heard: Instant,
    /// The server to try next.
    place: usize,
    /// Whether a server has taken this node for who it is: one that does not is an exception then.
    was_let_in: bool,
    tls: Option<TlsConnector>,
}

impl Session {
    pub(super) fn new(
        shared: Arc<Shared>,
        node: usize,
        number: SessionNumber,
        settings: EnsembleSettings,
        wished: mpsc::UnboundedReceiver<Wish>,
    ) -> Self {
        // Nodes begin with different servers.
        let place = usize::try_from(shared.now().instant.0 / 1_000).unwrap_or(0);
        Self {
            timeout: settings.session_timeout,
            last_heard: shared.now().instant,
            shared,
            node,
            number,
            settings,
            wished,
            credentials: Credentials::default(),
            zxid: 0,
            next_xid: 1,
            waiting: VecDeque::new(),
            place,
            was_let_in: false,
            tls: None,
        }
    }

    fn tell(&self, event: EnsembleEvent) {
        self.shared.on(self.node, Event::Ensemble(event), None);
    }

    fn tell_state(&self, state: SessionState) {
        self.tell(EnsembleEvent::Session(self.number, state));
    }

    pub(super) async fn run(mut self) {
        match self.settings.tls.as_ref().map(connector).transpose() {
            Ok(connector) => self.tls = connector,
            Err(why) => {
                self.tell_state(SessionState::Failed(why));
                return self.shared.session_ended();
            }
        }
        let mut said = None;
        loop {
            match self.connect().await {
                Ok(Some(connection)) => {
                    said = None;
                    match self.converse(connection).await {
                        Over::Closed => break,
                        Over::Lost(error) => self.lost(&error),
                    }
                }
                Ok(None) => {
                    self.tell_state(SessionState::Expired);
                    break;
                }
                Err(NoConnection::Refused(why)) if !self.was_let_in => {
                    self.tell_state(SessionState::Failed(why));
                    break;
                }
                Err(NoConnection::Refused(why)) => {
                    if self.try_again_later(&why, &mut said).await {
                        break;
                    }
                }
                Err(NoConnection::Lost(error)) => {
                    if self.try_again_later(&error.to_string(), &mut said).await {
                        break;
                    }
                }
            }
        }
        self.shared.session_ended();
    }

    /// After a round in which nobody answered. Whether the session is to be closed.
    async fn try_again_later(&mut self, why: &str, said: &mut Option<Moment>) -> bool {
        let now = Moment::now();
        if said.is_none_or(|said| now > said + SAY_EVERY) {
            *said = Some(now);
            tracing::warn!("no ZooKeeper server of zookeeper.connect can be reached: {why}");
        }
        self.pause().await
    }

    /// Waits between two rounds; what is wished meanwhile ends at once. Whether the session is to be closed.
    async fn pause(&mut self) -> bool {
        let until = sleep(ROUND_PAUSE);
        tokio::pin!(until);
        loop {
            tokio::select! {
                () = &mut until => return false,
                wish = self.wished.recv() => match wish {
                    Some(Wish::Do(id, _)) => self.tell(EnsembleEvent::Done(id, Err(EnsembleError::Disconnected))),
                    Some(Wish::Close) | None => return true,
                },
            }
        }
    }

    fn lost(&mut self, error: &io::Error) {
        tracing::info!("the connection to a ZooKeeper server ended: {error}");
        let last_heard = self.last_heard;
        self.tell_state(SessionState::Disconnected { last_heard });
        for (_, id, _) in std::mem::take(&mut self.waiting) {
            self.tell(EnsembleEvent::Done(id, Err(EnsembleError::Disconnected)));
        }
    }

    /// Tries every server once. None when the session has expired.
    async fn connect(&mut self) -> Result<Option<Connection>, NoConnection> {
        let servers = self.settings.servers.clone();
        let nobody = io::Error::other("zookeeper.connect names no server");
        let mut last = NoConnection::Lost(nobody);
        for _ in 0..servers.len() {
            self.place = self.place.wrapping_add(1);
            let Some(server) = servers.get(self.place % servers.len()) else {
                break;
            };
            let patience = self
                .settings
                .connection_timeout
                .min(self.timeout)
                .max(ROUND_PAUSE);
            let attempt = timeout(patience, self.shake_hands(&server.host, server.port));
            let at = format!("{}:{}", server.host, server.port);
            last = match attempt.await {
                Ok(Ok(connected)) => return Ok(connected),
                Ok(Err(NoConnection::Lost(error))) => {
                    NoConnection::Lost(io::Error::new(error.kind(), format!("{at}: {error}")))
                }
                Ok(Err(NoConnection::Refused(why))) => {
                    NoConnection::Refused(format!("{at}: {why}"))
                }
                Err(_) => {
                    let why = format!("{at}: no answer within {patience:?}");
                    NoConnection::Lost(io::Error::new(io::ErrorKind::TimedOut, why))
                }
            };
        }
        Err(last)
    }

    async fn shake_hands(
        &mut self,
        host: &str,
        port: u16,
    ) -> Result<Option<Connection>, NoConnection> {
        let mut connection = Connection::open(host, port, self.tls.as_ref()).await?;
        let wished = i32::try_from(self.settings.session_timeout.as_millis()).unwrap_or(i32::MAX);
        let hello = wire::connect(&self.credentials, wished, self.zxid);
        connection.send(&hello).await?;
        let answer = connection.next().await?;
        let connected = wire::read_connect(answer).map_err(|error| invalid(&error))?;
        let Some((credentials, timeout_ms)) = connected else {
            return Ok(None);
        };
        self.timeout = Duration::from_millis(u64::try_from(timeout_ms).unwrap_or(0));
        self.last_heard = self.shared.now().instant;
        let id = credentials.session;
        self.credentials = credentials;
        if let Some(login) = &self.settings.login {
            connection.log_in(login, &mut self.next_xid).await?;
            self.last_heard = self.shared.now().instant;
        }
        self.was_let_in = true;
        self.tell_state(SessionState::Connected {
            id,
            timeout: self.timeout,
        });
        Ok(Some(connection))
    }

    /// Serves a connection to its end: a server that says nothing for two thirds of the time-out is gone.
    async fn converse(&mut self, mut connection: Connection) -> Over {
        let silence = self.timeout * 2 / 3;
        let mut heard = Moment::now();
        let mut sent = heard;
        loop {
            loop {
                match connection.frame() {
                    Ok(Some(frame)) => {
                        if let Err(error) = self.take_in(frame) {
                            return Over::Lost(error);
                        }
                    }
                    Ok(None) => break,
                    Err(error) => return Over::Lost(error),
                }
            }
            let next_ping = sent + self.timeout / 3;
            tokio::select! {
                biased;
                read = timeout_at(heard + silence, connection.read()) => match read {
                    Ok(Ok(())) => {
                        heard = Moment::now();
                        self.last_heard = self.shared.now().instant;
                    }
                    Ok(Err(error)) => return Over::Lost(error),
                    Err(_) => {
                        let why = format!("nothing was heard for {silence:?}");
                        return Over::Lost(io::Error::new(io::ErrorKind::TimedOut, why));
                    }
                },
                wish = self.wished.recv() => {
                    let mut bytes = BytesMut::new();
                    let closes = self.take_wishes(wish, &mut bytes);
                    if let Err(error) = connection.send(&bytes).await {
                        return Over::Lost(error);
                    }
                    sent = Moment::now();
                    if closes {
                        self.close(connection).await;
                        return Over::Closed;
                    }
                }
                () = sleep_until(next_ping) => {
                    if let Err(error) = connection.send(&wire::ping()).await {
                        return Over::Lost(error);
                    }
                    sent = Moment::now();
                }
            }
        }
    }

    /// All that is wished by now as one piece. Whether the last of it is the end.
    fn take_wishes(&mut self, first: Option<Wish>, bytes: &mut BytesMut) -> bool {
        let mut next = first;
        loop {
            match next {
                Some(Wish::Do(id, operation)) => {
                    let xid = self.next_xid;
                    self.next_xid = self.next_xid.checked_add(1).unwrap_or(1);
                    bytes.extend_from_slice(&wire::request(xid, &operation, &self.settings.access));
                    self.waiting.push_back((xid, id, operation));
                }
                Some(Wish::Close) | None => return true,
            }
            next = match self.wished.try_recv() {
                Ok(wish) => Some(wish),
                Err(mpsc::error::TryRecvError::Empty) => return false,
                Err(mpsc::error::TryRecvError::Disconnected) => None,
            };
        }
    }

    fn take_in(&mut self, frame: Bytes) -> io::Result<()> {
        match wire::receive(frame).map_err(|error| invalid(&error))? {
            Received::Pong | Received::Nothing => {}
            Received::Changed(path, change) => {
                self.tell(EnsembleEvent::Changed(self.number, path, change));
            }
            Received::Reply {
                xid,
                zxid,
                code,
                body,
            } => {
                self.zxid = self.zxid.max(zxid);
                let expected = self.waiting.pop_front();
                let Some((_, id, operation)) = expected.filter(|(expected, _, _)| *expected == xid)
                else {
                    return Err(invalid(&format!(
                        "an answer to request {xid}, which is not the next"
                    )));
                };
                let answer =
                    wire::answer(&operation, code, body).map_err(|error| invalid(&error))?;
                self.tell(EnsembleEvent::Done(id, answer));
            }
        }
        Ok(())
    }

    /// Ends the session at the ensemble, so that its ephemeral znodes go at once.
    async fn close(&mut self, mut connection: Connection) {
        let farewell = async {
            connection.send(&wire::close()).await?;
            loop {
                connection.read().await?;
                while let Some(frame) = connection.frame()? {
                    let received = wire::receive(frame);
                    if matches!(received, Ok(Received::Reply { xid: 0, .. })) {
                        return io::Result::Ok(());
                    }
                }
            }
        };
        let _ = timeout(CLOSE_PATIENCE, farewell).await;
    }
}
