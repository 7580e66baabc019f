//! Record type 2 of __consumer_offsets.

pub use key::GroupMetadataKey;
pub use value::{GroupMetadataValue, MemberMetadata};

/// `GroupMetadataKey` and what it holds.
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

    /// The message `GroupMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct GroupMetadataKey {
        /// `group`, string, versions 0.
        pub group: Text,
    }

    impl Struct for GroupMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group = reader.text("GroupMetadataKey.group", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("GroupMetadataKey.group", false, &self.group)?;
            Ok(())
        }
    }

    impl Message for GroupMetadataKey {
        const NAME: &'static str = "GroupMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("GroupMetadataKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "GroupMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `GroupMetadataValue` and what it holds.
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

    /// The message `GroupMetadataValue`, versions 0-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct GroupMetadataValue {
        /// `protocolType`, string, versions 0+.
        pub protocol_type: Text,
        /// `generation`, int32, versions 0+.
        pub generation: i32,
        /// `protocol`, string, versions 0+, nullable 0+.
        pub protocol: Option<Text>,
        /// `leader`, string, versions 0+, nullable 0+.
        pub leader: Option<Text>,
        /// `currentStateTimestamp`, int64, versions 2+, default -1, ignorable.
        pub current_state_timestamp: i64,
        /// `members`, array of MemberMetadata, versions 0+.
        pub members: Vec<MemberMetadata>,
    }

    impl Default for GroupMetadataValue {
        fn default() -> Self {
            Self {
                protocol_type: Default::default(),
                generation: 0,
                protocol: Some(Default::default()),
                leader: Some(Default::default()),
                current_state_timestamp: -1,
                members: Default::default(),
            }
        }
    }

    impl Struct for GroupMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.protocol_type = reader.text("GroupMetadataValue.protocolType", flexible)?;
            value.generation = reader.i32("GroupMetadataValue.generation")?;
            value.protocol = reader.nullable_text("GroupMetadataValue.protocol", flexible)?;
            value.leader = reader.nullable_text("GroupMetadataValue.leader", flexible)?;
            if version >= 2 {
                value.current_state_timestamp =
                    reader.i64("GroupMetadataValue.currentStateTimestamp")?;
            }
            value.members = reader.structs("GroupMetadataValue.members", flexible, 15, version)?;
            if flexible {
                reader.skip_tags("GroupMetadataValue")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text(
                "GroupMetadataValue.protocolType",
                flexible,
                &self.protocol_type,
            )?;
            writer.i32(self.generation);
            writer.nullable_text(
                "GroupMetadataValue.protocol",
                flexible,
                self.protocol.as_ref(),
            )?;
            writer.nullable_text("GroupMetadataValue.leader", flexible, self.leader.as_ref())?;
            if version >= 2 {
                writer.i64(self.current_state_timestamp);
            }
            writer.structs(
                "GroupMetadataValue.members",
                flexible,
                &self.members,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `MemberMetadata`, versions 0-4.
    #[derive(Clone, Debug, PartialEq)]
    pub struct MemberMetadata {
        /// `memberId`, string, versions 0+.
        pub member_id: Text,
        /// `groupInstanceId`, string, versions 3+, nullable 3+, default null, ignorable.
        pub group_instance_id: Option<Text>,
        /// `clientId`, string, versions 0+.
        pub client_id: Text,
        /// `clientHost`, string, versions 0+.
        pub client_host: Text,
        /// `rebalanceTimeout`, int32, versions 1+, default -1, ignorable.
        pub rebalance_timeout: i32,
        /// `sessionTimeout`, int32, versions 0+.
        pub session_timeout: i32,
        /// `subscription`, bytes, versions 0+.
        pub subscription: Bytes,
        /// `assignment`, bytes, versions 0+.
        pub assignment: Bytes,
    }

    impl Default for MemberMetadata {
        fn default() -> Self {
            Self {
                member_id: Default::default(),
                group_instance_id: None,
                client_id: Default::default(),
                client_host: Default::default(),
                rebalance_timeout: -1,
                session_timeout: 0,
                subscription: Default::default(),
                assignment: Default::default(),
            }
        }
    }

    impl Struct for MemberMetadata {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 4;
            let mut value = Self::default();
            value.member_id = reader.text("MemberMetadata.memberId", flexible)?;
            if version >= 3 {
                value.group_instance_id =
                    reader.nullable_text("MemberMetadata.groupInstanceId", flexible)?;
            }
            value.client_id = reader.text("MemberMetadata.clientId", flexible)?;
            value.client_host = reader.text("MemberMetadata.clientHost", flexible)?;
            if version >= 1 {
                value.rebalance_timeout = reader.i32("MemberMetadata.rebalanceTimeout")?;
            }
            value.session_timeout = reader.i32("MemberMetadata.sessionTimeout")?;
            value.subscription = reader.bytes("MemberMetadata.subscription", flexible)?;
            value.assignment = reader.bytes("MemberMetadata.assignment", flexible)?;
            if flexible {
                reader.skip_tags("MemberMetadata")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 4;
            writer.text("MemberMetadata.memberId", flexible, &self.member_id)?;
            if version >= 3 {
                writer.nullable_text(
                    "MemberMetadata.groupInstanceId",
                    flexible,
                    self.group_instance_id.as_ref(),
                )?;
            }
            writer.text("MemberMetadata.clientId", flexible, &self.client_id)?;
            writer.text("MemberMetadata.clientHost", flexible, &self.client_host)?;
            if version >= 1 {
                writer.i32(self.rebalance_timeout);
            }
            writer.i32(self.session_timeout);
            writer.bytes("MemberMetadata.subscription", flexible, &self.subscription)?;
            writer.bytes("MemberMetadata.assignment", flexible, &self.assignment)?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for GroupMetadataValue {
        const NAME: &'static str = "GroupMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 4;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=4).contains(&version) {
                return Err(reader.error("GroupMetadataValue", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=4).contains(&version) {
                return Err(EncodeError::Version {
                    message: "GroupMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
