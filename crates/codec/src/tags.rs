//! The tagged fields that end a struct in flexible versions (KIP-482).

use crate::{DecodeError, Problem, Reader};

type Result<T> = std::result::Result<T, DecodeError>;

/// Goes through the tagged fields of one struct.
#[derive(Debug)]
pub struct Tags {
    field: &'static str,
    left: u32,
    next_lowest: u64,
    current: u32,
    announced: u32,
    start: usize,
}

impl Tags {
    /// `left` fields of a struct, with the reader at the first one's tag.
    pub(crate) fn new(field: &'static str, left: u32, position: usize) -> Self {
        Self {
            field,
            left,
            next_lowest: 0,
            current: 0,
            announced: 0,
            start: position,
        }
    }

    /// The next field's tag, with the reader at its content; nothing when there are no more.
    ///
    /// # Errors
    /// When the frame ends first, tags do not rise, or the field before did not take the bytes that
    /// it announced.
    pub fn next(&mut self, reader: &mut Reader) -> Result<Option<u32>> {
        let taken = reader.position() - self.start;
        if taken != self.announced as usize {
            let (tag, announced) = (self.current, self.announced);
            return Err(reader.error(
                self.field,
                Problem::TagSize {
                    tag,
                    announced,
                    taken,
                },
            ));
        }
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.current = reader.uvarint(self.field)?;
        if u64::from(self.current) < self.next_lowest {
            return Err(reader.error(self.field, Problem::TagOrder(self.current)));
        }
        self.next_lowest = u64::from(self.current) + 1;
        self.announced = reader.uvarint(self.field)?;
        if self.announced as usize > reader.remaining() {
            return Err(reader.truncated(self.field, u64::from(self.announced)));
        }
        self.start = reader.position();
        Ok(Some(self.current))
    }

    /// Passes over the current field: one that is not known here.
    ///
    /// # Errors
    /// When the frame ends first.
    pub fn skip(&mut self, reader: &mut Reader) -> Result<()> {
        reader.take(self.field, self.announced as usize).map(drop)
    }
}
