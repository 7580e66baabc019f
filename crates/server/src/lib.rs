//! Inbound connection machine: bytes in, bytes and file ranges out; no sockets.
