//! The IncrementalAlterConfigs API, key 44.

pub use request::{AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest};
pub use response::{AlterConfigsResourceResponse, IncrementalAlterConfigsResponse};

/// `IncrementalAlterConfigsRequest` and what it holds.
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

    /// The message `IncrementalAlterConfigsRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct IncrementalAlterConfigsRequest {
        /// `Resources`, array of AlterConfigsResource, versions 0+.
        pub resources: Vec<AlterConfigsResource>,
        /// `ValidateOnly`, bool, versions 0+.
        pub validate_only: bool,
    }

    impl Struct for IncrementalAlterConfigsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.resources = reader.structs(
                "IncrementalAlterConfigsRequest.Resources",
                flexible,
                4,
                version,
            )?;
            value.validate_only = reader.bool("IncrementalAlterConfigsRequest.ValidateOnly")?;
            if flexible {
                reader.skip_tags("IncrementalAlterConfigsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.structs(
                "IncrementalAlterConfigsRequest.Resources",
                flexible,
                &self.resources,
                version,
            )?;
            writer.bool(self.validate_only);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AlterConfigsResource`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterConfigsResource {
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `Configs`, array of AlterableConfig, versions 0+.
        pub configs: Vec<AlterableConfig>,
    }

    impl Struct for AlterConfigsResource {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.resource_type = reader.i8("AlterConfigsResource.ResourceType")?;
            value.resource_name = reader.text("AlterConfigsResource.ResourceName", flexible)?;
            value.configs = reader.structs("AlterConfigsResource.Configs", flexible, 4, version)?;
            if flexible {
                reader.skip_tags("AlterConfigsResource")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i8(self.resource_type);
            writer.text(
                "AlterConfigsResource.ResourceName",
                flexible,
                &self.resource_name,
            )?;
            writer.structs(
                "AlterConfigsResource.Configs",
                flexible,
                &self.configs,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AlterableConfig`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlterableConfig {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `ConfigOperation`, int8, versions 0+.
        pub config_operation: i8,
        /// `Value`, string, versions 0+, nullable 0+.
        pub value: Option<Text>,
    }

    impl Default for AlterableConfig {
        fn default() -> Self {
            Self {
                name: Default::default(),
                config_operation: 0,
                value: Some(Default::default()),
            }
        }
    }

    impl Struct for AlterableConfig {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.name = reader.text("AlterableConfig.Name", flexible)?;
            value.config_operation = reader.i8("AlterableConfig.ConfigOperation")?;
            value.value = reader.nullable_text("AlterableConfig.Value", flexible)?;
            if flexible {
                reader.skip_tags("AlterableConfig")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("AlterableConfig.Name", flexible, &self.name)?;
            writer.i8(self.config_operation);
            writer.nullable_text("AlterableConfig.Value", flexible, self.value.as_ref())?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for IncrementalAlterConfigsRequest {
        const NAME: &'static str = "IncrementalAlterConfigsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(
                    reader.error("IncrementalAlterConfigsRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "IncrementalAlterConfigsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `IncrementalAlterConfigsResponse` and what it holds.
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

    /// The message `IncrementalAlterConfigsResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct IncrementalAlterConfigsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Responses`, array of AlterConfigsResourceResponse, versions 0+.
        pub responses: Vec<AlterConfigsResourceResponse>,
    }

    impl Struct for IncrementalAlterConfigsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("IncrementalAlterConfigsResponse.ThrottleTimeMs")?;
            value.responses = reader.structs(
                "IncrementalAlterConfigsResponse.Responses",
                flexible,
                6,
                version,
            )?;
            if flexible {
                reader.skip_tags("IncrementalAlterConfigsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "IncrementalAlterConfigsResponse.Responses",
                flexible,
                &self.responses,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `AlterConfigsResourceResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlterConfigsResourceResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
    }

    impl Default for AlterConfigsResourceResponse {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                resource_type: 0,
                resource_name: Default::default(),
            }
        }
    }

    impl Struct for AlterConfigsResourceResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.error_code = reader.i16("AlterConfigsResourceResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("AlterConfigsResourceResponse.ErrorMessage", flexible)?;
            value.resource_type = reader.i8("AlterConfigsResourceResponse.ResourceType")?;
            value.resource_name =
                reader.text("AlterConfigsResourceResponse.ResourceName", flexible)?;
            if flexible {
                reader.skip_tags("AlterConfigsResourceResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i16(self.error_code);
            writer.nullable_text(
                "AlterConfigsResourceResponse.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.i8(self.resource_type);
            writer.text(
                "AlterConfigsResourceResponse.ResourceName",
                flexible,
                &self.resource_name,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for IncrementalAlterConfigsResponse {
        const NAME: &'static str = "IncrementalAlterConfigsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(
                    reader.error("IncrementalAlterConfigsResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "IncrementalAlterConfigsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for IncrementalAlterConfigsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::IncrementalAlterConfigs;
    type Response = IncrementalAlterConfigsResponse;
}
