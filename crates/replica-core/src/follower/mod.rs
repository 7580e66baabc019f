//! The follower's side: what to do with a leader's answer.

mod fetch;
mod truncate;

use types::BrokerId;

pub use fetch::{FetchRefusal, NextStep};
pub use truncate::DivergingEpoch;

/// One following of another broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Follower {
    leader: BrokerId,
    parked: bool,
    /// Whether an answer under this leadership has continued this log: the leader had its last record, and with it all before.
    agrees: bool,
}

impl Follower {
    pub(crate) fn new(leader: BrokerId) -> Self {
        Self {
            leader,
            parked: false,
            agrees: false,
        }
    }

    /// Whom it follows.
    #[must_use]
    pub fn leader(&self) -> BrokerId {
        self.leader
    }

    /// Whether it waits for newer metadata and fetches nothing: the leader fenced it at its own epoch.
    #[must_use]
    pub fn is_parked(&self) -> bool {
        self.parked
    }
}
