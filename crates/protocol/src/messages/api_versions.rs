//! The ApiVersions API, key 18.

pub use request::ApiVersionsRequest;
pub use response::{ApiVersion, ApiVersionsResponse, FinalizedFeatureKey, SupportedFeatureKey};

/// `ApiVersionsRequest` and what it holds.
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

    /// The message `ApiVersionsRequest`, versions 0-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ApiVersionsRequest {
        /// `ClientSoftwareName`, string, versions 3+, ignorable.
        pub client_software_name: Text,
        /// `ClientSoftwareVersion`, string, versions 3+, ignorable.
        pub client_software_version: Text,
    }

    impl Struct for ApiVersionsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            if version >= 3 {
                value.client_software_name =
                    reader.text("ApiVersionsRequest.ClientSoftwareName", flexible)?;
            }
            if version >= 3 {
                value.client_software_version =
                    reader.text("ApiVersionsRequest.ClientSoftwareVersion", flexible)?;
            }
            if flexible {
                reader.skip_tags("ApiVersionsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            if version >= 3 {
                writer.text(
                    "ApiVersionsRequest.ClientSoftwareName",
                    flexible,
                    &self.client_software_name,
                )?;
            }
            if version >= 3 {
                writer.text(
                    "ApiVersionsRequest.ClientSoftwareVersion",
                    flexible,
                    &self.client_software_version,
                )?;
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ApiVersionsRequest {
        const NAME: &'static str = "ApiVersionsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("ApiVersionsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ApiVersionsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ApiVersionsResponse` and what it holds.
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

    /// The message `ApiVersionsResponse`, versions 0-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ApiVersionsResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ApiKeys`, array of ApiVersion, versions 0+.
        pub api_keys: Vec<ApiVersion>,
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `SupportedFeatures`, array of SupportedFeatureKey, versions 3+, tag 0, ignorable.
        pub supported_features: Vec<SupportedFeatureKey>,
        /// `FinalizedFeaturesEpoch`, int64, versions 3+, tag 1, default -1, ignorable.
        pub finalized_features_epoch: i64,
        /// `FinalizedFeatures`, array of FinalizedFeatureKey, versions 3+, tag 2, ignorable.
        pub finalized_features: Vec<FinalizedFeatureKey>,
        /// `ZkMigrationReady`, bool, versions 3+, tag 3, default false, ignorable.
        pub zk_migration_ready: bool,
    }

    impl Default for ApiVersionsResponse {
        fn default() -> Self {
            Self {
                error_code: 0,
                api_keys: Default::default(),
                throttle_time_ms: 0,
                supported_features: Default::default(),
                finalized_features_epoch: -1,
                finalized_features: Default::default(),
                zk_migration_ready: false,
            }
        }
    }

    impl Struct for ApiVersionsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.error_code = reader.i16("ApiVersionsResponse.ErrorCode")?;
            value.api_keys = reader.structs("ApiVersionsResponse.ApiKeys", flexible, 6, version)?;
            if version >= 1 {
                value.throttle_time_ms = reader.i32("ApiVersionsResponse.ThrottleTimeMs")?;
            }
            if flexible {
                let mut tags = reader.tags("ApiVersionsResponse")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => {
                            value.supported_features = reader.structs(
                                "ApiVersionsResponse.SupportedFeatures",
                                true,
                                6,
                                version,
                            )?
                        }
                        1 => {
                            value.finalized_features_epoch =
                                reader.i64("ApiVersionsResponse.FinalizedFeaturesEpoch")?
                        }
                        2 => {
                            value.finalized_features = reader.structs(
                                "ApiVersionsResponse.FinalizedFeatures",
                                true,
                                6,
                                version,
                            )?
                        }
                        3 => {
                            value.zk_migration_ready =
                                reader.bool("ApiVersionsResponse.ZkMigrationReady")?
                        }
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i16(self.error_code);
            writer.structs(
                "ApiVersionsResponse.ApiKeys",
                flexible,
                &self.api_keys,
                version,
            )?;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            if flexible {
                let count = writer.begin_tags();
                if !self.supported_features.is_empty() {
                    let start = writer.begin_tag(&count, 0);
                    writer.structs(
                        "ApiVersionsResponse.SupportedFeatures",
                        true,
                        &self.supported_features,
                        version,
                    )?;
                    writer.end_tag(start);
                }
                if self.finalized_features_epoch != -1 {
                    let start = writer.begin_tag(&count, 1);
                    writer.i64(self.finalized_features_epoch);
                    writer.end_tag(start);
                }
                if !self.finalized_features.is_empty() {
                    let start = writer.begin_tag(&count, 2);
                    writer.structs(
                        "ApiVersionsResponse.FinalizedFeatures",
                        true,
                        &self.finalized_features,
                        version,
                    )?;
                    writer.end_tag(start);
                }
                if self.zk_migration_ready {
                    let start = writer.begin_tag(&count, 3);
                    writer.bool(self.zk_migration_ready);
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    /// The struct `ApiVersion`, versions 0-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ApiVersion {
        /// `ApiKey`, int16, versions 0+.
        pub api_key: i16,
        /// `MinVersion`, int16, versions 0+.
        pub min_version: i16,
        /// `MaxVersion`, int16, versions 0+.
        pub max_version: i16,
    }

    impl Struct for ApiVersion {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            value.api_key = reader.i16("ApiVersion.ApiKey")?;
            value.min_version = reader.i16("ApiVersion.MinVersion")?;
            value.max_version = reader.i16("ApiVersion.MaxVersion")?;
            if flexible {
                reader.skip_tags("ApiVersion")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            writer.i16(self.api_key);
            writer.i16(self.min_version);
            writer.i16(self.max_version);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `SupportedFeatureKey`, versions 3-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SupportedFeatureKey {
        /// `Name`, string, versions 3+.
        pub name: Text,
        /// `MinVersion`, int16, versions 3+.
        pub min_version: i16,
        /// `MaxVersion`, int16, versions 3+.
        pub max_version: i16,
    }

    impl Struct for SupportedFeatureKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("SupportedFeatureKey.Name", true)?;
            value.min_version = reader.i16("SupportedFeatureKey.MinVersion")?;
            value.max_version = reader.i16("SupportedFeatureKey.MaxVersion")?;
            reader.skip_tags("SupportedFeatureKey")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("SupportedFeatureKey.Name", true, &self.name)?;
            writer.i16(self.min_version);
            writer.i16(self.max_version);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `FinalizedFeatureKey`, versions 3-4.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FinalizedFeatureKey {
        /// `Name`, string, versions 3+.
        pub name: Text,
        /// `MaxVersionLevel`, int16, versions 3+.
        pub max_version_level: i16,
        /// `MinVersionLevel`, int16, versions 3+.
        pub min_version_level: i16,
    }

    impl Struct for FinalizedFeatureKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("FinalizedFeatureKey.Name", true)?;
            value.max_version_level = reader.i16("FinalizedFeatureKey.MaxVersionLevel")?;
            value.min_version_level = reader.i16("FinalizedFeatureKey.MinVersionLevel")?;
            reader.skip_tags("FinalizedFeatureKey")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("FinalizedFeatureKey.Name", true, &self.name)?;
            writer.i16(self.max_version_level);
            writer.i16(self.min_version_level);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ApiVersionsResponse {
        const NAME: &'static str = "ApiVersionsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("ApiVersionsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ApiVersionsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ApiVersionsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ApiVersions;
    type Response = ApiVersionsResponse;
}
