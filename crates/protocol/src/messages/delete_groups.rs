//! The DeleteGroups API, key 42.

pub use request::DeleteGroupsRequest;
pub use response::{DeletableGroupResult, DeleteGroupsResponse};

/// `DeleteGroupsRequest` and what it holds.
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

    /// The message `DeleteGroupsRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteGroupsRequest {
        /// `GroupsNames`, array of string, versions 0+.
        pub groups_names: Vec<Text>,
    }

    impl Struct for DeleteGroupsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.groups_names = reader.values("DeleteGroupsRequest.GroupsNames", flexible)?;
            if flexible {
                reader.skip_tags("DeleteGroupsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.values(
                "DeleteGroupsRequest.GroupsNames",
                flexible,
                &self.groups_names,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteGroupsRequest {
        const NAME: &'static str = "DeleteGroupsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DeleteGroupsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteGroupsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DeleteGroupsResponse` and what it holds.
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

    /// The message `DeleteGroupsResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteGroupsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Results`, array of DeletableGroupResult, versions 0+.
        pub results: Vec<DeletableGroupResult>,
    }

    impl Struct for DeleteGroupsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DeleteGroupsResponse.ThrottleTimeMs")?;
            value.results = reader.structs("DeleteGroupsResponse.Results", flexible, 4, version)?;
            if flexible {
                reader.skip_tags("DeleteGroupsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DeleteGroupsResponse.Results",
                flexible,
                &self.results,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeletableGroupResult`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeletableGroupResult {
        /// `GroupId`, string, versions 0+.
        pub group_id: Text,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
    }

    impl Struct for DeletableGroupResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.group_id = reader.text("DeletableGroupResult.GroupId", flexible)?;
            value.error_code = reader.i16("DeletableGroupResult.ErrorCode")?;
            if flexible {
                reader.skip_tags("DeletableGroupResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("DeletableGroupResult.GroupId", flexible, &self.group_id)?;
            writer.i16(self.error_code);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteGroupsResponse {
        const NAME: &'static str = "DeleteGroupsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DeleteGroupsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteGroupsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DeleteGroupsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DeleteGroups;
    type Response = DeleteGroupsResponse;
}
