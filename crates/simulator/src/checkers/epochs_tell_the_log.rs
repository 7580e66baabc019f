//! The leader epochs that a replica knows are those of its batches, and a leader's own is among them.

use std::collections::BTreeMap;

use types::{BrokerId, LeaderEpoch, Offset, TopicPartition};

use super::{BatchMark, Sight};

/// What was compared already: the epochs change seldom, and the batches all the time.
#[derive(Debug, Default)]
pub(super) struct EpochsTellTheLog {
    compared: BTreeMap<(BrokerId, TopicPartition), Compared>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Compared {
    leader_epoch: LeaderEpoch,
    epochs: Vec<(LeaderEpoch, Offset)>,
}

/// The epoch that is known for an offset.
fn epoch_at(epochs: &[(LeaderEpoch, Offset)], offset: i64) -> Option<LeaderEpoch> {
    let above = epochs.partition_point(|(_, start)| start.0 <= offset);
    let known = above.checked_sub(1).and_then(|place| epochs.get(place));
    known.map(|(epoch, _)| *epoch)
}

fn differs<'a>(
    epochs: &[(LeaderEpoch, Offset)],
    mut batches: impl Iterator<Item = &'a BatchMark>,
) -> Option<String> {
    batches.find_map(|batch| {
        let known = epoch_at(epochs, batch.base);
        (known.map(|epoch| epoch.0) != Some(batch.epoch))
            .then(|| format!("{batch:?} is there, and its epoch is known as {known:?}"))
    })
}

impl EpochsTellTheLog {
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        for node in &sight.nodes {
            for replica in &node.replicas {
                // KAFKA-7415: a follower that asks a new leader is told of its epoch before anything is written under it.
                let Some(epochs) = &replica.epochs else {
                    continue;
                };
                let latest = epochs.last().map(|(epoch, _)| *epoch);
                if replica.leads.is_some() && latest != Some(replica.leader_epoch) {
                    found.push(format!(
                        "epochs tell the log: {} on broker {}: it leads at epoch {}, and the last epoch it knows is {latest:?}",
                        replica.name, node.id.0, replica.leader_epoch.0
                    ));
                }
                let compared = self.compared.entry((node.id, replica.name.clone()));
                let compared = compared.or_default();
                let now = Compared {
                    leader_epoch: replica.leader_epoch,
                    epochs: epochs.clone(),
                };
                if *compared == now {
                    continue;
                }
                let batches = node.batches(&replica.name);
                let kept = replica.log_start.0..replica.log_end.0;
                let kept = batches.iter().filter(|batch| kept.contains(&batch.base));
                if let Some(difference) = differs(epochs, kept) {
                    found.push(format!(
                        "epochs tell the log: {} on broker {}: {difference}",
                        replica.name, node.id.0
                    ));
                }
                *compared = now;
            }
        }
    }
}
