//! From the tree to records.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use metadata::records::{
    ConfigRecord, FeatureLevelRecord, PartitionRecord, ProducerIdsRecord, TopicRecord,
};
use metadata::{ConfigResourceType, METADATA_VERSION, Record, UNASSIGNED_DIRECTORY};
use types::{BrokerId, ControllerEpoch, PartitionIndex, TopicId};
use world::Stat;

use super::content::{self, Assignment, Extras, MalformedZnode, at};
use super::{paths, registrations};

/// Znodes by their path, as they were read.
pub(crate) type Picture = BTreeMap<String, (Bytes, Stat)>;

/// What the picture holds of a znode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Needed {
    /// It has no meaning here.
    Nothing,
    /// That it is there.
    Presence,
    /// What is in it.
    Data,
    /// What is below it.
    Children,
    /// Both.
    All,
}

/// What the picture needs of a path.
pub(crate) fn needed(path: &str) -> Needed {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["brokers", "topics"] | ["admin", "delete_topics"] => Needed::Children,
        ["config", "topics" | "brokers"] => Needed::Children,
        [
            "highwater",
            "brokers" | "controllers" | "topics" | "config" | "security",
        ] => Needed::Children,
        ["highwater", "config", "client-metrics" | "groups"] => Needed::Children,
        ["brokers", "topics", _] | ["highwater", "topics", _] => Needed::All,
        ["brokers", "topics", _, "partitions"] => Needed::Children,
        ["brokers", "topics", _, "partitions", _] => Needed::Presence,
        ["brokers", "topics", _, "partitions", _, "state"] => Needed::Data,
        ["admin", "delete_topics", _] | ["config", "topics" | "brokers", _] => Needed::Data,
        ["latest_producer_id_block"] | ["highwater", "features" | "producer_ids"] => Needed::Data,
        ["highwater", "brokers" | "controllers" | "security", _] => Needed::Data,
        ["highwater", "config" | "topics", _, _] => Needed::Data,
        _ => Needed::Nothing,
    }
}

fn children<'a>(
    picture: &'a Picture,
    parent: &str,
) -> impl Iterator<Item = (&'a str, &'a str, &'a (Bytes, Stat))> {
    let prefix = format!("{parent}/");
    let from = picture.range(prefix.clone()..);
    from.take_while({
        let prefix = prefix.clone();
        move |(path, _)| path.starts_with(&prefix)
    })
    .filter_map(move |(path, node)| {
        let name = path.strip_prefix(&prefix)?;
        (!name.contains('/')).then_some((path.as_str(), name, node))
    })
}

/// Whether a topic is there and not marked as removed.
fn has_topic(picture: &Picture, name: &str) -> bool {
    picture.contains_key(&paths::topic(name)) && !picture.contains_key(&paths::deletion(name))
}

fn broker_of(path: &str, name: &str) -> Result<BrokerId, MalformedZnode> {
    let id = name
        .parse::<i32>()
        .map_err(|_| format!("{name:?} is no broker"));
    at(path, id.map(BrokerId))
}

/// The records that make the image that a picture shows. A controller of `epoch` reads them.
///
/// # Errors
/// The first znode that cannot be understood.
pub(crate) fn read_records(
    picture: &Picture,
    epoch: ControllerEpoch,
) -> Result<Vec<Record>, MalformedZnode> {
    let (records, malformed) = read_whole(picture, epoch);
    match malformed.into_iter().next() {
        Some(first) => Err(first),
        None => Ok(records),
    }
}

/// As [`read_records`], with every znode that cannot be understood: the records are those of the others.
pub(crate) fn read_whole(
    picture: &Picture,
    epoch: ControllerEpoch,
) -> (Vec<Record>, Vec<MalformedZnode>) {
    let mut reading = Reading {
        picture,
        epoch,
        records: Vec::new(),
        malformed: Vec::new(),
    };
    let read = reading.features();
    reading.keep(read);
    for (path, name, (data, _)) in children(picture, paths::BROKERS) {
        let read = broker_of(path, name)
            .and_then(|broker| at(path, registrations::read_broker(broker, data)));
        if let Some(registration) = reading.keep(read) {
            reading.records.push(registration.to_record().into());
        }
    }
    for (path, name, (data, _)) in children(picture, paths::CONTROLLERS) {
        let read = broker_of(path, name).and_then(|controller| {
            let read = registrations::read_controller_registration(controller, data);
            at(path, read)
        });
        if let Some(registration) = reading.keep(read) {
            reading.records.push(registration.to_record().into());
        }
    }
    for (path, name, (data, _)) in children(picture, paths::TOPICS) {
        if has_topic(picture, name) {
            let read = reading.topic(path, name, data);
            reading.keep(read);
        }
    }
    reading.configs();
    let read = reading.producer_ids();
    reading.keep(read);
    for (path, _, (data, _)) in children(picture, paths::SECURITY) {
        let read = reading.keep(at(path, content::read_record(data)));
        reading.records.extend(read);
    }
    (reading.records, reading.malformed)
}

/// A picture on its way to records.
struct Reading<'a> {
    picture: &'a Picture,
    epoch: ControllerEpoch,
    records: Vec<Record>,
    malformed: Vec<MalformedZnode>,
}

impl Reading<'_> {
    fn keep<T>(&mut self, read: Result<T, MalformedZnode>) -> Option<T> {
        read.map_err(|error| self.malformed.push(error)).ok()
    }

    fn producer_ids(&mut self) -> Result<(), MalformedZnode> {
        let path = paths::PRODUCER_IDS;
        let given = match self.picture.get(path) {
            Some((data, _)) => at(path, content::read_producer_ids(data))?,
            None => None,
        };
        let own = paths::NEXT_PRODUCER_ID;
        let known = match self.picture.get(own) {
            Some((data, _)) => Some(at(own, content::read_next_producer_id(data))?),
            None => None,
        };
        // No id is given out twice: the further of the two holds.
        if let Some(next_producer_id) = given.max(known) {
            let record = ProducerIdsRecord {
                broker_id: -1,
                broker_epoch: -1,
                next_producer_id,
            };
            self.records.push(record.into());
        }
        Ok(())
    }

    fn features(&mut self) -> Result<(), MalformedZnode> {
        let Some((data, _)) = self.picture.get(paths::FEATURES) else {
            return Ok(());
        };
        let mut levels = at(paths::FEATURES, content::read_features(data))?;
        let first = levels.remove_entry(METADATA_VERSION);
        for (name, feature_level) in first.into_iter().chain(levels) {
            let name = name.as_str().into();
            let record = FeatureLevelRecord {
                name,
                feature_level,
            };
            self.records.push(record.into());
        }
        Ok(())
    }

    fn topic(&mut self, path: &str, name: &str, data: &[u8]) -> Result<(), MalformedZnode> {
        let (topic_id, assignments) = at(path, content::read_topic(data))?;
        let record = TopicRecord {
            name: name.into(),
            topic_id,
        };
        self.records.push(record.into());
        let extras_path = paths::topic_extras(name);
        let extras_are_its_own = match self.picture.get(&extras_path) {
            Some((data, _)) => at(&extras_path, content::read_topic_extras(data))? == topic_id,
            None => false,
        };
        for (index, assignment) in assignments {
            let index = PartitionIndex(index);
            let read = self.partition(name, topic_id, index, assignment, extras_are_its_own);
            if let Some(record) = self.keep(read) {
                self.records.push(record.into());
            }
        }
        Ok(())
    }

    fn partition(
        &self,
        name: &str,
        topic_id: TopicId,
        index: PartitionIndex,
        assignment: Assignment,
        extras_are_its_own: bool,
    ) -> Result<PartitionRecord, MalformedZnode> {
        if let Some(why) = wrong_assignment(&assignment.replicas) {
            let path = paths::topic(name);
            let why = format!("partition {index}: {why}");
            return Err(MalformedZnode { path, why });
        }
        let extras_path = paths::partition_extras(name, index);
        let found = self.picture.get(&extras_path);
        let extras = match found.filter(|_| extras_are_its_own) {
            Some((data, _)) => at(&extras_path, content::read_partition_extras(data))?,
            None => Extras::default(),
        };
        let path = paths::state(name, index);
        let Some((data, stat)) = self.picture.get(&path) else {
            let why = "it is missing, although the topic has the partition".to_owned();
            return Err(MalformedZnode { path, why });
        };
        let state = at(&path, content::read_state(data))?;
        if state.controller_epoch > self.epoch {
            let (newer, epoch) = (state.controller_epoch, self.epoch);
            let why =
                format!("a controller of epoch {newer} wrote it, and /controller_epoch is {epoch}");
            return Err(MalformedZnode { path, why });
        }
        if let Some(why) = strangers(&state, &assignment.replicas) {
            return Err(MalformedZnode { path, why });
        }
        Ok(partition(
            topic_id,
            index,
            assignment,
            state,
            extras,
            stat.version,
        ))
    }

    fn configs(&mut self) {
        for folder in paths::config_folders() {
            for (path, _, (data, _)) in children(self.picture, folder) {
                let Some(resource) = paths::configured(path) else {
                    continue;
                };
                let is_topic = resource.resource_type == ConfigResourceType::TOPIC;
                if is_topic && !has_topic(self.picture, &resource.name) {
                    continue;
                }
                let config = self.keep(at(path, content::read_config(data)));
                let config = config.unwrap_or_default();
                self.records.extend(config.iter().map(|(name, value)| {
                    let record = ConfigRecord {
                        resource_type: resource.resource_type.0,
                        resource_name: (&*resource.name).into(),
                        name: (&**name).into(),
                        value: Some((&**value).into()),
                    };
                    Record::from(record)
                }));
            }
        }
    }
}

/// What is wrong with a list of replicas.
fn wrong_assignment(replicas: &[BrokerId]) -> Option<String> {
    let different: BTreeSet<_> = replicas.iter().collect();
    match (replicas.is_empty(), different.len() == replicas.len()) {
        (true, _) => Some("it has no replica".to_owned()),
        (false, false) => Some("a broker is named twice".to_owned()),
        (false, true) => different
            .into_iter()
            .find(|id| id.0 < 0)
            .map(|id| format!("{id} is no broker")),
    }
}

/// What is wrong with a state that names brokers which keep no replica: they have none of the records.
fn strangers(state: &content::State, replicas: &[BrokerId]) -> Option<String> {
    let is_stranger = |id: &BrokerId| !replicas.contains(id);
    let numbers = |ids: &[BrokerId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    let assigned = numbers(replicas);
    let leader = state.leader;
    if let Some(stranger) = state.in_sync.iter().find(|id| is_stranger(id)) {
        let in_sync = numbers(&state.in_sync);
        return Some(format!(
            "\"isr\" is {in_sync:?} and names broker {stranger}, which is no replica: write only brokers of {assigned:?} there, as the \
             topic's znode assigns them"
        ));
    }
    let is_wrong = leader.0 >= 0 && is_stranger(&leader);
    is_wrong.then(|| {
        format!(
            "\"leader\" is broker {leader}, which is no replica: write one of {assigned:?} there, as the topic's znode assigns them, or \
             -1"
        )
    })
}

fn partition(
    topic_id: TopicId,
    index: PartitionIndex,
    assignment: Assignment,
    state: content::State,
    extras: Extras,
    version: i32,
) -> PartitionRecord {
    let numbers = |ids: Vec<BrokerId>| -> Vec<i32> { ids.into_iter().map(|id| id.0).collect() };
    let unless_empty = |ids: Vec<BrokerId>| (!ids.is_empty()).then(|| numbers(ids));
    // An assignment by another hand has left these behind: whoever keeps no replica has none of the records.
    let of_replicas = |mut ids: Vec<BrokerId>| {
        ids.retain(|id| assignment.replicas.contains(id));
        ids
    };
    let eligible_leaders = of_replicas(extras.eligible_leaders);
    let last_known = of_replicas(extras.last_known_eligible_leaders);
    let directories = if extras.directories.len() == assignment.replicas.len() {
        extras.directories
    } else {
        vec![UNASSIGNED_DIRECTORY; assignment.replicas.len()]
    };
    PartitionRecord {
        partition_id: index.0,
        topic_id,
        replicas: numbers(assignment.replicas),
        isr: numbers(state.in_sync),
        removing_replicas: numbers(assignment.removing),
        adding_replicas: numbers(assignment.adding),
        leader: state.leader.0,
        leader_recovery_state: state.leader_recovery_state,
        leader_epoch: state.leader_epoch.0,
        partition_epoch: version,
        directories,
        eligible_leader_replicas: unless_empty(eligible_leaders),
        last_known_elr: unless_empty(last_known),
    }
}
