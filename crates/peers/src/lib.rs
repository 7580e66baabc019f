//! Outbound connection machine: calls in, bytes out; no sockets.
