//! Stand-in for the generated records.
#![allow(missing_docs, reason = "a stand-in")]
use codec::Text;
use types::Uuid;

#[derive(Clone, PartialEq, Debug)]
pub struct AbortTransactionRecord {
    pub reason: Option<Text>,
}

impl Default for AbortTransactionRecord {
    fn default() -> Self {
        Self {
            reason: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct AccessControlEntryRecord {
    pub id: Uuid,
    pub resource_type: i8,
    pub resource_name: Text,
    pub pattern_type: i8,
    pub principal: Text,
    pub host: Text,
    pub operation: i8,
    pub permission_type: i8,
}

impl Default for AccessControlEntryRecord {
    fn default() -> Self {
        Self {
            id: Default::default(),
            resource_type: Default::default(),
            resource_name: Default::default(),
            pattern_type: Default::default(),
            principal: Default::default(),
            host: Default::default(),
            operation: Default::default(),
            permission_type: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct BeginTransactionRecord {
    pub name: Option<Text>,
}

impl Default for BeginTransactionRecord {
    fn default() -> Self {
        Self {
            name: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct BrokerRegistrationChangeRecord {
    pub broker_id: i32,
    pub broker_epoch: i64,
    pub fenced: i8,
    pub in_controlled_shutdown: i8,
    pub log_dirs: Vec<Uuid>,
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Default for BrokerRegistrationChangeRecord {
    fn default() -> Self {
        Self {
            broker_id: Default::default(),
            broker_epoch: Default::default(),
            fenced: Default::default(),
            in_controlled_shutdown: Default::default(),
            log_dirs: Default::default(),
            cordoned_log_dirs: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ClearElrRecord {
    pub topic_name: Text,
}

impl Default for ClearElrRecord {
    fn default() -> Self {
        Self {
            topic_name: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct EntityData {
    pub entity_type: Text,
    pub entity_name: Option<Text>,
}

impl Default for EntityData {
    fn default() -> Self {
        Self {
            entity_type: Default::default(),
            entity_name: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ClientQuotaRecord {
    pub entity: Vec<EntityData>,
    pub key: Text,
    pub value: f64,
    pub remove: bool,
}

impl Default for ClientQuotaRecord {
    fn default() -> Self {
        Self {
            entity: Default::default(),
            key: Default::default(),
            value: Default::default(),
            remove: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ConfigRecord {
    pub resource_type: i8,
    pub resource_name: Text,
    pub name: Text,
    pub value: Option<Text>,
}

impl Default for ConfigRecord {
    fn default() -> Self {
        Self {
            resource_type: Default::default(),
            resource_name: Default::default(),
            name: Default::default(),
            value: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct DelegationTokenRecord {
    pub owner: Text,
    pub requester: Text,
    pub renewers: Vec<Text>,
    pub issue_timestamp: i64,
    pub max_timestamp: i64,
    pub expiration_timestamp: i64,
    pub token_id: Text,
}

impl Default for DelegationTokenRecord {
    fn default() -> Self {
        Self {
            owner: Default::default(),
            requester: Default::default(),
            renewers: Default::default(),
            issue_timestamp: Default::default(),
            max_timestamp: Default::default(),
            expiration_timestamp: Default::default(),
            token_id: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct EndTransactionRecord {}

impl Default for EndTransactionRecord {
    fn default() -> Self {
        Self {}
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct FeatureLevelRecord {
    pub name: Text,
    pub feature_level: i16,
}

impl Default for FeatureLevelRecord {
    fn default() -> Self {
        Self {
            name: Default::default(),
            feature_level: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct FenceBrokerRecord {
    pub id: i32,
    pub epoch: i64,
}

impl Default for FenceBrokerRecord {
    fn default() -> Self {
        Self {
            id: Default::default(),
            epoch: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct NoOpRecord {}

impl Default for NoOpRecord {
    fn default() -> Self {
        Self {}
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct PartitionChangeRecord {
    pub partition_id: i32,
    pub topic_id: Uuid,
    pub isr: Option<Vec<i32>>,
    pub leader: i32,
    pub replicas: Option<Vec<i32>>,
    pub removing_replicas: Option<Vec<i32>>,
    pub adding_replicas: Option<Vec<i32>>,
    pub leader_recovery_state: i8,
    pub directories: Option<Vec<Uuid>>,
    pub eligible_leader_replicas: Option<Vec<i32>>,
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionChangeRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Default::default(),
            isr: Default::default(),
            leader: -2,
            replicas: Default::default(),
            removing_replicas: Default::default(),
            adding_replicas: Default::default(),
            leader_recovery_state: -1,
            directories: Default::default(),
            eligible_leader_replicas: Default::default(),
            last_known_elr: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct PartitionRecord {
    pub partition_id: i32,
    pub topic_id: Uuid,
    pub replicas: Vec<i32>,
    pub isr: Vec<i32>,
    pub removing_replicas: Vec<i32>,
    pub adding_replicas: Vec<i32>,
    pub leader: i32,
    pub leader_recovery_state: i8,
    pub leader_epoch: i32,
    pub partition_epoch: i32,
    pub directories: Vec<Uuid>,
    pub eligible_leader_replicas: Option<Vec<i32>>,
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Default::default(),
            replicas: Default::default(),
            isr: Default::default(),
            removing_replicas: Default::default(),
            adding_replicas: Default::default(),
            leader: -1,
            leader_recovery_state: 0,
            leader_epoch: -1,
            partition_epoch: -1,
            directories: Default::default(),
            eligible_leader_replicas: Default::default(),
            last_known_elr: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ProducerIdsRecord {
    pub broker_id: i32,
    pub broker_epoch: i64,
    pub next_producer_id: i64,
}

impl Default for ProducerIdsRecord {
    fn default() -> Self {
        Self {
            broker_id: Default::default(),
            broker_epoch: -1,
            next_producer_id: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct BrokerEndpoint {
    pub name: Text,
    pub host: Text,
    pub port: u16,
    pub security_protocol: i16,
}

impl Default for BrokerEndpoint {
    fn default() -> Self {
        Self {
            name: Default::default(),
            host: Default::default(),
            port: Default::default(),
            security_protocol: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct BrokerFeature {
    pub name: Text,
    pub min_supported_version: i16,
    pub max_supported_version: i16,
}

impl Default for BrokerFeature {
    fn default() -> Self {
        Self {
            name: Default::default(),
            min_supported_version: Default::default(),
            max_supported_version: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RegisterBrokerRecord {
    pub broker_id: i32,
    pub is_migrating_zk_broker: bool,
    pub incarnation_id: Uuid,
    pub broker_epoch: i64,
    pub end_points: Vec<BrokerEndpoint>,
    pub features: Vec<BrokerFeature>,
    pub rack: Option<Text>,
    pub fenced: bool,
    pub in_controlled_shutdown: bool,
    pub log_dirs: Vec<Uuid>,
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Default for RegisterBrokerRecord {
    fn default() -> Self {
        Self {
            broker_id: Default::default(),
            is_migrating_zk_broker: false,
            incarnation_id: Default::default(),
            broker_epoch: Default::default(),
            end_points: Default::default(),
            features: Default::default(),
            rack: Default::default(),
            fenced: true,
            in_controlled_shutdown: false,
            log_dirs: Default::default(),
            cordoned_log_dirs: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ControllerEndpoint {
    pub name: Text,
    pub host: Text,
    pub port: u16,
    pub security_protocol: i16,
}

impl Default for ControllerEndpoint {
    fn default() -> Self {
        Self {
            name: Default::default(),
            host: Default::default(),
            port: Default::default(),
            security_protocol: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ControllerFeature {
    pub name: Text,
    pub min_supported_version: i16,
    pub max_supported_version: i16,
}

impl Default for ControllerFeature {
    fn default() -> Self {
        Self {
            name: Default::default(),
            min_supported_version: Default::default(),
            max_supported_version: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RegisterControllerRecord {
    pub controller_id: i32,
    pub incarnation_id: Uuid,
    pub zk_migration_ready: bool,
    pub end_points: Vec<ControllerEndpoint>,
    pub features: Vec<ControllerFeature>,
}

impl Default for RegisterControllerRecord {
    fn default() -> Self {
        Self {
            controller_id: Default::default(),
            incarnation_id: Default::default(),
            zk_migration_ready: Default::default(),
            end_points: Default::default(),
            features: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RemoveAccessControlEntryRecord {
    pub id: Uuid,
}

impl Default for RemoveAccessControlEntryRecord {
    fn default() -> Self {
        Self {
            id: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RemoveDelegationTokenRecord {
    pub token_id: Text,
}

impl Default for RemoveDelegationTokenRecord {
    fn default() -> Self {
        Self {
            token_id: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RemoveTopicRecord {
    pub topic_id: Uuid,
}

impl Default for RemoveTopicRecord {
    fn default() -> Self {
        Self {
            topic_id: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct RemoveUserScramCredentialRecord {
    pub name: Text,
    pub mechanism: i8,
}

impl Default for RemoveUserScramCredentialRecord {
    fn default() -> Self {
        Self {
            name: Default::default(),
            mechanism: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct TopicRecord {
    pub name: Text,
    pub topic_id: Uuid,
}

impl Default for TopicRecord {
    fn default() -> Self {
        Self {
            name: Default::default(),
            topic_id: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct UnfenceBrokerRecord {
    pub id: i32,
    pub epoch: i64,
}

impl Default for UnfenceBrokerRecord {
    fn default() -> Self {
        Self {
            id: Default::default(),
            epoch: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct UnregisterBrokerRecord {
    pub broker_id: i32,
    pub broker_epoch: i64,
}

impl Default for UnregisterBrokerRecord {
    fn default() -> Self {
        Self {
            broker_id: Default::default(),
            broker_epoch: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct UserScramCredentialRecord {
    pub name: Text,
    pub mechanism: i8,
    pub salt: bytes::Bytes,
    pub stored_key: bytes::Bytes,
    pub server_key: bytes::Bytes,
    pub iterations: i32,
}

impl Default for UserScramCredentialRecord {
    fn default() -> Self {
        Self {
            name: Default::default(),
            mechanism: Default::default(),
            salt: Default::default(),
            stored_key: Default::default(),
            server_key: Default::default(),
            iterations: Default::default(),
        }
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct ZkMigrationStateRecord {
    pub zk_migration_state: i8,
}

impl Default for ZkMigrationStateRecord {
    fn default() -> Self {
        Self {
            zk_migration_state: Default::default(),
        }
    }
}

/// One record.
#[derive(Clone, PartialEq, Debug)]
pub enum Record {
    AbortTransactionRecord(AbortTransactionRecord),
    AccessControlEntryRecord(AccessControlEntryRecord),
    BeginTransactionRecord(BeginTransactionRecord),
    BrokerRegistrationChangeRecord(BrokerRegistrationChangeRecord),
    ClearElrRecord(ClearElrRecord),
    ClientQuotaRecord(ClientQuotaRecord),
    ConfigRecord(ConfigRecord),
    DelegationTokenRecord(DelegationTokenRecord),
    EndTransactionRecord(EndTransactionRecord),
    FeatureLevelRecord(FeatureLevelRecord),
    FenceBrokerRecord(FenceBrokerRecord),
    NoOpRecord(NoOpRecord),
    PartitionChangeRecord(PartitionChangeRecord),
    PartitionRecord(PartitionRecord),
    ProducerIdsRecord(ProducerIdsRecord),
    RegisterBrokerRecord(RegisterBrokerRecord),
    RegisterControllerRecord(RegisterControllerRecord),
    RemoveAccessControlEntryRecord(RemoveAccessControlEntryRecord),
    RemoveDelegationTokenRecord(RemoveDelegationTokenRecord),
    RemoveTopicRecord(RemoveTopicRecord),
    RemoveUserScramCredentialRecord(RemoveUserScramCredentialRecord),
    TopicRecord(TopicRecord),
    UnfenceBrokerRecord(UnfenceBrokerRecord),
    UnregisterBrokerRecord(UnregisterBrokerRecord),
    UserScramCredentialRecord(UserScramCredentialRecord),
    ZkMigrationStateRecord(ZkMigrationStateRecord),
}
impl From<AbortTransactionRecord> for Record {
    fn from(record: AbortTransactionRecord) -> Self {
        Self::AbortTransactionRecord(record)
    }
}

impl From<AccessControlEntryRecord> for Record {
    fn from(record: AccessControlEntryRecord) -> Self {
        Self::AccessControlEntryRecord(record)
    }
}

impl From<BeginTransactionRecord> for Record {
    fn from(record: BeginTransactionRecord) -> Self {
        Self::BeginTransactionRecord(record)
    }
}

impl From<BrokerRegistrationChangeRecord> for Record {
    fn from(record: BrokerRegistrationChangeRecord) -> Self {
        Self::BrokerRegistrationChangeRecord(record)
    }
}

impl From<ClearElrRecord> for Record {
    fn from(record: ClearElrRecord) -> Self {
        Self::ClearElrRecord(record)
    }
}

impl From<ClientQuotaRecord> for Record {
    fn from(record: ClientQuotaRecord) -> Self {
        Self::ClientQuotaRecord(record)
    }
}

impl From<ConfigRecord> for Record {
    fn from(record: ConfigRecord) -> Self {
        Self::ConfigRecord(record)
    }
}

impl From<DelegationTokenRecord> for Record {
    fn from(record: DelegationTokenRecord) -> Self {
        Self::DelegationTokenRecord(record)
    }
}

impl From<EndTransactionRecord> for Record {
    fn from(record: EndTransactionRecord) -> Self {
        Self::EndTransactionRecord(record)
    }
}

impl From<FeatureLevelRecord> for Record {
    fn from(record: FeatureLevelRecord) -> Self {
        Self::FeatureLevelRecord(record)
    }
}

impl From<FenceBrokerRecord> for Record {
    fn from(record: FenceBrokerRecord) -> Self {
        Self::FenceBrokerRecord(record)
    }
}

impl From<NoOpRecord> for Record {
    fn from(record: NoOpRecord) -> Self {
        Self::NoOpRecord(record)
    }
}

impl From<PartitionChangeRecord> for Record {
    fn from(record: PartitionChangeRecord) -> Self {
        Self::PartitionChangeRecord(record)
    }
}

impl From<PartitionRecord> for Record {
    fn from(record: PartitionRecord) -> Self {
        Self::PartitionRecord(record)
    }
}

impl From<ProducerIdsRecord> for Record {
    fn from(record: ProducerIdsRecord) -> Self {
        Self::ProducerIdsRecord(record)
    }
}

impl From<RegisterBrokerRecord> for Record {
    fn from(record: RegisterBrokerRecord) -> Self {
        Self::RegisterBrokerRecord(record)
    }
}

impl From<RegisterControllerRecord> for Record {
    fn from(record: RegisterControllerRecord) -> Self {
        Self::RegisterControllerRecord(record)
    }
}

impl From<RemoveAccessControlEntryRecord> for Record {
    fn from(record: RemoveAccessControlEntryRecord) -> Self {
        Self::RemoveAccessControlEntryRecord(record)
    }
}

impl From<RemoveDelegationTokenRecord> for Record {
    fn from(record: RemoveDelegationTokenRecord) -> Self {
        Self::RemoveDelegationTokenRecord(record)
    }
}

impl From<RemoveTopicRecord> for Record {
    fn from(record: RemoveTopicRecord) -> Self {
        Self::RemoveTopicRecord(record)
    }
}

impl From<RemoveUserScramCredentialRecord> for Record {
    fn from(record: RemoveUserScramCredentialRecord) -> Self {
        Self::RemoveUserScramCredentialRecord(record)
    }
}

impl From<TopicRecord> for Record {
    fn from(record: TopicRecord) -> Self {
        Self::TopicRecord(record)
    }
}

impl From<UnfenceBrokerRecord> for Record {
    fn from(record: UnfenceBrokerRecord) -> Self {
        Self::UnfenceBrokerRecord(record)
    }
}

impl From<UnregisterBrokerRecord> for Record {
    fn from(record: UnregisterBrokerRecord) -> Self {
        Self::UnregisterBrokerRecord(record)
    }
}

impl From<UserScramCredentialRecord> for Record {
    fn from(record: UserScramCredentialRecord) -> Self {
        Self::UserScramCredentialRecord(record)
    }
}

impl From<ZkMigrationStateRecord> for Record {
    fn from(record: ZkMigrationStateRecord) -> Self {
        Self::ZkMigrationStateRecord(record)
    }
}
