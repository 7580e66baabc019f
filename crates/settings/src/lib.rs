//! The typed table of settings: names, kinds, defaults, ranges; their text becomes values here.
//!
//! Everybody may ask; nothing here reads files, knows the wire or changes a value. A setting that is
//! not in the table does not exist.

mod broker;
mod consistency;
mod describe;
mod doors;
mod error;
mod listeners;
mod markdown;
mod parts;
mod properties;
mod quorum;
mod read;
mod setting;
mod table;
mod topic;
mod validate;
mod zookeeper;
mod zookeeper_tls;

pub use broker::{
    BrokerConfig, GroupConfig, LogConfig, NetworkConfig, OffsetsConfig, QuorumConfig, ReplicaConfig,
};
pub use describe::{
    Described, Lookup, Source, Synonym, describe_broker, describe_broker_default, describe_topic,
    note,
};
pub use error::{ConfigError, Warning};
pub use listeners::{Listener, SecurityProtocol};
pub use markdown::markdown;
pub use properties::{Properties, PropertiesError};
pub use quorum::{Roles, Voter};
pub use setting::{Check, Importance, Kind, Scope, Setting, Treatment, UpdateMode};
pub use table::{broker_setting, broker_settings, topic_setting, topic_settings};
pub use topic::{CleanupPolicy, Compression, TimestampType, TopicConfig};
pub use validate::{validate_broker_dynamic, validate_topic, validate_topic_all};
pub use zookeeper::{ZookeeperConfig, ZookeeperLogin};
pub use zookeeper_tls::ZookeeperTls;

#[cfg(test)]
mod tests;
