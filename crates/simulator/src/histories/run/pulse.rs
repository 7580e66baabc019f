//! Tells cheaply whether a cluster should be looked at: its metadata moved on, or a log was cut.

use std::sync::Arc;

use controller::Controller;
use metadata::Position;
use types::ControllerEpoch;
use world_sim::SimDisk;

use crate::Cluster;

/// What a cluster was like at one moment.
pub(super) struct Pulse {
    controllers: Vec<(Arc<Controller>, Beat)>,
    disks: Vec<(SimDisk, u64)>,
}

type Beat = (Position, ControllerEpoch);

fn beat(controller: &Controller) -> Beat {
    (controller.position(), controller.leader().0)
}

impl Pulse {
    pub(super) fn of(cluster: &Cluster) -> Self {
        let members = 0..cluster.len();
        let controllers = members
            .clone()
            .filter_map(|member| cluster.controller(member));
        let controllers = controllers.map(|it| (it.clone(), beat(it))).collect();
        let disks = members.map(|member| cluster.world.disk(cluster.process(member)).clone());
        let disks = disks.map(|disk| (disk.clone(), disk.shortened())).collect();
        Self { controllers, disks }
    }

    pub(super) fn has_changed(&self) -> bool {
        let mut controllers = self.controllers.iter();
        let mut disks = self.disks.iter();
        controllers.any(|(controller, before)| beat(controller) != *before)
            || disks.any(|(disk, before)| disk.shortened() != *before)
    }
}
