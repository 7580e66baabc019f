//! The Fetch API, key 1.

pub use request::{FetchPartition, FetchRequest, FetchTopic, ForgottenTopic, ReplicaState};
pub use response::{
    AbortedTransaction, EpochEndOffset, FetchResponse, FetchableTopicResponse, LeaderIdAndEpoch,
    NodeEndpoint, PartitionData, SnapshotId,
};

/// `FetchRequest` and what it holds.
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

    /// The message `FetchRequest`, versions 4-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FetchRequest {
        /// `ClusterId`, string, versions 12+, nullable 12+, tag 0, default null, ignorable.
        pub cluster_id: Option<Text>,
        /// `ReplicaId`, int32, versions 0-14, default -1.
        pub replica_id: i32,
        /// `ReplicaState`, ReplicaState, versions 15+, tag 1.
        pub replica_state: ReplicaState,
        /// `MaxWaitMs`, int32, versions 0+.
        pub max_wait_ms: i32,
        /// `MinBytes`, int32, versions 0+.
        pub min_bytes: i32,
        /// `MaxBytes`, int32, versions 3+, default 0x7fffffff, ignorable.
        pub max_bytes: i32,
        /// `IsolationLevel`, int8, versions 4+, default 0, ignorable.
        pub isolation_level: i8,
        /// `SessionId`, int32, versions 7+, default 0, ignorable.
        pub session_id: i32,
        /// `SessionEpoch`, int32, versions 7+, default -1, ignorable.
        pub session_epoch: i32,
        /// `Topics`, array of FetchTopic, versions 0+.
        pub topics: Vec<FetchTopic>,
        /// `ForgottenTopicsData`, array of ForgottenTopic, versions 7+.
        pub forgotten_topics_data: Vec<ForgottenTopic>,
        /// `RackId`, string, versions 11+, ignorable.
        pub rack_id: Text,
    }

    impl Default for FetchRequest {
        fn default() -> Self {
            Self {
                cluster_id: None,
                replica_id: -1,
                replica_state: Default::default(),
                max_wait_ms: 0,
                min_bytes: 0,
                max_bytes: i32::MAX,
                isolation_level: 0,
                session_id: 0,
                session_epoch: -1,
                topics: Default::default(),
                forgotten_topics_data: Default::default(),
                rack_id: Default::default(),
            }
        }
    }

    impl Struct for FetchRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            if version <= 14 {
                value.replica_id = reader.i32("FetchRequest.ReplicaId")?;
            }
            value.max_wait_ms = reader.i32("FetchRequest.MaxWaitMs")?;
            value.min_bytes = reader.i32("FetchRequest.MinBytes")?;
            value.max_bytes = reader.i32("FetchRequest.MaxBytes")?;
            value.isolation_level = reader.i8("FetchRequest.IsolationLevel")?;
            if version >= 7 {
                value.session_id = reader.i32("FetchRequest.SessionId")?;
            }
            if version >= 7 {
                value.session_epoch = reader.i32("FetchRequest.SessionEpoch")?;
            }
            value.topics = reader.structs("FetchRequest.Topics", flexible, 3, version)?;
            if version >= 7 {
                value.forgotten_topics_data =
                    reader.structs("FetchRequest.ForgottenTopicsData", flexible, 3, version)?;
            }
            if version >= 11 {
                value.rack_id = reader.text("FetchRequest.RackId", flexible)?;
            }
            if flexible {
                let mut tags = reader.tags("FetchRequest")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => {
                            value.cluster_id =
                                reader.nullable_text("FetchRequest.ClusterId", true)?
                        }
                        1 if version >= 15 => {
                            value.replica_state = ReplicaState::read(reader, version)?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            if version <= 14 {
                writer.i32(self.replica_id);
            } else if self.replica_id != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "FetchRequest.ReplicaId",
                    version,
                });
            }
            if !(version >= 15) && self.replica_state != ReplicaState::default() {
                return Err(EncodeError::NotInVersion {
                    field: "FetchRequest.ReplicaState",
                    version,
                });
            }
            writer.i32(self.max_wait_ms);
            writer.i32(self.min_bytes);
            writer.i32(self.max_bytes);
            writer.i8(self.isolation_level);
            if version >= 7 {
                writer.i32(self.session_id);
            }
            if version >= 7 {
                writer.i32(self.session_epoch);
            }
            writer.structs("FetchRequest.Topics", flexible, &self.topics, version)?;
            if version >= 7 {
                writer.structs(
                    "FetchRequest.ForgottenTopicsData",
                    flexible,
                    &self.forgotten_topics_data,
                    version,
                )?;
            } else if !self.forgotten_topics_data.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FetchRequest.ForgottenTopicsData",
                    version,
                });
            }
            if version >= 11 {
                writer.text("FetchRequest.RackId", flexible, &self.rack_id)?;
            }
            if flexible {
                let count = writer.begin_tags();
                if self.cluster_id.is_some() {
                    let start = writer.begin_tag(&count, 0);
                    writer.nullable_text(
                        "FetchRequest.ClusterId",
                        true,
                        self.cluster_id.as_ref(),
                    )?;
                    writer.end_tag(start);
                }
                if version >= 15 && self.replica_state != ReplicaState::default() {
                    let start = writer.begin_tag(&count, 1);
                    self.replica_state.write(writer, version)?;
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `ReplicaState`, versions 15-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ReplicaState {
        /// `ReplicaId`, int32, versions 15+, default -1.
        pub replica_id: i32,
        /// `ReplicaEpoch`, int64, versions 15+, default -1.
        pub replica_epoch: i64,
    }

    impl Default for ReplicaState {
        fn default() -> Self {
            Self {
                replica_id: -1,
                replica_epoch: -1,
            }
        }
    }

    impl Struct for ReplicaState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.replica_id = reader.i32("ReplicaState.ReplicaId")?;
            value.replica_epoch = reader.i64("ReplicaState.ReplicaEpoch")?;
            reader.skip_tags("ReplicaState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.replica_id);
            writer.i64(self.replica_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `FetchTopic`, versions 4-18.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FetchTopic {
        /// `Topic`, string, versions 0-12, ignorable.
        pub topic: Text,
        /// `TopicId`, uuid, versions 13+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of FetchPartition, versions 0+.
        pub partitions: Vec<FetchPartition>,
    }

    impl Struct for FetchTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            if version <= 12 {
                value.topic = reader.text("FetchTopic.Topic", flexible)?;
            }
            if version >= 13 {
                value.topic_id = reader.uuid("FetchTopic.TopicId")?;
            }
            value.partitions = reader.structs("FetchTopic.Partitions", flexible, 16, version)?;
            if flexible {
                reader.skip_tags("FetchTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            if version <= 12 {
                writer.text("FetchTopic.Topic", flexible, &self.topic)?;
            }
            if version >= 13 {
                writer.uuid(self.topic_id);
            }
            writer.structs("FetchTopic.Partitions", flexible, &self.partitions, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `FetchPartition`, versions 4-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FetchPartition {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `CurrentLeaderEpoch`, int32, versions 9+, default -1, ignorable.
        pub current_leader_epoch: i32,
        /// `FetchOffset`, int64, versions 0+.
        pub fetch_offset: i64,
        /// `LastFetchedEpoch`, int32, versions 12+, default -1.
        pub last_fetched_epoch: i32,
        /// `LogStartOffset`, int64, versions 5+, default -1, ignorable.
        pub log_start_offset: i64,
        /// `PartitionMaxBytes`, int32, versions 0+.
        pub partition_max_bytes: i32,
        /// `ReplicaDirectoryId`, uuid, versions 17+, tag 0, ignorable.
        pub replica_directory_id: Uuid,
        /// `HighWatermark`, int64, versions 18+, tag 1, default 9223372036854775807, ignorable.
        pub high_watermark: i64,
    }

    impl Default for FetchPartition {
        fn default() -> Self {
            Self {
                partition: 0,
                current_leader_epoch: -1,
                fetch_offset: 0,
                last_fetched_epoch: -1,
                log_start_offset: -1,
                partition_max_bytes: 0,
                replica_directory_id: Default::default(),
                high_watermark: i64::MAX,
            }
        }
    }

    impl Struct for FetchPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            value.partition = reader.i32("FetchPartition.Partition")?;
            if version >= 9 {
                value.current_leader_epoch = reader.i32("FetchPartition.CurrentLeaderEpoch")?;
            }
            value.fetch_offset = reader.i64("FetchPartition.FetchOffset")?;
            if version >= 12 {
                value.last_fetched_epoch = reader.i32("FetchPartition.LastFetchedEpoch")?;
            }
            if version >= 5 {
                value.log_start_offset = reader.i64("FetchPartition.LogStartOffset")?;
            }
            value.partition_max_bytes = reader.i32("FetchPartition.PartitionMaxBytes")?;
            if flexible {
                let mut tags = reader.tags("FetchPartition")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 if version >= 17 => {
                            value.replica_directory_id =
                                reader.uuid("FetchPartition.ReplicaDirectoryId")?
                        }
                        1 if version >= 18 => {
                            value.high_watermark = reader.i64("FetchPartition.HighWatermark")?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            writer.i32(self.partition);
            if version >= 9 {
                writer.i32(self.current_leader_epoch);
            }
            writer.i64(self.fetch_offset);
            if version >= 12 {
                writer.i32(self.last_fetched_epoch);
            } else if self.last_fetched_epoch != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "FetchPartition.LastFetchedEpoch",
                    version,
                });
            }
            if version >= 5 {
                writer.i64(self.log_start_offset);
            }
            writer.i32(self.partition_max_bytes);
            if flexible {
                let count = writer.begin_tags();
                if version >= 17 && !self.replica_directory_id.is_zero() {
                    let start = writer.begin_tag(&count, 0);
                    writer.uuid(self.replica_directory_id);
                    writer.end_tag(start);
                }
                if version >= 18 && self.high_watermark != i64::MAX {
                    let start = writer.begin_tag(&count, 1);
                    writer.i64(self.high_watermark);
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `ForgottenTopic`, versions 7-18.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ForgottenTopic {
        /// `Topic`, string, versions 7-12, ignorable.
        pub topic: Text,
        /// `TopicId`, uuid, versions 13+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 7+.
        pub partitions: Vec<i32>,
    }

    impl Struct for ForgottenTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            if version <= 12 {
                value.topic = reader.text("ForgottenTopic.Topic", flexible)?;
            }
            if version >= 13 {
                value.topic_id = reader.uuid("ForgottenTopic.TopicId")?;
            }
            value.partitions = reader.values("ForgottenTopic.Partitions", flexible)?;
            if flexible {
                reader.skip_tags("ForgottenTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            if version <= 12 {
                writer.text("ForgottenTopic.Topic", flexible, &self.topic)?;
            }
            if version >= 13 {
                writer.uuid(self.topic_id);
            }
            writer.values("ForgottenTopic.Partitions", flexible, &self.partitions)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for FetchRequest {
        const NAME: &'static str = "FetchRequest";
        const LOWEST_VERSION: i16 = 4;
        const HIGHEST_VERSION: i16 = 18;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(4..=18).contains(&version) {
                return Err(reader.error("FetchRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(4..=18).contains(&version) {
                return Err(EncodeError::Version {
                    message: "FetchRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `FetchResponse` and what it holds.
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

    /// The message `FetchResponse`, versions 4-18.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FetchResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 7+, ignorable.
        pub error_code: i16,
        /// `SessionId`, int32, versions 7+, default 0.
        pub session_id: i32,
        /// `Responses`, array of FetchableTopicResponse, versions 0+.
        pub responses: Vec<FetchableTopicResponse>,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 16+, tag 0.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for FetchResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("FetchResponse.ThrottleTimeMs")?;
            if version >= 7 {
                value.error_code = reader.i16("FetchResponse.ErrorCode")?;
            }
            if version >= 7 {
                value.session_id = reader.i32("FetchResponse.SessionId")?;
            }
            value.responses = reader.structs("FetchResponse.Responses", flexible, 3, version)?;
            if flexible {
                let mut tags = reader.tags("FetchResponse")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 if version >= 16 => {
                            value.node_endpoints =
                                reader.structs("FetchResponse.NodeEndpoints", true, 11, version)?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            writer.i32(self.throttle_time_ms);
            if version >= 7 {
                writer.i16(self.error_code);
            }
            if version >= 7 {
                writer.i32(self.session_id);
            } else if self.session_id != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "FetchResponse.SessionId",
                    version,
                });
            }
            writer.structs(
                "FetchResponse.Responses",
                flexible,
                &self.responses,
                version,
            )?;
            if !(version >= 16) && !self.node_endpoints.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FetchResponse.NodeEndpoints",
                    version,
                });
            }
            if flexible {
                let count = writer.begin_tags();
                if version >= 16 && !self.node_endpoints.is_empty() {
                    let start = writer.begin_tag(&count, 0);
                    writer.structs(
                        "FetchResponse.NodeEndpoints",
                        true,
                        &self.node_endpoints,
                        version,
                    )?;
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `FetchableTopicResponse`, versions 4-18.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FetchableTopicResponse {
        /// `Topic`, string, versions 0-12, ignorable.
        pub topic: Text,
        /// `TopicId`, uuid, versions 13+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for FetchableTopicResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            if version <= 12 {
                value.topic = reader.text("FetchableTopicResponse.Topic", flexible)?;
            }
            if version >= 13 {
                value.topic_id = reader.uuid("FetchableTopicResponse.TopicId")?;
            }
            value.partitions =
                reader.structs("FetchableTopicResponse.Partitions", flexible, 30, version)?;
            if flexible {
                reader.skip_tags("FetchableTopicResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            if version <= 12 {
                writer.text("FetchableTopicResponse.Topic", flexible, &self.topic)?;
            }
            if version >= 13 {
                writer.uuid(self.topic_id);
            }
            writer.structs(
                "FetchableTopicResponse.Partitions",
                flexible,
                &self.partitions,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 4-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `HighWatermark`, int64, versions 0+.
        pub high_watermark: i64,
        /// `LastStableOffset`, int64, versions 4+, default -1, ignorable.
        pub last_stable_offset: i64,
        /// `LogStartOffset`, int64, versions 5+, default -1, ignorable.
        pub log_start_offset: i64,
        /// `DivergingEpoch`, EpochEndOffset, versions 12+, tag 0.
        pub diverging_epoch: EpochEndOffset,
        /// `CurrentLeader`, LeaderIdAndEpoch, versions 12+, tag 1.
        pub current_leader: LeaderIdAndEpoch,
        /// `SnapshotId`, SnapshotId, versions 12+, tag 2.
        pub snapshot_id: SnapshotId,
        /// `AbortedTransactions`, array of AbortedTransaction, versions 4+, nullable 4+, ignorable.
        pub aborted_transactions: Option<Vec<AbortedTransaction>>,
        /// `PreferredReadReplica`, int32, versions 11+, default -1.
        pub preferred_read_replica: i32,
        /// `Records`, records, versions 0+, nullable 0+.
        pub records: Option<Records>,
    }

    impl Default for PartitionData {
        fn default() -> Self {
            Self {
                partition_index: 0,
                error_code: 0,
                high_watermark: 0,
                last_stable_offset: -1,
                log_start_offset: -1,
                diverging_epoch: Default::default(),
                current_leader: Default::default(),
                snapshot_id: Default::default(),
                aborted_transactions: Some(Default::default()),
                preferred_read_replica: -1,
                records: None,
            }
        }
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            value.high_watermark = reader.i64("PartitionData.HighWatermark")?;
            value.last_stable_offset = reader.i64("PartitionData.LastStableOffset")?;
            if version >= 5 {
                value.log_start_offset = reader.i64("PartitionData.LogStartOffset")?;
            }
            value.aborted_transactions = reader.nullable_structs(
                "PartitionData.AbortedTransactions",
                flexible,
                16,
                version,
            )?;
            if version >= 11 {
                value.preferred_read_replica = reader.i32("PartitionData.PreferredReadReplica")?;
            }
            value.records = reader.nullable_records("PartitionData.Records", flexible)?;
            if flexible {
                let mut tags = reader.tags("PartitionData")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => value.diverging_epoch = EpochEndOffset::read(reader, version)?,
                        1 => value.current_leader = LeaderIdAndEpoch::read(reader, version)?,
                        2 => value.snapshot_id = SnapshotId::read(reader, version)?,
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.i64(self.high_watermark);
            writer.i64(self.last_stable_offset);
            if version >= 5 {
                writer.i64(self.log_start_offset);
            }
            if !(version >= 12) && self.diverging_epoch != EpochEndOffset::default() {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.DivergingEpoch",
                    version,
                });
            }
            if !(version >= 12) && self.current_leader != LeaderIdAndEpoch::default() {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.CurrentLeader",
                    version,
                });
            }
            if !(version >= 12) && self.snapshot_id != SnapshotId::default() {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.SnapshotId",
                    version,
                });
            }
            writer.nullable_structs(
                "PartitionData.AbortedTransactions",
                flexible,
                self.aborted_transactions.as_ref(),
                version,
            )?;
            if version >= 11 {
                writer.i32(self.preferred_read_replica);
            } else if self.preferred_read_replica != -1 {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.PreferredReadReplica",
                    version,
                });
            }
            writer.nullable_records("PartitionData.Records", flexible, self.records.as_ref())?;
            if flexible {
                let count = writer.begin_tags();
                if self.diverging_epoch != EpochEndOffset::default() {
                    let start = writer.begin_tag(&count, 0);
                    self.diverging_epoch.write(writer, version)?;
                    writer.end_tag(start);
                }
                if self.current_leader != LeaderIdAndEpoch::default() {
                    let start = writer.begin_tag(&count, 1);
                    self.current_leader.write(writer, version)?;
                    writer.end_tag(start);
                }
                if self.snapshot_id != SnapshotId::default() {
                    let start = writer.begin_tag(&count, 2);
                    self.snapshot_id.write(writer, version)?;
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `EpochEndOffset`, versions 12-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EpochEndOffset {
        /// `Epoch`, int32, versions 12+, default -1.
        pub epoch: i32,
        /// `EndOffset`, int64, versions 12+, default -1.
        pub end_offset: i64,
    }

    impl Default for EpochEndOffset {
        fn default() -> Self {
            Self {
                epoch: -1,
                end_offset: -1,
            }
        }
    }

    impl Struct for EpochEndOffset {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.epoch = reader.i32("EpochEndOffset.Epoch")?;
            value.end_offset = reader.i64("EpochEndOffset.EndOffset")?;
            reader.skip_tags("EpochEndOffset")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.epoch);
            writer.i64(self.end_offset);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `LeaderIdAndEpoch`, versions 12-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct LeaderIdAndEpoch {
        /// `LeaderId`, int32, versions 12+, default -1.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 12+, default -1.
        pub leader_epoch: i32,
    }

    impl Default for LeaderIdAndEpoch {
        fn default() -> Self {
            Self {
                leader_id: -1,
                leader_epoch: -1,
            }
        }
    }

    impl Struct for LeaderIdAndEpoch {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.leader_id = reader.i32("LeaderIdAndEpoch.LeaderId")?;
            value.leader_epoch = reader.i32("LeaderIdAndEpoch.LeaderEpoch")?;
            reader.skip_tags("LeaderIdAndEpoch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `SnapshotId`, versions 12-18.
    #[derive(Clone, Debug, PartialEq)]
    pub struct SnapshotId {
        /// `EndOffset`, int64, versions 0+, default -1.
        pub end_offset: i64,
        /// `Epoch`, int32, versions 0+, default -1.
        pub epoch: i32,
    }

    impl Default for SnapshotId {
        fn default() -> Self {
            Self {
                end_offset: -1,
                epoch: -1,
            }
        }
    }

    impl Struct for SnapshotId {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.end_offset = reader.i64("SnapshotId.EndOffset")?;
            value.epoch = reader.i32("SnapshotId.Epoch")?;
            reader.skip_tags("SnapshotId")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.end_offset);
            writer.i32(self.epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AbortedTransaction`, versions 4-18.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AbortedTransaction {
        /// `ProducerId`, int64, versions 4+.
        pub producer_id: i64,
        /// `FirstOffset`, int64, versions 4+.
        pub first_offset: i64,
    }

    impl Struct for AbortedTransaction {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 12;
            let mut value = Self::default();
            value.producer_id = reader.i64("AbortedTransaction.ProducerId")?;
            value.first_offset = reader.i64("AbortedTransaction.FirstOffset")?;
            if flexible {
                reader.skip_tags("AbortedTransaction")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 12;
            writer.i64(self.producer_id);
            writer.i64(self.first_offset);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `NodeEndpoint`, versions 16-18.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct NodeEndpoint {
        /// `NodeId`, int32, versions 16+.
        pub node_id: i32,
        /// `Host`, string, versions 16+.
        pub host: Text,
        /// `Port`, int32, versions 16+.
        pub port: i32,
        /// `Rack`, string, versions 16+, nullable 16+, default null.
        pub rack: Option<Text>,
    }

    impl Struct for NodeEndpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.node_id = reader.i32("NodeEndpoint.NodeId")?;
            value.host = reader.text("NodeEndpoint.Host", true)?;
            value.port = reader.i32("NodeEndpoint.Port")?;
            value.rack = reader.nullable_text("NodeEndpoint.Rack", true)?;
            reader.skip_tags("NodeEndpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.node_id);
            writer.text("NodeEndpoint.Host", true, &self.host)?;
            writer.i32(self.port);
            writer.nullable_text("NodeEndpoint.Rack", true, self.rack.as_ref())?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for FetchResponse {
        const NAME: &'static str = "FetchResponse";
        const LOWEST_VERSION: i16 = 4;
        const HIGHEST_VERSION: i16 = 18;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(4..=18).contains(&version) {
                return Err(reader.error("FetchResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(4..=18).contains(&version) {
                return Err(EncodeError::Version {
                    message: "FetchResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for FetchRequest {
    const KEY: crate::ApiKey = crate::ApiKey::Fetch;
    type Response = FetchResponse;
}
