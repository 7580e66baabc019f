//! The FetchSnapshot API, key 59.

pub use request::FetchSnapshotRequest;
pub use response::{FetchSnapshotResponse, LeaderIdAndEpoch, NodeEndpoint};

/// `FetchSnapshotRequest` and what it holds.
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

    /// The message `FetchSnapshotRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct FetchSnapshotRequest {
        /// `ClusterId`, string, versions 0+, nullable 0+, tag 0, default null.
        pub cluster_id: Option<Text>,
        /// `ReplicaId`, int32, versions 0+, default -1.
        pub replica_id: i32,
        /// `MaxBytes`, int32, versions 0+, default 0x7fffffff.
        pub max_bytes: i32,
        /// `Topics`, array of TopicSnapshot, versions 0+.
        pub topics: Vec<TopicSnapshot>,
    }

    impl Default for FetchSnapshotRequest {
        fn default() -> Self {
            Self {
                cluster_id: None,
                replica_id: -1,
                max_bytes: i32::MAX,
                topics: Default::default(),
            }
        }
    }

    impl Struct for FetchSnapshotRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.replica_id = reader.i32("FetchSnapshotRequest.ReplicaId")?;
            value.max_bytes = reader.i32("FetchSnapshotRequest.MaxBytes")?;
            value.topics = reader.structs("FetchSnapshotRequest.Topics", true, 3, version)?;
            let mut tags = reader.tags("FetchSnapshotRequest")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.cluster_id =
                            reader.nullable_text("FetchSnapshotRequest.ClusterId", true)?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.replica_id);
            writer.i32(self.max_bytes);
            writer.structs("FetchSnapshotRequest.Topics", true, &self.topics, version)?;
            let count = writer.begin_tags();
            if self.cluster_id.is_some() {
                let start = writer.begin_tag(&count, 0);
                writer.nullable_text(
                    "FetchSnapshotRequest.ClusterId",
                    true,
                    self.cluster_id.as_ref(),
                )?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `TopicSnapshot`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicSnapshot {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of PartitionSnapshot, versions 0+.
        pub partitions: Vec<PartitionSnapshot>,
    }

    impl Struct for TopicSnapshot {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicSnapshot.Name", true)?;
            value.partitions = reader.structs("TopicSnapshot.Partitions", true, 30, version)?;
            reader.skip_tags("TopicSnapshot")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicSnapshot.Name", true, &self.name)?;
            writer.structs("TopicSnapshot.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionSnapshot`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionSnapshot {
        /// `Partition`, int32, versions 0+.
        pub partition: i32,
        /// `CurrentLeaderEpoch`, int32, versions 0+.
        pub current_leader_epoch: i32,
        /// `SnapshotId`, SnapshotId, versions 0+.
        pub snapshot_id: SnapshotId,
        /// `Position`, int64, versions 0+.
        pub position: i64,
        /// `ReplicaDirectoryId`, uuid, versions 1+, tag 0, ignorable.
        pub replica_directory_id: Uuid,
    }

    impl Struct for PartitionSnapshot {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.partition = reader.i32("PartitionSnapshot.Partition")?;
            value.current_leader_epoch = reader.i32("PartitionSnapshot.CurrentLeaderEpoch")?;
            value.snapshot_id = SnapshotId::read(reader, version)?;
            value.position = reader.i64("PartitionSnapshot.Position")?;
            let mut tags = reader.tags("PartitionSnapshot")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 if version >= 1 => {
                        value.replica_directory_id =
                            reader.uuid("PartitionSnapshot.ReplicaDirectoryId")?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.partition);
            writer.i32(self.current_leader_epoch);
            self.snapshot_id.write(writer, version)?;
            writer.i64(self.position);
            let count = writer.begin_tags();
            if version >= 1 && !self.replica_directory_id.is_zero() {
                let start = writer.begin_tag(&count, 0);
                writer.uuid(self.replica_directory_id);
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `SnapshotId`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SnapshotId {
        /// `EndOffset`, int64, versions 0+.
        pub end_offset: i64,
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
    }

    impl Struct for SnapshotId {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.end_offset = reader.i64("SnapshotId.EndOffset")?;
            value.epoch = reader.i32("SnapshotId.Epoch")?;
            reader.skip_tags("SnapshotId")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.end_offset);
            writer.i32(self.epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for FetchSnapshotRequest {
        const NAME: &'static str = "FetchSnapshotRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("FetchSnapshotRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "FetchSnapshotRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `FetchSnapshotResponse` and what it holds.
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

    /// The message `FetchSnapshotResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct FetchSnapshotResponse {
        /// `ThrottleTimeMs`, int32, versions 0+, ignorable.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Topics`, array of TopicSnapshot, versions 0+.
        pub topics: Vec<TopicSnapshot>,
        /// `NodeEndpoints`, array of NodeEndpoint, versions 1+, tag 0.
        pub node_endpoints: Vec<NodeEndpoint>,
    }

    impl Struct for FetchSnapshotResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("FetchSnapshotResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("FetchSnapshotResponse.ErrorCode")?;
            value.topics = reader.structs("FetchSnapshotResponse.Topics", true, 3, version)?;
            let mut tags = reader.tags("FetchSnapshotResponse")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 if version >= 1 => {
                        value.node_endpoints = reader.structs(
                            "FetchSnapshotResponse.NodeEndpoints",
                            true,
                            8,
                            version,
                        )?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.structs("FetchSnapshotResponse.Topics", true, &self.topics, version)?;
            if !(version >= 1) && !self.node_endpoints.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "FetchSnapshotResponse.NodeEndpoints",
                    version,
                });
            }
            let count = writer.begin_tags();
            if version >= 1 && !self.node_endpoints.is_empty() {
                let start = writer.begin_tag(&count, 0);
                writer.structs(
                    "FetchSnapshotResponse.NodeEndpoints",
                    true,
                    &self.node_endpoints,
                    version,
                )?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `TopicSnapshot`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct TopicSnapshot {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Partitions`, array of PartitionSnapshot, versions 0+.
        pub partitions: Vec<PartitionSnapshot>,
    }

    impl Struct for TopicSnapshot {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("TopicSnapshot.Name", true)?;
            value.partitions = reader.structs("TopicSnapshot.Partitions", true, 37, version)?;
            reader.skip_tags("TopicSnapshot")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("TopicSnapshot.Name", true, &self.name)?;
            writer.structs("TopicSnapshot.Partitions", true, &self.partitions, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `PartitionSnapshot`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct PartitionSnapshot {
        /// `Index`, int32, versions 0+.
        pub index: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `SnapshotId`, SnapshotId, versions 0+.
        pub snapshot_id: SnapshotId,
        /// `CurrentLeader`, LeaderIdAndEpoch, versions 0+, tag 0.
        pub current_leader: LeaderIdAndEpoch,
        /// `Size`, int64, versions 0+.
        pub size: i64,
        /// `Position`, int64, versions 0+.
        pub position: i64,
        /// `UnalignedRecords`, records, versions 0+.
        pub unaligned_records: Records,
    }

    impl Struct for PartitionSnapshot {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.index = reader.i32("PartitionSnapshot.Index")?;
            value.error_code = reader.i16("PartitionSnapshot.ErrorCode")?;
            value.snapshot_id = SnapshotId::read(reader, version)?;
            value.size = reader.i64("PartitionSnapshot.Size")?;
            value.position = reader.i64("PartitionSnapshot.Position")?;
            value.unaligned_records = reader.records("PartitionSnapshot.UnalignedRecords", true)?;
            let mut tags = reader.tags("PartitionSnapshot")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => value.current_leader = LeaderIdAndEpoch::read(reader, version)?,
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.index);
            writer.i16(self.error_code);
            self.snapshot_id.write(writer, version)?;
            writer.i64(self.size);
            writer.i64(self.position);
            writer.records(
                "PartitionSnapshot.UnalignedRecords",
                true,
                &self.unaligned_records,
            )?;
            let count = writer.begin_tags();
            if self.current_leader != LeaderIdAndEpoch::default() {
                let start = writer.begin_tag(&count, 0);
                self.current_leader.write(writer, version)?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `SnapshotId`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SnapshotId {
        /// `EndOffset`, int64, versions 0+.
        pub end_offset: i64,
        /// `Epoch`, int32, versions 0+.
        pub epoch: i32,
    }

    impl Struct for SnapshotId {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.end_offset = reader.i64("SnapshotId.EndOffset")?;
            value.epoch = reader.i32("SnapshotId.Epoch")?;
            reader.skip_tags("SnapshotId")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i64(self.end_offset);
            writer.i32(self.epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `LeaderIdAndEpoch`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LeaderIdAndEpoch {
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+.
        pub leader_epoch: i32,
    }

    impl Struct for LeaderIdAndEpoch {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.leader_id = reader.i32("LeaderIdAndEpoch.LeaderId")?;
            value.leader_epoch = reader.i32("LeaderIdAndEpoch.LeaderEpoch")?;
            reader.skip_tags("LeaderIdAndEpoch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `NodeEndpoint`, versions 1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct NodeEndpoint {
        /// `NodeId`, int32, versions 1+.
        pub node_id: i32,
        /// `Host`, string, versions 1+.
        pub host: Text,
        /// `Port`, uint16, versions 1+.
        pub port: u16,
    }

    impl Struct for NodeEndpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.node_id = reader.i32("NodeEndpoint.NodeId")?;
            value.host = reader.text("NodeEndpoint.Host", true)?;
            value.port = reader.u16("NodeEndpoint.Port")?;
            reader.skip_tags("NodeEndpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.node_id);
            writer.text("NodeEndpoint.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for FetchSnapshotResponse {
        const NAME: &'static str = "FetchSnapshotResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("FetchSnapshotResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "FetchSnapshotResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for FetchSnapshotRequest {
    const KEY: crate::ApiKey = crate::ApiKey::FetchSnapshot;
    type Response = FetchSnapshotResponse;
}
