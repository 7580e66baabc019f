//! The ListTransactions API, key 66.

pub use request::ListTransactionsRequest;
pub use response::{ListTransactionsResponse, TransactionState};

/// `ListTransactionsRequest` and what it holds.
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

    /// The message `ListTransactionsRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ListTransactionsRequest {
        /// `StateFilters`, array of string, versions 0+.
        pub state_filters: Vec<Text>,
        /// `ProducerIdFilters`, array of int64, versions 0+.
        pub producer_id_filters: Vec<i64>,
        /// `DurationFilter`, int64, versions 1+, default -1.
        pub duration_filter: i64,
        /// `TransactionalIdPattern`, string, versions 2+, nullable 2+, default null.
        pub transactional_id_pattern: Option<Text>,
    }

    impl Default for ListTransactionsRequest {
        fn default() -> Self {
            Self {
                state_filters: Default::default(),
                producer_id_filters: Default::default(),
                duration_filter: -1,
                transactional_id_pattern: None,
            }
        }
    }

    impl Struct for ListTransactionsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.state_filters = reader.values("ListTransactionsRequest.StateFilters", true)?;
            value.producer_id_filters =
                reader.values("ListTransactionsRequest.ProducerIdFilters", true)?;
            if version >= 1 {
                value.duration_filter = reader.i64("ListTransactionsRequest.DurationFilter")?;
            }
            if version >= 2 {
                value.transactional_id_pattern =
                    reader.nullable_text("ListTransactionsRequest.TransactionalIdPattern", true)?;
            }
            reader.skip_tags("ListTransactionsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values(
                "ListTransactionsRequest.StateFilters",
                true,
                &self.state_filters,
            )?;
            writer.values(
                "ListTransactionsRequest.ProducerIdFilters",
                true,
                &self.producer_id_filters,
            )?;
            if version >= 1 {
                writer.i64(self.duration_filter);
            } else if self.duration_filter != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "ListTransactionsRequest.DurationFilter",
                    version,
                });
            }
            if version >= 2 {
                writer.nullable_text(
                    "ListTransactionsRequest.TransactionalIdPattern",
                    true,
                    self.transactional_id_pattern.as_ref(),
                )?;
            } else if self.transactional_id_pattern.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "ListTransactionsRequest.TransactionalIdPattern",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ListTransactionsRequest {
        const NAME: &'static str = "ListTransactionsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("ListTransactionsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListTransactionsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ListTransactionsResponse` and what it holds.
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

    /// The message `ListTransactionsResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListTransactionsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `UnknownStateFilters`, array of string, versions 0+.
        pub unknown_state_filters: Vec<Text>,
        /// `TransactionStates`, array of TransactionState, versions 0+.
        pub transaction_states: Vec<TransactionState>,
    }

    impl Struct for ListTransactionsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ListTransactionsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ListTransactionsResponse.ErrorCode")?;
            value.unknown_state_filters =
                reader.values("ListTransactionsResponse.UnknownStateFilters", true)?;
            value.transaction_states = reader.structs(
                "ListTransactionsResponse.TransactionStates",
                true,
                11,
                version,
            )?;
            reader.skip_tags("ListTransactionsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.values(
                "ListTransactionsResponse.UnknownStateFilters",
                true,
                &self.unknown_state_filters,
            )?;
            writer.structs(
                "ListTransactionsResponse.TransactionStates",
                true,
                &self.transaction_states,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TransactionState`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TransactionState {
        /// `TransactionalId`, string, versions 0+.
        pub transactional_id: Text,
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `TransactionState`, string, versions 0+.
        pub transaction_state: Text,
    }

    impl Struct for TransactionState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.transactional_id = reader.text("TransactionState.TransactionalId", true)?;
            value.producer_id = reader.i64("TransactionState.ProducerId")?;
            value.transaction_state = reader.text("TransactionState.TransactionState", true)?;
            reader.skip_tags("TransactionState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "TransactionState.TransactionalId",
                true,
                &self.transactional_id,
            )?;
            writer.i64(self.producer_id);
            writer.text(
                "TransactionState.TransactionState",
                true,
                &self.transaction_state,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ListTransactionsResponse {
        const NAME: &'static str = "ListTransactionsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("ListTransactionsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListTransactionsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ListTransactionsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ListTransactions;
    type Response = ListTransactionsResponse;
}
