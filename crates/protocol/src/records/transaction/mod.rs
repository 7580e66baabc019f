//! Records of __transaction_state.

/// Record type 0 of __transaction_state.
pub mod transaction_log;
use bytes::Bytes;
use codec::{DecodeError, EncodeError, Message, Problem, Reader};
pub use transaction_log::{TransactionLogKey, TransactionLogValue};

use crate::coordinator::{CoordinatorKey, encode_key};

/// A record's key.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// Type 0.
    TransactionLog(TransactionLogKey),
}

/// A record's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Type 0.
    TransactionLog(TransactionLogValue),
}

impl Key {
    /// The record's type, which its key begins with.
    #[must_use]
    pub fn kind(&self) -> i16 {
        match self {
            Self::TransactionLog(_) => 0,
        }
    }

    /// The key as it is stored.
    ///
    /// # Errors
    /// When a string in it is too long.
    pub fn to_bytes(&self) -> Result<Bytes, EncodeError> {
        match self {
            Self::TransactionLog(key) => encode_key(key),
        }
    }
}

/// Reads a record's key.
///
/// # Errors
/// When it is damaged; [`Problem::Unknown`] when its type is not known, and the record may be passed over.
pub fn decode_key(bytes: Bytes) -> Result<Key, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let kind = reader.i16("__transaction_state key")?;
    Ok(match kind {
        0 => Key::TransactionLog(Message::decode(&mut reader, 0)?),
        _ => return Err(reader.error("__transaction_state key", Problem::Unknown(kind.into()))),
    })
}

/// Reads the value of a record whose key has the type `kind`.
///
/// # Errors
/// When it is damaged, or the type or version is not known.
pub fn decode_value(kind: i16, bytes: Bytes) -> Result<Value, DecodeError> {
    let mut reader = Reader::trusting(bytes);
    let version = reader.i16("__transaction_state value")?;
    Ok(match kind {
        0 => Value::TransactionLog(Message::decode(&mut reader, version)?),
        _ => return Err(reader.error("__transaction_state value", Problem::Unknown(kind.into()))),
    })
}

impl CoordinatorKey for TransactionLogKey {
    const TYPE: i16 = 0;
    type Value = TransactionLogValue;
}
