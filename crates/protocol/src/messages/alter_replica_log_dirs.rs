//! The AlterReplicaLogDirs API, key 34.

pub use request::{AlterReplicaLogDir, AlterReplicaLogDirTopic, AlterReplicaLogDirsRequest};
pub use response::{
    AlterReplicaLogDirPartitionResult, AlterReplicaLogDirTopicResult, AlterReplicaLogDirsResponse,
};

/// `AlterReplicaLogDirsRequest` and what it holds.
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

    /// The message `AlterReplicaLogDirsRequest`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterReplicaLogDirsRequest {
        /// `Dirs`, array of AlterReplicaLogDir, versions 0+.
        pub dirs: Vec<AlterReplicaLogDir>,
    }

    impl Struct for AlterReplicaLogDirsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.dirs = reader.structs("AlterReplicaLogDirsRequest.Dirs", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("AlterReplicaLogDirsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.structs(
                "AlterReplicaLogDirsRequest.Dirs",
                flexible,
                &self.dirs,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AlterReplicaLogDir`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterReplicaLogDir {
        /// `Path`, string, versions 0+.
        pub path: Text,
        /// `Topics`, array of AlterReplicaLogDirTopic, versions 0+.
        pub topics: Vec<AlterReplicaLogDirTopic>,
    }

    impl Struct for AlterReplicaLogDir {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.path = reader.text("AlterReplicaLogDir.Path", flexible)?;
            value.topics = reader.structs("AlterReplicaLogDir.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("AlterReplicaLogDir")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("AlterReplicaLogDir.Path", flexible, &self.path)?;
            writer.structs("AlterReplicaLogDir.Topics", flexible, &self.topics, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AlterReplicaLogDirTopic`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterReplicaLogDirTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for AlterReplicaLogDirTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.name = reader.text("AlterReplicaLogDirTopic.Name", flexible)?;
            value.partitions = reader.values("AlterReplicaLogDirTopic.Partitions", flexible)?;
            if flexible {
                reader.skip_tags("AlterReplicaLogDirTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("AlterReplicaLogDirTopic.Name", flexible, &self.name)?;
            writer.values(
                "AlterReplicaLogDirTopic.Partitions",
                flexible,
                &self.partitions,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AlterReplicaLogDirsRequest {
        const NAME: &'static str = "AlterReplicaLogDirsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("AlterReplicaLogDirsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterReplicaLogDirsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AlterReplicaLogDirsResponse` and what it holds.
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

    /// The message `AlterReplicaLogDirsResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterReplicaLogDirsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Results`, array of AlterReplicaLogDirTopicResult, versions 0+.
        pub results: Vec<AlterReplicaLogDirTopicResult>,
    }

    impl Struct for AlterReplicaLogDirsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AlterReplicaLogDirsResponse.ThrottleTimeMs")?;
            value.results =
                reader.structs("AlterReplicaLogDirsResponse.Results", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("AlterReplicaLogDirsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "AlterReplicaLogDirsResponse.Results",
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

    /// The struct `AlterReplicaLogDirTopicResult`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterReplicaLogDirTopicResult {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of AlterReplicaLogDirPartitionResult, versions 0+.
        pub partitions: Vec<AlterReplicaLogDirPartitionResult>,
    }

    impl Struct for AlterReplicaLogDirTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topic_name = reader.text("AlterReplicaLogDirTopicResult.TopicName", flexible)?;
            value.partitions = reader.structs(
                "AlterReplicaLogDirTopicResult.Partitions",
                flexible,
                6,
                version,
            )?;
            if flexible {
                reader.skip_tags("AlterReplicaLogDirTopicResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text(
                "AlterReplicaLogDirTopicResult.TopicName",
                flexible,
                &self.topic_name,
            )?;
            writer.structs(
                "AlterReplicaLogDirTopicResult.Partitions",
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

    /// The struct `AlterReplicaLogDirPartitionResult`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterReplicaLogDirPartitionResult {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for AlterReplicaLogDirPartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.partition_index =
                reader.i32("AlterReplicaLogDirPartitionResult.PartitionIndex")?;
            value.error_code = reader.i16("AlterReplicaLogDirPartitionResult.ErrorCode")?;
            if flexible {
                reader.skip_tags("AlterReplicaLogDirPartitionResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AlterReplicaLogDirsResponse {
        const NAME: &'static str = "AlterReplicaLogDirsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("AlterReplicaLogDirsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterReplicaLogDirsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AlterReplicaLogDirsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AlterReplicaLogDirs;
    type Response = AlterReplicaLogDirsResponse;
}
