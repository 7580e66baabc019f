//! The LeaveGroup API, key 13.

pub use request::{LeaveGroupRequest, MemberIdentity};
pub use response::{LeaveGroupResponse, MemberResponse};

/// `LeaveGroupRequest` and what it holds.
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

    /// The message `LeaveGroupRequest`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LeaveGroupRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `MemberId`, string, versions 0-2.
        pub member_id: Text,
        /// `Members`, array of MemberIdentity, versions 3+.
        pub members: Vec<MemberIdentity>,
    }

    impl Struct for LeaveGroupRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.group_id = reader.text("LeaveGroupRequest.GroupId", flexible)?;
            if version <= 2 {
                value.member_id = reader.text("LeaveGroupRequest.MemberId", flexible)?;
            }
            if version >= 3 {
                value.members =
                    reader.structs("LeaveGroupRequest.Members", flexible, 3, version)?;
            }
            if flexible {
                reader.skip_tags("LeaveGroupRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("LeaveGroupRequest.GroupId", flexible, &self.group_id)?;
            if version <= 2 {
                writer.text("LeaveGroupRequest.MemberId", flexible, &self.member_id)?;
            } else if !self.member_id.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "LeaveGroupRequest.MemberId",
                    version,
                });
            }
            if version >= 3 {
                writer.structs(
                    "LeaveGroupRequest.Members",
                    flexible,
                    &self.members,
                    version,
                )?;
            } else if !self.members.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "LeaveGroupRequest.Members",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MemberIdentity`, versions 3-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct MemberIdentity {
        /// `MemberId`, string, versions 3+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 3+, nullable 3+, default null.
        pub group_instance_id: Option<Text>,
        /// `Reason`, string, versions 5+, nullable 5+, default null, ignorable.
        pub reason: Option<Text>,
    }

    impl Struct for MemberIdentity {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.member_id = reader.text("MemberIdentity.MemberId", flexible)?;
            value.group_instance_id =
                reader.nullable_text("MemberIdentity.GroupInstanceId", flexible)?;
            if version >= 5 {
                value.reason = reader.nullable_text("MemberIdentity.Reason", flexible)?;
            }
            if flexible {
                reader.skip_tags("MemberIdentity")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("MemberIdentity.MemberId", flexible, &self.member_id)?;
            writer.nullable_text(
                "MemberIdentity.GroupInstanceId",
                flexible,
                self.group_instance_id.as_ref(),
            )?;
            if version >= 5 {
                writer.nullable_text("MemberIdentity.Reason", flexible, self.reason.as_ref())?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for LeaveGroupRequest {
        const NAME: &'static str = "LeaveGroupRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("LeaveGroupRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "LeaveGroupRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `LeaveGroupResponse` and what it holds.
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

    /// The message `LeaveGroupResponse`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LeaveGroupResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Members`, array of MemberResponse, versions 3+.
        pub members: Vec<MemberResponse>,
    }

    impl Struct for LeaveGroupResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            if version >= 1 {
                value.throttle_time_ms = reader.i32("LeaveGroupResponse.ThrottleTimeMs")?;
            }
            value.error_code = reader.i16("LeaveGroupResponse.ErrorCode")?;
            if version >= 3 {
                value.members =
                    reader.structs("LeaveGroupResponse.Members", flexible, 5, version)?;
            }
            if flexible {
                reader.skip_tags("LeaveGroupResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            writer.i16(self.error_code);
            if version >= 3 {
                writer.structs(
                    "LeaveGroupResponse.Members",
                    flexible,
                    &self.members,
                    version,
                )?;
            } else if !self.members.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "LeaveGroupResponse.Members",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MemberResponse`, versions 3-5.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MemberResponse {
        /// `MemberId`, string, versions 3+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 3+, nullable 3+.
        pub group_instance_id: Option<Text>,
        /// `ErrorCode`, int16, versions 3+.
        pub error_code: i16,
    }

    impl Default for MemberResponse {
        fn default() -> Self {
            Self {
                member_id: Default::default(),
                group_instance_id: Some(Default::default()),
                error_code: 0,
            }
        }
    }

    impl Struct for MemberResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.member_id = reader.text("MemberResponse.MemberId", flexible)?;
            value.group_instance_id =
                reader.nullable_text("MemberResponse.GroupInstanceId", flexible)?;
            value.error_code = reader.i16("MemberResponse.ErrorCode")?;
            if flexible {
                reader.skip_tags("MemberResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("MemberResponse.MemberId", flexible, &self.member_id)?;
            writer.nullable_text(
                "MemberResponse.GroupInstanceId",
                flexible,
                self.group_instance_id.as_ref(),
            )?;
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for LeaveGroupResponse {
        const NAME: &'static str = "LeaveGroupResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("LeaveGroupResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "LeaveGroupResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for LeaveGroupRequest {
    const KEY: crate::ApiKey = crate::ApiKey::LeaveGroup;
    type Response = LeaveGroupResponse;
}
