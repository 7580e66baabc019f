//! The DescribeTopicPartitions API, key 75.

pub use request::{DescribeTopicPartitionsRequest, TopicRequest};
pub use response::{
    DescribeTopicPartitionsResponse, DescribeTopicPartitionsResponsePartition,
    DescribeTopicPartitionsResponseTopic,
};

/// `DescribeTopicPartitionsRequest` and what it holds.
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

    /// The message `DescribeTopicPartitionsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeTopicPartitionsRequest {
        /// `Topics`, array of TopicRequest, versions 0+.
        pub topics: Vec<TopicRequest>,
        /// `ResponsePartitionLimit`, int32, versions 0+, default 2000.
        pub response_partition_limit: i32,
        /// `Cursor`, Cursor, versions 0+, nullable 0+, default null.
        pub cursor: Option<Cursor>,
    }

    impl Default for DescribeTopicPartitionsRequest {
        fn default() -> Self {
            Self {
                topics: Default::default(),
                response_partition_limit: 2000,
                cursor: None,
            }
        }
    }

    impl Struct for DescribeTopicPartitionsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topics =
                reader.structs("DescribeTopicPartitionsRequest.Topics", true, 2, version)?;
            value.response_partition_limit =
                reader.i32("DescribeTopicPartitionsRequest.ResponsePartitionLimit")?;
            value.cursor = reader
                .nullable_struct::<Cursor>("DescribeTopicPartitionsRequest.Cursor", version)?;
            reader.skip_tags("DescribeTopicPartitionsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "DescribeTopicPartitionsRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.i32(self.response_partition_limit);
            writer.nullable_struct(self.cursor.as_ref(), version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicRequest {
        /// `Name`, string, versions 0+.
        pub name: Text,
    }

    impl Struct for TopicRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicRequest.Name", true)?;
            reader.skip_tags("TopicRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicRequest.Name", true, &self.name)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Cursor`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Cursor {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
    }

    impl Struct for Cursor {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name = reader.text("Cursor.TopicName", true)?;
            value.partition_index = reader.i32("Cursor.PartitionIndex")?;
            reader.skip_tags("Cursor")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Cursor.TopicName", true, &self.topic_name)?;
            writer.i32(self.partition_index);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeTopicPartitionsRequest {
        const NAME: &'static str = "DescribeTopicPartitionsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("DescribeTopicPartitionsRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeTopicPartitionsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeTopicPartitionsResponse` and what it holds.
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

    /// The message `DescribeTopicPartitionsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeTopicPartitionsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of DescribeTopicPartitionsResponseTopic, versions 0+.
        pub topics: Vec<DescribeTopicPartitionsResponseTopic>,
        /// `NextCursor`, Cursor, versions 0+, nullable 0+, default null.
        pub next_cursor: Option<Cursor>,
    }

    impl Struct for DescribeTopicPartitionsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("DescribeTopicPartitionsResponse.ThrottleTimeMs")?;
            value.topics =
                reader.structs("DescribeTopicPartitionsResponse.Topics", true, 26, version)?;
            value.next_cursor = reader
                .nullable_struct::<Cursor>("DescribeTopicPartitionsResponse.NextCursor", version)?;
            reader.skip_tags("DescribeTopicPartitionsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DescribeTopicPartitionsResponse.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.nullable_struct(self.next_cursor.as_ref(), version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeTopicPartitionsResponseTopic`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeTopicPartitionsResponseTopic {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Name`, string, versions 0+, nullable 0+.
        pub name: Option<Text>,
        /// `TopicId`, uuid, versions 0+, ignorable.
        pub topic_id: Uuid,
        /// `IsInternal`, bool, versions 0+, default false, ignorable.
        pub is_internal: bool,
        /// `Partitions`, array of DescribeTopicPartitionsResponsePartition, versions 0+.
        pub partitions: Vec<DescribeTopicPartitionsResponsePartition>,
        /// `TopicAuthorizedOperations`, int32, versions 0+, default -2147483648.
        pub topic_authorized_operations: i32,
    }

    impl Default for DescribeTopicPartitionsResponseTopic {
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

    impl Struct for DescribeTopicPartitionsResponseTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("DescribeTopicPartitionsResponseTopic.ErrorCode")?;
            value.name = reader.nullable_text("DescribeTopicPartitionsResponseTopic.Name", true)?;
            value.topic_id = reader.uuid("DescribeTopicPartitionsResponseTopic.TopicId")?;
            value.is_internal = reader.bool("DescribeTopicPartitionsResponseTopic.IsInternal")?;
            value.partitions = reader.structs(
                "DescribeTopicPartitionsResponseTopic.Partitions",
                true,
                20,
                version,
            )?;
            value.topic_authorized_operations =
                reader.i32("DescribeTopicPartitionsResponseTopic.TopicAuthorizedOperations")?;
            reader.skip_tags("DescribeTopicPartitionsResponseTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeTopicPartitionsResponseTopic.Name",
                true,
                self.name.as_ref(),
            )?;
            writer.uuid(self.topic_id);
            writer.bool(self.is_internal);
            writer.structs(
                "DescribeTopicPartitionsResponseTopic.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.i32(self.topic_authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeTopicPartitionsResponsePartition`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeTopicPartitionsResponsePartition {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+, default -1, ignorable.
        pub leader_epoch: i32,
        /// `ReplicaNodes`, array of int32, versions 0+.
        pub replica_nodes: Vec<i32>,
        /// `IsrNodes`, array of int32, versions 0+.
        pub isr_nodes: Vec<i32>,
        /// `EligibleLeaderReplicas`, array of int32, versions 0+, nullable 0+, default null.
        pub eligible_leader_replicas: Option<Vec<i32>>,
        /// `LastKnownElr`, array of int32, versions 0+, nullable 0+, default null.
        pub last_known_elr: Option<Vec<i32>>,
        /// `OfflineReplicas`, array of int32, versions 0+, ignorable.
        pub offline_replicas: Vec<i32>,
    }

    impl Default for DescribeTopicPartitionsResponsePartition {
        fn default() -> Self {
            Self {
                error_code: 0,
                partition_index: 0,
                leader_id: 0,
                leader_epoch: -1,
                replica_nodes: Default::default(),
                isr_nodes: Default::default(),
                eligible_leader_replicas: None,
                last_known_elr: None,
                offline_replicas: Default::default(),
            }
        }
    }

    impl Struct for DescribeTopicPartitionsResponsePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("DescribeTopicPartitionsResponsePartition.ErrorCode")?;
            value.partition_index =
                reader.i32("DescribeTopicPartitionsResponsePartition.PartitionIndex")?;
            value.leader_id = reader.i32("DescribeTopicPartitionsResponsePartition.LeaderId")?;
            value.leader_epoch =
                reader.i32("DescribeTopicPartitionsResponsePartition.LeaderEpoch")?;
            value.replica_nodes = reader.values(
                "DescribeTopicPartitionsResponsePartition.ReplicaNodes",
                true,
            )?;
            value.isr_nodes =
                reader.values("DescribeTopicPartitionsResponsePartition.IsrNodes", true)?;
            value.eligible_leader_replicas = reader.nullable_values(
                "DescribeTopicPartitionsResponsePartition.EligibleLeaderReplicas",
                true,
            )?;
            value.last_known_elr = reader.nullable_values(
                "DescribeTopicPartitionsResponsePartition.LastKnownElr",
                true,
            )?;
            value.offline_replicas = reader.values(
                "DescribeTopicPartitionsResponsePartition.OfflineReplicas",
                true,
            )?;
            reader.skip_tags("DescribeTopicPartitionsResponsePartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.i32(self.partition_index);
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.values(
                "DescribeTopicPartitionsResponsePartition.ReplicaNodes",
                true,
                &self.replica_nodes,
            )?;
            writer.values(
                "DescribeTopicPartitionsResponsePartition.IsrNodes",
                true,
                &self.isr_nodes,
            )?;
            writer.nullable_values(
                "DescribeTopicPartitionsResponsePartition.EligibleLeaderReplicas",
                true,
                self.eligible_leader_replicas.as_ref(),
            )?;
            writer.nullable_values(
                "DescribeTopicPartitionsResponsePartition.LastKnownElr",
                true,
                self.last_known_elr.as_ref(),
            )?;
            writer.values(
                "DescribeTopicPartitionsResponsePartition.OfflineReplicas",
                true,
                &self.offline_replicas,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Cursor`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Cursor {
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
    }

    impl Struct for Cursor {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_name = reader.text("Cursor.TopicName", true)?;
            value.partition_index = reader.i32("Cursor.PartitionIndex")?;
            reader.skip_tags("Cursor")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Cursor.TopicName", true, &self.topic_name)?;
            writer.i32(self.partition_index);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeTopicPartitionsResponse {
        const NAME: &'static str = "DescribeTopicPartitionsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("DescribeTopicPartitionsResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeTopicPartitionsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeTopicPartitionsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeTopicPartitions;
    type Response = DescribeTopicPartitionsResponse;
}
