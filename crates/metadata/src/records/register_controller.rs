//! Metadata record 27, `RegisterControllerRecord`.

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

/// The message `RegisterControllerRecord`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RegisterControllerRecord {
    /// `ControllerId`, int32, versions 0+.
    pub controller_id: i32,
    /// `IncarnationId`, uuid, versions 0+.
    pub incarnation_id: Uuid,
    /// `ZkMigrationReady`, bool, versions 0+.
    pub zk_migration_ready: bool,
    /// `EndPoints`, array of ControllerEndpoint, versions 0+.
    pub end_points: Vec<ControllerEndpoint>,
    /// `Features`, array of ControllerFeature, versions 0+.
    pub features: Vec<ControllerFeature>,
}

impl Struct for RegisterControllerRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.controller_id = reader.i32("RegisterControllerRecord.ControllerId")?;
        value.incarnation_id = reader.uuid("RegisterControllerRecord.IncarnationId")?;
        value.zk_migration_ready = reader.bool("RegisterControllerRecord.ZkMigrationReady")?;
        value.end_points =
            reader.structs("RegisterControllerRecord.EndPoints", true, 7, version)?;
        value.features = reader.structs("RegisterControllerRecord.Features", true, 6, version)?;
        reader.skip_tags("RegisterControllerRecord")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.controller_id);
        writer.uuid(self.incarnation_id);
        writer.bool(self.zk_migration_ready);
        writer.structs(
            "RegisterControllerRecord.EndPoints",
            true,
            &self.end_points,
            version,
        )?;
        writer.structs(
            "RegisterControllerRecord.Features",
            true,
            &self.features,
            version,
        )?;
        writer.uvarint(0);
        Ok(())
    }
}

/// The struct `ControllerEndpoint`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ControllerEndpoint {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `Host`, string, versions 0+.
    pub host: Text,
    /// `Port`, uint16, versions 0+.
    pub port: u16,
    /// `SecurityProtocol`, int16, versions 0+.
    pub security_protocol: i16,
}

impl Struct for ControllerEndpoint {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("ControllerEndpoint.Name", true)?;
        value.host = reader.text("ControllerEndpoint.Host", true)?;
        value.port = reader.u16("ControllerEndpoint.Port")?;
        value.security_protocol = reader.i16("ControllerEndpoint.SecurityProtocol")?;
        reader.skip_tags("ControllerEndpoint")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("ControllerEndpoint.Name", true, &self.name)?;
        writer.text("ControllerEndpoint.Host", true, &self.host)?;
        writer.u16(self.port);
        writer.i16(self.security_protocol);
        writer.uvarint(0);
        Ok(())
    }
}

/// The struct `ControllerFeature`, versions 0.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ControllerFeature {
    /// `Name`, string, versions 0+.
    pub name: Text,
    /// `MinSupportedVersion`, int16, versions 0+.
    pub min_supported_version: i16,
    /// `MaxSupportedVersion`, int16, versions 0+.
    pub max_supported_version: i16,
}

impl Struct for ControllerFeature {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.name = reader.text("ControllerFeature.Name", true)?;
        value.min_supported_version = reader.i16("ControllerFeature.MinSupportedVersion")?;
        value.max_supported_version = reader.i16("ControllerFeature.MaxSupportedVersion")?;
        reader.skip_tags("ControllerFeature")?;
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.text("ControllerFeature.Name", true, &self.name)?;
        writer.i16(self.min_supported_version);
        writer.i16(self.max_supported_version);
        writer.uvarint(0);
        Ok(())
    }
}

impl Message for RegisterControllerRecord {
    const NAME: &'static str = "RegisterControllerRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 0;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=0).contains(&version) {
            return Err(reader.error("RegisterControllerRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=0).contains(&version) {
            return Err(EncodeError::Version {
                message: "RegisterControllerRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
