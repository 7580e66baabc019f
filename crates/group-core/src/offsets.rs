//! The offsets of all groups of a coordinator: what is committed, and which partitions have a write under way.

use std::collections::BTreeMap;

use types::{PartitionIndex, TopicName};

use crate::{CommittedOffset, FetchedOffset, FetchedTopic, GroupId, GroupRecord, TopicToFetch};

/// One partition of one group. It exists while a committed offset or a write under way does.
#[derive(Default, Debug)]
pub(crate) struct Slot {
    /// What readers see.
    pub(crate) committed: Option<CommittedOffset>,
    /// Writes that are appended and not yet committed.
    pub(crate) writes_pending: u32,
}

pub(crate) type GroupOffsets = BTreeMap<TopicName, BTreeMap<PartitionIndex, Slot>>;

/// The store. It changes by [`Offsets::replay`] alone; writes under way are only counted.
#[derive(Default, Debug)]
pub(crate) struct Offsets {
    groups: BTreeMap<GroupId, GroupOffsets>,
}

impl Offsets {
    pub(crate) fn of(&self, group: &GroupId) -> Option<&GroupOffsets> {
        self.groups.get(group)
    }

    pub(crate) fn groups(&self) -> impl Iterator<Item = (&GroupId, &GroupOffsets)> {
        self.groups.iter()
    }

    /// Whether the partition has an offset, or may get one from a write under way.
    pub(crate) fn has(
        &self,
        group: &GroupId,
        topic: &TopicName,
        partition: PartitionIndex,
    ) -> bool {
        self.of(group)
            .and_then(|topics| topics.get(topic))
            .is_some_and(|slots| slots.contains_key(&partition))
    }

    /// Notes the writes of records that were just appended.
    pub(crate) fn begin(&mut self, records: &[GroupRecord]) {
        for record in records {
            let GroupRecord::Offset {
                group,
                topic,
                partition,
                ..
            } = record
            else {
                continue;
            };
            let topics = self.groups.entry(group.clone()).or_default();
            topics
                .entry(topic.clone())
                .or_default()
                .entry(*partition)
                .or_default()
                .writes_pending += 1;
        }
    }

    /// Makes a committed record true; `was_pending` when [`Offsets::begin`] noted it.
    pub(crate) fn replay(&mut self, record: &GroupRecord, was_pending: bool) {
        let GroupRecord::Offset {
            group,
            topic,
            partition,
            value,
        } = record
        else {
            return;
        };
        if value.is_none() && !self.has(group, topic, *partition) {
            return;
        }
        let topics = self.groups.entry(group.clone()).or_default();
        let slots = topics.entry(topic.clone()).or_default();
        let slot = slots.entry(*partition).or_default();
        slot.committed.clone_from(value);
        slot.writes_pending -= u32::from(was_pending);
        if slot.committed.is_none() && slot.writes_pending == 0 {
            slots.remove(partition);
            if slots.is_empty() {
                topics.remove(topic);
            }
            if topics.is_empty() {
                self.groups.remove(group);
            }
        }
    }

    /// What readers see of a group.
    pub(crate) fn fetch(
        &self,
        group: &GroupId,
        topics: Option<&[TopicToFetch]>,
    ) -> Vec<FetchedTopic> {
        let known = self.of(group);
        let Some(topics) = topics else {
            let all = known
                .into_iter()
                .flatten()
                .map(|(topic, slots)| FetchedTopic {
                    topic: topic.clone(),
                    partitions: slots
                        .iter()
                        .filter_map(|(partition, slot)| committed(*partition, slot))
                        .collect(),
                });
            return all.filter(|topic| !topic.partitions.is_empty()).collect();
        };
        let one = |asked: &TopicToFetch, partition: PartitionIndex| {
            let offset = known
                .and_then(|known| known.get(&asked.topic)?.get(&partition)?.committed.clone())?;
            let is_other = !asked.topic_id.is_zero()
                && !offset.topic_id.is_zero()
                && asked.topic_id != offset.topic_id;
            (!is_other).then_some(offset)
        };
        let fetched = topics.iter().map(|asked| FetchedTopic {
            topic: asked.topic.clone(),
            partitions: asked
                .partitions
                .iter()
                .map(|&partition| FetchedOffset {
                    partition,
                    value: one(asked, partition),
                })
                .collect(),
        });
        fetched.collect()
    }
}

fn committed(partition: PartitionIndex, slot: &Slot) -> Option<FetchedOffset> {
    slot.committed.clone().map(|value| FetchedOffset {
        partition,
        value: Some(value),
    })
}

/// The record that ends one offset.
pub(crate) fn tombstone(
    group: &GroupId,
    topic: &TopicName,
    partition: PartitionIndex,
) -> GroupRecord {
    GroupRecord::Offset {
        group: group.clone(),
        topic: topic.clone(),
        partition,
        value: None,
    }
}

/// The records that end all offsets of a group.
pub(crate) fn tombstones(group: &GroupId, offsets: Option<&GroupOffsets>) -> Vec<GroupRecord> {
    let slots = offsets
        .into_iter()
        .flatten()
        .flat_map(|(topic, slots)| slots.keys().map(move |slot| (topic, *slot)));
    slots
        .map(|(topic, partition)| tombstone(group, topic, partition))
        .collect()
}
