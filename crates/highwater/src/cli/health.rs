//! What the state of a partition means: what is wrong with it, and what may still fail.

use std::collections::BTreeSet;

use super::shown;
use crate::client::PartitionState;

/// A partition, and how many replicas must be in sync for a write with acks=all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartitionHealth<'a> {
    pub(crate) partition: &'a PartitionState,
    /// What `min.insync.replicas` says.
    pub(crate) min_in_sync: usize,
}

/// How many brokers may fail from now on, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Survives {
    /// So that writes with acks=all are still taken; none when they are refused now.
    pub(crate) writes: Option<usize>,
    /// So that there is still a leader that lacks nothing; none when there is none now.
    pub(crate) reads: Option<usize>,
    /// For good, with their disks, so that all that was acknowledged with acks=all is still there.
    pub(crate) acknowledged: usize,
}

impl PartitionHealth<'_> {
    /// Whether nobody leads.
    pub(crate) fn is_offline(self) -> bool {
        self.partition.leader < 0
    }

    /// Whether some replica is not in sync.
    pub(crate) fn is_under_replicated(self) -> bool {
        self.partition.in_sync.len() < self.partition.replicas.len()
    }

    /// Whether writes with acks=all are refused for want of replicas in sync.
    pub(crate) fn is_under_min_in_sync(self) -> bool {
        self.partition.in_sync.len() < self.needed()
    }

    /// Whether the next replica that falls out of sync stops writes with acks=all.
    pub(crate) fn is_at_min_in_sync(self) -> bool {
        self.partition.in_sync.len() == self.needed()
    }

    /// The replicas in sync that a write with acks=all needs: never more than there are replicas.
    pub(crate) fn needed(self) -> usize {
        self.min_in_sync.min(self.partition.replicas.len()).max(1)
    }

    /// The worst that is wrong, in a few words.
    pub(crate) fn told(self) -> &'static str {
        if self.is_offline() {
            "offline"
        } else if self.is_under_min_in_sync() {
            "under min ISR"
        } else if self.is_under_replicated() {
            "under-replicated"
        } else {
            "good"
        }
    }

    pub(crate) fn survives(self) -> Survives {
        let in_sync = self.partition.in_sync.len();
        let is_up = |id: &&i32| !self.partition.offline.contains(id);
        let complete: BTreeSet<&i32> = self
            .partition
            .in_sync
            .iter()
            .chain(&self.partition.eligible)
            .collect();
        let leads = !self.is_offline();
        Survives {
            writes: in_sync.checked_sub(self.needed()).filter(|_| leads),
            reads: complete
                .iter()
                .copied()
                .filter(is_up)
                .count()
                .checked_sub(1)
                .filter(|_| leads),
            acknowledged: complete.len().saturating_sub(1),
        }
    }
}

impl Survives {
    /// What all of several partitions survive; none of no partition.
    pub(crate) fn of_all(each: impl IntoIterator<Item = Self>) -> Option<Self> {
        // An absent number is below zero, and so the smallest.
        each.into_iter().reduce(|a, b| Self {
            writes: a.writes.min(b.writes),
            reads: a.reads.min(b.reads),
            acknowledged: a.acknowledged.min(b.acknowledged),
        })
    }

    /// The numbers in a sentence.
    pub(crate) fn told(self) -> String {
        let mut verb = " survive the loss";
        let mut of = |what: &str, count: usize| {
            let brokers = match count {
                0 => "no broker".to_owned(),
                count => shown::count(count, "broker"),
            };
            format!("{what}{} of {brokers}", std::mem::take(&mut verb))
        };
        let writes = match self.writes {
            None => "writes with acks=all are refused now".to_owned(),
            Some(count) => of("writes", count),
        };
        let reads = match self.reads {
            None => "nobody can read now".to_owned(),
            Some(count) => of("reads", count),
        };
        let acknowledged = of("acknowledged records", self.acknowledged);
        format!("{writes}, {reads}, {acknowledged}")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn partition(leader: i32, in_sync: &[i32], eligible: &[i32]) -> PartitionState {
        let replicas = vec![1, 2, 3];
        let offline = replicas
            .iter()
            .copied()
            .filter(|id| !in_sync.contains(id))
            .collect();
        PartitionState {
            index: 0,
            leader,
            leader_epoch: 4,
            replicas,
            in_sync: in_sync.to_vec(),
            offline,
            eligible: eligible.to_vec(),
            last_known_eligible: Vec::new(),
        }
    }

    fn survives(partition: &PartitionState) -> (Option<usize>, Option<usize>, usize) {
        let health = PartitionHealth {
            partition,
            min_in_sync: 2,
        };
        let survives = health.survives();
        (survives.writes, survives.reads, survives.acknowledged)
    }

    #[test]
    fn each_loss_takes_one_and_the_eligible_keep_what_was_acknowledged() {
        assert_eq!(
            survives(&partition(1, &[1, 2, 3], &[])),
            (Some(1), Some(2), 2)
        );
        assert_eq!(survives(&partition(1, &[1, 2], &[])), (Some(0), Some(1), 1));
        // The eligible one is down: it cannot lead now, and its disk still has everything.
        assert_eq!(survives(&partition(1, &[1], &[2])), (None, Some(0), 1));
        assert_eq!(survives(&partition(-1, &[], &[1, 2])), (None, None, 1));
    }

    #[test]
    fn the_worst_trouble_is_told() {
        let told = |partition: &PartitionState| {
            PartitionHealth {
                partition,
                min_in_sync: 2,
            }
            .told()
        };
        assert_eq!(told(&partition(1, &[1, 2, 3], &[])), "good");
        assert_eq!(told(&partition(1, &[1, 2], &[])), "under-replicated");
        assert_eq!(told(&partition(1, &[1], &[2])), "under min ISR");
        assert_eq!(told(&partition(-1, &[1], &[2])), "offline");
    }

    #[test]
    fn a_topic_survives_what_its_weakest_partition_survives() {
        let strong = partition(1, &[1, 2, 3], &[]);
        let weak = partition(1, &[1], &[]);
        let of = |partition| PartitionHealth {
            partition,
            min_in_sync: 2,
        };
        let all = Survives::of_all([of(&strong).survives(), of(&weak).survives()]);
        let all = all.expect("two partitions");
        assert_eq!(
            (all.writes, all.reads, all.acknowledged),
            (None, Some(0), 0)
        );
        assert_eq!(
            all.told(),
            "writes with acks=all are refused now, reads survive the loss of no broker, \
             acknowledged records of no broker"
        );
        assert_eq!(Survives::of_all([]), None);
    }

    #[test]
    fn a_minimum_above_the_number_of_replicas_asks_for_all_of_them() {
        let mut lone = partition(1, &[1], &[]);
        lone.replicas = vec![1];
        let health = PartitionHealth {
            partition: &lone,
            min_in_sync: 2,
        };
        assert!(!health.is_under_min_in_sync() && health.is_at_min_in_sync());
        assert_eq!(health.survives().writes, Some(0));
    }
}
