//! The UnregisterBroker API, key 64.

pub use request::UnregisterBrokerRequest;
pub use response::UnregisterBrokerResponse;

/// `UnregisterBrokerRequest` and what it holds.
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

    /// The message `UnregisterBrokerRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct UnregisterBrokerRequest {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
    }

    impl Struct for UnregisterBrokerRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("UnregisterBrokerRequest.BrokerId")?;
            reader.skip_tags("UnregisterBrokerRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for UnregisterBrokerRequest {
        const NAME: &'static str = "UnregisterBrokerRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("UnregisterBrokerRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "UnregisterBrokerRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `UnregisterBrokerResponse` and what it holds.
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

    /// The message `UnregisterBrokerResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UnregisterBrokerResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for UnregisterBrokerResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for UnregisterBrokerResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("UnregisterBrokerResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("UnregisterBrokerResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("UnregisterBrokerResponse.ErrorMessage", true)?;
            reader.skip_tags("UnregisterBrokerResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "UnregisterBrokerResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for UnregisterBrokerResponse {
        const NAME: &'static str = "UnregisterBrokerResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("UnregisterBrokerResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "UnregisterBrokerResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for UnregisterBrokerRequest {
    const KEY: crate::ApiKey = crate::ApiKey::UnregisterBroker;
    type Response = UnregisterBrokerResponse;
}
