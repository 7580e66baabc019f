//! The controller as its driver sees it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use coordination::{Effects, Embedded, EmbeddedSettings, Memory, Zookeeper, ZookeeperSettings};
use partition_log::PartitionLog;
use types::{BrokerId, ControllerEpoch, Now};
use world::{
    CallId, ConnectionInfo, Disk, Endpoint, Entropy, Event, Node, Output, Reply, RequestId,
};

use crate::settings::{ControllerError, ControllerSettings, ControllerStore};
use crate::state::{State, registration};

/// A controller. One lock guards all of it: nothing here is on the way of a record.
#[derive(Debug)]
pub struct Controller {
    state: Mutex<State>,
}

impl Controller {
    /// A controller on a quorum of the controllers. `log` is the metadata log, opened from the node's directory.
    ///
    /// # Errors
    /// When what the directory holds is damaged, incomplete or another cluster's.
    pub fn embedded(
        settings: ControllerSettings,
        disk: Arc<dyn Disk>,
        entropy: Arc<dyn Entropy>,
        log: PartitionLog,
        now: Now,
        out: &mut Vec<Output>,
    ) -> Result<Self, ControllerError> {
        let store = EmbeddedSettings {
            node: settings.node_id,
            voters: settings.voters.clone(),
            cluster_id: settings.cluster_id.clone(),
            proposed_cluster_id: settings.proposed_cluster_id.clone(),
            election_timeout: settings.quorum_election_timeout,
            election_backoff_max: settings.quorum_election_backoff_max,
            fetch_timeout: settings.quorum_fetch_timeout,
            retry_backoff: settings.quorum_retry_backoff,
            directory: settings.metadata_log_directory.clone(),
            partition: settings.partition_directory.clone(),
            scrub_interval: settings.scrub_interval,
            seed: settings.seed,
        };
        let mut effects = Effects::default();
        let store = Embedded::open(store, disk, log, now, &mut effects);
        let store = ControllerStore::Embedded(Box::new(store.map_err(ControllerError::Store)?));
        Self::start(settings, store, entropy, effects, now, out)
    }

    /// A controller on the znodes of an ensemble.
    ///
    /// # Errors
    /// As [`Controller::embedded`].
    pub fn on_zookeeper(
        settings: ControllerSettings,
        store: ZookeeperSettings,
        entropy: Arc<dyn Entropy>,
        now: Now,
        out: &mut Vec<Output>,
    ) -> Result<Self, ControllerError> {
        let store = ControllerStore::Zookeeper(Box::new(Zookeeper::new(store)));
        Self::start(settings, store, entropy, Effects::default(), now, out)
    }

    /// A controller on the reference store.
    ///
    /// # Errors
    /// As [`Controller::embedded`].
    pub fn in_memory(
        settings: ControllerSettings,
        store: Memory,
        entropy: Arc<dyn Entropy>,
        now: Now,
        out: &mut Vec<Output>,
    ) -> Result<Self, ControllerError> {
        Self::start(
            settings,
            ControllerStore::Memory(store),
            entropy,
            Effects::default(),
            now,
            out,
        )
    }

    fn start(
        settings: ControllerSettings,
        store: ControllerStore,
        entropy: Arc<dyn Entropy>,
        effects: Effects,
        now: Now,
        out: &mut Vec<Output>,
    ) -> Result<Self, ControllerError> {
        let mut state = State::new(settings, store, entropy);
        state.start(now, effects, out)?;
        Ok(Self {
            state: Mutex::new(state),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cluster's id, once it is known here.
    #[must_use]
    pub fn cluster_id(&self) -> Option<String> {
        self.lock().cluster_id()
    }

    /// The newest epoch, and the active controller of it where that is known here.
    #[must_use]
    pub fn leader(&self) -> (ControllerEpoch, Option<BrokerId>) {
        self.lock().leader()
    }

    /// The newest epoch, and the active controller of it with where it is reached, where that is known here.
    #[must_use]
    pub fn active(&self) -> (ControllerEpoch, Option<(BrokerId, Endpoint)>) {
        self.lock().active_endpoint()
    }

    /// Whether a call was made by a controller, and not by a broker behind the same listeners. A controller whose store makes
    /// calls of its own shares its listeners with nobody.
    #[must_use]
    pub fn made(call: CallId) -> bool {
        call >= CallId(registration::FIRST_CALL)
    }

    /// Whether this is the active controller, as far as it knows.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.lock().is_active()
    }

    /// Writes down what this controller has counted, and how the cluster is as far as it knows.
    pub fn expose(&self, text: &mut metrics::Exposition) {
        self.lock().expose(text);
    }

    /// How far this controller has replayed the metadata log.
    #[must_use]
    pub fn position(&self) -> metadata::Position {
        self.lock().image().position()
    }

    /// The cluster as this controller has replayed it.
    #[must_use]
    pub fn image(&self) -> metadata::Image {
        self.lock().image().clone()
    }
}

impl Node for Controller {
    fn handle(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        self.lock().handle(now, from, id, request, out)
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        self.lock().on(now, event, out);
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        self.lock().tick(now, out);
    }
}
