//! The groups of one coordinator partition: what goes in, and what follows when records are committed.

mod appends;
mod expiry;
mod join;
mod offset_requests;
mod rebalance;
mod sync;

use std::collections::BTreeMap;

use types::{Instant, Now, Offset};

use crate::group::Group;
use crate::offsets::{Offsets, tombstones};
use crate::settings::milliseconds;
use crate::timers::{Timer, Timers};
use crate::{
    Answer, AppendId, DescribedGroup, DescribedMember, Effects, GroupError, GroupId, GroupRecord,
    GroupSettings, GroupState, Heartbeat, Join, Leave, ListedGroup, Sync, Ticket,
};

use appends::{Appends, Then};

/// The groups of one coordinator partition, for as long as it is led here. See the crate for how it is driven.
#[derive(Debug)]
pub struct Groups {
    settings: GroupSettings,
    groups: BTreeMap<GroupId, Group>,
    offsets: Offsets,
    timers: Timers,
    appends: Appends,
    next_sweep: Instant,
}

/// One group at one moment, with what a change of it may touch beside it.
pub(crate) struct Step<'a> {
    now: Now,
    settings: &'a GroupSettings,
    group: &'a mut Group,
    timers: &'a mut Timers,
    appends: &'a mut Appends,
    out: &'a mut Effects,
}

impl Groups {
    /// No groups yet: first the log is replayed, then [`Groups::loaded`].
    #[must_use]
    pub fn new(settings: GroupSettings) -> Self {
        Self {
            settings,
            groups: BTreeMap::new(),
            offsets: Offsets::default(),
            timers: Timers::default(),
            appends: Appends::default(),
            next_sweep: Instant::NEVER,
        }
    }

    /// Takes in one committed record of the log, in its order, before [`Groups::loaded`].
    pub fn replay(&mut self, record: GroupRecord) {
        match record {
            GroupRecord::Offset {
                ref group,
                ref value,
                ..
            } => {
                if value.is_some() {
                    let known = self.groups.entry(group.clone());
                    known
                        .or_insert_with(|| Group::new(group.clone(), None))
                        .is_durable = true;
                }
                self.offsets.replay(&record, false);
            }
            GroupRecord::Group {
                group,
                value: Some(value),
            } => {
                self.groups
                    .insert(group.clone(), Group::from_record(group, value));
            }
            GroupRecord::Group { group, value: None } => {
                self.groups.remove(&group);
            }
        }
    }

    /// The log is replayed to its end: sessions start anew, and requests may come.
    pub fn loaded(&mut self, now: Now, out: &mut Effects) {
        self.next_sweep = now.instant + self.settings.offsets_retention_check_interval;
        let ids: Vec<GroupId> = self.groups.keys().cloned().collect();
        for id in ids {
            let Some(mut step) = self.step(&id, now, out) else {
                continue;
            };
            let members: Vec<_> = step.group.members.keys().cloned().collect();
            for member in &members {
                step.restart_session(member);
            }
            if members.len() > step.settings.members_max {
                step.prepare_rebalance();
            }
        }
    }

    fn step<'a>(&'a mut self, group: &GroupId, now: Now, out: &'a mut Effects) -> Option<Step<'a>> {
        Some(Step {
            now,
            settings: &self.settings,
            group: self.groups.get_mut(group)?,
            timers: &mut self.timers,
            appends: &mut self.appends,
            out,
        })
    }

    /// A member wants in, or to take part in the next generation.
    pub fn join(&mut self, now: Now, ticket: Ticket, request: Join, out: &mut Effects) {
        if let Err(error) = self.check_join(&request) {
            return out.refuse_join(ticket, request.member, error);
        }
        let id = request.group.clone();
        let is_new = !self.groups.contains_key(&id);
        if is_new {
            self.groups
                .insert(id.clone(), Group::new(id.clone(), Some(now.wall)));
        }
        let appends_before = self.appends.count();
        let Some(mut step) = self.step(&id, now, out) else {
            return;
        };
        step.join(ticket, request);
        if !is_new {
            return;
        }
        if step.group.members.is_empty() && step.group.pending_joins.is_empty() {
            self.groups.remove(&id);
        } else if step.appends.count() == appends_before {
            let record = step.group.empty_record();
            step.propose(vec![record], vec![Then::GroupCreated(id)]);
        }
    }

    fn check_join(&self, request: &Join) -> Result<(), GroupError> {
        let limits = &self.settings;
        if request.group.is_empty() {
            return Err(GroupError::InvalidGroupId);
        }
        let session = milliseconds(request.session_timeout_ms);
        if session < limits.session_timeout_min || session > limits.session_timeout_max {
            return Err(GroupError::InvalidSessionTimeout {
                requested_ms: request.session_timeout_ms,
                min_ms: limits.session_timeout_min.as_millis(),
                max_ms: limits.session_timeout_max.as_millis(),
            });
        }
        if !request.member.is_empty() && !self.groups.contains_key(&request.group) {
            return Err(GroupError::UnknownMember);
        }
        Ok(())
    }

    /// A member asks for its part of the generation.
    pub fn sync(&mut self, now: Now, ticket: Ticket, request: Sync, out: &mut Effects) {
        if request.group.is_empty() {
            return out.answer(ticket, Answer::Sync(Err(GroupError::InvalidGroupId)));
        }
        match self.step(&request.group, now, out) {
            Some(mut step) => step.sync(ticket, request),
            None => out.answer(ticket, Answer::Sync(Err(GroupError::UnknownMember))),
        }
    }

    /// A member says that it lives.
    pub fn heartbeat(&mut self, now: Now, ticket: Ticket, request: &Heartbeat, out: &mut Effects) {
        let outcome = if request.group.is_empty() {
            Err(GroupError::InvalidGroupId)
        } else {
            let step = self.step(&request.group, now, out);
            step.map_or(Err(GroupError::UnknownMember), |mut step| {
                step.heartbeat(request)
            })
        };
        out.answer(ticket, Answer::Heartbeat(outcome));
    }

    /// Members leave, or are removed.
    pub fn leave(&mut self, now: Now, ticket: Ticket, request: &Leave, out: &mut Effects) {
        if request.group.is_empty() {
            return out.answer(ticket, Answer::Leave(Err(GroupError::InvalidGroupId)));
        }
        let appends_before = self.appends.count();
        let outcomes = match self.step(&request.group, now, out) {
            Some(mut step) => step.leave(request),
            None => sync::nobody_left(request),
        };
        self.answer_after(appends_before, ticket, Answer::Leave(Ok(outcomes)), out);
    }

    /// Removes an empty group with its offsets.
    pub fn delete_group(&mut self, now: Now, ticket: Ticket, group: &GroupId, out: &mut Effects) {
        let found = self
            .groups
            .get_mut(group)
            .filter(|found| found.state != GroupState::Dead);
        let Some(found) = found else {
            return out.answer(ticket, Answer::DeleteGroup(Err(GroupError::GroupNotFound)));
        };
        if found.state != GroupState::Empty {
            return out.answer(ticket, Answer::DeleteGroup(Err(GroupError::NonEmptyGroup)));
        }
        found.enter(GroupState::Dead, now.wall);
        let mut records = tombstones(group, self.offsets.of(group));
        records.push(GroupRecord::Group {
            group: group.clone(),
            value: None,
        });
        let deadline = now.instant + self.settings.commit_timeout;
        let batches = appends::in_batches(records);
        let last = batches.len() - 1;
        for (place, batch) in batches.into_iter().enumerate() {
            let then = if place == last {
                vec![
                    Then::GroupDeleted(group.clone()),
                    Then::Answer(ticket, Answer::DeleteGroup(Ok(()))),
                ]
            } else {
                Vec::new()
            };
            self.appends.propose(batch, then, deadline, out);
        }
    }

    /// Sends an answer when the batches proposed since are committed, or at once when there are none.
    fn answer_after(
        &mut self,
        appends_before: u64,
        ticket: Ticket,
        answer: Answer,
        out: &mut Effects,
    ) {
        if self.appends.count() == appends_before {
            out.answer(ticket, answer);
        } else {
            self.appends.then(Then::Answer(ticket, answer));
        }
    }

    /// The groups that exist, by name.
    pub fn list(&self) -> impl Iterator<Item = ListedGroup> {
        self.groups
            .values()
            .filter(|group| group.is_durable)
            .map(|group| ListedGroup {
                group: group.id.clone(),
                protocol_type: group.protocol_type.clone().unwrap_or_default(),
                state: shown(group.state),
            })
    }

    /// One group with its members; none when it does not exist.
    #[must_use]
    pub fn describe(&self, group: &GroupId) -> Option<DescribedGroup> {
        let group = self.groups.get(group).filter(|group| group.is_durable)?;
        let protocol = group
            .protocol
            .clone()
            .filter(|_| group.state == GroupState::Stable);
        let members = group.members.values().map(|member| DescribedMember {
            member: member.id.clone(),
            instance: member.instance.clone(),
            client_id: member.client_id.clone(),
            client_host: member.client_host.clone(),
            metadata: protocol
                .as_deref()
                .map(|protocol| member.metadata(protocol))
                .unwrap_or_default(),
            assignment: member.assignment.clone(),
        });
        let members = members.collect();
        Some(DescribedGroup {
            state: shown(group.state),
            protocol_type: group.protocol_type.clone().unwrap_or_default(),
            protocol: protocol.unwrap_or_default(),
            members,
        })
    }

    /// A batch is in the log from `base` on.
    ///
    /// # Panics
    /// When batches are reported in another order than they were proposed in.
    pub fn appended(&mut self, id: AppendId, base: Offset) {
        let batch = self.appends.appended(id, base);
        self.offsets.begin(&batch.records);
    }

    /// A batch is not in the log and never will be, because of `error`: what it would have changed stays as it is.
    ///
    /// # Panics
    /// When batches are reported in another order than they were proposed in.
    pub fn refused(&mut self, now: Now, id: AppendId, error: GroupError, out: &mut Effects) {
        let batch = self.appends.refused(id);
        for then in batch.then {
            self.fail(now, then, error, out);
        }
    }

    /// The high watermark of the log has come to `high_watermark`: what lies below it is true.
    pub fn committed(&mut self, now: Now, high_watermark: Offset, out: &mut Effects) {
        while let Some(batch) = self.appends.committed(high_watermark) {
            for record in batch.records.iter() {
                if let GroupRecord::Offset {
                    group,
                    value: Some(_),
                    ..
                } = record
                {
                    let known = self.groups.entry(group.clone());
                    known
                        .or_insert_with(|| Group::new(group.clone(), Some(now.wall)))
                        .is_durable = true;
                }
                if let GroupRecord::Group {
                    group,
                    value: Some(_),
                } = record
                {
                    self.groups
                        .entry(group.clone())
                        .and_modify(|group| group.is_durable = true);
                }
                self.offsets.replay(record, true);
            }
            for then in batch.then {
                self.follow(now, then, out);
            }
        }
    }

    fn follow(&mut self, now: Now, then: Then, out: &mut Effects) {
        match then {
            Then::Answer(ticket, answer) => out.answer(ticket, answer),
            Then::Fetch(ticket, request) => self.answer_fetch(ticket, &request, out),
            Then::GroupCreated(_) => {}
            Then::GroupDeleted(group) => {
                if self
                    .groups
                    .get(&group)
                    .is_some_and(|group| group.state == GroupState::Dead)
                {
                    self.groups.remove(&group);
                }
            }
            Then::Assigned {
                group,
                generation,
                assignments,
            } => {
                if let Some(mut step) = self.step(&group, now, out) {
                    step.assigned(generation, &assignments);
                }
            }
            Then::Replaced(replaced) => {
                if let Some(mut step) = self.step(&replaced.group, now, out) {
                    step.replaced(&replaced);
                }
            }
        }
    }

    fn fail(&mut self, now: Now, then: Then, error: GroupError, out: &mut Effects) {
        match then {
            Then::Answer(ticket, answer) => out.answer(ticket, answer.failed(error)),
            Then::Fetch(ticket, _) => out.answer(ticket, Answer::Fetch(Err(error))),
            Then::GroupCreated(group) => {
                if let Some(mut step) = self.step(&group, now, out) {
                    step.fail_everybody(error);
                }
                self.groups.remove(&group);
            }
            Then::GroupDeleted(group) => {
                if let Some(group) = self
                    .groups
                    .get_mut(&group)
                    .filter(|group| group.state == GroupState::Dead)
                {
                    group.state = GroupState::Empty;
                }
            }
            Then::Assigned {
                group, generation, ..
            } => {
                if let Some(mut step) = self.step(&group, now, out) {
                    step.not_assigned(generation, error);
                }
            }
            Then::Replaced(replaced) => {
                if let Some(mut step) = self.step(&replaced.group, now, out) {
                    step.not_replaced(&replaced, error);
                }
            }
        }
    }

    /// Leadership of the partition is lost: whoever waits is sent to look for the new coordinator.
    pub fn resign(mut self, now: Now, out: &mut Effects) {
        for then in self.appends.abandon() {
            match then {
                Then::Answer(ticket, answer) => {
                    out.answer(ticket, answer.failed(GroupError::NotCoordinator))
                }
                Then::Fetch(ticket, _) => {
                    out.answer(ticket, Answer::Fetch(Err(GroupError::NotCoordinator)))
                }
                // Their joins and syncs are parked in the groups.
                Then::GroupCreated(_)
                | Then::GroupDeleted(_)
                | Then::Assigned { .. }
                | Then::Replaced(_) => {}
            }
        }
        let ids: Vec<GroupId> = self.groups.keys().cloned().collect();
        for id in ids {
            if let Some(mut step) = self.step(&id, now, out) {
                step.fail_everybody(GroupError::NotCoordinator);
            }
        }
    }

    /// When [`Groups::tick`] has something to do; it may come early and find that there is nothing.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        self.timers
            .next()
            .min(self.appends.next_deadline())
            .min(self.next_sweep)
    }

    /// Does what is due: sessions and waits that end, batches that take too long, offsets that expire.
    pub fn tick(&mut self, now: Now, out: &mut Effects) {
        if self.appends.next_deadline() <= now.instant {
            for then in self.appends.expired(now.instant) {
                self.fail(now, then, GroupError::NotAvailable, out);
            }
        }
        while let Some((at, timer)) = self.timers.pop(now.instant) {
            let (Timer::Session(group, _) | Timer::Join(group) | Timer::Sync(group)) = &timer;
            let group = group.clone();
            if let Some(mut step) = self.step(&group, now, out) {
                step.on_timer(at, timer);
            }
        }
        if self.next_sweep <= now.instant {
            self.next_sweep = now.instant + self.settings.offsets_retention_check_interval;
            self.expire_offsets(now, out);
        }
    }
}

/// A group that is being deleted is shown as what it was, until it is gone.
fn shown(state: GroupState) -> GroupState {
    if state == GroupState::Dead {
        GroupState::Empty
    } else {
        state
    }
}
