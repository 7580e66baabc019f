//! One change of one partition: what is asked of it, and everything that follows from that.

use std::collections::BTreeMap;

use metadata::records::PartitionChangeRecord;
use metadata::{LeaderRecoveryState, PartitionRegistration};
use types::{BrokerId, DirectoryId, PartitionIndex, TopicId};

use super::election::{Candidates, Election};
use super::reassignment::completed;
use crate::policy::{Cluster, TopicPolicy};

/// What a change record says of the leader when it says nothing; naming the leader, even the same,
/// begins a new epoch.
const LEADER_UNCHANGED: i32 = -2;

/// A change of one partition in the making. Fields that nobody sets stay as they are recorded.
pub(crate) struct PartitionChange<'a> {
    cluster: Cluster<'a>,
    topic: TopicId,
    index: PartitionIndex,
    before: &'a PartitionRegistration,
    policy: TopicPolicy,
    /// How far the election may go that every change ends with.
    pub(crate) election: Election,
    pub(crate) in_sync: Vec<BrokerId>,
    pub(crate) replicas: Vec<BrokerId>,
    pub(crate) adding_replicas: Vec<BrokerId>,
    pub(crate) removing_replicas: Vec<BrokerId>,
    pub(crate) leader_recovery_state: LeaderRecoveryState,
    /// Brokers that may not lead, whatever the image says of them.
    pub(crate) not_leading: Vec<BrokerId>,
    /// Brokers that may have lost what they acknowledged: they leave the eligible leaders too, and
    /// may not lead.
    pub(crate) lost_data: Vec<BrokerId>,
    /// A broker whose unfencing is part of the same decision.
    pub(crate) returning: Option<BrokerId>,
    /// Directories that replicas were found in.
    pub(crate) directories: BTreeMap<BrokerId, DirectoryId>,
    eligible_leaders: Vec<BrokerId>,
}

impl<'a> PartitionChange<'a> {
    /// No change yet. The election may go as far as the topic allows.
    pub(crate) fn new(
        cluster: Cluster<'a>,
        policy: TopicPolicy,
        topic: TopicId,
        index: PartitionIndex,
        before: &'a PartitionRegistration,
    ) -> Self {
        Self {
            cluster,
            topic,
            index,
            before,
            policy,
            election: if policy.unclean_leader_election {
                Election::Unclean
            } else {
                Election::Online
            },
            in_sync: before.in_sync.clone(),
            replicas: before.replicas.clone(),
            adding_replicas: before.adding_replicas.clone(),
            removing_replicas: before.removing_replicas.clone(),
            leader_recovery_state: before.leader_recovery_state,
            not_leading: Vec::new(),
            lost_data: Vec::new(),
            returning: None,
            directories: BTreeMap::new(),
            eligible_leaders: before.eligible_leaders.clone(),
        }
    }

    /// The record that makes the change; `None` when nothing changes.
    ///
    /// The order matters: a reassignment that can complete does so first, since it decides who is
    /// in sync; then who is eligible; then who leads, from those sets; an unclean leader empties
    /// them again.
    pub(crate) fn build(mut self) -> Option<PartitionChangeRecord> {
        self.complete_reassignment();
        self.update_eligible_leaders();
        let mut record = PartitionChangeRecord {
            partition_id: self.index.0,
            topic_id: self.topic,
            ..Default::default()
        };
        self.elect(&mut record);
        // An eligible leader may be all that it takes to commit again.
        if self.in_sync.len() >= self.effective_min_in_sync() {
            self.eligible_leaders.clear();
        }
        self.set_sets(&mut record);
        self.set_last_known_leader(&mut record);
        self.set_assignment(&mut record);
        if self.leader_recovery_state != self.before.leader_recovery_state {
            record.leader_recovery_state = self.leader_recovery_state.number();
        }
        let nothing = PartitionChangeRecord {
            partition_id: self.index.0,
            topic_id: self.topic,
            ..Default::default()
        };
        (record != nothing).then_some(record)
    }

    fn complete_reassignment(&mut self) {
        let done = completed(
            &self.replicas,
            &self.adding_replicas,
            &self.removing_replicas,
            &self.in_sync,
        );
        if let Some((replicas, in_sync)) = done {
            self.replicas = replicas;
            self.in_sync = in_sync;
            self.adding_replicas.clear();
            self.removing_replicas.clear();
        }
    }

    /// How many replicas must be in sync for a record to be committed.
    fn effective_min_in_sync(&self) -> usize {
        self.policy.min_in_sync_replicas.min(self.replicas.len())
    }

    /// KIP-966: while too few are in sync nothing is committed, so whoever leaves the in-sync set
    /// then still holds everything that ever was, unless it lost its disk's unflushed part.
    fn update_eligible_leaders(&mut self) {
        let enabled = self.cluster.image.eligible_leader_replicas_enabled();
        if !enabled || self.in_sync.len() >= self.effective_min_in_sync() {
            self.eligible_leaders.clear();
            return;
        }
        for &member in &self.before.in_sync {
            if !self.eligible_leaders.contains(&member) {
                self.eligible_leaders.push(member);
            }
        }
        let (in_sync, lost_data, replicas) = (&self.in_sync, &self.lost_data, &self.replicas);
        self.eligible_leaders.retain(|member| {
            !in_sync.contains(member) && !lost_data.contains(member) && replicas.contains(member)
        });
    }

    /// The directory that a replica was found in, or else the one that is recorded.
    fn directory(&self, replica: BrokerId) -> Option<DirectoryId> {
        let found = self.directories.get(&replica).copied();
        found.or_else(|| self.before.directory(replica))
    }

    fn elect(&mut self, record: &mut PartitionChangeRecord) {
        let is_up = |replica| {
            let barred = self.not_leading.contains(&replica) || self.lost_data.contains(&replica);
            !barred
                && self
                    .cluster
                    .may_host_leader(replica, self.directory(replica), self.returning)
        };
        let candidates = Candidates {
            replicas: &self.replicas,
            in_sync: &self.in_sync,
            eligible_leaders: &self.eligible_leaders,
            last_known_eligible_leaders: &self.before.last_known_eligible_leaders,
            leader: self.before.leader,
            eligible_leader_replicas_enabled: self.cluster.image.eligible_leader_replicas_enabled(),
            is_up: &is_up,
        };
        let elected = candidates.elect(self.election);
        if elected.leader != self.before.leader {
            record.leader = elected.leader.0;
            if elected.unclean {
                // Nobody else can be called in sync: the leader may lack what they have.
                self.in_sync = vec![elected.leader];
                self.eligible_leaders.clear();
                self.leader_recovery_state = LeaderRecoveryState::Recovering;
            } else if self.eligible_leaders.contains(&elected.leader) {
                self.in_sync = vec![elected.leader];
                self.eligible_leaders
                    .retain(|&member| member != elected.leader);
            }
        } else if self
            .before
            .replicas
            .iter()
            .any(|replica| !self.replicas.contains(replica))
        {
            // A replica that was removed must not go on fetching as one: a new epoch tells it and
            // the leader.
            record.leader = self.before.leader.0;
        }
    }

    fn set_sets(&self, record: &mut PartitionChangeRecord) {
        let enabled = self.cluster.image.eligible_leader_replicas_enabled();
        if self.eligible_leaders != self.before.eligible_leaders {
            record.eligible_leader_replicas = Some(numbers(&self.eligible_leaders));
        }
        // Without eligible leaders the last member stays in sync, or nobody could ever lead again.
        if self.in_sync != self.before.in_sync && (enabled || !self.in_sync.is_empty()) {
            record.isr = Some(numbers(&self.in_sync));
        }
    }

    /// Remembers who led when nobody can any more, and forgets it when somebody does.
    fn set_last_known_leader(&self, record: &mut PartitionChangeRecord) {
        let known = !self.before.last_known_eligible_leaders.is_empty();
        if record.leader == BrokerId::NONE.0 && !known && self.before.has_leader() {
            if self.cluster.image.eligible_leader_replicas_enabled() {
                record.last_known_elr = Some(vec![self.before.leader.0]);
            }
        } else if record.leader >= 0 && known {
            record.last_known_elr = Some(Vec::new());
        }
    }

    fn set_assignment(&self, record: &mut PartitionChangeRecord) {
        let directory = |replica: &BrokerId| {
            self.directory(*replica)
                .unwrap_or_else(|| self.cluster.default_directory(*replica))
        };
        let directories: Vec<_> = self.replicas.iter().map(directory).collect();
        if directories != self.before.directories {
            record.directories = Some(directories);
        }
        if self.replicas != self.before.replicas {
            record.replicas = Some(numbers(&self.replicas));
        }
        if self.removing_replicas != self.before.removing_replicas {
            record.removing_replicas = Some(numbers(&self.removing_replicas));
        }
        if self.adding_replicas != self.before.adding_replicas {
            record.adding_replicas = Some(numbers(&self.adding_replicas));
        }
    }
}

/// Whether a record begins a new leadership, and whose.
pub(crate) fn new_leader(record: &PartitionChangeRecord) -> Option<BrokerId> {
    (record.leader != LEADER_UNCHANGED).then_some(BrokerId(record.leader))
}

/// Broker ids as records hold them.
pub(crate) fn numbers(ids: &[BrokerId]) -> Vec<i32> {
    ids.iter().map(|id| id.0).collect()
}
