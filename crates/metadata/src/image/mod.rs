//! The picture of the cluster after some record of the metadata log.

pub(crate) mod brokers;
pub(crate) mod configs;
pub(crate) mod security;
pub(crate) mod topics;

use std::collections::BTreeMap;
use std::sync::Arc;

use types::{BrokerId, ControllerEpoch, Offset, PartitionIndex, ProducerId, TopicId};

use crate::records::Record;
use crate::sorted_map::SortedMap;
use brokers::{BrokerRegistration, ControllerRegistration};
use configs::{Config, ConfigResource};
use security::SecurityAndQuotas;
use topics::{PartitionRegistration, Topic, Topics};

/// How far into the metadata log something reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// The epoch of the controller that wrote the last record.
    pub epoch: ControllerEpoch,
    /// The offset of the last record contained; −1 when there is none.
    pub offset: Offset,
}

impl Default for Position {
    fn default() -> Self {
        Self {
            epoch: ControllerEpoch(0),
            offset: Offset(-1),
        }
    }
}

/// The feature whose level says which records the log may hold.
pub const METADATA_VERSION: &str = "metadata.version";
/// The feature that turns eligible leader replicas on (KIP-966).
pub const ELIGIBLE_LEADER_REPLICAS_VERSION: &str = "eligible.leader.replicas.version";

/// The cluster, immutable. A clone costs a few reference counts; [`crate::replay`] makes the next
/// one and shares with it whatever did not change.
#[derive(Clone, Debug, Default)]
pub struct Image {
    pub(crate) position: Position,
    pub(crate) features: Arc<BTreeMap<Arc<str>, i16>>,
    pub(crate) brokers: Arc<BTreeMap<BrokerId, Arc<BrokerRegistration>>>,
    pub(crate) controllers: Arc<BTreeMap<BrokerId, Arc<ControllerRegistration>>>,
    pub(crate) topics: Topics,
    pub(crate) configs: SortedMap<ConfigResource, Arc<Config>>,
    pub(crate) next_producer_id: ProducerId,
    pub(crate) security_and_quotas: Arc<SecurityAndQuotas>,
    /// Kafka's state of a migration from ZooKeeper; kept so that a snapshot says what the log said.
    pub(crate) zk_migration_state: i8,
    pub(crate) transaction: Option<Arc<OpenTransaction>>,
}

/// Records that count only once the transaction they are in ends (KIP-868).
#[derive(Clone, Debug)]
pub(crate) struct OpenTransaction {
    /// Where it began.
    pub(crate) started_at: Offset,
    /// What it holds so far.
    pub(crate) records: Vec<(Offset, Record)>,
}

impl Image {
    /// Before the first record.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The last record that this image shows. Records of a transaction that is still open are above
    /// it.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Where the transaction began that is still open; a controller that takes over must abort it
    /// before it writes.
    #[must_use]
    pub fn open_transaction(&self) -> Option<Offset> {
        self.transaction
            .as_ref()
            .map(|transaction| transaction.started_at)
    }

    /// The same image, said to reach `position`: records that replay does not see, such as a leader
    /// change, are behind it. While a transaction is open the position does not move.
    #[must_use]
    pub fn passed(&self, position: Position) -> Self {
        let position = if self.transaction.is_some() {
            self.position
        } else {
            position
        };
        Self {
            position,
            ..self.clone()
        }
    }

    /// The finalized level of every feature that has one above zero.
    #[must_use]
    pub fn features(&self) -> &BTreeMap<Arc<str>, i16> {
        &self.features
    }

    /// The finalized level of `feature`; zero (off) when it has none.
    #[must_use]
    pub fn feature_level(&self, feature: &str) -> i16 {
        self.features.get(feature).copied().unwrap_or(0)
    }

    /// Whether eligible leader replicas are kept (KIP-966).
    #[must_use]
    pub fn eligible_leader_replicas_enabled(&self) -> bool {
        self.feature_level(ELIGIBLE_LEADER_REPLICAS_VERSION) > 0
    }

    /// All registered brokers.
    #[must_use]
    pub fn brokers(&self) -> &BTreeMap<BrokerId, Arc<BrokerRegistration>> {
        &self.brokers
    }

    /// One registered broker.
    #[must_use]
    pub fn broker(&self, id: BrokerId) -> Option<&Arc<BrokerRegistration>> {
        self.brokers.get(&id)
    }

    /// Whether the broker is registered, unfenced and not about to stop.
    #[must_use]
    pub fn is_active(&self, id: BrokerId) -> bool {
        self.brokers
            .get(&id)
            .is_some_and(|broker| broker.is_active())
    }

    /// All registered controllers.
    #[must_use]
    pub fn controllers(&self) -> &BTreeMap<BrokerId, Arc<ControllerRegistration>> {
        &self.controllers
    }

    /// All topics.
    #[must_use]
    pub fn topics(&self) -> &Topics {
        &self.topics
    }

    /// One topic by its name.
    #[must_use]
    pub fn topic(&self, name: &str) -> Option<&Arc<Topic>> {
        self.topics.by_name(name)
    }

    /// One partition by its topic's id.
    #[must_use]
    pub fn partition(
        &self,
        topic: TopicId,
        partition: PartitionIndex,
    ) -> Option<&Arc<PartitionRegistration>> {
        self.topics.by_id(topic)?.partition(partition)
    }

    /// Every resource that has a configuration, sorted by kind and name.
    #[must_use]
    pub fn configs(&self) -> &SortedMap<ConfigResource, Arc<Config>> {
        &self.configs
    }

    /// What is set on one resource; `None` when nothing is.
    #[must_use]
    pub fn config(&self, resource: &ConfigResource) -> Option<&Config> {
        self.configs.get(resource).map(|config| &**config)
    }

    /// What is set on a topic; `None` when nothing is.
    #[must_use]
    pub fn topic_config(&self, topic: &str) -> Option<&Config> {
        self.config(&ConfigResource::topic(topic))
    }

    /// The next producer id that was not handed out yet.
    #[must_use]
    pub fn next_producer_id(&self) -> ProducerId {
        self.next_producer_id
    }

    /// Access control, credentials, tokens and quotas, as recorded.
    #[must_use]
    pub fn security_and_quotas(&self) -> &SecurityAndQuotas {
        &self.security_and_quotas
    }
}
