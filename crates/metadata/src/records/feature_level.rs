//! Metadata record 12, `FeatureLevelRecord`.

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

/// The message `FeatureLevelRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FeatureLevelRecord {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `FeatureLevel`, int16, versions 0+.
    pub feature_level: i16,
}

impl Struct for FeatureLevelRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("FeatureLevelRecord.Name", true)?;
        value.feature_level = reader.i16("FeatureLevelRecord.FeatureLevel")?;
        reader.skip_tags("FeatureLevelRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("FeatureLevelRecord.Name", true, &self.name)?;
        writer.i16(self.feature_level);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for FeatureLevelRecord {
    const NAME: &'static str = "FeatureLevelRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("FeatureLevelRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "FeatureLevelRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
