//! Metadata record 11, `UserScramCredentialRecord`.

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

/// The message `UserScramCredentialRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UserScramCredentialRecord {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `Mechanism`, int8, versions 0+.
    pub mechanism: i8,
    /// `Salt`, bytes, versions 0+.
    pub salt: Bytes,
    /// `StoredKey`, bytes, versions 0+.
    pub stored_key: Bytes,
    /// `ServerKey`, bytes, versions 0+.
    pub server_key: Bytes,
    /// `Iterations`, int32, versions 0+.
    pub iterations: i32,
}

impl Struct for UserScramCredentialRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("UserScramCredentialRecord.Name", true)?;
        value.mechanism = reader.i8("UserScramCredentialRecord.Mechanism")?;
        value.salt = reader.bytes("UserScramCredentialRecord.Salt", true)?;
        value.stored_key = reader.bytes("UserScramCredentialRecord.StoredKey", true)?;
        value.server_key = reader.bytes("UserScramCredentialRecord.ServerKey", true)?;
        value.iterations = reader.i32("UserScramCredentialRecord.Iterations")?;
        reader.skip_tags("UserScramCredentialRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("UserScramCredentialRecord.Name", true, &self.name)?;
        writer.i8(self.mechanism);
        writer.bytes("UserScramCredentialRecord.Salt", true, &self.salt)?;
        writer.bytes(
            "UserScramCredentialRecord.StoredKey",
            true,
            &self.stored_key,
        )?;
        writer.bytes(
            "UserScramCredentialRecord.ServerKey",
            true,
            &self.server_key,
        )?;
        writer.i32(self.iterations);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for UserScramCredentialRecord {
    const NAME: &'static str = "UserScramCredentialRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("UserScramCredentialRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "UserScramCredentialRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
