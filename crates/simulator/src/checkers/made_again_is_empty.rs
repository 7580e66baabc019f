//! A topic that is made again under its name has nothing of the one before it.

use std::collections::BTreeMap;

use types::{TopicId, TopicName};

use super::Sight;

/// Which topics had which name, in the order in which they were seen.
#[derive(Debug, Default)]
pub(super) struct MadeAgainIsEmpty {
    of_name: BTreeMap<TopicName, Vec<TopicId>>,
}

impl MadeAgainIsEmpty {
    /// Nobody writes to a topic that was made again: whatever a replica of it has is of the first.
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        for image in sight.nodes.iter().filter_map(|node| node.image.as_ref()) {
            for topic in image.topics().iter() {
                let known = self.of_name.entry(topic.name.clone()).or_default();
                if !known.contains(&topic.id) {
                    known.push(topic.id);
                }
            }
        }
        for node in &sight.nodes {
            for replica in node.replicas.iter().filter(|it| it.log_end.0 > 0) {
                let known = self.of_name.get(&replica.name.topic);
                let later = known.and_then(|known| known.get(1..)).unwrap_or_default();
                if later.contains(&replica.topic_id) {
                    found.push(format!(
                        "a topic made again is empty: {} on broker {} ends at {}",
                        replica.name, node.id.0, replica.log_end.0
                    ));
                }
            }
        }
    }
}
