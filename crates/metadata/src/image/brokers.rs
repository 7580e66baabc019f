//! Brokers and controllers as they registered.

use std::collections::BTreeMap;
use std::sync::Arc;

use types::{BrokerEpoch, BrokerId, DirectoryId, IncarnationId, Offset};

/// How bytes on a listener are protected, by Kafka's number for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SecurityProtocol(pub i16);

impl SecurityProtocol {
    /// Neither encrypted nor authenticated.
    pub const PLAINTEXT: Self = Self(0);
    /// TLS.
    pub const SSL: Self = Self(1);
    /// SASL without encryption.
    pub const SASL_PLAINTEXT: Self = Self(2);
    /// SASL over TLS.
    pub const SASL_SSL: Self = Self(3);
}

/// One address at which a node listens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint {
    /// The listener's name; unique within a node.
    pub name: Arc<str>,
    /// Host name or address, as peers and clients shall use it.
    pub host: Arc<str>,
    /// TCP port.
    pub port: u16,
    /// What is spoken there.
    pub security_protocol: SecurityProtocol,
}

/// The levels of one feature that a node can work at, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FeatureRange {
    /// Lowest level.
    pub min: i16,
    /// Highest level.
    pub max: i16,
}

impl FeatureRange {
    /// Whether `level` lies within.
    #[must_use]
    pub fn contains(self, level: i16) -> bool {
        self.min <= level && level <= self.max
    }
}

/// One broker as the cluster knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerRegistration {
    /// `node.id`.
    pub id: BrokerId,
    /// This registration; every request of the broker carries it and an older one is refused
    /// (KIP-903).
    pub epoch: BrokerEpoch,
    /// The run of the broker's process that registered.
    pub incarnation_id: IncarnationId,
    /// `broker.rack`.
    pub rack: Option<Arc<str>>,
    /// Where it listens, in its own order.
    pub endpoints: Vec<Endpoint>,
    /// What it supports, by feature name.
    pub features: BTreeMap<Arc<str>, FeatureRange>,
    /// Registered, but not in service: it leads nothing and is in no in-sync set.
    pub fenced: bool,
    /// It hands its leaderships over and is about to stop (KIP-841).
    pub in_controlled_shutdown: bool,
    /// Its log directories that are online; empty when the registration predates directory ids.
    pub log_dirs: Vec<DirectoryId>,
    /// Directories that take no new replicas; `None` while the broker has not said (it says so in
    /// its heartbeats).
    pub cordoned_log_dirs: Option<Vec<DirectoryId>>,
    /// The offset of the record that made this registration: the broker is caught up once it has
    /// read that far. After a snapshot was loaded it is the snapshot's last offset, which is never
    /// below the true one.
    pub registered_at: Offset,
}

impl BrokerRegistration {
    /// Whether it may lead and be in sync: neither fenced nor about to stop.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.fenced && !self.in_controlled_shutdown
    }

    /// Whether a replica in `directory` is reachable: the directory is online, or it has a reserved
    /// id that says that the real one is not known yet ([`LOST_DIRECTORY`] says that it is gone).
    #[must_use]
    pub fn has_online_directory(&self, directory: DirectoryId) -> bool {
        if directory.is_reserved() {
            return directory != LOST_DIRECTORY;
        }
        // Without ids every directory counts as online: the broker would be gone otherwise.
        self.log_dirs.is_empty() || self.log_dirs.contains(&directory)
    }

    /// The endpoint of the listener called `name`.
    #[must_use]
    pub fn endpoint(&self, name: &str) -> Option<&Endpoint> {
        self.endpoints
            .iter()
            .find(|endpoint| &*endpoint.name == name)
    }

    /// The directory to record for a new replica: the only one if there is one, else not yet known.
    #[must_use]
    pub fn default_directory(&self) -> DirectoryId {
        match self.log_dirs.as_slice() {
            [] => MIGRATING_DIRECTORY,
            [only] => *only,
            _ => UNASSIGNED_DIRECTORY,
        }
    }
}

/// The replica's directory has no id yet: written before directories had ids.
pub const MIGRATING_DIRECTORY: DirectoryId = DirectoryId::ZERO;
/// The broker has not said yet which of its directories holds the replica.
pub const UNASSIGNED_DIRECTORY: DirectoryId = DirectoryId::from_u128(1);
/// The replica's directory is gone.
pub const LOST_DIRECTORY: DirectoryId = DirectoryId::from_u128(2);

/// One controller as it registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ControllerRegistration {
    /// `node.id`.
    pub id: BrokerId,
    /// The run of its process.
    pub incarnation_id: IncarnationId,
    /// Where it listens.
    pub endpoints: Vec<Endpoint>,
    /// What it supports, by feature name.
    pub features: BTreeMap<Arc<str>, FeatureRange>,
}
