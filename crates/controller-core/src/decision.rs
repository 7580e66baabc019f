//! What a decision is.

use metadata::Record;

/// Records that make something true, and what to answer whoever asked. Nothing is true before the
/// records are committed.
#[derive(Clone, PartialEq, Debug)]
#[must_use]
pub struct Decision<T> {
    /// The records, in the order in which they must be committed: all or none of them, where the
    /// store can do that. A store that must cut them may do so between any two partitions of
    /// [`Decision::may_be_cut`]; the rest is then decided anew.
    pub records: Vec<Record>,
    /// What to answer once the records are committed; at once when there are none.
    pub outcome: T,
    /// Whether a prefix of the records is safe by itself.
    pub may_be_cut: bool,
}

impl<T> Decision<T> {
    /// All records or none.
    pub fn atomic(records: Vec<Record>, outcome: T) -> Self {
        Self {
            records,
            outcome,
            may_be_cut: false,
        }
    }

    /// Records of which any prefix is safe.
    pub fn in_parts(records: Vec<Record>, outcome: T) -> Self {
        Self {
            records,
            outcome,
            may_be_cut: true,
        }
    }

    /// Nothing changes.
    pub fn nothing(outcome: T) -> Self {
        Self::atomic(Vec::new(), outcome)
    }
}
