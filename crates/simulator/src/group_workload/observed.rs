//! What consumers of a group were told.

use std::collections::BTreeMap;

/// What the consumers were told.
#[derive(Clone, Debug, Default)]
pub struct GroupObserved {
    /// The largest offset of each partition whose commit was acknowledged.
    pub acknowledged: BTreeMap<i32, i64>,
    /// Commits that were acknowledged.
    pub commits: u64,
    /// Who owned a partition in a generation.
    pub owners: BTreeMap<(i32, i32), String>,
    /// What must not be.
    pub contradictions: Vec<String>,
    /// How often each error came.
    pub errors: BTreeMap<String, u64>,
}
