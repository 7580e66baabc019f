//! Who is the controller: the contest for `/controller`, and its end.

use std::time::Duration;

use metadata::{Image, Position};
use types::{BrokerEpoch, BrokerId, ControllerEpoch, Instant, Now, Offset};
use world::{Answer, EnsembleError, Operation, Write};

use super::asking::Asked;
use super::lead::{Lead, Term, log_start};
use super::znodes::{content, paths, read_records};
use super::{Role, Zookeeper};
use crate::{Effects, SessionEpoch, Store as _, StoreEvent};

/// After a tree that cannot be read, before the next try.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Where in the write of an election `/highwater/commit` comes at the earliest.
const COMMIT_AT_LEAST: usize = 2;

type Result = std::result::Result<Answer, EnsembleError>;

impl Zookeeper {
    /// The epoch first: what is read of the controller after it is at least as new.
    pub(super) fn look_at_controller(&mut self, effects: &mut Effects) {
        self.look(Asked::Epoch, effects);
    }

    fn look(&mut self, epoch: Asked, effects: &mut Effects) {
        self.holder = None;
        self.look_at = Instant::NEVER;
        self.get(epoch, paths::CONTROLLER_EPOCH, effects);
        self.get(Asked::Controller, paths::CONTROLLER, effects);
    }

    pub(super) fn on_cluster_id(&mut self, now: Now, result: Result, effects: &mut Effects) {
        let found = match result {
            Ok(Answer::Node(data, _)) => content::read_cluster_id(&data),
            Err(EnsembleError::NoNode) => Err("it does not exist".to_owned()),
            other => Err(format!("{other:?}")),
        };
        match (found, &self.settings.cluster_id) {
            (Ok(found), Some(expected)) if found != *expected => {
                let why = format!(
                    "zookeeper.connect points at the cluster {found}, but the log directories of this node belong to {expected}. \
                     Nothing was changed: correct zookeeper.connect (with its chroot) or log.dirs"
                );
                self.fail(why, effects);
            }
            (Ok(found), _) => {
                self.cluster_id = Some(found);
                // Not sooner: in another cluster this node has no place, not even for the time of a session.
                self.register(now, effects);
                self.consider(now, effects);
            }
            (Err(why), expected) => {
                let belongs = expected.as_deref().unwrap_or("none yet");
                let why = format!(
                    "/cluster/id in ZooKeeper cannot be used: {why}. The log directories of this node belong to the cluster \
                     {belongs}. Nothing was changed: restore the ensemble, or correct zookeeper.connect"
                );
                self.fail(why, effects);
            }
        }
    }

    /// An epoch that cannot be used lets nobody lead. It is looked at again: nothing here tells when it is repaired.
    pub(super) fn on_epoch(
        &mut self,
        now: Now,
        result: Result,
        is_newest: bool,
        effects: &mut Effects,
    ) {
        let read = match result {
            Ok(Answer::Node(data, stat)) => {
                content::read_controller_epoch(&data).map(|epoch| (epoch, stat.version))
            }
            Err(EnsembleError::NoNode) => Err("it is missing".to_owned()),
            Err(error) => Err(error.to_string()),
            Ok(other) => Err(format!("{other:?}")),
        };
        let seen = self.epoch_seen;
        let read = read.and_then(|found| match found.0 < seen && is_newest {
            false => Ok(found),
            true => Err(format!(
                "it is {}, and this node has seen {seen}: the ensemble was restored from an older state, without what was decided \
                 since. If it is to be gone on with all the same, write {seen} there",
                found.0
            )),
        });
        match content::at(paths::CONTROLLER_EPOCH, read) {
            // The server that was asked may lag behind the others.
            Ok((epoch, _)) if epoch < seen => {
                self.epoch = None;
                self.ask(Asked::Watch, Operation::Sync, effects);
                self.look(Asked::NewestEpoch, effects);
            }
            Ok(found) => {
                self.epoch_seen = found.0;
                self.epoch = Some(found);
            }
            Err(malformed) => {
                tracing::error!("no controllership: {malformed}");
                self.epoch = None;
                self.look_at = now.instant + TRY_AGAIN_AFTER;
            }
        }
    }

    pub(super) fn on_controller(&mut self, now: Now, result: Result, effects: &mut Effects) {
        let holder = match result {
            Ok(Answer::Node(data, stat)) => match content::read_controller(&data) {
                Ok(broker) => Some((broker, stat.owner)),
                Err(why) => {
                    let path = paths::CONTROLLER;
                    tracing::error!(
                        "the znode {path} cannot be used: {why}. Nothing was changed, and nobody is elected while it is there: delete it \
                         with ZooKeeper's shell if no controller made it"
                    );
                    return;
                }
            },
            Err(EnsembleError::NoNode) => None,
            _ => return,
        };
        self.holder = Some(holder);
        let Some((epoch, version)) = self.epoch else {
            return;
        };
        let own = self.session.map(|(id, _)| (self.settings.node, id));
        let is_own = holder.is_some() && holder == own;
        match &mut self.role {
            Role::Active(lead) => {
                let term = &lead.term;
                if !is_own || (epoch, version) != (term.epoch, term.epoch_version) {
                    tracing::warn!(
                        "/controller is somebody else's, or nobody's: the controllership is over"
                    );
                    lead.ending = true;
                    if !lead.is_in_doubt {
                        self.end_when_answered(now, effects);
                    }
                }
            }
            Role::Winning(term) => {
                if !is_own || (epoch, version) != (term.epoch, term.epoch_version) {
                    self.role = Role::Standby;
                }
            }
            Role::Standby => {
                // An election whose answer was lost: only its own write has made both the znode and this version.
                if let Some(attempt) = self.attempt {
                    if is_own && attempt == (epoch, version) {
                        return self.get(Asked::LastCommit, paths::COMMIT, effects);
                    }
                    self.attempt = None;
                }
            }
        }
        if matches!(self.role, Role::Standby) {
            let leader = holder.map(|(broker, _)| broker).filter(|_| !is_own);
            self.tell_leader(epoch, leader, effects);
        }
        self.consider(now, effects);
    }

    pub(super) fn tell_leader(
        &mut self,
        epoch: ControllerEpoch,
        leader: Option<BrokerId>,
        effects: &mut Effects,
    ) {
        if self.told_leader != (epoch, leader) {
            self.told_leader = (epoch, leader);
            effects
                .events
                .push(StoreEvent::LeaderChanged { epoch, leader });
        }
    }

    /// The controller is proved dead: its znode may be taken before its session ends, as long as the epoch is still its own.
    /// `session` is the one in which it was alive: a later run of it is not meant.
    pub fn usurp(
        &mut self,
        now: Now,
        controller: BrokerId,
        session: BrokerEpoch,
        effects: &mut Effects,
    ) {
        let holder = self.holder.flatten().map(|(broker, _)| broker);
        let is_meant = holder == Some(controller)
            && self.session_epoch(controller) == SessionEpoch::Session(session);
        if let Some((epoch, _)) = self.epoch.filter(|_| is_meant) {
            self.dead = Some((epoch, controller));
            self.consider(now, effects);
        }
    }

    fn is_dead(&self, controller: BrokerId) -> bool {
        self.epoch
            .is_some_and(|(epoch, _)| self.dead == Some((epoch, controller)))
    }

    /// Whether `/controller` is to be had: nobody has it, or an earlier run of this node, whose lock this process holds, or an
    /// earlier controllership of this session, or somebody who is dead.
    pub(super) fn is_waiting_to_elect(&self) -> bool {
        let free = match self.holder {
            Some(None) => true,
            Some(Some((broker, _))) => broker == self.settings.node || self.is_dead(broker),
            None => false,
        };
        let is_ready =
            self.contesting && self.connected && !self.failed && self.cluster_id.is_some();
        free && is_ready
            && self.epoch.is_some()
            && self.attempt.is_none()
            && matches!(self.role, Role::Standby)
    }

    pub(super) fn consider(&mut self, now: Now, effects: &mut Effects) {
        if !self.is_waiting_to_elect() || self.elect_at > now.instant {
            return;
        }
        let Some((epoch, version)) = self.epoch else {
            return;
        };
        let epoch = epoch.next();
        let mut writes = Vec::new();
        if self.holder != Some(None) {
            writes.push(Write::Check {
                path: paths::CONTROLLER_EPOCH.to_owned(),
                version,
            });
            writes.push(Write::Delete {
                path: paths::CONTROLLER.to_owned(),
                version: None,
            });
        }
        writes.push(Write::Create {
            path: paths::CONTROLLER.to_owned(),
            data: content::controller(self.settings.node, now.wall.0),
            ephemeral: true,
        });
        writes.push(Write::Set {
            path: paths::CONTROLLER_EPOCH.to_owned(),
            data: content::controller_epoch(epoch),
            version: Some(version),
        });
        writes.push(Write::Set {
            path: paths::COMMIT.to_owned(),
            data: content::commit(epoch, 0),
            version: None,
        });
        self.attempt = Some((epoch, version + 1));
        self.ask(Asked::Election, Operation::Write(writes), effects);
    }

    pub(super) fn on_election(&mut self, now: Now, result: Result, effects: &mut Effects) {
        let attempt = self.attempt.take();
        match (result, attempt) {
            (Ok(Answer::Written(stats)), Some((epoch, epoch_version))) => {
                let commit = stats.last().copied().flatten().unwrap_or_default();
                let term = Term {
                    epoch,
                    epoch_version,
                    commit_version: commit.version,
                };
                self.elected(now, term, effects);
            }
            // Of all znodes of this write nobody has looked at the last one.
            (Err(EnsembleError::Refused { index, error }), _)
                if index >= COMMIT_AT_LEAST && *error == EnsembleError::NoNode =>
            {
                let missing = content::at::<()>(paths::COMMIT, Err("it is missing".to_owned()));
                if let Err(missing) = missing {
                    tracing::error!("no controllership: {missing}");
                }
                self.elect_at = now.instant + TRY_AGAIN_AFTER;
                self.look_at_controller(effects);
            }
            // Somebody was faster, or has changed the epoch since it was read.
            (Err(EnsembleError::Refused { .. }), _) => self.look_at_controller(effects),
            (other, _) => {
                tracing::error!("the election of a controller is refused: {other:?}");
                self.elect_at = now.instant + TRY_AGAIN_AFTER;
                self.look_at_controller(effects);
            }
        }
    }

    fn elected(&mut self, now: Now, term: Term, effects: &mut Effects) {
        tracing::info!("elected controller of epoch {}", term.epoch);
        self.epoch_seen = self.epoch_seen.max(term.epoch);
        self.role = Role::Winning(term);
        self.synced = false;
        self.ask(Asked::Settled, Operation::Sync, effects);
        self.take_over_when_complete(now, effects);
    }

    /// The last commit, as the ensemble has it: after an election whose answer was lost, or commits whose answers were.
    pub(super) fn on_last_commit(&mut self, now: Now, result: Result, effects: &mut Effects) {
        let Ok(Answer::Node(data, stat)) = result else {
            tracing::error!("the znode {} cannot be read: {result:?}", paths::COMMIT);
            return;
        };
        if let (Some((epoch, epoch_version)), Role::Standby) = (self.attempt, &self.role) {
            self.attempt = None;
            let term = Term {
                epoch,
                epoch_version,
                commit_version: stat.version,
            };
            return self.elected(now, term, effects);
        }
        self.resolve_doubt(now, content::read_commit(&data).ok().flatten(), effects);
    }

    /// Makes an image of the picture, once that shows everything, and begins to lead with it.
    pub(super) fn take_over_when_complete(&mut self, now: Now, effects: &mut Effects) {
        if !self.is_complete() {
            return;
        }
        let Role::Winning(term) = std::mem::replace(&mut self.role, Role::Standby) else {
            return;
        };
        let last_offset = Offset(log_start(term.epoch).0 - 1);
        let position = Position {
            epoch: term.epoch,
            offset: last_offset,
        };
        let read = match &self.unreadable {
            Some(why) => Err(why.clone()),
            None => read_records(&self.picture, term.epoch).map_err(|error| error.to_string()),
        };
        let read = read.and_then(|records| {
            let image = Image::from_snapshot(position, records.iter().cloned());
            let image =
                image.map_err(|error| format!("what ZooKeeper holds contradicts itself: {error}"));
            Ok((image?, records))
        });
        let (image, records) = match read {
            Ok(read) => read,
            Err(why) => return self.give_up(now, &term, &why, effects),
        };
        let picture = std::mem::take(&mut self.picture);
        self.unfollow(effects);
        let epoch = term.epoch;
        let lead = Lead::new(term, image, &picture, now.wall, &records);
        self.role = Role::Active(Box::new(lead));
        effects.events.push(StoreEvent::Snapshot {
            last_offset,
            epoch,
            records,
        });
        self.tell_leader(epoch, Some(self.settings.node), effects);
        effects.events.push(StoreEvent::Won { epoch });
        self.tell_sessions(effects);
        self.pump(now, effects);
    }

    /// Which registered brokers have a session, for a controller that begins.
    fn tell_sessions(&mut self, effects: &mut Effects) {
        let Role::Active(lead) = &self.role else {
            return;
        };
        let registered = lead.image.brokers().keys().copied();
        let events = registered.map(|broker| StoreEvent::Session {
            broker,
            up: self.brokers.contains_key(&broker),
        });
        effects.events.extend(events);
    }

    /// Somebody else may be able to read the tree; this node tries again later.
    fn give_up(&mut self, now: Now, term: &Term, why: &str, effects: &mut Effects) {
        tracing::error!("no controllership: {why}");
        self.elect_at = now.instant + TRY_AGAIN_AFTER;
        self.release(term, effects);
    }

    /// Gives `/controller` back.
    fn release(&mut self, term: &Term, effects: &mut Effects) {
        let check = Write::Check {
            path: paths::CONTROLLER_EPOCH.to_owned(),
            version: term.epoch_version,
        };
        let delete = Write::Delete {
            path: paths::CONTROLLER.to_owned(),
            version: None,
        };
        self.ask(
            Asked::Resigned,
            Operation::Write(vec![check, delete]),
            effects,
        );
    }

    /// Ends the controllership once it is known what became of every commit.
    pub(super) fn end_when_answered(&mut self, now: Now, effects: &mut Effects) {
        if matches!(&self.role, Role::Active(lead) if lead.ending && lead.flight.is_empty()) {
            self.lose(now, effects);
        }
    }

    /// The controllership is over. What is not known to be committed is unknown.
    pub(super) fn lose(&mut self, _now: Now, effects: &mut Effects) {
        let role = std::mem::replace(&mut self.role, Role::Standby);
        let Role::Active(lead) = role else { return };
        let (term, resigns) = (lead.term, lead.resigns);
        lead.end_commits(effects);
        if resigns && self.connected {
            self.release(&term, effects);
        }
        let epoch = term.epoch;
        self.tell_leader(epoch, None, effects);
        effects.events.push(StoreEvent::Lost { epoch });
        if self.connected {
            self.picture.clear();
            self.follow(effects);
            self.look_at_controller(effects);
        }
    }
}
