//! The InitProducerId API, key 22.

pub use request::InitProducerIdRequest;
pub use response::InitProducerIdResponse;

/// `InitProducerIdRequest` and what it holds.
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

    /// The message `InitProducerIdRequest`, versions 0-6.
    #[derive(Clone, Debug, PartialEq)]
    pub struct InitProducerIdRequest {
        /// `TransactionalId`, string, versions 0+, nullable 0+.
        pub transactional_id: Option<Text>,
        /// `TransactionTimeoutMs`, int32, versions 0+.
        pub transaction_timeout_ms: i32,
        /// `ProducerId`, int64, versions 3+, default -1.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 3+, default -1.
        pub producer_epoch: i16,
        /// `Enable2Pc`, bool, versions 6+, default false.
        pub enable2_pc: bool,
        /// `KeepPreparedTxn`, bool, versions 6+, default false.
        pub keep_prepared_txn: bool,
    }

    impl Default for InitProducerIdRequest {
        fn default() -> Self {
            Self {
                transactional_id: Some(Default::default()),
                transaction_timeout_ms: 0,
                producer_id: -1,
                producer_epoch: -1,
                enable2_pc: false,
                keep_prepared_txn: false,
            }
        }
    }

    impl Struct for InitProducerIdRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.transactional_id =
                reader.nullable_text("InitProducerIdRequest.TransactionalId", flexible)?;
            value.transaction_timeout_ms =
                reader.i32("InitProducerIdRequest.TransactionTimeoutMs")?;
            if version >= 3 {
                value.producer_id = reader.i64("InitProducerIdRequest.ProducerId")?;
            }
            if version >= 3 {
                value.producer_epoch = reader.i16("InitProducerIdRequest.ProducerEpoch")?;
            }
            if version >= 6 {
                value.enable2_pc = reader.bool("InitProducerIdRequest.Enable2Pc")?;
            }
            if version >= 6 {
                value.keep_prepared_txn = reader.bool("InitProducerIdRequest.KeepPreparedTxn")?;
            }
            if flexible {
                reader.skip_tags("InitProducerIdRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.nullable_text(
                "InitProducerIdRequest.TransactionalId",
                flexible,
                self.transactional_id.as_ref(),
            )?;
            writer.i32(self.transaction_timeout_ms);
            if version >= 3 {
                writer.i64(self.producer_id);
            } else if self.producer_id != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "InitProducerIdRequest.ProducerId",
                    version,
                });
            }
            if version >= 3 {
                writer.i16(self.producer_epoch);
            } else if self.producer_epoch != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "InitProducerIdRequest.ProducerEpoch",
                    version,
                });
            }
            if version >= 6 {
                writer.bool(self.enable2_pc);
            } else if self.enable2_pc {
                return Err(EncodeError::NotInVersion {
                    field: "InitProducerIdRequest.Enable2Pc",
                    version,
                });
            }
            if version >= 6 {
                writer.bool(self.keep_prepared_txn);
            } else if self.keep_prepared_txn {
                return Err(EncodeError::NotInVersion {
                    field: "InitProducerIdRequest.KeepPreparedTxn",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for InitProducerIdRequest {
        const NAME: &'static str = "InitProducerIdRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=6).contains(&version) {
                return Err(reader.error("InitProducerIdRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "InitProducerIdRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `InitProducerIdResponse` and what it holds.
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

    /// The message `InitProducerIdResponse`, versions 0-6.
    #[derive(Clone, Debug, PartialEq)]
    pub struct InitProducerIdResponse {
        /// `ThrottleTimeMs`, int32, versions 0+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ProducerId`, int64, versions 0+, default -1.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `OngoingTxnProducerId`, int64, versions 6+, default -1.
        pub ongoing_txn_producer_id: i64,
        /// `OngoingTxnProducerEpoch`, int16, versions 6+, default -1.
        pub ongoing_txn_producer_epoch: i16,
    }

    impl Default for InitProducerIdResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                producer_id: -1,
                producer_epoch: 0,
                ongoing_txn_producer_id: -1,
                ongoing_txn_producer_epoch: -1,
            }
        }
    }

    impl Struct for InitProducerIdResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("InitProducerIdResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("InitProducerIdResponse.ErrorCode")?;
            value.producer_id = reader.i64("InitProducerIdResponse.ProducerId")?;
            value.producer_epoch = reader.i16("InitProducerIdResponse.ProducerEpoch")?;
            if version >= 6 {
                value.ongoing_txn_producer_id =
                    reader.i64("InitProducerIdResponse.OngoingTxnProducerId")?;
            }
            if version >= 6 {
                value.ongoing_txn_producer_epoch =
                    reader.i16("InitProducerIdResponse.OngoingTxnProducerEpoch")?;
            }
            if flexible {
                reader.skip_tags("InitProducerIdResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            if version >= 6 {
                writer.i64(self.ongoing_txn_producer_id);
            } else if self.ongoing_txn_producer_id != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "InitProducerIdResponse.OngoingTxnProducerId",
                    version,
                });
            }
            if version >= 6 {
                writer.i16(self.ongoing_txn_producer_epoch);
            } else if self.ongoing_txn_producer_epoch != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "InitProducerIdResponse.OngoingTxnProducerEpoch",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for InitProducerIdResponse {
        const NAME: &'static str = "InitProducerIdResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=6).contains(&version) {
                return Err(reader.error("InitProducerIdResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "InitProducerIdResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for InitProducerIdRequest {
    const KEY: crate::ApiKey = crate::ApiKey::InitProducerId;
    type Response = InitProducerIdResponse;
}
