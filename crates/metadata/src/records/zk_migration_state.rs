//! Metadata record 21, `ZkMigrationStateRecord`.

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

/// The message `ZkMigrationStateRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ZkMigrationStateRecord {
    /// `ZkMigrationState`, int8, versions 0+.
    pub zk_migration_state: i8,
}

impl Struct for ZkMigrationStateRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.zk_migration_state = reader.i8("ZkMigrationStateRecord.ZkMigrationState")?;
        reader.skip_tags("ZkMigrationStateRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i8(self.zk_migration_state);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for ZkMigrationStateRecord {
    const NAME: &'static str = "ZkMigrationStateRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("ZkMigrationStateRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "ZkMigrationStateRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
