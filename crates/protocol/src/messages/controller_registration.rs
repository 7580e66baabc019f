//! The ControllerRegistration API, key 70.

pub use request::{ControllerRegistrationRequest, Feature, Listener};
pub use response::ControllerRegistrationResponse;

/// `ControllerRegistrationRequest` and what it holds.
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

    /// The message `ControllerRegistrationRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ControllerRegistrationRequest {
        /// `ControllerId`, int32, versions 0+.
        pub controller_id: i32,
        /// `IncarnationId`, uuid, versions 0+.
        pub incarnation_id: Uuid,
        /// `ZkMigrationReady`, bool, versions 0+.
        pub zk_migration_ready: bool,
        /// `Listeners`, array of Listener, versions 0+.
        pub listeners: Vec<Listener>,
        /// `Features`, array of Feature, versions 0+.
        pub features: Vec<Feature>,
    }

    impl Struct for ControllerRegistrationRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.controller_id = reader.i32("ControllerRegistrationRequest.ControllerId")?;
            value.incarnation_id = reader.uuid("ControllerRegistrationRequest.IncarnationId")?;
            value.zk_migration_ready =
                reader.bool("ControllerRegistrationRequest.ZkMigrationReady")?;
            value.listeners =
                reader.structs("ControllerRegistrationRequest.Listeners", true, 7, version)?;
            value.features =
                reader.structs("ControllerRegistrationRequest.Features", true, 6, version)?;
            reader.skip_tags("ControllerRegistrationRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.controller_id);
            writer.uuid(self.incarnation_id);
            writer.bool(self.zk_migration_ready);
            writer.structs(
                "ControllerRegistrationRequest.Listeners",
                true,
                &self.listeners,
                version,
            )?;
            writer.structs(
                "ControllerRegistrationRequest.Features",
                true,
                &self.features,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Listener`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Listener {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, uint16, versions 0+.
        pub port: u16,
        /// `SecurityProtocol`, int16, versions 0+.
        pub security_protocol: i16,
    }

    impl Struct for Listener {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("Listener.Name", true)?;
            value.host = reader.text("Listener.Host", true)?;
            value.port = reader.u16("Listener.Port")?;
            value.security_protocol = reader.i16("Listener.SecurityProtocol")?;
            reader.skip_tags("Listener")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Listener.Name", true, &self.name)?;
            writer.text("Listener.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.i16(self.security_protocol);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Feature`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Feature {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `MinSupportedVersion`, int16, versions 0+.
        pub min_supported_version: i16,
        /// `MaxSupportedVersion`, int16, versions 0+.
        pub max_supported_version: i16,
    }

    impl Struct for Feature {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("Feature.Name", true)?;
            value.min_supported_version = reader.i16("Feature.MinSupportedVersion")?;
            value.max_supported_version = reader.i16("Feature.MaxSupportedVersion")?;
            reader.skip_tags("Feature")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Feature.Name", true, &self.name)?;
            writer.i16(self.min_supported_version);
            writer.i16(self.max_supported_version);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ControllerRegistrationRequest {
        const NAME: &'static str = "ControllerRegistrationRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("ControllerRegistrationRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ControllerRegistrationRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ControllerRegistrationResponse` and what it holds.
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

    /// The message `ControllerRegistrationResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ControllerRegistrationResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for ControllerRegistrationResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for ControllerRegistrationResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ControllerRegistrationResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ControllerRegistrationResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("ControllerRegistrationResponse.ErrorMessage", true)?;
            reader.skip_tags("ControllerRegistrationResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ControllerRegistrationResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ControllerRegistrationResponse {
        const NAME: &'static str = "ControllerRegistrationResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("ControllerRegistrationResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ControllerRegistrationResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ControllerRegistrationRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ControllerRegistration;
    type Response = ControllerRegistrationResponse;
}
