//! Opening all log directories of a node: one that its disk fails is offline, and the others go on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use world::Entropy;

use super::{ClusterIdentity, LogDirectory};
use crate::error::LogError;
use crate::file_cache::FileCache;

/// A log directory that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfflineDirectory {
    /// Where it is.
    pub path: PathBuf,
    /// What failed, as the operating system reports it.
    pub why: String,
}

/// The log directories of a node, in the order of `log.dirs`.
#[derive(Debug)]
pub struct OpenedDirectories {
    /// Those that can be used.
    pub open: Vec<LogDirectory>,
    /// Those whose disk failed. What was in them is not lost: it may come back with the disk.
    pub offline: Vec<OfflineDirectory>,
}

impl OpenedDirectories {
    /// Opens the directories at `paths`. One whose disk fails is offline; the others go on without it, as in Kafka.
    ///
    /// # Errors
    /// No directory can be used; one belongs to another node or cluster, is in use, or is a copy of another.
    pub fn open(
        files: &Arc<FileCache>,
        entropy: &dyn Entropy,
        paths: &[PathBuf],
        identity: &ClusterIdentity,
    ) -> Result<Self, LogError> {
        let mut opened = Self {
            open: Vec::with_capacity(paths.len()),
            offline: Vec::new(),
        };
        for path in paths {
            match LogDirectory::open(Arc::clone(files), entropy, path, identity) {
                Ok(directory) => opened.open.push(directory),
                Err(error) => opened.give_up(path, error)?,
            }
        }
        opened.check_identities()?;
        opened.check_any()?;
        Ok(opened)
    }

    /// The open directory at `path`.
    ///
    /// # Errors
    /// It is offline or none of them; the message says why.
    pub fn at(&self, path: &Path) -> Result<&LogDirectory, LogError> {
        if let Some(found) = self.open.iter().find(|directory| directory.path() == path) {
            return Ok(found);
        }
        let offline = self.offline.iter().find(|offline| offline.path == path);
        let why = offline.map_or("it is not opened", |offline| offline.why.as_str());
        Err(LogError::Inconsistent(format!(
            "the metadata log directory {} cannot be used, and a controller cannot do without it: {why}; replace the disk, or \
             name another directory in metadata.log.dir",
            path.display()
        )))
    }

    fn give_up(&mut self, path: &Path, error: LogError) -> Result<(), LogError> {
        match error {
            LogError::Storage { .. } | LogError::DiskFull { .. } => {
                self.offline.push(OfflineDirectory {
                    path: path.to_owned(),
                    why: error.to_string(),
                });
                Ok(())
            }
            other => Err(other),
        }
    }

    fn check_identities(&self) -> Result<(), LogError> {
        let mut seen = BTreeMap::new();
        for directory in &self.open {
            if let Some(other) = seen.insert(directory.id(), directory) {
                return Err(LogError::Inconsistent(format!(
                    "{} and {} have the same directory.id={}: one is a copy of the other, and only one may be in log.dirs; to \
                     use the other as a new directory, empty it",
                    other.path().display(),
                    directory.path().display(),
                    directory.id()
                )));
            }
        }
        Ok(())
    }

    fn check_any(&self) -> Result<(), LogError> {
        if !self.open.is_empty() {
            return Ok(());
        }
        let all: Vec<_> = self
            .offline
            .iter()
            .map(|offline| format!("{}: {}", offline.path.display(), offline.why))
            .collect();
        Err(LogError::Inconsistent(format!(
            "none of log.dirs can be used ({}): repair a disk, or set log.dirs to a directory that can be written",
            all.join("; ")
        )))
    }
}
