//! The WriteShareGroupState API, key 85.

pub use request::{PartitionData, StateBatch, WriteShareGroupStateRequest, WriteStateData};
pub use response::{PartitionResult, WriteShareGroupStateResponse, WriteStateResult};

/// `WriteShareGroupStateRequest` and what it holds.
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

    /// The message `WriteShareGroupStateRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WriteShareGroupStateRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of WriteStateData, versions 0+.
        pub topics: Vec<WriteStateData>,
    }

    impl Struct for WriteShareGroupStateRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("WriteShareGroupStateRequest.GroupId", true)?;
            value.topics =
                reader.structs("WriteShareGroupStateRequest.Topics", true, 18, version)?;
            reader.skip_tags("WriteShareGroupStateRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("WriteShareGroupStateRequest.GroupId", true, &self.group_id)?;
            writer.structs(
                "WriteShareGroupStateRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WriteStateData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WriteStateData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for WriteStateData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("WriteStateData.TopicId")?;
            value.partitions = reader.structs("WriteStateData.Partitions", true, 22, version)?;
            reader.skip_tags("WriteStateData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("WriteStateData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartitionData {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `StateEpoch`, int32, versions 0+.
        pub state_epoch: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
        /// `DeliveryCompleteCount`, int32, versions 1+, default -1, ignorable.
        pub delivery_complete_count: i32,
        /// `StateBatches`, array of StateBatch, versions 0+.
        pub state_batches: Vec<StateBatch>,
    }

    impl Default for PartitionData {
        fn default() -> Self {
            Self {
                partition: 0,
                state_epoch: 0,
                leader_epoch: 0,
                start_offset: 0,
                delivery_complete_count: -1,
                state_batches: Default::default(),
            }
        }
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionData.Partition")?;
            value.state_epoch = reader.i32("PartitionData.StateEpoch")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            value.start_offset = reader.i64("PartitionData.StartOffset")?;
            if version >= 1 {
                value.delivery_complete_count =
                    reader.i32("PartitionData.DeliveryCompleteCount")?;
            }
            value.state_batches =
                reader.structs("PartitionData.StateBatches", true, 20, version)?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.i32(self.state_epoch);
            writer.i32(self.leader_epoch);
            writer.i64(self.start_offset);
            if version >= 1 {
                writer.i32(self.delivery_complete_count);
            }
            writer.structs(
                "PartitionData.StateBatches",
                true,
                &self.state_batches,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `StateBatch`, versions 0-1.
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

    impl Message for WriteShareGroupStateRequest {
        const NAME: &'static str = "WriteShareGroupStateRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("WriteShareGroupStateRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "WriteShareGroupStateRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `WriteShareGroupStateResponse` and what it holds.
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

    /// The message `WriteShareGroupStateResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WriteShareGroupStateResponse {
        /// `Results`, array of WriteStateResult, versions 0+.
        pub results: Vec<WriteStateResult>,
    }

    impl Struct for WriteShareGroupStateResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.results =
                reader.structs("WriteShareGroupStateResponse.Results", true, 18, version)?;
            reader.skip_tags("WriteShareGroupStateResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "WriteShareGroupStateResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WriteStateResult`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WriteStateResult {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionResult, versions 0+.
        pub partitions: Vec<PartitionResult>,
    }

    impl Struct for WriteStateResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("WriteStateResult.TopicId")?;
            value.partitions = reader.structs("WriteStateResult.Partitions", true, 8, version)?;
            reader.skip_tags("WriteStateResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "WriteStateResult.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionResult`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionResult {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
    }

    impl Struct for PartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionResult.Partition")?;
            value.error_code = reader.i16("PartitionResult.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionResult.ErrorMessage", true)?;
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
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for WriteShareGroupStateResponse {
        const NAME: &'static str = "WriteShareGroupStateResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("WriteShareGroupStateResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "WriteShareGroupStateResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for WriteShareGroupStateRequest {
    const KEY: crate::ApiKey = crate::ApiKey::WriteShareGroupState;
    type Response = WriteShareGroupStateResponse;
}
