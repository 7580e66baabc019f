//! Positions in a log, counted in records.

use std::fmt;
use std::ops::{Add, Sub};

/// The position of a record in one partition's log. An *end* offset is exclusive: the next to be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Offset(pub i64);

impl Offset {
    /// The start of every new log.
    pub const ZERO: Self = Self(0);
    /// Kafka's "unknown offset".
    pub const NONE: Self = Self(-1);
    /// Above every offset that a log can reach.
    pub const MAX: Self = Self(i64::MAX);

    /// The offset after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Add<i64> for Offset {
    type Output = Self;
    fn add(self, records: i64) -> Self {
        Self(self.0.saturating_add(records))
    }
}

impl Sub for Offset {
    /// Records between the two.
    type Output = i64;
    fn sub(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
