//! A log starts later for one reason alone, that somebody has asked for it, and, where it has records, never earlier again while a
//! process runs; what was acknowledged to be deleted is deleted at everybody who is in sync.
//!
//! Not promised, as in Kafka: a process that ends may forget where its logs start, as far back as it wrote that down last. So a
//! run of a process is held to what it knew itself, and an acknowledgement to those who were in sync and up since before it was
//! asked for.

use std::collections::BTreeMap;

use metadata::{Image, Position};
use types::{BrokerId, IncarnationId, Instant, LeaderEpoch, PartitionIndex, TopicId};

use super::committed_never_changes::CommittedNeverChanges;
use super::{NodeSight, Sight};
use crate::clients::Deletion;

type Place = (TopicId, PartitionIndex);

/// What was seen of the starts of logs.
#[derive(Debug, Default)]
pub(super) struct LogStartMovesOn {
    replicas: BTreeMap<(BrokerId, Place), Seen>,
    leaders: BTreeMap<Place, Led>,
    /// Acknowledgements that were judged.
    heard: usize,
    newest: Option<Position>,
}

#[derive(Debug)]
struct Seen {
    run: Option<IncarnationId>,
    start: i64,
    /// Whether it had no record: it begins where its next leader does then, which may not know yet of a deletion.
    is_empty: bool,
    /// Since when the controllers have had it in sync.
    in_sync_since: Option<Instant>,
}

#[derive(Debug, PartialEq, Eq)]
struct Led {
    leader: BrokerId,
    epoch: LeaderEpoch,
    since: Instant,
}

impl LogStartMovesOn {
    pub(super) fn look(
        &mut self,
        sight: &Sight<'_>,
        committed: &CommittedNeverChanges,
        found: &mut Vec<String>,
    ) {
        // Controllers that come back know less at first than was known before.
        let image = sight.active_image();
        let image = image.filter(|image| Some(image.position()) >= self.newest);
        self.newest = image.map(Image::position).or(self.newest);
        let mut replicas = std::mem::take(&mut self.replicas);
        for node in &sight.nodes {
            for (place, seen) in see(node, sight, image, &mut replicas, committed, found) {
                self.replicas.insert((node.id, place), seen);
            }
        }
        self.see_leaders(sight, image);
        let acknowledged = sight.deletions.acknowledged.get(self.heard..);
        for deletion in acknowledged.unwrap_or_default() {
            self.judge(deletion, sight, image, committed, found);
        }
        self.heard = sight.deletions.acknowledged.len();
    }

    fn see_leaders(&mut self, sight: &Sight<'_>, image: Option<&Image>) {
        let Some(image) = image else {
            self.leaders.clear();
            return;
        };
        for topic in image.topics().iter() {
            for (partition, known) in topic.partitions.iter() {
                let now = Led {
                    leader: known.leader,
                    epoch: known.leader_epoch,
                    since: sight.now,
                };
                let led = self.leaders.entry((topic.id, *partition));
                let led = led.or_insert(Led { ..now });
                if (led.leader, led.epoch) != (now.leader, now.epoch) {
                    *led = now;
                }
            }
        }
    }

    /// An acknowledgement counts when who gave it has led since before it was asked for: one that leads no more, and does not
    /// know that yet, speaks for itself alone.
    fn judge(
        &self,
        deletion: &Deletion,
        sight: &Sight<'_>,
        image: Option<&Image>,
        committed: &CommittedNeverChanges,
        found: &mut Vec<String>,
    ) {
        let (name, partition) = (&*deletion.place.0, PartitionIndex(deletion.place.1));
        let Some(topic) = image.and_then(|image| image.topic(name)) else {
            return;
        };
        let place = (topic.id, partition);
        let led = self.leaders.get(&place);
        let counts =
            led.is_some_and(|led| led.leader == deletion.by && led.since < deletion.asked_at);
        if !counts || committed.is_unclean(topic.id, partition) {
            return;
        }
        for node in &sight.nodes {
            let Some(seen) = self.replicas.get(&(node.id, place)) else {
                continue;
            };
            let was_there = seen.in_sync_since < Some(deletion.asked_at);
            if seen.in_sync_since.is_some() && was_there && seen.start < deletion.below {
                found.push(format!(
                    "an acknowledged deletion has reached everybody in sync: {name}-{} on broker {} starts at {}, and {deletion:?}",
                    partition.0, node.id.0, seen.start
                ));
            }
        }
    }
}

/// What is seen of the replicas of a node now; `known` is what was seen of all before.
fn see(
    node: &NodeSight<'_>,
    sight: &Sight<'_>,
    image: Option<&Image>,
    known: &mut BTreeMap<(BrokerId, Place), Seen>,
    committed: &CommittedNeverChanges,
    found: &mut Vec<String>,
) -> Vec<(Place, Seen)> {
    let mut all = Vec::new();
    for replica in &node.replicas {
        let (topic, partition) = (&replica.name.topic, replica.name.partition);
        let place = (replica.topic_id, partition);
        let start = replica.log_start.0;
        let asked = sight.deletions.asked(topic.as_str(), partition.0);
        if start > asked {
            found.push(format!(
                "nothing is deleted unasked: {} on broker {} starts at {start}, and below {asked} was asked to be deleted",
                replica.name, node.id.0
            ));
        }
        let before = known.remove(&(node.id, place));
        let before = before.filter(|seen| seen.run == node.incarnation);
        let held = before.as_ref().filter(|seen| !seen.is_empty);
        let lowest = held.map_or(0, |seen| seen.start);
        if start < lowest && !committed.is_unclean(replica.topic_id, partition) {
            found.push(format!(
                "a log start never goes back: {} on broker {} starts at {start}, and started at {lowest} before",
                replica.name, node.id.0
            ));
        }
        let known = image.and_then(|image| image.partition(place.0, partition));
        let is_member = known.is_some_and(|known| known.in_sync.contains(&node.id));
        let since = before.and_then(|seen| seen.in_sync_since);
        let seen = Seen {
            run: node.incarnation,
            start,
            is_empty: replica.log_start == replica.log_end,
            in_sync_since: is_member.then(|| since.unwrap_or(sight.now)),
        };
        all.push((place, seen));
    }
    all
}
