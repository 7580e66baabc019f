//! Forgetting a broker.

use std::fmt;

use metadata::records::UnregisterBrokerRecord;
use types::BrokerId;

use crate::decision::Decision;
use crate::partitions::leadership::{Passage, change_all};
use crate::policy::Cluster;

/// There is no such broker to forget.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownBroker(
    /// Who was named.
    pub BrokerId,
);

impl fmt::Display for UnknownBroker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Broker ID {} is not currently registered", self.0)
    }
}

impl std::error::Error for UnknownBroker {}

/// Forgets a broker: it leaves every in-sync set and its registration is removed. It stays assigned
/// to its replicas, and eligible where it may be the last to hold a committed record: whoever gives
/// those up says so by an unclean election. A broker of that id that registers later counts as one
/// that lost its data, since nothing is left to tell.
///
/// # Errors
/// When no such broker is registered.
pub fn decide_unregister_broker(
    cluster: Cluster<'_>,
    broker: BrokerId,
) -> Result<Decision<()>, UnknownBroker> {
    let registration = cluster.image.broker(broker).ok_or(UnknownBroker(broker))?;
    let mut records = Vec::new();
    change_all(cluster, Passage::Leaves(&[broker]), &mut records);
    let unregister = UnregisterBrokerRecord {
        broker_id: broker.0,
        broker_epoch: registration.epoch.0,
    };
    records.push(unregister.into());
    Ok(Decision::in_parts(records, ()))
}
