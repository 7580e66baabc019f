//! The DescribeDelegationToken API, key 41.

pub use request::{DescribeDelegationTokenOwner, DescribeDelegationTokenRequest};
pub use response::{
    DescribeDelegationTokenResponse, DescribedDelegationToken, DescribedDelegationTokenRenewer,
};

/// `DescribeDelegationTokenRequest` and what it holds.
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

    /// The message `DescribeDelegationTokenRequest`, versions 1-3.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeDelegationTokenRequest {
        /// `Owners`, array of DescribeDelegationTokenOwner, versions 0+, nullable 0+.
        pub owners: Option<Vec<DescribeDelegationTokenOwner>>,
    }

    impl Default for DescribeDelegationTokenRequest {
        fn default() -> Self {
            Self {
                owners: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeDelegationTokenRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.owners = reader.nullable_structs(
                "DescribeDelegationTokenRequest.Owners",
                flexible,
                3,
                version,
            )?;
            if flexible {
                reader.skip_tags("DescribeDelegationTokenRequest")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.nullable_structs(
                "DescribeDelegationTokenRequest.Owners",
                flexible,
                self.owners.as_ref(),
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribeDelegationTokenOwner`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeDelegationTokenOwner {
        /// `PrincipalType`, string, versions 0+.
        pub principal_type: Text,
        /// `PrincipalName`, string, versions 0+.
        pub principal_name: Text,
    }

    impl Struct for DescribeDelegationTokenOwner {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.principal_type =
                reader.text("DescribeDelegationTokenOwner.PrincipalType", flexible)?;
            value.principal_name =
                reader.text("DescribeDelegationTokenOwner.PrincipalName", flexible)?;
            if flexible {
                reader.skip_tags("DescribeDelegationTokenOwner")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text(
                "DescribeDelegationTokenOwner.PrincipalType",
                flexible,
                &self.principal_type,
            )?;
            writer.text(
                "DescribeDelegationTokenOwner.PrincipalName",
                flexible,
                &self.principal_name,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeDelegationTokenRequest {
        const NAME: &'static str = "DescribeDelegationTokenRequest";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(
                    reader.error("DescribeDelegationTokenRequest", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeDelegationTokenRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeDelegationTokenResponse` and what it holds.
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

    /// The message `DescribeDelegationTokenResponse`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribeDelegationTokenResponse {
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `Tokens`, array of DescribedDelegationToken, versions 0+.
        pub tokens: Vec<DescribedDelegationToken>,
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
    }

    impl Struct for DescribeDelegationTokenResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.error_code = reader.i16("DescribeDelegationTokenResponse.ErrorCode")?;
            value.tokens = reader.structs(
                "DescribeDelegationTokenResponse.Tokens",
                flexible,
                30,
                version,
            )?;
            value.throttle_time_ms =
                reader.i32("DescribeDelegationTokenResponse.ThrottleTimeMs")?;
            if flexible {
                reader.skip_tags("DescribeDelegationTokenResponse")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.i16(self.error_code);
            writer.structs(
                "DescribeDelegationTokenResponse.Tokens",
                flexible,
                &self.tokens,
                version,
            )?;
            writer.i32(self.throttle_time_ms);
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribedDelegationToken`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribedDelegationToken {
        /// `PrincipalType`, string, versions 0+.
        pub principal_type: Text,
        /// `PrincipalName`, string, versions 0+.
        pub principal_name: Text,
        /// `TokenRequesterPrincipalType`, string, versions 3+.
        pub token_requester_principal_type: Text,
        /// `TokenRequesterPrincipalName`, string, versions 3+.
        pub token_requester_principal_name: Text,
        /// `IssueTimestamp`, int64, versions 0+.
        pub issue_timestamp: i64,
        /// `ExpiryTimestamp`, int64, versions 0+.
        pub expiry_timestamp: i64,
        /// `MaxTimestamp`, int64, versions 0+.
        pub max_timestamp: i64,
        /// `TokenId`, string, versions 0+.
        pub token_id: Text,
        /// `Hmac`, bytes, versions 0+.
        pub hmac: Bytes,
        /// `Renewers`, array of DescribedDelegationTokenRenewer, versions 0+.
        pub renewers: Vec<DescribedDelegationTokenRenewer>,
    }

    impl Struct for DescribedDelegationToken {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.principal_type =
                reader.text("DescribedDelegationToken.PrincipalType", flexible)?;
            value.principal_name =
                reader.text("DescribedDelegationToken.PrincipalName", flexible)?;
            if version >= 3 {
                value.token_requester_principal_type = reader.text(
                    "DescribedDelegationToken.TokenRequesterPrincipalType",
                    flexible,
                )?;
            }
            if version >= 3 {
                value.token_requester_principal_name = reader.text(
                    "DescribedDelegationToken.TokenRequesterPrincipalName",
                    flexible,
                )?;
            }
            value.issue_timestamp = reader.i64("DescribedDelegationToken.IssueTimestamp")?;
            value.expiry_timestamp = reader.i64("DescribedDelegationToken.ExpiryTimestamp")?;
            value.max_timestamp = reader.i64("DescribedDelegationToken.MaxTimestamp")?;
            value.token_id = reader.text("DescribedDelegationToken.TokenId", flexible)?;
            value.hmac = reader.bytes("DescribedDelegationToken.Hmac", flexible)?;
            value.renewers =
                reader.structs("DescribedDelegationToken.Renewers", flexible, 3, version)?;
            if flexible {
                reader.skip_tags("DescribedDelegationToken")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text(
                "DescribedDelegationToken.PrincipalType",
                flexible,
                &self.principal_type,
            )?;
            writer.text(
                "DescribedDelegationToken.PrincipalName",
                flexible,
                &self.principal_name,
            )?;
            if version >= 3 {
                writer.text(
                    "DescribedDelegationToken.TokenRequesterPrincipalType",
                    flexible,
                    &self.token_requester_principal_type,
                )?;
            } else if !self.token_requester_principal_type.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "DescribedDelegationToken.TokenRequesterPrincipalType",
                    version,
                });
            }
            if version >= 3 {
                writer.text(
                    "DescribedDelegationToken.TokenRequesterPrincipalName",
                    flexible,
                    &self.token_requester_principal_name,
                )?;
            } else if !self.token_requester_principal_name.is_empty() {
                return Err(EncodeError::NotInVersion {
                    field: "DescribedDelegationToken.TokenRequesterPrincipalName",
                    version,
                });
            }
            writer.i64(self.issue_timestamp);
            writer.i64(self.expiry_timestamp);
            writer.i64(self.max_timestamp);
            writer.text("DescribedDelegationToken.TokenId", flexible, &self.token_id)?;
            writer.bytes("DescribedDelegationToken.Hmac", flexible, &self.hmac)?;
            writer.structs(
                "DescribedDelegationToken.Renewers",
                flexible,
                &self.renewers,
                version,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    /// The struct `DescribedDelegationTokenRenewer`, versions 1-3.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DescribedDelegationTokenRenewer {
        /// `PrincipalType`, string, versions 0+.
        pub principal_type: Text,
        /// `PrincipalName`, string, versions 0+.
        pub principal_name: Text,
    }

    impl Struct for DescribedDelegationTokenRenewer {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let flexible = version >= 2;
            let mut value = Self::default();
            value.principal_type =
                reader.text("DescribedDelegationTokenRenewer.PrincipalType", flexible)?;
            value.principal_name =
                reader.text("DescribedDelegationTokenRenewer.PrincipalName", flexible)?;
            if flexible {
                reader.skip_tags("DescribedDelegationTokenRenewer")?;
            }
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            let flexible = version >= 2;
            writer.text(
                "DescribedDelegationTokenRenewer.PrincipalType",
                flexible,
                &self.principal_type,
            )?;
            writer.text(
                "DescribedDelegationTokenRenewer.PrincipalName",
                flexible,
                &self.principal_name,
            )?;
            if flexible {
                writer.uvarint(0);
            }
            Ok(())
        }
    }

    impl Message for DescribeDelegationTokenResponse {
        const NAME: &'static str = "DescribeDelegationTokenResponse";
        const LOWEST_VERSION: i16 = 1;
        const HIGHEST_VERSION: i16 = 3;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(1..=3).contains(&version) {
                return Err(
                    reader.error("DescribeDelegationTokenResponse", Problem::Version(version))
                );
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(1..=3).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeDelegationTokenResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeDelegationTokenRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeDelegationToken;
    type Response = DescribeDelegationTokenResponse;
}
