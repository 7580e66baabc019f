//! The DescribeConfigs API, key 32.

pub use request::{DescribeConfigsRequest, DescribeConfigsResource};
pub use response::{
    DescribeConfigsResourceResult, DescribeConfigsResponse, DescribeConfigsResult,
    DescribeConfigsSynonym,
};

/// `DescribeConfigsRequest` and what it holds.
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

    /// The message `DescribeConfigsRequest`, versions 1-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeConfigsRequest {
        /// `Resources`, array of DescribeConfigsResource, versions 0+.
        pub resources: Vec<DescribeConfigsResource>,
        /// `IncludeSynonyms`, bool, versions 1+, default false.
        pub include_synonyms: bool,
        /// `IncludeDocumentation`, bool, versions 3+, default false.
        pub include_documentation: bool,
    }

    impl Struct for DescribeConfigsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.resources =
                reader.structs("DescribeConfigsRequest.Resources", flexible, 4, version)?;
            value.include_synonyms = reader.bool("DescribeConfigsRequest.IncludeSynonyms")?;
            if version >= 3 {
                value.include_documentation =
                    reader.bool("DescribeConfigsRequest.IncludeDocumentation")?;
            }
            if flexible {
                reader.skip_tags("DescribeConfigsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.structs(
                "DescribeConfigsRequest.Resources",
                flexible,
                &self.resources,
                version,
            )?;
            writer.bool(self.include_synonyms);
            if version >= 3 {
                writer.bool(self.include_documentation);
            } else if self.include_documentation {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeConfigsRequest.IncludeDocumentation",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribeConfigsResource`, versions 1-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeConfigsResource {
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `ConfigurationKeys`, array of string, versions 0+, nullable 0+.
        pub configuration_keys: Option<Vec<Text>>,
    }

    impl Default for DescribeConfigsResource {
        fn default() -> Self {
            Self {
                resource_type: 0,
                resource_name: Default::default(),
                configuration_keys: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeConfigsResource {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.resource_type = reader.i8("DescribeConfigsResource.ResourceType")?;
            value.resource_name = reader.text("DescribeConfigsResource.ResourceName", flexible)?;
            value.configuration_keys =
                reader.nullable_values("DescribeConfigsResource.ConfigurationKeys", flexible)?;
            if flexible {
                reader.skip_tags("DescribeConfigsResource")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i8(self.resource_type);
            writer.text(
                "DescribeConfigsResource.ResourceName",
                flexible,
                &self.resource_name,
            )?;
            writer.nullable_values(
                "DescribeConfigsResource.ConfigurationKeys",
                flexible,
                self.configuration_keys.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeConfigsRequest {
        const NAME: &'static str = "DescribeConfigsRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=4).contains(&version) {
                return Err(reader.error("DescribeConfigsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeConfigsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeConfigsResponse` and what it holds.
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

    /// The message `DescribeConfigsResponse`, versions 1-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeConfigsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Results`, array of DescribeConfigsResult, versions 0+.
        pub results: Vec<DescribeConfigsResult>,
    }

    impl Struct for DescribeConfigsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeConfigsResponse.ThrottleTimeMs")?;
            value.results =
                reader.structs("DescribeConfigsResponse.Results", flexible, 7, version)?;
            if flexible {
                reader.skip_tags("DescribeConfigsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "DescribeConfigsResponse.Results",
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

    /// The struct `DescribeConfigsResult`, versions 1-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeConfigsResult {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `ResourceType`, int8, versions 0+.
        pub resource_type: i8,
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `Configs`, array of DescribeConfigsResourceResult, versions 0+.
        pub configs: Vec<DescribeConfigsResourceResult>,
    }

    impl Default for DescribeConfigsResult {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                resource_type: 0,
                resource_name: Default::default(),
                configs: Default::default(),
            }
        }
    }

    impl Struct for DescribeConfigsResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.error_code = reader.i16("DescribeConfigsResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DescribeConfigsResult.ErrorMessage", flexible)?;
            value.resource_type = reader.i8("DescribeConfigsResult.ResourceType")?;
            value.resource_name = reader.text("DescribeConfigsResult.ResourceName", flexible)?;
            value.configs =
                reader.structs("DescribeConfigsResult.Configs", flexible, 9, version)?;
            if flexible {
                reader.skip_tags("DescribeConfigsResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeConfigsResult.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.i8(self.resource_type);
            writer.text(
                "DescribeConfigsResult.ResourceName",
                flexible,
                &self.resource_name,
            )?;
            writer.structs(
                "DescribeConfigsResult.Configs",
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

    /// The struct `DescribeConfigsResourceResult`, versions 1-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeConfigsResourceResult {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Value`, string, versions 0+, nullable 0+.
        pub value: Option<Text>,
        /// `ReadOnly`, bool, versions 0+.
        pub read_only: bool,
        /// `ConfigSource`, int8, versions 1+, default -1, ignorable.
        pub config_source: i8,
        /// `IsSensitive`, bool, versions 0+.
        pub is_sensitive: bool,
        /// `Synonyms`, array of DescribeConfigsSynonym, versions 1+, ignorable.
        pub synonyms: Vec<DescribeConfigsSynonym>,
        /// `ConfigType`, int8, versions 3+, default 0, ignorable.
        pub config_type: i8,
        /// `Documentation`, string, versions 3+, nullable 0+, ignorable.
        pub documentation: Option<Text>,
    }

    impl Default for DescribeConfigsResourceResult {
        fn default() -> Self {
            Self {
                name: Default::default(),
                value: Some(Default::default()),
                read_only: false,
                config_source: -1,
                is_sensitive: false,
                synonyms: Default::default(),
                config_type: 0,
                documentation: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeConfigsResourceResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.name = reader.text("DescribeConfigsResourceResult.Name", flexible)?;
            value.value = reader.nullable_text("DescribeConfigsResourceResult.Value", flexible)?;
            value.read_only = reader.bool("DescribeConfigsResourceResult.ReadOnly")?;
            value.config_source = reader.i8("DescribeConfigsResourceResult.ConfigSource")?;
            value.is_sensitive = reader.bool("DescribeConfigsResourceResult.IsSensitive")?;
            value.synonyms = reader.structs(
                "DescribeConfigsResourceResult.Synonyms",
                flexible,
                4,
                version,
            )?;
            if version >= 3 {
                value.config_type = reader.i8("DescribeConfigsResourceResult.ConfigType")?;
            }
            if version >= 3 {
                value.documentation = reader
                    .nullable_text("DescribeConfigsResourceResult.Documentation", flexible)?;
            }
            if flexible {
                reader.skip_tags("DescribeConfigsResourceResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("DescribeConfigsResourceResult.Name", flexible, &self.name)?;
            writer.nullable_text(
                "DescribeConfigsResourceResult.Value",
                flexible,
                self.value.as_ref(),
            )?;
            writer.bool(self.read_only);
            writer.i8(self.config_source);
            writer.bool(self.is_sensitive);
            writer.structs(
                "DescribeConfigsResourceResult.Synonyms",
                flexible,
                &self.synonyms,
                version,
            )?;
            if version >= 3 {
                writer.i8(self.config_type);
            }
            if version >= 3 {
                writer.nullable_text(
                    "DescribeConfigsResourceResult.Documentation",
                    flexible,
                    self.documentation.as_ref(),
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribeConfigsSynonym`, versions 1-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeConfigsSynonym {
        /// `Name`, string, versions 1+.
        pub name: Text,
        /// `Value`, string, versions 1+, nullable 0+.
        pub value: Option<Text>,
        /// `Source`, int8, versions 1+.
        pub source: i8,
    }

    impl Default for DescribeConfigsSynonym {
        fn default() -> Self {
            Self {
                name: Default::default(),
                value: Some(Default::default()),
                source: 0,
            }
        }
    }

    impl Struct for DescribeConfigsSynonym {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.name = reader.text("DescribeConfigsSynonym.Name", flexible)?;
            value.value = reader.nullable_text("DescribeConfigsSynonym.Value", flexible)?;
            value.source = reader.i8("DescribeConfigsSynonym.Source")?;
            if flexible {
                reader.skip_tags("DescribeConfigsSynonym")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("DescribeConfigsSynonym.Name", flexible, &self.name)?;
            writer.nullable_text(
                "DescribeConfigsSynonym.Value",
                flexible,
                self.value.as_ref(),
            )?;
            writer.i8(self.source);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeConfigsResponse {
        const NAME: &'static str = "DescribeConfigsResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=4).contains(&version) {
                return Err(reader.error("DescribeConfigsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeConfigsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeConfigsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeConfigs;
    type Response = DescribeConfigsResponse;
}
