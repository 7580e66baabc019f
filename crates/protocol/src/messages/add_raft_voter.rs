//! The AddRaftVoter API, key 80.

pub use request::{AddRaftVoterRequest, Listener};
pub use response::AddRaftVoterResponse;

/// `AddRaftVoterRequest` and what it holds.
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

    /// The message `AddRaftVoterRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AddRaftVoterRequest {
        /// `ClusterId`, string, versions 0+, nullable 0+.
        pub cluster_id: Option<Text>,
        /// `TimeoutMs`, int32, versions 0+.
        pub timeout_ms: i32,
        /// `VoterId`, int32, versions 0+.
        pub voter_id: i32,
        /// `VoterDirectoryId`, uuid, versions 0+.
        pub voter_directory_id: Uuid,
        /// `Listeners`, array of Listener, versions 0+.
        pub listeners: Vec<Listener>,
        /// `AckWhenCommitted`, bool, versions 1+, default true.
        pub ack_when_committed: bool,
    }

    impl Default for AddRaftVoterRequest {
        fn default() -> Self {
            Self {
                cluster_id: Some(Default::default()),
                timeout_ms: 0,
                voter_id: 0,
                voter_directory_id: Default::default(),
                listeners: Default::default(),
                ack_when_committed: true,
            }
        }
    }

    impl Struct for AddRaftVoterRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.cluster_id = reader.nullable_text("AddRaftVoterRequest.ClusterId", true)?;
            value.timeout_ms = reader.i32("AddRaftVoterRequest.TimeoutMs")?;
            value.voter_id = reader.i32("AddRaftVoterRequest.VoterId")?;
            value.voter_directory_id = reader.uuid("AddRaftVoterRequest.VoterDirectoryId")?;
            value.listeners = reader.structs("AddRaftVoterRequest.Listeners", true, 5, version)?;
            if version >= 1 {
                value.ack_when_committed = reader.bool("AddRaftVoterRequest.AckWhenCommitted")?;
            }
            reader.skip_tags("AddRaftVoterRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "AddRaftVoterRequest.ClusterId",
                true,
                self.cluster_id.as_ref(),
            )?;
            writer.i32(self.timeout_ms);
            writer.i32(self.voter_id);
            writer.uuid(self.voter_directory_id);
            writer.structs(
                "AddRaftVoterRequest.Listeners",
                true,
                &self.listeners,
                version,
            )?;
            if version >= 1 {
                writer.bool(self.ack_when_committed);
            } else if !self.ack_when_committed {
                return Err(EncodeError::NotInVersion {
                    field: "AddRaftVoterRequest.AckWhenCommitted",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Listener`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Listener {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, uint16, versions 0+.
        pub port: u16,
    }

    impl Struct for Listener {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("Listener.Name", true)?;
            value.host = reader.text("Listener.Host", true)?;
            value.port = reader.u16("Listener.Port")?;
            reader.skip_tags("Listener")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Listener.Name", true, &self.name)?;
            writer.text("Listener.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AddRaftVoterRequest {
        const NAME: &'static str = "AddRaftVoterRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("AddRaftVoterRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AddRaftVoterRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AddRaftVoterResponse` and what it holds.
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

    /// The message `AddRaftVoterResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AddRaftVoterResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, ignorable.
        pub error_message: Option<Text>,
    }

    impl Default for AddRaftVoterResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for AddRaftVoterResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AddRaftVoterResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("AddRaftVoterResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("AddRaftVoterResponse.ErrorMessage", true)?;
            reader.skip_tags("AddRaftVoterResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "AddRaftVoterResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AddRaftVoterResponse {
        const NAME: &'static str = "AddRaftVoterResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("AddRaftVoterResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AddRaftVoterResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AddRaftVoterRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AddRaftVoter;
    type Response = AddRaftVoterResponse;
}
