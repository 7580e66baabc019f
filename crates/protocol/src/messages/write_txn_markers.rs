//! The WriteTxnMarkers API, key 27.

pub use request::{WritableTxnMarker, WritableTxnMarkerTopic, WriteTxnMarkersRequest};
pub use response::{
    WritableTxnMarkerPartitionResult, WritableTxnMarkerResult, WritableTxnMarkerTopicResult,
    WriteTxnMarkersResponse,
};

/// `WriteTxnMarkersRequest` and what it holds.
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

    /// The message `WriteTxnMarkersRequest`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WriteTxnMarkersRequest {
        /// `Markers`, array of WritableTxnMarker, versions 0+.
        pub markers: Vec<WritableTxnMarker>,
    }

    impl Struct for WriteTxnMarkersRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.markers = reader.structs("WriteTxnMarkersRequest.Markers", true, 17, version)?;
            reader.skip_tags("WriteTxnMarkersRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "WriteTxnMarkersRequest.Markers",
                true,
                &self.markers,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WritableTxnMarker`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WritableTxnMarker {
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `ProducerEpoch`, int16, versions 0+.
        pub producer_epoch: i16,
        /// `TransactionResult`, bool, versions 0+.
        pub transaction_result: bool,
        /// `Topics`, array of WritableTxnMarkerTopic, versions 0+.
        pub topics: Vec<WritableTxnMarkerTopic>,
        /// `CoordinatorEpoch`, int32, versions 0+.
        pub coordinator_epoch: i32,
        /// `TransactionVersion`, int8, versions 2+, default 0, ignorable.
        pub transaction_version: i8,
    }

    impl Struct for WritableTxnMarker {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.producer_id = reader.i64("WritableTxnMarker.ProducerId")?;
            value.producer_epoch = reader.i16("WritableTxnMarker.ProducerEpoch")?;
            value.transaction_result = reader.bool("WritableTxnMarker.TransactionResult")?;
            value.topics = reader.structs("WritableTxnMarker.Topics", true, 3, version)?;
            value.coordinator_epoch = reader.i32("WritableTxnMarker.CoordinatorEpoch")?;
            if version >= 2 {
                value.transaction_version = reader.i8("WritableTxnMarker.TransactionVersion")?;
            }
            reader.skip_tags("WritableTxnMarker")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.producer_id);
            writer.i16(self.producer_epoch);
            writer.bool(self.transaction_result);
            writer.structs("WritableTxnMarker.Topics", true, &self.topics, version)?;
            writer.i32(self.coordinator_epoch);
            if version >= 2 {
                writer.i8(self.transaction_version);
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WritableTxnMarkerTopic`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WritableTxnMarkerTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `PartitionIndexes`, array of int32, versions 0+.
        pub partition_indexes: Vec<i32>,
    }

    impl Struct for WritableTxnMarkerTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("WritableTxnMarkerTopic.Name", true)?;
            value.partition_indexes =
                reader.values("WritableTxnMarkerTopic.PartitionIndexes", true)?;
            reader.skip_tags("WritableTxnMarkerTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("WritableTxnMarkerTopic.Name", true, &self.name)?;
            writer.values(
                "WritableTxnMarkerTopic.PartitionIndexes",
                true,
                &self.partition_indexes,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for WriteTxnMarkersRequest {
        const NAME: &'static str = "WriteTxnMarkersRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("WriteTxnMarkersRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "WriteTxnMarkersRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `WriteTxnMarkersResponse` and what it holds.
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

    /// The message `WriteTxnMarkersResponse`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WriteTxnMarkersResponse {
        /// `Markers`, array of WritableTxnMarkerResult, versions 0+.
        pub markers: Vec<WritableTxnMarkerResult>,
    }

    impl Struct for WriteTxnMarkersResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.markers = reader.structs("WriteTxnMarkersResponse.Markers", true, 10, version)?;
            reader.skip_tags("WriteTxnMarkersResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "WriteTxnMarkersResponse.Markers",
                true,
                &self.markers,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WritableTxnMarkerResult`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WritableTxnMarkerResult {
        /// `ProducerId`, int64, versions 0+.
        pub producer_id: i64,
        /// `Topics`, array of WritableTxnMarkerTopicResult, versions 0+.
        pub topics: Vec<WritableTxnMarkerTopicResult>,
    }

    impl Struct for WritableTxnMarkerResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.producer_id = reader.i64("WritableTxnMarkerResult.ProducerId")?;
            value.topics = reader.structs("WritableTxnMarkerResult.Topics", true, 3, version)?;
            reader.skip_tags("WritableTxnMarkerResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.producer_id);
            writer.structs(
                "WritableTxnMarkerResult.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WritableTxnMarkerTopicResult`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WritableTxnMarkerTopicResult {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of WritableTxnMarkerPartitionResult, versions 0+.
        pub partitions: Vec<WritableTxnMarkerPartitionResult>,
    }

    impl Struct for WritableTxnMarkerTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("WritableTxnMarkerTopicResult.Name", true)?;
            value.partitions =
                reader.structs("WritableTxnMarkerTopicResult.Partitions", true, 7, version)?;
            reader.skip_tags("WritableTxnMarkerTopicResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("WritableTxnMarkerTopicResult.Name", true, &self.name)?;
            writer.structs(
                "WritableTxnMarkerTopicResult.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `WritableTxnMarkerPartitionResult`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct WritableTxnMarkerPartitionResult {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for WritableTxnMarkerPartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index =
                reader.i32("WritableTxnMarkerPartitionResult.PartitionIndex")?;
            value.error_code = reader.i16("WritableTxnMarkerPartitionResult.ErrorCode")?;
            reader.skip_tags("WritableTxnMarkerPartitionResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for WriteTxnMarkersResponse {
        const NAME: &'static str = "WriteTxnMarkersResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=2).contains(&version) {
                return Err(reader.error("WriteTxnMarkersResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "WriteTxnMarkersResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for WriteTxnMarkersRequest {
    const KEY: crate::ApiKey = crate::ApiKey::WriteTxnMarkers;
    type Response = WriteTxnMarkersResponse;
}
