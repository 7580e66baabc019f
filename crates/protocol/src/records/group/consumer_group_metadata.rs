//! Record type 3 of __consumer_offsets.

pub use key::ConsumerGroupMetadataKey;
pub use value::ConsumerGroupMetadataValue;

/// `ConsumerGroupMetadataKey` and what it holds.
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

    /// The message `ConsumerGroupMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for ConsumerGroupMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ConsumerGroupMetadataKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ConsumerGroupMetadataKey.GroupId", false, &self.group_id)?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupMetadataKey {
        const NAME: &'static str = "ConsumerGroupMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ConsumerGroupMetadataKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupMetadataValue` and what it holds.
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

    /// The message `ConsumerGroupMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupMetadataValue {
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
        /// `MetadataHash`, int64, versions 0+, tag 0, default 0.
        pub metadata_hash: i64,
    }

    impl Struct for ConsumerGroupMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.epoch = reader.i32("ConsumerGroupMetadataValue.Epoch")?;
            let mut tags = reader.tags("ConsumerGroupMetadataValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.metadata_hash =
                            reader.i64("ConsumerGroupMetadataValue.MetadataHash")?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.epoch);
            let count = writer.begin_tags();
            if self.metadata_hash != 0 {
                let start = writer.begin_tag(&count, 0);
                writer.i64(self.metadata_hash);
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    impl Message for ConsumerGroupMetadataValue {
        const NAME: &'static str = "ConsumerGroupMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ConsumerGroupMetadataValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
