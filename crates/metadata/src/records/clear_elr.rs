//! Metadata record 28, `ClearElrRecord`.

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

/// The message `ClearElrRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ClearElrRecord {
    /// `TopicName`, string, versions 0+.
    pub topic_name: Text,
}

impl Struct for ClearElrRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.topic_name = reader.text("ClearElrRecord.TopicName", true)?;
        reader.skip_tags("ClearElrRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("ClearElrRecord.TopicName", true, &self.topic_name)?;
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for ClearElrRecord {
    const NAME: &'static str = "ClearElrRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("ClearElrRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "ClearElrRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
