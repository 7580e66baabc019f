//! The DescribeTransactions API, key 65.

pub use request::DescribeTransactionsRequest;
pub use response::{DescribeTransactionsResponse, TopicData, TransactionState};

/// `DescribeTransactionsRequest` and what it holds.
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

    /// The message `DescribeTransactionsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeTransactionsRequest {
        /// `TransactionalIds`, array of string, versions 0+.
        pub transactional_ids: Vec<Text>,
    }

    impl Struct for DescribeTransactionsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.transactional_ids =
                reader.values("DescribeTransactionsRequest.TransactionalIds", true)?;
            reader.skip_tags("DescribeTransactionsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values(
                "DescribeTransactionsRequest.TransactionalIds",
                true,
                &self.transactional_ids,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeTransactionsRequest {
        const NAME: &'static str = "DescribeTransactionsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("DescribeTransactionsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeTransactionsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeTransactionsResponse` and what it holds.
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

    /// The message `DescribeTransactionsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeTransactionsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `TransactionStates`, array of TransactionState, versions 0+.
        pub transaction_states: Vec<TransactionState>,
    }

    impl Struct for DescribeTransactionsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeTransactionsResponse.ThrottleTimeMs")?;
            value.transaction_states = reader.structs(
                "DescribeTransactionsResponse.TransactionStates",
                true,
                28,
                version,
            )?;
            reader.skip_tags("DescribeTransactionsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DescribeTransactionsResponse.TransactionStates",
                true,
                &self.transaction_states,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TransactionState`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TransactionState {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `TransactionalId`, string, versions 0+.
        pub transactional_id: Text,
        /// `TransactionState`, string, versions 0+.
        pub transaction_state: Text,
        /// `TransactionTimeoutMs`, int32, versions 0+.
        pub transaction_timeout_ms: i32,
        /// `TransactionStartTimeMs`, int64, versions 0+.
        pub transaction_start_time_ms: i64,
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Struct for TransactionState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("TransactionState.ErrorCode")?;
            value.transactional_id = reader.text("TransactionState.TransactionalId", true)?;
            value.transaction_state = reader.text("TransactionState.TransactionState", true)?;
            value.transaction_timeout_ms = reader.i32("TransactionState.TransactionTimeoutMs")?;
            value.transaction_start_time_ms =
                reader.i64("TransactionState.TransactionStartTimeMs")?;
            value.producer_id = reader.i64("TransactionState.ProducerId")?;
            value.producer_epoch = reader.i16("TransactionState.ProducerEpoch")?;
            value.topics = reader.structs("TransactionState.Topics", true, 3, version)?;
            reader.skip_tags("TransactionState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.text(
                "TransactionState.TransactionalId",
                true,
                &self.transactional_id,
            )?;
            writer.text(
                "TransactionState.TransactionState",
                true,
                &self.transaction_state,
            )?;
            writer.i32(self.transaction_timeout_ms);
            writer.i64(self.transaction_start_time_ms);
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            writer.structs("TransactionState.Topics", true, &self.topics, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic = reader.text("TopicData.Topic", true)?;
            value.partitions = reader.values("TopicData.Partitions", true)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicData.Topic", true, &self.topic)?;
            writer.values("TopicData.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeTransactionsResponse {
        const NAME: &'static str = "DescribeTransactionsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("DescribeTransactionsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeTransactionsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeTransactionsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeTransactions;
    type Response = DescribeTransactionsResponse;
}
