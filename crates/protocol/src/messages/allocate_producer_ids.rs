//! The AllocateProducerIds API, key 67.

pub use request::AllocateProducerIdsRequest;
pub use response::AllocateProducerIdsResponse;

/// `AllocateProducerIdsRequest` and what it holds.
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

    /// The message `AllocateProducerIdsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AllocateProducerIdsRequest {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
        /// `BrokerEpoch`, int64, versions 0+, default -1.
        pub broker_epoch: i64,
    }

    impl Default for AllocateProducerIdsRequest {
        fn default() -> Self {
            Self {
                broker_id: 0,
                broker_epoch: -1,
            }
        }
    }

    impl Struct for AllocateProducerIdsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("AllocateProducerIdsRequest.BrokerId")?;
            value.broker_epoch = reader.i64("AllocateProducerIdsRequest.BrokerEpoch")?;
            reader.skip_tags("AllocateProducerIdsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.i64(self.broker_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AllocateProducerIdsRequest {
        const NAME: &'static str = "AllocateProducerIdsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("AllocateProducerIdsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AllocateProducerIdsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AllocateProducerIdsResponse` and what it holds.
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

    /// The message `AllocateProducerIdsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AllocateProducerIdsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ProducerIdStart`, int64, versions 0+.
        pub producer_id_start: i64,
        /// `ProducerIdLen`, int32, versions 0+.
        pub producer_id_len: i32,
    }

    impl Struct for AllocateProducerIdsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AllocateProducerIdsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("AllocateProducerIdsResponse.ErrorCode")?;
            value.producer_id_start = reader.i64("AllocateProducerIdsResponse.ProducerIdStart")?;
            value.producer_id_len = reader.i32("AllocateProducerIdsResponse.ProducerIdLen")?;
            reader.skip_tags("AllocateProducerIdsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.i64(self.producer_id_start);
            writer.i32(self.producer_id_len);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AllocateProducerIdsResponse {
        const NAME: &'static str = "AllocateProducerIdsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("AllocateProducerIdsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AllocateProducerIdsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AllocateProducerIdsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AllocateProducerIds;
    type Response = AllocateProducerIdsResponse;
}
