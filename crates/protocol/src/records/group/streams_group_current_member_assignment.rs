//! Record type 22 of __consumer_offsets.

pub use key::StreamsGroupCurrentMemberAssignmentKey;
pub use value::{StreamsGroupCurrentMemberAssignmentValue, TaskIds};

/// `StreamsGroupCurrentMemberAssignmentKey` and what it holds.
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

    /// The message `StreamsGroupCurrentMemberAssignmentKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupCurrentMemberAssignmentKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for StreamsGroupCurrentMemberAssignmentKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id =
                reader.text("StreamsGroupCurrentMemberAssignmentKey.GroupId", false)?;
            value.member_id =
                reader.text("StreamsGroupCurrentMemberAssignmentKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "StreamsGroupCurrentMemberAssignmentKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "StreamsGroupCurrentMemberAssignmentKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for StreamsGroupCurrentMemberAssignmentKey {
        const NAME: &'static str = "StreamsGroupCurrentMemberAssignmentKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "StreamsGroupCurrentMemberAssignmentKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupCurrentMemberAssignmentKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupCurrentMemberAssignmentValue` and what it holds.
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

    /// The message `StreamsGroupCurrentMemberAssignmentValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupCurrentMemberAssignmentValue {
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `PreviousMemberEpoch`, int32, versions 0+.
        pub previous_member_epoch: i32,
        /// `State`, int8, versions 0+.
        pub state: i8,
        /// `ActiveTasks`, array of TaskIds, versions 0+.
        pub active_tasks: Vec<TaskIds>,
        /// `StandbyTasks`, array of TaskIds, versions 0+.
        pub standby_tasks: Vec<TaskIds>,
        /// `WarmupTasks`, array of TaskIds, versions 0+.
        pub warmup_tasks: Vec<TaskIds>,
        /// `ActiveTasksPendingRevocation`, array of TaskIds, versions 0+.
        pub active_tasks_pending_revocation: Vec<TaskIds>,
        /// `StandbyTasksPendingRevocation`, array of TaskIds, versions 0+.
        pub standby_tasks_pending_revocation: Vec<TaskIds>,
        /// `WarmupTasksPendingRevocation`, array of TaskIds, versions 0+.
        pub warmup_tasks_pending_revocation: Vec<TaskIds>,
    }

    impl Struct for StreamsGroupCurrentMemberAssignmentValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.member_epoch =
                reader.i32("StreamsGroupCurrentMemberAssignmentValue.MemberEpoch")?;
            value.previous_member_epoch =
                reader.i32("StreamsGroupCurrentMemberAssignmentValue.PreviousMemberEpoch")?;
            value.state = reader.i8("StreamsGroupCurrentMemberAssignmentValue.State")?;
            value.active_tasks = reader.structs(
                "StreamsGroupCurrentMemberAssignmentValue.ActiveTasks",
                true,
                3,
                version,
            )?;
            value.standby_tasks = reader.structs(
                "StreamsGroupCurrentMemberAssignmentValue.StandbyTasks",
                true,
                3,
                version,
            )?;
            value.warmup_tasks = reader.structs(
                "StreamsGroupCurrentMemberAssignmentValue.WarmupTasks",
                true,
                3,
                version,
            )?;
            value.active_tasks_pending_revocation = reader.structs(
                "StreamsGroupCurrentMemberAssignmentValue.ActiveTasksPendingRevocation",
                true,
                3,
                version,
            )?;
            value.standby_tasks_pending_revocation = reader.structs(
                "StreamsGroupCurrentMemberAssignmentValue.StandbyTasksPendingRevocation",
                true,
                3,
                version,
            )?;
            value.warmup_tasks_pending_revocation = reader.structs(
                "StreamsGroupCurrentMemberAssignmentValue.WarmupTasksPendingRevocation",
                true,
                3,
                version,
            )?;
            reader.skip_tags("StreamsGroupCurrentMemberAssignmentValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.member_epoch);
            writer.i32(self.previous_member_epoch);
            writer.i8(self.state);
            writer.structs(
                "StreamsGroupCurrentMemberAssignmentValue.ActiveTasks",
                true,
                &self.active_tasks,
                version,
            )?;
            writer.structs(
                "StreamsGroupCurrentMemberAssignmentValue.StandbyTasks",
                true,
                &self.standby_tasks,
                version,
            )?;
            writer.structs(
                "StreamsGroupCurrentMemberAssignmentValue.WarmupTasks",
                true,
                &self.warmup_tasks,
                version,
            )?;
            writer.structs(
                "StreamsGroupCurrentMemberAssignmentValue.ActiveTasksPendingRevocation",
                true,
                &self.active_tasks_pending_revocation,
                version,
            )?;
            writer.structs(
                "StreamsGroupCurrentMemberAssignmentValue.StandbyTasksPendingRevocation",
                true,
                &self.standby_tasks_pending_revocation,
                version,
            )?;
            writer.structs(
                "StreamsGroupCurrentMemberAssignmentValue.WarmupTasksPendingRevocation",
                true,
                &self.warmup_tasks_pending_revocation,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TaskIds`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct TaskIds {
        /// `SubtopologyId`, string, versions 0+.
        pub subtopology_id: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
        /// `AssignmentEpochs`, array of int32, versions 0+, nullable 0+, tag 0.
        pub assignment_epochs: Option<Vec<i32>>,
    }

    impl Default for TaskIds {
        fn default() -> Self {
            Self {
                subtopology_id: Default::default(),
                partitions: Default::default(),
                assignment_epochs: Some(Default::default()),
            }
        }
    }

    impl Struct for TaskIds {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.subtopology_id = reader.text("TaskIds.SubtopologyId", true)?;
            value.partitions = reader.values("TaskIds.Partitions", true)?;
            let mut tags = reader.tags("TaskIds")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.assignment_epochs =
                            reader.nullable_values("TaskIds.AssignmentEpochs", true)?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TaskIds.SubtopologyId", true, &self.subtopology_id)?;
            writer.values("TaskIds.Partitions", true, &self.partitions)?;
            let count = writer.begin_tags();
            if self
                .assignment_epochs
                .as_ref()
                .is_none_or(|value| !value.is_empty())
            {
                let start = writer.begin_tag(&count, 0);
                writer.nullable_values(
                    "TaskIds.AssignmentEpochs",
                    true,
                    self.assignment_epochs.as_ref(),
                )?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    impl Message for StreamsGroupCurrentMemberAssignmentValue {
        const NAME: &'static str = "StreamsGroupCurrentMemberAssignmentValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "StreamsGroupCurrentMemberAssignmentValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupCurrentMemberAssignmentValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
