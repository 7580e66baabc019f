//! The AlterUserScramCredentials API, key 51.

pub use request::{
    AlterUserScramCredentialsRequest, ScramCredentialDeletion, ScramCredentialUpsertion,
};
pub use response::{AlterUserScramCredentialsResponse, AlterUserScramCredentialsResult};

/// `AlterUserScramCredentialsRequest` and what it holds.
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

    /// The message `AlterUserScramCredentialsRequest`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterUserScramCredentialsRequest {
        /// `Deletions`, array of ScramCredentialDeletion, versions 0+.
        pub deletions: Vec<ScramCredentialDeletion>,
        /// `Upsertions`, array of ScramCredentialUpsertion, versions 0+.
        pub upsertions: Vec<ScramCredentialUpsertion>,
    }

    impl Struct for AlterUserScramCredentialsRequest {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.deletions = reader.structs(
                "AlterUserScramCredentialsRequest.Deletions",
                true,
                3,
                version,
            )?;
            value.upsertions = reader.structs(
                "AlterUserScramCredentialsRequest.Upsertions",
                true,
                9,
                version,
            )?;
            reader.skip_tags("AlterUserScramCredentialsRequest")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.structs(
                "AlterUserScramCredentialsRequest.Deletions",
                true,
                &self.deletions,
                version,
            )?;
            writer.structs(
                "AlterUserScramCredentialsRequest.Upsertions",
                true,
                &self.upsertions,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ScramCredentialDeletion`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ScramCredentialDeletion {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Mechanism`, int8, versions 0+.
        pub mechanism: i8,
    }

    impl Struct for ScramCredentialDeletion {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("ScramCredentialDeletion.Name", true)?;
            value.mechanism = reader.i8("ScramCredentialDeletion.Mechanism")?;
            reader.skip_tags("ScramCredentialDeletion")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ScramCredentialDeletion.Name", true, &self.name)?;
            writer.i8(self.mechanism);
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `ScramCredentialUpsertion`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct ScramCredentialUpsertion {
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `Mechanism`, int8, versions 0+.
        pub mechanism: i8,
        /// `Iterations`, int32, versions 0+.
        pub iterations: i32,
        /// `Salt`, bytes, versions 0+.
        pub salt: Bytes,
        /// `SaltedPassword`, bytes, versions 0+.
        pub salted_password: Bytes,
    }

    impl Struct for ScramCredentialUpsertion {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.name = reader.text("ScramCredentialUpsertion.Name", true)?;
            value.mechanism = reader.i8("ScramCredentialUpsertion.Mechanism")?;
            value.iterations = reader.i32("ScramCredentialUpsertion.Iterations")?;
            value.salt = reader.bytes("ScramCredentialUpsertion.Salt", true)?;
            value.salted_password =
                reader.bytes("ScramCredentialUpsertion.SaltedPassword", true)?;
            reader.skip_tags("ScramCredentialUpsertion")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("ScramCredentialUpsertion.Name", true, &self.name)?;
            writer.i8(self.mechanism);
            writer.i32(self.iterations);
            writer.bytes("ScramCredentialUpsertion.Salt", true, &self.salt)?;
            writer.bytes(
                "ScramCredentialUpsertion.SaltedPassword",
                true,
                &self.salted_password,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterUserScramCredentialsRequest {
        const NAME: &'static str = "AlterUserScramCredentialsRequest";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "AlterUserScramCredentialsRequest",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterUserScramCredentialsRequest",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

/// `AlterUserScramCredentialsResponse` and what it holds.
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

    /// The message `AlterUserScramCredentialsResponse`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct AlterUserScramCredentialsResponse {
        /// `ThrottleTimeMs`, int32, versions 0+.
        pub throttle_time_ms: i32,
        /// `Results`, array of AlterUserScramCredentialsResult, versions 0+.
        pub results: Vec<AlterUserScramCredentialsResult>,
    }

    impl Struct for AlterUserScramCredentialsResponse {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.throttle_time_ms =
                reader.i32("AlterUserScramCredentialsResponse.ThrottleTimeMs")?;
            value.results = reader.structs(
                "AlterUserScramCredentialsResponse.Results",
                true,
                5,
                version,
            )?;
            reader.skip_tags("AlterUserScramCredentialsResponse")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.i32(self.throttle_time_ms);
            writer.structs(
                "AlterUserScramCredentialsResponse.Results",
                true,
                &self.results,
                version,
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    /// The struct `AlterUserScramCredentialsResult`, versions 0.
    #[derive(Clone, Debug, PartialEq)]
    pub struct AlterUserScramCredentialsResult {
        /// `User`, string, versions 0+.
        pub user: Text,
        /// `ErrorCode`, int16, versions 0+.
        pub error_code: i16,
        /// `ErrorMessage`, string, versions 0+, nullable 0+.
        pub error_message: Option<Text>,
    }

    impl Default for AlterUserScramCredentialsResult {
        fn default() -> Self {
            Self {
                user: Default::default(),
                error_code: 0,
                error_message: Some(Default::default()),
            }
        }
    }

    impl Struct for AlterUserScramCredentialsResult {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.user = reader.text("AlterUserScramCredentialsResult.User", true)?;
            value.error_code = reader.i16("AlterUserScramCredentialsResult.ErrorCode")?;
            value.error_message =
                reader.nullable_text("AlterUserScramCredentialsResult.ErrorMessage", true)?;
            reader.skip_tags("AlterUserScramCredentialsResult")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("AlterUserScramCredentialsResult.User", true, &self.user)?;
            writer.i16(self.error_code);
            writer.nullable_text(
                "AlterUserScramCredentialsResult.ErrorMessage",
                true,
                self.error_message.as_ref(),
            )?;
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for AlterUserScramCredentialsResponse {
        const NAME: &'static str = "AlterUserScramCredentialsResponse";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error(
                    "AlterUserScramCredentialsResponse",
                    Problem::Version(version),
                ));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "AlterUserScramCredentialsResponse",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}

impl crate::Request for AlterUserScramCredentialsRequest {
    const KEY: crate::ApiKey = crate::ApiKey::AlterUserScramCredentials;
    type Response = AlterUserScramCredentialsResponse;
}
