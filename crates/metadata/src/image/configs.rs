//! Dynamic configuration: what was set at run time, per resource.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// What a configuration belongs to, by Kafka's number for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ConfigResourceType(pub i8);

impl ConfigResourceType {
    /// A topic.
    pub const TOPIC: Self = Self(2);
    /// A broker by its id in decimal, or all brokers under the empty name.
    pub const BROKER: Self = Self(4);
    /// The metrics that clients push (KIP-714).
    pub const CLIENT_METRICS: Self = Self(16);
    /// A group.
    pub const GROUP: Self = Self(32);
}

impl fmt::Display for ConfigResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TOPIC => f.write_str("topic"),
            Self::BROKER => f.write_str("broker"),
            Self::CLIENT_METRICS => f.write_str("client-metrics"),
            Self::GROUP => f.write_str("group"),
            Self(other) => write!(f, "resource type {other}"),
        }
    }
}

/// One thing that has a configuration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ConfigResource {
    /// Its kind.
    pub resource_type: ConfigResourceType,
    /// Its name; empty for the default of its kind.
    pub name: Arc<str>,
}

impl ConfigResource {
    /// The resource of that kind and name.
    #[must_use]
    pub fn new(resource_type: ConfigResourceType, name: &str) -> Self {
        Self {
            resource_type,
            name: name.into(),
        }
    }

    /// A topic.
    #[must_use]
    pub fn topic(name: &str) -> Self {
        Self::new(ConfigResourceType::TOPIC, name)
    }

    /// One broker.
    #[must_use]
    pub fn broker(id: types::BrokerId) -> Self {
        Self::new(ConfigResourceType::BROKER, &id.to_string())
    }

    /// What all brokers have in common: the cluster's default.
    #[must_use]
    pub fn all_brokers() -> Self {
        Self::new(ConfigResourceType::BROKER, "")
    }
}

impl fmt::Display for ConfigResource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} '{}'", self.resource_type, self.name)
    }
}

/// The keys that are set on one resource, sorted.
pub type Config = BTreeMap<Arc<str>, Arc<str>>;
