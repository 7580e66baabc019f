//! The ExpireDelegationToken API, key 40.

pub use request::ExpireDelegationTokenRequest;
pub use response::ExpireDelegationTokenResponse;

/// `ExpireDelegationTokenRequest` and what it holds.
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

    /// The message `ExpireDelegationTokenRequest`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ExpireDelegationTokenRequest {
        /// `Hmac`, bytes, versions 0+.
        pub hmac: Bytes,
        /// `ExpiryTimePeriodMs`, int64, versions 0+.
        pub expiry_time_period_ms: i64,
    }

    impl Struct for ExpireDelegationTokenRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.hmac = reader.bytes("ExpireDelegationTokenRequest.Hmac", flexible)?;
            value.expiry_time_period_ms =
                reader.i64("ExpireDelegationTokenRequest.ExpiryTimePeriodMs")?;
            if flexible {
                reader.skip_tags("ExpireDelegationTokenRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.bytes("ExpireDelegationTokenRequest.Hmac", flexible, &self.hmac)?;
            writer.i64(self.expiry_time_period_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ExpireDelegationTokenRequest {
        const NAME: &'static str = "ExpireDelegationTokenRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("ExpireDelegationTokenRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ExpireDelegationTokenRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ExpireDelegationTokenResponse` and what it holds.
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

    /// The message `ExpireDelegationTokenResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ExpireDelegationTokenResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ExpiryTimestampMs`, int64, versions 0+.
        pub expiry_timestamp_ms: i64,
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
    }

    impl Struct for ExpireDelegationTokenResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("ExpireDelegationTokenResponse.ErrorCode")?;
            value.expiry_timestamp_ms =
                reader.i64("ExpireDelegationTokenResponse.ExpiryTimestampMs")?;
            value.throttle_time_ms = reader.i32("ExpireDelegationTokenResponse.ThrottleTimeMs")?;
            if flexible {
                reader.skip_tags("ExpireDelegationTokenResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.i64(self.expiry_timestamp_ms);
            writer.i32(self.throttle_time_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ExpireDelegationTokenResponse {
        const NAME: &'static str = "ExpireDelegationTokenResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(
                    reader.error("ExpireDelegationTokenResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ExpireDelegationTokenResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ExpireDelegationTokenRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ExpireDelegationToken;
    type Response = ExpireDelegationTokenResponse;
}
