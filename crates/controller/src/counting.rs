//! What a controller counts as it replays, and what it tells of the cluster when it is asked.

use metadata::{Image, Record};
use metrics::{Exposition, metric};
use types::PartitionIndex;

use crate::state::State;

/// Elections since the start.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Counters {
    elections: u64,
    from_eligible: u64,
    unclean: u64,
}

impl Counters {
    /// Counts the elections among records that lead from one image to the other.
    pub(crate) fn replayed(&mut self, before: &Image, after: &Image, records: &[Record]) {
        for record in records {
            let Record::PartitionChange(change) = record else {
                continue;
            };
            let index = PartitionIndex(change.partition_id);
            let was = before.partition(change.topic_id, index);
            let is = after.partition(change.topic_id, index);
            let (Some(was), Some(is)) = (was, is) else {
                continue;
            };
            if !is.has_leader() || is.leader == was.leader {
                continue;
            }
            self.elections += 1;
            if was.in_sync.contains(&is.leader) {
                continue;
            }
            match was.eligible_leaders.contains(&is.leader) {
                true => self.from_eligible += 1,
                false => self.unclean += 1,
            }
        }
    }
}

impl State {
    /// Writes down how the cluster is, as far as it is known here.
    pub(crate) fn expose(&self, text: &mut Exposition) {
        let image = self.image();
        let partitions = || image.topics().iter().flat_map(|it| it.partitions.iter());
        let count = |is: &dyn Fn(&metadata::PartitionRegistration) -> bool| {
            partitions().filter(|(_, it)| is(it)).count()
        };
        let fenced = image.brokers().values().filter(|it| it.fenced).count();
        let (epoch, leader) = self.leader();
        text.value(&metric::ACTIVE_CONTROLLERS, self.is_active());
        text.value(&metric::OFFLINE_PARTITIONS, count(&|it| !it.has_leader()));
        let imbalance = count(&|it| it.leader != it.preferred_leader());
        text.value(&metric::PREFERRED_IMBALANCE, imbalance);
        text.value(&metric::ACTIVE_BROKERS, image.brokers().len() - fenced);
        text.value(&metric::FENCED_BROKERS, fenced);
        text.value(&metric::TOPICS, image.topics().len());
        text.value(&metric::GLOBAL_PARTITIONS, partitions().count());
        let offset = image.position().offset.0;
        text.value(&metric::CONTROLLER_METADATA_OFFSET, offset);
        text.value(&metric::RAFT_EPOCH, epoch.0);
        text.value(&metric::RAFT_LEADER, leader.map_or(-1, |leader| leader.0));
        let counters = self.counters();
        text.value(&metric::LEADER_ELECTIONS, counters.elections);
        text.value(&metric::ELR_ELECTIONS, counters.from_eligible);
        text.value(&metric::UNCLEAN_ELECTIONS, counters.unclean);
    }
}

#[cfg(test)]
mod tests {
    use metadata::records::{PartitionChangeRecord, PartitionRecord, TopicRecord};
    use metadata::replay;
    use types::{ControllerEpoch, Offset, Uuid};

    use super::*;

    const TOPIC: Uuid = Uuid::from_u128(7);

    fn made() -> Image {
        let topic = TopicRecord {
            name: "t".into(),
            topic_id: TOPIC,
        };
        let partition = PartitionRecord {
            partition_id: 0,
            topic_id: TOPIC,
            replicas: vec![1, 2, 3],
            isr: vec![1, 2],
            leader: 1,
            leader_epoch: 0,
            partition_epoch: 0,
            eligible_leader_replicas: Some(vec![3]),
            ..PartitionRecord::default()
        };
        let records = [Record::Topic(topic), Record::Partition(partition)];
        let replayed = replay(&Image::empty(), Offset(0), ControllerEpoch(1), &records);
        replayed.expect("valid records").0
    }

    fn changed(counters: &mut Counters, before: &Image, leader: i32) -> Image {
        let change = PartitionChangeRecord {
            partition_id: 0,
            topic_id: TOPIC,
            leader,
            ..PartitionChangeRecord::default()
        };
        let records = [Record::PartitionChange(change)];
        let at = before.position().offset.next();
        let after = replay(before, at, ControllerEpoch(1), &records);
        let after = after.expect("valid records").0;
        counters.replayed(before, &after, &records);
        after
    }

    #[test]
    fn elections_are_counted_by_what_the_new_leader_was() {
        let mut counters = Counters::default();
        let image = changed(&mut counters, &made(), 2);
        assert_eq!((counters.elections, counters.unclean), (1, 0));
        // Nobody leads: that is no election.
        let image = changed(&mut counters, &image, -1);
        assert_eq!(counters.elections, 1);
        let image = changed(&mut counters, &image, 3);
        assert_eq!((counters.elections, counters.from_eligible), (2, 1));
        changed(&mut counters, &image, 3);
        assert_eq!((counters.elections, counters.unclean), (2, 0));
    }
}
