//! The DescribeGroups API, key 15.

pub use request::DescribeGroupsRequest;
pub use response::{DescribeGroupsResponse, DescribedGroup, DescribedGroupMember};

/// `DescribeGroupsRequest` and what it holds.
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

    /// The message `DescribeGroupsRequest`, versions 0-6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeGroupsRequest {
        /// `Groups`, array of string, versions 0+.
        pub groups: Vec<Text>,
        /// `IncludeAuthorizedOperations`, bool, versions 3+.
        pub include_authorized_operations: bool,
    }

    impl Struct for DescribeGroupsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.groups = reader.values("DescribeGroupsRequest.Groups", flexible)?;
            if version >= 3 {
                value.include_authorized_operations =
                    reader.bool("DescribeGroupsRequest.IncludeAuthorizedOperations")?;
            }
            if flexible {
                reader.skip_tags("DescribeGroupsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.values("DescribeGroupsRequest.Groups", flexible, &self.groups)?;
            if version >= 3 {
                writer.bool(self.include_authorized_operations);
            } else if self.include_authorized_operations {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeGroupsRequest.IncludeAuthorizedOperations",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeGroupsRequest {
        const NAME: &'static str = "DescribeGroupsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=6).contains(&version) {
                return Err(reader.error("DescribeGroupsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeGroupsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeGroupsResponse` and what it holds.
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

    /// The message `DescribeGroupsResponse`, versions 0-6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeGroupsResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `Groups`, array of DescribedGroup, versions 0+.
        pub groups: Vec<DescribedGroup>,
    }

    impl Struct for DescribeGroupsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            if version >= 1 {
                value.throttle_time_ms = reader.i32("DescribeGroupsResponse.ThrottleTimeMs")?;
            }
            value.groups =
                reader.structs("DescribeGroupsResponse.Groups", flexible, 12, version)?;
            if flexible {
                reader.skip_tags("DescribeGroupsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            writer.structs(
                "DescribeGroupsResponse.Groups",
                flexible,
                &self.groups,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribedGroup`, versions 0-6.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribedGroup {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 6+, nullable 6+, default null.
        pub error_message: Option<Text>,
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `GroupState`, string, versions 0+.
        pub group_state: Text,
        /// `ProtocolType`, string, versions 0+.
        pub protocol_type: Text,
        /// `ProtocolData`, string, versions 0+.
        pub protocol_data: Text,
        /// `Members`, array of DescribedGroupMember, versions 0+.
        pub members: Vec<DescribedGroupMember>,
        /// `AuthorizedOperations`, int32, versions 3+, default -2147483648.
        pub authorized_operations: i32,
    }

    impl Default for DescribedGroup {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: None,
                group_id: Default::default(),
                group_state: Default::default(),
                protocol_type: Default::default(),
                protocol_data: Default::default(),
                members: Default::default(),
                authorized_operations: i32::MIN,
            }
        }
    }

    impl Struct for DescribedGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.error_code = reader.i16("DescribedGroup.ErrorCode")?;
            if version >= 6 {
                value.error_message =
                    reader.nullable_text("DescribedGroup.ErrorMessage", flexible)?;
            }
            value.group_id = reader.text("DescribedGroup.GroupId", flexible)?;
            value.group_state = reader.text("DescribedGroup.GroupState", flexible)?;
            value.protocol_type = reader.text("DescribedGroup.ProtocolType", flexible)?;
            value.protocol_data = reader.text("DescribedGroup.ProtocolData", flexible)?;
            value.members = reader.structs("DescribedGroup.Members", flexible, 7, version)?;
            if version >= 3 {
                value.authorized_operations = reader.i32("DescribedGroup.AuthorizedOperations")?;
            }
            if flexible {
                reader.skip_tags("DescribedGroup")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.i16(self.error_code);
            if version >= 6 {
                writer.nullable_text(
                    "DescribedGroup.ErrorMessage",
                    flexible,
                    self.error_message.as_ref(),
                )?;
            } else if self.error_message.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "DescribedGroup.ErrorMessage",
                    version,
                });
            }
            writer.text("DescribedGroup.GroupId", flexible, &self.group_id)?;
            writer.text("DescribedGroup.GroupState", flexible, &self.group_state)?;
            writer.text("DescribedGroup.ProtocolType", flexible, &self.protocol_type)?;
            writer.text("DescribedGroup.ProtocolData", flexible, &self.protocol_data)?;
            writer.structs("DescribedGroup.Members", flexible, &self.members, version)?;
            if version >= 3 {
                writer.i32(self.authorized_operations);
            } else if self.authorized_operations != i32::MIN {
                return Err(EncodeError::NotInVersion {
                    field: "DescribedGroup.AuthorizedOperations",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribedGroupMember`, versions 0-6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribedGroupMember {
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 4+, nullable 4+, default null, ignorable.
        pub group_instance_id: Option<Text>,
        /// `ClientId`, string, versions 0+.
        pub client_id: Text,
        /// `ClientHost`, string, versions 0+.
        pub client_host: Text,
        /// `MemberMetadata`, bytes, versions 0+.
        pub member_metadata: Bytes,
        /// `MemberAssignment`, bytes, versions 0+.
        pub member_assignment: Bytes,
    }

    impl Struct for DescribedGroupMember {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 5;
            let mut value = Self::default();
            value.member_id = reader.text("DescribedGroupMember.MemberId", flexible)?;
            if version >= 4 {
                value.group_instance_id =
                    reader.nullable_text("DescribedGroupMember.GroupInstanceId", flexible)?;
            }
            value.client_id = reader.text("DescribedGroupMember.ClientId", flexible)?;
            value.client_host = reader.text("DescribedGroupMember.ClientHost", flexible)?;
            value.member_metadata =
                reader.bytes("DescribedGroupMember.MemberMetadata", flexible)?;
            value.member_assignment =
                reader.bytes("DescribedGroupMember.MemberAssignment", flexible)?;
            if flexible {
                reader.skip_tags("DescribedGroupMember")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 5;
            writer.text("DescribedGroupMember.MemberId", flexible, &self.member_id)?;
            if version >= 4 {
                writer.nullable_text(
                    "DescribedGroupMember.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            }
            writer.text("DescribedGroupMember.ClientId", flexible, &self.client_id)?;
            writer.text(
                "DescribedGroupMember.ClientHost",
                flexible,
                &self.client_host,
            )?;
            writer.bytes(
                "DescribedGroupMember.MemberMetadata",
                flexible,
                &self.member_metadata,
            )?;
            writer.bytes(
                "DescribedGroupMember.MemberAssignment",
                flexible,
                &self.member_assignment,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeGroupsResponse {
        const NAME: &'static str = "DescribeGroupsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=6).contains(&version) {
                return Err(reader.error("DescribeGroupsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeGroupsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeGroupsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeGroups;
    type Response = DescribeGroupsResponse;
}
