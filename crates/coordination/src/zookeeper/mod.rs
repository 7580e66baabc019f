//! The store that keeps a cluster in a ZooKeeper ensemble, in the znodes of Kafka 3.9.
//!
//! The controller is whoever created the ephemeral `/controller`, under the epoch that the same write put into
//! `/controller_epoch`. Every later write checks that epoch, so what an earlier controller still asks for changes nothing. A
//! standby keeps a picture of the tree, and reads only what it lacks when it takes over. What is committed is then told, and
//! served to brokers, as batches of a metadata log that begins at `epoch << 32` with a snapshot of the tree.

mod asking;
mod committing;
mod electing;
mod following;
mod import;
mod lead;
mod served;
mod sessions;
pub(crate) mod znodes;

use std::collections::BTreeMap;
use std::io;

use bytes::Bytes;
use metadata::Record;
use quorum_core::LogPosition;
use types::{BrokerEpoch, BrokerId, ControllerEpoch, Instant, Now, Offset, Timestamp};
use world::{
    CallError, CallId, EnsembleEvent, EnsembleRequest, EnsembleSettings, FlushTicket, OperationId,
    Output, SessionNumber,
};

use crate::{Effects, FetchedLog, LogFetch, SessionEpoch, Store, StoreEvent, Ticket};
use asking::Asked;
pub use import::{LeftBehind, Obstacle, Survey, Tree, survey};
pub use lead::TOPIC_BYTES_MAX;
use lead::{Lead, Term};
use sessions::BrokerSession;
use znodes::Picture;
pub use znodes::paths::secure_access;
pub use znodes::registrations::BrokerAddress;

/// What a node that is kept in an ensemble is told once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZookeeperSettings {
    /// This node. It holds the lock of its log directories, so no other process has this id and those directories.
    pub node: BrokerId,
    /// How to reach the ensemble.
    pub ensemble: EnsembleSettings,
    /// The part of the tree that is the cluster's: empty, or a path without a slash at its end.
    pub chroot: String,
    /// Where this node's broker listens.
    pub address: BrokerAddress,
    /// The cluster that this node is known to belong to.
    pub cluster_id: Option<String>,
    /// The id to give a cluster that has none.
    pub proposed_cluster_id: String,
    /// The newest controller that this node has heard of in former runs.
    pub epoch_seen: ControllerEpoch,
}

#[derive(Debug)]
enum Role {
    Standby,
    /// Elected, and about to know everything.
    Winning(Term),
    Active(Box<Lead>),
}

/// One node's door to a cluster that is kept in an ensemble.
#[derive(Debug)]
pub struct Zookeeper {
    settings: ZookeeperSettings,
    contesting: bool,
    /// It cannot go on, and has said so.
    failed: bool,
    number: SessionNumber,
    /// The session as the ensemble knows it, and its time-out.
    session: Option<(i64, std::time::Duration)>,
    connected: bool,
    /// When the session may have ended, while it is not connected.
    may_end_at: Instant,
    next_operation: u64,
    asked: BTreeMap<OperationId, Asked>,
    cluster_id: Option<String>,
    /// The newest controller that this node has heard of.
    epoch_seen: ControllerEpoch,
    /// Epoch and version of `/controller_epoch`, as read last.
    epoch: Option<(ControllerEpoch, i32)>,
    /// Who holds `/controller` and in which session, as read last; the inner none is nobody.
    holder: Option<Option<(BrokerId, i64)>>,
    /// The controller of an epoch that is proved dead.
    dead: Option<(ControllerEpoch, BrokerId)>,
    /// The epoch that an election under way would give, and the version that it would make.
    attempt: Option<(ControllerEpoch, i32)>,
    /// No election before.
    elect_at: Instant,
    /// When to look again who is the controller, after an epoch that could not be used.
    look_at: Instant,
    told_leader: (ControllerEpoch, Option<BrokerId>),
    brokers: BTreeMap<BrokerId, BrokerSession>,
    /// Whether this node's own ephemeral znode was made in this session.
    registered: bool,
    picture: Picture,
    /// Reads under way for the picture.
    reading: usize,
    /// Why the picture cannot be completed.
    unreadable: Option<String>,
    /// Everything that was committed before the election has been seen.
    synced: bool,
    role: Role,
}

impl Zookeeper {
    /// A door that is not in the contest yet.
    #[must_use]
    pub fn new(settings: ZookeeperSettings) -> Self {
        Self {
            contesting: false,
            failed: false,
            number: SessionNumber(0),
            session: None,
            connected: false,
            may_end_at: Instant::NEVER,
            next_operation: 0,
            asked: BTreeMap::new(),
            cluster_id: None,
            epoch_seen: settings.epoch_seen,
            epoch: None,
            holder: None,
            dead: None,
            attempt: None,
            elect_at: Instant(0),
            look_at: Instant::NEVER,
            told_leader: (ControllerEpoch(0), None),
            brokers: BTreeMap::new(),
            registered: false,
            picture: Picture::new(),
            reading: 0,
            unreadable: None,
            synced: false,
            role: Role::Standby,
            settings,
        }
    }

    /// The cluster's id, once it is known here.
    #[must_use]
    pub fn cluster_id(&self) -> Option<&str> {
        self.cluster_id.as_deref()
    }

    /// The newest epoch and its controller, where known.
    #[must_use]
    pub fn leader(&self) -> (ControllerEpoch, Option<BrokerId>) {
        self.told_leader
    }

    /// Where the brokers listen whose sessions live.
    pub fn addresses(&self) -> impl Iterator<Item = (BrokerId, &BrokerAddress)> {
        self.brokers
            .iter()
            .map(|(id, session)| (*id, &session.address))
    }

    /// Where a broker listens whose session lives.
    #[must_use]
    pub fn address(&self, broker: BrokerId) -> Option<&BrokerAddress> {
        self.brokers.get(&broker).map(|session| &session.address)
    }

    /// The session with the ensemble, and the time-out that was negotiated; none while there is none.
    #[must_use]
    pub fn session(&self) -> Option<(i64, std::time::Duration)> {
        self.session
    }

    /// Whether what was asked last is still under way: a node that stops waits for it.
    #[must_use]
    pub fn is_handing_over(&self) -> bool {
        !matches!(self.role, Role::Standby)
            || self
                .asked
                .values()
                .any(|asked| matches!(asked, Asked::Resigned))
    }

    /// Ends the session, and with it the node's ephemeral znodes. The node takes part in nothing after.
    pub fn close(&mut self, effects: &mut Effects) {
        self.failed = true;
        let close = EnsembleRequest::Close(self.number);
        effects.outputs.push(Output::Ensemble(close));
    }

    /// It cannot go on.
    fn fail(&mut self, why: String, effects: &mut Effects) {
        tracing::error!("{why}");
        self.failed = true;
        effects.outputs.push(Output::Exit(why));
    }

    fn open_session(&mut self, effects: &mut Effects) {
        self.number = SessionNumber(self.number.0 + 1);
        self.session = None;
        self.forget_connection();
        self.registered = false;
        self.attempt = None;
        let open = EnsembleRequest::Open(self.number, self.settings.ensemble.clone());
        effects.outputs.push(Output::Ensemble(open));
    }
}

impl Store for Zookeeper {
    fn contest(&mut self, now: Now, effects: &mut Effects) {
        self.contesting = true;
        if self.number == SessionNumber(0) {
            self.open_session(effects);
        }
        self.consider(now, effects);
    }

    fn commit(
        &mut self,
        now: Now,
        epoch: ControllerEpoch,
        ticket: Ticket,
        records: Vec<Record>,
        effects: &mut Effects,
    ) {
        match &mut self.role {
            Role::Active(lead) if lead.term.epoch == epoch && !lead.ending && !self.failed => {
                lead.push(ticket, records, effects);
                self.pump(now, effects);
            }
            _ => effects.events.push(StoreEvent::Cut { ticket, records: 0 }),
        }
    }

    fn resign(&mut self, now: Now, epoch: ControllerEpoch, effects: &mut Effects) {
        match &mut self.role {
            Role::Active(lead) if lead.term.epoch == epoch => {
                self.contesting = false;
                lead.ending = true;
                lead.resigns = true;
                self.end_when_answered(now, effects);
            }
            _ => {}
        }
    }

    fn next_offset(&self) -> Offset {
        match &self.role {
            Role::Active(lead) => lead.next_offset,
            _ => lead::log_start(self.told_leader.0),
        }
    }

    fn fetch(&mut self, _now: Now, fetch: &LogFetch, _effects: &mut Effects) -> FetchedLog {
        self.answer_fetch(fetch)
    }

    fn fetch_again(&mut self, _now: Now, fetch: &LogFetch, _effects: &mut Effects) -> FetchedLog {
        self.answer_fetch(fetch)
    }

    fn keep_snapshot(
        &mut self,
        _now: Now,
        last: LogPosition,
        written_at: Timestamp,
        records: &mut dyn Iterator<Item = Record>,
    ) -> io::Result<()> {
        if let Role::Active(lead) = &mut self.role {
            lead.log
                .keep_snapshot(last.offset.next(), written_at, records);
        }
        Ok(())
    }

    fn bytes_since_snapshot(&self) -> u64 {
        match &self.role {
            Role::Active(lead) => lead.log.bytes_since_snapshot(),
            _ => 0,
        }
    }

    fn on_flushed(
        &mut self,
        _now: Now,
        _ticket: FlushTicket,
        _result: &io::Result<()>,
        _effects: &mut Effects,
    ) -> bool {
        false
    }

    fn on_called(
        &mut self,
        _now: Now,
        _call: CallId,
        _result: &Result<Bytes, CallError>,
        _effects: &mut Effects,
    ) -> bool {
        false
    }

    fn on_ensemble(&mut self, now: Now, event: EnsembleEvent, effects: &mut Effects) {
        if self.failed {
            return;
        }
        match event {
            EnsembleEvent::Session(number, state) if number == self.number => {
                self.on_session(now, state, effects);
            }
            EnsembleEvent::Done(operation, result) => {
                if let Some(asked) = self.asked.remove(&operation) {
                    self.on_done(now, asked, result, effects);
                }
            }
            EnsembleEvent::Changed(number, path, change) if number == self.number => {
                self.on_changed(now, &path, change, effects);
            }
            // Of a session that is over.
            EnsembleEvent::Session(..) | EnsembleEvent::Changed(..) => {}
        }
    }

    fn session_epoch(&self, broker: BrokerId) -> SessionEpoch {
        match self.brokers.get(&broker) {
            Some(session) => SessionEpoch::Session(BrokerEpoch(session.created)),
            None => SessionEpoch::None,
        }
    }

    fn tick(&mut self, now: Now, effects: &mut Effects) {
        if self.failed {
            return;
        }
        if !self.connected && self.may_end_at <= now.instant {
            // Whether the session has ended is known to the ensemble alone; who cannot ask acts as if it had.
            self.may_end_at = Instant::NEVER;
            self.lose(now, effects);
        }
        if self.look_at <= now.instant {
            self.look_at_controller(effects);
        }
        if self.elect_at <= now.instant {
            self.consider(now, effects);
        }
    }

    fn next_deadline(&self) -> Instant {
        if self.failed {
            return Instant::NEVER;
        }
        let elect_at = if self.is_waiting_to_elect() {
            self.elect_at
        } else {
            Instant::NEVER
        };
        let may_end_at = match self.connected {
            true => Instant::NEVER,
            false => self.may_end_at,
        };
        elect_at.min(may_end_at).min(self.look_at)
    }
}
