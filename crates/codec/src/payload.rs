//! A message on its way out: pieces of memory and ranges of files, in order, never joined.

use std::any::Any;
use std::fmt;
use std::io;
use std::sync::Arc;

use bytes::Bytes;

/// Bytes that lie outside of memory, such as an open segment file.
pub trait External: Send + Sync + fmt::Debug {
    /// Fills `buffer` from `position`.
    ///
    /// # Errors
    /// What the disk reports; `UnexpectedEof` when the range is not there.
    fn read_exact_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()>;

    /// The implementation itself, so that a real door can find its file descriptor and send without copying.
    fn as_any(&self) -> &dyn Any;
}

/// A range of a file that is sent as it lies.
#[derive(Clone, Debug)]
pub struct FileRange {
    /// Where the bytes are; kept open while the range lives.
    pub source: Arc<dyn External>,
    /// First byte.
    pub position: u64,
    /// Length in bytes.
    pub len: u64,
}

impl FileRange {
    /// Reads the whole range into memory.
    ///
    /// # Errors
    /// As [`External::read_exact_at`].
    pub fn read(&self) -> io::Result<Bytes> {
        let len = usize::try_from(self.len).map_err(io::Error::other)?;
        let mut buffer = vec![0; len];
        self.source.read_exact_at(&mut buffer, self.position)?;
        Ok(buffer.into())
    }
}

/// One piece of an outgoing message.
#[derive(Clone, Debug)]
pub enum Piece {
    /// In memory.
    Bytes(Bytes),
    /// In a file.
    File(FileRange),
}

impl Piece {
    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(range) => range.len,
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A whole outgoing message without its length prefix: header and body, in pieces.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The pieces, in order.
    pub pieces: Vec<Piece>,
}

impl Frame {
    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The frame as one piece of memory: for tests, simulated networks and calls within a process.
    ///
    /// # Errors
    /// As [`External::read_exact_at`].
    pub fn into_bytes(self) -> io::Result<Bytes> {
        if let [Piece::Bytes(bytes)] = self.pieces.as_slice() {
            return Ok(bytes.clone());
        }
        let mut joined = Vec::new();
        for piece in self.pieces {
            match piece {
                Piece::Bytes(bytes) => joined.extend_from_slice(&bytes),
                Piece::File(range) => joined.extend_from_slice(&range.read()?),
            }
        }
        Ok(joined.into())
    }
}

impl From<Bytes> for Frame {
    fn from(bytes: Bytes) -> Self {
        Self {
            pieces: vec![Piece::Bytes(bytes)],
        }
    }
}

/// The records field of a message: received bytes, or ranges of a log that are sent without being read.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The pieces, in order; none is an empty record set.
    pub pieces: Vec<Piece>,
}

impl Records {
    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of it in memory; without a copy where it is one received slice.
    ///
    /// # Errors
    /// As [`External::read_exact_at`].
    pub fn into_bytes(self) -> io::Result<Bytes> {
        Frame {
            pieces: self.pieces,
        }
        .into_bytes()
    }
}

impl From<Bytes> for Records {
    fn from(bytes: Bytes) -> Self {
        Self {
            pieces: if bytes.is_empty() {
                Vec::new()
            } else {
                vec![Piece::Bytes(bytes)]
            },
        }
    }
}

impl PartialEq for Records {
    /// Equal bytes in memory; ranges of files are never equal.
    fn eq(&self, other: &Self) -> bool {
        let memory = |records: &Self| {
            let mut joined = Vec::new();
            for piece in &records.pieces {
                match piece {
                    Piece::Bytes(bytes) => joined.extend_from_slice(bytes),
                    Piece::File(_) => return None,
                }
            }
            Some(joined)
        };
        matches!((memory(self), memory(other)), (Some(a), Some(b)) if a == b)
    }
}
