//! What a controller and a broker are told, out of the settings of their node.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use broker::{Broker, BrokerParts, StartError, Voter};
use controller::{Controller, ControllerSettings};
use coordination::{BrokerAddress, ZookeeperSettings};
use partition_log::{LogConfig, OpenedDirectories};
use settings::{BrokerConfig, Listener, ZookeeperConfig};
use types::{BrokerId, ControllerEpoch, PartitionIndex, TopicName, TopicPartition, Uuid};
use world::{Endpoint, Output};

use crate::Ports;
use crate::assembly::{AssemblyError, random_id};
use crate::directories::Directories;
use crate::ensemble::ensemble_settings;

/// A port that refuses answers at once: without a pause the quorum would do nothing but dial it.
const RETRY_BACKOFF_MIN: Duration = Duration::from_millis(1);
/// The id that the metadata log's topic has in every cluster (KIP-500).
const METADATA_TOPIC_ID: Uuid = Uuid::from_u128(1);
const METADATA_TOPIC: &str = "__cluster_metadata";

/// A controller, and what it wanted done when it was made.
pub struct ControllerParts {
    /// The controller.
    pub node: Arc<Controller>,
    /// To be carried out before anything else.
    pub first: Vec<Output>,
}

/// Where the broker of this process reaches the controller, if that is alone and has no listener of its own: through memory.
#[must_use]
pub fn in_memory_controller(config: &BrokerConfig) -> Option<Endpoint> {
    let mut listeners = config.listeners.iter();
    let listens = listeners.any(|it| config.controller_listener_names.contains(&it.name));
    let has_one = config.roles.controller && config.zookeeper.is_none();
    (has_one && !listens).then(|| Endpoint {
        host: "localhost".to_owned(),
        port: 0,
    })
}

/// The controllers and where they are reached.
pub(crate) fn voters(config: &BrokerConfig) -> BTreeMap<BrokerId, Endpoint> {
    if let Some(endpoint) = in_memory_controller(config) {
        return BTreeMap::from([(config.node_id, endpoint)]);
    }
    let endpoint = |voter: &settings::Voter| Endpoint {
        host: voter.host.clone(),
        port: voter.port,
    };
    let voters = config.quorum.voters.iter();
    voters.map(|voter| (voter.id, endpoint(voter))).collect()
}

/// The metadata log's.
pub(crate) fn metadata_partition() -> TopicPartition {
    TopicPartition {
        topic: TopicName::trusted(METADATA_TOPIC),
        partition: PartitionIndex(0),
    }
}

pub(crate) fn make_controller(
    config: &BrokerConfig,
    ports: &Ports,
    directories: &Directories,
    voters: &BTreeMap<BrokerId, Endpoint>,
) -> Result<ControllerParts, AssemblyError> {
    let partition = metadata_partition();
    let (directory, cluster_id) = (directories.of_metadata()?, directories.cluster_id.clone());
    let log_config = LogConfig {
        segment_bytes: u64::from(config.quorum.segment_bytes),
        segment_ms: Duration::from_millis(config.quorum.segment_ms.cast_unsigned()),
        retention_ms: None,
        retention_bytes: None,
        ..LogConfig::default()
    };
    let log_config = Arc::new(log_config);
    let (log, _) =
        directory.open_metadata_log(&partition, METADATA_TOPIC_ID, log_config, ports.now)?;
    let proposed = cluster_id.clone();
    let proposed = proposed.unwrap_or_else(|| random_id(&*ports.entropy).to_string());
    let settings = ControllerSettings {
        cluster_id,
        partition_directory: directories.any_partition(),
        scrub_interval: config.log.scrub_interval,
        ..controller_settings(
            config,
            ControllerSettings::new(
                config.node_id,
                voters.clone(),
                directory.path().join(partition.to_string()),
                random_id(&*ports.entropy),
                proposed,
            ),
        )
    };
    let (disk, entropy) = (Arc::clone(&ports.disk), Arc::clone(&ports.entropy));
    let mut first = Vec::new();
    let node = Controller::embedded(settings, disk, entropy, log, ports.now, &mut first)?;
    Ok(ControllerParts {
        node: Arc::new(node),
        first,
    })
}

/// What the node tells others of its listeners.
fn told(config: &BrokerConfig) -> Vec<metadata::Endpoint> {
    let endpoint = |listener: &Listener| metadata::Endpoint {
        name: listener.name.as_str().into(),
        host: listener.host.as_str().into(),
        port: listener.port,
        security_protocol: metadata::SecurityProtocol::PLAINTEXT,
    };
    config.advertised_listeners.iter().map(endpoint).collect()
}

pub(crate) fn make_controller_on_zookeeper(
    config: &BrokerConfig,
    zookeeper: &ZookeeperConfig,
    ports: &Ports,
    voters: &BTreeMap<BrokerId, Endpoint>,
    (cluster_id, epoch_seen): (Option<String>, ControllerEpoch),
) -> Result<ControllerParts, AssemblyError> {
    let proposed = random_id(&*ports.entropy).to_string();
    let store = ZookeeperSettings {
        node: config.node_id,
        ensemble: ensemble_settings(zookeeper),
        chroot: zookeeper.chroot.clone(),
        address: BrokerAddress {
            endpoints: told(config),
            rack: config.rack.clone(),
        },
        cluster_id: cluster_id.clone(),
        proposed_cluster_id: proposed.clone(),
        epoch_seen,
    };
    let defaults = ControllerSettings::new(
        config.node_id,
        voters.clone(),
        config.metadata_log_dir.clone(),
        random_id(&*ports.entropy),
        proposed,
    );
    let settings = ControllerSettings {
        cluster_id,
        listener_name: config.inter_broker_listener_name.as_str().into(),
        ..controller_settings(config, defaults)
    };
    let entropy = Arc::clone(&ports.entropy);
    let mut first = Vec::new();
    let node = Controller::on_zookeeper(settings, store, entropy, ports.now, &mut first)?;
    Ok(ControllerParts {
        node: Arc::new(node),
        first,
    })
}

/// What the settings of a node tell its controller, whatever store that stands on; the rest is as in `defaults`.
#[must_use]
pub fn controller_settings(
    config: &BrokerConfig,
    defaults: ControllerSettings,
) -> ControllerSettings {
    let (quorum, replica) = (&config.quorum, &config.replica);
    let number = |key: &str| config.set_value(key).and_then(|value| value.parse().ok());
    let listener = config.controller_listener_names.first();
    ControllerSettings {
        listener_name: listener.map_or("CONTROLLER", String::as_str).into(),
        broker_session_timeout: config.session_timeout,
        quorum_election_timeout: quorum.election_timeout,
        quorum_election_backoff_max: quorum.election_backoff_max,
        quorum_fetch_timeout: quorum.fetch_timeout,
        quorum_retry_backoff: quorum.retry_backoff.max(RETRY_BACKOFF_MIN),
        snapshot_after_bytes: quorum.record_bytes_between_snapshots_max,
        snapshot_after: quorum.snapshot_interval_max.unwrap_or(Duration::MAX),
        leader_imbalance_check_interval: replica
            .auto_leader_rebalance
            .then_some(replica.leader_imbalance_check_interval),
        leaderless_check_interval: replica.unclean_election_interval,
        fence_on_refused: config.fence_on_refused,
        default_replication_factor: replica.default_replication_factor,
        default_partition_count: replica.partitions,
        min_in_sync_replicas: number("min.insync.replicas"),
        unclean_leader_election_enabled: config
            .set_value("unclean.leader.election.enable")
            .is_some_and(|value| value.eq_ignore_ascii_case("true")),
        ..defaults
    }
}

pub(crate) fn make_broker(
    config: BrokerConfig,
    ports: &Ports,
    cluster_id: Option<String>,
    directories: OpenedDirectories,
    voters: BTreeMap<BrokerId, Endpoint>,
) -> Result<Arc<Broker>, StartError> {
    let voters = voters.into_iter();
    let broker = Broker::new(BrokerParts {
        entropy: Arc::clone(&ports.entropy),
        endpoints: told(&config),
        config: Arc::new(config),
        cluster_id,
        directories: directories.open,
        offline_directories: directories.offline,
        voters: voters
            .map(|(id, endpoint)| Voter { id, endpoint })
            .collect(),
    });
    broker.map(Arc::new)
}
