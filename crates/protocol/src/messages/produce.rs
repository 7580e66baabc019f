//! The Produce API, key 0.

pub use request::{PartitionProduceData, ProduceRequest, TopicProduceData};
pub use response::{
    BatchIndexAndErrorMessage, LeaderIdAndEpoch, NodeEndpoint, PartitionProduceResponse,
    ProduceResponse, TopicProduceResponse,
};

/// `ProduceRequest` and what it holds.
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

    /// The message `ProduceRequest`, versions 3-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ProduceRequest {
        /// `TransactionalId`, string, versions 3+, nullable 3+, default null.
        pub transactional_id: Option<Text>,
        /// `Acks`, int16, versions 0+.
        pub acks: i16,
        /// `TimeoutMs`, int32, versions 0+.
        pub timeout_ms: i32,
        /// `TopicData`, array of TopicProduceData, versions 0+.
        pub topic_data: Vec<TopicProduceData>,
    }

    impl Struct for ProduceRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.transactional_id =
                reader.nullable_text("ProduceRequest.TransactionalId", flexible)?;
            value.acks = reader.i16("ProduceRequest.Acks")?;
            value.timeout_ms = reader.i32("ProduceRequest.TimeoutMs")?;
            value.topic_data = reader.structs("ProduceRequest.TopicData", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("ProduceRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.nullable_text(
                "ProduceRequest.TransactionalId",
                flexible,
                self.transactional_id.as_ref(),
            )?;
            writer.i16(self.acks);
            writer.i32(self.timeout_ms);
            writer.structs(
                "ProduceRequest.TopicData",
                flexible,
                &self.topic_data,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TopicProduceData`, versions 3-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicProduceData {
        /// `Name`, string, versions 0-12, ignorable.
        pub name: Text,
        /// `TopicId`, uuid, versions 13+, ignorable.
        pub topic_id: Uuid,
        /// `PartitionData`, array of PartitionProduceData, versions 0+.
        pub partition_data: Vec<PartitionProduceData>,
    }

    impl Struct for TopicProduceData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            if version <= 12 {
                value.name = reader.text("TopicProduceData.Name", flexible)?;
            }
            if version >= 13 {
                value.topic_id = reader.uuid("TopicProduceData.TopicId")?;
            }
            value.partition_data =
                reader.structs("TopicProduceData.PartitionData", flexible, 6, version)?;
            if flexible {
                reader.skip_tags("TopicProduceData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            if version <= 12 {
                writer.text("TopicProduceData.Name", flexible, &self.name)?;
            }
            if version >= 13 {
                writer.uuid(self.topic_id);
            }
            writer.structs(
                "TopicProduceData.PartitionData",
                flexible,
                &self.partition_data,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `PartitionProduceData`, versions 3-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionProduceData {
        /// `Index`, int32, versions 0+.
        pub index: i32,
        /// `Records`, records, versions 0+, nullable 0+.
        pub records: Option<Records>,
    }

    impl Struct for PartitionProduceData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.index = reader.i32("PartitionProduceData.Index")?;
            value.records = reader.nullable_records("PartitionProduceData.Records", flexible)?;
            if flexible {
                reader.skip_tags("PartitionProduceData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.i32(self.index);
            writer.nullable_records(
                "PartitionProduceData.Records",
                flexible,
                self.records.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ProduceRequest {
        const NAME: &'static str = "ProduceRequest";
        const LOWEST_VERSION: i16 = 3;
        const HIGHEST_VERSION: i16 = 13;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(3..=13).contains(&version) {
                return Err(reader.error("ProduceRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(3..=13).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ProduceRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ProduceResponse` and what it holds.
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

    /// The message `ProduceResponse`, versions 3-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ProduceResponse {
        /// `Responses`, array of TopicProduceResponse, versions 0+.
        pub responses: Vec<TopicProduceResponse>,
        /// `ThrottleTimeMs`, int32, versions 1+, default 0, ignorable.
        pub throttle_time_ms: i32,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 10+, tag 0.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for ProduceResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.responses = reader.structs("ProduceResponse.Responses", flexible, 3, version)?;
            value.throttle_time_ms = reader.i32("ProduceResponse.ThrottleTimeMs")?;
            if flexible {
                let mut tags = reader.tags("ProduceResponse")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 if version >= 10 => {
                            value.node_endpoints = reader.structs(
                                "ProduceResponse.NodeEndpoints",
                                true,
                                11,
                                version,
                            )?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.structs(
                "ProduceResponse.Responses",
                flexible,
                &self.responses,
                version,
            )?;
            writer.i32(self.throttle_time_ms);
            if !(version >= 10) && !self.node_endpoints.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "ProduceResponse.NodeEndpoints",
                    version,
                });
            }
            if flexible {
                let count = writer.begin_tags();
                if version >= 10 && !self.node_endpoints.is_empty() {
                    let start = writer.begin_tag(&count, 0);
                    writer.structs(
                        "ProduceResponse.NodeEndpoints",
                        true,
                        &self.node_endpoints,
                        version,
                    )?;
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `TopicProduceResponse`, versions 3-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicProduceResponse {
        /// `Name`, string, versions 0-12, ignorable.
        pub name: Text,
        /// `TopicId`, uuid, versions 13+, ignorable.
        pub topic_id: Uuid,
        /// `PartitionResponses`, array of PartitionProduceResponse, versions 0+.
        pub partition_responses: Vec<PartitionProduceResponse>,
    }

    impl Struct for TopicProduceResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            if version <= 12 {
                value.name = reader.text("TopicProduceResponse.Name", flexible)?;
            }
            if version >= 13 {
                value.topic_id = reader.uuid("TopicProduceResponse.TopicId")?;
            }
            value.partition_responses = reader.structs(
                "TopicProduceResponse.PartitionResponses",
                flexible,
                22,
                version,
            )?;
            if flexible {
                reader.skip_tags("TopicProduceResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            if version <= 12 {
                writer.text("TopicProduceResponse.Name", flexible, &self.name)?;
            }
            if version >= 13 {
                writer.uuid(self.topic_id);
            }
            writer.structs(
                "TopicProduceResponse.PartitionResponses",
                flexible,
                &self.partition_responses,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `PartitionProduceResponse`, versions 3-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartitionProduceResponse {
        /// `Index`, int32, versions 0+.
        pub index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `BaseOffset`, int64, versions 0+.
        pub base_offset: i64,
        /// `LogAppendTimeMs`, int64, versions 2+, default -1, ignorable.
        pub log_append_time_ms: i64,
        /// `LogStartOffset`, int64, versions 5+, default -1, ignorable.
        pub log_start_offset: i64,
        /// `RecordErrors`, array of BatchIndexAndErrorMessage, versions 8+, ignorable.
        pub record_errors: Vec<BatchIndexAndErrorMessage>,
        /// `ErrorMessage`, string, versions 8+, nullable 8+, default null, ignorable.
        pub error_message: Option<Text>,
        /// `CurrentLeader`, LeaderIdAndEpoch, versions 10+, tag 0.
        pub current_leader: LeaderIdAndEpoch,
    }

    impl Default for PartitionProduceResponse {
        fn default() -> Self {
            Self {
                index: 0,
                error_code: 0,
                base_offset: 0,
                log_append_time_ms: -1,
                log_start_offset: -1,
                record_errors: Default::default(),
                error_message: None,
                current_leader: Default::default(),
            }
        }
    }

    impl Struct for PartitionProduceResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.index = reader.i32("PartitionProduceResponse.Index")?;
            value.error_code = reader.i16("PartitionProduceResponse.ErrorCode")?;
            value.base_offset = reader.i64("PartitionProduceResponse.BaseOffset")?;
            value.log_append_time_ms = reader.i64("PartitionProduceResponse.LogAppendTimeMs")?;
            if version >= 5 {
                value.log_start_offset = reader.i64("PartitionProduceResponse.LogStartOffset")?;
            }
            if version >= 8 {
                value.record_errors = reader.structs(
                    "PartitionProduceResponse.RecordErrors",
                    flexible,
                    6,
                    version,
                )?;
            }
            if version >= 8 {
                value.error_message =
                    reader.nullable_text("PartitionProduceResponse.ErrorMessage", flexible)?;
            }
            if flexible {
                let mut tags = reader.tags("PartitionProduceResponse")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 if version >= 10 => {
                            value.current_leader = LeaderIdAndEpoch::read(reader, version)?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.i32(self.index);
            writer.i16(self.error_code);
            writer.i64(self.base_offset);
            writer.i64(self.log_append_time_ms);
            if version >= 5 {
                writer.i64(self.log_start_offset);
            }
            if version >= 8 {
                writer.structs(
                    "PartitionProduceResponse.RecordErrors",
                    flexible,
                    &self.record_errors,
                    version,
                )?;
            }
            if version >= 8 {
                writer.nullable_text(
                    "PartitionProduceResponse.ErrorMessage",
                    flexible,
                    self.error_message.as_ref(),
                )?;
            }
            if !(version >= 10) && self.current_leader != LeaderIdAndEpoch::default() {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionProduceResponse.CurrentLeader",
                    version,
                });
            }
            if flexible {
                let count = writer.begin_tags();
                if version >= 10 && self.current_leader != LeaderIdAndEpoch::default() {
                    let start = writer.begin_tag(&count, 0);
                    self.current_leader.write(writer, version)?;
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `BatchIndexAndErrorMessage`, versions 8-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct BatchIndexAndErrorMessage {
        /// `BatchIndex`, int32, versions 8+.
        pub batch_index: i32,
        /// `BatchIndexErrorMessage`, string, versions 8+, nullable 8+, default null.
        pub batch_index_error_message: Option<Text>,
    }

    impl Struct for BatchIndexAndErrorMessage {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.batch_index = reader.i32("BatchIndexAndErrorMessage.BatchIndex")?;
            value.batch_index_error_message = reader
                .nullable_text("BatchIndexAndErrorMessage.BatchIndexErrorMessage", flexible)?;
            if flexible {
                reader.skip_tags("BatchIndexAndErrorMessage")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.i32(self.batch_index);
            writer.nullable_text(
                "BatchIndexAndErrorMessage.BatchIndexErrorMessage",
                flexible,
                self.batch_index_error_message.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `LeaderIdAndEpoch`, versions 10-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct LeaderIdAndEpoch {
        /// `LeaderId`, int32, versions 10+, default -1.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 10+, default -1.
        pub leader_epoch: i32,
    }

    impl Default for LeaderIdAndEpoch {
        fn default() -> Self {
            Self {
                leader_id: -1,
                leader_epoch: -1,
            }
        }
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

    /// The struct `NodeEndpoint`, versions 10-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct NodeEndpoint {
        /// `NodeId`, int32, versions 10+.
        pub node_id: i32,
        /// `Host`, string, versions 10+.
        pub host: Text,
        /// `Port`, int32, versions 10+.
        pub port: i32,
        /// `Rack`, string, versions 10+, nullable 10+, default null.
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

    impl Message for ProduceResponse {
        const NAME: &'static str = "ProduceResponse";
        const LOWEST_VERSION: i16 = 3;
        const HIGHEST_VERSION: i16 = 13;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(3..=13).contains(&version) {
                return Err(reader.error("ProduceResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(3..=13).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ProduceResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ProduceRequest {
    const KEY: crate::ApiKey = crate::ApiKey::Produce;
    type Response = ProduceResponse;
}
