//! What a replica had to give up, as its broker tells it: a line for each time, words `key=value` with spaces between.

use std::collections::BTreeMap;

/// One time that a replica cut what its leader does not have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Loss {
    /// When it was found, in milliseconds of 1970.
    pub(crate) at: i64,
    pub(crate) leader: i32,
    /// Since when that leads.
    pub(crate) leader_epoch: i32,
    pub(crate) first_offset: i64,
    pub(crate) last_offset: i64,
    /// Below this they were known to be committed.
    pub(crate) committed_below: i64,
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    /// Times of the first and the last record, in milliseconds of 1970.
    pub(crate) first_timestamp: i64,
    pub(crate) last_timestamp: i64,
    /// Whether an unclean election is known to be the reason.
    pub(crate) unclean: bool,
}

impl Loss {
    /// Reads the lines of a broker, oldest first. What cannot be read is left out.
    pub(crate) fn parse_all(lines: &str) -> Vec<Self> {
        lines.lines().filter_map(Self::parse).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let words = line.split(' ').filter_map(|word| word.split_once('='));
        let words: BTreeMap<&str, &str> = words.collect();
        let number = |key: &str| words.get(key)?.parse::<i64>().ok();
        let count = |key: &str| words.get(key)?.parse::<u64>().ok();
        Some(Self {
            at: number("at.ms")?,
            leader: words.get("leader")?.parse().ok()?,
            leader_epoch: words.get("leader.epoch")?.parse().ok()?,
            first_offset: number("first.offset")?,
            last_offset: number("last.offset")?,
            committed_below: number("committed.below")?,
            records: count("records")?,
            bytes: count("bytes")?,
            first_timestamp: number("first.timestamp")?,
            last_timestamp: number("last.timestamp")?,
            unclean: *words.get("unclean.election")? == "true",
        })
    }

    /// How many offsets of it were known to be committed.
    pub(crate) fn committed(&self) -> i64 {
        let end = self.committed_below.min(self.last_offset.saturating_add(1));
        end.saturating_sub(self.first_offset).max(0)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// As a broker writes it.
    pub(crate) const LINE: &str = "at.ms=1000 partition=orders-3 topic.id=AAAAAAAAAAAAAAAAAAAAAQ leader=2 leader.epoch=7 \
         first.offset=50 last.offset=99 committed.below=90 records=50 bytes=3400 first.timestamp=0 last.timestamp=999 \
         unclean.election=true";

    #[test]
    fn a_line_of_a_broker_is_read() {
        let read = Loss::parse_all(LINE);
        let expected = Loss {
            at: 1000,
            leader: 2,
            leader_epoch: 7,
            first_offset: 50,
            last_offset: 99,
            committed_below: 90,
            records: 50,
            bytes: 3400,
            first_timestamp: 0,
            last_timestamp: 999,
            unclean: true,
        };
        assert_eq!(read, [expected]);
        assert_eq!(read[0].committed(), 40);
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let without = LINE.replace("records=50 ", "");
        let overlong = LINE.replace("last.offset=99", "last.offset=9223372036854775807");
        let read = Loss::parse_all(&format!("{without}\n\nnonsense\n{overlong}"));
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].committed(), 40);
    }
}
