//! The RenewDelegationToken API, key 39.

pub use request::RenewDelegationTokenRequest;
pub use response::RenewDelegationTokenResponse;

/// `RenewDelegationTokenRequest` and what it holds.
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

    /// The message `RenewDelegationTokenRequest`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct RenewDelegationTokenRequest {
        /// `Hmac`, bytes, versions 0+.
        pub hmac: Bytes,
        /// `RenewPeriodMs`, int64, versions 0+.
        pub renew_period_ms: i64,
    }

    impl Struct for RenewDelegationTokenRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.hmac = reader.bytes("RenewDelegationTokenRequest.Hmac", flexible)?;
            value.renew_period_ms = reader.i64("RenewDelegationTokenRequest.RenewPeriodMs")?;
            if flexible {
                reader.skip_tags("RenewDelegationTokenRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.bytes("RenewDelegationTokenRequest.Hmac", flexible, &self.hmac)?;
            writer.i64(self.renew_period_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for RenewDelegationTokenRequest {
        const NAME: &'static str = "RenewDelegationTokenRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("RenewDelegationTokenRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "RenewDelegationTokenRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `RenewDelegationTokenResponse` and what it holds.
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

    /// The message `RenewDelegationTokenResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct RenewDelegationTokenResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ExpiryTimestampMs`, int64, versions 0+.
        pub expiry_timestamp_ms: i64,
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
    }

    impl Struct for RenewDelegationTokenResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("RenewDelegationTokenResponse.ErrorCode")?;
            value.expiry_timestamp_ms =
                reader.i64("RenewDelegationTokenResponse.ExpiryTimestampMs")?;
            value.throttle_time_ms = reader.i32("RenewDelegationTokenResponse.ThrottleTimeMs")?;
            if flexible {
                reader.skip_tags("RenewDelegationTokenResponse")?;
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

    impl Message for RenewDelegationTokenResponse {
        const NAME: &'static str = "RenewDelegationTokenResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("RenewDelegationTokenResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "RenewDelegationTokenResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for RenewDelegationTokenRequest {
    const KEY: crate::ApiKey = crate::ApiKey::RenewDelegationToken;
    type Response = RenewDelegationTokenResponse;
}
