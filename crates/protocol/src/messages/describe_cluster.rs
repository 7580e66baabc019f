//! The DescribeCluster API, key 60.

pub use request::DescribeClusterRequest;
pub use response::{DescribeClusterBroker, DescribeClusterResponse};

/// `DescribeClusterRequest` and what it holds.
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

    /// The message `DescribeClusterRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeClusterRequest {
        /// `IncludeClusterAuthorizedOperations`, bool, versions 0+.
        pub include_cluster_authorized_operations: bool,
        /// `EndpointType`, int8, versions 1+, default 1.
        pub endpoint_type: i8,
        /// `IncludeFencedBrokers`, bool, versions 2+.
        pub include_fenced_brokers: bool,
    }

    impl Default for DescribeClusterRequest {
        fn default() -> Self {
            Self {
                include_cluster_authorized_operations: false,
                endpoint_type: 1,
                include_fenced_brokers: false,
            }
        }
    }

    impl Struct for DescribeClusterRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.include_cluster_authorized_operations =
                reader.bool("DescribeClusterRequest.IncludeClusterAuthorizedOperations")?;
            if version >= 1 {
                value.endpoint_type = reader.i8("DescribeClusterRequest.EndpointType")?;
            }
            if version >= 2 {
                value.include_fenced_brokers =
                    reader.bool("DescribeClusterRequest.IncludeFencedBrokers")?;
            }
            reader.skip_tags("DescribeClusterRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.bool(self.include_cluster_authorized_operations);
            if version >= 1 {
                writer.i8(self.endpoint_type);
            } else if self.endpoint_type != 1 {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeClusterRequest.EndpointType",
                    version,
                });
            }
            if version >= 2 {
                writer.bool(self.include_fenced_brokers);
            } else if self.include_fenced_brokers {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeClusterRequest.IncludeFencedBrokers",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeClusterRequest {
        const NAME: &'static str = "DescribeClusterRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DescribeClusterRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeClusterRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeClusterResponse` and what it holds.
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

    /// The message `DescribeClusterResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeClusterResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+, default null.
        pub error_message: Option<Text>,
        /// `EndpointType`, int8, versions 1+, default 1.
        pub endpoint_type: i8,
        /// `ClusterId`, string, versions 0+.
        pub cluster_id: Text,
        /// `ControllerId`, int32, versions 0+, default -1.
        pub controller_id: i32,
        /// `Brokers`, array of DescribeClusterBroker, versions 0+.
        pub brokers: Vec<DescribeClusterBroker>,
        /// `ClusterAuthorizedOperations`, int32, versions 0+, default -2147483648.
        pub cluster_authorized_operations: i32,
    }

    impl Default for DescribeClusterResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: None,
                endpoint_type: 1,
                cluster_id: Default::default(),
                controller_id: -1,
                brokers: Default::default(),
                cluster_authorized_operations: i32::MIN,
            }
        }
    }

    impl Struct for DescribeClusterResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("DescribeClusterResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("DescribeClusterResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DescribeClusterResponse.ErrorMessage", true)?;
            if version >= 1 {
                value.endpoint_type = reader.i8("DescribeClusterResponse.EndpointType")?;
            }
            value.cluster_id = reader.text("DescribeClusterResponse.ClusterId", true)?;
            value.controller_id = reader.i32("DescribeClusterResponse.ControllerId")?;
            value.brokers = reader.structs("DescribeClusterResponse.Brokers", true, 11, version)?;
            value.cluster_authorized_operations =
                reader.i32("DescribeClusterResponse.ClusterAuthorizedOperations")?;
            reader.skip_tags("DescribeClusterResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeClusterResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            if version >= 1 {
                writer.i8(self.endpoint_type);
            } else if self.endpoint_type != 1 {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeClusterResponse.EndpointType",
                    version,
                });
            }
            writer.text("DescribeClusterResponse.ClusterId", true, &self.cluster_id)?;
            writer.i32(self.controller_id);
            writer.structs(
                "DescribeClusterResponse.Brokers",
                true,
                &self.brokers,
                version,
            )?;
            writer.i32(self.cluster_authorized_operations);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeClusterBroker`, versions 0-2.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeClusterBroker {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
        /// `Host`, string, versions 0+.
        pub host: Text,
        /// `Port`, int32, versions 0+.
        pub port: i32,
        /// `Rack`, string, versions 0+, nullable 0+, default null.
        pub rack: Option<Text>,
        /// `IsFenced`, bool, versions 2+.
        pub is_fenced: bool,
    }

    impl Struct for DescribeClusterBroker {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("DescribeClusterBroker.BrokerId")?;
            value.host = reader.text("DescribeClusterBroker.Host", true)?;
            value.port = reader.i32("DescribeClusterBroker.Port")?;
            value.rack = reader.nullable_text("DescribeClusterBroker.Rack", true)?;
            if version >= 2 {
                value.is_fenced = reader.bool("DescribeClusterBroker.IsFenced")?;
            }
            reader.skip_tags("DescribeClusterBroker")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.text("DescribeClusterBroker.Host", true, &self.host)?;
            writer.i32(self.port);
            writer.nullable_text("DescribeClusterBroker.Rack", true, self.rack.as_ref())?;
            if version >= 2 {
                writer.bool(self.is_fenced);
            } else if self.is_fenced {
                return Err(EncodeError::NotInVersion {
                    field: "DescribeClusterBroker.IsFenced",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeClusterResponse {
        const NAME: &'static str = "DescribeClusterResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("DescribeClusterResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeClusterResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeClusterRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeCluster;
    type Response = DescribeClusterResponse;
}
