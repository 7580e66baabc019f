//! What a controller writes first when it becomes the active one.

use metadata::records::{AbortTransactionRecord, BeginTransactionRecord, EndTransactionRecord};
use metadata::{METADATA_VERSION, Record};

use crate::decision::Decision;
use crate::features::bootstrap_records;
use crate::policy::Cluster;

/// What a new controller begins with: it aborts a transaction that its predecessor left open, and
/// gives a log without content what every cluster begins with.
pub fn decide_activation(cluster: Cluster<'_>) -> Decision<()> {
    let mut records: Vec<Record> = Vec::new();
    if cluster.image.open_transaction().is_some() {
        let reason = Some("Controller failover".into());
        records.push(AbortTransactionRecord { reason }.into());
    }
    if !cluster.image.features().contains_key(METADATA_VERSION) {
        let name = Some("Bootstrap records".into());
        records.push(BeginTransactionRecord { name }.into());
        records.extend(bootstrap_records(cluster));
        records.push(EndTransactionRecord::default().into());
    }
    Decision::atomic(records, ())
}
