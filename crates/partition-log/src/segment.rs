//! One segment of a log: a file of batches and what is indexed of it.

use std::time::Duration;

use records::BatchHeader;
use types::{Offset, Timestamp, TopicPartition};

use crate::config::LogConfig;
use crate::error::LogError;
use crate::files::LogFiles;
use crate::index::{Entry as _, Index, OffsetEntry, TimeEntry};
use crate::names::FileKind;

/// Index entries that are kept in memory before they are written: some 16 MiB of batches at Kafka's
/// interval.
const UNSAVED_ENTRIES_MAX: usize = 4096;

/// The latest time up to some point, and the last offset of the first batch that has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Largest {
    pub(crate) timestamp: Timestamp,
    pub(crate) offset: Offset,
}

/// A segment. Only the last of a log is appended to.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    pub(crate) base: Offset,
    /// Bytes of batches: the length of the file.
    pub(crate) size: u64,
    /// When it was made or, of a segment found at a start, that start.
    pub(crate) created: Timestamp,
    /// When it was appended to last, by the same rule.
    pub(crate) appended: Timestamp,
    /// The latest time of the first batch: what `segment.ms` counts from. None where not read yet.
    pub(crate) first_timestamp: Option<Timestamp>,
    /// The latest time of all; none where not read yet.
    pub(crate) largest: Option<Largest>,
    pub(crate) offsets: Index<OffsetEntry>,
    pub(crate) times: Index<TimeEntry>,
    /// Whether the index files are missing or cannot be right, so that they must be made again
    /// before use.
    pub(crate) index_lost: bool,
    /// Whether it has an index of aborted transactions.
    pub(crate) has_aborted: bool,
    /// Bytes appended since the last entry of the index.
    bytes_since_entry: u64,
}

impl Segment {
    /// A new one, empty.
    pub(crate) fn new(base: Offset, now: Timestamp) -> Self {
        Self {
            base,
            size: 0,
            created: now,
            appended: now,
            first_timestamp: None,
            largest: Some(Largest {
                timestamp: Timestamp::NONE,
                offset: base,
            }),
            offsets: Index::default(),
            times: Index::default(),
            index_lost: false,
            has_aborted: false,
            bytes_since_entry: 0,
        }
    }

    /// One that was found, with the lengths of its files; an index that is missing is none.
    pub(crate) fn found(
        base: Offset,
        size: u64,
        index: Option<u64>,
        times: Option<u64>,
        now: Timestamp,
    ) -> Self {
        let whole = |len: Option<u64>, entry: u64| len.is_some_and(|len| len % entry == 0);
        let usable =
            size == 0 || (whole(index, OffsetEntry::SIZE) && whole(times, TimeEntry::SIZE));
        let mut segment = Self::new(base, now);
        segment.size = size;
        segment.index_lost = !usable;
        if size > 0 {
            segment.largest = None;
        }
        if usable && size > 0 {
            segment.offsets = Index::stored(index.unwrap_or(0));
            segment.times = Index::stored(times.unwrap_or(0));
        }
        segment
    }

    /// Offset from the base, as indexes store it.
    pub(crate) fn relative(&self, offset: Offset) -> u32 {
        u32::try_from(offset - self.base).unwrap_or(u32::MAX)
    }

    /// Takes note of a batch that lies at the end of the segment, in the file already.
    pub(crate) fn index_batch(&mut self, header: &BatchHeader, config: &LogConfig) {
        let position = self.size;
        let bytes = header.size_in_bytes() as u64;
        if self.first_timestamp.is_none() && position == 0 {
            self.first_timestamp = Some(header.max_timestamp);
        }
        let so_far = self.largest.unwrap_or(Largest {
            timestamp: Timestamp::NONE,
            offset: self.base,
        });
        if header.max_timestamp > so_far.timestamp {
            self.largest = Some(Largest {
                timestamp: header.max_timestamp,
                offset: header.last_offset(),
            });
        }
        if self.bytes_since_entry > config.index_interval_bytes {
            let entry = OffsetEntry {
                relative: self.relative(header.last_offset()),
                position: u32::try_from(position).unwrap_or(u32::MAX),
            };
            self.offsets.push(entry);
            self.index_time();
            self.bytes_since_entry = 0;
        }
        self.bytes_since_entry += bytes;
        self.size += bytes;
    }

    /// Adds the latest time to the time index, unless it is there.
    pub(crate) fn index_time(&mut self) {
        let Some(largest) = self.largest else { return };
        // An index whose last entry was not read yet holds the latest time already: nothing was
        // appended since.
        let indexed = match self.times.cached_last() {
            Some(entry) => entry.timestamp,
            None if self.times.len() == 0 => Timestamp::NONE.0,
            None => return,
        };
        if largest.timestamp.0 > indexed {
            let relative = self.relative(largest.offset);
            self.times.push(TimeEntry {
                timestamp: largest.timestamp.0,
                relative,
            });
        }
    }

    /// Forgets what was indexed, before the segment is scanned again from its start.
    pub(crate) fn reset(&mut self, files: &LogFiles) -> Result<(), LogError> {
        for kind in [
            FileKind::OffsetIndex,
            FileKind::TimeIndex,
            FileKind::TransactionIndex,
        ] {
            files.release(self.base, kind);
            files.remove(&crate::names::file_name(self.base, kind))?;
        }
        let (created, appended) = (self.created, self.appended);
        *self = Self {
            created,
            appended,
            ..Self::new(self.base, created)
        };
        Ok(())
    }

    /// Whether both indexes take another `entries`.
    pub(crate) fn has_index_room(&self, entries: u64, config: &LogConfig) -> bool {
        let room = config.segment_index_bytes;
        // Kafka keeps one entry of the time index free for the last time of the segment.
        self.offsets.len() + entries <= (room / OffsetEntry::SIZE).max(1)
            && self.times.len() + entries < (room / TimeEntry::SIZE).max(2)
    }

    /// Whether a batch fits after `bytes` and `batches` more that are about to be written. An empty
    /// segment takes any batch.
    pub(crate) fn takes(
        &self,
        next: &BatchHeader,
        bytes: u64,
        batches: u64,
        config: &LogConfig,
    ) -> bool {
        let size = self.size + bytes;
        // Positions are 32 bits and signed in Kafka's index.
        let limit = config.segment_bytes.min(i32::MAX.unsigned_abs().into());
        let fits = size == 0 || size + next.size_in_bytes() as u64 <= limit;
        let in_reach = next.last_offset() - self.base <= i64::from(i32::MAX);
        fits && in_reach && self.has_index_room(batches + 1, config)
    }

    pub(crate) fn has_many_unsaved_entries(&self) -> bool {
        self.offsets.unsaved() > UNSAVED_ENTRIES_MAX
    }

    /// Writes the indexes to their files.
    pub(crate) fn save_indexes(&mut self, files: &LogFiles) -> Result<(), LogError> {
        let base = self.base;
        self.offsets
            .save(|| files.create(base, FileKind::OffsetIndex))?;
        self.times.save(|| files.create(base, FileKind::TimeIndex))
    }

    /// The latest time in the segment; [`Timestamp::NONE`] where no record has one.
    pub(crate) fn largest(&mut self, files: &LogFiles) -> Result<Largest, LogError> {
        if let Some(largest) = self.largest {
            return Ok(largest);
        }
        let base = self.base;
        let last = self.times.last(|| files.open(base, FileKind::TimeIndex))?;
        let largest = last.map_or(
            Largest {
                timestamp: Timestamp::NONE,
                offset: base,
            },
            |entry| Largest {
                timestamp: Timestamp(entry.timestamp),
                offset: base + i64::from(entry.relative),
            },
        );
        self.largest = Some(largest);
        Ok(largest)
    }

    /// The last indexed batch that ends at or below `offset`.
    pub(crate) fn floor(
        &self,
        files: &LogFiles,
        offset: Offset,
    ) -> Result<Option<OffsetEntry>, LogError> {
        let relative = self.relative(offset);
        let file = || files.open(self.base, FileKind::OffsetIndex);
        Ok(self
            .offsets
            .prefix(|entry| entry.relative <= relative, file)?
            .1)
    }

    /// The last indexed batch that begins at or below `position`.
    pub(crate) fn floor_of_position(
        &self,
        files: &LogFiles,
        position: u64,
    ) -> Result<Option<OffsetEntry>, LogError> {
        let file = || files.open(self.base, FileKind::OffsetIndex);
        Ok(self
            .offsets
            .prefix(|entry| u64::from(entry.position) <= position, file)?
            .1)
    }

    /// Cuts the segment at a batch that begins at `position` with `offset`. The times are to be set
    /// by the caller.
    pub(crate) fn cut(
        &mut self,
        files: &LogFiles,
        position: u64,
        offset: Offset,
    ) -> Result<(), LogError> {
        let (base, relative) = (self.base, self.relative(offset));
        let index = || files.open(base, FileKind::OffsetIndex);
        let (kept, _) = self
            .offsets
            .prefix(|entry| u64::from(entry.position) < position, index)?;
        self.offsets.truncate(kept, index)?;
        let times = || files.open(base, FileKind::TimeIndex);
        let (kept, _) = self
            .times
            .prefix(|entry| entry.relative < relative, times)?;
        self.times.truncate(kept, times)?;
        // What is appended next is compared with it.
        self.times.last(times)?;
        self.size = position;
        self.bytes_since_entry = 0;
        if position == 0 {
            self.first_timestamp = None;
        }
        Ok(())
    }

    /// Whether `segment.ms` is over, by the times of records, or where they have none by the clock.
    pub(crate) fn is_over_time(
        &self,
        next: Timestamp,
        now: Timestamp,
        config: &LogConfig,
        partition: &TopicPartition,
    ) -> bool {
        let waited = match self.first_timestamp {
            Some(first) if first.0 >= 0 => next.0.saturating_sub(first.0),
            _ => now.0.saturating_sub(self.created.0),
        };
        let limit = config
            .segment_ms
            .saturating_sub(self.jitter(config, partition));
        self.size > 0 && waited > i64::try_from(limit.as_millis()).unwrap_or(i64::MAX)
    }

    /// A share of `segment.jitter.ms` that is another for each segment, so that not all logs roll
    /// at once.
    fn jitter(&self, config: &LogConfig, partition: &TopicPartition) -> Duration {
        let most =
            u64::try_from(config.segment_jitter_ms.min(config.segment_ms).as_millis()).unwrap_or(0);
        if most == 0 {
            return Duration::ZERO;
        }
        // FNV-1a: the same segment has the same jitter in every run.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let number = partition.partition.0.to_be_bytes();
        let bytes = partition
            .topic
            .as_str()
            .bytes()
            .chain(number)
            .chain(self.base.0.to_be_bytes());
        for byte in bytes {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Duration::from_millis(hash % most)
    }
}
