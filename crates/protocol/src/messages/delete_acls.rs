//! The DeleteAcls API, key 31.

pub use request::{DeleteAclsFilter, DeleteAclsRequest};
pub use response::{DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsResponse};

/// `DeleteAclsRequest` and what it holds.
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

    /// The message `DeleteAclsRequest`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteAclsRequest {
        /// `Filters`, array of DeleteAclsFilter, versions 0+.
        pub filters: Vec<DeleteAclsFilter>,
    }

    impl Struct for DeleteAclsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.filters = reader.structs("DeleteAclsRequest.Filters", flexible, 8, version)?;
            if flexible {
                reader.skip_tags("DeleteAclsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.structs(
                "DeleteAclsRequest.Filters",
                flexible,
                &self.filters,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeleteAclsFilter`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DeleteAclsFilter {
        /// `ResourceTypeFilter`, int8, versions 0+.
        pub resource_type_filter: i8,
        /// `ResourceNameFilter`, string, versions 0+, nullable 0+.
        pub resource_name_filter: Option<Text>,
        /// `PatternTypeFilter`, int8, versions 1+, default 3.
        pub pattern_type_filter: i8,
        /// `PrincipalFilter`, string, versions 0+, nullable 0+.
        pub principal_filter: Option<Text>,
        /// `HostFilter`, string, versions 0+, nullable 0+.
        pub host_filter: Option<Text>,
        /// `Operation`, int8, versions 0+.
        pub operation: i8,
        /// `PermissionType`, int8, versions 0+.
        pub permission_type: i8,
    }

    impl Default for DeleteAclsFilter {
        fn default() -> Self {
            Self {
                resource_type_filter: 0,
                resource_name_filter: Some(Default::default()),
                pattern_type_filter: 3,
                principal_filter: Some(Default::default()),
                host_filter: Some(Default::default()),
                operation: 0,
                permission_type: 0,
            }
        }
    }

    impl Struct for DeleteAclsFilter {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.resource_type_filter = reader.i8("DeleteAclsFilter.ResourceTypeFilter")?;
            value.resource_name_filter =
                reader.nullable_text("DeleteAclsFilter.ResourceNameFilter", flexible)?;
            value.pattern_type_filter = reader.i8("DeleteAclsFilter.PatternTypeFilter")?;
            value.principal_filter =
                reader.nullable_text("DeleteAclsFilter.PrincipalFilter", flexible)?;
            value.host_filter = reader.nullable_text("DeleteAclsFilter.HostFilter", flexible)?;
            value.operation = reader.i8("DeleteAclsFilter.Operation")?;
            value.permission_type = reader.i8("DeleteAclsFilter.PermissionType")?;
            if flexible {
                reader.skip_tags("DeleteAclsFilter")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i8(self.resource_type_filter);
            writer.nullable_text(
                "DeleteAclsFilter.ResourceNameFilter",
                flexible,
                self.resource_name_filter.as_ref(),
            )?;
            writer.i8(self.pattern_type_filter);
            writer.nullable_text(
                "DeleteAclsFilter.PrincipalFilter",
                flexible,
                self.principal_filter.as_ref(),
            )?;
            writer.nullable_text(
                "DeleteAclsFilter.HostFilter",
                flexible,
                self.host_filter.as_ref(),
            )?;
            writer.i8(self.operation);
            writer.i8(self.permission_type);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteAclsRequest {
        const NAME: &'static str = "DeleteAclsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("DeleteAclsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteAclsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DeleteAclsResponse` and what it holds.
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

    /// The message `DeleteAclsResponse`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DeleteAclsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `FilterResults`, array of DeleteAclsFilterResult, versions 0+.
        pub filter_results: Vec<DeleteAclsFilterResult>,
    }

    impl Struct for DeleteAclsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DeleteAclsResponse.ThrottleTimeMs")?;
            value.filter_results =
                reader.structs("DeleteAclsResponse.FilterResults", flexible, 5, version)?;
            if flexible {
                reader.skip_tags("DeleteAclsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DeleteAclsResponse.FilterResults",
                flexible,
                &self.filter_results,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeleteAclsFilterResult`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DeleteAclsFilterResult {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `MatchingAcls`, array of DeleteAclsMatchingAcl, versions 0+.
        pub matching_acls: Vec<DeleteAclsMatchingAcl>,
    }

    impl Default for DeleteAclsFilterResult {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                matching_acls: Default::default(),
            }
        }
    }

    impl Struct for DeleteAclsFilterResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("DeleteAclsFilterResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DeleteAclsFilterResult.ErrorMessage", flexible)?;
            value.matching_acls =
                reader.structs("DeleteAclsFilterResult.MatchingAcls", flexible, 11, version)?;
            if flexible {
                reader.skip_tags("DeleteAclsFilterResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.nullable_text(
                "DeleteAclsFilterResult.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "DeleteAclsFilterResult.MatchingAcls",
                flexible,
                &self.matching_acls,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DeleteAclsMatchingAcl`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DeleteAclsMatchingAcl {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `PatternType`, int8, versions 1+, default 3.
        pub pattern_type: i8,
        /// `Principal`, string, versions 0+.
        pub principal: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Operation`, int8, versions 0+.
        pub operation: i8,
        /// `PermissionType`, int8, versions 0+.
        pub permission_type: i8,
    }

    impl Default for DeleteAclsMatchingAcl {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                resource_type: 0,
                resource_name: Default::default(),
                pattern_type: 3,
                principal: Default::default(),
                host: Default::default(),
                operation: 0,
                permission_type: 0,
            }
        }
    }

    impl Struct for DeleteAclsMatchingAcl {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("DeleteAclsMatchingAcl.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DeleteAclsMatchingAcl.ErrorMessage", flexible)?;
            value.resource_type = reader.i8("DeleteAclsMatchingAcl.ResourceType")?;
            value.resource_name = reader.text("DeleteAclsMatchingAcl.ResourceName", flexible)?;
            value.pattern_type = reader.i8("DeleteAclsMatchingAcl.PatternType")?;
            value.principal = reader.text("DeleteAclsMatchingAcl.Principal", flexible)?;
            value.host = reader.text("DeleteAclsMatchingAcl.Host", flexible)?;
            value.operation = reader.i8("DeleteAclsMatchingAcl.Operation")?;
            value.permission_type = reader.i8("DeleteAclsMatchingAcl.PermissionType")?;
            if flexible {
                reader.skip_tags("DeleteAclsMatchingAcl")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.nullable_text(
                "DeleteAclsMatchingAcl.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.i8(self.resource_type);
            writer.text(
                "DeleteAclsMatchingAcl.ResourceName",
                flexible,
                &self.resource_name,
            )?;
            writer.i8(self.pattern_type);
            writer.text("DeleteAclsMatchingAcl.Principal", flexible, &self.principal)?;
            writer.text("DeleteAclsMatchingAcl.Host", flexible, &self.host)?;
            writer.i8(self.operation);
            writer.i8(self.permission_type);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DeleteAclsResponse {
        const NAME: &'static str = "DeleteAclsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("DeleteAclsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DeleteAclsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DeleteAclsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DeleteAcls;
    type Response = DeleteAclsResponse;
}
