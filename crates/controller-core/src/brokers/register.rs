//! A broker joins, or says anew what it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use metadata::{BrokerRegistration, Endpoint, FeatureRange, METADATA_VERSION};
use types::{BrokerEpoch, BrokerId, DirectoryId, IncarnationId, Offset};

use crate::decision::Decision;
use crate::partitions::leadership::{Passage, change_all};
use crate::policy::Cluster;

/// What a broker says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerRegistrationRequest {
    /// `node.id`.
    pub id: BrokerId,
    /// The cluster that it belongs to.
    pub cluster_id: String,
    /// The run of its process.
    pub incarnation_id: IncarnationId,
    /// `broker.rack`.
    pub rack: Option<Arc<str>>,
    /// Where it listens.
    pub endpoints: Vec<Endpoint>,
    /// The levels of each feature that it supports.
    pub features: BTreeMap<Arc<str>, FeatureRange>,
    /// Its log directories that are online.
    pub log_dirs: Vec<DirectoryId>,
    /// The epoch of its last registration, if it knows that it lost nothing since: it stopped
    /// cleanly, or only its process died (KIP-966). [`BrokerEpoch::NONE`] if it does not; `None`
    /// when the request could not say.
    pub previous_broker_epoch: Option<BrokerEpoch>,
}

/// What the controller knows that the image does not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RegistrationTerms {
    /// The epoch of the registration: above every earlier one. With a log of our own, the offset at
    /// which the decision will be written.
    pub epoch: BrokerEpoch,
    /// Whether the broker that is registered under this id is alive.
    pub session_is_alive: bool,
    /// Whether a registration by the same run of the process gets the new epoch too. It does where
    /// the epoch is that of a session with the store; else it keeps its epoch.
    pub renews_epoch: bool,
}

/// What to answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Registered {
    /// The epoch that every request of the broker carries from now on.
    pub epoch: BrokerEpoch,
    /// Whether it is another run of the process than the one that was registered.
    pub is_new_incarnation: bool,
    /// Whether it counts as having lost what was not flushed.
    pub lost_data: bool,
}

/// Why a broker is not registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RegistrationError {
    /// It belongs to another cluster.
    InconsistentClusterId {
        /// This cluster's id.
        expected: String,
        /// The broker's.
        given: String,
    },
    /// A broker of that id is alive.
    DuplicateBrokerRegistration(BrokerId),
    /// It named no directories.
    NoDirectories,
    /// It named a directory by an id that has a meaning of its own.
    ReservedDirectory(DirectoryId),
    /// It named a directory twice.
    DuplicateDirectory(DirectoryId),
    /// Another broker has that directory.
    DirectoryOfAnotherBroker(DirectoryId, BrokerId),
    /// It cannot work at the finalized level of a feature.
    UnsupportedFeature {
        /// The feature.
        feature: Arc<str>,
        /// Its finalized level.
        finalized: i16,
        /// What the broker supports.
        supported: FeatureRange,
    },
}

impl fmt::Display for RegistrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InconsistentClusterId { expected, given } => write!(
                f,
                "Expected cluster ID {expected}, but got cluster ID {given}. The broker's log \
                 directories belong to \
                 another cluster: check its log.dirs, and controller.quorum.voters or zookeeper.connect."
            ),
            Self::DuplicateBrokerRegistration(id) => write!(
                f,
                "Another broker is registered with that broker id. If broker {id} was restarted, \
                 this ends by itself \
                 once its old session does (broker.session.timeout.ms); if not, give this broker \
                 another node.id."
            ),
            Self::NoDirectories => f.write_str("No directories specified in request"),
            Self::ReservedDirectory(id) => write!(f, "Reserved directory ID in request: {id}"),
            Self::DuplicateDirectory(id) => write!(f, "Duplicate directory ID in request: {id}"),
            Self::DirectoryOfAnotherBroker(directory, broker) => {
                write!(
                    f,
                    "Broker {broker} is already registered with directory {directory}"
                )
            }
            Self::UnsupportedFeature {
                feature,
                finalized,
                supported,
            } => write!(
                f,
                "Unable to register because the broker does not support finalized version \
                 {finalized} of {feature}. \
                 The broker wants a version between {} and {}, inclusive.",
                supported.min, supported.max
            ),
        }
    }
}

impl std::error::Error for RegistrationError {}

/// Registers a broker, fenced. Another run of its process than the registered one leaves every
/// in-sync set first, in the same decision; if it may have lost what it acknowledged, the eligible
/// sets too (KIP-903, KIP-966). The same run amends its registration and stays as it is.
///
/// # Errors
/// When it may not register.
pub fn decide_register_broker(
    cluster: Cluster<'_>,
    request: &BrokerRegistrationRequest,
    terms: RegistrationTerms,
) -> Result<Decision<Registered>, RegistrationError> {
    let existing = cluster.image.broker(request.id);
    let same_run = existing.filter(|existing| existing.incarnation_id == request.incarnation_id);
    if cluster.settings.cluster_id != request.cluster_id {
        let (expected, given) = (
            cluster.settings.cluster_id.clone(),
            request.cluster_id.clone(),
        );
        return Err(RegistrationError::InconsistentClusterId { expected, given });
    }
    if existing.is_some() && same_run.is_none() && terms.session_is_alive {
        return Err(RegistrationError::DuplicateBrokerRegistration(request.id));
    }
    check_directories(cluster, request)?;
    check_features(cluster, request)?;
    let mut registration = BrokerRegistration {
        id: request.id,
        epoch: terms.epoch,
        incarnation_id: request.incarnation_id,
        rack: request.rack.clone(),
        endpoints: request.endpoints.clone(),
        features: request.features.clone(),
        fenced: true,
        in_controlled_shutdown: false,
        log_dirs: request.log_dirs.clone(),
        cordoned_log_dirs: None,
        registered_at: Offset::NONE,
    };
    let mut records = Vec::new();
    let mut lost_data = false;
    if let Some(same_run) = same_run {
        registration.fenced = same_run.fenced;
        registration.in_controlled_shutdown = same_run.in_controlled_shutdown;
        registration.cordoned_log_dirs = same_run.cordoned_log_dirs.clone();
        if !terms.renews_epoch {
            registration.epoch = same_run.epoch;
        }
    } else {
        let before = existing.map(|existing| existing.epoch);
        let says_otherwise = request
            .previous_broker_epoch
            .is_some_and(|previous| Some(previous) != before);
        let may_have_lost = existing.is_none() || says_otherwise;
        lost_data = may_have_lost && existing.is_some();
        let leaves = [request.id];
        let passage = if may_have_lost {
            Passage::LostData(request.id)
        } else {
            Passage::Leaves(&leaves)
        };
        change_all(cluster, passage, &mut records);
    }
    records.push(registration.to_record().into());
    let is_new_incarnation = same_run.is_none();
    let outcome = Registered {
        epoch: registration.epoch,
        is_new_incarnation,
        lost_data,
    };
    Ok(Decision::atomic(records, outcome))
}

fn check_directories(
    cluster: Cluster<'_>,
    request: &BrokerRegistrationRequest,
) -> Result<(), RegistrationError> {
    if request.log_dirs.is_empty() {
        return Err(RegistrationError::NoDirectories);
    }
    let mut seen = BTreeSet::new();
    for &directory in &request.log_dirs {
        if directory.is_reserved() {
            return Err(RegistrationError::ReservedDirectory(directory));
        }
        if !seen.insert(directory) {
            return Err(RegistrationError::DuplicateDirectory(directory));
        }
    }
    let others = cluster
        .image
        .brokers()
        .values()
        .filter(|broker| broker.id != request.id);
    for broker in others {
        if let Some(&directory) = broker
            .log_dirs
            .iter()
            .find(|directory| seen.contains(directory))
        {
            return Err(RegistrationError::DirectoryOfAnotherBroker(
                directory, broker.id,
            ));
        }
    }
    Ok(())
}

/// A feature that the broker does not mention is one that it supports only switched off.
fn check_features(
    cluster: Cluster<'_>,
    request: &BrokerRegistrationRequest,
) -> Result<(), RegistrationError> {
    for (feature, &finalized) in cluster.image.features() {
        let unmentioned = if &**feature == METADATA_VERSION { 1 } else { 0 };
        let unmentioned = FeatureRange {
            min: unmentioned,
            max: unmentioned,
        };
        let supported = request
            .features
            .get(feature)
            .copied()
            .unwrap_or(unmentioned);
        if !supported.contains(finalized) {
            let feature = Arc::clone(feature);
            return Err(RegistrationError::UnsupportedFeature {
                feature,
                finalized,
                supported,
            });
        }
    }
    for (feature, &supported) in &request.features {
        // Not finalized means level zero.
        let finalized = cluster.image.feature_level(feature);
        if !supported.contains(finalized) && &**feature != METADATA_VERSION {
            let feature = Arc::clone(feature);
            return Err(RegistrationError::UnsupportedFeature {
                feature,
                finalized,
                supported,
            });
        }
    }
    Ok(())
}
