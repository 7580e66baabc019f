//! The DescribeLogDirs API, key 35.

pub use request::{DescribableLogDirTopic, DescribeLogDirsRequest};
pub use response::{
    DescribeLogDirsPartition, DescribeLogDirsResponse, DescribeLogDirsResult, DescribeLogDirsTopic,
};

/// `DescribeLogDirsRequest` and what it holds.
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

    /// The message `DescribeLogDirsRequest`, versions 1-5.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeLogDirsRequest {
        /// `Topics`, array of DescribableLogDirTopic, versions 0+, nullable 0+.
        pub topics: Option<Vec<DescribableLogDirTopic>>,
    }

    impl Default for DescribeLogDirsRequest {
        fn default() -> Self {
            Self {
                topics: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeLogDirsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topics =
                reader.nullable_structs("DescribeLogDirsRequest.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("DescribeLogDirsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.nullable_structs(
                "DescribeLogDirsRequest.Topics",
                flexible,
                self.topics.as_ref(),
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribableLogDirTopic`, versions 1-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribableLogDirTopic {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for DescribableLogDirTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topic = reader.text("DescribableLogDirTopic.Topic", flexible)?;
            value.partitions = reader.values("DescribableLogDirTopic.Partitions", flexible)?;
            if flexible {
                reader.skip_tags("DescribableLogDirTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("DescribableLogDirTopic.Topic", flexible, &self.topic)?;
            writer.values(
                "DescribableLogDirTopic.Partitions",
                flexible,
                &self.partitions,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeLogDirsRequest {
        const NAME: &'static str = "DescribeLogDirsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=5).contains(&version) {
                return Err(reader.error("DescribeLogDirsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeLogDirsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeLogDirsResponse` and what it holds.
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

    /// The message `DescribeLogDirsResponse`, versions 1-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeLogDirsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 3+, ignorable.
        pub error_code: i16,
        /// `Results`, array of DescribeLogDirsResult, versions 0+.
        pub results: Vec<DescribeLogDirsResult>,
    }

    impl Struct for DescribeLogDirsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeLogDirsResponse.ThrottleTimeMs")?;
            if version >= 3 {
                value.error_code = reader.i16("DescribeLogDirsResponse.ErrorCode")?;
            }
            value.results =
                reader.structs("DescribeLogDirsResponse.Results", flexible, 5, version)?;
            if flexible {
                reader.skip_tags("DescribeLogDirsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            if version >= 3 {
                writer.i16(self.error_code);
            }
            writer.structs(
                "DescribeLogDirsResponse.Results",
                flexible,
                &self.results,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribeLogDirsResult`, versions 1-5.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeLogDirsResult {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `LogDir`, string, versions 0+.
        pub log_dir: Text,
        /// `Topics`, array of DescribeLogDirsTopic, versions 0+.
        pub topics: Vec<DescribeLogDirsTopic>,
        /// `TotalBytes`, int64, versions 4+, default -1, ignorable.
        pub total_bytes: i64,
        /// `UsableBytes`, int64, versions 4+, default -1, ignorable.
        pub usable_bytes: i64,
        /// `IsCordoned`, bool, versions 5+, default false, ignorable.
        pub is_cordoned: bool,
    }

    impl Default for DescribeLogDirsResult {
        fn default() -> Self {
            Self {
                error_code: 0,
                log_dir: Default::default(),
                topics: Default::default(),
                total_bytes: -1,
                usable_bytes: -1,
                is_cordoned: false,
            }
        }
    }

    impl Struct for DescribeLogDirsResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("DescribeLogDirsResult.ErrorCode")?;
            value.log_dir = reader.text("DescribeLogDirsResult.LogDir", flexible)?;
            value.topics = reader.structs("DescribeLogDirsResult.Topics", flexible, 3, version)?;
            if version >= 4 {
                value.total_bytes = reader.i64("DescribeLogDirsResult.TotalBytes")?;
            }
            if version >= 4 {
                value.usable_bytes = reader.i64("DescribeLogDirsResult.UsableBytes")?;
            }
            if version >= 5 {
                value.is_cordoned = reader.bool("DescribeLogDirsResult.IsCordoned")?;
            }
            if flexible {
                reader.skip_tags("DescribeLogDirsResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.text("DescribeLogDirsResult.LogDir", flexible, &self.log_dir)?;
            writer.structs(
                "DescribeLogDirsResult.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            if version >= 4 {
                writer.i64(self.total_bytes);
            }
            if version >= 4 {
                writer.i64(self.usable_bytes);
            }
            if version >= 5 {
                writer.bool(self.is_cordoned);
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribeLogDirsTopic`, versions 1-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeLogDirsTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of DescribeLogDirsPartition, versions 0+.
        pub partitions: Vec<DescribeLogDirsPartition>,
    }

    impl Struct for DescribeLogDirsTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.name = reader.text("DescribeLogDirsTopic.Name", flexible)?;
            value.partitions =
                reader.structs("DescribeLogDirsTopic.Partitions", flexible, 21, version)?;
            if flexible {
                reader.skip_tags("DescribeLogDirsTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("DescribeLogDirsTopic.Name", flexible, &self.name)?;
            writer.structs(
                "DescribeLogDirsTopic.Partitions",
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

    /// The struct `DescribeLogDirsPartition`, versions 1-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeLogDirsPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `PartitionSize`, int64, versions 0+.
        pub partition_size: i64,
        /// `OffsetLag`, int64, versions 0+.
        pub offset_lag: i64,
        /// `IsFutureKey`, bool, versions 0+.
        pub is_future_key: bool,
    }

    impl Struct for DescribeLogDirsPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.partition_index = reader.i32("DescribeLogDirsPartition.PartitionIndex")?;
            value.partition_size = reader.i64("DescribeLogDirsPartition.PartitionSize")?;
            value.offset_lag = reader.i64("DescribeLogDirsPartition.OffsetLag")?;
            value.is_future_key = reader.bool("DescribeLogDirsPartition.IsFutureKey")?;
            if flexible {
                reader.skip_tags("DescribeLogDirsPartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.partition_index);
            writer.i64(self.partition_size);
            writer.i64(self.offset_lag);
            writer.bool(self.is_future_key);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeLogDirsResponse {
        const NAME: &'static str = "DescribeLogDirsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=5).contains(&version) {
                return Err(reader.error("DescribeLogDirsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeLogDirsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeLogDirsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeLogDirs;
    type Response = DescribeLogDirsResponse;
}
