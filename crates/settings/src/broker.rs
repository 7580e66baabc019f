//! The settings of one node as values: what its file says over the defaults, checked against each other.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use types::BrokerId;

use crate::doors::{Doors, doors};
use crate::error::{ConfigError, Warning};
use crate::listeners::{Listener, split_address};
use crate::parts::{group, log, network, offsets, quorum_config, replica};
use crate::properties::Properties;
use crate::quorum::{self, Roles, Voter};
use crate::read::Read;
use crate::setting::{Setting, Treatment, list};
use crate::table::broker_setting;
use crate::zookeeper::{self, ZookeeperConfig};

/// Everything that a node is told at its start.
#[derive(Clone, PartialEq, Debug)]
pub struct BrokerConfig {
    set: BTreeMap<String, String>,
    /// `node.id`; 1 when none is set.
    pub node_id: BrokerId,
    /// Whether the file names the node id: if not, one found in a data directory holds.
    pub node_id_is_set: bool,
    /// `process.roles`.
    pub roles: Roles,
    /// `broker.rack`.
    pub rack: Option<String>,
    /// `listeners`: where to listen, the controller's among them.
    pub listeners: Vec<Listener>,
    /// `advertised.listeners` without the controller's: what clients and brokers are told. Hosts are
    /// never empty.
    pub advertised_listeners: Vec<Listener>,
    /// The controller's listeners as others are told. Empty when the only controller is in this process
    /// and has no listener.
    pub advertised_controller_listeners: Vec<Listener>,
    /// `controller.listener.names`.
    pub controller_listener_names: Vec<String>,
    /// Name of the listener that brokers use among themselves.
    pub inter_broker_listener_name: String,
    /// Data directories.
    pub log_dirs: Vec<PathBuf>,
    /// Directory of the metadata log.
    pub metadata_log_dir: PathBuf,
    /// `broker.heartbeat.interval.ms`.
    pub heartbeat_interval: Duration,
    /// `broker.session.timeout.ms`.
    pub session_timeout: Duration,
    /// `initial.broker.registration.timeout.ms`.
    pub initial_registration_timeout: Duration,
    /// `controlled.shutdown.enable`.
    pub controlled_shutdown_enable: bool,
    /// `request.timeout.ms`.
    pub request_timeout: Duration,
    /// `highwater.fence.on.refused`.
    pub fence_on_refused: bool,
    /// `highwater.metrics.listener`, as host and port; none where metrics are not served.
    pub metrics_listener: Option<(String, u16)>,
    /// The ensemble that the cluster is kept in; none where it is kept by a quorum of controllers.
    pub zookeeper: Option<ZookeeperConfig>,
    /// The quorum and the metadata log.
    pub quorum: QuorumConfig,
    /// Sockets, connections and requests.
    pub network: NetworkConfig,
    /// Logs, but for what a topic can set.
    pub log: LogConfig,
    /// Topics, replicas and leadership.
    pub replica: ReplicaConfig,
    /// Groups.
    pub group: GroupConfig,
    /// Committed offsets.
    pub offsets: OffsetsConfig,
}

/// The quorum and the metadata log.
#[derive(Clone, PartialEq, Debug)]
pub struct QuorumConfig {
    /// All controllers; never empty. This node alone where the cluster is kept in ZooKeeper.
    pub voters: Vec<Voter>,
    /// `controller.quorum.election.timeout.ms`.
    pub election_timeout: Duration,
    /// `controller.quorum.election.backoff.max.ms`.
    pub election_backoff_max: Duration,
    /// `controller.quorum.fetch.timeout.ms`.
    pub fetch_timeout: Duration,
    /// `controller.quorum.retry.backoff.ms`.
    pub retry_backoff: Duration,
    /// `metadata.log.segment.bytes`.
    pub segment_bytes: u32,
    /// `metadata.log.segment.ms`.
    pub segment_ms: i64,
    /// `metadata.log.max.record.bytes.between.snapshots`.
    pub record_bytes_between_snapshots_max: u64,
    /// `metadata.log.max.snapshot.interval.ms`; none when snapshots go by size alone.
    pub snapshot_interval_max: Option<Duration>,
}

/// Sockets, connections and requests.
#[derive(Clone, PartialEq, Debug)]
pub struct NetworkConfig {
    /// `socket.send.buffer.bytes`; none leaves it to the operating system.
    pub send_buffer_bytes: Option<u32>,
    /// `socket.receive.buffer.bytes`; none leaves it to the operating system.
    pub receive_buffer_bytes: Option<u32>,
    /// `socket.listen.backlog.size`.
    pub listen_backlog: u32,
    /// `socket.request.max.bytes`.
    pub request_bytes_max: u32,
    /// Memory for all requests in flight: `queued.max.request.bytes`, or four of the largest requests
    /// or 256 MiB, whichever is less, and never less than one request.
    pub queued_request_bytes_max: u64,
    /// `connections.max.idle.ms`; none when idle connections stay.
    pub idle_max: Option<Duration>,
    /// `max.connections`.
    pub connections_max: u32,
    /// `max.connections.per.ip`.
    pub connections_per_ip_max: u32,
    /// `socket.connection.setup.timeout.ms`.
    pub connect_timeout: Duration,
    /// `fetch.max.bytes`.
    pub fetch_bytes_max: u32,
    /// `max.incremental.fetch.session.cache.slots`.
    pub fetch_sessions_max: u32,
    /// `max.request.partition.size.limit`.
    pub request_partitions_max: u32,
}

/// Logs, but for what a topic can set.
#[derive(Clone, PartialEq, Debug)]
pub struct LogConfig {
    /// `log.retention.check.interval.ms`.
    pub retention_check_interval: Duration,
    /// `log.initial.task.delay.ms`.
    pub initial_task_delay: Duration,
    /// `log.flush.scheduler.interval.ms`; none when no log is flushed by age alone.
    pub flush_scheduler_interval: Option<Duration>,
    /// `log.dir.failure.timeout.ms`.
    pub directory_failure_timeout: Duration,
    /// `producer.id.expiration.ms`.
    pub producer_id_expiration_ms: i64,
    /// `highwater.flush.parallelism`.
    pub flush_parallelism: u32,
    /// `highwater.open.files.max`.
    pub open_files_max: u32,
    /// `highwater.stray.retention.ms`.
    pub stray_retention_ms: i64,
    /// `highwater.scrub.interval.ms`; none when nothing is scrubbed.
    pub scrub_interval: Option<Duration>,
    /// `highwater.scrub.bytes.per.second`.
    pub scrub_bytes_per_second: u64,
    /// `highwater.disk.reserve.bytes`.
    pub disk_reserve_bytes: u64,
}

/// Topics, replicas and leadership.
#[derive(Clone, PartialEq, Debug)]
pub struct ReplicaConfig {
    /// `num.partitions`.
    pub partitions: i32,
    /// `default.replication.factor`.
    pub default_replication_factor: i16,
    /// `auto.create.topics.enable`.
    pub auto_create_topics: bool,
    /// `delete.topic.enable`.
    pub delete_topics: bool,
    /// `auto.leader.rebalance.enable`.
    pub auto_leader_rebalance: bool,
    /// `leader.imbalance.check.interval.seconds`.
    pub leader_imbalance_check_interval: Duration,
    /// `unclean.leader.election.interval.ms`.
    pub unclean_election_interval: Duration,
    /// `replica.lag.time.max.ms`.
    pub lag_time_max: Duration,
    /// `replica.fetch.max.bytes`.
    pub fetch_bytes_max: u32,
    /// `replica.fetch.min.bytes`.
    pub fetch_bytes_min: u32,
    /// `replica.fetch.wait.max.ms`.
    pub fetch_wait_max: Duration,
    /// `replica.fetch.response.max.bytes`.
    pub fetch_response_bytes_max: u32,
    /// `replica.fetch.backoff.ms`.
    pub fetch_backoff: Duration,
    /// `replica.high.watermark.checkpoint.interval.ms`.
    pub high_watermark_checkpoint_interval: Duration,
    /// Whether `replica.selector.class` sends consumers to replicas in their rack (KIP-392).
    pub reads_by_rack: bool,
    /// `replica.socket.timeout.ms`.
    pub socket_timeout: Duration,
}

/// Groups.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupConfig {
    /// `group.initial.rebalance.delay.ms`.
    pub initial_rebalance_delay: Duration,
    /// `group.min.session.timeout.ms`.
    pub session_timeout_min: Duration,
    /// `group.max.session.timeout.ms`.
    pub session_timeout_max: Duration,
    /// `group.max.size`.
    pub members_max: u32,
}

/// Committed offsets.
#[derive(Clone, PartialEq, Debug)]
pub struct OffsetsConfig {
    /// `offset.metadata.max.bytes`.
    pub metadata_bytes_max: u32,
    /// `offsets.commit.timeout.ms`.
    pub commit_timeout: Duration,
    /// `offsets.load.buffer.size`.
    pub load_buffer_bytes: u32,
    /// `offsets.retention.minutes`, in milliseconds.
    pub retention_ms: i64,
    /// `offsets.retention.check.interval.ms`.
    pub retention_check_interval: Duration,
    /// `offsets.topic.num.partitions`.
    pub topic_partitions: i32,
    /// `offsets.topic.replication.factor`.
    pub topic_replication_factor: i16,
    /// `offsets.topic.segment.bytes`.
    pub topic_segment_bytes: u32,
    /// `offsets.topic.compression.codec`: the number of a batch's codec.
    pub topic_compression_codec: u8,
}

impl BrokerConfig {
    /// Makes values of a node's properties. `host_name` is this machine's name, advertised where a
    /// listener has no host.
    ///
    /// # Errors
    /// All that is wrong at once: values of the wrong kind or range, settings that contradict each
    /// other, and what cannot be honoured.
    pub fn from_properties(
        properties: &Properties,
        host_name: &str,
    ) -> Result<(Self, Vec<Warning>), Vec<ConfigError>> {
        let mut set = BTreeMap::new();
        let mut warnings = Vec::new();
        let mut errors = Vec::new();
        for (key, value) in properties.iter() {
            let value = value.trim();
            match broker_setting(key) {
                Some(setting) => take(setting, value, &mut warnings, &mut errors),
                None => warnings.push(Warning {
                    key: key.to_owned(),
                    reason: "no setting has this name".to_owned(),
                }),
            }
            set.insert(key.to_owned(), value.to_owned());
        }
        // A value that is not valid counts as not set, so that what else is wrong is found too.
        let config = Self::build(set, host_name, &mut errors);
        match config {
            Some(config) if errors.is_empty() => Ok((config, warnings)),
            _ => Err(errors),
        }
    }

    /// The text that the file gives for a key; none when it does not name it.
    pub fn set_value(&self, key: &str) -> Option<&str> {
        self.set.get(key).map(String::as_str)
    }

    /// All that the file sets, in the order of the keys.
    pub fn set_values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.set
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The same node with settings changed while it runs: `dynamic` answers for a key with its dynamic
    /// value, the broker's own before the cluster's. What is not dynamic, or not valid, stays as it is.
    #[must_use]
    pub fn with_dynamic<'a>(&self, dynamic: impl Fn(&str) -> Option<&'a str>) -> Self {
        let mut changed = self.clone();
        let read = Read {
            set: &self.set,
            dynamic: &dynamic,
        };
        changed.network = network(&read);
        changed.log = log(&read);
        changed.replica = replica(&read);
        changed.group = group(&read);
        changed.offsets = offsets(&read);
        changed
    }

    /// Notes the port that the operating system picked for a listener of port zero.
    pub fn note_bound_port(&mut self, listener: &str, port: u16) {
        let own_voter = self
            .controller_listener_names
            .first()
            .is_some_and(|name| name == listener)
            || (self.controller_listener_names.is_empty()
                && self.inter_broker_listener_name == listener);
        let all = self
            .listeners
            .iter_mut()
            .chain(&mut self.advertised_listeners)
            .chain(&mut self.advertised_controller_listeners);
        for known in all.filter(|known| known.name == listener && known.port == 0) {
            known.port = port;
        }
        let node = self.node_id;
        let own = self
            .quorum
            .voters
            .iter_mut()
            .find(|voter| own_voter && voter.id == node);
        if let Some(voter) = own.filter(|voter| voter.port == 0) {
            voter.port = port;
        }
    }

    fn build(
        set: BTreeMap<String, String>,
        host_name: &str,
        errors: &mut Vec<ConfigError>,
    ) -> Option<Self> {
        let dynamic = |_: &str| None;
        let read = Read {
            set: &set,
            dynamic: &dynamic,
        };
        let (node_id, node_id_is_set) = node_id(&read, errors);
        let roles = quorum::roles(read.set_text("process.roles"));
        let doors = doors(&read, roles, host_name, errors)
            .map_err(|error| errors.push(error))
            .ok();
        let zookeeper = zookeeper::zookeeper(&read, errors);
        zookeeper::require_id(node_id_is_set, zookeeper.is_some(), errors);
        let own = doors.as_ref().and_then(Doors::of_controller);
        let voters = quorum::voters(
            node_id,
            roles,
            read.set_text("controller.quorum.voters"),
            read.set_text("controller.quorum.bootstrap.servers"),
            own,
        );
        let voters = voters.map_err(|error| errors.push(error)).ok();
        let (doors, voters) = (doors?, voters?);
        require_controller_listener(&voters, &doors, errors);
        let log_dirs = log_dirs(&read, errors);
        let metadata_log_dir = read
            .text("metadata.log.dir")
            .map(PathBuf::from)
            .or_else(|| log_dirs.first().cloned())?;
        let config = Self {
            node_id,
            node_id_is_set,
            roles,
            rack: read.set_text("broker.rack").map(str::to_owned),
            listeners: doors.listeners,
            advertised_listeners: doors.advertised,
            advertised_controller_listeners: doors.advertised_controller,
            controller_listener_names: doors.controller_names,
            inter_broker_listener_name: doors.inter_broker_name,
            log_dirs,
            metadata_log_dir,
            heartbeat_interval: read.duration("broker.heartbeat.interval.ms"),
            session_timeout: read.duration("broker.session.timeout.ms"),
            initial_registration_timeout: read.duration("initial.broker.registration.timeout.ms"),
            controlled_shutdown_enable: read.boolean("controlled.shutdown.enable"),
            request_timeout: read.duration("request.timeout.ms"),
            fence_on_refused: read.boolean("highwater.fence.on.refused"),
            metrics_listener: metrics_listener(&read, errors),
            zookeeper,
            quorum: quorum_config(&read, voters),
            network: network(&read),
            log: log(&read),
            replica: replica(&read),
            group: group(&read),
            offsets: offsets(&read),
            set: set.clone(),
        };
        crate::consistency::check(&config, &read, errors);
        Some(config)
    }
}

fn take(
    setting: &Setting,
    value: &str,
    warnings: &mut Vec<Warning>,
    errors: &mut Vec<ConfigError>,
) {
    if let Err(error) = setting.validate(value) {
        errors.push(error);
        return;
    }
    let at_default = setting.is_default(value);
    match setting.treatment {
        Treatment::Ignored(why) if !at_default => {
            warnings.push(Warning {
                key: setting.name.to_owned(),
                reason: why.to_owned(),
            });
        }
        Treatment::Refused(why) if !at_default => {
            let shown = (!setting.is_sensitive()).then_some(value);
            errors.push(
                ConfigError::new(setting.name, shown, why)
                    .remedy(format!("Remove {} to start without it", setting.name)),
            );
        }
        Treatment::Honoured | Treatment::Ignored(_) | Treatment::Refused(_) => {}
    }
}

fn require_controller_listener(voters: &[Voter], doors: &Doors, errors: &mut Vec<ConfigError>) {
    if voters.len() > 1 && doors.controller_names.is_empty() {
        let reason = "controller.listener.names is missing: the controllers need a listener";
        errors.push(
            ConfigError::new("controller.listener.names", None, reason)
                .remedy("Set controller.listener.names=CONTROLLER and add it to listeners"),
        );
    }
}

fn node_id(read: &Read<'_, '_>, errors: &mut Vec<ConfigError>) -> (BrokerId, bool) {
    let number = |key| read.set_text(key).and_then(|text| text.parse::<i32>().ok());
    let (node, broker) = (number("node.id"), number("broker.id").filter(|&id| id >= 0));
    if let (Some(node), Some(broker)) = (node, broker)
        && node != broker
    {
        let reason = "You must set node.id to the same value as broker.id";
        errors.push(ConfigError::new("node.id", Some(&node.to_string()), reason));
    }
    let given = node.or(broker);
    (BrokerId(given.unwrap_or(1)), given.is_some())
}

fn log_dirs(read: &Read<'_, '_>, errors: &mut Vec<ConfigError>) -> Vec<PathBuf> {
    let key = if read.set_text("log.dirs").is_some() {
        "log.dirs"
    } else {
        "log.dir"
    };
    let text = read.required(key);
    let mut directories: Vec<PathBuf> = Vec::new();
    for entry in list(&text) {
        let path = PathBuf::from(entry);
        if directories.contains(&path) {
            errors.push(ConfigError::new(
                key,
                Some(entry),
                "The directory is named twice",
            ));
        }
        directories.push(path);
    }
    if directories.is_empty() {
        errors.push(ConfigError::new(
            key,
            Some(&text),
            "At least one directory is needed",
        ));
    }
    directories
}

fn metrics_listener(read: &Read<'_, '_>, errors: &mut Vec<ConfigError>) -> Option<(String, u16)> {
    let key = "highwater.metrics.listener";
    let text = read.set_text(key)?;
    let split = split_address(text);
    if split.is_none() {
        errors.push(
            ConfigError::new(key, Some(text), "Expected HOST:PORT")
                .remedy(format!("Write {key}=127.0.0.1:9464, or leave it out")),
        );
    }
    split.map(|(host, port)| (host.to_owned(), port))
}
