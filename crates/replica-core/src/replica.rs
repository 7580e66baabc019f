//! One replica: its marks, its role, and the questions that do not depend on the role.

use std::time::Duration;

use types::{BrokerId, Instant, LeaderEpoch, Offset, PartitionEpoch};

use crate::{Assignment, BrokerView, Durability, Follower, IsrProposal, Leader, Marks};

/// The settings that a replica's decisions depend on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReplicaSettings {
    /// `min.insync.replicas`, at least one.
    pub min_in_sync: usize,
    /// `replica.lag.time.max.ms`.
    pub lag_max: Duration,
    /// What an end offset stands for.
    pub durability: Durability,
}

/// What this broker is for the partition.
#[derive(Clone, Debug)]
pub enum Role {
    /// Assigned, but nobody leads.
    Leaderless,
    /// This broker leads.
    Leader(Leader),
    /// Another broker leads.
    Follower(Follower),
}

/// What a change calls for, after the partition was let go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[must_use]
pub struct Consequences {
    /// The high watermark rose to this.
    pub high_watermark: Option<Offset>,
    /// To be sent to the controller.
    pub proposal: Option<IsrProposal>,
}

/// Which records a reader may see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Isolation {
    /// A follower: everything that counts here.
    Replica,
    /// Committed records.
    ReadUncommitted,
    /// Committed records of finished transactions.
    ReadCommitted,
}

/// How an epoch that a request carries compares with the replica's (KIP-320).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EpochCheck {
    /// Equal, or the request carries none.
    Current,
    /// The requester is behind: fence it.
    RequesterBehind,
    /// This replica is behind: the requester asks again.
    RequesterAhead,
}

/// One replica of one partition on this broker.
#[derive(Clone, Debug)]
pub struct Replica {
    pub(crate) local: BrokerId,
    pub(crate) marks: Marks,
    pub(crate) settings: ReplicaSettings,
    pub(crate) leader_epoch: LeaderEpoch,
    pub(crate) partition_epoch: PartitionEpoch,
    pub(crate) role: Role,
}

impl Replica {
    /// A replica as its log was opened; it has no role yet. The high watermark is a hint from a checkpoint and is kept
    /// within the log.
    #[must_use]
    pub fn new(local: BrokerId, marks: Marks, settings: ReplicaSettings) -> Self {
        let high_watermark = marks.high_watermark.clamp(marks.log_start, marks.log_end);
        let marks = Marks {
            high_watermark,
            flushed_end: marks.flushed_end.min(marks.log_end),
            ..marks
        };
        marks.assert_ordered();
        let (leader_epoch, partition_epoch) = (LeaderEpoch::NONE, PartitionEpoch::NONE);
        Self {
            local,
            marks,
            settings,
            leader_epoch,
            partition_epoch,
            role: Role::Leaderless,
        }
    }

    /// Where the replica stands.
    #[must_use]
    pub fn marks(&self) -> Marks {
        self.marks
    }

    /// The end offset that counts for decisions.
    #[must_use]
    pub fn counted_end(&self) -> Offset {
        self.marks.counted_end(self.settings.durability)
    }

    /// The leadership that this replica knows of.
    #[must_use]
    pub fn leader_epoch(&self) -> LeaderEpoch {
        self.leader_epoch
    }

    /// The partition state that this replica knows of.
    #[must_use]
    pub fn partition_epoch(&self) -> PartitionEpoch {
        self.partition_epoch
    }

    /// What this broker is for the partition.
    #[must_use]
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The leadership, if this broker leads.
    #[must_use]
    pub fn leader(&self) -> Option<&Leader> {
        match &self.role {
            Role::Leader(leader) => Some(leader),
            Role::Leaderless | Role::Follower(_) => None,
        }
    }

    /// The following, if another broker leads.
    #[must_use]
    pub fn follower(&self) -> Option<&Follower> {
        match &self.role {
            Role::Follower(follower) => Some(follower),
            Role::Leaderless | Role::Leader(_) => None,
        }
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> ReplicaSettings {
        self.settings
    }

    /// Takes changed settings; a lower minimum can commit what waited.
    pub fn apply_settings(
        &mut self,
        now: Instant,
        settings: ReplicaSettings,
        brokers: &dyn BrokerView,
    ) -> Consequences {
        self.settings = settings;
        self.advance_high_watermark(now, brokers)
    }

    /// Takes committed metadata. A state older than the one known is ignored; the same one again changes nothing.
    ///
    /// The caller writes the new leader epoch into the log's epochs at [`Leader::epoch_start`] *before* it serves
    /// anything (KAFKA-7415), and fails what waited under the old leadership.
    pub fn apply_assignment(
        &mut self,
        now: Instant,
        assignment: &Assignment,
        brokers: &dyn BrokerView,
    ) -> Consequences {
        if assignment.partition_epoch < self.partition_epoch
            || assignment.leader_epoch < self.leader_epoch
        {
            return Consequences::default();
        }
        let new_leadership = assignment.leader_epoch > self.leader_epoch;
        let is_known = !new_leadership && assignment.partition_epoch == self.partition_epoch;
        self.leader_epoch = assignment.leader_epoch;
        self.partition_epoch = assignment.partition_epoch;
        match assignment.leader {
            Some(leader) if leader == self.local => {
                self.lead(now, assignment, new_leadership, is_known)
            }
            Some(leader) => self.follow(leader, new_leadership),
            None => self.role = Role::Leaderless,
        }
        let moved = self.advance_high_watermark(now, brokers);
        Consequences {
            proposal: self.decide_join(now, brokers).proposal,
            ..moved
        }
    }

    fn lead(
        &mut self,
        now: Instant,
        assignment: &Assignment,
        new_leadership: bool,
        is_known: bool,
    ) {
        match &mut self.role {
            Role::Leader(leader) => {
                leader.apply(now, self.local, assignment, new_leadership, is_known);
            }
            Role::Leaderless | Role::Follower(_) => {
                self.role =
                    Role::Leader(Leader::new(now, self.local, assignment, self.marks.log_end));
            }
        }
    }

    fn follow(&mut self, leader: BrokerId, new_leadership: bool) {
        let same =
            matches!(&self.role, Role::Follower(f) if f.leader() == leader && !new_leadership);
        if !same {
            self.role = Role::Follower(Follower::new(leader));
        }
    }

    /// Compares the leader epoch that a request carries.
    #[must_use]
    pub fn check_epoch(&self, requested: LeaderEpoch) -> EpochCheck {
        match requested {
            LeaderEpoch::NONE => EpochCheck::Current,
            epoch if epoch < self.leader_epoch => EpochCheck::RequesterBehind,
            epoch if epoch > self.leader_epoch => EpochCheck::RequesterAhead,
            _ => EpochCheck::Current,
        }
    }

    /// The first offset that a reader may not see; `first_unstable` is where the oldest open transaction starts.
    #[must_use]
    pub fn readable_end(&self, isolation: Isolation, first_unstable: Option<Offset>) -> Offset {
        match isolation {
            Isolation::Replica => self.counted_end(),
            Isolation::ReadUncommitted => self.marks.high_watermark,
            Isolation::ReadCommitted => self.last_stable_offset(first_unstable),
        }
    }

    /// First offset of the oldest open transaction, or the high watermark.
    #[must_use]
    pub fn last_stable_offset(&self, first_unstable: Option<Offset>) -> Offset {
        first_unstable.map_or(self.marks.high_watermark, |first| {
            first.min(self.marks.high_watermark)
        })
    }

    /// Whether a client may be told the end of the log: a new leader's own high watermark can be older than what its
    /// predecessor has shown, until it reaches the start of its epoch.
    #[must_use]
    pub fn may_tell_end(&self) -> bool {
        self.leader()
            .is_some_and(|leader| self.marks.high_watermark >= leader.epoch_start())
    }

    /// The log grew to `log_end`.
    pub fn on_appended(
        &mut self,
        now: Instant,
        log_end: Offset,
        brokers: &dyn BrokerView,
    ) -> Consequences {
        assert!(
            log_end >= self.marks.log_end,
            "an append cannot shorten the log"
        );
        self.move_end(now, |marks| marks.log_end = log_end);
        self.advance_high_watermark(now, brokers)
    }

    /// Moves an end, and notes who had everything until now: a follower that waits at the leader for more does not ask again
    /// while there is none, and is behind only from here on.
    fn move_end(&mut self, now: Instant, change: impl FnOnce(&mut Marks)) {
        let before = self.counted_end();
        change(&mut self.marks);
        if self.counted_end() > before
            && let Role::Leader(leader) = &mut self.role
        {
            leader.note_caught_up(now, before);
        }
    }

    /// Everything below `flushed_end` was flushed.
    pub fn on_flushed(
        &mut self,
        now: Instant,
        flushed_end: Offset,
        brokers: &dyn BrokerView,
    ) -> Consequences {
        self.move_end(now, |marks| {
            marks.flushed_end = marks.flushed_end.max(flushed_end.min(marks.log_end));
        });
        self.advance_high_watermark(now, brokers)
    }

    /// Records below `log_start` were deleted. Returns the start that holds now.
    pub fn on_log_start(&mut self, log_start: Offset) -> Offset {
        self.marks.log_start = self.marks.log_start.max(log_start.min(self.marks.log_end));
        self.marks.high_watermark = self.marks.high_watermark.max(self.marks.log_start);
        self.marks.flushed_end = self.marks.flushed_end.max(self.marks.log_start);
        self.marks.assert_ordered();
        self.marks.log_start
    }

    /// The log was cut: it starts at `log_start` and ends at `log_end` now.
    pub fn on_truncated(&mut self, log_start: Offset, log_end: Offset) {
        self.marks.log_start = log_start;
        self.marks.log_end = log_end;
        self.marks.flushed_end = self.marks.flushed_end.clamp(log_start, log_end);
        self.marks.high_watermark = self.marks.high_watermark.clamp(log_start, log_end);
        self.marks.assert_ordered();
    }

    /// Runs the high-watermark rule, for every event that can move it.
    pub(crate) fn advance_high_watermark(
        &mut self,
        now: Instant,
        brokers: &dyn BrokerView,
    ) -> Consequences {
        let own_end = self.counted_end();
        let Role::Leader(leader) = &self.role else {
            return Consequences::default();
        };
        let Some(offset) = leader.committed_end(now, own_end, self.settings, brokers) else {
            return Consequences::default();
        };
        if offset <= self.marks.high_watermark {
            return Consequences::default();
        }
        self.marks.high_watermark = offset;
        self.marks.assert_ordered();
        Consequences {
            high_watermark: Some(offset),
            proposal: None,
        }
    }
}
