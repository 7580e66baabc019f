//! Has things go wrong with the ensemble that the cluster is kept in.

use std::time::Duration;

use world::Write;

use super::{Action, Run};
use crate::histories::fault::EnsembleTrouble;

/// One message in so many is lost while replies are.
const LOST_ONE_IN: u64 = 60;

impl Run {
    /// Whether there was an ensemble to trouble.
    pub(super) fn trouble_ensemble(&mut self, trouble: EnsembleTrouble) -> bool {
        if self.plan.ensemble.is_none() {
            return false;
        }
        match trouble {
            EnsembleTrouble::Expired(target) => {
                let member = self.target(target);
                let process = self.cluster.process(member);
                let world = &mut self.cluster.world;
                let clients = world.ensemble_clients(process);
                for client in &clients {
                    world.with_ensemble(|ensemble, now| ensemble.expire(now, *client));
                }
                !clients.is_empty()
            }
            EnsembleTrouble::CutOff(target, time) => {
                let member = self.target(target);
                self.cut_from_ensemble(member, time)
            }
            EnsembleTrouble::NoMajority(time) => {
                self.set_majority(false);
                self.at(time, Action::CalmEnsemble);
                true
            }
            EnsembleTrouble::ControllerRemoved => {
                let delete = Write::Delete {
                    path: "/controller".to_owned(),
                    version: None,
                };
                let world = &mut self.cluster.world;
                let removed =
                    world.with_ensemble(|ensemble, now| ensemble.write_by_hand(now, &[delete]));
                removed.is_ok()
            }
            EnsembleTrouble::LosesReplies(time) => {
                let world = &mut self.cluster.world;
                world.with_ensemble(|ensemble, _| ensemble.set_breaks(LOST_ONE_IN));
                self.at(time, Action::CalmEnsemble);
                true
            }
        }
    }

    /// Whether there was a connection to cut.
    pub(super) fn cut_from_ensemble(&mut self, member: usize, time: Duration) -> bool {
        if self.plan.ensemble.is_none() {
            return false;
        }
        let (process, until) = (self.cluster.process(member), self.now() + time);
        let reached = !self.cluster.world.ensemble_clients(process).is_empty();
        self.cluster.world.cut_from_ensemble(process, until);
        reached
    }

    fn set_majority(&mut self, has_majority: bool) {
        let world = &mut self.cluster.world;
        world.with_ensemble(|ensemble, now| ensemble.set_majority(now, has_majority));
    }

    /// All its servers run, and as much is lost as the plan has it.
    pub(super) fn calm_ensemble(&mut self) {
        let Some(model) = self.plan.ensemble else {
            return;
        };
        self.set_majority(true);
        let world = &mut self.cluster.world;
        world.with_ensemble(|ensemble, _| ensemble.set_breaks(model.breaks_one_in));
    }
}
