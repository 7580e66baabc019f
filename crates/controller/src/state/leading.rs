//! Being the active controller: what begins and ends with it, what is due meanwhile, and what is remembered.

use std::time::Duration;

use bytes::Bytes;
use coordination::Effects;
use protocol::ErrorCode;
use types::{BrokerEpoch, BrokerId, ControllerEpoch, Instant, Now, Offset};
use world::{CallError, CallId, Endpoint};

use super::State;
use crate::handlers::internal::{Activation, Fencing, OwnRegistration, SweepPartitions};
use crate::job::{After, Ground, Sweep};

/// How long a request waits for an active controller to be found before it is sent elsewhere.
pub(super) const REFUSE_AFTER: Duration = Duration::from_secs(2);

impl State {
    pub(super) fn become_active(&mut self, now: Now, epoch: ControllerEpoch) {
        tracing::info!("active controller of epoch {epoch}");
        self.active = Some(epoch);
        self.leader = (epoch, Some(self.settings.node_id));
        self.cluster_settings.cluster_id = self.cluster_id().unwrap_or_default();
        self.sessions.begin(&self.image, now.instant);
        self.next_leaderless = now.instant + self.settings.leaderless_check_interval;
        self.next_preferred = match self.settings.leader_imbalance_check_interval {
            Some(interval) => now.instant + interval,
            None => Instant::NEVER,
        };
        // A broker that died before this controller began has no connection that could end.
        let brokers = self.image.brokers().values();
        let in_service: Vec<_> = brokers.filter(|it| !it.fenced).map(|it| it.id).collect();
        if let Some((broker, epoch)) = self.proofs.take_kept() {
            self.take_proof_of_death(now, broker, epoch);
        }
        for broker in in_service {
            self.look_for_proof_of_death(now, broker);
        }
        let own = OwnRegistration::of(&self.settings, self.endpoint_of(self.settings.node_id));
        self.driver.push_first(Box::new(own), now.instant);
        self.driver.push_first(Box::new(Activation), now.instant);
    }

    pub(super) fn become_standby(&mut self, effects: &mut Effects) {
        tracing::info!("no longer the active controller");
        self.active = None;
        self.sessions.end();
        self.proofs.cancel_all();
        self.next_leaderless = Instant::NEVER;
        self.next_preferred = Instant::NEVER;
        self.driver.refuse_all(ErrorCode::NotController, effects);
    }

    pub(crate) fn remember(&mut self, now: Now, done: Vec<(After, Offset)>) {
        for (after, last_offset) in done {
            match after {
                After::Nothing => {}
                After::Registered(broker) => {
                    if let Some(registered) = self.image.broker(broker) {
                        self.sessions
                            .registered(broker, registered.epoch, now.instant);
                    }
                }
                After::HandedOver(broker) => self.sessions.handed_over(broker, last_offset),
                After::Fenced(brokers) => {
                    for broker in brokers {
                        tracing::warn!(name: "a session ends", "broker {broker} is fenced: its session is over");
                        self.sessions.fenced(broker);
                        self.proofs.cancel(broker);
                    }
                }
                After::Again(sweep) => {
                    self.driver
                        .push(Box::new(SweepPartitions(sweep)), now.instant);
                }
                After::Activated => {
                    let sweep = SweepPartitions(Sweep::Leaderless);
                    self.driver.push(Box::new(sweep), now.instant);
                }
            }
        }
    }

    pub(super) fn do_what_is_due(&mut self, now: Now, effects: &mut Effects) {
        self.proofs.dial(now.instant, &mut effects.outputs);
        if self.active.is_none() {
            let moment = now.instant - REFUSE_AFTER;
            self.driver
                .refuse_older(moment, ErrorCode::NotController, effects);
            return;
        }
        let expired = self.sessions.take_expired(&self.image, now.instant);
        if !expired.is_empty() {
            self.driver.push(Box::new(Fencing(expired)), now.instant);
        }
        if self.next_leaderless <= now.instant {
            self.next_leaderless = now.instant + self.settings.leaderless_check_interval;
            self.driver
                .push(Box::new(SweepPartitions(Sweep::Leaderless)), now.instant);
        }
        if self.next_preferred <= now.instant {
            let interval = self.settings.leader_imbalance_check_interval;
            self.next_preferred =
                interval.map_or(Instant::NEVER, |interval| now.instant + interval);
            self.driver
                .push(Box::new(SweepPartitions(Sweep::Preferred)), now.instant);
        }
    }

    pub(super) fn drive(&mut self, now: Now, effects: &mut Effects) {
        let Some(epoch) = self.active else { return };
        let ground = Ground {
            image: &self.image,
            settings: &self.cluster_settings,
            sessions: &self.sessions,
            entropy: &*self.entropy,
            now,
            node_id: self.settings.node_id,
        };
        let done = self
            .driver
            .drive(now, epoch, self.store.port(), ground, effects);
        self.remember(now, done);
    }

    /// Dials the broker of a connection that has ended.
    pub(super) fn look_for_proof_of_death(&mut self, now: Now, broker: BrokerId) {
        if self.active.is_some() && self.sessions.heeds_refusals(broker, now.instant) {
            self.dial_for_proof_of_death(now, broker);
        }
    }

    /// Who led the quorum does so no longer. Where its endpoint is found to refuse while the next is elected, the next one's
    /// first commit fences it: the refusal that began the election stands for the end of its connection to a controller.
    pub(super) fn look_after_fallen_leader(&mut self, now: Now, leader: Option<BrokerId>) {
        match (self.leader.1, leader) {
            (Some(fallen), None) => self.dial_for_proof_of_death(now, fallen),
            (_, Some(leader)) if leader != self.settings.node_id => self.proofs.cancel_all(),
            _ => {}
        }
    }

    fn dial_for_proof_of_death(&mut self, now: Now, broker: BrokerId) {
        let may = self.settings.fence_on_refused && broker != self.settings.node_id;
        let registered = self.image.broker(broker);
        let Some(registered) = registered.filter(|broker| may && !broker.fenced) else {
            return;
        };
        let Some(listener) = registered.endpoints.first() else {
            return;
        };
        let endpoint = Endpoint {
            host: listener.host.to_string(),
            port: listener.port,
        };
        self.proofs
            .begin(broker, registered.epoch, endpoint, now.instant);
    }

    pub(super) fn dial_ended(
        &mut self,
        now: Now,
        call: CallId,
        result: &Result<Bytes, CallError>,
        effects: &mut Effects,
    ) {
        match self.proofs.on_called(call, result, now.instant) {
            Some((broker, epoch)) if self.active.is_some() => {
                self.take_proof_of_death(now, broker, epoch);
            }
            Some((broker, epoch)) => {
                self.proofs.keep_for_the_next_controller(broker, epoch);
                self.usurp(now, broker, epoch, effects);
            }
            None => {}
        }
    }

    fn take_proof_of_death(&mut self, now: Now, broker: BrokerId, epoch: BrokerEpoch) {
        if self.sessions.prove_dead(broker, epoch) {
            tracing::warn!(
                name: "a refused connection proves a death",
                "broker {broker} is dead: its connection ended and its endpoint refuses"
            );
            self.driver
                .push(Box::new(Fencing(vec![broker])), now.instant);
        }
    }

    /// A broker has reported.
    pub(crate) fn heard_of(&mut self, broker: BrokerId) {
        self.proofs.cancel(broker);
    }
}
