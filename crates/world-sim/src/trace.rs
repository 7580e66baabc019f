//! What happened, line by line.

use std::fmt::{self, Write};

use types::Instant;

/// The history of a world. Two runs of one seed have equal traces.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    lines: Vec<String>,
    keeps_lines: bool,
    digest: u64,
    len: u64,
    /// Where a line is written before it is counted.
    line: String,
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
        self.line.clear();
        let micros = now.0 / 1_000;
        // Writing to a string does not fail.
        let _ = write!(
            self.line,
            "{:>7}.{:06} {what}",
            micros / 1_000_000,
            micros % 1_000_000
        );
        self.digest = digest(self.digest, self.line.as_bytes());
        self.len += 1;
        if self.keeps_lines {
            self.lines.push(self.line.clone());
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

/// Mixes bytes into a digest, eight at a time.
pub(crate) fn digest(start: u64, bytes: &[u8]) -> u64 {
    let mix = |digest: u64, word: u64| {
        (digest.rotate_left(29) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let (words, rest) = bytes.as_chunks::<8>();
    let digest = words
        .iter()
        .fold(start, |digest, word| mix(digest, u64::from_le_bytes(*word)));
    let digest = rest
        .iter()
        .fold(digest, |digest, &byte| mix(digest, u64::from(byte)));
    mix(digest, bytes.len() as u64)
}
