//! Record type 1 of __consumer_offsets.

pub use key::OffsetCommitKey;
pub use value::OffsetCommitValue;

/// `OffsetCommitKey` and what it holds.
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

    /// The message `OffsetCommitKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OffsetCommitKey {
        /// `group`, string, versions 0.
        pub group: Text,
        /// `topic`, string, versions 0.
        pub topic: Text,
        /// `partition`, int32, versions 0.
        pub partition: i32,
    }

    impl Struct for OffsetCommitKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group = reader.text("OffsetCommitKey.group", false)?;
            value.topic = reader.text("OffsetCommitKey.topic", false)?;
            value.partition = reader.i32("OffsetCommitKey.partition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OffsetCommitKey.group", false, &self.group)?;
            writer.text("OffsetCommitKey.topic", false, &self.topic)?;
            writer.i32(self.partition);
            Ok(())
        }
    }

    impl Message for OffsetCommitKey {
        const NAME: &'static str = "OffsetCommitKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("OffsetCommitKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetCommitKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `OffsetCommitValue` and what it holds.
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

    /// The message `OffsetCommitValue`, versions 0-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct OffsetCommitValue {
        /// `offset`, int64, versions 0+.
        pub offset: i64,
        /// `leaderEpoch`, int32, versions 3+, default -1, ignorable.
        pub leader_epoch: i32,
        /// `metadata`, string, versions 0+.
        pub metadata: Text,
        /// `commitTimestamp`, int64, versions 0+.
        pub commit_timestamp: i64,
        /// `expireTimestamp`, int64, versions 1, default -1, ignorable.
        pub expire_timestamp: i64,
        /// `topicId`, uuid, versions 4+, tag 0, ignorable.
        pub topic_id: Uuid,
    }

    impl Default for OffsetCommitValue {
        fn default() -> Self {
            Self {
                offset: 0,
                leader_epoch: -1,
                metadata: Default::default(),
                commit_timestamp: 0,
                expire_timestamp: -1,
                topic_id: Default::default(),
            }
        }
    }

    impl Struct for OffsetCommitValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.offset = reader.i64("OffsetCommitValue.offset")?;
            if version >= 3 {
                value.leader_epoch = reader.i32("OffsetCommitValue.leaderEpoch")?;
            }
            value.metadata = reader.text("OffsetCommitValue.metadata", flexible)?;
            value.commit_timestamp = reader.i64("OffsetCommitValue.commitTimestamp")?;
            if version == 1 {
                value.expire_timestamp = reader.i64("OffsetCommitValue.expireTimestamp")?;
            }
            if flexible {
                let mut tags = reader.tags("OffsetCommitValue")?;
                while let Some(tag) = tags.next(reader)? {
                    match tag {
                        0 => value.topic_id = reader.uuid("OffsetCommitValue.topicId")?,
                        _ => tags.skip(reader)?,
                    }
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.i64(self.offset);
            if version >= 3 {
                writer.i32(self.leader_epoch);
            }
            writer.text("OffsetCommitValue.metadata", flexible, &self.metadata)?;
            writer.i64(self.commit_timestamp);
            if version == 1 {
                writer.i64(self.expire_timestamp);
            }
            if flexible {
                let count = writer.begin_tags();
                if !self.topic_id.is_zero() {
                    let start = writer.begin_tag(&count, 0);
                    writer.uuid(self.topic_id);
                    writer.end_tag(start);
                }
            }
            Ok(())
        }
    }

    impl Message for OffsetCommitValue {
        const NAME: &'static str = "OffsetCommitValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("OffsetCommitValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "OffsetCommitValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
