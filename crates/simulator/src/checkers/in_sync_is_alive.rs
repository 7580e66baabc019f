//! Nobody who is fenced or about to stop is in sync, but for a last member.

use super::Sight;

/// Looks at every controller's metadata (KIP-841).
pub(super) fn in_sync_is_alive(sight: &Sight<'_>, found: &mut Vec<String>) {
    for image in sight.nodes.iter().filter_map(|node| node.image.as_ref()) {
        for topic in image.topics().iter() {
            for (partition, known) in topic.partitions.iter() {
                // Without a leader, or alone, there is nobody to take it out of the set.
                if !known.has_leader() || known.in_sync.len() < 2 {
                    continue;
                }
                for member in known.in_sync.iter().filter(|id| !image.is_active(**id)) {
                    found.push(format!(
                        "in sync is alive: {}-{}: broker {} is fenced or stopping, and in the ISR {:?}",
                        topic.name, partition.0, member.0, known.in_sync
                    ));
                }
            }
        }
    }
}
