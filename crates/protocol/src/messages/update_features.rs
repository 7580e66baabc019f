//! The UpdateFeatures API, key 57.

pub use request::{FeatureUpdateKey, UpdateFeaturesRequest};
pub use response::{UpdatableFeatureResult, UpdateFeaturesResponse};

/// `UpdateFeaturesRequest` and what it holds.
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

    /// The message `UpdateFeaturesRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UpdateFeaturesRequest {
        /// `timeoutMs`, int32, versions 0+, default 60000.
        pub timeout_ms: i32,
        /// `FeatureUpdates`, array of FeatureUpdateKey, versions 0+.
        pub feature_updates: Vec<FeatureUpdateKey>,
        /// `ValidateOnly`, bool, versions 1+, default false.
        pub validate_only: bool,
    }

    impl Default for UpdateFeaturesRequest {
        fn default() -> Self {
            Self {
                timeout_ms: 60000,
                feature_updates: Default::default(),
                validate_only: false,
            }
        }
    }

    impl Struct for UpdateFeaturesRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.timeout_ms = reader.i32("UpdateFeaturesRequest.timeoutMs")?;
            value.feature_updates =
                reader.structs("UpdateFeaturesRequest.FeatureUpdates", true, 5, version)?;
            if version >= 1 {
                value.validate_only = reader.bool("UpdateFeaturesRequest.ValidateOnly")?;
            }
            reader.skip_tags("UpdateFeaturesRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.timeout_ms);
            writer.structs(
                "UpdateFeaturesRequest.FeatureUpdates",
                true,
                &self.feature_updates,
                version,
            )?;
            if version >= 1 {
                writer.bool(self.validate_only);
            } else if self.validate_only {
                return Err(EncodeError::NotInVersion {
                    field: "UpdateFeaturesRequest.ValidateOnly",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `FeatureUpdateKey`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FeatureUpdateKey {
        /// `Feature`, string, versions 0+.
        pub feature: Text,
        /// `MaxVersionLevel`, int16, versions 0+.
        pub max_version_level: i16,
        /// `AllowDowngrade`, bool, versions 0.
        pub allow_downgrade: bool,
        /// `UpgradeType`, int8, versions 1+, default 1.
        pub upgrade_type: i8,
    }

    impl Default for FeatureUpdateKey {
        fn default() -> Self {
            Self {
                feature: Default::default(),
                max_version_level: 0,
                allow_downgrade: false,
                upgrade_type: 1,
            }
        }
    }

    impl Struct for FeatureUpdateKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.feature = reader.text("FeatureUpdateKey.Feature", true)?;
            value.max_version_level = reader.i16("FeatureUpdateKey.MaxVersionLevel")?;
            if version <= 0 {
                value.allow_downgrade = reader.bool("FeatureUpdateKey.AllowDowngrade")?;
            }
            if version >= 1 {
                value.upgrade_type = reader.i8("FeatureUpdateKey.UpgradeType")?;
            }
            reader.skip_tags("FeatureUpdateKey")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("FeatureUpdateKey.Feature", true, &self.feature)?;
            writer.i16(self.max_version_level);
            if version <= 0 {
                writer.bool(self.allow_downgrade);
            } else if self.allow_downgrade {
                return Err(EncodeError::NotInVersion {
                    field: "FeatureUpdateKey.AllowDowngrade",
                    version,
                });
            }
            if version >= 1 {
                writer.i8(self.upgrade_type);
            } else if self.upgrade_type != 1 {
                return Err(EncodeError::NotInVersion {
                    field: "FeatureUpdateKey.UpgradeType",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for UpdateFeaturesRequest {
        const NAME: &'static str = "UpdateFeaturesRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("UpdateFeaturesRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "UpdateFeaturesRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `UpdateFeaturesResponse` and what it holds.
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

    /// The message `UpdateFeaturesResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UpdateFeaturesResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Results`, array of UpdatableFeatureResult, versions 0-1, ignorable.
        pub results: Vec<UpdatableFeatureResult>,
    }

    impl Default for UpdateFeaturesResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                results: Default::default(),
            }
        }
    }

    impl Struct for UpdateFeaturesResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("UpdateFeaturesResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("UpdateFeaturesResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("UpdateFeaturesResponse.ErrorMessage", true)?;
            if version <= 1 {
                value.results =
                    reader.structs("UpdateFeaturesResponse.Results", true, 5, version)?;
            }
            reader.skip_tags("UpdateFeaturesResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "UpdateFeaturesResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            if version <= 1 {
                writer.structs(
                    "UpdateFeaturesResponse.Results",
                    true,
                    &self.results,
                    version,
                )?;
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `UpdatableFeatureResult`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UpdatableFeatureResult {
        /// `Feature`, string, versions 0+.
        pub feature: Text,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for UpdatableFeatureResult {
        fn default() -> Self {
            Self {
                feature: Default::default(),
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for UpdatableFeatureResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.feature = reader.text("UpdatableFeatureResult.Feature", true)?;
            value.error_code = reader.i16("UpdatableFeatureResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("UpdatableFeatureResult.ErrorMessage", true)?;
            reader.skip_tags("UpdatableFeatureResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("UpdatableFeatureResult.Feature", true, &self.feature)?;
            writer.i16(self.error_code);
            writer.nullable_text(
                "UpdatableFeatureResult.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for UpdateFeaturesResponse {
        const NAME: &'static str = "UpdateFeaturesResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("UpdateFeaturesResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "UpdateFeaturesResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for UpdateFeaturesRequest {
    const KEY: crate::ApiKey = crate::ApiKey::UpdateFeatures;
    type Response = UpdateFeaturesResponse;
}
