//! The BrokerHeartbeat API, key 63.

pub use request::BrokerHeartbeatRequest;
pub use response::BrokerHeartbeatResponse;

/// `BrokerHeartbeatRequest` and what it holds.
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

    /// The message `BrokerHeartbeatRequest`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BrokerHeartbeatRequest {
        /// `BrokerId`, int32, versions 0+.
        pub broker_id: i32,
        /// `BrokerEpoch`, int64, versions 0+, default -1.
        pub broker_epoch: i64,
        /// `CurrentMetadataOffset`, int64, versions 0+.
        pub current_metadata_offset: i64,
        /// `WantFence`, bool, versions 0+.
        pub want_fence: bool,
        /// `WantShutDown`, bool, versions 0+.
        pub want_shut_down: bool,
        /// `OfflineLogDirs`, array of uuid, versions 1+, tag 0.
        pub offline_log_dirs: Vec<Uuid>,
        /// `CordonedLogDirs`, array of uuid, versions 2+, nullable 2+, tag 1, default null.
        pub cordoned_log_dirs: Option<Vec<Uuid>>,
    }

    impl Default for BrokerHeartbeatRequest {
        fn default() -> Self {
            Self {
                broker_id: 0,
                broker_epoch: -1,
                current_metadata_offset: 0,
                want_fence: false,
                want_shut_down: false,
                offline_log_dirs: Default::default(),
                cordoned_log_dirs: None,
            }
        }
    }

    impl Struct for BrokerHeartbeatRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.broker_id = reader.i32("BrokerHeartbeatRequest.BrokerId")?;
            value.broker_epoch = reader.i64("BrokerHeartbeatRequest.BrokerEpoch")?;
            value.current_metadata_offset =
                reader.i64("BrokerHeartbeatRequest.CurrentMetadataOffset")?;
            value.want_fence = reader.bool("BrokerHeartbeatRequest.WantFence")?;
            value.want_shut_down = reader.bool("BrokerHeartbeatRequest.WantShutDown")?;
            let mut tags = reader.tags("BrokerHeartbeatRequest")?;
            while let Some(tag) = tags.next(reader)? {
                match tag {
                    0 if version >= 1 => {
                        value.offline_log_dirs =
                            reader.values("BrokerHeartbeatRequest.OfflineLogDirs", true)?
                    }
                    1 if version >= 2 => {
                        value.cordoned_log_dirs = reader
                            .nullable_values("BrokerHeartbeatRequest.CordonedLogDirs", true)?
                    }
                    _ => tags.skip(reader)?,
                }
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.broker_id);
            writer.i64(self.broker_epoch);
            writer.i64(self.current_metadata_offset);
            writer.bool(self.want_fence);
            writer.bool(self.want_shut_down);
            if !(version >= 1) && !self.offline_log_dirs.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "BrokerHeartbeatRequest.OfflineLogDirs",
                    version,
                });
            }
            if !(version >= 2) && self.cordoned_log_dirs.is_some() {
                return Err(EncodeError::NotInVersion {
                    field: "BrokerHeartbeatRequest.CordonedLogDirs",
                    version,
                });
            }
            let count = writer.begin_tags();
            if version >= 1 && !self.offline_log_dirs.is_empty() {
                let start = writer.begin_tag(&count, 0);
                writer.values(
                    "BrokerHeartbeatRequest.OfflineLogDirs",
                    true,
                    &self.offline_log_dirs,
                )?;
                writer.end_tag(start);
            }
            if version >= 2 && self.cordoned_log_dirs.is_some() {
                let start = writer.begin_tag(&count, 1);
                writer.nullable_values(
                    "BrokerHeartbeatRequest.CordonedLogDirs",
                    true,
                    self.cordoned_log_dirs.as_ref(),
                )?;
                writer.end_tag(start);
            }

            Ok(())
        }
    }

    impl Message for BrokerHeartbeatRequest {
        const NAME: &'static str = "BrokerHeartbeatRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("BrokerHeartbeatRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "BrokerHeartbeatRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `BrokerHeartbeatResponse` and what it holds.
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

    /// The message `BrokerHeartbeatResponse`, versions 0-2.
    #[derive(Clone, Debug, PartialEq)]
    pub struct BrokerHeartbeatResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `IsCaughtUp`, bool, versions 0+, default false.
        pub is_caught_up: bool,
        /// `IsFenced`, bool, versions 0+, default true.
        pub is_fenced: bool,
        /// `ShouldShutDown`, bool, versions 0+.
        pub should_shut_down: bool,
    }

    impl Default for BrokerHeartbeatResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                is_caught_up: false,
                is_fenced: true,
                should_shut_down: false,
            }
        }
    }

    impl Struct for BrokerHeartbeatResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms = reader.i32("BrokerHeartbeatResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("BrokerHeartbeatResponse.ErrorCode")?;
            value.is_caught_up = reader.bool("BrokerHeartbeatResponse.IsCaughtUp")?;
            value.is_fenced = reader.bool("BrokerHeartbeatResponse.IsFenced")?;
            value.should_shut_down = reader.bool("BrokerHeartbeatResponse.ShouldShutDown")?;
            reader.skip_tags("BrokerHeartbeatResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.bool(self.is_caught_up);
            writer.bool(self.is_fenced);
            writer.bool(self.should_shut_down);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for BrokerHeartbeatResponse {
        const NAME: &'static str = "BrokerHeartbeatResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 2;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=2).contains(&version) {
                return Err(reader.error("BrokerHeartbeatResponse", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=2).contains(&version) {
                return Err(EncodeError::Version {
                    message: "BrokerHeartbeatResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for BrokerHeartbeatRequest {
    const KEY: crate::ApiKey = crate::ApiKey::BrokerHeartbeat;
    type Response = BrokerHeartbeatResponse;
}
