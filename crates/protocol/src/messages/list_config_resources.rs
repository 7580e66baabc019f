//! The ListConfigResources API, key 74.

pub use request::ListConfigResourcesRequest;
pub use response::{ConfigResource, ListConfigResourcesResponse};

/// `ListConfigResourcesRequest` and what it holds.
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

    /// The message `ListConfigResourcesRequest`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListConfigResourcesRequest {
        /// `ResourceTypes`, array of int8, versions 1+.
        pub resource_types: Vec<i8>,
    }

    impl Struct for ListConfigResourcesRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            if version >= 1 {
                value.resource_types =
                    reader.values("ListConfigResourcesRequest.ResourceTypes", true)?;
            }
            reader.skip_tags("ListConfigResourcesRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if version >= 1 {
                writer.values(
                    "ListConfigResourcesRequest.ResourceTypes",
                    true,
                    &self.resource_types,
                )?;
            } else if !self.resource_types.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "ListConfigResourcesRequest.ResourceTypes",
                    version,
                });
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ListConfigResourcesRequest {
        const NAME: &'static str = "ListConfigResourcesRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("ListConfigResourcesRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListConfigResourcesRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `ListConfigResourcesResponse` and what it holds.
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

    /// The message `ListConfigResourcesResponse`, versions 0-1.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ListConfigResourcesResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ConfigResources`, array of ConfigResource, versions 0+.
        pub config_resources: Vec<ConfigResource>,
    }

    impl Struct for ListConfigResourcesResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("ListConfigResourcesResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("ListConfigResourcesResponse.ErrorCode")?;
            value.config_resources = reader.structs(
                "ListConfigResourcesResponse.ConfigResources",
                true,
                2,
                version,
            )?;
            reader.skip_tags("ListConfigResourcesResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.structs(
                "ListConfigResourcesResponse.ConfigResources",
                true,
                &self.config_resources,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ConfigResource`, versions 0-1.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ConfigResource {
        /// `ResourceName`, string, versions 0+.
        pub resource_name: Text,
        /// `ResourceType`, int8, versions 1+, default 16, ignorable.
        pub resource_type: i8,
    }

    impl Default for ConfigResource {
        fn default() -> Self {
            Self {
                resource_name: Default::default(),
                resource_type: 16,
            }
        }
    }

    impl Struct for ConfigResource {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.resource_name = reader.text("ConfigResource.ResourceName", true)?;
            if version >= 1 {
                value.resource_type = reader.i8("ConfigResource.ResourceType")?;
            }
            reader.skip_tags("ConfigResource")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ConfigResource.ResourceName", true, &self.resource_name)?;
            if version >= 1 {
                writer.i8(self.resource_type);
            }
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for ListConfigResourcesResponse {
        const NAME: &'static str = "ListConfigResourcesResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 1;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=1).contains(&version) {
                return Err(reader.error("ListConfigResourcesResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=1).contains(&version) {
                return Err(EncodeError::Version {
                    message: "ListConfigResourcesResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for ListConfigResourcesRequest {
    const KEY: crate::ApiKey = crate::ApiKey::ListConfigResources;
    type Response = ListConfigResourcesResponse;
}
