//! Record type 16 of __consumer_offsets.

pub use key::ConsumerGroupRegularExpressionKey;
pub use value::ConsumerGroupRegularExpressionValue;

/// `ConsumerGroupRegularExpressionKey` and what it holds.
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

    /// The message `ConsumerGroupRegularExpressionKey`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupRegularExpressionKey {
        /// `GroupId`, string, versions 0.
        pub group_id: Text,
        /// `RegularExpression`, string, versions 0.
        pub regular_expression: Text,
    }

    impl Struct for ConsumerGroupRegularExpressionKey {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.group_id = reader.text("ConsumerGroupRegularExpressionKey.GroupId", false)?;
            value.regular_expression =
                reader.text("ConsumerGroupRegularExpressionKey.RegularExpression", false)?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text(
                "ConsumerGroupRegularExpressionKey.GroupId",
                false,
                &self.group_id,
            )?;
            writer.text(
                "ConsumerGroupRegularExpressionKey.RegularExpression",
                false,
                &self.regular_expression,
            )?;
            Ok(())
        }
    }

    impl Message for ConsumerGroupRegularExpressionKey {
        const NAME: &'static str = "ConsumerGroupRegularExpressionKey";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupRegularExpressionKey",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupRegularExpressionKey",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ConsumerGroupRegularExpressionValue` and what it holds.
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

    /// The message `ConsumerGroupRegularExpressionValue`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ConsumerGroupRegularExpressionValue {
        /// `Topics`, array of string, versions 0+.
        pub topics: Vec<Text>,
        /// `Version`, int64, versions 0+.
        pub version: i64,
        /// `Timestamp`, int64, versions 0+.
        pub timestamp: i64,
    }

    impl Struct for ConsumerGroupRegularExpressionValue {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.topics = reader.values("ConsumerGroupRegularExpressionValue.Topics", true)?;
            value.version = reader.i64("ConsumerGroupRegularExpressionValue.Version")?;
            value.timestamp = reader.i64("ConsumerGroupRegularExpressionValue.Timestamp")?;
            reader.skip_tags("ConsumerGroupRegularExpressionValue")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.values(
                "ConsumerGroupRegularExpressionValue.Topics",
                true,
                &self.topics,
            )?;
            writer.i64(self.version);
            writer.i64(self.timestamp);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ConsumerGroupRegularExpressionValue {
        const NAME: &'static str = "ConsumerGroupRegularExpressionValue";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "ConsumerGroupRegularExpressionValue",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ConsumerGroupRegularExpressionValue",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
