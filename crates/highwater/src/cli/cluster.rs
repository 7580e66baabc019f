//! `highwater cluster`: its brokers and controllers, and whether it is well.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::arguments::ClusterCommand;
use super::ensemble::Ensemble;
use super::health::{PartitionHealth, Survives};
use super::output::{self, Output};
use super::{Failure, elect, failure, shown};
use crate::client::{Cluster, Member, Quorum, QuorumReplica, TopicState};

pub(crate) fn run(
    command: &ClusterCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        ClusterCommand::Describe => describe(cluster, output),
        ClusterCommand::Health => health(cluster, output),
        ClusterCommand::ElectLeaders(command) => elect::run(command, cluster, output),
        // No broker runs then.
        ClusterCommand::ImportZookeeper(command) => super::import::run(command, output),
    }
}

/// How many partitions there are, and in which trouble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Tally {
    topics: usize,
    partitions: usize,
    offline: usize,
    under_replicated: usize,
    under_min_in_sync: usize,
    at_min_in_sync: usize,
    survives: Option<Survives>,
}

impl Tally {
    fn of(topics: &[TopicState], minima: &BTreeMap<String, usize>) -> Self {
        let all: Vec<PartitionHealth<'_>> = topics
            .iter()
            .flat_map(|topic| {
                let min_in_sync = minima.get(&topic.name).copied().unwrap_or(1);
                let health = move |partition| PartitionHealth {
                    partition,
                    min_in_sync,
                };
                topic.partitions.iter().map(health)
            })
            .collect();
        let count =
            |is: &dyn Fn(PartitionHealth<'_>) -> bool| all.iter().filter(|it| is(**it)).count();
        Self {
            topics: topics.len(),
            partitions: all.len(),
            offline: count(&|it| it.is_offline()),
            under_replicated: count(&|it| it.is_under_replicated()),
            under_min_in_sync: count(&|it| it.is_under_min_in_sync()),
            // With one replica the next failure always is the last.
            at_min_in_sync: count(&|it| it.is_at_min_in_sync() && it.is_under_replicated()),
            survives: Survives::of_all(all.iter().map(|it| it.survives())),
        }
    }

    fn as_json(self) -> Value {
        json!({
            "topics": self.topics,
            "partitions": self.partitions,
            "partitions_without_leader": self.offline,
            "partitions_under_replicated": self.under_replicated,
            "partitions_under_min_isr": self.under_min_in_sync,
            "partitions_at_min_isr": self.at_min_in_sync,
        })
    }
}

fn tally(cluster: &mut Cluster) -> Result<(Vec<TopicState>, Tally), Failure> {
    let topics = cluster.describe_topics(None)?;
    let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
    let minima = cluster.min_in_sync(&names)?;
    let tally = Tally::of(&topics, &minima);
    Ok((topics, tally))
}

fn describe(cluster: &mut Cluster, output: &Output) -> Result<(), Failure> {
    let (topics, tally) = tally(cluster)?;
    let members = cluster.members()?;
    let quorum = cluster.quorum()?;
    let ensemble = Ensemble::of(&members, cluster);
    let store = match (&ensemble, &quorum) {
        (Some(ensemble), _) => ensemble.to_string(),
        (None, Some(_)) => "the controllers' own quorum".to_owned(),
        (None, None) => "a store that the brokers do not tell of".to_owned(),
    };
    let active = quorum
        .as_ref()
        .map_or(cluster.controller_id(), |it| it.leader);
    let columns = ["broker", "address", "rack", "state", "leads", "replicas"];
    let rows: Vec<Vec<Value>> = members.iter().map(|it| broker_row(it, &topics)).collect();
    if output.is_json() {
        let mut value = json!({
            "cluster_id": cluster.cluster_id(),
            "controller": active,
            "store": store,
            "ensemble": ensemble.as_ref().map(Ensemble::as_json),
            "brokers": output::objects(&columns, rows),
            "quorum": quorum.as_ref().map(quorum_as_json),
        });
        merge(&mut value, tally.as_json());
        return output.object(&value);
    }
    let mut text = format!(
        "cluster {}: {}, {}\nmetadata is kept by {store}; ",
        cluster.cluster_id(),
        shown::count(tally.topics, "topic"),
        shown::count(tally.partitions, "partition"),
    );
    text.push_str(&match active {
        -1 => "there is no active controller\n".to_owned(),
        active => format!("the active controller is node {active}\n"),
    });
    text.push_str(&format!("{}\n\n", troubles(tally).join(", ")));
    text.push_str(&output::table(&columns, &rows));
    if let Some(quorum) = &quorum {
        text.push('\n');
        text.push_str(&match ensemble {
            Some(_) => sessions_as_text(quorum),
            None => quorum_as_text(quorum),
        });
    }
    output::text(&text)
}

fn broker_row(member: &Member, topics: &[TopicState]) -> Vec<Value> {
    let broker = &member.broker;
    let partitions = || topics.iter().flat_map(|topic| &topic.partitions);
    let leads = partitions().filter(|it| it.leader == broker.id).count();
    let keeps = partitions().filter(|it| it.replicas.contains(&broker.id));
    vec![
        broker.id.into(),
        format!("{}:{}", broker.host, broker.port).into(),
        broker.rack.clone().map_or(Value::Null, Value::from),
        if member.fenced { "fenced" } else { "live" }.into(),
        leads.into(),
        keeps.count().into(),
    ]
}

/// All that is wrong, each in a few words; `good` when nothing is.
fn troubles(tally: Tally) -> Vec<String> {
    let counts = [
        (tally.offline, "without a leader"),
        (tally.under_min_in_sync, "under min ISR"),
        (tally.at_min_in_sync, "at min ISR"),
        (tally.under_replicated, "under-replicated"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{} {what}", shown::count(*count, "partition")))
        .collect();
    match told.is_empty() {
        true => vec!["all partitions are good".to_owned()],
        false => told,
    }
}

const QUORUM_COLUMNS: [&str; 6] = ["node", "role", "address", "end offset", "lag", "caught up"];

fn quorum_rows(quorum: &Quorum) -> Vec<Vec<Value>> {
    let end = |it: &&QuorumReplica| it.id == quorum.leader;
    let leader = quorum.voters.iter().find(end);
    let row = |replica: &QuorumReplica, role: &str| {
        let known = replica.log_end_offset >= 0;
        let lag = leader.map(|leader| leader.log_end_offset - replica.log_end_offset);
        let address = quorum.addresses.get(&replica.id);
        let caught_up = match (replica.id == quorum.leader, replica.last_caught_up) {
            (true, _) | (false, ..=-1) => Value::Null,
            (false, moment) => shown::moment(moment).into(),
        };
        vec![
            replica.id.into(),
            role.into(),
            address.cloned().map_or(Value::Null, Value::from),
            known.then_some(replica.log_end_offset).into(),
            lag.filter(|_| known).into(),
            caught_up,
        ]
    };
    let voter = |replica: &QuorumReplica| match replica.id == quorum.leader {
        true => row(replica, "active controller"),
        false => row(replica, "standby"),
    };
    let voters = quorum.voters.iter().map(voter);
    let observers = quorum.observers.iter().map(|it| row(it, "broker"));
    voters.chain(observers).collect()
}

fn quorum_as_text(quorum: &Quorum) -> String {
    format!(
        "metadata log: epoch {}, committed up to {}\n{}",
        quorum.epoch,
        quorum.high_watermark,
        output::table(&QUORUM_COLUMNS, &quorum_rows(quorum))
    )
}

/// The nodes of a cluster in ZooKeeper: who is named has a session with the ensemble.
fn sessions_as_text(quorum: &Quorum) -> String {
    format!(
        "controller epoch {}, metadata up to {}; nodes with a session:\n{}",
        quorum.epoch,
        quorum.high_watermark,
        output::table(&QUORUM_COLUMNS, &quorum_rows(quorum))
    )
}

fn quorum_as_json(quorum: &Quorum) -> Value {
    json!({
        "leader": quorum.leader,
        "epoch": quorum.epoch,
        "high_watermark": quorum.high_watermark,
        "replicas": output::objects(&QUORUM_COLUMNS, quorum_rows(quorum)),
    })
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// Says whether all is well. What is not is exit code 1, and said on standard output all the same.
fn health(cluster: &mut Cluster, output: &Output) -> Result<(), Failure> {
    let (_, tally) = tally(cluster)?;
    let members = cluster.members()?;
    let quorum = cluster.quorum()?;
    let findings = findings(tally, &members, quorum.as_ref());
    let survives = tally
        .survives
        .map(|it| json!({"writes": it.writes, "reads": it.reads, "acknowledged": it.acknowledged}));
    match output.is_json() {
        true => {
            let mut value = json!({
                "healthy": findings.is_empty(),
                "findings": findings,
                "survives": survives,
            });
            merge(&mut value, tally.as_json());
            output.object(&value)?;
        }
        false => {
            let head = if findings.is_empty() {
                "healthy"
            } else {
                "unhealthy"
            };
            let mut text = format!("cluster {} is {head}\n", cluster.cluster_id());
            for finding in &findings {
                text.push_str(&format!("  {finding}\n"));
            }
            if let Some(survives) = tally.survives {
                text.push_str(&format!("in every topic {}\n", survives.told()));
            }
            output::text(&text)?;
        }
    }
    match findings.is_empty() {
        true => Ok(()),
        false => Err(Failure::silent(failure::FAILED)),
    }
}

/// What is wrong, each with where to look further.
fn findings(tally: Tally, members: &[Member], quorum: Option<&Quorum>) -> Vec<String> {
    let mut findings = Vec::new();
    let fenced: Vec<i32> = members
        .iter()
        .filter(|member| member.fenced)
        .map(|member| member.broker.id)
        .collect();
    if !fenced.is_empty() {
        findings.push(format!(
            "fenced: {} {}; it is down or cannot reach the controller (`highwater cluster describe`)",
            if fenced.len() == 1 { "broker" } else { "brokers" },
            shown::list(&fenced)
        ));
    }
    let counts = [
        (tally.offline, "without a leader", "--unavailable"),
        (tally.under_min_in_sync, "under min ISR", "--under-min-isr"),
        (
            tally.under_replicated,
            "under-replicated",
            "--under-replicated",
        ),
    ];
    for (count, what, option) in counts {
        if count > 0 {
            findings.push(format!(
                "{} {what} (`highwater topic describe {option}`)",
                shown::count(count, "partition")
            ));
        }
    }
    if let Some(quorum) = quorum {
        let known: BTreeSet<i32> = quorum
            .voters
            .iter()
            .filter(|voter| voter.log_end_offset >= 0)
            .map(|voter| voter.id)
            .collect();
        let silent: Vec<i32> = quorum
            .voters
            .iter()
            .map(|voter| voter.id)
            .filter(|id| !known.contains(id))
            .collect();
        if quorum.leader < 0 {
            findings.push("no controller is active: a majority of them must live".to_owned());
        }
        if !silent.is_empty() {
            findings.push(format!(
                "silent: {} {} (`highwater cluster describe`)",
                if silent.len() == 1 {
                    "controller"
                } else {
                    "controllers"
                },
                shown::list(&silent)
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::health::tests::partition;
    use crate::client::Broker;

    fn topics() -> Vec<TopicState> {
        let topic = |name: &str, partitions| TopicState {
            name: name.to_owned(),
            id: String::new(),
            internal: false,
            partitions,
        };
        vec![
            topic(
                "a",
                vec![partition(1, &[1, 2, 3], &[]), partition(1, &[1, 2], &[])],
            ),
            topic("b", vec![partition(-1, &[], &[3])]),
        ]
    }

    fn member(id: i32, fenced: bool) -> Member {
        Member {
            broker: Broker {
                id,
                host: "h".to_owned(),
                port: 9092,
                rack: None,
            },
            fenced,
        }
    }

    fn replica(id: i32, log_end_offset: i64) -> QuorumReplica {
        QuorumReplica {
            id,
            log_end_offset,
            last_fetch: 0,
            last_caught_up: 0,
        }
    }

    fn quorum() -> Quorum {
        Quorum {
            leader: 2,
            epoch: 5,
            high_watermark: 90,
            voters: vec![replica(1, 90), replica(2, 100), replica(3, -1)],
            observers: vec![replica(7, 99)],
            addresses: BTreeMap::from([(2, "c:9093".to_owned())]),
        }
    }

    #[test]
    fn partitions_are_counted_by_trouble() {
        let minima = BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 2)]);
        let tally = Tally::of(&topics(), &minima);
        assert_eq!((tally.topics, tally.partitions), (2, 3));
        assert_eq!((tally.offline, tally.under_replicated), (1, 2));
        assert_eq!((tally.under_min_in_sync, tally.at_min_in_sync), (1, 1));
        assert_eq!(
            troubles(tally).join(", "),
            "1 partition without a leader, 1 partition under min ISR, 1 partition at min ISR, \
             2 partitions under-replicated"
        );
        assert_eq!(
            troubles(Tally::of(&[], &minima)),
            ["all partitions are good"]
        );
    }

    #[test]
    fn the_quorum_is_shown_with_the_lag_behind_its_leader() {
        assert_eq!(
            quorum_as_text(&quorum()),
            "metadata log: epoch 5, committed up to 90\n\
             NODE  ROLE               ADDRESS  END OFFSET  LAG  CAUGHT UP\n\
             1     standby            -        90          10   1970-01-01T00:00:00.000Z\n\
             2     active controller  c:9093   100         0    -\n\
             3     standby            -        -           -    1970-01-01T00:00:00.000Z\n\
             7     broker             -        99          1    1970-01-01T00:00:00.000Z\n"
        );
    }

    #[test]
    fn what_is_wrong_is_found_and_each_finding_says_where_to_look() {
        let good = Tally::of(&topics()[..0], &BTreeMap::new());
        let mut whole = quorum();
        whole.voters.truncate(2);
        assert_eq!(findings(good, &[member(1, false)], Some(&whole)), [""; 0]);
        let bad = Tally::of(&topics(), &BTreeMap::new());
        let found = findings(bad, &[member(1, false), member(2, true)], Some(&quorum()));
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(
            found.iter().all(|it| it.contains("`highwater ")),
            "{found:?}"
        );
        assert!(found[0].contains("broker 2") && found[4].contains("controller 3"));
        whole.leader = -1;
        let without = findings(good, &[], Some(&whole));
        assert!(
            without[0].contains("no controller is active"),
            "{without:?}"
        );
    }
}
