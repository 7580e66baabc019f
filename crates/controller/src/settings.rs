//! What a controller is told once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use coordination::{Embedded, EmbeddedError, Memory, Store, Zookeeper};
use types::{BrokerId, IncarnationId};
use world::Endpoint;

/// The settings of one controller.
#[derive(Clone, Debug)]
pub struct ControllerSettings {
    /// `node.id`.
    pub node_id: BrokerId,
    /// All voters and where they listen. A store that keeps sessions knows better.
    pub voters: BTreeMap<BrokerId, Endpoint>,
    /// The listener on which the controllers are reached, such as `CONTROLLER`.
    pub listener_name: Arc<str>,
    /// The cluster that this node is known to belong to, as its `meta.properties` say.
    pub cluster_id: Option<String>,
    /// The id that a fresh cluster gets if this controller is the first to lead it.
    pub proposed_cluster_id: String,
    /// This run of the process.
    pub incarnation_id: IncarnationId,
    /// Where the quorum keeps its state: the directory of the metadata log, `__cluster_metadata-0`.
    pub metadata_log_directory: PathBuf,
    /// The directory of a partition of this node, if it holds any: what was no cluster yet has none.
    pub partition_directory: Option<PathBuf>,
    /// `highwater.scrub.interval.ms`, or none where it is off.
    pub scrub_interval: Option<Duration>,
    /// `broker.session.timeout.ms`.
    pub broker_session_timeout: Duration,
    /// `controller.quorum.election.timeout.ms`.
    pub quorum_election_timeout: Duration,
    /// `controller.quorum.election.backoff.max.ms`.
    pub quorum_election_backoff_max: Duration,
    /// `controller.quorum.fetch.timeout.ms`.
    pub quorum_fetch_timeout: Duration,
    /// `controller.quorum.retry.backoff.ms`; not zero.
    pub quorum_retry_backoff: Duration,
    /// `metadata.log.max.record.bytes.between.snapshots`.
    pub snapshot_after_bytes: u64,
    /// `metadata.log.max.snapshot.interval.ms`.
    pub snapshot_after: Duration,
    /// `leader.imbalance.check.interval.seconds`, or none where `auto.leader.rebalance.enable` is off.
    pub leader_imbalance_check_interval: Option<Duration>,
    /// `unclean.leader.election.interval.ms`: between two looks for partitions without a leader that could have one.
    pub leaderless_check_interval: Duration,
    /// `highwater.fence.on.refused`.
    pub fence_on_refused: bool,
    /// `default.replication.factor`.
    pub default_replication_factor: i16,
    /// `num.partitions`.
    pub default_partition_count: i32,
    /// `min.insync.replicas`, if set in the file.
    pub min_in_sync_replicas: Option<i32>,
    /// `unclean.leader.election.enable`.
    pub unclean_leader_election_enabled: bool,
    /// Spreads elections.
    pub seed: u64,
}

impl ControllerSettings {
    /// Highwater's defaults for a controller of these voters.
    #[must_use]
    pub fn new(
        node_id: BrokerId,
        voters: BTreeMap<BrokerId, Endpoint>,
        metadata_log_directory: PathBuf,
        incarnation_id: IncarnationId,
        proposed_cluster_id: String,
    ) -> Self {
        Self {
            node_id,
            voters,
            listener_name: "CONTROLLER".into(),
            cluster_id: None,
            proposed_cluster_id,
            incarnation_id,
            metadata_log_directory,
            partition_directory: None,
            scrub_interval: Some(Duration::from_secs(7 * 24 * 3600)),
            broker_session_timeout: Duration::from_secs(3),
            quorum_election_timeout: Duration::from_millis(500),
            quorum_election_backoff_max: Duration::from_secs(1),
            quorum_fetch_timeout: Duration::from_secs(1),
            quorum_retry_backoff: Duration::from_millis(20),
            snapshot_after_bytes: 20 << 20,
            snapshot_after: Duration::from_secs(3600),
            leader_imbalance_check_interval: Some(Duration::from_secs(300)),
            leaderless_check_interval: Duration::from_secs(300),
            fence_on_refused: true,
            default_replication_factor: 1,
            default_partition_count: 1,
            min_in_sync_replicas: None,
            unclean_leader_election_enabled: false,
            seed: u64::from_be_bytes(first_half(incarnation_id)),
        }
    }
}

fn first_half(id: IncarnationId) -> [u8; 8] {
    let mut half = [0; 8];
    half.copy_from_slice(&id.0[..8]);
    half
}

/// Why a controller cannot start.
#[derive(Debug)]
pub enum ControllerError {
    /// Its store cannot.
    Store(EmbeddedError),
    /// What it holds contradicts itself.
    Metadata(String),
}

impl fmt::Display for ControllerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Metadata(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for ControllerError {}

/// The stores that a controller may stand on.
#[derive(Debug)]
pub enum ControllerStore {
    /// A quorum of the controllers.
    Embedded(Box<Embedded>),
    /// The znodes of an ensemble.
    Zookeeper(Box<Zookeeper>),
    /// The reference, for tests and simulations.
    Memory(Memory),
}

impl ControllerStore {
    pub(crate) fn port(&mut self) -> &mut dyn Store {
        match self {
            Self::Embedded(store) => &mut **store,
            Self::Zookeeper(store) => &mut **store,
            Self::Memory(store) => store,
        }
    }

    /// As [`ControllerStore::port`], to look only.
    pub(crate) fn view(&self) -> &dyn Store {
        match self {
            Self::Embedded(store) => &**store,
            Self::Zookeeper(store) => &**store,
            Self::Memory(store) => store,
        }
    }

    pub(crate) fn embedded(&mut self) -> Option<&mut Embedded> {
        match self {
            Self::Embedded(store) => Some(store),
            Self::Zookeeper(_) | Self::Memory(_) => None,
        }
    }

    pub(crate) fn zookeeper(&mut self) -> Option<&mut Zookeeper> {
        match self {
            Self::Zookeeper(store) => Some(store),
            Self::Embedded(_) | Self::Memory(_) => None,
        }
    }

    /// The cluster's id, where the store has found it out.
    pub(crate) fn cluster_id(&self) -> Option<&str> {
        match self {
            Self::Embedded(store) => store.cluster_id(),
            Self::Zookeeper(store) => store.cluster_id(),
            Self::Memory(_) => None,
        }
    }
}
