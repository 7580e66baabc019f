//! Flushing: which files, up to where, and closing in order.

use std::any::Any;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use codec::External;
use types::{Instant, Offset};
use world::{Disk, File};

use crate::environment::LogState;
use crate::error::{Doing, LogError};
use crate::log::{Flush, FlushScope, PartitionLog};
use crate::names::{FileKind, LEADER_EPOCHS, file_name};

/// A directory among files that are to be flushed.
#[derive(Debug)]
struct DirectoryFile {
    disk: Arc<dyn Disk>,
    path: PathBuf,
}

fn not_a_file() -> io::Error {
    io::Error::from(io::ErrorKind::IsADirectory)
}

impl External for DirectoryFile {
    fn read_exact_at(&self, _: &mut [u8], _: u64) -> io::Result<()> {
        Err(not_a_file())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl File for DirectoryFile {
    fn len(&self) -> io::Result<u64> {
        Err(not_a_file())
    }

    fn write_all_at(&self, _: &[&[u8]], _: u64) -> io::Result<()> {
        Err(not_a_file())
    }

    fn set_len(&self, _: u64) -> io::Result<()> {
        Err(not_a_file())
    }

    fn reserve(&self, _: u64) -> io::Result<()> {
        Err(not_a_file())
    }

    fn sync_data(&self) -> io::Result<()> {
        self.disk.sync_dir(&self.path)
    }

    fn as_external(self: Arc<Self>) -> Arc<dyn External> {
        self
    }
}

impl PartitionLog {
    /// Whether a flush is due, and how far: by `flush.messages`, `flush.ms` or because a segment
    /// was sealed. None while one is under way.
    #[must_use]
    pub fn flush_due(&self, now: Instant) -> Option<FlushScope> {
        if self.flush.in_flight.is_some() || self.log_end <= self.recovery_point {
            return None;
        }
        let unflushed = u64::try_from(self.log_end - self.recovery_point).unwrap_or(0);
        let by_count = self
            .config
            .flush_messages
            .is_some_and(|limit| unflushed >= limit);
        let by_time = self
            .flush_deadline()
            .is_some_and(|deadline| deadline <= now);
        if by_count || by_time {
            return Some(FlushScope::All);
        }
        (self.sealed_end() > self.recovery_point).then_some(FlushScope::Sealed)
    }

    /// When `flush.ms` makes a flush due.
    #[must_use]
    pub fn flush_deadline(&self) -> Option<Instant> {
        Some(self.flush.waiting_since? + self.config.flush_ms?)
    }

    fn sealed_end(&self) -> Offset {
        if self.segments.len() > 1 {
            self.active_segment_base()
        } else {
            Offset::ZERO
        }
    }

    /// What is to be flushed; none when nothing is, or when a flush of this log is under way
    /// already: who comes meanwhile joins the next one.
    ///
    /// # Errors
    /// The disk failed, or is full: a small file is written and indexes may be.
    pub fn begin_flush(&mut self, scope: FlushScope) -> Result<Option<Flush>, LogError> {
        let up_to = match scope {
            FlushScope::All => self.log_end,
            FlushScope::Sealed => self.sealed_end(),
        };
        if self.flush.in_flight.is_some() || up_to <= self.recovery_point {
            return Ok(None);
        }
        let files = self.files_to_flush(up_to)?;
        self.flush.in_flight = Some(up_to);
        if up_to == self.log_end {
            self.flush.waiting_since = None;
        }
        Ok(Some(Flush { files, up_to }))
    }

    fn files_to_flush(&mut self, up_to: Offset) -> Result<Vec<Arc<dyn File>>, LogError> {
        let mut files = Vec::new();
        let first = self.segment_of(self.recovery_point).unwrap_or(0);
        let last = self.segments.len().saturating_sub(1);
        for (index, segment) in self.segments.iter_mut().enumerate().skip(first) {
            // One without a record may be what is left of a cut, which has to last too.
            if segment.base >= up_to && segment.base < self.log_end {
                break;
            }
            files.push(self.files.open(segment.base, FileKind::Log)?);
            if index < last {
                // Above the recovery point indexes are made again after a crash; below it where one is
                // found to be wrong only.
                segment.save_indexes(&self.files)?;
                if segment.offsets.len() > 0 {
                    files.push(self.files.open(segment.base, FileKind::OffsetIndex)?);
                }
                if segment.times.len() > 0 {
                    files.push(self.files.open(segment.base, FileKind::TimeIndex)?);
                }
                if segment.has_aborted {
                    files.push(self.files.open(segment.base, FileKind::TransactionIndex)?);
                }
            }
        }
        self.save_epochs()?;
        if std::mem::take(&mut self.flush.epochs_written) {
            let path = self.files.path(LEADER_EPOCHS);
            let file = self.files.disk().open(&path, world::OpenMode::ReadWrite);
            files.push(file.doing(|| format!("opening {}", path.display()))?);
        }
        let changed = std::mem::take(&mut self.flush.directory_changed);
        let parent = std::mem::take(&mut self.flush.parent_changed);
        if changed {
            files.push(self.directory_file(self.files.directory()));
        }
        if parent {
            files.push(self.directory_file(self.files.environment.path.clone()));
        }
        Ok(files)
    }

    fn directory_file(&self, path: PathBuf) -> Arc<dyn File> {
        Arc::new(DirectoryFile {
            disk: Arc::clone(self.files.environment.files.disk()),
            path,
        })
    }

    /// All files of [`PartitionLog::begin_flush`] are flushed: raises the recovery point, as far as
    /// nothing was cut meanwhile. A failed flush is not reported here: the disk is gone then.
    pub fn finish_flush(&mut self, up_to: Offset) {
        let Some(in_flight) = self.flush.in_flight.take() else {
            return;
        };
        let flushed = in_flight.min(up_to);
        if flushed > self.recovery_point {
            self.recovery_point = flushed;
            self.note(LogState::Open);
        }
    }

    /// Flushes everything (blocking), writes what a clean start needs, and lets go of all files.
    /// The log may be used again: it is open then, and to be closed again.
    ///
    /// # Errors
    /// The disk failed or is full: the log is not clean then.
    pub fn close_clean(&mut self) -> Result<(), LogError> {
        if !self.exists {
            return Ok(());
        }
        let epochs = self.epochs_unsaved || self.flush.epochs_written;
        let behind = self.log_end > self.recovery_point || epochs;
        if self.writer.is_some() || behind {
            self.flush_blocking()?;
        }
        self.recovery_point = self.log_end;
        self.flush.in_flight = None;
        self.flush.waiting_since = None;
        self.release_files();
        self.forget_loaded();
        self.note(LogState::Closed);
        Ok(())
    }

    fn flush_blocking(&mut self) -> Result<(), LogError> {
        let mut files = Vec::new();
        if self.writer.is_some() {
            self.seal()?;
            for segment in &mut self.segments {
                segment.save_indexes(&self.files)?;
            }
            self.write_snapshot()?;
            for kind in [FileKind::OffsetIndex, FileKind::TimeIndex] {
                let base = self.active_segment_base();
                files.push(self.files.create(base, kind)?);
            }
            self.flush.directory_changed = true;
        }
        files.extend(self.files_to_flush(self.log_end)?);
        for kind in [FileKind::Snapshot, FileKind::Window] {
            let path = self.files.path(&file_name(self.log_end, kind));
            files.extend(
                self.files
                    .disk()
                    .open(&path, world::OpenMode::ReadWrite)
                    .ok(),
            );
        }
        for file in files {
            file.sync_data()
                .doing(|| format!("flushing {}", self.path().display()))?;
        }
        Ok(())
    }

    /// Lets go of what can be loaded again: for a log that has not been used for a while.
    ///
    /// # Errors
    /// The disk failed or is full.
    pub fn release_memory(&mut self) -> Result<(), LogError> {
        if self.writer.is_some() {
            for segment in &mut self.segments {
                segment.save_indexes(&self.files)?;
            }
            if self
                .producers
                .as_ref()
                .is_some_and(|producers| !producers.is_empty())
            {
                self.write_snapshot()?;
            }
            self.save_epochs()?;
        }
        self.forget_loaded();
        Ok(())
    }

    fn forget_loaded(&mut self) {
        self.writer = None;
        self.producers = None;
        if !self.epochs_unsaved {
            self.epochs = None;
        }
        self.marks.clear();
        self.segments.shrink_to_fit();
    }
}
