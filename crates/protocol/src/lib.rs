//! Kafka messages and coordinator records, generated from compact schemas.
//!
//! The schemas are facts of Kafka 4.3.1 (`schemas/`); `cargo xtask codegen` makes [`messages`],
//! [`records`] and the table behind [`ApiKey`] from them. What a server offers is not decided here:
//! the table says what there is.

mod api_key;
mod coordinator;
mod error_code;
mod framing;
mod generated;
pub mod messages;
pub mod records;

pub use api_key::{ApiKey, Listener, VersionRange};
pub use codec::{DecodeError, EncodeError, Frame, Message, Reader, Records, Text, Writer};
pub use error_code::ErrorCode;
pub use framing::{
    HeaderError, Request, RequestHeader, decode_request, decode_request_header, decode_response,
    encode_request, encode_response,
};
pub use types::Uuid;
