//! The brokers' sessions: `/brokers/ids/N` lives as long as the session of the node that made it, and the transaction that
//! made it is the broker's epoch (KIP-380).

use types::{BrokerId, Now};
use world::{Answer, Change, EnsembleError, Operation, Stat, Write};

use super::asking::Asked;
use super::znodes::paths;
use super::znodes::registrations::{self, BrokerAddress};
use super::{Role, Zookeeper};
use crate::{Effects, StoreEvent};

/// A broker whose session lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct BrokerSession {
    /// The transaction that made its znode.
    pub(super) created: i64,
    pub(super) address: BrokerAddress,
}

type Result = std::result::Result<Answer, EnsembleError>;

impl Zookeeper {
    /// Makes this node's own znode.
    pub(super) fn register(&mut self, now: Now, effects: &mut Effects) {
        let create = self.own_znode(now);
        self.ask(Asked::Registration, Operation::Write(vec![create]), effects);
    }

    fn own_znode(&self, now: Now) -> Write {
        Write::Create {
            path: paths::broker_id(self.settings.node),
            data: registrations::broker_id(&self.settings.address, now.wall.0),
            ephemeral: true,
        }
    }

    pub(super) fn on_registration(&mut self, result: Result, effects: &mut Effects) {
        match result {
            Ok(_) => self.registered = true,
            Err(EnsembleError::Refused { .. }) => {
                // Whose is the one that is there?
                let path = paths::broker_id(self.settings.node);
                self.get(Asked::OwnRegistration, &path, effects);
            }
            Err(error) => tracing::error!("this broker is not registered with ZooKeeper: {error}"),
        }
    }

    pub(super) fn on_own_registration(&mut self, now: Now, result: Result, effects: &mut Effects) {
        let own = self.session.map(|(id, _)| id);
        match result {
            Ok(Answer::Node(_, stat)) if Some(stat.owner) == own => self.registered = true,
            Ok(Answer::Node(..)) if self.registered => {
                let node = self.settings.node;
                let why = format!(
                    "another process has registered as broker {node}: give each its own broker.id (or node.id) and log.dirs"
                );
                self.fail(why, effects);
            }
            Ok(Answer::Node(_, stat)) => self.replace_old_znode(now, stat, effects),
            // It went just now.
            Err(EnsembleError::NoNode) => self.register(now, effects),
            _ => {}
        }
    }

    /// This process holds the lock of its log directories: the znode there is left from a run that has ended.
    fn replace_old_znode(&mut self, now: Now, found: Stat, effects: &mut Effects) {
        let delete = Write::Delete {
            path: paths::broker_id(self.settings.node),
            version: Some(found.version),
        };
        let create = self.own_znode(now);
        self.ask(
            Asked::Registration,
            Operation::Write(vec![delete, create]),
            effects,
        );
    }

    pub(super) fn on_broker_ids(&mut self, result: Result, effects: &mut Effects) {
        let Ok(Answer::Children(names)) = result else {
            return;
        };
        let ids: Vec<_> = names
            .iter()
            .filter_map(|name| name.parse().ok().map(BrokerId))
            .collect();
        let gone: Vec<_> = self
            .brokers
            .keys()
            .filter(|id| !ids.contains(id))
            .copied()
            .collect();
        for broker in gone {
            self.broker_ended(broker, effects);
        }
        for broker in ids {
            self.get(Asked::Broker(broker), &paths::broker_id(broker), effects);
        }
    }

    pub(super) fn on_broker(&mut self, broker: BrokerId, result: Result, effects: &mut Effects) {
        match result {
            Ok(Answer::Node(data, stat)) => match registrations::read_broker_id(&data) {
                Ok(address) => self.broker_lives(broker, stat, address, effects),
                Err(why) => tracing::error!(
                    "the znode {} cannot be used: {why}. Nothing was changed; until it is repaired, broker {broker} has no session here",
                    paths::broker_id(broker)
                ),
            },
            Err(EnsembleError::NoNode) => self.broker_ended(broker, effects),
            _ => {}
        }
    }

    fn broker_lives(
        &mut self,
        broker: BrokerId,
        stat: Stat,
        address: BrokerAddress,
        effects: &mut Effects,
    ) {
        let created = stat.created;
        let known = self.brokers.get(&broker).map(|session| session.created);
        if known.is_some_and(|known| known != created) {
            self.broker_ended(broker, effects);
        }
        self.brokers
            .insert(broker, BrokerSession { created, address });
        if known != Some(created) && matches!(self.role, Role::Active(_)) {
            effects
                .events
                .push(StoreEvent::Session { broker, up: true });
        }
    }

    fn broker_ended(&mut self, broker: BrokerId, effects: &mut Effects) {
        if self.brokers.remove(&broker).is_some() && matches!(self.role, Role::Active(_)) {
            effects
                .events
                .push(StoreEvent::Session { broker, up: false });
        }
    }

    pub(super) fn on_broker_changed(
        &mut self,
        now: Now,
        broker: BrokerId,
        change: Change,
        effects: &mut Effects,
    ) {
        match change {
            Change::Created | Change::Data => {
                self.get(Asked::Broker(broker), &paths::broker_id(broker), effects);
                if broker == self.settings.node && self.registered {
                    self.get(Asked::OwnRegistration, &paths::broker_id(broker), effects);
                }
            }
            Change::Deleted => {
                self.broker_ended(broker, effects);
                if broker == self.settings.node && self.registered {
                    // Somebody else's hand: the session lives, so the broker does.
                    self.register(now, effects);
                }
            }
            Change::Children => {}
        }
    }
}
