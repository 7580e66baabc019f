//! `highwater topic`.

use serde_json::json;

use super::arguments::TopicCommand;
use super::output::Output;
use super::{Failure, config, describe, reassign, shown};
use crate::client::{Cluster, ConfigChange, NewTopic, PartitionState, Resource, TopicState};
use protocol::ErrorCode;

pub(crate) fn run(
    command: &TopicCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        TopicCommand::Create {
            name,
            partitions,
            replication_factor,
            configs,
            if_not_exists,
            dry_run,
        } => {
            let topic = NewTopic {
                name: name.clone(),
                partitions: partitions.unwrap_or(-1),
                replication_factor: replication_factor.unwrap_or(-1),
                configs: configs.clone(),
                validate_only: *dry_run,
            };
            create(&topic, *if_not_exists, cluster, output)
        }
        TopicCommand::List { internal } => list(*internal, cluster, output),
        TopicCommand::Describe(command) => describe::run(command, cluster, output),
        TopicCommand::Reassign(command) => reassign::run(command, cluster, output),
        TopicCommand::Delete { names, if_exists } => delete(names, *if_exists, cluster, output),
        TopicCommand::AlterPartitions {
            name,
            count,
            dry_run,
        } => {
            cluster.create_partitions(name, *count, *dry_run)?;
            let how = if *dry_run { "would have" } else { "has" };
            let value = json!({"topic": name, "partitions": count, "dry_run": dry_run});
            output.done(&format!("topic {name} {how} {count} partitions"), &value)
        }
        TopicCommand::Config {
            name,
            set,
            delete,
            all,
        } => {
            let resource = Resource::Topic(name.clone());
            if set.is_empty() && delete.is_empty() {
                return config::describe(&resource, *all, false, cluster, output);
            }
            let set = set
                .iter()
                .map(|(key, value)| ConfigChange::Set(key.clone(), value.clone()));
            let delete = delete.iter().map(|key| ConfigChange::Delete(key.clone()));
            let changes: Vec<ConfigChange> = set.chain(delete).collect();
            config::change(&resource, &changes, false, cluster, output)
        }
    }
}

fn create(
    topic: &NewTopic,
    if_not_exists: bool,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let name = &topic.name;
    match cluster.create_topic(topic) {
        Ok((partitions, replicas)) => {
            let how = if topic.validate_only {
                "could be made"
            } else {
                "is made"
            };
            output.done(
                &format!(
                    "topic {name} {how}: {}, {} each",
                    shown::count(usize::try_from(partitions).unwrap_or(0), "partition"),
                    shown::count(usize::try_from(replicas).unwrap_or(0), "replica"),
                ),
                &json!({
                    "topic": name,
                    "partitions": partitions,
                    "replication_factor": replicas,
                    "dry_run": topic.validate_only,
                }),
            )
        }
        Err(error) if if_not_exists && error.code() == Some(ErrorCode::TopicAlreadyExists) => {
            let value = json!({"topic": name, "exists": true});
            output.done(&format!("topic {name} is there already"), &value)
        }
        Err(error) => Err(error.into()),
    }
}

fn list(internal: bool, cluster: &mut Cluster, output: &Output) -> Result<(), Failure> {
    let topics = cluster.topics(None)?;
    let rows = topics
        .iter()
        .filter(|topic| internal || !topic.internal)
        .map(|topic| {
            let replicas = topic
                .partitions
                .iter()
                .map(|partition| partition.replicas.len())
                .max();
            vec![
                topic.name.as_str().into(),
                topic.partitions.len().into(),
                replicas.unwrap_or(0).into(),
                troubles(topic).into(),
            ]
        });
    output.listing(
        &["name", "partitions", "replicas", "health"],
        rows.collect(),
    )
}

/// What is wrong with a topic, in a few words.
fn troubles(topic: &TopicState) -> String {
    let count = |wrong: fn(&PartitionState) -> bool| {
        topic
            .partitions
            .iter()
            .filter(|partition| wrong(partition))
            .count()
    };
    let leaderless = count(|partition| partition.leader < 0);
    let behind = count(|partition| partition.in_sync.len() < partition.replicas.len());
    match (leaderless, behind) {
        (0, 0) => "good".to_owned(),
        (0, behind) => format!("{behind} under-replicated"),
        (leaderless, _) => format!("{leaderless} without a leader"),
    }
}

fn delete(
    names: &[String],
    if_exists: bool,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let mut failures = Vec::new();
    let mut done = Vec::new();
    for name in names {
        match cluster.delete_topic(name) {
            Ok(()) => done.push(name),
            Err(error) if if_exists && error.code() == Some(ErrorCode::UnknownTopicOrPartition) => {
            }
            Err(error) => failures.push(error.into()),
        }
    }
    if !done.is_empty() {
        let shown: Vec<&str> = done.iter().map(|name| name.as_str()).collect();
        output.done(
            &format!("deleted {}", shown.join(", ")),
            &json!({"deleted": done}),
        )?;
    }
    Failure::partial(done.len(), failures)
}
