//! The brokers' sessions: soft state of the active controller, and the one owner of liveness.
//!
//! A session lives while heartbeats come. A new controller gives every unfenced broker a whole session; none of this is
//! recorded, only what follows from its end.

use std::collections::BTreeMap;
use std::time::Duration;

use metadata::Image;
use types::{BrokerEpoch, BrokerId, Instant, Offset};
use world::ConnectionId;

/// A session never ends before three times the interval that the broker is seen to keep.
const INTERVALS: u32 = 3;

#[derive(Clone, Debug)]
pub(crate) struct Session {
    epoch: BrokerEpoch,
    /// The last heartbeat, or when the session was given.
    touched: Instant,
    /// Whether a heartbeat of this registration has arrived at this controller.
    heard: bool,
    /// The usual interval between two heartbeats; zero while unknown.
    interval: Duration,
    /// How far the broker has applied the metadata.
    metadata_offset: Offset,
    /// The connection that the last heartbeat came on, while it lasts.
    pub(crate) connection: Option<ConnectionId>,
    /// Where the records end by which its leaderships were handed over.
    shutdown_offset: Option<Offset>,
    /// Its fencing is being decided.
    fencing: bool,
    /// It was taken for dead because its endpoint refused.
    proven_dead: bool,
    /// How often that was wrong.
    wrong_proofs: u32,
    /// Refusals prove nothing until then.
    ignores_refusals_until: Instant,
}

impl Session {
    fn new(epoch: BrokerEpoch, now: Instant) -> Self {
        Self {
            epoch,
            touched: now,
            heard: false,
            interval: Duration::ZERO,
            metadata_offset: Offset::NONE,
            connection: None,
            shutdown_offset: None,
            fencing: false,
            proven_dead: false,
            wrong_proofs: 0,
            ignores_refusals_until: now,
        }
    }

    fn ends(&self, timeout: Duration) -> Instant {
        self.touched + timeout.max(self.interval * INTERVALS)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct BrokerSessions {
    timeout: Duration,
    sessions: BTreeMap<BrokerId, Session>,
}

impl BrokerSessions {
    pub(crate) fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            sessions: BTreeMap::new(),
        }
    }

    /// Begins anew: every broker in service gets a whole session.
    pub(crate) fn begin(&mut self, image: &Image, now: Instant) {
        self.sessions.clear();
        for broker in image.brokers().values().filter(|broker| !broker.fenced) {
            self.sessions
                .insert(broker.id, Session::new(broker.epoch, now));
        }
    }

    pub(crate) fn end(&mut self) {
        self.sessions.clear();
    }

    /// A heartbeat has arrived from this registration.
    pub(crate) fn touch(
        &mut self,
        broker: BrokerId,
        epoch: BrokerEpoch,
        metadata_offset: Offset,
        connection: ConnectionId,
        now: Instant,
    ) {
        let session = self
            .sessions
            .entry(broker)
            .or_insert_with(|| Session::new(epoch, now));
        if session.epoch != epoch {
            *session = Session::new(epoch, now);
        }
        if session.heard {
            let interval = now.since(session.touched);
            // A moving mean: one heartbeat that was held up does not make the session long.
            session.interval = session.interval - session.interval / 8 + interval / 8;
        }
        if std::mem::take(&mut session.proven_dead) {
            // It lives: its endpoint and its life are two things. The longer, the more often that was mistaken.
            let doubled = 1 << session.wrong_proofs.min(10);
            session.ignores_refusals_until = now + self.timeout * doubled;
            session.wrong_proofs += 1;
        }
        session.heard = true;
        session.touched = now;
        session.metadata_offset = session.metadata_offset.max(metadata_offset);
        session.connection = Some(connection);
    }

    /// A connection has ended: whose last heartbeat came on it.
    pub(crate) fn disconnected(&mut self, connection: ConnectionId) -> Option<BrokerId> {
        let mut sessions = self.sessions.iter_mut();
        let (broker, session) =
            sessions.find(|(_, session)| session.connection == Some(connection))?;
        session.connection = None;
        Some(*broker)
    }

    /// Whether a refused endpoint may count as the death of this registration.
    pub(crate) fn heeds_refusals(&self, broker: BrokerId, now: Instant) -> bool {
        self.sessions.get(&broker).is_some_and(|session| {
            session.connection.is_none()
                && !session.fencing
                && session.ignores_refusals_until <= now
        })
    }

    /// A registration is dead beyond doubt. Whether it is to be fenced now.
    pub(crate) fn prove_dead(&mut self, broker: BrokerId, epoch: BrokerEpoch) -> bool {
        match self.sessions.get_mut(&broker) {
            Some(session)
                if session.epoch == epoch && session.connection.is_none() && !session.fencing =>
            {
                session.proven_dead = true;
                session.fencing = true;
                true
            }
            _ => false,
        }
    }

    /// Whether another run of this broker may not register yet. A session that was only given counts for other nodes: a
    /// broker of the controller's own node runs in the controller's own process, so its former run is certainly over.
    pub(crate) fn is_alive(&self, broker: BrokerId, node_id: BrokerId, now: Instant) -> bool {
        let Some(session) = self.sessions.get(&broker) else {
            return false;
        };
        let live = session.ends(self.timeout) > now;
        if session.heard {
            // Its connection is gone and it has not come back on another.
            live && session.connection.is_some()
        } else {
            live && broker != node_id
        }
    }

    /// A registration is committed: the session of the one before it is over.
    pub(crate) fn registered(&mut self, broker: BrokerId, epoch: BrokerEpoch, now: Instant) {
        match self.sessions.get(&broker) {
            Some(session) if session.epoch == epoch => {}
            _ => {
                self.sessions.insert(broker, Session::new(epoch, now));
            }
        }
    }

    pub(crate) fn handed_over(&mut self, broker: BrokerId, offset: Offset) {
        if let Some(session) = self.sessions.get_mut(&broker) {
            session.shutdown_offset = Some(offset);
        }
    }

    pub(crate) fn fenced(&mut self, broker: BrokerId) {
        if let Some(session) = self.sessions.get_mut(&broker) {
            session.fencing = false;
        }
    }

    pub(crate) fn shutdown_offset(&self, broker: BrokerId) -> Option<Offset> {
        self.sessions.get(&broker)?.shutdown_offset
    }

    /// How far a broker says that it has applied the metadata.
    pub(crate) fn applied(&self, broker: BrokerId) -> Option<Offset> {
        let session = self.sessions.get(&broker).filter(|it| it.heard)?;
        Some(session.metadata_offset)
    }

    /// The lowest metadata offset that an active broker has reported.
    pub(crate) fn lowest_active_offset(&self, image: &Image) -> Offset {
        let active = image.brokers().values().filter(|broker| broker.is_active());
        let offset = |id| {
            self.sessions
                .get(&id)
                .map_or(Offset::NONE, |session| session.metadata_offset)
        };
        active
            .map(|broker| offset(broker.id))
            .min()
            .unwrap_or(Offset::MAX)
    }

    /// This controller itself was held up: heartbeats may lie unread. Every session lasts long enough to take them in.
    pub(crate) fn grant(&mut self, at_least: Duration, now: Instant) {
        for session in self.sessions.values_mut() {
            let timeout = self.timeout.max(session.interval * INTERVALS);
            session.touched = session.touched.max(now + at_least - timeout);
        }
    }

    /// Brokers in service whose session is over; each is named once.
    pub(crate) fn take_expired(&mut self, image: &Image, now: Instant) -> Vec<BrokerId> {
        let mut expired = Vec::new();
        for (&broker, session) in &mut self.sessions {
            let in_service = image.broker(broker).is_some_and(|broker| !broker.fenced);
            if in_service && !session.fencing && session.ends(self.timeout) <= now {
                session.fencing = true;
                expired.push(broker);
            }
        }
        expired
    }

    /// When the next session of a broker in service ends.
    pub(crate) fn next_deadline(&self, image: &Image) -> Instant {
        let in_service = |id: &BrokerId| image.broker(*id).is_some_and(|broker| !broker.fenced);
        let ends = self
            .sessions
            .iter()
            .filter(|(id, session)| !session.fencing && in_service(id))
            .map(|(_, session)| session.ends(self.timeout));
        ends.min().unwrap_or(Instant::NEVER)
    }
}
