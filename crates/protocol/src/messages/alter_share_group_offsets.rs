//! The AlterShareGroupOffsets API, key 91.

pub use request::{
    AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsRequestPartition,
    AlterShareGroupOffsetsRequestTopic,
};
pub use response::{
    AlterShareGroupOffsetsResponse, AlterShareGroupOffsetsResponsePartition,
    AlterShareGroupOffsetsResponseTopic,
};

/// `AlterShareGroupOffsetsRequest` and what it holds.
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

    /// The message `AlterShareGroupOffsetsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterShareGroupOffsetsRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of AlterShareGroupOffsetsRequestTopic, versions 0+.
        pub topics: Vec<AlterShareGroupOffsetsRequestTopic>,
    }

    impl Struct for AlterShareGroupOffsetsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("AlterShareGroupOffsetsRequest.GroupId", true)?;
            value.topics =
                reader.structs("AlterShareGroupOffsetsRequest.Topics", true, 3, version)?;
            reader.skip_tags("AlterShareGroupOffsetsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "AlterShareGroupOffsetsRequest.GroupId",
                true,
                &self.group_id,
            )?;
            writer.structs(
                "AlterShareGroupOffsetsRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AlterShareGroupOffsetsRequestTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterShareGroupOffsetsRequestTopic {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of AlterShareGroupOffsetsRequestPartition, versions 0+.
        pub partitions: Vec<AlterShareGroupOffsetsRequestPartition>,
    }

    impl Struct for AlterShareGroupOffsetsRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name = reader.text("AlterShareGroupOffsetsRequestTopic.TopicName", true)?;
            value.partitions = reader.structs(
                "AlterShareGroupOffsetsRequestTopic.Partitions",
                true,
                13,
                version,
            )?;
            reader.skip_tags("AlterShareGroupOffsetsRequestTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "AlterShareGroupOffsetsRequestTopic.TopicName",
                true,
                &self.topic_name,
            )?;
            writer.structs(
                "AlterShareGroupOffsetsRequestTopic.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AlterShareGroupOffsetsRequestPartition`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterShareGroupOffsetsRequestPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
    }

    impl Struct for AlterShareGroupOffsetsRequestPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index =
                reader.i32("AlterShareGroupOffsetsRequestPartition.PartitionIndex")?;
            value.start_offset =
                reader.i64("AlterShareGroupOffsetsRequestPartition.StartOffset")?;
            reader.skip_tags("AlterShareGroupOffsetsRequestPartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i64(self.start_offset);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterShareGroupOffsetsRequest {
        const NAME: &'static str = "AlterShareGroupOffsetsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("AlterShareGroupOffsetsRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterShareGroupOffsetsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AlterShareGroupOffsetsResponse` and what it holds.
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

    /// The message `AlterShareGroupOffsetsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterShareGroupOffsetsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `Responses`, array of AlterShareGroupOffsetsResponseTopic, versions 0+.
        pub responses: Vec<AlterShareGroupOffsetsResponseTopic>,
    }

    impl Struct for AlterShareGroupOffsetsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AlterShareGroupOffsetsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("AlterShareGroupOffsetsResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("AlterShareGroupOffsetsResponse.ErrorMessage", true)?;
            value.responses = reader.structs(
                "AlterShareGroupOffsetsResponse.Responses",
                true,
                19,
                version,
            )?;
            reader.skip_tags("AlterShareGroupOffsetsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "AlterShareGroupOffsetsResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "AlterShareGroupOffsetsResponse.Responses",
                true,
                &self.responses,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AlterShareGroupOffsetsResponseTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterShareGroupOffsetsResponseTopic {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of AlterShareGroupOffsetsResponsePartition, versions 0+.
        pub partitions: Vec<AlterShareGroupOffsetsResponsePartition>,
    }

    impl Struct for AlterShareGroupOffsetsResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name =
                reader.text("AlterShareGroupOffsetsResponseTopic.TopicName", true)?;
            value.topic_id = reader.uuid("AlterShareGroupOffsetsResponseTopic.TopicId")?;
            value.partitions = reader.structs(
                "AlterShareGroupOffsetsResponseTopic.Partitions",
                true,
                8,
                version,
            )?;
            reader.skip_tags("AlterShareGroupOffsetsResponseTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "AlterShareGroupOffsetsResponseTopic.TopicName",
                true,
                &self.topic_name,
            )?;
            writer.uuid(self.topic_id);
            writer.structs(
                "AlterShareGroupOffsetsResponseTopic.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AlterShareGroupOffsetsResponsePartition`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterShareGroupOffsetsResponsePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
    }

    impl Struct for AlterShareGroupOffsetsResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index =
                reader.i32("AlterShareGroupOffsetsResponsePartition.PartitionIndex")?;
            value.error_code = reader.i16("AlterShareGroupOffsetsResponsePartition.ErrorCode")?;
            value.error_message = reader
                .nullable_text("AlterShareGroupOffsetsResponsePartition.ErrorMessage", true)?;
            reader.skip_tags("AlterShareGroupOffsetsResponsePartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.nullable_text(
                "AlterShareGroupOffsetsResponsePartition.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterShareGroupOffsetsResponse {
        const NAME: &'static str = "AlterShareGroupOffsetsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("AlterShareGroupOffsetsResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterShareGroupOffsetsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AlterShareGroupOffsetsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AlterShareGroupOffsets;
    type Response = AlterShareGroupOffsetsResponse;
}
