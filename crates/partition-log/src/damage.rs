//! Ranges of a log that are damaged on the disk: found by recovery, remembered beside the log,
//! never cut off.

use std::ops::Range;

use types::Offset;

use crate::directory::read_if_present;
use crate::error::{Doing, LogError};
use crate::log::PartitionLog;
use crate::names::DAMAGED_RANGES;

/// A damaged range.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Damage {
    pub(crate) offsets: Range<Offset>,
    /// The segment it is in.
    pub(crate) segment: Offset,
    /// Where in its file.
    pub(crate) bytes: Range<u64>,
}

impl Damage {
    pub(crate) fn error(&self) -> LogError {
        LogError::Damaged {
            offsets: self.offsets.clone(),
            why: "it lies below the recovery point, so it was whole once; another replica may still have it".into(),
        }
    }
}

impl PartitionLog {
    /// The damage that a read in `segment` meets first, from `position` on.
    pub(crate) fn damage_from(&self, segment: Offset, position: u64) -> Option<&Damage> {
        self.damaged.iter().find(|damage| {
            damage.segment == segment && damage.bytes.end.max(damage.bytes.start + 1) > position
        })
    }

    /// The damage that holds `offset`.
    pub(crate) fn damage_at(&self, offset: Offset) -> Option<&Damage> {
        self.damaged
            .iter()
            .find(|damage| damage.offsets.contains(&offset))
    }

    /// Forgets damage that is cut off or below the start.
    pub(crate) fn trim_damage(&mut self) -> Result<(), LogError> {
        let (start, end) = (self.log_start, self.log_end);
        let before = self.damaged.clone();
        self.damaged
            .retain(|damage| damage.offsets.end > start && damage.offsets.start < end);
        for damage in &mut self.damaged {
            damage.offsets.end = damage.offsets.end.min(end);
        }
        if self.damaged == before {
            Ok(())
        } else {
            self.save_damage()
        }
    }

    /// Five numbers a line: the offsets, the segment, the bytes.
    pub(crate) fn save_damage(&self) -> Result<(), LogError> {
        if self.damaged.is_empty() {
            return self.files.remove(DAMAGED_RANGES);
        }
        let mut text = String::from("0\n");
        for Damage {
            offsets,
            segment,
            bytes,
        } in &self.damaged
        {
            let line = format!(
                "{} {} {segment} {} {}\n",
                offsets.start, offsets.end, bytes.start, bytes.end
            );
            text.push_str(&line);
        }
        let path = self.files.path(DAMAGED_RANGES);
        let written = self.files.disk().write_atomically(&path, text.as_bytes());
        written.doing(|| format!("writing {}", path.display()))
    }

    pub(crate) fn load_damage(&mut self) -> Result<(), LogError> {
        let content = read_if_present(self.files.disk(), &self.files.path(DAMAGED_RANGES))?
            .unwrap_or_default();
        let content = String::from_utf8_lossy(&content);
        self.damaged = content.lines().skip(1).filter_map(parse).collect();
        Ok(())
    }
}

fn parse(line: &str) -> Option<Damage> {
    let mut words = line.split_whitespace();
    let mut offset = || words.next()?.parse().ok();
    let offsets = Offset(offset()?)..Offset(offset()?);
    let segment = Offset(offset()?);
    let mut byte = || words.next()?.parse().ok();
    Some(Damage {
        offsets,
        segment,
        bytes: byte()?..byte()?,
    })
}
