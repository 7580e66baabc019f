//! Telling the controller in which log directory a replica is, where its record says otherwise (KIP-858): only so does it know
//! which replicas the loss of a disk takes away.

use std::collections::{BTreeMap, BTreeSet};

use metadata::{LOST_DIRECTORY, PartitionRegistration};
use protocol::ErrorCode;
use protocol::messages::assign_replicas_to_dirs::request::{
    DirectoryData, PartitionData, TopicData,
};
use protocol::messages::assign_replicas_to_dirs::{
    AssignReplicasToDirsRequest, AssignReplicasToDirsResponse,
};
use types::{BrokerId, DirectoryId, Now, PartitionIndex, TopicId};
use world::{CallError, Output};

use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::partitions::HostedPartition;
use crate::sync::Mutex;

/// Replicas in one request, as in Kafka.
const BATCH_MAX: usize = 2250;

type Key = (TopicId, PartitionIndex);

/// Why a replica shall not lead for now.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Withdrawn {
    /// Some of its records are damaged.
    Damaged,
    /// Its disk does not keep pace with what it is given.
    SlowDisk,
}

/// What the controller is still to be told. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct DirectoryAssignments {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    queued: BTreeMap<Key, DirectoryId>,
    sent: BTreeMap<Key, DirectoryId>,
    /// Replicas that shall not lead for now: told to be in a directory that is lost, whatever theirs is.
    withdrawn: BTreeSet<(Key, Withdrawn)>,
}

impl State {
    fn is_withdrawn(&self, key: Key) -> bool {
        let reasons = (key, Withdrawn::Damaged)..=(key, Withdrawn::SlowDisk);
        self.withdrawn.range(reasons).next().is_some()
    }

    /// Whether that is a new reason.
    fn withdraw(&mut self, key: Key, why: Withdrawn) -> bool {
        let is_new = self.withdrawn.insert((key, why));
        if is_new {
            self.queued.insert(key, LOST_DIRECTORY);
        }
        is_new
    }

    /// Drops a reason. With the last one the replica is told to be where it is.
    fn take_back(&mut self, key: Key, why: Withdrawn, real: Option<DirectoryId>) {
        if self.withdrawn.remove(&(key, why))
            && !self.is_withdrawn(key)
            && let Some(real) = real
        {
            self.queued.insert(key, real);
        }
    }
}

impl DirectoryAssignments {
    /// Forgets a replica that is hosted no longer: one that comes again begins without reasons against it.
    pub(crate) fn forget(&self, key: Key) {
        locked(&self.state)
            .withdrawn
            .retain(|(withdrawn, _)| *withdrawn != key);
    }
}

impl Broker {
    /// Compares where a replica is with what is recorded, and queues what differs.
    pub(crate) fn check_directory(
        &self,
        hosted: &HostedPartition,
        registration: &PartitionRegistration,
    ) {
        let key = (hosted.topic_id, hosted.name.partition);
        let Some(real) = self.directory_id(hosted.directory) else {
            return;
        };
        let mut state = locked(&self.directory_assignments.state);
        let real = match state.is_withdrawn(key) {
            true => LOST_DIRECTORY,
            false => real,
        };
        if registration.directory(self.id) == Some(real) {
            state.queued.remove(&key);
        } else if state.sent.get(&key) != Some(&real) {
            state.queued.insert(key, real);
        }
    }

    /// Has the controller let another replica lead, and keep this one out of the in-sync set until it has caught up. Whether
    /// that is new.
    pub(crate) fn hand_over(&self, hosted: &HostedPartition, why: Withdrawn) -> bool {
        let key = (hosted.topic_id, hosted.name.partition);
        locked(&self.directory_assignments.state).withdraw(key, why)
    }

    /// Takes a replica back that was withdrawn.
    pub(crate) fn take_back(&self, hosted: &HostedPartition, why: Withdrawn) {
        let key = (hosted.topic_id, hosted.name.partition);
        let real = self.directory_id(hosted.directory);
        locked(&self.directory_assignments.state).take_back(key, why, real);
    }

    /// Sends what is queued, unless a request is under way or the broker has no epoch yet.
    pub(crate) fn send_directory_assignments(&self, now: Now, out: &mut Vec<Output>) {
        let Some(epoch) = self.lifecycle.broker_epoch() else {
            return;
        };
        let directories = {
            let mut state = locked(&self.directory_assignments.state);
            if !state.sent.is_empty() || state.queued.is_empty() {
                return;
            }
            // What is hosted no longer, or was in a directory that failed meanwhile, is nobody's business.
            let offline = self.offline.ids();
            state.queued.retain(|(topic, index), directory| {
                self.partitions.get(*topic, *index).is_some() && !offline.contains(directory)
            });
            let later = state.queued.keys().nth(BATCH_MAX).copied();
            let rest = later.map(|key| state.queued.split_off(&key));
            state.sent = std::mem::replace(&mut state.queued, rest.unwrap_or_default());
            if state.sent.is_empty() {
                return;
            }
            by_directory(&state.sent)
        };
        let request = AssignReplicasToDirsRequest {
            broker_id: self.id.0,
            broker_epoch: epoch.0,
            directories,
        };
        let controller = self.lifecycle.controller();
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            self.config.request_timeout,
            Purpose::AssignReplicasToDirs,
            &request,
            out,
        );
    }

    pub(crate) fn on_directories_assigned(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<AssignReplicasToDirsResponse, CallError>,
        out: &mut Vec<Output>,
    ) {
        let settled = match answer {
            Ok(response) if response.error_code == ErrorCode::None.code() => settled(response),
            _ => {
                // Whether it was recorded is not known; to say it twice does no harm.
                self.lifecycle.not_active(controller, None);
                BTreeSet::new()
            }
        };
        let again = {
            let mut state = locked(&self.directory_assignments.state);
            let sent = std::mem::take(&mut state.sent);
            let unsettled: Vec<_> = sent
                .into_iter()
                .filter(|(key, _)| !settled.contains(key))
                .collect();
            let again = !unsettled.is_empty();
            for (key, directory) in unsettled {
                state.queued.entry(key).or_insert(directory);
            }
            again
        };
        if again {
            let due = Due::Task(Task::DirectoryAssignments);
            self.deadlines
                .enter(now.instant + self.lifecycle.pause(), due, out);
        } else {
            self.send_directory_assignments(now, out);
        }
    }
}

fn by_directory(assignments: &BTreeMap<Key, DirectoryId>) -> Vec<DirectoryData> {
    let mut directories: BTreeMap<DirectoryId, BTreeMap<TopicId, Vec<PartitionData>>> =
        BTreeMap::new();
    for ((topic, index), directory) in assignments {
        let topics = directories.entry(*directory).or_default();
        topics.entry(*topic).or_default().push(PartitionData {
            partition_index: index.0,
        });
    }
    let directories = directories.into_iter().map(|(id, topics)| {
        let topics = topics.into_iter().map(|(topic_id, partitions)| TopicData {
            topic_id,
            partitions,
        });
        DirectoryData {
            id,
            topics: topics.collect(),
        }
    });
    directories.collect()
}

/// Those that need not be told again: recorded, or not this broker's any more, which the metadata will say.
fn settled(response: AssignReplicasToDirsResponse) -> BTreeSet<Key> {
    let mut settled = BTreeSet::new();
    for topic in response
        .directories
        .into_iter()
        .flat_map(|directory| directory.topics)
    {
        for partition in topic.partitions {
            let is_settled = matches!(
                ErrorCode::from_code(partition.error_code),
                Some(
                    ErrorCode::None
                        | ErrorCode::UnknownTopicId
                        | ErrorCode::UnknownTopicOrPartition
                        | ErrorCode::NotLeaderOrFollower
                )
            );
            if is_settled {
                settled.insert((topic.topic_id, PartitionIndex(partition.partition_index)));
            }
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use types::Uuid;

    use super::*;

    const KEY: Key = (Uuid::from_u128(7), PartitionIndex(3));
    const REAL: DirectoryId = Uuid::from_u128(0x1_0000);

    #[test]
    fn a_replica_is_back_when_no_reason_against_it_is_left() {
        let mut state = State::default();
        assert!(state.withdraw(KEY, Withdrawn::Damaged));
        assert!(state.withdraw(KEY, Withdrawn::SlowDisk));
        assert!(!state.withdraw(KEY, Withdrawn::SlowDisk));
        state.take_back(KEY, Withdrawn::Damaged, Some(REAL));
        assert_eq!(state.queued.get(&KEY), Some(&LOST_DIRECTORY));
        state.take_back(KEY, Withdrawn::SlowDisk, Some(REAL));
        assert_eq!(state.queued.get(&KEY), Some(&REAL));
    }

    #[test]
    fn a_replica_that_goes_and_comes_again_is_not_withdrawn() {
        let assignments = DirectoryAssignments::default();
        locked(&assignments.state).withdraw(KEY, Withdrawn::Damaged);
        assignments.forget(KEY);
        assert!(!locked(&assignments.state).is_withdrawn(KEY));
    }
}
