//! KRaft metadata records, and the image and delta that replaying them makes.
//!
//! [`Image`] is the cluster after some record, immutable and cheap to clone; [`replay`] makes the
//! next one and a [`Delta`] that says what differs; [`Image::records`] and [`Image::from_snapshot`]
//! turn an image into a snapshot and back. Whoever decides anything about the cluster makes records
//! ([`Record`]); nothing else changes an image.
//!
//! Pure and deterministic: no clock, no randomness, no IO; every order is sorted.

mod delta;
mod features;
mod framing;
mod image;
pub mod records;
mod replay;
mod snapshot;
mod sorted_map;

pub use delta::{BrokerChange, Delta, PartitionChange, Removal, TopicChange, TopicRemoval};
pub use features::{METADATA_VERSION_LATEST, supported_features};
pub use framing::{decode_record, encode_record};
pub use image::brokers::{
    BrokerRegistration, ControllerRegistration, Endpoint, FeatureRange, LOST_DIRECTORY,
    MIGRATING_DIRECTORY, SecurityProtocol, UNASSIGNED_DIRECTORY,
};
pub use image::configs::{Config, ConfigResource, ConfigResourceType};
pub use image::security::{QuotaEntity, SecurityAndQuotas};
pub use image::topics::{LeaderRecoveryState, PartitionRegistration, Topic, Topics};
pub use image::{ELIGIBLE_LEADER_REPLICAS_VERSION, Image, METADATA_VERSION, Position};
pub use records::Record;
pub use replay::{ReplayError, ReplayProblem, replay};
pub use sorted_map::SortedMap;
