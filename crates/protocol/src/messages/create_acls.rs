//! The CreateAcls API, key 30.

pub use request::{AclCreation, CreateAclsRequest};
pub use response::{AclCreationResult, CreateAclsResponse};

/// `CreateAclsRequest` and what it holds.
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

    /// The message `CreateAclsRequest`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreateAclsRequest {
        /// `Creations`, array of AclCreation, versions 0+.
        pub creations: Vec<AclCreation>,
    }

    impl Struct for CreateAclsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.creations =
                reader.structs("CreateAclsRequest.Creations", flexible, 8, version)?;
            if flexible {
                reader.skip_tags("CreateAclsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.structs(
                "CreateAclsRequest.Creations",
                flexible,
                &self.creations,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AclCreation`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AclCreation {
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `ResourcePatternType`, int8, versions 1+, default 3.
        pub resource_pattern_type: i8,
        /// `Principal`, string, versions 0+.
        pub principal: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Operation`, int8, versions 0+.
        pub operation: i8,
        /// `PermissionType`, int8, versions 0+.
        pub permission_type: i8,
    }

    impl Default for AclCreation {
        fn default() -> Self {
            Self {
                resource_type: 0,
                resource_name: Default::default(),
                resource_pattern_type: 3,
                principal: Default::default(),
                host: Default::default(),
                operation: 0,
                permission_type: 0,
            }
        }
    }

    impl Struct for AclCreation {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.resource_type = reader.i8("AclCreation.ResourceType")?;
            value.resource_name = reader.text("AclCreation.ResourceName", flexible)?;
            value.resource_pattern_type = reader.i8("AclCreation.ResourcePatternType")?;
            value.principal = reader.text("AclCreation.Principal", flexible)?;
            value.host = reader.text("AclCreation.Host", flexible)?;
            value.operation = reader.i8("AclCreation.Operation")?;
            value.permission_type = reader.i8("AclCreation.PermissionType")?;
            if flexible {
                reader.skip_tags("AclCreation")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i8(self.resource_type);
            writer.text("AclCreation.ResourceName", flexible, &self.resource_name)?;
            writer.i8(self.resource_pattern_type);
            writer.text("AclCreation.Principal", flexible, &self.principal)?;
            writer.text("AclCreation.Host", flexible, &self.host)?;
            writer.i8(self.operation);
            writer.i8(self.permission_type);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreateAclsRequest {
        const NAME: &'static str = "CreateAclsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("CreateAclsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreateAclsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `CreateAclsResponse` and what it holds.
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

    /// The message `CreateAclsResponse`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreateAclsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Results`, array of AclCreationResult, versions 0+.
        pub results: Vec<AclCreationResult>,
    }

    impl Struct for CreateAclsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("CreateAclsResponse.ThrottleTimeMs")?;
            value.results = reader.structs("CreateAclsResponse.Results", flexible, 4, version)?;
            if flexible {
                reader.skip_tags("CreateAclsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "CreateAclsResponse.Results",
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

    /// The struct `AclCreationResult`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AclCreationResult {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for AclCreationResult {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for AclCreationResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("AclCreationResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("AclCreationResult.ErrorMessage", flexible)?;
            if flexible {
                reader.skip_tags("AclCreationResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.nullable_text(
                "AclCreationResult.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreateAclsResponse {
        const NAME: &'static str = "CreateAclsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("CreateAclsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreateAclsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for CreateAclsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::CreateAcls;
    type Response = CreateAclsResponse;
}
