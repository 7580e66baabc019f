//! What consumers tell each other through the classic group protocol.

pub use consumer_protocol_assignment::ConsumerProtocolAssignment;
pub use consumer_protocol_subscription::ConsumerProtocolSubscription;

/// `ConsumerProtocolSubscription` and what it holds.
pub mod consumer_protocol_subscription {
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

    /// The message `ConsumerProtocolSubscription`, versions 0-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConsumerProtocolSubscription {
        /// `Topics`, array of string, versions 0+.
        pub topics: Vec<Text>,
        /// `UserData`, bytes, versions 0+, nullable 0+, default null.
        pub user_data: Option<Bytes>,
        /// `OwnedPartitions`, array of TopicPartition, versions 1+, ignorable.
        pub owned_partitions: Vec<TopicPartition>,
        /// `GenerationId`, int32, versions 2+, default -1, ignorable.
        pub generation_id: i32,
        /// `RackId`, string, versions 3+, nullable 3+, default null, ignorable.
        pub rack_id: Option<Text>,
    }

    impl Default for ConsumerProtocolSubscription {
        fn default() -> Self {
            Self {
                topics: Default::default(),
                user_data: None,
                owned_partitions: Default::default(),
                generation_id: -1,
                rack_id: None,
            }
        }
    }

    impl Struct for ConsumerProtocolSubscription {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topics = reader.values("ConsumerProtocolSubscription.Topics", false)?;
            value.user_data =
                reader.nullable_bytes("ConsumerProtocolSubscription.UserData", false)?;
            if version >= 1 {
                value.owned_partitions = reader.structs(
                    "ConsumerProtocolSubscription.OwnedPartitions",
                    false,
                    6,
                    version,
                )?;
            }
            if version >= 2 {
                value.generation_id = reader.i32("ConsumerProtocolSubscription.GenerationId")?;
            }
            if version >= 3 {
                value.rack_id =
                    reader.nullable_text("ConsumerProtocolSubscription.RackId", false)?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values("ConsumerProtocolSubscription.Topics", false, &self.topics)?;
            writer.nullable_bytes(
                "ConsumerProtocolSubscription.UserData",
                false,
                self.user_data.as_ref(),
            )?;
            if version >= 1 {
                writer.structs(
                    "ConsumerProtocolSubscription.OwnedPartitions",
                    false,
                    &self.owned_partitions,
                    version,
                )?;
            }
            if version >= 2 {
                writer.i32(self.generation_id);
            }
            if version >= 3 {
                writer.nullable_text(
                    "ConsumerProtocolSubscription.RackId",
                    false,
                    self.rack_id.as_ref(),
                )?;
            }
            Ok(())
        }
    }

    /// The struct `TopicPartition`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartition {
        /// `Topic`, string, versions 1+.
        pub topic: Text,
        /// `Partitions`, array of int32, versions 1+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic = reader.text("TopicPartition.Topic", false)?;
            value.partitions = reader.values("TopicPartition.Partitions", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicPartition.Topic", false, &self.topic)?;
            writer.values("TopicPartition.Partitions", false, &self.partitions)?;
            Ok(())
        }
    }

    impl Message for ConsumerProtocolSubscription {
        const NAME: &'static str = "ConsumerProtocolSubscription";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=3).contains(&version) {
                return Err(reader.error("ConsumerProtocolSubscription", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerProtocolSubscription",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerProtocolAssignment` and what it holds.
pub mod consumer_protocol_assignment {
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

    /// The message `ConsumerProtocolAssignment`, versions 0-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerProtocolAssignment {
        /// `AssignedPartitions`, array of TopicPartition, versions 0+.
        pub assigned_partitions: Vec<TopicPartition>,
        /// `UserData`, bytes, versions 0+, nullable 0+, default null.
        pub user_data: Option<Bytes>,
    }

    impl Struct for ConsumerProtocolAssignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.assigned_partitions = reader.structs(
                "ConsumerProtocolAssignment.AssignedPartitions",
                false,
                6,
                version,
            )?;
            value.user_data =
                reader.nullable_bytes("ConsumerProtocolAssignment.UserData", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "ConsumerProtocolAssignment.AssignedPartitions",
                false,
                &self.assigned_partitions,
                version,
            )?;
            writer.nullable_bytes(
                "ConsumerProtocolAssignment.UserData",
                false,
                self.user_data.as_ref(),
            )?;
            Ok(())
        }
    }

    /// The struct `TopicPartition`, versions 0-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartition {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic = reader.text("TopicPartition.Topic", false)?;
            value.partitions = reader.values("TopicPartition.Partitions", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicPartition.Topic", false, &self.topic)?;
            writer.values("TopicPartition.Partitions", false, &self.partitions)?;
            Ok(())
        }
    }

    impl Message for ConsumerProtocolAssignment {
        const NAME: &'static str = "ConsumerProtocolAssignment";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=3).contains(&version) {
                return Err(reader.error("ConsumerProtocolAssignment", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerProtocolAssignment",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
