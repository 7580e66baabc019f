//! Record type 15 of __consumer_offsets.

pub use key::ShareGroupStatePartitionMetadataKey;
pub use value::{ShareGroupStatePartitionMetadataValue, TopicInfo, TopicPartitionsInfo};

/// `ShareGroupStatePartitionMetadataKey` and what it holds.
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

    /// The message `ShareGroupStatePartitionMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupStatePartitionMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for ShareGroupStatePartitionMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareGroupStatePartitionMetadataKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ShareGroupStatePartitionMetadataKey.GroupId",
                false,
                &self.group_id,
            )?;
            Ok(())
        }
    }

    impl Message for ShareGroupStatePartitionMetadataKey {
        const NAME: &'static str = "ShareGroupStatePartitionMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ShareGroupStatePartitionMetadataKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupStatePartitionMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareGroupStatePartitionMetadataValue` and what it holds.
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

    /// The message `ShareGroupStatePartitionMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupStatePartitionMetadataValue {
        /// `InitializingTopics`, array of TopicPartitionsInfo, versions 0+.
        pub initializing_topics: Vec<TopicPartitionsInfo>,
        /// `InitializedTopics`, array of TopicPartitionsInfo, versions 0+.
        pub initialized_topics: Vec<TopicPartitionsInfo>,
        /// `DeletingTopics`, array of TopicInfo, versions 0+.
        pub deleting_topics: Vec<TopicInfo>,
    }

    impl Struct for ShareGroupStatePartitionMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.initializing_topics = reader.structs(
                "ShareGroupStatePartitionMetadataValue.InitializingTopics",
                true,
                19,
                version,
            )?;
            value.initialized_topics = reader.structs(
                "ShareGroupStatePartitionMetadataValue.InitializedTopics",
                true,
                19,
                version,
            )?;
            value.deleting_topics = reader.structs(
                "ShareGroupStatePartitionMetadataValue.DeletingTopics",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ShareGroupStatePartitionMetadataValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "ShareGroupStatePartitionMetadataValue.InitializingTopics",
                true,
                &self.initializing_topics,
                version,
            )?;
            writer.structs(
                "ShareGroupStatePartitionMetadataValue.InitializedTopics",
                true,
                &self.initialized_topics,
                version,
            )?;
            writer.structs(
                "ShareGroupStatePartitionMetadataValue.DeletingTopics",
                true,
                &self.deleting_topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitionsInfo`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartitionsInfo {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartitionsInfo {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartitionsInfo.TopicId")?;
            value.topic_name = reader.text("TopicPartitionsInfo.TopicName", true)?;
            value.partitions = reader.values("TopicPartitionsInfo.Partitions", true)?;
            reader.skip_tags("TopicPartitionsInfo")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.text("TopicPartitionsInfo.TopicName", true, &self.topic_name)?;
            writer.values("TopicPartitionsInfo.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicInfo`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicInfo {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
    }

    impl Struct for TopicInfo {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicInfo.TopicId")?;
            value.topic_name = reader.text("TopicInfo.TopicName", true)?;
            reader.skip_tags("TopicInfo")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.text("TopicInfo.TopicName", true, &self.topic_name)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareGroupStatePartitionMetadataValue {
        const NAME: &'static str = "ShareGroupStatePartitionMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ShareGroupStatePartitionMetadataValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupStatePartitionMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
