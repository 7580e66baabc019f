//! The ShareAcknowledge API, key 79.

pub use request::{
    AcknowledgePartition, AcknowledgeTopic, AcknowledgementBatch, ShareAcknowledgeRequest,
};
pub use response::{
    LeaderIdAndEpoch, NodeEndpoint, PartitionData, ShareAcknowledgeResponse,
    ShareAcknowledgeTopicResponse,
};

/// `ShareAcknowledgeRequest` and what it holds.
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

    /// The message `ShareAcknowledgeRequest`, versions 1-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ShareAcknowledgeRequest {
        /// `GroupId`, string, versions 0+, nullable 0+, default null.
        pub group_id: Option<Text>,
        /// `MemberId`, string, versions 0+, nullable 0+.
        pub member_id: Option<Text>,
        /// `ShareSessionEpoch`, int32, versions 0+.
        pub share_session_epoch: i32,
        /// `IsRenewAck`, bool, versions 2+, default false.
        pub is_renew_ack: bool,
        /// `Topics`, array of AcknowledgeTopic, versions 0+.
        pub topics: Vec<AcknowledgeTopic>,
    }

    impl Default for ShareAcknowledgeRequest {
        fn default() -> Self {
            Self {
                group_id: None,
                member_id: Some(Default::default()),
                share_session_epoch: 0,
                is_renew_ack: false,
                topics: Default::default(),
            }
        }
    }

    impl Struct for ShareAcknowledgeRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.nullable_text("ShareAcknowledgeRequest.GroupId", true)?;
            value.member_id = reader.nullable_text("ShareAcknowledgeRequest.MemberId", true)?;
            value.share_session_epoch = reader.i32("ShareAcknowledgeRequest.ShareSessionEpoch")?;
            if version >= 2 {
                value.is_renew_ack = reader.bool("ShareAcknowledgeRequest.IsRenewAck")?;
            }
            value.topics = reader.structs("ShareAcknowledgeRequest.Topics", true, 18, version)?;
            reader.skip_tags("ShareAcknowledgeRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "ShareAcknowledgeRequest.GroupId",
                true,
                self.group_id.as_ref(),
            )?;
            writer.nullable_text(
                "ShareAcknowledgeRequest.MemberId",
                true,
                self.member_id.as_ref(),
            )?;
            writer.i32(self.share_session_epoch);
            if version >= 2 {
                writer.bool(self.is_renew_ack);
            } else if self.is_renew_ack {
                return Err(EncodeError::NotInVersion {
                    field: "ShareAcknowledgeRequest.IsRenewAck",
                    version,
                });
            }
            writer.structs(
                "ShareAcknowledgeRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AcknowledgeTopic`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AcknowledgeTopic {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of AcknowledgePartition, versions 0+.
        pub partitions: Vec<AcknowledgePartition>,
    }

    impl Struct for AcknowledgeTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("AcknowledgeTopic.TopicId")?;
            value.partitions = reader.structs("AcknowledgeTopic.Partitions", true, 6, version)?;
            reader.skip_tags("AcknowledgeTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "AcknowledgeTopic.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AcknowledgePartition`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AcknowledgePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `AcknowledgementBatches`, array of AcknowledgementBatch, versions 0+.
        pub acknowledgement_batches: Vec<AcknowledgementBatch>,
    }

    impl Struct for AcknowledgePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("AcknowledgePartition.PartitionIndex")?;
            value.acknowledgement_batches = reader.structs(
                "AcknowledgePartition.AcknowledgementBatches",
                true,
                18,
                version,
            )?;
            reader.skip_tags("AcknowledgePartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.structs(
                "AcknowledgePartition.AcknowledgementBatches",
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

    impl Message for ShareAcknowledgeRequest {
        const NAME: &'static str = "ShareAcknowledgeRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("ShareAcknowledgeRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareAcknowledgeRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareAcknowledgeResponse` and what it holds.
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

    /// The message `ShareAcknowledgeResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareAcknowledgeResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `AcquisitionLockTimeoutMs`, int32, versions 2+, ignorable.
        pub acquisition_lock_timeout_ms: i32,
        /// `Responses`, array of ShareAcknowledgeTopicResponse, versions 0+.
        pub responses: Vec<ShareAcknowledgeTopicResponse>,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 0+.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for ShareAcknowledgeResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ShareAcknowledgeResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ShareAcknowledgeResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("ShareAcknowledgeResponse.ErrorMessage", true)?;
            if version >= 2 {
                value.acquisition_lock_timeout_ms =
                    reader.i32("ShareAcknowledgeResponse.AcquisitionLockTimeoutMs")?;
            }
            value.responses =
                reader.structs("ShareAcknowledgeResponse.Responses", true, 18, version)?;
            value.node_endpoints =
                reader.structs("ShareAcknowledgeResponse.NodeEndpoints", true, 11, version)?;
            reader.skip_tags("ShareAcknowledgeResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ShareAcknowledgeResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            if version >= 2 {
                writer.i32(self.acquisition_lock_timeout_ms);
            }
            writer.structs(
                "ShareAcknowledgeResponse.Responses",
                true,
                &self.responses,
                version,
            )?;
            writer.structs(
                "ShareAcknowledgeResponse.NodeEndpoints",
                true,
                &self.node_endpoints,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ShareAcknowledgeTopicResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareAcknowledgeTopicResponse {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for ShareAcknowledgeTopicResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ShareAcknowledgeTopicResponse.TopicId")?;
            value.partitions = reader.structs(
                "ShareAcknowledgeTopicResponse.Partitions",
                true,
                17,
                version,
            )?;
            reader.skip_tags("ShareAcknowledgeTopicResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "ShareAcknowledgeTopicResponse.Partitions",
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
        /// `CurrentLeader`, LeaderIdAndEpoch, versions 0+.
        pub current_leader: LeaderIdAndEpoch,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionData.ErrorMessage", true)?;
            value.current_leader = LeaderIdAndEpoch::read(reader, version)?;
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
            self.current_leader.write(writer, version)?;
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

    impl Message for ShareAcknowledgeResponse {
        const NAME: &'static str = "ShareAcknowledgeResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("ShareAcknowledgeResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareAcknowledgeResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ShareAcknowledgeRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ShareAcknowledge;
    type Response = ShareAcknowledgeResponse;
}
