//! The PushTelemetry API, key 72.

pub use request::PushTelemetryRequest;
pub use response::PushTelemetryResponse;

/// `PushTelemetryRequest` and what it holds.
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

    /// The message `PushTelemetryRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PushTelemetryRequest {
        /// `ClientInstanceId`, uuid, versions 0+.
        pub client_instance_id: Uuid,
        /// `SubscriptionId`, int32, versions 0+.
        pub subscription_id: i32,
        /// `Terminating`, bool, versions 0+.
        pub terminating: bool,
        /// `CompressionType`, int8, versions 0+.
        pub compression_type: i8,
        /// `Metrics`, bytes, versions 0+.
        pub metrics: Bytes,
    }

    impl Struct for PushTelemetryRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.client_instance_id = reader.uuid("PushTelemetryRequest.ClientInstanceId")?;
            value.subscription_id = reader.i32("PushTelemetryRequest.SubscriptionId")?;
            value.terminating = reader.bool("PushTelemetryRequest.Terminating")?;
            value.compression_type = reader.i8("PushTelemetryRequest.CompressionType")?;
            value.metrics = reader.bytes("PushTelemetryRequest.Metrics", true)?;
            reader.skip_tags("PushTelemetryRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.client_instance_id);
            writer.i32(self.subscription_id);
            writer.bool(self.terminating);
            writer.i8(self.compression_type);
            writer.bytes("PushTelemetryRequest.Metrics", true, &self.metrics)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for PushTelemetryRequest {
        const NAME: &'static str = "PushTelemetryRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("PushTelemetryRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "PushTelemetryRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `PushTelemetryResponse` and what it holds.
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

    /// The message `PushTelemetryResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PushTelemetryResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for PushTelemetryResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("PushTelemetryResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("PushTelemetryResponse.ErrorCode")?;
            reader.skip_tags("PushTelemetryResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for PushTelemetryResponse {
        const NAME: &'static str = "PushTelemetryResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("PushTelemetryResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "PushTelemetryResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for PushTelemetryRequest {
    const KEY: crate::ApiKey = crate::ApiKey::PushTelemetry;
    type Response = PushTelemetryResponse;
}
