//! The DescribeProducers API, key 61.

pub use request::{DescribeProducersRequest, TopicRequest};
pub use response::{DescribeProducersResponse, PartitionResponse, ProducerState, TopicResponse};

/// `DescribeProducersRequest` and what it holds.
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

    /// The message `DescribeProducersRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeProducersRequest {
        /// `Topics`, array of TopicRequest, versions 0+.
        pub topics: Vec<TopicRequest>,
    }

    impl Struct for DescribeProducersRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topics = reader.structs("DescribeProducersRequest.Topics", true, 3, version)?;
            reader.skip_tags("DescribeProducersRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "DescribeProducersRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicRequest {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `PartitionIndexes`, array of int32, versions 0+.
        pub partition_indexes: Vec<i32>,
    }

    impl Struct for TopicRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicRequest.Name", true)?;
            value.partition_indexes = reader.values("TopicRequest.PartitionIndexes", true)?;
            reader.skip_tags("TopicRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicRequest.Name", true, &self.name)?;
            writer.values(
                "TopicRequest.PartitionIndexes",
                true,
                &self.partition_indexes,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeProducersRequest {
        const NAME: &'static str = "DescribeProducersRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("DescribeProducersRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeProducersRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeProducersResponse` and what it holds.
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

    /// The message `DescribeProducersResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeProducersResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Topics`, array of TopicResponse, versions 0+.
        pub topics: Vec<TopicResponse>,
    }

    impl Struct for DescribeProducersResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeProducersResponse.ThrottleTimeMs")?;
            value.topics = reader.structs("DescribeProducersResponse.Topics", true, 3, version)?;
            reader.skip_tags("DescribeProducersResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DescribeProducersResponse.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicResponse {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of PartitionResponse, versions 0+.
        pub partitions: Vec<PartitionResponse>,
    }

    impl Struct for TopicResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicResponse.Name", true)?;
            value.partitions = reader.structs("TopicResponse.Partitions", true, 9, version)?;
            reader.skip_tags("TopicResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicResponse.Name", true, &self.name)?;
            writer.structs("TopicResponse.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionResponse {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `ActiveProducers`, array of ProducerState, versions 0+.
        pub active_producers: Vec<ProducerState>,
    }

    impl Struct for PartitionResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionResponse.PartitionIndex")?;
            value.error_code = reader.i16("PartitionResponse.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionResponse.ErrorMessage", true)?;
            value.active_producers =
                reader.structs("PartitionResponse.ActiveProducers", true, 37, version)?;
            reader.skip_tags("PartitionResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.nullable_text(
                "PartitionResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "PartitionResponse.ActiveProducers",
                true,
                &self.active_producers,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ProducerState`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProducerState {
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int32, versions 0+.
        pub producer_epoch: i32,
        /// `LastSequence`, int32, versions 0+, default -1.
        pub last_sequence: i32,
        /// `LastTimestamp`, int64, versions 0+, default -1.
        pub last_timestamp: i64,
        /// `CoordinatorEpoch`, int32, versions 0+.
        pub coordinator_epoch: i32,
        /// `CurrentTxnStartOffset`, int64, versions 0+, default -1.
        pub current_txn_start_offset: i64,
    }

    impl Default for ProducerState {
        fn default() -> Self {
            Self {
                producer_id: 0,
                producer_epoch: 0,
                last_sequence: -1,
                last_timestamp: -1,
                coordinator_epoch: 0,
                current_txn_start_offset: -1,
            }
        }
    }

    impl Struct for ProducerState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.producer_id = reader.i64("ProducerState.ProducerId")?;
            value.producer_epoch = reader.i32("ProducerState.ProducerEpoch")?;
            value.last_sequence = reader.i32("ProducerState.LastSequence")?;
            value.last_timestamp = reader.i64("ProducerState.LastTimestamp")?;
            value.coordinator_epoch = reader.i32("ProducerState.CoordinatorEpoch")?;
            value.current_txn_start_offset = reader.i64("ProducerState.CurrentTxnStartOffset")?;
            reader.skip_tags("ProducerState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.producer_id);
            writer.i32(self.producer_epoch);
            writer.i32(self.last_sequence);
            writer.i64(self.last_timestamp);
            writer.i32(self.coordinator_epoch);
            writer.i64(self.current_txn_start_offset);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeProducersResponse {
        const NAME: &'static str = "DescribeProducersResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("DescribeProducersResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeProducersResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeProducersRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeProducers;
    type Response = DescribeProducersResponse;
}
