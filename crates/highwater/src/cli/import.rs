//! `highwater cluster import-zookeeper`: a stopped Kafka 3 cluster in ZooKeeper becomes one of ours, on the same ensemble and the
//! same log directories. It looks first, and only adds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use coordination::{Obstacle, Survey, survey};
use metadata::Topic;
use serde_json::{Value, json};
use settings::{BrokerConfig, Properties};
use types::BrokerId;

use super::arguments::ImportCommand;
use super::failure::{FAILED, REFUSED, USAGE};
use super::output::{self, Output};
use super::{Failure, server, shown};
use crate::client::Ensemble;

/// How long an ensemble may take to answer.
const LIMIT: Duration = Duration::from_secs(30);

pub(crate) fn run(command: &ImportCommand, output: &Output) -> Result<(), Failure> {
    let configs = command.files.iter().map(|file| {
        let properties = server::read(file)?;
        server::config(&properties, &file.display().to_string())
    });
    let configs: Vec<BrokerConfig> = configs.collect::<Result<_, Failure>>()?;
    let zookeeper = one_ensemble(&configs)?;
    let unreachable = |why: String| {
        let remedy = "Check zookeeper.connect, and that the ensemble runs: only the brokers are to be stopped.";
        Failure::new(FAILED, why, remedy)
    };
    let mut ensemble = Ensemble::connect(zookeeper, LIMIT).map_err(unreachable)?;
    let tree = ensemble.tree().map_err(unreachable)?;
    let mut obstacles = Vec::new();
    let found = survey(&tree).map_err(|found| obstacles.extend(found)).ok();
    let mut held = Vec::new();
    for config in &configs {
        let directories = config.log_dirs.iter();
        held.extend(directories.map(|path| Directory::look(path, config.node_id, found.as_ref())));
    }
    obstacles.extend(
        held.iter()
            .flat_map(|directory| directory.obstacles.clone()),
    );
    let Some(survey) = found.filter(|_| obstacles.is_empty()) else {
        return Err(refused(&obstacles));
    };
    if !command.dry_run {
        for writes in survey.writes.clone() {
            ensemble.write(writes).map_err(|why| {
                let message = format!("the tree was not made ready: {why}. Nothing was removed");
                Failure::new(
                    FAILED,
                    message,
                    "Run the command again: what was made is kept.",
                )
            })?;
        }
    }
    ensemble.close();
    tell(command.dry_run, &survey, &held, output)
}

fn one_ensemble(configs: &[BrokerConfig]) -> Result<&settings::ZookeeperConfig, Failure> {
    let mut found = configs
        .iter()
        .filter_map(|config| config.zookeeper.as_ref());
    let first = found
        .next()
        .filter(|_| configs.iter().all(|config| config.zookeeper.is_some()));
    let Some(first) = first else {
        let remedy = "Name the properties files of the stopped brokers as they are.";
        return Err(Failure::new(
            USAGE,
            "a file has no zookeeper.connect",
            remedy,
        ));
    };
    if found.any(|other| (&other.servers, &other.chroot) != (&first.servers, &first.chroot)) {
        let message = "the files name different ensembles in zookeeper.connect";
        return Err(Failure::new(
            USAGE,
            message,
            "Name the files of one cluster.",
        ));
    }
    Ok(first)
}

fn refused(obstacles: &[Obstacle]) -> Failure {
    let lines: Vec<String> = obstacles.iter().map(ToString::to_string).collect();
    let message = format!(
        "nothing is taken over, and nothing was changed:\n       {}",
        lines.join("\n       ")
    );
    Failure::new(REFUSED, message, "Mend it and run the command again.")
}

/// A log directory of a stopped broker.
struct Directory {
    path: PathBuf,
    broker: BrokerId,
    is_clean: bool,
    partitions: usize,
    /// Partitions that the tree does not have here.
    strays: Vec<String>,
    obstacles: Vec<Obstacle>,
}

impl Directory {
    fn look(path: &Path, broker: BrokerId, survey: Option<&Survey>) -> Self {
        let mut directory = Self {
            path: path.to_owned(),
            broker,
            is_clean: path.join(".kafka_cleanshutdown").is_file(),
            partitions: 0,
            strays: Vec::new(),
            obstacles: Vec::new(),
        };
        directory.check_identity(survey);
        directory.check_partitions(survey);
        directory
    }

    fn refuse(&mut self, file: &str, why: String) {
        let path = self.path.join(file).display().to_string();
        self.obstacles.push(Obstacle { path, why });
    }

    fn check_identity(&mut self, survey: Option<&Survey>) {
        let file = "meta.properties";
        let text = std::fs::read_to_string(self.path.join(file));
        let properties = text
            .map_err(|error| error.to_string())
            .and_then(|text| Properties::parse(&text).map_err(|error| error.to_string()));
        let properties = match properties {
            Ok(properties) => properties,
            Err(why) => {
                let why = format!("it cannot be read ({why}): correct log.dirs");
                return self.refuse(file, why);
            }
        };
        let get = |key: &str| properties.get(key).unwrap_or_default().to_owned();
        let (version, cluster) = (get("version"), get("cluster.id"));
        let id = match version.as_str() {
            "0" => get("broker.id"),
            "1" => get("node.id"),
            _ => {
                return self.refuse(
                    file,
                    format!("its version is {version:?}, and only 0 and 1 are known here"),
                );
            }
        };
        if id != self.broker.0.to_string() {
            let wanted = self.broker;
            self.refuse(file, format!("the directory belongs to broker {id}, not {wanted}: correct log.dirs or broker.id"));
        }
        if let Some(survey) = survey
            && cluster != survey.cluster_id
        {
            let tree = &survey.cluster_id;
            let why = format!(
                "the directory belongs to the cluster {cluster}, and zookeeper.connect points at the cluster {tree}: correct \
                 zookeeper.connect (with its chroot) or log.dirs"
            );
            self.refuse(file, why);
        }
    }

    fn check_partitions(&mut self, survey: Option<&Survey>) {
        let entries = std::fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().is_dir())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect();
        names.sort();
        for name in names {
            if name == "__cluster_metadata-0" {
                let why = "the directory has a metadata log: it is of a cluster in KRaft mode, which has nothing in ZooKeeper";
                self.refuse(&name, why.to_owned());
            }
            let Some((topic, index)) = name.rsplit_once('-') else {
                continue;
            };
            let Ok(index) = index.parse::<i32>() else {
                // Of a topic that was removed, or moved away.
                continue;
            };
            self.partitions += 1;
            let Some(survey) = survey else { continue };
            let of_tree = survey.image.topic(topic);
            let partition = of_tree.and_then(|topic| topic.partition(types::PartitionIndex(index)));
            match (of_tree, partition) {
                (Some(topic), Some(partition)) if partition.replicas.contains(&self.broker) => {
                    self.check_topic_id(&name, topic);
                }
                _ => self.strays.push(name),
            }
        }
    }

    fn check_topic_id(&mut self, name: &str, topic: &Topic) {
        let file = format!("{name}/partition.metadata");
        let text = std::fs::read_to_string(self.path.join(&file)).unwrap_or_default();
        let id = text
            .lines()
            .find_map(|line| line.strip_prefix("topic_id: "));
        if let Some(id) = id
            && id.trim() != topic.id.to_string()
        {
            let why = format!(
                "the log is of another topic of that name ({}), and the tree has {}: is it the tree of this cluster?",
                id.trim(),
                topic.id
            );
            self.refuse(&file, why);
        }
    }
}

/// Keys of settings that have no effect with us, by topic.
fn without_effect(survey: &Survey) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for topic in survey.image.topics().iter() {
        let config = survey.image.topic_config(topic.name.as_str());
        for key in config.into_iter().flat_map(|config| config.keys()) {
            if settings::topic_setting(key).is_none() {
                found
                    .entry(topic.name.to_string())
                    .or_default()
                    .insert(key.to_string());
            }
        }
    }
    found
}

const TOPIC_COLUMNS: [&str; 6] = [
    "topic",
    "id",
    "partitions",
    "replicas",
    "settings",
    "without leader",
];

fn topic_rows(survey: &Survey) -> Vec<Vec<Value>> {
    let row = |topic: &Topic| -> Vec<Value> {
        let name = topic.name.as_str();
        let replicas = topic
            .partitions
            .values()
            .map(|partition| partition.replicas.len())
            .max();
        let settings = survey
            .image
            .topic_config(name)
            .map_or(0, |config| config.iter().count());
        let leaderless = topic
            .partitions
            .values()
            .filter(|partition| !partition.has_leader())
            .count();
        vec![
            name.into(),
            topic.id.to_string().into(),
            topic.partition_count().into(),
            replicas.unwrap_or(0).into(),
            settings.into(),
            leaderless.into(),
        ]
    };
    survey
        .image
        .topics()
        .iter()
        .map(|topic| row(topic))
        .collect()
}

const PARTITION_COLUMNS: [&str; 7] = [
    "partition",
    "replicas",
    "adding",
    "removing",
    "isr",
    "leader",
    "leader epoch",
];

fn partition_rows(survey: &Survey) -> Vec<Vec<Value>> {
    let list = |ids: &[BrokerId]| shown::list(&ids.iter().map(|id| id.0).collect::<Vec<_>>());
    let mut rows = Vec::new();
    for topic in survey.image.topics().iter() {
        for (index, partition) in topic.partitions.iter() {
            rows.push(vec![
                format!("{}-{index}", topic.name).into(),
                list(&partition.replicas).into(),
                list(&partition.adding_replicas).into(),
                list(&partition.removing_replicas).into(),
                list(&partition.in_sync).into(),
                partition.leader.0.into(),
                partition.leader_epoch.0.into(),
            ]);
        }
    }
    rows
}

fn notes(survey: &Survey, held: &[Directory]) -> Vec<String> {
    let mut notes = Vec::new();
    for left in &survey.left_behind {
        notes.push(format!(
            "not taken over: {} of {}: {}",
            left.count, left.path, left.why
        ));
    }
    for (topic, keys) in without_effect(survey) {
        let keys: Vec<String> = keys.into_iter().collect();
        notes.push(format!(
            "without effect: {} of topic {topic}: no such setting is known here",
            keys.join(", ")
        ));
    }
    for topic in &survey.removals {
        notes.push(format!(
            "topic {topic} is marked to be removed: its removal goes on"
        ));
    }
    for directory in held {
        let (path, broker) = (directory.path.display(), directory.broker);
        if !directory.is_clean {
            notes.push(format!(
                "{path} of broker {broker} was not closed in order: its logs are checked at the start, and others lead before it"
            ));
        }
        if !directory.strays.is_empty() {
            notes.push(format!(
                "{path} has logs that the tree does not have on broker {broker}: {}; they are set aside and kept for 7 days",
                directory.strays.join(", ")
            ));
        }
    }
    let seen: BTreeSet<BrokerId> = held.iter().map(|directory| directory.broker).collect();
    let unseen: Vec<i32> = survey
        .brokers()
        .difference(&seen)
        .map(|broker| broker.0)
        .collect();
    if !unseen.is_empty() {
        notes.push(format!(
            "not looked into: the log directories of {} {}, whose files were not named",
            if unseen.len() == 1 {
                "broker"
            } else {
                "brokers"
            },
            shown::list(&unseen)
        ));
    }
    notes
}

fn tell(
    dry_run: bool,
    survey: &Survey,
    held: &[Directory],
    output: &Output,
) -> Result<(), Failure> {
    let notes = notes(survey, held);
    let partitions = partition_rows(survey);
    if output.is_json() {
        let directories = held.iter().map(|it| {
            json!({"path": it.path.display().to_string(), "broker": it.broker.0, "partitions": it.partitions, "clean": it.is_clean})
        });
        return output.object(&json!({
            "cluster_id": survey.cluster_id,
            "controller_epoch": survey.controller_epoch.0,
            "next_producer_id": survey.image.next_producer_id().0,
            "ready": survey.is_ready || !dry_run,
            "topics": output::objects(&TOPIC_COLUMNS, topic_rows(survey)),
            "partitions": output::objects(&PARTITION_COLUMNS, partitions),
            "directories": directories.collect::<Vec<_>>(),
            "notes": notes,
        }));
    }
    let mut text = format!(
        "cluster {}: {}, {}, last controller epoch {}\n\n",
        survey.cluster_id,
        shown::count(survey.image.topics().iter().count(), "topic"),
        shown::count(partitions.len(), "partition"),
        survey.controller_epoch
    );
    text.push_str(&output::table(&TOPIC_COLUMNS, &topic_rows(survey)));
    text.push('\n');
    text.push_str(&output::table(&PARTITION_COLUMNS, &partitions));
    text.push('\n');
    for note in notes {
        text.push_str(&format!("{note}\n"));
    }
    text.push_str(match (survey.is_ready, dry_run) {
        (true, _) => "The tree is ours already: start the brokers with `highwater server`.\n",
        (false, true) => "Nothing stands in the way, and nothing was changed. Without --dry-run the tree is made ready.\n",
        (false, false) => {
            "The tree is ready: start the brokers with `highwater server` and the same properties files. Do not start Kafka on it.\n"
        }
    });
    output::text(&text)
}
