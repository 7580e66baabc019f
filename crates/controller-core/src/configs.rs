//! Configuration set at run time: of topics, of one broker, of all brokers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use metadata::records::ConfigRecord;
use metadata::{Config, ConfigResource, ConfigResourceType, Image, Record};
use settings::{ConfigError, Kind, Setting};

use crate::decision::Decision;
use crate::partitions::change::PartitionChange;
use crate::policy::{Cluster, MIN_IN_SYNC_REPLICAS, TopicPolicy};

/// The longest value, in bytes: what a string in a record can hold.
const VALUE_BYTES_MAX: usize = 32_767;

/// What to do with one key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConfigOperation {
    /// Give it this value; `None` is refused.
    Set(Option<String>),
    /// Take its value away, so that the default holds.
    Delete,
    /// Add these entries, separated by commas, to a list, those that it has left out.
    Append(String),
    /// Take these entries, separated by commas, out of a list.
    Subtract(String),
}

/// What to do with the configuration of one resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigAlteration<Operation> {
    /// The resource.
    pub resource: ConfigResource,
    /// The keys, each with what to do.
    pub keys: Vec<(String, Operation)>,
}

/// Why the configuration of a resource is not altered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AlterConfigError {
    /// There is no such topic.
    UnknownTopic(String),
    /// The resource's kind has no configuration here.
    UnservedResource(ConfigResource),
    /// A broker's name is not its id.
    NotABrokerId(String),
    /// A resource or a key is named twice.
    NamedTwice(String),
    /// These keys have no value.
    NullValue(String),
    /// A key does not exist or does not take its value.
    Invalid(ConfigError),
    /// Entries are added to or taken from what is no list.
    NotAList(String),
    /// The value is longer than a record can hold.
    ValueTooLong(String),
    /// One broker's `min.insync.replicas`, while eligible leader replicas are on.
    MinimumOfOneBroker,
    /// The cluster's `min.insync.replicas` would go, while eligible leader replicas are on.
    MinimumOfClusterRemoved,
}

impl fmt::Display for AlterConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownTopic(topic) => write!(f, "The topic '{topic}' does not exist."),
            Self::UnservedResource(resource) => {
                write!(
                    f,
                    "Configuration of {resource} is not served: topics and brokers can be configured."
                )
            }
            Self::NotABrokerId(name) => write!(
                f,
                "Unable to parse broker name '{name}' as a base 10 number. Name a broker by its \
                 node.id, or leave the name \
                 empty for all brokers."
            ),
            Self::NamedTwice(what) => write!(f, "Error due to duplicate config keys: {what}"),
            Self::NullValue(keys) => write!(f, "Null value not supported for : {keys}"),
            Self::Invalid(error) => error.fmt(f),
            Self::NotAList(key) => {
                write!(
                    f,
                    "Config value append is not allowed for config key: {key}: its type is not LIST."
                )
            }
            Self::ValueTooLong(key) => write!(
                f,
                "The configuration value of {key} cannot be added because it exceeds the maximum \
                 value size of \
                 {VALUE_BYTES_MAX} bytes."
            ),
            Self::MinimumOfOneBroker => f.write_str(
                "Broker-level min.insync.replicas cannot be altered while ELR is enabled. Set it \
                 for the topic, or for all \
                 brokers.",
            ),
            Self::MinimumOfClusterRemoved => f.write_str(
                "Cluster-level min.insync.replicas cannot be removed while ELR is enabled. Set it \
                 to another value.",
            ),
        }
    }
}

impl std::error::Error for AlterConfigError {}

/// One answer for each resource, in order.
pub type AlterConfigAnswers = Vec<Result<(), AlterConfigError>>;

/// Changes single keys (KIP-339): one answer for each resource, in order; a resource is changed as
/// a whole or not at all. With
/// `validate_only` the answers are the same and nothing is recorded.
pub fn decide_incremental_alter_configs(
    cluster: Cluster<'_>,
    alterations: &[ConfigAlteration<ConfigOperation>],
    validate_only: bool,
) -> Decision<AlterConfigAnswers> {
    decide(
        cluster,
        alterations,
        validate_only,
        |resource, current, keys| {
            let mut values = BTreeMap::new();
            for (key, operation) in keys {
                values.insert(key.clone(), new_value(resource, current, key, operation)?);
            }
            Ok(values)
        },
    )
}

/// Replaces whole configurations: keys that are not named lose their value. One answer for each
/// resource, in order.
pub fn decide_alter_configs(
    cluster: Cluster<'_>,
    alterations: &[ConfigAlteration<Option<String>>],
    validate_only: bool,
) -> Decision<AlterConfigAnswers> {
    decide(cluster, alterations, validate_only, |_, current, keys| {
        let mut values: BTreeMap<_, _> =
            current.keys().map(|key| (key.to_string(), None)).collect();
        for (key, value) in keys {
            let value = value
                .clone()
                .ok_or_else(|| AlterConfigError::NullValue(key.clone()))?;
            values.insert(key.clone(), Some(value));
        }
        Ok(values)
    })
}

/// What each key shall be; none for a key that loses its value.
type NewValues = BTreeMap<String, Option<String>>;

fn decide<Operation>(
    cluster: Cluster<'_>,
    alterations: &[ConfigAlteration<Operation>],
    validate_only: bool,
    new_values: impl Fn(
        &ConfigResource,
        &Config,
        &[(String, Operation)],
    ) -> Result<NewValues, AlterConfigError>,
) -> Decision<AlterConfigAnswers> {
    let mut records = Vec::new();
    let mut minimum = Vec::new();
    let none = Config::new();
    let alter = |alteration: &ConfigAlteration<Operation>, records: &mut Vec<Record>| {
        let resource = &alteration.resource;
        let twice = alterations
            .iter()
            .filter(|other| other.resource == *resource)
            .count()
            > 1;
        if twice {
            return Err(AlterConfigError::NamedTwice(resource.to_string()));
        }
        check_resource(cluster.image, resource)?;
        check_keys(&alteration.keys)?;
        let current = cluster.image.config(resource).unwrap_or(&none);
        let values = new_values(resource, current, &alteration.keys)?;
        check_values(cluster.image, resource, current, &values)?;
        records.extend(changed_records(resource, current, &values));
        Ok(values
            .into_iter()
            .find(|(key, _)| key == MIN_IN_SYNC_REPLICAS)
            .map(|(_, value)| value))
    };
    let mut answers = Vec::with_capacity(alterations.len());
    for alteration in alterations {
        answers.push(alter(alteration, &mut records).map(|changed| {
            minimum.extend(changed.map(|value| (alteration.resource.clone(), value)));
        }));
    }
    clear_eligible_leaders(cluster, &minimum, &mut records);
    if validate_only {
        records.clear();
    }
    Decision::atomic(records, answers)
}

fn check_resource(image: &Image, resource: &ConfigResource) -> Result<(), AlterConfigError> {
    match resource.resource_type {
        ConfigResourceType::TOPIC if image.topic(&resource.name).is_some() => Ok(()),
        ConfigResourceType::TOPIC => Err(AlterConfigError::UnknownTopic(resource.name.to_string())),
        ConfigResourceType::BROKER if resource.name.is_empty() => Ok(()),
        ConfigResourceType::BROKER => match resource.name.parse::<i32>() {
            Ok(0..) => Ok(()),
            _ => Err(AlterConfigError::NotABrokerId(resource.name.to_string())),
        },
        _ => Err(AlterConfigError::UnservedResource(resource.clone())),
    }
}

fn check_keys<Operation>(keys: &[(String, Operation)]) -> Result<(), AlterConfigError> {
    let mut sorted: Vec<_> = keys.iter().map(|(key, _)| key).collect();
    sorted.sort_unstable();
    match sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .find(|(left, right)| left == right)
    {
        Some((key, _)) => Err(AlterConfigError::NamedTwice((*key).clone())),
        None => Ok(()),
    }
}

fn new_value(
    resource: &ConfigResource,
    current: &Config,
    key: &str,
    operation: &ConfigOperation,
) -> Result<Option<String>, AlterConfigError> {
    let (entries, append) = match operation {
        ConfigOperation::Set(None) => return Err(AlterConfigError::NullValue(key.to_owned())),
        ConfigOperation::Set(Some(value)) => return Ok(Some(value.clone())),
        ConfigOperation::Delete => return Ok(None),
        ConfigOperation::Append(entries) => (entries, true),
        ConfigOperation::Subtract(entries) => (entries, false),
    };
    let setting = setting(resource, key);
    if setting.is_none_or(|setting| setting.kind != Kind::List) {
        return Err(AlterConfigError::NotAList(key.to_owned()));
    }
    let default = setting
        .and_then(|setting| setting.default)
        .unwrap_or_default();
    let current = current.get(key).map_or(default, |value| value);
    let parts = |list: &str| -> Vec<String> {
        list.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let mut list = parts(current);
    for entry in parts(entries) {
        match (append, list.iter().position(|known| *known == entry)) {
            (true, None) => list.push(entry),
            (false, Some(place)) => {
                list.remove(place);
            }
            _ => {}
        }
    }
    Ok(Some(list.join(",")))
}

fn setting(resource: &ConfigResource, key: &str) -> Option<&'static Setting> {
    match resource.resource_type {
        ConfigResourceType::TOPIC => settings::topic_setting(key),
        _ => settings::broker_setting(key),
    }
}

fn check_values(
    image: &Image,
    resource: &ConfigResource,
    current: &Config,
    values: &NewValues,
) -> Result<(), AlterConfigError> {
    let is_topic = resource.resource_type == ConfigResourceType::TOPIC;
    let all_brokers = resource.name.is_empty();
    for (key, value) in values {
        if key == MIN_IN_SYNC_REPLICAS && !is_topic && image.eligible_leader_replicas_enabled() {
            if !all_brokers {
                return Err(AlterConfigError::MinimumOfOneBroker);
            }
            if value.is_none() {
                return Err(AlterConfigError::MinimumOfClusterRemoved);
            }
        }
        let Some(value) = value else { continue };
        if value.len() > VALUE_BYTES_MAX {
            return Err(AlterConfigError::ValueTooLong(key.clone()));
        }
        let checked = if is_topic {
            settings::validate_topic(key, value)
        } else {
            settings::validate_broker_dynamic(key, value, !all_brokers)
        };
        checked.map_err(AlterConfigError::Invalid)?;
    }
    if is_topic {
        // What was set before and is served no longer must not forbid changing the rest.
        let kept = current
            .iter()
            .filter(|(key, _)| !values.contains_key(&***key));
        let kept = kept.map(|(key, value)| (&**key, &**value));
        let kept = kept.filter(|(key, value)| settings::validate_topic(key, value).is_ok());
        let new = values
            .iter()
            .filter_map(|(key, value)| Some((key.as_str(), value.as_deref()?)));
        settings::validate_topic_all(kept.chain(new)).map_err(AlterConfigError::Invalid)?;
    }
    Ok(())
}

fn changed_records(resource: &ConfigResource, current: &Config, values: &NewValues) -> Vec<Record> {
    // A broker reads anew what a value names, such as a key store, also when the value stays.
    let always = resource.resource_type == ConfigResourceType::BROKER;
    let differs = |key: &str, value: &Option<String>| {
        current.get(key).map(|value| &**value) != value.as_deref()
    };
    values
        .iter()
        .filter(|(key, value)| always || differs(key, value))
        .map(|(key, value)| {
            ConfigRecord {
                resource_type: resource.resource_type.0,
                resource_name: (&*resource.name).into(),
                name: key.as_str().into(),
                value: value.as_deref().map(Into::into),
            }
            .into()
        })
        .collect()
}

/// A lower `min.insync.replicas` may let records be committed that eligible leaders lack: where as
/// many replicas are in sync as the new value asks for, they are eligible no longer, by the same
/// decision.
fn clear_eligible_leaders(
    cluster: Cluster<'_>,
    minimum: &[(ConfigResource, Option<String>)],
    records: &mut Vec<Record>,
) {
    if minimum.is_empty() || !cluster.image.eligible_leader_replicas_enabled() {
        return;
    }
    let altered = |resource: &ConfigResource| {
        minimum
            .iter()
            .find(|(altered, _)| altered == resource)
            .map(|(_, value)| value.as_deref())
    };
    let number = |value: Option<&str>| value.and_then(|value| value.trim().parse::<usize>().ok());
    let all_brokers = ConfigResource::all_brokers();
    let of_cluster = match altered(&all_brokers) {
        Some(value) => number(value),
        None => {
            let value = cluster
                .image
                .config(&all_brokers)
                .and_then(|config| config.get(MIN_IN_SYNC_REPLICAS));
            number(value.map(|value: &Arc<str>| &**value))
        }
    };
    for topic in cluster.image.topics().iter() {
        let resource = ConfigResource::topic(topic.name.as_str());
        let own = match altered(&resource) {
            Some(value) => number(value),
            None => {
                let value = cluster
                    .image
                    .config(&resource)
                    .and_then(|config| config.get(MIN_IN_SYNC_REPLICAS));
                number(value.map(|value| &**value))
            }
        };
        let min_in_sync_replicas = own
            .or(of_cluster)
            .unwrap_or_else(|| cluster.static_min_in_sync_replicas());
        let policy = TopicPolicy {
            min_in_sync_replicas,
            ..cluster.topic_policy(topic)
        };
        for (&index, partition) in topic.partitions.iter() {
            let effective = min_in_sync_replicas.min(partition.replicas.len());
            if !partition.eligible_leaders.is_empty() && partition.in_sync.len() >= effective {
                let change = PartitionChange::new(cluster, policy, topic.id, index, partition);
                records.extend(change.build().map(Record::from));
            }
        }
    }
}
