//! What is tried: each parser with whole input to damage, and a bound of what it may allocate.

mod batches;
mod log_directories;
mod messages;
mod metadata_records;
mod state_files;
mod znodes;

use bytes::Bytes;

use crate::damage::Random;

/// One parser, or what stands on several.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// What is damaged, for people.
    pub(crate) about: &'static str,
    /// Makes a damaged input.
    pub(crate) make: fn(&mut Random) -> Vec<u8>,
    /// Reads it. Returns whether it was taken for good; what must hold then is asserted.
    pub(crate) read: fn(&Bytes) -> bool,
    /// What reading may allocate in all: for each byte of the input, and beside.
    pub(crate) bytes_per_byte: usize,
    pub(crate) bytes_beside: usize,
}

/// All of them.
pub(crate) const TARGETS: [&Target; 9] = [
    &messages::MESSAGES,
    &batches::BATCHES,
    &metadata_records::RECORDS,
    &state_files::PRODUCER_SNAPSHOTS,
    &state_files::LEADER_EPOCHS,
    &state_files::PROPERTIES,
    &znodes::ZNODES,
    &log_directories::CLOSED,
    &log_directories::KILLED,
];

/// Lines of a name, a version and hexadecimal digits, as the golden files have them.
pub(crate) fn golden(text: &'static str) -> Vec<(&'static str, i16, Vec<u8>)> {
    let digit = |pair: &[u8]| {
        let pair = std::str::from_utf8(pair).unwrap_or_default();
        u8::from_str_radix(pair, 16).unwrap_or_default()
    };
    let parse = |line: &'static str| {
        let mut words = line.split(' ');
        let name = words.next()?;
        let version = words.next()?.parse().ok()?;
        let bytes = words.next().unwrap_or_default().as_bytes();
        Some((name, version, bytes.chunks(2).map(digit).collect()))
    };
    text.lines().filter_map(parse).collect()
}
