//! Opening a log: what is in its directory, and where it ends.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::sync::Arc;

use types::{Now, Offset, Timestamp, TopicId, TopicPartition};
use world::Entry;

use crate::config::LogConfig;
use crate::directory::Restart;
use crate::environment::{Environment, LogState};
use crate::error::{Doing, LogError};
use crate::files::{LogFiles, allow_missing};
use crate::log::{PartitionLog, Recovery, Writer};
use crate::names::{
    CLEANED, DAMAGED_RANGES, DELETED, FileKind, SWAP, TEMPORARY, file_name, file_path,
    parse_file_name,
};
use crate::scan::{BatchScan, HeaderScan};
use crate::segment::Segment;

/// Lengths of a segment's files, by kind.
type Lengths = BTreeMap<FileKind, u64>;

impl PartitionLog {
    pub(crate) fn open(
        environment: Arc<Environment>,
        partition: &TopicPartition,
        topic_id: Option<TopicId>,
        config: Arc<LogConfig>,
        restart: Restart,
        now: Now,
    ) -> Result<(Self, Recovery), LogError> {
        // The clock is compared with itself from here on.
        environment.bounded_wall(now);
        let known = environment.known(partition);
        let files = LogFiles::new(environment, partition.clone());
        let mut log = Self::absent(files, config, topic_id);
        let Some(entries) = log.tidy()? else {
            return Ok((log, Recovery::default()));
        };
        log.exists = true;
        log.find_segments(&entries, now.wall)?;
        if entries.iter().any(|entry| entry.name == DAMAGED_RANGES) {
            log.load_damage()?;
        }
        let first = log
            .segments
            .first()
            .map_or(Offset::ZERO, |segment| segment.base);
        log.log_start = known.log_start.map_or(first, |start| start.max(first));

        // A log that was closed in this run is as clean as one that was closed before it.
        let clean = restart.is_clean() && known.state == LogState::Unopened
            || known.state == LogState::Closed;
        let recovery = if clean {
            log.open_clean(known.recovery_point)?;
            Recovery {
                damaged: log.damaged(),
                ..Recovery::default()
            }
        } else {
            let warm = matches!(restart, Restart::Warm { .. });
            let recovery_point = known.recovery_point.unwrap_or(Offset::ZERO);
            Recovery {
                flushed_end: (!warm).then_some(recovery_point),
                ..log.recover(recovery_point, warm)?
            }
        };
        log.flush.found_end = log.log_end;
        log.start_at_least(now)?;
        log.note(LogState::Open);
        Ok((log, recovery))
    }

    /// Lists the directory after removing what an earlier run did not finish; none when there is no
    /// directory.
    fn tidy(&self) -> Result<Option<Vec<Entry>>, LogError> {
        let directory = self.files.directory();
        let list = || match self.files.disk().list(&directory) {
            Ok(entries) => Ok(Some(entries)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(LogError::storage(
                format!("listing {}", directory.display()),
                error,
            )),
        };
        let Some(entries) = list()? else {
            return Ok(None);
        };
        let unfinished = |entry: &Entry| {
            [DELETED, CLEANED, SWAP, TEMPORARY]
                .iter()
                .any(|suffix| entry.name.ends_with(suffix))
                && !entry.name.contains(".checkpoint")
        };
        if !entries.iter().any(unfinished) {
            return Ok(Some(entries));
        }
        self.finish_swaps(&entries)?;
        for entry in entries
            .iter()
            .filter(|entry| unfinished(entry) && !entry.name.ends_with(SWAP))
        {
            self.files.remove(&entry.name)?;
        }
        list()
    }

    /// Compaction of a Kafka was interrupted while it replaced segments: a swap file that was
    /// complete takes the place of the segments it covers, one that was not is dropped.
    fn finish_swaps(&self, entries: &[Entry]) -> Result<(), LogError> {
        let swaps = entries.iter().filter_map(|entry| {
            let (base, kind) = parse_file_name(entry.name.strip_suffix(SWAP)?)?;
            Some((base, kind, entry))
        });
        let cleaned = entries
            .iter()
            .filter_map(|entry| parse_file_name(entry.name.strip_suffix(CLEANED)?));
        let unfinished_from = cleaned.map(|(base, _)| base).min().unwrap_or(Offset::MAX);
        let (dropped, kept): (Vec<_>, Vec<_>) =
            swaps.partition(|(base, ..)| *base >= unfinished_from);
        for (_, _, entry) in dropped {
            self.files.remove(&entry.name)?;
        }
        let mut covered = Offset::MAX..Offset(i64::MIN);
        for (base, _, entry) in kept.iter().filter(|(_, kind, _)| *kind == FileKind::Log) {
            covered.start = covered.start.min(*base);
            covered.end = covered
                .end
                .max(self.end_of_file(*base, &entry.name, entry.len)?);
        }
        for entry in entries {
            if let Some((base, kind)) = parse_file_name(&entry.name)
                && !matches!(kind, FileKind::Snapshot | FileKind::Window)
                && covered.contains(&base)
            {
                self.files.remove(&entry.name)?;
            }
        }
        for (base, kind, entry) in kept {
            let from = self.files.path(&entry.name);
            let to = file_path(&self.files.directory(), base, kind);
            self.files
                .disk()
                .rename(&from, &to)
                .doing(|| format!("renaming {}", from.display()))?;
        }
        Ok(())
    }

    /// The offset after the last valid batch of a file.
    fn end_of_file(&self, base: Offset, name: &str, len: u64) -> Result<Offset, LogError> {
        let path = self.files.path(name);
        let file = self.files.disk().open(&path, world::OpenMode::Read);
        let mut scan = BatchScan::new(
            file.doing(|| format!("opening {}", path.display()))?,
            0,
            len,
        );
        let mut end = base;
        while let Some(Ok(batch)) = scan.next(base, end)? {
            end = batch.header().next_offset();
        }
        Ok(end)
    }

    fn find_segments(&mut self, entries: &[Entry], now: Timestamp) -> Result<(), LogError> {
        let mut found: BTreeMap<Offset, Lengths> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| !entry.is_dir) {
            if let Some((base, kind)) = parse_file_name(&entry.name) {
                found.entry(base).or_default().insert(kind, entry.len);
            }
        }
        for (base, lengths) in found {
            let Some(size) = lengths.get(&FileKind::Log).copied() else {
                self.remove_orphans(base, &lengths)?;
                continue;
            };
            let length = |kind| lengths.get(&kind).copied();
            let (index, times) = (length(FileKind::OffsetIndex), length(FileKind::TimeIndex));
            let mut segment = Segment::found(base, size, index, times, now);
            segment.has_aborted = length(FileKind::TransactionIndex).is_some_and(|len| len > 0);
            self.segments.push(segment);
        }
        Ok(())
    }

    /// Indexes without a segment. A snapshot may stand alone: it is taken at the end of the log
    /// too.
    fn remove_orphans(&self, base: Offset, lengths: &Lengths) -> Result<(), LogError> {
        for kind in lengths
            .keys()
            .filter(|kind| !matches!(kind, FileKind::Snapshot | FileKind::Window))
        {
            let path = self.files.path(&file_name(base, *kind));
            allow_missing(self.files.disk().remove_file(&path))
                .doing(|| format!("removing {}", path.display()))?;
        }
        Ok(())
    }

    /// A log that was closed in order ends at its recovery point. What is in it is looked at when
    /// it is needed.
    fn open_clean(&mut self, recovery_point: Option<Offset>) -> Result<(), LogError> {
        let Some(last) = self.segments.last() else {
            self.log_end = recovery_point.unwrap_or(Offset::ZERO).max(self.log_start);
            self.recovery_point = self.log_end;
            return Ok(());
        };
        let damaged_end = self
            .damaged
            .last()
            .map_or(Offset::ZERO, |damage| damage.offsets.end);
        self.log_end = match recovery_point {
            Some(point) if last.size > 0 && point > last.base => point,
            _ => self.find_end()?.max(damaged_end),
        };
        self.must_roll = damaged_end == self.log_end && !self.damaged.is_empty();
        self.recovery_point = self.log_end;
        Ok(())
    }

    /// Reads where the last segment ends.
    fn find_end(&mut self) -> Result<Offset, LogError> {
        let index = self.segments.len().saturating_sub(1);
        let mut position = self.floor(index, Offset::MAX)?;
        let Some(segment) = self.segments.get(index) else {
            return Ok(self.log_end);
        };
        if segment.size == 0 {
            return Ok(segment.base);
        }
        let mut scan = HeaderScan::new(self.files.open(segment.base, FileKind::Log)?, segment.size);
        let mut end = segment.base;
        while position < segment.size {
            if let Some(damage) = self.damage_from(segment.base, position)
                && damage.bytes.contains(&position)
            {
                (position, end) = (damage.bytes.end, damage.offsets.end);
                continue;
            }
            let header = scan.at(position, segment.base, end)?.map_err(|bad| {
                LogError::Inconsistent(format!(
                    "{} at byte {} of {}, in a log that was marked as closed in order: start without the file .kafka_cleanshutdown \
                     so that it is recovered",
                    bad.why,
                    bad.position,
                    self.segment_name(index)
                ))
            })?;
            position += header.size_in_bytes() as u64;
            end = header.next_offset();
        }
        Ok(end)
    }

    /// Looks at the end of the last segment before it is appended to.
    pub(crate) fn ensure_writer(&mut self) -> Result<(), LogError> {
        if self.writer.is_some() {
            return Ok(());
        }
        // In this order: a directory that is let go of at this moment sees an open log, or the log sees that it is.
        self.note(LogState::Open);
        let environment = &self.files.environment;
        if environment.is_closed_for(&self.files.partition) {
            return Err(LogError::Closed);
        }
        if !self.must_roll && !self.segments.is_empty() {
            let end = self.find_end()?;
            if end != self.log_end {
                return Err(LogError::Inconsistent(format!(
                    "{} ends at offset {end}, but its checkpoint says {}: files of another time were put back; start without the \
                     file .kafka_cleanshutdown so that it is recovered",
                    self.path().display(),
                    self.log_end
                )));
            }
        }
        if let Some(segment) = self.segments.last_mut() {
            segment.largest(&self.files)?;
            segment
                .times
                .last(|| self.files.open(segment.base, FileKind::TimeIndex))?;
            if segment.first_timestamp.is_none() && segment.size > 0 {
                let file = self.files.open(segment.base, FileKind::Log)?;
                let first =
                    HeaderScan::new(file, segment.size).at(0, segment.base, segment.base)?;
                segment.first_timestamp = first.ok().map(|header| header.max_timestamp);
            }
        }
        let reserved = self.segments.last().map_or(0, |segment| segment.size);
        self.writer = Some(Writer { reserved });
        Ok(())
    }

    /// Makes the indexes of a segment again if they are lost.
    pub(crate) fn ensure_index(&mut self, index: usize) -> Result<(), LogError> {
        let config = Arc::clone(&self.config);
        let Some(segment) = self
            .segments
            .get_mut(index)
            .filter(|segment| segment.index_lost)
        else {
            return Ok(());
        };
        let (base, size, has_aborted) = (segment.base, segment.size, segment.has_aborted);
        let mut rebuilt = Segment::new(base, segment.created);
        let mut scan = HeaderScan::new(self.files.open(base, FileKind::Log)?, size);
        let mut expected = base;
        while rebuilt.size < size {
            if let Some(damage) = self.damage_from(base, rebuilt.size)
                && damage.bytes.contains(&rebuilt.size)
            {
                (rebuilt.size, expected) = (damage.bytes.end, damage.offsets.end);
                continue;
            }
            match scan.at(rebuilt.size, base, expected)? {
                Ok(header) => {
                    rebuilt.index_batch(&header, &config);
                    expected = header.next_offset();
                }
                // Damage that no recovery has met: what lies before it is found, and a read of it
                // says so.
                Err(_) => rebuilt.size = size,
            }
        }
        rebuilt.index_time();
        for kind in [FileKind::OffsetIndex, FileKind::TimeIndex] {
            self.files.release(base, kind);
            self.files.remove(&file_name(base, kind))?;
        }
        rebuilt.save_indexes(&self.files)?;
        rebuilt.has_aborted = has_aborted;
        if let Some(segment) = self.segments.get_mut(index) {
            rebuilt.appended = segment.appended;
            *segment = rebuilt;
        }
        Ok(())
    }

    /// A log start offset above the end: the records up to it were deleted, and the end was lost.
    /// The log goes on from there.
    fn start_at_least(&mut self, now: Now) -> Result<(), LogError> {
        if self.log_start > self.log_end {
            let start = self.log_start;
            self.truncate_fully_and_start_at(start, now)?;
        }
        let is_empty = self.log_start == self.log_end && self.log_end > Offset::ZERO;
        if is_empty && self.segments.is_empty() {
            // A crash took the name of the segment that marked the place.
            self.roll(self.log_end, now)?;
        }
        Ok(())
    }
}
