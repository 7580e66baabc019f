//! Record type 17 of __consumer_offsets.

pub use key::StreamsGroupMetadataKey;
pub use value::{LastAssignmentConfig, StreamsGroupMetadataValue};

/// `StreamsGroupMetadataKey` and what it holds.
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

    /// The message `StreamsGroupMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for StreamsGroupMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("StreamsGroupMetadataKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("StreamsGroupMetadataKey.GroupId", false, &self.group_id)?;
            Ok(())
        }
    }

    impl Message for StreamsGroupMetadataKey {
        const NAME: &'static str = "StreamsGroupMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupMetadataKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupMetadataValue` and what it holds.
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

    /// The message `StreamsGroupMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct StreamsGroupMetadataValue {
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
        /// `MetadataHash`, int64, versions 0+.
        pub metadata_hash: i64,
        /// `ValidatedTopologyEpoch`, int32, versions 0+, tag 0, default -1.
        pub validated_topology_epoch: i32,
        /// `LastAssignmentConfigs`, array of LastAssignmentConfig, versions 0+, nullable 0+, tag 1.
        pub last_assignment_configs: Option<Vec<LastAssignmentConfig>>,
    }

    impl Default for StreamsGroupMetadataValue {
        fn default() -> Self {
            Self {
                epoch: 0,
                metadata_hash: 0,
                validated_topology_epoch: -1,
                last_assignment_configs: Some(Default::default()),
            }
        }
    }

    impl Struct for StreamsGroupMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.epoch = reader.i32("StreamsGroupMetadataValue.Epoch")?;
            value.metadata_hash = reader.i64("StreamsGroupMetadataValue.MetadataHash")?;
            let mut tags = reader.tags("StreamsGroupMetadataValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.validated_topology_epoch =
                            reader.i32("StreamsGroupMetadataValue.ValidatedTopologyEpoch")?
                    }
                    1 => {
                        value.last_assignment_configs = reader.nullable_structs(
                            "StreamsGroupMetadataValue.LastAssignmentConfigs",
                            true,
                            3,
                            version,
                        )?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.epoch);
            writer.i64(self.metadata_hash);
            let count = writer.begin_tags();
            if self.validated_topology_epoch != -1 {
                let start = writer.begin_tag(&count, 0);
                writer.i32(self.validated_topology_epoch);
                writer.end_tag(start);
            }
            if self
                .last_assignment_configs
                .as_ref()
                .is_none_or(|value| !value.is_empty())
            {
                let start = writer.begin_tag(&count, 1);
                writer.nullable_structs(
                    "StreamsGroupMetadataValue.LastAssignmentConfigs",
                    true,
                    self.last_assignment_configs.as_ref(),
                    version,
                )?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `LastAssignmentConfig`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LastAssignmentConfig {
        /// `Key`, string, versions 0+.
        pub key: Text,
        /// `Value`, string, versions 0+.
        pub value: Text,
    }

    impl Struct for LastAssignmentConfig {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.key = reader.text("LastAssignmentConfig.Key", true)?;
            value.value = reader.text("LastAssignmentConfig.Value", true)?;
            reader.skip_tags("LastAssignmentConfig")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("LastAssignmentConfig.Key", true, &self.key)?;
            writer.text("LastAssignmentConfig.Value", true, &self.value)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for StreamsGroupMetadataValue {
        const NAME: &'static str = "StreamsGroupMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupMetadataValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
