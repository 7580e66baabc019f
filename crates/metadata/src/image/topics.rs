//! Topics and their partitions.

use std::sync::Arc;

use types::{
    BrokerId, DirectoryId, LeaderEpoch, PartitionEpoch, PartitionIndex, TopicId, TopicName,
};

use super::brokers::MIGRATING_DIRECTORY;
use crate::sorted_map::SortedMap;

/// Whether the leader of a partition may have lost committed records (KIP-704).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LeaderRecoveryState {
    /// The leader came from the in-sync or eligible replicas, or has recovered since.
    #[default]
    Recovered,
    /// The leader was elected uncleanly and has not said yet that it recovered.
    Recovering,
}

/// One partition: who keeps it, who is in sync, who leads, and the epochs that fence older answers
/// to those.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PartitionRegistration {
    /// The brokers that keep a copy, preferred leader first. During a reassignment also those being
    /// added and removed.
    pub replicas: Vec<BrokerId>,
    /// The directory of each replica, in the order of `replicas`.
    pub directories: Vec<DirectoryId>,
    /// The in-sync replicas: each holds every committed record.
    pub in_sync: Vec<BrokerId>,
    /// Former members of the in-sync set that still hold every committed record (KIP-966). Disjoint
    /// from `in_sync`.
    pub eligible_leaders: Vec<BrokerId>,
    /// Who led last, while nobody leads and neither set above has a member that could (KIP-966).
    pub last_known_eligible_leaders: Vec<BrokerId>,
    /// Replicas that a reassignment in progress adds.
    pub adding_replicas: Vec<BrokerId>,
    /// Replicas that a reassignment in progress removes.
    pub removing_replicas: Vec<BrokerId>,
    /// Who leads; [`BrokerId::NONE`] when nobody may.
    pub leader: BrokerId,
    /// Rises with every leadership.
    pub leader_epoch: LeaderEpoch,
    /// Whether the leader was elected uncleanly and has not recovered yet.
    pub leader_recovery_state: LeaderRecoveryState,
    /// Rises with every change of any of this.
    pub partition_epoch: PartitionEpoch,
}

impl PartitionRegistration {
    /// Whether anybody leads.
    #[must_use]
    pub fn has_leader(&self) -> bool {
        self.leader != BrokerId::NONE
    }

    /// The replica that should lead when it can: the first. [`BrokerId::NONE`] if there are no
    /// replicas.
    #[must_use]
    pub fn preferred_leader(&self) -> BrokerId {
        self.replicas.first().copied().unwrap_or(BrokerId::NONE)
    }

    /// Whether a reassignment is going on.
    #[must_use]
    pub fn is_reassigning(&self) -> bool {
        !self.adding_replicas.is_empty() || !self.removing_replicas.is_empty()
    }

    /// The directory recorded for `replica`; `None` when it is not a replica.
    #[must_use]
    pub fn directory(&self, replica: BrokerId) -> Option<DirectoryId> {
        let place = self.replicas.iter().position(|&known| known == replica)?;
        Some(
            self.directories
                .get(place)
                .copied()
                .unwrap_or(MIGRATING_DIRECTORY),
        )
    }
}

/// One topic. Partitions are behind their own `Arc`: a changed topic copies pointers only.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Its name.
    pub name: TopicName,
    /// Its id, which no other topic of that name ever has again.
    pub id: TopicId,
    /// Its partitions.
    pub partitions: SortedMap<PartitionIndex, Arc<PartitionRegistration>>,
}

impl Topic {
    /// The registration of one partition.
    #[must_use]
    pub fn partition(&self, partition: PartitionIndex) -> Option<&Arc<PartitionRegistration>> {
        self.partitions.get(&partition)
    }

    /// How many partitions it has.
    #[must_use]
    pub fn partition_count(&self) -> usize {
        self.partitions.len()
    }

    /// How many replicas its first partition has; zero for a topic without partitions.
    #[must_use]
    pub fn replication_factor(&self) -> usize {
        self.partitions
            .values()
            .next()
            .map_or(0, |partition| partition.replicas.len())
    }
}

/// All topics, by id and by name. A clone is cheap, and a change to a clone copies what changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Topics {
    by_id: SortedMap<TopicId, Arc<Topic>>,
    by_name: SortedMap<TopicName, TopicId>,
}

impl Topics {
    /// The topic of that id.
    #[must_use]
    pub fn by_id(&self, id: TopicId) -> Option<&Arc<Topic>> {
        self.by_id.get(&id)
    }

    /// The topic of that name. Any text may be asked for.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Arc<Topic>> {
        self.by_id.get(self.by_name.get(name)?)
    }

    /// The id of the topic of that name.
    #[must_use]
    pub fn id_of(&self, name: &str) -> Option<TopicId> {
        self.by_name.get(name).copied()
    }

    /// All topics by rising name.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Topic>> {
        self.by_name.values().filter_map(|id| self.by_id.get(id))
    }

    /// The topics with a name of at least `name`, by rising name.
    pub fn iter_from<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Arc<Topic>> {
        self.by_name
            .iter_from(name)
            .filter_map(|(_, id)| self.by_id.get(id))
    }

    /// How many topics there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    pub(crate) fn id_map(&self) -> &SortedMap<TopicId, Arc<Topic>> {
        &self.by_id
    }

    /// Adds a topic without partitions; `false` when its name or id is taken.
    pub(crate) fn add(&mut self, name: TopicName, id: TopicId) -> bool {
        if self.by_name.contains_key(name.as_str()) || self.by_id.contains_key(&id) {
            return false;
        }
        self.by_name.insert(name.clone(), id);
        self.by_id.insert(
            id,
            Arc::new(Topic {
                name,
                id,
                partitions: SortedMap::default(),
            }),
        );
        true
    }

    pub(crate) fn remove(&mut self, id: TopicId) -> Option<Arc<Topic>> {
        let topic = self.by_id.remove(&id)?;
        self.by_name.remove(topic.name.as_str());
        Some(topic)
    }

    /// Puts a partition's registration; the one before it. `Err` when there is no such topic.
    pub(crate) fn put_partition(
        &mut self,
        id: TopicId,
        partition: PartitionIndex,
        registration: Arc<PartitionRegistration>,
    ) -> Result<Option<Arc<PartitionRegistration>>, ()> {
        let topic = self.by_id.get_mut(&id).ok_or(())?;
        Ok(Arc::make_mut(topic)
            .partitions
            .insert(partition, registration))
    }
}
