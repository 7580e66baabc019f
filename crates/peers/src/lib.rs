//! Outbound connection machine: calls in, bytes out; no sockets.
//!
//! A [`Peer`] is one connection to one other node on one lane: made when the first call wants it, kept while it is used. It
//! gives every call exactly one outcome: the response with its correlation id, or why there is none. It never repeats a
//! call; whoever made it knows whether that is safe.

mod peer;

pub use peer::{Limits, Peer, PeerKey, Want};
