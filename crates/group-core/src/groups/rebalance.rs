//! A rebalance from its beginning to the answers to all who joined, and the time-outs around it.

use std::time::Duration;

use types::Instant;

use super::Step;
use crate::group::{InitialWait, JoinWait};
use crate::timers::Timer;
use crate::{Answer, GroupError, GroupState, MemberId};

impl Step<'_> {
    /// Something has changed: a rebalance begins, or the one under way may be complete.
    pub(crate) fn rebalance_or_complete_join(&mut self) {
        if self.group.can_rebalance() {
            self.prepare_rebalance();
        } else {
            self.complete_join_phase_if_all_joined();
        }
    }

    /// Calls the members together.
    pub(crate) fn prepare_rebalance(&mut self) {
        if self.group.state == GroupState::CompletingRebalance {
            self.fail_assignments(GroupError::RebalanceInProgress);
        }
        self.group.pending_syncs.clear();
        self.cancel_sync_wait();
        let is_initial = self.group.state == GroupState::Empty;
        self.group.is_initial_rebalance = is_initial;
        self.group
            .enter(GroupState::PreparingRebalance, self.now.wall);
        if is_initial {
            let slice = self.settings.initial_rebalance_delay;
            let remaining = self.group.rebalance_timeout().saturating_sub(slice);
            self.group.new_member_added = false;
            self.wait_for_joins(slice, Some(InitialWait { slice, remaining }));
        } else if self.group.has_all_joined() {
            self.complete_join();
        } else {
            self.wait_for_joins(self.group.rebalance_timeout(), None);
        }
    }

    fn wait_for_joins(&mut self, delay: Duration, initial: Option<InitialWait>) {
        self.cancel_join_wait();
        let until = self.now.instant + delay;
        self.group.join_wait = Some(JoinWait { until, initial });
        self.timers.add(until, Timer::Join(self.group.id.clone()));
    }

    fn cancel_join_wait(&mut self) {
        if let Some(wait) = self.group.join_wait.take() {
            self.timers
                .remove(wait.until, Timer::Join(self.group.id.clone()));
        }
    }

    fn wait_for_syncs(&mut self) {
        self.cancel_sync_wait();
        let until = self.now.instant + self.group.rebalance_timeout();
        self.group.sync_deadline = Some(until);
        self.timers.add(until, Timer::Sync(self.group.id.clone()));
    }

    pub(crate) fn cancel_sync_wait(&mut self) {
        if let Some(until) = self.group.sync_deadline.take() {
            self.timers
                .remove(until, Timer::Sync(self.group.id.clone()));
        }
    }

    /// Ends the wait for joins when there is nobody left to wait for. The first rebalance waits its time in any case, for
    /// members that are not known yet.
    pub(crate) fn complete_join_phase_if_all_joined(&mut self) {
        let waiting =
            self.group.state == GroupState::PreparingRebalance && !self.group.is_initial_rebalance;
        if waiting && self.group.has_all_joined() {
            self.complete_join();
        }
    }

    /// Ends the wait for joins: who has not joined is out, unless static; a new generation begins with the others.
    pub(crate) fn complete_join(&mut self) {
        self.cancel_join_wait();
        let members = self.group.members.values();
        let late = members.filter(|member| member.awaiting_join.is_none() && !member.is_static());
        let late: Vec<MemberId> = late.map(|member| member.id.clone()).collect();
        for member in &late {
            self.remove_member(member, GroupError::UnknownMember);
        }
        if !self.group.elect_joined_leader() && !self.group.members.is_empty() {
            // Only static members that are away: their sessions decide.
            return self.wait_for_joins(self.group.rebalance_timeout(), None);
        }
        self.group.start_generation(self.now.wall);
        if self.group.state == GroupState::Empty {
            let record = self.group.record(|member| member.assignment.clone());
            return self.propose(vec![record], Vec::new());
        }
        let members: Vec<MemberId> = self.group.members.keys().cloned().collect();
        for member in &members {
            if let Some(ticket) = self.group.set_awaiting_join(member, None) {
                let with_members = self.group.is_leader(member);
                self.answer_joined(ticket, member, with_members);
            }
            if let Some(member) = self.group.members.get_mut(member) {
                member.is_new = false;
            }
            self.restart_session(member);
            self.group.pending_syncs.insert(member.clone());
        }
        self.wait_for_syncs();
    }

    pub(crate) fn on_timer(&mut self, at: Instant, timer: Timer) {
        match timer {
            Timer::Session(_, member) => self.on_session_timer(at, &member),
            Timer::Join(_) => {
                if self.group.join_wait.is_some_and(|wait| wait.until == at) {
                    self.on_join_wait_over();
                }
            }
            Timer::Sync(_) => {
                if self.group.sync_deadline == Some(at) {
                    self.on_sync_wait_over();
                }
            }
        }
    }

    fn on_join_wait_over(&mut self) {
        let initial = self.group.join_wait.take().and_then(|wait| wait.initial);
        let Some(InitialWait { slice, remaining }) = initial else {
            return self.complete_join();
        };
        if self.group.new_member_added && !remaining.is_zero() {
            self.group.new_member_added = false;
            let next = self.settings.initial_rebalance_delay.min(remaining);
            let remaining = remaining.saturating_sub(slice);
            self.wait_for_joins(
                next,
                Some(InitialWait {
                    slice: next,
                    remaining,
                }),
            );
        } else {
            self.complete_join();
        }
    }

    /// Who has not asked for its assignment in time is out.
    fn on_sync_wait_over(&mut self) {
        self.group.sync_deadline = None;
        let completing = matches!(
            self.group.state,
            GroupState::CompletingRebalance | GroupState::Stable
        );
        let late: Vec<MemberId> = self.group.pending_syncs.iter().cloned().collect();
        if !completing || late.is_empty() {
            return;
        }
        for member in &late {
            self.remove_member(member, GroupError::UnknownMember);
        }
        self.prepare_rebalance();
    }

    fn on_session_timer(&mut self, at: Instant, id: &MemberId) {
        if self.group.pending_joins.get(id) == Some(&at) {
            self.group.remove(id);
            return self.complete_join_phase_if_all_joined();
        }
        let Some(member) = self.group.members.get_mut(id) else {
            return;
        };
        if member.session.queued != at {
            return;
        }
        if member.session.deadline > at {
            let deadline = member.session.deadline;
            member.session.queued = deadline;
            self.timers
                .add(deadline, Timer::Session(self.group.id.clone(), id.clone()));
        } else if member.is_alive_by_waiting() {
            // What it waits for restarts its session; until then, no entry looks at it.
            member.session.queued = Instant::NEVER;
        } else {
            self.remove_member(id, GroupError::UnknownMember);
            self.after_removal();
        }
    }

    /// Members are gone: the others rebalance, or need not wait any longer.
    pub(crate) fn after_removal(&mut self) {
        match self.group.state {
            GroupState::Stable | GroupState::CompletingRebalance => self.prepare_rebalance(),
            GroupState::PreparingRebalance => self.complete_join_phase_if_all_joined(),
            GroupState::Empty | GroupState::Dead => {}
        }
    }

    /// Starts a member's session with its own time-out.
    pub(crate) fn restart_session(&mut self, id: &MemberId) {
        if let Some(timeout) = self
            .group
            .members
            .get(id)
            .map(|member| member.session_timeout())
        {
            self.extend_session(id, timeout);
        }
    }

    pub(crate) fn extend_session(&mut self, id: &MemberId, timeout: Duration) {
        let Some(member) = self.group.members.get_mut(id) else {
            return;
        };
        let deadline = self.now.instant + timeout;
        member.session.deadline = deadline;
        if deadline < member.session.queued {
            member.session.queued = deadline;
            self.timers
                .add(deadline, Timer::Session(self.group.id.clone(), id.clone()));
        }
    }

    /// Answers what a member waits for with an error.
    pub(crate) fn fail_member(&mut self, id: &MemberId, error: GroupError) {
        if let Some(ticket) = self.group.set_awaiting_join(id, None) {
            let member = if error == GroupError::UnknownMember {
                MemberId::default()
            } else {
                id.clone()
            };
            self.out.refuse_join(ticket, member, error);
        }
        if let Some(ticket) = self
            .group
            .members
            .get_mut(id)
            .and_then(|member| member.awaiting_sync.take())
        {
            self.out.answer(ticket, Answer::Sync(Err(error)));
        }
    }

    /// Takes a member out; what it waits for is answered, so that a client that lives joins anew.
    pub(crate) fn remove_member(&mut self, id: &MemberId, error: GroupError) {
        self.fail_member(id, error);
        self.group.remove(id);
    }

    /// Answers everything that anybody waits for with an error.
    pub(crate) fn fail_everybody(&mut self, error: GroupError) {
        let members: Vec<MemberId> = self.group.members.keys().cloned().collect();
        for member in &members {
            self.fail_member(member, error);
        }
    }
}
