//! Gives a node its world: clock, disk, entropy, listeners, and the driver that runs it.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use partition_log::LogDirectory;
use settings::{BrokerConfig, Listener, Properties};
use world::{Clock as _, Endpoint};
use world_os::{
    Bound, ConnectionLimits, Driver, DriverSettings, Ended, Hosted, ListenerSpec, OsClock, OsDisk,
    OsEntropy, PeerLimits,
};

use crate::scrape::{self, Sources};

/// How long a stop may take before the rest is cut off.
const STOP_GRACE: Duration = Duration::from_secs(30);

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

/// Runs a node until it is told to stop.
pub(crate) fn run(mut config: BrokerConfig) -> Result<(), String> {
    let clock = OsClock::new();
    let bound = bind(&mut config)?;
    let scraped = config.metrics_listener.as_ref();
    let scraped = scraped.map(|(host, port)| scrape::bind(host, *port));
    let scraped = scraped.transpose()?;
    let settings = driver_settings(&config);
    let (hosted, sources, kept) = host(config, &clock, bound)?;
    let driver = Driver::start(hosted, clock, settings).map_err(text)?;
    if let Some(listener) = scraped {
        let address = scrape::serve(listener, sources).map_err(text)?;
        tracing::info!("metrics are at http://{address}/metrics");
    }
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
        send_buffer_bytes: network.send_buffer_bytes,
        receive_buffer_bytes: network.receive_buffer_bytes,
        listen_backlog: network.listen_backlog,
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

/// Puts the node together and gives each of its parts its doors.
fn host(
    config: BrokerConfig,
    clock: &OsClock,
    mut doors: Doors,
) -> Result<(Vec<Hosted>, Sources, Kept), String> {
    if let Some(endpoint) = node::in_memory_controller(&config) {
        let door = Bound::in_memory("CONTROLLER".into(), endpoint);
        doors.controller.push(door);
    }
    let own = |voter: &&settings::Voter| voter.id == config.node_id;
    for voter in config.quorum.voters.iter().filter(own) {
        for bound in &mut doors.controller {
            bound.also_known_as(Endpoint {
                host: voter.host.clone(),
                port: voter.port,
            });
        }
    }
    let ports = node::Ports {
        disk: Arc::new(OsDisk),
        entropy: Arc::new(OsEntropy),
        now: clock.now(),
    };
    let mut assembled = node::assemble(config, &ports).map_err(text)?;
    for warning in &assembled.warnings {
        tracing::warn!("{warning}");
    }
    let sources = Sources {
        broker: assembled.broker.clone(),
        controller: assembled.controller.as_ref().map(|it| it.node.clone()),
    };
    if let (Some(node), Some(controller)) = (assembled.combined, &mut assembled.controller) {
        let lanes = [broker::LANE_CONTROL].into_iter();
        let hosted = Hosted {
            name: "node",
            node,
            first: std::mem::take(&mut controller.first),
            listeners: doors.broker,
            control: false,
            control_lanes: lanes.chain(controller::LANES).collect(),
        };
        return Ok((vec![hosted], sources, assembled.kept));
    }
    let mut hosted = Vec::new();
    // The broker stops first: it hands its leaderships over to a controller.
    hosted.extend(assembled.broker.map(|broker| Hosted {
        name: "broker",
        node: broker,
        first: Vec::new(),
        listeners: doors.broker,
        control: false,
        // Nothing that a disk does may hold up heartbeats.
        control_lanes: vec![broker::LANE_CONTROL],
    }));
    hosted.extend(assembled.controller.map(|controller| Hosted {
        name: "controller",
        node: controller.node,
        first: controller.first,
        listeners: doors.controller,
        control: true,
        control_lanes: Vec::new(),
    }));
    Ok((hosted, sources, assembled.kept))
}

fn text(error: impl Display) -> String {
    error.to_string()
}
