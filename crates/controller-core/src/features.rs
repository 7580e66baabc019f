//! Features: what this software supports, what a fresh cluster begins with, and changes of the
//! finalized levels (KIP-584).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use metadata::records::{ConfigRecord, FeatureLevelRecord};
use metadata::{
    ConfigResource, ConfigResourceType, ELIGIBLE_LEADER_REPLICAS_VERSION, FeatureRange,
    METADATA_VERSION, METADATA_VERSION_LATEST, Record,
};

use crate::decision::Decision;
use crate::policy::{Cluster, ClusterSettings, MIN_IN_SYNC_REPLICAS, MIN_IN_SYNC_REPLICAS_DEFAULT};

/// The feature that lets the quorum's voters change at run time.
const KRAFT_VERSION: &str = "kraft.version";

/// What a controller of this software supports: what a broker does, but the quorum's voters stay as
/// they are configured.
#[must_use]
pub fn supported_features() -> BTreeMap<Arc<str>, FeatureRange> {
    let fixed = FeatureRange { min: 0, max: 0 };
    metadata::supported_features()
        .map(|(name, range)| {
            (
                name.into(),
                if name == KRAFT_VERSION { fixed } else { range },
            )
        })
        .collect()
}

/// What a fresh cluster begins with: the newest records, and eligible leader replicas, which need
/// `min.insync.replicas` to be the same on every broker and therefore recorded.
///
/// A tree of Kafka's that was taken over may have the setting already.
pub(crate) fn bootstrap_records(cluster: Cluster<'_>) -> Vec<Record> {
    let level = |name: &str, feature_level| {
        FeatureLevelRecord {
            name: name.into(),
            feature_level,
        }
        .into()
    };
    let configured = cluster.image.config(&ConfigResource::all_brokers());
    let is_set = configured.is_some_and(|config| config.contains_key(MIN_IN_SYNC_REPLICAS));
    let minimum = (!is_set).then(|| minimum_record(cluster.settings));
    let levels = [
        level(METADATA_VERSION, METADATA_VERSION_LATEST),
        level(ELIGIBLE_LEADER_REPLICAS_VERSION, 1),
    ];
    levels.into_iter().chain(minimum).collect()
}

fn minimum_record(settings: &ClusterSettings) -> Record {
    let minimum = match settings.min_in_sync_replicas {
        Some(minimum) => minimum.to_string(),
        None => MIN_IN_SYNC_REPLICAS_DEFAULT.to_string(),
    };
    ConfigRecord {
        resource_type: ConfigResourceType::BROKER.0,
        resource_name: "".into(),
        name: MIN_IN_SYNC_REPLICAS.into(),
        value: Some(minimum.into()),
    }
    .into()
}

/// Which way a level may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UpgradeType {
    /// Up only.
    Upgrade,
    /// Down, if nothing is lost by it.
    SafeDowngrade,
    /// Down, whatever is lost by it.
    UnsafeDowngrade,
}

/// A level that is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeatureUpdate {
    /// The feature; any text.
    pub feature: String,
    /// The level; zero takes the feature away.
    pub level: i16,
    /// Which way it may go.
    pub upgrade_type: UpgradeType,
}

/// Why a level is not changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UpdateFeaturesError {
    /// A node does not support the level.
    Unsupported {
        /// The feature.
        feature: String,
        /// The level.
        level: i16,
        /// Whose support is missing, and what it supports.
        why: String,
    },
    /// The level would go the other way than allowed.
    WrongDirection {
        /// The feature.
        feature: String,
        /// Its level now.
        current: i16,
        /// The level wanted.
        level: i16,
    },
    /// The level is negative.
    Negative(String, i16),
    /// A feature is named twice.
    NamedTwice(String),
}

impl fmt::Display for UpdateFeaturesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported {
                feature,
                level,
                why,
            } => {
                write!(
                    f,
                    "Invalid update version {level} for feature {feature}. {why}"
                )
            }
            Self::WrongDirection {
                feature,
                current,
                level,
            } if level < current => write!(
                f,
                "Invalid update version {level} for feature {feature}. Can't downgrade the version \
                 of this feature from \
                 {current} without setting the upgrade type to either safe or unsafe downgrade."
            ),
            Self::WrongDirection {
                feature,
                current,
                level,
            } => write!(
                f,
                "Invalid update version {level} for feature {feature}. Can't downgrade to a newer \
                 version than {current}."
            ),
            Self::Negative(feature, level) => write!(
                f,
                "Invalid update version {level} for feature {feature}. A feature version cannot be \
                 less than 0."
            ),
            Self::NamedTwice(feature) => {
                write!(f, "Feature {feature} is in the request more than once.")
            }
        }
    }
}

impl std::error::Error for UpdateFeaturesError {}

/// Changes finalized levels, all or none.
///
/// # Errors
/// The first thing that is wrong, with nothing decided.
pub fn decide_update_features(
    cluster: Cluster<'_>,
    updates: &[FeatureUpdate],
    validate_only: bool,
) -> Result<Decision<()>, UpdateFeaturesError> {
    let mut records: Vec<Record> = Vec::new();
    for (place, update) in updates.iter().enumerate() {
        if updates
            .iter()
            .take(place)
            .any(|earlier| earlier.feature == update.feature)
        {
            return Err(UpdateFeaturesError::NamedTwice(update.feature.clone()));
        }
        check_update(cluster, update)?;
        if cluster.image.feature_level(&update.feature) == update.level {
            continue;
        }
        let (name, feature_level) = (update.feature.as_str().into(), update.level);
        records.push(
            FeatureLevelRecord {
                name,
                feature_level,
            }
            .into(),
        );
        let all_brokers = cluster.image.config(&ConfigResource::all_brokers());
        let has_minimum =
            all_brokers.is_some_and(|config| config.contains_key(MIN_IN_SYNC_REPLICAS));
        if update.feature == ELIGIBLE_LEADER_REPLICAS_VERSION && update.level > 0 && !has_minimum {
            records.push(minimum_record(cluster.settings));
        }
    }
    if validate_only {
        records.clear();
    }
    Ok(Decision::atomic(records, ()))
}

fn check_update(cluster: Cluster<'_>, update: &FeatureUpdate) -> Result<(), UpdateFeaturesError> {
    let (feature, level) = (update.feature.clone(), update.level);
    if level < 0 {
        return Err(UpdateFeaturesError::Negative(feature, level));
    }
    let current = cluster.image.feature_level(&feature);
    let allowed = match update.upgrade_type {
        UpgradeType::Upgrade => level >= current,
        UpgradeType::SafeDowngrade | UpgradeType::UnsafeDowngrade => level <= current,
    };
    if !allowed {
        return Err(UpdateFeaturesError::WrongDirection {
            feature,
            current,
            level,
        });
    }
    let unmentioned = FeatureRange { min: 0, max: 0 };
    let own = supported_features().get(feature.as_str()).copied();
    let brokers = cluster
        .image
        .brokers()
        .values()
        .map(|broker| (format!("Broker {}", broker.id), &broker.features));
    let controllers = cluster.image.controllers().values();
    let controllers = controllers.map(|node| (format!("Controller {}", node.id), &node.features));
    let nodes = brokers
        .chain(controllers)
        .map(|(who, features)| (who, features.get(feature.as_str()).copied()));
    for (who, range) in std::iter::once(("This controller".to_owned(), own)).chain(nodes) {
        let range = range.unwrap_or(unmentioned);
        if !range.contains(level) {
            let why = format!("{who} only supports versions {}-{}", range.min, range.max);
            return Err(UpdateFeaturesError::Unsupported {
                feature,
                level,
                why,
            });
        }
    }
    Ok(())
}
