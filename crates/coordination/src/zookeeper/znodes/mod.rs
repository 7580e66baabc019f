//! Records as znodes, and back: pure translation.
//!
//! What is to be written follows from two images and what differs between them; what is read from a whole tree is a list of
//! records that make an image. Everything that Kafka keeps in a znode is kept in that znode as Kafka 3.9 writes it.

pub(crate) mod content;
pub(crate) mod paths;
mod read;
pub(crate) mod registrations;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use read::{Needed, Picture, needed, read_records, read_whole};
pub(crate) use write::{Change, Known, Planned, cleanup, writes};
