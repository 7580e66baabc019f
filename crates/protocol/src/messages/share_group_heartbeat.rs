//! The ShareGroupHeartbeat API, key 76.

pub use request::ShareGroupHeartbeatRequest;
pub use response::{Assignment, ShareGroupHeartbeatResponse, TopicPartitions};

/// `ShareGroupHeartbeatRequest` and what it holds.
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

    /// The message `ShareGroupHeartbeatRequest`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupHeartbeatRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `RackId`, string, versions 0+, nullable 0+, default null.
        pub rack_id: Option<Text>,
        /// `SubscribedTopicNames`, array of string, versions 0+, nullable 0+, default null.
        pub subscribed_topic_names: Option<Vec<Text>>,
    }

    impl Struct for ShareGroupHeartbeatRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareGroupHeartbeatRequest.GroupId", true)?;
            value.member_id = reader.text("ShareGroupHeartbeatRequest.MemberId", true)?;
            value.member_epoch = reader.i32("ShareGroupHeartbeatRequest.MemberEpoch")?;
            value.rack_id = reader.nullable_text("ShareGroupHeartbeatRequest.RackId", true)?;
            value.subscribed_topic_names =
                reader.nullable_values("ShareGroupHeartbeatRequest.SubscribedTopicNames", true)?;
            reader.skip_tags("ShareGroupHeartbeatRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ShareGroupHeartbeatRequest.GroupId", true, &self.group_id)?;
            writer.text("ShareGroupHeartbeatRequest.MemberId", true, &self.member_id)?;
            writer.i32(self.member_epoch);
            writer.nullable_text(
                "ShareGroupHeartbeatRequest.RackId",
                true,
                self.rack_id.as_ref(),
            )?;
            writer.nullable_values(
                "ShareGroupHeartbeatRequest.SubscribedTopicNames",
                true,
                self.subscribed_topic_names.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareGroupHeartbeatRequest {
        const NAME: &'static str = "ShareGroupHeartbeatRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=1).contains(&version) {
                return Err(reader.error("ShareGroupHeartbeatRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupHeartbeatRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareGroupHeartbeatResponse` and what it holds.
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

    /// The message `ShareGroupHeartbeatResponse`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupHeartbeatResponse {
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

    impl Struct for ShareGroupHeartbeatResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ShareGroupHeartbeatResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ShareGroupHeartbeatResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("ShareGroupHeartbeatResponse.ErrorMessage", true)?;
            value.member_id = reader.nullable_text("ShareGroupHeartbeatResponse.MemberId", true)?;
            value.member_epoch = reader.i32("ShareGroupHeartbeatResponse.MemberEpoch")?;
            value.heartbeat_interval_ms =
                reader.i32("ShareGroupHeartbeatResponse.HeartbeatIntervalMs")?;
            value.assignment = reader
                .nullable_struct::<Assignment>("ShareGroupHeartbeatResponse.Assignment", version)?;
            reader.skip_tags("ShareGroupHeartbeatResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ShareGroupHeartbeatResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.nullable_text(
                "ShareGroupHeartbeatResponse.MemberId",
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

    /// The struct `Assignment`, versions 1.
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

    /// The struct `TopicPartitions`, versions 1.
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

    impl Message for ShareGroupHeartbeatResponse {
        const NAME: &'static str = "ShareGroupHeartbeatResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=1).contains(&version) {
                return Err(reader.error("ShareGroupHeartbeatResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupHeartbeatResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ShareGroupHeartbeatRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ShareGroupHeartbeat;
    type Response = ShareGroupHeartbeatResponse;
}
