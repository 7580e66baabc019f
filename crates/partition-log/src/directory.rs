//! One log directory of a broker: its lock, its identity, how it was left, its checkpoints and its
//! partitions.

mod asked;
mod controllers;
pub(crate) mod identity;
mod losses;
mod opening;
mod restart;
pub(crate) mod strays;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use types::{
    BrokerEpoch, DirectoryId, Instant, Now, Offset, PartitionIndex, Timestamp, TopicId,
    TopicPartition,
};
use world::{Disk, DiskUsage, Entropy};

pub use identity::ClusterIdentity;
pub use opening::{OfflineDirectory, OpenedDirectories};
pub use restart::Restart;

use crate::config::LogConfig;
use crate::environment::{Environment, HIGH_WATERMARKS, LOG_STARTS, RECOVERY_POINTS};
use crate::error::{Doing, LogError};
use crate::file_cache::FileCache;
use crate::log::{PartitionLog, Recovery};
use crate::names::{
    DirectoryKind, PARTITION_METADATA, marked_directory_name, parse_directory_name,
};
use crate::text;
use identity::Identity;
use strays::Strays;

/// A partition's directory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedDirectory {
    /// The partition it is called after.
    pub partition: TopicPartition,
    /// What it is.
    pub kind: DirectoryKind,
    /// Its name.
    pub name: String,
}

/// A log directory: held by this process alone for as long as the value lives.
pub struct LogDirectory {
    environment: Arc<Environment>,
    directory_id: DirectoryId,
    restart: Restart,
    asked: Option<String>,
    listed: Vec<ListedDirectory>,
    warnings: Vec<String>,
    /// Names this run of the operating system, for the next start.
    boot: Option<String>,
    _lock: Box<dyn Send + Sync>,
}

impl fmt::Debug for LogDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogDirectory")
            .field("path", &self.environment.path)
            .field("directory_id", &self.directory_id)
            .field("restart", &self.restart)
            .finish_non_exhaustive()
    }
}

const LOCK: &str = ".lock";

impl LogDirectory {
    /// Takes the directory, makes it ours if it is empty, and finds out how it was left.
    ///
    /// # Errors
    /// Held by another process; of another cluster or node; in use without an identity; unreadable.
    pub fn open(
        files: Arc<FileCache>,
        entropy: &dyn Entropy,
        path: &Path,
        identity: &ClusterIdentity,
    ) -> Result<Self, LogError> {
        let disk = Arc::clone(files.disk());
        make_durably(&*disk, path).doing(|| format!("making {}", path.display()))?;
        let lock = disk
            .lock(&path.join(LOCK))
            .map_err(|error| lock_error(path, error))?;
        let mut warnings = Vec::new();
        let entries = disk
            .list(path)
            .doing(|| format!("listing {}", path.display()))?;
        let listed: Vec<_> = entries
            .iter()
            .filter(|entry| entry.is_dir)
            .filter_map(listed)
            .collect();

        let identity = Identity::take(&*disk, entropy, path, identity, !listed.is_empty())?;
        let boot = disk.boot_and_mount_id(path).ok();
        let restart = Restart::find(&*disk, path, boot.as_deref(), identity.is_new)?;
        let asked = asked::read(&*disk, path, restart)?;

        let mut offsets = |name: &str| read_checkpoint(&*disk, path, name, &mut warnings);
        let (points, starts) = (offsets(RECOVERY_POINTS)?, offsets(LOG_STARTS)?);
        let marks = offsets(HIGH_WATERMARKS)?;
        let directory_id = identity.directory_id;
        let path = path.to_owned();
        let strays = Strays::find(&*disk, &path, &listed)?;
        let mut environment = Environment::new(files, path, identity, points, starts, marks);
        environment.strays = strays;
        if restart == Restart::Unclean
            && let Err(error) = environment.believe_what_is_flushed()
        {
            // A disk without room must not keep the broker from starting: it is written with the next checkpoint.
            warnings.push(error.to_string());
        }
        for dropped in listed
            .iter()
            .filter(|listed| listed.kind == DirectoryKind::Delete)
        {
            let dropped = environment.path.join(&dropped.name);
            environment.schedule_removal(dropped, Instant(0));
        }
        let environment = Arc::new(environment);
        Ok(Self {
            environment,
            directory_id,
            restart,
            asked,
            listed,
            warnings,
            boot,
            _lock: lock,
        })
    }

    /// The cluster that a directory says it belongs to, before it is opened; none where it does not say.
    #[must_use]
    pub fn cluster_id_at(disk: &dyn Disk, path: &Path) -> Option<String> {
        identity::stored_cluster_id(disk, path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.environment.path
    }

    /// Its own id (KIP-858).
    #[must_use]
    pub fn id(&self) -> DirectoryId {
        self.directory_id
    }

    /// Writes down the cluster that it belongs to, once that is known.
    ///
    /// # Errors
    /// It belongs to another one; the disk failed.
    pub fn set_cluster_id(&self, cluster_id: &str) -> Result<(), LogError> {
        self.environment.set_cluster_id(cluster_id)
    }

    /// How it was left.
    #[must_use]
    pub fn restart(&self) -> Restart {
        self.restart
    }

    /// What was found in need of a person's eye when it was opened, such as a checkpoint that could
    /// not be read.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Writes down the registration under which the broker runs now: what a warm restart reports. To be called again once
    /// the logs are opened: while one is not recovered, a restart would be as unclean as this one was.
    ///
    /// # Errors
    /// The disk failed.
    pub fn set_broker_epoch(&self, broker_epoch: BrokerEpoch) -> Result<(), LogError> {
        let is_unclean = self.restart == Restart::Unclean && !self.all_recovered();
        let boot = self.boot.as_deref().filter(|_| !is_unclean);
        let written = restart::write_running(self.disk(), self.path(), boot, broker_epoch);
        asked::forget(self.disk(), self.path());
        written
    }

    /// Writes down a registration before it is asked for, in words of the broker. Nothing is written where the next start could
    /// not tell that this is all that has happened since the last one.
    ///
    /// # Errors
    /// The disk failed.
    pub fn note_asked(&self, asked: &str) -> Result<(), LogError> {
        if self.restart.broker_epoch() > BrokerEpoch::NONE {
            asked::write(self.disk(), self.path(), self.restart, asked)?;
        }
        Ok(())
    }

    /// The registration that was asked for last, where nobody has heard an answer to it, and nothing was lost since.
    #[must_use]
    pub fn asked(&self) -> Option<&str> {
        self.asked.as_deref()
    }

    /// Whether every log that was there when it was opened has been opened since.
    fn all_recovered(&self) -> bool {
        let recovered = |listed: &ListedDirectory| self.environment.is_opened(&listed.partition);
        let mut listed = self.listed.iter();
        listed.all(|listed| listed.kind != DirectoryKind::Log || recovered(listed))
    }

    /// What was in it when it was opened: logs, and what is set aside. What is to be deleted is
    /// scheduled already.
    #[must_use]
    pub fn listed(&self) -> &[ListedDirectory] {
        &self.listed
    }

    /// The high watermark that was checkpointed last.
    #[must_use]
    pub fn checkpointed_high_watermark(&self, partition: &TopicPartition) -> Option<Offset> {
        self.environment.high_watermark(partition)
    }

    /// The topic id in a partition's directory; none when there is no such directory, or none in
    /// it.
    ///
    /// # Errors
    /// The disk failed.
    pub fn topic_id_of(&self, partition: &TopicPartition) -> Result<Option<TopicId>, LogError> {
        let path = self
            .path()
            .join(partition.to_string())
            .join(PARTITION_METADATA);
        let content = read_if_present(self.disk(), &path)?;
        Ok(content.as_deref().and_then(text::read_partition_metadata))
    }

    /// Keeps `bytes` of the volume, but at most a fiftieth of it, for what must go on when it is full: appends beyond it are
    /// refused as if there were no room, but for those to the metadata log.
    pub fn set_reserve(&self, bytes: u64) {
        self.environment.set_reserve(bytes);
    }

    /// Whether a partition has a directory here.
    #[must_use]
    pub fn has_log(&self, partition: &TopicPartition) -> bool {
        self.disk().exists(&self.path().join(partition.to_string()))
    }

    /// Sets a partition's directory aside as stray: the log of the replica is elsewhere.
    ///
    /// # Errors
    /// The disk failed.
    pub fn set_aside(
        &self,
        partition: &TopicPartition,
        topic_id: TopicId,
        wall: Timestamp,
    ) -> Result<(), LogError> {
        set_aside(&self.environment, partition, topic_id, wall)
    }

    /// A record removed a topic, or this broker's replica of one of its partitions: what is set aside of it may be deleted
    /// once it was kept long enough.
    ///
    /// # Errors
    /// The disk failed.
    pub fn note_removed(
        &self,
        topic_id: TopicId,
        partition: Option<PartitionIndex>,
        wall: Timestamp,
    ) -> Result<(), LogError> {
        let strays = &self.environment.strays;
        strays.note_removed(self.disk(), topic_id, partition, wall)
    }

    /// Deletes what is set aside, if a record has removed it and it was kept for `kept_ms`; how many directories.
    ///
    /// # Errors
    /// The disk failed.
    pub fn delete_strays(&self, wall: Timestamp, kept_ms: i64) -> Result<usize, LogError> {
        let due = self
            .environment
            .strays
            .take_due(self.disk(), wall, kept_ms)?;
        for path in &due {
            self.environment.schedule_removal(path.clone(), Instant(0));
        }
        Ok(due.len())
    }

    /// Opens the log of a partition, recovering it where the restart was not clean. Where there is
    /// none, nothing is made until the first append. A directory of that name whose topic id is
    /// another is set aside as stray first.
    ///
    /// # Errors
    /// The disk failed, or what is on it contradicts itself.
    pub fn open_log(
        &self,
        partition: &TopicPartition,
        topic_id: Option<TopicId>,
        config: Arc<LogConfig>,
        now: Now,
    ) -> Result<(PartitionLog, Recovery), LogError> {
        let stored_id = self.topic_id_of(partition)?;
        if let (Some(stored), Some(wanted)) = (stored_id, topic_id)
            && stored != wanted
        {
            set_aside(&self.environment, partition, stored, now.wall)?;
        }
        let environment = Arc::clone(&self.environment);
        let topic_id = topic_id.or(stored_id);
        let opened =
            PartitionLog::open(environment, partition, topic_id, config, self.restart, now)?;
        if opened.0.exists() && stored_id.is_none() {
            // A log of a Kafka before topic ids: from now on it says whose it is.
            opened.0.write_topic_id()?;
        }
        Ok(opened)
    }

    /// As [`LogDirectory::open_log`], for the metadata log, which the controller of the process
    /// owns and closes after the broker has closed the directory. It does not stand in the way of a
    /// clean stop, and is scanned from its recovery point at every start.
    ///
    /// # Errors
    /// As [`LogDirectory::open_log`].
    pub fn open_metadata_log(
        &self,
        partition: &TopicPartition,
        topic_id: TopicId,
        config: Arc<LogConfig>,
        now: Now,
    ) -> Result<(PartitionLog, Recovery), LogError> {
        let environment = Arc::clone(&self.environment);
        environment.set_apart(partition);
        let restart = match self.restart {
            Restart::Clean { .. } => Restart::Unclean,
            other => other,
        };
        PartitionLog::open(environment, partition, Some(topic_id), config, restart, now)
    }

    /// Writes where all logs stand: recovery points and log start offsets. To be called now and
    /// then (Kafka: every minute).
    ///
    /// # Errors
    /// The disk failed.
    pub fn write_checkpoints(&self) -> Result<(), LogError> {
        self.environment.write_checkpoints()
    }

    /// Replaces the checkpoint of high watermarks (Kafka: every five seconds).
    ///
    /// # Errors
    /// The disk failed.
    pub fn write_high_watermarks(
        &self,
        marks: BTreeMap<TopicPartition, Offset>,
    ) -> Result<(), LogError> {
        self.environment.write_high_watermarks(marks)
    }

    /// Space on the volume.
    ///
    /// # Errors
    /// The disk failed.
    pub fn usage(&self) -> Result<DiskUsage, LogError> {
        self.disk()
            .usage(self.path())
            .doing(|| format!("asking for room on {}", self.path().display()))
    }

    /// Removes directories whose delay is over; when the next are due.
    ///
    /// # Errors
    /// The disk failed.
    pub fn delete_due(&self, now: Instant) -> Result<Option<Instant>, LogError> {
        self.environment.remove_due(now)
    }

    /// Writes the checkpoints and the marker of a clean stop, and lets go of the directory. Whether
    /// the marker was written: it is not where a log was not closed with
    /// [`PartitionLog::close_clean`], or never recovered, and the next start scans.
    ///
    /// # Errors
    /// The disk failed.
    pub fn close_clean(self, broker_epoch: BrokerEpoch) -> Result<bool, LogError> {
        self.environment.close();
        self.environment.write_checkpoints()?;
        let was_clean = matches!(self.restart, Restart::New | Restart::Clean { .. });
        let clean = (was_clean || self.all_recovered()) && !self.environment.any_open();
        if clean {
            // A run that was never registered leaves it as it was used last.
            let epoch = match broker_epoch {
                BrokerEpoch::NONE => self.restart.broker_epoch(),
                epoch => epoch,
            };
            restart::write_clean(self.disk(), self.path(), epoch)?;
        }
        Ok(clean)
    }

    /// Lets go of a directory whose disk failed. What it holds is no longer known, so the next start must not take it for one
    /// where only the process died: the marker of this run goes, as far as the disk lets it.
    pub fn abandon(self) {
        restart::forget_running(self.disk(), self.path());
    }

    fn disk(&self) -> &dyn Disk {
        &**self.environment.files.disk()
    }
}

fn listed(entry: &world::Entry) -> Option<ListedDirectory> {
    let (partition, kind) = parse_directory_name(&entry.name)?;
    Some(ListedDirectory {
        partition,
        kind,
        name: entry.name.clone(),
    })
}

/// Makes a directory and whatever of its parents is missing, so that a crash of the machine does not take them away again.
fn make_durably(disk: &dyn Disk, path: &Path) -> std::io::Result<()> {
    let missing = |path: &&Path| !path.as_os_str().is_empty() && !disk.exists(path);
    let made: Vec<_> = path.ancestors().take_while(missing).collect();
    disk.create_dir_all(path)?;
    let parents = made.iter().filter_map(|path| path.parent());
    let parents = parents.filter(|parent| !parent.as_os_str().is_empty());
    for parent in parents {
        disk.sync_dir(parent)?;
    }
    Ok(())
}

fn lock_error(path: &Path, error: std::io::Error) -> LogError {
    if error.kind() == std::io::ErrorKind::WouldBlock {
        LogError::Inconsistent(format!(
            "the log directory {} is held by another process: stop that one, or give this node a directory of its own in log.dirs",
            path.display()
        ))
    } else {
        LogError::storage(format!("locking {}", path.join(LOCK).display()), error)
    }
}

fn read_checkpoint(
    disk: &dyn Disk,
    path: &Path,
    name: &str,
    warnings: &mut Vec<String>,
) -> Result<Vec<(TopicPartition, Offset)>, LogError> {
    let path = path.join(name);
    let Some(content) = read_if_present(disk, &path)? else {
        return Ok(Vec::new());
    };
    Ok(text::read_offsets(&content).unwrap_or_else(|| {
        warnings.push(format!(
            "{} cannot be read and is passed over; what it held is found again by scanning",
            path.display()
        ));
        Vec::new()
    }))
}

pub(crate) fn read_if_present(disk: &dyn Disk, path: &Path) -> Result<Option<Vec<u8>>, LogError> {
    match disk.read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LogError::storage(
            format!("reading {}", path.display()),
            error,
        )),
    }
}

/// Sets a partition's directory aside as stray.
pub(crate) fn set_aside(
    environment: &Environment,
    partition: &TopicPartition,
    topic_id: TopicId,
    wall: Timestamp,
) -> Result<(), LogError> {
    let path = move_away(environment, partition, topic_id, DirectoryKind::Stray)?;
    let disk = &**environment.files.disk();
    environment.strays.add(disk, &path, partition, wall)
}

/// Renames a partition's directory; its new path.
pub(crate) fn move_away(
    environment: &Environment,
    partition: &TopicPartition,
    topic_id: TopicId,
    kind: DirectoryKind,
) -> Result<std::path::PathBuf, LogError> {
    let disk = &**environment.files.disk();
    let from = environment.path.join(partition.to_string());
    let mut number = u128::from_be_bytes(topic_id.0);
    let to = loop {
        let name = marked_directory_name(partition, &format!("{number:032x}"), kind);
        let path = environment.path.join(name);
        if !disk.exists(&path) {
            break path;
        }
        number = number.wrapping_add(1);
    };
    disk.rename(&from, &to)
        .doing(|| format!("renaming {}", from.display()))?;
    environment.forget(partition);
    Ok(to)
}
