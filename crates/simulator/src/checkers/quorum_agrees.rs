//! The voters elect one leader in an epoch, none of them votes twice in one, and what they have committed is never lost.

use std::collections::BTreeMap;
use std::path::Path;

use types::{BrokerId, ControllerEpoch, PartitionIndex, TopicName, TopicPartition};

use super::committed_never_changes::CommittedLog;
use super::{NodeSight, Sight};

const QUORUM_STATE: &str = "/data/__cluster_metadata-0/quorum-state";

/// What was seen of elections and of the metadata log.
#[derive(Debug, Default)]
pub(super) struct QuorumAgrees {
    leaders: BTreeMap<ControllerEpoch, BrokerId>,
    votes: BTreeMap<(BrokerId, i64), i64>,
    committed: CommittedLog,
}

/// A number of a file of JSON that this project writes itself.
fn number(text: &str, field: &str) -> Option<i64> {
    let (_, rest) = text.split_once(&format!("\"{field}\":"))?;
    let end = rest.find([',', '}'])?;
    rest.get(..end)?.trim().parse().ok()
}

/// The epoch of a voter's last vote, and whom it was for.
fn vote(node: &NodeSight<'_>) -> Option<(i64, i64)> {
    let read = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok()?;
        Some((number(text, "leaderEpoch")?, number(text, "votedId")?))
    };
    let vote = node.disk.look_at(Path::new(QUORUM_STATE), read)??;
    (vote.1 >= 0).then_some(vote)
}

impl QuorumAgrees {
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        for node in &sight.nodes {
            // A disk that was lost, or that is an old copy, has forgotten: it has no voice until it has caught up.
            if node.has_lost {
                self.votes.retain(|(voter, _), _| *voter != node.id);
                continue;
            }
            let Some((epoch, voted)) = vote(node) else {
                continue;
            };
            let known = *self.votes.entry((node.id, epoch)).or_insert(voted);
            if known != voted {
                found.push(format!(
                    "a vote stands: controller {} voted for {known} in epoch {epoch}, and then for {voted}",
                    node.id.0
                ));
            }
        }
        for node in &sight.nodes {
            let Some((epoch, Some(leader))) = node.quorum_leader else {
                continue;
            };
            let known = *self.leaders.entry(epoch).or_insert(leader);
            if known != leader {
                found.push(format!(
                    "one controller per epoch: {} and {} in epoch {}",
                    known.0, leader.0, epoch.0
                ));
            }
        }
        self.look_at_logs(sight, found);
    }

    fn look_at_logs(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        let Ok(topic) = TopicName::new("__cluster_metadata") else {
            return;
        };
        let name = TopicPartition {
            topic,
            partition: PartitionIndex(0),
        };
        for node in &sight.nodes {
            let Some(image) = &node.image else { continue };
            let batches = node.batches(&name);
            let end = image.position().offset.0 + 1;
            if let Some(difference) = self.committed.learn(&*batches, end) {
                found.push(format!(
                    "committed metadata never changes: controller {}: {difference}",
                    node.id.0
                ));
            }
        }
    }
}
