//! Metadata record 10, `DelegationTokenRecord`.

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

/// The message `DelegationTokenRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DelegationTokenRecord {
    /// `Owner`, string, versions 0+.
    pub owner: Text,
    /// `Requester`, string, versions 0+.
    pub requester: Text,
    /// `Renewers`, array of string, versions 0+.
    pub renewers: Vec<Text>,
    /// `IssueTimestamp`, int64, versions 0+.
    pub issue_timestamp: i64,
    /// `MaxTimestamp`, int64, versions 0+.
    pub max_timestamp: i64,
    /// `ExpirationTimestamp`, int64, versions 0+.
    pub expiration_timestamp: i64,
    /// `TokenId`, string, versions 0+.
    pub token_id: Text,
}

impl Struct for DelegationTokenRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.owner = reader.text("DelegationTokenRecord.Owner", true)?;
        value.requester = reader.text("DelegationTokenRecord.Requester", true)?;
        value.renewers = reader.values("DelegationTokenRecord.Renewers", true)?;
        value.issue_timestamp = reader.i64("DelegationTokenRecord.IssueTimestamp")?;
        value.max_timestamp = reader.i64("DelegationTokenRecord.MaxTimestamp")?;
        value.expiration_timestamp = reader.i64("DelegationTokenRecord.ExpirationTimestamp")?;
        value.token_id = reader.text("DelegationTokenRecord.TokenId", true)?;
        reader.skip_tags("DelegationTokenRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("DelegationTokenRecord.Owner", true, &self.owner)?;
        writer.text("DelegationTokenRecord.Requester", true, &self.requester)?;
        writer.values("DelegationTokenRecord.Renewers", true, &self.renewers)?;
        writer.i64(self.issue_timestamp);
        writer.i64(self.max_timestamp);
        writer.i64(self.expiration_timestamp);
        writer.text("DelegationTokenRecord.TokenId", true, &self.token_id)?;
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for DelegationTokenRecord {
    const NAME: &'static str = "DelegationTokenRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("DelegationTokenRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "DelegationTokenRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
