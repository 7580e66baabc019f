//! From an image to the records of a snapshot.

use codec::Text;
use types::{BrokerId, PartitionIndex, ProducerId, TopicId};

use crate::image::brokers::{BrokerRegistration, ControllerRegistration};
use crate::image::topics::{LeaderRecoveryState, PartitionRegistration};
use crate::image::{Image, METADATA_VERSION};
use crate::records::client_quota::EntityData;
use crate::records::register_broker::{BrokerEndpoint, BrokerFeature};
use crate::records::register_controller::{ControllerEndpoint, ControllerFeature};
use crate::records::{
    ClientQuotaRecord, ConfigRecord, FeatureLevelRecord, PartitionRecord, ProducerIdsRecord,
    Record, RegisterBrokerRecord, RegisterControllerRecord, TopicRecord, ZkMigrationStateRecord,
};

impl Image {
    /// Everything the image shows, as records that make it from nothing: the content of a snapshot.
    /// The level of
    /// `metadata.version` comes first, since it may say how to read the rest; the order of kinds is Kafka's.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let first = self.features.get_key_value(METADATA_VERSION);
        let others = self
            .features
            .iter()
            .filter(|(name, _)| &***name != METADATA_VERSION);
        let features = first
            .into_iter()
            .chain(others)
            .map(|(name, &feature_level)| {
                FeatureLevelRecord {
                    name: text(name),
                    feature_level,
                }
                .into()
            });
        let migration = (self.zk_migration_state != 0).then(|| {
            let zk_migration_state = self.zk_migration_state;
            ZkMigrationStateRecord { zk_migration_state }.into()
        });
        let brokers = self
            .brokers
            .values()
            .map(|broker| broker.to_record().into());
        let controllers = self
            .controllers
            .values()
            .map(|controller| controller.to_record().into());
        features
            .chain(migration)
            .chain(brokers)
            .chain(controllers)
            .chain(self.topic_records())
            .chain(self.config_records())
            .chain(self.quota_records())
            .chain(self.producer_id_record())
            .chain(self.security_records())
    }

    /// [`Image::records`] in one list.
    #[must_use]
    pub fn to_records(&self) -> Vec<Record> {
        self.records().collect()
    }

    fn topic_records(&self) -> impl Iterator<Item = Record> {
        self.topics.iter().flat_map(|topic| {
            let name = text(topic.name.as_str());
            let topic_record = TopicRecord {
                name,
                topic_id: topic.id,
            };
            let partitions = topic.partitions.iter();
            let partitions =
                partitions.map(|(&index, partition)| partition.to_record(topic.id, index).into());
            std::iter::once(topic_record.into()).chain(partitions)
        })
    }

    fn config_records(&self) -> impl Iterator<Item = Record> {
        self.configs.iter().flat_map(|(resource, config)| {
            config.iter().map(|(name, value)| {
                ConfigRecord {
                    resource_type: resource.resource_type.0,
                    resource_name: text(&resource.name),
                    name: text(name),
                    value: Some(text(value)),
                }
                .into()
            })
        })
    }

    fn quota_records(&self) -> impl Iterator<Item = Record> {
        self.security_and_quotas
            .client_quotas
            .iter()
            .map(|((entity, key), &value)| {
                let entity = entity.iter().map(|(kind, name)| EntityData {
                    entity_type: text(kind),
                    entity_name: name.as_deref().map(text),
                });
                ClientQuotaRecord {
                    entity: entity.collect(),
                    key: text(key),
                    value,
                    remove: false,
                }
                .into()
            })
    }

    fn producer_id_record(&self) -> Option<Record> {
        let ProducerId(next_producer_id) = self.next_producer_id;
        let (broker_id, broker_epoch) = (-1, -1);
        let record = ProducerIdsRecord {
            broker_id,
            broker_epoch,
            next_producer_id,
        };
        (next_producer_id > 0).then(|| record.into())
    }

    fn security_records(&self) -> impl Iterator<Item = Record> {
        let kept = &self.security_and_quotas;
        let entries = kept
            .access_control_entries
            .values()
            .map(|entry| (**entry).clone().into());
        let credentials = kept
            .scram_credentials
            .values()
            .map(|credential| (**credential).clone().into());
        let tokens = kept
            .delegation_tokens
            .values()
            .map(|token| (**token).clone().into());
        entries.chain(credentials).chain(tokens)
    }
}

impl BrokerRegistration {
    /// The record that makes this registration.
    #[must_use]
    pub fn to_record(&self) -> RegisterBrokerRecord {
        let end_points = self.endpoints.iter().map(|endpoint| BrokerEndpoint {
            name: text(&endpoint.name),
            host: text(&endpoint.host),
            port: endpoint.port,
            security_protocol: endpoint.security_protocol.0,
        });
        let features = self.features.iter().map(|(name, range)| BrokerFeature {
            name: text(name),
            min_supported_version: range.min,
            max_supported_version: range.max,
        });
        RegisterBrokerRecord {
            broker_id: self.id.0,
            is_migrating_zk_broker: false,
            incarnation_id: self.incarnation_id,
            broker_epoch: self.epoch.0,
            end_points: end_points.collect(),
            features: features.collect(),
            rack: self.rack.as_deref().map(text),
            fenced: self.fenced,
            in_controlled_shutdown: self.in_controlled_shutdown,
            log_dirs: self.log_dirs.clone(),
            cordoned_log_dirs: self.cordoned_log_dirs.clone(),
        }
    }
}

impl ControllerRegistration {
    /// The record that makes this registration.
    #[must_use]
    pub fn to_record(&self) -> RegisterControllerRecord {
        let end_points = self.endpoints.iter().map(|endpoint| ControllerEndpoint {
            name: text(&endpoint.name),
            host: text(&endpoint.host),
            port: endpoint.port,
            security_protocol: endpoint.security_protocol.0,
        });
        let features = self.features.iter().map(|(name, range)| ControllerFeature {
            name: text(name),
            min_supported_version: range.min,
            max_supported_version: range.max,
        });
        RegisterControllerRecord {
            controller_id: self.id.0,
            incarnation_id: self.incarnation_id,
            zk_migration_ready: false,
            end_points: end_points.collect(),
            features: features.collect(),
        }
    }
}

impl PartitionRegistration {
    /// The record that makes this partition.
    #[must_use]
    pub fn to_record(&self, topic: TopicId, partition: PartitionIndex) -> PartitionRecord {
        let unless_empty = |ids: &[BrokerId]| (!ids.is_empty()).then(|| numbers(ids));
        PartitionRecord {
            partition_id: partition.0,
            topic_id: topic,
            replicas: numbers(&self.replicas),
            isr: numbers(&self.in_sync),
            removing_replicas: numbers(&self.removing_replicas),
            adding_replicas: numbers(&self.adding_replicas),
            leader: self.leader.0,
            leader_recovery_state: self.leader_recovery_state.number(),
            leader_epoch: self.leader_epoch.0,
            partition_epoch: self.partition_epoch.0,
            directories: self.directories.clone(),
            eligible_leader_replicas: unless_empty(&self.eligible_leaders),
            last_known_elr: unless_empty(&self.last_known_eligible_leaders),
        }
    }
}

impl LeaderRecoveryState {
    /// Kafka's number for it.
    #[must_use]
    pub fn number(self) -> i8 {
        match self {
            Self::Recovered => 0,
            Self::Recovering => 1,
        }
    }
}

fn text(text: &str) -> Text {
    Text::from(text)
}

fn numbers(ids: &[BrokerId]) -> Vec<i32> {
    ids.iter().map(|id| id.0).collect()
}
