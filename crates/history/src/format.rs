//! Histories as lines of JSON, one for each thing that happened to a client.
//!
//! ```text
//! {"at":1200,"client":"producer-1","op":1,"invoke":{"send":{"topic":"t","partition":0,"acks":-1,"idempotent":true,"producer":1,"first":1,"count":2}}}
//! {"at":1900,"client":"producer-1","op":1,"ok":{"sent":{"base_offset":0}}}
//! {"at":2000,"client":"reader-1","op":1,"invoke":{"poll":{"topic":"t","partition":0,"offset":0,"last":false}}}
//! {"at":2500,"client":"reader-1","op":1,"ok":{"polled":{"records":[[0,[1,1]],[1,[1,2]]],"high_watermark":2,"log_start":0}}}
//! ```

use std::fmt;
use std::io::{self, BufRead, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What a record carries: who sent it, and that producer's count of what it ever sent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Value(pub u32, pub u64);

impl fmt::Display for Value {
    /// As it stands at the start of a record's value; whatever follows the second comma is padding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},", self.0, self.1)
    }
}

impl Value {
    /// Takes it from the start of a record's value.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut fields = bytes.splitn(3, |byte| *byte == b',');
        let mut number = || {
            std::str::from_utf8(fields.next()?)
                .ok()?
                .parse::<u64>()
                .ok()
        };
        Some(Self(u32::try_from(number()?).ok()?, number()?))
    }
}

/// A record that was read: its offset and value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Read(pub i64, pub Value);

/// What a client asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// One batch: the values `first`, `first + 1`, … of `producer`. A retry of an idempotent producer is the same operation;
    /// a retry of a plain one is another with the same values.
    Send {
        /// The topic; where one was deleted and made again, with something that tells them apart.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
        /// 0, 1 or −1.
        acks: i16,
        /// Whether the broker drops what it has already.
        idempotent: bool,
        /// See [`Value`].
        producer: u32,
        /// See [`Value`].
        first: u64,
        /// How many.
        count: u32,
    },
    /// What follows an offset.
    Poll {
        /// As for a send.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
        /// From where; none for a client that does not say, which goes on where it was.
        offset: Option<i64>,
        /// Whether it is part of the last pass over the whole partition, made after everything has healed.
        last: bool,
    },
    /// The end of a partition, as consumers see it.
    End {
        /// As for a send.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
    },
    /// That the records below an offset are deleted.
    Delete {
        /// As for a send.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
        /// The first that is kept.
        below: i64,
    },
    /// Membership of a group.
    Join {
        /// The group.
        group: Arc<str>,
    },
    /// An offset of a group.
    Commit {
        /// The group.
        group: Arc<str>,
        /// As for a send.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
        /// What is committed.
        offset: i64,
    },
    /// What a group has committed.
    Committed {
        /// The group.
        group: Arc<str>,
        /// As for a send.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
    },
}

/// What a client got.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The batch is there.
    Sent {
        /// Offset of its first record; none where the broker did not say, as for `acks=0`.
        base_offset: Option<i64>,
    },
    /// The records from where the poll began.
    Polled {
        /// In the order in which they came.
        records: Vec<Read>,
        /// As the broker said; −1 when it is not known.
        high_watermark: i64,
        /// As the broker said; −1 when it is not known.
        log_start: i64,
    },
    /// The end of a partition.
    Ended {
        /// One beyond the last record.
        offset: i64,
    },
    /// Records were deleted.
    Deleted {
        /// The first that is kept, as the broker said.
        log_start: i64,
    },
    /// A member owns partitions.
    Joined {
        /// The generation.
        generation: i32,
        /// The member's id.
        member: Arc<str>,
        /// Topics and partitions.
        owned: Vec<(Arc<str>, i32)>,
    },
    /// The offset is committed.
    Committed,
    /// What a group has committed.
    Offset {
        /// −1 when there is nothing.
        offset: i64,
    },
}

/// What happened to an operation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It begins.
    Invoke(Operation),
    /// It was done.
    Ok(Outcome),
    /// It was not done and never will be.
    Fail(String),
    /// Whether it was or will be done is not known.
    Info(String),
    /// No operation: a fault, or whatever a reader wants to know.
    Note(String),
}

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Nanoseconds on one clock for all clients that rises along the history.
    pub at: u64,
    /// Whom it happened to. A client that lost track of its position goes on under another name.
    pub client: Arc<str>,
    /// Which of its operations.
    pub op: u64,
    /// What.
    #[serde(flatten)]
    pub what: Happened,
}

/// Writes a history.
///
/// # Errors
/// As writing does.
pub fn write(entries: &[Entry], mut to: impl Write) -> io::Result<()> {
    for entry in entries {
        serde_json::to_writer(&mut to, entry)?;
        to.write_all(b"\n")?;
    }
    Ok(())
}

/// Reads a history. Histories of several clients may be concatenated: the entries are put into the order of their times.
///
/// # Errors
/// As reading does; a line that is no entry is `InvalidData` and named by its number.
pub fn read(from: impl BufRead) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(from.lines()) {
        let entry: Entry = serde_json::from_str(&line?).map_err(|error| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("line {number}: {error}"),
            )
        })?;
        entries.push(entry);
    }
    entries.sort_by_key(|entry| entry.at);
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let topic: Arc<str> = "t".into();
        let send = Operation::Send {
            topic: topic.clone(),
            partition: 0,
            acks: -1,
            idempotent: true,
            producer: 1,
            first: 1,
            count: 2,
        };
        let polled = Outcome::Polled {
            records: vec![Read(0, Value(1, 1)), Read(1, Value(1, 2))],
            high_watermark: 2,
            log_start: 0,
        };
        let whats = [
            Happened::Invoke(send),
            Happened::Ok(Outcome::Sent {
                base_offset: Some(0),
            }),
            Happened::Ok(polled),
            Happened::Info("TimedOut".into()),
            Happened::Note("n1 crashes".into()),
            Happened::Ok(Outcome::Committed),
        ];
        let entries: Vec<Entry> = (1_u64..)
            .zip(whats)
            .map(|(at, what)| Entry {
                at,
                client: "c".into(),
                op: at,
                what,
            })
            .collect();
        let mut bytes = Vec::new();
        write(&entries, &mut bytes).expect("memory");
        let text = String::from_utf8(bytes.clone()).expect("text");
        assert!(
            text.contains(r#"{"at":2,"client":"c","op":2,"ok":{"sent":{"base_offset":0}}}"#),
            "{text}"
        );
        assert_eq!(read(&bytes[..]).expect("whole"), entries);
        let error = read(&b"{}\n"[..]).expect_err("no entry");
        assert!(error.to_string().starts_with("line 1"), "{error}");
    }

    #[test]
    fn values_stand_at_the_start_of_records() {
        let text = format!("{}padding", Value(7, 1234));
        assert_eq!(Value::parse(text.as_bytes()), Some(Value(7, 1234)));
        assert_eq!(Value::parse(b"7"), None);
        assert_eq!(Value::parse(b"x,1,"), None);
        assert_eq!(Value::parse(b""), None);
    }
}
