//! What is in the znodes: Kafka's JSON where Kafka has it, and ours for what is under `/highwater`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use metadata::{
    Config, LeaderRecoveryState, PartitionRegistration, Record, Topic, decode_record, encode_record,
};
use serde_json::{Map, Value, json};
use types::{BrokerId, ControllerEpoch, LeaderEpoch, TopicId, Uuid};

/// A znode whose content is not what it must be. Nothing is changed because of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct MalformedZnode {
    /// The path, below the chroot.
    pub(crate) path: String,
    /// What is wrong with it.
    pub(crate) why: String,
}

impl fmt::Display for MalformedZnode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the znode {} cannot be used: {}. Nothing was changed; repair it with ZooKeeper's shell, or point zookeeper.connect at \
             the right ensemble and chroot",
            self.path, self.why
        )
    }
}

impl std::error::Error for MalformedZnode {}

pub(super) type Read<T> = Result<T, String>;

pub(crate) fn at<T>(path: &str, read: Read<T>) -> Result<T, MalformedZnode> {
    read.map_err(|why| MalformedZnode {
        path: path.to_owned(),
        why,
    })
}

pub(super) fn bytes(value: &Value) -> Bytes {
    Bytes::from(value.to_string())
}

pub(super) fn object(data: &[u8]) -> Read<Map<String, Value>> {
    match serde_json::from_slice(data) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(format!("it holds {}, not a JSON object", kind(&other))),
        Err(error) => Err(format!("it holds no JSON: {error}")),
    }
}

/// An object whose field `version` is one of those that are known: from 1 to `newest`.
pub(super) fn versioned(data: &[u8], newest: i32) -> Read<Map<String, Value>> {
    let object = object(data)?;
    let value = field(&object, "version")?;
    let text = value.as_str().and_then(|text| text.parse().ok());
    let version = value.as_i64().or(text);
    match version {
        Some(version) if (1..=i64::from(newest)).contains(&version) => Ok(object),
        _ => Err(format!(
            "its \"version\" is {value}, and only 1 to {newest} are known here"
        )),
    }
}

pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(super) fn field<'a>(object: &'a Map<String, Value>, name: &str) -> Read<&'a Value> {
    object
        .get(name)
        .ok_or_else(|| format!("the field \"{name}\" is missing"))
}

pub(super) fn integer<T: TryFrom<i64>>(value: &Value, name: &str) -> Read<T> {
    let number = value.as_i64().and_then(|number| T::try_from(number).ok());
    number.ok_or_else(|| format!("\"{name}\" is {value}, not a number in its range"))
}

pub(super) fn number<T: TryFrom<i64>>(object: &Map<String, Value>, name: &str) -> Read<T> {
    integer(field(object, name)?, name)
}

pub(super) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Read<&'a str> {
    let value = field(object, name)?;
    value
        .as_str()
        .ok_or_else(|| format!("\"{name}\" is {}, not a text", kind(value)))
}

pub(super) fn truth(object: &Map<String, Value>, name: &str) -> Read<bool> {
    let value = field(object, name)?;
    value
        .as_bool()
        .ok_or_else(|| format!("\"{name}\" is {}, not true or false", kind(value)))
}

pub(super) fn id(text: &str) -> Read<Uuid> {
    text.parse::<Uuid>()
}

pub(super) fn list<'a>(value: &'a Value, name: &str) -> Read<&'a Vec<Value>> {
    value
        .as_array()
        .ok_or_else(|| format!("\"{name}\" is {}, not a list", kind(value)))
}

fn broker_list(value: &Value, name: &str) -> Read<Vec<BrokerId>> {
    let ids = list(value, name)?.iter();
    ids.map(|id| integer(id, name).map(BrokerId)).collect()
}

fn brokers(object: &Map<String, Value>, name: &str) -> Read<Vec<BrokerId>> {
    broker_list(field(object, name)?, name)
}

pub(super) fn uuids(object: &Map<String, Value>, name: &str) -> Read<Vec<Uuid>> {
    let ids = list(field(object, name)?, name)?.iter();
    ids.map(|value| id(value.as_str().unwrap_or_default()))
        .collect()
}

fn numbers(ids: &[BrokerId]) -> Vec<i32> {
    ids.iter().map(|id| id.0).collect()
}

pub(super) fn texts(ids: &[Uuid]) -> Vec<String> {
    ids.iter().map(Uuid::to_string).collect()
}

/// `/cluster/id`.
pub(crate) fn cluster_id(id: &str) -> Bytes {
    bytes(&json!({"version": "1", "id": id}))
}

pub(crate) fn read_cluster_id(data: &[u8]) -> Read<String> {
    Ok(text(&versioned(data, 1)?, "id")?.to_owned())
}

/// `/controller`, as Kafka 3.4 and later write it.
pub(crate) fn controller(broker: BrokerId, now_ms: i64) -> Bytes {
    bytes(&json!({
        "version": 2,
        "brokerid": broker.0,
        "timestamp": now_ms.to_string(),
        "kraftControllerEpoch": -1,
    }))
}

pub(crate) fn read_controller(data: &[u8]) -> Read<BrokerId> {
    number(&versioned(data, 2)?, "brokerid").map(BrokerId)
}

/// `/controller_epoch`: decimal text.
pub(crate) fn controller_epoch(epoch: ControllerEpoch) -> Bytes {
    Bytes::from(epoch.0.to_string())
}

pub(crate) fn read_controller_epoch(data: &[u8]) -> Read<ControllerEpoch> {
    let text = std::str::from_utf8(data).unwrap_or_default();
    match text.trim().parse::<i32>() {
        Ok(epoch) if epoch >= 0 => Ok(ControllerEpoch(epoch)),
        _ => Err(format!("{text:?} is no epoch")),
    }
}

/// `/feature`, as a cluster in ZooKeeper has it that has no features of its own.
pub(crate) fn no_features() -> Bytes {
    bytes(&json!({"version": 2, "status": 1, "features": {}}))
}

/// `/highwater/commit`.
pub(crate) fn commit(epoch: ControllerEpoch, sequence: u64) -> Bytes {
    bytes(&json!({"version": 1, "controller_epoch": epoch.0, "sequence": sequence}))
}

/// The epoch and the number of the last commit; before the first one there is none.
pub(crate) fn read_commit(data: &[u8]) -> Read<Option<(ControllerEpoch, u64)>> {
    if data.is_empty() {
        return Ok(None);
    }
    let object = versioned(data, 1)?;
    let sequence: i64 = number(&object, "sequence")?;
    let sequence = u64::try_from(sequence).map_err(|_| "\"sequence\" is negative".to_owned())?;
    Ok(Some((
        ControllerEpoch(number(&object, "controller_epoch")?),
        sequence,
    )))
}

/// `/brokers/topics/T`, version 3.
pub(crate) fn topic(topic: &Topic) -> Bytes {
    let mut partitions = Map::new();
    let (mut adding, mut removing) = (Map::new(), Map::new());
    for (index, partition) in topic.partitions.iter() {
        let index = index.to_string();
        if !partition.adding_replicas.is_empty() {
            adding.insert(index.clone(), json!(numbers(&partition.adding_replicas)));
        }
        if !partition.removing_replicas.is_empty() {
            removing.insert(index.clone(), json!(numbers(&partition.removing_replicas)));
        }
        partitions.insert(index, json!(numbers(&partition.replicas)));
    }
    bytes(&json!({
        "version": 3,
        "topic_id": topic.id.to_string(),
        "partitions": partitions,
        "adding_replicas": adding,
        "removing_replicas": removing,
    }))
}

/// Who keeps a partition.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Assignment {
    pub(crate) replicas: Vec<BrokerId>,
    pub(crate) adding: Vec<BrokerId>,
    pub(crate) removing: Vec<BrokerId>,
}

pub(crate) type Assignments = BTreeMap<i32, Assignment>;

pub(crate) fn read_topic(data: &[u8]) -> Read<(TopicId, Assignments)> {
    let object = versioned(data, 3)?;
    let Ok(topic_id) = text(&object, "topic_id") else {
        let why = "it has no \"topic_id\": a Kafka older than 2.8 wrote it last. Start the cluster once with Kafka 2.8 or later, which \
                   gives every topic an id";
        return Err(why.to_owned());
    };
    let topic_id = id(topic_id)?;
    let read = |name: &str| -> Read<BTreeMap<i32, Vec<BrokerId>>> {
        let Some(value) = object.get(name) else {
            return Ok(BTreeMap::new());
        };
        let entries = value
            .as_object()
            .ok_or_else(|| format!("\"{name}\" is {}, not an object", kind(value)))?;
        let mut lists = BTreeMap::new();
        for (index, ids) in entries {
            let number = index.parse::<i32>().ok().filter(|index| *index >= 0);
            let number =
                number.ok_or_else(|| format!("{index:?} in \"{name}\" is no partition"))?;
            lists.insert(number, broker_list(ids, name)?);
        }
        Ok(lists)
    };
    field(&object, "partitions")?;
    let (mut adding, mut removing) = (read("adding_replicas")?, read("removing_replicas")?);
    let assignments = read("partitions")?.into_iter().map(|(index, replicas)| {
        let assignment = Assignment {
            replicas,
            adding: adding.remove(&index).unwrap_or_default(),
            removing: removing.remove(&index).unwrap_or_default(),
        };
        (index, assignment)
    });
    Ok((topic_id, assignments.collect()))
}

/// `/brokers/topics/T/partitions/P/state`.
pub(crate) fn state(partition: &PartitionRegistration, epoch: ControllerEpoch) -> Bytes {
    let mut state = json!({
        "controller_epoch": epoch.0,
        "leader": partition.leader.0,
        "version": 1,
        "leader_epoch": partition.leader_epoch.0,
        "isr": numbers(&partition.in_sync),
    });
    if partition.leader_recovery_state != LeaderRecoveryState::Recovered
        && let Some(state) = state.as_object_mut()
    {
        let number = partition.leader_recovery_state.number();
        state.insert("leader_recovery_state".to_owned(), json!(number));
    }
    bytes(&state)
}

/// What the state of a partition says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct State {
    pub(crate) leader: BrokerId,
    pub(crate) leader_epoch: LeaderEpoch,
    pub(crate) controller_epoch: ControllerEpoch,
    pub(crate) in_sync: Vec<BrokerId>,
    pub(crate) leader_recovery_state: i8,
}

pub(crate) fn read_state(data: &[u8]) -> Read<State> {
    let object = versioned(data, 1)?;
    let leader_recovery_state = match object.get("leader_recovery_state") {
        Some(value) => integer(value, "leader_recovery_state")?,
        None => 0,
    };
    Ok(State {
        leader: BrokerId(number(&object, "leader")?),
        leader_epoch: LeaderEpoch(number(&object, "leader_epoch")?),
        controller_epoch: ControllerEpoch(number(&object, "controller_epoch")?),
        in_sync: brokers(&object, "isr")?,
        leader_recovery_state,
    })
}

/// `/highwater/topics/T`: for which topic of that name the rest is.
pub(crate) fn topic_extras(topic: TopicId) -> Bytes {
    bytes(&json!({"version": 1, "topic_id": topic.to_string()}))
}

pub(crate) fn read_topic_extras(data: &[u8]) -> Read<TopicId> {
    id(text(&versioned(data, 1)?, "topic_id")?)
}

/// `/highwater/topics/T/P`: what a partition has beyond its `state`.
pub(crate) fn partition_extras(partition: &PartitionRegistration) -> Bytes {
    bytes(&json!({
        "version": 1,
        "directories": texts(&partition.directories),
        "eligible_leaders": numbers(&partition.eligible_leaders),
        "last_known_eligible_leaders": numbers(&partition.last_known_eligible_leaders),
    }))
}

/// See [`partition_extras`].
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Extras {
    pub(crate) directories: Vec<Uuid>,
    pub(crate) eligible_leaders: Vec<BrokerId>,
    pub(crate) last_known_eligible_leaders: Vec<BrokerId>,
}

pub(crate) fn read_partition_extras(data: &[u8]) -> Read<Extras> {
    let object = versioned(data, 1)?;
    Ok(Extras {
        directories: uuids(&object, "directories")?,
        eligible_leaders: brokers(&object, "eligible_leaders")?,
        last_known_eligible_leaders: brokers(&object, "last_known_eligible_leaders")?,
    })
}

/// `/config/…/X`.
pub(crate) fn config(config: Option<&Config>) -> Bytes {
    let keys = config.into_iter().flatten();
    let keys: Map<_, _> = keys
        .map(|(key, value)| (key.to_string(), json!(&**value)))
        .collect();
    bytes(&json!({"version": 1, "config": keys}))
}

pub(crate) fn read_config(data: &[u8]) -> Read<Config> {
    if data.is_empty() {
        return Ok(Config::new());
    }
    let object = versioned(data, 1)?;
    let value = field(&object, "config")?;
    let entries = value
        .as_object()
        .ok_or_else(|| format!("\"config\" is {}, not an object", kind(value)))?;
    let mut config = Config::new();
    for (key, value) in entries {
        let value = value
            .as_str()
            .ok_or_else(|| format!("the value of {key} is {}, not a text", kind(value)))?;
        config.insert(key.as_str().into(), value.into());
    }
    Ok(config)
}

/// `/latest_producer_id_block`.
pub(crate) fn producer_ids(broker: i32, first: i64, next: i64) -> Bytes {
    bytes(&json!({
        "version": 1,
        "broker": broker,
        "block_start": first.to_string(),
        "block_end": (next - 1).to_string(),
    }))
}

/// The next id that is in no block.
pub(crate) fn read_producer_ids(data: &[u8]) -> Read<Option<i64>> {
    if data.is_empty() {
        return Ok(None);
    }
    let object = versioned(data, 1)?;
    let end = text(&object, "block_end")?;
    let end = end
        .parse::<i64>()
        .ok()
        .filter(|end| (0..i64::MAX).contains(end));
    let end = end.ok_or_else(|| "\"block_end\" is no producer id".to_owned())?;
    Ok(Some(end + 1))
}

/// `/highwater/producer_ids`.
pub(crate) fn next_producer_id(next: i64) -> Bytes {
    bytes(&json!({"version": 1, "next_producer_id": next}))
}

pub(crate) fn read_next_producer_id(data: &[u8]) -> Read<i64> {
    number(&versioned(data, 1)?, "next_producer_id")
}

/// `/highwater/features`.
pub(crate) fn features(levels: &BTreeMap<Arc<str>, i16>) -> Bytes {
    let levels: Map<_, _> = levels
        .iter()
        .map(|(name, level)| (name.to_string(), json!(level)))
        .collect();
    bytes(&json!({"version": 1, "features": levels}))
}

pub(crate) fn read_features(data: &[u8]) -> Read<BTreeMap<String, i16>> {
    if data.is_empty() {
        return Ok(BTreeMap::new());
    }
    let object = versioned(data, 1)?;
    let value = field(&object, "features")?;
    let entries = value
        .as_object()
        .ok_or_else(|| format!("\"features\" is {}, not an object", kind(value)))?;
    entries
        .iter()
        .map(|(name, level)| Ok((name.clone(), integer(level, name)?)))
        .collect()
}

/// `/highwater/security/…`: a record as it is in the metadata log, in hexadecimal digits.
pub(crate) fn record(record: &Record) -> Result<Bytes, String> {
    let encoded = encode_record(record).map_err(|error| error.to_string())?;
    let digits: String = encoded.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(bytes(
        &json!({"version": 1, "kind": record.name(), "record": digits}),
    ))
}

pub(crate) fn read_record(data: &[u8]) -> Read<Record> {
    let object = versioned(data, 1)?;
    let digits = text(&object, "record")?.as_bytes().chunks(2);
    let byte = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).unwrap_or_default();
        u8::from_str_radix(digits, 16).map_err(|_| format!("{digits:?} are no hexadecimal digits"))
    };
    let encoded: Vec<u8> = digits.map(byte).collect::<Read<_>>()?;
    decode_record(encoded.into()).map_err(|error| error.to_string())
}
