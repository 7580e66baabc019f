//! From what differs between two images to what is written.

use std::collections::BTreeSet;

use bytes::Bytes;
use metadata::{Delta, Image, PartitionRegistration, Record, Topic, TopicChange};
use types::{ControllerEpoch, PartitionIndex};
use world::Write;

use super::{content, paths, registrations};

/// A topic with more partitions is removed in several writes: one that marks it, and others that clear away.
const PARTITIONS_REMOVED_AT_ONCE: usize = 500;

/// Znodes that exist, but for those of topics and partitions, whose existence follows from the image.
pub(crate) type Known = BTreeSet<String>;

/// A change from one image to the next.
pub(crate) struct Change<'a> {
    pub(crate) before: &'a Image,
    pub(crate) after: &'a Image,
    pub(crate) delta: &'a Delta,
    /// The records that make it.
    pub(crate) records: &'a [Record],
    /// The epoch of the controller that decided.
    pub(crate) epoch: ControllerEpoch,
}

struct Plan<'a> {
    known: &'a Known,
    /// What the plan itself has made or removed of what is known.
    made: BTreeSet<String>,
    removed: BTreeSet<String>,
    writes: Vec<Write>,
    /// Topics that are only marked as removed.
    marked: Vec<String>,
}

impl Plan<'_> {
    fn exists(&self, path: &str) -> bool {
        self.made.contains(path) || self.known.contains(path) && !self.removed.contains(path)
    }

    fn create(&mut self, path: String, data: Bytes) {
        self.writes.push(Write::Create {
            path,
            data,
            ephemeral: false,
        });
    }

    fn set(&mut self, path: String, data: Bytes, version: Option<i32>) {
        self.writes.push(Write::Set {
            path,
            data,
            version,
        });
    }

    fn delete(&mut self, path: String) {
        self.writes.push(Write::Delete {
            path,
            version: None,
        });
    }

    /// Makes or replaces a znode whose existence is known.
    fn put(&mut self, path: String, data: Bytes) {
        if self.exists(&path) {
            self.set(path, data, None);
        } else {
            self.removed.remove(&path);
            self.made.insert(path.clone());
            self.create(path, data);
        }
    }

    fn remove(&mut self, path: String) {
        if self.exists(&path) {
            self.made.remove(&path);
            self.removed.insert(path.clone());
            self.delete(path);
        }
    }
}

/// What a change writes.
pub(crate) struct Planned {
    pub(crate) writes: Vec<Write>,
    /// Known znodes that it makes, and removes.
    pub(crate) made: BTreeSet<String>,
    pub(crate) removed: BTreeSet<String>,
    /// Topics that it marks as removed, with their partitions: [`cleanup`] clears them away.
    pub(crate) marked: Vec<String>,
}

/// What has to be written for a change, each partition's `state` exactly as often as its epoch rises.
///
/// # Errors
/// A record that cannot be kept in a znode.
pub(crate) fn writes(change: &Change<'_>, known: &Known) -> Result<Planned, String> {
    let mut plan = Plan {
        known,
        made: BTreeSet::new(),
        removed: BTreeSet::new(),
        writes: Vec::new(),
        marked: Vec::new(),
    };
    for removal in change.delta.removed_topics.values() {
        let last = &removal.last;
        if let Some(topic) = change.before.topics().by_id(last.id) {
            plan.remove_topic(topic);
        }
    }
    for (id, differs) in &change.delta.topics {
        let before = change.before.topics().by_id(*id).map(|topic| &**topic);
        if let Some(topic) = change.after.topics().by_id(*id) {
            plan.topic(before, topic, differs, change.epoch);
        }
    }
    for (&broker, differs) in &change.delta.brokers {
        match &differs.after {
            Some(registration) => {
                plan.put(paths::broker(broker), registrations::broker(registration))
            }
            None => plan.remove(paths::broker(broker)),
        }
    }
    for controller in &change.delta.controllers {
        if let Some(registration) = change.after.controllers().get(controller) {
            let data = registrations::controller_registration(registration);
            plan.put(paths::controller(*controller), data);
        }
    }
    for resource in change.delta.configs.keys() {
        let is_topic = resource.resource_type == metadata::ConfigResourceType::TOPIC;
        if is_topic && change.after.topic(&resource.name).is_none() {
            // It went with the topic.
            continue;
        }
        let path = paths::config(resource)
            .ok_or_else(|| format!("there is no znode for the configuration of {resource}"))?;
        plan.put(path, content::config(change.after.config(resource)));
    }
    if !change.delta.features.is_empty() {
        plan.put(
            paths::FEATURES.to_owned(),
            content::features(change.after.features()),
        );
    }
    plan.producer_ids(change);
    plan.security(change.records)?;
    Ok(Planned {
        writes: plan.writes,
        made: plan.made,
        removed: plan.removed,
        marked: plan.marked,
    })
}

impl Plan<'_> {
    fn topic(
        &mut self,
        before: Option<&Topic>,
        topic: &Topic,
        differs: &TopicChange,
        epoch: ControllerEpoch,
    ) {
        let name = topic.name.as_str();
        if before.is_none() {
            self.create(paths::topic(name), content::topic(topic));
            self.create(paths::partitions(name), Bytes::new());
            self.put(paths::topic_extras(name), content::topic_extras(topic.id));
            self.put(
                format!("{}/{name}", paths::TOPIC_CONFIGS),
                content::config(None),
            );
        } else if differs
            .partitions
            .values()
            .any(|it| assignment_differs(it.before.as_deref(), &it.after))
        {
            self.set(paths::topic(name), content::topic(topic), None);
        }
        for (&index, differs) in &differs.partitions {
            let before = before
                .and_then(|topic| topic.partition(index))
                .map(|it| &**it);
            self.partition(name, index, before, &differs.after, epoch);
            let extras = content::partition_extras(&differs.after);
            if before.is_none_or(|before| content::partition_extras(before) != extras) {
                if !self.exists(&paths::topic_extras(name)) {
                    // A topic that Kafka made.
                    self.put(paths::topic_extras(name), content::topic_extras(topic.id));
                }
                self.put(paths::partition_extras(name, index), extras);
            }
        }
    }

    fn partition(
        &mut self,
        topic: &str,
        index: PartitionIndex,
        before: Option<&PartitionRegistration>,
        after: &PartitionRegistration,
        epoch: ControllerEpoch,
    ) {
        let (path, state) = (paths::state(topic, index), content::state(after, epoch));
        let mut version = match before {
            Some(before) => before.partition_epoch.0,
            None => {
                self.create(paths::partition(topic, index), Bytes::new());
                self.create(path.clone(), state.clone());
                0
            }
        };
        // The version of the znode is the partition's epoch: as many writes as there were changes.
        while version < after.partition_epoch.0 {
            self.set(path.clone(), state.clone(), Some(version));
            version += 1;
        }
    }

    fn remove_topic(&mut self, topic: &Topic) {
        let name = topic.name.as_str();
        let indexes: Vec<_> = topic.partitions.keys().copied().collect();
        if indexes.len() > PARTITIONS_REMOVED_AT_ONCE {
            self.put(paths::deletion(name), Bytes::new());
            self.marked.push(name.to_owned());
            return;
        }
        for index in indexes {
            self.remove_partition(name, index);
        }
        self.delete(paths::partitions(name));
        self.delete(paths::topic(name));
        self.remove(paths::topic_extras(name));
        self.remove(format!("{}/{name}", paths::TOPIC_CONFIGS));
    }

    fn remove_partition(&mut self, topic: &str, index: PartitionIndex) {
        self.delete(paths::state(topic, index));
        self.delete(paths::partition(topic, index));
        self.remove(paths::partition_extras(topic, index));
    }

    fn producer_ids(&mut self, change: &Change<'_>) {
        if !change.delta.producer_ids {
            return;
        }
        let last = change.records.iter().rev().find_map(|record| match record {
            Record::ProducerIds(record) => Some(record.broker_id),
            _ => None,
        });
        let first = change.before.next_producer_id().0;
        let next = change.after.next_producer_id().0;
        let data = content::producer_ids(last.unwrap_or(-1), first, next);
        self.put(paths::PRODUCER_IDS.to_owned(), data);
        let own = content::next_producer_id(next);
        self.put(paths::NEXT_PRODUCER_ID.to_owned(), own);
    }

    fn security(&mut self, records: &[Record]) -> Result<(), String> {
        for record in records {
            let Some(path) = paths::security(record) else {
                continue;
            };
            let removes = match record {
                Record::RemoveAccessControlEntry(_)
                | Record::RemoveUserScramCredential(_)
                | Record::RemoveDelegationToken(_) => true,
                Record::ClientQuota(quota) => quota.remove,
                _ => false,
            };
            if removes {
                self.remove(path);
            } else {
                self.put(path, content::record(record)?);
            }
        }
        Ok(())
    }
}

fn assignment_differs(
    before: Option<&PartitionRegistration>,
    after: &PartitionRegistration,
) -> bool {
    before.is_none_or(|before| {
        before.replicas != after.replicas
            || before.adding_replicas != after.adding_replicas
            || before.removing_replicas != after.removing_replicas
    })
}

/// What is left to delete of a topic that was marked as removed, deepest first, and its mark last. `known` are the znodes that
/// exist below the topic's paths.
pub(crate) fn cleanup(topic: &str, known: &BTreeSet<String>) -> Vec<Write> {
    let roots = [
        paths::topic(topic),
        paths::topic_extras(topic),
        format!("{}/{topic}", paths::TOPIC_CONFIGS),
    ];
    let mut writes = Vec::new();
    for root in roots {
        let below = format!("{root}/");
        let is_part = |path: &&String| **path == root || path.starts_with(&below);
        // Longer paths come after those that they extend.
        let parts: Vec<_> = known.iter().filter(is_part).collect();
        writes.extend(parts.into_iter().rev().map(|path| Write::Delete {
            path: path.clone(),
            version: None,
        }));
    }
    writes.push(Write::Delete {
        path: paths::deletion(topic),
        version: None,
    });
    writes
}
