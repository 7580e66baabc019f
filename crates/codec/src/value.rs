//! What an array may hold besides structs: numbers, ids, strings and byte fields.

use bytes::Bytes;
use types::Uuid;

use crate::{DecodeError, EncodeError, Reader, Text, Writer};

/// What an array may hold besides structs.
pub trait Value: Sized {
    /// The fewest bytes that one takes on the wire.
    const WIRE_BYTES_MIN: usize;

    /// Reads one.
    ///
    /// # Errors
    /// When the bytes are not one.
    fn read(reader: &mut Reader, field: &'static str, flexible: bool) -> Result<Self, DecodeError>;
}

macro_rules! values {
    ($($type:ty, $min:expr, $read:ident;)*) => {$(
        impl Value for $type {
            const WIRE_BYTES_MIN: usize = $min;
            fn read(reader: &mut Reader, field: &'static str, _: bool) -> Result<Self, DecodeError> {
                reader.$read(field)
            }
        }
    )*};
}
values! {
    i8, 1, i8;
    i16, 2, i16;
    i32, 4, i32;
    i64, 8, i64;
    u16, 2, u16;
    u32, 4, u32;
    f64, 8, f64;
    bool, 1, bool;
    Uuid, 16, uuid;
}

impl Value for Text {
    const WIRE_BYTES_MIN: usize = 1;
    fn read(reader: &mut Reader, field: &'static str, flexible: bool) -> Result<Self, DecodeError> {
        reader.text(field, flexible)
    }
}

impl Value for Bytes {
    const WIRE_BYTES_MIN: usize = 1;
    fn read(reader: &mut Reader, field: &'static str, flexible: bool) -> Result<Self, DecodeError> {
        reader.bytes(field, flexible)
    }
}

/// What an array may hold besides structs, on its way out.
pub trait Written {
    /// Writes one.
    ///
    /// # Errors
    /// When it is too long.
    fn write(
        &self,
        writer: &mut Writer,
        field: &'static str,
        flexible: bool,
    ) -> Result<(), EncodeError>;
}

macro_rules! written {
    ($($type:ty, $write:ident;)*) => {$(
        impl Written for $type {
            fn write(&self, writer: &mut Writer, _: &'static str, _: bool) -> Result<(), EncodeError> {
                writer.$write(*self);
                Ok(())
            }
        }
    )*};
}
written! { i8, i8; i16, i16; i32, i32; i64, i64; u16, u16; u32, u32; f64, f64; bool, bool; Uuid, uuid; }

impl Written for Text {
    fn write(
        &self,
        writer: &mut Writer,
        field: &'static str,
        flexible: bool,
    ) -> Result<(), EncodeError> {
        writer.text(field, flexible, self)
    }
}

impl Written for Bytes {
    fn write(
        &self,
        writer: &mut Writer,
        field: &'static str,
        flexible: bool,
    ) -> Result<(), EncodeError> {
        writer.bytes(field, flexible, self)
    }
}
