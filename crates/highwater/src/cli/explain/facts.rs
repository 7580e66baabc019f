//! What is known of a partition, as it was asked of the cluster and of each replica's broker.

use std::collections::BTreeMap;

use crate::client::{EpochEnd, Loss, PartitionName, PartitionState, ReplicaLog};

/// All that an explanation is made of.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) partition: PartitionName,
    pub(crate) state: PartitionState,
    /// What `min.insync.replicas` says.
    pub(crate) min_in_sync: usize,
    /// What `unclean.leader.election.enable` says.
    pub(crate) unclean_enabled: bool,
    /// Replicas that a reassignment adds and removes.
    pub(crate) adding: Vec<i32>,
    pub(crate) removing: Vec<i32>,
    /// One for each replica, by broker.
    pub(crate) replicas: BTreeMap<i32, ReplicaFacts>,
}

/// What is known of one replica.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ReplicaFacts {
    pub(crate) standing: Standing,
    pub(crate) log: Result<ReplicaLog, Silence>,
}

/// How the controller sees a broker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    Live,
    Fenced,
    Unregistered,
}

/// Why nothing is known of a replica's log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Silence {
    /// The broker does not answer, and why.
    Unreachable(String),
    /// The log directory has failed.
    DirectoryFailed(String),
    /// The broker keeps no such replica (yet).
    NotKept,
    /// The broker answers, but not to this.
    Refused(String),
}

impl Facts {
    /// The log of a replica whose broker answered.
    pub(crate) fn log(&self, broker: i32) -> Option<&ReplicaLog> {
        self.replicas.get(&broker)?.log.as_ref().ok()
    }

    /// What replicas had to give up, each with its broker, newest first.
    pub(crate) fn losses(&self) -> Vec<(i32, &Loss)> {
        let logs = self
            .replicas
            .keys()
            .filter_map(|&id| Some((id, self.log(id)?)));
        let losses = logs.flat_map(|(id, log)| log.losses.iter().map(move |loss| (id, loss)));
        let mut losses: Vec<(i32, &Loss)> = losses.collect();
        losses.sort_by_key(|(_, loss)| std::cmp::Reverse((loss.leader_epoch, loss.at)));
        losses
    }

    /// Whether a broker and the directory of its replica are up, as far as the cluster tells.
    pub(crate) fn is_up(&self, broker: i32) -> bool {
        let replica = self.replicas.get(&broker);
        let live = replica.is_some_and(|it| it.standing == Standing::Live);
        live && !self.state.offline.contains(&broker)
    }

    /// Whether a replica has everything that is committed, by what the controller has recorded.
    pub(crate) fn is_complete(&self, broker: i32) -> bool {
        self.state.in_sync.contains(&broker) || self.state.eligible.contains(&broker)
    }
}

/// How far two logs are the same: up to where the newest epoch that both have ends in one of them. None when they have no
/// known epoch in common.
pub(crate) fn common_prefix(a: &ReplicaLog, b: &ReplicaLog) -> Option<i64> {
    if a.epochs.is_empty() || b.epochs.is_empty() {
        // Without epochs the best guess is that one is the beginning of the other.
        return Some(a.end.min(b.end));
    }
    let end_in_b = |epoch: &EpochEnd| b.epochs.iter().find(|it| it.epoch == epoch.epoch);
    let (in_a, in_b) = a
        .epochs
        .iter()
        .find_map(|epoch| Some((epoch, end_in_b(epoch)?)))?;
    Some(in_a.end.min(in_b.end))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The log that holds records of these epochs, one record each, from offset 0.
    pub(crate) fn log(epochs: &[i32]) -> ReplicaLog {
        let mut ends: Vec<EpochEnd> = Vec::new();
        for (place, &epoch) in epochs.iter().enumerate() {
            let end = i64::try_from(place + 1).expect("small");
            match ends.last_mut() {
                Some(last) if last.epoch == epoch => last.end = end,
                _ => ends.push(EpochEnd { epoch, end }),
            }
        }
        ends.reverse();
        ReplicaLog {
            start: 0,
            end: i64::try_from(epochs.len()).expect("small"),
            high_watermark: Some(0),
            epochs: ends,
            time_max: Some(0),
            size_bytes: Some(100 * epochs.len() as u64),
            directory: None,
            losses: Vec::new(),
        }
    }

    fn same(a: &[i32], b: &[i32]) -> i64 {
        let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        i64::try_from(same).expect("small")
    }

    #[test]
    fn a_log_that_was_left_behind_is_the_same_up_to_where_it_was_left() {
        let leader = log(&[1, 1, 1, 3, 3, 3]);
        assert_eq!(common_prefix(&log(&[1, 1]), &leader), Some(2));
        assert_eq!(common_prefix(&log(&[1, 1, 1, 1, 1]), &leader), Some(3));
        assert_eq!(common_prefix(&log(&[1, 1, 1, 2, 2]), &leader), Some(3));
        assert_eq!(common_prefix(&log(&[2]), &leader), None);
    }

    /// Logs as histories make them: leaders append under epochs of their own, and followers copy a part of a leader's log.
    #[test]
    fn epochs_tell_what_record_by_record_comparison_would_tell() {
        let mut seed = 11_u64;
        let mut below = |limit: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(seed >> 33).expect("fits") % limit
        };
        for _ in 0..500 {
            let mut logs: [Vec<i32>; 3] = [Vec::new(), Vec::new(), Vec::new()];
            for epoch in 0..8 {
                let leader = below(3);
                for _ in 0..below(4) {
                    logs[leader].push(epoch);
                }
                for follower in 0..3 {
                    if follower != leader && below(2) == 0 {
                        // It cuts what differs, and copies some of the rest.
                        let shared = same(&logs[follower], &logs[leader]);
                        let shared = usize::try_from(shared).expect("small");
                        let rest = logs[leader].len() - shared;
                        let upto = shared + below(rest + 1);
                        logs[follower] = logs[leader][..upto].to_vec();
                    }
                }
            }
            for (a, b) in [(0, 1), (1, 2), (2, 0)] {
                let (a, b) = (&logs[a], &logs[b]);
                let told = common_prefix(&log(a), &log(b));
                if !a.is_empty() && !b.is_empty() {
                    assert_eq!(told.unwrap_or(0), same(a, b), "{a:?} and {b:?}");
                }
            }
        }
    }
}
