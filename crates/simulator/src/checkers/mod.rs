//! The promises, each checked against what clients saw.

mod acknowledged_never_lost;
mod offsets_dense;
mod reads_never_change;
mod replicas_agree;

pub use acknowledged_never_lost::acknowledged_never_lost;
pub use offsets_dense::offsets_dense;
pub use reads_never_change::reads_never_change;
pub use replicas_agree::{Logs, replicas_agree};

use crate::Observed;

/// All checkers in turn: what they found, a line for each violation.
#[must_use]
pub fn all(observed: &Observed) -> Vec<String> {
    [acknowledged_never_lost, offsets_dense, reads_never_change]
        .iter()
        .flat_map(|checker| checker(observed))
        .collect()
}
