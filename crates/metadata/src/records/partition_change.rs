//! Metadata record 5, `PartitionChangeRecord`.

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

/// The message `PartitionChangeRecord`, versions 0-2.
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionChangeRecord {
    /// `PartitionId`, int32, versions 0+, default -1.
    pub partition_id: i32,
    /// `TopicId`, uuid, versions 0+.
    pub topic_id: Uuid,
    /// `Isr`, array of int32, versions 0+, nullable 0+, tag 0, default null.
    pub isr: Option<Vec<i32>>,
    /// `Leader`, int32, versions 0+, tag 1, default -2.
    pub leader: i32,
    /// `Replicas`, array of int32, versions 0+, nullable 0+, tag 2, default null.
    pub replicas: Option<Vec<i32>>,
    /// `RemovingReplicas`, array of int32, versions 0+, nullable 0+, tag 3, default null.
    pub removing_replicas: Option<Vec<i32>>,
    /// `AddingReplicas`, array of int32, versions 0+, nullable 0+, tag 4, default null.
    pub adding_replicas: Option<Vec<i32>>,
    /// `LeaderRecoveryState`, int8, versions 0+, tag 5, default -1.
    pub leader_recovery_state: i8,
    /// `Directories`, array of uuid, versions 1+, nullable 1+, tag 8, default null.
    pub directories: Option<Vec<Uuid>>,
    /// `EligibleLeaderReplicas`, array of int32, versions 2+, nullable 2+, tag 6, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `LastKnownElr`, array of int32, versions 2+, nullable 2+, tag 7, default null.
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionChangeRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Default::default(),
            isr: None,
            leader: -2,
            replicas: None,
            removing_replicas: None,
            adding_replicas: None,
            leader_recovery_state: -1,
            directories: None,
            eligible_leader_replicas: None,
            last_known_elr: None,
        }
    }
}

impl Struct for PartitionChangeRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.partition_id = reader.i32("PartitionChangeRecord.PartitionId")?;
        value.topic_id = reader.uuid("PartitionChangeRecord.TopicId")?;
        let mut tags = reader.tags("PartitionChangeRecord")?;
        while let Some(tag) = tags.next(reader)? {
            match tag {
                0 => value.isr = reader.nullable_values("PartitionChangeRecord.Isr", true)?,
                1 => value.leader = reader.i32("PartitionChangeRecord.Leader")?,
                2 => {
                    value.replicas =
                        reader.nullable_values("PartitionChangeRecord.Replicas", true)?
                }
                3 => {
                    value.removing_replicas =
                        reader.nullable_values("PartitionChangeRecord.RemovingReplicas", true)?
                }
                4 => {
                    value.adding_replicas =
                        reader.nullable_values("PartitionChangeRecord.AddingReplicas", true)?
                }
                5 => {
                    value.leader_recovery_state =
                        reader.i8("PartitionChangeRecord.LeaderRecoveryState")?
                }
                8 if version >= 1 => {
                    value.directories =
                        reader.nullable_values("PartitionChangeRecord.Directories", true)?
                }
                6 if version >= 2 => {
                    value.eligible_leader_replicas = reader
                        .nullable_values("PartitionChangeRecord.EligibleLeaderReplicas", true)?
                }
                7 if version >= 2 => {
                    value.last_known_elr =
                        reader.nullable_values("PartitionChangeRecord.LastKnownElr", true)?
                }
                _ => tags.skip(reader)?,
            }
        }
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.partition_id);
        writer.uuid(self.topic_id);
        if !(version >= 1) && self.directories.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "PartitionChangeRecord.Directories",
                version,
            });
        }
        if !(version >= 2) && self.eligible_leader_replicas.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "PartitionChangeRecord.EligibleLeaderReplicas",
                version,
            });
        }
        if !(version >= 2) && self.last_known_elr.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "PartitionChangeRecord.LastKnownElr",
                version,
            });
        }
        let count = writer.begin_tags();
        if self.isr.is_some() {
            let start = writer.begin_tag(&count, 0);
            writer.nullable_values("PartitionChangeRecord.Isr", true, self.isr.as_ref())?;
            writer.end_tag(start);
        }
        if self.leader != -2 {
            let start = writer.begin_tag(&count, 1);
            writer.i32(self.leader);
            writer.end_tag(start);
        }
        if self.replicas.is_some() {
            let start = writer.begin_tag(&count, 2);
            writer.nullable_values(
                "PartitionChangeRecord.Replicas",
                true,
                self.replicas.as_ref(),
            )?;
            writer.end_tag(start);
        }
        if self.removing_replicas.is_some() {
            let start = writer.begin_tag(&count, 3);
            writer.nullable_values(
                "PartitionChangeRecord.RemovingReplicas",
                true,
                self.removing_replicas.as_ref(),
            )?;
            writer.end_tag(start);
        }
        if self.adding_replicas.is_some() {
            let start = writer.begin_tag(&count, 4);
            writer.nullable_values(
                "PartitionChangeRecord.AddingReplicas",
                true,
                self.adding_replicas.as_ref(),
            )?;
            writer.end_tag(start);
        }
        if self.leader_recovery_state != -1 {
            let start = writer.begin_tag(&count, 5);
            writer.i8(self.leader_recovery_state);
            writer.end_tag(start);
        }
        if version >= 2 && self.eligible_leader_replicas.is_some() {
            let start = writer.begin_tag(&count, 6);
            writer.nullable_values(
                "PartitionChangeRecord.EligibleLeaderReplicas",
                true,
                self.eligible_leader_replicas.as_ref(),
            )?;
            writer.end_tag(start);
        }
        if version >= 2 && self.last_known_elr.is_some() {
            let start = writer.begin_tag(&count, 7);
            writer.nullable_values(
                "PartitionChangeRecord.LastKnownElr",
                true,
                self.last_known_elr.as_ref(),
            )?;
            writer.end_tag(start);
        }
        if version >= 1 && self.directories.is_some() {
            let start = writer.begin_tag(&count, 8);
            writer.nullable_values(
                "PartitionChangeRecord.Directories",
                true,
                self.directories.as_ref(),
            )?;
            writer.end_tag(start);
        }

        Ok(())
    }
}

impl Message for PartitionChangeRecord {
    const NAME: &'static str = "PartitionChangeRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 2;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=2).contains(&version) {
            return Err(reader.error("PartitionChangeRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=2).contains(&version) {
            return Err(EncodeError::Version {
                message: "PartitionChangeRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
