//! Coordinators of consumer groups: load, replay, append, release at the watermark, resign.
//!
//! One coordinator serves the groups of one `__consumer_offsets` partition, for one leader epoch of it. It decides with
//! [`group_core::Groups`], appends what is decided to that partition, and lets an answer go when the records that it rests on
//! are committed.
//!
//! A coordinator's lock comes before the lock of its partition: nothing here is called under a partition's lock. Answers are
//! encoded under it, and leave as outputs.

mod facts;
mod loading;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use group_core::{Answer, Append, GroupError, GroupSettings, Groups, Ticket};
use metadata::{Delta, Image};
use replica_core::AckOutcome;
use settings::BrokerConfig;
use types::{Instant, LeaderEpoch, Now, Offset, PartitionIndex, TopicName};
use world::Output;

use crate::broker::{Broker, ImageView};
use crate::deadlines::{Due, Task};
use crate::error_map;
use crate::locked;
use crate::partitions::HostedPartition;
use crate::sync::{AtomicU64, Mutex, Ordering};
use crate::waiting::{Effects, Waiter};
use loading::Loading;

/// The topic that groups are kept in.
pub(crate) const OFFSETS_TOPIC: &str = "__consumer_offsets";

/// Why a group is not served here now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotServed {
    /// Its partition is not led here.
    NotCoordinator,
    /// Its partition is still being read.
    Loading,
}

/// Takes the answer of a coordinator and makes the response of it.
pub(crate) type Teller = Box<dyn FnOnce(Result<Answer, NotServed>, &mut Vec<Output>) + Send>;

/// The coordinators of the `__consumer_offsets` partitions that are led here.
pub(crate) struct Coordinators {
    settings: GroupSettings,
    /// A leaf lock.
    led: Mutex<BTreeMap<PartitionIndex, Arc<Coordinator>>>,
    /// When the next tick of the groups is entered in the wheel.
    scheduled: AtomicU64,
}

impl fmt::Debug for Coordinators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coordinators")
            .field("led", &locked(&self.led).keys())
            .finish_non_exhaustive()
    }
}

/// One leadership of one partition.
pub(crate) struct Coordinator {
    partition: Arc<HostedPartition>,
    leader_epoch: LeaderEpoch,
    state: Mutex<State>,
}

enum State {
    Loading(Loading),
    Active(Active),
    Resigned,
}

/// A coordinator at work.
struct Active {
    groups: Groups,
    next_ticket: u64,
    tellers: BTreeMap<Ticket, Teller>,
}

impl Active {
    fn park(&mut self, teller: Teller) -> Ticket {
        self.next_ticket += 1;
        let ticket = Ticket(self.next_ticket);
        self.tellers.insert(ticket, teller);
        ticket
    }
}

impl Coordinators {
    pub(crate) fn new(config: &BrokerConfig) -> Self {
        Self {
            settings: group_settings(config),
            led: Mutex::default(),
            scheduled: AtomicU64::new(Instant::NEVER.0),
        }
    }

    fn all(&self) -> Vec<Arc<Coordinator>> {
        locked(&self.led).values().cloned().collect()
    }

    /// Tells once that all are loaded, not once for each. No coordinator's lock may be held.
    fn note_loaded(&self) {
        let all = self.all();
        let is_loading = |coordinator: &Arc<Coordinator>| {
            matches!(*locked(&coordinator.state), State::Loading(_))
        };
        if !all.iter().any(is_loading) {
            tracing::info!(partitions = all.len(), "groups are loaded");
        }
    }
}

fn group_settings(config: &BrokerConfig) -> GroupSettings {
    let millis =
        |value: i64| std::time::Duration::from_millis(u64::try_from(value).unwrap_or(u64::MAX));
    GroupSettings {
        session_timeout_min: config.group.session_timeout_min,
        session_timeout_max: config.group.session_timeout_max,
        members_max: usize::try_from(config.group.members_max).unwrap_or(usize::MAX),
        initial_rebalance_delay: config.group.initial_rebalance_delay,
        offset_metadata_max: usize::try_from(config.offsets.metadata_bytes_max)
            .unwrap_or(usize::MAX),
        offsets_retention: millis(config.offsets.retention_ms),
        offsets_retention_check_interval: config.offsets.retention_check_interval,
        commit_timeout: config.offsets.commit_timeout,
        ..GroupSettings::default()
    }
}

/// Java's `String.hashCode`, made positive as Kafka does, modulo the partitions: which one a group belongs to.
pub(crate) fn partition_of(group: &str, partitions: usize) -> PartitionIndex {
    let hash = group.encode_utf16().fold(0_i32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(i32::from(unit))
    });
    let positive = hash.checked_abs().unwrap_or(0);
    let partitions = i32::try_from(partitions.max(1)).unwrap_or(i32::MAX);
    PartitionIndex(positive % partitions)
}

impl Broker {
    /// The partition that a group belongs to; none while the topic does not exist.
    pub(crate) fn group_partition(&self, image: &Image, group: &str) -> Option<PartitionIndex> {
        let topic = image.topic(OFFSETS_TOPIC)?;
        Some(partition_of(group, topic.partition_count()))
    }

    fn coordinator_of(&self, group: &str) -> Option<Arc<Coordinator>> {
        let partition = self.group_partition(&self.image.load(), group)?;
        locked(&self.coordinators.led).get(&partition).cloned()
    }

    /// Puts a request to the coordinator of its group. `teller` is called once: now, or when the answer may leave.
    pub(crate) fn ask_group(
        &self,
        now: Now,
        group: &str,
        teller: Teller,
        call: impl FnOnce(&mut Groups, Ticket, &mut group_core::Effects),
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some(coordinator) = self.coordinator_of(group) else {
            return teller(Err(NotServed::NotCoordinator), out);
        };
        let mut state = locked(&coordinator.state);
        match &mut *state {
            State::Active(active) => {
                let ticket = active.park(teller);
                let mut decided = group_core::Effects::default();
                call(&mut active.groups, ticket, &mut decided);
                self.carry_out_groups(now, &coordinator.partition, active, decided, effects, out);
            }
            State::Loading(_) => teller(Err(NotServed::Loading), out),
            State::Resigned => teller(Err(NotServed::NotCoordinator), out),
        }
    }

    /// Looks at a group.
    pub(crate) fn see_group<T>(
        &self,
        group: &str,
        look: impl FnOnce(&Groups) -> T,
    ) -> Result<T, NotServed> {
        let coordinator = self
            .coordinator_of(group)
            .ok_or(NotServed::NotCoordinator)?;
        let state = locked(&coordinator.state);
        match &*state {
            State::Active(active) => Ok(look(&active.groups)),
            State::Loading(_) => Err(NotServed::Loading),
            State::Resigned => Err(NotServed::NotCoordinator),
        }
    }

    /// Looks at all groups that are coordinated here.
    pub(crate) fn see_all_groups(&self, mut look: impl FnMut(&Groups)) -> Result<(), NotServed> {
        for coordinator in self.coordinators.all() {
            match &*locked(&coordinator.state) {
                State::Active(active) => look(&active.groups),
                State::Loading(_) => return Err(NotServed::Loading),
                State::Resigned => {}
            }
        }
        Ok(())
    }

    fn carry_out_groups(
        &self,
        now: Now,
        partition: &Arc<HostedPartition>,
        active: &mut Active,
        mut decided: group_core::Effects,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        while !decided.appends.is_empty() {
            for append in std::mem::take(&mut decided.appends) {
                match self.append_group_records(now, partition, &append, effects) {
                    Ok((base, committed)) => {
                        active.groups.appended(append.id, base);
                        if let Some(end) = committed {
                            active.groups.committed(now, end, &mut decided);
                        }
                    }
                    Err(error) => active.groups.refused(now, append.id, error, &mut decided),
                }
            }
        }
        for (ticket, answer) in decided.answers {
            if let Some(teller) = active.tellers.remove(&ticket) {
                teller(Ok(answer), out);
            }
        }
        self.schedule_groups(active.groups.next_deadline(), out);
    }

    /// Appends one batch: its place, and its end when it is committed already.
    fn append_group_records(
        &self,
        now: Now,
        partition: &Arc<HostedPartition>,
        append: &Append,
        effects: &mut Effects,
    ) -> Result<(Offset, Option<Offset>), GroupError> {
        let codec = self.config.offsets.topic_compression_codec;
        let batch =
            facts::batch(now.wall, codec, &append.records).ok_or(GroupError::NotAppended)?;
        let image = self.image.load();
        let appended = partition.append_internal(
            now,
            &batch,
            Waiter::Coordinator,
            &ImageView(&image),
            effects,
        );
        match appended {
            Ok(appended) => {
                let base = appended.base_offset;
                let end = base + i64::from(batch.header().record_count);
                let done = matches!(
                    appended.outcome,
                    AckOutcome::Done | AckOutcome::DoneBelowMinimum { .. }
                );
                Ok((base, done.then_some(end)))
            }
            Err(failure) => {
                let error = error_map::group_append_failure(&failure);
                tracing::warn!(partition = %partition.name, ?failure, "records of a group cannot be appended");
                if let crate::partitions::AppendFailure::Log(error) = &failure
                    && error.is_disk_failure()
                {
                    effects
                        .failed_directories
                        .push((partition.directory, error.to_string()));
                }
                Err(error)
            }
        }
    }

    /// A wait of a coordinator is over: the high watermark of its partition has come to `until`. A leadership that has ended
    /// needs nothing here, the metadata that ended it has made the coordinator resign.
    pub(crate) fn coordinator_settled(
        &self,
        now: Now,
        partition: &Arc<HostedPartition>,
        outcome: AckOutcome,
        until: Offset,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        if !matches!(
            outcome,
            AckOutcome::Done | AckOutcome::DoneBelowMinimum { .. }
        ) {
            return;
        }
        let coordinator = locked(&self.coordinators.led)
            .get(&partition.name.partition)
            .cloned();
        let Some(coordinator) =
            coordinator.filter(|known| Arc::ptr_eq(&known.partition, partition))
        else {
            return;
        };
        if let State::Active(active) = &mut *locked(&coordinator.state) {
            let mut decided = group_core::Effects::default();
            active.groups.committed(now, until, &mut decided);
            self.carry_out_groups(now, partition, active, decided, effects, out);
        }
    }

    /// Leaderships of `__consumer_offsets` may have come or gone, and topics that groups have offsets in.
    pub(crate) fn coordinators_apply(
        &self,
        now: Now,
        image: &Image,
        delta: &Delta,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let offsets_topic = image.topic(OFFSETS_TOPIC);
        let is_removed = delta
            .removed_topics
            .values()
            .any(|removal| removal.last.name.as_str() == OFFSETS_TOPIC);
        if is_removed || offsets_topic.is_some_and(|topic| delta.topics.contains_key(&topic.id)) {
            let mut led = BTreeMap::new();
            for (index, partition) in offsets_topic
                .iter()
                .flat_map(|topic| topic.partitions.iter())
            {
                let hosted = offsets_topic.and_then(|topic| self.partitions.get(topic.id, *index));
                if let Some(hosted) = hosted.filter(|_| partition.leader == self.id) {
                    led.insert(*index, (hosted, partition.leader_epoch));
                }
            }
            self.lead_groups(now, led, effects, out);
        }
        let removed = delta.removed_topics.values();
        let removed = removed.filter(|removal| removal.removal == metadata::Removal::ByRecord);
        let removed: Vec<TopicName> = removed.map(|removal| removal.last.name.clone()).collect();
        if !removed.is_empty() {
            self.forget_topics(now, &removed, effects, out);
        }
    }

    /// Coordinates the groups of exactly these partitions, each under its epoch.
    fn lead_groups(
        &self,
        now: Now,
        wanted: BTreeMap<PartitionIndex, (Arc<HostedPartition>, LeaderEpoch)>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let mut ended = Vec::new();
        let mut begun = Vec::new();
        {
            let mut led = locked(&self.coordinators.led);
            let is_wanted = |index: &PartitionIndex, coordinator: &Coordinator| {
                wanted.get(index).is_some_and(|(partition, epoch)| {
                    Arc::ptr_eq(partition, &coordinator.partition)
                        && *epoch == coordinator.leader_epoch
                })
            };
            led.retain(|index, coordinator| {
                let stays = is_wanted(index, coordinator);
                if !stays {
                    ended.push(coordinator.clone());
                }
                stays
            });
            for (index, (partition, leader_epoch)) in wanted {
                led.entry(index).or_insert_with(|| {
                    let state = Mutex::new(State::Loading(Loading::new(
                        self.coordinators.settings.clone(),
                    )));
                    let coordinator = Arc::new(Coordinator {
                        partition,
                        leader_epoch,
                        state,
                    });
                    begun.push(coordinator.clone());
                    coordinator
                });
            }
        }
        for coordinator in ended {
            resign(now, &coordinator, out);
        }
        for coordinator in begun {
            self.load_groups(now, &coordinator, effects, out);
        }
    }

    /// The log of a partition is gone from here before the metadata say so: its groups look for another coordinator.
    pub(crate) fn resign_coordinator(
        &self,
        now: Now,
        partition: &Arc<HostedPartition>,
        out: &mut Vec<Output>,
    ) {
        let ended = {
            let mut led = locked(&self.coordinators.led);
            let index = partition.name.partition;
            let led_here = led.get(&index);
            let is_it = led_here.is_some_and(|known| Arc::ptr_eq(&known.partition, partition));
            is_it.then(|| led.remove(&index)).flatten()
        };
        if let Some(coordinator) = ended {
            resign(now, &coordinator, out);
        }
    }

    fn forget_topics(
        &self,
        now: Now,
        topics: &[TopicName],
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        for coordinator in self.coordinators.all() {
            if let State::Active(active) = &mut *locked(&coordinator.state) {
                let mut decided = group_core::Effects::default();
                active.groups.topics_deleted(now, topics, &mut decided);
                self.carry_out_groups(now, &coordinator.partition, active, decided, effects, out);
            }
        }
    }

    /// Has the groups looked at no later than `at`.
    fn schedule_groups(&self, at: Instant, out: &mut Vec<Output>) {
        if at
            < Instant(
                self.coordinators
                    .scheduled
                    .fetch_min(at.0, Ordering::Relaxed),
            )
        {
            self.deadlines.enter(at, Due::Task(Task::Groups), out);
        }
    }

    /// Time-outs of groups, and the loading that goes on.
    pub(crate) fn tick_coordinators(&self, now: Now, effects: &mut Effects, out: &mut Vec<Output>) {
        let scheduled = &self.coordinators.scheduled;
        if Instant(scheduled.load(Ordering::Relaxed)) > now.instant {
            // An entry of the wheel that a later one has made pointless.
            return;
        }
        scheduled.store(Instant::NEVER.0, Ordering::Relaxed);
        for coordinator in self.coordinators.all() {
            let mut state = locked(&coordinator.state);
            match &mut *state {
                State::Active(active) if active.groups.next_deadline() <= now.instant => {
                    let mut decided = group_core::Effects::default();
                    active.groups.tick(now, &mut decided);
                    self.carry_out_groups(
                        now,
                        &coordinator.partition,
                        active,
                        decided,
                        effects,
                        out,
                    );
                }
                State::Active(active) => self.schedule_groups(active.groups.next_deadline(), out),
                State::Loading(_) => {
                    drop(state);
                    self.load_groups(now, &coordinator, effects, out);
                }
                State::Resigned => {}
            }
        }
    }
}

/// The leadership is over: whoever waits looks for the next coordinator.
fn resign(now: Now, coordinator: &Coordinator, out: &mut Vec<Output>) {
    let state = std::mem::replace(&mut *locked(&coordinator.state), State::Resigned);
    let State::Active(Active {
        groups,
        mut tellers,
        ..
    }) = state
    else {
        return;
    };
    let mut decided = group_core::Effects::default();
    groups.resign(now, &mut decided);
    for (ticket, answer) in decided.answers {
        if let Some(teller) = tellers.remove(&ticket) {
            teller(Ok(answer), out);
        }
    }
    for teller in tellers.into_values() {
        teller(Err(NotServed::NotCoordinator), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_belong_to_the_partitions_that_kafka_puts_them_in() {
        // Values of Java's String.hashCode: "g1" is 3242, "" is 0, "polygenelubricants" is the smallest integer.
        assert_eq!(partition_of("g1", 50), PartitionIndex(3242 % 50));
        assert_eq!(partition_of("", 50), PartitionIndex(0));
        assert_eq!(partition_of("polygenelubricants", 50), PartitionIndex(0));
        assert_eq!(partition_of("console-consumer-12345", 1), PartitionIndex(0));
    }
}
