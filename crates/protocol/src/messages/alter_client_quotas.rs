//! The AlterClientQuotas API, key 49.

pub use request::{AlterClientQuotasRequest, OpData};
pub use response::AlterClientQuotasResponse;

/// `AlterClientQuotasRequest` and what it holds.
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

    /// The message `AlterClientQuotasRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterClientQuotasRequest {
        /// `Entries`, array of EntryData, versions 0+.
        pub entries: Vec<EntryData>,
        /// `ValidateOnly`, bool, versions 0+.
        pub validate_only: bool,
    }

    impl Struct for AlterClientQuotasRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.entries =
                reader.structs("AlterClientQuotasRequest.Entries", flexible, 3, version)?;
            value.validate_only = reader.bool("AlterClientQuotasRequest.ValidateOnly")?;
            if flexible {
                reader.skip_tags("AlterClientQuotasRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.structs(
                "AlterClientQuotasRequest.Entries",
                flexible,
                &self.entries,
                version,
            )?;
            writer.bool(self.validate_only);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `EntryData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EntryData {
        /// `Entity`, array of EntityData, versions 0+.
        pub entity: Vec<EntityData>,
        /// `Ops`, array of OpData, versions 0+.
        pub ops: Vec<OpData>,
    }

    impl Struct for EntryData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.entity = reader.structs("EntryData.Entity", flexible, 3, version)?;
            value.ops = reader.structs("EntryData.Ops", flexible, 11, version)?;
            if flexible {
                reader.skip_tags("EntryData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.structs("EntryData.Entity", flexible, &self.entity, version)?;
            writer.structs("EntryData.Ops", flexible, &self.ops, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `EntityData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EntityData {
        /// `EntityType`, string, versions 0+.
        pub entity_type: Text,
        /// `EntityName`, string, versions 0+, nullable 0+.
        pub entity_name: Option<Text>,
    }

    impl Default for EntityData {
        fn default() -> Self {
            Self {
                entity_type: Default::default(),
                entity_name: Some(Default::default()),
            }
        }
    }

    impl Struct for EntityData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.entity_type = reader.text("EntityData.EntityType", flexible)?;
            value.entity_name = reader.nullable_text("EntityData.EntityName", flexible)?;
            if flexible {
                reader.skip_tags("EntityData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("EntityData.EntityType", flexible, &self.entity_type)?;
            writer.nullable_text("EntityData.EntityName", flexible, self.entity_name.as_ref())?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `OpData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OpData {
        /// `Key`, string, versions 0+.
        pub key: Text,
        /// `Value`, float64, versions 0+.
        pub value: f64,
        /// `Remove`, bool, versions 0+.
        pub remove: bool,
    }

    impl Struct for OpData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.key = reader.text("OpData.Key", flexible)?;
            value.value = reader.f64("OpData.Value")?;
            value.remove = reader.bool("OpData.Remove")?;
            if flexible {
                reader.skip_tags("OpData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("OpData.Key", flexible, &self.key)?;
            writer.f64(self.value);
            writer.bool(self.remove);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AlterClientQuotasRequest {
        const NAME: &'static str = "AlterClientQuotasRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("AlterClientQuotasRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterClientQuotasRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AlterClientQuotasResponse` and what it holds.
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

    /// The message `AlterClientQuotasResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterClientQuotasResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Entries`, array of EntryData, versions 0+.
        pub entries: Vec<EntryData>,
    }

    impl Struct for AlterClientQuotasResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AlterClientQuotasResponse.ThrottleTimeMs")?;
            value.entries =
                reader.structs("AlterClientQuotasResponse.Entries", flexible, 5, version)?;
            if flexible {
                reader.skip_tags("AlterClientQuotasResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "AlterClientQuotasResponse.Entries",
                flexible,
                &self.entries,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `EntryData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EntryData {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Entity`, array of EntityData, versions 0+.
        pub entity: Vec<EntityData>,
    }

    impl Default for EntryData {
        fn default() -> Self {
            Self {
                error_code: 0,
                error_message: Some(Default::default()),
                entity: Default::default(),
            }
        }
    }

    impl Struct for EntryData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.error_code = reader.i16("EntryData.ErrorCode")?;
            value.error_message = reader.nullable_text("EntryData.ErrorMessage", flexible)?;
            value.entity = reader.structs("EntryData.Entity", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("EntryData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i16(self.error_code);
            writer.nullable_text(
                "EntryData.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.structs("EntryData.Entity", flexible, &self.entity, version)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `EntityData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EntityData {
        /// `EntityType`, string, versions 0+.
        pub entity_type: Text,
        /// `EntityName`, string, versions 0+, nullable 0+.
        pub entity_name: Option<Text>,
    }

    impl Default for EntityData {
        fn default() -> Self {
            Self {
                entity_type: Default::default(),
                entity_name: Some(Default::default()),
            }
        }
    }

    impl Struct for EntityData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.entity_type = reader.text("EntityData.EntityType", flexible)?;
            value.entity_name = reader.nullable_text("EntityData.EntityName", flexible)?;
            if flexible {
                reader.skip_tags("EntityData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("EntityData.EntityType", flexible, &self.entity_type)?;
            writer.nullable_text("EntityData.EntityName", flexible, self.entity_name.as_ref())?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for AlterClientQuotasResponse {
        const NAME: &'static str = "AlterClientQuotasResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("AlterClientQuotasResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterClientQuotasResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AlterClientQuotasRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AlterClientQuotas;
    type Response = AlterClientQuotasResponse;
}
