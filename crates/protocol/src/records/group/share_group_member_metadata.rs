//! Record type 10 of __consumer_offsets.

pub use key::ShareGroupMemberMetadataKey;
pub use value::ShareGroupMemberMetadataValue;

/// `ShareGroupMemberMetadataKey` and what it holds.
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

    /// The message `ShareGroupMemberMetadataKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ShareGroupMemberMetadataKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `MemberId`, string, versions 0.
        pub member_id: Text,
    }

    impl Struct for ShareGroupMemberMetadataKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ShareGroupMemberMetadataKey.GroupId", false)?;
            value.member_id = reader.text("ShareGroupMemberMetadataKey.MemberId", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ShareGroupMemberMetadataKey.GroupId", false, &self.group_id)?;
            writer.text(
                "ShareGroupMemberMetadataKey.MemberId",
                false,
                &self.member_id,
            )?;
            Ok(())
        }
    }

    impl Message for ShareGroupMemberMetadataKey {
        const NAME: &'static str = "ShareGroupMemberMetadataKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("ShareGroupMemberMetadataKey", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupMemberMetadataKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ShareGroupMemberMetadataValue` and what it holds.
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

    /// The message `ShareGroupMemberMetadataValue`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ShareGroupMemberMetadataValue {
        /// `RackId`, string, versions 0+, nullable 0+.
        pub rack_id: Option<Text>,
        /// `ClientId`, string, versions 0+.
        pub client_id: Text,
        /// `ClientHost`, string, versions 0+.
        pub client_host: Text,
        /// `SubscribedTopicNames`, array of string, versions 0+.
        pub subscribed_topic_names: Vec<Text>,
    }

    impl Default for ShareGroupMemberMetadataValue {
        fn default() -> Self {
            Self {
                rack_id: Some(Default::default()),
                client_id: Default::default(),
                client_host: Default::default(),
                subscribed_topic_names: Default::default(),
            }
        }
    }

    impl Struct for ShareGroupMemberMetadataValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.rack_id = reader.nullable_text("ShareGroupMemberMetadataValue.RackId", true)?;
            value.client_id = reader.text("ShareGroupMemberMetadataValue.ClientId", true)?;
            value.client_host = reader.text("ShareGroupMemberMetadataValue.ClientHost", true)?;
            value.subscribed_topic_names =
                reader.values("ShareGroupMemberMetadataValue.SubscribedTopicNames", true)?;
            reader.skip_tags("ShareGroupMemberMetadataValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_text(
                "ShareGroupMemberMetadataValue.RackId",
                true,
                self.rack_id.as_ref(),
            )?;
            writer.text(
                "ShareGroupMemberMetadataValue.ClientId",
                true,
                &self.client_id,
            )?;
            writer.text(
                "ShareGroupMemberMetadataValue.ClientHost",
                true,
                &self.client_host,
            )?;
            writer.values(
                "ShareGroupMemberMetadataValue.SubscribedTopicNames",
                true,
                &self.subscribed_topic_names,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ShareGroupMemberMetadataValue {
        const NAME: &'static str = "ShareGroupMemberMetadataValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(
                    reader.error("ShareGroupMemberMetadataValue", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ShareGroupMemberMetadataValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
