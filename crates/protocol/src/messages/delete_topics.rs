//! The DeleteTopics API, key 20.

pub use request::{DeleteTopicState, DeleteTopicsRequest};
pub use response::{DeletableTopicResult, DeleteTopicsResponse};

/// `DeleteTopicsRequest` and what it holds.
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

    /// The message `DeleteTopicsRequest`, versions 1-6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteTopicsRequest {
        /// `Topics`, array of DeleteTopicState, versions 6+.
        pub topics: Vec<DeleteTopicState>,
        /// `TopicNames`, array of string, versions 0-5, ignorable.
        pub topic_names: Vec<Text>,
        /// `TimeoutMs`, int32, versions 0+.
        pub timeout_ms: i32,
    }

    impl Struct for DeleteTopicsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            if version >= 6 {
                value.topics =
                    reader.structs("DeleteTopicsRequest.Topics", flexible, 18, version)?;
            }
            if version <= 5 {
                value.topic_names = reader.values("DeleteTopicsRequest.TopicNames", flexible)?;
            }
            value.timeout_ms = reader.i32("DeleteTopicsRequest.TimeoutMs")?;
            if flexible {
                reader.skip_tags("DeleteTopicsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            if version >= 6 {
                writer.structs(
                    "DeleteTopicsRequest.Topics",
                    flexible,
                    &self.topics,
                    version,
                )?;
            } else if !self.topics.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "DeleteTopicsRequest.Topics",
                    version,
                });
            }
            if version <= 5 {
                writer.values(
                    "DeleteTopicsRequest.TopicNames",
                    flexible,
                    &self.topic_names,
                )?;
            }
            writer.i32(self.timeout_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeleteTopicState`, versions 6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteTopicState {
        /// `Name`, string, versions 6+, nullable 6+, default null.
        pub name: Option<Text>,
        /// `TopicId`, uuid, versions 6+.
        pub topic_id: Uuid,
    }

    impl Struct for DeleteTopicState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.nullable_text("DeleteTopicState.Name", true)?;
            value.topic_id = reader.uuid("DeleteTopicState.TopicId")?;
            reader.skip_tags("DeleteTopicState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text("DeleteTopicState.Name", true, self.name.as_ref())?;
            writer.uuid(self.topic_id);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DeleteTopicsRequest {
        const NAME: &'static str = "DeleteTopicsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=6).contains(&version) {
                return Err(reader.error("DeleteTopicsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteTopicsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DeleteTopicsResponse` and what it holds.
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

    /// The message `DeleteTopicsResponse`, versions 1-6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteTopicsResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `Responses`, array of DeletableTopicResult, versions 0+.
        pub responses: Vec<DeletableTopicResult>,
    }

    impl Struct for DeleteTopicsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DeleteTopicsResponse.ThrottleTimeMs")?;
            value.responses =
                reader.structs("DeleteTopicsResponse.Responses", flexible, 4, version)?;
            if flexible {
                reader.skip_tags("DeleteTopicsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DeleteTopicsResponse.Responses",
                flexible,
                &self.responses,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeletableTopicResult`, versions 1-6.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DeletableTopicResult {
        /// `Name`, string, versions 0+, nullable 6+.
        pub name: Option<Text>,
        /// `TopicId`, uuid, versions 6+, ignorable.
        pub topic_id: Uuid,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 5+, nullable 5+, default null, ignorable.
        pub error_message: Option<Text>,
    }

    impl Default for DeletableTopicResult {
        fn default() -> Self {
            Self {
                name: Some(Default::default()),
                topic_id: Default::default(),
                error_code: 0,
                error_message: None,
            }
        }
    }

    impl Struct for DeletableTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.name = if version >= 6 {
                reader.nullable_text("DeletableTopicResult.Name", flexible)?
            } else {
                Some(reader.text("DeletableTopicResult.Name", flexible)?)
            };
            if version >= 6 {
                value.topic_id = reader.uuid("DeletableTopicResult.TopicId")?;
            }
            value.error_code = reader.i16("DeletableTopicResult.ErrorCode")?;
            if version >= 5 {
                value.error_message =
                    reader.nullable_text("DeletableTopicResult.ErrorMessage", flexible)?;
            }
            if flexible {
                reader.skip_tags("DeletableTopicResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            if version >= 6 {
                writer.nullable_text("DeletableTopicResult.Name", flexible, self.name.as_ref())?;
            } else {
                writer.text(
                    "DeletableTopicResult.Name",
                    flexible,
                    required("DeletableTopicResult.Name", version, self.name.as_ref())?,
                )?;
            }
            if version >= 6 {
                writer.uuid(self.topic_id);
            }
            writer.i16(self.error_code);
            if version >= 5 {
                writer.nullable_text(
                    "DeletableTopicResult.ErrorMessage",
                    flexible,
                    self.error_message.as_ref(),
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteTopicsResponse {
        const NAME: &'static str = "DeleteTopicsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=6).contains(&version) {
                return Err(reader.error("DeleteTopicsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteTopicsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DeleteTopicsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DeleteTopics;
    type Response = DeleteTopicsResponse;
}
