//! The ConsumerGroupHeartbeat API, key 68.

pub use request::ConsumerGroupHeartbeatRequest;
pub use response::{Assignment, ConsumerGroupHeartbeatResponse};

/// `ConsumerGroupHeartbeatRequest` and what it holds.
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

    /// The message `ConsumerGroupHeartbeatRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConsumerGroupHeartbeatRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `InstanceId`, string, versions 0+, nullable 0+, default null.
        pub instance_id: Option<Text>,
        /// `RackId`, string, versions 0+, nullable 0+, default null.
        pub rack_id: Option<Text>,
        /// `RebalanceTimeoutMs`, int32, versions 0+, default -1.
        pub rebalance_timeout_ms: i32,
        /// `SubscribedTopicNames`, array of string, versions 0+, nullable 0+, default null.
        pub subscribed_topic_names: Option<Vec<Text>>,
        /// `SubscribedTopicRegex`, string, versions 1+, nullable 1+, default null.
        pub subscribed_topic_regex: Option<Text>,
        /// `ServerAssignor`, string, versions 0+, nullable 0+, default null.
        pub server_assignor: Option<Text>,
        /// `TopicPartitions`, array of TopicPartitions, versions 0+, nullable 0+, default null.
        pub topic_partitions: Option<Vec<TopicPartitions>>,
    }

    impl Default for ConsumerGroupHeartbeatRequest {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                member_id: Default::default(),
                member_epoch: 0,
                instance_id: None,
                rack_id: None,
                rebalance_timeout_ms: -1,
                subscribed_topic_names: None,
                subscribed_topic_regex: None,
                server_assignor: None,
                topic_partitions: None,
            }
        }
    }

    impl Struct for ConsumerGroupHeartbeatRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ConsumerGroupHeartbeatRequest.GroupId", true)?;
            value.member_id = reader.text("ConsumerGroupHeartbeatRequest.MemberId", true)?;
            value.member_epoch = reader.i32("ConsumerGroupHeartbeatRequest.MemberEpoch")?;
            value.instance_id =
                reader.nullable_text("ConsumerGroupHeartbeatRequest.InstanceId", true)?;
            value.rack_id = reader.nullable_text("ConsumerGroupHeartbeatRequest.RackId", true)?;
            value.rebalance_timeout_ms =
                reader.i32("ConsumerGroupHeartbeatRequest.RebalanceTimeoutMs")?;
            value.subscribed_topic_names = reader
                .nullable_values("ConsumerGroupHeartbeatRequest.SubscribedTopicNames", true)?;
            if version >= 1 {
                value.subscribed_topic_regex = reader
                    .nullable_text("ConsumerGroupHeartbeatRequest.SubscribedTopicRegex", true)?;
            }
            value.server_assignor =
                reader.nullable_text("ConsumerGroupHeartbeatRequest.ServerAssignor", true)?;
            value.topic_partitions = reader.nullable_structs(
                "ConsumerGroupHeartbeatRequest.TopicPartitions",
                true,
                18,
                version,
            )?;
            reader.skip_tags("ConsumerGroupHeartbeatRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupHeartbeatRequest.GroupId",
                true,
                &self.group_id,
            )?;
            writer.text(
                "ConsumerGroupHeartbeatRequest.MemberId",
                true,
                &self.member_id,
            )?;
            writer.i32(self.member_epoch);
            writer.nullable_text(
                "ConsumerGroupHeartbeatRequest.InstanceId",
                true,
                self.instance_id.as_ref(),
            )?;
            writer.nullable_text(
                "ConsumerGroupHeartbeatRequest.RackId",
                true,
                self.rack_id.as_ref(),
            )?;
            writer.i32(self.rebalance_timeout_ms);
            writer.nullable_values(
                "ConsumerGroupHeartbeatRequest.SubscribedTopicNames",
                true,
                self.subscribed_topic_names.as_ref(),
            )?;
            if version >= 1 {
                writer.nullable_text(
                    "ConsumerGroupHeartbeatRequest.SubscribedTopicRegex",
                    true,
                    self.subscribed_topic_regex.as_ref(),
                )?;
            } else if self.subscribed_topic_regex.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "ConsumerGroupHeartbeatRequest.SubscribedTopicRegex",
                    version,
                });
            }
            writer.nullable_text(
                "ConsumerGroupHeartbeatRequest.ServerAssignor",
                true,
                self.server_assignor.as_ref(),
            )?;
            writer.nullable_structs(
                "ConsumerGroupHeartbeatRequest.TopicPartitions",
                true,
                self.topic_partitions.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartitions {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartitions.TopicId")?;
            value.partitions = reader.values("TopicPartitions.Partitions", true)?;
            reader.skip_tags("TopicPartitions")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.values("TopicPartitions.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupHeartbeatRequest {
        const NAME: &'static str = "ConsumerGroupHeartbeatRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(
                    reader.error("ConsumerGroupHeartbeatRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupHeartbeatRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupHeartbeatResponse` and what it holds.
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

    /// The message `ConsumerGroupHeartbeatResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupHeartbeatResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `MemberId`, string, versions 0+, nullable 0+, default null.
        pub member_id: Option<Text>,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `HeartbeatIntervalMs`, int32, versions 0+.
        pub heartbeat_interval_ms: i32,
        /// `Assignment`, Assignment, versions 0+, nullable 0+, default null.
        pub assignment: Option<Assignment>,
    }

    impl Struct for ConsumerGroupHeartbeatResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ConsumerGroupHeartbeatResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ConsumerGroupHeartbeatResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("ConsumerGroupHeartbeatResponse.ErrorMessage", true)?;
            value.member_id =
                reader.nullable_text("ConsumerGroupHeartbeatResponse.MemberId", true)?;
            value.member_epoch = reader.i32("ConsumerGroupHeartbeatResponse.MemberEpoch")?;
            value.heartbeat_interval_ms =
                reader.i32("ConsumerGroupHeartbeatResponse.HeartbeatIntervalMs")?;
            value.assignment = reader.nullable_struct::<Assignment>(
                "ConsumerGroupHeartbeatResponse.Assignment",
                version,
            )?;
            reader.skip_tags("ConsumerGroupHeartbeatResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ConsumerGroupHeartbeatResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.nullable_text(
                "ConsumerGroupHeartbeatResponse.MemberId",
                true,
                self.member_id.as_ref(),
            )?;
            writer.i32(self.member_epoch);
            writer.i32(self.heartbeat_interval_ms);
            writer.nullable_struct(self.assignment.as_ref(), version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Assignment`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Assignment {
        /// `TopicPartitions`, array of TopicPartitions, versions 0+.
        pub topic_partitions: Vec<TopicPartitions>,
    }

    impl Struct for Assignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_partitions =
                reader.structs("Assignment.TopicPartitions", true, 18, version)?;
            reader.skip_tags("Assignment")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "Assignment.TopicPartitions",
                true,
                &self.topic_partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartitions {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartitions.TopicId")?;
            value.partitions = reader.values("TopicPartitions.Partitions", true)?;
            reader.skip_tags("TopicPartitions")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.values("TopicPartitions.Partitions", true, &self.partitions)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupHeartbeatResponse {
        const NAME: &'static str = "ConsumerGroupHeartbeatResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(
                    reader.error("ConsumerGroupHeartbeatResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupHeartbeatResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ConsumerGroupHeartbeatRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ConsumerGroupHeartbeat;
    type Response = ConsumerGroupHeartbeatResponse;
}
