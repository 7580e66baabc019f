//! Record type 12 of __consumer_offsets.

pub use key::ShareGroupTargetAssignmentMetadataKey;
pub use value::ShareGroupTargetAssignmentMetadataValue;

/// `ShareGroupTargetAssignmentMetadataKey` and what it holds.
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

    /// The message `ShareGroupTargetAssignmentMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupTargetAssignmentMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for ShareGroupTargetAssignmentMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareGroupTargetAssignmentMetadataKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ShareGroupTargetAssignmentMetadataKey.GroupId",
                false,
                &self.group_id,
            )?;
            Ok(())
        }
    }

    impl Message for ShareGroupTargetAssignmentMetadataKey {
        const NAME: &'static str = "ShareGroupTargetAssignmentMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ShareGroupTargetAssignmentMetadataKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupTargetAssignmentMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareGroupTargetAssignmentMetadataValue` and what it holds.
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

    /// The message `ShareGroupTargetAssignmentMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupTargetAssignmentMetadataValue {
        /// `AssignmentEpoch`, int32, versions 0+.
        pub assignment_epoch: i32,
        /// `AssignmentTimestamp`, int64, versions 0+, tag 0, default 0, ignorable.
        pub assignment_timestamp: i64,
    }

    impl Struct for ShareGroupTargetAssignmentMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.assignment_epoch =
                reader.i32("ShareGroupTargetAssignmentMetadataValue.AssignmentEpoch")?;
            let mut tags = reader.tags("ShareGroupTargetAssignmentMetadataValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.assignment_timestamp = reader
                            .i64("ShareGroupTargetAssignmentMetadataValue.AssignmentTimestamp")?
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

    impl Message for ShareGroupTargetAssignmentMetadataValue {
        const NAME: &'static str = "ShareGroupTargetAssignmentMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ShareGroupTargetAssignmentMetadataValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupTargetAssignmentMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
