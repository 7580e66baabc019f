//! All that a controller holds, and the order in which things follow from each other.

mod leading;
pub(crate) mod registration;
mod sessions;
mod stopping;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use controller_core::ClusterSettings;
use coordination::{CommittedBatch, Effects, StoreEvent};
use metadata::{Image, Position, replay};
use protocol::ErrorCode;
use quorum_core::LogPosition;
use types::{BrokerId, ControllerEpoch, Instant, LeaderEpoch, Now, Timestamp};
use world::{ConnectionInfo, Entropy, Event, Output, Reply, RequestId};

use crate::counting::Counters;
use crate::death_proof::DeathProofs;
use crate::driver::StoreDriver;
use crate::job::{Ground, Job, Situation};
use crate::publisher::Publisher;
use crate::sessions::BrokerSessions;
use crate::settings::{ControllerError, ControllerSettings, ControllerStore};
use crate::state::leading::REFUSE_AFTER;
use crate::state::registration::Registration;

/// Lanes of a controller's own calls. A broker's are below.
pub const LANES: [u8; 2] = [registration::LANE, crate::death_proof::LANE];
/// Called so much later than asked, the controller was held up itself.
const HELD_UP_AFTER: Duration = Duration::from_millis(300);
/// What a session lasts at least after that: two heartbeats, as brokers send them by default.
const SESSION_AFTER_STALL: Duration = Duration::from_secs(1);

pub(crate) struct State {
    pub(crate) settings: ControllerSettings,
    cluster_settings: ClusterSettings,
    pub(crate) store: ControllerStore,
    entropy: Arc<dyn Entropy>,
    image: Image,
    /// When the last record in the image was written.
    written_at: Timestamp,
    /// The epoch in which this controller is active.
    active: Option<ControllerEpoch>,
    leader: (ControllerEpoch, Option<BrokerId>),
    pub(crate) sessions: BrokerSessions,
    driver: StoreDriver,
    proofs: DeathProofs,
    registration: Registration,
    pub(crate) publisher: Publisher,
    counters: Counters,
    next_leaderless: Instant,
    next_preferred: Instant,
    next_snapshot: Instant,
    contesting: bool,
    /// When the next call was asked for at the latest.
    asked_for: Instant,
    /// Asked to stop: when to stop waiting for others to know.
    stopping: Option<Instant>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("node_id", &self.settings.node_id)
            .field("active", &self.active)
            .field("leader", &self.leader)
            .field("position", &self.image.position())
            .finish_non_exhaustive()
    }
}

impl State {
    pub(crate) fn new(
        settings: ControllerSettings,
        store: ControllerStore,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let in_one_piece = matches!(store, ControllerStore::Zookeeper(_));
        let cluster_settings = ClusterSettings {
            topic_bytes_max: in_one_piece.then_some(coordination::TOPIC_BYTES_MAX),
            cluster_id: settings.cluster_id.clone().unwrap_or_default(),
            default_replication_factor: settings.default_replication_factor,
            default_partition_count: settings.default_partition_count,
            min_in_sync_replicas: settings.min_in_sync_replicas,
            unclean_leader_election_enabled: settings.unclean_leader_election_enabled,
        };
        Self {
            sessions: BrokerSessions::new(settings.broker_session_timeout),
            cluster_settings,
            store,
            entropy,
            image: Image::empty(),
            written_at: Timestamp::NONE,
            active: None,
            leader: (ControllerEpoch(0), None),
            driver: StoreDriver::default(),
            proofs: DeathProofs::default(),
            registration: Registration::default(),
            publisher: Publisher::default(),
            counters: Counters::default(),
            next_leaderless: Instant::NEVER,
            next_preferred: Instant::NEVER,
            next_snapshot: Instant::NEVER,
            contesting: false,
            asked_for: Instant::NEVER,
            stopping: None,
            settings,
        }
    }

    pub(crate) fn start(
        &mut self,
        now: Now,
        mut effects: Effects,
        out: &mut Vec<Output>,
    ) -> Result<(), ControllerError> {
        self.next_snapshot = now.instant + self.settings.snapshot_after;
        for event in std::mem::take(&mut effects.events) {
            self.take_event(now, event, &mut effects);
        }
        out.append(&mut effects.outputs);
        Ok(())
    }

    /// What comes before anything else in a call. The contest begins with the first: from then on somebody carries out what
    /// it takes.
    fn begin_call(&mut self, now: Now, effects: &mut Effects) {
        if now.instant.since(self.asked_for) > HELD_UP_AFTER {
            self.sessions.grant(SESSION_AFTER_STALL, now.instant);
        }
        if !std::mem::replace(&mut self.contesting, true) {
            self.store.port().contest(now, effects);
        }
    }

    pub(crate) fn cluster_id(&self) -> Option<String> {
        let own = self.settings.cluster_id.clone();
        match &self.store {
            ControllerStore::Memory(_) => {
                own.or_else(|| Some(self.settings.proposed_cluster_id.clone()))
            }
            store => store.cluster_id().map(str::to_owned).or(own),
        }
    }

    pub(crate) fn leader(&self) -> (ControllerEpoch, Option<BrokerId>) {
        self.leader
    }

    pub(crate) fn is_active(&self) -> bool {
        self.active.is_some()
    }

    pub(crate) fn counters(&self) -> Counters {
        self.counters
    }

    pub(crate) fn image(&self) -> &Image {
        &self.image
    }

    pub(crate) fn handle(
        &mut self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        let mut effects = Effects::default();
        self.begin_call(now, &mut effects);
        let reply = crate::handlers::dispatch(self, now, from, id, request, &mut effects);
        self.settle(now, effects, out);
        reply
    }

    pub(crate) fn on(&mut self, now: Now, event: Event, out: &mut Vec<Output>) {
        let mut effects = Effects::default();
        self.begin_call(now, &mut effects);
        match event {
            Event::Called(call, result) => {
                let port = self.store.port();
                if !port.on_called(now, call, &result, &mut effects) {
                    self.dial_ended(now, call, &result, &mut effects);
                    self.registration_ended(now, call, &result);
                }
            }
            Event::Flushed(ticket, result) => {
                self.store
                    .port()
                    .on_flushed(now, ticket, &result, &mut effects);
                // What was read may be damaged.
                self.keep_snapshot_when_due(now);
            }
            Event::Disconnected(connection) => {
                self.publisher.disconnected(connection);
                if let Some(broker) = self.sessions.disconnected(connection) {
                    self.look_for_proof_of_death(now, broker);
                }
            }
            Event::Ensemble(event) => {
                self.store.port().on_ensemble(now, event, &mut effects);
            }
            Event::Stop => self.begin_stop(now, &mut effects),
        }
        self.settle(now, effects, out);
    }

    pub(crate) fn tick(&mut self, now: Now, out: &mut Vec<Output>) {
        let mut effects = Effects::default();
        self.begin_call(now, &mut effects);
        self.store.port().tick(now, &mut effects);
        if self.store.port().wants_snapshot() {
            self.keep_snapshot_when_due(now);
        }
        self.settle(now, effects, out);
    }

    /// A request that needs a decision. It waits while nobody knows who is to decide.
    pub(crate) fn submit(&mut self, now: Now, job: Box<dyn Job>) -> Reply {
        let elsewhere = self
            .leader
            .1
            .is_some_and(|leader| leader != self.settings.node_id);
        if self.active.is_none() && elsewhere {
            return job.refuse(ErrorCode::NotController).unwrap_or(Reply::Never);
        }
        self.driver.push(job, now.instant);
        Reply::Later
    }

    /// What a decision would look at now.
    pub(crate) fn situation(&self, now: Now) -> Situation<'_> {
        let store = self.store.view();
        let ground = Ground {
            image: &self.image,
            settings: &self.cluster_settings,
            sessions: &self.sessions,
            entropy: &*self.entropy,
            now,
            node_id: self.settings.node_id,
        };
        Situation::new(ground, &self.image, store.next_offset(), store)
    }

    /// Takes in what the store told, decides and commits what waits, and answers, until nothing is left.
    fn settle(&mut self, now: Now, mut effects: Effects, out: &mut Vec<Output>) {
        loop {
            for event in std::mem::take(&mut effects.events) {
                self.take_event(now, event, &mut effects);
            }
            self.do_what_is_due(now, &mut effects);
            self.drive(now, &mut effects);
            let more = self.active.is_some() && self.driver.is_ready();
            if effects.events.is_empty() && !more {
                self.serve_parked(now, &mut effects);
                if effects.events.is_empty() {
                    break;
                }
            }
        }
        self.register_with_active(now, &mut effects);
        out.append(&mut effects.outputs);
        self.finish_stop(now, out);
        let deadline = self.next_deadline();
        self.asked_for = deadline;
        if deadline < Instant::NEVER {
            out.push(Output::WakeAt(deadline));
        }
    }

    fn take_event(&mut self, now: Now, event: StoreEvent, effects: &mut Effects) {
        match event {
            StoreEvent::Batch(batch) => self.replay(now, batch, effects),
            StoreEvent::Snapshot {
                last_offset,
                epoch,
                records,
            } => {
                let position = Position {
                    epoch,
                    offset: last_offset,
                };
                match Image::from_snapshot(position, records) {
                    Ok(image) => self.image = image,
                    Err(error) => self.exit(&error, effects),
                }
            }
            // Elected once more while it hands over: it hands over again.
            StoreEvent::Won { epoch } if self.stopping.is_some() => {
                self.store.port().resign(now, epoch, effects);
            }
            StoreEvent::Won { epoch } => self.become_active(now, epoch),
            StoreEvent::Lost { epoch } => {
                if self.active == Some(epoch) {
                    self.become_standby(effects);
                }
            }
            StoreEvent::Committed {
                ticket,
                last_offset,
            } => {
                let done = self.driver.on_committed(ticket, last_offset, effects);
                self.remember(now, done);
            }
            StoreEvent::Cut { ticket, records } => {
                let last_offset = self.image.position().offset;
                let done = self.driver.on_cut(ticket, records, last_offset, effects);
                self.remember(now, done);
            }
            StoreEvent::Unknown { ticket } => self.driver.on_unknown(ticket, effects),
            StoreEvent::Session { broker, up } => self.session_changed(now, broker, up),
            StoreEvent::LeaderChanged { epoch, leader } => {
                self.look_after_fallen_leader(now, leader);
                self.leader = (epoch, leader);
                self.publisher.forget();
                self.registration.due(now.instant);
                if leader.is_some_and(|leader| leader != self.settings.node_id) {
                    self.driver.refuse_all(ErrorCode::NotController, effects);
                }
            }
        }
    }

    fn replay(&mut self, now: Now, batch: CommittedBatch, effects: &mut Effects) {
        let foreseen = self.driver.foreseen(&batch);
        let before = self.image.clone();
        if let Some(image) = foreseen {
            self.image = image;
        } else if batch.records.is_empty() {
            let position = Position {
                epoch: batch.epoch,
                offset: batch.last_offset,
            };
            self.image = self.image.passed(position);
        } else {
            match replay(&self.image, batch.base_offset, batch.epoch, &batch.records) {
                Ok((image, _)) => self.image = image,
                Err(error) => return self.exit(&error, effects),
            }
        }
        self.counters.replayed(&before, &self.image, &batch.records);
        self.written_at = batch.written_at;
        self.keep_snapshot_when_due(now);
    }

    /// What is committed contradicts itself: to go on would spread it.
    fn exit(&mut self, error: &dyn std::fmt::Display, effects: &mut Effects) {
        let message = format!("the committed metadata cannot be replayed: {error}");
        tracing::error!("{message}");
        effects.outputs.push(Output::Exit(message));
    }

    /// Looks at every fetch that waits: it is answered if there is something for it now.
    fn serve_parked(&mut self, now: Now, effects: &mut Effects) {
        if self.publisher.is_empty() {
            return;
        }
        let controllers = self.controllers();
        for (_, parked) in self.publisher.take_all() {
            let fetched = self
                .store
                .port()
                .fetch_again(now, &parked.asked.fetch, effects);
            if self.publisher.is_due(&parked, &fetched, now.instant) {
                let response = self.publisher.respond(&parked, fetched, &controllers);
                effects
                    .outputs
                    .push(parked.to.output(parked.to.reply(&response)));
            } else {
                self.publisher.park(parked);
            }
        }
    }

    fn keep_snapshot_when_due(&mut self, now: Now) {
        let store = self.store.port();
        let bytes = store.bytes_since_snapshot();
        let due = store.wants_snapshot()
            || bytes >= self.settings.snapshot_after_bytes
            || bytes > 0 && self.next_snapshot <= now.instant;
        if !due || self.image.open_transaction().is_some() {
            return;
        }
        self.next_snapshot = now.instant + self.settings.snapshot_after;
        let position = self.image.position();
        let last = LogPosition {
            epoch: LeaderEpoch(position.epoch.0),
            offset: position.offset,
        };
        let mut records = self.image.records();
        let kept = self
            .store
            .port()
            .keep_snapshot(now, last, self.written_at, &mut records);
        if let Err(error) = kept {
            tracing::error!(
                "no snapshot of the metadata: {error}. The log is kept; the next try follows"
            );
        }
    }

    fn next_deadline(&mut self) -> Instant {
        let mut deadline = self
            .store
            .port()
            .next_deadline()
            .min(self.publisher.next_deadline())
            .min(self.proofs.next_deadline());
        if self.active.is_some() {
            deadline = deadline
                .min(self.sessions.next_deadline(&self.image))
                .min(self.next_leaderless)
                .min(self.next_preferred);
        } else {
            deadline = deadline.min(self.registration.next_deadline());
            if let Some(oldest) = self.driver.oldest() {
                deadline = deadline.min(oldest + REFUSE_AFTER);
            }
        }
        deadline
    }
}
