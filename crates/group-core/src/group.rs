//! One classic group: its members, its state, and the rules that need nothing but these.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use types::{Instant, Timestamp, TopicName};

use crate::member::{Member, Session};
use crate::subscription::{CONSUMER_PROTOCOL_TYPE, subscribed_topics};
use crate::{
    Generation, GroupError, GroupId, GroupMetadata, GroupRecord, InstanceId, JoinProtocol,
    JoinedMember, MemberId, Ticket,
};

/// Where a group is in its life.
///
/// | from | to | when |
/// |---|---|---|
/// | Empty | PreparingRebalance | the first member joins |
/// | PreparingRebalance | CompletingRebalance | all known members have joined, or the time is up |
/// | PreparingRebalance | Empty | nobody is left |
/// | CompletingRebalance | Stable | the leader's assignment is committed |
/// | CompletingRebalance, Stable | PreparingRebalance | a member comes, goes or changes what it says |
/// | Empty | Dead | its tombstone is appended; it is gone when that is committed |
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GroupState {
    /// No members; perhaps offsets.
    Empty,
    /// Members join the next generation.
    PreparingRebalance,
    /// The members are known; the leader assigns.
    CompletingRebalance,
    /// Every member has, or can have, its assignment.
    Stable,
    /// About to be removed.
    Dead,
}

impl GroupState {
    /// Kafka's name for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::PreparingRebalance => "PreparingRebalance",
            Self::CompletingRebalance => "CompletingRebalance",
            Self::Stable => "Stable",
            Self::Dead => "Dead",
        }
    }
}

/// The wait for members to join.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JoinWait {
    pub(crate) until: Instant,
    /// For the first rebalance of an empty group: how long this wait is, and what it may still be extended by.
    pub(crate) initial: Option<InitialWait>,
}

/// How the first rebalance waits for more members: in slices, as long as each brought one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InitialWait {
    pub(crate) slice: Duration,
    pub(crate) remaining: Duration,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: GroupId,
    pub(crate) state: GroupState,
    /// Whether the rebalance under way is the first of an empty group.
    pub(crate) is_initial_rebalance: bool,
    /// When the group came into its state; none when the log does not say.
    pub(crate) state_since: Option<Timestamp>,
    pub(crate) protocol_type: Option<Arc<str>>,
    pub(crate) protocol: Option<Arc<str>>,
    pub(crate) generation: Generation,
    pub(crate) leader: Option<MemberId>,
    pub(crate) members: BTreeMap<MemberId, Member>,
    pub(crate) static_members: BTreeMap<InstanceId, MemberId>,
    /// Those who were promised an id and have not come back with it, and when they are forgotten.
    pub(crate) pending_joins: BTreeMap<MemberId, Instant>,
    /// Those who have joined the generation and not asked for their assignment.
    pub(crate) pending_syncs: BTreeSet<MemberId>,
    /// The topics that consumers subscribe to; none when the group is not of consumers, or what they say cannot be read.
    pub(crate) subscribed: Option<BTreeSet<TopicName>>,
    /// Whether somebody came while the first rebalance waited.
    pub(crate) new_member_added: bool,
    pub(crate) join_wait: Option<JoinWait>,
    pub(crate) sync_deadline: Option<Instant>,
    /// Whether a committed record says that the group exists; until then it is not shown.
    pub(crate) is_durable: bool,
    awaiting_join_count: usize,
    /// How many members understand each protocol.
    supported: BTreeMap<Arc<str>, usize>,
}

impl Group {
    pub(crate) fn new(id: GroupId, now: Option<Timestamp>) -> Self {
        Self {
            id,
            state: GroupState::Empty,
            is_initial_rebalance: false,
            state_since: now,
            protocol_type: None,
            protocol: None,
            generation: Generation(0),
            leader: None,
            members: BTreeMap::new(),
            static_members: BTreeMap::new(),
            pending_joins: BTreeMap::new(),
            pending_syncs: BTreeSet::new(),
            subscribed: None,
            new_member_added: false,
            join_wait: None,
            sync_deadline: None,
            is_durable: false,
            awaiting_join_count: 0,
            supported: BTreeMap::new(),
        }
    }

    /// The group that a record tells of: stable with its members, whose sessions are still to be started.
    pub(crate) fn from_record(id: GroupId, value: GroupMetadata) -> Self {
        let mut group = Self::new(id, None);
        let protocol = value.protocol.clone().unwrap_or_default();
        for member in value.members {
            let rebalance_timeout_ms = if member.rebalance_timeout_ms < 0 {
                member.session_timeout_ms
            } else {
                member.rebalance_timeout_ms
            };
            group.insert(Member {
                id: member.member,
                instance: member.instance,
                client_id: member.client_id,
                client_host: member.client_host,
                rebalance_timeout_ms,
                session_timeout_ms: member.session_timeout_ms,
                protocols: vec![JoinProtocol {
                    name: protocol.clone(),
                    metadata: member.subscription,
                }],
                assignment: member.assignment,
                is_new: false,
                awaiting_join: None,
                awaiting_sync: None,
                session: Session {
                    deadline: Instant::NEVER,
                    queued: Instant::NEVER,
                },
            });
        }
        group.state = if group.members.is_empty() {
            GroupState::Empty
        } else {
            GroupState::Stable
        };
        group.state_since = (value.current_state_timestamp != Timestamp::NONE)
            .then_some(value.current_state_timestamp);
        group.protocol_type = (!value.protocol_type.is_empty()).then_some(value.protocol_type);
        group.protocol = value.protocol;
        group.generation = value.generation;
        // A leader that is not among the members could never assign.
        let leader = value
            .leader
            .filter(|leader| group.members.contains_key(leader));
        group.leader = leader.or_else(|| group.members.keys().next().cloned());
        group.subscribed = group.read_subscriptions();
        group.is_durable = true;
        group
    }

    pub(crate) fn enter(&mut self, state: GroupState, now: Timestamp) {
        let allowed = match state {
            GroupState::Empty | GroupState::CompletingRebalance => {
                self.state == GroupState::PreparingRebalance
            }
            GroupState::PreparingRebalance => self.can_rebalance(),
            GroupState::Stable => self.state == GroupState::CompletingRebalance,
            GroupState::Dead => self.state == GroupState::Empty,
        };
        assert!(
            allowed,
            "group {}: {} cannot follow {}",
            self.id,
            state.name(),
            self.state.name()
        );
        self.state = state;
        self.state_since = Some(now);
    }

    pub(crate) fn can_rebalance(&self) -> bool {
        matches!(
            self.state,
            GroupState::Stable | GroupState::CompletingRebalance | GroupState::Empty
        )
    }

    pub(crate) fn is_leader(&self, member: &MemberId) -> bool {
        self.leader.as_ref() == Some(member)
    }

    pub(crate) fn has_all_joined(&self) -> bool {
        self.members.len() == self.awaiting_join_count && self.pending_joins.is_empty()
    }

    /// Adds a member, without a parked join.
    pub(crate) fn insert(&mut self, member: Member) {
        assert!(
            member.awaiting_join.is_none(),
            "a member is added before its join is parked"
        );
        if let Some(instance) = &member.instance {
            self.static_members
                .insert(instance.clone(), member.id.clone());
        }
        self.count_protocols(&member.protocols, true);
        self.pending_joins.remove(&member.id);
        self.leader.get_or_insert_with(|| member.id.clone());
        let previous = self.members.insert(member.id.clone(), member);
        assert!(
            previous.is_none(),
            "group {}: a member is added once",
            self.id
        );
    }

    /// Takes a member out, or one that was promised an id, with whatever it waits for.
    pub(crate) fn remove(&mut self, id: &MemberId) -> Option<Member> {
        self.pending_joins.remove(id);
        self.pending_syncs.remove(id);
        let member = self.members.remove(id)?;
        self.count_protocols(&member.protocols, false);
        self.awaiting_join_count -= usize::from(member.awaiting_join.is_some());
        if let Some(instance) = &member.instance {
            self.static_members.remove(instance);
        }
        if self.is_leader(id) {
            self.leader = self.members.keys().next().cloned();
        }
        Some(member)
    }

    /// Gives the static member `old` the id `new`. The rest stays: its place, its assignment, its being leader.
    pub(crate) fn rename_static(&mut self, instance: &InstanceId, old: &MemberId, new: &MemberId) {
        let Some(mut member) = self.members.remove(old) else {
            return;
        };
        assert_eq!(
            member.instance.as_ref(),
            Some(instance),
            "group {}: only its own instance renames a member",
            self.id
        );
        member.id = new.clone();
        // The entry of the timers names the old id.
        member.session = Session {
            deadline: Instant::NEVER,
            queued: Instant::NEVER,
        };
        self.members.insert(new.clone(), member);
        self.static_members.insert(instance.clone(), new.clone());
        if self.is_leader(old) {
            self.leader = Some(new.clone());
        }
        if self.pending_syncs.remove(old) {
            self.pending_syncs.insert(new.clone());
        }
    }

    /// Takes in what a member says when it joins again.
    pub(crate) fn update(
        &mut self,
        id: &MemberId,
        protocols: Vec<JoinProtocol>,
        rebalance_ms: i32,
        session_ms: i32,
    ) {
        let Some(member) = self.members.get_mut(id) else {
            return;
        };
        let old = std::mem::replace(&mut member.protocols, protocols.clone());
        member.rebalance_timeout_ms = rebalance_ms;
        member.session_timeout_ms = session_ms;
        self.count_protocols(&old, false);
        self.count_protocols(&protocols, true);
    }

    /// Parks a member's join, or takes it out; returns the one that was there.
    pub(crate) fn set_awaiting_join(
        &mut self,
        id: &MemberId,
        ticket: Option<Ticket>,
    ) -> Option<Ticket> {
        let member = self.members.get_mut(id)?;
        let previous = std::mem::replace(&mut member.awaiting_join, ticket);
        self.awaiting_join_count -= usize::from(previous.is_some());
        self.awaiting_join_count += usize::from(ticket.is_some());
        previous
    }

    fn count_protocols(&mut self, protocols: &[JoinProtocol], added: bool) {
        for protocol in protocols {
            if added {
                *self.supported.entry(protocol.name.clone()).or_default() += 1;
            } else if let Some(count) = self.supported.get_mut(&protocol.name) {
                *count -= 1;
                if *count == 0 {
                    self.supported.remove(&protocol.name);
                }
            }
        }
    }

    /// Whether one who is this and understands these may be a member.
    pub(crate) fn accepts_protocols(
        &self,
        protocol_type: &str,
        protocols: &[JoinProtocol],
    ) -> bool {
        if self.state == GroupState::Empty {
            return !protocol_type.is_empty() && !protocols.is_empty();
        }
        let all = |protocol: &JoinProtocol| {
            self.supported
                .get(&protocol.name)
                .copied()
                .unwrap_or_default()
                == self.members.len()
        };
        self.protocol_type.as_deref() == Some(protocol_type) && protocols.iter().any(all)
    }

    /// Whether a member of this id may take part in the coming generation, by the limit on members.
    pub(crate) fn has_room(&self, member: &MemberId, members_max: usize) -> bool {
        let known = self.members.get(member);
        match self.state {
            GroupState::Empty | GroupState::Dead => true,
            // Counting those who wait sends the last to rejoin away when the limit has become smaller.
            GroupState::PreparingRebalance => {
                known.is_some_and(|member| member.awaiting_join.is_some())
                    || self.awaiting_join_count < members_max
            }
            GroupState::CompletingRebalance | GroupState::Stable => {
                known.is_some() || self.members.len() < members_max
            }
        }
    }

    /// The protocol that most members like best among those that all understand.
    pub(crate) fn select_protocol(&self) -> Option<Arc<str>> {
        let common = self
            .supported
            .iter()
            .filter(|(_, count)| **count == self.members.len());
        let candidates: BTreeSet<&Arc<str>> = common.map(|(name, _)| name).collect();
        let mut votes: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
        for choice in self
            .members
            .values()
            .filter_map(|member| member.vote(&candidates))
        {
            *votes.entry(choice).or_default() += 1;
        }
        // On a tie, the first by name.
        votes
            .iter()
            .max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)))
            .map(|(name, _)| Arc::clone(name))
    }

    /// Sees to it that the leader is one who has joined. False: nobody has.
    pub(crate) fn elect_joined_leader(&mut self) -> bool {
        let Some(leader) = &self.leader else {
            return false;
        };
        if self
            .members
            .get(leader)
            .is_some_and(|member| member.awaiting_join.is_some())
        {
            return true;
        }
        let joined = self
            .members
            .values()
            .find(|member| member.awaiting_join.is_some());
        let Some(joined) = joined else { return false };
        self.leader = Some(joined.id.clone());
        true
    }

    /// Starts the next generation, with those who are in.
    pub(crate) fn start_generation(&mut self, now: Timestamp) {
        self.generation = self.generation.next();
        self.pending_syncs.clear();
        if self.members.is_empty() {
            self.protocol = None;
            self.enter(GroupState::Empty, now);
        } else {
            self.protocol = self.select_protocol();
            assert!(
                self.protocol.is_some(),
                "group {}: members without a protocol in common",
                self.id
            );
            self.enter(GroupState::CompletingRebalance, now);
        }
        self.subscribed = self.read_subscriptions();
    }

    fn read_subscriptions(&self) -> Option<BTreeSet<TopicName>> {
        if !self.is_of_consumers() {
            return None;
        }
        let mut topics = BTreeSet::new();
        if !self.members.is_empty() {
            let protocol = self.protocol.as_deref()?;
            for member in self.members.values() {
                topics.append(&mut subscribed_topics(&member.metadata(protocol))?);
            }
        }
        Some(topics)
    }

    pub(crate) fn is_of_consumers(&self) -> bool {
        self.protocol_type.as_deref() == Some(CONSUMER_PROTOCOL_TYPE)
    }

    /// Whether a member may be reading the topic. Of consumers whose subscription cannot be read, all are.
    pub(crate) fn is_subscribed(&self, topic: &TopicName) -> bool {
        self.subscribed
            .as_ref()
            .map_or_else(|| self.is_of_consumers(), |topics| topics.contains(topic))
    }

    /// Checks that one who claims to be a member is.
    pub(crate) fn check_member(
        &self,
        id: &MemberId,
        instance: Option<&InstanceId>,
    ) -> Result<(), GroupError> {
        if let Some(instance) = instance {
            match self.static_members.get(instance) {
                None => return Err(GroupError::UnknownMember),
                Some(current) if current != id => return Err(GroupError::FencedInstance),
                Some(_) => {}
            }
        }
        if self.members.contains_key(id) {
            Ok(())
        } else {
            Err(GroupError::UnknownMember)
        }
    }

    /// Everybody, as the leader is told.
    pub(crate) fn joined_members(&self) -> Vec<JoinedMember> {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        self.members
            .values()
            .map(|member| member.as_joined(protocol))
            .collect()
    }

    /// The longest time that a member needs to rejoin.
    pub(crate) fn rebalance_timeout(&self) -> Duration {
        self.members
            .values()
            .map(Member::rebalance_timeout)
            .max()
            .unwrap_or_default()
    }

    /// The record of the present generation, where a member's assignment is what `assignment` says.
    pub(crate) fn record(&self, assignment: impl Fn(&Member) -> Bytes) -> GroupRecord {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        let members = self
            .members
            .values()
            .map(|member| member.as_metadata(protocol, assignment(member)));
        GroupRecord::Group {
            group: self.id.clone(),
            value: Some(GroupMetadata {
                protocol_type: self.protocol_type.clone().unwrap_or_default(),
                generation: self.generation,
                protocol: self.protocol.clone(),
                leader: self.leader.clone(),
                current_state_timestamp: self.state_since.unwrap_or(Timestamp::NONE),
                members: members.collect(),
            }),
        }
    }

    /// The record that says no more than that the group exists.
    pub(crate) fn empty_record(&self) -> GroupRecord {
        GroupRecord::Group {
            group: self.id.clone(),
            value: Some(GroupMetadata {
                protocol_type: "".into(),
                generation: Generation(0),
                protocol: None,
                leader: None,
                current_state_timestamp: self.state_since.unwrap_or(Timestamp::NONE),
                members: Vec::new(),
            }),
        }
    }
}
