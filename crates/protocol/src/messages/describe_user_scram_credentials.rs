//! The DescribeUserScramCredentials API, key 50.

pub use request::{DescribeUserScramCredentialsRequest, UserName};
pub use response::{
    CredentialInfo, DescribeUserScramCredentialsResponse, DescribeUserScramCredentialsResult,
};

/// `DescribeUserScramCredentialsRequest` and what it holds.
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

    /// The message `DescribeUserScramCredentialsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeUserScramCredentialsRequest {
        /// `Users`, array of UserName, versions 0+, nullable 0+.
        pub users: Option<Vec<UserName>>,
    }

    impl Default for DescribeUserScramCredentialsRequest {
        fn default() -> Self {
            Self {
                users: Some(Default::default()),
            }
        }
    }

    impl Struct for DescribeUserScramCredentialsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.users = reader.nullable_structs(
                "DescribeUserScramCredentialsRequest.Users",
                true,
                2,
                version,
            )?;
            reader.skip_tags("DescribeUserScramCredentialsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.nullable_structs(
                "DescribeUserScramCredentialsRequest.Users",
                true,
                self.users.as_ref(),
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `UserName`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct UserName {
        /// `Name`, string, versions 0+.
        pub name: Text,
    }

    impl Struct for UserName {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("UserName.Name", true)?;
            reader.skip_tags("UserName")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("UserName.Name", true, &self.name)?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeUserScramCredentialsRequest {
        const NAME: &'static str = "DescribeUserScramCredentialsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "DescribeUserScramCredentialsRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeUserScramCredentialsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `DescribeUserScramCredentialsResponse` and what it holds.
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

    /// The message `DescribeUserScramCredentialsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeUserScramCredentialsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `Results`, array of DescribeUserScramCredentialsResult, versions 0+.
        pub results: Vec<DescribeUserScramCredentialsResult>,
    }

    impl Default for DescribeUserScramCredentialsResponse {
        fn default() -> Self {
            Self {
                throttle_time_ms: 0,
                error_code: 0,
                error_message: Some(Default::default()),
                results: Default::default(),
            }
        }
    }

    impl Struct for DescribeUserScramCredentialsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("DescribeUserScramCredentialsResponse.ThrottleTimeMs")?;
            value.error_code = reader.i16("DescribeUserScramCredentialsResponse.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DescribeUserScramCredentialsResponse.ErrorMessage", true)?;
            value.results = reader.structs(
                "DescribeUserScramCredentialsResponse.Results",
                true,
                6,
                version,
            )?;
            reader.skip_tags("DescribeUserScramCredentialsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeUserScramCredentialsResponse.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "DescribeUserScramCredentialsResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `DescribeUserScramCredentialsResult`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct DescribeUserScramCredentialsResult {
        /// `User`, string, versions 0+.
        pub user: Text,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
        /// `CredentialInfos`, array of CredentialInfo, versions 0+.
        pub credential_infos: Vec<CredentialInfo>,
    }

    impl Default for DescribeUserScramCredentialsResult {
        fn default() -> Self {
            Self {
                user: Default::default(),
                error_code: 0,
                error_message: Some(Default::default()),
                credential_infos: Default::default(),
            }
        }
    }

    impl Struct for DescribeUserScramCredentialsResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.user = reader.text("DescribeUserScramCredentialsResult.User", true)?;
            value.error_code = reader.i16("DescribeUserScramCredentialsResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("DescribeUserScramCredentialsResult.ErrorMessage", true)?;
            value.credential_infos = reader.structs(
                "DescribeUserScramCredentialsResult.CredentialInfos",
                true,
                6,
                version,
            )?;
            reader.skip_tags("DescribeUserScramCredentialsResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("DescribeUserScramCredentialsResult.User", true, &self.user)?;
            writer.i16(self.error_code);
            writer.nullable_text(
                "DescribeUserScramCredentialsResult.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.structs(
                "DescribeUserScramCredentialsResult.CredentialInfos",
                true,
                &self.credential_infos,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `CredentialInfo`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct CredentialInfo {
        /// `Mechanism`, int8, versions 0+.
        pub mechanism: i8,
        /// `Iterations`, int32, versions 0+.
        pub iterations: i32,
    }

    impl Struct for CredentialInfo {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.mechanism = reader.i8("CredentialInfo.Mechanism")?;
            value.iterations = reader.i32("CredentialInfo.Iterations")?;
            reader.skip_tags("CredentialInfo")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i8(self.mechanism);
            writer.i32(self.iterations);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DescribeUserScramCredentialsResponse {
        const NAME: &'static str = "DescribeUserScramCredentialsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "DescribeUserScramCredentialsResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DescribeUserScramCredentialsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for DescribeUserScramCredentialsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::DescribeUserScramCredentials;
    type Response = DescribeUserScramCredentialsResponse;
}
