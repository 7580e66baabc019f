//! The DescribeAcls API, key 29.

pub use request::DescribeAclsRequest;
pub use response::{AclDescription, DescribeAclsResource, DescribeAclsResponse};

/// `DescribeAclsRequest` and what it holds.
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

    /// The message `DescribeAclsRequest`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeAclsRequest {
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

    impl Default for DescribeAclsRequest {
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

    impl Struct for DescribeAclsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.resource_type_filter = reader.i8("DescribeAclsRequest.ResourceTypeFilter")?;
            value.resource_name_filter =
                reader.nullable_text("DescribeAclsRequest.ResourceNameFilter", flexible)?;
            value.pattern_type_filter = reader.i8("DescribeAclsRequest.PatternTypeFilter")?;
            value.principal_filter =
                reader.nullable_text("DescribeAclsRequest.PrincipalFilter", flexible)?;
            value.host_filter = reader.nullable_text("DescribeAclsRequest.HostFilter", flexible)?;
            value.operation = reader.i8("DescribeAclsRequest.Operation")?;
            value.permission_type = reader.i8("DescribeAclsRequest.PermissionType")?;
            if flexible {
                reader.skip_tags("DescribeAclsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i8(self.resource_type_filter);
            writer.nullable_text(
                "DescribeAclsRequest.ResourceNameFilter",
                flexible,
                self.resource_name_filter.as_ref(),
            )?;
            writer.i8(self.pattern_type_filter);
            writer.nullable_text(
                "DescribeAclsRequest.PrincipalFilter",
                flexible,
                self.principal_filter.as_ref(),
            )?;
            writer.nullable_text(
                "DescribeAclsRequest.HostFilter",
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

    impl Message for DescribeAclsRequest {
        const NAME: &'static str = "DescribeAclsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("DescribeAclsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeAclsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeAclsResponse` and what it holds.
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

    /// The message `DescribeAclsResponse`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeAclsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Resources`, array of DescribeAclsResource, versions 0+.
        pub resources: Vec<DescribeAclsResource>,
    }

    impl Default for DescribeAclsResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                resources: Default::default(),
            }
        }
    }

    impl Struct for DescribeAclsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeAclsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("DescribeAclsResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DescribeAclsResponse.ErrorMessage", flexible)?;
            value.resources =
                reader.structs("DescribeAclsResponse.Resources", flexible, 5, version)?;
            if flexible {
                reader.skip_tags("DescribeAclsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeAclsResponse.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "DescribeAclsResponse.Resources",
                flexible,
                &self.resources,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribeAclsResource`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeAclsResource {
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `PatternType`, int8, versions 1+, default 3.
        pub pattern_type: i8,
        /// `Acls`, array of AclDescription, versions 0+.
        pub acls: Vec<AclDescription>,
    }

    impl Default for DescribeAclsResource {
        fn default() -> Self {
            Self {
                resource_type: 0,
                resource_name: Default::default(),
                pattern_type: 3,
                acls: Default::default(),
            }
        }
    }

    impl Struct for DescribeAclsResource {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.resource_type = reader.i8("DescribeAclsResource.ResourceType")?;
            value.resource_name = reader.text("DescribeAclsResource.ResourceName", flexible)?;
            value.pattern_type = reader.i8("DescribeAclsResource.PatternType")?;
            value.acls = reader.structs("DescribeAclsResource.Acls", flexible, 5, version)?;
            if flexible {
                reader.skip_tags("DescribeAclsResource")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i8(self.resource_type);
            writer.text(
                "DescribeAclsResource.ResourceName",
                flexible,
                &self.resource_name,
            )?;
            writer.i8(self.pattern_type);
            writer.structs("DescribeAclsResource.Acls", flexible, &self.acls, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AclDescription`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AclDescription {
        /// `Principal`, string, versions 0+.
        pub principal: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Operation`, int8, versions 0+.
        pub operation: i8,
        /// `PermissionType`, int8, versions 0+.
        pub permission_type: i8,
    }

    impl Struct for AclDescription {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.principal = reader.text("AclDescription.Principal", flexible)?;
            value.host = reader.text("AclDescription.Host", flexible)?;
            value.operation = reader.i8("AclDescription.Operation")?;
            value.permission_type = reader.i8("AclDescription.PermissionType")?;
            if flexible {
                reader.skip_tags("AclDescription")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("AclDescription.Principal", flexible, &self.principal)?;
            writer.text("AclDescription.Host", flexible, &self.host)?;
            writer.i8(self.operation);
            writer.i8(self.permission_type);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeAclsResponse {
        const NAME: &'static str = "DescribeAclsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("DescribeAclsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeAclsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeAclsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeAcls;
    type Response = DescribeAclsResponse;
}
