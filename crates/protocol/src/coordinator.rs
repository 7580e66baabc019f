//! How coordinators keep their state: a key that begins with its type, a value that begins with its
//! version.

use bytes::Bytes;
use codec::{DecodeError, EncodeError, Message, Reader, Writer};

/// The key of a coordinator's record.
pub trait CoordinatorKey: Message {
    /// The record's type.
    const TYPE: i16;
    /// The value under such a key.
    type Value: Message;
}

/// Writes a record's key: its type, then the key in version 0.
///
/// # Errors
/// When a string in it is too long.
pub fn encode_key<K: CoordinatorKey>(key: &K) -> Result<Bytes, EncodeError> {
    with_prefix(K::TYPE, key, 0)
}

/// Writes a record's value: its version, then the value.
///
/// # Errors
/// When the version cannot carry it.
pub fn encode_value<M: Message>(value: &M, version: i16) -> Result<Bytes, EncodeError> {
    with_prefix(version, value, version)
}

/// Reads a record's value: its version, then the value.
///
/// # Errors
/// When the bytes are not such a value.
pub fn decode_value<M: Message>(bytes: Bytes) -> Result<M, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let version = reader.i16(M::NAME)?;
    M::decode(&mut reader, version)
}

fn with_prefix<M: Message>(prefix: i16, message: &M, version: i16) -> Result<Bytes, EncodeError> {
    let mut writer = Writer::with_capacity(128);
    writer.i16(prefix);
    message.encode(&mut writer, version)?;
    Ok(writer.finish().into_bytes().expect("a record in memory"))
}
