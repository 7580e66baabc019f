//! Record type 21 of __consumer_offsets.

pub use key::StreamsGroupTargetAssignmentMemberKey;
pub use value::{StreamsGroupTargetAssignmentMemberValue, TaskIds};

/// `StreamsGroupTargetAssignmentMemberKey` and what it holds.
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

    /// The message `StreamsGroupTargetAssignmentMemberKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupTargetAssignmentMemberKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for StreamsGroupTargetAssignmentMemberKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("StreamsGroupTargetAssignmentMemberKey.GroupId", false)?;
            value.member_id =
                reader.text("StreamsGroupTargetAssignmentMemberKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "StreamsGroupTargetAssignmentMemberKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "StreamsGroupTargetAssignmentMemberKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for StreamsGroupTargetAssignmentMemberKey {
        const NAME: &'static str = "StreamsGroupTargetAssignmentMemberKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "StreamsGroupTargetAssignmentMemberKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupTargetAssignmentMemberKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupTargetAssignmentMemberValue` and what it holds.
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

    /// The message `StreamsGroupTargetAssignmentMemberValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupTargetAssignmentMemberValue {
        /// `ActiveTasks`, array of TaskIds, versions 0+.
        pub active_tasks: Vec<TaskIds>,
        /// `StandbyTasks`, array of TaskIds, versions 0+.
        pub standby_tasks: Vec<TaskIds>,
        /// `WarmupTasks`, array of TaskIds, versions 0+.
        pub warmup_tasks: Vec<TaskIds>,
    }

    impl Struct for StreamsGroupTargetAssignmentMemberValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.active_tasks = reader.structs(
                "StreamsGroupTargetAssignmentMemberValue.ActiveTasks",
                true,
                3,
                version,
            )?;
            value.standby_tasks = reader.structs(
                "StreamsGroupTargetAssignmentMemberValue.StandbyTasks",
                true,
                3,
                version,
            )?;
            value.warmup_tasks = reader.structs(
                "StreamsGroupTargetAssignmentMemberValue.WarmupTasks",
                true,
                3,
                version,
            )?;
            reader.skip_tags("StreamsGroupTargetAssignmentMemberValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "StreamsGroupTargetAssignmentMemberValue.ActiveTasks",
                true,
                &self.active_tasks,
                version,
            )?;
            writer.structs(
                "StreamsGroupTargetAssignmentMemberValue.StandbyTasks",
                true,
                &self.standby_tasks,
                version,
            )?;
            writer.structs(
                "StreamsGroupTargetAssignmentMemberValue.WarmupTasks",
                true,
                &self.warmup_tasks,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TaskIds`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TaskIds {
        /// `SubtopologyId`, string, versions 0+.
        pub subtopology_id: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TaskIds {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.subtopology_id = reader.text("TaskIds.SubtopologyId", true)?;
            value.partitions = reader.values("TaskIds.Partitions", true)?;
            reader.skip_tags("TaskIds")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TaskIds.SubtopologyId", true, &self.subtopology_id)?;
            writer.values("TaskIds.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for StreamsGroupTargetAssignmentMemberValue {
        const NAME: &'static str = "StreamsGroupTargetAssignmentMemberValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "StreamsGroupTargetAssignmentMemberValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupTargetAssignmentMemberValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
