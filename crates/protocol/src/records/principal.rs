//! Who sent a forwarded request.

pub use default_principal_data::DefaultPrincipalData;

/// `DefaultPrincipalData` and what it holds.
pub mod default_principal_data {
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

    /// The message `DefaultPrincipalData`, versions 0.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct DefaultPrincipalData {
        /// `Type`, string, versions 0+.
        pub r#type: Text,
        /// `Name`, string, versions 0+.
        pub name: Text,
        /// `TokenAuthenticated`, bool, versions 0+.
        pub token_authenticated: bool,
    }

    impl Struct for DefaultPrincipalData {
        fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            let mut value = Self::default();
            value.r#type = reader.text("DefaultPrincipalData.Type", true)?;
            value.name = reader.text("DefaultPrincipalData.Name", true)?;
            value.token_authenticated = reader.bool("DefaultPrincipalData.TokenAuthenticated")?;
            reader.skip_tags("DefaultPrincipalData")?;
            Ok(value)
        }

        fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            writer.text("DefaultPrincipalData.Type", true, &self.r#type)?;
            writer.text("DefaultPrincipalData.Name", true, &self.name)?;
            writer.bool(self.token_authenticated);
            writer.uvarint(0);
            Ok(())
        }
    }

    impl Message for DefaultPrincipalData {
        const NAME: &'static str = "DefaultPrincipalData";
        const LOWEST_VERSION: i16 = 0;
        const HIGHEST_VERSION: i16 = 0;

        fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {
            if !(0..=0).contains(&version) {
                return Err(reader.error("DefaultPrincipalData", Problem::Version(version)));
            }
            Self::read(reader, version)
        }

        fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {
            if !(0..=0).contains(&version) {
                return Err(EncodeError::Version {
                    message: "DefaultPrincipalData",
                    version,
                });
            }
            self.write(writer, version)
        }
    }
}
