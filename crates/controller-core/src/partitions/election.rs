//! Who leads a partition.

use types::BrokerId;

/// How far an election may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Election {
    /// The first replica if it may lead, else whoever leads now, else any that may.
    Preferred,
    /// Whoever leads now, else any replica that may.
    Online,
    /// As online; if nobody may lead, the first replica that is up, whatever it lacks.
    Unclean,
}

/// What an election looks at: the sets as they are about to be, not as they are recorded.
pub(crate) struct Candidates<'a> {
    pub(crate) replicas: &'a [BrokerId],
    pub(crate) in_sync: &'a [BrokerId],
    pub(crate) eligible_leaders: &'a [BrokerId],
    /// The recorded list: it names who led last only while nobody leads.
    pub(crate) last_known_eligible_leaders: &'a [BrokerId],
    /// Who leads now.
    pub(crate) leader: BrokerId,
    /// Whether eligible leader replicas are kept.
    pub(crate) eligible_leader_replicas_enabled: bool,
    /// Whether a replica's broker and directory are up.
    pub(crate) is_up: &'a dyn Fn(BrokerId) -> bool,
}

/// Whom an election chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Elected {
    /// The leader; [`BrokerId::NONE`] when nobody may lead.
    pub(crate) leader: BrokerId,
    /// Whether it may lack committed records.
    pub(crate) unclean: bool,
}

impl Candidates<'_> {
    /// Chooses. A replica may lead if it is up and in sync, or, when no replica is in sync,
    /// eligible (KIP-966). When both sets are empty the one that led last may, since nobody can
    /// have more: that counts as unclean.
    pub(crate) fn elect(&self, election: Election) -> Elected {
        let clean = |leader| Elected {
            leader,
            unclean: false,
        };
        let unclean = |leader| Elected {
            leader,
            unclean: true,
        };
        let preferred = self
            .replicas
            .first()
            .copied()
            .filter(|_| election == Election::Preferred);
        let in_order = self.replicas.iter().copied();
        let mut choices = preferred.into_iter().chain([self.leader]).chain(in_order);
        if let Some(leader) = choices.find(|&replica| self.may_lead(replica)) {
            return clean(leader);
        }
        if let Some(last) = self.last_known_leader() {
            return unclean(last);
        }
        if election == Election::Unclean
            && let Some(&leader) = self.replicas.iter().find(|&&replica| (self.is_up)(replica))
        {
            return unclean(leader);
        }
        clean(BrokerId::NONE)
    }

    fn may_lead(&self, replica: BrokerId) -> bool {
        let holds_everything = self.in_sync.contains(&replica)
            || (self.in_sync.is_empty() && self.eligible_leaders.contains(&replica));
        holds_everything && (self.is_up)(replica)
    }

    fn last_known_leader(&self) -> Option<BrokerId> {
        let nobody_else = self.in_sync.is_empty() && self.eligible_leaders.is_empty();
        match self.last_known_eligible_leaders {
            [last]
                if self.eligible_leader_replicas_enabled && nobody_else && (self.is_up)(*last) =>
            {
                // It may have been reassigned away since.
                self.replicas.contains(last).then_some(*last)
            }
            _ => None,
        }
    }
}
