//! Leading: the voters' positions, the high watermark, and knowing when a majority is out of reach.

use std::collections::BTreeMap;
use std::time::Duration;

use types::{BrokerId, Instant, Offset};

use crate::log_facts::{Validity, validate};
use crate::quorum::Role;
use crate::{
    Action, EpochRefusal, FetchAnswer, FetchRequest, LogFacts, Quorum, QuorumDescription,
    QuorumSettings, ReplicaProgress,
};

/// Observers that are remembered for a description.
const OBSERVERS_MAX: usize = 1_000;
/// How long an observer is remembered after its last fetch.
const OBSERVER_FORGOTTEN_AFTER: Duration = Duration::from_secs(300);

#[derive(Clone, Debug)]
pub(crate) struct Leader {
    /// Where the log ended at the election: the first record of the epoch.
    epoch_start: Offset,
    /// Whether that first record is committed.
    pub(crate) won: bool,
    /// The other voters.
    progress: BTreeMap<BrokerId, Progress>,
    observers: BTreeMap<BrokerId, Progress>,
    greet_at: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Progress {
    position: Option<Offset>,
    /// A voter that came with an empty log may have lost a fuller one: it counts from where this leader's log ended then.
    counts_from: Offset,
    /// The last fetch; the election before any.
    heard: Instant,
    last_fetch: Option<Instant>,
    last_caught_up: Option<Instant>,
}

impl Progress {
    fn new(now: Instant) -> Self {
        Self {
            position: None,
            counts_from: Offset::ZERO,
            heard: now,
            last_fetch: None,
            last_caught_up: None,
        }
    }

    fn counted(&self) -> Offset {
        self.position
            .filter(|&at| at >= self.counts_from)
            .unwrap_or(Offset::ZERO)
    }

    fn describe(&self, replica: BrokerId) -> ReplicaProgress {
        ReplicaProgress {
            replica,
            log_end_offset: self.position,
            last_fetch: self.last_fetch,
            last_caught_up: self.last_caught_up,
        }
    }
}

impl Leader {
    pub(crate) fn new(settings: &QuorumSettings, epoch_start: Offset, now: Instant) -> Self {
        Self {
            epoch_start,
            won: false,
            progress: settings
                .other_voters()
                .map(|voter| (voter, Progress::new(now)))
                .collect(),
            observers: BTreeMap::new(),
            greet_at: now + greet_every(settings),
        }
    }

    /// The others, the most advanced first.
    pub(crate) fn by_progress(&self) -> Vec<BrokerId> {
        let mut voters: Vec<_> = self.progress.iter().collect();
        voters.sort_by_key(|(voter, progress)| (std::cmp::Reverse(progress.counted()), **voter));
        voters.into_iter().map(|(voter, _)| *voter).collect()
    }

    pub(crate) fn next_deadline(&self, settings: &QuorumSettings) -> Instant {
        if self.progress.is_empty() {
            return Instant::NEVER;
        }
        self.greet_at
            .min(self.majority_heard(settings) + majority_timeout(settings))
    }

    /// The latest moment by which a majority, this member included, had fetched.
    fn majority_heard(&self, settings: &QuorumSettings) -> Instant {
        let mut heard: Vec<_> = self
            .progress
            .values()
            .map(|progress| progress.heard)
            .collect();
        heard.sort_unstable_by(|a, b| b.cmp(a));
        // This member is one of the majority itself.
        settings
            .majority()
            .checked_sub(2)
            .map_or(Instant::NEVER, |index| heard[index])
    }
}

/// A leader steps down when a majority has not fetched for so long: one follower time-out, and half of one for the way.
fn majority_timeout(settings: &QuorumSettings) -> Duration {
    settings.fetch_timeout * 3 / 2
}

fn greet_every(settings: &QuorumSettings) -> Duration {
    settings.fetch_timeout / 2
}

impl Quorum {
    pub(crate) fn tick_leader(&mut self, now: Instant, out: &mut Vec<Action>) {
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        if leader.progress.is_empty() {
            return;
        }
        if leader.majority_heard(&self.settings) + majority_timeout(&self.settings) <= now {
            return self.resign(now, out);
        }
        if leader.greet_at <= now {
            let every = greet_every(&self.settings);
            leader.greet_at = now + every;
            let silent =
                |progress: &Progress| progress.last_fetch.is_none_or(|at| now.since(at) >= every);
            let silent: Vec<_> = leader
                .progress
                .iter()
                .filter(|(_, progress)| silent(progress))
                .map(|(voter, _)| *voter)
                .collect();
            for voter in silent {
                self.greet(voter, out);
            }
        }
    }

    /// Takes in a fetch and says how to answer it. An answer without records may wait for [`Action::HighWatermark`] or for
    /// more records; [`Quorum::answer_fetch`] then says what has become of it.
    pub fn on_fetch(
        &mut self,
        now: Instant,
        request: &FetchRequest,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) -> FetchAnswer {
        if self.fetch_refusal(request).is_none() {
            let is_prefix = validate(log, request.log_end) == Validity::Valid;
            self.note_fetch(now, request, is_prefix, log);
            self.advance_high_watermark(now, log, out);
        }
        self.answer_fetch(request, log)
    }

    /// How a fetch that was taken in before is to be answered now.
    #[must_use]
    pub fn answer_fetch(&self, request: &FetchRequest, log: &dyn LogFacts) -> FetchAnswer {
        if let Some(refusal) = self.fetch_refusal(request) {
            return FetchAnswer::Refused(refusal);
        }
        match validate(log, request.log_end) {
            Validity::Diverging(end) => return FetchAnswer::Diverging(end),
            Validity::Snapshot(snapshot) => return FetchAnswer::Snapshot(snapshot),
            Validity::Valid => {}
        }
        let is_voter = |replica: BrokerId| self.settings.voters.contains(&replica);
        let until = if request.replica.is_some_and(is_voter) {
            log.end().offset
        } else {
            self.high_watermark.unwrap_or(Offset::ZERO)
        };
        FetchAnswer::Read { until }
    }

    fn fetch_refusal(&self, request: &FetchRequest) -> Option<EpochRefusal> {
        let own = self.standing.cluster_id.as_ref();
        if request
            .cluster_id
            .as_ref()
            .is_some_and(|theirs| Some(theirs) != own)
            && own.is_some()
        {
            return Some(EpochRefusal::ClusterId);
        }
        if request.leader_epoch < self.election.epoch {
            return Some(EpochRefusal::Fenced);
        }
        if request.leader_epoch > self.election.epoch {
            return Some(EpochRefusal::Unknown);
        }
        if !self.leads() {
            return Some(EpochRefusal::NotLeader);
        }
        let end = request.log_end;
        let sensible = end.offset >= Offset::ZERO
            && end.epoch.0 >= 0
            && end.epoch <= request.leader_epoch
            && request.replica != Some(self.settings.node);
        (!sensible).then_some(EpochRefusal::Invalid)
    }

    /// Whoever fetches is alive. Its position counts only where its log is a prefix of this one.
    fn note_fetch(
        &mut self,
        now: Instant,
        request: &FetchRequest,
        is_prefix: bool,
        log: &dyn LogFacts,
    ) {
        let (Role::Leader(leader), Some(replica)) = (&mut self.role, request.replica) else {
            return;
        };
        let position = request.log_end.offset;
        let progress = match leader.progress.get_mut(&replica) {
            Some(progress) => progress,
            None => {
                let observers = &mut leader.observers;
                if !observers.contains_key(&replica) && observers.len() >= OBSERVERS_MAX {
                    observers
                        .retain(|_, progress| now.since(progress.heard) < OBSERVER_FORGOTTEN_AFTER);
                    if observers.len() >= OBSERVERS_MAX {
                        return;
                    }
                }
                observers
                    .entry(replica)
                    .or_insert_with(|| Progress::new(now))
            }
        };
        progress.heard = now;
        progress.last_fetch = Some(now);
        if !is_prefix {
            return;
        }
        if position == Offset::ZERO && progress.position != Some(Offset::ZERO) {
            progress.counts_from = log.end().offset;
        }
        progress.position = Some(position);
        if position >= log.end().offset {
            progress.last_caught_up = Some(now);
        }
    }

    /// Recomputes the high watermark after any position has moved.
    pub(crate) fn advance_high_watermark(
        &mut self,
        now: Instant,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let Role::Leader(leader) = &self.role else {
            return self.advance_follower_high_watermark(now, log, out);
        };
        let mut positions: Vec<_> = leader.progress.values().map(Progress::counted).collect();
        positions.push(log.flushed_end());
        positions.sort_unstable_by(|a, b| b.cmp(a));
        let committed = positions[self.settings.majority() - 1].min(log.end().offset);
        // Only records of the own epoch are counted: an older one that a majority holds may still be overwritten by a
        // leader that does not have it.
        if committed <= leader.epoch_start || Some(committed) <= self.high_watermark {
            return;
        }
        self.raise_high_watermark(committed, out);
        if let Role::Leader(leader) = &mut self.role
            && !leader.won
        {
            leader.won = true;
            out.push(Action::Won(self.election.epoch));
        }
    }

    /// The quorum as this member sees it, when it leads.
    #[must_use]
    pub fn describe(&self, now: Instant, log: &dyn LogFacts) -> Option<QuorumDescription> {
        let Role::Leader(leader) = &self.role else {
            return None;
        };
        let itself = ReplicaProgress {
            replica: self.settings.node,
            log_end_offset: Some(log.end().offset),
            last_fetch: Some(now),
            last_caught_up: Some(now),
        };
        let mut voters = vec![itself];
        voters.extend(
            leader
                .progress
                .iter()
                .map(|(&voter, progress)| progress.describe(voter)),
        );
        voters.sort_by_key(|progress| progress.replica);
        let fresh = |progress: &&Progress| now.since(progress.heard) < OBSERVER_FORGOTTEN_AFTER;
        let observers = leader
            .observers
            .iter()
            .filter(|(_, progress)| fresh(progress))
            .map(|(&observer, progress)| progress.describe(observer))
            .collect();
        Some(QuorumDescription {
            epoch: self.election.epoch,
            high_watermark: self.high_watermark,
            voters,
            observers,
        })
    }
}
