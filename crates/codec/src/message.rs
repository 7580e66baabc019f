//! What every message, record and nested struct can do.

use bytes::Bytes;

use crate::{DecodeError, EncodeError, Frame, Problem, Reader, Writer};

/// A message or record that is decoded and encoded as a whole, at a version of its own.
pub trait Message: Sized + Default {
    /// Kafka's name of it.
    const NAME: &'static str;
    /// The lowest version that there is.
    const LOWEST_VERSION: i16;
    /// The highest version that there is, stable or not.
    const HIGHEST_VERSION: i16;

    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are not such a message, or the version is not one of it.
    fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError>;

    /// Writes it.
    ///
    /// # Errors
    /// When the version cannot carry it.
    fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError>;

    /// Reads one that takes all of `bytes`.
    ///
    /// # Errors
    /// As [`Message::decode`], and when bytes are left over.
    fn from_bytes(bytes: Bytes, version: i16) -> Result<Self, DecodeError> {
        let mut reader = Reader::trusting(bytes);
        let message = Self::decode(&mut reader, version)?;
        match reader.remaining() {
            0 => Ok(message),
            left => Err(reader.error(Self::NAME, Problem::LeftOver(left))),
        }
    }

    /// Writes it into a frame of its own, without any header.
    ///
    /// # Errors
    /// As [`Message::encode`].
    fn to_frame(&self, version: i16) -> Result<Frame, EncodeError> {
        let mut writer = Writer::new();
        self.encode(&mut writer, version)?;
        Ok(writer.finish())
    }

    /// Writes it into memory, where it holds no range of a file.
    ///
    /// # Errors
    /// As [`Message::encode`].
    ///
    /// # Panics
    /// When it holds a range of a file that cannot be read.
    fn to_bytes(&self, version: i16) -> Result<Bytes, EncodeError> {
        Ok(self
            .to_frame(version)?
            .into_bytes()
            .expect("a message in memory"))
    }
}

/// A struct within messages. Versions are those of the message around it and are not checked again.
pub trait Struct: Sized {
    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are not such a struct.
    fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError>;

    /// Writes it.
    ///
    /// # Errors
    /// When the version cannot carry it.
    fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError>;
}
