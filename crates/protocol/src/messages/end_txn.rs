//! The EndTxn API, key 26.

pub use request::EndTxnRequest;
pub use response::EndTxnResponse;

/// `EndTxnRequest` and what it holds.
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

    /// The message `EndTxnRequest`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EndTxnRequest {
        /// `TransactionalId`, string, versions 0+.
        pub transactional_id: Text,
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `Committed`, bool, versions 0+.
        pub committed: bool,
    }

    impl Struct for EndTxnRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.transactional_id = reader.text("EndTxnRequest.TransactionalId", flexible)?;
            value.producer_id = reader.i64("EndTxnRequest.ProducerId")?;
            value.producer_epoch = reader.i16("EndTxnRequest.ProducerEpoch")?;
            value.committed = reader.bool("EndTxnRequest.Committed")?;
            if flexible {
                reader.skip_tags("EndTxnRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text(
                "EndTxnRequest.TransactionalId",
                flexible,
                &self.transactional_id,
            )?;
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            writer.bool(self.committed);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for EndTxnRequest {
        const NAME: &'static str = "EndTxnRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("EndTxnRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EndTxnRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `EndTxnResponse` and what it holds.
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

    /// The message `EndTxnResponse`, versions 0-5.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EndTxnResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ProducerId`, int64, versions 5+, default -1, ignorable.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 5+, default -1, ignorable.
        pub producer_epoch: i16,
    }

    impl Default for EndTxnResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                producer_id: -1,
                producer_epoch: -1,
            }
        }
    }

    impl Struct for EndTxnResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("EndTxnResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("EndTxnResponse.ErrorCode")?;
            if version >= 5 {
                value.producer_id = reader.i64("EndTxnResponse.ProducerId")?;
            }
            if version >= 5 {
                value.producer_epoch = reader.i16("EndTxnResponse.ProducerEpoch")?;
            }
            if flexible {
                reader.skip_tags("EndTxnResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            if version >= 5 {
                writer.i64(self.producer_id);
            }
            if version >= 5 {
                writer.i16(self.producer_epoch);
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for EndTxnResponse {
        const NAME: &'static str = "EndTxnResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("EndTxnResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EndTxnResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for EndTxnRequest {
    const KEY: crate::ApiKey = crate::ApiKey::EndTxn;
    type Response = EndTxnResponse;
}
