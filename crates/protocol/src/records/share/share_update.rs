//! Record type 1 of __share_group_state.

pub use key::ShareUpdateKey;
pub use value::{ShareUpdateValue, StateBatch};

/// `ShareUpdateKey` and what it holds.
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

    /// The message `ShareUpdateKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareUpdateKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `TopicId`, uuid, versions 0.
        pub topic_id: Uuid,
        /// `Partition`, int32, versions 0.
        pub partition: i32,
    }

    impl Struct for ShareUpdateKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareUpdateKey.GroupId", false)?;
            value.topic_id = reader.uuid("ShareUpdateKey.TopicId")?;
            value.partition = reader.i32("ShareUpdateKey.Partition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ShareUpdateKey.GroupId", false, &self.group_id)?;
            writer.uuid(self.topic_id);
            writer.i32(self.partition);
            Ok(())
        }
    }

    impl Message for ShareUpdateKey {
        const NAME: &'static str = "ShareUpdateKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ShareUpdateKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareUpdateKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareUpdateValue` and what it holds.
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

    /// The message `ShareUpdateValue`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ShareUpdateValue {
        /// `SnapshotEpoch`, int32, versions 0+.
        pub snapshot_epoch: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `StartOffset`, int64, versions 0+.
        pub start_offset: i64,
        /// `DeliveryCompleteCount`, int32, versions 0+, tag 0, default -1.
        pub delivery_complete_count: i32,
        /// `StateBatches`, array of StateBatch, versions 0+.
        pub state_batches: Vec<StateBatch>,
    }

    impl Default for ShareUpdateValue {
        fn default() -> Self {
            Self {
                snapshot_epoch: 0,
                leader_epoch: 0,
                start_offset: 0,
                delivery_complete_count: -1,
                state_batches: Default::default(),
            }
        }
    }

    impl Struct for ShareUpdateValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.snapshot_epoch = reader.i32("ShareUpdateValue.SnapshotEpoch")?;
            value.leader_epoch = reader.i32("ShareUpdateValue.LeaderEpoch")?;
            value.start_offset = reader.i64("ShareUpdateValue.StartOffset")?;
            value.state_batches =
                reader.structs("ShareUpdateValue.StateBatches", true, 20, version)?;
            let mut tags = reader.tags("ShareUpdateValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.delivery_complete_count =
                            reader.i32("ShareUpdateValue.DeliveryCompleteCount")?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.snapshot_epoch);
            writer.i32(self.leader_epoch);
            writer.i64(self.start_offset);
            writer.structs(
                "ShareUpdateValue.StateBatches",
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

    impl Message for ShareUpdateValue {
        const NAME: &'static str = "ShareUpdateValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ShareUpdateValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareUpdateValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
