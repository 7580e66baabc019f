//! The AddOffsetsToTxn API, key 25.

pub use request::AddOffsetsToTxnRequest;
pub use response::AddOffsetsToTxnResponse;

/// `AddOffsetsToTxnRequest` and what it holds.
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

    /// The message `AddOffsetsToTxnRequest`, versions 0-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddOffsetsToTxnRequest {
        /// `TransactionalId`, string, versions 0+.
        pub transactional_id: Text,
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
    }

    impl Struct for AddOffsetsToTxnRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.transactional_id =
                reader.text("AddOffsetsToTxnRequest.TransactionalId", flexible)?;
            value.producer_id = reader.i64("AddOffsetsToTxnRequest.ProducerId")?;
            value.producer_epoch = reader.i16("AddOffsetsToTxnRequest.ProducerEpoch")?;
            value.group_id = reader.text("AddOffsetsToTxnRequest.GroupId", flexible)?;
            if flexible {
                reader.skip_tags("AddOffsetsToTxnRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text(
                "AddOffsetsToTxnRequest.TransactionalId",
                flexible,
                &self.transactional_id,
            )?;
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            writer.text("AddOffsetsToTxnRequest.GroupId", flexible, &self.group_id)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AddOffsetsToTxnRequest {
        const NAME: &'static str = "AddOffsetsToTxnRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("AddOffsetsToTxnRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AddOffsetsToTxnRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AddOffsetsToTxnResponse` and what it holds.
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

    /// The message `AddOffsetsToTxnResponse`, versions 0-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddOffsetsToTxnResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for AddOffsetsToTxnResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AddOffsetsToTxnResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("AddOffsetsToTxnResponse.ErrorCode")?;
            if flexible {
                reader.skip_tags("AddOffsetsToTxnResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AddOffsetsToTxnResponse {
        const NAME: &'static str = "AddOffsetsToTxnResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("AddOffsetsToTxnResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AddOffsetsToTxnResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AddOffsetsToTxnRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AddOffsetsToTxn;
    type Response = AddOffsetsToTxnResponse;
}
