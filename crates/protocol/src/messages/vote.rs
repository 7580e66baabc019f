//! The Vote API, key 52.

pub use request::VoteRequest;
pub use response::{NodeEndpoint, VoteResponse};

/// `VoteRequest` and what it holds.
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

    /// The message `VoteRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct VoteRequest {
        /// `ClusterId`, string, versions 0+, nullable 0+, default null.
        pub cluster_id: Option<Text>,
        /// `VoterId`, int32, versions 1+, default -1, ignorable.
        pub voter_id: i32,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Default for VoteRequest {
        fn default() -> Self {
            Self {
                cluster_id: None,
                voter_id: -1,
                topics: Default::default(),
            }
        }
    }

    impl Struct for VoteRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.cluster_id = reader.nullable_text("VoteRequest.ClusterId", true)?;
            if version >= 1 {
                value.voter_id = reader.i32("VoteRequest.VoterId")?;
            }
            value.topics = reader.structs("VoteRequest.Topics", true, 3, version)?;
            reader.skip_tags("VoteRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text("VoteRequest.ClusterId", true, self.cluster_id.as_ref())?;
            if version >= 1 {
                writer.i32(self.voter_id);
            }
            writer.structs("VoteRequest.Topics", true, &self.topics, version)?;
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
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ReplicaEpoch`, int32, versions 0+.
        pub replica_epoch: i32,
        /// `ReplicaId`, int32, versions 0+.
        pub replica_id: i32,
        /// `ReplicaDirectoryId`, uuid, versions 1+, ignorable.
        pub replica_directory_id: Uuid,
        /// `VoterDirectoryId`, uuid, versions 1+, ignorable.
        pub voter_directory_id: Uuid,
        /// `LastOffsetEpoch`, int32, versions 0+.
        pub last_offset_epoch: i32,
        /// `LastOffset`, int64, versions 0+.
        pub last_offset: i64,
        /// `PreVote`, bool, versions 2+.
        pub pre_vote: bool,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.replica_epoch = reader.i32("PartitionData.ReplicaEpoch")?;
            value.replica_id = reader.i32("PartitionData.ReplicaId")?;
            if version >= 1 {
                value.replica_directory_id = reader.uuid("PartitionData.ReplicaDirectoryId")?;
            }
            if version >= 1 {
                value.voter_directory_id = reader.uuid("PartitionData.VoterDirectoryId")?;
            }
            value.last_offset_epoch = reader.i32("PartitionData.LastOffsetEpoch")?;
            value.last_offset = reader.i64("PartitionData.LastOffset")?;
            if version >= 2 {
                value.pre_vote = reader.bool("PartitionData.PreVote")?;
            }
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i32(self.replica_epoch);
            writer.i32(self.replica_id);
            if version >= 1 {
                writer.uuid(self.replica_directory_id);
            }
            if version >= 1 {
                writer.uuid(self.voter_directory_id);
            }
            writer.i32(self.last_offset_epoch);
            writer.i64(self.last_offset);
            if version >= 2 {
                writer.bool(self.pre_vote);
            } else if self.pre_vote {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.PreVote",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for VoteRequest {
        const NAME: &'static str = "VoteRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("VoteRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "VoteRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `VoteResponse` and what it holds.
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

    /// The message `VoteResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct VoteResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 1+, tag 0.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for VoteResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("VoteResponse.ErrorCode")?;
            value.topics = reader.structs("VoteResponse.Topics", true, 3, version)?;
            let mut tags = reader.tags("VoteResponse")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 if version >= 1 => {
                        value.node_endpoints =
                            reader.structs("VoteResponse.NodeEndpoints", true, 8, version)?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.structs("VoteResponse.Topics", true, &self.topics, version)?;
            if !(version >= 1) && !self.node_endpoints.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "VoteResponse.NodeEndpoints",
                    version,
                });
            }
            let count = writer.begin_tags();
            if version >= 1 && !self.node_endpoints.is_empty() {
                let start = writer.begin_tag(&count, 0);
                writer.structs(
                    "VoteResponse.NodeEndpoints",
                    true,
                    &self.node_endpoints,
                    version,
                )?;
                writer.end_tag(start);
            }

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
            value.partitions = reader.structs("TopicData.Partitions", true, 16, version)?;
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
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `VoteGranted`, bool, versions 0+.
        pub vote_granted: bool,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            value.leader_id = reader.i32("PartitionData.LeaderId")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            value.vote_granted = reader.bool("PartitionData.VoteGranted")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.bool(self.vote_granted);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `NodeEndpoint`, versions 1-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct NodeEndpoint {
        /// `NodeId`, int32, versions 1+.
        pub node_id: i32,
        /// `Host`, string, versions 1+.
        pub host: Text,
        /// `Port`, uint16, versions 1+.
        pub port: u16,
    }

    impl Struct for NodeEndpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.node_id = reader.i32("NodeEndpoint.NodeId")?;
            value.host = reader.text("NodeEndpoint.Host", true)?;
            value.port = reader.u16("NodeEndpoint.Port")?;
            reader.skip_tags("NodeEndpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.node_id);
            writer.text("NodeEndpoint.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for VoteResponse {
        const NAME: &'static str = "VoteResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("VoteResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "VoteResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for VoteRequest {
    const KEY: crate::ApiKey = crate::ApiKey::Vote;
    type Response = VoteResponse;
}
