//! From committed metadata to what this broker does: act on what differs between two images.

use std::sync::Arc;

use metadata::{Delta, Image, PartitionChange, Removal, TopicChange};
use replica_core::{Assignment, LeaderRecovery};
use types::{Now, PartitionIndex, TopicId, TopicPartition};
use world::Output;

use crate::broker::{Broker, ImageView};
use crate::locked;
use crate::metadata_follower::Acting;
use crate::waiting::Effects;

impl Broker {
    /// Puts a new image in force and acts on what differs. Acting is idempotent: the same image again changes nothing.
    pub(crate) fn apply(
        &self,
        now: Now,
        image: Image,
        delta: &Delta,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let image = Arc::new(image);
        self.image.store(image.clone());
        if self.lifecycle.has_stopped() {
            return;
        }
        self.losses.note_elections(delta);
        let since_nothing;
        let delta = match self.begin_to_act(&image, delta) {
            Acting::NotYet => return,
            Acting::Already => delta,
            Acting::FromNow(removed) => {
                removed
                    .iter()
                    .for_each(|topic| self.remove_leftovers(now, &image, topic, effects));
                since_nothing = Delta::between(&Image::empty(), &image);
                &since_nothing
            }
        };
        self.apply_configs(now, &image, delta, effects);
        for (id, removal) in &delta.removed_topics {
            for (&index, _) in removal.last.partitions.iter() {
                self.stop_hosting(now, *id, index, removal.removal, effects);
            }
            self.wishes.forget(*id);
            if removal.removal == Removal::ByRecord {
                self.note_strays_removed(now, *id, None);
            }
        }
        for (id, change) in &delta.topics {
            for (index, partition) in &change.partitions {
                self.apply_partition(now, &image, (*id, change), *index, partition, effects);
            }
            for &index in change.absent_partitions.keys() {
                self.stop_hosting(now, *id, index, Removal::AbsentFromSnapshot, effects);
            }
        }
        if !delta.brokers.is_empty() {
            self.let_followers_join(now, effects);
        }
        self.send_fetches(now, delta, out);
        self.coordinators_apply(now, &image, delta, effects, out);
        self.creation_apply(now, &image, delta, out);
        self.send_directory_assignments(now, out);
        self.answer_unsuspected(now, out);
        let hands_over = |id| {
            let broker = image.broker(id);
            broker.is_some_and(|broker| broker.in_controlled_shutdown && !broker.fenced)
        };
        if delta.brokers.keys().any(|id| hands_over(*id)) {
            self.report_applied(now, out);
        }
        self.release_forwarded(now, out);
    }

    /// Deletes what is on the disk of a topic that was removed while this broker was away.
    fn remove_leftovers(
        &self,
        now: Now,
        image: &Image,
        topic: &metadata::Topic,
        effects: &mut Effects,
    ) {
        self.note_strays_removed(now, topic.id, None);
        for (&index, registration) in topic.partitions.iter() {
            let name = TopicPartition {
                topic: topic.name.clone(),
                partition: index,
            };
            let there = locked(&self.directories).iter().flatten().any(
                |directory| matches!(directory.topic_id_of(&name), Ok(Some(id)) if id == topic.id),
            );
            if there && self.host(now, image, topic.id, name, registration).is_ok() {
                self.stop_hosting(now, topic.id, index, Removal::ByRecord, effects);
            }
        }
    }

    fn apply_partition(
        &self,
        now: Now,
        image: &Image,
        (topic_id, topic): (TopicId, &TopicChange),
        index: PartitionIndex,
        change: &PartitionChange,
        effects: &mut Effects,
    ) {
        let after = &change.after;
        if after.leader == self.id
            && let Some(before) = &change.before
        {
            self.counters.in_sync_changed(before, after);
        }
        if !after.replicas.contains(&self.id) {
            self.stop_hosting(now, topic_id, index, Removal::ByRecord, effects);
            self.note_strays_removed(now, topic_id, Some(index));
            return;
        }
        let name = TopicPartition {
            topic: topic.name.clone(),
            partition: index,
        };
        let hosted = match self.partitions.get(topic_id, index) {
            Some(hosted) => hosted,
            None => match self.host(now, image, topic_id, name.clone(), after) {
                Ok(hosted) => hosted,
                Err(why) => return self.note_not_hosted(topic_id, &name, why, effects),
            },
        };
        self.check_directory(&hosted, after);
        if !hosted.lock().log.damaged().is_empty() {
            effects.damaged.push(Arc::clone(&hosted));
        }
        let assignment = Assignment {
            replicas: after.replicas.clone(),
            adding: after.adding_replicas.clone(),
            in_sync: after.in_sync.clone(),
            leader: after.has_leader().then_some(after.leader),
            leader_epoch: after.leader_epoch,
            partition_epoch: after.partition_epoch,
            recovery: match after.leader_recovery_state {
                metadata::LeaderRecoveryState::Recovered => LeaderRecovery::Recovered,
                metadata::LeaderRecoveryState::Recovering => LeaderRecovery::Recovering,
            },
        };
        let applied = hosted.apply_assignment(now, &assignment, &ImageView(image), effects);
        if let Err(error) = applied {
            effects
                .failed_directories
                .push((hosted.directory, error.to_string()));
        }
        self.follow(&hosted, effects);
    }

    /// Stops hosting a partition. Only a record deletes its log; one that a snapshot lacks is set aside.
    fn stop_hosting(
        &self,
        now: Now,
        topic: TopicId,
        index: PartitionIndex,
        removal: Removal,
        effects: &mut Effects,
    ) {
        self.offline.forget(topic, index);
        let Some(hosted) = self.partitions.remove(topic, index) else {
            return;
        };
        self.fetching.forget((topic, index));
        self.directory_assignments.forget((topic, index));
        if removal == Removal::AbsentFromSnapshot {
            tracing::warn!(partition = %hosted.name, "the metadata does not have it any more: its log is set aside as stray");
        }
        let failed = hosted.retire(now, effects, |log| match removal {
            Removal::ByRecord => log.delete(now.instant),
            Removal::AbsentFromSnapshot => log.set_aside(now.wall),
        });
        if let Err(error) = failed {
            tracing::error!(partition = %hosted.name, %error, "a log cannot be removed");
        }
    }

    /// A record names what is set aside: it may go once it was kept long enough.
    fn note_strays_removed(&self, now: Now, topic: TopicId, partition: Option<PartitionIndex>) {
        for directory in locked(&self.directories).iter().flatten() {
            if let Err(error) = directory.note_removed(topic, partition, now.wall) {
                tracing::warn!(%error, "a directory that is set aside stays");
            }
        }
    }

    /// All replicas of this broker whose settings a changed config touches.
    fn apply_configs(&self, now: Now, image: &Image, delta: &Delta, effects: &mut Effects) {
        let topics: Vec<&str> = delta
            .configs
            .keys()
            .filter(|resource| resource.resource_type == metadata::ConfigResourceType::TOPIC)
            .map(|resource| &*resource.name)
            .collect();
        let brokers = delta
            .configs
            .keys()
            .any(|resource| resource.resource_type == metadata::ConfigResourceType::BROKER);
        if topics.is_empty() && !brokers {
            return;
        }
        for hosted in self.partitions.all() {
            if brokers || topics.contains(&hosted.name.topic.as_str()) {
                let settings = self.partition_settings(image, hosted.name.topic.as_str());
                hosted.apply_settings(now, settings, &ImageView(image), effects);
                self.follow(&hosted, effects);
            }
        }
    }
}
