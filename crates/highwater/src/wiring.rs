//! Puts a node together: clock, disk, entropy, log directories, controller and broker, and the driver that runs them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use broker::{Broker, BrokerParts, Voter};
use controller::{Controller, ControllerSettings};
use partition_log::{ClusterIdentity, FileCache, LogConfig, LogDirectory};
use settings::{BrokerConfig, Listener, Properties};
use types::{BrokerId, IncarnationId, PartitionIndex, TopicName, TopicPartition, Uuid};
use world::{Clock as _, Disk, Endpoint, Entropy as _};
use world_os::{
    Bound, ConnectionLimits, Driver, DriverSettings, Ended, Hosted, ListenerSpec, OsClock, OsDisk,
    OsEntropy, PeerLimits,
};

/// How long a stop may take before the rest is cut off.
const STOP_GRACE: Duration = Duration::from_secs(30);
/// The broker's lane of heartbeats: nothing that a disk does may hold them up.
const HEARTBEAT_LANE: u8 = 0;
/// The id that the metadata log's topic has in every cluster.
const METADATA_TOPIC_ID: Uuid = Uuid::from_u128(1);

/// Name of this machine, as others may resolve it.
pub(crate) fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match name.trim() {
        "" => "localhost".to_owned(),
        name => name.to_owned(),
    }
}

/// The node that the log directories belong to already.
pub(crate) fn known_node(config: &BrokerConfig) -> Option<String> {
    config.log_dirs.iter().find_map(|directory| {
        let text = std::fs::read_to_string(directory.join("meta.properties")).ok()?;
        let properties = Properties::parse(&text).ok()?;
        properties
            .get("node.id")
            .or_else(|| properties.get("broker.id"))
            .map(str::to_owned)
    })
}

/// Runs a node until it is told to stop. `ready` is told the port of the broker's first listener, once it is open.
pub(crate) fn run(mut config: BrokerConfig, ready: impl FnOnce(u16)) -> Result<(), String> {
    let clock = OsClock::new();
    let disk: Arc<dyn Disk> = Arc::new(OsDisk);
    let bound = bind(&mut config)?;
    let port = config
        .advertised_listeners
        .first()
        .map_or(0, |listener| listener.port);
    let settings = driver_settings(&config);
    let (hosted, kept) = assemble(config, &clock, &disk, bound)?;
    let driver = Driver::start(hosted, clock, settings).map_err(text)?;
    ready(port);
    let ended = driver.wait();
    let clean = driver.stop(STOP_GRACE);
    drop(kept);
    match ended {
        Ended::Signal if clean => {
            tracing::info!("stopped");
            Ok(())
        }
        Ended::Signal => {
            tracing::warn!(
                "stopped before everything was in order: the next start checks the logs"
            );
            Ok(())
        }
        Ended::Exit(reason) => Err(reason),
    }
}

/// Opened listeners, by whose they are.
struct Doors {
    broker: Vec<Bound>,
    controller: Vec<Bound>,
}

/// Opens all listeners, and notes the ports that they got.
fn bind(config: &mut BrokerConfig) -> Result<Doors, String> {
    let mut doors = Doors {
        broker: Vec::new(),
        controller: Vec::new(),
    };
    for listener in config.listeners.clone() {
        let controllers = config.controller_listener_names.contains(&listener.name);
        let privileged = controllers || listener.name == config.inter_broker_listener_name;
        let spec = ListenerSpec {
            name: listener.name.as_str().into(),
            host: listener.host.clone(),
            port: listener.port,
            privileged,
        };
        let mut bound = Bound::bind(spec).map_err(|error| refused(&listener, &error))?;
        config.note_bound_port(&listener.name, bound.address().port());
        let told = match controllers {
            true => &config.advertised_controller_listeners,
            false => &config.advertised_listeners,
        };
        for told in told.iter().filter(|told| told.name == listener.name) {
            bound.also_known_as(Endpoint {
                host: told.host.clone(),
                port: told.port,
            });
        }
        if privileged && !bound.address().ip().is_loopback() {
            tracing::warn!(
                "whoever can connect to listener {} ({}) may speak as a broker: keep strangers away from it",
                listener.name,
                bound.address()
            );
        }
        if controllers {
            &mut doors.controller
        } else {
            &mut doors.broker
        }
        .push(bound);
    }
    Ok(doors)
}

fn refused(listener: &Listener, error: &std::io::Error) -> String {
    format!(
        "cannot listen on {}://{}:{}: {error}. Stop who has that port, or change listeners.",
        listener.name, listener.host, listener.port
    )
}

fn driver_settings(config: &BrokerConfig) -> DriverSettings {
    let size = |bytes: u32| usize::try_from(bytes).unwrap_or(usize::MAX);
    let network = &config.network;
    DriverSettings {
        connection_limits: ConnectionLimits {
            request_bytes_max: size(network.request_bytes_max),
            idle_max: network.idle_max.unwrap_or(Duration::MAX),
            ..ConnectionLimits::default()
        },
        request_bytes_in_flight_max: network.queued_request_bytes_max,
        connections_max: size(network.connections_max),
        connections_per_ip_max: size(network.connections_per_ip_max),
        peer_limits: PeerLimits {
            dial_max: network.connect_timeout,
            ..PeerLimits::default()
        },
        flush_parallelism: size(config.log.flush_parallelism),
        catch_signals: true,
        ..DriverSettings::default()
    }
}

/// What belongs to the process and to none of its nodes: it is let go of last.
type Kept = Vec<LogDirectory>;

/// Opens the directories and makes what the roles ask for.
fn assemble(
    config: BrokerConfig,
    clock: &OsClock,
    disk: &Arc<dyn Disk>,
    mut doors: Doors,
) -> Result<(Vec<Hosted>, Kept), String> {
    let open_files = usize::try_from(config.log.open_files_max).unwrap_or(usize::MAX);
    let files = Arc::new(FileCache::new(Arc::clone(disk), open_files));
    let mut directories = Vec::new();
    for path in &config.log_dirs {
        directories.push(open_directory(&files, path, config.node_id)?);
    }
    let mut apart = Vec::new();
    if !config.log_dirs.contains(&config.metadata_log_dir) {
        apart.push(open_directory(
            &files,
            &config.metadata_log_dir,
            config.node_id,
        )?);
    }
    let all = || directories.iter().chain(&apart);
    for warning in all().flat_map(LogDirectory::warnings) {
        tracing::warn!("{warning}");
    }
    let known = all().find_map(LogDirectory::cluster_id).map(str::to_owned);
    let cluster_id = match &known {
        Some(known) => known.clone(),
        None => new_cluster_id(&config)?,
    };
    for directory in directories.iter_mut().chain(&mut apart) {
        directory.set_cluster_id(&cluster_id).map_err(text)?;
    }

    let voters = voters(&config, &mut doors);
    let mut hosted = Vec::new();
    let controller = match config.roles.controller {
        true => {
            let mut all = directories.iter().chain(&apart);
            let directory = all.find(|directory| directory.path() == config.metadata_log_dir);
            let directory = directory.ok_or("metadata.log.dir names no open directory")?;
            let settings = controller_settings(&config, directory, &voters, known, &cluster_id);
            Some(make_controller(
                settings,
                &config,
                clock,
                disk,
                directory,
                doors.controller,
            )?)
        }
        false => None,
    };
    if config.roles.broker {
        hosted.push(make_broker(
            config,
            cluster_id,
            directories,
            voters,
            doors.broker,
        )?);
    } else {
        apart.append(&mut directories);
    }
    // The broker stops first: it hands its leaderships over to the controller.
    hosted.extend(controller);
    Ok((hosted, apart))
}

/// The id of a cluster that begins with this node.
fn new_cluster_id(config: &BrokerConfig) -> Result<String, String> {
    match config.quorum.voters.len() {
        0 | 1 => Ok(random_id().to_string()),
        _ => Err(
            "a new cluster of several controllers is not served yet: start with one, \
                  or format the directories with Kafka's storage tool"
                .to_owned(),
        ),
    }
}

fn open_directory(
    files: &Arc<FileCache>,
    path: &Path,
    node_id: BrokerId,
) -> Result<LogDirectory, String> {
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id,
    };
    LogDirectory::open(Arc::clone(files), &OsEntropy, path, &identity).map_err(text)
}

/// The controllers and where they are reached. A lone one without a listener is reached through memory.
fn voters(config: &BrokerConfig, doors: &mut Doors) -> BTreeMap<BrokerId, Endpoint> {
    let voters = &config.quorum.voters;
    if config.roles.controller && doors.controller.is_empty() {
        let endpoint = Endpoint {
            host: "localhost".to_owned(),
            port: 0,
        };
        doors
            .controller
            .push(Bound::in_memory("CONTROLLER".into(), endpoint.clone()));
        return BTreeMap::from([(config.node_id, endpoint)]);
    }
    let endpoint = |host: &str, port| Endpoint {
        host: host.to_owned(),
        port,
    };
    for voter in voters.iter().filter(|voter| voter.id == config.node_id) {
        for bound in &mut doors.controller {
            bound.also_known_as(endpoint(&voter.host, voter.port));
        }
    }
    voters
        .iter()
        .map(|voter| (voter.id, endpoint(&voter.host, voter.port)))
        .collect()
}

fn controller_settings(
    config: &BrokerConfig,
    directory: &LogDirectory,
    voters: &BTreeMap<BrokerId, Endpoint>,
    cluster_id: Option<String>,
    proposed_cluster_id: &str,
) -> ControllerSettings {
    let quorum = &config.quorum;
    let replica = &config.replica;
    let number = |key: &str| config.set_value(key).and_then(|value| value.parse().ok());
    let listener = config.controller_listener_names.first();
    ControllerSettings {
        listener_name: listener.map_or("CONTROLLER", String::as_str).into(),
        cluster_id,
        broker_session_timeout: config.session_timeout,
        quorum_election_timeout: quorum.election_timeout,
        quorum_fetch_timeout: quorum.fetch_timeout,
        snapshot_after_bytes: quorum.record_bytes_between_snapshots_max,
        snapshot_after: quorum.snapshot_interval_max.unwrap_or(Duration::MAX),
        leader_imbalance_check_interval: replica
            .auto_leader_rebalance
            .then_some(replica.leader_imbalance_check_interval),
        fence_on_refused: config.fence_on_refused,
        default_replication_factor: replica.default_replication_factor,
        default_partition_count: replica.partitions,
        min_in_sync_replicas: number("min.insync.replicas"),
        unclean_leader_election_enabled: config
            .set_value("unclean.leader.election.enable")
            .is_some_and(|value| value.eq_ignore_ascii_case("true")),
        ..ControllerSettings::new(
            config.node_id,
            voters.clone(),
            directory.path().join(metadata_partition().to_string()),
            incarnation_id(),
            proposed_cluster_id.to_owned(),
        )
    }
}

fn metadata_partition() -> TopicPartition {
    TopicPartition {
        topic: TopicName::trusted("__cluster_metadata"),
        partition: PartitionIndex(0),
    }
}

fn make_controller(
    settings: ControllerSettings,
    config: &BrokerConfig,
    clock: &OsClock,
    disk: &Arc<dyn Disk>,
    directory: &LogDirectory,
    listeners: Vec<Bound>,
) -> Result<Hosted, String> {
    let log_config = LogConfig {
        segment_bytes: u64::from(config.quorum.segment_bytes),
        segment_ms: Duration::from_millis(config.quorum.segment_ms.cast_unsigned()),
        retention_ms: None,
        retention_bytes: None,
        ..LogConfig::default()
    };
    let now = clock.now();
    let opened = directory.open_metadata_log(
        &metadata_partition(),
        METADATA_TOPIC_ID,
        Arc::new(log_config),
        now,
    );
    let (log, _) = opened.map_err(text)?;
    let mut first = Vec::new();
    let entropy = Arc::new(OsEntropy);
    let controller =
        Controller::embedded(settings, Arc::clone(disk), entropy, log, now, &mut first);
    Ok(Hosted {
        name: "controller",
        node: Arc::new(controller.map_err(text)?),
        first,
        listeners,
        control: true,
        control_lanes: Vec::new(),
    })
}

fn make_broker(
    config: BrokerConfig,
    cluster_id: String,
    directories: Vec<LogDirectory>,
    voters: BTreeMap<BrokerId, Endpoint>,
    listeners: Vec<Bound>,
) -> Result<Hosted, String> {
    let endpoint = |listener: &Listener| metadata::Endpoint {
        name: listener.name.as_str().into(),
        host: listener.host.as_str().into(),
        port: listener.port,
        security_protocol: metadata::SecurityProtocol::PLAINTEXT,
    };
    let broker = Broker::new(BrokerParts {
        entropy: Box::new(OsEntropy),
        endpoints: config.advertised_listeners.iter().map(endpoint).collect(),
        config: Arc::new(config),
        cluster_id,
        directories,
        voters: voters
            .into_iter()
            .map(|(id, endpoint)| Voter { id, endpoint })
            .collect(),
    });
    Ok(Hosted {
        name: "broker",
        node: Arc::new(broker.map_err(text)?),
        first: Vec::new(),
        listeners,
        control: false,
        control_lanes: vec![HEARTBEAT_LANE],
    })
}

/// A random id, none of those that are reserved.
fn random_id() -> Uuid {
    loop {
        let mut id = [0; 16];
        OsEntropy.fill(&mut id);
        let id = Uuid(id);
        // A dash at the start would look like an option on a command line.
        if !id.is_reserved() && !id.to_string().starts_with('-') {
            return id;
        }
    }
}

fn incarnation_id() -> IncarnationId {
    random_id()
}

fn text(error: impl Display) -> String {
    error.to_string()
}
