//! The AddPartitionsToTxn API, key 24.

pub use request::{
    AddPartitionsToTxnRequest, AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction,
};
pub use response::{
    AddPartitionsToTxnPartitionResult, AddPartitionsToTxnResponse, AddPartitionsToTxnResult,
    AddPartitionsToTxnTopicResult,
};

/// `AddPartitionsToTxnRequest` and what it holds.
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

    /// The message `AddPartitionsToTxnRequest`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnRequest {
        /// `Transactions`, array of AddPartitionsToTxnTransaction, versions 4+.
        pub transactions: Vec<AddPartitionsToTxnTransaction>,
        /// `V3AndBelowTransactionalId`, string, versions 0-3.
        pub v3_and_below_transactional_id: Text,
        /// `V3AndBelowProducerId`, int64, versions 0-3.
        pub v3_and_below_producer_id: i64,
        /// `V3AndBelowProducerEpoch`, int16, versions 0-3.
        pub v3_and_below_producer_epoch: i16,
        /// `V3AndBelowTopics`, array of AddPartitionsToTxnTopic, versions 0-3.
        pub v3_and_below_topics: Vec<AddPartitionsToTxnTopic>,
    }

    impl Struct for AddPartitionsToTxnRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            if version >= 4 {
                value.transactions = reader.structs(
                    "AddPartitionsToTxnRequest.Transactions",
                    flexible,
                    14,
                    version,
                )?;
            }
            if version <= 3 {
                value.v3_and_below_transactional_id = reader.text(
                    "AddPartitionsToTxnRequest.V3AndBelowTransactionalId",
                    flexible,
                )?;
            }
            if version <= 3 {
                value.v3_and_below_producer_id =
                    reader.i64("AddPartitionsToTxnRequest.V3AndBelowProducerId")?;
            }
            if version <= 3 {
                value.v3_and_below_producer_epoch =
                    reader.i16("AddPartitionsToTxnRequest.V3AndBelowProducerEpoch")?;
            }
            if version <= 3 {
                value.v3_and_below_topics = reader.structs(
                    "AddPartitionsToTxnRequest.V3AndBelowTopics",
                    flexible,
                    3,
                    version,
                )?;
            }
            if flexible {
                reader.skip_tags("AddPartitionsToTxnRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            if version >= 4 {
                writer.structs(
                    "AddPartitionsToTxnRequest.Transactions",
                    flexible,
                    &self.transactions,
                    version,
                )?;
            } else if !self.transactions.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnRequest.Transactions",
                    version,
                });
            }
            if version <= 3 {
                writer.text(
                    "AddPartitionsToTxnRequest.V3AndBelowTransactionalId",
                    flexible,
                    &self.v3_and_below_transactional_id,
                )?;
            } else if !self.v3_and_below_transactional_id.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnRequest.V3AndBelowTransactionalId",
                    version,
                });
            }
            if version <= 3 {
                writer.i64(self.v3_and_below_producer_id);
            } else if self.v3_and_below_producer_id != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnRequest.V3AndBelowProducerId",
                    version,
                });
            }
            if version <= 3 {
                writer.i16(self.v3_and_below_producer_epoch);
            } else if self.v3_and_below_producer_epoch != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnRequest.V3AndBelowProducerEpoch",
                    version,
                });
            }
            if version <= 3 {
                writer.structs(
                    "AddPartitionsToTxnRequest.V3AndBelowTopics",
                    flexible,
                    &self.v3_and_below_topics,
                    version,
                )?;
            } else if !self.v3_and_below_topics.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnRequest.V3AndBelowTopics",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AddPartitionsToTxnTransaction`, versions 4-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnTransaction {
        /// `TransactionalId`, string, versions 4+.
        pub transactional_id: Text,
        /// `ProducerId`, int64, versions 4+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 4+.
        pub producer_epoch: i16,
        /// `VerifyOnly`, bool, versions 4+, default false.
        pub verify_only: bool,
        /// `Topics`, array of AddPartitionsToTxnTopic, versions 4+.
        pub topics: Vec<AddPartitionsToTxnTopic>,
    }

    impl Struct for AddPartitionsToTxnTransaction {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.transactional_id =
                reader.text("AddPartitionsToTxnTransaction.TransactionalId", true)?;
            value.producer_id = reader.i64("AddPartitionsToTxnTransaction.ProducerId")?;
            value.producer_epoch = reader.i16("AddPartitionsToTxnTransaction.ProducerEpoch")?;
            value.verify_only = reader.bool("AddPartitionsToTxnTransaction.VerifyOnly")?;
            value.topics =
                reader.structs("AddPartitionsToTxnTransaction.Topics", true, 3, version)?;
            reader.skip_tags("AddPartitionsToTxnTransaction")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "AddPartitionsToTxnTransaction.TransactionalId",
                true,
                &self.transactional_id,
            )?;
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            writer.bool(self.verify_only);
            writer.structs(
                "AddPartitionsToTxnTransaction.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AddPartitionsToTxnTopic`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for AddPartitionsToTxnTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.name = reader.text("AddPartitionsToTxnTopic.Name", flexible)?;
            value.partitions = reader.values("AddPartitionsToTxnTopic.Partitions", flexible)?;
            if flexible {
                reader.skip_tags("AddPartitionsToTxnTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text("AddPartitionsToTxnTopic.Name", flexible, &self.name)?;
            writer.values(
                "AddPartitionsToTxnTopic.Partitions",
                flexible,
                &self.partitions,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AddPartitionsToTxnRequest {
        const NAME: &'static str = "AddPartitionsToTxnRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("AddPartitionsToTxnRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AddPartitionsToTxnRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AddPartitionsToTxnResponse` and what it holds.
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

    /// The message `AddPartitionsToTxnResponse`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 4+, ignorable.
        pub error_code: i16,
        /// `ResultsByTransaction`, array of AddPartitionsToTxnResult, versions 4+.
        pub results_by_transaction: Vec<AddPartitionsToTxnResult>,
        /// `ResultsByTopicV3AndBelow`, array of AddPartitionsToTxnTopicResult, versions 0-3.
        pub results_by_topic_v3_and_below: Vec<AddPartitionsToTxnTopicResult>,
    }

    impl Struct for AddPartitionsToTxnResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AddPartitionsToTxnResponse.ThrottleTimeMs")?;
            if version >= 4 {
                value.error_code = reader.i16("AddPartitionsToTxnResponse.ErrorCode")?;
            }
            if version >= 4 {
                value.results_by_transaction = reader.structs(
                    "AddPartitionsToTxnResponse.ResultsByTransaction",
                    flexible,
                    3,
                    version,
                )?;
            }
            if version <= 3 {
                value.results_by_topic_v3_and_below = reader.structs(
                    "AddPartitionsToTxnResponse.ResultsByTopicV3AndBelow",
                    flexible,
                    3,
                    version,
                )?;
            }
            if flexible {
                reader.skip_tags("AddPartitionsToTxnResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.throttle_time_ms);
            if version >= 4 {
                writer.i16(self.error_code);
            }
            if version >= 4 {
                writer.structs(
                    "AddPartitionsToTxnResponse.ResultsByTransaction",
                    flexible,
                    &self.results_by_transaction,
                    version,
                )?;
            } else if !self.results_by_transaction.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnResponse.ResultsByTransaction",
                    version,
                });
            }
            if version <= 3 {
                writer.structs(
                    "AddPartitionsToTxnResponse.ResultsByTopicV3AndBelow",
                    flexible,
                    &self.results_by_topic_v3_and_below,
                    version,
                )?;
            } else if !self.results_by_topic_v3_and_below.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "AddPartitionsToTxnResponse.ResultsByTopicV3AndBelow",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AddPartitionsToTxnResult`, versions 4-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnResult {
        /// `TransactionalId`, string, versions 4+.
        pub transactional_id: Text,
        /// `TopicResults`, array of AddPartitionsToTxnTopicResult, versions 4+.
        pub topic_results: Vec<AddPartitionsToTxnTopicResult>,
    }

    impl Struct for AddPartitionsToTxnResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.transactional_id =
                reader.text("AddPartitionsToTxnResult.TransactionalId", true)?;
            value.topic_results =
                reader.structs("AddPartitionsToTxnResult.TopicResults", true, 3, version)?;
            reader.skip_tags("AddPartitionsToTxnResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "AddPartitionsToTxnResult.TransactionalId",
                true,
                &self.transactional_id,
            )?;
            writer.structs(
                "AddPartitionsToTxnResult.TopicResults",
                true,
                &self.topic_results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AddPartitionsToTxnTopicResult`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnTopicResult {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `ResultsByPartition`, array of AddPartitionsToTxnPartitionResult, versions 0+.
        pub results_by_partition: Vec<AddPartitionsToTxnPartitionResult>,
    }

    impl Struct for AddPartitionsToTxnTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.name = reader.text("AddPartitionsToTxnTopicResult.Name", flexible)?;
            value.results_by_partition = reader.structs(
                "AddPartitionsToTxnTopicResult.ResultsByPartition",
                flexible,
                6,
                version,
            )?;
            if flexible {
                reader.skip_tags("AddPartitionsToTxnTopicResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text("AddPartitionsToTxnTopicResult.Name", flexible, &self.name)?;
            writer.structs(
                "AddPartitionsToTxnTopicResult.ResultsByPartition",
                flexible,
                &self.results_by_partition,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AddPartitionsToTxnPartitionResult`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AddPartitionsToTxnPartitionResult {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `PartitionErrorCode`, int16, versions 0+.
        pub partition_error_code: i16,
    }

    impl Struct for AddPartitionsToTxnPartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.partition_index =
                reader.i32("AddPartitionsToTxnPartitionResult.PartitionIndex")?;
            value.partition_error_code =
                reader.i16("AddPartitionsToTxnPartitionResult.PartitionErrorCode")?;
            if flexible {
                reader.skip_tags("AddPartitionsToTxnPartitionResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i32(self.partition_index);
            writer.i16(self.partition_error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AddPartitionsToTxnResponse {
        const NAME: &'static str = "AddPartitionsToTxnResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("AddPartitionsToTxnResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AddPartitionsToTxnResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AddPartitionsToTxnRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AddPartitionsToTxn;
    type Response = AddPartitionsToTxnResponse;
}
