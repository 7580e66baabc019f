//! Metadata records, one module for each, and the enum over all of them.

/// Record 25.
pub mod abort_transaction;
/// Record 18.
pub mod access_control_entry;
/// Record 23.
pub mod begin_transaction;
/// Record 17.
pub mod broker_registration_change;
/// Record 28.
pub mod clear_elr;
/// Record 14.
pub mod client_quota;
/// Record 4.
pub mod config;
/// Record 10.
pub mod delegation_token;
/// Record 24.
pub mod end_transaction;
/// Record 12.
pub mod feature_level;
/// Record 7.
pub mod fence_broker;
/// Record 20.
pub mod no_op;
/// Record 3.
pub mod partition;
/// Record 5.
pub mod partition_change;
/// Record 15.
pub mod producer_ids;
/// Record 0.
pub mod register_broker;
/// Record 27.
pub mod register_controller;
/// Record 19.
pub mod remove_access_control_entry;
/// Record 26.
pub mod remove_delegation_token;
/// Record 9.
pub mod remove_topic;
/// Record 22.
pub mod remove_user_scram_credential;
/// Record 2.
pub mod topic;
/// Record 8.
pub mod unfence_broker;
/// Record 1.
pub mod unregister_broker;
/// Record 11.
pub mod user_scram_credential;
/// Record 21.
pub mod zk_migration_state;
pub use abort_transaction::AbortTransactionRecord;
pub use access_control_entry::AccessControlEntryRecord;
pub use begin_transaction::BeginTransactionRecord;
pub use broker_registration_change::BrokerRegistrationChangeRecord;
use bytes::Bytes;
pub use clear_elr::ClearElrRecord;
pub use client_quota::{ClientQuotaRecord, EntityData};
use codec::{DecodeError, EncodeError, Message, Problem, Reader, Writer};
pub use config::ConfigRecord;
pub use delegation_token::DelegationTokenRecord;
pub use end_transaction::EndTransactionRecord;
pub use feature_level::FeatureLevelRecord;
pub use fence_broker::FenceBrokerRecord;
pub use no_op::NoOpRecord;
pub use partition::PartitionRecord;
pub use partition_change::PartitionChangeRecord;
pub use producer_ids::ProducerIdsRecord;
pub use register_broker::{BrokerEndpoint, BrokerFeature, RegisterBrokerRecord};
pub use register_controller::{ControllerEndpoint, ControllerFeature, RegisterControllerRecord};
pub use remove_access_control_entry::RemoveAccessControlEntryRecord;
pub use remove_delegation_token::RemoveDelegationTokenRecord;
pub use remove_topic::RemoveTopicRecord;
pub use remove_user_scram_credential::RemoveUserScramCredentialRecord;
pub use topic::TopicRecord;
pub use unfence_broker::UnfenceBrokerRecord;
pub use unregister_broker::UnregisterBrokerRecord;
pub use user_scram_credential::UserScramCredentialRecord;
pub use zk_migration_state::ZkMigrationStateRecord;

/// One fact about the cluster.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Record 0.
    RegisterBroker(RegisterBrokerRecord),
    /// Record 1.
    UnregisterBroker(UnregisterBrokerRecord),
    /// Record 2.
    Topic(TopicRecord),
    /// Record 3.
    Partition(PartitionRecord),
    /// Record 4.
    Config(ConfigRecord),
    /// Record 5.
    PartitionChange(PartitionChangeRecord),
    /// Record 7.
    FenceBroker(FenceBrokerRecord),
    /// Record 8.
    UnfenceBroker(UnfenceBrokerRecord),
    /// Record 9.
    RemoveTopic(RemoveTopicRecord),
    /// Record 10.
    DelegationToken(DelegationTokenRecord),
    /// Record 11.
    UserScramCredential(UserScramCredentialRecord),
    /// Record 12.
    FeatureLevel(FeatureLevelRecord),
    /// Record 14.
    ClientQuota(ClientQuotaRecord),
    /// Record 15.
    ProducerIds(ProducerIdsRecord),
    /// Record 17.
    BrokerRegistrationChange(BrokerRegistrationChangeRecord),
    /// Record 18.
    AccessControlEntry(AccessControlEntryRecord),
    /// Record 19.
    RemoveAccessControlEntry(RemoveAccessControlEntryRecord),
    /// Record 20.
    NoOp(NoOpRecord),
    /// Record 21.
    ZkMigrationState(ZkMigrationStateRecord),
    /// Record 22.
    RemoveUserScramCredential(RemoveUserScramCredentialRecord),
    /// Record 23.
    BeginTransaction(BeginTransactionRecord),
    /// Record 24.
    EndTransaction(EndTransactionRecord),
    /// Record 25.
    AbortTransaction(AbortTransactionRecord),
    /// Record 26.
    RemoveDelegationToken(RemoveDelegationTokenRecord),
    /// Record 27.
    RegisterController(RegisterControllerRecord),
    /// Record 28.
    ClearElr(ClearElrRecord),
}

impl Record {
    /// The record's type on the wire.
    #[must_use]
    pub fn kind(&self) -> i16 {
        match self {
            Self::RegisterBroker(_) => 0,
            Self::UnregisterBroker(_) => 1,
            Self::Topic(_) => 2,
            Self::Partition(_) => 3,
            Self::Config(_) => 4,
            Self::PartitionChange(_) => 5,
            Self::FenceBroker(_) => 7,
            Self::UnfenceBroker(_) => 8,
            Self::RemoveTopic(_) => 9,
            Self::DelegationToken(_) => 10,
            Self::UserScramCredential(_) => 11,
            Self::FeatureLevel(_) => 12,
            Self::ClientQuota(_) => 14,
            Self::ProducerIds(_) => 15,
            Self::BrokerRegistrationChange(_) => 17,
            Self::AccessControlEntry(_) => 18,
            Self::RemoveAccessControlEntry(_) => 19,
            Self::NoOp(_) => 20,
            Self::ZkMigrationState(_) => 21,
            Self::RemoveUserScramCredential(_) => 22,
            Self::BeginTransaction(_) => 23,
            Self::EndTransaction(_) => 24,
            Self::AbortTransaction(_) => 25,
            Self::RemoveDelegationToken(_) => 26,
            Self::RegisterController(_) => 27,
            Self::ClearElr(_) => 28,
        }
    }

    /// Kafka's name of it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::RegisterBroker(_) => "RegisterBrokerRecord",
            Self::UnregisterBroker(_) => "UnregisterBrokerRecord",
            Self::Topic(_) => "TopicRecord",
            Self::Partition(_) => "PartitionRecord",
            Self::Config(_) => "ConfigRecord",
            Self::PartitionChange(_) => "PartitionChangeRecord",
            Self::FenceBroker(_) => "FenceBrokerRecord",
            Self::UnfenceBroker(_) => "UnfenceBrokerRecord",
            Self::RemoveTopic(_) => "RemoveTopicRecord",
            Self::DelegationToken(_) => "DelegationTokenRecord",
            Self::UserScramCredential(_) => "UserScramCredentialRecord",
            Self::FeatureLevel(_) => "FeatureLevelRecord",
            Self::ClientQuota(_) => "ClientQuotaRecord",
            Self::ProducerIds(_) => "ProducerIdsRecord",
            Self::BrokerRegistrationChange(_) => "BrokerRegistrationChangeRecord",
            Self::AccessControlEntry(_) => "AccessControlEntryRecord",
            Self::RemoveAccessControlEntry(_) => "RemoveAccessControlEntryRecord",
            Self::NoOp(_) => "NoOpRecord",
            Self::ZkMigrationState(_) => "ZkMigrationStateRecord",
            Self::RemoveUserScramCredential(_) => "RemoveUserScramCredentialRecord",
            Self::BeginTransaction(_) => "BeginTransactionRecord",
            Self::EndTransaction(_) => "EndTransactionRecord",
            Self::AbortTransaction(_) => "AbortTransactionRecord",
            Self::RemoveDelegationToken(_) => "RemoveDelegationTokenRecord",
            Self::RegisterController(_) => "RegisterControllerRecord",
            Self::ClearElr(_) => "ClearElrRecord",
        }
    }

    /// The highest version of a record type that there is; nothing for a type that is not known.
    #[must_use]
    pub fn highest_version(kind: i16) -> Option<i16> {
        Some(match kind {
            0 => RegisterBrokerRecord::HIGHEST_VERSION,
            1 => UnregisterBrokerRecord::HIGHEST_VERSION,
            2 => TopicRecord::HIGHEST_VERSION,
            3 => PartitionRecord::HIGHEST_VERSION,
            4 => ConfigRecord::HIGHEST_VERSION,
            5 => PartitionChangeRecord::HIGHEST_VERSION,
            7 => FenceBrokerRecord::HIGHEST_VERSION,
            8 => UnfenceBrokerRecord::HIGHEST_VERSION,
            9 => RemoveTopicRecord::HIGHEST_VERSION,
            10 => DelegationTokenRecord::HIGHEST_VERSION,
            11 => UserScramCredentialRecord::HIGHEST_VERSION,
            12 => FeatureLevelRecord::HIGHEST_VERSION,
            14 => ClientQuotaRecord::HIGHEST_VERSION,
            15 => ProducerIdsRecord::HIGHEST_VERSION,
            17 => BrokerRegistrationChangeRecord::HIGHEST_VERSION,
            18 => AccessControlEntryRecord::HIGHEST_VERSION,
            19 => RemoveAccessControlEntryRecord::HIGHEST_VERSION,
            20 => NoOpRecord::HIGHEST_VERSION,
            21 => ZkMigrationStateRecord::HIGHEST_VERSION,
            22 => RemoveUserScramCredentialRecord::HIGHEST_VERSION,
            23 => BeginTransactionRecord::HIGHEST_VERSION,
            24 => EndTransactionRecord::HIGHEST_VERSION,
            25 => AbortTransactionRecord::HIGHEST_VERSION,
            26 => RemoveDelegationTokenRecord::HIGHEST_VERSION,
            27 => RegisterControllerRecord::HIGHEST_VERSION,
            28 => ClearElrRecord::HIGHEST_VERSION,
            _ => return None,
        })
    }

    /// Reads the body of a record of this type.
    ///
    /// # Errors
    /// When it is damaged or of a type or version that is not known.
    pub fn decode_body(reader: &mut Reader, kind: i16, version: i16) -> Result<Self, DecodeError> {
        Ok(match kind {
            0 => Self::RegisterBroker(Message::decode(reader, version)?),
            1 => Self::UnregisterBroker(Message::decode(reader, version)?),
            2 => Self::Topic(Message::decode(reader, version)?),
            3 => Self::Partition(Message::decode(reader, version)?),
            4 => Self::Config(Message::decode(reader, version)?),
            5 => Self::PartitionChange(Message::decode(reader, version)?),
            7 => Self::FenceBroker(Message::decode(reader, version)?),
            8 => Self::UnfenceBroker(Message::decode(reader, version)?),
            9 => Self::RemoveTopic(Message::decode(reader, version)?),
            10 => Self::DelegationToken(Message::decode(reader, version)?),
            11 => Self::UserScramCredential(Message::decode(reader, version)?),
            12 => Self::FeatureLevel(Message::decode(reader, version)?),
            14 => Self::ClientQuota(Message::decode(reader, version)?),
            15 => Self::ProducerIds(Message::decode(reader, version)?),
            17 => Self::BrokerRegistrationChange(Message::decode(reader, version)?),
            18 => Self::AccessControlEntry(Message::decode(reader, version)?),
            19 => Self::RemoveAccessControlEntry(Message::decode(reader, version)?),
            20 => Self::NoOp(Message::decode(reader, version)?),
            21 => Self::ZkMigrationState(Message::decode(reader, version)?),
            22 => Self::RemoveUserScramCredential(Message::decode(reader, version)?),
            23 => Self::BeginTransaction(Message::decode(reader, version)?),
            24 => Self::EndTransaction(Message::decode(reader, version)?),
            25 => Self::AbortTransaction(Message::decode(reader, version)?),
            26 => Self::RemoveDelegationToken(Message::decode(reader, version)?),
            27 => Self::RegisterController(Message::decode(reader, version)?),
            28 => Self::ClearElr(Message::decode(reader, version)?),
            _ => return Err(reader.error("metadata record type", Problem::Unknown(kind.into()))),
        })
    }

    /// Writes the body of the record.
    ///
    /// # Errors
    /// When the version cannot carry it.
    pub fn encode_body(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        match self {
            Self::RegisterBroker(record) => record.encode(writer, version),
            Self::UnregisterBroker(record) => record.encode(writer, version),
            Self::Topic(record) => record.encode(writer, version),
            Self::Partition(record) => record.encode(writer, version),
            Self::Config(record) => record.encode(writer, version),
            Self::PartitionChange(record) => record.encode(writer, version),
            Self::FenceBroker(record) => record.encode(writer, version),
            Self::UnfenceBroker(record) => record.encode(writer, version),
            Self::RemoveTopic(record) => record.encode(writer, version),
            Self::DelegationToken(record) => record.encode(writer, version),
            Self::UserScramCredential(record) => record.encode(writer, version),
            Self::FeatureLevel(record) => record.encode(writer, version),
            Self::ClientQuota(record) => record.encode(writer, version),
            Self::ProducerIds(record) => record.encode(writer, version),
            Self::BrokerRegistrationChange(record) => record.encode(writer, version),
            Self::AccessControlEntry(record) => record.encode(writer, version),
            Self::RemoveAccessControlEntry(record) => record.encode(writer, version),
            Self::NoOp(record) => record.encode(writer, version),
            Self::ZkMigrationState(record) => record.encode(writer, version),
            Self::RemoveUserScramCredential(record) => record.encode(writer, version),
            Self::BeginTransaction(record) => record.encode(writer, version),
            Self::EndTransaction(record) => record.encode(writer, version),
            Self::AbortTransaction(record) => record.encode(writer, version),
            Self::RemoveDelegationToken(record) => record.encode(writer, version),
            Self::RegisterController(record) => record.encode(writer, version),
            Self::ClearElr(record) => record.encode(writer, version),
        }
    }

    /// The version in which the record is written under metadata.version 4.3-IV0, as Kafka 4.3.1 does.
    #[must_use]
    pub fn write_version(&self) -> i16 {
        match self {
            Self::RegisterBroker(_) => 4,
            Self::Partition(_) | Self::PartitionChange(_) => 2,
            // The lowest version that can carry what changed.
            Self::BrokerRegistrationChange(record) => {
                if record.cordoned_log_dirs.is_some() {
                    3
                } else if !record.log_dirs.is_empty() {
                    2
                } else {
                    i16::from(record.in_controlled_shutdown != 0)
                }
            }
            _ => 0,
        }
    }

    /// The record as it lies in the metadata log: frame version, type and version, then the body.
    ///
    /// # Errors
    /// When a field is set that the version cannot carry, or a string is too long.
    pub fn encode(&self) -> Result<Bytes, EncodeError> {
        self.encode_at(self.write_version())
    }

    /// The record as it lies in the metadata log, in a given version.
    ///
    /// # Errors
    /// When a field is set that the version cannot carry, or a string is too long.
    pub fn encode_at(&self, version: i16) -> Result<Bytes, EncodeError> {
        let mut writer = Writer::with_capacity(128);
        writer.uvarint(1);
        writer.uvarint(self.kind().cast_unsigned().into());
        writer.uvarint(version.cast_unsigned().into());
        self.encode_body(&mut writer, version)?;
        Ok(writer.finish().into_bytes().expect("a record in memory"))
    }

    /// Reads a record of the metadata log.
    ///
    /// # Errors
    /// When it is damaged, has bytes left over, or is of a frame version, type or version that is not known.
    pub fn decode(bytes: Bytes) -> Result<Self, DecodeError> {
        let mut reader = Reader::trusting(bytes);
        let mut prefix = |field| {
            let value = reader.uvarint(field)?;
            i16::try_from(value).map_err(|_| reader.error(field, Problem::Unknown(value.into())))
        };
        let frame = prefix("metadata record frame version")?;
        let kind = prefix("metadata record type")?;
        let version = prefix("metadata record version")?;
        if frame != 1 {
            return Err(reader.error(
                "metadata record frame version",
                Problem::Unknown(frame.into()),
            ));
        }
        let record = Self::decode_body(&mut reader, kind, version)?;
        if reader.remaining() > 0 {
            return Err(reader.error(record.name(), Problem::LeftOver(reader.remaining())));
        }
        Ok(record)
    }
}

impl From<RegisterBrokerRecord> for Record {
    fn from(record: RegisterBrokerRecord) -> Self {
        Self::RegisterBroker(record)
    }
}

impl From<UnregisterBrokerRecord> for Record {
    fn from(record: UnregisterBrokerRecord) -> Self {
        Self::UnregisterBroker(record)
    }
}

impl From<TopicRecord> for Record {
    fn from(record: TopicRecord) -> Self {
        Self::Topic(record)
    }
}

impl From<PartitionRecord> for Record {
    fn from(record: PartitionRecord) -> Self {
        Self::Partition(record)
    }
}

impl From<ConfigRecord> for Record {
    fn from(record: ConfigRecord) -> Self {
        Self::Config(record)
    }
}

impl From<PartitionChangeRecord> for Record {
    fn from(record: PartitionChangeRecord) -> Self {
        Self::PartitionChange(record)
    }
}

impl From<FenceBrokerRecord> for Record {
    fn from(record: FenceBrokerRecord) -> Self {
        Self::FenceBroker(record)
    }
}

impl From<UnfenceBrokerRecord> for Record {
    fn from(record: UnfenceBrokerRecord) -> Self {
        Self::UnfenceBroker(record)
    }
}

impl From<RemoveTopicRecord> for Record {
    fn from(record: RemoveTopicRecord) -> Self {
        Self::RemoveTopic(record)
    }
}

impl From<DelegationTokenRecord> for Record {
    fn from(record: DelegationTokenRecord) -> Self {
        Self::DelegationToken(record)
    }
}

impl From<UserScramCredentialRecord> for Record {
    fn from(record: UserScramCredentialRecord) -> Self {
        Self::UserScramCredential(record)
    }
}

impl From<FeatureLevelRecord> for Record {
    fn from(record: FeatureLevelRecord) -> Self {
        Self::FeatureLevel(record)
    }
}

impl From<ClientQuotaRecord> for Record {
    fn from(record: ClientQuotaRecord) -> Self {
        Self::ClientQuota(record)
    }
}

impl From<ProducerIdsRecord> for Record {
    fn from(record: ProducerIdsRecord) -> Self {
        Self::ProducerIds(record)
    }
}

impl From<BrokerRegistrationChangeRecord> for Record {
    fn from(record: BrokerRegistrationChangeRecord) -> Self {
        Self::BrokerRegistrationChange(record)
    }
}

impl From<AccessControlEntryRecord> for Record {
    fn from(record: AccessControlEntryRecord) -> Self {
        Self::AccessControlEntry(record)
    }
}

impl From<RemoveAccessControlEntryRecord> for Record {
    fn from(record: RemoveAccessControlEntryRecord) -> Self {
        Self::RemoveAccessControlEntry(record)
    }
}

impl From<NoOpRecord> for Record {
    fn from(record: NoOpRecord) -> Self {
        Self::NoOp(record)
    }
}

impl From<ZkMigrationStateRecord> for Record {
    fn from(record: ZkMigrationStateRecord) -> Self {
        Self::ZkMigrationState(record)
    }
}

impl From<RemoveUserScramCredentialRecord> for Record {
    fn from(record: RemoveUserScramCredentialRecord) -> Self {
        Self::RemoveUserScramCredential(record)
    }
}

impl From<BeginTransactionRecord> for Record {
    fn from(record: BeginTransactionRecord) -> Self {
        Self::BeginTransaction(record)
    }
}

impl From<EndTransactionRecord> for Record {
    fn from(record: EndTransactionRecord) -> Self {
        Self::EndTransaction(record)
    }
}

impl From<AbortTransactionRecord> for Record {
    fn from(record: AbortTransactionRecord) -> Self {
        Self::AbortTransaction(record)
    }
}

impl From<RemoveDelegationTokenRecord> for Record {
    fn from(record: RemoveDelegationTokenRecord) -> Self {
        Self::RemoveDelegationToken(record)
    }
}

impl From<RegisterControllerRecord> for Record {
    fn from(record: RegisterControllerRecord) -> Self {
        Self::RegisterController(record)
    }
}

impl From<ClearElrRecord> for Record {
    fn from(record: ClearElrRecord) -> Self {
        Self::ClearElr(record)
    }
}
