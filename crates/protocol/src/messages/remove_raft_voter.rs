//! The RemoveRaftVoter API, key 81.

pub use request::RemoveRaftVoterRequest;
pub use response::RemoveRaftVoterResponse;

/// `RemoveRaftVoterRequest` and what it holds.
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

    /// The message `RemoveRaftVoterRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveRaftVoterRequest {
        /// `ClusterId`, string, versions 0+, nullable 0+.
        pub cluster_id: Option<Text>,
        /// `VoterId`, int32, versions 0+.
        pub voter_id: i32,
        /// `VoterDirectoryId`, uuid, versions 0+.
        pub voter_directory_id: Uuid,
    }

    impl Default for RemoveRaftVoterRequest {
        fn default() -> Self {
            Self {
                cluster_id: Some(Default::default()),
                voter_id: 0,
                voter_directory_id: Default::default(),
            }
        }
    }

    impl Struct for RemoveRaftVoterRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.cluster_id = reader.nullable_text("RemoveRaftVoterRequest.ClusterId", true)?;
            value.voter_id = reader.i32("RemoveRaftVoterRequest.VoterId")?;
            value.voter_directory_id = reader.uuid("RemoveRaftVoterRequest.VoterDirectoryId")?;
            reader.skip_tags("RemoveRaftVoterRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "RemoveRaftVoterRequest.ClusterId",
                true,
                self.cluster_id.as_ref(),
            )?;
            writer.i32(self.voter_id);
            writer.uuid(self.voter_directory_id);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for RemoveRaftVoterRequest {
        const NAME: &'static str = "RemoveRaftVoterRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("RemoveRaftVoterRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "RemoveRaftVoterRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `RemoveRaftVoterResponse` and what it holds.
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

    /// The message `RemoveRaftVoterResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RemoveRaftVoterResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, ignorable.
        pub error_message: Option<Text>,
    }

    impl Default for RemoveRaftVoterResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for RemoveRaftVoterResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("RemoveRaftVoterResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("RemoveRaftVoterResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("RemoveRaftVoterResponse.ErrorMessage", true)?;
            reader.skip_tags("RemoveRaftVoterResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "RemoveRaftVoterResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for RemoveRaftVoterResponse {
        const NAME: &'static str = "RemoveRaftVoterResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("RemoveRaftVoterResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "RemoveRaftVoterResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for RemoveRaftVoterRequest {
    const KEY: crate::ApiKey = crate::ApiKey::RemoveRaftVoter;
    type Response = RemoveRaftVoterResponse;
}
