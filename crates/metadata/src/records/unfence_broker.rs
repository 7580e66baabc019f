//! Metadata record 8, `UnfenceBrokerRecord`.

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

/// The message `UnfenceBrokerRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UnfenceBrokerRecord {
    /// `Id`, int32, versions 0+.
    pub id: i32,
    /// `Epoch`, int64, versions 0+.
    pub epoch: i64,
}

impl Struct for UnfenceBrokerRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.id = reader.i32("UnfenceBrokerRecord.Id")?;
        value.epoch = reader.i64("UnfenceBrokerRecord.Epoch")?;
        reader.skip_tags("UnfenceBrokerRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.id);
        writer.i64(self.epoch);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for UnfenceBrokerRecord {
    const NAME: &'static str = "UnfenceBrokerRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("UnfenceBrokerRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "UnfenceBrokerRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
