//! The SaslAuthenticate API, key 36.

pub use request::SaslAuthenticateRequest;
pub use response::SaslAuthenticateResponse;

/// `SaslAuthenticateRequest` and what it holds.
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

    /// The message `SaslAuthenticateRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SaslAuthenticateRequest {
        /// `AuthBytes`, bytes, versions 0+.
        pub auth_bytes: Bytes,
    }

    impl Struct for SaslAuthenticateRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.auth_bytes = reader.bytes("SaslAuthenticateRequest.AuthBytes", flexible)?;
            if flexible {
                reader.skip_tags("SaslAuthenticateRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.bytes(
                "SaslAuthenticateRequest.AuthBytes",
                flexible,
                &self.auth_bytes,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for SaslAuthenticateRequest {
        const NAME: &'static str = "SaslAuthenticateRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("SaslAuthenticateRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SaslAuthenticateRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `SaslAuthenticateResponse` and what it holds.
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

    /// The message `SaslAuthenticateResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SaslAuthenticateResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `AuthBytes`, bytes, versions 0+.
        pub auth_bytes: Bytes,
        /// `SessionLifetimeMs`, int64, versions 1+, default 0, ignorable.
        pub session_lifetime_ms: i64,
    }

    impl Default for SaslAuthenticateResponse {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                auth_bytes: Default::default(),
                session_lifetime_ms: 0,
            }
        }
    }

    impl Struct for SaslAuthenticateResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("SaslAuthenticateResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("SaslAuthenticateResponse.ErrorMessage", flexible)?;
            value.auth_bytes = reader.bytes("SaslAuthenticateResponse.AuthBytes", flexible)?;
            if version >= 1 {
                value.session_lifetime_ms =
                    reader.i64("SaslAuthenticateResponse.SessionLifetimeMs")?;
            }
            if flexible {
                reader.skip_tags("SaslAuthenticateResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.nullable_text(
                "SaslAuthenticateResponse.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.bytes(
                "SaslAuthenticateResponse.AuthBytes",
                flexible,
                &self.auth_bytes,
            )?;
            if version >= 1 {
                writer.i64(self.session_lifetime_ms);
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for SaslAuthenticateResponse {
        const NAME: &'static str = "SaslAuthenticateResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("SaslAuthenticateResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SaslAuthenticateResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for SaslAuthenticateRequest {
    const KEY: crate::ApiKey = crate::ApiKey::SaslAuthenticate;
    type Response = SaslAuthenticateResponse;
}
