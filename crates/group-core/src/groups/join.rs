//! Members join: new, known, promised an id, or static under a new id.

use types::Instant;

use super::Step;
use super::appends::{Replaced, Then};
use crate::member::{Member, Session, distinct_protocols};
use crate::settings::milliseconds;
use crate::timers::Timer;
use crate::{
    Answer, GroupError, GroupRecord, GroupState, InstanceId, Join, JoinRefused, Joined, MemberId,
    Ticket,
};

impl Step<'_> {
    pub(crate) fn propose(&mut self, records: Vec<GroupRecord>, then: Vec<Then>) {
        let deadline = self.now.instant + self.settings.commit_timeout;
        self.appends.propose(records, then, deadline, self.out);
    }

    pub(crate) fn join(&mut self, ticket: Ticket, mut request: Join) {
        request.protocols = distinct_protocols(request.protocols);
        let unknown = request.member.is_empty();
        let refusal = if self.group.state == GroupState::Dead {
            Some(GroupError::NotAvailable)
        } else if !self
            .group
            .has_room(&request.member, self.settings.members_max)
        {
            let member = std::mem::take(&mut request.member);
            self.remove_member(&member, GroupError::UnknownMember);
            Some(GroupError::GroupFull {
                members_max: self.settings.members_max,
            })
        } else if !self
            .group
            .accepts_protocols(&request.protocol_type, &request.protocols)
        {
            Some(GroupError::InconsistentProtocol)
        } else {
            None
        };
        if let Some(error) = refusal {
            self.out.refuse_join(ticket, request.member, error);
            if matches!(error, GroupError::GroupFull { .. }) {
                self.complete_join_phase_if_all_joined();
            }
        } else if unknown {
            self.join_without_id(ticket, request);
        } else if self.group.pending_joins.contains_key(&request.member) {
            self.join_promised(ticket, request);
        } else {
            match self
                .group
                .check_member(&request.member, request.instance.as_ref())
            {
                Ok(()) => self.join_again(ticket, request),
                Err(error) => self.out.refuse_join(ticket, request.member, error),
            }
        }
    }

    fn join_without_id(&mut self, ticket: Ticket, request: Join) {
        let member = MemberId::generate(
            &request.client_id,
            request.instance.as_ref(),
            request.random,
        );
        let known = request.instance.as_ref().and_then(|instance| {
            let old = self.group.static_members.get(instance)?;
            Some((instance.clone(), old.clone()))
        });
        if let Some((instance, old)) = known {
            self.replace_static(ticket, request, &instance, &old, member);
        } else if request.instance.is_none() && request.requires_known_member_id {
            let deadline = self.now.instant + milliseconds(request.session_timeout_ms);
            self.group.pending_joins.insert(member.clone(), deadline);
            self.timers.add(
                deadline,
                Timer::Session(self.group.id.clone(), member.clone()),
            );
            self.out
                .refuse_join(ticket, member, GroupError::MemberIdRequired);
        } else {
            self.add_member(ticket, request, member);
        }
    }

    /// One that was promised its id comes with it. Only dynamic members are, so one that now claims to be static is not it.
    fn join_promised(&mut self, ticket: Ticket, request: Join) {
        if request.instance.is_some() {
            self.out
                .refuse_join(ticket, request.member, GroupError::UnknownMember);
        } else {
            let member = request.member.clone();
            self.add_member(ticket, request, member);
        }
    }

    fn add_member(&mut self, ticket: Ticket, request: Join, id: MemberId) {
        if self.group.state == GroupState::PreparingRebalance && self.group.is_initial_rebalance {
            self.group.new_member_added = true;
        }
        if self.group.members.is_empty() {
            self.group.protocol_type = Some(request.protocol_type);
        }
        self.group.insert(Member {
            id: id.clone(),
            instance: request.instance,
            client_id: request.client_id,
            client_host: request.client_host,
            rebalance_timeout_ms: request.rebalance_timeout_ms,
            session_timeout_ms: request.session_timeout_ms,
            protocols: request.protocols,
            assignment: bytes::Bytes::new(),
            is_new: true,
            awaiting_join: None,
            awaiting_sync: None,
            session: Session {
                deadline: Instant::NEVER,
                queued: Instant::NEVER,
            },
        });
        self.park_join(&id, ticket);
        // It cannot send heartbeats before it knows its id, and its client may be gone: the wait must end some time.
        self.extend_session(&id, self.settings.new_member_join_timeout);
        self.rebalance_or_complete_join();
    }

    fn join_again(&mut self, ticket: Ticket, request: Join) {
        let Some(member) = self.group.members.get(&request.member) else {
            return;
        };
        let unchanged = member.protocols == request.protocols;
        let is_leader = self.group.is_leader(&request.member);
        match self.group.state {
            GroupState::PreparingRebalance => self.update_member(ticket, request),
            // The answer to its first join may be lost: it gets the same again.
            GroupState::CompletingRebalance if unchanged => {
                self.answer_joined(ticket, &request.member, is_leader)
            }
            // A leader may join to have topics that have changed assigned anew.
            GroupState::Stable if unchanged && !is_leader => {
                self.answer_joined(ticket, &request.member, false)
            }
            GroupState::CompletingRebalance | GroupState::Stable => {
                self.update_member(ticket, request)
            }
            GroupState::Empty | GroupState::Dead => {
                self.out
                    .refuse_join(ticket, request.member, GroupError::UnknownMember);
            }
        }
    }

    fn update_member(&mut self, ticket: Ticket, request: Join) {
        let id = request.member;
        self.group.update(
            &id,
            request.protocols,
            request.rebalance_timeout_ms,
            request.session_timeout_ms,
        );
        self.park_join(&id, ticket);
        self.rebalance_or_complete_join();
    }

    fn park_join(&mut self, member: &MemberId, ticket: Ticket) {
        if let Some(displaced) = self.group.set_awaiting_join(member, Some(ticket)) {
            // Its client has asked again and does not listen any more.
            self.out
                .refuse_join(displaced, member.clone(), GroupError::RebalanceInProgress);
        }
    }

    /// Answers a join with the generation as it is.
    pub(crate) fn answer_joined(&mut self, ticket: Ticket, member: &MemberId, with_members: bool) {
        let joined = Joined {
            generation: self.group.generation,
            protocol_type: self.group.protocol_type.clone(),
            protocol: self.group.protocol.clone(),
            leader: self.group.leader.clone().unwrap_or_default(),
            skip_assignment: false,
            member: member.clone(),
            members: if with_members {
                self.group.joined_members()
            } else {
                Vec::new()
            },
        };
        self.out.answer(ticket, Answer::Join(Ok(joined)));
    }

    /// A static member has started again: it takes its old place under a new id. While the group is stable and the choice of
    /// protocol stays, nobody else notices.
    fn replace_static(
        &mut self,
        ticket: Ticket,
        request: Join,
        instance: &InstanceId,
        old: &MemberId,
        new: MemberId,
    ) {
        let leader = self.group.leader.clone();
        self.fail_member(old, GroupError::FencedInstance);
        self.group.rename_static(instance, old, &new);
        self.restart_session(&new);
        self.group.update(
            &new,
            request.protocols,
            request.rebalance_timeout_ms,
            request.session_timeout_ms,
        );
        self.park_join(&new, ticket);
        match self.group.state {
            GroupState::Stable if self.group.select_protocol() == self.group.protocol => {
                let record = self.group.record(|member| member.assignment.clone());
                let replaced = Replaced {
                    group: self.group.id.clone(),
                    instance: instance.clone(),
                    old: old.clone(),
                    new,
                    ticket,
                    leader,
                    supports_skipping_assignment: request.supports_skipping_assignment,
                };
                self.propose(vec![record], vec![Then::Replaced(replaced)]);
            }
            GroupState::Stable => self.rebalance_or_complete_join(),
            // The old id may be with the leader already, and then the new one would get nothing.
            GroupState::CompletingRebalance => self.prepare_rebalance(),
            GroupState::PreparingRebalance => self.complete_join_phase_if_all_joined(),
            GroupState::Empty | GroupState::Dead => {
                unreachable!("group {}: a static member in an empty group", self.group.id)
            }
        }
    }

    /// The new id of a static member is committed. When a rebalance has begun meanwhile, its join stays parked for that.
    pub(crate) fn replaced(&mut self, replaced: &Replaced) {
        let waiting = self
            .group
            .members
            .get(&replaced.new)
            .and_then(|member| member.awaiting_join);
        if self.group.state != GroupState::Stable || waiting != Some(replaced.ticket) {
            return;
        }
        self.group.set_awaiting_join(&replaced.new, None);
        self.restart_session(&replaced.new);
        let is_leader = self.group.is_leader(&replaced.new);
        let skip = replaced.supports_skipping_assignment && is_leader;
        // An older client that found itself leader would assign: it is told who led before.
        let leader = if replaced.supports_skipping_assignment {
            self.group.leader.clone()
        } else {
            replaced.leader.clone()
        };
        let joined = Joined {
            generation: self.group.generation,
            protocol_type: self.group.protocol_type.clone(),
            protocol: self.group.protocol.clone(),
            leader: leader.unwrap_or_default(),
            skip_assignment: skip,
            member: replaced.new.clone(),
            members: if skip {
                self.group.joined_members()
            } else {
                Vec::new()
            },
        };
        self.out.answer(replaced.ticket, Answer::Join(Ok(joined)));
    }

    /// The new id of a static member could not be committed: the old one stands.
    pub(crate) fn not_replaced(&mut self, replaced: &Replaced, error: GroupError) {
        let waiting = self
            .group
            .members
            .get(&replaced.new)
            .and_then(|member| member.awaiting_join);
        if waiting != Some(replaced.ticket) {
            return;
        }
        self.group.set_awaiting_join(&replaced.new, None);
        let refused = JoinRefused {
            member: MemberId::default(),
            error,
        };
        self.out.answer(replaced.ticket, Answer::Join(Err(refused)));
        self.group
            .rename_static(&replaced.instance, &replaced.new, &replaced.old);
        self.restart_session(&replaced.old);
    }
}
