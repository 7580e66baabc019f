//! The UpdateRaftVoter API, key 82.

pub use request::{KRaftVersionFeature, Listener, UpdateRaftVoterRequest};
pub use response::{CurrentLeader, UpdateRaftVoterResponse};

/// `UpdateRaftVoterRequest` and what it holds.
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

    /// The message `UpdateRaftVoterRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct UpdateRaftVoterRequest {
        /// `ClusterId`, string, versions 0+, nullable 0+.
        pub cluster_id: Option<Text>,
        /// `CurrentLeaderEpoch`, int32, versions 0+.
        pub current_leader_epoch: i32,
        /// `VoterId`, int32, versions 0+.
        pub voter_id: i32,
        /// `VoterDirectoryId`, uuid, versions 0+.
        pub voter_directory_id: Uuid,
        /// `Listeners`, array of Listener, versions 0+.
        pub listeners: Vec<Listener>,
        /// `KRaftVersionFeature`, KRaftVersionFeature, versions 0+.
        pub kraft_version_feature: KRaftVersionFeature,
    }

    impl Default for UpdateRaftVoterRequest {
        fn default() -> Self {
            Self {
                cluster_id: Some(Default::default()),
                current_leader_epoch: 0,
                voter_id: 0,
                voter_directory_id: Default::default(),
                listeners: Default::default(),
                kraft_version_feature: Default::default(),
            }
        }
    }

    impl Struct for UpdateRaftVoterRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.cluster_id = reader.nullable_text("UpdateRaftVoterRequest.ClusterId", true)?;
            value.current_leader_epoch = reader.i32("UpdateRaftVoterRequest.CurrentLeaderEpoch")?;
            value.voter_id = reader.i32("UpdateRaftVoterRequest.VoterId")?;
            value.voter_directory_id = reader.uuid("UpdateRaftVoterRequest.VoterDirectoryId")?;
            value.listeners =
                reader.structs("UpdateRaftVoterRequest.Listeners", true, 5, version)?;
            value.kraft_version_feature = KRaftVersionFeature::read(reader, version)?;
            reader.skip_tags("UpdateRaftVoterRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "UpdateRaftVoterRequest.ClusterId",
                true,
                self.cluster_id.as_ref(),
            )?;
            writer.i32(self.current_leader_epoch);
            writer.i32(self.voter_id);
            writer.uuid(self.voter_directory_id);
            writer.structs(
                "UpdateRaftVoterRequest.Listeners",
                true,
                &self.listeners,
                version,
            )?;
            self.kraft_version_feature.write(writer, version)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Listener`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Listener {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, uint16, versions 0+.
        pub port: u16,
    }

    impl Struct for Listener {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("Listener.Name", true)?;
            value.host = reader.text("Listener.Host", true)?;
            value.port = reader.u16("Listener.Port")?;
            reader.skip_tags("Listener")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Listener.Name", true, &self.name)?;
            writer.text("Listener.Host", true, &self.host)?;
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

    impl Message for UpdateRaftVoterRequest {
        const NAME: &'static str = "UpdateRaftVoterRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("UpdateRaftVoterRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "UpdateRaftVoterRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `UpdateRaftVoterResponse` and what it holds.
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

    /// The message `UpdateRaftVoterResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct UpdateRaftVoterResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `CurrentLeader`, CurrentLeader, versions 0+, tag 0.
        pub current_leader: CurrentLeader,
    }

    impl Struct for UpdateRaftVoterResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("UpdateRaftVoterResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("UpdateRaftVoterResponse.ErrorCode")?;
            let mut tags = reader.tags("UpdateRaftVoterResponse")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => value.current_leader = CurrentLeader::read(reader, version)?,
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            let count = writer.begin_tags();
            if self.current_leader != CurrentLeader::default() {
                let start = writer.begin_tag(&count, 0);
                self.current_leader.write(writer, version)?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `CurrentLeader`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CurrentLeader {
        /// `LeaderId`, int32, versions 0+, default -1.
        pub leader_id: i32,
        /// `LeaderEpoch`, int32, versions 0+, default -1.
        pub leader_epoch: i32,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, int32, versions 0+.
        pub port: i32,
    }

    impl Default for CurrentLeader {
        fn default() -> Self {
            Self {
                leader_id: -1,
                leader_epoch: -1,
                host: Default::default(),
                port: 0,
            }
        }
    }

    impl Struct for CurrentLeader {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.leader_id = reader.i32("CurrentLeader.LeaderId")?;
            value.leader_epoch = reader.i32("CurrentLeader.LeaderEpoch")?;
            value.host = reader.text("CurrentLeader.Host", true)?;
            value.port = reader.i32("CurrentLeader.Port")?;
            reader.skip_tags("CurrentLeader")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.leader_id);
            writer.i32(self.leader_epoch);
            writer.text("CurrentLeader.Host", true, &self.host)?;
            writer.i32(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for UpdateRaftVoterResponse {
        const NAME: &'static str = "UpdateRaftVoterResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("UpdateRaftVoterResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "UpdateRaftVoterResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for UpdateRaftVoterRequest {
    const KEY: crate::ApiKey = crate::ApiKey::UpdateRaftVoter;
    type Response = UpdateRaftVoterResponse;
}
