//! What the committed metadata says of a partition, as a replica needs it.

use types::{BrokerEpoch, BrokerId, LeaderEpoch, PartitionEpoch};

/// Whether the leader was elected from outside of the safe set and has not yet said that it is done (KIP-704).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum LeaderRecovery {
    /// The normal state.
    #[default]
    Recovered,
    /// Elected uncleanly; records may be lost.
    Recovering,
}

/// One partition's committed state.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assignment {
    /// All replicas, in the order of preference.
    pub replicas: Vec<BrokerId>,
    /// Replicas that a reassignment adds.
    pub adding: Vec<BrokerId>,
    /// The in-sync set.
    pub in_sync: Vec<BrokerId>,
    /// The leader; none while nobody may lead.
    pub leader: Option<BrokerId>,
    /// Rises with every leadership.
    pub leader_epoch: LeaderEpoch,
    /// Rises with every change.
    pub partition_epoch: PartitionEpoch,
    /// Set by an unclean election.
    pub recovery: LeaderRecovery,
}

/// What a leader knows of the other brokers, from the metadata that it has applied.
pub trait BrokerView {
    /// The epoch of a broker that may be in an in-sync set: registered, not fenced, not shutting down (KIP-841).
    fn eligible(&self, broker: BrokerId) -> Option<BrokerEpoch>;
}

impl<F: Fn(BrokerId) -> Option<BrokerEpoch>> BrokerView for F {
    fn eligible(&self, broker: BrokerId) -> Option<BrokerEpoch> {
        self(broker)
    }
}
