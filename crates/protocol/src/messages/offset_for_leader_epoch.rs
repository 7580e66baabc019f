//! The OffsetForLeaderEpoch API, key 23.

pub use request::{OffsetForLeaderEpochRequest, OffsetForLeaderPartition, OffsetForLeaderTopic};
pub use response::{EpochEndOffset, OffsetForLeaderEpochResponse, OffsetForLeaderTopicResult};

/// `OffsetForLeaderEpochRequest` and what it holds.
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

    /// The message `OffsetForLeaderEpochRequest`, versions 2-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetForLeaderEpochRequest {
        /// `ReplicaId`, int32, versions 3+, default -2, ignorable.
        pub replica_id: i32,
        /// `Topics`, array of OffsetForLeaderTopic, versions 0+.
        pub topics: Vec<OffsetForLeaderTopic>,
    }

    impl Default for OffsetForLeaderEpochRequest {
        fn default() -> Self {
            Self {
                replica_id: -2,
                topics: Default::default(),
            }
        }
    }

    impl Struct for OffsetForLeaderEpochRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            if version >= 3 {
                value.replica_id = reader.i32("OffsetForLeaderEpochRequest.ReplicaId")?;
            }
            value.topics =
                reader.structs("OffsetForLeaderEpochRequest.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("OffsetForLeaderEpochRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            if version >= 3 {
                writer.i32(self.replica_id);
            }
            writer.structs(
                "OffsetForLeaderEpochRequest.Topics",
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

    /// The struct `OffsetForLeaderTopic`, versions 2-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetForLeaderTopic {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of OffsetForLeaderPartition, versions 0+.
        pub partitions: Vec<OffsetForLeaderPartition>,
    }

    impl Struct for OffsetForLeaderTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.topic = reader.text("OffsetForLeaderTopic.Topic", flexible)?;
            value.partitions =
                reader.structs("OffsetForLeaderTopic.Partitions", flexible, 12, version)?;
            if flexible {
                reader.skip_tags("OffsetForLeaderTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("OffsetForLeaderTopic.Topic", flexible, &self.topic)?;
            writer.structs(
                "OffsetForLeaderTopic.Partitions",
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

    /// The struct `OffsetForLeaderPartition`, versions 2-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetForLeaderPartition {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `CurrentLeaderEpoch`, int32, versions 2+, default -1, ignorable.
        pub current_leader_epoch: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
    }

    impl Default for OffsetForLeaderPartition {
        fn default() -> Self {
            Self {
                partition: 0,
                current_leader_epoch: -1,
                leader_epoch: 0,
            }
        }
    }

    impl Struct for OffsetForLeaderPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.partition = reader.i32("OffsetForLeaderPartition.Partition")?;
            value.current_leader_epoch =
                reader.i32("OffsetForLeaderPartition.CurrentLeaderEpoch")?;
            value.leader_epoch = reader.i32("OffsetForLeaderPartition.LeaderEpoch")?;
            if flexible {
                reader.skip_tags("OffsetForLeaderPartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i32(self.partition);
            writer.i32(self.current_leader_epoch);
            writer.i32(self.leader_epoch);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for OffsetForLeaderEpochRequest {
        const NAME: &'static str = "OffsetForLeaderEpochRequest";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=4).contains(&version) {
                return Err(reader.error("OffsetForLeaderEpochRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetForLeaderEpochRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `OffsetForLeaderEpochResponse` and what it holds.
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

    /// The message `OffsetForLeaderEpochResponse`, versions 2-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetForLeaderEpochResponse {
        /// `ThrottleTimeMs`, int32, versions 2+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of OffsetForLeaderTopicResult, versions 0+.
        pub topics: Vec<OffsetForLeaderTopicResult>,
    }

    impl Struct for OffsetForLeaderEpochResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("OffsetForLeaderEpochResponse.ThrottleTimeMs")?;
            value.topics =
                reader.structs("OffsetForLeaderEpochResponse.Topics", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("OffsetForLeaderEpochResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "OffsetForLeaderEpochResponse.Topics",
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

    /// The struct `OffsetForLeaderTopicResult`, versions 2-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetForLeaderTopicResult {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of EpochEndOffset, versions 0+.
        pub partitions: Vec<EpochEndOffset>,
    }

    impl Struct for OffsetForLeaderTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.topic = reader.text("OffsetForLeaderTopicResult.Topic", flexible)?;
            value.partitions = reader.structs(
                "OffsetForLeaderTopicResult.Partitions",
                flexible,
                18,
                version,
            )?;
            if flexible {
                reader.skip_tags("OffsetForLeaderTopicResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("OffsetForLeaderTopicResult.Topic", flexible, &self.topic)?;
            writer.structs(
                "OffsetForLeaderTopicResult.Partitions",
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

    /// The struct `EpochEndOffset`, versions 2-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EpochEndOffset {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `LeaderEpoch`, int32, versions 1+, default -1, ignorable.
        pub leader_epoch: i32,
        /// `EndOffset`, int64, versions 0+, default -1.
        pub end_offset: i64,
    }

    impl Default for EpochEndOffset {
        fn default() -> Self {
            Self {
                error_code: 0,
                partition: 0,
                leader_epoch: -1,
                end_offset: -1,
            }
        }
    }

    impl Struct for EpochEndOffset {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.error_code = reader.i16("EpochEndOffset.ErrorCode")?;
            value.partition = reader.i32("EpochEndOffset.Partition")?;
            value.leader_epoch = reader.i32("EpochEndOffset.LeaderEpoch")?;
            value.end_offset = reader.i64("EpochEndOffset.EndOffset")?;
            if flexible {
                reader.skip_tags("EpochEndOffset")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i16(self.error_code);
            writer.i32(self.partition);
            writer.i32(self.leader_epoch);
            writer.i64(self.end_offset);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for OffsetForLeaderEpochResponse {
        const NAME: &'static str = "OffsetForLeaderEpochResponse";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=4).contains(&version) {
                return Err(reader.error("OffsetForLeaderEpochResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetForLeaderEpochResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for OffsetForLeaderEpochRequest {
    const KEY: crate::ApiKey = crate::ApiKey::OffsetForLeaderEpoch;
    type Response = OffsetForLeaderEpochResponse;
}
