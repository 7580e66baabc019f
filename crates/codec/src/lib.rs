//! Bounded reader and segmented writer for Kafka's wire primitives.

mod payload;

pub use payload::{External, FileRange, Frame, Piece, Records};
