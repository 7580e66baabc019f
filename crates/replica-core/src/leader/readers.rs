//! Which replica a consumer had best read from (KIP-392).

use types::{BrokerId, Offset};

use crate::Replica;

/// Which brokers are where a consumer is, and can be reached by it.
pub trait Vicinity {
    /// Whether this one is.
    fn contains(&self, broker: BrokerId) -> bool;
}

impl<F: Fn(BrokerId) -> bool> Vicinity for F {
    fn contains(&self, broker: BrokerId) -> bool {
        self(broker)
    }
}

impl Replica {
    /// The follower that a consumer had best read `offset` from: in sync, next to it, and with a log that has that offset;
    /// of several the one that is furthest. None when this broker had best serve it: it does not lead, is next to the
    /// consumer itself, or nobody else is.
    #[must_use]
    pub fn preferred_reader(&self, offset: Offset, near: &dyn Vicinity) -> Option<BrokerId> {
        let leader = self.leader()?;
        if near.contains(self.local) {
            return None;
        }
        let in_sync = leader.in_sync().committed();
        let candidates = leader.followers().filter(|(id, progress)| {
            let has_it = progress.log_start() <= offset
                && progress.log_end().is_some_and(|end| offset <= end);
            has_it && in_sync.contains(*id) && near.contains(*id)
        });
        candidates
            .max_by_key(|(id, progress)| (progress.log_end(), progress.caught_up_at(), *id))
            .map(|(id, _)| id)
    }
}
