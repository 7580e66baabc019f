//! Record type 0 of __transaction_state.

pub use key::TransactionLogKey;
pub use value::{PartitionsSchema, TransactionLogValue};

/// `TransactionLogKey` and what it holds.
pub mod key {
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

    /// The message `TransactionLogKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TransactionLogKey {
        /// `TransactionalId`, string, versions 0.
        pub transactional_id: Text,
    }

    impl Struct for TransactionLogKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.transactional_id = reader.text("TransactionLogKey.TransactionalId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "TransactionLogKey.TransactionalId",
                false,
                &self.transactional_id,
            )?;
            Ok(())
        }
    }

    impl Message for TransactionLogKey {
        const NAME: &'static str = "TransactionLogKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("TransactionLogKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "TransactionLogKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `TransactionLogValue` and what it holds.
pub mod value {
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

    /// The message `TransactionLogValue`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TransactionLogValue {
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `PreviousProducerId`, int64, versions 1+, tag 0, default -1.
        pub previous_producer_id: i64,
        /// `NextProducerId`, int64, versions 1+, tag 1, default -1.
        pub next_producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `NextProducerEpoch`, int16, versions 1+, tag 3, default -1.
        pub next_producer_epoch: i16,
        /// `TransactionTimeoutMs`, int32, versions 0+.
        pub transaction_timeout_ms: i32,
        /// `TransactionStatus`, int8, versions 0+.
        pub transaction_status: i8,
        /// `TransactionPartitions`, array of PartitionsSchema, versions 0+, nullable 0+.
        pub transaction_partitions: Option<Vec<PartitionsSchema>>,
        /// `TransactionLastUpdateTimestampMs`, int64, versions 0+.
        pub transaction_last_update_timestamp_ms: i64,
        /// `TransactionStartTimestampMs`, int64, versions 0+.
        pub transaction_start_timestamp_ms: i64,
        /// `ClientTransactionVersion`, int16, versions 1+, tag 2, default 0.
        pub client_transaction_version: i16,
    }

    impl Default for TransactionLogValue {
        fn default() -> Self {
            Self {
                producer_id: 0,
                previous_producer_id: -1,
                next_producer_id: -1,
                producer_epoch: 0,
                next_producer_epoch: -1,
                transaction_timeout_ms: 0,
                transaction_status: 0,
                transaction_partitions: Some(Default::default()),
                transaction_last_update_timestamp_ms: 0,
                transaction_start_timestamp_ms: 0,
                client_transaction_version: 0,
            }
        }
    }

    impl Struct for TransactionLogValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.producer_id = reader.i64("TransactionLogValue.ProducerId")?;
            value.producer_epoch = reader.i16("TransactionLogValue.ProducerEpoch")?;
            value.transaction_timeout_ms =
                reader.i32("TransactionLogValue.TransactionTimeoutMs")?;
            value.transaction_status = reader.i8("TransactionLogValue.TransactionStatus")?;
            value.transaction_partitions = reader.nullable_structs(
                "TransactionLogValue.TransactionPartitions",
                flexible,
                3,
                version,
            )?;
            value.transaction_last_update_timestamp_ms =
                reader.i64("TransactionLogValue.TransactionLastUpdateTimestampMs")?;
            value.transaction_start_timestamp_ms =
                reader.i64("TransactionLogValue.TransactionStartTimestampMs")?;
            if flexible {
                let mut tags = reader.tags("TransactionLogValue")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => {
                            value.previous_producer_id =
                                reader.i64("TransactionLogValue.PreviousProducerId")?
                        }
                        1 => {
                            value.next_producer_id =
                                reader.i64("TransactionLogValue.NextProducerId")?
                        }
                        3 => {
                            value.next_producer_epoch =
                                reader.i16("TransactionLogValue.NextProducerEpoch")?
                        }
                        2 => {
                            value.client_transaction_version =
                                reader.i16("TransactionLogValue.ClientTransactionVersion")?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i64(self.producer_id);
            if !(version >= 1) && self.previous_producer_id != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "TransactionLogValue.PreviousProducerId",
                    version,
                });
            }
            if !(version >= 1) && self.next_producer_id != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "TransactionLogValue.NextProducerId",
                    version,
                });
            }
            writer.i16(self.producer_epoch);
            if !(version >= 1) && self.next_producer_epoch != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "TransactionLogValue.NextProducerEpoch",
                    version,
                });
            }
            writer.i32(self.transaction_timeout_ms);
            writer.i8(self.transaction_status);
            writer.nullable_structs(
                "TransactionLogValue.TransactionPartitions",
                flexible,
                self.transaction_partitions.as_ref(),
                version,
            )?;
            writer.i64(self.transaction_last_update_timestamp_ms);
            writer.i64(self.transaction_start_timestamp_ms);
            if !(version >= 1) && self.client_transaction_version != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "TransactionLogValue.ClientTransactionVersion",
                    version,
                });
            }
            if flexible {
                let count = writer.begin_tags();
                if self.previous_producer_id != -1 {
                    let start = writer.begin_tag(&count, 0);
                    writer.i64(self.previous_producer_id);
                    writer.end_tag(start);
                }
                if self.next_producer_id != -1 {
                    let start = writer.begin_tag(&count, 1);
                    writer.i64(self.next_producer_id);
                    writer.end_tag(start);
                }
                if self.client_transaction_version != 0 {
                    let start = writer.begin_tag(&count, 2);
                    writer.i16(self.client_transaction_version);
                    writer.end_tag(start);
                }
                if self.next_producer_epoch != -1 {
                    let start = writer.begin_tag(&count, 3);
                    writer.i16(self.next_producer_epoch);
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `PartitionsSchema`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionsSchema {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `PartitionIds`, array of int32, versions 0+.
        pub partition_ids: Vec<i32>,
    }

    impl Struct for PartitionsSchema {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.topic = reader.text("PartitionsSchema.Topic", flexible)?;
            value.partition_ids = reader.values("PartitionsSchema.PartitionIds", flexible)?;
            if flexible {
                reader.skip_tags("PartitionsSchema")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("PartitionsSchema.Topic", flexible, &self.topic)?;
            writer.values(
                "PartitionsSchema.PartitionIds",
                flexible,
                &self.partition_ids,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for TransactionLogValue {
        const NAME: &'static str = "TransactionLogValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("TransactionLogValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "TransactionLogValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
