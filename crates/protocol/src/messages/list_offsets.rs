//! The ListOffsets API, key 2.

pub use request::{ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic};
pub use response::{ListOffsetsPartitionResponse, ListOffsetsResponse, ListOffsetsTopicResponse};

/// `ListOffsetsRequest` and what it holds.
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

    /// The message `ListOffsetsRequest`, versions 1-11.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListOffsetsRequest {
        /// `ReplicaId`, int32, versions 0+.
        pub replica_id: i32,
        /// `IsolationLevel`, int8, versions 2+.
        pub isolation_level: i8,
        /// `Topics`, array of ListOffsetsTopic, versions 0+.
        pub topics: Vec<ListOffsetsTopic>,
        /// `TimeoutMs`, int32, versions 10+, ignorable.
        pub timeout_ms: i32,
    }

    impl Struct for ListOffsetsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.replica_id = reader.i32("ListOffsetsRequest.ReplicaId")?;
            if version >= 2 {
                value.isolation_level = reader.i8("ListOffsetsRequest.IsolationLevel")?;
            }
            value.topics = reader.structs("ListOffsetsRequest.Topics", flexible, 3, version)?;
            if version >= 10 {
                value.timeout_ms = reader.i32("ListOffsetsRequest.TimeoutMs")?;
            }
            if flexible {
                reader.skip_tags("ListOffsetsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.i32(self.replica_id);
            if version >= 2 {
                writer.i8(self.isolation_level);
            } else if self.isolation_level != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "ListOffsetsRequest.IsolationLevel",
                    version,
                });
            }
            writer.structs("ListOffsetsRequest.Topics", flexible, &self.topics, version)?;
            if version >= 10 {
                writer.i32(self.timeout_ms);
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `ListOffsetsTopic`, versions 1-11.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListOffsetsTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of ListOffsetsPartition, versions 0+.
        pub partitions: Vec<ListOffsetsPartition>,
    }

    impl Struct for ListOffsetsTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.name = reader.text("ListOffsetsTopic.Name", flexible)?;
            value.partitions =
                reader.structs("ListOffsetsTopic.Partitions", flexible, 12, version)?;
            if flexible {
                reader.skip_tags("ListOffsetsTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text("ListOffsetsTopic.Name", flexible, &self.name)?;
            writer.structs(
                "ListOffsetsTopic.Partitions",
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

    /// The struct `ListOffsetsPartition`, versions 1-11.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ListOffsetsPartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `CurrentLeaderEpoch`, int32, versions 4+, default -1, ignorable.
        pub current_leader_epoch: i32,
        /// `Timestamp`, int64, versions 0+.
        pub timestamp: i64,
    }

    impl Default for ListOffsetsPartition {
        fn default() -> Self {
            Self {
                partition_index: 0,
                current_leader_epoch: -1,
                timestamp: 0,
            }
        }
    }

    impl Struct for ListOffsetsPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.partition_index = reader.i32("ListOffsetsPartition.PartitionIndex")?;
            if version >= 4 {
                value.current_leader_epoch =
                    reader.i32("ListOffsetsPartition.CurrentLeaderEpoch")?;
            }
            value.timestamp = reader.i64("ListOffsetsPartition.Timestamp")?;
            if flexible {
                reader.skip_tags("ListOffsetsPartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.i32(self.partition_index);
            if version >= 4 {
                writer.i32(self.current_leader_epoch);
            }
            writer.i64(self.timestamp);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ListOffsetsRequest {
        const NAME: &'static str = "ListOffsetsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 11;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=11).contains(&version) {
                return Err(reader.error("ListOffsetsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=11).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListOffsetsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ListOffsetsResponse` and what it holds.
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

    /// The message `ListOffsetsResponse`, versions 1-11.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListOffsetsResponse {
        /// `ThrottleTimeMs`, int32, versions 2+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of ListOffsetsTopicResponse, versions 0+.
        pub topics: Vec<ListOffsetsTopicResponse>,
    }

    impl Struct for ListOffsetsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            if version >= 2 {
                value.throttle_time_ms = reader.i32("ListOffsetsResponse.ThrottleTimeMs")?;
            }
            value.topics = reader.structs("ListOffsetsResponse.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("ListOffsetsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            if version >= 2 {
                writer.i32(self.throttle_time_ms);
            }
            writer.structs(
                "ListOffsetsResponse.Topics",
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

    /// The struct `ListOffsetsTopicResponse`, versions 1-11.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListOffsetsTopicResponse {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of ListOffsetsPartitionResponse, versions 0+.
        pub partitions: Vec<ListOffsetsPartitionResponse>,
    }

    impl Struct for ListOffsetsTopicResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.name = reader.text("ListOffsetsTopicResponse.Name", flexible)?;
            value.partitions =
                reader.structs("ListOffsetsTopicResponse.Partitions", flexible, 22, version)?;
            if flexible {
                reader.skip_tags("ListOffsetsTopicResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text("ListOffsetsTopicResponse.Name", flexible, &self.name)?;
            writer.structs(
                "ListOffsetsTopicResponse.Partitions",
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

    /// The struct `ListOffsetsPartitionResponse`, versions 1-11.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ListOffsetsPartitionResponse {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Timestamp`, int64, versions 1+, default -1.
        pub timestamp: i64,
        /// `Offset`, int64, versions 1+, default -1.
        pub offset: i64,
        /// `LeaderEpoch`, int32, versions 4+, default -1.
        pub leader_epoch: i32,
    }

    impl Default for ListOffsetsPartitionResponse {
        fn default() -> Self {
            Self {
                partition_index: 0,
                error_code: 0,
                timestamp: -1,
                offset: -1,
                leader_epoch: -1,
            }
        }
    }

    impl Struct for ListOffsetsPartitionResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.partition_index = reader.i32("ListOffsetsPartitionResponse.PartitionIndex")?;
            value.error_code = reader.i16("ListOffsetsPartitionResponse.ErrorCode")?;
            value.timestamp = reader.i64("ListOffsetsPartitionResponse.Timestamp")?;
            value.offset = reader.i64("ListOffsetsPartitionResponse.Offset")?;
            if version >= 4 {
                value.leader_epoch = reader.i32("ListOffsetsPartitionResponse.LeaderEpoch")?;
            }
            if flexible {
                reader.skip_tags("ListOffsetsPartitionResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.i64(self.timestamp);
            writer.i64(self.offset);
            if version >= 4 {
                writer.i32(self.leader_epoch);
            } else if self.leader_epoch != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "ListOffsetsPartitionResponse.LeaderEpoch",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ListOffsetsResponse {
        const NAME: &'static str = "ListOffsetsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 11;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=11).contains(&version) {
                return Err(reader.error("ListOffsetsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=11).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListOffsetsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ListOffsetsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ListOffsets;
    type Response = ListOffsetsResponse;
}
