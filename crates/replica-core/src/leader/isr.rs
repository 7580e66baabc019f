//! Who is in sync: proposals to the controller, and what becomes of them.

use types::{BrokerEpoch, BrokerId, Instant, Offset, PartitionEpoch};

use super::Leader;
use crate::{
    BrokerView, CommittedIsr, Consequences, FollowerProgress, InSync, IsrProposal, LeaderRecovery,
    Marks, ProposalAnswer, Replica, Role,
};

impl Leader {
    /// Whether the metadata lets `broker` join: alive, and the one that has fetched is the one that is registered.
    pub(crate) fn may_join(&self, broker: BrokerId, brokers: &dyn BrokerView) -> bool {
        let (Some(progress), Some(epoch)) = (self.followers.get(&broker), brokers.eligible(broker))
        else {
            return false;
        };
        progress.broker_epoch() == BrokerEpoch::NONE || progress.broker_epoch() == epoch
    }

    /// A follower joins when it has everything committed and everything older than this leadership, and nothing that was
    /// deleted: below the leader's start nobody has compared its records with others, and it must not show them if it leads.
    pub(crate) fn decide_expand(
        &mut self,
        broker: BrokerId,
        marks: Marks,
        partition_epoch: PartitionEpoch,
        brokers: &dyn BrokerView,
    ) -> Option<IsrProposal> {
        let high_watermark = marks.high_watermark;
        let InSync::Committed(committed) = &self.in_sync else {
            return None;
        };
        let progress = self.followers.get(&broker)?;
        let log_end = progress.log_end()?;
        let has_all = log_end >= high_watermark && log_end >= self.epoch_start;
        let has_only = progress.log_start() >= marks.log_start;
        if committed.contains(broker) || !has_all || !has_only || !self.may_join(broker, brokers) {
            return None;
        }
        let committed = committed.clone();
        let members = committed.members().iter().copied().chain([broker]);
        let proposal = self.propose(members, partition_epoch);
        self.in_sync = InSync::PendingExpand(committed, broker, proposal.clone());
        Some(proposal)
    }

    /// Takes the set that an answer tells. It can be ahead of the metadata, and of a minimum that was raised below it: by that
    /// the controller may keep who leaves eligible to lead. So a shrink counts when the metadata tells it, settings included.
    fn take_answer(&mut self, in_sync: CommittedIsr) {
        let before = self.in_sync.committed().members().iter().copied();
        self.leaving
            .extend(before.filter(|&id| !in_sync.contains(id)));
        self.in_sync = InSync::Committed(in_sync);
    }

    fn propose(
        &self,
        members: impl Iterator<Item = BrokerId>,
        partition_epoch: PartitionEpoch,
    ) -> IsrProposal {
        let epoch = |id| {
            self.followers
                .get(&id)
                .map_or(BrokerEpoch::NONE, |f| f.broker_epoch())
        };
        let mut members: Vec<_> = members.map(|id| (id, epoch(id))).collect();
        members.sort_unstable();
        let leader_epoch = self.leader_epoch;
        IsrProposal {
            leader_epoch,
            partition_epoch,
            members,
            recovery: LeaderRecovery::Recovered,
        }
    }

    /// Members that have been behind for longer than `replica.lag.time.max.ms`. One with the leader's own end never leaves.
    fn laggards(
        &self,
        now: Instant,
        own_end: Offset,
        lag_max: std::time::Duration,
    ) -> Vec<BrokerId> {
        let committed = self.in_sync.committed();
        let behind = |id: &BrokerId| {
            *id != self.local
                && self
                    .followers
                    .get(id)
                    .is_none_or(|f| !f.is_caught_up(now, own_end, lag_max))
        };
        committed.members().iter().copied().filter(behind).collect()
    }
}

impl Replica {
    /// Whether a follower lacks anything or is not in sync: while none does, nothing about the in-sync set can change by
    /// itself.
    #[must_use]
    pub fn has_laggards(&self) -> bool {
        let end = self.counted_end();
        self.leader().is_some_and(|leader| {
            let in_sync = leader.in_sync.committed();
            let lags = |(id, progress): (&BrokerId, &FollowerProgress)| {
                !in_sync.contains(*id) || progress.log_end() != Some(end)
            };
            leader.followers.iter().any(lags)
        })
    }

    /// Looks for a follower that could join the in-sync set since it fetched last: it was not eligible then, or another
    /// change was open. To be called when either may have changed, and regularly, for a refusal is no event.
    pub fn decide_join(&mut self, now: Instant, brokers: &dyn BrokerView) -> Consequences {
        let (own_end, lag_max) = (self.counted_end(), self.settings.lag_max);
        let (marks, partition_epoch) = (self.marks, self.partition_epoch);
        let Role::Leader(leader) = &mut self.role else {
            return Consequences::default();
        };
        let near = |(id, progress): (&BrokerId, &FollowerProgress)| {
            progress.is_caught_up(now, own_end, lag_max).then_some(*id)
        };
        let candidates: Vec<BrokerId> = leader.followers.iter().filter_map(near).collect();
        let proposal = candidates
            .into_iter()
            .find_map(|broker| leader.decide_expand(broker, marks, partition_epoch, brokers));
        Consequences {
            high_watermark: None,
            proposal,
        }
    }

    /// Looks for members of the in-sync set that lag; to be called regularly while anyone does.
    pub fn decide_shrink(&mut self, now: Instant) -> Consequences {
        let (own_end, lag_max) = (self.counted_end(), self.settings.lag_max);
        let Role::Leader(leader) = &mut self.role else {
            return Consequences::default();
        };
        let InSync::Committed(committed) = &leader.in_sync else {
            return Consequences::default();
        };
        let leaving = leader.laggards(now, own_end, lag_max);
        if leaving.is_empty() {
            return Consequences::default();
        }
        let committed = committed.clone();
        let staying = committed
            .members()
            .iter()
            .copied()
            .filter(|id| !leaving.contains(id));
        let proposal = leader.propose(staying, self.partition_epoch);
        leader.in_sync = InSync::PendingShrink(committed, leaving, proposal.clone());
        Consequences {
            high_watermark: None,
            proposal: Some(proposal),
        }
    }

    /// Takes the answer to `proposal`. One that is no longer open is ignored; `Unknown` and a stale answer propose again.
    pub fn on_proposal_answer(
        &mut self,
        now: Instant,
        proposal: &IsrProposal,
        answer: ProposalAnswer,
        brokers: &dyn BrokerView,
    ) -> Consequences {
        let Role::Leader(leader) = &mut self.role else {
            return Consequences::default();
        };
        if leader.in_sync.proposal() != Some(proposal) {
            return Consequences::default();
        }
        match answer {
            ProposalAnswer::Committed {
                in_sync,
                leader_epoch,
                partition_epoch,
            } => {
                // An answer of another leadership, or of an older state, says nothing about this one.
                if leader_epoch != self.leader_epoch || partition_epoch < self.partition_epoch {
                    return Consequences::default();
                }
                self.partition_epoch = partition_epoch;
                leader.recovery = LeaderRecovery::Recovered;
                leader.take_answer(CommittedIsr::new(in_sync));
                let moved = self.advance_high_watermark(now, brokers);
                Consequences {
                    proposal: self.decide_join(now, brokers).proposal,
                    ..moved
                }
            }
            ProposalAnswer::Refused => {
                leader.in_sync = InSync::Committed(leader.in_sync.committed().clone());
                Consequences::default()
            }
            ProposalAnswer::AwaitMetadata => Consequences::default(),
            ProposalAnswer::Unknown => Consequences {
                high_watermark: None,
                proposal: Some(proposal.clone()),
            },
        }
    }

    /// What an uncleanly elected leader tells first: that it is done, with the set as it is (KIP-704).
    pub fn decide_recovered(&mut self) -> Consequences {
        let Role::Leader(leader) = &mut self.role else {
            return Consequences::default();
        };
        let InSync::Committed(committed) = &leader.in_sync else {
            return Consequences::default();
        };
        if leader.recovery == LeaderRecovery::Recovered {
            return Consequences::default();
        }
        let committed = committed.clone();
        let proposal = leader.propose(committed.members().iter().copied(), self.partition_epoch);
        leader.in_sync = InSync::PendingShrink(committed, Vec::new(), proposal.clone());
        Consequences {
            high_watermark: None,
            proposal: Some(proposal),
        }
    }
}
