//! What is committed: the lowest end among all whose loss must not lose a record.

use types::{Instant, Offset};

use super::Leader;
use crate::{BrokerView, ReplicaSettings};

impl Leader {
    /// The first offset that is not committed, or none while nothing may be committed.
    ///
    /// Every member of the maximal in-sync set counts, who leaves it until the metadata says so, and a replica that is about to
    /// join: else it could chase the watermark for ever. Below the minimum in-sync set nothing is committed, for any acks (KIP-966).
    pub(crate) fn committed_end(
        &self,
        now: Instant,
        own_end: Offset,
        settings: ReplicaSettings,
        brokers: &dyn BrokerView,
    ) -> Option<Offset> {
        let committed = self.in_sync.committed().members().len();
        if committed < self.effective_min_in_sync(settings.min_in_sync) {
            return None;
        }
        let mut lowest = own_end;
        for (&id, progress) in &self.followers {
            let member = self.in_sync.maximal_contains(id) || self.leaving.contains(&id);
            let joining = || {
                progress.is_caught_up(now, own_end, settings.lag_max) && self.may_join(id, brokers)
            };
            if member || (progress.log_end().is_some() && joining()) {
                lowest = lowest.min(progress.log_end()?);
            }
        }
        Some(lowest)
    }
}
