//! The StreamsGroupDescribe API, key 89.

pub use request::StreamsGroupDescribeRequest;
pub use response::{
    Assignment, DescribedGroup, Endpoint, KeyValue, Member, StreamsGroupDescribeResponse,
    Subtopology, TaskIds, TaskOffset, TopicInfo, Topology,
};

/// `StreamsGroupDescribeRequest` and what it holds.
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

    /// The message `StreamsGroupDescribeRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupDescribeRequest {
        /// `GroupIds`, array of string, versions 0+.
        pub group_ids: Vec<Text>,
        /// `IncludeAuthorizedOperations`, bool, versions 0+.
        pub include_authorized_operations: bool,
    }

    impl Struct for StreamsGroupDescribeRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_ids = reader.values("StreamsGroupDescribeRequest.GroupIds", true)?;
            value.include_authorized_operations =
                reader.bool("StreamsGroupDescribeRequest.IncludeAuthorizedOperations")?;
            reader.skip_tags("StreamsGroupDescribeRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values(
                "StreamsGroupDescribeRequest.GroupIds",
                true,
                &self.group_ids,
            )?;
            writer.bool(self.include_authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for StreamsGroupDescribeRequest {
        const NAME: &'static str = "StreamsGroupDescribeRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupDescribeRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupDescribeRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupDescribeResponse` and what it holds.
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

    /// The message `StreamsGroupDescribeResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupDescribeResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Groups`, array of DescribedGroup, versions 0+.
        pub groups: Vec<DescribedGroup>,
    }

    impl Struct for StreamsGroupDescribeResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("StreamsGroupDescribeResponse.ThrottleTimeMs")?;
            value.groups =
                reader.structs("StreamsGroupDescribeResponse.Groups", true, 20, version)?;
            reader.skip_tags("StreamsGroupDescribeResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "StreamsGroupDescribeResponse.Groups",
                true,
                &self.groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribedGroup`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribedGroup {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `GroupState`, string, versions 0+.
        pub group_state: Text,
        /// `GroupEpoch`, int32, versions 0+.
        pub group_epoch: i32,
        /// `AssignmentEpoch`, int32, versions 0+.
        pub assignment_epoch: i32,
        /// `Topology`, Topology, versions 0+, nullable 0+, default null.
        pub topology: Option<Topology>,
        /// `Members`, array of Member, versions 0+.
        pub members: Vec<Member>,
        /// `AuthorizedOperations`, int32, versions 0+, default -2147483648.
        pub authorized_operations: i32,
    }

    impl Default for DescribedGroup {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: None,
                group_id: Default::default(),
                group_state: Default::default(),
                group_epoch: 0,
                assignment_epoch: 0,
                topology: None,
                members: Default::default(),
                authorized_operations: i32::MIN,
            }
        }
    }

    impl Struct for DescribedGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("DescribedGroup.ErrorCode")?;
            value.error_message = reader.nullable_text("DescribedGroup.ErrorMessage", true)?;
            value.group_id = reader.text("DescribedGroup.GroupId", true)?;
            value.group_state = reader.text("DescribedGroup.GroupState", true)?;
            value.group_epoch = reader.i32("DescribedGroup.GroupEpoch")?;
            value.assignment_epoch = reader.i32("DescribedGroup.AssignmentEpoch")?;
            value.topology =
                reader.nullable_struct::<Topology>("DescribedGroup.Topology", version)?;
            value.members = reader.structs("DescribedGroup.Members", true, 28, version)?;
            value.authorized_operations = reader.i32("DescribedGroup.AuthorizedOperations")?;
            reader.skip_tags("DescribedGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribedGroup.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.text("DescribedGroup.GroupId", true, &self.group_id)?;
            writer.text("DescribedGroup.GroupState", true, &self.group_state)?;
            writer.i32(self.group_epoch);
            writer.i32(self.assignment_epoch);
            writer.nullable_struct(self.topology.as_ref(), version)?;
            writer.structs("DescribedGroup.Members", true, &self.members, version)?;
            writer.i32(self.authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Topology`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Topology {
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
        /// `Subtopologies`, array of Subtopology, versions 0+, nullable 0+, default null.
        pub subtopologies: Option<Vec<Subtopology>>,
    }

    impl Struct for Topology {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.epoch = reader.i32("Topology.Epoch")?;
            value.subtopologies =
                reader.nullable_structs("Topology.Subtopologies", true, 6, version)?;
            reader.skip_tags("Topology")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.epoch);
            writer.nullable_structs(
                "Topology.Subtopologies",
                true,
                self.subtopologies.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Subtopology`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Subtopology {
        /// `SubtopologyId`, string, versions 0+.
        pub subtopology_id: Text,
        /// `SourceTopics`, array of string, versions 0+.
        pub source_topics: Vec<Text>,
        /// `RepartitionSinkTopics`, array of string, versions 0+.
        pub repartition_sink_topics: Vec<Text>,
        /// `StateChangelogTopics`, array of TopicInfo, versions 0+.
        pub state_changelog_topics: Vec<TopicInfo>,
        /// `RepartitionSourceTopics`, array of TopicInfo, versions 0+.
        pub repartition_source_topics: Vec<TopicInfo>,
    }

    impl Struct for Subtopology {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.subtopology_id = reader.text("Subtopology.SubtopologyId", true)?;
            value.source_topics = reader.values("Subtopology.SourceTopics", true)?;
            value.repartition_sink_topics =
                reader.values("Subtopology.RepartitionSinkTopics", true)?;
            value.state_changelog_topics =
                reader.structs("Subtopology.StateChangelogTopics", true, 9, version)?;
            value.repartition_source_topics =
                reader.structs("Subtopology.RepartitionSourceTopics", true, 9, version)?;
            reader.skip_tags("Subtopology")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Subtopology.SubtopologyId", true, &self.subtopology_id)?;
            writer.values("Subtopology.SourceTopics", true, &self.source_topics)?;
            writer.values(
                "Subtopology.RepartitionSinkTopics",
                true,
                &self.repartition_sink_topics,
            )?;
            writer.structs(
                "Subtopology.StateChangelogTopics",
                true,
                &self.state_changelog_topics,
                version,
            )?;
            writer.structs(
                "Subtopology.RepartitionSourceTopics",
                true,
                &self.repartition_source_topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Member`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Member {
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `InstanceId`, string, versions 0+, nullable 0+, default null.
        pub instance_id: Option<Text>,
        /// `RackId`, string, versions 0+, nullable 0+, default null.
        pub rack_id: Option<Text>,
        /// `ClientId`, string, versions 0+.
        pub client_id: Text,
        /// `ClientHost`, string, versions 0+.
        pub client_host: Text,
        /// `TopologyEpoch`, int32, versions 0+.
        pub topology_epoch: i32,
        /// `ProcessId`, string, versions 0+.
        pub process_id: Text,
        /// `UserEndpoint`, Endpoint, versions 0+, nullable 0+, default null.
        pub user_endpoint: Option<Endpoint>,
        /// `ClientTags`, array of KeyValue, versions 0+.
        pub client_tags: Vec<KeyValue>,
        /// `TaskOffsets`, array of TaskOffset, versions 0+.
        pub task_offsets: Vec<TaskOffset>,
        /// `TaskEndOffsets`, array of TaskOffset, versions 0+.
        pub task_end_offsets: Vec<TaskOffset>,
        /// `Assignment`, Assignment, versions 0+.
        pub assignment: Assignment,
        /// `TargetAssignment`, Assignment, versions 0+.
        pub target_assignment: Assignment,
        /// `IsClassic`, bool, versions 0+.
        pub is_classic: bool,
    }

    impl Struct for Member {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.member_id = reader.text("Member.MemberId", true)?;
            value.member_epoch = reader.i32("Member.MemberEpoch")?;
            value.instance_id = reader.nullable_text("Member.InstanceId", true)?;
            value.rack_id = reader.nullable_text("Member.RackId", true)?;
            value.client_id = reader.text("Member.ClientId", true)?;
            value.client_host = reader.text("Member.ClientHost", true)?;
            value.topology_epoch = reader.i32("Member.TopologyEpoch")?;
            value.process_id = reader.text("Member.ProcessId", true)?;
            value.user_endpoint =
                reader.nullable_struct::<Endpoint>("Member.UserEndpoint", version)?;
            value.client_tags = reader.structs("Member.ClientTags", true, 3, version)?;
            value.task_offsets = reader.structs("Member.TaskOffsets", true, 14, version)?;
            value.task_end_offsets = reader.structs("Member.TaskEndOffsets", true, 14, version)?;
            value.assignment = Assignment::read(reader, version)?;
            value.target_assignment = Assignment::read(reader, version)?;
            value.is_classic = reader.bool("Member.IsClassic")?;
            reader.skip_tags("Member")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Member.MemberId", true, &self.member_id)?;
            writer.i32(self.member_epoch);
            writer.nullable_text("Member.InstanceId", true, self.instance_id.as_ref())?;
            writer.nullable_text("Member.RackId", true, self.rack_id.as_ref())?;
            writer.text("Member.ClientId", true, &self.client_id)?;
            writer.text("Member.ClientHost", true, &self.client_host)?;
            writer.i32(self.topology_epoch);
            writer.text("Member.ProcessId", true, &self.process_id)?;
            writer.nullable_struct(self.user_endpoint.as_ref(), version)?;
            writer.structs("Member.ClientTags", true, &self.client_tags, version)?;
            writer.structs("Member.TaskOffsets", true, &self.task_offsets, version)?;
            writer.structs(
                "Member.TaskEndOffsets",
                true,
                &self.task_end_offsets,
                version,
            )?;
            self.assignment.write(writer, version)?;
            self.target_assignment.write(writer, version)?;
            writer.bool(self.is_classic);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Endpoint`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Endpoint {
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, uint16, versions 0+.
        pub port: u16,
    }

    impl Struct for Endpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.host = reader.text("Endpoint.Host", true)?;
            value.port = reader.u16("Endpoint.Port")?;
            reader.skip_tags("Endpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Endpoint.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TaskOffset`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TaskOffset {
        /// `SubtopologyId`, string, versions 0+.
        pub subtopology_id: Text,
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `Offset`, int64, versions 0+.
        pub offset: i64,
    }

    impl Struct for TaskOffset {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.subtopology_id = reader.text("TaskOffset.SubtopologyId", true)?;
            value.partition = reader.i32("TaskOffset.Partition")?;
            value.offset = reader.i64("TaskOffset.Offset")?;
            reader.skip_tags("TaskOffset")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TaskOffset.SubtopologyId", true, &self.subtopology_id)?;
            writer.i32(self.partition);
            writer.i64(self.offset);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Assignment`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Assignment {
        /// `ActiveTasks`, array of TaskIds, versions 0+.
        pub active_tasks: Vec<TaskIds>,
        /// `StandbyTasks`, array of TaskIds, versions 0+.
        pub standby_tasks: Vec<TaskIds>,
        /// `WarmupTasks`, array of TaskIds, versions 0+.
        pub warmup_tasks: Vec<TaskIds>,
    }

    impl Struct for Assignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.active_tasks = reader.structs("Assignment.ActiveTasks", true, 3, version)?;
            value.standby_tasks = reader.structs("Assignment.StandbyTasks", true, 3, version)?;
            value.warmup_tasks = reader.structs("Assignment.WarmupTasks", true, 3, version)?;
            reader.skip_tags("Assignment")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs("Assignment.ActiveTasks", true, &self.active_tasks, version)?;
            writer.structs(
                "Assignment.StandbyTasks",
                true,
                &self.standby_tasks,
                version,
            )?;
            writer.structs("Assignment.WarmupTasks", true, &self.warmup_tasks, version)?;
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

    /// The struct `KeyValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct KeyValue {
        /// `Key`, string, versions 0+.
        pub key: Text,
        /// `Value`, string, versions 0+.
        pub value: Text,
    }

    impl Struct for KeyValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.key = reader.text("KeyValue.Key", true)?;
            value.value = reader.text("KeyValue.Value", true)?;
            reader.skip_tags("KeyValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("KeyValue.Key", true, &self.key)?;
            writer.text("KeyValue.Value", true, &self.value)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicInfo`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicInfo {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, int32, versions 0+.
        pub partitions: i32,
        /// `ReplicationFactor`, int16, versions 0+.
        pub replication_factor: i16,
        /// `TopicConfigs`, array of KeyValue, versions 0+.
        pub topic_configs: Vec<KeyValue>,
    }

    impl Struct for TopicInfo {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicInfo.Name", true)?;
            value.partitions = reader.i32("TopicInfo.Partitions")?;
            value.replication_factor = reader.i16("TopicInfo.ReplicationFactor")?;
            value.topic_configs = reader.structs("TopicInfo.TopicConfigs", true, 3, version)?;
            reader.skip_tags("TopicInfo")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicInfo.Name", true, &self.name)?;
            writer.i32(self.partitions);
            writer.i16(self.replication_factor);
            writer.structs("TopicInfo.TopicConfigs", true, &self.topic_configs, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for StreamsGroupDescribeResponse {
        const NAME: &'static str = "StreamsGroupDescribeResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupDescribeResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupDescribeResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for StreamsGroupDescribeRequest {
    const KEY: crate::ApiKey = crate::ApiKey::StreamsGroupDescribe;
    type Response = StreamsGroupDescribeResponse;
}
