//! Snapshot files: `%020d-%010d.checkpoint`, batches between a header and a footer, as Kafka writes them.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use codec::Message as _;
use metadata::Record;
use protocol::records::control::{SnapshotFooterRecord, SnapshotHeaderRecord};
use quorum_core::LogPosition;
use records::{Batch, BatchBuilder, ControlRecordType};
use types::{ControllerEpoch, LeaderEpoch, Offset, Timestamp};
use world::{Disk, File, OpenMode};

use crate::{decode_batch, encode_batch};

const SUFFIX: &str = ".checkpoint";
const PART: &str = ".part";
/// A batch of a snapshot is closed when this many records are in it.
const RECORDS_PER_BATCH: usize = 1_000;

/// The snapshots of one directory.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    directory: PathBuf,
    /// Ascending by offset.
    found: Vec<LogPosition>,
}

fn name(snapshot: LogPosition) -> String {
    format!("{:020}-{:010}{SUFFIX}", snapshot.offset.0, snapshot.epoch.0)
}

fn parse(name: &str) -> Option<LogPosition> {
    let (offset, epoch) = name.strip_suffix(SUFFIX)?.split_once('-')?;
    if offset.len() != 20 || epoch.len() != 10 {
        return None;
    }
    Some(LogPosition {
        offset: Offset(offset.parse().ok()?),
        epoch: LeaderEpoch(epoch.parse().ok()?),
    })
}

fn control(
    at: Offset,
    epoch: LeaderEpoch,
    now: Timestamp,
    kind: ControlRecordType,
    value: &[u8],
) -> Bytes {
    let mut builder = BatchBuilder::new(at).leader_epoch(epoch).control();
    builder.append(now, Some(&kind.key()), Some(value), &[]);
    builder.build()
}

/// The content of a snapshot, batch by batch.
pub(crate) fn snapshot_batches(
    epoch: LeaderEpoch,
    written_at: Timestamp,
    records: &mut dyn Iterator<Item = Record>,
    append: &mut dyn FnMut(&Bytes) -> io::Result<()>,
) -> io::Result<()> {
    let header = SnapshotHeaderRecord {
        last_contained_log_timestamp: written_at.0,
        ..SnapshotHeaderRecord::default()
    };
    let header = header.to_bytes(0).map_err(io::Error::other)?;
    let kind = ControlRecordType::SnapshotHeader;
    append(&control(Offset::ZERO, epoch, written_at, kind, &header))?;
    let mut next = Offset::ZERO.next();
    loop {
        let chunk: Vec<Record> = records.take(RECORDS_PER_BATCH).collect();
        if chunk.is_empty() {
            break;
        }
        append(&encode_batch(
            next,
            ControllerEpoch(epoch.0),
            written_at,
            &chunk,
        ))?;
        next = next + i64::try_from(chunk.len()).unwrap_or(i64::MAX);
    }
    let footer = SnapshotFooterRecord::default();
    let footer = footer.to_bytes(0).map_err(io::Error::other)?;
    let kind = ControlRecordType::SnapshotFooter;
    append(&control(next, epoch, written_at, kind, &footer))
}

impl Checkpoints {
    /// Finds the snapshots of a directory; what was never finished is removed.
    pub(crate) fn find(disk: &dyn Disk, directory: &Path) -> io::Result<Self> {
        let entries = match disk.list(directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut found = Vec::new();
        for entry in entries {
            if entry.name.ends_with(PART) {
                disk.remove_file(&directory.join(&entry.name))?;
            } else if let Some(snapshot) = parse(&entry.name) {
                found.push(snapshot);
            }
        }
        found.sort_by_key(|snapshot| snapshot.offset);
        Ok(Self {
            directory: directory.to_owned(),
            found,
        })
    }

    pub(crate) fn latest(&self) -> Option<LogPosition> {
        self.found.last().copied()
    }

    fn path(&self, snapshot: LogPosition) -> PathBuf {
        self.directory.join(name(snapshot))
    }

    fn part(&self, snapshot: LogPosition) -> PathBuf {
        self.directory.join(format!("{}{PART}", name(snapshot)))
    }

    /// The file of a snapshot that is here.
    pub(crate) fn open(
        &self,
        disk: &dyn Disk,
        snapshot: LogPosition,
    ) -> io::Result<Option<Arc<dyn File>>> {
        if !self.found.contains(&snapshot) {
            return Ok(None);
        }
        disk.open(&self.path(snapshot), OpenMode::Read).map(Some)
    }

    /// The records of a snapshot.
    pub(crate) fn read(&self, disk: &dyn Disk, snapshot: LogPosition) -> io::Result<Vec<Record>> {
        let path = self.path(snapshot);
        let content = Bytes::from(disk.read(&path)?);
        let invalid = |why: String| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{}: {why}", path.display()),
            )
        };
        let mut records = Vec::new();
        for batch in Batch::split(content) {
            let batch = batch.map_err(|error| invalid(error.to_string()))?;
            batch
                .verify_crc()
                .map_err(|error| invalid(error.to_string()))?;
            let batch = decode_batch(&batch).map_err(|error| invalid(error.to_string()))?;
            records.extend(batch.records);
        }
        Ok(records)
    }

    /// Writes a snapshot; it is there, and durable, when this returns.
    pub(crate) fn write(
        &mut self,
        disk: &dyn Disk,
        snapshot: LogPosition,
        written_at: Timestamp,
        records: &mut dyn Iterator<Item = Record>,
    ) -> io::Result<()> {
        let file = disk.open(&self.part(snapshot), OpenMode::Truncate)?;
        let mut position = 0;
        snapshot_batches(snapshot.epoch, written_at, records, &mut |batch| {
            file.write_all_at(&[batch], position)?;
            position += batch.len() as u64;
            Ok(())
        })?;
        self.finish(disk, snapshot, &*file)
    }

    /// Keeps a part of a snapshot that is being fetched.
    pub(crate) fn write_part(
        &self,
        disk: &dyn Disk,
        snapshot: LogPosition,
        position: u64,
        bytes: &[u8],
    ) -> io::Result<()> {
        let mode = if position == 0 {
            OpenMode::Truncate
        } else {
            OpenMode::ReadWrite
        };
        disk.open(&self.part(snapshot), mode)?
            .write_all_at(&[bytes], position)
    }

    /// All parts of a fetched snapshot are there.
    pub(crate) fn finish_parts(
        &mut self,
        disk: &dyn Disk,
        snapshot: LogPosition,
    ) -> io::Result<()> {
        let file = disk.open(&self.part(snapshot), OpenMode::ReadWrite)?;
        self.finish(disk, snapshot, &*file)
    }

    fn finish(
        &mut self,
        disk: &dyn Disk,
        snapshot: LogPosition,
        file: &dyn File,
    ) -> io::Result<()> {
        file.sync_data()?;
        disk.rename(&self.part(snapshot), &self.path(snapshot))?;
        disk.sync_dir(&self.directory)?;
        self.found.retain(|found| *found != snapshot);
        self.found.push(snapshot);
        self.found.sort_by_key(|snapshot| snapshot.offset);
        Ok(())
    }

    /// Removes all but the newest snapshot.
    pub(crate) fn remove_older(&mut self, disk: &dyn Disk) -> io::Result<()> {
        while self.found.len() > 1 {
            let oldest = self.found.remove(0);
            disk.remove_file(&self.path(oldest))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kafka_s() {
        let snapshot = LogPosition {
            offset: Offset(1234),
            epoch: LeaderEpoch(7),
        };
        assert_eq!(name(snapshot), "00000000000000001234-0000000007.checkpoint");
        assert_eq!(parse(&name(snapshot)), Some(snapshot));
        assert_eq!(parse("bootstrap.checkpoint"), None);
    }
}
