//! Metadata record 26, `RemoveDelegationTokenRecord`.

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

/// The message `RemoveDelegationTokenRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RemoveDelegationTokenRecord {
    /// `TokenId`, string, versions 0+.
    pub token_id: Text,
}

impl Struct for RemoveDelegationTokenRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.token_id = reader.text("RemoveDelegationTokenRecord.TokenId", true)?;
        reader.skip_tags("RemoveDelegationTokenRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("RemoveDelegationTokenRecord.TokenId", true, &self.token_id)?;
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for RemoveDelegationTokenRecord {
    const NAME: &'static str = "RemoveDelegationTokenRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("RemoveDelegationTokenRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "RemoveDelegationTokenRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
