//! Standing for election: the pre-vote, the vote, and what follows from the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use types::{BrokerId, Instant, Offset};

use crate::follower::Follower;
use crate::leader::Leader;
use crate::quorum::{Asked, RANK_STAGGER, Role};
use crate::{Action, ElectionState, LogFacts, Quorum, Request, VoteRequest, VoteResponse};

/// Pauses after lost elections double no more often than this.
const DOUBLINGS_MAX: u32 = 10;

/// One round of asking.
#[derive(Clone, Debug)]
pub(crate) struct Election {
    granted: BTreeSet<BrokerId>,
    refused: BTreeSet<BrokerId>,
    /// Who did not answer, and when to ask again.
    ask_again: BTreeMap<BrokerId, Instant>,
    /// When the round ends without a result.
    deadline: Instant,
    /// How the member followed before it lost its belief. While it asks for pre-votes it goes on fetching: an answer
    /// restores the belief.
    pub(crate) follower: Option<Follower>,
}

impl Election {
    pub(crate) fn next_deadline(&self) -> Instant {
        self.ask_again
            .values()
            .copied()
            .fold(self.deadline, Instant::min)
    }
}

impl Quorum {
    /// Begins a pre-vote, if this member may stand at all.
    pub(crate) fn stand(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        let wait_until = if now < self.stand_not_before {
            Some(self.stand_not_before)
        } else if !self.standing.full
            && (log.end().offset > Offset::ZERO || !self.settings.may_found)
        {
            // Catching up after the loss of the directory: it may not even vote for itself.
            Some(self.later(now))
        } else {
            None
        };
        if let Some(at) = wait_until {
            match &mut self.role {
                Role::Unattached { stand_at } | Role::Resigned { stand_at } => *stand_at = at,
                Role::Follower(follower) => follower.stand_at = Some(at),
                Role::Prospective(_) | Role::Candidate(_) | Role::Leader(_) => {}
            }
            return;
        }
        let follower = self.follower().cloned();
        let mut election = self.new_round(now);
        election.follower = follower;
        // A fetch on its way stays so.
        self.in_flight
            .retain(|_, (_, asked)| matches!(asked, Asked::Fetch | Asked::Snapshot));
        self.role = Role::Prospective(election);
        self.ask_all(log, out);
        self.count_votes(now, log, out);
    }

    fn new_round(&mut self, now: Instant) -> Election {
        let timeout = self.settings.election_timeout;
        Election {
            granted: BTreeSet::from([self.settings.node]),
            refused: BTreeSet::new(),
            ask_again: BTreeMap::new(),
            deadline: now + timeout + self.random.below(timeout / 2),
            follower: None,
        }
    }

    fn ask_all(&mut self, log: &dyn LogFacts, out: &mut Vec<Action>) {
        let others: Vec<_> = self.settings.other_voters().collect();
        for voter in others {
            self.ask(voter, log, out);
        }
    }

    fn ask(&mut self, voter: BrokerId, log: &dyn LogFacts, out: &mut Vec<Action>) {
        let request = Request::Vote(VoteRequest {
            cluster_id: self
                .standing
                .cluster_id
                .clone()
                .filter(|_| self.standing.settled),
            candidate: self.settings.node,
            epoch: self.election.epoch,
            log_end: log.end(),
            pre_vote: matches!(self.role, Role::Prospective(_)),
        });
        self.send(voter, Asked::Vote, request, out);
    }

    pub(crate) fn tick_election(
        &mut self,
        now: Instant,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let (Role::Prospective(election) | Role::Candidate(election)) = &mut self.role else {
            return;
        };
        if election.deadline <= now {
            // Nobody was elected in this epoch. The next try begins with a pre-vote again.
            self.lost_elections += u32::from(matches!(self.role, Role::Candidate(_)));
            return self.stand(now, log, out);
        }
        let is_due = |(voter, at): (&BrokerId, &Instant)| (*at <= now).then_some(*voter);
        let due: Vec<_> = election.ask_again.iter().filter_map(is_due).collect();
        election.ask_again.retain(|_, at| *at > now);
        for voter in due {
            self.ask(voter, log, out);
        }
    }

    pub(crate) fn vote_failed(&mut self, now: Instant, voter: BrokerId) {
        if let Role::Prospective(election) | Role::Candidate(election) = &mut self.role {
            election
                .ask_again
                .insert(voter, now + self.settings.retry_backoff);
        }
    }

    pub(crate) fn on_vote_response(
        &mut self,
        now: Instant,
        from: BrokerId,
        response: &VoteResponse,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        if self.observe_epoch(now, response.epoch, response.leader, out) {
            return;
        }
        let (Role::Prospective(election) | Role::Candidate(election)) = &mut self.role else {
            return;
        };
        if response.granted {
            election.granted.insert(from);
        } else {
            election.refused.insert(from);
        }
        self.count_votes(now, log, out);
    }

    fn count_votes(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        // With an empty log this is the founding of the quorum, and only all voters together can tell that there was none
        // before: the ones that are not asked might hold records.
        let founding = log.end().offset == Offset::ZERO;
        let voters = self.settings.voters.len();
        let needed = if founding {
            voters
        } else {
            self.settings.majority()
        };
        match &self.role {
            Role::Prospective(election) if election.granted.len() >= needed => {
                self.become_candidate(now, log, out);
            }
            Role::Prospective(election) if voters - election.refused.len() < needed => {
                self.stand_not_before = now
                    + self.settings.retry_backoff
                    + self.random.below(self.settings.retry_backoff / 2);
                self.end_pre_vote(now);
            }
            Role::Candidate(election) if election.granted.len() >= needed => {
                let granting = election.granted.iter().copied().collect();
                self.become_leader(now, granting, log, out);
            }
            Role::Candidate(election) if voters - election.refused.len() < needed => {
                self.lost_elections += 1;
                let stand_at = now + self.pause_after_loss();
                self.change_role(Role::Unattached { stand_at });
            }
            _ => {}
        }
    }

    /// How long a candidate that lost leaves the others alone: at random, from a span that doubles with each loss in a row, so
    /// that those who take each other's votes come apart.
    fn pause_after_loss(&mut self) -> Duration {
        let doublings = self.lost_elections.saturating_sub(1).min(DOUBLINGS_MAX);
        let span = self.settings.election_timeout / 2 * 2_u32.pow(doublings);
        let longest = self.settings.election_backoff_max;
        let pause = RANK_STAGGER * self.rank() + self.random.below(span.min(longest));
        pause.min(longest)
    }

    /// Back to what it was before the pre-vote.
    pub(crate) fn end_pre_vote(&mut self, now: Instant) {
        let Role::Prospective(election) = &mut self.role else {
            return;
        };
        let follower = election.follower.take();
        self.in_flight
            .retain(|_, (_, asked)| matches!(asked, Asked::Fetch | Asked::Snapshot));
        let stand_at = self.stand_not_before.max(now);
        self.role = match follower {
            // Others that ask shall not be told of a belief that is gone.
            Some(mut follower) => {
                follower.stand_at = Some(stand_at);
                Role::Follower(follower)
            }
            None => {
                let spread = self.random.below(self.settings.election_timeout / 4);
                Role::Unattached {
                    stand_at: stand_at + spread,
                }
            }
        };
    }

    fn become_candidate(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        let node = self.settings.node;
        let epoch = self.election.epoch.next();
        self.election = ElectionState {
            epoch,
            leader: None,
            voted: Some(node),
        };
        let election = self.new_round(now);
        self.change_role(Role::Candidate(election));
        self.persist_election(out);
        self.gain_voice(out);
        out.push(Action::LeaderChanged {
            epoch,
            leader: None,
        });
        self.ask_all(log, out);
        self.count_votes(now, log, out);
    }

    fn become_leader(
        &mut self,
        now: Instant,
        granting: Vec<BrokerId>,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let epoch = self.election.epoch;
        assert_eq!(
            self.election.voted,
            Some(self.settings.node),
            "a leader voted for itself"
        );
        assert!(
            log.end().epoch < epoch,
            "an epoch is opened by its leader, and once"
        );
        self.election.leader = Some(self.settings.node);
        self.change_role(Role::Leader(Leader::new(
            &self.settings,
            log.end().offset,
            now,
        )));
        if self.standing.cluster_id.is_none() {
            self.standing.cluster_id = Some(self.settings.proposed_cluster_id.clone());
            self.persist_standing(out);
        }
        let voters: Vec<_> = self.settings.voters.iter().copied().collect();
        out.push(Action::LeaderChanged {
            epoch,
            leader: self.election.leader,
        });
        out.push(Action::AppendLeaderChange {
            epoch,
            voters,
            granting,
        });
        let others: Vec<_> = self.settings.other_voters().collect();
        for voter in others {
            self.greet(voter, out);
        }
    }
}
