//! Records of control batches.

pub use control_record_type_schema::ControlRecordTypeSchema;
pub use end_txn_marker::EndTxnMarker;
pub use kraft_version_record::KRaftVersionRecord;
pub use leader_change_message::LeaderChangeMessage;
pub use snapshot_footer_record::SnapshotFooterRecord;
pub use snapshot_header_record::SnapshotHeaderRecord;
pub use voters_record::{Endpoint, KRaftVersionFeature, VotersRecord};

/// `ControlRecordTypeSchema` and what it holds.
pub mod control_record_type_schema {
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

    /// The message `ControlRecordTypeSchema`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ControlRecordTypeSchema {
        /// `Type`, int16, versions 0+.
        pub r#type: i16,
    }

    impl Struct for ControlRecordTypeSchema {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.r#type = reader.i16("ControlRecordTypeSchema.Type")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.r#type);
            Ok(())
        }
    }

    impl Message for ControlRecordTypeSchema {
        const NAME: &'static str = "ControlRecordTypeSchema";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ControlRecordTypeSchema", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ControlRecordTypeSchema",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `EndTxnMarker` and what it holds.
pub mod end_txn_marker {
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

    /// The message `EndTxnMarker`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct EndTxnMarker {
        /// `CoordinatorEpoch`, int32, versions 0+.
        pub coordinator_epoch: i32,
    }

    impl Struct for EndTxnMarker {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.coordinator_epoch = reader.i32("EndTxnMarker.CoordinatorEpoch")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.coordinator_epoch);
            Ok(())
        }
    }

    impl Message for EndTxnMarker {
        const NAME: &'static str = "EndTxnMarker";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("EndTxnMarker", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "EndTxnMarker",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `LeaderChangeMessage` and what it holds.
pub mod leader_change_message {
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

    /// The message `LeaderChangeMessage`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct LeaderChangeMessage {
        /// `Version`, int16, versions 0+.
        pub version: i16,
        /// `LeaderId`, int32, versions 0+.
        pub leader_id: i32,
        /// `Voters`, array of Voter, versions 0+.
        pub voters: Vec<Voter>,
        /// `GrantingVoters`, array of Voter, versions 0+.
        pub granting_voters: Vec<Voter>,
    }

    impl Struct for LeaderChangeMessage {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.version = reader.i16("LeaderChangeMessage.Version")?;
            value.leader_id = reader.i32("LeaderChangeMessage.LeaderId")?;
            value.voters = reader.structs("LeaderChangeMessage.Voters", true, 5, version)?;
            value.granting_voters =
                reader.structs("LeaderChangeMessage.GrantingVoters", true, 5, version)?;
            reader.skip_tags("LeaderChangeMessage")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.version);
            writer.i32(self.leader_id);
            writer.structs("LeaderChangeMessage.Voters", true, &self.voters, version)?;
            writer.structs(
                "LeaderChangeMessage.GrantingVoters",
                true,
                &self.granting_voters,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Voter`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Voter {
        /// `VoterId`, int32, versions 0+.
        pub voter_id: i32,
        /// `VoterDirectoryId`, uuid, versions 1+.
        pub voter_directory_id: Uuid,
    }

    impl Struct for Voter {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.voter_id = reader.i32("Voter.VoterId")?;
            if version >= 1 {
                value.voter_directory_id = reader.uuid("Voter.VoterDirectoryId")?;
            }
            reader.skip_tags("Voter")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.voter_id);
            if version >= 1 {
                writer.uuid(self.voter_directory_id);
            } else if !self.voter_directory_id.is_zero() {
                return Err(EncodeError::NotInVersion {
                    field: "Voter.VoterDirectoryId",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for LeaderChangeMessage {
        const NAME: &'static str = "LeaderChangeMessage";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("LeaderChangeMessage", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "LeaderChangeMessage",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `SnapshotHeaderRecord` and what it holds.
pub mod snapshot_header_record {
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

    /// The message `SnapshotHeaderRecord`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SnapshotHeaderRecord {
        /// `Version`, int16, versions 0+.
        pub version: i16,
        /// `LastContainedLogTimestamp`, int64, versions 0+.
        pub last_contained_log_timestamp: i64,
    }

    impl Struct for SnapshotHeaderRecord {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.version = reader.i16("SnapshotHeaderRecord.Version")?;
            value.last_contained_log_timestamp =
                reader.i64("SnapshotHeaderRecord.LastContainedLogTimestamp")?;
            reader.skip_tags("SnapshotHeaderRecord")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.version);
            writer.i64(self.last_contained_log_timestamp);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for SnapshotHeaderRecord {
        const NAME: &'static str = "SnapshotHeaderRecord";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("SnapshotHeaderRecord", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SnapshotHeaderRecord",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `SnapshotFooterRecord` and what it holds.
pub mod snapshot_footer_record {
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

    /// The message `SnapshotFooterRecord`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct SnapshotFooterRecord {
        /// `Version`, int16, versions 0+.
        pub version: i16,
    }

    impl Struct for SnapshotFooterRecord {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.version = reader.i16("SnapshotFooterRecord.Version")?;
            reader.skip_tags("SnapshotFooterRecord")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.version);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for SnapshotFooterRecord {
        const NAME: &'static str = "SnapshotFooterRecord";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("SnapshotFooterRecord", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "SnapshotFooterRecord",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `KRaftVersionRecord` and what it holds.
pub mod kraft_version_record {
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

    /// The message `KRaftVersionRecord`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct KRaftVersionRecord {
        /// `Version`, int16, versions 0+.
        pub version: i16,
        /// `KRaftVersion`, int16, versions 0+.
        pub kraft_version: i16,
    }

    impl Struct for KRaftVersionRecord {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.version = reader.i16("KRaftVersionRecord.Version")?;
            value.kraft_version = reader.i16("KRaftVersionRecord.KRaftVersion")?;
            reader.skip_tags("KRaftVersionRecord")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.version);
            writer.i16(self.kraft_version);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for KRaftVersionRecord {
        const NAME: &'static str = "KRaftVersionRecord";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("KRaftVersionRecord", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "KRaftVersionRecord",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `VotersRecord` and what it holds.
pub mod voters_record {
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

    /// The message `VotersRecord`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct VotersRecord {
        /// `Version`, int16, versions 0+.
        pub version: i16,
        /// `Voters`, array of Voter, versions 0+.
        pub voters: Vec<Voter>,
    }

    impl Struct for VotersRecord {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.version = reader.i16("VotersRecord.Version")?;
            value.voters = reader.structs("VotersRecord.Voters", true, 27, version)?;
            reader.skip_tags("VotersRecord")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.version);
            writer.structs("VotersRecord.Voters", true, &self.voters, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Voter`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Voter {
        /// `VoterId`, int32, versions 0+.
        pub voter_id: i32,
        /// `VoterDirectoryId`, uuid, versions 0+.
        pub voter_directory_id: Uuid,
        /// `Endpoints`, array of Endpoint, versions 0+.
        pub endpoints: Vec<Endpoint>,
        /// `KRaftVersionFeature`, KRaftVersionFeature, versions 0+.
        pub kraft_version_feature: KRaftVersionFeature,
    }

    impl Struct for Voter {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.voter_id = reader.i32("Voter.VoterId")?;
            value.voter_directory_id = reader.uuid("Voter.VoterDirectoryId")?;
            value.endpoints = reader.structs("Voter.Endpoints", true, 5, version)?;
            value.kraft_version_feature = KRaftVersionFeature::read(reader, version)?;
            reader.skip_tags("Voter")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.voter_id);
            writer.uuid(self.voter_directory_id);
            writer.structs("Voter.Endpoints", true, &self.endpoints, version)?;
            self.kraft_version_feature.write(writer, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Endpoint`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Endpoint {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, uint16, versions 0+.
        pub port: u16,
    }

    impl Struct for Endpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("Endpoint.Name", true)?;
            value.host = reader.text("Endpoint.Host", true)?;
            value.port = reader.u16("Endpoint.Port")?;
            reader.skip_tags("Endpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Endpoint.Name", true, &self.name)?;
            writer.text("Endpoint.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `KRaftVersionFeature`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct KRaftVersionFeature {
        /// `MinSupportedVersion`, int16, versions 0+.
        pub min_supported_version: i16,
        /// `MaxSupportedVersion`, int16, versions 0+.
        pub max_supported_version: i16,
    }

    impl Struct for KRaftVersionFeature {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.min_supported_version = reader.i16("KRaftVersionFeature.MinSupportedVersion")?;
            value.max_supported_version = reader.i16("KRaftVersionFeature.MaxSupportedVersion")?;
            reader.skip_tags("KRaftVersionFeature")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i16(self.min_supported_version);
            writer.i16(self.max_supported_version);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for VotersRecord {
        const NAME: &'static str = "VotersRecord";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("VotersRecord", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "VotersRecord",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
