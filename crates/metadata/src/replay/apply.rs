//! What each record changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use codec::Text;
use types::{
    BrokerEpoch, BrokerId, DirectoryId, LeaderEpoch, Offset, PartitionEpoch, PartitionIndex,
    ProducerId, TopicId, TopicName,
};

use super::ReplayProblem;
use crate::delta::{BrokerChange, Delta, PartitionChange, Removal, TopicChange, TopicRemoval};
use crate::image::brokers::{
    BrokerRegistration, ControllerRegistration, Endpoint, FeatureRange, MIGRATING_DIRECTORY,
    SecurityProtocol,
};
use crate::image::configs::{ConfigResource, ConfigResourceType};
use crate::image::security::SecurityAndQuotas;
use crate::image::topics::{LeaderRecoveryState, PartitionRegistration};
use crate::image::{Image, METADATA_VERSION};
use crate::records::{
    BrokerRegistrationChangeRecord, ClientQuotaRecord, ConfigRecord, FeatureLevelRecord,
    PartitionChangeRecord, PartitionRecord, Record, RegisterBrokerRecord, RegisterControllerRecord,
};

type Result<T> = std::result::Result<T, ReplayProblem>;

/// The image to be, and how it differs from the one before.
pub(super) struct Successor {
    pub(super) image: Image,
    pub(super) delta: Delta,
}

impl Successor {
    pub(super) fn new(image: &Image) -> Self {
        Self {
            image: image.clone(),
            delta: Delta::default(),
        }
    }

    pub(super) fn apply(&mut self, offset: Offset, record: &Record) -> Result<()> {
        match record {
            Record::RegisterBroker(record) => self.register_broker(offset, record),
            Record::UnregisterBroker(record) => {
                self.registered(record.broker_id, record.broker_epoch)?;
                self.put_broker(BrokerId(record.broker_id), None);
            }
            Record::FenceBroker(record) => self.fence(record.id, record.epoch, true)?,
            Record::UnfenceBroker(record) => self.fence(record.id, record.epoch, false)?,
            Record::BrokerRegistrationChange(record) => self.change_broker(record)?,
            Record::RegisterController(record) => self.register_controller(record),
            Record::Topic(record) => {
                let name = TopicName::trusted(&record.name);
                if !self.image.topics.add(name.clone(), record.topic_id) {
                    return Err(ReplayProblem::TopicExists(name.to_string()));
                }
                self.topic_change(record.topic_id, &name).created = true;
            }
            Record::Partition(record) => self.put_new_partition(record)?,
            Record::PartitionChange(record) => self.change_partition(record)?,
            Record::RemoveTopic(record) => self.remove_topic(record.topic_id)?,
            Record::ClearElr(record) => self.clear_eligible_leaders(&record.topic_name)?,
            Record::Config(record) => self.set_config(record),
            Record::FeatureLevel(record) => self.set_feature(record),
            Record::ProducerIds(record) => {
                self.image.next_producer_id = ProducerId(record.next_producer_id);
                self.delta.producer_ids = true;
            }
            Record::ZkMigrationState(record) => {
                self.image.zk_migration_state = record.zk_migration_state
            }
            Record::NoOp(_) => {}
            // Transactions are replay's business, and a snapshot holds none.
            Record::BeginTransaction(_)
            | Record::EndTransaction(_)
            | Record::AbortTransaction(_) => return Err(ReplayProblem::NoTransaction),
            security_or_quota => self.keep(security_or_quota),
        }
        Ok(())
    }

    fn register_broker(&mut self, offset: Offset, record: &RegisterBrokerRecord) {
        let endpoints = record.end_points.iter().map(|endpoint| Endpoint {
            name: shared(&endpoint.name),
            host: shared(&endpoint.host),
            port: endpoint.port,
            security_protocol: SecurityProtocol(endpoint.security_protocol),
        });
        let features = record.features.iter().map(|feature| {
            let range = FeatureRange {
                min: feature.min_supported_version,
                max: feature.max_supported_version,
            };
            (shared(&feature.name), range)
        });
        let id = BrokerId(record.broker_id);
        let registration = BrokerRegistration {
            id,
            epoch: BrokerEpoch(record.broker_epoch),
            incarnation_id: record.incarnation_id,
            rack: record.rack.as_ref().map(shared),
            endpoints: endpoints.collect(),
            features: features.collect(),
            fenced: record.fenced,
            in_controlled_shutdown: record.in_controlled_shutdown,
            log_dirs: record.log_dirs.clone(),
            cordoned_log_dirs: record.cordoned_log_dirs.clone(),
            registered_at: offset,
        };
        self.put_broker(id, Some(registration));
    }

    /// The registration that a record is about.
    fn registered(&self, id: i32, epoch: i64) -> Result<&Arc<BrokerRegistration>> {
        let (broker, record) = (BrokerId(id), BrokerEpoch(epoch));
        let registration = self
            .image
            .broker(broker)
            .ok_or(ReplayProblem::UnknownBroker(broker))?;
        if registration.epoch != record {
            let registered = registration.epoch;
            return Err(ReplayProblem::OtherBrokerEpoch {
                broker,
                record,
                registered,
            });
        }
        Ok(registration)
    }

    fn fence(&mut self, id: i32, epoch: i64, fenced: bool) -> Result<()> {
        let mut registration = BrokerRegistration::clone(self.registered(id, epoch)?);
        registration.fenced = fenced;
        self.put_broker(registration.id, Some(registration));
        Ok(())
    }

    fn change_broker(&mut self, record: &BrokerRegistrationChangeRecord) -> Result<()> {
        let mut registration =
            BrokerRegistration::clone(self.registered(record.broker_id, record.broker_epoch)?);
        match record.fenced {
            0 => {}
            1 => registration.fenced = true,
            -1 => registration.fenced = false,
            other => {
                return Err(ReplayProblem::UnknownValue {
                    field: "fenced",
                    value: i64::from(other),
                });
            }
        }
        match record.in_controlled_shutdown {
            0 => {}
            1 => registration.in_controlled_shutdown = true,
            other => {
                let value = i64::from(other);
                return Err(ReplayProblem::UnknownValue {
                    field: "in_controlled_shutdown",
                    value,
                });
            }
        }
        if !record.log_dirs.is_empty() {
            registration.log_dirs = record.log_dirs.clone();
        }
        if let Some(cordoned) = &record.cordoned_log_dirs {
            registration.cordoned_log_dirs = Some(cordoned.clone());
        }
        self.put_broker(registration.id, Some(registration));
        Ok(())
    }

    fn put_broker(&mut self, id: BrokerId, after: Option<BrokerRegistration>) {
        let after = after.map(Arc::new);
        let brokers = Arc::make_mut(&mut self.image.brokers);
        let before = match &after {
            Some(after) => brokers.insert(id, Arc::clone(after)),
            None => brokers.remove(&id),
        };
        let change = self.delta.brokers.entry(id).or_insert(BrokerChange {
            before,
            after: None,
        });
        change.after = after;
    }

    fn register_controller(&mut self, record: &RegisterControllerRecord) {
        let endpoints = record.end_points.iter().map(|endpoint| Endpoint {
            name: shared(&endpoint.name),
            host: shared(&endpoint.host),
            port: endpoint.port,
            security_protocol: SecurityProtocol(endpoint.security_protocol),
        });
        let features = record.features.iter().map(|feature| {
            let range = FeatureRange {
                min: feature.min_supported_version,
                max: feature.max_supported_version,
            };
            (shared(&feature.name), range)
        });
        let id = BrokerId(record.controller_id);
        let registration = ControllerRegistration {
            id,
            incarnation_id: record.incarnation_id,
            endpoints: endpoints.collect(),
            features: features.collect(),
        };
        Arc::make_mut(&mut self.image.controllers).insert(id, Arc::new(registration));
        self.delta.controllers.insert(id);
    }

    fn topic_change(&mut self, id: TopicId, name: &TopicName) -> &mut TopicChange {
        self.delta.topics.entry(id).or_insert_with(|| TopicChange {
            name: name.clone(),
            created: false,
            partitions: BTreeMap::new(),
            absent_partitions: BTreeMap::new(),
        })
    }

    fn put_partition(
        &mut self,
        id: TopicId,
        index: PartitionIndex,
        after: PartitionRegistration,
    ) -> Result<()> {
        let after = Arc::new(after);
        let name = self
            .image
            .topics
            .by_id(id)
            .ok_or(ReplayProblem::UnknownTopic(id))?
            .name
            .clone();
        let put = self
            .image
            .topics
            .put_partition(id, index, Arc::clone(&after));
        let before = put.map_err(|()| ReplayProblem::UnknownTopic(id))?;
        let changes = &mut self.topic_change(id, &name).partitions;
        let change = changes.entry(index).or_insert(PartitionChange {
            before,
            after: Arc::clone(&after),
        });
        change.after = after;
        Ok(())
    }

    fn put_new_partition(&mut self, record: &PartitionRecord) -> Result<()> {
        let (id, index) = (record.topic_id, PartitionIndex(record.partition_id));
        let directories = match record.directories.as_slice() {
            [] => vec![MIGRATING_DIRECTORY; record.replicas.len()],
            directories => directories.to_vec(),
        };
        if directories.len() != record.replicas.len() {
            return Err(ReplayProblem::DirectoriesDoNotMatchReplicas(id, index));
        }
        let registration = PartitionRegistration {
            replicas: brokers(&record.replicas),
            directories,
            in_sync: brokers(&record.isr),
            eligible_leaders: record
                .eligible_leader_replicas
                .as_deref()
                .map(brokers)
                .unwrap_or_default(),
            last_known_eligible_leaders: record
                .last_known_elr
                .as_deref()
                .map(brokers)
                .unwrap_or_default(),
            adding_replicas: brokers(&record.adding_replicas),
            removing_replicas: brokers(&record.removing_replicas),
            leader: BrokerId(record.leader),
            leader_epoch: LeaderEpoch(record.leader_epoch),
            leader_recovery_state: recovery_state(record.leader_recovery_state)?,
            partition_epoch: PartitionEpoch(record.partition_epoch),
        };
        self.put_partition(id, index, registration)
    }

    fn change_partition(&mut self, record: &PartitionChangeRecord) -> Result<()> {
        let (id, index) = (record.topic_id, PartitionIndex(record.partition_id));
        let before = self
            .image
            .partition(id, index)
            .ok_or(ReplayProblem::UnknownPartition(id, index))?;
        let after = before.changed(record)?;
        self.put_partition(id, index, after)
    }

    fn remove_topic(&mut self, id: TopicId) -> Result<()> {
        let last = self
            .image
            .topics
            .remove(id)
            .ok_or(ReplayProblem::UnknownTopic(id))?;
        let resource = ConfigResource::topic(last.name.as_str());
        if let Some(config) = self.image.configs.remove(&resource) {
            self.delta
                .configs
                .entry(resource)
                .or_default()
                .extend(config.keys().cloned());
        }
        self.delta.topics.remove(&id);
        self.delta.removed_topics.insert(
            id,
            TopicRemoval {
                removal: Removal::ByRecord,
                last,
            },
        );
        Ok(())
    }

    fn clear_eligible_leaders(&mut self, name: &str) -> Result<()> {
        let topics: Vec<_> = if name.is_empty() {
            self.image.topics.iter().cloned().collect()
        } else {
            let topic = self.image.topic(name);
            vec![Arc::clone(topic.ok_or_else(|| {
                ReplayProblem::UnknownTopicName(name.to_owned())
            })?)]
        };
        for topic in topics {
            for (&index, partition) in topic.partitions.iter() {
                if partition.eligible_leaders.is_empty()
                    && partition.last_known_eligible_leaders.is_empty()
                {
                    continue;
                }
                let after = PartitionRegistration {
                    eligible_leaders: Vec::new(),
                    last_known_eligible_leaders: Vec::new(),
                    partition_epoch: partition.partition_epoch.next(),
                    ..PartitionRegistration::clone(partition)
                };
                self.put_partition(topic.id, index, after)?;
            }
        }
        Ok(())
    }

    fn set_config(&mut self, record: &ConfigRecord) {
        let resource = ConfigResource::new(
            ConfigResourceType(record.resource_type),
            &record.resource_name,
        );
        let mut config = self
            .image
            .configs
            .get(&resource)
            .map(|config| (**config).clone())
            .unwrap_or_default();
        let key = shared(&record.name);
        match &record.value {
            Some(value) => config.insert(Arc::clone(&key), shared(value)),
            None => config.remove(&*key),
        };
        if config.is_empty() {
            self.image.configs.remove(&resource);
        } else {
            self.image
                .configs
                .insert(resource.clone(), Arc::new(config));
        }
        self.delta.configs.entry(resource).or_default().insert(key);
    }

    fn set_feature(&mut self, record: &FeatureLevelRecord) {
        let name = shared(&record.name);
        let features = Arc::make_mut(&mut self.image.features);
        if record.feature_level == 0 && &*name != METADATA_VERSION {
            features.remove(&name);
        } else {
            features.insert(Arc::clone(&name), record.feature_level);
        }
        self.delta.features.insert(name);
    }

    /// Keeps what has no meaning here yet.
    fn keep(&mut self, record: &Record) {
        let kept = Arc::make_mut(&mut self.image.security_and_quotas);
        match record {
            Record::AccessControlEntry(record) => {
                kept.access_control_entries
                    .insert(record.id, Arc::new(record.clone()));
            }
            Record::RemoveAccessControlEntry(record) => {
                kept.access_control_entries.remove(&record.id);
            }
            Record::UserScramCredential(record) => {
                kept.scram_credentials.insert(
                    (shared(&record.name), record.mechanism),
                    Arc::new(record.clone()),
                );
            }
            Record::RemoveUserScramCredential(record) => {
                kept.scram_credentials
                    .remove(&(shared(&record.name), record.mechanism));
            }
            Record::DelegationToken(record) => {
                kept.delegation_tokens
                    .insert(shared(&record.token_id), Arc::new(record.clone()));
            }
            Record::RemoveDelegationToken(record) => {
                kept.delegation_tokens.remove(&*record.token_id);
            }
            Record::ClientQuota(record) => keep_quota(kept, record),
            _ => return,
        }
        self.delta.security_or_quotas = true;
    }
}

fn keep_quota(kept: &mut SecurityAndQuotas, record: &ClientQuotaRecord) {
    let entities = record.entity.iter();
    let mut entity: Vec<_> = entities
        .map(|part| {
            (
                shared(&part.entity_type),
                part.entity_name.as_ref().map(shared),
            )
        })
        .collect();
    entity.sort();
    let key = (entity, shared(&record.key));
    if record.remove {
        kept.client_quotas.remove(&key);
    } else {
        kept.client_quotas.insert(key, record.value);
    }
}

impl PartitionRegistration {
    /// The registration after `record`: the partition epoch rises by one, and the leader epoch when
    /// the record names a leader, also when it is the same.
    ///
    /// # Errors
    /// When the record has a state of recovery that stands for nothing, or not as many directories
    /// as replicas.
    pub fn changed(&self, record: &PartitionChangeRecord) -> Result<Self> {
        let keep_or = |now: &Option<Vec<i32>>, before: &[BrokerId]| match now {
            Some(now) => brokers(now),
            None => before.to_vec(),
        };
        let replicas = keep_or(&record.replicas, &self.replicas);
        let mut directories: Vec<DirectoryId> = match &record.directories {
            Some(directories) => directories.clone(),
            None => self.directories.clone(),
        };
        if directories
            .iter()
            .all(|&directory| directory == MIGRATING_DIRECTORY)
        {
            directories = vec![MIGRATING_DIRECTORY; replicas.len()];
        }
        if directories.len() != replicas.len() {
            let index = PartitionIndex(record.partition_id);
            return Err(ReplayProblem::DirectoriesDoNotMatchReplicas(
                record.topic_id,
                index,
            ));
        }
        let (leader, leader_epoch) = match record.leader {
            LEADER_UNCHANGED => (self.leader, self.leader_epoch),
            leader => (BrokerId(leader), self.leader_epoch.next()),
        };
        let leader_recovery_state = match record.leader_recovery_state {
            -1 => self.leader_recovery_state,
            state => recovery_state(state)?,
        };
        Ok(Self {
            replicas,
            directories,
            in_sync: keep_or(&record.isr, &self.in_sync),
            eligible_leaders: keep_or(&record.eligible_leader_replicas, &self.eligible_leaders),
            last_known_eligible_leaders: keep_or(
                &record.last_known_elr,
                &self.last_known_eligible_leaders,
            ),
            adding_replicas: keep_or(&record.adding_replicas, &self.adding_replicas),
            removing_replicas: keep_or(&record.removing_replicas, &self.removing_replicas),
            leader,
            leader_epoch,
            leader_recovery_state,
            partition_epoch: self.partition_epoch.next(),
        })
    }
}

/// What a change record says of the leader when it says nothing.
const LEADER_UNCHANGED: i32 = -2;

fn recovery_state(state: i8) -> Result<LeaderRecoveryState> {
    match state {
        0 => Ok(LeaderRecoveryState::Recovered),
        1 => Ok(LeaderRecoveryState::Recovering),
        other => Err(ReplayProblem::UnknownValue {
            field: "leader_recovery_state",
            value: i64::from(other),
        }),
    }
}

fn brokers(ids: &[i32]) -> Vec<BrokerId> {
    ids.iter().copied().map(BrokerId).collect()
}

/// A text of the log as the image keeps it: it must not hold on to the batch it came in.
fn shared(text: &Text) -> Arc<str> {
    text.as_str().into()
}
