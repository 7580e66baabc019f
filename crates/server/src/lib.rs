//! Inbound connection machine: bytes in, bytes and file ranges out; no sockets.
//!
//! A [`Connection`] cuts what arrives into requests, counts them, and lets replies leave in the order of the requests
//! whenever they become known. It stops reading where a client does not read its replies, sends too far ahead, or where the
//! memory for requests in flight (a [`Budget`] that all connections share) is used up. It knows nothing of what a request
//! means. Drivers own the socket and the time.

mod budget;
mod connection;

pub use budget::{Budget, SMALL_BYTES_MAX};
pub use connection::{CloseReason, Connection, Limits};
