//! Where a walk over records takes its bytes from: a slice, or an inflate with a small window and a cap.

use std::io::{ErrorKind, Read};

use crate::compression::Compression;
use crate::error::BatchError;

/// Bytes, front to back.
pub(crate) trait Source {
    /// The next byte; none at the end.
    fn byte(&mut self) -> Result<Option<u8>, BatchError>;

    /// Passes over `count` bytes; whether they were there.
    fn skip(&mut self, count: usize) -> Result<bool, BatchError>;

    /// Bytes that are at hand now: as many as it happens to be, none only at the end.
    fn window(&mut self) -> Result<&[u8], BatchError>;

    /// Bytes passed so far.
    fn position(&self) -> u64;

    /// Whether nothing is left.
    fn is_at_end(&mut self) -> Result<bool, BatchError>;
}

/// Bytes in memory.
pub(crate) struct SliceSource<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> SliceSource<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0 }
    }
}

impl Source for SliceSource<'_> {
    #[inline]
    fn byte(&mut self) -> Result<Option<u8>, BatchError> {
        let byte = self.bytes.get(self.position).copied();
        self.position += usize::from(byte.is_some());
        Ok(byte)
    }

    #[inline]
    fn skip(&mut self, count: usize) -> Result<bool, BatchError> {
        let there = count <= self.bytes.len() - self.position;
        if there {
            self.position += count;
        }
        Ok(there)
    }

    #[inline]
    fn window(&mut self) -> Result<&[u8], BatchError> {
        Ok(self.bytes.get(self.position..).unwrap_or_default())
    }

    #[inline]
    fn position(&self) -> u64 {
        self.position as u64
    }

    fn is_at_end(&mut self) -> Result<bool, BatchError> {
        Ok(self.position == self.bytes.len())
    }
}

/// Bytes of the window that an inflate fills again and again.
const WINDOW_BYTES: usize = 32 * 1024;

/// Bytes as they inflate: a window's worth of memory, however many come out.
pub(crate) struct InflateSource<'a> {
    codec: Compression,
    reader: Box<dyn Read + 'a>,
    window: Vec<u8>,
    filled: usize,
    position: usize,
    /// Bytes in the windows before this one.
    passed: u64,
    bytes_max: u64,
}

impl<'a> InflateSource<'a> {
    pub(crate) fn new(
        codec: Compression,
        bytes: &'a [u8],
        bytes_max: u64,
    ) -> Result<Self, BatchError> {
        let reader = codec
            .reader(bytes)
            .map_err(|error| codec.inflate_error(&error))?;
        let window = vec![0; WINDOW_BYTES];
        Ok(Self {
            codec,
            reader,
            window,
            filled: 0,
            position: 0,
            passed: 0,
            bytes_max,
        })
    }

    /// Fills the window when it is used up; false at the end of the data.
    #[inline]
    fn refill(&mut self) -> Result<bool, BatchError> {
        if self.position < self.filled {
            Ok(true)
        } else {
            self.inflate_more()
        }
    }

    #[cold]
    fn inflate_more(&mut self) -> Result<bool, BatchError> {
        self.passed += self.filled as u64;
        self.position = 0;
        self.filled = 0;
        self.filled = loop {
            match self.reader.read(&mut self.window) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other.map_err(|error| self.codec.inflate_error(&error))?,
            }
        };
        if self.passed + self.filled as u64 > self.bytes_max {
            return Err(BatchError::InflatedTooLarge {
                bytes_max: self.bytes_max,
            });
        }
        Ok(self.filled > 0)
    }
}

impl Source for InflateSource<'_> {
    #[inline]
    fn byte(&mut self) -> Result<Option<u8>, BatchError> {
        if self.position == self.filled && !self.refill()? {
            return Ok(None);
        }
        let byte = self.window.get(self.position).copied();
        self.position += 1;
        Ok(byte)
    }

    fn skip(&mut self, mut count: usize) -> Result<bool, BatchError> {
        loop {
            let step = count.min(self.filled - self.position);
            self.position += step;
            count -= step;
            if count == 0 {
                return Ok(true);
            }
            if !self.refill()? {
                return Ok(false);
            }
        }
    }

    #[inline]
    fn window(&mut self) -> Result<&[u8], BatchError> {
        self.refill()?;
        Ok(self
            .window
            .get(self.position..self.filled)
            .unwrap_or_default())
    }

    fn position(&self) -> u64 {
        self.passed + self.position as u64
    }

    fn is_at_end(&mut self) -> Result<bool, BatchError> {
        Ok(!self.refill()?)
    }
}
