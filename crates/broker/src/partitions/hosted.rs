//! One hosted partition.
//!
//! A thread holds at most one partition's lock, and inside of it only leaf locks. Nothing outside of this room is called
//! under it: what a change calls for is returned as [`Effects`].

use std::sync::{Arc, Weak};

use partition_log::{FlushScope, LogConfig, LogError, PartitionLog};
use replica_core::{
    AckOutcome, AppendTerms, Assignment, BrokerView, Consequences, Durability, Replica,
    ReplicaSettings, Role,
};
use types::{LeaderEpoch, Now, Offset, TopicId, TopicPartition};

use crate::locked;
use crate::sync::{Mutex, MutexGuard};
use crate::waiting::{AckWait, Effects, FetchSession, SessionKey, Waiter};

/// The settings of one partition, resolved from its topic's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct PartitionSettings {
    pub(crate) topic: Arc<settings::TopicConfig>,
    pub(crate) log: Arc<LogConfig>,
    pub(crate) replica: ReplicaSettings,
}

/// A partition of which this broker has a replica.
#[derive(Debug)]
pub(crate) struct HostedPartition {
    pub(crate) topic_id: TopicId,
    pub(crate) name: TopicPartition,
    /// Place of the log directory in the broker's list.
    pub(crate) directory: usize,
    /// Tells this hosting from an earlier one of the same partition; never zero.
    pub(crate) serial: u64,
    state: Mutex<Hosted>,
}

/// What is under the lock.
#[derive(Debug)]
pub(crate) struct Hosted {
    pub(crate) replica: Replica,
    pub(crate) log: PartitionLog,
    pub(crate) settings: PartitionSettings,
    /// The hosting has ended. Whoever found the partition before is told, and does not wait: nothing would wake it.
    pub(super) retired: bool,
    waits: Vec<AckWait>,
    watchers: Vec<(Weak<FetchSession>, SessionKey)>,
}

impl HostedPartition {
    pub(crate) fn new(
        topic_id: TopicId,
        name: TopicPartition,
        directory: usize,
        serial: u64,
        replica: Replica,
        log: PartitionLog,
        settings: PartitionSettings,
    ) -> Arc<Self> {
        let state = Hosted {
            replica,
            log,
            settings,
            retired: false,
            waits: Vec::new(),
            watchers: Vec::new(),
        };
        Arc::new(Self {
            topic_id,
            name,
            directory,
            serial,
            state: Mutex::new(state),
        })
    }

    /// Takes the partition's lock.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Hosted> {
        locked(&self.state)
    }

    /// Runs `change` under the lock and gathers what it calls for.
    pub(crate) fn change<T>(
        self: &Arc<Self>,
        now: Now,
        effects: &mut Effects,
        change: impl FnOnce(&mut Hosted) -> (T, Consequences),
    ) -> T {
        let mut hosted = self.lock();
        let before = hosted.visible();
        let (result, consequences) = change(&mut hosted);
        hosted.gather(now, self, before, consequences, effects);
        result
    }

    /// Takes committed metadata, and writes a new epoch of this leader into the log before anything is served under it.
    pub(crate) fn apply_assignment(
        self: &Arc<Self>,
        now: Now,
        assignment: &Assignment,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) -> Result<(), LogError> {
        self.change(now, effects, |hosted| {
            let before = hosted.replica.leader_epoch();
            let mut consequences =
                hosted
                    .replica
                    .apply_assignment(now.instant, assignment, brokers);
            let epoch = hosted.replica.leader_epoch();
            let leads = matches!(hosted.replica.role(), Role::Leader(_));
            let assigned = if leads && epoch > before {
                hosted.log.assign_epoch(epoch)
            } else {
                Ok(())
            };
            if leads && consequences.proposal.is_none() {
                consequences.proposal = hosted.replica.decide_recovered().proposal;
            }
            (assigned, consequences)
        })
    }

    /// Takes changed settings.
    pub(crate) fn apply_settings(
        self: &Arc<Self>,
        now: Now,
        settings: PartitionSettings,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) {
        self.change(now, effects, |hosted| {
            hosted.log.set_config(settings.log.clone());
            let consequences =
                hosted
                    .replica
                    .apply_settings(now.instant, settings.replica, brokers);
            hosted.settings = settings;
            ((), consequences)
        });
    }

    /// Begins a flush if one is due and none is under way.
    pub(crate) fn flush_if_due(self: &Arc<Self>, now: Now, effects: &mut Effects) {
        self.lock().begin_flush_if_due(now, self, effects);
    }

    /// Ends the flush that was under way; whatever was appended meanwhile joins the next.
    pub(crate) fn on_flushed(
        self: &Arc<Self>,
        now: Now,
        up_to: Offset,
        brokers: &dyn BrokerView,
        effects: &mut Effects,
    ) {
        self.change(now, effects, |hosted| {
            hosted.log.finish_flush(up_to);
            ((), hosted.replica.on_flushed(now.instant, up_to, brokers))
        });
    }

    /// Whether acknowledgements wait until records are flushed.
    pub(crate) fn awaits_flushes(&self) -> bool {
        self.lock().replica.settings().durability == Durability::Flushed
    }

    /// No longer marks `session`.
    pub(crate) fn unwatch(&self, session: &Arc<FetchSession>) {
        let mut hosted = self.lock();
        hosted.watchers.retain(|(known, _)| {
            known.strong_count() > 0 && known.as_ptr() != Arc::as_ptr(session)
        });
    }
}

/// What a reader of either kind can see.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visible {
    high_watermark: Offset,
    counted_end: Offset,
    log_start: Offset,
    last_stable: Offset,
    /// Whoever waits at a leader that is none any more, or leads anew, has to hear of it.
    leader_epoch: LeaderEpoch,
}

impl Hosted {
    pub(crate) fn visible(&mut self) -> Visible {
        let marks = self.replica.marks();
        Visible {
            high_watermark: marks.high_watermark,
            counted_end: self.replica.counted_end(),
            log_start: marks.log_start,
            last_stable: self.last_stable_offset(),
            leader_epoch: self.replica.leader_epoch(),
        }
    }

    /// First offset of the oldest open transaction, or the high watermark.
    pub(crate) fn last_stable_offset(&mut self) -> Offset {
        let first_unstable = self.first_unstable();
        self.replica.last_stable_offset(first_unstable)
    }

    /// They are in memory since the hosting began, so that nothing is read here.
    pub(crate) fn first_unstable(&mut self) -> Option<Offset> {
        self.log
            .producers()
            .ok()
            .and_then(log_state::Producers::first_unstable_offset)
    }

    /// Marks the readers, settles the waits and notes the rest.
    fn gather(
        &mut self,
        now: Now,
        this: &Arc<HostedPartition>,
        before: Visible,
        consequences: Consequences,
        effects: &mut Effects,
    ) {
        if let Some(high_watermark) = consequences.high_watermark
            && let Ok(producers) = self.log.producers_mut()
        {
            producers.on_high_watermark(high_watermark);
        }
        if let Some(proposal) = consequences.proposal {
            effects.proposals.push((this.clone(), proposal));
        }
        if self.visible() != before {
            self.mark_watchers(effects);
        }
        self.settle_waits(this, effects);
        // Whoever appends while no flush runs begins the next one; who comes meanwhile joins the one after.
        self.begin_flush_if_due(now, this, effects);
    }

    pub(crate) fn mark_watchers(&mut self, effects: &mut Effects) {
        self.watchers.retain(|(session, key)| {
            let Some(session) = session.upgrade() else {
                return false;
            };
            if session.mark(key) {
                effects.woken.push(session);
            }
            true
        });
    }

    fn settle_waits(&mut self, this: &Arc<HostedPartition>, effects: &mut Effects) {
        let replica = &self.replica;
        self.waits.retain(|wait| {
            match replica.ack_outcome(wait.terms, wait.until, wait.written_under) {
                AckOutcome::Waiting => !wait.waiter.is_gone(),
                outcome => {
                    effects
                        .settled
                        .push((wait.waiter.clone(), this.clone(), outcome, wait.until));
                    false
                }
            }
        });
    }

    /// What became of an append or a deletion; parks who waits for it while that is open.
    pub(crate) fn wait_unless_settled(
        &mut self,
        terms: AppendTerms,
        until: Offset,
        written_under: LeaderEpoch,
        waiter: impl FnOnce() -> Waiter,
    ) -> AckOutcome {
        let outcome = self.replica.ack_outcome(terms, until, written_under);
        if outcome == AckOutcome::Waiting {
            self.waits.push(AckWait {
                until,
                terms,
                written_under,
                waiter: waiter(),
            });
        }
        outcome
    }

    /// Has `session` marked for `key` by every change from now on.
    pub(crate) fn watch(&mut self, session: &Arc<FetchSession>, key: &SessionKey) {
        self.watchers.push((Arc::downgrade(session), key.clone()));
    }

    fn begin_flush_if_due(&mut self, now: Now, this: &Arc<HostedPartition>, effects: &mut Effects) {
        let Some(scope) = self.log.flush_due(now.instant) else {
            return;
        };
        self.begin_flush(scope, this, effects);
    }

    pub(crate) fn begin_flush(
        &mut self,
        scope: FlushScope,
        this: &Arc<HostedPartition>,
        effects: &mut Effects,
    ) {
        match self.log.begin_flush(scope) {
            Ok(Some(flush)) => effects.flushes.push((this.clone(), flush)),
            Ok(None) => {}
            Err(error) if error.is_disk_failure() => effects
                .failed_directories
                .push((this.directory, error.to_string())),
            // A small file does not fit on a full disk. Nothing counts as flushed, and it is tried again.
            Err(error) => {
                tracing::warn!(partition = %this.name, %error, "a log cannot be flushed for now");
            }
        }
    }
}
