//! The Heartbeat API, key 12.

pub use request::HeartbeatRequest;
pub use response::HeartbeatResponse;

/// `HeartbeatRequest` and what it holds.
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

    /// The message `HeartbeatRequest`, versions 0-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct HeartbeatRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `GenerationId`, int32, versions 0+.
        pub generation_id: i32,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 3+, nullable 3+, default null.
        pub group_instance_id: Option<Text>,
    }

    impl Struct for HeartbeatRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.group_id = reader.text("HeartbeatRequest.GroupId", flexible)?;
            value.generation_id = reader.i32("HeartbeatRequest.GenerationId")?;
            value.member_id = reader.text("HeartbeatRequest.MemberId", flexible)?;
            if version >= 3 {
                value.group_instance_id =
                    reader.nullable_text("HeartbeatRequest.GroupInstanceId", flexible)?;
            }
            if flexible {
                reader.skip_tags("HeartbeatRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("HeartbeatRequest.GroupId", flexible, &self.group_id)?;
            writer.i32(self.generation_id);
            writer.text("HeartbeatRequest.MemberId", flexible, &self.member_id)?;
            if version >= 3 {
                writer.nullable_text(
                    "HeartbeatRequest.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            } else if self.group_instance_id.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "HeartbeatRequest.GroupInstanceId",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for HeartbeatRequest {
        const NAME: &'static str = "HeartbeatRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("HeartbeatRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "HeartbeatRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `HeartbeatResponse` and what it holds.
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

    /// The message `HeartbeatResponse`, versions 0-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct HeartbeatResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for HeartbeatResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            if version >= 1 {
                value.throttle_time_ms = reader.i32("HeartbeatResponse.ThrottleTimeMs")?;
            }
            value.error_code = reader.i16("HeartbeatResponse.ErrorCode")?;
            if flexible {
                reader.skip_tags("HeartbeatResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for HeartbeatResponse {
        const NAME: &'static str = "HeartbeatResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("HeartbeatResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "HeartbeatResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for HeartbeatRequest {
    const KEY: crate::ApiKey = crate::ApiKey::Heartbeat;
    type Response = HeartbeatResponse;
}
