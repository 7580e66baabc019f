//! Bounded reader and segmented writer for Kafka's wire primitives.

mod error;
pub mod framing;
mod message;
mod payload;
mod reader;
mod tags;
mod text;
mod value;
mod writer;

pub use error::{DecodeError, EncodeError, Problem};
pub use message::{Message, Struct};
pub use payload::{External, FileRange, Frame, Piece, Records};
pub use types::Uuid;

pub use reader::{DECODED_BYTES_BASE, DECODED_BYTES_PER_FRAME_BYTE, Reader, STRING_BYTES_MAX};
pub use tags::Tags;
pub use text::Text;
pub use value::{Value, Written};
pub use writer::{TagCount, TagStart, Writer, required};
