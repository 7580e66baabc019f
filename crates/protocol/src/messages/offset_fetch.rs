//! The OffsetFetch API, key 9.

pub use request::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
};
pub use response::{
    OffsetFetchResponse, OffsetFetchResponseGroup, OffsetFetchResponsePartition,
    OffsetFetchResponsePartitions, OffsetFetchResponseTopic, OffsetFetchResponseTopics,
};

/// `OffsetFetchRequest` and what it holds.
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

    /// The message `OffsetFetchRequest`, versions 1-10.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetFetchRequest {
        /// `GroupId`, string, versions 0-7.
        pub group_id: Text,
        /// `Topics`, array of OffsetFetchRequestTopic, versions 0-7, nullable 2-7.
        pub topics: Option<Vec<OffsetFetchRequestTopic>>,
        /// `Groups`, array of OffsetFetchRequestGroup, versions 8+.
        pub groups: Vec<OffsetFetchRequestGroup>,
        /// `RequireStable`, bool, versions 7+, default false.
        pub require_stable: bool,
    }

    impl Default for OffsetFetchRequest {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                topics: Some(Default::default()),
                groups: Default::default(),
                require_stable: false,
            }
        }
    }

    impl Struct for OffsetFetchRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            if version <= 7 {
                value.group_id = reader.text("OffsetFetchRequest.GroupId", flexible)?;
            }
            if version <= 7 {
                value.topics = if version >= 2 {
                    reader.nullable_structs("OffsetFetchRequest.Topics", flexible, 3, version)?
                } else {
                    Some(reader.structs("OffsetFetchRequest.Topics", flexible, 3, version)?)
                };
            }
            if version >= 8 {
                value.groups = reader.structs("OffsetFetchRequest.Groups", flexible, 3, version)?;
            }
            if version >= 7 {
                value.require_stable = reader.bool("OffsetFetchRequest.RequireStable")?;
            }
            if flexible {
                reader.skip_tags("OffsetFetchRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            if version <= 7 {
                writer.text("OffsetFetchRequest.GroupId", flexible, &self.group_id)?;
            } else if !self.group_id.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetFetchRequest.GroupId",
                    version,
                });
            }
            if version <= 7 {
                if version >= 2 {
                    writer.nullable_structs(
                        "OffsetFetchRequest.Topics",
                        flexible,
                        self.topics.as_ref(),
                        version,
                    )?;
                } else {
                    writer.structs(
                        "OffsetFetchRequest.Topics",
                        flexible,
                        required("OffsetFetchRequest.Topics", version, self.topics.as_ref())?,
                        version,
                    )?;
                }
            } else if self.topics.as_ref().is_none_or(|value| !value.is_empty()) {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetFetchRequest.Topics",
                    version,
                });
            }
            if version >= 8 {
                writer.structs("OffsetFetchRequest.Groups", flexible, &self.groups, version)?;
            } else if !self.groups.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetFetchRequest.Groups",
                    version,
                });
            }
            if version >= 7 {
                writer.bool(self.require_stable);
            } else if self.require_stable {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetFetchRequest.RequireStable",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `OffsetFetchRequestTopic`, versions 1-7.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetFetchRequestTopic {
        /// `Name`, string, versions 0-7.
        pub name: Text,
        /// `PartitionIndexes`, array of int32, versions 0-7.
        pub partition_indexes: Vec<i32>,
    }

    impl Struct for OffsetFetchRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.name = reader.text("OffsetFetchRequestTopic.Name", flexible)?;
            value.partition_indexes =
                reader.values("OffsetFetchRequestTopic.PartitionIndexes", flexible)?;
            if flexible {
                reader.skip_tags("OffsetFetchRequestTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text("OffsetFetchRequestTopic.Name", flexible, &self.name)?;
            writer.values(
                "OffsetFetchRequestTopic.PartitionIndexes",
                flexible,
                &self.partition_indexes,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `OffsetFetchRequestGroup`, versions 8-10.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetFetchRequestGroup {
        /// `GroupId`, string, versions 8+.
        pub group_id: Text,
        /// `MemberId`, string, versions 9+, nullable 9+, default null, ignorable.
        pub member_id: Option<Text>,
        /// `MemberEpoch`, int32, versions 9+, default -1, ignorable.
        pub member_epoch: i32,
        /// `Topics`, array of OffsetFetchRequestTopics, versions 8+, nullable 8+.
        pub topics: Option<Vec<OffsetFetchRequestTopics>>,
    }

    impl Default for OffsetFetchRequestGroup {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                member_id: None,
                member_epoch: -1,
                topics: Some(Default::default()),
            }
        }
    }

    impl Struct for OffsetFetchRequestGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("OffsetFetchRequestGroup.GroupId", true)?;
            if version >= 9 {
                value.member_id = reader.nullable_text("OffsetFetchRequestGroup.MemberId", true)?;
            }
            if version >= 9 {
                value.member_epoch = reader.i32("OffsetFetchRequestGroup.MemberEpoch")?;
            }
            value.topics =
                reader.nullable_structs("OffsetFetchRequestGroup.Topics", true, 3, version)?;
            reader.skip_tags("OffsetFetchRequestGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OffsetFetchRequestGroup.GroupId", true, &self.group_id)?;
            if version >= 9 {
                writer.nullable_text(
                    "OffsetFetchRequestGroup.MemberId",
                    true,
                    self.member_id.as_ref(),
                )?;
            }
            if version >= 9 {
                writer.i32(self.member_epoch);
            }
            writer.nullable_structs(
                "OffsetFetchRequestGroup.Topics",
                true,
                self.topics.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `OffsetFetchRequestTopics`, versions 8-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetFetchRequestTopics {
        /// `Name`, string, versions 8-9, ignorable.
        pub name: Text,
        /// `TopicId`, uuid, versions 10+, ignorable.
        pub topic_id: Uuid,
        /// `PartitionIndexes`, array of int32, versions 8+.
        pub partition_indexes: Vec<i32>,
    }

    impl Struct for OffsetFetchRequestTopics {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            if version <= 9 {
                value.name = reader.text("OffsetFetchRequestTopics.Name", true)?;
            }
            if version >= 10 {
                value.topic_id = reader.uuid("OffsetFetchRequestTopics.TopicId")?;
            }
            value.partition_indexes =
                reader.values("OffsetFetchRequestTopics.PartitionIndexes", true)?;
            reader.skip_tags("OffsetFetchRequestTopics")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if version <= 9 {
                writer.text("OffsetFetchRequestTopics.Name", true, &self.name)?;
            }
            if version >= 10 {
                writer.uuid(self.topic_id);
            }
            writer.values(
                "OffsetFetchRequestTopics.PartitionIndexes",
                true,
                &self.partition_indexes,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for OffsetFetchRequest {
        const NAME: &'static str = "OffsetFetchRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 10;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=10).contains(&version) {
                return Err(reader.error("OffsetFetchRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=10).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetFetchRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `OffsetFetchResponse` and what it holds.
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

    /// The message `OffsetFetchResponse`, versions 1-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetFetchResponse {
        /// `ThrottleTimeMs`, int32, versions 3+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of OffsetFetchResponseTopic, versions 0-7.
        pub topics: Vec<OffsetFetchResponseTopic>,
        /// `ErrorCode`, int16, versions 2-7, default 0, ignorable.
        pub error_code: i16,
        /// `Groups`, array of OffsetFetchResponseGroup, versions 8+.
        pub groups: Vec<OffsetFetchResponseGroup>,
    }

    impl Struct for OffsetFetchResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            if version >= 3 {
                value.throttle_time_ms = reader.i32("OffsetFetchResponse.ThrottleTimeMs")?;
            }
            if version <= 7 {
                value.topics =
                    reader.structs("OffsetFetchResponse.Topics", flexible, 3, version)?;
            }
            if (2..=7).contains(&version) {
                value.error_code = reader.i16("OffsetFetchResponse.ErrorCode")?;
            }
            if version >= 8 {
                value.groups =
                    reader.structs("OffsetFetchResponse.Groups", flexible, 5, version)?;
            }
            if flexible {
                reader.skip_tags("OffsetFetchResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            if version >= 3 {
                writer.i32(self.throttle_time_ms);
            }
            if version <= 7 {
                writer.structs(
                    "OffsetFetchResponse.Topics",
                    flexible,
                    &self.topics,
                    version,
                )?;
            } else if !self.topics.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetFetchResponse.Topics",
                    version,
                });
            }
            if (2..=7).contains(&version) {
                writer.i16(self.error_code);
            }
            if version >= 8 {
                writer.structs(
                    "OffsetFetchResponse.Groups",
                    flexible,
                    &self.groups,
                    version,
                )?;
            } else if !self.groups.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "OffsetFetchResponse.Groups",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `OffsetFetchResponseTopic`, versions 1-7.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetFetchResponseTopic {
        /// `Name`, string, versions 0-7.
        pub name: Text,
        /// `Partitions`, array of OffsetFetchResponsePartition, versions 0-7.
        pub partitions: Vec<OffsetFetchResponsePartition>,
    }

    impl Struct for OffsetFetchResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.name = reader.text("OffsetFetchResponseTopic.Name", flexible)?;
            value.partitions =
                reader.structs("OffsetFetchResponseTopic.Partitions", flexible, 16, version)?;
            if flexible {
                reader.skip_tags("OffsetFetchResponseTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text("OffsetFetchResponseTopic.Name", flexible, &self.name)?;
            writer.structs(
                "OffsetFetchResponseTopic.Partitions",
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

    /// The struct `OffsetFetchResponsePartition`, versions 1-7.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetFetchResponsePartition {
        /// `PartitionIndex`, int32, versions 0-7.
        pub partition_index: i32,
        /// `CommittedOffset`, int64, versions 0-7.
        pub committed_offset: i64,
        /// `CommittedLeaderEpoch`, int32, versions 5-7, default -1, ignorable.
        pub committed_leader_epoch: i32,
        /// `Metadata`, string, versions 0-7, nullable 0-7.
        pub metadata: Option<Text>,
        /// `ErrorCode`, int16, versions 0-7.
        pub error_code: i16,
    }

    impl Default for OffsetFetchResponsePartition {
        fn default() -> Self {
            Self {
                partition_index: 0,
                committed_offset: 0,
                committed_leader_epoch: -1,
                metadata: Some(Default::default()),
                error_code: 0,
            }
        }
    }

    impl Struct for OffsetFetchResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.partition_index = reader.i32("OffsetFetchResponsePartition.PartitionIndex")?;
            value.committed_offset = reader.i64("OffsetFetchResponsePartition.CommittedOffset")?;
            if version >= 5 {
                value.committed_leader_epoch =
                    reader.i32("OffsetFetchResponsePartition.CommittedLeaderEpoch")?;
            }
            value.metadata =
                reader.nullable_text("OffsetFetchResponsePartition.Metadata", flexible)?;
            value.error_code = reader.i16("OffsetFetchResponsePartition.ErrorCode")?;
            if flexible {
                reader.skip_tags("OffsetFetchResponsePartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.i32(self.partition_index);
            writer.i64(self.committed_offset);
            if version >= 5 {
                writer.i32(self.committed_leader_epoch);
            }
            writer.nullable_text(
                "OffsetFetchResponsePartition.Metadata",
                flexible,
                self.metadata.as_ref(),
            )?;
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `OffsetFetchResponseGroup`, versions 8-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetFetchResponseGroup {
        /// `GroupId`, string, versions 8+.
        pub group_id: Text,
        /// `Topics`, array of OffsetFetchResponseTopics, versions 8+.
        pub topics: Vec<OffsetFetchResponseTopics>,
        /// `ErrorCode`, int16, versions 8+, default 0.
        pub error_code: i16,
    }

    impl Struct for OffsetFetchResponseGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("OffsetFetchResponseGroup.GroupId", true)?;
            value.topics = reader.structs("OffsetFetchResponseGroup.Topics", true, 3, version)?;
            value.error_code = reader.i16("OffsetFetchResponseGroup.ErrorCode")?;
            reader.skip_tags("OffsetFetchResponseGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OffsetFetchResponseGroup.GroupId", true, &self.group_id)?;
            writer.structs(
                "OffsetFetchResponseGroup.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.i16(self.error_code);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `OffsetFetchResponseTopics`, versions 8-10.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetFetchResponseTopics {
        /// `Name`, string, versions 8-9, ignorable.
        pub name: Text,
        /// `TopicId`, uuid, versions 10+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of OffsetFetchResponsePartitions, versions 8+.
        pub partitions: Vec<OffsetFetchResponsePartitions>,
    }

    impl Struct for OffsetFetchResponseTopics {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            if version <= 9 {
                value.name = reader.text("OffsetFetchResponseTopics.Name", true)?;
            }
            if version >= 10 {
                value.topic_id = reader.uuid("OffsetFetchResponseTopics.TopicId")?;
            }
            value.partitions =
                reader.structs("OffsetFetchResponseTopics.Partitions", true, 20, version)?;
            reader.skip_tags("OffsetFetchResponseTopics")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if version <= 9 {
                writer.text("OffsetFetchResponseTopics.Name", true, &self.name)?;
            }
            if version >= 10 {
                writer.uuid(self.topic_id);
            }
            writer.structs(
                "OffsetFetchResponseTopics.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `OffsetFetchResponsePartitions`, versions 8-10.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetFetchResponsePartitions {
        /// `PartitionIndex`, int32, versions 8+.
        pub partition_index: i32,
        /// `CommittedOffset`, int64, versions 8+.
        pub committed_offset: i64,
        /// `CommittedLeaderEpoch`, int32, versions 8+, default -1, ignorable.
        pub committed_leader_epoch: i32,
        /// `Metadata`, string, versions 8+, nullable 8+.
        pub metadata: Option<Text>,
        /// `ErrorCode`, int16, versions 8+.
        pub error_code: i16,
    }

    impl Default for OffsetFetchResponsePartitions {
        fn default() -> Self {
            Self {
                partition_index: 0,
                committed_offset: 0,
                committed_leader_epoch: -1,
                metadata: Some(Default::default()),
                error_code: 0,
            }
        }
    }

    impl Struct for OffsetFetchResponsePartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("OffsetFetchResponsePartitions.PartitionIndex")?;
            value.committed_offset = reader.i64("OffsetFetchResponsePartitions.CommittedOffset")?;
            value.committed_leader_epoch =
                reader.i32("OffsetFetchResponsePartitions.CommittedLeaderEpoch")?;
            value.metadata =
                reader.nullable_text("OffsetFetchResponsePartitions.Metadata", true)?;
            value.error_code = reader.i16("OffsetFetchResponsePartitions.ErrorCode")?;
            reader.skip_tags("OffsetFetchResponsePartitions")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i64(self.committed_offset);
            writer.i32(self.committed_leader_epoch);
            writer.nullable_text(
                "OffsetFetchResponsePartitions.Metadata",
                true,
                self.metadata.as_ref(),
            )?;
            writer.i16(self.error_code);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for OffsetFetchResponse {
        const NAME: &'static str = "OffsetFetchResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 10;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=10).contains(&version) {
                return Err(reader.error("OffsetFetchResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=10).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetFetchResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for OffsetFetchRequest {
    const KEY: crate::ApiKey = crate::ApiKey::OffsetFetch;
    type Response = OffsetFetchResponse;
}
