//! Metadata record 15, `ProducerIdsRecord`.

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

/// The message `ProducerIdsRecord`, versions 0.
#[derive(Clone, Debug, PartialEq)]
pub struct ProducerIdsRecord {
    /// `BrokerId`, int32, versions 0+.
    pub broker_id: i32,
    /// `BrokerEpoch`, int64, versions 0+, default -1.
    pub broker_epoch: i64,
    /// `NextProducerId`, int64, versions 0+.
    pub next_producer_id: i64,
}

impl Default for ProducerIdsRecord {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            next_producer_id: 0,
        }
    }
}

impl Struct for ProducerIdsRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.broker_id = reader.i32("ProducerIdsRecord.BrokerId")?;
        value.broker_epoch = reader.i64("ProducerIdsRecord.BrokerEpoch")?;
        value.next_producer_id = reader.i64("ProducerIdsRecord.NextProducerId")?;
        reader.skip_tags("ProducerIdsRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.broker_id);
        writer.i64(self.broker_epoch);
        writer.i64(self.next_producer_id);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for ProducerIdsRecord {
    const NAME: &'static str = "ProducerIdsRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("ProducerIdsRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "ProducerIdsRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
