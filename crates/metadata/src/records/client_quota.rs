//! Metadata record 14, `ClientQuotaRecord`.

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

/// The message `ClientQuotaRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClientQuotaRecord {
    /// `Entity`, array of EntityData, versions 0+.
    pub entity: Vec<EntityData>,
    /// `Key`, string, versions 0+.
    pub key: Text,
    /// `Value`, float64, versions 0+.
    pub value: f64,
    /// `Remove`, bool, versions 0+.
    pub remove: bool,
}

impl Struct for ClientQuotaRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.entity = reader.structs("ClientQuotaRecord.Entity", true, 3, version)?;
        value.key = reader.text("ClientQuotaRecord.Key", true)?;
        value.value = reader.f64("ClientQuotaRecord.Value")?;
        value.remove = reader.bool("ClientQuotaRecord.Remove")?;
        reader.skip_tags("ClientQuotaRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.structs("ClientQuotaRecord.Entity", true, &self.entity, version)?;
        writer.text("ClientQuotaRecord.Key", true, &self.key)?;
        writer.f64(self.value);
        writer.bool(self.remove);
        writer.uvarint(0);
        Ok(())
    }
}

/// The struct `EntityData`, versions 0.
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
        let mut value = Self::default();
        value.entity_type = reader.text("EntityData.EntityType", true)?;
        value.entity_name = reader.nullable_text("EntityData.EntityName", true)?;
        reader.skip_tags("EntityData")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("EntityData.EntityType", true, &self.entity_type)?;
        writer.nullable_text("EntityData.EntityName", true, self.entity_name.as_ref())?;
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for ClientQuotaRecord {
    const NAME: &'static str = "ClientQuotaRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("ClientQuotaRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "ClientQuotaRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
