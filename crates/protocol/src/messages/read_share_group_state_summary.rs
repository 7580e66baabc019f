//! The ReadShareGroupStateSummary API, key 87.

pub use request::{PartitionData, ReadShareGroupStateSummaryRequest, ReadStateSummaryData};
pub use response::{PartitionResult, ReadShareGroupStateSummaryResponse, ReadStateSummaryResult};

/// `ReadShareGroupStateSummaryRequest` and what it holds.
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

    /// The message `ReadShareGroupStateSummaryRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadShareGroupStateSummaryRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of ReadStateSummaryData, versions 0+.
        pub topics: Vec<ReadStateSummaryData>,
    }

    impl Struct for ReadShareGroupStateSummaryRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ReadShareGroupStateSummaryRequest.GroupId", true)?;
            value.topics = reader.structs(
                "ReadShareGroupStateSummaryRequest.Topics",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ReadShareGroupStateSummaryRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ReadShareGroupStateSummaryRequest.GroupId",
                true,
                &self.group_id,
            )?;
            writer.structs(
                "ReadShareGroupStateSummaryRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReadStateSummaryData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadStateSummaryData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for ReadStateSummaryData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ReadStateSummaryData.TopicId")?;
            value.partitions =
                reader.structs("ReadStateSummaryData.Partitions", true, 9, version)?;
            reader.skip_tags("ReadStateSummaryData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "ReadStateSummaryData.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0-1.
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

    impl Message for ReadShareGroupStateSummaryRequest {
        const NAME: &'static str = "ReadShareGroupStateSummaryRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error(
                    "ReadShareGroupStateSummaryRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ReadShareGroupStateSummaryRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ReadShareGroupStateSummaryResponse` and what it holds.
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

    /// The message `ReadShareGroupStateSummaryResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadShareGroupStateSummaryResponse {
        /// `Results`, array of ReadStateSummaryResult, versions 0+.
        pub results: Vec<ReadStateSummaryResult>,
    }

    impl Struct for ReadShareGroupStateSummaryResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.results = reader.structs(
                "ReadShareGroupStateSummaryResponse.Results",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ReadShareGroupStateSummaryResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "ReadShareGroupStateSummaryResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReadStateSummaryResult`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReadStateSummaryResult {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionResult, versions 0+.
        pub partitions: Vec<PartitionResult>,
    }

    impl Struct for ReadStateSummaryResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("ReadStateSummaryResult.TopicId")?;
            value.partitions =
                reader.structs("ReadStateSummaryResult.Partitions", true, 24, version)?;
            reader.skip_tags("ReadStateSummaryResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "ReadStateSummaryResult.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionResult`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartitionResult {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `StateEpoch`, int32, versions 0+.
        pub state_epoch: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
        /// `DeliveryCompleteCount`, int32, versions 1+, default -1, ignorable.
        pub delivery_complete_count: i32,
    }

    impl Default for PartitionResult {
        fn default() -> Self {
            Self {
                partition: 0,
                error_code: 0,
                error_message: None,
                state_epoch: 0,
                leader_epoch: 0,
                start_offset: 0,
                delivery_complete_count: -1,
            }
        }
    }

    impl Struct for PartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionResult.Partition")?;
            value.error_code = reader.i16("PartitionResult.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionResult.ErrorMessage", true)?;
            value.state_epoch = reader.i32("PartitionResult.StateEpoch")?;
            value.leader_epoch = reader.i32("PartitionResult.LeaderEpoch")?;
            value.start_offset = reader.i64("PartitionResult.StartOffset")?;
            if version >= 1 {
                value.delivery_complete_count =
                    reader.i32("PartitionResult.DeliveryCompleteCount")?;
            }
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
            writer.i32(self.leader_epoch);
            writer.i64(self.start_offset);
            if version >= 1 {
                writer.i32(self.delivery_complete_count);
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ReadShareGroupStateSummaryResponse {
        const NAME: &'static str = "ReadShareGroupStateSummaryResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error(
                    "ReadShareGroupStateSummaryResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ReadShareGroupStateSummaryResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ReadShareGroupStateSummaryRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ReadShareGroupStateSummary;
    type Response = ReadShareGroupStateSummaryResponse;
}
