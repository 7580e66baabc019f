//! The ConsumerGroupDescribe API, key 69.

pub use request::ConsumerGroupDescribeRequest;
pub use response::{
    Assignment, ConsumerGroupDescribeResponse, DescribedGroup, Member, TopicPartitions,
};

/// `ConsumerGroupDescribeRequest` and what it holds.
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

    /// The message `ConsumerGroupDescribeRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupDescribeRequest {
        /// `GroupIds`, array of string, versions 0+.
        pub group_ids: Vec<Text>,
        /// `IncludeAuthorizedOperations`, bool, versions 0+.
        pub include_authorized_operations: bool,
    }

    impl Struct for ConsumerGroupDescribeRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_ids = reader.values("ConsumerGroupDescribeRequest.GroupIds", true)?;
            value.include_authorized_operations =
                reader.bool("ConsumerGroupDescribeRequest.IncludeAuthorizedOperations")?;
            reader.skip_tags("ConsumerGroupDescribeRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values(
                "ConsumerGroupDescribeRequest.GroupIds",
                true,
                &self.group_ids,
            )?;
            writer.bool(self.include_authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupDescribeRequest {
        const NAME: &'static str = "ConsumerGroupDescribeRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("ConsumerGroupDescribeRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupDescribeRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupDescribeResponse` and what it holds.
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

    /// The message `ConsumerGroupDescribeResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupDescribeResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Groups`, array of DescribedGroup, versions 0+.
        pub groups: Vec<DescribedGroup>,
    }

    impl Struct for ConsumerGroupDescribeResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ConsumerGroupDescribeResponse.ThrottleTimeMs")?;
            value.groups =
                reader.structs("ConsumerGroupDescribeResponse.Groups", true, 20, version)?;
            reader.skip_tags("ConsumerGroupDescribeResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "ConsumerGroupDescribeResponse.Groups",
                true,
                &self.groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribedGroup`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribedGroup {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `GroupState`, string, versions 0+.
        pub group_state: Text,
        /// `GroupEpoch`, int32, versions 0+.
        pub group_epoch: i32,
        /// `AssignmentEpoch`, int32, versions 0+.
        pub assignment_epoch: i32,
        /// `AssignorName`, string, versions 0+.
        pub assignor_name: Text,
        /// `Members`, array of Member, versions 0+.
        pub members: Vec<Member>,
        /// `AuthorizedOperations`, int32, versions 0+, default -2147483648.
        pub authorized_operations: i32,
    }

    impl Default for DescribedGroup {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: None,
                group_id: Default::default(),
                group_state: Default::default(),
                group_epoch: 0,
                assignment_epoch: 0,
                assignor_name: Default::default(),
                members: Default::default(),
                authorized_operations: i32::MIN,
            }
        }
    }

    impl Struct for DescribedGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.error_code = reader.i16("DescribedGroup.ErrorCode")?;
            value.error_message = reader.nullable_text("DescribedGroup.ErrorMessage", true)?;
            value.group_id = reader.text("DescribedGroup.GroupId", true)?;
            value.group_state = reader.text("DescribedGroup.GroupState", true)?;
            value.group_epoch = reader.i32("DescribedGroup.GroupEpoch")?;
            value.assignment_epoch = reader.i32("DescribedGroup.AssignmentEpoch")?;
            value.assignor_name = reader.text("DescribedGroup.AssignorName", true)?;
            value.members = reader.structs("DescribedGroup.Members", true, 16, version)?;
            value.authorized_operations = reader.i32("DescribedGroup.AuthorizedOperations")?;
            reader.skip_tags("DescribedGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribedGroup.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.text("DescribedGroup.GroupId", true, &self.group_id)?;
            writer.text("DescribedGroup.GroupState", true, &self.group_state)?;
            writer.i32(self.group_epoch);
            writer.i32(self.assignment_epoch);
            writer.text("DescribedGroup.AssignorName", true, &self.assignor_name)?;
            writer.structs("DescribedGroup.Members", true, &self.members, version)?;
            writer.i32(self.authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Member`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Member {
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `InstanceId`, string, versions 0+, nullable 0+, default null.
        pub instance_id: Option<Text>,
        /// `RackId`, string, versions 0+, nullable 0+, default null.
        pub rack_id: Option<Text>,
        /// `MemberEpoch`, int32, versions 0+.
        pub member_epoch: i32,
        /// `ClientId`, string, versions 0+.
        pub client_id: Text,
        /// `ClientHost`, string, versions 0+.
        pub client_host: Text,
        /// `SubscribedTopicNames`, array of string, versions 0+.
        pub subscribed_topic_names: Vec<Text>,
        /// `SubscribedTopicRegex`, string, versions 0+, nullable 0+, default null.
        pub subscribed_topic_regex: Option<Text>,
        /// `Assignment`, Assignment, versions 0+.
        pub assignment: Assignment,
        /// `TargetAssignment`, Assignment, versions 0+.
        pub target_assignment: Assignment,
        /// `MemberType`, int8, versions 1+, default -1, ignorable.
        pub member_type: i8,
    }

    impl Default for Member {
        fn default() -> Self {
            Self {
                member_id: Default::default(),
                instance_id: None,
                rack_id: None,
                member_epoch: 0,
                client_id: Default::default(),
                client_host: Default::default(),
                subscribed_topic_names: Default::default(),
                subscribed_topic_regex: None,
                assignment: Default::default(),
                target_assignment: Default::default(),
                member_type: -1,
            }
        }
    }

    impl Struct for Member {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.member_id = reader.text("Member.MemberId", true)?;
            value.instance_id = reader.nullable_text("Member.InstanceId", true)?;
            value.rack_id = reader.nullable_text("Member.RackId", true)?;
            value.member_epoch = reader.i32("Member.MemberEpoch")?;
            value.client_id = reader.text("Member.ClientId", true)?;
            value.client_host = reader.text("Member.ClientHost", true)?;
            value.subscribed_topic_names = reader.values("Member.SubscribedTopicNames", true)?;
            value.subscribed_topic_regex =
                reader.nullable_text("Member.SubscribedTopicRegex", true)?;
            value.assignment = Assignment::read(reader, version)?;
            value.target_assignment = Assignment::read(reader, version)?;
            if version >= 1 {
                value.member_type = reader.i8("Member.MemberType")?;
            }
            reader.skip_tags("Member")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Member.MemberId", true, &self.member_id)?;
            writer.nullable_text("Member.InstanceId", true, self.instance_id.as_ref())?;
            writer.nullable_text("Member.RackId", true, self.rack_id.as_ref())?;
            writer.i32(self.member_epoch);
            writer.text("Member.ClientId", true, &self.client_id)?;
            writer.text("Member.ClientHost", true, &self.client_host)?;
            writer.values(
                "Member.SubscribedTopicNames",
                true,
                &self.subscribed_topic_names,
            )?;
            writer.nullable_text(
                "Member.SubscribedTopicRegex",
                true,
                self.subscribed_topic_regex.as_ref(),
            )?;
            self.assignment.write(writer, version)?;
            self.target_assignment.write(writer, version)?;
            if version >= 1 {
                writer.i8(self.member_type);
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartitions {
        /// `TopicId`, uuid, versions 0+.
        pub topic_id: Uuid,
        /// `TopicName`, string, versions 0+.
        pub topic_name: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicPartitions.TopicId")?;
            value.topic_name = reader.text("TopicPartitions.TopicName", true)?;
            value.partitions = reader.values("TopicPartitions.Partitions", true)?;
            reader.skip_tags("TopicPartitions")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.text("TopicPartitions.TopicName", true, &self.topic_name)?;
            writer.values("TopicPartitions.Partitions", true, &self.partitions)?;
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
                reader.structs("Assignment.TopicPartitions", true, 19, version)?;
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

    impl Message for ConsumerGroupDescribeResponse {
        const NAME: &'static str = "ConsumerGroupDescribeResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(
                    reader.error("ConsumerGroupDescribeResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupDescribeResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ConsumerGroupDescribeRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ConsumerGroupDescribe;
    type Response = ConsumerGroupDescribeResponse;
}
