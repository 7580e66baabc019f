//! Whoever has replayed the metadata up to one place knows the same, and what was deleted stays away.

use std::collections::{BTreeMap, BTreeSet};

use metadata::{Image, Position, Record};
use types::{BrokerId, TopicId};

use super::Sight;

/// What was known at each place.
#[derive(Debug, Default)]
pub(super) struct MetadataAgrees {
    records: BTreeMap<Position, Vec<Record>>,
    looked: BTreeSet<(Position, BrokerId)>,
    newest: Option<Position>,
    topics: BTreeSet<TopicId>,
    deleted: BTreeSet<TopicId>,
}

/// How many places are remembered.
const PLACES_MAX: usize = 64;

impl MetadataAgrees {
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        for node in &sight.nodes {
            let Some(image) = &node.image else { continue };
            let position = image.position();
            if !self.looked.insert((position, node.id)) {
                continue;
            }
            let records = image.to_records();
            let known = self
                .records
                .entry(position)
                .or_insert_with(|| records.clone());
            if *known != records {
                found.push(format!(
                    "metadata agrees: controller {} differs from another at {position:?}",
                    node.id.0
                ));
            }
            if self.records.len() > PLACES_MAX {
                self.records.pop_first();
                self.looked.pop_first();
            }
            if Some(position) > self.newest {
                self.newest = Some(position);
                self.see_topics(image, found);
            }
        }
    }

    fn see_topics(&mut self, image: &Image, found: &mut Vec<String>) {
        let topics: BTreeSet<TopicId> = image.topics().iter().map(|topic| topic.id).collect();
        for topic in topics.intersection(&self.deleted) {
            found.push(format!("deleted stays deleted: topic {topic} is back"));
        }
        self.deleted.extend(self.topics.difference(&topics));
        self.topics = topics;
    }
}
