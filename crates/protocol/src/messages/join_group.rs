//! The JoinGroup API, key 11.

pub use request::{JoinGroupRequest, JoinGroupRequestProtocol};
pub use response::{JoinGroupResponse, JoinGroupResponseMember};

/// `JoinGroupRequest` and what it holds.
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

    /// The message `JoinGroupRequest`, versions 0-9.
    #[derive(Clone, Debug, PartialEq)]
    pub struct JoinGroupRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `SessionTimeoutMs`, int32, versions 0+.
        pub session_timeout_ms: i32,
        /// `RebalanceTimeoutMs`, int32, versions 1+, default -1, ignorable.
        pub rebalance_timeout_ms: i32,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 5+, nullable 5+, default null.
        pub group_instance_id: Option<Text>,
        /// `ProtocolType`, string, versions 0+.
        pub protocol_type: Text,
        /// `Protocols`, array of JoinGroupRequestProtocol, versions 0+.
        pub protocols: Vec<JoinGroupRequestProtocol>,
        /// `Reason`, string, versions 8+, nullable 8+, default null, ignorable.
        pub reason: Option<Text>,
    }

    impl Default for JoinGroupRequest {
        fn default() -> Self {
            Self {
                group_id: Default::default(),
                session_timeout_ms: 0,
                rebalance_timeout_ms: -1,
                member_id: Default::default(),
                group_instance_id: None,
                protocol_type: Default::default(),
                protocols: Default::default(),
                reason: None,
            }
        }
    }

    impl Struct for JoinGroupRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.group_id = reader.text("JoinGroupRequest.GroupId", flexible)?;
            value.session_timeout_ms = reader.i32("JoinGroupRequest.SessionTimeoutMs")?;
            if version >= 1 {
                value.rebalance_timeout_ms = reader.i32("JoinGroupRequest.RebalanceTimeoutMs")?;
            }
            value.member_id = reader.text("JoinGroupRequest.MemberId", flexible)?;
            if version >= 5 {
                value.group_instance_id =
                    reader.nullable_text("JoinGroupRequest.GroupInstanceId", flexible)?;
            }
            value.protocol_type = reader.text("JoinGroupRequest.ProtocolType", flexible)?;
            value.protocols = reader.structs("JoinGroupRequest.Protocols", flexible, 3, version)?;
            if version >= 8 {
                value.reason = reader.nullable_text("JoinGroupRequest.Reason", flexible)?;
            }
            if flexible {
                reader.skip_tags("JoinGroupRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text("JoinGroupRequest.GroupId", flexible, &self.group_id)?;
            writer.i32(self.session_timeout_ms);
            if version >= 1 {
                writer.i32(self.rebalance_timeout_ms);
            }
            writer.text("JoinGroupRequest.MemberId", flexible, &self.member_id)?;
            if version >= 5 {
                writer.nullable_text(
                    "JoinGroupRequest.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            } else if self.group_instance_id.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "JoinGroupRequest.GroupInstanceId",
                    version,
                });
            }
            writer.text(
                "JoinGroupRequest.ProtocolType",
                flexible,
                &self.protocol_type,
            )?;
            writer.structs(
                "JoinGroupRequest.Protocols",
                flexible,
                &self.protocols,
                version,
            )?;
            if version >= 8 {
                writer.nullable_text("JoinGroupRequest.Reason", flexible, self.reason.as_ref())?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `JoinGroupRequestProtocol`, versions 0-9.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct JoinGroupRequestProtocol {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Metadata`, bytes, versions 0+.
        pub metadata: Bytes,
    }

    impl Struct for JoinGroupRequestProtocol {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.name = reader.text("JoinGroupRequestProtocol.Name", flexible)?;
            value.metadata = reader.bytes("JoinGroupRequestProtocol.Metadata", flexible)?;
            if flexible {
                reader.skip_tags("JoinGroupRequestProtocol")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text("JoinGroupRequestProtocol.Name", flexible, &self.name)?;
            writer.bytes(
                "JoinGroupRequestProtocol.Metadata",
                flexible,
                &self.metadata,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for JoinGroupRequest {
        const NAME: &'static str = "JoinGroupRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 9;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=9).contains(&version) {
                return Err(reader.error("JoinGroupRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=9).contains(&version) {
                return Err(EncodeError::Version {
                    message: "JoinGroupRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `JoinGroupResponse` and what it holds.
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

    /// The message `JoinGroupResponse`, versions 0-9.
    #[derive(Clone, Debug, PartialEq)]
    pub struct JoinGroupResponse {
        /// `ThrottleTimeMs`, int32, versions 2+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `GenerationId`, int32, versions 0+, default -1.
        pub generation_id: i32,
        /// `ProtocolType`, string, versions 7+, nullable 7+, default null, ignorable.
        pub protocol_type: Option<Text>,
        /// `ProtocolName`, string, versions 0+, nullable 7+.
        pub protocol_name: Option<Text>,
        /// `Leader`, string, versions 0+.
        pub leader: Text,
        /// `SkipAssignment`, bool, versions 9+, default false.
        pub skip_assignment: bool,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `Members`, array of JoinGroupResponseMember, versions 0+.
        pub members: Vec<JoinGroupResponseMember>,
    }

    impl Default for JoinGroupResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                generation_id: -1,
                protocol_type: None,
                protocol_name: Some(Default::default()),
                leader: Default::default(),
                skip_assignment: false,
                member_id: Default::default(),
                members: Default::default(),
            }
        }
    }

    impl Struct for JoinGroupResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            if version >= 2 {
                value.throttle_time_ms = reader.i32("JoinGroupResponse.ThrottleTimeMs")?;
            }
            value.error_code = reader.i16("JoinGroupResponse.ErrorCode")?;
            value.generation_id = reader.i32("JoinGroupResponse.GenerationId")?;
            if version >= 7 {
                value.protocol_type =
                    reader.nullable_text("JoinGroupResponse.ProtocolType", flexible)?;
            }
            value.protocol_name = if version >= 7 {
                reader.nullable_text("JoinGroupResponse.ProtocolName", flexible)?
            } else {
                Some(reader.text("JoinGroupResponse.ProtocolName", flexible)?)
            };
            value.leader = reader.text("JoinGroupResponse.Leader", flexible)?;
            if version >= 9 {
                value.skip_assignment = reader.bool("JoinGroupResponse.SkipAssignment")?;
            }
            value.member_id = reader.text("JoinGroupResponse.MemberId", flexible)?;
            value.members = reader.structs("JoinGroupResponse.Members", flexible, 4, version)?;
            if flexible {
                reader.skip_tags("JoinGroupResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            if version >= 2 {
                writer.i32(self.throttle_time_ms);
            }
            writer.i16(self.error_code);
            writer.i32(self.generation_id);
            if version >= 7 {
                writer.nullable_text(
                    "JoinGroupResponse.ProtocolType",
                    flexible,
                    self.protocol_type.as_ref(),
                )?;
            }
            if version >= 7 {
                writer.nullable_text(
                    "JoinGroupResponse.ProtocolName",
                    flexible,
                    self.protocol_name.as_ref(),
                )?;
            } else {
                writer.text(
                    "JoinGroupResponse.ProtocolName",
                    flexible,
                    required(
                        "JoinGroupResponse.ProtocolName",
                        version,
                        self.protocol_name.as_ref(),
                    )?,
                )?;
            }
            writer.text("JoinGroupResponse.Leader", flexible, &self.leader)?;
            if version >= 9 {
                writer.bool(self.skip_assignment);
            } else if self.skip_assignment {
                return Err(EncodeError::NotInVersion {
                    field: "JoinGroupResponse.SkipAssignment",
                    version,
                });
            }
            writer.text("JoinGroupResponse.MemberId", flexible, &self.member_id)?;
            writer.structs(
                "JoinGroupResponse.Members",
                flexible,
                &self.members,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `JoinGroupResponseMember`, versions 0-9.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct JoinGroupResponseMember {
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 5+, nullable 5+, default null, ignorable.
        pub group_instance_id: Option<Text>,
        /// `Metadata`, bytes, versions 0+.
        pub metadata: Bytes,
    }

    impl Struct for JoinGroupResponseMember {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 6;
            let mut value = Self::default();
            value.member_id = reader.text("JoinGroupResponseMember.MemberId", flexible)?;
            if version >= 5 {
                value.group_instance_id =
                    reader.nullable_text("JoinGroupResponseMember.GroupInstanceId", flexible)?;
            }
            value.metadata = reader.bytes("JoinGroupResponseMember.Metadata", flexible)?;
            if flexible {
                reader.skip_tags("JoinGroupResponseMember")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 6;
            writer.text(
                "JoinGroupResponseMember.MemberId",
                flexible,
                &self.member_id,
            )?;
            if version >= 5 {
                writer.nullable_text(
                    "JoinGroupResponseMember.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            }
            writer.bytes("JoinGroupResponseMember.Metadata", flexible, &self.metadata)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for JoinGroupResponse {
        const NAME: &'static str = "JoinGroupResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 9;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=9).contains(&version) {
                return Err(reader.error("JoinGroupResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=9).contains(&version) {
                return Err(EncodeError::Version {
                    message: "JoinGroupResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for JoinGroupRequest {
    const KEY: crate::ApiKey = crate::ApiKey::JoinGroup;
    type Response = JoinGroupResponse;
}
