//! What a store that keeps sessions adds: where the controllers are, whose session has ended, and a dead controller's end.

use std::collections::BTreeMap;

use coordination::{BrokerAddress, Effects, SessionEpoch, Store as _};
use quorum_core::{QuorumDescription, ReplicaProgress};
use types::{BrokerEpoch, BrokerId, ControllerEpoch, LeaderEpoch, Now, Offset};
use world::Endpoint;

use super::State;
use crate::handlers::internal::SessionEnded;
use crate::settings::ControllerStore;

impl State {
    /// The controllers and where they are reached: of a quorum the voters, of an ensemble the nodes that have a session.
    pub(crate) fn controllers(&self) -> BTreeMap<BrokerId, Endpoint> {
        let ControllerStore::Zookeeper(store) = &self.store else {
            return self.settings.voters.clone();
        };
        let all = store.addresses();
        let reached = all.filter_map(|(id, address)| Some((id, self.door(address)?)));
        reached.collect()
    }

    /// The newest epoch, and who leads it and where, where that is known.
    pub(crate) fn active_endpoint(&self) -> (ControllerEpoch, Option<(BrokerId, Endpoint)>) {
        let (epoch, leader) = self.leader();
        let reached = leader.and_then(|leader| Some((leader, self.endpoint_of(leader)?)));
        (epoch, reached)
    }

    /// Where one controller is reached.
    pub(super) fn endpoint_of(&self, controller: BrokerId) -> Option<Endpoint> {
        let ControllerStore::Zookeeper(store) = &self.store else {
            return self.settings.voters.get(&controller).cloned();
        };
        self.door(store.address(controller)?)
    }

    /// Controllers are reached where brokers reach each other.
    fn door(&self, address: &BrokerAddress) -> Option<Endpoint> {
        let all = &address.endpoints;
        let same = all
            .iter()
            .find(|endpoint| endpoint.name == self.settings.listener_name);
        let endpoint = same.or_else(|| all.first())?;
        Some(Endpoint {
            host: endpoint.host.to_string(),
            port: endpoint.port,
        })
    }

    /// The controllers as if they were a quorum, for whoever asks about one: those that have a session with the ensemble, and
    /// how far their brokers say they have applied the metadata. None but from the active controller.
    pub(crate) fn describe_sessions(&self) -> Option<QuorumDescription> {
        let (ControllerStore::Zookeeper(store), Some(epoch)) = (&self.store, self.active) else {
            return None;
        };
        let end = self.image.position().offset.next();
        let progress = |replica: BrokerId| ReplicaProgress {
            replica,
            log_end_offset: match replica == self.settings.node_id {
                true => Some(end),
                false => self.sessions.applied(replica).map(Offset::next),
            },
            last_fetch: None,
            last_caught_up: None,
        };
        Some(QuorumDescription {
            epoch: LeaderEpoch(epoch.0),
            high_watermark: Some(end),
            voters: store.addresses().map(|(id, _)| progress(id)).collect(),
            observers: Vec::new(),
        })
    }

    /// The store's session of a broker has begun or ended. One that begins is followed by a registration.
    pub(super) fn session_changed(&mut self, now: Now, broker: BrokerId, up: bool) {
        if !up && self.active.is_some() {
            tracing::warn!("the session of broker {broker} with the store has ended");
            self.driver
                .push(Box::new(SessionEnded(broker)), now.instant);
        }
    }

    /// A broker asks here, because it has not found the active controller there: that may be dead, long before its session
    /// with the ensemble ends.
    pub(crate) fn look_after_silent_leader(&mut self, now: Now) {
        let ControllerStore::Zookeeper(store) = &self.store else {
            return;
        };
        let leader = store.leader().1.filter(|it| *it != self.settings.node_id);
        let Some(leader) = leader.filter(|_| self.settings.fence_on_refused) else {
            return;
        };
        let session = store.session_epoch(leader);
        if let (SessionEpoch::Session(session), Some(endpoint)) =
            (session, self.endpoint_of(leader))
        {
            self.proofs.begin(leader, session, endpoint, now.instant);
        }
    }

    /// A node is proved dead, and nobody has taken its controllership yet.
    pub(super) fn usurp(
        &mut self,
        now: Now,
        dead: BrokerId,
        session: BrokerEpoch,
        effects: &mut Effects,
    ) {
        if let Some(store) = self.store.zookeeper() {
            store.usurp(now, dead, session, effects);
        }
    }
}
