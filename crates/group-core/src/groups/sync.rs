//! Members ask for their assignment, say that they live, and leave.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Step;
use super::appends::Then;
use crate::{
    Answer, Generation, GroupError, GroupState, Heartbeat, Leave, LeaveOutcome, LeavingMember,
    MemberId, Sync, SyncedMember, Ticket,
};

impl Step<'_> {
    pub(crate) fn sync(&mut self, ticket: Ticket, request: Sync) {
        if let Err(error) = self.check_sync(&request) {
            return self.out.answer(ticket, Answer::Sync(Err(error)));
        }
        match self.group.state {
            GroupState::CompletingRebalance => {
                self.note_sync(&request.member);
                let member = self.group.members.get_mut(&request.member);
                if let Some(displaced) =
                    member.and_then(|member| member.awaiting_sync.replace(ticket))
                {
                    self.out.answer(
                        displaced,
                        Answer::Sync(Err(GroupError::RebalanceInProgress)),
                    );
                }
                if self.group.is_leader(&request.member) {
                    self.assign(request.assignments);
                }
            }
            GroupState::Stable => {
                self.note_sync(&request.member);
                self.answer_synced(ticket, &request.member);
            }
            GroupState::PreparingRebalance | GroupState::Empty | GroupState::Dead => {
                self.out
                    .answer(ticket, Answer::Sync(Err(GroupError::RebalanceInProgress)));
            }
        }
    }

    fn check_sync(&self, request: &Sync) -> Result<(), GroupError> {
        let group = &self.group;
        group.check_member(&request.member, request.instance.as_ref())?;
        if request.generation != group.generation {
            return Err(GroupError::IllegalGeneration);
        }
        let differs =
            |said: &Option<_>, is: &Option<_>| said.is_some() && is.is_some() && said != is;
        if differs(&request.protocol_type, &group.protocol_type)
            || differs(&request.protocol, &group.protocol)
        {
            return Err(GroupError::InconsistentProtocol);
        }
        Ok(())
    }

    fn note_sync(&mut self, member: &MemberId) {
        self.group.pending_syncs.remove(member);
        if self.group.pending_syncs.is_empty() {
            self.cancel_sync_wait();
        }
    }

    /// The leader has assigned: that is written down before anybody is told.
    fn assign(&mut self, assignments: Vec<(MemberId, Bytes)>) {
        let mut given: BTreeMap<MemberId, Bytes> = assignments.into_iter().collect();
        given.retain(|member, _| self.group.members.contains_key(member));
        let record = self
            .group
            .record(|member| given.get(&member.id).cloned().unwrap_or_default());
        let generation = self.group.generation;
        let then = Then::Assigned {
            group: self.group.id.clone(),
            generation,
            assignments: given,
        };
        self.propose(vec![record], vec![then]);
    }

    /// The assignment of a generation is committed. When the next rebalance has begun meanwhile, it is void.
    pub(crate) fn assigned(
        &mut self,
        generation: Generation,
        assignments: &BTreeMap<MemberId, Bytes>,
    ) {
        if self.group.state != GroupState::CompletingRebalance
            || self.group.generation != generation
        {
            return;
        }
        self.group.enter(GroupState::Stable, self.now.wall);
        for member in self.group.members.values_mut() {
            member.assignment = assignments.get(&member.id).cloned().unwrap_or_default();
        }
        let members: Vec<MemberId> = self.group.members.keys().cloned().collect();
        for member in &members {
            let waiting = self
                .group
                .members
                .get_mut(member)
                .and_then(|member| member.awaiting_sync.take());
            if let Some(ticket) = waiting {
                self.answer_synced(ticket, member);
                self.restart_session(member);
            }
        }
    }

    /// The assignment of a generation could not be committed: the members must try again.
    pub(crate) fn not_assigned(&mut self, generation: Generation, error: GroupError) {
        if self.group.state == GroupState::CompletingRebalance
            && self.group.generation == generation
        {
            self.fail_assignments(error);
            self.prepare_rebalance();
        }
    }

    /// Sends away all who wait for an assignment of this generation.
    pub(crate) fn fail_assignments(&mut self, error: GroupError) {
        assert_eq!(
            self.group.state,
            GroupState::CompletingRebalance,
            "assignments are awaited in that state only"
        );
        let members: Vec<MemberId> = self.group.members.keys().cloned().collect();
        for id in &members {
            let Some(member) = self.group.members.get_mut(id) else {
                continue;
            };
            member.assignment = Bytes::new();
            if let Some(ticket) = member.awaiting_sync.take() {
                self.out.answer(ticket, Answer::Sync(Err(error)));
                self.restart_session(id);
            }
        }
    }

    fn answer_synced(&mut self, ticket: Ticket, member: &MemberId) {
        let assignment = self
            .group
            .members
            .get(member)
            .map(|member| member.assignment.clone())
            .unwrap_or_default();
        let synced = SyncedMember {
            protocol_type: self.group.protocol_type.clone(),
            protocol: self.group.protocol.clone(),
            assignment,
        };
        self.out.answer(ticket, Answer::Sync(Ok(synced)));
    }

    pub(crate) fn heartbeat(&mut self, request: &Heartbeat) -> Result<(), GroupError> {
        self.group
            .check_member(&request.member, request.instance.as_ref())?;
        if request.generation != self.group.generation {
            return Err(GroupError::IllegalGeneration);
        }
        self.restart_session(&request.member);
        match self.group.state {
            GroupState::PreparingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::CompletingRebalance | GroupState::Stable => Ok(()),
            GroupState::Empty | GroupState::Dead => Err(GroupError::UnknownMember),
        }
    }

    pub(crate) fn leave(&mut self, request: &Leave) -> Vec<LeaveOutcome> {
        let outcomes = request.members.iter().map(|leaving| LeaveOutcome {
            member: leaving.member.clone(),
            instance: leaving.instance.clone(),
            error: self.leave_one(leaving).err(),
        });
        let outcomes: Vec<LeaveOutcome> = outcomes.collect();
        if outcomes.iter().any(|outcome| outcome.error.is_none()) {
            self.after_removal();
        }
        outcomes
    }

    fn leave_one(&mut self, leaving: &LeavingMember) -> Result<(), GroupError> {
        let id = if leaving.member.is_empty() {
            let instance = leaving.instance.as_ref();
            let current = instance.and_then(|instance| self.group.static_members.get(instance));
            current.cloned().ok_or(GroupError::UnknownMember)?
        } else {
            if !self.group.pending_joins.contains_key(&leaving.member) {
                self.group
                    .check_member(&leaving.member, leaving.instance.as_ref())?;
            }
            leaving.member.clone()
        };
        self.remove_member(&id, GroupError::UnknownMember);
        Ok(())
    }
}

/// The outcome of leaving a group that does not exist.
pub(crate) fn nobody_left(request: &Leave) -> Vec<LeaveOutcome> {
    let outcomes = request.members.iter().map(|leaving| LeaveOutcome {
        member: leaving.member.clone(),
        instance: leaving.instance.clone(),
        error: Some(GroupError::UnknownMember),
    });
    outcomes.collect()
}
