//! Metadata record 3, `PartitionRecord`.

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

/// The message `PartitionRecord`, versions 0-2.
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionRecord {
    /// `PartitionId`, int32, versions 0+, default -1.
    pub partition_id: i32,
    /// `TopicId`, uuid, versions 0+.
    pub topic_id: Uuid,
    /// `Replicas`, array of int32, versions 0+.
    pub replicas: Vec<i32>,
    /// `Isr`, array of int32, versions 0+.
    pub isr: Vec<i32>,
    /// `RemovingReplicas`, array of int32, versions 0+.
    pub removing_replicas: Vec<i32>,
    /// `AddingReplicas`, array of int32, versions 0+.
    pub adding_replicas: Vec<i32>,
    /// `Leader`, int32, versions 0+, default -1.
    pub leader: i32,
    /// `LeaderRecoveryState`, int8, versions 0+, tag 0, default 0.
    pub leader_recovery_state: i8,
    /// `LeaderEpoch`, int32, versions 0+, default -1.
    pub leader_epoch: i32,
    /// `PartitionEpoch`, int32, versions 0+, default -1.
    pub partition_epoch: i32,
    /// `Directories`, array of uuid, versions 1+.
    pub directories: Vec<Uuid>,
    /// `EligibleLeaderReplicas`, array of int32, versions 2+, nullable 2+, tag 1, default null.
    pub eligible_leader_replicas: Option<Vec<i32>>,
    /// `LastKnownElr`, array of int32, versions 2+, nullable 2+, tag 2, default null.
    pub last_known_elr: Option<Vec<i32>>,
}

impl Default for PartitionRecord {
    fn default() -> Self {
        Self {
            partition_id: -1,
            topic_id: Default::default(),
            replicas: Default::default(),
            isr: Default::default(),
            removing_replicas: Default::default(),
            adding_replicas: Default::default(),
            leader: -1,
            leader_recovery_state: 0,
            leader_epoch: -1,
            partition_epoch: -1,
            directories: Default::default(),
            eligible_leader_replicas: None,
            last_known_elr: None,
        }
    }
}

impl Struct for PartitionRecord {
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        let mut value = Self::default();
        value.partition_id = reader.i32("PartitionRecord.PartitionId")?;
        value.topic_id = reader.uuid("PartitionRecord.TopicId")?;
        value.replicas = reader.values("PartitionRecord.Replicas", true)?;
        value.isr = reader.values("PartitionRecord.Isr", true)?;
        value.removing_replicas = reader.values("PartitionRecord.RemovingReplicas", true)?;
        value.adding_replicas = reader.values("PartitionRecord.AddingReplicas", true)?;
        value.leader = reader.i32("PartitionRecord.Leader")?;
        value.leader_epoch = reader.i32("PartitionRecord.LeaderEpoch")?;
        value.partition_epoch = reader.i32("PartitionRecord.PartitionEpoch")?;
        if version >= 1 {
            value.directories = reader.values("PartitionRecord.Directories", true)?;
        }
        let mut tags = reader.tags("PartitionRecord")?;
        while let Some(tag) = tags.next(reader)? {
            match tag {
                0 => {
                    value.leader_recovery_state =
                        reader.i8("PartitionRecord.LeaderRecoveryState")?
                }
                1 if version >= 2 => {
                    value.eligible_leader_replicas =
                        reader.nullable_values("PartitionRecord.EligibleLeaderReplicas", true)?
                }
                2 if version >= 2 => {
                    value.last_known_elr =
                        reader.nullable_values("PartitionRecord.LastKnownElr", true)?
                }
                _ => tags.skip(reader)?,
            }
        }
        Ok(value)
    }

    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        writer.i32(self.partition_id);
        writer.uuid(self.topic_id);
        writer.values("PartitionRecord.Replicas", true, &self.replicas)?;
        writer.values("PartitionRecord.Isr", true, &self.isr)?;
        writer.values(
            "PartitionRecord.RemovingReplicas",
            true,
            &self.removing_replicas,
        )?;
        writer.values(
            "PartitionRecord.AddingReplicas",
            true,
            &self.adding_replicas,
        )?;
        writer.i32(self.leader);
        writer.i32(self.leader_epoch);
        writer.i32(self.partition_epoch);
        if version >= 1 {
            writer.values("PartitionRecord.Directories", true, &self.directories)?;
        } else if !self.directories.is_empty() {
            return Err(EncodeError::NotInVersion {
                field: "PartitionRecord.Directories",
                version,
            });
        }
        if !(version >= 2) && self.eligible_leader_replicas.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "PartitionRecord.EligibleLeaderReplicas",
                version,
            });
        }
        if !(version >= 2) && self.last_known_elr.is_some() {
            return Err(EncodeError::NotInVersion {
                field: "PartitionRecord.LastKnownElr",
                version,
            });
        }
        let count = writer.begin_tags();
        if self.leader_recovery_state != 0 {
            let start = writer.begin_tag(&count, 0);
            writer.i8(self.leader_recovery_state);
            writer.end_tag(start);
        }
        if version >= 2 && self.eligible_leader_replicas.is_some() {
            let start = writer.begin_tag(&count, 1);
            writer.nullable_values(
                "PartitionRecord.EligibleLeaderReplicas",
                true,
                self.eligible_leader_replicas.as_ref(),
            )?;
            writer.end_tag(start);
        }
        if version >= 2 && self.last_known_elr.is_some() {
            let start = writer.begin_tag(&count, 2);
            writer.nullable_values(
                "PartitionRecord.LastKnownElr",
                true,
                self.last_known_elr.as_ref(),
            )?;
            writer.end_tag(start);
        }

        Ok(())
    }
}

impl Message for PartitionRecord {
    const NAME: &'static str = "PartitionRecord";
    const LOWEST_VERSION: i16 = 0;
    const HIGHEST_VERSION: i16 = 2;

    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
        if !(0..=2).contains(&version) {
            return Err(reader.error("PartitionRecord", Problem::Version(version)));
        }
        Self::read(reader, version)
    }

    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
        if !(0..=2).contains(&version) {
            return Err(EncodeError::Version {
                message: "PartitionRecord",
                version,
            });
        }
        self.write(writer, version)
    }
}
