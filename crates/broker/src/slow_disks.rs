//! Leaders on a disk that does not keep pace: one that works, and is of no use (a gray failure).
//!
//! Where acknowledgements wait for the disk (`flush.messages=1`), a follower that lags for `replica.lag.time.max.ms` leaves the
//! in-sync set, and writes go on without it. Of a leader nobody could say that, so it does itself: when a flush takes as long,
//! its replicas in that directory hand their leaderships over and leave the in-sync set too, as those of a damaged log do. They
//! are back when the disk has kept pace for as long again. Nothing is handed over that would leave fewer in sync than
//! `min.insync.replicas`: a disk that is slow serves better than none.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use metadata::Image;
use replica_core::{Durability, Role};
use types::{Instant, Now};
use world::Output;

use crate::broker::Broker;
use crate::directory_assignments::Withdrawn;
use crate::locked;
use crate::partitions::HostedPartition;
use crate::sync::Mutex;

/// Which directories are slow. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct SlowDisks {
    /// Places in `log.dirs`, and when each was found to be slow last.
    state: Mutex<BTreeMap<usize, Instant>>,
}

impl SlowDisks {
    /// Takes note of those that are slow at present. Those that were not slow before, and those that have kept pace for `limit`.
    fn note(
        &self,
        now: Instant,
        slow: &BTreeSet<usize>,
        limit: Duration,
    ) -> (Vec<usize>, Vec<usize>) {
        let mut known = locked(&self.state);
        let mut became_slow = Vec::new();
        for place in slow {
            if known.insert(*place, now).is_none() {
                became_slow.push(*place);
            }
        }
        let keeps_pace = |(_, seen): &(&usize, &Instant)| **seen + limit <= now;
        let recovered: Vec<usize> = known.iter().filter(keeps_pace).map(|(at, _)| *at).collect();
        for place in &recovered {
            known.remove(place);
        }
        (became_slow, recovered)
    }
}

impl Broker {
    /// Looks for disks on which a flush takes too long, and for those that keep pace again.
    pub(crate) fn review_disks(&self, now: Now, out: &mut Vec<Output>) {
        let limit = self.config.replica.lag_time_max;
        let slow = self
            .storage_works
            .directories_flushing_for(now.instant, limit);
        let (became_slow, recovered) = self.slow_disks.note(now.instant, &slow, limit);
        if slow.is_empty() && recovered.is_empty() {
            return;
        }
        for place in became_slow {
            let directories = locked(&self.directories);
            let Some(directory) = directories.get(place).and_then(Option::as_ref) else {
                continue;
            };
            tracing::warn!(name: "a disk is slow", path = %directory.path().display(), limit_ms = limit.as_millis(), "a flush takes longer than \
                replica.lag.time.max.ms, after which a follower would fall out of sync: other replicas lead where enough of them are in \
                sync; look at the disk, or move its replicas");
        }
        let image = self.image.load();
        for hosted in self.partitions.all() {
            if recovered.contains(&hosted.directory) {
                self.take_back(&hosted, Withdrawn::SlowDisk);
            } else if slow.contains(&hosted.directory)
                && self.may_spare(&image, &hosted)
                && self.hand_over(&hosted, Withdrawn::SlowDisk)
            {
                tracing::warn!(name: "a leader on a slow disk hands over", partition = %hosted.name, "handing the leadership over to a replica whose disk keeps pace");
            }
        }
        self.send_directory_assignments(now, out);
    }

    /// Whether this replica leads, and those in sync can do without it.
    fn may_spare(&self, image: &Image, hosted: &HostedPartition) -> bool {
        let Some(registration) = image.partition(hosted.topic_id, hosted.name.partition) else {
            return false;
        };
        let is_enough = {
            let hosted = hosted.lock();
            let settings = hosted.replica.settings();
            match hosted.replica.role() {
                Role::Leader(leader) if settings.durability == Durability::Flushed => {
                    let needed = leader.effective_min_in_sync(settings.min_in_sync);
                    registration.in_sync.len() > needed
                }
                _ => false,
            }
        };
        is_enough && self.may_hand_over(image, registration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_has_recovered_when_it_has_kept_pace_as_long_as_it_may_lag() {
        let disks = SlowDisks::default();
        let limit = Duration::from_secs(10);
        let at = |seconds| Instant(0) + Duration::from_secs(seconds);
        let (slow, none) = (BTreeSet::from([1]), BTreeSet::new());
        assert_eq!(disks.note(at(20), &slow, limit), (vec![1], vec![]));
        assert_eq!(disks.note(at(25), &slow, limit), (vec![], vec![]));
        assert_eq!(disks.note(at(34), &none, limit), (vec![], vec![]));
        assert_eq!(disks.note(at(35), &none, limit), (vec![], vec![1]));
        assert_eq!(disks.note(at(36), &slow, limit), (vec![1], vec![]));
    }
}
