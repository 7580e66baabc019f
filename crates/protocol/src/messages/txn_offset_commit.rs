//! The TxnOffsetCommit API, key 28.

pub use request::{
    TxnOffsetCommitRequest, TxnOffsetCommitRequestPartition, TxnOffsetCommitRequestTopic,
};
pub use response::{
    TxnOffsetCommitResponse, TxnOffsetCommitResponsePartition, TxnOffsetCommitResponseTopic,
};

/// `TxnOffsetCommitRequest` and what it holds.
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

    /// The message `TxnOffsetCommitRequest`, versions 0-5.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TxnOffsetCommitRequest {
        /// `TransactionalId`, string, versions 0+.
        pub transactional_id: Text,
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `GenerationId`, int32, versions 3+, default -1.
        pub generation_id: i32,
        /// `MemberId`, string, versions 3+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 3+, nullable 3+, default null.
        pub group_instance_id: Option<Text>,
        /// `Topics`, array of TxnOffsetCommitRequestTopic, versions 0+.
        pub topics: Vec<TxnOffsetCommitRequestTopic>,
    }

    impl Default for TxnOffsetCommitRequest {
        fn default() -> Self {
            Self {
                transactional_id: Default::default(),
                group_id: Default::default(),
                producer_id: 0,
                producer_epoch: 0,
                generation_id: -1,
                member_id: Default::default(),
                group_instance_id: None,
                topics: Default::default(),
            }
        }
    }

    impl Struct for TxnOffsetCommitRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.transactional_id =
                reader.text("TxnOffsetCommitRequest.TransactionalId", flexible)?;
            value.group_id = reader.text("TxnOffsetCommitRequest.GroupId", flexible)?;
            value.producer_id = reader.i64("TxnOffsetCommitRequest.ProducerId")?;
            value.producer_epoch = reader.i16("TxnOffsetCommitRequest.ProducerEpoch")?;
            if version >= 3 {
                value.generation_id = reader.i32("TxnOffsetCommitRequest.GenerationId")?;
            }
            if version >= 3 {
                value.member_id = reader.text("TxnOffsetCommitRequest.MemberId", flexible)?;
            }
            if version >= 3 {
                value.group_instance_id =
                    reader.nullable_text("TxnOffsetCommitRequest.GroupInstanceId", flexible)?;
            }
            value.topics = reader.structs("TxnOffsetCommitRequest.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("TxnOffsetCommitRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text(
                "TxnOffsetCommitRequest.TransactionalId",
                flexible,
                &self.transactional_id,
            )?;
            writer.text("TxnOffsetCommitRequest.GroupId", flexible, &self.group_id)?;
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            if version >= 3 {
                writer.i32(self.generation_id);
            } else if self.generation_id != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "TxnOffsetCommitRequest.GenerationId",
                    version,
                });
            }
            if version >= 3 {
                writer.text("TxnOffsetCommitRequest.MemberId", flexible, &self.member_id)?;
            } else if !self.member_id.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "TxnOffsetCommitRequest.MemberId",
                    version,
                });
            }
            if version >= 3 {
                writer.nullable_text(
                    "TxnOffsetCommitRequest.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            } else if self.group_instance_id.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "TxnOffsetCommitRequest.GroupInstanceId",
                    version,
                });
            }
            writer.structs(
                "TxnOffsetCommitRequest.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TxnOffsetCommitRequestTopic`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TxnOffsetCommitRequestTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of TxnOffsetCommitRequestPartition, versions 0+.
        pub partitions: Vec<TxnOffsetCommitRequestPartition>,
    }

    impl Struct for TxnOffsetCommitRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.name = reader.text("TxnOffsetCommitRequestTopic.Name", flexible)?;
            value.partitions = reader.structs(
                "TxnOffsetCommitRequestTopic.Partitions",
                flexible,
                14,
                version,
            )?;
            if flexible {
                reader.skip_tags("TxnOffsetCommitRequestTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text("TxnOffsetCommitRequestTopic.Name", flexible, &self.name)?;
            writer.structs(
                "TxnOffsetCommitRequestTopic.Partitions",
                flexible,
                &self.partitions,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TxnOffsetCommitRequestPartition`, versions 0-5.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TxnOffsetCommitRequestPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `CommittedOffset`, int64, versions 0+.
        pub committed_offset: i64,
        /// `CommittedLeaderEpoch`, int32, versions 2+, default -1, ignorable.
        pub committed_leader_epoch: i32,
        /// `CommittedMetadata`, string, versions 0+, nullable 0+.
        pub committed_metadata: Option<Text>,
    }

    impl Default for TxnOffsetCommitRequestPartition {
        fn default() -> Self {
            Self {
                partition_index: 0,
                committed_offset: 0,
                committed_leader_epoch: -1,
                committed_metadata: Some(Default::default()),
            }
        }
    }

    impl Struct for TxnOffsetCommitRequestPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.partition_index = reader.i32("TxnOffsetCommitRequestPartition.PartitionIndex")?;
            value.committed_offset =
                reader.i64("TxnOffsetCommitRequestPartition.CommittedOffset")?;
            if version >= 2 {
                value.committed_leader_epoch =
                    reader.i32("TxnOffsetCommitRequestPartition.CommittedLeaderEpoch")?;
            }
            value.committed_metadata = reader.nullable_text(
                "TxnOffsetCommitRequestPartition.CommittedMetadata",
                flexible,
            )?;
            if flexible {
                reader.skip_tags("TxnOffsetCommitRequestPartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.partition_index);
            writer.i64(self.committed_offset);
            if version >= 2 {
                writer.i32(self.committed_leader_epoch);
            }
            writer.nullable_text(
                "TxnOffsetCommitRequestPartition.CommittedMetadata",
                flexible,
                self.committed_metadata.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for TxnOffsetCommitRequest {
        const NAME: &'static str = "TxnOffsetCommitRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("TxnOffsetCommitRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "TxnOffsetCommitRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `TxnOffsetCommitResponse` and what it holds.
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

    /// The message `TxnOffsetCommitResponse`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TxnOffsetCommitResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Topics`, array of TxnOffsetCommitResponseTopic, versions 0+.
        pub topics: Vec<TxnOffsetCommitResponseTopic>,
    }

    impl Struct for TxnOffsetCommitResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("TxnOffsetCommitResponse.ThrottleTimeMs")?;
            value.topics =
                reader.structs("TxnOffsetCommitResponse.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("TxnOffsetCommitResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "TxnOffsetCommitResponse.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TxnOffsetCommitResponseTopic`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TxnOffsetCommitResponseTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of TxnOffsetCommitResponsePartition, versions 0+.
        pub partitions: Vec<TxnOffsetCommitResponsePartition>,
    }

    impl Struct for TxnOffsetCommitResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.name = reader.text("TxnOffsetCommitResponseTopic.Name", flexible)?;
            value.partitions = reader.structs(
                "TxnOffsetCommitResponseTopic.Partitions",
                flexible,
                6,
                version,
            )?;
            if flexible {
                reader.skip_tags("TxnOffsetCommitResponseTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text("TxnOffsetCommitResponseTopic.Name", flexible, &self.name)?;
            writer.structs(
                "TxnOffsetCommitResponseTopic.Partitions",
                flexible,
                &self.partitions,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TxnOffsetCommitResponsePartition`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TxnOffsetCommitResponsePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for TxnOffsetCommitResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.partition_index =
                reader.i32("TxnOffsetCommitResponsePartition.PartitionIndex")?;
            value.error_code = reader.i16("TxnOffsetCommitResponsePartition.ErrorCode")?;
            if flexible {
                reader.skip_tags("TxnOffsetCommitResponsePartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for TxnOffsetCommitResponse {
        const NAME: &'static str = "TxnOffsetCommitResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("TxnOffsetCommitResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "TxnOffsetCommitResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for TxnOffsetCommitRequest {
    const KEY: crate::ApiKey = crate::ApiKey::TxnOffsetCommit;
    type Response = TxnOffsetCommitResponse;
}
