//! Record type 0 of __consumer_offsets.

pub use key::LegacyOffsetCommitKey;
pub use value::LegacyOffsetCommitValue;

/// `LegacyOffsetCommitKey` and what it holds.
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

    /// The message `LegacyOffsetCommitKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LegacyOffsetCommitKey {
        /// `group`, string, versions 0.
        pub group: Text,
        /// `topic`, string, versions 0.
        pub topic: Text,
        /// `partition`, int32, versions 0.
        pub partition: i32,
    }

    impl Struct for LegacyOffsetCommitKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group = reader.text("LegacyOffsetCommitKey.group", false)?;
            value.topic = reader.text("LegacyOffsetCommitKey.topic", false)?;
            value.partition = reader.i32("LegacyOffsetCommitKey.partition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("LegacyOffsetCommitKey.group", false, &self.group)?;
            writer.text("LegacyOffsetCommitKey.topic", false, &self.topic)?;
            writer.i32(self.partition);
            Ok(())
        }
    }

    impl Message for LegacyOffsetCommitKey {
        const NAME: &'static str = "LegacyOffsetCommitKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("LegacyOffsetCommitKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "LegacyOffsetCommitKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `LegacyOffsetCommitValue` and what it holds.
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

    /// The message `LegacyOffsetCommitValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LegacyOffsetCommitValue {
        /// `offset`, int64, versions 0.
        pub offset: i64,
        /// `metadata`, string, versions 0.
        pub metadata: Text,
        /// `commitTimestamp`, int64, versions 0.
        pub commit_timestamp: i64,
    }

    impl Struct for LegacyOffsetCommitValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.offset = reader.i64("LegacyOffsetCommitValue.offset")?;
            value.metadata = reader.text("LegacyOffsetCommitValue.metadata", false)?;
            value.commit_timestamp = reader.i64("LegacyOffsetCommitValue.commitTimestamp")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.offset);
            writer.text("LegacyOffsetCommitValue.metadata", false, &self.metadata)?;
            writer.i64(self.commit_timestamp);
            Ok(())
        }
    }

    impl Message for LegacyOffsetCommitValue {
        const NAME: &'static str = "LegacyOffsetCommitValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("LegacyOffsetCommitValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "LegacyOffsetCommitValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
