//! The SyncGroup API, key 14.

pub use request::{SyncGroupRequest, SyncGroupRequestAssignment};
pub use response::SyncGroupResponse;

/// `SyncGroupRequest` and what it holds.
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

    /// The message `SyncGroupRequest`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SyncGroupRequest {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `GenerationId`, int32, versions 0+.
        pub generation_id: i32,
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `GroupInstanceId`, string, versions 3+, nullable 3+, default null.
        pub group_instance_id: Option<Text>,
        /// `ProtocolType`, string, versions 5+, nullable 5+, default null, ignorable.
        pub protocol_type: Option<Text>,
        /// `ProtocolName`, string, versions 5+, nullable 5+, default null, ignorable.
        pub protocol_name: Option<Text>,
        /// `Assignments`, array of SyncGroupRequestAssignment, versions 0+.
        pub assignments: Vec<SyncGroupRequestAssignment>,
    }

    impl Struct for SyncGroupRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.group_id = reader.text("SyncGroupRequest.GroupId", flexible)?;
            value.generation_id = reader.i32("SyncGroupRequest.GenerationId")?;
            value.member_id = reader.text("SyncGroupRequest.MemberId", flexible)?;
            if version >= 3 {
                value.group_instance_id =
                    reader.nullable_text("SyncGroupRequest.GroupInstanceId", flexible)?;
            }
            if version >= 5 {
                value.protocol_type =
                    reader.nullable_text("SyncGroupRequest.ProtocolType", flexible)?;
            }
            if version >= 5 {
                value.protocol_name =
                    reader.nullable_text("SyncGroupRequest.ProtocolName", flexible)?;
            }
            value.assignments =
                reader.structs("SyncGroupRequest.Assignments", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("SyncGroupRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("SyncGroupRequest.GroupId", flexible, &self.group_id)?;
            writer.i32(self.generation_id);
            writer.text("SyncGroupRequest.MemberId", flexible, &self.member_id)?;
            if version >= 3 {
                writer.nullable_text(
                    "SyncGroupRequest.GroupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            } else if self.group_instance_id.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "SyncGroupRequest.GroupInstanceId",
                    version,
                });
            }
            if version >= 5 {
                writer.nullable_text(
                    "SyncGroupRequest.ProtocolType",
                    flexible,
                    self.protocol_type.as_ref(),
                )?;
            }
            if version >= 5 {
                writer.nullable_text(
                    "SyncGroupRequest.ProtocolName",
                    flexible,
                    self.protocol_name.as_ref(),
                )?;
            }
            writer.structs(
                "SyncGroupRequest.Assignments",
                flexible,
                &self.assignments,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `SyncGroupRequestAssignment`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SyncGroupRequestAssignment {
        /// `MemberId`, string, versions 0+.
        pub member_id: Text,
        /// `Assignment`, bytes, versions 0+.
        pub assignment: Bytes,
    }

    impl Struct for SyncGroupRequestAssignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.member_id = reader.text("SyncGroupRequestAssignment.MemberId", flexible)?;
            value.assignment = reader.bytes("SyncGroupRequestAssignment.Assignment", flexible)?;
            if flexible {
                reader.skip_tags("SyncGroupRequestAssignment")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text(
                "SyncGroupRequestAssignment.MemberId",
                flexible,
                &self.member_id,
            )?;
            writer.bytes(
                "SyncGroupRequestAssignment.Assignment",
                flexible,
                &self.assignment,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for SyncGroupRequest {
        const NAME: &'static str = "SyncGroupRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("SyncGroupRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SyncGroupRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `SyncGroupResponse` and what it holds.
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

    /// The message `SyncGroupResponse`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SyncGroupResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ProtocolType`, string, versions 5+, nullable 5+, default null, ignorable.
        pub protocol_type: Option<Text>,
        /// `ProtocolName`, string, versions 5+, nullable 5+, default null, ignorable.
        pub protocol_name: Option<Text>,
        /// `Assignment`, bytes, versions 0+.
        pub assignment: Bytes,
    }

    impl Struct for SyncGroupResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            if version >= 1 {
                value.throttle_time_ms = reader.i32("SyncGroupResponse.ThrottleTimeMs")?;
            }
            value.error_code = reader.i16("SyncGroupResponse.ErrorCode")?;
            if version >= 5 {
                value.protocol_type =
                    reader.nullable_text("SyncGroupResponse.ProtocolType", flexible)?;
            }
            if version >= 5 {
                value.protocol_name =
                    reader.nullable_text("SyncGroupResponse.ProtocolName", flexible)?;
            }
            value.assignment = reader.bytes("SyncGroupResponse.Assignment", flexible)?;
            if flexible {
                reader.skip_tags("SyncGroupResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            writer.i16(self.error_code);
            if version >= 5 {
                writer.nullable_text(
                    "SyncGroupResponse.ProtocolType",
                    flexible,
                    self.protocol_type.as_ref(),
                )?;
            }
            if version >= 5 {
                writer.nullable_text(
                    "SyncGroupResponse.ProtocolName",
                    flexible,
                    self.protocol_name.as_ref(),
                )?;
            }
            writer.bytes("SyncGroupResponse.Assignment", flexible, &self.assignment)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for SyncGroupResponse {
        const NAME: &'static str = "SyncGroupResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("SyncGroupResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SyncGroupResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for SyncGroupRequest {
    const KEY: crate::ApiKey = crate::ApiKey::SyncGroup;
    type Response = SyncGroupResponse;
}
