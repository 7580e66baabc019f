//! What a heartbeat changes: a broker comes into service, leaves it, or hands over and stops.

use std::sync::Arc;

use metadata::records::BrokerRegistrationChangeRecord;
use metadata::{BrokerRegistration, Record};
use types::{BrokerEpoch, BrokerId, DirectoryId, Offset};

use super::directories::fail_directories_into;
use super::fence::{UNFENCE, fence_into};
use super::{StaleBrokerEpoch, check_broker_epoch};
use crate::decision::Decision;
use crate::partitions::leadership::{Passage, change_all, leads_any};
use crate::policy::Cluster;

/// What `BrokerRegistrationChangeRecord` says for a broker that begins to hand over.
const IN_CONTROLLED_SHUTDOWN: i8 = 1;

/// What a broker reports.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heartbeat {
    /// Who.
    pub broker: BrokerId,
    /// Its registration.
    pub broker_epoch: BrokerEpoch,
    /// How far into the metadata log it has applied.
    pub metadata_offset: Offset,
    /// It wants to stay or get out of service.
    pub wants_fence: bool,
    /// It wants to stop.
    pub wants_shutdown: bool,
    /// Its directories that are not usable.
    pub offline_log_dirs: Vec<DirectoryId>,
    /// Its directories that take no new replicas; `None` when the request could not say.
    pub cordoned_log_dirs: Option<Vec<DirectoryId>>,
}

/// What the controller knows of the brokers' lives, which no record says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Liveness {
    /// Whether nothing but the image speaks against unfencing the broker: it has a session with the
    /// store, and nothing proves that it is dead.
    pub may_unfence: bool,
    /// Where the records end by which the broker's leaderships were handed over; `None` while that
    /// is not known to this controller.
    pub shutdown_offset: Option<Offset>,
    /// The lowest metadata offset that an active broker has reported: all have seen what is not
    /// above it. [`Offset::MAX`] when there is no active broker.
    pub lowest_active_offset: Offset,
}

/// The states of a broker that its heartbeats lead through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BrokerState {
    /// Registered and out of service.
    Fenced,
    /// In service.
    Unfenced,
    /// Handing over its leaderships.
    ControlledShutdown,
    /// Free to stop.
    ShutdownNow,
}

/// What to answer, and what the broker is once the decision is committed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeartbeatOutcome {
    /// What it was.
    pub before: BrokerState,
    /// What it is.
    pub state: BrokerState,
    /// Whether it has applied its own registration.
    pub is_caught_up: bool,
}

impl HeartbeatOutcome {
    /// Whether it is out of service.
    #[must_use]
    pub fn is_fenced(&self) -> bool {
        matches!(self.state, BrokerState::Fenced | BrokerState::ShutdownNow)
    }

    /// Whether it may stop.
    #[must_use]
    pub fn should_shut_down(&self) -> bool {
        self.state == BrokerState::ShutdownNow
    }
}

/// Decides on a heartbeat.
///
/// # Errors
/// When the broker is not registered with that epoch.
pub fn decide_heartbeat(
    cluster: Cluster<'_>,
    heartbeat: &Heartbeat,
    liveness: Liveness,
) -> Result<Decision<HeartbeatOutcome>, StaleBrokerEpoch> {
    let broker = check_broker_epoch(cluster.image, heartbeat.broker, heartbeat.broker_epoch)?;
    let is_caught_up = heartbeat.metadata_offset >= broker.registered_at;
    let before = state_of(broker);
    let mut records = Vec::new();
    // A directory that has just failed comes first, and alone: what the broker leads after it is
    // decided on what is left. The rest follows with the next heartbeat.
    fail_directories_into(cluster, broker, &heartbeat.offline_log_dirs, &mut records);
    if !records.is_empty() {
        let outcome = HeartbeatOutcome {
            before,
            state: before,
            is_caught_up,
        };
        return Ok(Decision::in_parts(records, outcome));
    }
    let state = next_state(cluster, broker, heartbeat, liveness, is_caught_up);
    match (before, state) {
        (BrokerState::Unfenced, BrokerState::Fenced | BrokerState::ShutdownNow)
        | (BrokerState::ControlledShutdown, BrokerState::ShutdownNow) => {
            fence_into(cluster, &[broker.id], &mut records);
        }
        (_, BrokerState::Unfenced) if before != state => {
            unfence_into(cluster, broker, &mut records)
        }
        (_, BrokerState::ControlledShutdown) if before != state => {
            records.push(registration_change(broker, |change| {
                change.in_controlled_shutdown = IN_CONTROLLED_SHUTDOWN
            }));
            change_all(cluster, Passage::Leaves(&[broker.id]), &mut records);
        }
        _ => {}
    }
    if let Some(cordoned) = &heartbeat.cordoned_log_dirs
        && broker.cordoned_log_dirs.as_ref() != Some(cordoned)
    {
        records.push(registration_change(broker, |change| {
            change.cordoned_log_dirs = Some(cordoned.clone())
        }));
    }
    Ok(Decision::in_parts(
        records,
        HeartbeatOutcome {
            before,
            state,
            is_caught_up,
        },
    ))
}

fn state_of(broker: &BrokerRegistration) -> BrokerState {
    match (broker.fenced, broker.in_controlled_shutdown) {
        (true, _) => BrokerState::Fenced,
        (false, true) => BrokerState::ControlledShutdown,
        (false, false) => BrokerState::Unfenced,
    }
}

fn next_state(
    cluster: Cluster<'_>,
    broker: &BrokerRegistration,
    heartbeat: &Heartbeat,
    liveness: Liveness,
    is_caught_up: bool,
) -> BrokerState {
    match state_of(broker) {
        BrokerState::Fenced if heartbeat.wants_shutdown => BrokerState::ShutdownNow,
        // What began to stop does not come back into service: its next run registers anew.
        BrokerState::Fenced if broker.in_controlled_shutdown => BrokerState::Fenced,
        BrokerState::Fenced if !heartbeat.wants_fence && is_caught_up && liveness.may_unfence => {
            BrokerState::Unfenced
        }
        BrokerState::Fenced => BrokerState::Fenced,
        BrokerState::Unfenced if heartbeat.wants_fence && heartbeat.wants_shutdown => {
            BrokerState::ShutdownNow
        }
        BrokerState::Unfenced if heartbeat.wants_fence => BrokerState::Fenced,
        BrokerState::Unfenced if heartbeat.wants_shutdown && leads_any(cluster, broker.id) => {
            BrokerState::ControlledShutdown
        }
        BrokerState::Unfenced if heartbeat.wants_shutdown => BrokerState::ShutdownNow,
        BrokerState::Unfenced => BrokerState::Unfenced,
        BrokerState::ControlledShutdown | BrokerState::ShutdownNow => {
            // Its peers must have seen the moves before it goes, or they would still turn to it.
            let seen = liveness
                .shutdown_offset
                .is_some_and(|offset| offset <= liveness.lowest_active_offset);
            if seen && !leads_any(cluster, broker.id) {
                BrokerState::ShutdownNow
            } else {
                BrokerState::ControlledShutdown
            }
        }
    }
}

/// Puts the broker into service, then lets it lead what nobody leads.
fn unfence_into(cluster: Cluster<'_>, broker: &Arc<BrokerRegistration>, records: &mut Vec<Record>) {
    records.push(registration_change(broker, |change| {
        change.fenced = UNFENCE
    }));
    change_all(cluster, Passage::Returns(broker.id), records);
}

/// A change of what is registered.
pub(super) fn registration_change(
    broker: &BrokerRegistration,
    set: impl FnOnce(&mut BrokerRegistrationChangeRecord),
) -> Record {
    let mut change = BrokerRegistrationChangeRecord {
        broker_id: broker.id.0,
        broker_epoch: broker.epoch.0,
        ..BrokerRegistrationChangeRecord::default()
    };
    set(&mut change);
    change.into()
}
