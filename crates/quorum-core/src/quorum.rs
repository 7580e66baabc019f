//! One member of the quorum: its state, the transitions between roles, and what may be asked of it.

use std::collections::BTreeMap;
use std::time::Duration;

use types::{BrokerId, Instant, LeaderEpoch, Offset};

use crate::election::Election;
use crate::follower::Follower;
use crate::leader::Leader;
use crate::random::Random;
use crate::{
    Action, ElectionState, Failure, LogFacts, QuorumSettings, Request, RequestTag, Response,
    Standing,
};

/// Candidates stand one after the other, by rank.
pub(crate) const RANK_STAGGER: Duration = Duration::from_millis(50);

/// No epoch above is believed: half of all that there are, so that nobody can use them up by naming the last one.
pub(crate) const EPOCH_MAX: LeaderEpoch = LeaderEpoch(i32::MAX / 2);

/// What a member is at the moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// A voter that knows no leader.
    Unattached,
    /// A voter that follows a leader.
    Follower,
    /// Asking whether it would be elected (KIP-996).
    Prospective,
    /// Asking for votes.
    Candidate,
    /// Leading.
    Leader,
    /// Led, and stepped down; it waits for another.
    Resigned,
    /// Not a voter.
    Observer,
}

/// What was asked of whom, for the answer to make sense.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    Vote,
    BeginEpoch,
    EndEpoch,
    Fetch,
    Snapshot,
}

#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// No leader known; stands for election at the given time.
    Unattached {
        stand_at: Instant,
    },
    Follower(Follower),
    Prospective(Election),
    Candidate(Election),
    Leader(Leader),
    Resigned {
        stand_at: Instant,
    },
}

/// How far a replica of the log is, as its leader sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReplicaProgress {
    /// The replica.
    pub replica: BrokerId,
    /// Where its log ends; `None` before its first fetch from this leader.
    pub log_end_offset: Option<Offset>,
    /// When it fetched last.
    pub last_fetch: Option<Instant>,
    /// When it last had all that the leader had.
    pub last_caught_up: Option<Instant>,
}

/// The quorum as its leader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuorumDescription {
    /// The leader's epoch.
    pub epoch: LeaderEpoch,
    /// The high watermark; `None` before the epoch's first commit.
    pub high_watermark: Option<Offset>,
    /// The voters, by id.
    pub voters: Vec<ReplicaProgress>,
    /// Who else fetched in the last five minutes, by id.
    pub observers: Vec<ReplicaProgress>,
}

/// One member of the quorum.
#[derive(Clone, Debug)]
pub struct Quorum {
    pub(crate) settings: QuorumSettings,
    pub(crate) election: ElectionState,
    pub(crate) standing: Standing,
    pub(crate) role: Role,
    pub(crate) high_watermark: Option<Offset>,
    pub(crate) random: Random,
    /// Elections in a row in which this member was a candidate and nobody won.
    pub(crate) lost_elections: u32,
    /// After a lost pre-vote the next one waits at least until then.
    pub(crate) stand_not_before: Instant,
    next_tag: u64,
    pub(crate) in_flight: BTreeMap<RequestTag, (BrokerId, Asked)>,
    /// For observers that look for the leader: whom to ask next, and when.
    pub(crate) discovery: (usize, Instant),
}

impl Quorum {
    /// A member that comes up with what it stored.
    ///
    /// # Panics
    /// When no voters are configured.
    #[must_use]
    pub fn new(
        settings: QuorumSettings,
        mut election: ElectionState,
        standing: Standing,
        now: Instant,
    ) -> Self {
        assert!(
            !settings.voters.is_empty(),
            "a quorum has at least one voter"
        );
        // It led before it went down: what it had not flushed is gone, so it may not go on as the leader of that epoch. Its
        // vote for itself stays, so that it elects no second one either.
        let led = election.leader == Some(settings.node);
        if led {
            election.leader = None;
            election.voted = Some(settings.node);
        }
        let mut random = Random::new(settings.seed);
        let wait = random.below(RANK_STAGGER / 4);
        let mut quorum = Self {
            role: Role::Unattached { stand_at: now },
            high_watermark: None,
            random,
            lost_elections: 0,
            stand_not_before: now,
            next_tag: 0,
            in_flight: BTreeMap::new(),
            discovery: (0, now),
            settings,
            election,
            standing,
        };
        quorum.role = match quorum.election.leader {
            Some(leader) => Role::Follower(Follower::new(leader, quorum.standing.settled, now)),
            None => Role::Unattached {
                stand_at: now + RANK_STAGGER * quorum.rank() + wait,
            },
        };
        if quorum.settings.voters.len() == 1 {
            quorum.role = Role::Unattached { stand_at: now };
        }
        quorum
    }

    /// What the member is.
    #[must_use]
    pub fn state(&self) -> State {
        match &self.role {
            Role::Leader(_) => State::Leader,
            _ if !self.settings.is_voter() => State::Observer,
            Role::Unattached { .. } => State::Unattached,
            Role::Follower(_) => State::Follower,
            Role::Prospective(_) => State::Prospective,
            Role::Candidate(_) => State::Candidate,
            Role::Resigned { .. } => State::Resigned,
        }
    }

    /// The newest epoch that the member has seen.
    #[must_use]
    pub fn epoch(&self) -> LeaderEpoch {
        self.election.epoch
    }

    /// The leader of that epoch, where known.
    #[must_use]
    pub fn leader(&self) -> Option<BrokerId> {
        self.election.leader
    }

    /// The epoch that this member leads and whose first batch is committed.
    #[must_use]
    pub fn won_epoch(&self) -> Option<LeaderEpoch> {
        match &self.role {
            Role::Leader(leader) if leader.won => Some(self.election.epoch),
            _ => None,
        }
    }

    /// Records below are committed; `None` until that is known.
    #[must_use]
    pub fn high_watermark(&self) -> Option<Offset> {
        self.high_watermark
    }

    /// What the member knows of its past.
    #[must_use]
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// The vote as it is stored.
    #[must_use]
    pub fn election(&self) -> ElectionState {
        self.election
    }

    /// Who the members are.
    #[must_use]
    pub fn settings(&self) -> &QuorumSettings {
        &self.settings
    }

    /// When [`Quorum::tick`] is to be called at the latest.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        match &self.role {
            Role::Unattached { stand_at } | Role::Resigned { stand_at } => {
                if self.settings.is_voter() {
                    *stand_at
                } else {
                    self.discovery_deadline()
                }
            }
            Role::Follower(follower) => follower
                .stand_deadline(&self.settings)
                .min(self.fetch_deadline()),
            Role::Prospective(election) | Role::Candidate(election) => {
                election.next_deadline().min(self.fetch_deadline())
            }
            Role::Leader(leader) => leader.next_deadline(&self.settings),
        }
    }

    /// Does what is due.
    pub fn tick(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        match &self.role {
            Role::Unattached { stand_at } | Role::Resigned { stand_at } => {
                if self.settings.is_voter() && *stand_at <= now {
                    self.stand(now, log, out);
                }
            }
            Role::Follower(_) => self.tick_follower(now, log, out),
            Role::Prospective(_) | Role::Candidate(_) => self.tick_election(now, log, out),
            Role::Leader(_) => self.tick_leader(now, out),
        }
        self.fetch_when_idle(now, log, out);
    }

    /// The log grew: by the leader's own records, its epoch's first batch, or fetched ones.
    pub fn on_appended(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        if let Some(follower) = self.follower_mut() {
            follower.awaits_log = false;
        }
        self.advance_high_watermark(now, log, out);
        self.fetch_when_idle(now, log, out);
    }

    /// The fetched records do not fit and were not appended: they are asked for again, a little later.
    pub fn on_append_refused(&mut self, now: Instant) {
        let retry_at = now + self.settings.retry_backoff;
        if let Some(follower) = self.follower_mut() {
            follower.awaits_log = false;
            follower.retry_at = retry_at;
        }
    }

    /// More of the log is flushed.
    pub fn on_flushed(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        assert!(
            log.flushed_end() <= log.end().offset,
            "flushed beyond the end of the log"
        );
        self.advance_high_watermark(now, log, out);
        self.note_caught_up(now, log, out);
        self.fetch_when_idle(now, log, out);
    }

    /// The log was cut, or replaced by a snapshot.
    pub fn on_truncated(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        if let Role::Follower(follower) = &mut self.role {
            follower.awaits_log = false;
        }
        if log.start() > self.high_watermark.unwrap_or(Offset::ZERO) {
            // A snapshot holds committed records only.
            self.raise_high_watermark(log.start(), out);
        }
        self.fetch_when_idle(now, log, out);
    }

    /// An answer came.
    pub fn on_response(
        &mut self,
        now: Instant,
        tag: RequestTag,
        response: &Response,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let Some((from, asked)) = self.in_flight.remove(&tag) else {
            return;
        };
        match (asked, response) {
            (Asked::Vote, Response::Vote(response)) => {
                self.on_vote_response(now, from, response, log, out);
            }
            (Asked::BeginEpoch | Asked::EndEpoch, Response::Epoch(answer)) => {
                self.observe_epoch(now, answer.epoch, answer.leader, out);
            }
            (Asked::Fetch, Response::Fetch(response)) => {
                self.on_fetch_response(now, from, response, log, out);
            }
            (Asked::Snapshot, Response::Snapshot(chunk)) => {
                self.on_snapshot_chunk(now, chunk, log, out);
            }
            _ => self.after_failure(now, from, asked, Failure::Rejected, log, out),
        }
        self.fetch_when_idle(now, log, out);
    }

    /// No answer came.
    pub fn on_failure(
        &mut self,
        now: Instant,
        tag: RequestTag,
        failure: Failure,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let Some((from, asked)) = self.in_flight.remove(&tag) else {
            return;
        };
        self.after_failure(now, from, asked, failure, log, out);
        self.fetch_when_idle(now, log, out);
    }

    fn after_failure(
        &mut self,
        now: Instant,
        from: BrokerId,
        asked: Asked,
        failure: Failure,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        match asked {
            Asked::Vote => self.vote_failed(now, from),
            Asked::Fetch | Asked::Snapshot => self.fetch_failed(now, failure, log, out),
            // The leader presents itself again when the voter has not fetched for a while.
            Asked::BeginEpoch | Asked::EndEpoch => {}
        }
    }

    /// Steps down, so that another may lead: before a stop, or because what leadership needs has failed.
    pub fn resign(&mut self, now: Instant, out: &mut Vec<Action>) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let preferred_successors = leader.by_progress();
        let epoch = self.election.epoch;
        out.push(Action::Lost(epoch));
        self.election.leader = None;
        let stand_at = self.later(now);
        self.change_role(Role::Resigned { stand_at });
        out.push(Action::LeaderChanged {
            epoch,
            leader: None,
        });
        let others: Vec<_> = self.settings.other_voters().collect();
        for voter in others {
            let request = Request::EndQuorumEpoch(crate::EndQuorumEpochRequest {
                cluster_id: self.standing.cluster_id.clone(),
                leader: self.settings.node,
                epoch,
                preferred_successors: preferred_successors.clone(),
            });
            self.send(voter, Asked::EndEpoch, request, out);
        }
    }

    /// Takes in an epoch that somebody else told. Returns whether it was news.
    pub(crate) fn observe_epoch(
        &mut self,
        now: Instant,
        epoch: LeaderEpoch,
        leader: Option<BrokerId>,
        out: &mut Vec<Action>,
    ) -> bool {
        let leader = leader.filter(|&leader| leader != self.settings.node);
        if epoch < self.election.epoch || epoch > EPOCH_MAX {
            return false;
        }
        let newer = epoch > self.election.epoch;
        match leader {
            Some(leader) if newer || self.election.leader.is_none() && !self.leads() => {
                self.follow(now, epoch, leader, false, out);
                true
            }
            None if newer => {
                let stand_at = self.later(now);
                self.detach(now, epoch, stand_at, out);
                true
            }
            _ => false,
        }
    }

    pub(crate) fn leads(&self) -> bool {
        matches!(self.role, Role::Leader(_))
    }

    /// Enters a newer epoch without a leader.
    pub(crate) fn detach(
        &mut self,
        now: Instant,
        epoch: LeaderEpoch,
        stand_at: Instant,
        out: &mut Vec<Action>,
    ) {
        assert!(epoch > self.election.epoch, "an epoch is entered once");
        self.lose_leadership(out);
        self.election = ElectionState {
            epoch,
            leader: None,
            voted: None,
        };
        self.change_role(Role::Unattached { stand_at });
        self.discovery.1 = now;
        self.persist_election(out);
        out.push(Action::LeaderChanged {
            epoch,
            leader: None,
        });
    }

    /// Follows a leader.
    pub(crate) fn follow(
        &mut self,
        now: Instant,
        epoch: LeaderEpoch,
        leader: BrokerId,
        greeted: bool,
        out: &mut Vec<Action>,
    ) {
        assert!(
            epoch >= self.election.epoch,
            "nobody follows into an older epoch"
        );
        assert_ne!(leader, self.settings.node, "nobody follows itself");
        self.lose_leadership(out);
        let known = self.election.epoch == epoch && self.election.leader == Some(leader);
        if !known {
            let voted = if self.election.epoch == epoch {
                self.election.voted
            } else {
                None
            };
            let newer = epoch > self.election.epoch;
            self.election = ElectionState {
                epoch,
                leader: Some(leader),
                voted,
            };
            if newer {
                self.persist_election(out);
            }
        }
        let greeted = greeted || self.standing.settled;
        self.change_role(Role::Follower(Follower::new(leader, greeted, now)));
        if !known {
            out.push(Action::LeaderChanged {
                epoch,
                leader: Some(leader),
            });
        }
    }

    fn lose_leadership(&mut self, out: &mut Vec<Action>) {
        if self.leads() {
            out.push(Action::Lost(self.election.epoch));
        }
    }

    /// Where this member stands in following, also while it asks for pre-votes: the leader may yet answer.
    pub(crate) fn follower(&self) -> Option<&Follower> {
        match &self.role {
            Role::Follower(follower) => Some(follower),
            Role::Prospective(election) => election.follower.as_ref(),
            _ => None,
        }
    }

    pub(crate) fn follower_mut(&mut self) -> Option<&mut Follower> {
        match &mut self.role {
            Role::Follower(follower) => Some(follower),
            Role::Prospective(election) => election.follower.as_mut(),
            _ => None,
        }
    }

    /// Answers to what the former role asked mean nothing to the new one.
    pub(crate) fn change_role(&mut self, role: Role) {
        self.in_flight.clear();
        if matches!(role, Role::Follower(_) | Role::Leader(_)) {
            self.lost_elections = 0;
        }
        self.role = role;
    }

    /// Has the epoch and the vote stored: both must survive before anything rests on them. Who leads need not, so nothing waits
    /// for it: a vote in an epoch that has a leader elects no second one, for a majority has voted for the first.
    pub(crate) fn persist_election(&self, out: &mut Vec<Action>) {
        out.push(Action::PersistElection(self.election));
    }

    pub(crate) fn persist_standing(&self, out: &mut Vec<Action>) {
        out.push(Action::PersistStanding(self.standing.clone()));
    }

    pub(crate) fn raise_high_watermark(&mut self, to: Offset, out: &mut Vec<Action>) {
        assert!(
            Some(to) > self.high_watermark,
            "the high watermark never falls"
        );
        self.high_watermark = Some(to);
        if !self.standing.settled && to > Offset::ZERO && self.standing.cluster_id.is_some() {
            self.standing.settled = true;
            self.persist_standing(out);
        }
        out.push(Action::HighWatermark(to));
    }

    pub(crate) fn send(
        &mut self,
        to: BrokerId,
        asked: Asked,
        request: Request,
        out: &mut Vec<Action>,
    ) {
        let tag = RequestTag(self.next_tag);
        self.next_tag += 1;
        self.in_flight.insert(tag, (to, asked));
        out.push(Action::Send { tag, to, request });
    }

    /// The peer of an unanswered request of this kind.
    pub(crate) fn asked(&self, what: Asked) -> Option<BrokerId> {
        self.in_flight
            .values()
            .find(|(_, asked)| *asked == what)
            .map(|(peer, _)| *peer)
    }

    /// When to stand after an election that went to nobody, or to somebody unknown.
    pub(crate) fn later(&mut self, now: Instant) -> Instant {
        let timeout = self.settings.election_timeout;
        now + timeout + self.random.below(timeout)
    }

    /// This voter's place among those that could take over, from zero.
    pub(crate) fn rank(&self) -> u32 {
        let before =
            |&&voter: &&BrokerId| voter < self.settings.node && Some(voter) != self.election.leader;
        u32::try_from(self.settings.voters.iter().filter(before).count()).unwrap_or(u32::MAX)
    }
}
