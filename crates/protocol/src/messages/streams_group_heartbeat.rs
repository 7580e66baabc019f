//! The StreamsGroupHeartbeat API, key 88.

pub use request::{
    CopartitionGroup, KeyValue, StreamsGroupHeartbeatRequest, Subtopology, TaskOffset, TopicInfo,
    Topology,
};
pub use response::{EndpointToPartitions, Status, StreamsGroupHeartbeatResponse, TopicPartition};

/// `StreamsGroupHeartbeatRequest` and what it holds.
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

    /// The message `StreamsGroupHeartbeatRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct StreamsGroupHeartbeatRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `EndpointInformationEpoch`, int32, versions 0+.
        pub endpoint_information_epoch: i32,
        /// `InstanceId`, string, versions 0+, nullable 0+, default null.
        pub instance_id: Option<Text>,
        /// `RackId`, string, versions 0+, nullable 0+, default null.
        pub rack_id: Option<Text>,
        /// `RebalanceTimeoutMs`, int32, versions 0+, default -1.
        pub rebalance_timeout_ms: i32,
        /// `Topology`, Topology, versions 0+, nullable 0+, default null.
        pub topology: Option<Topology>,
        /// `ActiveTasks`, array of TaskIds, versions 0+, nullable 0+, default null.
        pub active_tasks: Option<Vec<TaskIds>>,
        /// `StandbyTasks`, array of TaskIds, versions 0+, nullable 0+, default null.
        pub standby_tasks: Option<Vec<TaskIds>>,
        /// `WarmupTasks`, array of TaskIds, versions 0+, nullable 0+, default null.
        pub warmup_tasks: Option<Vec<TaskIds>>,
        /// `ProcessId`, string, versions 0+, nullable 0+, default null.
        pub process_id: Option<Text>,
        /// `UserEndpoint`, Endpoint, versions 0+, nullable 0+, default null.
        pub user_endpoint: Option<Endpoint>,
        /// `ClientTags`, array of KeyValue, versions 0+, nullable 0+, default null.
        pub client_tags: Option<Vec<KeyValue>>,
        /// `TaskOffsets`, array of TaskOffset, versions 0+, nullable 0+, default null.
        pub task_offsets: Option<Vec<TaskOffset>>,
        /// `TaskEndOffsets`, array of TaskOffset, versions 0+, nullable 0+, default null.
        pub task_end_offsets: Option<Vec<TaskOffset>>,
        /// `ShutdownApplication`, bool, versions 0+, default false.
        pub shutdown_application: bool,
    }

    impl Default for StreamsGroupHeartbeatRequest {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                member_id: Default::default(),
                member_epoch: 0,
                endpoint_information_epoch: 0,
                instance_id: None,
                rack_id: None,
                rebalance_timeout_ms: -1,
                topology: None,
                active_tasks: None,
                standby_tasks: None,
                warmup_tasks: None,
                process_id: None,
                user_endpoint: None,
                client_tags: None,
                task_offsets: None,
                task_end_offsets: None,
                shutdown_application: false,
            }
        }
    }

    impl Struct for StreamsGroupHeartbeatRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("StreamsGroupHeartbeatRequest.GroupId", true)?;
            value.member_id = reader.text("StreamsGroupHeartbeatRequest.MemberId", true)?;
            value.member_epoch = reader.i32("StreamsGroupHeartbeatRequest.MemberEpoch")?;
            value.endpoint_information_epoch =
                reader.i32("StreamsGroupHeartbeatRequest.EndpointInformationEpoch")?;
            value.instance_id =
                reader.nullable_text("StreamsGroupHeartbeatRequest.InstanceId", true)?;
            value.rack_id = reader.nullable_text("StreamsGroupHeartbeatRequest.RackId", true)?;
            value.rebalance_timeout_ms =
                reader.i32("StreamsGroupHeartbeatRequest.RebalanceTimeoutMs")?;
            value.topology = reader
                .nullable_struct::<Topology>("StreamsGroupHeartbeatRequest.Topology", version)?;
            value.active_tasks = reader.nullable_structs(
                "StreamsGroupHeartbeatRequest.ActiveTasks",
                true,
                3,
                version,
            )?;
            value.standby_tasks = reader.nullable_structs(
                "StreamsGroupHeartbeatRequest.StandbyTasks",
                true,
                3,
                version,
            )?;
            value.warmup_tasks = reader.nullable_structs(
                "StreamsGroupHeartbeatRequest.WarmupTasks",
                true,
                3,
                version,
            )?;
            value.process_id =
                reader.nullable_text("StreamsGroupHeartbeatRequest.ProcessId", true)?;
            value.user_endpoint = reader.nullable_struct::<Endpoint>(
                "StreamsGroupHeartbeatRequest.UserEndpoint",
                version,
            )?;
            value.client_tags = reader.nullable_structs(
                "StreamsGroupHeartbeatRequest.ClientTags",
                true,
                3,
                version,
            )?;
            value.task_offsets = reader.nullable_structs(
                "StreamsGroupHeartbeatRequest.TaskOffsets",
                true,
                14,
                version,
            )?;
            value.task_end_offsets = reader.nullable_structs(
                "StreamsGroupHeartbeatRequest.TaskEndOffsets",
                true,
                14,
                version,
            )?;
            value.shutdown_application =
                reader.bool("StreamsGroupHeartbeatRequest.ShutdownApplication")?;
            reader.skip_tags("StreamsGroupHeartbeatRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("StreamsGroupHeartbeatRequest.GroupId", true, &self.group_id)?;
            writer.text(
                "StreamsGroupHeartbeatRequest.MemberId",
                true,
                &self.member_id,
            )?;
            writer.i32(self.member_epoch);
            writer.i32(self.endpoint_information_epoch);
            writer.nullable_text(
                "StreamsGroupHeartbeatRequest.InstanceId",
                true,
                self.instance_id.as_ref(),
            )?;
            writer.nullable_text(
                "StreamsGroupHeartbeatRequest.RackId",
                true,
                self.rack_id.as_ref(),
            )?;
            writer.i32(self.rebalance_timeout_ms);
            writer.nullable_struct(self.topology.as_ref(), version)?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatRequest.ActiveTasks",
                true,
                self.active_tasks.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatRequest.StandbyTasks",
                true,
                self.standby_tasks.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatRequest.WarmupTasks",
                true,
                self.warmup_tasks.as_ref(),
                version,
            )?;
            writer.nullable_text(
                "StreamsGroupHeartbeatRequest.ProcessId",
                true,
                self.process_id.as_ref(),
            )?;
            writer.nullable_struct(self.user_endpoint.as_ref(), version)?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatRequest.ClientTags",
                true,
                self.client_tags.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatRequest.TaskOffsets",
                true,
                self.task_offsets.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatRequest.TaskEndOffsets",
                true,
                self.task_end_offsets.as_ref(),
                version,
            )?;
            writer.bool(self.shutdown_application);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Topology`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Topology {
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
        /// `Subtopologies`, array of Subtopology, versions 0+.
        pub subtopologies: Vec<Subtopology>,
    }

    impl Struct for Topology {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.epoch = reader.i32("Topology.Epoch")?;
            value.subtopologies = reader.structs("Topology.Subtopologies", true, 8, version)?;
            reader.skip_tags("Topology")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.epoch);
            writer.structs("Topology.Subtopologies", true, &self.subtopologies, version)?;
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
        /// `SourceTopicRegex`, array of string, versions 0+.
        pub source_topic_regex: Vec<Text>,
        /// `StateChangelogTopics`, array of TopicInfo, versions 0+.
        pub state_changelog_topics: Vec<TopicInfo>,
        /// `RepartitionSinkTopics`, array of string, versions 0+.
        pub repartition_sink_topics: Vec<Text>,
        /// `RepartitionSourceTopics`, array of TopicInfo, versions 0+.
        pub repartition_source_topics: Vec<TopicInfo>,
        /// `CopartitionGroups`, array of CopartitionGroup, versions 0+.
        pub copartition_groups: Vec<CopartitionGroup>,
    }

    impl Struct for Subtopology {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.subtopology_id = reader.text("Subtopology.SubtopologyId", true)?;
            value.source_topics = reader.values("Subtopology.SourceTopics", true)?;
            value.source_topic_regex = reader.values("Subtopology.SourceTopicRegex", true)?;
            value.state_changelog_topics =
                reader.structs("Subtopology.StateChangelogTopics", true, 9, version)?;
            value.repartition_sink_topics =
                reader.values("Subtopology.RepartitionSinkTopics", true)?;
            value.repartition_source_topics =
                reader.structs("Subtopology.RepartitionSourceTopics", true, 9, version)?;
            value.copartition_groups =
                reader.structs("Subtopology.CopartitionGroups", true, 4, version)?;
            reader.skip_tags("Subtopology")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Subtopology.SubtopologyId", true, &self.subtopology_id)?;
            writer.values("Subtopology.SourceTopics", true, &self.source_topics)?;
            writer.values(
                "Subtopology.SourceTopicRegex",
                true,
                &self.source_topic_regex,
            )?;
            writer.structs(
                "Subtopology.StateChangelogTopics",
                true,
                &self.state_changelog_topics,
                version,
            )?;
            writer.values(
                "Subtopology.RepartitionSinkTopics",
                true,
                &self.repartition_sink_topics,
            )?;
            writer.structs(
                "Subtopology.RepartitionSourceTopics",
                true,
                &self.repartition_source_topics,
                version,
            )?;
            writer.structs(
                "Subtopology.CopartitionGroups",
                true,
                &self.copartition_groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `CopartitionGroup`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CopartitionGroup {
        /// `SourceTopics`, array of int16, versions 0+.
        pub source_topics: Vec<i16>,
        /// `SourceTopicRegex`, array of int16, versions 0+.
        pub source_topic_regex: Vec<i16>,
        /// `RepartitionSourceTopics`, array of int16, versions 0+.
        pub repartition_source_topics: Vec<i16>,
    }

    impl Struct for CopartitionGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.source_topics = reader.values("CopartitionGroup.SourceTopics", true)?;
            value.source_topic_regex = reader.values("CopartitionGroup.SourceTopicRegex", true)?;
            value.repartition_source_topics =
                reader.values("CopartitionGroup.RepartitionSourceTopics", true)?;
            reader.skip_tags("CopartitionGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values("CopartitionGroup.SourceTopics", true, &self.source_topics)?;
            writer.values(
                "CopartitionGroup.SourceTopicRegex",
                true,
                &self.source_topic_regex,
            )?;
            writer.values(
                "CopartitionGroup.RepartitionSourceTopics",
                true,
                &self.repartition_source_topics,
            )?;
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

    impl Message for StreamsGroupHeartbeatRequest {
        const NAME: &'static str = "StreamsGroupHeartbeatRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupHeartbeatRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupHeartbeatRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupHeartbeatResponse` and what it holds.
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

    /// The message `StreamsGroupHeartbeatResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct StreamsGroupHeartbeatResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `HeartbeatIntervalMs`, int32, versions 0+.
        pub heartbeat_interval_ms: i32,
        /// `AcceptableRecoveryLag`, int32, versions 0+.
        pub acceptable_recovery_lag: i32,
        /// `TaskOffsetIntervalMs`, int32, versions 0+.
        pub task_offset_interval_ms: i32,
        /// `Status`, array of Status, versions 0+, nullable 0+.
        pub status: Option<Vec<Status>>,
        /// `ActiveTasks`, array of TaskIds, versions 0+, nullable 0+, default null.
        pub active_tasks: Option<Vec<TaskIds>>,
        /// `StandbyTasks`, array of TaskIds, versions 0+, nullable 0+, default null.
        pub standby_tasks: Option<Vec<TaskIds>>,
        /// `WarmupTasks`, array of TaskIds, versions 0+, nullable 0+, default null.
        pub warmup_tasks: Option<Vec<TaskIds>>,
        /// `EndpointInformationEpoch`, int32, versions 0+.
        pub endpoint_information_epoch: i32,
        /// `PartitionsByUserEndpoint`, array of EndpointToPartitions, versions 0+, nullable 0+, default null.
        pub partitions_by_user_endpoint: Option<Vec<EndpointToPartitions>>,
    }

    impl Default for StreamsGroupHeartbeatResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: None,
                member_id: Default::default(),
                member_epoch: 0,
                heartbeat_interval_ms: 0,
                acceptable_recovery_lag: 0,
                task_offset_interval_ms: 0,
                status: Some(Default::default()),
                active_tasks: None,
                standby_tasks: None,
                warmup_tasks: None,
                endpoint_information_epoch: 0,
                partitions_by_user_endpoint: None,
            }
        }
    }

    impl Struct for StreamsGroupHeartbeatResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("StreamsGroupHeartbeatResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("StreamsGroupHeartbeatResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("StreamsGroupHeartbeatResponse.ErrorMessage", true)?;
            value.member_id = reader.text("StreamsGroupHeartbeatResponse.MemberId", true)?;
            value.member_epoch = reader.i32("StreamsGroupHeartbeatResponse.MemberEpoch")?;
            value.heartbeat_interval_ms =
                reader.i32("StreamsGroupHeartbeatResponse.HeartbeatIntervalMs")?;
            value.acceptable_recovery_lag =
                reader.i32("StreamsGroupHeartbeatResponse.AcceptableRecoveryLag")?;
            value.task_offset_interval_ms =
                reader.i32("StreamsGroupHeartbeatResponse.TaskOffsetIntervalMs")?;
            value.status = reader.nullable_structs(
                "StreamsGroupHeartbeatResponse.Status",
                true,
                3,
                version,
            )?;
            value.active_tasks = reader.nullable_structs(
                "StreamsGroupHeartbeatResponse.ActiveTasks",
                true,
                3,
                version,
            )?;
            value.standby_tasks = reader.nullable_structs(
                "StreamsGroupHeartbeatResponse.StandbyTasks",
                true,
                3,
                version,
            )?;
            value.warmup_tasks = reader.nullable_structs(
                "StreamsGroupHeartbeatResponse.WarmupTasks",
                true,
                3,
                version,
            )?;
            value.endpoint_information_epoch =
                reader.i32("StreamsGroupHeartbeatResponse.EndpointInformationEpoch")?;
            value.partitions_by_user_endpoint = reader.nullable_structs(
                "StreamsGroupHeartbeatResponse.PartitionsByUserEndpoint",
                true,
                7,
                version,
            )?;
            reader.skip_tags("StreamsGroupHeartbeatResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "StreamsGroupHeartbeatResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.text(
                "StreamsGroupHeartbeatResponse.MemberId",
                true,
                &self.member_id,
            )?;
            writer.i32(self.member_epoch);
            writer.i32(self.heartbeat_interval_ms);
            writer.i32(self.acceptable_recovery_lag);
            writer.i32(self.task_offset_interval_ms);
            writer.nullable_structs(
                "StreamsGroupHeartbeatResponse.Status",
                true,
                self.status.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatResponse.ActiveTasks",
                true,
                self.active_tasks.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatResponse.StandbyTasks",
                true,
                self.standby_tasks.as_ref(),
                version,
            )?;
            writer.nullable_structs(
                "StreamsGroupHeartbeatResponse.WarmupTasks",
                true,
                self.warmup_tasks.as_ref(),
                version,
            )?;
            writer.i32(self.endpoint_information_epoch);
            writer.nullable_structs(
                "StreamsGroupHeartbeatResponse.PartitionsByUserEndpoint",
                true,
                self.partitions_by_user_endpoint.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `EndpointToPartitions`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EndpointToPartitions {
        /// `UserEndpoint`, Endpoint, versions 0+.
        pub user_endpoint: Endpoint,
        /// `ActivePartitions`, array of TopicPartition, versions 0+.
        pub active_partitions: Vec<TopicPartition>,
        /// `StandbyPartitions`, array of TopicPartition, versions 0+.
        pub standby_partitions: Vec<TopicPartition>,
    }

    impl Struct for EndpointToPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.user_endpoint = Endpoint::read(reader, version)?;
            value.active_partitions =
                reader.structs("EndpointToPartitions.ActivePartitions", true, 3, version)?;
            value.standby_partitions =
                reader.structs("EndpointToPartitions.StandbyPartitions", true, 3, version)?;
            reader.skip_tags("EndpointToPartitions")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            self.user_endpoint.write(writer, version)?;
            writer.structs(
                "EndpointToPartitions.ActivePartitions",
                true,
                &self.active_partitions,
                version,
            )?;
            writer.structs(
                "EndpointToPartitions.StandbyPartitions",
                true,
                &self.standby_partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Status`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Status {
        /// `StatusCode`, int8, versions 0+.
        pub status_code: i8,
        /// `StatusDetail`, string, versions 0+.
        pub status_detail: Text,
    }

    impl Struct for Status {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.status_code = reader.i8("Status.StatusCode")?;
            value.status_detail = reader.text("Status.StatusDetail", true)?;
            reader.skip_tags("Status")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i8(self.status_code);
            writer.text("Status.StatusDetail", true, &self.status_detail)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartition`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartition {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic = reader.text("TopicPartition.Topic", true)?;
            value.partitions = reader.values("TopicPartition.Partitions", true)?;
            reader.skip_tags("TopicPartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicPartition.Topic", true, &self.topic)?;
            writer.values("TopicPartition.Partitions", true, &self.partitions)?;
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

    impl Message for StreamsGroupHeartbeatResponse {
        const NAME: &'static str = "StreamsGroupHeartbeatResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("StreamsGroupHeartbeatResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupHeartbeatResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for StreamsGroupHeartbeatRequest {
    const KEY: crate::ApiKey = crate::ApiKey::StreamsGroupHeartbeat;
    type Response = StreamsGroupHeartbeatResponse;
}
