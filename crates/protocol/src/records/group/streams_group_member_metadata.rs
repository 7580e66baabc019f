//! Record type 19 of __consumer_offsets.

pub use key::StreamsGroupMemberMetadataKey;
pub use value::{Endpoint, KeyValue, StreamsGroupMemberMetadataValue};

/// `StreamsGroupMemberMetadataKey` and what it holds.
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

    /// The message `StreamsGroupMemberMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct StreamsGroupMemberMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for StreamsGroupMemberMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("StreamsGroupMemberMetadataKey.GroupId", false)?;
            value.member_id = reader.text("StreamsGroupMemberMetadataKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "StreamsGroupMemberMetadataKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "StreamsGroupMemberMetadataKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for StreamsGroupMemberMetadataKey {
        const NAME: &'static str = "StreamsGroupMemberMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("StreamsGroupMemberMetadataKey", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupMemberMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `StreamsGroupMemberMetadataValue` and what it holds.
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

    /// The message `StreamsGroupMemberMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct StreamsGroupMemberMetadataValue {
        /// `InstanceId`, string, versions 0+, nullable 0+.
        pub instance_id: Option<Text>,
        /// `RackId`, string, versions 0+, nullable 0+.
        pub rack_id: Option<Text>,
        /// `ClientId`, string, versions 0+.
        pub client_id: Text,
        /// `ClientHost`, string, versions 0+.
        pub client_host: Text,
        /// `RebalanceTimeoutMs`, int32, versions 0+, default -1.
        pub rebalance_timeout_ms: i32,
        /// `TopologyEpoch`, int32, versions 0+.
        pub topology_epoch: i32,
        /// `ProcessId`, string, versions 0+.
        pub process_id: Text,
        /// `UserEndpoint`, Endpoint, versions 0+, nullable 0+, default null.
        pub user_endpoint: Option<Endpoint>,
        /// `ClientTags`, array of KeyValue, versions 0+.
        pub client_tags: Vec<KeyValue>,
    }

    impl Default for StreamsGroupMemberMetadataValue {
        fn default() -> Self {
            Self {
                instance_id: Some(Default::default()),
                rack_id: Some(Default::default()),
                client_id: Default::default(),
                client_host: Default::default(),
                rebalance_timeout_ms: -1,
                topology_epoch: 0,
                process_id: Default::default(),
                user_endpoint: None,
                client_tags: Default::default(),
            }
        }
    }

    impl Struct for StreamsGroupMemberMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.instance_id =
                reader.nullable_text("StreamsGroupMemberMetadataValue.InstanceId", true)?;
            value.rack_id = reader.nullable_text("StreamsGroupMemberMetadataValue.RackId", true)?;
            value.client_id = reader.text("StreamsGroupMemberMetadataValue.ClientId", true)?;
            value.client_host = reader.text("StreamsGroupMemberMetadataValue.ClientHost", true)?;
            value.rebalance_timeout_ms =
                reader.i32("StreamsGroupMemberMetadataValue.RebalanceTimeoutMs")?;
            value.topology_epoch = reader.i32("StreamsGroupMemberMetadataValue.TopologyEpoch")?;
            value.process_id = reader.text("StreamsGroupMemberMetadataValue.ProcessId", true)?;
            value.user_endpoint = reader.nullable_struct::<Endpoint>(
                "StreamsGroupMemberMetadataValue.UserEndpoint",
                version,
            )?;
            value.client_tags = reader.structs(
                "StreamsGroupMemberMetadataValue.ClientTags",
                true,
                3,
                version,
            )?;
            reader.skip_tags("StreamsGroupMemberMetadataValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "StreamsGroupMemberMetadataValue.InstanceId",
                true,
                self.instance_id.as_ref(),
            )?;
            writer.nullable_text(
                "StreamsGroupMemberMetadataValue.RackId",
                true,
                self.rack_id.as_ref(),
            )?;
            writer.text(
                "StreamsGroupMemberMetadataValue.ClientId",
                true,
                &self.client_id,
            )?;
            writer.text(
                "StreamsGroupMemberMetadataValue.ClientHost",
                true,
                &self.client_host,
            )?;
            writer.i32(self.rebalance_timeout_ms);
            writer.i32(self.topology_epoch);
            writer.text(
                "StreamsGroupMemberMetadataValue.ProcessId",
                true,
                &self.process_id,
            )?;
            writer.nullable_struct(self.user_endpoint.as_ref(), version)?;
            writer.structs(
                "StreamsGroupMemberMetadataValue.ClientTags",
                true,
                &self.client_tags,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `Endpoint`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Endpoint {
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, uint16, versions 0+.
        pub port: u16,
    }

    impl Struct for Endpoint {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.host = reader.text("Endpoint.Host", true)?;
            value.port = reader.u16("Endpoint.Port")?;
            reader.skip_tags("Endpoint")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("Endpoint.Host", true, &self.host)?;
            writer.u16(self.port);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `KeyValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct KeyValue {
        /// `Key`, string, versions 0+.
        pub key: Text,
        /// `Value`, string, versions 0+.
        pub value: Text,
    }

    impl Struct for KeyValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.key = reader.text("KeyValue.Key", true)?;
            value.value = reader.text("KeyValue.Value", true)?;
            reader.skip_tags("KeyValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("KeyValue.Key", true, &self.key)?;
            writer.text("KeyValue.Value", true, &self.value)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for StreamsGroupMemberMetadataValue {
        const NAME: &'static str = "StreamsGroupMemberMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("StreamsGroupMemberMetadataValue", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "StreamsGroupMemberMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
