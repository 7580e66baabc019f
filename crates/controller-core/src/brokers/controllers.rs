//! Controllers that make themselves known (KIP-919).

use std::collections::BTreeMap;
use std::sync::Arc;

use metadata::{ControllerRegistration, Endpoint, FeatureRange};
use types::{BrokerId, IncarnationId};

use crate::decision::Decision;
use crate::policy::Cluster;

/// What a controller says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ControllerRegistrationRequest {
    /// `node.id`.
    pub id: BrokerId,
    /// The run of its process.
    pub incarnation_id: IncarnationId,
    /// Where it listens.
    pub endpoints: Vec<Endpoint>,
    /// What it supports.
    pub features: BTreeMap<Arc<str>, FeatureRange>,
}

/// Registers a controller, or replaces its registration. Nothing is recorded when it says what is
/// known.
pub fn decide_register_controller(
    cluster: Cluster<'_>,
    request: ControllerRegistrationRequest,
) -> Decision<()> {
    let ControllerRegistrationRequest {
        id,
        incarnation_id,
        endpoints,
        features,
    } = request;
    let registration = ControllerRegistration {
        id,
        incarnation_id,
        endpoints,
        features,
    };
    let known = cluster.image.controllers().get(&id);
    if known.is_some_and(|known| **known == registration) {
        return Decision::nothing(());
    }
    Decision::atomic(vec![registration.to_record().into()], ())
}
