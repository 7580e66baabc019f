//! Operations on their way to the ensemble, what each was for, and what its answer means.

use types::{BrokerId, Now};
use world::{
    Answer, Change, EnsembleError, EnsembleRequest, Operation, OperationId, Output, SessionState,
    Write,
};

use super::znodes::{content, paths};
use super::{Role, Zookeeper};
use crate::Effects;

/// What an operation was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// To make a znode that a cluster begins with.
    Foundation(String),
    /// To see whether the tree is one of ours.
    Mark,
    /// To be told of changes, or no longer.
    Watch,
    ClusterId,
    Epoch,
    /// The epoch, from a server that has seen all that was written before.
    NewestEpoch,
    Controller,
    BrokerIds,
    Broker(BrokerId),
    /// To make this node's own ephemeral znode.
    Registration,
    /// To see whose this node's own ephemeral znode is.
    OwnRegistration,
    Data(String),
    Children(String),
    Election,
    /// To learn the last commit after an election or a commit whose answer was lost.
    LastCommit,
    /// To have seen everything after an election.
    Settled,
    Commit(u64),
    Resigned,
}

type Result = std::result::Result<Answer, EnsembleError>;

impl Zookeeper {
    pub(super) fn ask(&mut self, asked: Asked, operation: Operation, effects: &mut Effects) {
        self.next_operation += 1;
        let id = OperationId(self.next_operation);
        let operation = match self.settings.chroot.is_empty() {
            true => operation,
            false => below(&self.settings.chroot, operation),
        };
        self.asked.insert(id, asked);
        let request = EnsembleRequest::Do(id, operation);
        effects.outputs.push(Output::Ensemble(request));
    }

    pub(super) fn get(&mut self, asked: Asked, path: &str, effects: &mut Effects) {
        self.ask(asked, Operation::Get(path.to_owned()), effects);
    }

    pub(super) fn watch(&mut self, path: &str, recursive: bool, effects: &mut Effects) {
        let path = path.to_owned();
        self.ask(Asked::Watch, Operation::Watch { path, recursive }, effects);
    }

    /// Nothing that was asked on a connection that has ended is answered any more.
    pub(super) fn forget_connection(&mut self) {
        self.connected = false;
        self.asked.clear();
        self.holder = None;
        self.epoch = None;
        self.look_at = types::Instant::NEVER;
        self.picture.clear();
        self.reading = 0;
        self.unreadable = None;
        self.synced = false;
    }

    pub(super) fn on_session(&mut self, now: Now, state: SessionState, effects: &mut Effects) {
        match state {
            SessionState::Connected { id, timeout } => {
                self.session = Some((id, timeout));
                self.forget_connection();
                self.connected = true;
                self.may_end_at = types::Instant::NEVER;
                self.begin_connection(effects);
            }
            SessionState::Disconnected { last_heard } => {
                tracing::warn!("the connection to ZooKeeper ended; the session goes on");
                self.forget_connection();
                let timeout = self
                    .session
                    .map_or(std::time::Duration::ZERO, |(_, timeout)| timeout);
                self.may_end_at = last_heard + timeout;
                if let Role::Active(lead) = &mut self.role {
                    lead.is_in_doubt = true;
                }
            }
            SessionState::Expired => {
                tracing::warn!("the ZooKeeper session has expired; another one begins");
                self.forget_connection();
                self.brokers.clear();
                self.lose(now, effects);
                self.open_session(effects);
            }
            SessionState::Failed(why) => self.fail(why, effects),
        }
    }

    /// A connection knows nothing of those before it: everything is watched first and then read.
    fn begin_connection(&mut self, effects: &mut Effects) {
        match self.cluster_id {
            Some(_) => self.take_part(effects),
            None => self.mark_tree(effects),
        }
    }

    fn on_mark(&mut self, result: Result, effects: &mut Effects) {
        match result {
            Ok(_) => {
                self.lay_foundations(effects);
                self.take_part(effects);
            }
            Err(EnsembleError::NoNode) => {
                let why = "zookeeper.connect points at the tree of a Kafka cluster. Nothing was changed: stop all of its brokers and \
                           run `highwater cluster import-zookeeper`, or correct zookeeper.connect (with its chroot)";
                self.fail(why.to_owned(), effects);
            }
            Err(error) => {
                let why = format!("the znode {} cannot be read: {error}", paths::COMMIT);
                self.fail(why, effects);
            }
        }
    }

    fn take_part(&mut self, effects: &mut Effects) {
        if matches!(self.role, Role::Active(_)) {
            self.ask(Asked::Watch, Operation::Sync, effects);
        }
        self.watch(paths::CONTROLLER, false, effects);
        self.watch(paths::BROKER_IDS, true, effects);
        self.get(Asked::ClusterId, paths::CLUSTER_ID, effects);
        self.look_at_controller(effects);
        let ids = Operation::Children(paths::BROKER_IDS.to_owned());
        self.ask(Asked::BrokerIds, ids, effects);
        match &self.role {
            Role::Standby => self.follow(effects),
            Role::Winning(_) => {
                self.follow(effects);
                self.ask(Asked::Settled, Operation::Sync, effects);
            }
            Role::Active(_) => self.get(Asked::LastCommit, paths::COMMIT, effects),
        }
    }

    /// Makes the tree ours if nobody has begun in it: one write makes what says so and what every cluster of Kafka's has, so it
    /// fails in a tree of either.
    fn mark_tree(&mut self, effects: &mut Effects) {
        let mut at = 1;
        let chroot = std::mem::take(&mut self.settings.chroot);
        while !chroot.is_empty() && at <= chroot.len() {
            let end = chroot
                .get(at..)
                .and_then(|rest| rest.find('/'))
                .map_or(chroot.len(), |end| at + end);
            self.found(
                chroot.get(..end).unwrap_or(&chroot),
                bytes::Bytes::new(),
                effects,
            );
            at = end + 1;
        }
        self.settings.chroot = chroot;
        let create = |path: &str, data| Write::Create {
            path: path.to_owned(),
            data,
            ephemeral: false,
        };
        let mark = vec![
            create(
                paths::CONTROLLER_EPOCH,
                content::controller_epoch(types::ControllerEpoch(0)),
            ),
            create(paths::OURS, bytes::Bytes::new()),
            create(paths::COMMIT, bytes::Bytes::new()),
        ];
        let asked = Asked::Foundation(paths::COMMIT.to_owned());
        self.ask(asked, Operation::Write(mark), effects);
        self.get(Asked::Mark, paths::COMMIT, effects);
    }

    fn lay_foundations(&mut self, effects: &mut Effects) {
        for path in paths::FOUNDATIONS {
            self.found(path, bytes::Bytes::new(), effects);
        }
        self.found(paths::NO_FEATURES, content::no_features(), effects);
        // A node that belongs to a cluster already does not make another one of an empty tree.
        if self.settings.cluster_id.is_none() {
            let data = content::cluster_id(&self.settings.proposed_cluster_id);
            self.found(paths::CLUSTER_ID, data, effects);
        }
    }

    fn found(&mut self, path: &str, data: bytes::Bytes, effects: &mut Effects) {
        let create = Write::Create {
            path: path.to_owned(),
            data,
            ephemeral: false,
        };
        let asked = Asked::Foundation(path.to_owned());
        self.ask(asked, Operation::Write(vec![create]), effects);
    }

    pub(super) fn on_done(
        &mut self,
        now: Now,
        asked: Asked,
        result: Result,
        effects: &mut Effects,
    ) {
        if result == Err(EnsembleError::Disconnected) || result == Err(EnsembleError::Expired) {
            // The state of the session says the same, and what is to be done about it.
            return;
        }
        match asked {
            Asked::Foundation(path) => self.founded(&path, result, effects),
            Asked::Mark => self.on_mark(result, effects),
            Asked::Watch => {
                if let Err(error) = result {
                    tracing::error!(
                        "ZooKeeper does not tell of changes ({error}): version 3.6 or later does"
                    );
                }
            }
            Asked::ClusterId => self.on_cluster_id(now, result, effects),
            Asked::Epoch => self.on_epoch(now, result, false, effects),
            Asked::NewestEpoch => self.on_epoch(now, result, true, effects),
            Asked::Controller => self.on_controller(now, result, effects),
            Asked::BrokerIds => self.on_broker_ids(result, effects),
            Asked::Broker(broker) => self.on_broker(broker, result, effects),
            Asked::Registration => self.on_registration(result, effects),
            Asked::OwnRegistration => self.on_own_registration(now, result, effects),
            Asked::Data(path) => self.on_data(now, path, result, effects),
            Asked::Children(path) => self.on_children(now, path, result, effects),
            Asked::Election => self.on_election(now, result, effects),
            Asked::LastCommit => self.on_last_commit(now, result, effects),
            Asked::Settled => {
                self.synced = true;
                self.take_over_when_complete(now, effects);
            }
            Asked::Commit(sequence) => self.on_committed(now, sequence, result, effects),
            Asked::Resigned => {}
        }
    }

    fn founded(&mut self, path: &str, result: Result, effects: &mut Effects) {
        match result {
            Err(EnsembleError::Refused { error, .. }) if *error != EnsembleError::NodeExists => {
                self.fail(format!("the znode {path} cannot be made: {error}"), effects);
            }
            _ => {}
        }
    }

    pub(super) fn on_changed(
        &mut self,
        now: Now,
        path: &str,
        change: Change,
        effects: &mut Effects,
    ) {
        let Some(path) = path.strip_prefix(self.settings.chroot.as_str()) else {
            return;
        };
        if path == paths::CONTROLLER {
            if change != Change::Children {
                self.look_at_controller(effects);
            }
        } else if let Some(name) = path.strip_prefix(paths::BROKER_IDS) {
            if let Ok(id) = name.trim_start_matches('/').parse() {
                self.on_broker_changed(now, BrokerId(id), change, effects);
            }
        } else if !matches!(self.role, Role::Active(_)) {
            self.on_watched(path, change, effects);
        }
    }
}

/// The operation as it is below a chroot.
fn below(chroot: &str, operation: Operation) -> Operation {
    let under = |path: String| format!("{chroot}{path}");
    match operation {
        Operation::Get(path) => Operation::Get(under(path)),
        Operation::Children(path) => Operation::Children(under(path)),
        Operation::Sync => Operation::Sync,
        Operation::Watch { path, recursive } => Operation::Watch {
            path: under(path),
            recursive,
        },
        Operation::Unwatch { path, recursive } => Operation::Unwatch {
            path: under(path),
            recursive,
        },
        Operation::Write(writes) => {
            let writes = writes.into_iter().map(|mut write| {
                match &mut write {
                    Write::Create { path, .. }
                    | Write::Set { path, .. }
                    | Write::Delete { path, .. }
                    | Write::Check { path, .. } => path.insert_str(0, chroot),
                }
                write
            });
            Operation::Write(writes.collect())
        }
    }
}
