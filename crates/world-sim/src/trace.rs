//! What happened, line by line.

use std::fmt;

use types::Instant;

/// The history of a world. Two runs of one seed have equal traces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    lines: Vec<String>,
    keeps_lines: bool,
    digest: u64,
    len: u64,
}

impl Trace {
    pub(crate) fn new(keeps_lines: bool) -> Self {
        Self {
            keeps_lines,
            digest: 0xcbf2_9ce4_8422_2325,
            ..Self::default()
        }
    }

    pub(crate) fn line(&mut self, now: Instant, what: &fmt::Arguments<'_>) {
        let line = format!("{:>14.6} {what}", now.0 as f64 / 1e9);
        self.digest = digest(self.digest, line.as_bytes());
        self.len += 1;
        if self.keeps_lines {
            self.lines.push(line);
        }
    }

    /// The lines, when they are kept.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// A digest of all lines.
    #[must_use]
    pub fn digest(&self) -> u64 {
        self.digest
    }

    /// How many lines there were.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// FNV-1a.
pub(crate) fn digest(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |digest, &byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
