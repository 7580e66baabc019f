//! The SaslHandshake API, key 17.

pub use request::SaslHandshakeRequest;
pub use response::SaslHandshakeResponse;

/// `SaslHandshakeRequest` and what it holds.
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

    /// The message `SaslHandshakeRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SaslHandshakeRequest {
        /// `Mechanism`, string, versions 0+.
        pub mechanism: Text,
    }

    impl Struct for SaslHandshakeRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.mechanism = reader.text("SaslHandshakeRequest.Mechanism", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("SaslHandshakeRequest.Mechanism", false, &self.mechanism)?;
            Ok(())
        }
    }

    impl Message for SaslHandshakeRequest {
        const NAME: &'static str = "SaslHandshakeRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("SaslHandshakeRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SaslHandshakeRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `SaslHandshakeResponse` and what it holds.
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

    /// The message `SaslHandshakeResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SaslHandshakeResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Mechanisms`, array of string, versions 0+.
        pub mechanisms: Vec<Text>,
    }

    impl Struct for SaslHandshakeResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("SaslHandshakeResponse.ErrorCode")?;
            value.mechanisms = reader.values("SaslHandshakeResponse.Mechanisms", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.values("SaslHandshakeResponse.Mechanisms", false, &self.mechanisms)?;
            Ok(())
        }
    }

    impl Message for SaslHandshakeResponse {
        const NAME: &'static str = "SaslHandshakeResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("SaslHandshakeResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SaslHandshakeResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for SaslHandshakeRequest {
    const KEY: crate::ApiKey = crate::ApiKey::SaslHandshake;
    type Response = SaslHandshakeResponse;
}
