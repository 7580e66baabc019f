//! Makes the nodes of one process from its settings and its disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use broker::{Broker, BrokerParts, Voter};
use controller::{Controller, ControllerSettings};
use partition_log::{ClusterIdentity, FileCache, LogConfig, LogDirectory};
use settings::BrokerConfig;
use types::{BrokerId, PartitionIndex, TopicName, TopicPartition, Uuid};
use world::{Clock, Disk, Endpoint, Entropy, Output};
use world_sim::Ports;

/// The nodes of a process.
pub(crate) struct Assembled {
    pub(crate) broker: Option<Arc<Broker>>,
    pub(crate) controller: Option<(Arc<Controller>, Vec<Output>)>,
}

const METADATA_TOPIC: &str = "__cluster_metadata";

fn random_id(entropy: &dyn Entropy) -> Uuid {
    let mut id = [0; 16];
    entropy.fill(&mut id);
    Uuid::from_u128(u128::from_be_bytes(id) | 1 << 100)
}

/// Opens the directories and makes what the roles ask for.
///
/// # Errors
/// What a process would say before it ends.
pub(crate) fn assemble(config: BrokerConfig, ports: &Ports) -> Result<Assembled, String> {
    let disk: Arc<dyn Disk> = Arc::new(ports.disk.clone());
    let files = Arc::new(FileCache::new(disk.clone(), FileCache::CAPACITY_DEFAULT));
    let mut directories = Vec::new();
    for path in &config.log_dirs {
        directories.push(open_directory(
            &files,
            &ports.entropy,
            path,
            config.node_id,
        )?);
    }
    let known = directories
        .iter()
        .find_map(LogDirectory::cluster_id)
        .map(str::to_owned);
    let proposed = known
        .clone()
        .unwrap_or_else(|| random_id(&ports.entropy).to_string());
    for directory in &mut directories {
        directory
            .set_cluster_id(&proposed)
            .map_err(|error| error.to_string())?;
    }
    let voters = voters(&config);
    let controller = if config.roles.controller {
        Some(make_controller(
            &config,
            ports,
            &directories,
            &voters,
            known,
            &proposed,
        )?)
    } else {
        None
    };
    let broker = if config.roles.broker {
        let endpoints = endpoints(&config);
        let voters = voters
            .into_iter()
            .map(|(id, endpoint)| Voter { id, endpoint })
            .collect();
        let parts = BrokerParts {
            entropy: Box::new(ports.entropy.clone()),
            config: Arc::new(config),
            cluster_id: proposed,
            directories,
            endpoints,
            voters,
        };
        Some(Arc::new(
            Broker::new(parts).map_err(|error| error.to_string())?,
        ))
    } else {
        None
    };
    Ok(Assembled { broker, controller })
}

/// Who votes, and where.
fn voters(config: &BrokerConfig) -> BTreeMap<BrokerId, Endpoint> {
    let endpoint = |voter: &settings::Voter| Endpoint {
        host: voter.host.clone(),
        port: voter.port,
    };
    let voters = config.quorum.voters.iter();
    voters.map(|voter| (voter.id, endpoint(voter))).collect()
}

/// What the broker registers.
fn endpoints(config: &BrokerConfig) -> Vec<metadata::Endpoint> {
    let listeners = config.advertised_listeners.iter();
    listeners
        .map(|listener| metadata::Endpoint {
            name: listener.name.as_str().into(),
            host: listener.host.as_str().into(),
            port: listener.port,
            security_protocol: metadata::SecurityProtocol::PLAINTEXT,
        })
        .collect()
}

fn open_directory(
    files: &Arc<FileCache>,
    entropy: &dyn Entropy,
    path: &Path,
    node_id: BrokerId,
) -> Result<LogDirectory, String> {
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id,
    };
    LogDirectory::open(files.clone(), entropy, path, &identity).map_err(|error| error.to_string())
}

fn make_controller(
    config: &BrokerConfig,
    ports: &Ports,
    directories: &[LogDirectory],
    voters: &BTreeMap<BrokerId, Endpoint>,
    known: Option<String>,
    proposed: &str,
) -> Result<(Arc<Controller>, Vec<Output>), String> {
    let directory = directories
        .iter()
        .find(|directory| directory.path() == config.metadata_log_dir)
        .ok_or("the simulation keeps the metadata log in one of log.dirs")?;
    let partition = TopicPartition {
        topic: TopicName::trusted(METADATA_TOPIC),
        partition: PartitionIndex(0),
    };
    let now = ports.clock.now();
    let log_config = Arc::new(LogConfig::default());
    let opened = directory.open_log(&partition, Some(Uuid::from_u128(1)), log_config, now);
    let (log, _) = opened.map_err(|error| error.to_string())?;
    let mut settings = ControllerSettings::new(
        config.node_id,
        voters.clone(),
        directory.path().join(partition.to_string()),
        random_id(&ports.entropy),
        proposed.to_owned(),
    );
    settings.cluster_id = known;
    settings.broker_session_timeout = config.session_timeout;
    settings.quorum_election_timeout = config.quorum.election_timeout;
    settings.quorum_fetch_timeout = config.quorum.fetch_timeout;
    settings.fence_on_refused = config.fence_on_refused;
    let mut out = Vec::new();
    let disk = Arc::new(ports.disk.clone());
    let entropy = Arc::new(ports.entropy.clone());
    let controller = Controller::embedded(settings, disk, entropy, log, now, &mut out)
        .map_err(|error| error.to_string())?;
    Ok((Arc::new(controller), out))
}
