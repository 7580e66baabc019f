//! The ListGroups API, key 16.

pub use request::ListGroupsRequest;
pub use response::{ListGroupsResponse, ListedGroup};

/// `ListGroupsRequest` and what it holds.
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

    /// The message `ListGroupsRequest`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListGroupsRequest {
        /// `StatesFilter`, array of string, versions 4+.
        pub states_filter: Vec<Text>,
        /// `TypesFilter`, array of string, versions 5+.
        pub types_filter: Vec<Text>,
    }

    impl Struct for ListGroupsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            if version >= 4 {
                value.states_filter = reader.values("ListGroupsRequest.StatesFilter", flexible)?;
            }
            if version >= 5 {
                value.types_filter = reader.values("ListGroupsRequest.TypesFilter", flexible)?;
            }
            if flexible {
                reader.skip_tags("ListGroupsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            if version >= 4 {
                writer.values(
                    "ListGroupsRequest.StatesFilter",
                    flexible,
                    &self.states_filter,
                )?;
            } else if !self.states_filter.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "ListGroupsRequest.StatesFilter",
                    version,
                });
            }
            if version >= 5 {
                writer.values(
                    "ListGroupsRequest.TypesFilter",
                    flexible,
                    &self.types_filter,
                )?;
            } else if !self.types_filter.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "ListGroupsRequest.TypesFilter",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ListGroupsRequest {
        const NAME: &'static str = "ListGroupsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("ListGroupsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListGroupsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ListGroupsResponse` and what it holds.
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

    /// The message `ListGroupsResponse`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListGroupsResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Groups`, array of ListedGroup, versions 0+.
        pub groups: Vec<ListedGroup>,
    }

    impl Struct for ListGroupsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            if version >= 1 {
                value.throttle_time_ms = reader.i32("ListGroupsResponse.ThrottleTimeMs")?;
            }
            value.error_code = reader.i16("ListGroupsResponse.ErrorCode")?;
            value.groups = reader.structs("ListGroupsResponse.Groups", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("ListGroupsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            writer.i16(self.error_code);
            writer.structs("ListGroupsResponse.Groups", flexible, &self.groups, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `ListedGroup`, versions 0-5.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListedGroup {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `ProtocolType`, string, versions 0+.
        pub protocol_type: Text,
        /// `GroupState`, string, versions 4+, ignorable.
        pub group_state: Text,
        /// `GroupType`, string, versions 5+, ignorable.
        pub group_type: Text,
    }

    impl Struct for ListedGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.group_id = reader.text("ListedGroup.GroupId", flexible)?;
            value.protocol_type = reader.text("ListedGroup.ProtocolType", flexible)?;
            if version >= 4 {
                value.group_state = reader.text("ListedGroup.GroupState", flexible)?;
            }
            if version >= 5 {
                value.group_type = reader.text("ListedGroup.GroupType", flexible)?;
            }
            if flexible {
                reader.skip_tags("ListedGroup")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.text("ListedGroup.GroupId", flexible, &self.group_id)?;
            writer.text("ListedGroup.ProtocolType", flexible, &self.protocol_type)?;
            if version >= 4 {
                writer.text("ListedGroup.GroupState", flexible, &self.group_state)?;
            }
            if version >= 5 {
                writer.text("ListedGroup.GroupType", flexible, &self.group_type)?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ListGroupsResponse {
        const NAME: &'static str = "ListGroupsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 5;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=5).contains(&version) {
                return Err(reader.error("ListGroupsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=5).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListGroupsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ListGroupsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ListGroups;
    type Response = ListGroupsResponse;
}
