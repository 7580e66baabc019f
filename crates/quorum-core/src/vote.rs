//! What a member answers to requests about votes and epochs.

use types::{BrokerId, Instant, LeaderEpoch, Offset};

use crate::quorum::{Asked, EPOCH_MAX, RANK_STAGGER, Role};
use crate::{
    Action, BeginQuorumEpochRequest, EndQuorumEpochRequest, EpochAnswer, EpochRefusal, LogFacts,
    LogPosition, Quorum, Request, VoteRequest, VoteResponse,
};

fn is_credible(epoch: LeaderEpoch) -> bool {
    (LeaderEpoch(0)..=EPOCH_MAX).contains(&epoch)
}

impl Quorum {
    /// Answers a request for a vote or a pre-vote. The actions are carried out before the answer leaves.
    pub fn on_vote(
        &mut self,
        now: Instant,
        request: &VoteRequest,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) -> VoteResponse {
        if let Some(refusal) = self.vote_refusal(request) {
            self.greet_asker(request.candidate, out);
            return self.vote_response(false, Some(refusal));
        }
        if request.epoch > self.election.epoch {
            let stand_at = self.later(now);
            self.detach(now, request.epoch, stand_at, out);
        }
        let log_suffices = request.log_end >= log.end();
        let granted = log_suffices
            && self.has_voice_for(request.log_end, log)
            && if request.pre_vote {
                self.would_vote()
            } else {
                self.may_vote_for(request.candidate)
            };
        if !granted {
            self.greet_asker(request.candidate, out);
        } else if request.pre_vote {
            self.yield_to(now, request.candidate);
        } else {
            self.grant_vote(now, request.candidate, out);
        }
        self.vote_response(granted, None)
    }

    fn vote_refusal(&self, request: &VoteRequest) -> Option<EpochRefusal> {
        if self.other_cluster(request.cluster_id.as_ref()) {
            return Some(EpochRefusal::ClusterId);
        }
        let voters = &self.settings.voters;
        if !voters.contains(&request.candidate) || !self.settings.is_voter() {
            return Some(EpochRefusal::VoterSet);
        }
        if request.candidate == self.settings.node || !is_credible(request.epoch) {
            return Some(EpochRefusal::Invalid);
        }
        (request.epoch < self.election.epoch).then_some(EpochRefusal::Fenced)
    }

    fn vote_response(&self, granted: bool, refusal: Option<EpochRefusal>) -> VoteResponse {
        let (epoch, leader) = (self.election.epoch, self.election.leader);
        VoteResponse {
            epoch,
            leader,
            granted,
            refusal,
        }
    }

    /// Whether a request names a cluster that is certainly not this one.
    pub(crate) fn other_cluster(&self, cluster_id: Option<&String>) -> bool {
        match (cluster_id, &self.standing.cluster_id) {
            (Some(theirs), Some(own)) => self.standing.settled && theirs != own,
            _ => false,
        }
    }

    /// A member whose memory may not be whole takes part in the founding vote only: the candidate's log is empty too, and
    /// such a candidate needs every voter.
    fn has_voice_for(&self, candidate: LogPosition, log: &dyn LogFacts) -> bool {
        let founding = candidate.offset == Offset::ZERO && log.end().offset == Offset::ZERO;
        self.standing.full || founding && self.settings.may_found
    }

    /// KIP-996: a pre-vote is refused by a leader and by a follower that believes in its leader.
    fn would_vote(&self) -> bool {
        match &self.role {
            Role::Leader(_) => false,
            Role::Follower(follower) => !follower.believes(),
            Role::Unattached { .. }
            | Role::Prospective(_)
            | Role::Candidate(_)
            | Role::Resigned { .. } => true,
        }
    }

    /// One vote in an epoch, and none once its leader is known.
    fn may_vote_for(&self, candidate: BrokerId) -> bool {
        self.election.leader.is_none()
            && self.election.voted.is_none_or(|voted| voted == candidate)
            && !self.leads()
    }

    /// Two that ask at once would split the vote: the one of lower rank steps back.
    fn yield_to(&mut self, now: Instant, candidate: BrokerId) {
        let wait = self.settings.election_timeout / 2 + RANK_STAGGER * self.rank();
        let stand_at = now + wait;
        match &mut self.role {
            Role::Unattached { stand_at: at } | Role::Resigned { stand_at: at } => {
                *at = stand_at.max(*at);
            }
            Role::Follower(follower) => {
                if let Some(at) = &mut follower.stand_at {
                    *at = stand_at.max(*at);
                }
            }
            Role::Prospective(_) if candidate < self.settings.node => {
                self.stand_not_before = stand_at;
                self.end_pre_vote(now);
            }
            Role::Prospective(_) | Role::Candidate(_) | Role::Leader(_) => {}
        }
    }

    fn grant_vote(&mut self, now: Instant, candidate: BrokerId, out: &mut Vec<Action>) {
        assert!(!self.leads(), "a leader votes for nobody");
        if self.election.voted == Some(candidate) {
            return;
        }
        self.election.voted = Some(candidate);
        let stand_at = self.later(now);
        self.change_role(Role::Unattached { stand_at });
        self.persist_election(out);
        self.gain_voice(out);
    }

    /// From here on the member's memory is whole: it holds all that it ever promised.
    pub(crate) fn gain_voice(&mut self, out: &mut Vec<Action>) {
        if !self.standing.full {
            self.standing.full = true;
            self.persist_standing(out);
        }
    }

    /// A voter that asks the leader for its vote does not know of it.
    fn greet_asker(&mut self, asker: BrokerId, out: &mut Vec<Action>) {
        if self.leads() && asker != self.settings.node && self.settings.voters.contains(&asker) {
            self.greet(asker, out);
        }
    }

    pub(crate) fn greet(&mut self, voter: BrokerId, out: &mut Vec<Action>) {
        let request = Request::BeginQuorumEpoch(BeginQuorumEpochRequest {
            cluster_id: self.standing.cluster_id.clone(),
            leader: self.settings.node,
            epoch: self.election.epoch,
        });
        self.send(voter, Asked::BeginEpoch, request, out);
    }

    /// Answers a leader that presents itself.
    pub fn on_begin_quorum_epoch(
        &mut self,
        now: Instant,
        request: &BeginQuorumEpochRequest,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) -> EpochAnswer {
        let refusal = self.begin_refusal(request);
        if refusal.is_none() {
            if !self.standing.settled && request.cluster_id.is_some() {
                let adopted = self.standing.cluster_id != request.cluster_id;
                self.standing.cluster_id.clone_from(&request.cluster_id);
                if adopted {
                    self.persist_standing(out);
                }
            }
            match &mut self.role {
                Role::Follower(follower)
                    if request.epoch == self.election.epoch
                        && follower.leader == request.leader =>
                {
                    follower.greeted = true;
                    follower.restore_belief(now);
                }
                _ => self.follow(now, request.epoch, request.leader, true, out),
            }
            self.fetch_when_idle(now, log, out);
        }
        self.epoch_answer(refusal)
    }

    fn begin_refusal(&self, request: &BeginQuorumEpochRequest) -> Option<EpochRefusal> {
        if self.other_cluster(request.cluster_id.as_ref()) {
            return Some(EpochRefusal::ClusterId);
        }
        if !self.settings.voters.contains(&request.leader) {
            return Some(EpochRefusal::VoterSet);
        }
        if request.epoch < self.election.epoch {
            return Some(EpochRefusal::Fenced);
        }
        let other = self
            .election
            .leader
            .is_some_and(|leader| leader != request.leader);
        let second = request.epoch == self.election.epoch && (other || self.leads());
        let itself = request.leader == self.settings.node;
        (second || itself || !is_credible(request.epoch)).then_some(EpochRefusal::Invalid)
    }

    /// Answers a leader that steps down.
    pub fn on_end_quorum_epoch(
        &mut self,
        now: Instant,
        request: &EndQuorumEpochRequest,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) -> EpochAnswer {
        if self.other_cluster(request.cluster_id.as_ref()) {
            return self.epoch_answer(Some(EpochRefusal::ClusterId));
        }
        if !self.settings.voters.contains(&request.leader) {
            return self.epoch_answer(Some(EpochRefusal::VoterSet));
        }
        if request.epoch < self.election.epoch {
            return self.epoch_answer(Some(EpochRefusal::Fenced));
        }
        let own = self.leads() && request.epoch == self.election.epoch;
        if own || !is_credible(request.epoch) {
            return self.epoch_answer(Some(EpochRefusal::Invalid));
        }
        self.observe_epoch(now, request.epoch, Some(request.leader), out);
        let node = self.settings.node;
        let place = request
            .preferred_successors
            .iter()
            .position(|&voter| voter == node);
        let place = place.unwrap_or(request.preferred_successors.len());
        let stand_at = now + RANK_STAGGER * u32::try_from(place).unwrap_or(u32::MAX);
        if let Role::Follower(follower) = &mut self.role {
            follower.stand_at = Some(stand_at);
            follower.retry_at = follower.retry_at.max(stand_at);
        }
        self.tick(now, log, out);
        self.epoch_answer(None)
    }

    pub(crate) fn epoch_answer(&self, refusal: Option<EpochRefusal>) -> EpochAnswer {
        EpochAnswer {
            epoch: self.election.epoch,
            leader: self.election.leader,
            refusal,
        }
    }
}
