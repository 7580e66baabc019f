//! The AlterPartition API, key 56.

pub use request::{AlterPartitionRequest, BrokerState};
pub use response::AlterPartitionResponse;

/// `AlterPartitionRequest` and what it holds.
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

    /// The message `AlterPartitionRequest`, versions 2-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlterPartitionRequest {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
        /// `BrokerEpoch`, int64, versions 0+, default -1.
        pub broker_epoch: i64,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Default for AlterPartitionRequest {
        fn default() -> Self {
            Self {
                broker_id: 0,
                broker_epoch: -1,
                topics: Default::default(),
            }
        }
    }

    impl Struct for AlterPartitionRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("AlterPartitionRequest.BrokerId")?;
            value.broker_epoch = reader.i64("AlterPartitionRequest.BrokerEpoch")?;
            value.topics = reader.structs("AlterPartitionRequest.Topics", true, 18, version)?;
            reader.skip_tags("AlterPartitionRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.i64(self.broker_epoch);
            writer.structs("AlterPartitionRequest.Topics", true, &self.topics, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 2-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicId`, uuid, versions 2+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicData.TopicId")?;
            value.partitions = reader.structs("TopicData.Partitions", true, 15, version)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("TopicData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 2-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `NewIsr`, array of int32, versions 0-2.
        pub new_isr: Vec<i32>,
        /// `NewIsrWithEpochs`, array of BrokerState, versions 3+.
        pub new_isr_with_epochs: Vec<BrokerState>,
        /// `LeaderRecoveryState`, int8, versions 1+, default 0.
        pub leader_recovery_state: i8,
        /// `PartitionEpoch`, int32, versions 0+.
        pub partition_epoch: i32,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            if version <= 2 {
                value.new_isr = reader.values("PartitionData.NewIsr", true)?;
            }
            if version >= 3 {
                value.new_isr_with_epochs =
                    reader.structs("PartitionData.NewIsrWithEpochs", true, 13, version)?;
            }
            value.leader_recovery_state = reader.i8("PartitionData.LeaderRecoveryState")?;
            value.partition_epoch = reader.i32("PartitionData.PartitionEpoch")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i32(self.leader_epoch);
            if version <= 2 {
                writer.values("PartitionData.NewIsr", true, &self.new_isr)?;
            } else if !self.new_isr.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.NewIsr",
                    version,
                });
            }
            if version >= 3 {
                writer.structs(
                    "PartitionData.NewIsrWithEpochs",
                    true,
                    &self.new_isr_with_epochs,
                    version,
                )?;
            } else if !self.new_isr_with_epochs.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "PartitionData.NewIsrWithEpochs",
                    version,
                });
            }
            writer.i8(self.leader_recovery_state);
            writer.i32(self.partition_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `BrokerState`, versions 3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BrokerState {
        /// `BrokerId`, int32, versions 3+.
        pub broker_id: i32,
        /// `BrokerEpoch`, int64, versions 3+, default -1.
        pub broker_epoch: i64,
    }

    impl Default for BrokerState {
        fn default() -> Self {
            Self {
                broker_id: 0,
                broker_epoch: -1,
            }
        }
    }

    impl Struct for BrokerState {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("BrokerState.BrokerId")?;
            value.broker_epoch = reader.i64("BrokerState.BrokerEpoch")?;
            reader.skip_tags("BrokerState")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.i64(self.broker_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterPartitionRequest {
        const NAME: &'static str = "AlterPartitionRequest";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=3).contains(&version) {
                return Err(reader.error("AlterPartitionRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterPartitionRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AlterPartitionResponse` and what it holds.
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

    /// The message `AlterPartitionResponse`, versions 2-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterPartitionResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Topics`, array of TopicData, versions 0+.
        pub topics: Vec<TopicData>,
    }

    impl Struct for AlterPartitionResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("AlterPartitionResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("AlterPartitionResponse.ErrorCode")?;
            value.topics = reader.structs("AlterPartitionResponse.Topics", true, 18, version)?;
            reader.skip_tags("AlterPartitionResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.structs("AlterPartitionResponse.Topics", true, &self.topics, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `TopicData`, versions 2-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicData {
        /// `TopicId`, uuid, versions 2+, ignorable.
        pub topic_id: Uuid,
        /// `Partitions`, array of PartitionData, versions 0+.
        pub partitions: Vec<PartitionData>,
    }

    impl Struct for TopicData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topic_id = reader.uuid("TopicData.TopicId")?;
            value.partitions = reader.structs("TopicData.Partitions", true, 21, version)?;
            reader.skip_tags("TopicData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.uuid(self.topic_id);
            writer.structs("TopicData.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionData`, versions 2-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionData {
        /// `PartitionIndex`, int32, versions 0+.
        pub partition_index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
        /// `Isr`, array of int32, versions 0+.
        pub isr: Vec<i32>,
        /// `LeaderRecoveryState`, int8, versions 1+, default 0, ignorable.
        pub leader_recovery_state: i8,
        /// `PartitionEpoch`, int32, versions 0+.
        pub partition_epoch: i32,
    }

    impl Struct for PartitionData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition_index = reader.i32("PartitionData.PartitionIndex")?;
            value.error_code = reader.i16("PartitionData.ErrorCode")?;
            value.leader_id = reader.i32("PartitionData.LeaderId")?;
            value.leader_epoch = reader.i32("PartitionData.LeaderEpoch")?;
            value.isr = reader.values("PartitionData.Isr", true)?;
            value.leader_recovery_state = reader.i8("PartitionData.LeaderRecoveryState")?;
            value.partition_epoch = reader.i32("PartitionData.PartitionEpoch")?;
            reader.skip_tags("PartitionData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition_index);
            writer.i16(self.error_code);
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.values("PartitionData.Isr", true, &self.isr)?;
            writer.i8(self.leader_recovery_state);
            writer.i32(self.partition_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterPartitionResponse {
        const NAME: &'static str = "AlterPartitionResponse";
        const LOWEST_VERSION: i16 = 2;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(2..=3).contains(&version) {
                return Err(reader.error("AlterPartitionResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(2..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterPartitionResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AlterPartitionRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AlterPartition;
    type Response = AlterPartitionResponse;
}
