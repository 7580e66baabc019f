//! Metadata record 4, `ConfigRecord`.

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

/// The message `ConfigRecord`, versions 0.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfigRecord {
    /// `ResourceType`, int8, versions 0+.
    pub resource_type: i8,
    /// `ResourceName`, string, versions 0+.
    pub resource_name: Text,
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `Value`, string, versions 0+, nullable 0+.
    pub value: Option<Text>,
}

impl Default for ConfigRecord {
    fn default() -> Self {
        Self {
            resource_type: 0,
            resource_name: Default::default(),
            name: Default::default(),
            value: Some(Default::default()),
        }
    }
}

impl Struct for ConfigRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.resource_type = reader.i8("ConfigRecord.ResourceType")?;
        value.resource_name = reader.text("ConfigRecord.ResourceName", true)?;
        value.name = reader.text("ConfigRecord.Name", true)?;
        value.value = reader.nullable_text("ConfigRecord.Value", true)?;
        reader.skip_tags("ConfigRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i8(self.resource_type);
        writer.text("ConfigRecord.ResourceName", true, &self.resource_name)?;
        writer.text("ConfigRecord.Name", true, &self.name)?;
        writer.nullable_text("ConfigRecord.Value", true, self.value.as_ref())?;
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for ConfigRecord {
    const NAME: &'static str = "ConfigRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("ConfigRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "ConfigRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
