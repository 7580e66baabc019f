//! The OffsetDelete API, key 47.

pub use request::{OffsetDeleteRequest, OffsetDeleteRequestPartition, OffsetDeleteRequestTopic};
pub use response::{
    OffsetDeleteResponse, OffsetDeleteResponsePartition, OffsetDeleteResponseTopic,
};

/// `OffsetDeleteRequest` and what it holds.
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

    /// The message `OffsetDeleteRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetDeleteRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of OffsetDeleteRequestTopic, versions 0+.
        pub topics: Vec<OffsetDeleteRequestTopic>,
    }

    impl Struct for OffsetDeleteRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("OffsetDeleteRequest.GroupId", false)?;
            value.topics = reader.structs("OffsetDeleteRequest.Topics", false, 6, version)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OffsetDeleteRequest.GroupId", false, &self.group_id)?;
            writer.structs("OffsetDeleteRequest.Topics", false, &self.topics, version)?;
            Ok(())
        }
    }

    /// The struct `OffsetDeleteRequestTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetDeleteRequestTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of OffsetDeleteRequestPartition, versions 0+.
        pub partitions: Vec<OffsetDeleteRequestPartition>,
    }

    impl Struct for OffsetDeleteRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("OffsetDeleteRequestTopic.Name", false)?;
            value.partitions =
                reader.structs("OffsetDeleteRequestTopic.Partitions", false, 4, version)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OffsetDeleteRequestTopic.Name", false, &self.name)?;
            writer.structs(
                "OffsetDeleteRequestTopic.Partitions",
                false,
                &self.partitions,
                version,
            )?;
            Ok(())
        }
    }

    /// The struct `OffsetDeleteRequestPartition`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetDeleteRequestPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
    }

    impl Struct for OffsetDeleteRequestPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("OffsetDeleteRequestPartition.PartitionIndex")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            Ok(())
        }
    }

    impl Message for OffsetDeleteRequest {
        const NAME: &'static str = "OffsetDeleteRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("OffsetDeleteRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetDeleteRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `OffsetDeleteResponse` and what it holds.
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

    /// The message `OffsetDeleteResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetDeleteResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ThrottleTimeMs`, int32, versions 0+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of OffsetDeleteResponseTopic, versions 0+.
        pub topics: Vec<OffsetDeleteResponseTopic>,
    }

    impl Struct for OffsetDeleteResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("OffsetDeleteResponse.ErrorCode")?;
            value.throttle_time_ms = reader.i32("OffsetDeleteResponse.ThrottleTimeMs")?;
            value.topics = reader.structs("OffsetDeleteResponse.Topics", false, 6, version)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.i32(self.throttle_time_ms);
            writer.structs("OffsetDeleteResponse.Topics", false, &self.topics, version)?;
            Ok(())
        }
    }

    /// The struct `OffsetDeleteResponseTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetDeleteResponseTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of OffsetDeleteResponsePartition, versions 0+.
        pub partitions: Vec<OffsetDeleteResponsePartition>,
    }

    impl Struct for OffsetDeleteResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("OffsetDeleteResponseTopic.Name", false)?;
            value.partitions =
                reader.structs("OffsetDeleteResponseTopic.Partitions", false, 6, version)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OffsetDeleteResponseTopic.Name", false, &self.name)?;
            writer.structs(
                "OffsetDeleteResponseTopic.Partitions",
                false,
                &self.partitions,
                version,
            )?;
            Ok(())
        }
    }

    /// The struct `OffsetDeleteResponsePartition`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetDeleteResponsePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for OffsetDeleteResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("OffsetDeleteResponsePartition.PartitionIndex")?;
            value.error_code = reader.i16("OffsetDeleteResponsePartition.ErrorCode")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            Ok(())
        }
    }

    impl Message for OffsetDeleteResponse {
        const NAME: &'static str = "OffsetDeleteResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("OffsetDeleteResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetDeleteResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for OffsetDeleteRequest {
    const KEY: crate::ApiKey = crate::ApiKey::OffsetDelete;
    type Response = OffsetDeleteResponse;
}
