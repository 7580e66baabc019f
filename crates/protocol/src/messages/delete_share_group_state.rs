//! The DeleteShareGroupState API, key 86.

pub use request::{DeleteShareGroupStateRequest, DeleteStateData, PartitionData};
pub use response::{DeleteShareGroupStateResponse, DeleteStateResult, PartitionResult};

/// `DeleteShareGroupStateRequest` and what it holds.
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

    /// The message `DeleteShareGroupStateRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteShareGroupStateRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of DeleteStateData, versions 0+.
        pub topics: Vec<DeleteStateData>,
    }

    impl Struct for DeleteShareGroupStateRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("DeleteShareGroupStateRequest.GroupId", true)?;
            value.topics =
                reader.structs("DeleteShareGroupStateRequest.Topics", true, 18, version)?;
            reader.skip_tags("DeleteShareGroupStateRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("DeleteShareGroupStateRequest.GroupId", true, &self.group_id)?;
            writer.structs(
                "DeleteShareGroupStateRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DeleteStateData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteStateData {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for DeleteStateData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("DeleteStateData.TopicId")?;
            value.partitions = reader.structs("DeleteStateData.Partitions", true, 5, version)?;
            reader.skip_tags("DeleteStateData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "DeleteStateData.Partitions",
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
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionData.Partition")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DeleteShareGroupStateRequest {
        const NAME: &'static str = "DeleteShareGroupStateRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("DeleteShareGroupStateRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteShareGroupStateRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DeleteShareGroupStateResponse` and what it holds.
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

    /// The message `DeleteShareGroupStateResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteShareGroupStateResponse {
        /// `Results`, array of DeleteStateResult, versions 0+.
        pub results: Vec<DeleteStateResult>,
    }

    impl Struct for DeleteShareGroupStateResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.results =
                reader.structs("DeleteShareGroupStateResponse.Results", true, 18, version)?;
            reader.skip_tags("DeleteShareGroupStateResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "DeleteShareGroupStateResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DeleteStateResult`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteStateResult {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionResult, versions 0+.
        pub partitions: Vec<PartitionResult>,
    }

    impl Struct for DeleteStateResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("DeleteStateResult.TopicId")?;
            value.partitions = reader.structs("DeleteStateResult.Partitions", true, 8, version)?;
            reader.skip_tags("DeleteStateResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs(
                "DeleteStateResult.Partitions",
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

    impl Message for DeleteShareGroupStateResponse {
        const NAME: &'static str = "DeleteShareGroupStateResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("DeleteShareGroupStateResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteShareGroupStateResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DeleteShareGroupStateRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DeleteShareGroupState;
    type Response = DeleteShareGroupStateResponse;
}
