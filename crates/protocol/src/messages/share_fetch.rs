//! The ShareFetch API, key 78.

pub use request::{
    AcknowledgementBatch, FetchPartition, FetchTopic, ForgottenTopic, ShareFetchRequest,
};
pub use response::{
    AcquiredRecords, LeaderIdAndEpoch, NodeEndpoint, PartitionData, ShareFetchResponse,
    ShareFetchableTopicResponse,
};

/// `ShareFetchRequest` and what it holds.
pub mod request {
    #![allow(
        unused_imports,
        unused_variables,
        unused_mut,
        clippy::all,
        reason = "one set of imports and arguments for all generated messages"
    )]

    use bytes::Bytes;
    use codec::{
        DecodeError, EncodeError, Message, Problem, Reader, Records, Struct, Text, Writer, required,
    };
    use types::Uuid;

    /// The message `ShareFetchRequest`, versions 1-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ShareFetchRequest {
        /// `GroupId`, string, versions 0+, nullable 0+, default null.
        pub group_id: Option<Text>,
        /// `MemberId`, string, versions 0+, nullable 0+.
        pub member_id: Option<Text>,
        /// `ShareSessionEpoch`, int32, versions 0+.
        pub share_session_epoch: i32,
        /// `MaxWaitMs`, int32, versions 0+.
        pub max_wait_ms: i32,
        /// `MinBytes`, int32, versions 0+.
        pub min_bytes: i32,
        /// `MaxBytes`, int32, versions 0+, default 0x7fffffff.
        pub max_bytes: i32,
        /// `MaxRecords`, int32, versions 1+.
        pub max_records: i32,
        /// `BatchSize`, int32, versions 1+.
        pub batch_size: i32,
        /// `ShareAcquireMode`, int8, versions 2+, default 0, ignorable.
        pub share_acquire_mode: i8,
        /// `IsRenewAck`, bool, versions 2+, default false.
        pub is_renew_ack: bool,
        /// `Topics`, array of FetchTopic, versions 0+.
        pub topics: Vec<FetchTopic>,
        /// `ForgottenTopicsData`, array of ForgottenTopic, versions 0+.
        pub forgotten_topics_data: Vec<ForgottenTopic>,
    }

    impl Default for ShareFetchRequest {
        fn default() -> Self {
            Self {
                group_id: None,
                member_id: Some(Default::default()),
                share_session_epoch: 0,
                max_wait_ms: 0,
                min_bytes: 0,
                max_bytes: i32::MAX,
                max_records: 0,
                batch_size: 0,
                share_acquire_mode: 0,
                is_renew_ack: false,
                topics: Default::default(),
                forgotten_topics_data: Default::default(),
            }
        }
    }

    impl Struct for ShareFetchRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.nullable_text("ShareFetchRequest.GroupId", true)?;
            value.member_id = reader.nullable_text("ShareFetchRequest.MemberId", true)?;
            value.share_session_epoch = reader.i32("ShareFetchRequest.ShareSessionEpoch")?;
            value.max_wait_ms = reader.i32("ShareFetchRequest.MaxWaitMs")?;
            value.min_bytes = reader.i32("ShareFetchRequest.MinBytes")?;
            value.max_bytes = reader.i32("ShareFetchRequest.MaxBytes")?;
            value.max_records = reader.i32("ShareFetchRequest.MaxRecords")?;
            value.batch_size = reader.i32("ShareFetchRequest.BatchSize")?;
            if version >= 2 {
                value.share_acquire_mode = reader.i8("ShareFetchRequest.ShareAcquireMode")?;
            }
            if version >= 2 {
                value.is_renew_ack = reader.bool("ShareFetchRequest.IsRenewAck")?;
            }
            value.topics = reader.structs("ShareFetchRequest.Topics", true, 18, version)?;
            value.forgotten_topics_data =
                reader.structs("ShareFetchRequest.ForgottenTopicsData", true, 18, version)?;
            reader.skip_tags("ShareFetchRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text("ShareFetchRequest.GroupId", true, self.group_id.as_ref())?;
            writer.nullable_text("ShareFetchRequest.MemberId", true, self.member_id.as_ref())?;
            writer.i32(self.share_session_epoch);
            writer.i32(self.max_wait_ms);
            writer.i32(self.min_bytes);
            writer.i32(self.max_bytes);
            writer.i32(self.max_records);
            writer.i32(self.batch_size);
            if version >= 2 {
                writer.i8(self.share_acquire_mode);
            }
            if version >= 2 {
                writer.bool(self.is_renew_ack);
            } else if self.is_renew_ack {
                return Err(EncodeError::NotInVersion {
                    field: "ShareFetchRequest.IsRenewAck",
                    version,
                });
            }
            writer.structs("ShareFetchRequest.Topics", true, &self.topics, version)?;
            writer.structs(
                "ShareFetchRequest.ForgottenTopicsData",
                true,
                &self.forgotten_topics_data,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `FetchTopic`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FetchTopic {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of FetchPartition, versions 0+.
        pub partitions: Vec<FetchPartition>,
    }

    impl Struct for FetchTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("FetchTopic.TopicId")?;
            value.partitions = reader.structs("FetchTopic.Partitions", true, 6, version)?;
            reader.skip_tags("FetchTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("FetchTopic.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `FetchPartition`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FetchPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `PartitionMaxBytes`, int32, versions 0.
        pub partition_max_bytes: i32,
        /// `AcknowledgementBatches`, array of AcknowledgementBatch, versions 0+.
        pub acknowledgement_batches: Vec<AcknowledgementBatch>,
    }

    impl Struct for FetchPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("FetchPartition.PartitionIndex")?;
            value.acknowledgement_batches =
                reader.structs("FetchPartition.AcknowledgementBatches", true, 18, version)?;
            reader.skip_tags("FetchPartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            if self.partition_max_bytes != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "FetchPartition.PartitionMaxBytes",
                    version,
                });
            }
            writer.structs(
                "FetchPartition.AcknowledgementBatches",
                true,
                &self.acknowledgement_batches,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AcknowledgementBatch`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AcknowledgementBatch {
        /// `FirstOffset`, int64, versions 0+.
        pub first_offset: i64,
        /// `LastOffset`, int64, versions 0+.
        pub last_offset: i64,
        /// `AcknowledgeTypes`, array of int8, versions 0+.
        pub acknowledge_types: Vec<i8>,
    }

    impl Struct for AcknowledgementBatch {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.first_offset = reader.i64("AcknowledgementBatch.FirstOffset")?;
            value.last_offset = reader.i64("AcknowledgementBatch.LastOffset")?;
            value.acknowledge_types =
                reader.values("AcknowledgementBatch.AcknowledgeTypes", true)?;
            reader.skip_tags("AcknowledgementBatch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.first_offset);
            writer.i64(self.last_offset);
            writer.values(
                "AcknowledgementBatch.AcknowledgeTypes",
                true,
                &self.acknowledge_types,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ForgottenTopic`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ForgottenTopic {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for ForgottenTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ForgottenTopic.TopicId")?;
            value.partitions = reader.values("ForgottenTopic.Partitions", true)?;
            reader.skip_tags("ForgottenTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.values("ForgottenTopic.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareFetchRequest {
        const NAME: &'static str = "ShareFetchRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("ShareFetchRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareFetchRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareFetchResponse` and what it holds.
pub mod response {
    #![allow(
        unused_imports,
        unused_variables,
        unused_mut,
        clippy::all,
        reason = "one set of imports and arguments for all generated messages"
    )]

    use bytes::Bytes;
    use codec::{
        DecodeError, EncodeError, Message, Problem, Reader, Records, Struct, Text, Writer, required,
    };
    use types::Uuid;

    /// The message `ShareFetchResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareFetchResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `AcquisitionLockTimeoutMs`, int32, versions 1+.
        pub acquisition_lock_timeout_ms: i32,
        /// `Responses`, array of ShareFetchableTopicResponse, versions 0+.
        pub responses: Vec<ShareFetchableTopicResponse>,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 0+.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for ShareFetchResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ShareFetchResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ShareFetchResponse.ErrorCode")?;
            value.error_message = reader.nullable_text("ShareFetchResponse.ErrorMessage", true)?;
            value.acquisition_lock_timeout_ms =
                reader.i32("ShareFetchResponse.AcquisitionLockTimeoutMs")?;
            value.responses = reader.structs("ShareFetchResponse.Responses", true, 18, version)?;
            value.node_endpoints =
                reader.structs("ShareFetchResponse.NodeEndpoints", true, 11, version)?;
            reader.skip_tags("ShareFetchResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ShareFetchResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.i32(self.acquisition_lock_timeout_ms);
            writer.structs(
                "ShareFetchResponse.Responses",
                true,
                &self.responses,
                version,
            )?;
            writer.structs(
                "ShareFetchResponse.NodeEndpoints",
                true,
                &self.node_endpoints,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ShareFetchableTopicResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareFetchableTopicResponse {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for ShareFetchableTopicResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ShareFetchableTopicResponse.TopicId")?;
            value.partitions =
                reader.structs("ShareFetchableTopicResponse.Partitions", true, 22, version)?;
            reader.skip_tags("ShareFetchableTopicResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "ShareFetchableTopicResponse.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `AcknowledgeErrorCode`, int16, versions 0+.
        pub acknowledge_error_code: i16,
        /// `AcknowledgeErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub acknowledge_error_message: Option<Text>,
        /// `CurrentLeader`, LeaderIdAndEpoch, versions 0+.
        pub current_leader: LeaderIdAndEpoch,
        /// `Records`, records, versions 0+, nullable 0.
        pub records: Records,
        /// `AcquiredRecords`, array of AcquiredRecords, versions 0+.
        pub acquired_records: Vec<AcquiredRecords>,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionData.ErrorMessage", true)?;
            value.acknowledge_error_code = reader.i16("PartitionData.AcknowledgeErrorCode")?;
            value.acknowledge_error_message =
                reader.nullable_text("PartitionData.AcknowledgeErrorMessage", true)?;
            value.current_leader = LeaderIdAndEpoch::read(reader, version)?;
            value.records = reader.records("PartitionData.Records", true)?;
            value.acquired_records =
                reader.structs("PartitionData.AcquiredRecords", true, 19, version)?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.nullable_text(
                "PartitionData.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.i16(self.acknowledge_error_code);
            writer.nullable_text(
                "PartitionData.AcknowledgeErrorMessage",
                true,
                self.acknowledge_error_message.as_ref(),
            )?;
            self.current_leader.write(writer, version)?;
            writer.records("PartitionData.Records", true, &self.records)?;
            writer.structs(
                "PartitionData.AcquiredRecords",
                true,
                &self.acquired_records,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `LeaderIdAndEpoch`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LeaderIdAndEpoch {
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
    }

    impl Struct for LeaderIdAndEpoch {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.leader_id = reader.i32("LeaderIdAndEpoch.LeaderId")?;
            value.leader_epoch = reader.i32("LeaderIdAndEpoch.LeaderEpoch")?;
            reader.skip_tags("LeaderIdAndEpoch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AcquiredRecords`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AcquiredRecords {
        /// `FirstOffset`, int64, versions 0+.
        pub first_offset: i64,
        /// `LastOffset`, int64, versions 0+.
        pub last_offset: i64,
        /// `DeliveryCount`, int16, versions 0+.
        pub delivery_count: i16,
    }

    impl Struct for AcquiredRecords {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.first_offset = reader.i64("AcquiredRecords.FirstOffset")?;
            value.last_offset = reader.i64("AcquiredRecords.LastOffset")?;
            value.delivery_count = reader.i16("AcquiredRecords.DeliveryCount")?;
            reader.skip_tags("AcquiredRecords")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.first_offset);
            writer.i64(self.last_offset);
            writer.i16(self.delivery_count);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `NodeEndpoint`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct NodeEndpoint {
        /// `NodeId`, int32, versions 0+.
        pub node_id: i32,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, int32, versions 0+.
        pub port: i32,
        /// `Rack`, string, versions 0+, nullable 0+, default null.
        pub rack: Option<Text>,
    }

    impl Struct for NodeEndpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.node_id = reader.i32("NodeEndpoint.NodeId")?;
            value.host = reader.text("NodeEndpoint.Host", true)?;
            value.port = reader.i32("NodeEndpoint.Port")?;
            value.rack = reader.nullable_text("NodeEndpoint.Rack", true)?;
            reader.skip_tags("NodeEndpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.node_id);
            writer.text("NodeEndpoint.Host", true, &self.host)?;
            writer.i32(self.port);
            writer.nullable_text("NodeEndpoint.Rack", true, self.rack.as_ref())?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareFetchResponse {
        const NAME: &'static str = "ShareFetchResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("ShareFetchResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareFetchResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ShareFetchRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ShareFetch;
    type Response = ShareFetchResponse;
}
