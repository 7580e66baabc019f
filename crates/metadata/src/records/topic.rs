//! Metadata record 2, `TopicRecord`.

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

/// The message `TopicRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicRecord {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `TopicId`, uuid, versions 0+.
    pub topic_id: Uuid,
}

impl Struct for TopicRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("TopicRecord.Name", true)?;
        value.topic_id = reader.uuid("TopicRecord.TopicId")?;
        reader.skip_tags("TopicRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("TopicRecord.Name", true, &self.name)?;
        writer.uuid(self.topic_id);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for TopicRecord {
    const NAME: &'static str = "TopicRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("TopicRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "TopicRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
