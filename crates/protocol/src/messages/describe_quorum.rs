//! The DescribeQuorum API, key 55.

pub use request::DescribeQuorumRequest;
pub use response::{DescribeQuorumResponse, Listener, Node, ReplicaState};

/// `DescribeQuorumRequest` and what it holds.
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

    /// The message `DescribeQuorumRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeQuorumRequest {
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Struct for DescribeQuorumRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topics = reader.structs("DescribeQuorumRequest.Topics", true, 3, version)?;
            reader.skip_tags("DescribeQuorumRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs("DescribeQuorumRequest.Topics", true, &self.topics, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name = reader.text("TopicData.TopicName", true)?;
            value.partitions = reader.structs("TopicData.Partitions", true, 5, version)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicData.TopicName", true, &self.topic_name)?;
            writer.structs("TopicData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeQuorumRequest {
        const NAME: &'static str = "DescribeQuorumRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DescribeQuorumRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeQuorumRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeQuorumResponse` and what it holds.
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

    /// The message `DescribeQuorumResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeQuorumResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 2+, nullable 2+, ignorable.
        pub error_message: Option<Text>,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
        /// `Nodes`, array of Node, versions 2+.
        pub nodes: Vec<Node>,
    }

    impl Default for DescribeQuorumResponse {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                topics: Default::default(),
                nodes: Default::default(),
            }
        }
    }

    impl Struct for DescribeQuorumResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("DescribeQuorumResponse.ErrorCode")?;
            if version >= 2 {
                value.error_message =
                    reader.nullable_text("DescribeQuorumResponse.ErrorMessage", true)?;
            }
            value.topics = reader.structs("DescribeQuorumResponse.Topics", true, 3, version)?;
            if version >= 2 {
                value.nodes = reader.structs("DescribeQuorumResponse.Nodes", true, 6, version)?;
            }
            reader.skip_tags("DescribeQuorumResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            if version >= 2 {
                writer.nullable_text(
                    "DescribeQuorumResponse.ErrorMessage",
                    true,
                    self.error_message.as_ref(),
                )?;
            }
            writer.structs("DescribeQuorumResponse.Topics", true, &self.topics, version)?;
            if version >= 2 {
                writer.structs("DescribeQuorumResponse.Nodes", true, &self.nodes, version)?;
            } else if !self.nodes.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeQuorumResponse.Nodes",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name = reader.text("TopicData.TopicName", true)?;
            value.partitions = reader.structs("TopicData.Partitions", true, 25, version)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicData.TopicName", true, &self.topic_name)?;
            writer.structs("TopicData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 2+, nullable 2+, ignorable.
        pub error_message: Option<Text>,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `HighWatermark`, int64, versions 0+.
        pub high_watermark: i64,
        /// `CurrentVoters`, array of ReplicaState, versions 0+.
        pub current_voters: Vec<ReplicaState>,
        /// `Observers`, array of ReplicaState, versions 0+.
        pub observers: Vec<ReplicaState>,
    }

    impl Default for PartitionData {
        fn default() -> Self {
            Self {
                partition_index: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                leader_id: 0,
                leader_epoch: 0,
                high_watermark: 0,
                current_voters: Default::default(),
                observers: Default::default(),
            }
        }
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            if version >= 2 {
                value.error_message = reader.nullable_text("PartitionData.ErrorMessage", true)?;
            }
            value.leader_id = reader.i32("PartitionData.LeaderId")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            value.high_watermark = reader.i64("PartitionData.HighWatermark")?;
            value.current_voters =
                reader.structs("PartitionData.CurrentVoters", true, 13, version)?;
            value.observers = reader.structs("PartitionData.Observers", true, 13, version)?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            if version >= 2 {
                writer.nullable_text(
                    "PartitionData.ErrorMessage",
                    true,
                    self.error_message.as_ref(),
                )?;
            }
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.i64(self.high_watermark);
            writer.structs(
                "PartitionData.CurrentVoters",
                true,
                &self.current_voters,
                version,
            )?;
            writer.structs("PartitionData.Observers", true, &self.observers, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Node`, versions 2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Node {
        /// `NodeId`, int32, versions 2+.
        pub node_id: i32,
        /// `Listeners`, array of Listener, versions 2+.
        pub listeners: Vec<Listener>,
    }

    impl Struct for Node {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.node_id = reader.i32("Node.NodeId")?;
            value.listeners = reader.structs("Node.Listeners", true, 5, version)?;
            reader.skip_tags("Node")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.node_id);
            writer.structs("Node.Listeners", true, &self.listeners, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Listener`, versions 2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Listener {
        /// `Name`, string, versions 2+.
        pub name: Text,
        /// `Host`, string, versions 2+.
        pub host: Text,
        /// `Port`, uint16, versions 2+.
        pub port: u16,
    }

    impl Struct for Listener {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("Listener.Name", true)?;
            value.host = reader.text("Listener.Host", true)?;
            value.port = reader.u16("Listener.Port")?;
            reader.skip_tags("Listener")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Listener.Name", true, &self.name)?;
            writer.text("Listener.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReplicaState`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ReplicaState {
        /// `ReplicaId`, int32, versions 0+.
        pub replica_id: i32,
        /// `ReplicaDirectoryId`, uuid, versions 2+.
        pub replica_directory_id: Uuid,
        /// `LogEndOffset`, int64, versions 0+.
        pub log_end_offset: i64,
        /// `LastFetchTimestamp`, int64, versions 1+, default -1, ignorable.
        pub last_fetch_timestamp: i64,
        /// `LastCaughtUpTimestamp`, int64, versions 1+, default -1, ignorable.
        pub last_caught_up_timestamp: i64,
    }

    impl Default for ReplicaState {
        fn default() -> Self {
            Self {
                replica_id: 0,
                replica_directory_id: Default::default(),
                log_end_offset: 0,
                last_fetch_timestamp: -1,
                last_caught_up_timestamp: -1,
            }
        }
    }

    impl Struct for ReplicaState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.replica_id = reader.i32("ReplicaState.ReplicaId")?;
            if version >= 2 {
                value.replica_directory_id = reader.uuid("ReplicaState.ReplicaDirectoryId")?;
            }
            value.log_end_offset = reader.i64("ReplicaState.LogEndOffset")?;
            if version >= 1 {
                value.last_fetch_timestamp = reader.i64("ReplicaState.LastFetchTimestamp")?;
            }
            if version >= 1 {
                value.last_caught_up_timestamp =
                    reader.i64("ReplicaState.LastCaughtUpTimestamp")?;
            }
            reader.skip_tags("ReplicaState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.replica_id);
            if version >= 2 {
                writer.uuid(self.replica_directory_id);
            } else if !self.replica_directory_id.is_zero() {
                return Err(EncodeError::NotInVersion {
                    field: "ReplicaState.ReplicaDirectoryId",
                    version,
                });
            }
            writer.i64(self.log_end_offset);
            if version >= 1 {
                writer.i64(self.last_fetch_timestamp);
            }
            if version >= 1 {
                writer.i64(self.last_caught_up_timestamp);
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeQuorumResponse {
        const NAME: &'static str = "DescribeQuorumResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DescribeQuorumResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeQuorumResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeQuorumRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeQuorum;
    type Response = DescribeQuorumResponse;
}
