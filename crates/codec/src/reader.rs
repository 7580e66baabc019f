//! Reads wire primitives from a received frame, within its bounds and a budget of memory.

use std::sync::Arc;

use bytes::Bytes;
use types::Uuid;

use crate::tags::Tags;
use crate::value::Value;
use crate::{DecodeError, Problem, Records, Struct, Text};

/// Strings are no longer than this on the wire, in every version.
pub const STRING_BYTES_MAX: usize = 32_767;
/// What a decoded frame may take in memory for each of its bytes.
pub const DECODED_BYTES_PER_FRAME_BYTE: usize = 4;
/// What a decoded frame may take besides.
pub const DECODED_BYTES_BASE: usize = 64 * 1024;

/// A place in a received frame. Strings, byte fields and records are slices of the frame, never
/// copies.
///
/// Arrays are charged to a budget before they are reserved: what decoding takes is bounded by the
/// frame's size.
#[derive(Clone, Debug)]
pub struct Reader {
    frame: Bytes,
    shared: Option<Arc<Bytes>>,
    position: usize,
    budget: usize,
    charged: usize,
}

type Result<T> = std::result::Result<T, DecodeError>;

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident -> $type:ty;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// When the frame ends first.
        #[inline]
        pub fn $name(&mut self, field: &'static str) -> Result<$type> {
            const LEN: usize = size_of::<$type>();
            match self.frame.get(self.position..).and_then(|rest| rest.first_chunk::<LEN>()) {
                Some(bytes) => {
                    let value = <$type>::from_be_bytes(*bytes);
                    self.position += LEN;
                    Ok(value)
                }
                None => Err(self.truncated(field, LEN as u64)),
            }
        }
    )*};
}

impl Reader {
    /// Reads a frame that anybody may have sent: what it decodes to may take four times its size
    /// and 64 KiB.
    #[must_use]
    pub fn new(frame: Bytes) -> Self {
        let budget = frame
            .len()
            .saturating_mul(DECODED_BYTES_PER_FRAME_BYTE)
            .saturating_add(DECODED_BYTES_BASE);
        Self::with_budget(frame, budget)
    }

    /// Reads what comes from a peer or from our own log: sixteen times its size and 1 MiB.
    #[must_use]
    pub fn trusting(frame: Bytes) -> Self {
        let budget = frame.len().saturating_mul(16).saturating_add(1 << 20);
        Self::with_budget(frame, budget)
    }

    /// Reads with a given budget of memory, in bytes.
    #[must_use]
    pub fn with_budget(frame: Bytes, budget: usize) -> Self {
        Self {
            frame,
            shared: None,
            position: 0,
            budget,
            charged: 0,
        }
    }

    /// Bytes not read yet.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.frame.len() - self.position
    }

    /// Bytes read so far.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Bytes of memory that the arrays decoded so far take.
    #[must_use]
    pub fn charged(&self) -> usize {
        self.charged
    }

    /// The bytes not read yet, without reading them.
    #[must_use]
    pub fn rest(&self) -> Bytes {
        self.frame.slice(self.position..)
    }

    /// An error about the field at the present place.
    #[cold]
    #[must_use]
    pub fn error(&self, field: &'static str, problem: Problem) -> DecodeError {
        DecodeError {
            field,
            position: self.position,
            problem,
        }
    }

    #[cold]
    pub(crate) fn truncated(&self, field: &'static str, needed: u64) -> DecodeError {
        self.error(
            field,
            Problem::Truncated {
                needed,
                remaining: self.remaining(),
            },
        )
    }

    fixed! {
        /// Reads an `int8`.
        i8 -> i8;
        /// Reads an `int16`.
        i16 -> i16;
        /// Reads an `int32`.
        i32 -> i32;
        /// Reads an `int64`.
        i64 -> i64;
        /// Reads a `uint16`.
        u16 -> u16;
        /// Reads a `uint32`.
        u32 -> u32;
        /// Reads a `float64`.
        f64 -> f64;
    }

    /// Reads a `bool`: every byte but zero is true.
    ///
    /// # Errors
    /// When the frame ends first.
    pub fn bool(&mut self, field: &'static str) -> Result<bool> {
        Ok(self.i8(field)? != 0)
    }

    /// Reads a `uuid`.
    ///
    /// # Errors
    /// When the frame ends first.
    pub fn uuid(&mut self, field: &'static str) -> Result<Uuid> {
        match self
            .frame
            .get(self.position..)
            .and_then(|rest| rest.first_chunk::<16>())
        {
            Some(bytes) => {
                let value = Uuid(*bytes);
                self.position += 16;
                Ok(value)
            }
            None => Err(self.truncated(field, 16)),
        }
    }

    /// Reads an unsigned variable-length number of 32 bits, at most five bytes.
    ///
    /// # Errors
    /// When the frame ends first, or it takes more than 32 bits.
    pub fn uvarint(&mut self, field: &'static str) -> Result<u32> {
        let value = self.uvarlong_of(field, 5)?;
        u32::try_from(value).map_err(|_| self.error(field, Problem::Varint))
    }

    /// Reads a signed (zig-zag) variable-length number of 32 bits.
    ///
    /// # Errors
    /// When the frame ends first, or it takes more than 32 bits.
    pub fn varint(&mut self, field: &'static str) -> Result<i32> {
        let value = self.uvarint(field)?;
        Ok((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
    }

    /// Reads an unsigned variable-length number of 64 bits, at most ten bytes.
    ///
    /// # Errors
    /// When the frame ends first, or it takes more than 64 bits.
    pub fn uvarlong(&mut self, field: &'static str) -> Result<u64> {
        self.uvarlong_of(field, 10)
    }

    /// Reads a signed (zig-zag) variable-length number of 64 bits.
    ///
    /// # Errors
    /// When the frame ends first, or it takes more than 64 bits.
    pub fn varlong(&mut self, field: &'static str) -> Result<i64> {
        let value = self.uvarlong(field)?;
        Ok((value >> 1).cast_signed() ^ -((value & 1).cast_signed()))
    }

    fn uvarlong_of(&mut self, field: &'static str, bytes_max: u32) -> Result<u64> {
        let mut value = 0_u64;
        for place in 0..bytes_max {
            let byte = match self.frame.get(self.position) {
                Some(&byte) => byte,
                None => return Err(self.truncated(field, 1)),
            };
            self.position += 1;
            // The tenth byte has room for one bit only.
            if place == 9 && byte > 1 {
                return Err(self.error(field, Problem::Varint));
            }
            value |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(self.error(field, Problem::Varint))
    }

    /// Takes the next `len` bytes as a slice of the frame.
    ///
    /// # Errors
    /// When the frame ends first.
    pub fn take(&mut self, field: &'static str, len: usize) -> Result<Bytes> {
        if len > self.remaining() {
            return Err(self.truncated(field, len as u64));
        }
        let bytes = self.frame.slice(self.position..self.position + len);
        self.position += len;
        Ok(bytes)
    }

    /// Reads the length of a string, byte field or array: nothing for null.
    fn length(
        &mut self,
        field: &'static str,
        flexible: bool,
        short: bool,
    ) -> Result<Option<usize>> {
        let len = if flexible {
            i64::from(self.uvarint(field)?) - 1
        } else if short {
            i64::from(self.i16(field)?)
        } else {
            i64::from(self.i32(field)?)
        };
        if len > i64::from(i32::MAX) {
            return Err(self.error(field, Problem::Varint));
        }
        match usize::try_from(len) {
            Ok(len) => Ok(Some(len)),
            Err(_) if len == -1 => Ok(None),
            Err(_) => Err(self.error(field, Problem::NegativeLength(len))),
        }
    }

    #[cold]
    fn null(&self, field: &'static str) -> DecodeError {
        self.error(field, Problem::Null)
    }

    /// Reads a string that may be null.
    ///
    /// # Errors
    /// When the frame ends first, it is too long, or not UTF-8.
    pub fn nullable_text(&mut self, field: &'static str, flexible: bool) -> Result<Option<Text>> {
        let Some(len) = self.length(field, flexible, true)? else {
            return Ok(None);
        };
        if len == 0 {
            return Ok(Some(Text::EMPTY));
        }
        if len > STRING_BYTES_MAX {
            return Err(self.error(field, Problem::StringTooLong(len as u64)));
        }
        if len > self.remaining() {
            return Err(self.truncated(field, len as u64));
        }
        let frame = &self.frame;
        let shared = self.shared.get_or_insert_with(|| Arc::new(frame.clone()));
        match Text::slice(shared, self.position, self.position + len) {
            Some(text) => {
                self.position += len;
                Ok(Some(text))
            }
            None => Err(self.error(field, Problem::Utf8)),
        }
    }

    /// Reads a string.
    ///
    /// # Errors
    /// As [`Reader::nullable_text`], and when it is null.
    pub fn text(&mut self, field: &'static str, flexible: bool) -> Result<Text> {
        self.nullable_text(field, flexible)?
            .ok_or_else(|| self.null(field))
    }

    /// Reads a byte field that may be null.
    ///
    /// # Errors
    /// When the frame ends first.
    pub fn nullable_bytes(&mut self, field: &'static str, flexible: bool) -> Result<Option<Bytes>> {
        match self.length(field, flexible, false)? {
            Some(len) => self.take(field, len).map(Some),
            None => Ok(None),
        }
    }

    /// Reads a byte field.
    ///
    /// # Errors
    /// As [`Reader::nullable_bytes`], and when it is null.
    pub fn bytes(&mut self, field: &'static str, flexible: bool) -> Result<Bytes> {
        self.nullable_bytes(field, flexible)?
            .ok_or_else(|| self.null(field))
    }

    /// Reads a record set that may be null: one slice of the frame.
    ///
    /// # Errors
    /// When the frame ends first or the budget is spent.
    pub fn nullable_records(
        &mut self,
        field: &'static str,
        flexible: bool,
    ) -> Result<Option<Records>> {
        let Some(bytes) = self.nullable_bytes(field, flexible)? else {
            return Ok(None);
        };
        if !bytes.is_empty() {
            self.charge(field, size_of::<crate::Piece>())?;
        }
        Ok(Some(bytes.into()))
    }

    /// Reads a record set.
    ///
    /// # Errors
    /// As [`Reader::nullable_records`], and when it is null.
    pub fn records(&mut self, field: &'static str, flexible: bool) -> Result<Records> {
        self.nullable_records(field, flexible)?
            .ok_or_else(|| self.null(field))
    }

    fn charge(&mut self, field: &'static str, needed: usize) -> Result<()> {
        if needed > self.budget {
            let problem = Problem::Budget {
                needed: needed as u64,
                remaining: self.budget,
            };
            return Err(self.error(field, problem));
        }
        self.budget -= needed;
        self.charged += needed;
        Ok(())
    }

    /// Reads the number of elements of an array that may be null, and charges their memory to the
    /// budget. Each takes at least `wire_bytes_min` bytes of the frame and exactly `memory_bytes`
    /// of memory.
    ///
    /// # Errors
    /// When so many cannot follow, or would take more memory than the frame's size allows.
    pub fn nullable_array(
        &mut self,
        field: &'static str,
        flexible: bool,
        wire_bytes_min: usize,
        memory_bytes: usize,
    ) -> Result<Option<usize>> {
        let Some(count) = self.length(field, flexible, false)? else {
            return Ok(None);
        };
        if count.saturating_mul(wire_bytes_min.max(1)) > self.remaining() {
            let problem = Problem::Count {
                count: count as u64,
                remaining: self.remaining(),
            };
            return Err(self.error(field, problem));
        }
        self.charge(field, count.saturating_mul(memory_bytes))?;
        Ok(Some(count))
    }

    /// Reads an array of structs that may be null.
    ///
    /// # Errors
    /// As [`Reader::nullable_array`] and the struct itself.
    pub fn nullable_structs<T: Struct>(
        &mut self,
        field: &'static str,
        flexible: bool,
        wire_bytes_min: usize,
        version: i16,
    ) -> Result<Option<Vec<T>>> {
        let count = self.nullable_array(field, flexible, wire_bytes_min, size_of::<T>())?;
        let Some(count) = count else { return Ok(None) };
        let mut array = Vec::with_capacity(count);
        for _ in 0..count {
            array.push(T::read(self, version)?);
        }
        Ok(Some(array))
    }

    /// Reads an array of structs.
    ///
    /// # Errors
    /// As [`Reader::nullable_structs`], and when it is null.
    pub fn structs<T: Struct>(
        &mut self,
        field: &'static str,
        flexible: bool,
        wire_bytes_min: usize,
        version: i16,
    ) -> Result<Vec<T>> {
        self.nullable_structs(field, flexible, wire_bytes_min, version)?
            .ok_or_else(|| self.null(field))
    }

    /// Reads an array of numbers or ids that may be null.
    ///
    /// # Errors
    /// As [`Reader::nullable_array`].
    pub fn nullable_values<T: Value>(
        &mut self,
        field: &'static str,
        flexible: bool,
    ) -> Result<Option<Vec<T>>> {
        let count = self.nullable_array(field, flexible, T::WIRE_BYTES_MIN, size_of::<T>())?;
        let Some(count) = count else { return Ok(None) };
        let mut array = Vec::with_capacity(count);
        for _ in 0..count {
            array.push(T::read(self, field, flexible)?);
        }
        Ok(Some(array))
    }

    /// Reads an array of numbers or ids.
    ///
    /// # Errors
    /// As [`Reader::nullable_values`], and when it is null.
    pub fn values<T: Value>(&mut self, field: &'static str, flexible: bool) -> Result<Vec<T>> {
        self.nullable_values(field, flexible)?
            .ok_or_else(|| self.null(field))
    }

    /// Reads a struct that may be null, outside of tagged fields.
    ///
    /// # Errors
    /// Those of the struct.
    pub fn nullable_struct<T: Struct>(
        &mut self,
        field: &'static str,
        version: i16,
    ) -> Result<Option<T>> {
        if self.i8(field)? < 0 {
            Ok(None)
        } else {
            T::read(self, version).map(Some)
        }
    }

    /// Reads a struct that may be null, as a tagged field.
    ///
    /// # Errors
    /// Those of the struct.
    pub fn nullable_tagged_struct<T: Struct>(
        &mut self,
        field: &'static str,
        version: i16,
    ) -> Result<Option<T>> {
        if self.uvarint(field)? == 0 {
            Ok(None)
        } else {
            T::read(self, version).map(Some)
        }
    }

    /// Begins the tagged fields that end a struct.
    ///
    /// # Errors
    /// When the frame ends first.
    pub fn tags(&mut self, field: &'static str) -> Result<Tags> {
        let left = self.uvarint(field)?;
        Ok(Tags::new(field, left, self.position))
    }

    /// Skips all tagged fields of a struct that knows none.
    ///
    /// # Errors
    /// When the frame ends first, or the tags are not in order.
    pub fn skip_tags(&mut self, field: &'static str) -> Result<()> {
        let mut tags = self.tags(field)?;
        while tags.next(self)?.is_some() {
            tags.skip(self)?;
        }
        Ok(())
    }
}
