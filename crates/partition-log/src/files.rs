//! The files of one log, found by name in its directory and kept open by the cache.

use std::path::PathBuf;
use std::sync::Arc;

use types::{Offset, TopicPartition};
use world::{Disk, File, OpenMode};

use crate::environment::Environment;
use crate::error::{Doing, LogError};
use crate::file_cache::FileKey;
use crate::names::{FileKind, file_name};

/// How one log reaches its files.
#[derive(Debug)]
pub(crate) struct LogFiles {
    pub(crate) environment: Arc<Environment>,
    pub(crate) partition: TopicPartition,
    log: u64,
}

impl LogFiles {
    pub(crate) fn new(environment: Arc<Environment>, partition: TopicPartition) -> Self {
        let log = environment.files.register_log();
        Self {
            environment,
            partition,
            log,
        }
    }

    pub(crate) fn disk(&self) -> &dyn Disk {
        &**self.environment.files.disk()
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.environment.path.join(self.partition.to_string())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        let mut path = self.directory();
        path.push(name);
        path
    }

    fn key(&self, base: Offset, kind: FileKind) -> FileKey {
        FileKey {
            log: self.log,
            base,
            kind,
        }
    }

    /// An existing file of a segment.
    pub(crate) fn open(&self, base: Offset, kind: FileKind) -> Result<Arc<dyn File>, LogError> {
        self.open_as(base, kind, OpenMode::ReadWrite)
    }

    /// A file of a segment, made when missing.
    pub(crate) fn create(&self, base: Offset, kind: FileKind) -> Result<Arc<dyn File>, LogError> {
        self.open_as(base, kind, OpenMode::Create)
    }

    fn open_as(
        &self,
        base: Offset,
        kind: FileKind,
        mode: OpenMode,
    ) -> Result<Arc<dyn File>, LogError> {
        let path = || self.path(&file_name(base, kind));
        self.environment
            .files
            .get(self.key(base, kind), path, mode)
            .doing(|| format!("opening {}", path().display()))
    }

    /// Lets go of a file that is about to be renamed or removed, or that nobody will need soon.
    pub(crate) fn release(&self, base: Offset, kind: FileKind) {
        self.environment.files.remove(self.key(base, kind));
    }

    /// Renames all files of a segment for a later removal. A file that is not there is passed over.
    pub(crate) fn mark_deleted(&self, base: Offset) -> Result<(), LogError> {
        for kind in FileKind::ALL {
            self.release(base, kind);
            let path = self.path(&file_name(base, kind));
            let mut marked = path.clone().into_os_string();
            marked.push(crate::names::DELETED);
            allow_missing(self.disk().rename(&path, marked.as_ref()))
                .doing(|| format!("renaming {}", path.display()))?;
        }
        Ok(())
    }

    /// Removes all files of a segment that was marked as deleted.
    pub(crate) fn remove_deleted(&self, base: Offset) -> Result<(), LogError> {
        for kind in FileKind::ALL {
            let name = format!("{}{}", file_name(base, kind), crate::names::DELETED);
            self.remove(&name)?;
        }
        Ok(())
    }

    /// Removes one file by name; one that is not there is fine.
    pub(crate) fn remove(&self, name: &str) -> Result<(), LogError> {
        let path = self.path(name);
        allow_missing(self.disk().remove_file(&path))
            .doing(|| format!("removing {}", path.display()))
    }
}

/// Takes "there is none" for success.
pub(crate) fn allow_missing(result: std::io::Result<()>) -> std::io::Result<()> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
