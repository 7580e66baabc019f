//! Taking brokers out of service.

use metadata::Record;
use metadata::records::BrokerRegistrationChangeRecord;
use types::BrokerId;

use crate::decision::Decision;
use crate::partitions::leadership::{Passage, change_all};
use crate::policy::Cluster;

/// What `BrokerRegistrationChangeRecord` says for a broker that is taken out of service, and for
/// one that is put into it.
pub(crate) const FENCE: i8 = 1;
pub(crate) const UNFENCE: i8 = -1;

/// What fencing came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fenced {
    /// The brokers that were not fenced before.
    pub brokers: Vec<BrokerId>,
    /// How many partitions it changes.
    pub partitions: usize,
}

/// Fences `brokers`, all at once: they leave every in-sync set, and every partition that one of
/// them led is led by another that may, in the same decision. Brokers that are fenced or not
/// registered are left out. The fencing itself comes last: until it is recorded, a successor finds
/// the rest to be decided again.
pub fn decide_fence(cluster: Cluster<'_>, brokers: &[BrokerId]) -> Decision<Fenced> {
    let unfenced = |id: &BrokerId| {
        cluster
            .image
            .broker(*id)
            .is_some_and(|broker| !broker.fenced)
    };
    let mut brokers: Vec<_> = brokers.iter().copied().filter(unfenced).collect();
    brokers.sort_unstable();
    brokers.dedup();
    let mut records = Vec::new();
    fence_into(cluster, &brokers, &mut records);
    let partitions = records.len() - brokers.len();
    Decision::in_parts(
        records,
        Fenced {
            brokers,
            partitions,
        },
    )
}

/// The records that fence `brokers`, which are registered.
pub(crate) fn fence_into(cluster: Cluster<'_>, brokers: &[BrokerId], records: &mut Vec<Record>) {
    if brokers.is_empty() {
        return;
    }
    change_all(cluster, Passage::Leaves(brokers), records);
    for broker in brokers.iter().filter_map(|&id| cluster.image.broker(id)) {
        let fence = BrokerRegistrationChangeRecord {
            broker_id: broker.id.0,
            broker_epoch: broker.epoch.0,
            fenced: FENCE,
            ..BrokerRegistrationChangeRecord::default()
        };
        records.push(fence.into());
    }
}
