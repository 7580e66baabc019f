//! Metadata record 17, `BrokerRegistrationChangeRecord`.

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

/// The message `BrokerRegistrationChangeRecord`, versions 0-3.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BrokerRegistrationChangeRecord {
    /// `BrokerId`, int32, versions 0+.
    pub broker_id: i32,
    /// `BrokerEpoch`, int64, versions 0+.
    pub broker_epoch: i64,
    /// `Fenced`, int8, versions 0+, tag 0.
    pub fenced: i8,
    /// `InControlledShutdown`, int8, versions 1+, tag 1.
    pub in_controlled_shutdown: i8,
    /// `LogDirs`, array of uuid, versions 2+, tag 2.
    pub log_dirs: Vec<Uuid>,
    /// `CordonedLogDirs`, array of uuid, versions 3+, nullable 3+, tag 3, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Struct for BrokerRegistrationChangeRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.broker_id = reader.i32("BrokerRegistrationChangeRecord.BrokerId")?;
        value.broker_epoch = reader.i64("BrokerRegistrationChangeRecord.BrokerEpoch")?;
        let mut tags = reader.tags("BrokerRegistrationChangeRecord")?;
        while let Some(tag) = tags.next(reader)? {
            match tag {
                0 => value.fenced = reader.i8("BrokerRegistrationChangeRecord.Fenced")?,
                1 if version >= 1 => {
                    value.in_controlled_shutdown =
                        reader.i8("BrokerRegistrationChangeRecord.InControlledShutdown")?
                }
                2 if version >= 2 => {
                    value.log_dirs =
                        reader.values("BrokerRegistrationChangeRecord.LogDirs", true)?
                }
                3 if version >= 3 => {
                    value.cordoned_log_dirs = reader
                        .nullable_values("BrokerRegistrationChangeRecord.CordonedLogDirs", true)?
                }
                _ => tags.skip(reader)?,
            }
        }
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.broker_id);
        writer.i64(self.broker_epoch);
        if !(version >= 1) && self.in_controlled_shutdown != 0 {
            return Err(EncodeError::NotInVersion {
                field: "BrokerRegistrationChangeRecord.InControlledShutdown",
                version,
            });
        }
        if !(version >= 2) && !self.log_dirs.is_empty() {
            return Err(EncodeError::NotInVersion {
                field: "BrokerRegistrationChangeRecord.LogDirs",
                version,
            });
        }
        if !(version >= 3) && self.cordoned_log_dirs.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "BrokerRegistrationChangeRecord.CordonedLogDirs",
                version,
            });
        }
        let count = writer.begin_tags();
        if self.fenced != 0 {
            let start = writer.begin_tag(&count, 0);
            writer.i8(self.fenced);
            writer.end_tag(start);
        }
        if version >= 1 && self.in_controlled_shutdown != 0 {
            let start = writer.begin_tag(&count, 1);
            writer.i8(self.in_controlled_shutdown);
            writer.end_tag(start);
        }
        if version >= 2 && !self.log_dirs.is_empty() {
            let start = writer.begin_tag(&count, 2);
            writer.values(
                "BrokerRegistrationChangeRecord.LogDirs",
                true,
                &self.log_dirs,
            )?;
            writer.end_tag(start);
        }
        if version >= 3 && self.cordoned_log_dirs.is_some() {
            let start = writer.begin_tag(&count, 3);
            writer.nullable_values(
                "BrokerRegistrationChangeRecord.CordonedLogDirs",
                true,
                self.cordoned_log_dirs.as_ref(),
            )?;
            writer.end_tag(start);
        }

        Ok(())
    }
}

impl Message for BrokerRegistrationChangeRecord {
    const NAME: &'static str = "BrokerRegistrationChangeRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 3;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=3).contains(&version) {
            return Err(reader.error("BrokerRegistrationChangeRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=3).contains(&version) {
            return Err(EncodeError::Version {
                message: "BrokerRegistrationChangeRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
