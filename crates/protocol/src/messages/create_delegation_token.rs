//! The CreateDelegationToken API, key 38.

pub use request::{CreatableRenewers, CreateDelegationTokenRequest};
pub use response::CreateDelegationTokenResponse;

/// `CreateDelegationTokenRequest` and what it holds.
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

    /// The message `CreateDelegationTokenRequest`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CreateDelegationTokenRequest {
        /// `OwnerPrincipalType`, string, versions 3+, nullable 3+.
        pub owner_principal_type: Option<Text>,
        /// `OwnerPrincipalName`, string, versions 3+, nullable 3+.
        pub owner_principal_name: Option<Text>,
        /// `Renewers`, array of CreatableRenewers, versions 0+.
        pub renewers: Vec<CreatableRenewers>,
        /// `MaxLifetimeMs`, int64, versions 0+.
        pub max_lifetime_ms: i64,
    }

    impl Default for CreateDelegationTokenRequest {
        fn default() -> Self {
            Self {
                owner_principal_type: Some(Default::default()),
                owner_principal_name: Some(Default::default()),
                renewers: Default::default(),
                max_lifetime_ms: 0,
            }
        }
    }

    impl Struct for CreateDelegationTokenRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            if version >= 3 {
                value.owner_principal_type = reader
                    .nullable_text("CreateDelegationTokenRequest.OwnerPrincipalType", flexible)?;
            }
            if version >= 3 {
                value.owner_principal_name = reader
                    .nullable_text("CreateDelegationTokenRequest.OwnerPrincipalName", flexible)?;
            }
            value.renewers = reader.structs(
                "CreateDelegationTokenRequest.Renewers",
                flexible,
                3,
                version,
            )?;
            value.max_lifetime_ms = reader.i64("CreateDelegationTokenRequest.MaxLifetimeMs")?;
            if flexible {
                reader.skip_tags("CreateDelegationTokenRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            if version >= 3 {
                writer.nullable_text(
                    "CreateDelegationTokenRequest.OwnerPrincipalType",
                    flexible,
                    self.owner_principal_type.as_ref(),
                )?;
            } else if self.owner_principal_type.as_deref() != Some("") {
                return Err(EncodeError::NotInVersion {
                    field: "CreateDelegationTokenRequest.OwnerPrincipalType",
                    version,
                });
            }
            if version >= 3 {
                writer.nullable_text(
                    "CreateDelegationTokenRequest.OwnerPrincipalName",
                    flexible,
                    self.owner_principal_name.as_ref(),
                )?;
            } else if self.owner_principal_name.as_deref() != Some("") {
                return Err(EncodeError::NotInVersion {
                    field: "CreateDelegationTokenRequest.OwnerPrincipalName",
                    version,
                });
            }
            writer.structs(
                "CreateDelegationTokenRequest.Renewers",
                flexible,
                &self.renewers,
                version,
            )?;
            writer.i64(self.max_lifetime_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `CreatableRenewers`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreatableRenewers {
        /// `PrincipalType`, string, versions 0+.
        pub principal_type: Text,
        /// `PrincipalName`, string, versions 0+.
        pub principal_name: Text,
    }

    impl Struct for CreatableRenewers {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.principal_type = reader.text("CreatableRenewers.PrincipalType", flexible)?;
            value.principal_name = reader.text("CreatableRenewers.PrincipalName", flexible)?;
            if flexible {
                reader.skip_tags("CreatableRenewers")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text(
                "CreatableRenewers.PrincipalType",
                flexible,
                &self.principal_type,
            )?;
            writer.text(
                "CreatableRenewers.PrincipalName",
                flexible,
                &self.principal_name,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreateDelegationTokenRequest {
        const NAME: &'static str = "CreateDelegationTokenRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(reader.error("CreateDelegationTokenRequest", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreateDelegationTokenRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `CreateDelegationTokenResponse` and what it holds.
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

    /// The message `CreateDelegationTokenResponse`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CreateDelegationTokenResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `PrincipalType`, string, versions 0+.
        pub principal_type: Text,
        /// `PrincipalName`, string, versions 0+.
        pub principal_name: Text,
        /// `TokenRequesterPrincipalType`, string, versions 3+.
        pub token_requester_principal_type: Text,
        /// `TokenRequesterPrincipalName`, string, versions 3+.
        pub token_requester_principal_name: Text,
        /// `IssueTimestampMs`, int64, versions 0+.
        pub issue_timestamp_ms: i64,
        /// `ExpiryTimestampMs`, int64, versions 0+.
        pub expiry_timestamp_ms: i64,
        /// `MaxTimestampMs`, int64, versions 0+.
        pub max_timestamp_ms: i64,
        /// `TokenId`, string, versions 0+.
        pub token_id: Text,
        /// `Hmac`, bytes, versions 0+.
        pub hmac: Bytes,
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
    }

    impl Struct for CreateDelegationTokenResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("CreateDelegationTokenResponse.ErrorCode")?;
            value.principal_type =
                reader.text("CreateDelegationTokenResponse.PrincipalType", flexible)?;
            value.principal_name =
                reader.text("CreateDelegationTokenResponse.PrincipalName", flexible)?;
            if version >= 3 {
                value.token_requester_principal_type = reader.text(
                    "CreateDelegationTokenResponse.TokenRequesterPrincipalType",
                    flexible,
                )?;
            }
            if version >= 3 {
                value.token_requester_principal_name = reader.text(
                    "CreateDelegationTokenResponse.TokenRequesterPrincipalName",
                    flexible,
                )?;
            }
            value.issue_timestamp_ms =
                reader.i64("CreateDelegationTokenResponse.IssueTimestampMs")?;
            value.expiry_timestamp_ms =
                reader.i64("CreateDelegationTokenResponse.ExpiryTimestampMs")?;
            value.max_timestamp_ms = reader.i64("CreateDelegationTokenResponse.MaxTimestampMs")?;
            value.token_id = reader.text("CreateDelegationTokenResponse.TokenId", flexible)?;
            value.hmac = reader.bytes("CreateDelegationTokenResponse.Hmac", flexible)?;
            value.throttle_time_ms = reader.i32("CreateDelegationTokenResponse.ThrottleTimeMs")?;
            if flexible {
                reader.skip_tags("CreateDelegationTokenResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.text(
                "CreateDelegationTokenResponse.PrincipalType",
                flexible,
                &self.principal_type,
            )?;
            writer.text(
                "CreateDelegationTokenResponse.PrincipalName",
                flexible,
                &self.principal_name,
            )?;
            if version >= 3 {
                writer.text(
                    "CreateDelegationTokenResponse.TokenRequesterPrincipalType",
                    flexible,
                    &self.token_requester_principal_type,
                )?;
            } else if !self.token_requester_principal_type.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "CreateDelegationTokenResponse.TokenRequesterPrincipalType",
                    version,
                });
            }
            if version >= 3 {
                writer.text(
                    "CreateDelegationTokenResponse.TokenRequesterPrincipalName",
                    flexible,
                    &self.token_requester_principal_name,
                )?;
            } else if !self.token_requester_principal_name.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "CreateDelegationTokenResponse.TokenRequesterPrincipalName",
                    version,
                });
            }
            writer.i64(self.issue_timestamp_ms);
            writer.i64(self.expiry_timestamp_ms);
            writer.i64(self.max_timestamp_ms);
            writer.text(
                "CreateDelegationTokenResponse.TokenId",
                flexible,
                &self.token_id,
            )?;
            writer.bytes("CreateDelegationTokenResponse.Hmac", flexible, &self.hmac)?;
            writer.i32(self.throttle_time_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for CreateDelegationTokenResponse {
        const NAME: &'static str = "CreateDelegationTokenResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(
                    reader.error("CreateDelegationTokenResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "CreateDelegationTokenResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for CreateDelegationTokenRequest {
    const KEY: crate::ApiKey = crate::ApiKey::CreateDelegationToken;
    type Response = CreateDelegationTokenResponse;
}
