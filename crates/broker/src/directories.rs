//! The log directories of this broker: where a replica belongs, and what happens when a disk fails.
//!
//! A directory that failed serves nothing any more, once and for all: its replicas are let go of, the controller is told with
//! the next heartbeat and elects other leaders, and the other directories go on. When none is left, or the controller of the
//! same process has its log there, the process ends.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use metadata::{Image, PartitionRegistration};
use partition_log::{DirectoryKind, LogDirectory, LogError, OfflineDirectory};
use protocol::ErrorCode;
use types::{
    BrokerId, DirectoryId, Instant, Now, PartitionIndex, Timestamp, TopicId, TopicPartition,
};
use world::Output;

use crate::broker::Broker;
use crate::locked;
use crate::sync::{Mutex, MutexGuard};
use crate::waiting::Effects;

/// Why a replica is not hosted.
#[derive(Debug)]
pub(crate) enum NotHosted {
    /// It is, or may be, in a directory that is offline.
    Offline,
    /// Its log cannot be opened, in the directory at this place.
    Log(usize, LogError),
}

/// What is offline. A leaf lock.
#[derive(Debug)]
pub(crate) struct Offline {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// In the order in which they went.
    directories: Vec<OfflineDirectory>,
    /// Those that failed after they were opened, and when: some of them the controller still has as online.
    failed: Vec<(DirectoryId, Instant)>,
    replicas: BTreeSet<(TopicId, PartitionIndex)>,
}

impl Offline {
    pub(crate) fn new(directories: Vec<OfflineDirectory>) -> Self {
        for OfflineDirectory { path, why } in &directories {
            tracing::error!(path = %path.display(), %why, "a log directory is offline: its replicas are not served until its disk \
                is back and the broker is started again");
        }
        let state = State {
            directories,
            ..State::default()
        };
        Self {
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    /// What heartbeats report.
    pub(crate) fn ids(&self) -> Vec<DirectoryId> {
        self.state().failed.iter().map(|(id, _)| *id).collect()
    }

    /// When the one at `place` failed, in the order of [`Offline::ids`]; none where so many have not failed.
    pub(crate) fn failed_at(&self, place: usize) -> Option<Instant> {
        self.state().failed.get(place).map(|(_, at)| *at)
    }

    /// Where they are.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        let state = self.state();
        let paths = state.directories.iter();
        paths.map(|offline| offline.path.clone()).collect()
    }

    /// Whether a replica is not served because its directory is offline.
    pub(crate) fn holds(&self, topic: TopicId, partition: PartitionIndex) -> bool {
        self.state().replicas.contains(&(topic, partition))
    }

    /// Takes note of a replica that is, or may be, in a directory that is offline.
    pub(crate) fn add(&self, topic: TopicId, partition: PartitionIndex) -> bool {
        self.state().replicas.insert((topic, partition))
    }

    /// How many replicas are not served because of it.
    pub(crate) fn replica_count(&self) -> usize {
        self.state().replicas.len()
    }

    /// Forgets a replica that is no longer this broker's.
    pub(crate) fn forget(&self, topic: TopicId, partition: PartitionIndex) {
        self.state().replicas.remove(&(topic, partition));
    }
}

/// Where replicas shall lie that are not here yet (KIP-113): a place among the directories for each. Lost with the process, as
/// in Kafka. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    state: Mutex<BTreeMap<(TopicId, PartitionIndex), usize>>,
}

impl Wishes {
    /// Takes note of one.
    pub(crate) fn add(&self, topic: TopicId, partition: PartitionIndex, place: usize) {
        locked(&self.state).insert((topic, partition), place);
    }

    /// The one for a replica; it is fulfilled now or never.
    fn take(&self, topic: TopicId, partition: PartitionIndex) -> Option<usize> {
        locked(&self.state).remove(&(topic, partition))
    }

    /// Forgets those for a topic that is no more.
    pub(crate) fn forget(&self, topic: TopicId) {
        locked(&self.state).retain(|(of, _), _| *of != topic);
    }
}

impl Broker {
    /// What whoever asks for a partition is told that is not hosted here.
    pub(crate) fn not_hosted(&self, topic: TopicId, partition: PartitionIndex) -> ErrorCode {
        if self.offline.holds(topic, partition) {
            ErrorCode::KafkaStorageError
        } else {
            ErrorCode::NotLeaderOrFollower
        }
    }

    /// Takes note of a replica that cannot be hosted.
    pub(crate) fn note_not_hosted(
        &self,
        topic: TopicId,
        name: &TopicPartition,
        why: NotHosted,
        effects: &mut Effects,
    ) {
        match why {
            NotHosted::Offline => {
                if self.offline.add(topic, name.partition) {
                    tracing::warn!(partition = %name, "not served: a log directory is offline");
                }
            }
            NotHosted::Log(place, error) if error.is_disk_failure() => {
                self.offline.add(topic, name.partition);
                effects.failed_directories.push((place, error.to_string()));
            }
            NotHosted::Log(_, error) => {
                tracing::error!(partition = %name, %error, "a log cannot be opened");
            }
        }
    }

    /// The id of the directory at a place; none when it is closed or failed.
    pub(crate) fn directory_id(&self, place: usize) -> Option<DirectoryId> {
        let directories = locked(&self.directories);
        let open = directories.get(place).and_then(Option::as_ref);
        open.map(LogDirectory::id)
    }

    /// The place of the directory of a replica: where its log is, else the one that metadata names, else, for a replica that
    /// cannot have a log yet, the one that was wished for, or the one with the fewest partitions.
    ///
    /// While a directory is offline a log that is found nowhere may be in there. An empty one in its stead could be taken for
    /// the whole log, so none is made.
    pub(crate) fn directory_for(
        &self,
        wall: Timestamp,
        topic: TopicId,
        name: &TopicPartition,
        registration: &PartitionRegistration,
    ) -> Result<usize, NotHosted> {
        if self.offline.holds(topic, name.partition) {
            return Err(NotHosted::Offline);
        }
        let directories = locked(&self.directories);
        let open: Vec<_> = directories
            .iter()
            .enumerate()
            .filter_map(|(place, directory)| Some((place, directory.as_ref()?)))
            .collect();
        let assigned = registration.directory(self.id);
        let named = open
            .iter()
            .find(|(_, directory)| Some(directory.id()) == assigned)
            .map(|(place, _)| *place);
        let mut holding = Vec::new();
        for (place, directory) in &open {
            match holds(directory, topic, name) {
                Ok(true) => holding.push(*place),
                Ok(false) => {}
                Err(error) => return Err(NotHosted::Log(*place, error)),
            }
        }
        if let Some(place) = named.filter(|place| holding.is_empty() || holding.contains(place)) {
            // A directory that came back may hold a copy that went on elsewhere meanwhile.
            let copies = holding.into_iter().filter(|holder| *holder != place);
            for copy in copies.filter_map(|copy| directories[copy].as_ref()) {
                copy.set_aside(name, topic, wall)
                    .map_err(|error| NotHosted::Log(place, error))?;
            }
            return Ok(place);
        }
        if let Some(&place) = holding.first() {
            return Ok(place);
        }
        let is_somewhere_else = assigned.is_some_and(|assigned| !assigned.is_reserved());
        if !self.offline.paths().is_empty()
            && (is_somewhere_else || !self.may_begin_empty(registration))
        {
            return Err(NotHosted::Offline);
        }
        let wished = self.wishes.take(topic, name.partition);
        if let Some(place) = wished.filter(|wished| open.iter().any(|(place, _)| place == wished)) {
            return Ok(place);
        }
        let mut counts = vec![0_usize; directories.len()];
        for hosted in self.partitions.all() {
            counts[hosted.directory] += 1;
        }
        let places = open.iter().map(|(place, _)| *place);
        places
            .min_by_key(|place| counts[*place])
            .ok_or(NotHosted::Offline)
    }

    /// Whether a replica without a log lacks nothing that anybody counts on.
    fn may_begin_empty(&self, registration: &PartitionRegistration) -> bool {
        let is_new = registration.partition_epoch.0 == 0;
        let is_counted = registration.in_sync.contains(&self.id)
            || registration.eligible_leaders.contains(&self.id)
            || registration.last_known_eligible_leaders.contains(&self.id);
        is_new || !is_counted
    }

    /// A disk whose content is no longer known serves nothing any more.
    pub(crate) fn fail_directory(
        &self,
        now: Now,
        place: usize,
        why: &str,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let (failed, left) = {
            let mut directories = locked(&self.directories);
            let failed = directories.get_mut(place).and_then(Option::take);
            (failed, directories.iter().flatten().count())
        };
        let Some(failed) = failed else {
            return;
        };
        let path = failed.path().to_owned();
        let shown = path.display();
        {
            let mut offline = self.offline.state();
            offline.failed.push((failed.id(), now.instant));
            offline.directories.push(OfflineDirectory {
                path: path.clone(),
                why: why.to_owned(),
            });
        }
        failed.abandon();
        let of_controller = self.config.roles.controller && path == self.config.metadata_log_dir;
        if left == 0 || of_controller {
            let consequence = match of_controller {
                true => "it holds the log of this node's controller",
                false => "no other log directory is left",
            };
            let message = format!(
                "log directory {shown} failed and {consequence}: {why}; replace the disk, or remove the directory from log.dirs, \
                 and start again"
            );
            tracing::error!(name: "the last log directory fails", %message, "a disk failed");
            out.push(Output::Exit(message));
            return;
        }
        let replicas = self.retire_directory(now, place, effects, out);
        tracing::error!(
            path = %shown, %why, replicas,
            "a disk failed: its replicas are offline, the other log directories go on; replace the disk, or remove the directory \
             from log.dirs, and start again"
        );
        self.report_failed_directory(now, out);
    }

    /// Lets go of all replicas in a directory; how many there were.
    fn retire_directory(
        &self,
        now: Now,
        place: usize,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) -> usize {
        let mut retired = 0;
        for hosted in self.partitions.all() {
            if hosted.directory != place {
                continue;
            }
            let index = hosted.name.partition;
            // First, so that nobody is told in between that another broker leads.
            self.offline.add(hosted.topic_id, index);
            self.partitions.remove(hosted.topic_id, index);
            self.fetching.forget((hosted.topic_id, index));
            self.directory_assignments.forget((hosted.topic_id, index));
            let ended = hosted.retire(now, effects, |log| {
                log.abandon();
                Ok(())
            });
            debug_assert!(ended.is_ok(), "nothing is written to a disk that failed");
            self.resign_coordinator(now, &hosted, out);
            retired += 1;
        }
        retired
    }

    /// Sets aside logs whose replicas went to other brokers while this one was away, once it knows all that was decided until it
    /// registered. What the metadata do not have at all stays where it is: that may be a question of which metadata these are.
    pub(crate) fn set_aside_what_went_elsewhere(&self, now: Now) {
        let image = self.image.load();
        for directory in locked(&self.directories).iter().flatten() {
            let listed = directory.listed().iter();
            for listed in listed.filter(|listed| listed.kind == DirectoryKind::Log) {
                let name = &listed.partition;
                let Some(topic) = went_elsewhere(directory, &image, self.id, name) else {
                    continue;
                };
                tracing::warn!(partition = %name, "its replica is on other brokers now: its log is set aside as stray");
                let set_aside = directory
                    .set_aside(name, topic, now.wall)
                    .and_then(|()| directory.note_removed(topic, Some(name.partition), now.wall));
                if let Err(error) = set_aside {
                    tracing::error!(partition = %name, %error, "a log cannot be set aside");
                }
            }
        }
    }
}

/// The topic of a log that is in a directory, where the metadata have its replicas on other brokers only.
fn went_elsewhere(
    directory: &LogDirectory,
    image: &Image,
    broker: BrokerId,
    name: &TopicPartition,
) -> Option<TopicId> {
    let topic = image.topic(name.topic.as_str())?;
    let registration = topic.partitions.get(&name.partition)?;
    if registration.replicas.contains(&broker) || !directory.has_log(name) {
        return None;
    }
    // Where it cannot be read whose it is, it stays.
    let id = directory.topic_id_of(name).ok().flatten()?;
    (id == topic.id).then_some(id)
}

fn holds(
    directory: &LogDirectory,
    topic: TopicId,
    name: &TopicPartition,
) -> Result<bool, LogError> {
    let is_listed = directory
        .listed()
        .iter()
        .any(|listed| listed.partition == *name && listed.kind == DirectoryKind::Log);
    if !is_listed {
        return Ok(false);
    }
    // A log of a Kafka before topic ids belongs to whoever has the name.
    let id = directory.topic_id_of(name)?;
    Ok(directory.has_log(name) && id.is_none_or(|id| id == topic))
}
