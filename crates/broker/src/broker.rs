//! The broker as its driver sees it, and the one place where what follows from a change is carried out.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use metadata::{Endpoint, Image};
use partition_log::{LogDirectory, OfflineDirectory};
use replica_core::BrokerView;
use settings::BrokerConfig;
use types::{BrokerEpoch, BrokerId, ControllerEpoch};
use types::{IncarnationId, Now, Uuid};
use world::{ConnectionInfo, Entropy, Event, Node, Output, Reply, RequestId};

use crate::admission::Admission;
use crate::calls::Calls;
use crate::coordinators::Coordinators;
use crate::counting::Counters;
use crate::creation::Creation;
use crate::deadlines::{Deadlines, Due, Task};
use crate::directories::{Offline, Wishes};
use crate::directory_assignments::DirectoryAssignments;
use crate::fetching::Fetching;
use crate::forwarding::Forwarding;
use crate::handlers::expire_delete;
use crate::lifecycle::{Lifecycle, Voter};
use crate::losses::Losses;
use crate::metadata_follower::Following;
use crate::partitions::{Proposals, Table};
use crate::producer_ids::ProducerIds;
use crate::repairing::Repairs;
use crate::scrubbing::Scrubbing;
use crate::slow_disks::SlowDisks;
use crate::storage_work::{StorageWork, StorageWorks};
use crate::suspects::Suspects;
use crate::sync::{Mutex, Swap};
use crate::waiting::{Effects, FetchSessions};

/// Everything that a broker is made of, general to specific.
pub struct BrokerParts {
    /// For ids that nobody may guess or repeat.
    pub entropy: Arc<dyn Entropy>,
    /// The typed settings of the file.
    pub config: Arc<BrokerConfig>,
    /// The cluster that the directories belong to; none while they are new, and the controllers are to say.
    pub cluster_id: Option<String>,
    /// The opened log directories, in the order of `log.dirs`.
    pub directories: Vec<LogDirectory>,
    /// Those that cannot be used.
    pub offline_directories: Vec<OfflineDirectory>,
    /// Where clients and brokers find this broker: what it registers.
    pub endpoints: Vec<Endpoint>,
    /// The controllers.
    pub voters: Vec<Voter>,
}

/// Why a broker cannot start.
#[derive(Debug)]
pub struct StartError(pub String);

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}

/// A broker.
pub struct Broker {
    pub(crate) config: Arc<BrokerConfig>,
    pub(crate) id: BrokerId,
    pub(crate) cluster_id: OnceLock<String>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) directories: Mutex<Vec<Option<LogDirectory>>>,
    pub(crate) offline: Offline,
    pub(crate) wishes: Wishes,
    pub(crate) directory_assignments: DirectoryAssignments,
    pub(crate) slow_disks: SlowDisks,
    pub(crate) image: Swap<Image>,
    pub(crate) partitions: Table,
    pub(crate) proposals: Proposals,
    pub(crate) sessions: FetchSessions,
    pub(crate) deadlines: Deadlines,
    pub(crate) calls: Calls,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) admission: Admission,
    pub(crate) following: Following,
    pub(crate) fetching: Fetching,
    pub(crate) suspects: Suspects,
    pub(crate) losses: Losses,
    pub(crate) creation: Creation,
    pub(crate) forwarding: Forwarding,
    pub(crate) producer_ids: ProducerIds,
    pub(crate) coordinators: Coordinators,
    pub(crate) counters: Counters,
    pub(crate) storage_works: StorageWorks,
    pub(crate) scrubbing: Scrubbing,
    pub(crate) repairs: Repairs,
}

impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broker")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// What a leader knows of the other brokers, from one image.
pub(crate) struct ImageView<'a>(pub(crate) &'a Image);

impl BrokerView for ImageView<'_> {
    fn eligible(&self, broker: BrokerId) -> Option<BrokerEpoch> {
        self.0
            .broker(broker)
            .filter(|known| known.is_active())
            .map(|known| known.epoch)
    }
}

fn first_session_id(entropy: &dyn Entropy) -> i32 {
    let mut id = [0; 4];
    entropy.fill(&mut id);
    i32::from_be_bytes(id) & i32::MAX
}

impl Broker {
    /// A broker over opened directories. It hosts nothing until metadata tells it to.
    ///
    /// # Errors
    /// Without a log directory.
    pub fn new(parts: BrokerParts) -> Result<Self, StartError> {
        let BrokerParts {
            entropy,
            config,
            cluster_id,
            directories,
            offline_directories,
            endpoints,
            voters,
        } = parts;
        if directories.is_empty() {
            let why =
                "no log directory is usable: set log.dirs to at least one that can be written";
            return Err(StartError(why.into()));
        }
        let mut incarnation = [0; 16];
        entropy.fill(&mut incarnation);
        let incarnation =
            IncarnationId::from_u128(u128::from_be_bytes(Uuid(incarnation).0) | 1 << 100);
        for directory in &directories {
            directory.set_reserve(config.log.disk_reserve_bytes);
        }
        let lifecycle = Lifecycle::new(&config, incarnation, endpoints, voters, &directories);
        let written = directories.iter().map(LogDirectory::controller_epoch);
        let controller_epoch = written.max().unwrap_or(ControllerEpoch::NONE);
        let slots = config.network.fetch_sessions_max as usize;
        let sessions = FetchSessions::new(slots, first_session_id(&*entropy));
        Ok(Self {
            id: config.node_id,
            cluster_id: cluster_id.map(OnceLock::from).unwrap_or_default(),
            entropy,
            directories: Mutex::new(directories.into_iter().map(Some).collect()),
            offline: Offline::new(offline_directories),
            wishes: Wishes::default(),
            directory_assignments: DirectoryAssignments::default(),
            slow_disks: SlowDisks::default(),
            image: Swap::from_pointee(Image::empty()),
            partitions: Table::default(),
            proposals: Proposals::default(),
            sessions,
            deadlines: Deadlines::default(),
            calls: Calls::default(),
            lifecycle,
            admission: Admission::default(),
            following: Following::of(controller_epoch),
            fetching: Fetching::default(),
            suspects: Suspects::default(),
            losses: Losses::default(),
            creation: Creation::default(),
            forwarding: Forwarding::default(),
            producer_ids: ProducerIds::default(),
            coordinators: Coordinators::new(&config),
            counters: Counters::default(),
            storage_works: StorageWorks::default(),
            scrubbing: Scrubbing::default(),
            repairs: Repairs::default(),
            config,
        })
    }

    /// A fresh random id, none of those that Kafka reserves.
    pub(crate) fn random_id(&self) -> Uuid {
        loop {
            let mut id = [0; 16];
            self.entropy.fill(&mut id);
            // An id whose text begins with a dash reads like an option on a command line.
            if !Uuid(id).is_reserved() && !Uuid(id).to_string().starts_with('-') {
                return Uuid(id);
            }
        }
    }

    /// Carries out what changes have called for, until nothing is left. No lock is held here.
    pub(crate) fn carry_out(&self, now: Now, mut effects: Effects, out: &mut Vec<Output>) {
        while !effects.is_empty() {
            let round = std::mem::take(&mut effects);
            for (waiter, partition, outcome, until) in round.settled {
                self.on_settled(now, waiter, &partition, outcome, until, &mut effects, out);
            }
            for session in round.woken {
                self.resume_fetch(now, &session, &mut effects, out);
            }
            for (partition, proposal) in round.proposals {
                self.propose_isr(now, &partition, &proposal, out);
            }
            for (partition, flush) in round.flushes {
                let work = StorageWork::Flush(partition, flush.up_to);
                self.begin_storage_work(now, work, flush.files, out);
            }
            for partition in round.damaged {
                self.on_damaged(now, &partition, out);
            }
            for loss in round.losses {
                self.report_loss(loss);
            }
            for (directory, why) in round.failed_directories {
                self.fail_directory(now, directory, &why, &mut effects, out);
            }
        }
    }

    pub(crate) fn on_due(&self, now: Now, due: Due, effects: &mut Effects, out: &mut Vec<Output>) {
        match due {
            Due::Fetch(session, serial) => self.expire_fetch(now, &session, serial, effects, out),
            Due::FetchNews(session) => self.tell_news(now, &session, effects, out),
            Due::Produce(pending) => self.expire_produce(&pending, out),
            Due::Delete(pending) => expire_delete(&pending, out),
            Due::Following(session) => self.fetch_due(now, session, out),
            Due::Metadata(parked) => self.expire_parked(now, parked, out),
            Due::Task(Task::Lifecycle) => self.advance_lifecycle(now, out),
            Due::Task(Task::Forward) => self.resend_forwarded(now, out),
            Due::Task(Task::Retention) => self.enforce_retention(now, effects, out),
            Due::Task(Task::Creation) => self.resume_creation(now, out),
            Due::Task(Task::Suspects) => self.settle_suspicions(now, out),
            Due::Task(Task::Flush) => self.flush_due(now, effects, out),
            Due::Task(Task::Checkpoint) => self.checkpoint(now, effects, out),
            Due::Task(Task::Proposals) => self.send_proposals(now, out),
            Due::Task(Task::DirectoryAssignments) => self.send_directory_assignments(now, out),
            Due::Task(Task::Lag) => {
                self.review_in_sync_sets(now, effects, out);
                self.review_disks(now, out);
            }
            Due::Task(Task::Scrub) => self.scrub_due(now, out),
            Due::Task(Task::Repair) => self.repair_due(now, out),
            Due::Task(Task::Groups) => self.tick_coordinators(now, effects, out),
        }
    }
}

impl Broker {
    /// Handles one request, and carries out what follows from it.
    pub(crate) fn serve(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        let mut effects = Effects::default();
        let reply = self.dispatch(now, from, id, request, &mut effects, out);
        self.carry_out(now, effects, out);
        reply
    }
}

impl Node for Broker {
    fn handle(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        match self.admission.keep(from, id, request) {
            Some(request) => self.serve(now, from, id, request, out),
            None => Reply::Later,
        }
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        let mut effects = Effects::default();
        match event {
            Event::Called(call, answer) => self.on_called(now, call, answer, &mut effects, out),
            Event::Flushed(ticket, result) => {
                self.on_flushed(now, ticket, result, &mut effects, out);
            }
            Event::Disconnected(connection) => {
                self.admission.forget(connection);
                self.on_disconnected(connection);
                self.end_follower_sessions(connection);
            }
            // The store is the controller's.
            Event::Ensemble(_) => {}
            Event::Stop => self.begin_stop(now, out),
        }
        self.carry_out(now, effects, out);
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        self.begin_once(now, out);
        let mut effects = Effects::default();
        for due in self.deadlines.take_due(now.instant) {
            self.on_due(now, due, &mut effects, out);
        }
        self.carry_out(now, effects, out);
        self.deadlines.announce(out);
    }
}
