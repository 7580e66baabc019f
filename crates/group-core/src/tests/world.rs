//! A coordinator with a log in memory: what tests talk to.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use types::{Instant, LeaderEpoch, Now, Offset, PartitionIndex, Timestamp, TopicName, Uuid};

use crate::*;

pub(super) const GROUP: &str = "readers";

/// A coordinator, its log, and all answers so far.
pub(super) struct World {
    pub(super) groups: Groups,
    pub(super) settings: GroupSettings,
    pub(super) now: Now,
    /// Every record appended.
    pub(super) log: Vec<GroupRecord>,
    /// How much of the log is committed.
    pub(super) high_watermark: usize,
    /// Whether everything is committed as soon as it is appended.
    pub(super) commits_at_once: bool,
    /// Why the log takes nothing, when it does not.
    pub(super) refuses: Option<GroupError>,
    pub(super) answers: BTreeMap<Ticket, Answer>,
    /// The generations that members were told of, in order.
    pub(super) generations: Vec<Generation>,
    next_ticket: u64,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(GroupSettings::default())
    }

    pub(super) fn with(settings: GroupSettings) -> Self {
        let mut world = Self {
            groups: Groups::new(settings.clone()),
            settings,
            now: Now {
                instant: Instant(1_000_000_000),
                wall: Timestamp(1_700_000_000_000),
            },
            log: Vec::new(),
            high_watermark: 0,
            commits_at_once: true,
            refuses: None,
            answers: BTreeMap::new(),
            generations: Vec::new(),
            next_ticket: 0,
        };
        world.run(|groups, now, out| groups.loaded(now, out));
        world
    }

    /// Calls the core and does what it asks for.
    pub(super) fn run(&mut self, call: impl FnOnce(&mut Groups, Now, &mut Effects)) {
        let mut out = Effects::default();
        call(&mut self.groups, self.now, &mut out);
        self.carry_out(out);
        if self.commits_at_once {
            self.commit_all();
        }
    }

    fn carry_out(&mut self, mut out: Effects) {
        while !out.appends.is_empty() {
            for append in std::mem::take(&mut out.appends) {
                match self.refuses {
                    Some(error) => self.groups.refused(self.now, append.id, error, &mut out),
                    None => {
                        self.groups.appended(
                            append.id,
                            Offset(i64::try_from(self.log.len()).expect("short")),
                        );
                        self.log.extend(append.records.iter().cloned());
                    }
                }
            }
        }
        for (ticket, answer) in out.answers {
            if let Answer::Join(Ok(joined)) = &answer {
                self.generations.push(joined.generation);
            }
            let previous = self.answers.insert(ticket, answer);
            assert!(previous.is_none(), "{ticket:?} is answered twice");
        }
    }

    pub(super) fn commit_all(&mut self) {
        self.commit_to(self.log.len());
    }

    pub(super) fn commit_to(&mut self, end: usize) {
        self.high_watermark = end;
        let mut out = Effects::default();
        self.groups.committed(
            self.now,
            Offset(i64::try_from(end).expect("short")),
            &mut out,
        );
        self.carry_out(out);
        if self.commits_at_once && self.high_watermark < self.log.len() {
            self.commit_all();
        }
    }

    /// Lets time pass, stopping at every deadline on the way.
    pub(super) fn pass(&mut self, time: Duration) {
        let end = self.now.instant + time;
        loop {
            let next = self.groups.next_deadline().min(end).max(self.now.instant);
            let step = next.since(self.now.instant);
            self.now.instant = next;
            self.now.wall.0 += i64::try_from(step.as_millis()).expect("short");
            if self.groups.next_deadline() > next {
                break;
            }
            self.run(|groups, now, out| groups.tick(now, out));
        }
    }

    pub(super) fn seconds(&mut self, seconds: u64) {
        self.pass(Duration::from_secs(seconds));
    }

    fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }

    /// Starts again from the committed part of the log, as a new leader does.
    pub(super) fn restart(&mut self) {
        self.log.truncate(self.high_watermark);
        self.groups = Groups::new(self.settings.clone());
        for record in self.log.clone() {
            self.groups.replay(record);
        }
        self.run(|groups, now, out| groups.loaded(now, out));
    }

    pub(super) fn join(&mut self, join: Join) -> Ticket {
        let ticket = self.ticket();
        self.run(|groups, now, out| groups.join(now, ticket, join, out));
        ticket
    }

    pub(super) fn sync(&mut self, member: &Joined, assignments: &[(&MemberId, &str)]) -> Ticket {
        let ticket = self.ticket();
        let assignments = assignments
            .iter()
            .map(|(member, text)| ((*member).clone(), bytes(text)))
            .collect();
        let request = Sync {
            group: GROUP.into(),
            member: member.member.clone(),
            instance: None,
            generation: member.generation,
            protocol_type: member.protocol_type.clone(),
            protocol: member.protocol.clone(),
            assignments,
        };
        self.run(|groups, now, out| groups.sync(now, ticket, request, out));
        ticket
    }

    pub(super) fn heartbeat(
        &mut self,
        member: &MemberId,
        generation: Generation,
    ) -> Result<(), GroupError> {
        let ticket = self.ticket();
        let request = Heartbeat {
            group: GROUP.into(),
            member: member.clone(),
            instance: None,
            generation,
        };
        self.run(|groups, now, out| groups.heartbeat(now, ticket, &request, out));
        match self.answers.get(&ticket) {
            Some(Answer::Heartbeat(outcome)) => *outcome,
            other => panic!("a heartbeat is answered at once, not {other:?}"),
        }
    }

    pub(super) fn leave(&mut self, members: &[(&str, Option<&str>)]) -> Vec<Option<GroupError>> {
        let ticket = self.ticket();
        let one = |(member, instance): &(&str, Option<&str>)| LeavingMember {
            member: (*member).into(),
            instance: instance.map(InstanceId::new),
        };
        let request = Leave {
            group: GROUP.into(),
            members: members.iter().map(one).collect(),
        };
        self.run(|groups, now, out| groups.leave(now, ticket, &request, out));
        match self.answers.get(&ticket) {
            Some(Answer::Leave(Ok(outcomes))) => {
                outcomes.iter().map(|outcome| outcome.error).collect()
            }
            other => panic!("leaving is answered, not {other:?}"),
        }
    }

    pub(super) fn commit(
        &mut self,
        member: &str,
        generation: i32,
        offsets: &[(&str, i32, i64)],
    ) -> Ticket {
        let ticket = self.ticket();
        let request = Commit {
            group: GROUP.into(),
            member: member.into(),
            instance: None,
            generation: Generation(generation),
            retention_ms: None,
            offsets: offsets
                .iter()
                .map(|(topic, partition, offset)| to_commit(topic, *partition, *offset))
                .collect(),
        };
        self.run(|groups, now, out| groups.commit(now, ticket, request, out));
        ticket
    }

    /// The outcome of a commit of one partition; none while it waits.
    pub(super) fn committed(&self, ticket: Ticket) -> Option<Result<(), GroupError>> {
        match self.answers.get(&ticket)? {
            Answer::Commit(Ok(outcomes)) => Some(outcomes[0].error.map_or(Ok(()), Err)),
            Answer::Commit(Err(error)) => Some(Err(*error)),
            other => panic!("{other:?} is no answer to a commit"),
        }
    }

    pub(super) fn fetch(&mut self, topic: &str, partition: i32) -> Option<i64> {
        let ticket = self.fetch_later(topic, partition, false);
        self.fetched(ticket).expect("a fetch is answered at once")
    }

    pub(super) fn fetch_later(
        &mut self,
        topic: &str,
        partition: i32,
        require_stable: bool,
    ) -> Ticket {
        let ticket = self.ticket();
        let topics = vec![TopicToFetch {
            topic: TopicName::trusted(topic),
            topic_id: Uuid::ZERO,
            partitions: vec![PartitionIndex(partition)],
        }];
        let request = FetchOffsets {
            group: GROUP.into(),
            topics: Some(topics),
            require_stable,
        };
        self.run(|groups, _, out| groups.fetch_offsets(ticket, request, out));
        ticket
    }

    pub(super) fn fetched(&self, ticket: Ticket) -> Option<Option<i64>> {
        match self.answers.get(&ticket)? {
            Answer::Fetch(Ok(topics)) => Some(
                topics[0].partitions[0]
                    .value
                    .as_ref()
                    .map(|value| value.offset.0),
            ),
            other => panic!("{other:?} is no offset"),
        }
    }

    pub(super) fn delete_offset(
        &mut self,
        topic: &str,
        partition: i32,
    ) -> Result<Option<GroupError>, GroupError> {
        let ticket = self.ticket();
        let topics = vec![(TopicName::trusted(topic), vec![PartitionIndex(partition)])];
        let request = DeleteOffsets {
            group: GROUP.into(),
            topics,
        };
        self.run(|groups, now, out| groups.delete_offsets(now, ticket, &request, out));
        match self.answers.get(&ticket) {
            Some(Answer::DeleteOffsets(Ok(outcomes))) => Ok(outcomes[0].error),
            Some(Answer::DeleteOffsets(Err(error))) => Err(*error),
            other => panic!("{other:?} is no answer to a deletion"),
        }
    }

    pub(super) fn delete_group(&mut self) -> Ticket {
        let ticket = self.ticket();
        self.run(|groups, now, out| groups.delete_group(now, ticket, &GROUP.into(), out));
        ticket
    }

    pub(super) fn deleted(&self, ticket: Ticket) -> Option<Result<(), GroupError>> {
        match self.answers.get(&ticket)? {
            Answer::DeleteGroup(outcome) => Some(*outcome),
            other => panic!("{other:?} is no answer to a deletion"),
        }
    }

    pub(super) fn state(&self) -> Option<GroupState> {
        self.groups.describe(&GROUP.into()).map(|group| group.state)
    }

    pub(super) fn waits(&self, ticket: Ticket) -> bool {
        !self.answers.contains_key(&ticket)
    }

    #[track_caller]
    pub(super) fn joined(&self, ticket: Ticket) -> Joined {
        match self.answers.get(&ticket) {
            Some(Answer::Join(Ok(joined))) => joined.clone(),
            other => panic!("{ticket:?} has not joined: {other:?}"),
        }
    }

    #[track_caller]
    pub(super) fn refused(&self, ticket: Ticket) -> JoinRefused {
        match self.answers.get(&ticket) {
            Some(Answer::Join(Err(refused))) => refused.clone(),
            other => panic!("{ticket:?} is not refused: {other:?}"),
        }
    }

    #[track_caller]
    pub(super) fn synced(&self, ticket: Ticket) -> Result<String, GroupError> {
        match self.answers.get(&ticket) {
            Some(Answer::Sync(Ok(synced))) => {
                Ok(String::from_utf8_lossy(&synced.assignment).into_owned())
            }
            Some(Answer::Sync(Err(error))) => Err(*error),
            other => panic!("{ticket:?} is not synced: {other:?}"),
        }
    }

    /// A dynamic member asks for an id and comes back with it; its join is parked.
    pub(super) fn come(&mut self, client: &str) -> (MemberId, Ticket) {
        let first = self.join(join(client, ""));
        let refused = self.refused(first);
        assert_eq!(refused.error, GroupError::MemberIdRequired);
        let second = self.join(join(client, refused.member.as_str()));
        (refused.member, second)
    }

    /// Members named by the clients form a stable group, in which each is assigned its own name.
    pub(super) fn stable(&mut self, clients: &[&str]) -> Vec<Joined> {
        let tickets: Vec<_> = clients.iter().map(|client| self.come(client).1).collect();
        self.seconds(7);
        let members: Vec<Joined> = tickets.iter().map(|ticket| self.joined(*ticket)).collect();
        self.assign(&members);
        assert_eq!(self.state(), Some(GroupState::Stable));
        members
    }

    /// All members ask for their assignment, the leader last; each is given its own id.
    pub(super) fn assign(&mut self, members: &[Joined]) {
        let (leader, others): (Vec<_>, Vec<_>) = members
            .iter()
            .partition(|member| member.member == member.leader);
        let waiting: Vec<_> = others
            .iter()
            .map(|member| (self.sync(member, &[]), *member))
            .collect();
        let assignments: Vec<_> = members
            .iter()
            .map(|member| (&member.member, member.member.as_str()))
            .collect();
        let last = self.sync(leader[0], &assignments);
        for (ticket, member) in waiting.into_iter().chain([(last, leader[0])]) {
            assert_eq!(self.synced(ticket), Ok(member.member.as_str().to_owned()));
        }
    }
}

pub(super) fn bytes(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

/// A consumer's metadata that subscribes to topics.
pub(super) fn subscription(topics: &[&str]) -> Bytes {
    let mut bytes = vec![0, 1];
    bytes.extend(u32::try_from(topics.len()).expect("few").to_be_bytes());
    for topic in topics {
        bytes.extend(u16::try_from(topic.len()).expect("short").to_be_bytes());
        bytes.extend(topic.as_bytes());
    }
    bytes.into()
}

/// A consumer of topic `t` that understands `range` and has 10 s of session and 30 s to rejoin.
pub(super) fn join(client: &str, member: &str) -> Join {
    let random = client.bytes().fold(7_u128, |sum, byte| {
        sum.wrapping_mul(0x1_0001).wrapping_add(u128::from(byte))
    });
    Join {
        group: GROUP.into(),
        member: member.into(),
        instance: None,
        client_id: client.into(),
        client_host: "/127.0.0.1".into(),
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 30_000,
        protocol_type: "consumer".into(),
        protocols: vec![JoinProtocol {
            name: "range".into(),
            metadata: subscription(&["t"]),
        }],
        requires_known_member_id: true,
        supports_skipping_assignment: true,
        random: Uuid::from_u128(random),
    }
}

pub(super) fn protocols(names: &[&str]) -> Vec<JoinProtocol> {
    names
        .iter()
        .map(|name| JoinProtocol {
            name: Arc::from(*name),
            metadata: subscription(&["t"]),
        })
        .collect()
}

pub(super) fn to_commit(topic: &str, partition: i32, offset: i64) -> OffsetToCommit {
    OffsetToCommit {
        topic: TopicName::trusted(topic),
        topic_id: Uuid::ZERO,
        partition: PartitionIndex(partition),
        offset: Offset(offset),
        leader_epoch: LeaderEpoch::NONE,
        metadata: "".into(),
    }
}
