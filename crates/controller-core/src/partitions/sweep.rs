//! Elections that nobody asks for: preferred leaders restored, and leaders found for partitions
//! without one.

use metadata::Record;

use super::change::{PartitionChange, new_leader};
use super::election::Election;
use crate::decision::Decision;
use crate::policy::Cluster;

/// What a sweep over the partitions did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Swept {
    /// How many leaders it elected.
    pub elected: usize,
    /// Whether it stopped at its limit: there may be more to elect.
    pub more: bool,
}

/// Gives leadership back to first replicas that are in sync and up, for at most `elections_max`
/// partitions (`auto.leader.rebalance.enable`).
pub fn decide_preferred_leaders(cluster: Cluster<'_>, elections_max: usize) -> Decision<Swept> {
    sweep(cluster, elections_max, Need::PreferredLeader)
}

/// Finds leaders for partitions that have none, as far as each topic allows, for at most
/// `elections_max` of them. A controller that takes over does this once: the one before it may have
/// stopped between a broker's return and its elections.
pub fn decide_leaders_for_leaderless(
    cluster: Cluster<'_>,
    elections_max: usize,
) -> Decision<Swept> {
    sweep(cluster, elections_max, Need::AnyLeader)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    PreferredLeader,
    AnyLeader,
}

fn sweep(cluster: Cluster<'_>, elections_max: usize, need: Need) -> Decision<Swept> {
    let mut records: Vec<Record> = Vec::new();
    for topic in cluster.image.topics().iter() {
        let mut policy = None;
        for (&index, partition) in topic.partitions.iter() {
            let concerned = match need {
                Need::PreferredLeader => {
                    let preferred = partition.preferred_leader();
                    partition.leader != preferred
                        && cluster.may_host_leader(preferred, partition.directory(preferred), None)
                }
                Need::AnyLeader => !partition.has_leader(),
            };
            if !concerned {
                continue;
            }
            let policy = *policy.get_or_insert_with(|| cluster.topic_policy(topic));
            let mut change = PartitionChange::new(cluster, policy, topic.id, index, partition);
            if need == Need::PreferredLeader {
                change.election = Election::Preferred;
            }
            let Some(record) = change.build() else {
                continue;
            };
            let wanted = match need {
                Need::PreferredLeader => new_leader(&record) == Some(partition.preferred_leader()),
                Need::AnyLeader => new_leader(&record).is_some(),
            };
            if !wanted {
                continue;
            }
            if records.len() == elections_max {
                let swept = Swept {
                    elected: records.len(),
                    more: true,
                };
                return Decision::in_parts(records, swept);
            }
            records.push(record.into());
        }
    }
    let swept = Swept {
        elected: records.len(),
        more: false,
    };
    Decision::in_parts(records, swept)
}
