//! Below the high watermark all replicas have the same batches, for ever.

use std::collections::BTreeMap;

use broker::ReplicaView;
use metadata::LeaderRecoveryState;
use types::{BrokerId, LeaderEpoch, PartitionIndex, TopicId, TopicPartition};

use super::{BatchMark, Sight};

/// A partition's committed batches.
#[derive(Debug, Default)]
pub(super) struct CommittedLog {
    /// In their order; none overlaps another.
    batches: Vec<BatchMark>,
    /// One beyond the last committed record.
    pub(super) end: i64,
    /// The epoch of the last leader that was elected uncleanly: from then on leaders alone say what is committed, for followers
    /// remember what was so before.
    unclean_since: Option<LeaderEpoch>,
}

/// All that was ever seen to be committed.
#[derive(Debug, Default)]
pub(super) struct CommittedNeverChanges {
    logs: BTreeMap<(TopicId, PartitionIndex), CommittedLog>,
    unclean_elections: u64,
    lost: u64,
}

impl CommittedLog {
    /// Compares batches below `end` with what is known, and learns the rest; says where they differ.
    pub(super) fn learn<'a>(
        &mut self,
        batches: impl IntoIterator<Item = &'a BatchMark>,
        end: i64,
    ) -> Option<String> {
        let mut place = 0;
        for batch in batches.into_iter().filter(|batch| batch.end <= end) {
            if batch.base >= self.end {
                self.batches.push(*batch);
                self.end = batch.end;
            } else if let Some(difference) = self.differs_at(&mut place, batch) {
                return Some(difference);
            }
        }
        None
    }

    /// What an uncleanly elected leader has is all that is committed now. Says how many committed records it lacks.
    fn begin_anew(&mut self, epoch: LeaderEpoch, batches: &[BatchMark], end: i64) -> u64 {
        self.unclean_since = Some(epoch);
        let before = self.end;
        let mut place = 0;
        let differs = batches.iter().position(|batch| {
            batch.base < before && self.differs_at(&mut place, batch).is_some()
                || batch.end > before
        });
        let same = differs.map_or(batches, |place| &batches[..place]);
        let same_end = match (batches, same) {
            // All was deleted.
            ([], _) => end,
            (_, [.., last]) => last.end,
            ([first, ..], []) => first.base,
        };
        self.end = same_end.min(before);
        self.batches.retain(|batch| batch.end <= self.end);
        u64::try_from(before - self.end).unwrap_or(0)
    }

    fn counts(&self, replica: &ReplicaView) -> bool {
        self.unclean_since
            .is_none_or(|since| replica.leads.is_some() && replica.leader_epoch >= since)
    }

    /// Where batches that begin below the committed end differ first from what is known there.
    pub(super) fn differs<'a>(
        &self,
        batches: impl IntoIterator<Item = &'a BatchMark>,
    ) -> Option<String> {
        let mut place = 0;
        let mut batches = batches.into_iter();
        batches.find_map(|batch| self.differs_at(&mut place, batch))
    }

    /// How a batch differs from what is known; `place` is where the one before it was found to end, which most follow.
    fn differs_at(&self, place: &mut usize, batch: &BatchMark) -> Option<String> {
        if self.batches.get(*place) == Some(batch) {
            *place += 1;
            return None;
        }
        *place = self.batches.partition_point(|known| known.base < batch.end);
        match self.batches[..*place].last() {
            Some(known) if known == batch => None,
            Some(known) if known.end > batch.base => {
                Some(format!("{known:?} was committed, {batch:?} is there"))
            }
            // Below what was there when it was seen first.
            _ => None,
        }
    }

    /// A committed batch from `start` on that is not among a replica's.
    pub(super) fn hole(&self, batches: &[BatchMark], start: i64) -> Option<String> {
        let mut there = batches.iter().map(|batch| batch.base).peekable();
        let from = self.batches.partition_point(|batch| batch.base < start);
        let mut committed = self.batches[from..].iter().map(|batch| batch.base);
        let is_missing = |base: &i64| {
            while there.next_if(|it| it < base).is_some() {}
            there.peek() != Some(base)
        };
        let missing = committed.find(is_missing)?;
        Some(format!(
            "starts at {start} and lacks what begins at {missing}"
        ))
    }
}

impl CommittedNeverChanges {
    pub(super) fn look(&mut self, sight: &Sight<'_>, found: &mut Vec<String>) {
        self.look_for_unclean_elections(sight);
        for node in &sight.nodes {
            for replica in &node.replicas {
                if replica.high_watermark <= replica.log_start {
                    continue;
                }
                let key = (replica.topic_id, replica.name.partition);
                let log = self.logs.entry(key).or_default();
                if !log.counts(replica) {
                    continue;
                }
                let batches = node.batches(&replica.name);
                let kept = batches
                    .iter()
                    .filter(|batch| batch.base >= replica.log_start.0);
                if let Some(difference) = log.learn(kept, replica.high_watermark.0) {
                    found.push(format!(
                        "committed never changes: {} on broker {}: {difference}",
                        replica.name, node.id.0
                    ));
                }
            }
        }
    }

    /// KIP-704: who leads after an unclean election says so until it has told that it is done.
    fn look_for_unclean_elections(&mut self, sight: &Sight<'_>) {
        let Some(image) = sight.newest_image() else {
            return;
        };
        for topic in image.topics().iter() {
            for (partition, known) in topic.partitions.iter() {
                if known.leader_recovery_state != LeaderRecoveryState::Recovering {
                    continue;
                }
                let log = self.logs.entry((topic.id, *partition)).or_default();
                // Who was elected may be gone before anybody saw it lead: then it is the one whom the next election begins with.
                let (epoch, holder) = match known.leader {
                    BrokerId::NONE => (
                        LeaderEpoch(known.leader_epoch.0 - 1),
                        known.eligible_leaders.first(),
                    ),
                    ref leader => (known.leader_epoch, Some(leader)),
                };
                let holder = sight.nodes.iter().find(|node| Some(&node.id) == holder);
                let (Some(leader), true) = (holder, log.unclean_since < Some(epoch)) else {
                    continue;
                };
                let name = TopicPartition {
                    topic: topic.name.clone(),
                    partition: *partition,
                };
                let batches = leader.batches(&name);
                let end = leader.end(&name, &batches);
                self.lost += log.begin_anew(epoch, &batches, end);
                self.unclean_elections += 1;
            }
        }
    }

    /// Unclean elections, and the committed records that they cost.
    pub(super) fn unclean(&self) -> (u64, u64) {
        (self.unclean_elections, self.lost)
    }

    pub(super) fn log(&self, topic: TopicId, partition: PartitionIndex) -> Option<&CommittedLog> {
        self.logs.get(&(topic, partition))
    }

    /// Whether records of a partition may be lost that were committed.
    pub(super) fn is_unclean(&self, topic: TopicId, partition: PartitionIndex) -> bool {
        let log = self.log(topic, partition);
        log.is_some_and(|log| log.unclean_since.is_some())
    }

    pub(super) fn records(&self) -> u64 {
        let ends = self.logs.values().map(|log| log.end);
        u64::try_from(ends.sum::<i64>()).unwrap_or(0)
    }
}
