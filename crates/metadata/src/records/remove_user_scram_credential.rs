//! Metadata record 22, `RemoveUserScramCredentialRecord`.

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

/// The message `RemoveUserScramCredentialRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RemoveUserScramCredentialRecord {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `Mechanism`, int8, versions 0+.
    pub mechanism: i8,
}

impl Struct for RemoveUserScramCredentialRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("RemoveUserScramCredentialRecord.Name", true)?;
        value.mechanism = reader.i8("RemoveUserScramCredentialRecord.Mechanism")?;
        reader.skip_tags("RemoveUserScramCredentialRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("RemoveUserScramCredentialRecord.Name", true, &self.name)?;
        writer.i8(self.mechanism);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for RemoveUserScramCredentialRecord {
    const NAME: &'static str = "RemoveUserScramCredentialRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("RemoveUserScramCredentialRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "RemoveUserScramCredentialRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
