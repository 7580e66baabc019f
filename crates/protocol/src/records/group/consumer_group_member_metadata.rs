//! Record type 5 of __consumer_offsets.

pub use key::ConsumerGroupMemberMetadataKey;
pub use value::{ClassicMemberMetadata, ClassicProtocol, ConsumerGroupMemberMetadataValue};

/// `ConsumerGroupMemberMetadataKey` and what it holds.
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

    /// The message `ConsumerGroupMemberMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupMemberMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for ConsumerGroupMemberMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ConsumerGroupMemberMetadataKey.GroupId", false)?;
            value.member_id = reader.text("ConsumerGroupMemberMetadataKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupMemberMetadataKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "ConsumerGroupMemberMetadataKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupMemberMetadataKey {
        const NAME: &'static str = "ConsumerGroupMemberMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("ConsumerGroupMemberMetadataKey", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupMemberMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupMemberMetadataValue` and what it holds.
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

    /// The message `ConsumerGroupMemberMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConsumerGroupMemberMetadataValue {
        /// `InstanceId`, string, versions 0+, nullable 0+.
        pub instance_id: Option<Text>,
        /// `RackId`, string, versions 0+, nullable 0+.
        pub rack_id: Option<Text>,
        /// `ClientId`, string, versions 0+.
        pub client_id: Text,
        /// `ClientHost`, string, versions 0+.
        pub client_host: Text,
        /// `SubscribedTopicNames`, array of string, versions 0+.
        pub subscribed_topic_names: Vec<Text>,
        /// `SubscribedTopicRegex`, string, versions 0+, nullable 0+.
        pub subscribed_topic_regex: Option<Text>,
        /// `RebalanceTimeoutMs`, int32, versions 0+, default -1.
        pub rebalance_timeout_ms: i32,
        /// `ServerAssignor`, string, versions 0+, nullable 0+.
        pub server_assignor: Option<Text>,
        /// `ClassicMemberMetadata`, ClassicMemberMetadata, versions 0+, nullable 0+, tag 0.
        pub classic_member_metadata: Option<ClassicMemberMetadata>,
    }

    impl Default for ConsumerGroupMemberMetadataValue {
        fn default() -> Self {
            Self {
                instance_id: Some(Default::default()),
                rack_id: Some(Default::default()),
                client_id: Default::default(),
                client_host: Default::default(),
                subscribed_topic_names: Default::default(),
                subscribed_topic_regex: Some(Default::default()),
                rebalance_timeout_ms: -1,
                server_assignor: Some(Default::default()),
                classic_member_metadata: Some(Default::default()),
            }
        }
    }

    impl Struct for ConsumerGroupMemberMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.instance_id =
                reader.nullable_text("ConsumerGroupMemberMetadataValue.InstanceId", true)?;
            value.rack_id =
                reader.nullable_text("ConsumerGroupMemberMetadataValue.RackId", true)?;
            value.client_id = reader.text("ConsumerGroupMemberMetadataValue.ClientId", true)?;
            value.client_host = reader.text("ConsumerGroupMemberMetadataValue.ClientHost", true)?;
            value.subscribed_topic_names = reader.values(
                "ConsumerGroupMemberMetadataValue.SubscribedTopicNames",
                true,
            )?;
            value.subscribed_topic_regex = reader.nullable_text(
                "ConsumerGroupMemberMetadataValue.SubscribedTopicRegex",
                true,
            )?;
            value.rebalance_timeout_ms =
                reader.i32("ConsumerGroupMemberMetadataValue.RebalanceTimeoutMs")?;
            value.server_assignor =
                reader.nullable_text("ConsumerGroupMemberMetadataValue.ServerAssignor", true)?;
            let mut tags = reader.tags("ConsumerGroupMemberMetadataValue")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 => {
                        value.classic_member_metadata = reader
                            .nullable_tagged_struct::<ClassicMemberMetadata>(
                                "ConsumerGroupMemberMetadataValue.ClassicMemberMetadata",
                                version,
                            )?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "ConsumerGroupMemberMetadataValue.InstanceId",
                true,
                self.instance_id.as_ref(),
            )?;
            writer.nullable_text(
                "ConsumerGroupMemberMetadataValue.RackId",
                true,
                self.rack_id.as_ref(),
            )?;
            writer.text(
                "ConsumerGroupMemberMetadataValue.ClientId",
                true,
                &self.client_id,
            )?;
            writer.text(
                "ConsumerGroupMemberMetadataValue.ClientHost",
                true,
                &self.client_host,
            )?;
            writer.values(
                "ConsumerGroupMemberMetadataValue.SubscribedTopicNames",
                true,
                &self.subscribed_topic_names,
            )?;
            writer.nullable_text(
                "ConsumerGroupMemberMetadataValue.SubscribedTopicRegex",
                true,
                self.subscribed_topic_regex.as_ref(),
            )?;
            writer.i32(self.rebalance_timeout_ms);
            writer.nullable_text(
                "ConsumerGroupMemberMetadataValue.ServerAssignor",
                true,
                self.server_assignor.as_ref(),
            )?;
            let count = writer.begin_tags();
            if self.classic_member_metadata != Some(ClassicMemberMetadata::default()) {
                let start = writer.begin_tag(&count, 0);
                writer.nullable_tagged_struct(self.classic_member_metadata.as_ref(), version)?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    /// The struct `ClassicMemberMetadata`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ClassicMemberMetadata {
        /// `SessionTimeoutMs`, int32, versions 0+.
        pub session_timeout_ms: i32,
        /// `SupportedProtocols`, array of ClassicProtocol, versions 0+.
        pub supported_protocols: Vec<ClassicProtocol>,
    }

    impl Struct for ClassicMemberMetadata {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.session_timeout_ms = reader.i32("ClassicMemberMetadata.SessionTimeoutMs")?;
            value.supported_protocols =
                reader.structs("ClassicMemberMetadata.SupportedProtocols", true, 3, version)?;
            reader.skip_tags("ClassicMemberMetadata")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.session_timeout_ms);
            writer.structs(
                "ClassicMemberMetadata.SupportedProtocols",
                true,
                &self.supported_protocols,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ClassicProtocol`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ClassicProtocol {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Metadata`, bytes, versions 0+.
        pub metadata: Bytes,
    }

    impl Struct for ClassicProtocol {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("ClassicProtocol.Name", true)?;
            value.metadata = reader.bytes("ClassicProtocol.Metadata", true)?;
            reader.skip_tags("ClassicProtocol")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ClassicProtocol.Name", true, &self.name)?;
            writer.bytes("ClassicProtocol.Metadata", true, &self.metadata)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupMemberMetadataValue {
        const NAME: &'static str = "ConsumerGroupMemberMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupMemberMetadataValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupMemberMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
