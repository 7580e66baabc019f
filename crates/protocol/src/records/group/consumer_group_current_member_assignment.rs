//! Record type 8 of __consumer_offsets.

pub use key::ConsumerGroupCurrentMemberAssignmentKey;
pub use value::{ConsumerGroupCurrentMemberAssignmentValue, TopicPartitions};

/// `ConsumerGroupCurrentMemberAssignmentKey` and what it holds.
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

    /// The message `ConsumerGroupCurrentMemberAssignmentKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupCurrentMemberAssignmentKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for ConsumerGroupCurrentMemberAssignmentKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id =
                reader.text("ConsumerGroupCurrentMemberAssignmentKey.GroupId", false)?;
            value.member_id =
                reader.text("ConsumerGroupCurrentMemberAssignmentKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupCurrentMemberAssignmentKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "ConsumerGroupCurrentMemberAssignmentKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupCurrentMemberAssignmentKey {
        const NAME: &'static str = "ConsumerGroupCurrentMemberAssignmentKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupCurrentMemberAssignmentKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupCurrentMemberAssignmentKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupCurrentMemberAssignmentValue` and what it holds.
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

    /// The message `ConsumerGroupCurrentMemberAssignmentValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupCurrentMemberAssignmentValue {
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `PreviousMemberEpoch`, int32, versions 0+.
        pub previous_member_epoch: i32,
        /// `State`, int8, versions 0+.
        pub state: i8,
        /// `AssignedPartitions`, array of TopicPartitions, versions 0+.
        pub assigned_partitions: Vec<TopicPartitions>,
        /// `PartitionsPendingRevocation`, array of TopicPartitions, versions 0+.
        pub partitions_pending_revocation: Vec<TopicPartitions>,
    }

    impl Struct for ConsumerGroupCurrentMemberAssignmentValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.member_epoch =
                reader.i32("ConsumerGroupCurrentMemberAssignmentValue.MemberEpoch")?;
            value.previous_member_epoch =
                reader.i32("ConsumerGroupCurrentMemberAssignmentValue.PreviousMemberEpoch")?;
            value.state = reader.i8("ConsumerGroupCurrentMemberAssignmentValue.State")?;
            value.assigned_partitions = reader.structs(
                "ConsumerGroupCurrentMemberAssignmentValue.AssignedPartitions",
                true,
                18,
                version,
            )?;
            value.partitions_pending_revocation = reader.structs(
                "ConsumerGroupCurrentMemberAssignmentValue.PartitionsPendingRevocation",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ConsumerGroupCurrentMemberAssignmentValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.member_epoch);
            writer.i32(self.previous_member_epoch);
            writer.i8(self.state);
            writer.structs(
                "ConsumerGroupCurrentMemberAssignmentValue.AssignedPartitions",
                true,
                &self.assigned_partitions,
                version,
            )?;
            writer.structs(
                "ConsumerGroupCurrentMemberAssignmentValue.PartitionsPendingRevocation",
                true,
                &self.partitions_pending_revocation,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TopicPartitions {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
        /// `AssignmentEpochs`, array of int32, versions 0+, nullable 0+, tag 0.
        pub assignment_epochs: Option<Vec<i32>>,
    }

    impl Default for TopicPartitions {
        fn default() -> Self {
            Self {
                topic_id: Default::default(),
                partitions: Default::default(),
                assignment_epochs: Some(Default::default()),
            }
        }
    }

    impl Struct for TopicPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartitions.TopicId")?;
            value.partitions = reader.values("TopicPartitions.Partitions", true)?;
            let mut tags = reader.tags("TopicPartitions")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.assignment_epochs =
                            reader.nullable_values("TopicPartitions.AssignmentEpochs", true)?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.values("TopicPartitions.Partitions", true, &self.partitions)?;
            let count = writer.begin_tags();
            if self
                .assignment_epochs
                .as_ref()
                .is_none_or(|value| !value.is_empty())
            {
                let start = writer.begin_tag(&count, 0);
                writer.nullable_values(
                    "TopicPartitions.AssignmentEpochs",
                    true,
                    self.assignment_epochs.as_ref(),
                )?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    impl Message for ConsumerGroupCurrentMemberAssignmentValue {
        const NAME: &'static str = "ConsumerGroupCurrentMemberAssignmentValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupCurrentMemberAssignmentValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupCurrentMemberAssignmentValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
