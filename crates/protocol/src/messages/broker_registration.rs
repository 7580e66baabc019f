//! The BrokerRegistration API, key 62.

pub use request::{BrokerRegistrationRequest, Feature, Listener};
pub use response::BrokerRegistrationResponse;

/// `BrokerRegistrationRequest` and what it holds.
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

    /// The message `BrokerRegistrationRequest`, versions 0-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BrokerRegistrationRequest {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
        /// `ClusterId`, string, versions 0+.
        pub cluster_id: Text,
        /// `IncarnationId`, uuid, versions 0+.
        pub incarnation_id: Uuid,
        /// `Listeners`, array of Listener, versions 0+.
        pub listeners: Vec<Listener>,
        /// `Features`, array of Feature, versions 0+.
        pub features: Vec<Feature>,
        /// `Rack`, string, versions 0+, nullable 0+.
        pub rack: Option<Text>,
        /// `IsMigratingZkBroker`, bool, versions 1+, default false.
        pub is_migrating_zk_broker: bool,
        /// `LogDirs`, array of uuid, versions 2+, ignorable.
        pub log_dirs: Vec<Uuid>,
        /// `PreviousBrokerEpoch`, int64, versions 3+, default -1, ignorable.
        pub previous_broker_epoch: i64,
    }

    impl Default for BrokerRegistrationRequest {
        fn default() -> Self {
            Self {
                broker_id: 0,
                cluster_id: Default::default(),
                incarnation_id: Default::default(),
                listeners: Default::default(),
                features: Default::default(),
                rack: Some(Default::default()),
                is_migrating_zk_broker: false,
                log_dirs: Default::default(),
                previous_broker_epoch: -1,
            }
        }
    }

    impl Struct for BrokerRegistrationRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("BrokerRegistrationRequest.BrokerId")?;
            value.cluster_id = reader.text("BrokerRegistrationRequest.ClusterId", true)?;
            value.incarnation_id = reader.uuid("BrokerRegistrationRequest.IncarnationId")?;
            value.listeners =
                reader.structs("BrokerRegistrationRequest.Listeners", true, 7, version)?;
            value.features =
                reader.structs("BrokerRegistrationRequest.Features", true, 6, version)?;
            value.rack = reader.nullable_text("BrokerRegistrationRequest.Rack", true)?;
            if version >= 1 {
                value.is_migrating_zk_broker =
                    reader.bool("BrokerRegistrationRequest.IsMigratingZkBroker")?;
            }
            if version >= 2 {
                value.log_dirs = reader.values("BrokerRegistrationRequest.LogDirs", true)?;
            }
            if version >= 3 {
                value.previous_broker_epoch =
                    reader.i64("BrokerRegistrationRequest.PreviousBrokerEpoch")?;
            }
            reader.skip_tags("BrokerRegistrationRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.text(
                "BrokerRegistrationRequest.ClusterId",
                true,
                &self.cluster_id,
            )?;
            writer.uuid(self.incarnation_id);
            writer.structs(
                "BrokerRegistrationRequest.Listeners",
                true,
                &self.listeners,
                version,
            )?;
            writer.structs(
                "BrokerRegistrationRequest.Features",
                true,
                &self.features,
                version,
            )?;
            writer.nullable_text("BrokerRegistrationRequest.Rack", true, self.rack.as_ref())?;
            if version >= 1 {
                writer.bool(self.is_migrating_zk_broker);
            } else if self.is_migrating_zk_broker {
                return Err(EncodeError::NotInVersion {
                    field: "BrokerRegistrationRequest.IsMigratingZkBroker",
                    version,
                });
            }
            if version >= 2 {
                writer.values("BrokerRegistrationRequest.LogDirs", true, &self.log_dirs)?;
            }
            if version >= 3 {
                writer.i64(self.previous_broker_epoch);
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Listener`, versions 0-4.
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

    /// The struct `Feature`, versions 0-4.
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

    impl Message for BrokerRegistrationRequest {
        const NAME: &'static str = "BrokerRegistrationRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("BrokerRegistrationRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "BrokerRegistrationRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `BrokerRegistrationResponse` and what it holds.
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

    /// The message `BrokerRegistrationResponse`, versions 0-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BrokerRegistrationResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `BrokerEpoch`, int64, versions 0+, default -1.
        pub broker_epoch: i64,
    }

    impl Default for BrokerRegistrationResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                broker_epoch: -1,
            }
        }
    }

    impl Struct for BrokerRegistrationResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("BrokerRegistrationResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("BrokerRegistrationResponse.ErrorCode")?;
            value.broker_epoch = reader.i64("BrokerRegistrationResponse.BrokerEpoch")?;
            reader.skip_tags("BrokerRegistrationResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.i64(self.broker_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for BrokerRegistrationResponse {
        const NAME: &'static str = "BrokerRegistrationResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("BrokerRegistrationResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "BrokerRegistrationResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for BrokerRegistrationRequest {
    const KEY: crate::ApiKey = crate::ApiKey::BrokerRegistration;
    type Response = BrokerRegistrationResponse;
}
