//! The GetTelemetrySubscriptions API, key 71.

pub use request::GetTelemetrySubscriptionsRequest;
pub use response::GetTelemetrySubscriptionsResponse;

/// `GetTelemetrySubscriptionsRequest` and what it holds.
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

    /// The message `GetTelemetrySubscriptionsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct GetTelemetrySubscriptionsRequest {
        /// `ClientInstanceId`, uuid, versions 0+.
        pub client_instance_id: Uuid,
    }

    impl Struct for GetTelemetrySubscriptionsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.client_instance_id =
                reader.uuid("GetTelemetrySubscriptionsRequest.ClientInstanceId")?;
            reader.skip_tags("GetTelemetrySubscriptionsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.client_instance_id);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for GetTelemetrySubscriptionsRequest {
        const NAME: &'static str = "GetTelemetrySubscriptionsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "GetTelemetrySubscriptionsRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "GetTelemetrySubscriptionsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `GetTelemetrySubscriptionsResponse` and what it holds.
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

    /// The message `GetTelemetrySubscriptionsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct GetTelemetrySubscriptionsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ClientInstanceId`, uuid, versions 0+.
        pub client_instance_id: Uuid,
        /// `SubscriptionId`, int32, versions 0+.
        pub subscription_id: i32,
        /// `AcceptedCompressionTypes`, array of int8, versions 0+.
        pub accepted_compression_types: Vec<i8>,
        /// `PushIntervalMs`, int32, versions 0+.
        pub push_interval_ms: i32,
        /// `TelemetryMaxBytes`, int32, versions 0+.
        pub telemetry_max_bytes: i32,
        /// `DeltaTemporality`, bool, versions 0+.
        pub delta_temporality: bool,
        /// `RequestedMetrics`, array of string, versions 0+.
        pub requested_metrics: Vec<Text>,
    }

    impl Struct for GetTelemetrySubscriptionsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("GetTelemetrySubscriptionsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("GetTelemetrySubscriptionsResponse.ErrorCode")?;
            value.client_instance_id =
                reader.uuid("GetTelemetrySubscriptionsResponse.ClientInstanceId")?;
            value.subscription_id =
                reader.i32("GetTelemetrySubscriptionsResponse.SubscriptionId")?;
            value.accepted_compression_types = reader.values(
                "GetTelemetrySubscriptionsResponse.AcceptedCompressionTypes",
                true,
            )?;
            value.push_interval_ms =
                reader.i32("GetTelemetrySubscriptionsResponse.PushIntervalMs")?;
            value.telemetry_max_bytes =
                reader.i32("GetTelemetrySubscriptionsResponse.TelemetryMaxBytes")?;
            value.delta_temporality =
                reader.bool("GetTelemetrySubscriptionsResponse.DeltaTemporality")?;
            value.requested_metrics =
                reader.values("GetTelemetrySubscriptionsResponse.RequestedMetrics", true)?;
            reader.skip_tags("GetTelemetrySubscriptionsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.uuid(self.client_instance_id);
            writer.i32(self.subscription_id);
            writer.values(
                "GetTelemetrySubscriptionsResponse.AcceptedCompressionTypes",
                true,
                &self.accepted_compression_types,
            )?;
            writer.i32(self.push_interval_ms);
            writer.i32(self.telemetry_max_bytes);
            writer.bool(self.delta_temporality);
            writer.values(
                "GetTelemetrySubscriptionsResponse.RequestedMetrics",
                true,
                &self.requested_metrics,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for GetTelemetrySubscriptionsResponse {
        const NAME: &'static str = "GetTelemetrySubscriptionsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "GetTelemetrySubscriptionsResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "GetTelemetrySubscriptionsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for GetTelemetrySubscriptionsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::GetTelemetrySubscriptions;
    type Response = GetTelemetrySubscriptionsResponse;
}
