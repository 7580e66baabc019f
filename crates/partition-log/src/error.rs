//! Why a log cannot do what it is asked.

use std::fmt;
use std::io;
use std::ops::Range;

use types::Offset;

/// Why an operation on a log or its directory failed.
#[derive(Debug)]
pub enum LogError {
    /// The disk failed. What is on it is no longer known: the whole directory must be taken
    /// offline, nothing tried again.
    Storage {
        /// The file and what was done with it.
        what: String,
        /// As the operating system reports.
        source: io::Error,
    },
    /// There is no room on the volume. Nothing of the operation remains; it may be tried again when
    /// there is.
    DiskFull {
        /// The file that was to grow.
        what: String,
    },
    /// Records in this range are damaged on the disk. The rest of the log is readable.
    Damaged {
        /// The offsets that cannot be read.
        offsets: Range<Offset>,
        /// What is wrong with them.
        why: String,
    },
    /// The offset is outside of the log.
    OutOfRange {
        /// What was asked for.
        offset: Offset,
        /// First offset that is kept.
        log_start_offset: Offset,
        /// Next offset to be written.
        log_end_offset: Offset,
    },
    /// What is to be appended does not continue the log.
    NotContiguous {
        /// The offset that the next batch must have.
        expected: Offset,
        /// The offset that it has.
        found: Offset,
    },
    /// What is to be appended is not a sequence of whole batches.
    InvalidBatch(String),
    /// What is on the disk contradicts itself or belongs to something else; the message names the
    /// remedy.
    Inconsistent(String),
    /// The directory was let go of in order: the process is about to end.
    Closed,
}

impl LogError {
    pub(crate) fn storage(what: impl fmt::Display, source: io::Error) -> Self {
        let what = what.to_string();
        if source.kind() == io::ErrorKind::StorageFull {
            Self::DiskFull { what }
        } else {
            Self::Storage { what, source }
        }
    }

    /// Whether the whole disk must be taken offline.
    #[must_use]
    pub fn is_disk_failure(&self) -> bool {
        matches!(self, Self::Storage { .. })
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage { what, source } => write!(f, "{what}: {source}"),
            Self::DiskFull { what } => write!(f, "{what}: no space is left on the volume"),
            Self::Closed => f.write_str("the log directory is closed: this broker is stopping"),
            Self::Damaged { offsets, why } => {
                write!(
                    f,
                    "the offsets {} to {} (exclusive) are damaged on the disk: {why}",
                    offsets.start, offsets.end
                )
            }
            Self::OutOfRange {
                offset,
                log_start_offset,
                log_end_offset,
            } => write!(
                f,
                "offset {offset} is outside of the log, which begins at {log_start_offset} and ends before {log_end_offset}"
            ),
            Self::NotContiguous { expected, found } => {
                write!(
                    f,
                    "the log continues at offset {expected}, what is to be appended begins at {found}"
                )
            }
            Self::InvalidBatch(why) | Self::Inconsistent(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for LogError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Storage { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Adds what was being done to an error of the disk.
pub(crate) trait Doing<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, LogError>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T, LogError> {
        self.map_err(|source| LogError::storage(what(), source))
    }
}
