//! Metadata record 23, `BeginTransactionRecord`.

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

/// The message `BeginTransactionRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BeginTransactionRecord {
    /// `Name`, string, versions 0+, nullable 0+, tag 0, default null.
    pub name: Option<Text>,
}

impl Struct for BeginTransactionRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        let mut tags = reader.tags("BeginTransactionRecord")?;
        while let Some(tag) = tags.next(reader)? {
            match tag {
                0 => value.name = reader.nullable_text("BeginTransactionRecord.Name", true)?,
                _ => tags.skip(reader)?,
            }
        }
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        let count = writer.begin_tags();
        if self.name.is_some() {
            let start = writer.begin_tag(&count, 0);
            writer.nullable_text("BeginTransactionRecord.Name", true, self.name.as_ref())?;
            writer.end_tag(start);
        }

        Ok(())
    }
}

impl Message for BeginTransactionRecord {
    const NAME: &'static str = "BeginTransactionRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("BeginTransactionRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "BeginTransactionRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
