//! A new coordinator reads its partition from start to end before it serves.
//!
//! Only what is committed is read. Right after an election the watermark may still lie below the end of the log; the
//! coordinator serves when it has come to the end that the leadership began with, so that no group is shown as it was.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use group_core::{GroupRecord, GroupSettings, Groups};
use records::{Batch, ControlRecordType, Record};
use replica_core::Isolation;
use types::{LeaderEpoch, Now, Offset, ProducerId};
use world::Output;

use super::facts::decode;
use super::{Active, Coordinator, State};
use crate::broker::{Broker, ImageView};
use crate::locked;
use crate::partitions::{Consumer, ReadFailure, ReadRequest, Reader};
use crate::waiting::Effects;

/// How often the watermark is looked at while it is below the end.
const PAUSE: Duration = Duration::from_millis(10);
/// The most that a batch of a coordinator may inflate to.
const INFLATED_BYTES_MAX: u64 = 256 << 20;

/// A log that is being read.
pub(super) struct Loading {
    groups: Groups,
    /// Where to go on; none before the first step.
    next: Option<Offset>,
    /// Where the leadership began.
    end: Offset,
    /// Offsets committed in transactions whose end has not been read.
    open: BTreeMap<ProducerId, Vec<GroupRecord>>,
}

impl Loading {
    pub(super) fn new(settings: GroupSettings) -> Self {
        Self {
            groups: Groups::new(settings),
            next: None,
            end: Offset::ZERO,
            open: BTreeMap::new(),
        }
    }

    fn take(&mut self, batch: &Batch) -> Result<(), String> {
        let header = *batch.header();
        batch.verify_crc().map_err(|error| error.to_string())?;
        for record in batch
            .records(INFLATED_BYTES_MAX)
            .map_err(|error| error.to_string())?
        {
            let record = record.map_err(|error| error.to_string())?;
            if header.is_control() {
                self.end_transaction(header.producer_id, &record);
            } else if let Some(fact) = fact_of(record) {
                if header.is_transactional() {
                    self.open.entry(header.producer_id).or_default().push(fact);
                } else {
                    self.replay(fact);
                }
            }
        }
        self.next = Some(header.next_offset());
        Ok(())
    }

    fn replay(&mut self, fact: GroupRecord) {
        if !self.open.is_empty()
            && let GroupRecord::Offset {
                group,
                topic,
                partition,
                ..
            } = &fact
        {
            // What was written later counts, whenever the transaction ends.
            let key = (group, topic, partition);
            let is_same = |other: &GroupRecord| match other {
                GroupRecord::Offset {
                    group,
                    topic,
                    partition,
                    ..
                } => (group, topic, partition) == key,
                GroupRecord::Group { .. } => false,
            };
            for facts in self.open.values_mut() {
                facts.retain(|other| !is_same(other));
            }
        }
        self.groups.replay(fact);
    }

    fn end_transaction(&mut self, producer: ProducerId, record: &Record) {
        let kind = record.key.as_deref().and_then(ControlRecordType::from_key);
        let facts = self.open.remove(&producer).unwrap_or_default();
        if kind == Some(ControlRecordType::Commit) {
            for fact in facts {
                self.groups.replay(fact);
            }
        }
    }
}

/// The fact in a record. One that cannot be read is passed over, so that one bad record does not hold all groups back.
fn fact_of(record: Record) -> Option<GroupRecord> {
    let key = record.key?;
    match decode(key, record.value) {
        Ok(Some(fact)) => Some(fact),
        Ok(None) => {
            tracing::debug!(offset = %record.offset, "a record of a kind that is not known here is passed over");
            None
        }
        Err(error) => {
            tracing::warn!(offset = %record.offset, %error, "a record of __consumer_offsets cannot be read and is passed over");
            None
        }
    }
}

impl Broker {
    /// Reads on, and serves when the end is reached.
    pub(super) fn load_groups(
        &self,
        now: Now,
        coordinator: &Arc<Coordinator>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let mut state = locked(&coordinator.state);
        let State::Loading(loading) = &mut *state else {
            return;
        };
        match self.load_step(now, coordinator, loading, effects) {
            Ok(true) => {
                let State::Loading(loading) = std::mem::replace(&mut *state, State::Resigned)
                else {
                    return;
                };
                let mut active = Active {
                    groups: loading.groups,
                    next_ticket: 0,
                    tellers: BTreeMap::new(),
                };
                let mut decided = group_core::Effects::default();
                active.groups.loaded(now, &mut decided);
                tracing::debug!(name: "groups are loaded", partition = %coordinator.partition.name, epoch = %coordinator.leader_epoch, "groups are loaded");
                self.carry_out_groups(
                    now,
                    &coordinator.partition,
                    &mut active,
                    decided,
                    effects,
                    out,
                );
                *state = State::Active(active);
                drop(state);
                self.coordinators.note_loaded();
            }
            Ok(false) => self.schedule_groups(now.instant + PAUSE, out),
            Err(why) => {
                tracing::error!(partition = %coordinator.partition.name, %why, "groups cannot be loaded; trying again");
                self.schedule_groups(now.instant + PAUSE * 100, out);
            }
        }
    }

    /// One step; true at the end.
    fn load_step(
        &self,
        now: Now,
        coordinator: &Coordinator,
        loading: &mut Loading,
        effects: &mut Effects,
    ) -> Result<bool, String> {
        if loading.next.is_none() {
            let marks = coordinator.partition.lock().replica.marks();
            loading.next = Some(marks.log_start);
            loading.end = marks.log_end;
        }
        let offset = loading.next.unwrap_or_default();
        if offset >= loading.end {
            return Ok(true);
        }
        let request = ReadRequest {
            reader: Reader::Consumer(Consumer {
                isolation: Isolation::ReadUncommitted,
                from_follower: false,
            }),
            offset,
            // The thread does other things between two steps.
            max_bytes: self.config.offsets.load_buffer_bytes as usize,
            at_least_one: true,
            current_leader_epoch: LeaderEpoch::NONE,
            last_fetched_epoch: LeaderEpoch::NONE,
        };
        let image = self.image.load();
        let read =
            match coordinator
                .partition
                .read(now, &request, None, None, &ImageView(&image), effects)
            {
                Ok(read) => read,
                Err(ReadFailure::OutOfRange { log_start }) if offset < log_start => {
                    loading.next = Some(log_start);
                    return Ok(log_start >= loading.end);
                }
                Err(failure) => return Err(format!("{failure:?}")),
            };
        let bytes = read
            .records
            .into_bytes()
            .map_err(|error| error.to_string())?;
        for batch in Batch::split_lenient(bytes) {
            loading.take(&batch.map_err(|error| error.to_string())?)?;
        }
        Ok(loading.next >= Some(loading.end))
    }
}
