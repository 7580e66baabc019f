//! The ShareGroupDescribe API, key 77.

pub use request::ShareGroupDescribeRequest;
pub use response::{
    Assignment, DescribedGroup, Member, ShareGroupDescribeResponse, TopicPartitions,
};

/// `ShareGroupDescribeRequest` and what it holds.
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

    /// The message `ShareGroupDescribeRequest`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupDescribeRequest {
        /// `GroupIds`, array of string, versions 0+.
        pub group_ids: Vec<Text>,
        /// `IncludeAuthorizedOperations`, bool, versions 0+.
        pub include_authorized_operations: bool,
    }

    impl Struct for ShareGroupDescribeRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_ids = reader.values("ShareGroupDescribeRequest.GroupIds", true)?;
            value.include_authorized_operations =
                reader.bool("ShareGroupDescribeRequest.IncludeAuthorizedOperations")?;
            reader.skip_tags("ShareGroupDescribeRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values("ShareGroupDescribeRequest.GroupIds", true, &self.group_ids)?;
            writer.bool(self.include_authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareGroupDescribeRequest {
        const NAME: &'static str = "ShareGroupDescribeRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=1).contains(&version) {
                return Err(reader.error("ShareGroupDescribeRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupDescribeRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareGroupDescribeResponse` and what it holds.
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

    /// The message `ShareGroupDescribeResponse`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupDescribeResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Groups`, array of DescribedGroup, versions 0+.
        pub groups: Vec<DescribedGroup>,
    }

    impl Struct for ShareGroupDescribeResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ShareGroupDescribeResponse.ThrottleTimeMs")?;
            value.groups =
                reader.structs("ShareGroupDescribeResponse.Groups", true, 20, version)?;
            reader.skip_tags("ShareGroupDescribeResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "ShareGroupDescribeResponse.Groups",
                true,
                &self.groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribedGroup`, versions 1.
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
            value.members = reader.structs("DescribedGroup.Members", true, 12, version)?;
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

    /// The struct `Member`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Member {
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
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
        /// `Assignment`, Assignment, versions 0+.
        pub assignment: Assignment,
    }

    impl Struct for Member {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.member_id = reader.text("Member.MemberId", true)?;
            value.rack_id = reader.nullable_text("Member.RackId", true)?;
            value.member_epoch = reader.i32("Member.MemberEpoch")?;
            value.client_id = reader.text("Member.ClientId", true)?;
            value.client_host = reader.text("Member.ClientHost", true)?;
            value.subscribed_topic_names = reader.values("Member.SubscribedTopicNames", true)?;
            value.assignment = Assignment::read(reader, version)?;
            reader.skip_tags("Member")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Member.MemberId", true, &self.member_id)?;
            writer.nullable_text("Member.RackId", true, self.rack_id.as_ref())?;
            writer.i32(self.member_epoch);
            writer.text("Member.ClientId", true, &self.client_id)?;
            writer.text("Member.ClientHost", true, &self.client_host)?;
            writer.values(
                "Member.SubscribedTopicNames",
                true,
                &self.subscribed_topic_names,
            )?;
            self.assignment.write(writer, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 1.
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

    impl Message for ShareGroupDescribeResponse {
        const NAME: &'static str = "ShareGroupDescribeResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=1).contains(&version) {
                return Err(reader.error("ShareGroupDescribeResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupDescribeResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ShareGroupDescribeRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ShareGroupDescribe;
    type Response = ShareGroupDescribeResponse;
}
