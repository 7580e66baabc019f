//! The DescribeClientQuotas API, key 48.

pub use request::{ComponentData, DescribeClientQuotasRequest};
pub use response::{DescribeClientQuotasResponse, EntityData, EntryData, ValueData};

/// `DescribeClientQuotasRequest` and what it holds.
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

    /// The message `DescribeClientQuotasRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeClientQuotasRequest {
        /// `Components`, array of ComponentData, versions 0+.
        pub components: Vec<ComponentData>,
        /// `Strict`, bool, versions 0+.
        pub strict: bool,
    }

    impl Struct for DescribeClientQuotasRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.components = reader.structs(
                "DescribeClientQuotasRequest.Components",
                flexible,
                4,
                version,
            )?;
            value.strict = reader.bool("DescribeClientQuotasRequest.Strict")?;
            if flexible {
                reader.skip_tags("DescribeClientQuotasRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.structs(
                "DescribeClientQuotasRequest.Components",
                flexible,
                &self.components,
                version,
            )?;
            writer.bool(self.strict);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `ComponentData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ComponentData {
        /// `EntityType`, string, versions 0+.
        pub entity_type: Text,
        /// `MatchType`, int8, versions 0+.
        pub match_type: i8,
        /// `Match`, string, versions 0+, nullable 0+.
        pub r#match: Option<Text>,
    }

    impl Default for ComponentData {
        fn default() -> Self {
            Self {
                entity_type: Default::default(),
                match_type: 0,
                r#match: Some(Default::default()),
            }
        }
    }

    impl Struct for ComponentData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.entity_type = reader.text("ComponentData.EntityType", flexible)?;
            value.match_type = reader.i8("ComponentData.MatchType")?;
            value.r#match = reader.nullable_text("ComponentData.Match", flexible)?;
            if flexible {
                reader.skip_tags("ComponentData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("ComponentData.EntityType", flexible, &self.entity_type)?;
            writer.i8(self.match_type);
            writer.nullable_text("ComponentData.Match", flexible, self.r#match.as_ref())?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeClientQuotasRequest {
        const NAME: &'static str = "DescribeClientQuotasRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("DescribeClientQuotasRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeClientQuotasRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeClientQuotasResponse` and what it holds.
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

    /// The message `DescribeClientQuotasResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeClientQuotasResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Entries`, array of EntryData, versions 0+, nullable 0+.
        pub entries: Option<Vec<EntryData>>,
    }

    impl Default for DescribeClientQuotasResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                entries: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeClientQuotasResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeClientQuotasResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("DescribeClientQuotasResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DescribeClientQuotasResponse.ErrorMessage", flexible)?;
            value.entries = reader.nullable_structs(
                "DescribeClientQuotasResponse.Entries",
                flexible,
                3,
                version,
            )?;
            if flexible {
                reader.skip_tags("DescribeClientQuotasResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeClientQuotasResponse.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            writer.nullable_structs(
                "DescribeClientQuotasResponse.Entries",
                flexible,
                self.entries.as_ref(),
                version,
            )?;
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
        /// `Values`, array of ValueData, versions 0+.
        pub values: Vec<ValueData>,
    }

    impl Struct for EntryData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.entity = reader.structs("EntryData.Entity", flexible, 3, version)?;
            value.values = reader.structs("EntryData.Values", flexible, 10, version)?;
            if flexible {
                reader.skip_tags("EntryData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.structs("EntryData.Entity", flexible, &self.entity, version)?;
            writer.structs("EntryData.Values", flexible, &self.values, version)?;
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

    /// The struct `ValueData`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ValueData {
        /// `Key`, string, versions 0+.
        pub key: Text,
        /// `Value`, float64, versions 0+.
        pub value: f64,
    }

    impl Struct for ValueData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 1;
            let mut value = Self::default();
            value.key = reader.text("ValueData.Key", flexible)?;
            value.value = reader.f64("ValueData.Value")?;
            if flexible {
                reader.skip_tags("ValueData")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 1;
            writer.text("ValueData.Key", flexible, &self.key)?;
            writer.f64(self.value);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeClientQuotasResponse {
        const NAME: &'static str = "DescribeClientQuotasResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("DescribeClientQuotasResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeClientQuotasResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeClientQuotasRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeClientQuotas;
    type Response = DescribeClientQuotasResponse;
}
