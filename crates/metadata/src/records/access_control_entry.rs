//! Metadata record 18, `AccessControlEntryRecord`.

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

/// The message `AccessControlEntryRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AccessControlEntryRecord {
    /// `Id`, uuid, versions 0+.
    pub id: Uuid,
    /// `ResourceType`, int8, versions 0+.
    pub resource_type: i8,
    /// `ResourceName`, string, versions 0+.
    pub resource_name: Text,
    /// `PatternType`, int8, versions 0+.
    pub pattern_type: i8,
    /// `Principal`, string, versions 0+.
    pub principal: Text,
    /// `Host`, string, versions 0+.
    pub host: Text,
    /// `Operation`, int8, versions 0+.
    pub operation: i8,
    /// `PermissionType`, int8, versions 0+.
    pub permission_type: i8,
}

impl Struct for AccessControlEntryRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.id = reader.uuid("AccessControlEntryRecord.Id")?;
        value.resource_type = reader.i8("AccessControlEntryRecord.ResourceType")?;
        value.resource_name = reader.text("AccessControlEntryRecord.ResourceName", true)?;
        value.pattern_type = reader.i8("AccessControlEntryRecord.PatternType")?;
        value.principal = reader.text("AccessControlEntryRecord.Principal", true)?;
        value.host = reader.text("AccessControlEntryRecord.Host", true)?;
        value.operation = reader.i8("AccessControlEntryRecord.Operation")?;
        value.permission_type = reader.i8("AccessControlEntryRecord.PermissionType")?;
        reader.skip_tags("AccessControlEntryRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.uuid(self.id);
        writer.i8(self.resource_type);
        writer.text(
            "AccessControlEntryRecord.ResourceName",
            true,
            &self.resource_name,
        )?;
        writer.i8(self.pattern_type);
        writer.text("AccessControlEntryRecord.Principal", true, &self.principal)?;
        writer.text("AccessControlEntryRecord.Host", true, &self.host)?;
        writer.i8(self.operation);
        writer.i8(self.permission_type);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for AccessControlEntryRecord {
    const NAME: &'static str = "AccessControlEntryRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("AccessControlEntryRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "AccessControlEntryRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
