//! The DescribeShareGroupOffsets API, key 90.

pub use request::{
    DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsRequestGroup,
    DescribeShareGroupOffsetsRequestTopic,
};
pub use response::{
    DescribeShareGroupOffsetsResponse, DescribeShareGroupOffsetsResponseGroup,
    DescribeShareGroupOffsetsResponsePartition, DescribeShareGroupOffsetsResponseTopic,
};

/// `DescribeShareGroupOffsetsRequest` and what it holds.
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

    /// The message `DescribeShareGroupOffsetsRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeShareGroupOffsetsRequest {
        /// `Groups`, array of DescribeShareGroupOffsetsRequestGroup, versions 0+.
        pub groups: Vec<DescribeShareGroupOffsetsRequestGroup>,
    }

    impl Struct for DescribeShareGroupOffsetsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.groups =
                reader.structs("DescribeShareGroupOffsetsRequest.Groups", true, 3, version)?;
            reader.skip_tags("DescribeShareGroupOffsetsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "DescribeShareGroupOffsetsRequest.Groups",
                true,
                &self.groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeShareGroupOffsetsRequestGroup`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeShareGroupOffsetsRequestGroup {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of DescribeShareGroupOffsetsRequestTopic, versions 0+, nullable 0+.
        pub topics: Option<Vec<DescribeShareGroupOffsetsRequestTopic>>,
    }

    impl Default for DescribeShareGroupOffsetsRequestGroup {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                topics: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeShareGroupOffsetsRequestGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("DescribeShareGroupOffsetsRequestGroup.GroupId", true)?;
            value.topics = reader.nullable_structs(
                "DescribeShareGroupOffsetsRequestGroup.Topics",
                true,
                3,
                version,
            )?;
            reader.skip_tags("DescribeShareGroupOffsetsRequestGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DescribeShareGroupOffsetsRequestGroup.GroupId",
                true,
                &self.group_id,
            )?;
            writer.nullable_structs(
                "DescribeShareGroupOffsetsRequestGroup.Topics",
                true,
                self.topics.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeShareGroupOffsetsRequestTopic`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeShareGroupOffsetsRequestTopic {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for DescribeShareGroupOffsetsRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name =
                reader.text("DescribeShareGroupOffsetsRequestTopic.TopicName", true)?;
            value.partitions =
                reader.values("DescribeShareGroupOffsetsRequestTopic.Partitions", true)?;
            reader.skip_tags("DescribeShareGroupOffsetsRequestTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DescribeShareGroupOffsetsRequestTopic.TopicName",
                true,
                &self.topic_name,
            )?;
            writer.values(
                "DescribeShareGroupOffsetsRequestTopic.Partitions",
                true,
                &self.partitions,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeShareGroupOffsetsRequest {
        const NAME: &'static str = "DescribeShareGroupOffsetsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error(
                    "DescribeShareGroupOffsetsRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeShareGroupOffsetsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeShareGroupOffsetsResponse` and what it holds.
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

    /// The message `DescribeShareGroupOffsetsResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeShareGroupOffsetsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Groups`, array of DescribeShareGroupOffsetsResponseGroup, versions 0+.
        pub groups: Vec<DescribeShareGroupOffsetsResponseGroup>,
    }

    impl Struct for DescribeShareGroupOffsetsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("DescribeShareGroupOffsetsResponse.ThrottleTimeMs")?;
            value.groups =
                reader.structs("DescribeShareGroupOffsetsResponse.Groups", true, 6, version)?;
            reader.skip_tags("DescribeShareGroupOffsetsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DescribeShareGroupOffsetsResponse.Groups",
                true,
                &self.groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeShareGroupOffsetsResponseGroup`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeShareGroupOffsetsResponseGroup {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of DescribeShareGroupOffsetsResponseTopic, versions 0+.
        pub topics: Vec<DescribeShareGroupOffsetsResponseTopic>,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
    }

    impl Struct for DescribeShareGroupOffsetsResponseGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("DescribeShareGroupOffsetsResponseGroup.GroupId", true)?;
            value.topics = reader.structs(
                "DescribeShareGroupOffsetsResponseGroup.Topics",
                true,
                19,
                version,
            )?;
            value.error_code = reader.i16("DescribeShareGroupOffsetsResponseGroup.ErrorCode")?;
            value.error_message = reader
                .nullable_text("DescribeShareGroupOffsetsResponseGroup.ErrorMessage", true)?;
            reader.skip_tags("DescribeShareGroupOffsetsResponseGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DescribeShareGroupOffsetsResponseGroup.GroupId",
                true,
                &self.group_id,
            )?;
            writer.structs(
                "DescribeShareGroupOffsetsResponseGroup.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeShareGroupOffsetsResponseGroup.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeShareGroupOffsetsResponseTopic`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeShareGroupOffsetsResponseTopic {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of DescribeShareGroupOffsetsResponsePartition, versions 0+.
        pub partitions: Vec<DescribeShareGroupOffsetsResponsePartition>,
    }

    impl Struct for DescribeShareGroupOffsetsResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name =
                reader.text("DescribeShareGroupOffsetsResponseTopic.TopicName", true)?;
            value.topic_id = reader.uuid("DescribeShareGroupOffsetsResponseTopic.TopicId")?;
            value.partitions = reader.structs(
                "DescribeShareGroupOffsetsResponseTopic.Partitions",
                true,
                20,
                version,
            )?;
            reader.skip_tags("DescribeShareGroupOffsetsResponseTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DescribeShareGroupOffsetsResponseTopic.TopicName",
                true,
                &self.topic_name,
            )?;
            writer.uuid(self.topic_id);
            writer.structs(
                "DescribeShareGroupOffsetsResponseTopic.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeShareGroupOffsetsResponsePartition`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeShareGroupOffsetsResponsePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `Lag`, int64, versions 1+, default -1, ignorable.
        pub lag: i64,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
    }

    impl Default for DescribeShareGroupOffsetsResponsePartition {
        fn default() -> Self {
            Self {
                partition_index: 0,
                start_offset: 0,
                leader_epoch: 0,
                lag: -1,
                error_code: 0,
                error_message: None,
            }
        }
    }

    impl Struct for DescribeShareGroupOffsetsResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index =
                reader.i32("DescribeShareGroupOffsetsResponsePartition.PartitionIndex")?;
            value.start_offset =
                reader.i64("DescribeShareGroupOffsetsResponsePartition.StartOffset")?;
            value.leader_epoch =
                reader.i32("DescribeShareGroupOffsetsResponsePartition.LeaderEpoch")?;
            if version >= 1 {
                value.lag = reader.i64("DescribeShareGroupOffsetsResponsePartition.Lag")?;
            }
            value.error_code =
                reader.i16("DescribeShareGroupOffsetsResponsePartition.ErrorCode")?;
            value.error_message = reader.nullable_text(
                "DescribeShareGroupOffsetsResponsePartition.ErrorMessage",
                true,
            )?;
            reader.skip_tags("DescribeShareGroupOffsetsResponsePartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i64(self.start_offset);
            writer.i32(self.leader_epoch);
            if version >= 1 {
                writer.i64(self.lag);
            }
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeShareGroupOffsetsResponsePartition.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeShareGroupOffsetsResponse {
        const NAME: &'static str = "DescribeShareGroupOffsetsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error(
                    "DescribeShareGroupOffsetsResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeShareGroupOffsetsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeShareGroupOffsetsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeShareGroupOffsets;
    type Response = DescribeShareGroupOffsetsResponse;
}
