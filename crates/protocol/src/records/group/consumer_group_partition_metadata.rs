//! Record type 4 of __consumer_offsets.

pub use key::ConsumerGroupPartitionMetadataKey;
pub use value::{ConsumerGroupPartitionMetadataValue, PartitionMetadata, TopicMetadata};

/// `ConsumerGroupPartitionMetadataKey` and what it holds.
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

    /// The message `ConsumerGroupPartitionMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupPartitionMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for ConsumerGroupPartitionMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ConsumerGroupPartitionMetadataKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupPartitionMetadataKey.GroupId",
                false,
                &self.group_id,
            )?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupPartitionMetadataKey {
        const NAME: &'static str = "ConsumerGroupPartitionMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupPartitionMetadataKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupPartitionMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupPartitionMetadataValue` and what it holds.
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

    /// The message `ConsumerGroupPartitionMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupPartitionMetadataValue {
        /// `Topics`, array of TopicMetadata, versions 0+.
        pub topics: Vec<TopicMetadata>,
    }

    impl Struct for ConsumerGroupPartitionMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topics = reader.structs(
                "ConsumerGroupPartitionMetadataValue.Topics",
                true,
                23,
                version,
            )?;
            reader.skip_tags("ConsumerGroupPartitionMetadataValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "ConsumerGroupPartitionMetadataValue.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicMetadata`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicMetadata {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `NumPartitions`, int32, versions 0+.
        pub num_partitions: i32,
        /// `PartitionMetadata`, array of PartitionMetadata, versions 0+.
        pub partition_metadata: Vec<PartitionMetadata>,
    }

    impl Struct for TopicMetadata {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicMetadata.TopicId")?;
            value.topic_name = reader.text("TopicMetadata.TopicName", true)?;
            value.num_partitions = reader.i32("TopicMetadata.NumPartitions")?;
            value.partition_metadata =
                reader.structs("TopicMetadata.PartitionMetadata", true, 6, version)?;
            reader.skip_tags("TopicMetadata")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.text("TopicMetadata.TopicName", true, &self.topic_name)?;
            writer.i32(self.num_partitions);
            writer.structs(
                "TopicMetadata.PartitionMetadata",
                true,
                &self.partition_metadata,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionMetadata`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionMetadata {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `Racks`, array of string, versions 0+.
        pub racks: Vec<Text>,
    }

    impl Struct for PartitionMetadata {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionMetadata.Partition")?;
            value.racks = reader.values("PartitionMetadata.Racks", true)?;
            reader.skip_tags("PartitionMetadata")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.values("PartitionMetadata.Racks", true, &self.racks)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupPartitionMetadataValue {
        const NAME: &'static str = "ConsumerGroupPartitionMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupPartitionMetadataValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupPartitionMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
