//! The InitializeShareGroupState API, key 83.

pub use request::{InitializeShareGroupStateRequest, InitializeStateData, PartitionData};
pub use response::{InitializeShareGroupStateResponse, InitializeStateResult, PartitionResult};

/// `InitializeShareGroupStateRequest` and what it holds.
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

    /// The message `InitializeShareGroupStateRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct InitializeShareGroupStateRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of InitializeStateData, versions 0+.
        pub topics: Vec<InitializeStateData>,
    }

    impl Struct for InitializeShareGroupStateRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("InitializeShareGroupStateRequest.GroupId", true)?;
            value.topics =
                reader.structs("InitializeShareGroupStateRequest.Topics", true, 18, version)?;
            reader.skip_tags("InitializeShareGroupStateRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "InitializeShareGroupStateRequest.GroupId",
                true,
                &self.group_id,
            )?;
            writer.structs(
                "InitializeShareGroupStateRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `InitializeStateData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct InitializeStateData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for InitializeStateData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("InitializeStateData.TopicId")?;
            value.partitions =
                reader.structs("InitializeStateData.Partitions", true, 17, version)?;
            reader.skip_tags("InitializeStateData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "InitializeStateData.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `StateEpoch`, int32, versions 0+.
        pub state_epoch: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionData.Partition")?;
            value.state_epoch = reader.i32("PartitionData.StateEpoch")?;
            value.start_offset = reader.i64("PartitionData.StartOffset")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.i32(self.state_epoch);
            writer.i64(self.start_offset);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for InitializeShareGroupStateRequest {
        const NAME: &'static str = "InitializeShareGroupStateRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "InitializeShareGroupStateRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "InitializeShareGroupStateRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `InitializeShareGroupStateResponse` and what it holds.
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

    /// The message `InitializeShareGroupStateResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct InitializeShareGroupStateResponse {
        /// `Results`, array of InitializeStateResult, versions 0+.
        pub results: Vec<InitializeStateResult>,
    }

    impl Struct for InitializeShareGroupStateResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.results = reader.structs(
                "InitializeShareGroupStateResponse.Results",
                true,
                18,
                version,
            )?;
            reader.skip_tags("InitializeShareGroupStateResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "InitializeShareGroupStateResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `InitializeStateResult`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct InitializeStateResult {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionResult, versions 0+.
        pub partitions: Vec<PartitionResult>,
    }

    impl Struct for InitializeStateResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("InitializeStateResult.TopicId")?;
            value.partitions =
                reader.structs("InitializeStateResult.Partitions", true, 8, version)?;
            reader.skip_tags("InitializeStateResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "InitializeStateResult.Partitions",
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

    impl Message for InitializeShareGroupStateResponse {
        const NAME: &'static str = "InitializeShareGroupStateResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "InitializeShareGroupStateResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "InitializeShareGroupStateResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for InitializeShareGroupStateRequest {
    const KEY: crate::ApiKey = crate::ApiKey::InitializeShareGroupState;
    type Response = InitializeShareGroupStateResponse;
}
