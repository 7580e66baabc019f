//! Features: what this software supports.

use crate::image::brokers::FeatureRange;
use crate::image::{ELIGIBLE_LEADER_REPLICAS_VERSION, METADATA_VERSION};

/// The newest level of `metadata.version` whose records are written: Kafka's 4.3-IV0.
pub const METADATA_VERSION_LATEST: i16 = 30;
/// The oldest level of `metadata.version` whose records are read: Kafka's 3.3-IV3.
const METADATA_VERSION_OLDEST: i16 = 7;

/// Every feature by name, with the levels that a broker of this software works at: what it
/// registers and tells clients. A feature that is supported at zero only is known and off: clients
/// do not try what it would bring.
pub fn supported_features() -> impl Iterator<Item = (&'static str, FeatureRange)> {
    [
        (ELIGIBLE_LEADER_REPLICAS_VERSION, 0, 1),
        ("group.version", 0, 0),
        ("kraft.version", 0, 1),
        (
            METADATA_VERSION,
            METADATA_VERSION_OLDEST,
            METADATA_VERSION_LATEST,
        ),
        ("share.version", 0, 0),
        ("streams.version", 0, 0),
        ("transaction.version", 0, 0),
    ]
    .into_iter()
    .map(|(name, min, max)| (name, FeatureRange { min, max }))
}
