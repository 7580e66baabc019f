//! The Envelope API, key 58.

pub use request::EnvelopeRequest;
pub use response::EnvelopeResponse;

/// `EnvelopeRequest` and what it holds.
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

    /// The message `EnvelopeRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EnvelopeRequest {
        /// `RequestData`, bytes, versions 0+.
        pub request_data: Bytes,
        /// `RequestPrincipal`, bytes, versions 0+, nullable 0+.
        pub request_principal: Option<Bytes>,
        /// `ClientHostAddress`, bytes, versions 0+.
        pub client_host_address: Bytes,
    }

    impl Default for EnvelopeRequest {
        fn default() -> Self {
            Self {
                request_data: Default::default(),
                request_principal: Some(Default::default()),
                client_host_address: Default::default(),
            }
        }
    }

    impl Struct for EnvelopeRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.request_data = reader.bytes("EnvelopeRequest.RequestData", true)?;
            value.request_principal =
                reader.nullable_bytes("EnvelopeRequest.RequestPrincipal", true)?;
            value.client_host_address = reader.bytes("EnvelopeRequest.ClientHostAddress", true)?;
            reader.skip_tags("EnvelopeRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.bytes("EnvelopeRequest.RequestData", true, &self.request_data)?;
            writer.nullable_bytes(
                "EnvelopeRequest.RequestPrincipal",
                true,
                self.request_principal.as_ref(),
            )?;
            writer.bytes(
                "EnvelopeRequest.ClientHostAddress",
                true,
                &self.client_host_address,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for EnvelopeRequest {
        const NAME: &'static str = "EnvelopeRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("EnvelopeRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EnvelopeRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `EnvelopeResponse` and what it holds.
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

    /// The message `EnvelopeResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EnvelopeResponse {
        /// `ResponseData`, bytes, versions 0+, nullable 0+, default null.
        pub response_data: Option<Bytes>,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for EnvelopeResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.response_data = reader.nullable_bytes("EnvelopeResponse.ResponseData", true)?;
            value.error_code = reader.i16("EnvelopeResponse.ErrorCode")?;
            reader.skip_tags("EnvelopeResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_bytes(
                "EnvelopeResponse.ResponseData",
                true,
                self.response_data.as_ref(),
            )?;
            writer.i16(self.error_code);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for EnvelopeResponse {
        const NAME: &'static str = "EnvelopeResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("EnvelopeResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EnvelopeResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for EnvelopeRequest {
    const KEY: crate::ApiKey = crate::ApiKey::Envelope;
    type Response = EnvelopeResponse;
}
