//! The ListPartitionReassignments API, key 46.

pub use request::{ListPartitionReassignmentsRequest, ListPartitionReassignmentsTopics};
pub use response::{
    ListPartitionReassignmentsResponse, OngoingPartitionReassignment, OngoingTopicReassignment,
};

/// `ListPartitionReassignmentsRequest` and what it holds.
pub mod request {
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

    /// The message `ListPartitionReassignmentsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ListPartitionReassignmentsRequest {
        /// `TimeoutMs`, int32, versions 0+, default 60000.
        pub timeout_ms: i32,
        /// `Topics`, array of ListPartitionReassignmentsTopics, versions 0+, nullable 0+, default null.
        pub topics: Option<Vec<ListPartitionReassignmentsTopics>>,
    }

    impl Default for ListPartitionReassignmentsRequest {
        fn default() -> Self {
            Self {
                timeout_ms: 60000,
                topics: None,
            }
        }
    }

    impl Struct for ListPartitionReassignmentsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.timeout_ms = reader.i32("ListPartitionReassignmentsRequest.TimeoutMs")?;
            value.topics = reader.nullable_structs(
                "ListPartitionReassignmentsRequest.Topics",
                true,
                3,
                version,
            )?;
            reader.skip_tags("ListPartitionReassignmentsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.timeout_ms);
            writer.nullable_structs(
                "ListPartitionReassignmentsRequest.Topics",
                true,
                self.topics.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ListPartitionReassignmentsTopics`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListPartitionReassignmentsTopics {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `PartitionIndexes`, array of int32, versions 0+.
        pub partition_indexes: Vec<i32>,
    }

    impl Struct for ListPartitionReassignmentsTopics {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("ListPartitionReassignmentsTopics.Name", true)?;
            value.partition_indexes =
                reader.values("ListPartitionReassignmentsTopics.PartitionIndexes", true)?;
            reader.skip_tags("ListPartitionReassignmentsTopics")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ListPartitionReassignmentsTopics.Name", true, &self.name)?;
            writer.values(
                "ListPartitionReassignmentsTopics.PartitionIndexes",
                true,
                &self.partition_indexes,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ListPartitionReassignmentsRequest {
        const NAME: &'static str = "ListPartitionReassignmentsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ListPartitionReassignmentsRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListPartitionReassignmentsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ListPartitionReassignmentsResponse` and what it holds.
pub mod response {
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

    /// The message `ListPartitionReassignmentsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ListPartitionReassignmentsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Topics`, array of OngoingTopicReassignment, versions 0+.
        pub topics: Vec<OngoingTopicReassignment>,
    }

    impl Default for ListPartitionReassignmentsResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                topics: Default::default(),
            }
        }
    }

    impl Struct for ListPartitionReassignmentsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("ListPartitionReassignmentsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ListPartitionReassignmentsResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("ListPartitionReassignmentsResponse.ErrorMessage", true)?;
            value.topics = reader.structs(
                "ListPartitionReassignmentsResponse.Topics",
                true,
                3,
                version,
            )?;
            reader.skip_tags("ListPartitionReassignmentsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ListPartitionReassignmentsResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "ListPartitionReassignmentsResponse.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `OngoingTopicReassignment`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OngoingTopicReassignment {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of OngoingPartitionReassignment, versions 0+.
        pub partitions: Vec<OngoingPartitionReassignment>,
    }

    impl Struct for OngoingTopicReassignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("OngoingTopicReassignment.Name", true)?;
            value.partitions =
                reader.structs("OngoingTopicReassignment.Partitions", true, 8, version)?;
            reader.skip_tags("OngoingTopicReassignment")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("OngoingTopicReassignment.Name", true, &self.name)?;
            writer.structs(
                "OngoingTopicReassignment.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `OngoingPartitionReassignment`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct OngoingPartitionReassignment {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `Replicas`, array of int32, versions 0+.
        pub replicas: Vec<i32>,
        /// `AddingReplicas`, array of int32, versions 0+.
        pub adding_replicas: Vec<i32>,
        /// `RemovingReplicas`, array of int32, versions 0+.
        pub removing_replicas: Vec<i32>,
    }

    impl Struct for OngoingPartitionReassignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("OngoingPartitionReassignment.PartitionIndex")?;
            value.replicas = reader.values("OngoingPartitionReassignment.Replicas", true)?;
            value.adding_replicas =
                reader.values("OngoingPartitionReassignment.AddingReplicas", true)?;
            value.removing_replicas =
                reader.values("OngoingPartitionReassignment.RemovingReplicas", true)?;
            reader.skip_tags("OngoingPartitionReassignment")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.values(
                "OngoingPartitionReassignment.Replicas",
                true,
                &self.replicas,
            )?;
            writer.values(
                "OngoingPartitionReassignment.AddingReplicas",
                true,
                &self.adding_replicas,
            )?;
            writer.values(
                "OngoingPartitionReassignment.RemovingReplicas",
                true,
                &self.removing_replicas,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ListPartitionReassignmentsResponse {
        const NAME: &'static str = "ListPartitionReassignmentsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ListPartitionReassignmentsResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListPartitionReassignmentsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ListPartitionReassignmentsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ListPartitionReassignments;
    type Response = ListPartitionReassignmentsResponse;
}
