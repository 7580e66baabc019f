//! The OffsetCommit API, key 8.

pub use request::{OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic};
pub use response::{
    OffsetCommitResponse, OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};

/// `OffsetCommitRequest` and what it holds.
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

    /// The message `OffsetCommitRequest`, versions 2-10.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetCommitRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `GenerationIdOrMemberEpoch`, int32, versions 1+, default -1, ignorable.
        pub generation_id_or_member_epoch: i32,
        /// `MemberId`, string, versions 1+, ignorable.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 7+, nullable 7+, default null.
        pub group_instance_id: Option<Text>,
        /// `RetentionTimeMs`, int64, versions 2-4, default -1, ignorable.
        pub retention_time_ms: i64,
        /// `Topics`, array of OffsetCommitRequestTopic, versions 0+.
        pub topics: Vec<OffsetCommitRequestTopic>,
    }

    impl Default for OffsetCommitRequest {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                generation_id_or_member_epoch: -1,
                member_id: Default::default(),
                group_instance_id: None,
                retention_time_ms: -1,
                topics: Default::default(),
            }
        }
    }

    impl Struct for OffsetCommitRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 8;
            let mut value = Self::default();
            value.group_id = reader.text("OffsetCommitRequest.GroupId", flexible)?;
            value.generation_id_or_member_epoch =
                reader.i32("OffsetCommitRequest.GenerationIdOrMemberEpoch")?;
            value.member_id = reader.text("OffsetCommitRequest.MemberId", flexible)?;
            if version >= 7 {
                value.group_instance_id =
                    reader.nullable_text("OffsetCommitRequest.GroupInstanceId", flexible)?;
            }
            if version <= 4 {
                value.retention_time_ms = reader.i64("OffsetCommitRequest.RetentionTimeMs")?;
            }
            value.topics = reader.structs("OffsetCommitRequest.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("OffsetCommitRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 8;
            writer.text("OffsetCommitRequest.GroupId", flexible, &self.group_id)?;
            writer.i32(self.generation_id_or_member_epoch);
            writer.text("OffsetCommitRequest.MemberId", flexible, &self.member_id)?;
            if version >= 7 {
                writer.nullable_text(
                    "OffsetCommitRequest.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            } else if self.group_instance_id.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetCommitRequest.GroupInstanceId",
                    version,
                });
            }
            if version <= 4 {
                writer.i64(self.retention_time_ms);
            }
            writer.structs(
                "OffsetCommitRequest.Topics",
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

    /// The struct `OffsetCommitRequestTopic`, versions 2-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetCommitRequestTopic {
        /// `Name`, string, versions 0-9, ignorable.
        pub name: Text,
        /// `TopicId`, uuid, versions 10+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of OffsetCommitRequestPartition, versions 0+.
        pub partitions: Vec<OffsetCommitRequestPartition>,
    }

    impl Struct for OffsetCommitRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 8;
            let mut value = Self::default();
            if version <= 9 {
                value.name = reader.text("OffsetCommitRequestTopic.Name", flexible)?;
            }
            if version >= 10 {
                value.topic_id = reader.uuid("OffsetCommitRequestTopic.TopicId")?;
            }
            value.partitions =
                reader.structs("OffsetCommitRequestTopic.Partitions", flexible, 14, version)?;
            if flexible {
                reader.skip_tags("OffsetCommitRequestTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 8;
            if version <= 9 {
                writer.text("OffsetCommitRequestTopic.Name", flexible, &self.name)?;
            }
            if version >= 10 {
                writer.uuid(self.topic_id);
            }
            writer.structs(
                "OffsetCommitRequestTopic.Partitions",
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

    /// The struct `OffsetCommitRequestPartition`, versions 2-10.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetCommitRequestPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `CommittedOffset`, int64, versions 0+.
        pub committed_offset: i64,
        /// `CommittedLeaderEpoch`, int32, versions 6+, default -1, ignorable.
        pub committed_leader_epoch: i32,
        /// `CommittedMetadata`, string, versions 0+, nullable 0+.
        pub committed_metadata: Option<Text>,
    }

    impl Default for OffsetCommitRequestPartition {
        fn default() -> Self {
            Self {
                partition_index: 0,
                committed_offset: 0,
                committed_leader_epoch: -1,
                committed_metadata: Some(Default::default()),
            }
        }
    }

    impl Struct for OffsetCommitRequestPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 8;
            let mut value = Self::default();
            value.partition_index = reader.i32("OffsetCommitRequestPartition.PartitionIndex")?;
            value.committed_offset = reader.i64("OffsetCommitRequestPartition.CommittedOffset")?;
            if version >= 6 {
                value.committed_leader_epoch =
                    reader.i32("OffsetCommitRequestPartition.CommittedLeaderEpoch")?;
            }
            value.committed_metadata =
                reader.nullable_text("OffsetCommitRequestPartition.CommittedMetadata", flexible)?;
            if flexible {
                reader.skip_tags("OffsetCommitRequestPartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 8;
            writer.i32(self.partition_index);
            writer.i64(self.committed_offset);
            if version >= 6 {
                writer.i32(self.committed_leader_epoch);
            }
            writer.nullable_text(
                "OffsetCommitRequestPartition.CommittedMetadata",
                flexible,
                self.committed_metadata.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for OffsetCommitRequest {
        const NAME: &'static str = "OffsetCommitRequest";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 10;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=10).contains(&version) {
                return Err(reader.error("OffsetCommitRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=10).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetCommitRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `OffsetCommitResponse` and what it holds.
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

    /// The message `OffsetCommitResponse`, versions 2-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetCommitResponse {
        /// `ThrottleTimeMs`, int32, versions 3+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of OffsetCommitResponseTopic, versions 0+.
        pub topics: Vec<OffsetCommitResponseTopic>,
    }

    impl Struct for OffsetCommitResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 8;
            let mut value = Self::default();
            if version >= 3 {
                value.throttle_time_ms = reader.i32("OffsetCommitResponse.ThrottleTimeMs")?;
            }
            value.topics = reader.structs("OffsetCommitResponse.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("OffsetCommitResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 8;
            if version >= 3 {
                writer.i32(self.throttle_time_ms);
            }
            writer.structs(
                "OffsetCommitResponse.Topics",
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

    /// The struct `OffsetCommitResponseTopic`, versions 2-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetCommitResponseTopic {
        /// `Name`, string, versions 0-9, ignorable.
        pub name: Text,
        /// `TopicId`, uuid, versions 10+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of OffsetCommitResponsePartition, versions 0+.
        pub partitions: Vec<OffsetCommitResponsePartition>,
    }

    impl Struct for OffsetCommitResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 8;
            let mut value = Self::default();
            if version <= 9 {
                value.name = reader.text("OffsetCommitResponseTopic.Name", flexible)?;
            }
            if version >= 10 {
                value.topic_id = reader.uuid("OffsetCommitResponseTopic.TopicId")?;
            }
            value.partitions =
                reader.structs("OffsetCommitResponseTopic.Partitions", flexible, 6, version)?;
            if flexible {
                reader.skip_tags("OffsetCommitResponseTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 8;
            if version <= 9 {
                writer.text("OffsetCommitResponseTopic.Name", flexible, &self.name)?;
            }
            if version >= 10 {
                writer.uuid(self.topic_id);
            }
            writer.structs(
                "OffsetCommitResponseTopic.Partitions",
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

    /// The struct `OffsetCommitResponsePartition`, versions 2-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetCommitResponsePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for OffsetCommitResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 8;
            let mut value = Self::default();
            value.partition_index = reader.i32("OffsetCommitResponsePartition.PartitionIndex")?;
            value.error_code = reader.i16("OffsetCommitResponsePartition.ErrorCode")?;
            if flexible {
                reader.skip_tags("OffsetCommitResponsePartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 8;
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for OffsetCommitResponse {
        const NAME: &'static str = "OffsetCommitResponse";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 10;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=10).contains(&version) {
                return Err(reader.error("OffsetCommitResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=10).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetCommitResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for OffsetCommitRequest {
    const KEY: crate::ApiKey = crate::ApiKey::OffsetCommit;
    type Response = OffsetCommitResponse;
}
