//! Clients that ride through a fault: they write and read while a leader dies, a controller dies, or every node is restarted.
//!
//! With settings that say "try again" no error may reach the application. What happens at a client's own defaults is
//! reported beside it.

use std::fmt::Write as _;
use std::time::Duration;

use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::{Cluster, Layout, NewTopic, until};
use crate::process::{Output, Run};
use crate::report::{Ending, Outcome};
use crate::ride::{Ridden, Rider, now_us};
use crate::tools;

/// Time between two records, in microseconds.
const PACE_US: &str = "5000";
/// Longest wait until all replicas are in sync.
const WHOLE_LIMIT: Duration = Duration::from_secs(60);

/// A client library.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Library {
    /// confluent-kafka over librdkafka: `conformance/python/ride.py`.
    Librdkafka,
    /// Kafka's own: `conformance/java/Ride.java`.
    Java,
    /// franz-go: `conformance/go/ride.go`.
    FranzGo,
    /// sarama: `conformance/go/sarama.go`.
    Sarama,
    /// kafkajs: `conformance/node/ride.js`.
    Kafkajs,
}

/// All of them.
pub const LIBRARIES: [Library; 5] = [
    Library::Librdkafka,
    Library::Java,
    Library::FranzGo,
    Library::Sarama,
    Library::Kafkajs,
];

impl Library {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Librdkafka => "librdkafka",
            Self::Java => "java",
            Self::FranzGo => "franz-go",
            Self::Sarama => "sarama",
            Self::Kafkajs => "kafkajs",
        }
    }

    fn run(self, clients: &Clients, arguments: [&str; 4]) -> Result<Run, Failure> {
        let run = match self {
            Self::Librdkafka => {
                let python = clients.python.as_ref().map_err(ToString::to_string)?;
                python.run("ride.py").args(arguments)
            }
            Self::Java => {
                let java = clients.java.as_ref().map_err(ToString::to_string)?;
                java.ride().args(arguments)
            }
            Self::FranzGo => {
                let go = clients.go.as_ref().map_err(ToString::to_string)?;
                go.run().args(["ride"]).args(arguments).args(["consume"])
            }
            Self::Sarama => {
                let go = clients.go.as_ref().map_err(ToString::to_string)?;
                go.run().args(["ride-sarama"]).args(arguments)
            }
            Self::Kafkajs => {
                let node = tools::node().map_err(|missing| missing.to_string())?;
                node.run("ride.js").args(arguments)
            }
        };
        Ok(run)
    }
}

/// What happens under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// The leader is killed with -9; it is not the active controller.
    LeaderKilled,
    /// The active controller is killed with -9; it leads nothing that is written to.
    ControllerKilled,
    /// Every node gets SIGTERM and is started again.
    RollingRestart,
}

/// All of them.
pub const EVENTS: [Event; 3] = [
    Event::LeaderKilled,
    Event::ControllerKilled,
    Event::RollingRestart,
];

impl Event {
    /// What it says in a table.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::LeaderKilled => "leader killed with -9",
            Self::ControllerKilled => "controller killed with -9",
            Self::RollingRestart => "rolling restart",
        }
    }
}

/// One ride.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Who rode.
    pub library: Library,
    /// What happened.
    pub event: Event,
    /// Whether with the settings beside the test, or the client's own.
    pub patient: bool,
    /// How it ended.
    pub outcome: Outcome,
    /// What was seen.
    pub seen: String,
}

/// Lets one client ride through all events, on one cluster.
///
/// # Errors
/// The cluster does not come up.
pub fn journeys(
    kind: &Kind,
    clients: &Clients,
    library: Library,
    patient: bool,
) -> Result<Vec<Journey>, Failure> {
    let mut cluster = Cluster::start(kind, &Layout::combined(3))?;
    let mut made = Vec::new();
    for (number, event) in EVENTS.into_iter().enumerate() {
        let topic = format!("ride-{number}");
        let ridden = through(&mut cluster, clients, library, event, patient, &topic);
        let (outcome, seen) = match ridden {
            Ok((ridden, gap)) => {
                let seen = format!(
                    "{} acknowledged, longest wait {} ms",
                    ridden.acks.len(),
                    gap.as_millis()
                );
                let said = match ridden.errors.first() {
                    None => Ok(()),
                    Some(first) => Err(format!(
                        "{} errors, the first: {first}",
                        ridden.errors.len()
                    )),
                };
                (said, seen)
            }
            Err(why) => (Err(why), String::new()),
        };
        let settings = if patient { "patient" } else { "default" };
        let name = format!("{} ({settings}): {}", library.name(), event.says());
        made.push(Journey {
            library,
            event,
            patient,
            outcome: Outcome::of(name, outcome),
            seen,
        });
        whole(&mut cluster, None)?;
    }
    Ok(made)
}

fn through(
    cluster: &mut Cluster,
    clients: &Clients,
    library: Library,
    event: Event,
    patient: bool,
    topic: &str,
) -> Result<(Ridden, Duration), Failure> {
    let active = cluster.admin().quorum()?.leader;
    let mut replicas = cluster.brokers();
    replicas.sort_by_key(|id| *id == active);
    let place = NewTopic::placed(topic, &[&replicas]).with("min.insync.replicas", "2");
    cluster.admin().create(&place)?;
    let settings = if patient { "patient" } else { "default" };
    let run = library.run(clients, [&cluster.bootstrap(), topic, PACE_US, settings])?;
    let mut rider = Rider::start(run, &cluster.folder().join(format!("rider-{topic}.log")))?;
    rider.acknowledged_more(200)?;
    let begun = now_us();
    match event {
        Event::LeaderKilled | Event::ControllerKilled => {
            let victim = if event == Event::LeaderKilled {
                replicas[0]
            } else {
                active
            };
            cluster.node(victim)?.kill();
            rider
                .acknowledged_more(400)
                .or_else(|why| if patient { Err(why) } else { Ok(()) })?;
            cluster.node(victim)?.up()?;
            whole(cluster, Some(topic))?;
        }
        Event::RollingRestart => {
            for id in replicas {
                cluster.node(id)?.stop()?;
                cluster.node(id)?.up()?;
                whole(cluster, Some(topic))?;
            }
        }
    }
    rider
        .acknowledged_more(200)
        .or_else(|why| if patient { Err(why) } else { Ok(()) })?;
    let ridden = rider.finish()?;
    let gap = ridden
        .longest_gap(begun)
        .ok_or("nothing was acknowledged after the fault")?;
    let by_the_client: std::collections::BTreeSet<u64> = ridden.reads.iter().copied().collect();
    let unread = ridden
        .acks
        .iter()
        .filter(|ack| !by_the_client.contains(&ack.sequence))
        .count();
    if unread > 0 {
        return Err(format!(
            "{unread} acknowledged records were not read by the client"
        ));
    }
    ridden.compare(&read_back(cluster, clients, topic)?)?;
    Ok((ridden, gap))
}

/// All records of the topic, in order, as kcat reads them.
fn read_back(cluster: &Cluster, clients: &Clients, topic: &str) -> Result<Vec<u64>, Failure> {
    let kcat = clients.kcat.as_ref().map_err(ToString::to_string)?;
    let output = kcat
        .run(&cluster.bootstrap())
        .args(["-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q"])
        .output()
        .and_then(Output::success)?;
    Ok(output
        .text()
        .lines()
        .filter_map(|line| line.parse().ok())
        .collect())
}

/// Waits until every broker serves, and all replicas of the topic are in sync.
fn whole(cluster: &mut Cluster, topic: Option<&str>) -> Result<(), Failure> {
    cluster.wait_until_formed()?;
    let Some(topic) = topic else {
        return until(WHOLE_LIMIT, "the voters follow", || {
            let quorum = cluster.admin().quorum()?;
            let behind = quorum
                .voters
                .iter()
                .any(|(_, end)| *end < quorum.high_watermark);
            Ok((!behind).then_some(()))
        });
    };
    cluster
        .admin()
        .until_partition(topic, WHOLE_LIMIT, "all replicas are in sync", |view| {
            view.isr.len() == view.replicas.len()
        })
        .map(drop)
}

/// The table of all journeys.
#[must_use]
pub fn document(made: &str, ours: &[Journey], kafka: &[Journey]) -> String {
    let mut text = format!(
        "# Clients over faults\n\nWritten by `cargo xtask conformance riders`: each client writes a record every 5 ms with acks=all \
         to a partition with three replicas and reads it back in a group, while three nodes (each broker and controller) are hurt. \
         All that was acknowledged must be read by the client, and be in the log once and in order. *Patient*: the settings in the \
         client's program under `conformance` (`python/ride.py`, `java/Ride.java`, `go/ride.go`, `go/sarama.go`, `node/ride.js`); \
         with them no error may reach the application. *Default*: the client as it comes, reported only.\n\n{made}\n\n\
         | client | fault | Highwater, patient | Highwater, default | Kafka, patient | Kafka, default |\n|---|---|---|---|---|---|\n"
    );
    let cell = |journeys: &[Journey], library, event, patient| {
        let found = journeys.iter().find(|journey| {
            (journey.library, journey.event, journey.patient) == (library, event, patient)
        });
        let Some(journey) = found else {
            return "–".to_owned();
        };
        let said = match &journey.outcome.ending {
            Ending::Passed => format!("no error, {}", journey.seen),
            ending => format!("{ending} {}", journey.seen),
        };
        said.replace('|', "/")
            .replace('\n', " ")
            .chars()
            .take(250)
            .collect()
    };
    for library in LIBRARIES {
        for event in EVENTS {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                library.name(),
                event.says(),
                cell(ours, library, event, true),
                cell(ours, library, event, false),
                cell(kafka, library, event, true),
                cell(kafka, library, event, false)
            );
        }
    }
    text
}
