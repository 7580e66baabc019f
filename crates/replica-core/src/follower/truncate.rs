//! Where a follower cuts its log to agree with its leader (KIP-101, KIP-279).

use log_state::LeaderEpochs;
use types::{LeaderEpoch, Offset};

/// A leader's word that the follower's last epoch ends elsewhere in its own log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DivergingEpoch {
    /// The largest epoch of the leader that is not above the follower's.
    pub epoch: LeaderEpoch,
    /// Where that epoch ends in the leader's log.
    pub end_offset: Offset,
}

impl DivergingEpoch {
    /// The offset from which the follower's records go. It may have to ask again afterwards: where the follower does not
    /// know the leader's epoch, it first cuts back to the largest epoch below it.
    #[must_use]
    pub fn truncation_offset(&self, own: &LeaderEpochs, own_end: Offset) -> Offset {
        let Some(own) = own.end_offset_for(self.epoch, own_end) else {
            return self.end_offset.min(own_end);
        };
        if own.epoch == self.epoch {
            self.end_offset.min(own.end_offset).min(own_end)
        } else {
            own.end_offset.min(own_end)
        }
    }
}
