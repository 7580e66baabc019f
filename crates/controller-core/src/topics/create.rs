//! Creating topics.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use metadata::records::{ConfigRecord, TopicRecord};
use metadata::{Config, ConfigResource, ConfigResourceType, PartitionRegistration, Record};
use settings::validate_topic_all;
use types::{BrokerId, PartitionIndex, TopicId, TopicName, TopicNameError};

use super::place::{PlacementError, place};
use super::{AssignmentError, check_assignment, new_partition, partition_records};
use crate::decision::Decision;
use crate::policy::{Cluster, MIN_IN_SYNC_REPLICAS, MIN_IN_SYNC_REPLICAS_DEFAULT};

/// The most partitions that one request may create.
pub const PARTITIONS_PER_REQUEST_MAX: usize = 10_000;

/// What a topic with that many replicas or more gets as its own `min.insync.replicas` when nothing
/// sets it: one broker may then die, and no acknowledged record is on one broker only.
const FACTOR_WITH_SAFE_MINIMUM: usize = 3;
const SAFE_MINIMUM: &str = "2";

/// A topic that is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewTopic {
    /// Its name; any text.
    pub name: String,
    /// The id that it gets: random, and never used before ([`crate::random_topic_id`]).
    pub id: TopicId,
    /// How many partitions; `None` for `num.partitions`, or with `assignments`.
    pub partition_count: Option<i32>,
    /// How many replicas of each; `None` for `default.replication.factor`, or with `assignments`.
    pub replication_factor: Option<i16>,
    /// The replicas of each partition, if the client chose them.
    pub assignments: Vec<(PartitionIndex, Vec<BrokerId>)>,
    /// Its configuration.
    pub configs: Vec<(String, Option<String>)>,
    /// Where its placement begins: any number, another for each topic.
    pub seed: u64,
}

/// A topic that will exist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CreatedTopic {
    /// Its name.
    pub name: TopicName,
    /// Its id.
    pub id: TopicId,
    /// How many partitions it has.
    pub partition_count: usize,
    /// How many replicas each has.
    pub replication_factor: usize,
    /// Its own configuration, with what was added to what the client asked for.
    pub config: Config,
}

/// Why a topic is not created.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CreateTopicError {
    /// Its name cannot be one.
    InvalidName(TopicNameError),
    /// Its metrics could not be told from those of another topic: dots and underscores count as the
    /// same.
    NameCollides {
        /// The topic.
        name: String,
        /// The other.
        existing: String,
    },
    /// It exists.
    AlreadyExists(String),
    /// The request names it twice.
    NamedTwice(String),
    /// Both assignments and a number that they already say.
    AssignmentsAndNumber(&'static str),
    /// The assignments are not those of partitions from zero up.
    PartitionsNotConsecutive,
    /// One partition is assigned twice.
    PartitionTwice(PartitionIndex),
    /// One assignment cannot be.
    InvalidAssignment(AssignmentError),
    /// None of the brokers assigned to a partition is in service.
    AssignedBrokersFenced(PartitionIndex),
    /// The number of partitions is zero or less.
    InvalidPartitionCount(i32),
    /// The number of replicas is zero or less.
    InvalidReplicationFactor(i16),
    /// That many replicas cannot be placed.
    CannotPlace {
        /// How many replicas are wanted.
        factor: usize,
        /// Why not.
        why: PlacementError,
    },
    /// The request creates more partitions than [`PARTITIONS_PER_REQUEST_MAX`].
    TooManyPartitions(usize),
    /// These keys have no value.
    NullConfig(Vec<String>),
    /// A setting does not exist or does not take its value.
    InvalidConfig(settings::ConfigError),
}

impl fmt::Display for CreateTopicError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidName(error) => error.fmt(f),
            Self::NameCollides { name, existing } => {
                write!(f, "Topic '{name}' collides with existing topic: {existing}")
            }
            Self::AlreadyExists(name) => write!(f, "Topic '{name}' already exists."),
            Self::NamedTwice(name) => write!(
                f,
                "Duplicate topic name: '{name}' is in the request more than once."
            ),
            Self::AssignmentsAndNumber(number) => {
                write!(
                    f,
                    "A manual partition assignment was specified, but {number} was not set to -1."
                )
            }
            Self::PartitionsNotConsecutive => {
                f.write_str("partitions should be a consecutive 0-based integer sequence")
            }
            Self::PartitionTwice(index) => {
                write!(
                    f,
                    "Found multiple manual partition assignments for partition {index}"
                )
            }
            Self::InvalidAssignment(error) => error.fmt(f),
            Self::AssignedBrokersFenced(index) => write!(
                f,
                "All brokers specified in the manual partition assignment for partition {index} are \
                 fenced or in \
                 controlled shutdown."
            ),
            Self::InvalidPartitionCount(count) => write!(
                f,
                "Number of partitions was set to an invalid non-positive value: {count}. Set it to \
                 1 or more, or to -1 \
                 for num.partitions."
            ),
            Self::InvalidReplicationFactor(factor) => write!(
                f,
                "Replication factor must be larger than 0, or -1 to use the default value \
                 (default.replication.factor); \
                 it is {factor}."
            ),
            Self::CannotPlace { factor, why } => {
                write!(
                    f,
                    "Unable to replicate the partition {factor} time(s): {why}"
                )
            }
            Self::TooManyPartitions(count) => write!(
                f,
                "Excessively large number of partitions per request: {count} are above the limit of \
                 {PARTITIONS_PER_REQUEST_MAX}. Create the topics in several requests."
            ),
            Self::NullConfig(keys) => write!(
                f,
                "Null value not supported for topic configs: {}",
                keys.join(",")
            ),
            Self::InvalidConfig(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CreateTopicError {}

/// Answers by the name that was asked for.
pub type CreateTopicAnswers = Vec<Result<CreatedTopic, CreateTopicError>>;

/// Creates the topics that can be created: one answer for each, in order. With `validate_only` the
/// answers are the same and nothing is recorded.
pub fn decide_create_topics(
    cluster: Cluster<'_>,
    topics: &[NewTopic],
    validate_only: bool,
) -> Decision<CreateTopicAnswers> {
    let wanted: usize = topics
        .iter()
        .map(|topic| wanted_partitions(cluster, topic))
        .fold(0, usize::saturating_add);
    if wanted > PARTITIONS_PER_REQUEST_MAX {
        let refused = topics
            .iter()
            .map(|_| Err(CreateTopicError::TooManyPartitions(wanted)));
        return Decision::nothing(refused.collect());
    }
    let mut names = Names::new(cluster, topics);
    let mut records = Vec::new();
    let mut answers = Vec::with_capacity(topics.len());
    for topic in topics {
        let answer = names.check(cluster, topic).and_then(|name| {
            let created = create(cluster, topic, name, &mut records)?;
            names.taken.insert(
                created.name.as_str().replace('.', "_"),
                created.name.to_string(),
            );
            Ok(created)
        });
        answers.push(answer);
    }
    if validate_only {
        records.clear();
    }
    Decision::atomic(records, answers)
}

fn wanted_partitions(cluster: Cluster<'_>, topic: &NewTopic) -> usize {
    if topic.assignments.is_empty() {
        let count = topic
            .partition_count
            .unwrap_or(cluster.settings.default_partition_count);
        usize::try_from(count).unwrap_or(0)
    } else {
        topic.assignments.len()
    }
}

/// The names that are taken, and those that the request uses.
struct Names {
    /// Names with a dot or an underscore, by what they look like where both are the same.
    taken: BTreeMap<String, String>,
    twice: BTreeSet<String>,
}

impl Names {
    fn new(cluster: Cluster<'_>, topics: &[NewTopic]) -> Self {
        let may_collide = |name: &str| name.contains(['.', '_']);
        let mut taken = BTreeMap::new();
        if topics.iter().any(|topic| may_collide(&topic.name)) {
            let existing = cluster
                .image
                .topics()
                .iter()
                .map(|topic| topic.name.as_str());
            taken = existing
                .filter(|name| may_collide(name))
                .map(|name| (name.replace('.', "_"), name.to_owned()))
                .collect();
        }
        let mut seen = BTreeSet::new();
        let twice = topics
            .iter()
            .map(|topic| topic.name.clone())
            .filter(|name| !seen.insert(name.clone()));
        Self {
            taken,
            twice: twice.collect(),
        }
    }

    fn check(&self, cluster: Cluster<'_>, topic: &NewTopic) -> Result<TopicName, CreateTopicError> {
        let text = topic.name.as_str();
        if self.twice.contains(text) {
            return Err(CreateTopicError::NamedTwice(topic.name.clone()));
        }
        let name = TopicName::new(text).map_err(CreateTopicError::InvalidName)?;
        if cluster.image.topic(text).is_some() {
            return Err(CreateTopicError::AlreadyExists(topic.name.clone()));
        }
        match self.taken.get(&text.replace('.', "_")) {
            Some(existing) if text.contains(['.', '_']) => {
                let (name, existing) = (topic.name.clone(), existing.clone());
                Err(CreateTopicError::NameCollides { name, existing })
            }
            _ => Ok(name),
        }
    }
}

fn create(
    cluster: Cluster<'_>,
    topic: &NewTopic,
    name: TopicName,
    records: &mut Vec<Record>,
) -> Result<CreatedTopic, CreateTopicError> {
    let mut config = checked_config(topic)?;
    let partitions = if topic.assignments.is_empty() {
        placed(cluster, topic)?
    } else {
        assigned(cluster, topic)?
    };
    let replication_factor = partitions
        .first()
        .map_or(0, |partition| partition.replicas.len());
    if replication_factor >= FACTOR_WITH_SAFE_MINIMUM
        && !config.contains_key(MIN_IN_SYNC_REPLICAS)
        && !cluster_sets_minimum(cluster)
    {
        config.insert(MIN_IN_SYNC_REPLICAS.into(), SAFE_MINIMUM.into());
    }
    let record = TopicRecord {
        name: name.as_str().into(),
        topic_id: topic.id,
    };
    records.push(record.into());
    records.extend(config.iter().map(|(key, value)| {
        ConfigRecord {
            resource_type: ConfigResourceType::TOPIC.0,
            resource_name: name.as_str().into(),
            name: (&**key).into(),
            value: Some((&**value).into()),
        }
        .into()
    }));
    records.extend(partition_records(topic.id, 0, &partitions));
    Ok(CreatedTopic {
        name,
        id: topic.id,
        partition_count: partitions.len(),
        replication_factor,
        config,
    })
}

/// Whether somebody chose `min.insync.replicas` for the whole cluster. The record that comes with
/// eligible leader replicas repeats the default and does not count.
fn cluster_sets_minimum(cluster: Cluster<'_>) -> bool {
    let at_run_time = cluster.image.config(&ConfigResource::all_brokers());
    let at_run_time = at_run_time.and_then(|config| config.get(MIN_IN_SYNC_REPLICAS));
    let is_default = |value: &Arc<str>| value.trim().parse() == Ok(MIN_IN_SYNC_REPLICAS_DEFAULT);
    cluster.settings.min_in_sync_replicas.is_some()
        || at_run_time.is_some_and(|value| !is_default(value))
}

fn checked_config(topic: &NewTopic) -> Result<Config, CreateTopicError> {
    let without_value: Vec<_> = topic
        .configs
        .iter()
        .filter(|(_, value)| value.is_none())
        .map(|(key, _)| key.clone())
        .collect();
    if !without_value.is_empty() {
        return Err(CreateTopicError::NullConfig(without_value));
    }
    let values = topic
        .configs
        .iter()
        .filter_map(|(key, value)| Some((key.as_str(), value.as_deref()?)));
    validate_topic_all(values.clone()).map_err(CreateTopicError::InvalidConfig)?;
    Ok(values
        .map(|(key, value)| (key.into(), value.into()))
        .collect())
}

fn assigned(
    cluster: Cluster<'_>,
    topic: &NewTopic,
) -> Result<Vec<PartitionRegistration>, CreateTopicError> {
    if topic.replication_factor.is_some() {
        return Err(CreateTopicError::AssignmentsAndNumber("replication factor"));
    }
    if topic.partition_count.is_some() {
        return Err(CreateTopicError::AssignmentsAndNumber("numPartitions"));
    }
    let mut partitions = BTreeMap::new();
    let mut factor = None;
    for (index, replicas) in &topic.assignments {
        if partitions.contains_key(index) {
            return Err(CreateTopicError::PartitionTwice(*index));
        }
        check_assignment(cluster.image, replicas, factor)
            .map_err(CreateTopicError::InvalidAssignment)?;
        factor = Some(replicas.len());
        let partition = new_partition(cluster, replicas);
        partitions.insert(
            *index,
            partition.ok_or(CreateTopicError::AssignedBrokersFenced(*index))?,
        );
    }
    if !partitions
        .keys()
        .copied()
        .eq((0..).map(PartitionIndex).take(partitions.len()))
    {
        return Err(CreateTopicError::PartitionsNotConsecutive);
    }
    Ok(partitions.into_values().collect())
}

fn placed(
    cluster: Cluster<'_>,
    topic: &NewTopic,
) -> Result<Vec<PartitionRegistration>, CreateTopicError> {
    let factor = topic
        .replication_factor
        .unwrap_or(cluster.settings.default_replication_factor);
    let count = topic
        .partition_count
        .unwrap_or(cluster.settings.default_partition_count);
    let positive_factor = usize::try_from(factor).ok().filter(|&factor| factor > 0);
    let positive_count = usize::try_from(count).ok().filter(|&count| count > 0);
    let factor = positive_factor.ok_or(CreateTopicError::InvalidReplicationFactor(factor))?;
    let count = positive_count.ok_or(CreateTopicError::InvalidPartitionCount(count))?;
    let refuse = |why| CreateTopicError::CannotPlace { factor, why };
    let placed = place(cluster.image, count, factor, topic.seed).map_err(refuse)?;
    let partitions = placed
        .iter()
        .map(|replicas| new_partition(cluster, replicas));
    partitions
        .map(|partition| partition.ok_or(refuse(PlacementError::AllFenced)))
        .collect()
}
