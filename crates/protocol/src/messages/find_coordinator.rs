//! The FindCoordinator API, key 10.

pub use request::FindCoordinatorRequest;
pub use response::{Coordinator, FindCoordinatorResponse};

/// `FindCoordinatorRequest` and what it holds.
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

    /// The message `FindCoordinatorRequest`, versions 0-6.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FindCoordinatorRequest {
        /// `Key`, string, versions 0-3.
        pub key: Text,
        /// `KeyType`, int8, versions 1+, default 0.
        pub key_type: i8,
        /// `CoordinatorKeys`, array of string, versions 4+.
        pub coordinator_keys: Vec<Text>,
    }

    impl Struct for FindCoordinatorRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            if version <= 3 {
                value.key = reader.text("FindCoordinatorRequest.Key", flexible)?;
            }
            if version >= 1 {
                value.key_type = reader.i8("FindCoordinatorRequest.KeyType")?;
            }
            if version >= 4 {
                value.coordinator_keys =
                    reader.values("FindCoordinatorRequest.CoordinatorKeys", flexible)?;
            }
            if flexible {
                reader.skip_tags("FindCoordinatorRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            if version <= 3 {
                writer.text("FindCoordinatorRequest.Key", flexible, &self.key)?;
            } else if !self.key.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorRequest.Key",
                    version,
                });
            }
            if version >= 1 {
                writer.i8(self.key_type);
            } else if self.key_type != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorRequest.KeyType",
                    version,
                });
            }
            if version >= 4 {
                writer.values(
                    "FindCoordinatorRequest.CoordinatorKeys",
                    flexible,
                    &self.coordinator_keys,
                )?;
            } else if !self.coordinator_keys.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorRequest.CoordinatorKeys",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for FindCoordinatorRequest {
        const NAME: &'static str = "FindCoordinatorRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=6).contains(&version) {
                return Err(reader.error("FindCoordinatorRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "FindCoordinatorRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `FindCoordinatorResponse` and what it holds.
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

    /// The message `FindCoordinatorResponse`, versions 0-6.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FindCoordinatorResponse {
        /// `ThrottleTimeMs`, int32, versions 1+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0-3.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 1-3, nullable 1-3, ignorable.
        pub error_message: Option<Text>,
        /// `NodeId`, int32, versions 0-3.
        pub node_id: i32,
        /// `Host`, string, versions 0-3.
        pub host: Text,
        /// `Port`, int32, versions 0-3.
        pub port: i32,
        /// `Coordinators`, array of Coordinator, versions 4+.
        pub coordinators: Vec<Coordinator>,
    }

    impl Default for FindCoordinatorResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                node_id: 0,
                host: Default::default(),
                port: 0,
                coordinators: Default::default(),
            }
        }
    }

    impl Struct for FindCoordinatorResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 3;
            let mut value = Self::default();
            if version >= 1 {
                value.throttle_time_ms = reader.i32("FindCoordinatorResponse.ThrottleTimeMs")?;
            }
            if version <= 3 {
                value.error_code = reader.i16("FindCoordinatorResponse.ErrorCode")?;
            }
            if (1..=3).contains(&version) {
                value.error_message =
                    reader.nullable_text("FindCoordinatorResponse.ErrorMessage", flexible)?;
            }
            if version <= 3 {
                value.node_id = reader.i32("FindCoordinatorResponse.NodeId")?;
            }
            if version <= 3 {
                value.host = reader.text("FindCoordinatorResponse.Host", flexible)?;
            }
            if version <= 3 {
                value.port = reader.i32("FindCoordinatorResponse.Port")?;
            }
            if version >= 4 {
                value.coordinators = reader.structs(
                    "FindCoordinatorResponse.Coordinators",
                    flexible,
                    14,
                    version,
                )?;
            }
            if flexible {
                reader.skip_tags("FindCoordinatorResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 3;
            if version >= 1 {
                writer.i32(self.throttle_time_ms);
            }
            if version <= 3 {
                writer.i16(self.error_code);
            } else if self.error_code != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorResponse.ErrorCode",
                    version,
                });
            }
            if (1..=3).contains(&version) {
                writer.nullable_text(
                    "FindCoordinatorResponse.ErrorMessage",
                    flexible,
                    self.error_message.as_ref(),
                )?;
            }
            if version <= 3 {
                writer.i32(self.node_id);
            } else if self.node_id != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorResponse.NodeId",
                    version,
                });
            }
            if version <= 3 {
                writer.text("FindCoordinatorResponse.Host", flexible, &self.host)?;
            } else if !self.host.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorResponse.Host",
                    version,
                });
            }
            if version <= 3 {
                writer.i32(self.port);
            } else if self.port != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorResponse.Port",
                    version,
                });
            }
            if version >= 4 {
                writer.structs(
                    "FindCoordinatorResponse.Coordinators",
                    flexible,
                    &self.coordinators,
                    version,
                )?;
            } else if !self.coordinators.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FindCoordinatorResponse.Coordinators",
                    version,
                });
            }
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `Coordinator`, versions 4-6.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Coordinator {
        /// `Key`, string, versions 4+.
        pub key: Text,
        /// `NodeId`, int32, versions 4+.
        pub node_id: i32,
        /// `Host`, string, versions 4+.
        pub host: Text,
        /// `Port`, int32, versions 4+.
        pub port: i32,
        /// `ErrorCode`, int16, versions 4+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 4+, nullable 4+, ignorable.
        pub error_message: Option<Text>,
    }

    impl Default for Coordinator {
        fn default() -> Self {
            Self {
                key: Default::default(),
                node_id: 0,
                host: Default::default(),
                port: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for Coordinator {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.key = reader.text("Coordinator.Key", true)?;
            value.node_id = reader.i32("Coordinator.NodeId")?;
            value.host = reader.text("Coordinator.Host", true)?;
            value.port = reader.i32("Coordinator.Port")?;
            value.error_code = reader.i16("Coordinator.ErrorCode")?;
            value.error_message = reader.nullable_text("Coordinator.ErrorMessage", true)?;
            reader.skip_tags("Coordinator")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Coordinator.Key", true, &self.key)?;
            writer.i32(self.node_id);
            writer.text("Coordinator.Host", true, &self.host)?;
            writer.i32(self.port);
            writer.i16(self.error_code);
            writer.nullable_text(
                "Coordinator.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for FindCoordinatorResponse {
        const NAME: &'static str = "FindCoordinatorResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 6;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=6).contains(&version) {
                return Err(reader.error("FindCoordinatorResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=6).contains(&version) {
                return Err(EncodeError::Version {
                    message: "FindCoordinatorResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for FindCoordinatorRequest {
    const KEY: crate::ApiKey = crate::ApiKey::FindCoordinator;
    type Response = FindCoordinatorResponse;
}
