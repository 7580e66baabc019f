//! The Metadata API, key 3.

pub use request::{MetadataRequest, MetadataRequestTopic};
pub use response::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};

/// `MetadataRequest` and what it holds.
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

    /// The message `MetadataRequest`, versions 0-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MetadataRequest {
        /// `Topics`, array of MetadataRequestTopic, versions 0+, nullable 1+.
        pub topics: Option<Vec<MetadataRequestTopic>>,
        /// `AllowAutoTopicCreation`, bool, versions 4+, default true.
        pub allow_auto_topic_creation: bool,
        /// `IncludeClusterAuthorizedOperations`, bool, versions 8-10.
        pub include_cluster_authorized_operations: bool,
        /// `IncludeTopicAuthorizedOperations`, bool, versions 8+.
        pub include_topic_authorized_operations: bool,
    }

    impl Default for MetadataRequest {
        fn default() -> Self {
            Self {
                topics: Some(Default::default()),
                allow_auto_topic_creation: true,
                include_cluster_authorized_operations: false,
                include_topic_authorized_operations: false,
            }
        }
    }

    impl Struct for MetadataRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.topics = if version >= 1 {
                reader.nullable_structs("MetadataRequest.Topics", flexible, 2, version)?
            } else {
                Some(reader.structs("MetadataRequest.Topics", flexible, 2, version)?)
            };
            if version >= 4 {
                value.allow_auto_topic_creation =
                    reader.bool("MetadataRequest.AllowAutoTopicCreation")?;
            }
            if (8..=10).contains(&version) {
                value.include_cluster_authorized_operations =
                    reader.bool("MetadataRequest.IncludeClusterAuthorizedOperations")?;
            }
            if version >= 8 {
                value.include_topic_authorized_operations =
                    reader.bool("MetadataRequest.IncludeTopicAuthorizedOperations")?;
            }
            if flexible {
                reader.skip_tags("MetadataRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            if version >= 1 {
                writer.nullable_structs(
                    "MetadataRequest.Topics",
                    flexible,
                    self.topics.as_ref(),
                    version,
                )?;
            } else {
                writer.structs(
                    "MetadataRequest.Topics",
                    flexible,
                    required("MetadataRequest.Topics", version, self.topics.as_ref())?,
                    version,
                )?;
            }
            if version >= 4 {
                writer.bool(self.allow_auto_topic_creation);
            } else if !self.allow_auto_topic_creation {
                return Err(EncodeError::NotInVersion {
                    field: "MetadataRequest.AllowAutoTopicCreation",
                    version,
                });
            }
            if (8..=10).contains(&version) {
                writer.bool(self.include_cluster_authorized_operations);
            } else if self.include_cluster_authorized_operations {
                return Err(EncodeError::NotInVersion {
                    field: "MetadataRequest.IncludeClusterAuthorizedOperations",
                    version,
                });
            }
            if version >= 8 {
                writer.bool(self.include_topic_authorized_operations);
            } else if self.include_topic_authorized_operations {
                return Err(EncodeError::NotInVersion {
                    field: "MetadataRequest.IncludeTopicAuthorizedOperations",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MetadataRequestTopic`, versions 0-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MetadataRequestTopic {
        /// `TopicId`, uuid, versions 10+, ignorable.
        pub topic_id: Uuid,
        /// `Name`, string, versions 0+, nullable 10+.
        pub name: Option<Text>,
    }

    impl Default for MetadataRequestTopic {
        fn default() -> Self {
            Self {
                topic_id: Default::default(),
                name: Some(Default::default()),
            }
        }
    }

    impl Struct for MetadataRequestTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            if version >= 10 {
                value.topic_id = reader.uuid("MetadataRequestTopic.TopicId")?;
            }
            value.name = if version >= 10 {
                reader.nullable_text("MetadataRequestTopic.Name", flexible)?
            } else {
                Some(reader.text("MetadataRequestTopic.Name", flexible)?)
            };
            if flexible {
                reader.skip_tags("MetadataRequestTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            if version >= 10 {
                writer.uuid(self.topic_id);
            }
            if version >= 10 {
                writer.nullable_text("MetadataRequestTopic.Name", flexible, self.name.as_ref())?;
            } else {
                writer.text(
                    "MetadataRequestTopic.Name",
                    flexible,
                    required("MetadataRequestTopic.Name", version, self.name.as_ref())?,
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for MetadataRequest {
        const NAME: &'static str = "MetadataRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 13;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=13).contains(&version) {
                return Err(reader.error("MetadataRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=13).contains(&version) {
                return Err(EncodeError::Version {
                    message: "MetadataRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `MetadataResponse` and what it holds.
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

    /// The message `MetadataResponse`, versions 0-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MetadataResponse {
        /// `ThrottleTimeMs`, int32, versions 3+, ignorable.
        pub throttle_time_ms: i32,
        /// `Brokers`, array of MetadataResponseBroker, versions 0+.
        pub brokers: Vec<MetadataResponseBroker>,
        /// `ClusterId`, string, versions 2+, nullable 2+, default null, ignorable.
        pub cluster_id: Option<Text>,
        /// `ControllerId`, int32, versions 1+, default -1, ignorable.
        pub controller_id: i32,
        /// `Topics`, array of MetadataResponseTopic, versions 0+.
        pub topics: Vec<MetadataResponseTopic>,
        /// `ClusterAuthorizedOperations`, int32, versions 8-10, default -2147483648.
        pub cluster_authorized_operations: i32,
        /// `ErrorCode`, int16, versions 13+, ignorable.
        pub error_code: i16,
    }

    impl Default for MetadataResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                brokers: Default::default(),
                cluster_id: None,
                controller_id: -1,
                topics: Default::default(),
                cluster_authorized_operations: i32::MIN,
                error_code: 0,
            }
        }
    }

    impl Struct for MetadataResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            if version >= 3 {
                value.throttle_time_ms = reader.i32("MetadataResponse.ThrottleTimeMs")?;
            }
            value.brokers = reader.structs("MetadataResponse.Brokers", flexible, 10, version)?;
            if version >= 2 {
                value.cluster_id = reader.nullable_text("MetadataResponse.ClusterId", flexible)?;
            }
            if version >= 1 {
                value.controller_id = reader.i32("MetadataResponse.ControllerId")?;
            }
            value.topics = reader.structs("MetadataResponse.Topics", flexible, 8, version)?;
            if (8..=10).contains(&version) {
                value.cluster_authorized_operations =
                    reader.i32("MetadataResponse.ClusterAuthorizedOperations")?;
            }
            if version >= 13 {
                value.error_code = reader.i16("MetadataResponse.ErrorCode")?;
            }
            if flexible {
                reader.skip_tags("MetadataResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            if version >= 3 {
                writer.i32(self.throttle_time_ms);
            }
            writer.structs("MetadataResponse.Brokers", flexible, &self.brokers, version)?;
            if version >= 2 {
                writer.nullable_text(
                    "MetadataResponse.ClusterId",
                    flexible,
                    self.cluster_id.as_ref(),
                )?;
            }
            if version >= 1 {
                writer.i32(self.controller_id);
            }
            writer.structs("MetadataResponse.Topics", flexible, &self.topics, version)?;
            if (8..=10).contains(&version) {
                writer.i32(self.cluster_authorized_operations);
            } else if self.cluster_authorized_operations != i32::MIN {
                return Err(EncodeError::NotInVersion {
                    field: "MetadataResponse.ClusterAuthorizedOperations",
                    version,
                });
            }
            if version >= 13 {
                writer.i16(self.error_code);
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MetadataResponseBroker`, versions 0-13.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct MetadataResponseBroker {
        /// `NodeId`, int32, versions 0+.
        pub node_id: i32,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, int32, versions 0+.
        pub port: i32,
        /// `Rack`, string, versions 1+, nullable 1+, default null, ignorable.
        pub rack: Option<Text>,
    }

    impl Struct for MetadataResponseBroker {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.node_id = reader.i32("MetadataResponseBroker.NodeId")?;
            value.host = reader.text("MetadataResponseBroker.Host", flexible)?;
            value.port = reader.i32("MetadataResponseBroker.Port")?;
            if version >= 1 {
                value.rack = reader.nullable_text("MetadataResponseBroker.Rack", flexible)?;
            }
            if flexible {
                reader.skip_tags("MetadataResponseBroker")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.i32(self.node_id);
            writer.text("MetadataResponseBroker.Host", flexible, &self.host)?;
            writer.i32(self.port);
            if version >= 1 {
                writer.nullable_text(
                    "MetadataResponseBroker.Rack",
                    flexible,
                    self.rack.as_ref(),
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MetadataResponseTopic`, versions 0-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MetadataResponseTopic {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Name`, string, versions 0+, nullable 12+.
        pub name: Option<Text>,
        /// `TopicId`, uuid, versions 10+, ignorable.
        pub topic_id: Uuid,
        /// `IsInternal`, bool, versions 1+, default false, ignorable.
        pub is_internal: bool,
        /// `Partitions`, array of MetadataResponsePartition, versions 0+.
        pub partitions: Vec<MetadataResponsePartition>,
        /// `TopicAuthorizedOperations`, int32, versions 8+, default -2147483648.
        pub topic_authorized_operations: i32,
    }

    impl Default for MetadataResponseTopic {
        fn default() -> Self {
            Self {
                error_code: 0,
                name: Some(Default::default()),
                topic_id: Default::default(),
                is_internal: false,
                partitions: Default::default(),
                topic_authorized_operations: i32::MIN,
            }
        }
    }

    impl Struct for MetadataResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.error_code = reader.i16("MetadataResponseTopic.ErrorCode")?;
            value.name = if version >= 12 {
                reader.nullable_text("MetadataResponseTopic.Name", flexible)?
            } else {
                Some(reader.text("MetadataResponseTopic.Name", flexible)?)
            };
            if version >= 10 {
                value.topic_id = reader.uuid("MetadataResponseTopic.TopicId")?;
            }
            if version >= 1 {
                value.is_internal = reader.bool("MetadataResponseTopic.IsInternal")?;
            }
            value.partitions =
                reader.structs("MetadataResponseTopic.Partitions", flexible, 18, version)?;
            if version >= 8 {
                value.topic_authorized_operations =
                    reader.i32("MetadataResponseTopic.TopicAuthorizedOperations")?;
            }
            if flexible {
                reader.skip_tags("MetadataResponseTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.i16(self.error_code);
            if version >= 12 {
                writer.nullable_text("MetadataResponseTopic.Name", flexible, self.name.as_ref())?;
            } else {
                writer.text(
                    "MetadataResponseTopic.Name",
                    flexible,
                    required("MetadataResponseTopic.Name", version, self.name.as_ref())?,
                )?;
            }
            if version >= 10 {
                writer.uuid(self.topic_id);
            }
            if version >= 1 {
                writer.bool(self.is_internal);
            }
            writer.structs(
                "MetadataResponseTopic.Partitions",
                flexible,
                &self.partitions,
                version,
            )?;
            if version >= 8 {
                writer.i32(self.topic_authorized_operations);
            } else if self.topic_authorized_operations != i32::MIN {
                return Err(EncodeError::NotInVersion {
                    field: "MetadataResponseTopic.TopicAuthorizedOperations",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MetadataResponsePartition`, versions 0-13.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MetadataResponsePartition {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 7+, default -1, ignorable.
        pub leader_epoch: i32,
        /// `ReplicaNodes`, array of int32, versions 0+.
        pub replica_nodes: Vec<i32>,
        /// `IsrNodes`, array of int32, versions 0+.
        pub isr_nodes: Vec<i32>,
        /// `OfflineReplicas`, array of int32, versions 5+, ignorable.
        pub offline_replicas: Vec<i32>,
    }

    impl Default for MetadataResponsePartition {
        fn default() -> Self {
            Self {
                error_code: 0,
                partition_index: 0,
                leader_id: 0,
                leader_epoch: -1,
                replica_nodes: Default::default(),
                isr_nodes: Default::default(),
                offline_replicas: Default::default(),
            }
        }
    }

    impl Struct for MetadataResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 9;
            let mut value = Self::default();
            value.error_code = reader.i16("MetadataResponsePartition.ErrorCode")?;
            value.partition_index = reader.i32("MetadataResponsePartition.PartitionIndex")?;
            value.leader_id = reader.i32("MetadataResponsePartition.LeaderId")?;
            if version >= 7 {
                value.leader_epoch = reader.i32("MetadataResponsePartition.LeaderEpoch")?;
            }
            value.replica_nodes =
                reader.values("MetadataResponsePartition.ReplicaNodes", flexible)?;
            value.isr_nodes = reader.values("MetadataResponsePartition.IsrNodes", flexible)?;
            if version >= 5 {
                value.offline_replicas =
                    reader.values("MetadataResponsePartition.OfflineReplicas", flexible)?;
            }
            if flexible {
                reader.skip_tags("MetadataResponsePartition")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 9;
            writer.i16(self.error_code);
            writer.i32(self.partition_index);
            writer.i32(self.leader_id);
            if version >= 7 {
                writer.i32(self.leader_epoch);
            }
            writer.values(
                "MetadataResponsePartition.ReplicaNodes",
                flexible,
                &self.replica_nodes,
            )?;
            writer.values(
                "MetadataResponsePartition.IsrNodes",
                flexible,
                &self.isr_nodes,
            )?;
            if version >= 5 {
                writer.values(
                    "MetadataResponsePartition.OfflineReplicas",
                    flexible,
                    &self.offline_replicas,
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for MetadataResponse {
        const NAME: &'static str = "MetadataResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 13;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=13).contains(&version) {
                return Err(reader.error("MetadataResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=13).contains(&version) {
                return Err(EncodeError::Version {
                    message: "MetadataResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for MetadataRequest {
    const KEY: crate::ApiKey = crate::ApiKey::Metadata;
    type Response = MetadataResponse;
}
