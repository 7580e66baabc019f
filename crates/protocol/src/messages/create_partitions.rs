//! The CreatePartitions API, key 37.

pub use request::{CreatePartitionsAssignment, CreatePartitionsRequest, CreatePartitionsTopic};
pub use response::{CreatePartitionsResponse, CreatePartitionsTopicResult};

/// `CreatePartitionsRequest` and what it holds.
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

    /// The message `CreatePartitionsRequest`, versions 0-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatePartitionsRequest {
        /// `Topics`, array of CreatePartitionsTopic, versions 0+.
        pub topics: Vec<CreatePartitionsTopic>,
        /// `TimeoutMs`, int32, versions 0+.
        pub timeout_ms: i32,
        /// `ValidateOnly`, bool, versions 0+.
        pub validate_only: bool,
    }

    impl Struct for CreatePartitionsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.topics =
                reader.structs("CreatePartitionsRequest.Topics", flexible, 7, version)?;
            value.timeout_ms = reader.i32("CreatePartitionsRequest.TimeoutMs")?;
            value.validate_only = reader.bool("CreatePartitionsRequest.ValidateOnly")?;
            if flexible {
                reader.skip_tags("CreatePartitionsRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.structs(
                "CreatePartitionsRequest.Topics",
                flexible,
                &self.topics,
                version,
            )?;
            writer.i32(self.timeout_ms);
            writer.bool(self.validate_only);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatePartitionsTopic`, versions 0-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreatePartitionsTopic {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Count`, int32, versions 0+.
        pub count: i32,
        /// `Assignments`, array of CreatePartitionsAssignment, versions 0+, nullable 0+.
        pub assignments: Option<Vec<CreatePartitionsAssignment>>,
    }

    impl Default for CreatePartitionsTopic {
        fn default() -> Self {
            Self {
                name: Default::default(),
                count: 0,
                assignments: Some(Default::default()),
            }
        }
    }

    impl Struct for CreatePartitionsTopic {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.name = reader.text("CreatePartitionsTopic.Name", flexible)?;
            value.count = reader.i32("CreatePartitionsTopic.Count")?;
            value.assignments = reader.nullable_structs(
                "CreatePartitionsTopic.Assignments",
                flexible,
                2,
                version,
            )?;
            if flexible {
                reader.skip_tags("CreatePartitionsTopic")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("CreatePartitionsTopic.Name", flexible, &self.name)?;
            writer.i32(self.count);
            writer.nullable_structs(
                "CreatePartitionsTopic.Assignments",
                flexible,
                self.assignments.as_ref(),
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatePartitionsAssignment`, versions 0-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatePartitionsAssignment {
        /// `BrokerIds`, array of int32, versions 0+.
        pub broker_ids: Vec<i32>,
    }

    impl Struct for CreatePartitionsAssignment {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.broker_ids = reader.values("CreatePartitionsAssignment.BrokerIds", flexible)?;
            if flexible {
                reader.skip_tags("CreatePartitionsAssignment")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.values(
                "CreatePartitionsAssignment.BrokerIds",
                flexible,
                &self.broker_ids,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreatePartitionsRequest {
        const NAME: &'static str = "CreatePartitionsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=3).contains(&version) {
                return Err(reader.error("CreatePartitionsRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreatePartitionsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `CreatePartitionsResponse` and what it holds.
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

    /// The message `CreatePartitionsResponse`, versions 0-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatePartitionsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Results`, array of CreatePartitionsTopicResult, versions 0+.
        pub results: Vec<CreatePartitionsTopicResult>,
    }

    impl Struct for CreatePartitionsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("CreatePartitionsResponse.ThrottleTimeMs")?;
            value.results =
                reader.structs("CreatePartitionsResponse.Results", flexible, 5, version)?;
            if flexible {
                reader.skip_tags("CreatePartitionsResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "CreatePartitionsResponse.Results",
                flexible,
                &self.results,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatePartitionsTopicResult`, versions 0-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatePartitionsTopicResult {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
    }

    impl Struct for CreatePartitionsTopicResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.name = reader.text("CreatePartitionsTopicResult.Name", flexible)?;
            value.error_code = reader.i16("CreatePartitionsTopicResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("CreatePartitionsTopicResult.ErrorMessage", flexible)?;
            if flexible {
                reader.skip_tags("CreatePartitionsTopicResult")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text("CreatePartitionsTopicResult.Name", flexible, &self.name)?;
            writer.i16(self.error_code);
            writer.nullable_text(
                "CreatePartitionsTopicResult.ErrorMessage",
                flexible,
                self.error_message.as_ref(),
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreatePartitionsResponse {
        const NAME: &'static str = "CreatePartitionsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=3).contains(&version) {
                return Err(reader.error("CreatePartitionsResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreatePartitionsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for CreatePartitionsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::CreatePartitions;
    type Response = CreatePartitionsResponse;
}
