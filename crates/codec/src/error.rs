//! What can be wrong with received bytes, and with a message that is to be sent.

use std::fmt;

/// Why bytes are not the message that they should be. Nothing was allocated beyond the budget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecodeError {
    /// Which field, as `Struct.Field` in Kafka's names.
    pub field: &'static str,
    /// How many bytes into the frame.
    pub position: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong at one place of a received frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The frame ends within the field.
    Truncated {
        /// Bytes that the field needs.
        needed: u64,
        /// Bytes that are left.
        remaining: usize,
    },
    /// A variable-length number is longer than its type can be, or overflows it.
    Varint,
    /// A length or count below zero where null is not allowed.
    Null,
    /// A length or count below minus one.
    NegativeLength(i64),
    /// A string longer than 32,767 bytes.
    StringTooLong(u64),
    /// A string that is not UTF-8.
    Utf8,
    /// More elements than the remaining bytes can hold.
    Count {
        /// Elements announced.
        count: u64,
        /// Bytes that are left.
        remaining: usize,
    },
    /// What was decoded takes more memory than the frame's size allows.
    Budget {
        /// Bytes that this array needs in memory.
        needed: u64,
        /// Bytes of the budget that are left.
        remaining: usize,
    },
    /// Tags that do not rise strictly: out of order, or one twice.
    TagOrder(u32),
    /// A tagged field whose content does not take the bytes that it announces.
    TagSize {
        /// The field's tag.
        tag: u32,
        /// Bytes announced.
        announced: u32,
        /// Bytes taken.
        taken: usize,
    },
    /// A version that the message does not have.
    Version(i16),
    /// Bytes after the end of what should take them all.
    LeftOver(usize),
    /// A record type, frame version or the like that is not known.
    Unknown(i64),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}: ", self.field, self.position)?;
        match self.problem {
            Problem::Truncated { needed, remaining } => {
                write!(f, "needs {needed} bytes, but only {remaining} are left")
            }
            Problem::Varint => f.write_str("a variable-length number is too long"),
            Problem::Null => f.write_str("null is not allowed here"),
            Problem::NegativeLength(len) => write!(f, "the length {len} is negative"),
            Problem::StringTooLong(len) => {
                write!(f, "a string of {len} bytes is above the limit of 32767")
            }
            Problem::Utf8 => f.write_str("the string is not valid UTF-8"),
            Problem::Count { count, remaining } => {
                write!(
                    f,
                    "{count} elements cannot lie in the {remaining} bytes that are left"
                )
            }
            Problem::Budget { needed, remaining } => write!(
                f,
                "{needed} bytes of memory are needed, but {remaining} are left of what a frame of this size may take"
            ),
            Problem::TagOrder(tag) => write!(f, "tag {tag} is out of order or given twice"),
            Problem::TagSize {
                tag,
                announced,
                taken,
            } => {
                write!(
                    f,
                    "tag {tag} announces {announced} bytes, but its content takes {taken}"
                )
            }
            Problem::Version(version) => write!(f, "there is no version {version}"),
            Problem::LeftOver(bytes) => write!(f, "{bytes} bytes are left over"),
            Problem::Unknown(value) => write!(f, "the value {value} is not known"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Why a message cannot be sent in the version asked for. The message is at fault, never the peer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum EncodeError {
    /// The field is null, which the version does not allow.
    Null {
        /// `Struct.Field` in Kafka's names.
        field: &'static str,
        /// The version asked for.
        version: i16,
    },
    /// The field is set, but the version lacks it and it may not be left out.
    NotInVersion {
        /// `Struct.Field` in Kafka's names.
        field: &'static str,
        /// The version asked for.
        version: i16,
    },
    /// A string, byte field, array or record set is longer than its length prefix can say.
    TooLong {
        /// `Struct.Field` in Kafka's names.
        field: &'static str,
        /// Its length in bytes or elements.
        len: u64,
    },
    /// The message has no such version.
    Version {
        /// The message.
        message: &'static str,
        /// The version asked for.
        version: i16,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null { field, version } => {
                write!(f, "{field} is null, which version {version} does not allow")
            }
            Self::NotInVersion { field, version } => {
                write!(f, "{field} is set, but version {version} cannot carry it")
            }
            Self::TooLong { field, len } => {
                write!(
                    f,
                    "{field} has the length {len}, which is more than its prefix can say"
                )
            }
            Self::Version { message, version } => {
                write!(f, "{message} has no version {version}")
            }
        }
    }
}

impl std::error::Error for EncodeError {}
