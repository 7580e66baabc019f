//! Record type 0 of __share_group_state.

pub use key::ShareSnapshotKey;
pub use value::{ShareSnapshotValue, StateBatch};

/// `ShareSnapshotKey` and what it holds.
pub mod key {
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

    /// The message `ShareSnapshotKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareSnapshotKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `TopicId`, uuid, versions 0.
        pub topic_id: Uuid,
        /// `Partition`, int32, versions 0.
        pub partition: i32,
    }

    impl Struct for ShareSnapshotKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareSnapshotKey.GroupId", false)?;
            value.topic_id = reader.uuid("ShareSnapshotKey.TopicId")?;
            value.partition = reader.i32("ShareSnapshotKey.Partition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ShareSnapshotKey.GroupId", false, &self.group_id)?;
            writer.uuid(self.topic_id);
            writer.i32(self.partition);
            Ok(())
        }
    }

    impl Message for ShareSnapshotKey {
        const NAME: &'static str = "ShareSnapshotKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ShareSnapshotKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareSnapshotKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareSnapshotValue` and what it holds.
pub mod value {
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

    /// The message `ShareSnapshotValue`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ShareSnapshotValue {
        /// `SnapshotEpoch`, int32, versions 0+.
        pub snapshot_epoch: i32,
        /// `StateEpoch`, int32, versions 0+.
        pub state_epoch: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
        /// `DeliveryCompleteCount`, int32, versions 0+, tag 0, default -1.
        pub delivery_complete_count: i32,
        /// `CreateTimestamp`, int64, versions 0+.
        pub create_timestamp: i64,
        /// `WriteTimestamp`, int64, versions 0+.
        pub write_timestamp: i64,
        /// `StateBatches`, array of StateBatch, versions 0+.
        pub state_batches: Vec<StateBatch>,
    }

    impl Default for ShareSnapshotValue {
        fn default() -> Self {
            Self {
                snapshot_epoch: 0,
                state_epoch: 0,
                leader_epoch: 0,
                start_offset: 0,
                delivery_complete_count: -1,
                create_timestamp: 0,
                write_timestamp: 0,
                state_batches: Default::default(),
            }
        }
    }

    impl Struct for ShareSnapshotValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.snapshot_epoch = reader.i32("ShareSnapshotValue.SnapshotEpoch")?;
            value.state_epoch = reader.i32("ShareSnapshotValue.StateEpoch")?;
            value.leader_epoch = reader.i32("ShareSnapshotValue.LeaderEpoch")?;
            value.start_offset = reader.i64("ShareSnapshotValue.StartOffset")?;
            value.create_timestamp = reader.i64("ShareSnapshotValue.CreateTimestamp")?;
            value.write_timestamp = reader.i64("ShareSnapshotValue.WriteTimestamp")?;
            value.state_batches =
                reader.structs("ShareSnapshotValue.StateBatches", true, 20, version)?;
            let mut tags = reader.tags("ShareSnapshotValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.delivery_complete_count =
                            reader.i32("ShareSnapshotValue.DeliveryCompleteCount")?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.snapshot_epoch);
            writer.i32(self.state_epoch);
            writer.i32(self.leader_epoch);
            writer.i64(self.start_offset);
            writer.i64(self.create_timestamp);
            writer.i64(self.write_timestamp);
            writer.structs(
                "ShareSnapshotValue.StateBatches",
                true,
                &self.state_batches,
                version,
            )?;
            let count = writer.begin_tags();
            if self.delivery_complete_count != -1 {
                let start = writer.begin_tag(&count, 0);
                writer.i32(self.delivery_complete_count);
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `StateBatch`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StateBatch {
        /// `FirstOffset`, int64, versions 0+.
        pub first_offset: i64,
        /// `LastOffset`, int64, versions 0+.
        pub last_offset: i64,
        /// `DeliveryState`, int8, versions 0+.
        pub delivery_state: i8,
        /// `DeliveryCount`, int16, versions 0+.
        pub delivery_count: i16,
    }

    impl Struct for StateBatch {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.first_offset = reader.i64("StateBatch.FirstOffset")?;
            value.last_offset = reader.i64("StateBatch.LastOffset")?;
            value.delivery_state = reader.i8("StateBatch.DeliveryState")?;
            value.delivery_count = reader.i16("StateBatch.DeliveryCount")?;
            reader.skip_tags("StateBatch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.first_offset);
            writer.i64(self.last_offset);
            writer.i8(self.delivery_state);
            writer.i16(self.delivery_count);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareSnapshotValue {
        const NAME: &'static str = "ShareSnapshotValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ShareSnapshotValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareSnapshotValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
