//! A standby's picture of the tree: read once, and kept by watches.

use bytes::Bytes;
use types::Now;
use world::{Answer, Change, EnsembleError, Operation, Stat};

use super::asking::Asked;
use super::znodes::{Needed, needed, paths};
use super::{Role, Zookeeper};
use crate::Effects;

/// Reads everything that is to be read of a tree: where to begin.
const READ: [&str; 11] = [
    paths::TOPICS,
    paths::TOPIC_CONFIGS,
    paths::BROKER_CONFIGS,
    paths::DELETIONS,
    paths::PRODUCER_IDS,
    paths::BROKERS,
    paths::CONTROLLERS,
    paths::FEATURES,
    paths::NEXT_PRODUCER_ID,
    paths::TOPIC_EXTRAS,
    paths::SECURITY,
];

impl Zookeeper {
    /// Watches the tree, then reads it, all without waiting in between.
    pub(super) fn follow(&mut self, effects: &mut Effects) {
        for path in paths::WATCHED {
            self.watch(path, true, effects);
        }
        for path in READ.into_iter().chain(paths::config_folders()) {
            self.read(path, effects);
        }
    }

    pub(super) fn unfollow(&mut self, effects: &mut Effects) {
        for path in paths::WATCHED {
            let path = path.to_owned();
            let recursive = true;
            self.ask(
                Asked::Watch,
                Operation::Unwatch { path, recursive },
                effects,
            );
        }
    }

    fn read(&mut self, path: &str, effects: &mut Effects) {
        let needed = needed(path);
        if needed == Needed::Presence {
            self.picture.entry(path.to_owned()).or_default();
        }
        if matches!(needed, Needed::Data | Needed::All) {
            self.reading += 1;
            self.get(Asked::Data(path.to_owned()), path, effects);
        }
        if matches!(needed, Needed::Children | Needed::All) {
            self.reading += 1;
            let children = Operation::Children(path.to_owned());
            self.ask(Asked::Children(path.to_owned()), children, effects);
        }
    }

    pub(super) fn on_data(
        &mut self,
        now: Now,
        path: String,
        result: Result<Answer, EnsembleError>,
        effects: &mut Effects,
    ) {
        self.reading = self.reading.saturating_sub(1);
        match result {
            Ok(Answer::Node(data, stat)) => {
                self.picture.insert(path, (data, stat));
            }
            Err(EnsembleError::NoNode) => {
                self.picture.remove(&path);
            }
            other => self.unreadable = Some(format!("the znode {path} cannot be read: {other:?}")),
        }
        self.take_over_when_complete(now, effects);
    }

    pub(super) fn on_children(
        &mut self,
        now: Now,
        path: String,
        result: Result<Answer, EnsembleError>,
        effects: &mut Effects,
    ) {
        self.reading = self.reading.saturating_sub(1);
        match result {
            Ok(Answer::Children(names)) => {
                if needed(&path) == Needed::Children {
                    self.picture
                        .insert(path.clone(), (Bytes::new(), Stat::default()));
                }
                for name in names {
                    let child = format!("{path}/{name}");
                    self.read(&child, effects);
                    if needed(&child) == Needed::Presence {
                        // A partition has nothing of its own but its state.
                        self.read(&format!("{child}/state"), effects);
                    }
                }
            }
            Err(EnsembleError::NoNode) => {}
            other => {
                self.unreadable = Some(format!("the znode {path} cannot be listed: {other:?}"))
            }
        }
        self.take_over_when_complete(now, effects);
    }

    pub(super) fn on_watched(&mut self, path: &str, change: Change, effects: &mut Effects) {
        match change {
            Change::Created => self.read(path, effects),
            Change::Data => {
                if matches!(needed(path), Needed::Data | Needed::All) {
                    self.reading += 1;
                    self.get(Asked::Data(path.to_owned()), path, effects);
                }
            }
            Change::Deleted => {
                self.picture.remove(path);
            }
            Change::Children => {}
        }
    }

    /// Whether the picture shows everything that was committed before the last election.
    pub(super) fn is_complete(&self) -> bool {
        self.synced && self.reading == 0 && matches!(self.role, Role::Winning(_))
    }
}
