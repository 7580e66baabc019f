//! Record type 6 of __consumer_offsets.

pub use key::ConsumerGroupTargetAssignmentMetadataKey;
pub use value::ConsumerGroupTargetAssignmentMetadataValue;

/// `ConsumerGroupTargetAssignmentMetadataKey` and what it holds.
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

    /// The message `ConsumerGroupTargetAssignmentMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupTargetAssignmentMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for ConsumerGroupTargetAssignmentMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id =
                reader.text("ConsumerGroupTargetAssignmentMetadataKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupTargetAssignmentMetadataKey.GroupId",
                false,
                &self.group_id,
            )?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupTargetAssignmentMetadataKey {
        const NAME: &'static str = "ConsumerGroupTargetAssignmentMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupTargetAssignmentMetadataKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupTargetAssignmentMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupTargetAssignmentMetadataValue` and what it holds.
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

    /// The message `ConsumerGroupTargetAssignmentMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupTargetAssignmentMetadataValue {
        /// `AssignmentEpoch`, int32, versions 0+.
        pub assignment_epoch: i32,
        /// `AssignmentTimestamp`, int64, versions 0+, tag 0, default 0, ignorable.
        pub assignment_timestamp: i64,
    }

    impl Struct for ConsumerGroupTargetAssignmentMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.assignment_epoch =
                reader.i32("ConsumerGroupTargetAssignmentMetadataValue.AssignmentEpoch")?;
            let mut tags = reader.tags("ConsumerGroupTargetAssignmentMetadataValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.assignment_timestamp = reader
                            .i64("ConsumerGroupTargetAssignmentMetadataValue.AssignmentTimestamp")?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.assignment_epoch);
            let count = writer.begin_tags();
            if self.assignment_timestamp != 0 {
                let start = writer.begin_tag(&count, 0);
                writer.i64(self.assignment_timestamp);
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    impl Message for ConsumerGroupTargetAssignmentMetadataValue {
        const NAME: &'static str = "ConsumerGroupTargetAssignmentMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupTargetAssignmentMetadataValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupTargetAssignmentMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
