//! The AssignReplicasToDirs API, key 73.

pub use request::AssignReplicasToDirsRequest;
pub use response::AssignReplicasToDirsResponse;

/// `AssignReplicasToDirsRequest` and what it holds.
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

    /// The message `AssignReplicasToDirsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AssignReplicasToDirsRequest {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
        /// `BrokerEpoch`, int64, versions 0+, default -1.
        pub broker_epoch: i64,
        /// `Directories`, array of DirectoryData, versions 0+.
        pub directories: Vec<DirectoryData>,
    }

    impl Default for AssignReplicasToDirsRequest {
        fn default() -> Self {
            Self {
                broker_id: 0,
                broker_epoch: -1,
                directories: Default::default(),
            }
        }
    }

    impl Struct for AssignReplicasToDirsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("AssignReplicasToDirsRequest.BrokerId")?;
            value.broker_epoch = reader.i64("AssignReplicasToDirsRequest.BrokerEpoch")?;
            value.directories =
                reader.structs("AssignReplicasToDirsRequest.Directories", true, 18, version)?;
            reader.skip_tags("AssignReplicasToDirsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.i64(self.broker_epoch);
            writer.structs(
                "AssignReplicasToDirsRequest.Directories",
                true,
                &self.directories,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DirectoryData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DirectoryData {
        /// `Id`, uuid, versions 0+.
        pub id: Uuid,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Struct for DirectoryData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.id = reader.uuid("DirectoryData.Id")?;
            value.topics = reader.structs("DirectoryData.Topics", true, 18, version)?;
            reader.skip_tags("DirectoryData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.id);
            writer.structs("DirectoryData.Topics", true, &self.topics, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicData.TopicId")?;
            value.partitions = reader.structs("TopicData.Partitions", true, 5, version)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("TopicData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AssignReplicasToDirsRequest {
        const NAME: &'static str = "AssignReplicasToDirsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("AssignReplicasToDirsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AssignReplicasToDirsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AssignReplicasToDirsResponse` and what it holds.
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

    /// The message `AssignReplicasToDirsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AssignReplicasToDirsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Directories`, array of DirectoryData, versions 0+.
        pub directories: Vec<DirectoryData>,
    }

    impl Struct for AssignReplicasToDirsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AssignReplicasToDirsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("AssignReplicasToDirsResponse.ErrorCode")?;
            value.directories = reader.structs(
                "AssignReplicasToDirsResponse.Directories",
                true,
                18,
                version,
            )?;
            reader.skip_tags("AssignReplicasToDirsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.structs(
                "AssignReplicasToDirsResponse.Directories",
                true,
                &self.directories,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DirectoryData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DirectoryData {
        /// `Id`, uuid, versions 0+.
        pub id: Uuid,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Struct for DirectoryData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.id = reader.uuid("DirectoryData.Id")?;
            value.topics = reader.structs("DirectoryData.Topics", true, 18, version)?;
            reader.skip_tags("DirectoryData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.id);
            writer.structs("DirectoryData.Topics", true, &self.topics, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicData.TopicId")?;
            value.partitions = reader.structs("TopicData.Partitions", true, 7, version)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("TopicData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AssignReplicasToDirsResponse {
        const NAME: &'static str = "AssignReplicasToDirsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("AssignReplicasToDirsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AssignReplicasToDirsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AssignReplicasToDirsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AssignReplicasToDirs;
    type Response = AssignReplicasToDirsResponse;
}
