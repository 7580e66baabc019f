//! Records of __share_group_state.

/// Record type 0 of __share_group_state.
pub mod share_snapshot;
/// Record type 1 of __share_group_state.
pub mod share_update;
use bytes::Bytes;
use codec::{DecodeError, EncodeError, Message, Problem, Reader};
pub use share_snapshot::{ShareSnapshotKey, ShareSnapshotValue};
pub use share_update::{ShareUpdateKey, ShareUpdateValue};

use crate::coordinator::{CoordinatorKey, encode_key};

/// A record's key.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// Type 0.
    ShareSnapshot(ShareSnapshotKey),
    /// Type 1.
    ShareUpdate(ShareUpdateKey),
}

/// A record's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Type 0.
    ShareSnapshot(ShareSnapshotValue),
    /// Type 1.
    ShareUpdate(ShareUpdateValue),
}

impl Key {
    /// The record's type, which its key begins with.
    #[must_use]
    pub fn kind(&self) -> i16 {
        match self {
            Self::ShareSnapshot(_) => 0,
            Self::ShareUpdate(_) => 1,
        }
    }

    /// The key as it is stored.
    ///
    /// # Errors
    /// When a string in it is too long.
    pub fn to_bytes(&self) -> Result<Bytes, EncodeError> {
        match self {
            Self::ShareSnapshot(key) => encode_key(key),
            Self::ShareUpdate(key) => encode_key(key),
        }
    }
}

/// Reads a record's key.
///
/// # Errors
/// When it is damaged; [`Problem::Unknown`] when its type is not known, and the record may be passed over.
pub fn decode_key(bytes: Bytes) -> Result<Key, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let kind = reader.i16("__share_group_state key")?;
    Ok(match kind {
        0 => Key::ShareSnapshot(Message::decode(&mut reader, 0)?),
        1 => Key::ShareUpdate(Message::decode(&mut reader, 0)?),
        _ => return Err(reader.error("__share_group_state key", Problem::Unknown(kind.into()))),
    })
}

/// Reads the value of a record whose key has the type `kind`.
///
/// # Errors
/// When it is damaged, or the type or version is not known.
pub fn decode_value(kind: i16, bytes: Bytes) -> Result<Value, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let version = reader.i16("__share_group_state value")?;
    Ok(match kind {
        0 => Value::ShareSnapshot(Message::decode(&mut reader, version)?),
        1 => Value::ShareUpdate(Message::decode(&mut reader, version)?),
        _ => return Err(reader.error("__share_group_state value", Problem::Unknown(kind.into()))),
    })
}

impl CoordinatorKey for ShareSnapshotKey {
    const TYPE: i16 = 0;
    type Value = ShareSnapshotValue;
}

impl CoordinatorKey for ShareUpdateKey {
    const TYPE: i16 = 1;
    type Value = ShareUpdateValue;
}
