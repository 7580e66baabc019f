//! Record type 14 of __consumer_offsets.

pub use key::ShareGroupCurrentMemberAssignmentKey;
pub use value::{ShareGroupCurrentMemberAssignmentValue, TopicPartitions};

/// `ShareGroupCurrentMemberAssignmentKey` and what it holds.
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

    /// The message `ShareGroupCurrentMemberAssignmentKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupCurrentMemberAssignmentKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for ShareGroupCurrentMemberAssignmentKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareGroupCurrentMemberAssignmentKey.GroupId", false)?;
            value.member_id =
                reader.text("ShareGroupCurrentMemberAssignmentKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ShareGroupCurrentMemberAssignmentKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "ShareGroupCurrentMemberAssignmentKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for ShareGroupCurrentMemberAssignmentKey {
        const NAME: &'static str = "ShareGroupCurrentMemberAssignmentKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ShareGroupCurrentMemberAssignmentKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupCurrentMemberAssignmentKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareGroupCurrentMemberAssignmentValue` and what it holds.
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

    /// The message `ShareGroupCurrentMemberAssignmentValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupCurrentMemberAssignmentValue {
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `PreviousMemberEpoch`, int32, versions 0+.
        pub previous_member_epoch: i32,
        /// `State`, int8, versions 0+.
        pub state: i8,
        /// `AssignedPartitions`, array of TopicPartitions, versions 0+.
        pub assigned_partitions: Vec<TopicPartitions>,
    }

    impl Struct for ShareGroupCurrentMemberAssignmentValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.member_epoch =
                reader.i32("ShareGroupCurrentMemberAssignmentValue.MemberEpoch")?;
            value.previous_member_epoch =
                reader.i32("ShareGroupCurrentMemberAssignmentValue.PreviousMemberEpoch")?;
            value.state = reader.i8("ShareGroupCurrentMemberAssignmentValue.State")?;
            value.assigned_partitions = reader.structs(
                "ShareGroupCurrentMemberAssignmentValue.AssignedPartitions",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ShareGroupCurrentMemberAssignmentValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.member_epoch);
            writer.i32(self.previous_member_epoch);
            writer.i8(self.state);
            writer.structs(
                "ShareGroupCurrentMemberAssignmentValue.AssignedPartitions",
                true,
                &self.assigned_partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartitions {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartitions.TopicId")?;
            value.partitions = reader.values("TopicPartitions.Partitions", true)?;
            reader.skip_tags("TopicPartitions")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.values("TopicPartitions.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareGroupCurrentMemberAssignmentValue {
        const NAME: &'static str = "ShareGroupCurrentMemberAssignmentValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ShareGroupCurrentMemberAssignmentValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupCurrentMemberAssignmentValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
