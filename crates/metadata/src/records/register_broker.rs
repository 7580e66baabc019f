//! Metadata record 0, `RegisterBrokerRecord`.

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

/// The message `RegisterBrokerRecord`, versions 0-4.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterBrokerRecord {
    /// `BrokerId`, int32, versions 0+.
    pub broker_id: i32,
    /// `IsMigratingZkBroker`, bool, versions 2+, default false.
    pub is_migrating_zk_broker: bool,
    /// `IncarnationId`, uuid, versions 0+.
    pub incarnation_id: Uuid,
    /// `BrokerEpoch`, int64, versions 0+.
    pub broker_epoch: i64,
    /// `EndPoints`, array of BrokerEndpoint, versions 0+.
    pub end_points: Vec<BrokerEndpoint>,
    /// `Features`, array of BrokerFeature, versions 0+.
    pub features: Vec<BrokerFeature>,
    /// `Rack`, string, versions 0+, nullable 0+.
    pub rack: Option<Text>,
    /// `Fenced`, bool, versions 0+, default true.
    pub fenced: bool,
    /// `InControlledShutdown`, bool, versions 1+, default false.
    pub in_controlled_shutdown: bool,
    /// `LogDirs`, array of uuid, versions 3+, tag 0.
    pub log_dirs: Vec<Uuid>,
    /// `CordonedLogDirs`, array of uuid, versions 4+, nullable 4+, tag 1, default null.
    pub cordoned_log_dirs: Option<Vec<Uuid>>,
}

impl Default for RegisterBrokerRecord {
    fn default() -> Self {
        Self {
            broker_id: 0,
            is_migrating_zk_broker: false,
            incarnation_id: Default::default(),
            broker_epoch: 0,
            end_points: Default::default(),
            features: Default::default(),
            rack: Some(Default::default()),
            fenced: true,
            in_controlled_shutdown: false,
            log_dirs: Default::default(),
            cordoned_log_dirs: None,
        }
    }
}

impl Struct for RegisterBrokerRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.broker_id = reader.i32("RegisterBrokerRecord.BrokerId")?;
        if version >= 2 {
            value.is_migrating_zk_broker =
                reader.bool("RegisterBrokerRecord.IsMigratingZkBroker")?;
        }
        value.incarnation_id = reader.uuid("RegisterBrokerRecord.IncarnationId")?;
        value.broker_epoch = reader.i64("RegisterBrokerRecord.BrokerEpoch")?;
        value.end_points = reader.structs("RegisterBrokerRecord.EndPoints", true, 7, version)?;
        value.features = reader.structs("RegisterBrokerRecord.Features", true, 6, version)?;
        value.rack = reader.nullable_text("RegisterBrokerRecord.Rack", true)?;
        value.fenced = reader.bool("RegisterBrokerRecord.Fenced")?;
        if version >= 1 {
            value.in_controlled_shutdown =
                reader.bool("RegisterBrokerRecord.InControlledShutdown")?;
        }
        let mut tags = reader.tags("RegisterBrokerRecord")?;
        while let Some(tag) = tags.next(reader)? {
            match tag {
                0 if version >= 3 => {
                    value.log_dirs = reader.values("RegisterBrokerRecord.LogDirs", true)?
                }
                1 if version >= 4 => {
                    value.cordoned_log_dirs =
                        reader.nullable_values("RegisterBrokerRecord.CordonedLogDirs", true)?
                }
                _ => tags.skip(reader)?,
            }
        }
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.broker_id);
        if version >= 2 {
            writer.bool(self.is_migrating_zk_broker);
        } else if self.is_migrating_zk_broker {
            return Err(EncodeError::NotInVersion {
                field: "RegisterBrokerRecord.IsMigratingZkBroker",
                version,
            });
        }
        writer.uuid(self.incarnation_id);
        writer.i64(self.broker_epoch);
        writer.structs(
            "RegisterBrokerRecord.EndPoints",
            true,
            &self.end_points,
            version,
        )?;
        writer.structs(
            "RegisterBrokerRecord.Features",
            true,
            &self.features,
            version,
        )?;
        writer.nullable_text("RegisterBrokerRecord.Rack", true, self.rack.as_ref())?;
        writer.bool(self.fenced);
        if version >= 1 {
            writer.bool(self.in_controlled_shutdown);
        } else if self.in_controlled_shutdown {
            return Err(EncodeError::NotInVersion {
                field: "RegisterBrokerRecord.InControlledShutdown",
                version,
            });
        }
        if !(version >= 3) && !self.log_dirs.is_empty() {
            return Err(EncodeError::NotInVersion {
                field: "RegisterBrokerRecord.LogDirs",
                version,
            });
        }
        if !(version >= 4) && self.cordoned_log_dirs.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "RegisterBrokerRecord.CordonedLogDirs",
                version,
            });
        }
        let count = writer.begin_tags();
        if version >= 3 && !self.log_dirs.is_empty() {
            let start = writer.begin_tag(&count, 0);
            writer.values("RegisterBrokerRecord.LogDirs", true, &self.log_dirs)?;
            writer.end_tag(start);
        }
        if version >= 4 && self.cordoned_log_dirs.is_some() {
            let start = writer.begin_tag(&count, 1);
            writer.nullable_values(
                "RegisterBrokerRecord.CordonedLogDirs",
                true,
                self.cordoned_log_dirs.as_ref(),
            )?;
            writer.end_tag(start);
        }

        Ok(())
    }
}

/// The struct `BrokerEndpoint`, versions 0-4.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BrokerEndpoint {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `Host`, string, versions 0+.
    pub host: Text,
    /// `Port`, uint16, versions 0+.
    pub port: u16,
    /// `SecurityProtocol`, int16, versions 0+.
    pub security_protocol: i16,
}

impl Struct for BrokerEndpoint {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("BrokerEndpoint.Name", true)?;
        value.host = reader.text("BrokerEndpoint.Host", true)?;
        value.port = reader.u16("BrokerEndpoint.Port")?;
        value.security_protocol = reader.i16("BrokerEndpoint.SecurityProtocol")?;
        reader.skip_tags("BrokerEndpoint")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("BrokerEndpoint.Name", true, &self.name)?;
        writer.text("BrokerEndpoint.Host", true, &self.host)?;
        writer.u16(self.port);
        writer.i16(self.security_protocol);
        writer.uvarint(0);
        Ok(())
    }
}

/// The struct `BrokerFeature`, versions 0-4.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BrokerFeature {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `MinSupportedVersion`, int16, versions 0+.
    pub min_supported_version: i16,
    /// `MaxSupportedVersion`, int16, versions 0+.
    pub max_supported_version: i16,
}

impl Struct for BrokerFeature {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("BrokerFeature.Name", true)?;
        value.min_supported_version = reader.i16("BrokerFeature.MinSupportedVersion")?;
        value.max_supported_version = reader.i16("BrokerFeature.MaxSupportedVersion")?;
        reader.skip_tags("BrokerFeature")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("BrokerFeature.Name", true, &self.name)?;
        writer.i16(self.min_supported_version);
        writer.i16(self.max_supported_version);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for RegisterBrokerRecord {
    const NAME: &'static str = "RegisterBrokerRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 4;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=4).contains(&version) {
            return Err(reader.error("RegisterBrokerRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=4).contains(&version) {
            return Err(EncodeError::Version {
                message: "RegisterBrokerRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
