//! The DeleteRecords API, key 21.

pub use request::{DeleteRecordsPartition, DeleteRecordsRequest, DeleteRecordsTopic};
pub use response::{DeleteRecordsPartitionResult, DeleteRecordsResponse, DeleteRecordsTopicResult};

/// `DeleteRecordsRequest` and what it holds.
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

    /// The message `DeleteRecordsRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteRecordsRequest {
        /// `Topics`, array of DeleteRecordsTopic, versions 0+.
        pub topics: Vec<DeleteRecordsTopic>,
        /// `TimeoutMs`, int32, versions 0+.
        pub timeout_ms: i32,
    }

    impl Struct for DeleteRecordsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topics = reader.structs("DeleteRecordsRequest.Topics", flexible, 3, version)?;
            value.timeout_ms = reader.i32("DeleteRecordsRequest.TimeoutMs")?;
            if flexible {
                reader.skip_tags("DeleteRecordsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.structs(
                "DeleteRecordsRequest.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            writer.i32(self.timeout_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeleteRecordsTopic`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteRecordsTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of DeleteRecordsPartition, versions 0+.
        pub partitions: Vec<DeleteRecordsPartition>,
    }

    impl Struct for DeleteRecordsTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.name = reader.text("DeleteRecordsTopic.Name", flexible)?;
            value.partitions =
                reader.structs("DeleteRecordsTopic.Partitions", flexible, 12, version)?;
            if flexible {
                reader.skip_tags("DeleteRecordsTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("DeleteRecordsTopic.Name", flexible, &self.name)?;
            writer.structs(
                "DeleteRecordsTopic.Partitions",
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

    /// The struct `DeleteRecordsPartition`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteRecordsPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `Offset`, int64, versions 0+.
        pub offset: i64,
    }

    impl Struct for DeleteRecordsPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.partition_index = reader.i32("DeleteRecordsPartition.PartitionIndex")?;
            value.offset = reader.i64("DeleteRecordsPartition.Offset")?;
            if flexible {
                reader.skip_tags("DeleteRecordsPartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.partition_index);
            writer.i64(self.offset);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteRecordsRequest {
        const NAME: &'static str = "DeleteRecordsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DeleteRecordsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteRecordsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DeleteRecordsResponse` and what it holds.
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

    /// The message `DeleteRecordsResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteRecordsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Topics`, array of DeleteRecordsTopicResult, versions 0+.
        pub topics: Vec<DeleteRecordsTopicResult>,
    }

    impl Struct for DeleteRecordsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DeleteRecordsResponse.ThrottleTimeMs")?;
            value.topics = reader.structs("DeleteRecordsResponse.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("DeleteRecordsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DeleteRecordsResponse.Topics",
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

    /// The struct `DeleteRecordsTopicResult`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteRecordsTopicResult {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of DeleteRecordsPartitionResult, versions 0+.
        pub partitions: Vec<DeleteRecordsPartitionResult>,
    }

    impl Struct for DeleteRecordsTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.name = reader.text("DeleteRecordsTopicResult.Name", flexible)?;
            value.partitions =
                reader.structs("DeleteRecordsTopicResult.Partitions", flexible, 14, version)?;
            if flexible {
                reader.skip_tags("DeleteRecordsTopicResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("DeleteRecordsTopicResult.Name", flexible, &self.name)?;
            writer.structs(
                "DeleteRecordsTopicResult.Partitions",
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

    /// The struct `DeleteRecordsPartitionResult`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteRecordsPartitionResult {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `LowWatermark`, int64, versions 0+.
        pub low_watermark: i64,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for DeleteRecordsPartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.partition_index = reader.i32("DeleteRecordsPartitionResult.PartitionIndex")?;
            value.low_watermark = reader.i64("DeleteRecordsPartitionResult.LowWatermark")?;
            value.error_code = reader.i16("DeleteRecordsPartitionResult.ErrorCode")?;
            if flexible {
                reader.skip_tags("DeleteRecordsPartitionResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.partition_index);
            writer.i64(self.low_watermark);
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteRecordsResponse {
        const NAME: &'static str = "DeleteRecordsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DeleteRecordsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteRecordsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DeleteRecordsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DeleteRecords;
    type Response = DeleteRecordsResponse;
}
