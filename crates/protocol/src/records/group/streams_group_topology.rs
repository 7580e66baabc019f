//! Record type 23 of __consumer_offsets.

pub use key::StreamsGroupTopologyKey;
pub use value::{CopartitionGroup, StreamsGroupTopologyValue, Subtopology, TopicConfig, TopicInfo};

/// `StreamsGroupTopologyKey` and what it holds.
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

    /// The message `StreamsGroupTopologyKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupTopologyKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
    }

    impl Struct for StreamsGroupTopologyKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("StreamsGroupTopologyKey.GroupId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("StreamsGroupTopologyKey.GroupId", false, &self.group_id)?;
            Ok(())
        }
    }

    impl Message for StreamsGroupTopologyKey {
        const NAME: &'static str = "StreamsGroupTopologyKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupTopologyKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupTopologyKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupTopologyValue` and what it holds.
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

    /// The message `StreamsGroupTopologyValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupTopologyValue {
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
        /// `Subtopologies`, array of Subtopology, versions 0+.
        pub subtopologies: Vec<Subtopology>,
    }

    impl Struct for StreamsGroupTopologyValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.epoch = reader.i32("StreamsGroupTopologyValue.Epoch")?;
            value.subtopologies =
                reader.structs("StreamsGroupTopologyValue.Subtopologies", true, 8, version)?;
            reader.skip_tags("StreamsGroupTopologyValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.epoch);
            writer.structs(
                "StreamsGroupTopologyValue.Subtopologies",
                true,
                &self.subtopologies,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Subtopology`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Subtopology {
        /// `SubtopologyId`, string, versions 0+.
        pub subtopology_id: Text,
        /// `SourceTopics`, array of string, versions 0+.
        pub source_topics: Vec<Text>,
        /// `SourceTopicRegex`, array of string, versions 0+.
        pub source_topic_regex: Vec<Text>,
        /// `StateChangelogTopics`, array of TopicInfo, versions 0+.
        pub state_changelog_topics: Vec<TopicInfo>,
        /// `RepartitionSinkTopics`, array of string, versions 0+.
        pub repartition_sink_topics: Vec<Text>,
        /// `RepartitionSourceTopics`, array of TopicInfo, versions 0+.
        pub repartition_source_topics: Vec<TopicInfo>,
        /// `CopartitionGroups`, array of CopartitionGroup, versions 0+.
        pub copartition_groups: Vec<CopartitionGroup>,
    }

    impl Struct for Subtopology {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.subtopology_id = reader.text("Subtopology.SubtopologyId", true)?;
            value.source_topics = reader.values("Subtopology.SourceTopics", true)?;
            value.source_topic_regex = reader.values("Subtopology.SourceTopicRegex", true)?;
            value.state_changelog_topics =
                reader.structs("Subtopology.StateChangelogTopics", true, 9, version)?;
            value.repartition_sink_topics =
                reader.values("Subtopology.RepartitionSinkTopics", true)?;
            value.repartition_source_topics =
                reader.structs("Subtopology.RepartitionSourceTopics", true, 9, version)?;
            value.copartition_groups =
                reader.structs("Subtopology.CopartitionGroups", true, 4, version)?;
            reader.skip_tags("Subtopology")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Subtopology.SubtopologyId", true, &self.subtopology_id)?;
            writer.values("Subtopology.SourceTopics", true, &self.source_topics)?;
            writer.values(
                "Subtopology.SourceTopicRegex",
                true,
                &self.source_topic_regex,
            )?;
            writer.structs(
                "Subtopology.StateChangelogTopics",
                true,
                &self.state_changelog_topics,
                version,
            )?;
            writer.values(
                "Subtopology.RepartitionSinkTopics",
                true,
                &self.repartition_sink_topics,
            )?;
            writer.structs(
                "Subtopology.RepartitionSourceTopics",
                true,
                &self.repartition_source_topics,
                version,
            )?;
            writer.structs(
                "Subtopology.CopartitionGroups",
                true,
                &self.copartition_groups,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `CopartitionGroup`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CopartitionGroup {
        /// `SourceTopics`, array of int16, versions 0+.
        pub source_topics: Vec<i16>,
        /// `SourceTopicRegex`, array of int16, versions 0+.
        pub source_topic_regex: Vec<i16>,
        /// `RepartitionSourceTopics`, array of int16, versions 0+.
        pub repartition_source_topics: Vec<i16>,
    }

    impl Struct for CopartitionGroup {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.source_topics = reader.values("CopartitionGroup.SourceTopics", true)?;
            value.source_topic_regex = reader.values("CopartitionGroup.SourceTopicRegex", true)?;
            value.repartition_source_topics =
                reader.values("CopartitionGroup.RepartitionSourceTopics", true)?;
            reader.skip_tags("CopartitionGroup")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values("CopartitionGroup.SourceTopics", true, &self.source_topics)?;
            writer.values(
                "CopartitionGroup.SourceTopicRegex",
                true,
                &self.source_topic_regex,
            )?;
            writer.values(
                "CopartitionGroup.RepartitionSourceTopics",
                true,
                &self.repartition_source_topics,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicConfig`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicConfig {
        /// `key`, string, versions 0+.
        pub key: Text,
        /// `value`, string, versions 0+.
        pub value: Text,
    }

    impl Struct for TopicConfig {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.key = reader.text("TopicConfig.key", true)?;
            value.value = reader.text("TopicConfig.value", true)?;
            reader.skip_tags("TopicConfig")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicConfig.key", true, &self.key)?;
            writer.text("TopicConfig.value", true, &self.value)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicInfo`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicInfo {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, int32, versions 0+.
        pub partitions: i32,
        /// `ReplicationFactor`, int16, versions 0+.
        pub replication_factor: i16,
        /// `TopicConfigs`, array of TopicConfig, versions 0+.
        pub topic_configs: Vec<TopicConfig>,
    }

    impl Struct for TopicInfo {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicInfo.Name", true)?;
            value.partitions = reader.i32("TopicInfo.Partitions")?;
            value.replication_factor = reader.i16("TopicInfo.ReplicationFactor")?;
            value.topic_configs = reader.structs("TopicInfo.TopicConfigs", true, 3, version)?;
            reader.skip_tags("TopicInfo")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicInfo.Name", true, &self.name)?;
            writer.i32(self.partitions);
            writer.i16(self.replication_factor);
            writer.structs("TopicInfo.TopicConfigs", true, &self.topic_configs, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for StreamsGroupTopologyValue {
        const NAME: &'static str = "StreamsGroupTopologyValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("StreamsGroupTopologyValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupTopologyValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
