//! The AlterPartitionReassignments API, key 45.

pub use request::{AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic};
pub use response::{
    AlterPartitionReassignmentsResponse, ReassignablePartitionResponse, ReassignableTopicResponse,
};

/// `AlterPartitionReassignmentsRequest` and what it holds.
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

    /// The message `AlterPartitionReassignmentsRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlterPartitionReassignmentsRequest {
        /// `TimeoutMs`, int32, versions 0+, default 60000.
        pub timeout_ms: i32,
        /// `AllowReplicationFactorChange`, bool, versions 1+, default true.
        pub allow_replication_factor_change: bool,
        /// `Topics`, array of ReassignableTopic, versions 0+.
        pub topics: Vec<ReassignableTopic>,
    }

    impl Default for AlterPartitionReassignmentsRequest {
        fn default() -> Self {
            Self {
                timeout_ms: 60000,
                allow_replication_factor_change: true,
                topics: Default::default(),
            }
        }
    }

    impl Struct for AlterPartitionReassignmentsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.timeout_ms = reader.i32("AlterPartitionReassignmentsRequest.TimeoutMs")?;
            if version >= 1 {
                value.allow_replication_factor_change = reader
                    .bool("AlterPartitionReassignmentsRequest.AllowReplicationFactorChange")?;
            }
            value.topics = reader.structs(
                "AlterPartitionReassignmentsRequest.Topics",
                true,
                3,
                version,
            )?;
            reader.skip_tags("AlterPartitionReassignmentsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.timeout_ms);
            if version >= 1 {
                writer.bool(self.allow_replication_factor_change);
            } else if !self.allow_replication_factor_change {
                return Err(EncodeError::NotInVersion {
                    field: "AlterPartitionReassignmentsRequest.AllowReplicationFactorChange",
                    version,
                });
            }
            writer.structs(
                "AlterPartitionReassignmentsRequest.Topics",
                true,
                &self.topics,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReassignableTopic`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReassignableTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of ReassignablePartition, versions 0+.
        pub partitions: Vec<ReassignablePartition>,
    }

    impl Struct for ReassignableTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("ReassignableTopic.Name", true)?;
            value.partitions = reader.structs("ReassignableTopic.Partitions", true, 6, version)?;
            reader.skip_tags("ReassignableTopic")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ReassignableTopic.Name", true, &self.name)?;
            writer.structs(
                "ReassignableTopic.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReassignablePartition`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReassignablePartition {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `Replicas`, array of int32, versions 0+, nullable 0+, default null.
        pub replicas: Option<Vec<i32>>,
    }

    impl Struct for ReassignablePartition {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("ReassignablePartition.PartitionIndex")?;
            value.replicas = reader.nullable_values("ReassignablePartition.Replicas", true)?;
            reader.skip_tags("ReassignablePartition")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.nullable_values(
                "ReassignablePartition.Replicas",
                true,
                self.replicas.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterPartitionReassignmentsRequest {
        const NAME: &'static str = "AlterPartitionReassignmentsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error(
                    "AlterPartitionReassignmentsRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterPartitionReassignmentsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AlterPartitionReassignmentsResponse` and what it holds.
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

    /// The message `AlterPartitionReassignmentsResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlterPartitionReassignmentsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `AllowReplicationFactorChange`, bool, versions 1+, default true, ignorable.
        pub allow_replication_factor_change: bool,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Responses`, array of ReassignableTopicResponse, versions 0+.
        pub responses: Vec<ReassignableTopicResponse>,
    }

    impl Default for AlterPartitionReassignmentsResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                allow_replication_factor_change: true,
                error_code: 0,
                error_message: Some(Default::default()),
                responses: Default::default(),
            }
        }
    }

    impl Struct for AlterPartitionReassignmentsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("AlterPartitionReassignmentsResponse.ThrottleTimeMs")?;
            if version >= 1 {
                value.allow_replication_factor_change = reader
                    .bool("AlterPartitionReassignmentsResponse.AllowReplicationFactorChange")?;
            }
            value.error_code = reader.i16("AlterPartitionReassignmentsResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("AlterPartitionReassignmentsResponse.ErrorMessage", true)?;
            value.responses = reader.structs(
                "AlterPartitionReassignmentsResponse.Responses",
                true,
                3,
                version,
            )?;
            reader.skip_tags("AlterPartitionReassignmentsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            if version >= 1 {
                writer.bool(self.allow_replication_factor_change);
            }
            writer.i16(self.error_code);
            writer.nullable_text(
                "AlterPartitionReassignmentsResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "AlterPartitionReassignmentsResponse.Responses",
                true,
                &self.responses,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReassignableTopicResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ReassignableTopicResponse {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of ReassignablePartitionResponse, versions 0+.
        pub partitions: Vec<ReassignablePartitionResponse>,
    }

    impl Struct for ReassignableTopicResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("ReassignableTopicResponse.Name", true)?;
            value.partitions =
                reader.structs("ReassignableTopicResponse.Partitions", true, 8, version)?;
            reader.skip_tags("ReassignableTopicResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ReassignableTopicResponse.Name", true, &self.name)?;
            writer.structs(
                "ReassignableTopicResponse.Partitions",
                true,
                &self.partitions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ReassignablePartitionResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ReassignablePartitionResponse {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for ReassignablePartitionResponse {
        fn default() -> Self {
            Self {
                partition_index: 0,
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for ReassignablePartitionResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("ReassignablePartitionResponse.PartitionIndex")?;
            value.error_code = reader.i16("ReassignablePartitionResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("ReassignablePartitionResponse.ErrorMessage", true)?;
            reader.skip_tags("ReassignablePartitionResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.nullable_text(
                "ReassignablePartitionResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterPartitionReassignmentsResponse {
        const NAME: &'static str = "AlterPartitionReassignmentsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error(
                    "AlterPartitionReassignmentsResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterPartitionReassignmentsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AlterPartitionReassignmentsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AlterPartitionReassignments;
    type Response = AlterPartitionReassignmentsResponse;
}
