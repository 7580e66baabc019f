//! The ElectLeaders API, key 43.

pub use request::{ElectLeadersRequest, TopicPartitions};
pub use response::{ElectLeadersResponse, PartitionResult, ReplicaElectionResult};

/// `ElectLeadersRequest` and what it holds.
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

    /// The message `ElectLeadersRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ElectLeadersRequest {
        /// `ElectionType`, int8, versions 1+.
        pub election_type: i8,
        /// `TopicPartitions`, array of TopicPartitions, versions 0+, nullable 0+.
        pub topic_partitions: Option<Vec<TopicPartitions>>,
        /// `TimeoutMs`, int32, versions 0+, default 60000.
        pub timeout_ms: i32,
    }

    impl Default for ElectLeadersRequest {
        fn default() -> Self {
            Self {
                election_type: 0,
                topic_partitions: Some(Default::default()),
                timeout_ms: 60000,
            }
        }
    }

    impl Struct for ElectLeadersRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            if version >= 1 {
                value.election_type = reader.i8("ElectLeadersRequest.ElectionType")?;
            }
            value.topic_partitions = reader.nullable_structs(
                "ElectLeadersRequest.TopicPartitions",
                flexible,
                3,
                version,
            )?;
            value.timeout_ms = reader.i32("ElectLeadersRequest.TimeoutMs")?;
            if flexible {
                reader.skip_tags("ElectLeadersRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            if version >= 1 {
                writer.i8(self.election_type);
            } else if self.election_type != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "ElectLeadersRequest.ElectionType",
                    version,
                });
            }
            writer.nullable_structs(
                "ElectLeadersRequest.TopicPartitions",
                flexible,
                self.topic_partitions.as_ref(),
                version,
            )?;
            writer.i32(self.timeout_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `TopicPartitions`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicPartitions {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `Partitions`, array of int32, versions 0+.
        pub partitions: Vec<i32>,
    }

    impl Struct for TopicPartitions {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topic = reader.text("TopicPartitions.Topic", flexible)?;
            value.partitions = reader.values("TopicPartitions.Partitions", flexible)?;
            if flexible {
                reader.skip_tags("TopicPartitions")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("TopicPartitions.Topic", flexible, &self.topic)?;
            writer.values("TopicPartitions.Partitions", flexible, &self.partitions)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ElectLeadersRequest {
        const NAME: &'static str = "ElectLeadersRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("ElectLeadersRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ElectLeadersRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ElectLeadersResponse` and what it holds.
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

    /// The message `ElectLeadersResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ElectLeadersResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 1+.
        pub error_code: i16,
        /// `ReplicaElectionResults`, array of ReplicaElectionResult, versions 0+.
        pub replica_election_results: Vec<ReplicaElectionResult>,
    }

    impl Struct for ElectLeadersResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ElectLeadersResponse.ThrottleTimeMs")?;
            if version >= 1 {
                value.error_code = reader.i16("ElectLeadersResponse.ErrorCode")?;
            }
            value.replica_election_results = reader.structs(
                "ElectLeadersResponse.ReplicaElectionResults",
                flexible,
                3,
                version,
            )?;
            if flexible {
                reader.skip_tags("ElectLeadersResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            if version >= 1 {
                writer.i16(self.error_code);
            } else if self.error_code != 0 {
                return Err(EncodeError::NotInVersion {
                    field: "ElectLeadersResponse.ErrorCode",
                    version,
                });
            }
            writer.structs(
                "ElectLeadersResponse.ReplicaElectionResults",
                flexible,
                &self.replica_election_results,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `ReplicaElectionResult`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReplicaElectionResult {
        /// `Topic`, string, versions 0+.
        pub topic: Text,
        /// `PartitionResult`, array of PartitionResult, versions 0+.
        pub partition_result: Vec<PartitionResult>,
    }

    impl Struct for ReplicaElectionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topic = reader.text("ReplicaElectionResult.Topic", flexible)?;
            value.partition_result = reader.structs(
                "ReplicaElectionResult.PartitionResult",
                flexible,
                8,
                version,
            )?;
            if flexible {
                reader.skip_tags("ReplicaElectionResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("ReplicaElectionResult.Topic", flexible, &self.topic)?;
            writer.structs(
                "ReplicaElectionResult.PartitionResult",
                flexible,
                &self.partition_result,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `PartitionResult`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct PartitionResult {
        /// `PartitionId`, int32, versions 0+.
        pub partition_id: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for PartitionResult {
        fn default() -> Self {
            Self {
                partition_id: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for PartitionResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.partition_id = reader.i32("PartitionResult.PartitionId")?;
            value.error_code = reader.i16("PartitionResult.ErrorCode")?;
            value.error_message = reader.nullable_text("PartitionResult.ErrorMessage", flexible)?;
            if flexible {
                reader.skip_tags("PartitionResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.partition_id);
            writer.i16(self.error_code);
            writer.nullable_text(
                "PartitionResult.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for ElectLeadersResponse {
        const NAME: &'static str = "ElectLeadersResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("ElectLeadersResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ElectLeadersResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ElectLeadersRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ElectLeaders;
    type Response = ElectLeadersResponse;
}
