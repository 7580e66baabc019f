//! The CreateTopics API, key 19.

pub use request::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
pub use response::{CreatableTopicConfigs, CreatableTopicResult, CreateTopicsResponse};

/// `CreateTopicsRequest` and what it holds.
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

    /// The message `CreateTopicsRequest`, versions 2-7.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreateTopicsRequest {
        /// `Topics`, array of CreatableTopic, versions 0+.
        pub topics: Vec<CreatableTopic>,
        /// `timeoutMs`, int32, versions 0+, default 60000.
        pub timeout_ms: i32,
        /// `validateOnly`, bool, versions 1+, default false.
        pub validate_only: bool,
    }

    impl Default for CreateTopicsRequest {
        fn default() -> Self {
            Self {
                topics: Default::default(),
                timeout_ms: 60000,
                validate_only: false,
            }
        }
    }

    impl Struct for CreateTopicsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.topics = reader.structs("CreateTopicsRequest.Topics", flexible, 10, version)?;
            value.timeout_ms = reader.i32("CreateTopicsRequest.timeoutMs")?;
            value.validate_only = reader.bool("CreateTopicsRequest.validateOnly")?;
            if flexible {
                reader.skip_tags("CreateTopicsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.structs(
                "CreateTopicsRequest.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            writer.i32(self.timeout_ms);
            writer.bool(self.validate_only);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatableTopic`, versions 2-7.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatableTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `NumPartitions`, int32, versions 0+.
        pub num_partitions: i32,
        /// `ReplicationFactor`, int16, versions 0+.
        pub replication_factor: i16,
        /// `Assignments`, array of CreatableReplicaAssignment, versions 0+.
        pub assignments: Vec<CreatableReplicaAssignment>,
        /// `Configs`, array of CreatableTopicConfig, versions 0+.
        pub configs: Vec<CreatableTopicConfig>,
    }

    impl Struct for CreatableTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.name = reader.text("CreatableTopic.Name", flexible)?;
            value.num_partitions = reader.i32("CreatableTopic.NumPartitions")?;
            value.replication_factor = reader.i16("CreatableTopic.ReplicationFactor")?;
            value.assignments =
                reader.structs("CreatableTopic.Assignments", flexible, 6, version)?;
            value.configs = reader.structs("CreatableTopic.Configs", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("CreatableTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.text("CreatableTopic.Name", flexible, &self.name)?;
            writer.i32(self.num_partitions);
            writer.i16(self.replication_factor);
            writer.structs(
                "CreatableTopic.Assignments",
                flexible,
                &self.assignments,
                version,
            )?;
            writer.structs("CreatableTopic.Configs", flexible, &self.configs, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatableReplicaAssignment`, versions 2-7.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatableReplicaAssignment {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `BrokerIds`, array of int32, versions 0+.
        pub broker_ids: Vec<i32>,
    }

    impl Struct for CreatableReplicaAssignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.partition_index = reader.i32("CreatableReplicaAssignment.PartitionIndex")?;
            value.broker_ids = reader.values("CreatableReplicaAssignment.BrokerIds", flexible)?;
            if flexible {
                reader.skip_tags("CreatableReplicaAssignment")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.i32(self.partition_index);
            writer.values(
                "CreatableReplicaAssignment.BrokerIds",
                flexible,
                &self.broker_ids,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatableTopicConfig`, versions 2-7.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreatableTopicConfig {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Value`, string, versions 0+, nullable 0+.
        pub value: Option<Text>,
    }

    impl Default for CreatableTopicConfig {
        fn default() -> Self {
            Self {
                name: Default::default(),
                value: Some(Default::default()),
            }
        }
    }

    impl Struct for CreatableTopicConfig {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.name = reader.text("CreatableTopicConfig.Name", flexible)?;
            value.value = reader.nullable_text("CreatableTopicConfig.Value", flexible)?;
            if flexible {
                reader.skip_tags("CreatableTopicConfig")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.text("CreatableTopicConfig.Name", flexible, &self.name)?;
            writer.nullable_text("CreatableTopicConfig.Value", flexible, self.value.as_ref())?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreateTopicsRequest {
        const NAME: &'static str = "CreateTopicsRequest";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 7;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=7).contains(&version) {
                return Err(reader.error("CreateTopicsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=7).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreateTopicsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `CreateTopicsResponse` and what it holds.
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

    /// The message `CreateTopicsResponse`, versions 2-7.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreateTopicsResponse {
        /// `ThrottleTimeMs`, int32, versions 2+, ignorable.
        pub throttle_time_ms: i32,
        /// `Topics`, array of CreatableTopicResult, versions 0+.
        pub topics: Vec<CreatableTopicResult>,
    }

    impl Struct for CreateTopicsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("CreateTopicsResponse.ThrottleTimeMs")?;
            value.topics = reader.structs("CreateTopicsResponse.Topics", flexible, 6, version)?;
            if flexible {
                reader.skip_tags("CreateTopicsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "CreateTopicsResponse.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatableTopicResult`, versions 2-7.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreatableTopicResult {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `TopicId`, uuid, versions 7+, ignorable.
        pub topic_id: Uuid,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 1+, nullable 0+, ignorable.
        pub error_message: Option<Text>,
        /// `TopicConfigErrorCode`, int16, versions 5+, tag 0, ignorable.
        pub topic_config_error_code: i16,
        /// `NumPartitions`, int32, versions 5+, default -1, ignorable.
        pub num_partitions: i32,
        /// `ReplicationFactor`, int16, versions 5+, default -1, ignorable.
        pub replication_factor: i16,
        /// `Configs`, array of CreatableTopicConfigs, versions 5+, nullable 5+, ignorable.
        pub configs: Option<Vec<CreatableTopicConfigs>>,
    }

    impl Default for CreatableTopicResult {
        fn default() -> Self {
            Self {
                name: Default::default(),
                topic_id: Default::default(),
                error_code: 0,
                error_message: Some(Default::default()),
                topic_config_error_code: 0,
                num_partitions: -1,
                replication_factor: -1,
                configs: Some(Default::default()),
            }
        }
    }

    impl Struct for CreatableTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.name = reader.text("CreatableTopicResult.Name", flexible)?;
            if version >= 7 {
                value.topic_id = reader.uuid("CreatableTopicResult.TopicId")?;
            }
            value.error_code = reader.i16("CreatableTopicResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("CreatableTopicResult.ErrorMessage", flexible)?;
            if version >= 5 {
                value.num_partitions = reader.i32("CreatableTopicResult.NumPartitions")?;
            }
            if version >= 5 {
                value.replication_factor = reader.i16("CreatableTopicResult.ReplicationFactor")?;
            }
            if version >= 5 {
                value.configs = reader.nullable_structs(
                    "CreatableTopicResult.Configs",
                    flexible,
                    6,
                    version,
                )?;
            }
            if flexible {
                let mut tags = reader.tags("CreatableTopicResult")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => {
                            value.topic_config_error_code =
                                reader.i16("CreatableTopicResult.TopicConfigErrorCode")?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.text("CreatableTopicResult.Name", flexible, &self.name)?;
            if version >= 7 {
                writer.uuid(self.topic_id);
            }
            writer.i16(self.error_code);
            writer.nullable_text(
                "CreatableTopicResult.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            if version >= 5 {
                writer.i32(self.num_partitions);
            }
            if version >= 5 {
                writer.i16(self.replication_factor);
            }
            if version >= 5 {
                writer.nullable_structs(
                    "CreatableTopicResult.Configs",
                    flexible,
                    self.configs.as_ref(),
                    version,
                )?;
            }
            if flexible {
                let count = writer.begin_tags();
                if self.topic_config_error_code != 0 {
                    let start = writer.begin_tag(&count, 0);
                    writer.i16(self.topic_config_error_code);
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `CreatableTopicConfigs`, versions 5-7.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreatableTopicConfigs {
        /// `Name`, string, versions 5+.
        pub name: Text,
        /// `Value`, string, versions 5+, nullable 5+.
        pub value: Option<Text>,
        /// `ReadOnly`, bool, versions 5+.
        pub read_only: bool,
        /// `ConfigSource`, int8, versions 5+, default -1, ignorable.
        pub config_source: i8,
        /// `IsSensitive`, bool, versions 5+.
        pub is_sensitive: bool,
    }

    impl Default for CreatableTopicConfigs {
        fn default() -> Self {
            Self {
                name: Default::default(),
                value: Some(Default::default()),
                read_only: false,
                config_source: -1,
                is_sensitive: false,
            }
        }
    }

    impl Struct for CreatableTopicConfigs {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("CreatableTopicConfigs.Name", true)?;
            value.value = reader.nullable_text("CreatableTopicConfigs.Value", true)?;
            value.read_only = reader.bool("CreatableTopicConfigs.ReadOnly")?;
            value.config_source = reader.i8("CreatableTopicConfigs.ConfigSource")?;
            value.is_sensitive = reader.bool("CreatableTopicConfigs.IsSensitive")?;
            reader.skip_tags("CreatableTopicConfigs")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("CreatableTopicConfigs.Name", true, &self.name)?;
            writer.nullable_text("CreatableTopicConfigs.Value", true, self.value.as_ref())?;
            writer.bool(self.read_only);
            writer.i8(self.config_source);
            writer.bool(self.is_sensitive);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for CreateTopicsResponse {
        const NAME: &'static str = "CreateTopicsResponse";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 7;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=7).contains(&version) {
                return Err(reader.error("CreateTopicsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=7).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreateTopicsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for CreateTopicsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::CreateTopics;
    type Response = CreateTopicsResponse;
}
