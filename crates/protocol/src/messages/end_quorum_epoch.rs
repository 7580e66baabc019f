//! The EndQuorumEpoch API, key 54.

pub use request::{EndQuorumEpochRequest, LeaderEndpoint, ReplicaInfo};
pub use response::{EndQuorumEpochResponse, NodeEndpoint};

/// `EndQuorumEpochRequest` and what it holds.
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

    /// The message `EndQuorumEpochRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EndQuorumEpochRequest {
        /// `ClusterId`, string, versions 0+, nullable 0+, default null.
        pub cluster_id: Option<Text>,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
        /// `LeaderEndpoints`, array of LeaderEndpoint, versions 1+, ignorable.
        pub leader_endpoints: Vec<LeaderEndpoint>,
    }

    impl Struct for EndQuorumEpochRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.cluster_id = reader.nullable_text("EndQuorumEpochRequest.ClusterId", flexible)?;
            value.topics = reader.structs("EndQuorumEpochRequest.Topics", flexible, 3, version)?;
            if version >= 1 {
                value.leader_endpoints = reader.structs(
                    "EndQuorumEpochRequest.LeaderEndpoints",
                    flexible,
                    5,
                    version,
                )?;
            }
            if flexible {
                reader.skip_tags("EndQuorumEpochRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.nullable_text(
                "EndQuorumEpochRequest.ClusterId",
                flexible,
                self.cluster_id.as_ref(),
            )?;
            writer.structs(
                "EndQuorumEpochRequest.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            if version >= 1 {
                writer.structs(
                    "EndQuorumEpochRequest.LeaderEndpoints",
                    flexible,
                    &self.leader_endpoints,
                    version,
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.topic_name = reader.text("TopicData.TopicName", flexible)?;
            value.partitions = reader.structs("TopicData.Partitions", flexible, 14, version)?;
            if flexible {
                reader.skip_tags("TopicData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("TopicData.TopicName", flexible, &self.topic_name)?;
            writer.structs("TopicData.Partitions", flexible, &self.partitions, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `PreferredSuccessors`, array of int32, versions 0, ignorable.
        pub preferred_successors: Vec<i32>,
        /// `PreferredCandidates`, array of ReplicaInfo, versions 1+, ignorable.
        pub preferred_candidates: Vec<ReplicaInfo>,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.leader_id = reader.i32("PartitionData.LeaderId")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            if version <= 0 {
                value.preferred_successors =
                    reader.values("PartitionData.PreferredSuccessors", flexible)?;
            }
            if version >= 1 {
                value.preferred_candidates =
                    reader.structs("PartitionData.PreferredCandidates", flexible, 21, version)?;
            }
            if flexible {
                reader.skip_tags("PartitionData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i32(self.partition_index);
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            if version <= 0 {
                writer.values(
                    "PartitionData.PreferredSuccessors",
                    flexible,
                    &self.preferred_successors,
                )?;
            }
            if version >= 1 {
                writer.structs(
                    "PartitionData.PreferredCandidates",
                    flexible,
                    &self.preferred_candidates,
                    version,
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `ReplicaInfo`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReplicaInfo {
        /// `CandidateId`, int32, versions 1+.
        pub candidate_id: i32,
        /// `CandidateDirectoryId`, uuid, versions 1+.
        pub candidate_directory_id: Uuid,
    }

    impl Struct for ReplicaInfo {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.candidate_id = reader.i32("ReplicaInfo.CandidateId")?;
            value.candidate_directory_id = reader.uuid("ReplicaInfo.CandidateDirectoryId")?;
            reader.skip_tags("ReplicaInfo")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.candidate_id);
            writer.uuid(self.candidate_directory_id);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `LeaderEndpoint`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LeaderEndpoint {
        /// `Name`, string, versions 1+.
        pub name: Text,
        /// `Host`, string, versions 1+.
        pub host: Text,
        /// `Port`, uint16, versions 1+.
        pub port: u16,
    }

    impl Struct for LeaderEndpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("LeaderEndpoint.Name", true)?;
            value.host = reader.text("LeaderEndpoint.Host", true)?;
            value.port = reader.u16("LeaderEndpoint.Port")?;
            reader.skip_tags("LeaderEndpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("LeaderEndpoint.Name", true, &self.name)?;
            writer.text("LeaderEndpoint.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for EndQuorumEpochRequest {
        const NAME: &'static str = "EndQuorumEpochRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("EndQuorumEpochRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EndQuorumEpochRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `EndQuorumEpochResponse` and what it holds.
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

    /// The message `EndQuorumEpochResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EndQuorumEpochResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 1+, tag 0.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for EndQuorumEpochResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.error_code = reader.i16("EndQuorumEpochResponse.ErrorCode")?;
            value.topics = reader.structs("EndQuorumEpochResponse.Topics", flexible, 3, version)?;
            if flexible {
                let mut tags = reader.tags("EndQuorumEpochResponse")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => {
                            value.node_endpoints = reader.structs(
                                "EndQuorumEpochResponse.NodeEndpoints",
                                true,
                                8,
                                version,
                            )?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i16(self.error_code);
            writer.structs(
                "EndQuorumEpochResponse.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            if !(version >= 1) && !self.node_endpoints.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "EndQuorumEpochResponse.NodeEndpoints",
                    version,
                });
            }
            if flexible {
                let count = writer.begin_tags();
                if !self.node_endpoints.is_empty() {
                    let start = writer.begin_tag(&count, 0);
                    writer.structs(
                        "EndQuorumEpochResponse.NodeEndpoints",
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

    /// The struct `TopicData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.topic_name = reader.text("TopicData.TopicName", flexible)?;
            value.partitions = reader.structs("TopicData.Partitions", flexible, 14, version)?;
            if flexible {
                reader.skip_tags("TopicData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("TopicData.TopicName", flexible, &self.topic_name)?;
            writer.structs("TopicData.Partitions", flexible, &self.partitions, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 0-1.
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
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            value.leader_id = reader.i32("PartitionData.LeaderId")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            if flexible {
                reader.skip_tags("PartitionData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `NodeEndpoint`, versions 1.
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

    impl Message for EndQuorumEpochResponse {
        const NAME: &'static str = "EndQuorumEpochResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("EndQuorumEpochResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EndQuorumEpochResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for EndQuorumEpochRequest {
    const KEY: crate::ApiKey = crate::ApiKey::EndQuorumEpoch;
    type Response = EndQuorumEpochResponse;
}
