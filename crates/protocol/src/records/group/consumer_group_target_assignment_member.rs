//! Record type 7 of __consumer_offsets.

pub use key::ConsumerGroupTargetAssignmentMemberKey;
pub use value::{ConsumerGroupTargetAssignmentMemberValue, TopicPartition};

/// `ConsumerGroupTargetAssignmentMemberKey` and what it holds.
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

    /// The message `ConsumerGroupTargetAssignmentMemberKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupTargetAssignmentMemberKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for ConsumerGroupTargetAssignmentMemberKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id =
                reader.text("ConsumerGroupTargetAssignmentMemberKey.GroupId", false)?;
            value.member_id =
                reader.text("ConsumerGroupTargetAssignmentMemberKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupTargetAssignmentMemberKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "ConsumerGroupTargetAssignmentMemberKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupTargetAssignmentMemberKey {
        const NAME: &'static str = "ConsumerGroupTargetAssignmentMemberKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupTargetAssignmentMemberKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupTargetAssignmentMemberKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupTargetAssignmentMemberValue` and what it holds.
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

    /// The message `ConsumerGroupTargetAssignmentMemberValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupTargetAssignmentMemberValue {
        /// `TopicPartitions`, array of TopicPartition, versions 0+.
        pub topic_partitions: Vec<TopicPartition>,
    }

    impl Struct for ConsumerGroupTargetAssignmentMemberValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_partitions = reader.structs(
                "ConsumerGroupTargetAssignmentMemberValue.TopicPartitions",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ConsumerGroupTargetAssignmentMemberValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "ConsumerGroupTargetAssignmentMemberValue.TopicPartitions",
                true,
                &self.topic_partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartition`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartition {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartition.TopicId")?;
            value.partitions = reader.values("TopicPartition.Partitions", true)?;
            reader.skip_tags("TopicPartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.values("TopicPartition.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupTargetAssignmentMemberValue {
        const NAME: &'static str = "ConsumerGroupTargetAssignmentMemberValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupTargetAssignmentMemberValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupTargetAssignmentMemberValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
