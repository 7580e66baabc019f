//! What is set aside: directories of partitions that the metadata does not know, or that it has elsewhere.
//!
//! That something is absent never deletes it: a snapshot may be too old, or of the wrong cluster. A stray is deleted when a
//! record has removed its topic, or taken this replica from it, and not before it was kept for a while.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use types::{PartitionIndex, Timestamp, TopicId, TopicPartition};
use world::Disk;

use super::{ListedDirectory, read_if_present};
use crate::error::{Doing, LogError};
use crate::names::{DirectoryKind, PARTITION_METADATA};
use crate::text::{self, property, write_properties};

/// In a stray's directory: since when it is one, and whether a record has named it.
const NOTE: &str = ".highwater-stray";

/// All strays of one directory. Its lock is a leaf; small files are written under it.
#[derive(Debug, Default)]
pub(crate) struct Strays(Mutex<Vec<Stray>>);

/// One of them.
#[derive(Clone, Debug)]
struct Stray {
    path: PathBuf,
    partition: PartitionIndex,
    /// None where its directory does not say: no record can name it.
    topic_id: Option<TopicId>,
    /// None until it was looked at: whoever set it aside left no note.
    since: Option<Timestamp>,
    /// Whether a record removed its topic or this replica.
    removed: bool,
}

impl Strays {
    /// Those that were found when the directory was opened.
    pub(super) fn find(
        disk: &dyn Disk,
        path: &Path,
        listed: &[ListedDirectory],
    ) -> Result<Self, LogError> {
        let strays = listed
            .iter()
            .filter(|listed| listed.kind == DirectoryKind::Stray);
        let strays = strays.map(|listed| read(disk, path.join(&listed.name), &listed.partition));
        Ok(Self(Mutex::new(strays.collect::<Result<_, _>>()?)))
    }

    /// One more, set aside now.
    pub(super) fn add(
        &self,
        disk: &dyn Disk,
        path: &Path,
        partition: &TopicPartition,
        wall: Timestamp,
    ) -> Result<(), LogError> {
        let mut stray = read(disk, path.to_owned(), partition)?;
        stray.since = Some(wall);
        stray.write(disk)?;
        self.lock().push(stray);
        Ok(())
    }

    /// A record removed a topic, or this replica of one of its partitions.
    pub(super) fn note_removed(
        &self,
        disk: &dyn Disk,
        topic_id: TopicId,
        partition: Option<PartitionIndex>,
        wall: Timestamp,
    ) -> Result<(), LogError> {
        for stray in self.lock().iter_mut() {
            let is_named = stray.topic_id == Some(topic_id)
                && partition.is_none_or(|partition| partition == stray.partition);
            if is_named && !stray.removed {
                stray.removed = true;
                stray.since.get_or_insert(wall);
                stray.write(disk)?;
            }
        }
        Ok(())
    }

    /// Takes out those that a record named and that were kept for `kept_ms`: the paths that may go.
    pub(super) fn take_due(
        &self,
        disk: &dyn Disk,
        wall: Timestamp,
        kept_ms: i64,
    ) -> Result<Vec<PathBuf>, LogError> {
        let mut due = Vec::new();
        let mut kept = Vec::new();
        let mut strays = self.lock();
        for stray in strays.iter_mut().filter(|stray| stray.since.is_none()) {
            stray.since = Some(wall);
            stray.write(disk)?;
        }
        for stray in strays.drain(..) {
            let age_ms = stray
                .since
                .map_or(0, |since| wall.0.saturating_sub(since.0));
            if stray.removed && age_ms >= kept_ms {
                due.push(stray.path);
            } else {
                kept.push(stray);
            }
        }
        *strays = kept;
        Ok(due)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Stray>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stray {
    fn write(&self, disk: &dyn Disk) -> Result<(), LogError> {
        let since = self.since.map_or(0, |since| since.0).to_string();
        let note = write_properties(&[
            ("version", "1"),
            ("set.aside.ms", &since),
            ("removed", if self.removed { "true" } else { "false" }),
        ]);
        let path = self.path.join(NOTE);
        disk.write_atomically(&path, &note)
            .doing(|| format!("writing {}", path.display()))
    }
}

fn read(disk: &dyn Disk, path: PathBuf, partition: &TopicPartition) -> Result<Stray, LogError> {
    let metadata = read_if_present(disk, &path.join(PARTITION_METADATA))?;
    let note = read_if_present(disk, &path.join(NOTE))?.unwrap_or_default();
    let note = String::from_utf8_lossy(&note);
    let since = property(&note, "set.aside.ms").and_then(|text| text.parse().ok());
    Ok(Stray {
        partition: partition.partition,
        topic_id: metadata.as_deref().and_then(text::read_partition_metadata),
        since: since.map(Timestamp),
        removed: property(&note, "removed") == Some("true"),
        path,
    })
}
