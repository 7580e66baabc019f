//! The ReadShareGroupState API, key 84.

pub use request::{PartitionData, ReadShareGroupStateRequest, ReadStateData};
pub use response::{PartitionResult, ReadShareGroupStateResponse, ReadStateResult, StateBatch};

/// `ReadShareGroupStateRequest` and what it holds.
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

    /// The message `ReadShareGroupStateRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadShareGroupStateRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of ReadStateData, versions 0+.
        pub topics: Vec<ReadStateData>,
    }

    impl Struct for ReadShareGroupStateRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ReadShareGroupStateRequest.GroupId", true)?;
            value.topics =
                reader.structs("ReadShareGroupStateRequest.Topics", true, 18, version)?;
            reader.skip_tags("ReadShareGroupStateRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ReadShareGroupStateRequest.GroupId", true, &self.group_id)?;
            writer.structs(
                "ReadShareGroupStateRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReadStateData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadStateData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for ReadStateData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ReadStateData.TopicId")?;
            value.partitions = reader.structs("ReadStateData.Partitions", true, 9, version)?;
            reader.skip_tags("ReadStateData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("ReadStateData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionData.Partition")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.i32(self.leader_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ReadShareGroupStateRequest {
        const NAME: &'static str = "ReadShareGroupStateRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ReadShareGroupStateRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ReadShareGroupStateRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ReadShareGroupStateResponse` and what it holds.
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

    /// The message `ReadShareGroupStateResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadShareGroupStateResponse {
        /// `Results`, array of ReadStateResult, versions 0+.
        pub results: Vec<ReadStateResult>,
    }

    impl Struct for ReadShareGroupStateResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.results =
                reader.structs("ReadShareGroupStateResponse.Results", true, 18, version)?;
            reader.skip_tags("ReadShareGroupStateResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "ReadShareGroupStateResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReadStateResult`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadStateResult {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionResult, versions 0+.
        pub partitions: Vec<PartitionResult>,
    }

    impl Struct for ReadStateResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ReadStateResult.TopicId")?;
            value.partitions = reader.structs("ReadStateResult.Partitions", true, 21, version)?;
            reader.skip_tags("ReadStateResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "ReadStateResult.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionResult`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionResult {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `StateEpoch`, int32, versions 0+.
        pub state_epoch: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
        /// `StateBatches`, array of StateBatch, versions 0+.
        pub state_batches: Vec<StateBatch>,
    }

    impl Struct for PartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionResult.Partition")?;
            value.error_code = reader.i16("PartitionResult.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionResult.ErrorMessage", true)?;
            value.state_epoch = reader.i32("PartitionResult.StateEpoch")?;
            value.start_offset = reader.i64("PartitionResult.StartOffset")?;
            value.state_batches =
                reader.structs("PartitionResult.StateBatches", true, 20, version)?;
            reader.skip_tags("PartitionResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.i16(self.error_code);
            writer.nullable_text(
                "PartitionResult.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.i32(self.state_epoch);
            writer.i64(self.start_offset);
            writer.structs(
                "PartitionResult.StateBatches",
                true,
                &self.state_batches,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `StateBatch`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StateBatch {
        /// `FirstOffset`, int64, versions 0+.
        pub first_offset: i64,
        /// `LastOffset`, int64, versions 0+.
        pub last_offset: i64,
        /// `DeliveryState`, int8, versions 0+.
        pub delivery_state: i8,
        /// `DeliveryCount`, int16, versions 0+.
        pub delivery_count: i16,
    }

    impl Struct for StateBatch {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.first_offset = reader.i64("StateBatch.FirstOffset")?;
            value.last_offset = reader.i64("StateBatch.LastOffset")?;
            value.delivery_state = reader.i8("StateBatch.DeliveryState")?;
            value.delivery_count = reader.i16("StateBatch.DeliveryCount")?;
            reader.skip_tags("StateBatch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.first_offset);
            writer.i64(self.last_offset);
            writer.i8(self.delivery_state);
            writer.i16(self.delivery_count);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ReadShareGroupStateResponse {
        const NAME: &'static str = "ReadShareGroupStateResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ReadShareGroupStateResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ReadShareGroupStateResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ReadShareGroupStateRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ReadShareGroupState;
    type Response = ReadShareGroupStateResponse;
}
