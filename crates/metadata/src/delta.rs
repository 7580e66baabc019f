//! What differs between two images: the part of the metadata log that somebody acts on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use types::{BrokerId, PartitionIndex, TopicId, TopicName};

use crate::image::Image;
use crate::image::brokers::BrokerRegistration;
use crate::image::configs::ConfigResource;
use crate::image::topics::{PartitionRegistration, Topic};

/// Why something is no longer there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Removal {
    /// A record removed it. Only this may delete what a broker keeps of it.
    ByRecord,
    /// A snapshot does not have it. A snapshot may be too old, or damaged: nothing is deleted for
    /// that.
    AbsentFromSnapshot,
}

/// One partition that is new or differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartitionChange {
    /// What it was; `None` for a new partition.
    pub before: Option<Arc<PartitionRegistration>>,
    /// What it is.
    pub after: Arc<PartitionRegistration>,
}

impl PartitionChange {
    /// Whether the leadership changed hands or was renewed.
    #[must_use]
    pub fn is_new_leadership(&self) -> bool {
        self.before
            .as_ref()
            .is_none_or(|before| before.leader_epoch != self.after.leader_epoch)
    }
}

/// One topic that is new or has partitions that differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicChange {
    /// Its name.
    pub name: TopicName,
    /// Whether it did not exist before.
    pub created: bool,
    /// Its new and changed partitions.
    pub partitions: BTreeMap<PartitionIndex, PartitionChange>,
    /// Partitions that a snapshot does not have although the image before had them; no record can
    /// remove a partition.
    pub absent_partitions: BTreeMap<PartitionIndex, Arc<PartitionRegistration>>,
}

/// One topic that is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicRemoval {
    /// Why.
    pub removal: Removal,
    /// The topic as it was last.
    pub last: Arc<Topic>,
}

/// One broker whose registration differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerChange {
    /// `None` for a broker that was not registered.
    pub before: Option<Arc<BrokerRegistration>>,
    /// `None` for a broker that is no longer registered.
    pub after: Option<Arc<BrokerRegistration>>,
}

/// Everything that differs between an image and its successor.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Delta {
    /// New and changed topics, by id.
    pub topics: BTreeMap<TopicId, TopicChange>,
    /// Topics that are gone, by id: also those that were created and removed within the same delta.
    pub removed_topics: BTreeMap<TopicId, TopicRemoval>,
    /// Brokers whose registration differs.
    pub brokers: BTreeMap<BrokerId, BrokerChange>,
    /// Controllers whose registration differs.
    pub controllers: BTreeSet<BrokerId>,
    /// The keys that differ, per resource. Also keys of a broker that were set to what they were:
    /// the broker then reads files anew that the value names.
    pub configs: BTreeMap<ConfigResource, BTreeSet<Arc<str>>>,
    /// Features with another finalized level.
    pub features: BTreeSet<Arc<str>>,
    /// Whether the next producer id moved.
    pub producer_ids: bool,
    /// Whether access control, credentials, tokens or quotas changed.
    pub security_or_quotas: bool,
}

impl Delta {
    /// Whether nothing differs. The position in the log may still have moved.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What leads from `old` to `new` when nobody saw the records between: `new` was loaded from a
    /// snapshot. Everything that only `old` has counts as [`Removal::AbsentFromSnapshot`]. Costs
    /// what changed where the two images share memory, else a comparison of everything.
    #[must_use]
    pub fn between(old: &Image, new: &Image) -> Self {
        let mut delta = Self::default();
        delta.compare_topics(old, new);
        delta.compare_nodes(old, new);
        for (resource, was, is) in new
            .configs
            .differences(&old.configs, |was, is| Arc::ptr_eq(was, is) || was == is)
        {
            let keys = was.into_iter().chain(is).flat_map(|config| config.keys());
            let differing = keys
                .filter(|key| was.and_then(|was| was.get(*key)) != is.and_then(|is| is.get(*key)));
            delta
                .configs
                .insert(resource.clone(), differing.cloned().collect());
        }
        let features = old.features.keys().chain(new.features.keys());
        delta.features = features
            .filter(|name| old.feature_level(name) != new.feature_level(name))
            .cloned()
            .collect();
        delta.producer_ids = old.next_producer_id != new.next_producer_id;
        delta.security_or_quotas = old.security_and_quotas != new.security_and_quotas;
        delta
    }

    fn compare_topics(&mut self, old: &Image, new: &Image) {
        let (old, new) = (old.topics.id_map(), new.topics.id_map());
        for (&id, was, is) in new.differences(old, |was, is| Arc::ptr_eq(was, is) || was == is) {
            let Some(is) = is else {
                if let Some(was) = was {
                    let removal = Removal::AbsentFromSnapshot;
                    self.removed_topics.insert(
                        id,
                        TopicRemoval {
                            removal,
                            last: Arc::clone(was),
                        },
                    );
                }
                continue;
            };
            let mut change = TopicChange {
                name: is.name.clone(),
                created: was.is_none(),
                partitions: BTreeMap::new(),
                absent_partitions: BTreeMap::new(),
            };
            let none = crate::SortedMap::default();
            let before = was.map_or(&none, |was| &was.partitions);
            for (&index, was, is) in is
                .partitions
                .differences(before, |was, is| Arc::ptr_eq(was, is) || was == is)
            {
                match (was, is) {
                    (was, Some(is)) => {
                        let change_of = PartitionChange {
                            before: was.cloned(),
                            after: Arc::clone(is),
                        };
                        change.partitions.insert(index, change_of);
                    }
                    (Some(was), None) => {
                        change.absent_partitions.insert(index, Arc::clone(was));
                    }
                    (None, None) => {}
                }
            }
            self.topics.insert(id, change);
        }
    }

    fn compare_nodes(&mut self, old: &Image, new: &Image) {
        for &id in old.brokers.keys().chain(new.brokers.keys()) {
            let (before, after) = (old.broker(id).cloned(), new.broker(id).cloned());
            if before != after {
                self.brokers.insert(id, BrokerChange { before, after });
            }
        }
        let controllers = old.controllers.keys().chain(new.controllers.keys());
        self.controllers = controllers
            .filter(|id| old.controllers.get(id) != new.controllers.get(id))
            .copied()
            .collect();
    }
}
