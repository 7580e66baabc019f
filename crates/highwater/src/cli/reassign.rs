//! `highwater topic reassign`: partitions on other brokers, more of them, or fewer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::thread;
use std::time::Duration;

use protocol::ErrorCode;
use serde_json::{Value, json};

use super::arguments::ReassignCommand;
use super::failure::{REFUSED, USAGE};
use super::output::Output;
use super::plan::{self, Place, Plan};
use super::{Failure, shown, targets};
use crate::client::{Answers, Cluster, PartitionName, Reassignment, TopicState};

/// How often progress is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub(crate) fn run(
    command: &ReassignCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let topics = cluster.describe_topics(None)?;
    let named = targets::partitions(&command.partitions, &topics)?;
    if command.list {
        return list(&named, cluster, &topics, output);
    }
    if command.cancel {
        return cancel(&named, cluster, output);
    }
    let current = current(&topics);
    let plan = plan(command, &named, &current, cluster)?;
    let moves: Plan = plan
        .into_iter()
        .filter(|(name, replicas)| current.get(name) != Some(replicas))
        .collect();
    if moves.is_empty() {
        return output.done(
            "nothing to move: all partitions have these replicas",
            &plan::to_json(&moves),
        );
    }
    if command.dry_run {
        return dry_run(&moves, &current, output);
    }
    begin(command, &moves, &current, cluster, output)
}

/// The replicas of all partitions.
fn current(topics: &[TopicState]) -> Plan {
    let of = |topic: &TopicState| -> Vec<(PartitionName, Vec<i32>)> {
        let replicas = topic.partitions.iter().map(|it| it.replicas.clone());
        targets::all(topic).zip(replicas).collect()
    };
    topics.iter().flat_map(of).collect()
}

/// What is wanted, from a file or from the options.
fn plan(
    command: &ReassignCommand,
    named: &BTreeSet<PartitionName>,
    current: &Plan,
    cluster: &mut Cluster,
) -> Result<Plan, Failure> {
    if let Some(file) = &command.plan {
        let shown = file.display();
        let advice = "Kafka's format is {\"version\":1,\"partitions\":[{\"topic\":\"orders\",\
                      \"partition\":0,\"replicas\":[1,2,3]}]}; --dry-run writes one.";
        let text = fs::read_to_string(file).map_err(|error| {
            Failure::new(USAGE, format!("cannot read {shown}: {error}"), advice)
        })?;
        let plan = plan::from_json(&text)
            .map_err(|why| Failure::new(USAGE, format!("{shown} {why}"), advice))?;
        return match plan.keys().find(|name| !current.contains_key(name)) {
            None => Ok(plan),
            Some(name) => Err(Failure::new(
                REFUSED,
                format!("{shown} names {name}, which is not there"),
                "`highwater topic list` shows what there is.",
            )),
        };
    }
    let mine: Plan = current
        .iter()
        .filter(|(name, _)| named.contains(name))
        .map(|(name, replicas)| (name.clone(), replicas.clone()))
        .collect();
    if !command.replicas.is_empty() {
        plan::check_replicas(&command.replicas)
            .map_err(|why| Failure::usage(format!("--replicas {why}")))?;
        let names = mine.into_keys();
        return Ok(names.map(|name| (name, command.replicas.clone())).collect());
    }
    let places = places(&command.brokers, cluster)?;
    plan::place(&mine, &places, command.replication_factor).map_err(|why| {
        Failure::new(
            REFUSED,
            why,
            "`highwater cluster describe` shows the brokers.",
        )
    })
}

/// The brokers that are named, all of which must live.
fn places(brokers: &[i32], cluster: &mut Cluster) -> Result<Vec<Place>, Failure> {
    let live: BTreeMap<i32, Option<String>> = cluster
        .members()?
        .into_iter()
        .filter(|member| !member.fenced)
        .map(|member| (member.broker.id, member.broker.rack))
        .collect();
    let distinct: BTreeSet<i32> = brokers.iter().copied().collect();
    let place = |broker: i32| match live.get(&broker) {
        Some(rack) => Ok(Place {
            broker,
            rack: rack.clone(),
        }),
        None => Err(Failure::new(
            REFUSED,
            format!(
                "broker {broker} does not live; those that do: {}",
                shown::list(&live.keys().copied().collect::<Vec<i32>>())
            ),
            "`highwater cluster describe` shows the brokers.",
        )),
    };
    distinct.into_iter().map(place).collect()
}

fn rows(moves: &Plan, current: &Plan) -> Vec<Vec<Value>> {
    let row = |(name, replicas): (&PartitionName, &Vec<i32>)| {
        let before = current.get(name).cloned().unwrap_or_default();
        let only = |these: &[i32], those: &[i32]| -> Vec<i32> {
            these
                .iter()
                .copied()
                .filter(|it| !those.contains(it))
                .collect()
        };
        vec![
            name.topic.as_str().into(),
            name.index.into(),
            before.clone().into(),
            replicas.clone().into(),
            only(replicas, &before).into(),
            only(&before, replicas).into(),
        ]
    };
    moves.iter().map(row).collect()
}

const COLUMNS: [&str; 6] = [
    "topic",
    "partition",
    "replicas",
    "then",
    "adding",
    "removing",
];

/// The plan for `--plan` on standard output, and for people what it changes on standard error.
fn dry_run(moves: &Plan, current: &Plan, output: &Output) -> Result<(), Failure> {
    if !output.is_json() && io::stderr().is_terminal() {
        // Without standard error the plan alone is what was asked for.
        let table = super::output::table(&COLUMNS, &rows(moves, current));
        let _ = writeln!(io::stderr(), "{table}");
    }
    output.object(&plan::to_json(moves))
}

fn begin(
    command: &ReassignCommand,
    moves: &Plan,
    current: &Plan,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let wanted = moves
        .iter()
        .map(|(name, replicas)| (name.clone(), Some(replicas.clone())));
    let answers = cluster.reassign(&wanted.collect())?;
    let (begun, failures) = parted(answers);
    let moves: Plan = moves
        .iter()
        .filter(|(name, _)| begun.contains(name))
        .map(|(name, replicas)| (name.clone(), replicas.clone()))
        .collect();
    if !moves.is_empty() && command.wait {
        wait(&moves, cluster)?;
    }
    if !moves.is_empty() {
        let before = moves.keys().filter_map(|name| current.get_key_value(name));
        let before: Plan = before.map(|(a, b)| (a.clone(), b.clone())).collect();
        let moved = shown::count(moves.len(), "partition");
        let sentence = match command.wait {
            true => format!("moved {moved}"),
            false => format!(
                "moving {moved}; `highwater topic reassign --list` shows how far, --cancel takes it back"
            ),
        };
        let value = json!({
            "done": command.wait,
            "plan": plan::to_json(&moves),
            "previous": plan::to_json(&before),
        });
        output.done(&sentence, &value)?;
    }
    Failure::partial(moves.len(), failures)
}

fn parted(answers: Answers) -> (BTreeSet<PartitionName>, Vec<Failure>) {
    let mut done = BTreeSet::new();
    let mut failures = Vec::new();
    for (name, answer) in answers {
        match answer {
            Ok(()) => {
                done.insert(name);
            }
            Err(error) => failures.push(error.into()),
        }
    }
    (done, failures)
}

/// Waits until nothing of the plan moves any more, and checks that everything is where it should be.
fn wait(moves: &Plan, cluster: &mut Cluster) -> Result<(), Failure> {
    let names: BTreeSet<PartitionName> = moves.keys().cloned().collect();
    let terminal = io::stderr().is_terminal();
    loop {
        let left = cluster.reassignments(Some(&names))?.len();
        if terminal {
            // Progress that cannot be shown is not worth a failure.
            let done = moves.len().saturating_sub(left);
            let end = if left == 0 { "\n" } else { "" };
            let _ = write!(io::stderr(), "\rmoved {done} of {}\x1b[K{end}", moves.len());
        }
        if left == 0 {
            break;
        }
        thread::sleep(LOOK_EVERY);
    }
    let topics: BTreeSet<&str> = names.iter().map(|name| name.topic.as_str()).collect();
    let topics: Vec<String> = topics.into_iter().map(str::to_owned).collect();
    let now = current(&cluster.describe_topics(Some(&topics))?);
    let other: Vec<String> = moves
        .iter()
        .filter(|(name, replicas)| now.get(name) != Some(replicas))
        .map(|(name, _)| name.to_string())
        .collect();
    match other.is_empty() {
        true => Ok(()),
        false => Err(Failure::new(
            super::failure::FAILED,
            format!("not where it should be: {}", other.join(", ")),
            "Somebody cancelled or changed the move; `highwater topic describe` shows what is.",
        )),
    }
}

fn cancel(
    named: &BTreeSet<PartitionName>,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let some = (!named.is_empty()).then_some(named);
    let ongoing = cluster.reassignments(some)?;
    let names: BTreeMap<PartitionName, Option<Vec<i32>>> = ongoing
        .into_iter()
        .map(|reassignment| (reassignment.partition, None))
        .collect();
    if names.is_empty() {
        return output.done("nothing is being moved", &json!({"cancelled": []}));
    }
    let mut answers = cluster.reassign(&names)?;
    // What ended meanwhile needs no cancelling.
    answers.retain(|_, answer| {
        let code = answer
            .as_ref()
            .err()
            .and_then(crate::client::ClientError::code);
        code != Some(ErrorCode::NoReassignmentInProgress)
    });
    let (done, failures) = parted(answers);
    let told: Vec<String> = done.iter().map(ToString::to_string).collect();
    if !done.is_empty() || failures.is_empty() {
        let sentence = match told.is_empty() {
            true => "all moves ended before they could be cancelled".to_owned(),
            false => format!("cancelled: {}", told.join(", ")),
        };
        output.done(&sentence, &json!({"cancelled": told}))?;
    }
    Failure::partial(done.len(), failures)
}

fn list(
    named: &BTreeSet<PartitionName>,
    cluster: &mut Cluster,
    topics: &[TopicState],
    output: &Output,
) -> Result<(), Failure> {
    let some = (!named.is_empty()).then_some(named);
    let ongoing = cluster.reassignments(some)?;
    if ongoing.is_empty() && !output.is_json() {
        return output.done("nothing is being moved", &Value::Null);
    }
    let leader = |name: &PartitionName| {
        let topic = topics.iter().find(|topic| topic.name == name.topic)?;
        let partition = topic.partitions.iter().find(|it| it.index == name.index)?;
        Some(partition.leader)
    };
    let mut rows = Vec::new();
    for it in &ongoing {
        let copied = leader(&it.partition).and_then(|leader| copied(it, leader, cluster));
        rows.push(vec![
            it.partition.topic.as_str().into(),
            it.partition.index.into(),
            it.replicas.clone().into(),
            it.adding.clone().into(),
            it.removing.clone().into(),
            copied.map_or(Value::Null, |percent| format!("{percent} %").into()),
        ]);
    }
    let columns = [
        "topic",
        "partition",
        "replicas",
        "adding",
        "removing",
        "copied",
    ];
    output.listing(&columns, rows)
}

/// How much of the leader's log the slowest new replica has, in percent; none when it cannot be found out.
fn copied(reassignment: &Reassignment, leader: i32, cluster: &mut Cluster) -> Option<i64> {
    let name = &reassignment.partition;
    let mut size = |broker: i32| {
        let stored = cluster.stored_replica(broker, name).ok()?;
        Some(stored.map_or(0, |stored| stored.size_bytes))
    };
    let whole = size(leader)?.max(1);
    let sizes: Option<Vec<i64>> = reassignment.adding.iter().map(|&it| size(it)).collect();
    let least = sizes?.into_iter().min()?;
    Some(least.saturating_mul(100).checked_div(whole)?.min(100))
}
