//! The DeleteShareGroupOffsets API, key 92.

pub use request::{DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsRequestTopic};
pub use response::{DeleteShareGroupOffsetsResponse, DeleteShareGroupOffsetsResponseTopic};

/// `DeleteShareGroupOffsetsRequest` and what it holds.
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

    /// The message `DeleteShareGroupOffsetsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteShareGroupOffsetsRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `Topics`, array of DeleteShareGroupOffsetsRequestTopic, versions 0+.
        pub topics: Vec<DeleteShareGroupOffsetsRequestTopic>,
    }

    impl Struct for DeleteShareGroupOffsetsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("DeleteShareGroupOffsetsRequest.GroupId", true)?;
            value.topics =
                reader.structs("DeleteShareGroupOffsetsRequest.Topics", true, 2, version)?;
            reader.skip_tags("DeleteShareGroupOffsetsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DeleteShareGroupOffsetsRequest.GroupId",
                true,
                &self.group_id,
            )?;
            writer.structs(
                "DeleteShareGroupOffsetsRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DeleteShareGroupOffsetsRequestTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteShareGroupOffsetsRequestTopic {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
    }

    impl Struct for DeleteShareGroupOffsetsRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name =
                reader.text("DeleteShareGroupOffsetsRequestTopic.TopicName", true)?;
            reader.skip_tags("DeleteShareGroupOffsetsRequestTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DeleteShareGroupOffsetsRequestTopic.TopicName",
                true,
                &self.topic_name,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DeleteShareGroupOffsetsRequest {
        const NAME: &'static str = "DeleteShareGroupOffsetsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("DeleteShareGroupOffsetsRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteShareGroupOffsetsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DeleteShareGroupOffsetsResponse` and what it holds.
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

    /// The message `DeleteShareGroupOffsetsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteShareGroupOffsetsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `Responses`, array of DeleteShareGroupOffsetsResponseTopic, versions 0+.
        pub responses: Vec<DeleteShareGroupOffsetsResponseTopic>,
    }

    impl Struct for DeleteShareGroupOffsetsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("DeleteShareGroupOffsetsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("DeleteShareGroupOffsetsResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DeleteShareGroupOffsetsResponse.ErrorMessage", true)?;
            value.responses = reader.structs(
                "DeleteShareGroupOffsetsResponse.Responses",
                true,
                21,
                version,
            )?;
            reader.skip_tags("DeleteShareGroupOffsetsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "DeleteShareGroupOffsetsResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "DeleteShareGroupOffsetsResponse.Responses",
                true,
                &self.responses,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DeleteShareGroupOffsetsResponseTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteShareGroupOffsetsResponseTopic {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
    }

    impl Struct for DeleteShareGroupOffsetsResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name =
                reader.text("DeleteShareGroupOffsetsResponseTopic.TopicName", true)?;
            value.topic_id = reader.uuid("DeleteShareGroupOffsetsResponseTopic.TopicId")?;
            value.error_code = reader.i16("DeleteShareGroupOffsetsResponseTopic.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DeleteShareGroupOffsetsResponseTopic.ErrorMessage", true)?;
            reader.skip_tags("DeleteShareGroupOffsetsResponseTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "DeleteShareGroupOffsetsResponseTopic.TopicName",
                true,
                &self.topic_name,
            )?;
            writer.uuid(self.topic_id);
            writer.i16(self.error_code);
            writer.nullable_text(
                "DeleteShareGroupOffsetsResponseTopic.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DeleteShareGroupOffsetsResponse {
        const NAME: &'static str = "DeleteShareGroupOffsetsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("DeleteShareGroupOffsetsResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteShareGroupOffsetsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DeleteShareGroupOffsetsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DeleteShareGroupOffsets;
    type Response = DeleteShareGroupOffsetsResponse;
}
