//! Writes wire primitives into a frame of pieces.

use bytes::{BufMut, Bytes, BytesMut};
use types::Uuid;

use crate::value::Written;
use crate::{EncodeError, Frame, Piece, Records, Struct, Text};

/// A frame being written. Records go in as the pieces that they are; all else is gathered in memory
/// between them.
#[derive(Debug, Default)]
pub struct Writer {
    buffer: BytesMut,
    pieces: Vec<Piece>,
}

type Result<T> = std::result::Result<T, EncodeError>;

/// Longest string, in bytes.
const STRING_BYTES_MAX: usize = super::reader::STRING_BYTES_MAX;
/// Record sets below this size are copied: a piece of its own costs more than they do.
const COPY_BYTES_MAX: usize = 256;

impl Writer {
    /// An empty frame.
    #[must_use]
    pub fn new() -> Self {
        Self::with_capacity(512)
    }

    /// An empty frame with room for `bytes` before its buffer grows.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            buffer: BytesMut::with_capacity(bytes),
            pieces: Vec::new(),
        }
    }

    /// The frame as written.
    #[must_use]
    pub fn finish(mut self) -> Frame {
        self.flush();
        Frame {
            pieces: self.pieces,
        }
    }

    fn flush(&mut self) {
        if !self.buffer.is_empty() {
            self.pieces.push(Piece::Bytes(self.buffer.split().freeze()));
        }
    }

    /// Writes an `int8`.
    #[inline]
    pub fn i8(&mut self, value: i8) {
        self.buffer.put_i8(value);
    }

    /// Writes an `int16`.
    #[inline]
    pub fn i16(&mut self, value: i16) {
        self.buffer.put_i16(value);
    }

    /// Writes an `int32`.
    #[inline]
    pub fn i32(&mut self, value: i32) {
        self.buffer.put_i32(value);
    }

    /// Writes an `int64`.
    #[inline]
    pub fn i64(&mut self, value: i64) {
        self.buffer.put_i64(value);
    }

    /// Writes a `uint16`.
    #[inline]
    pub fn u16(&mut self, value: u16) {
        self.buffer.put_u16(value);
    }

    /// Writes a `uint32`.
    #[inline]
    pub fn u32(&mut self, value: u32) {
        self.buffer.put_u32(value);
    }

    /// Writes a `float64`.
    pub fn f64(&mut self, value: f64) {
        self.buffer.put_f64(value);
    }

    /// Writes a `bool`.
    pub fn bool(&mut self, value: bool) {
        self.buffer.put_u8(u8::from(value));
    }

    /// Writes a `uuid`.
    pub fn uuid(&mut self, value: Uuid) {
        self.buffer.put_slice(&value.0);
    }

    /// Writes an unsigned variable-length number.
    pub fn uvarint(&mut self, value: u32) {
        self.uvarlong(u64::from(value));
    }

    /// Writes a signed (zig-zag) variable-length number of 32 bits.
    pub fn varint(&mut self, value: i32) {
        self.uvarint(((value << 1) ^ (value >> 31)).cast_unsigned());
    }

    /// Writes an unsigned variable-length number of 64 bits.
    pub fn uvarlong(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.buffer.put_u8((value & 0x7f) as u8 | 0x80);
            value >>= 7;
        }
        self.buffer.put_u8(value as u8);
    }

    /// Writes a signed (zig-zag) variable-length number of 64 bits.
    pub fn varlong(&mut self, value: i64) {
        self.uvarlong(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    /// Writes bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.buffer.put_slice(bytes);
    }

    /// Writes the length prefix of a byte field, record set or array.
    ///
    /// # Errors
    /// When it does not fit in 31 bits.
    pub fn length(&mut self, field: &'static str, flexible: bool, len: u64) -> Result<()> {
        let prefix = i32::try_from(len).map_err(|_| EncodeError::TooLong { field, len })?;
        if flexible {
            self.uvarint(prefix.cast_unsigned() + 1)
        } else {
            self.i32(prefix)
        }
        Ok(())
    }

    /// Writes the length prefix of a byte field, record set or array that is null.
    pub fn null_length(&mut self, flexible: bool) {
        if flexible {
            self.uvarint(0)
        } else {
            self.i32(-1)
        }
    }

    /// Writes a string.
    ///
    /// # Errors
    /// When it is longer than 32,767 bytes.
    pub fn text(&mut self, field: &'static str, flexible: bool, value: &str) -> Result<()> {
        let len = value.len();
        let prefix = i16::try_from(len).map_err(|_| EncodeError::TooLong {
            field,
            len: len as u64,
        })?;
        debug_assert!(len <= STRING_BYTES_MAX);
        if flexible {
            self.uvarint(u32::from(prefix.cast_unsigned()) + 1)
        } else {
            self.i16(prefix)
        }
        self.raw(value.as_bytes());
        Ok(())
    }

    /// Writes a string that may be null.
    ///
    /// # Errors
    /// As [`Writer::text`].
    pub fn nullable_text(
        &mut self,
        field: &'static str,
        flexible: bool,
        value: Option<&Text>,
    ) -> Result<()> {
        match value {
            Some(value) => self.text(field, flexible, value)?,
            None if flexible => self.uvarint(0),
            None => self.i16(-1),
        }
        Ok(())
    }

    /// Writes a byte field.
    ///
    /// # Errors
    /// When it is too long.
    pub fn bytes(&mut self, field: &'static str, flexible: bool, value: &Bytes) -> Result<()> {
        self.length(field, flexible, value.len() as u64)?;
        self.raw(value);
        Ok(())
    }

    /// Writes a byte field that may be null.
    ///
    /// # Errors
    /// When it is too long.
    pub fn nullable_bytes(
        &mut self,
        field: &'static str,
        flexible: bool,
        value: Option<&Bytes>,
    ) -> Result<()> {
        match value {
            Some(value) => self.bytes(field, flexible, value)?,
            None => self.null_length(flexible),
        }
        Ok(())
    }

    /// Writes a record set: its pieces go in as they are, without a copy.
    ///
    /// # Errors
    /// When it is too long.
    pub fn records(&mut self, field: &'static str, flexible: bool, value: &Records) -> Result<()> {
        self.length(field, flexible, value.len())?;
        for piece in &value.pieces {
            match piece {
                Piece::Bytes(bytes) if bytes.len() <= COPY_BYTES_MAX => self.raw(bytes),
                piece => {
                    self.flush();
                    self.pieces.push(piece.clone());
                }
            }
        }
        Ok(())
    }

    /// Writes a record set that may be null.
    ///
    /// # Errors
    /// When it is too long.
    pub fn nullable_records(
        &mut self,
        field: &'static str,
        flexible: bool,
        value: Option<&Records>,
    ) -> Result<()> {
        match value {
            Some(value) => self.records(field, flexible, value)?,
            None => self.null_length(flexible),
        }
        Ok(())
    }

    /// Writes an array of structs.
    ///
    /// # Errors
    /// When it is too long, and those of the struct.
    pub fn structs<T: Struct>(
        &mut self,
        field: &'static str,
        flexible: bool,
        array: &[T],
        version: i16,
    ) -> Result<()> {
        self.length(field, flexible, array.len() as u64)?;
        for element in array {
            element.write(self, version)?;
        }
        Ok(())
    }

    /// Writes an array of structs that may be null.
    ///
    /// # Errors
    /// As [`Writer::structs`].
    pub fn nullable_structs<T: Struct>(
        &mut self,
        field: &'static str,
        flexible: bool,
        array: Option<&Vec<T>>,
        version: i16,
    ) -> Result<()> {
        match array {
            Some(array) => self.structs(field, flexible, array, version)?,
            None => self.null_length(flexible),
        }
        Ok(())
    }

    /// Writes an array of numbers, ids or strings.
    ///
    /// # Errors
    /// When it, or a string in it, is too long.
    pub fn values<T: Written>(
        &mut self,
        field: &'static str,
        flexible: bool,
        array: &[T],
    ) -> Result<()> {
        self.length(field, flexible, array.len() as u64)?;
        for element in array {
            element.write(self, field, flexible)?;
        }
        Ok(())
    }

    /// Writes an array of numbers, ids or strings that may be null.
    ///
    /// # Errors
    /// As [`Writer::values`].
    pub fn nullable_values<T: Written>(
        &mut self,
        field: &'static str,
        flexible: bool,
        array: Option<&Vec<T>>,
    ) -> Result<()> {
        match array {
            Some(array) => self.values(field, flexible, array)?,
            None => self.null_length(flexible),
        }
        Ok(())
    }

    /// Writes a struct that may be null, outside of tagged fields.
    ///
    /// # Errors
    /// Those of the struct.
    pub fn nullable_struct<T: Struct>(&mut self, value: Option<&T>, version: i16) -> Result<()> {
        match value {
            Some(value) => {
                self.i8(1);
                value.write(self, version)
            }
            None => {
                self.i8(-1);
                Ok(())
            }
        }
    }

    /// Writes a struct that may be null, as the content of a tagged field.
    ///
    /// # Errors
    /// Those of the struct.
    pub fn nullable_tagged_struct<T: Struct>(
        &mut self,
        value: Option<&T>,
        version: i16,
    ) -> Result<()> {
        self.uvarint(value.is_some().into());
        match value {
            Some(value) => value.write(self, version),
            None => Ok(()),
        }
    }

    /// Begins the tagged fields that end a struct: writes their count, which grows with each.
    pub fn begin_tags(&mut self) -> TagCount {
        self.buffer.put_u8(0);
        TagCount(self.buffer.len() - 1)
    }

    /// Begins one tagged field; its content follows.
    ///
    /// # Panics
    /// With more than 127 of them in one struct.
    pub fn begin_tag(&mut self, count: &TagCount, tag: u32) -> TagStart {
        let place = &mut self.buffer[count.0];
        assert!(*place < 0x7f, "the count of tagged fields is one byte");
        *place += 1;
        self.uvarint(tag);
        TagStart(self.buffer.len())
    }

    /// Ends one tagged field: puts its length before its content.
    pub fn end_tag(&mut self, start: TagStart) {
        let len = self.buffer.len() - start.0;
        self.uvarlong(len as u64);
        let prefix_bytes = self.buffer.len() - start.0 - len;
        self.buffer[start.0..].rotate_right(prefix_bytes);
    }
}

/// The value of a field in a version that does not allow null.
///
/// # Errors
/// When it is null.
pub fn required<'a, T>(field: &'static str, version: i16, value: Option<&'a T>) -> Result<&'a T> {
    value.ok_or(EncodeError::Null { field, version })
}

/// Where the count of a struct's tagged fields lies.
#[derive(Debug)]
pub struct TagCount(usize);

/// Where a tagged field's content begins.
#[derive(Debug)]
pub struct TagStart(usize);
