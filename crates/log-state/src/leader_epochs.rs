//! Which leader epoch begins at which offset of a log.
//!
//! Invariant: epochs and start offsets both rise strictly from entry to entry.

use std::fmt::Write as _;

use types::{LeaderEpoch, Offset};

use crate::snapshot::StateFileError;

/// A leader epoch and the offset of the first record that its leader appended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochStart {
    /// The epoch.
    pub epoch: LeaderEpoch,
    /// Its first offset.
    pub start_offset: Offset,
}

/// The answer to "where does epoch N end": the largest epoch up to N that the log knows, and where that one ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EpochEnd {
    /// The epoch that is known; the one asked for where that is below all that are known.
    pub epoch: LeaderEpoch,
    /// The first offset after it.
    pub end_offset: Offset,
}

/// The leader epochs of one log, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeaderEpochs {
    entries: Vec<EpochStart>,
}

impl LeaderEpochs {
    /// No epoch yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All entries, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[EpochStart] {
        &self.entries
    }

    /// Whether no epoch is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The newest epoch.
    #[must_use]
    pub fn latest(&self) -> Option<EpochStart> {
        self.entries.last().copied()
    }

    /// The oldest epoch.
    #[must_use]
    pub fn earliest(&self) -> Option<EpochStart> {
        self.entries.first().copied()
    }

    /// Notes that `epoch` begins at `start_offset`; whether that was news. A batch of the newest epoch is none.
    /// Entries that contradict it, with an epoch or an offset not below its own, are dropped: their records are gone.
    ///
    /// # Panics
    /// When the epoch or the offset is negative.
    pub fn assign(&mut self, epoch: LeaderEpoch, start_offset: Offset) -> bool {
        assert!(
            epoch.0 >= 0 && start_offset.0 >= 0,
            "epoch {epoch} at offset {start_offset}"
        );
        if let Some(latest) = self.latest()
            && latest.epoch == epoch
            && start_offset >= latest.start_offset
        {
            return false;
        }
        while self
            .latest()
            .is_some_and(|last| last.epoch >= epoch || last.start_offset >= start_offset)
        {
            self.entries.pop();
        }
        self.entries.push(EpochStart {
            epoch,
            start_offset,
        });
        true
    }

    /// Where `epoch` ends in a log that ends at `log_end_offset` (KIP-101, KIP-279). None where the log cannot say:
    /// it knows no epoch at all, or `epoch` is above all it knows, or is [`LeaderEpoch::NONE`].
    #[must_use]
    pub fn end_offset_for(&self, epoch: LeaderEpoch, log_end_offset: Offset) -> Option<EpochEnd> {
        if epoch == LeaderEpoch::NONE {
            return None;
        }
        let latest = self.latest()?;
        if latest.epoch == epoch {
            return Some(EpochEnd {
                epoch,
                end_offset: log_end_offset,
            });
        }
        let above = self.entries.partition_point(|entry| entry.epoch <= epoch);
        let end_offset = self.entries.get(above)?.start_offset;
        let known = above.checked_sub(1).and_then(|at| self.entries.get(at));
        // Below all that are known: its records were deleted, and the log starts with the epoch above it.
        Some(EpochEnd {
            epoch: known.map_or(epoch, |entry| entry.epoch),
            end_offset,
        })
    }

    /// The epoch of the record at `offset`, if the log is known that far back.
    #[must_use]
    pub fn epoch_for_offset(&self, offset: Offset) -> Option<LeaderEpoch> {
        let above = self
            .entries
            .partition_point(|entry| entry.start_offset <= offset);
        above
            .checked_sub(1)
            .and_then(|at| self.entries.get(at))
            .map(|entry| entry.epoch)
    }

    /// The newest epoch below `epoch`.
    #[must_use]
    pub fn previous(&self, epoch: LeaderEpoch) -> Option<EpochStart> {
        let at = self.entries.partition_point(|entry| entry.epoch < epoch);
        at.checked_sub(1)
            .and_then(|at| self.entries.get(at))
            .copied()
    }

    /// Drops the epochs that begin at `end_offset` or later, also one that begins at the very end of the log and has
    /// no record yet; whether there were any.
    pub fn truncate_from_end(&mut self, end_offset: Offset) -> bool {
        let keep = self
            .entries
            .partition_point(|entry| entry.start_offset < end_offset);
        let cut = keep < self.entries.len();
        self.entries.truncate(keep);
        cut
    }

    /// Drops the epochs that end at `start_offset` or before; the one that holds it begins there from now on. Returns
    /// whether anything changed.
    pub fn truncate_from_start(&mut self, start_offset: Offset) -> bool {
        let above = self
            .entries
            .partition_point(|entry| entry.start_offset <= start_offset);
        let Some(holder) = above.checked_sub(1) else {
            return false;
        };
        let changed = holder > 0
            || self
                .earliest()
                .is_some_and(|e| e.start_offset < start_offset);
        self.entries.drain(..holder);
        if let Some(first) = self.entries.first_mut() {
            first.start_offset = start_offset;
        }
        changed
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// The text of Kafka's `leader-epoch-checkpoint`.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut text = format!("0\n{}\n", self.entries.len());
        for entry in &self.entries {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{} {}", entry.epoch, entry.start_offset);
        }
        text
    }

    /// Reads the text of Kafka's `leader-epoch-checkpoint`.
    ///
    /// # Errors
    /// Another version, another number of lines than the second says, a line that is no such pair, or one without an end.
    pub fn decode(text: &str) -> Result<Self, StateFileError> {
        let bad = |line: usize, what: &'static str| StateFileError::BadLine { line, what };
        if !text.ends_with('\n') {
            // A crash may have cut the last number.
            return Err(bad(text.lines().count(), "a line with an end"));
        }
        let mut lines = text.lines();
        if lines.next().map(str::trim) != Some("0") {
            return Err(bad(1, "the version, which is 0"));
        }
        let count = lines
            .next()
            .and_then(|line| line.trim().parse::<usize>().ok());
        let count = count.ok_or_else(|| bad(2, "the number of entries"))?;
        let mut epochs = Self::new();
        let mut found = 0;
        for (place, line) in lines.enumerate() {
            let pair = line.trim().split_once(' ');
            let parsed = pair.and_then(|(epoch, start)| {
                Some((
                    epoch.parse::<i32>().ok()?,
                    start.trim().parse::<i64>().ok()?,
                ))
            });
            match parsed {
                Some((epoch, start)) if epoch >= 0 && start >= 0 => {
                    epochs.assign(LeaderEpoch(epoch), Offset(start));
                }
                _ => return Err(bad(place + 3, "an epoch and its start offset")),
            }
            found += 1;
        }
        if found == count {
            Ok(epochs)
        } else {
            Err(bad(2, "the number of entries that follow"))
        }
    }
}
