//! Following: fetching, belief in the leader, truncation, snapshots, and catching up after a lost directory.

use types::{BrokerId, Instant, LeaderEpoch, Offset};

use crate::quorum::{Asked, RANK_STAGGER, Role};
use crate::{
    Action, EpochRefusal, Failure, FetchRequest, FetchResponse, LogFacts, LogPosition, Quorum,
    QuorumSettings, Request, SnapshotChunk, SnapshotRequest,
};

#[derive(Clone, Debug)]
pub(crate) struct Follower {
    pub(crate) leader: BrokerId,
    /// Whether the leader has presented itself with its cluster id; a member that is not settled fetches nothing before.
    pub(crate) greeted: bool,
    /// The last answer from the leader, or when it became known.
    heard: Instant,
    /// Belief in the leader has ended; the member stands for election then.
    pub(crate) stand_at: Option<Instant>,
    /// The next fetch leaves no earlier.
    pub(crate) retry_at: Instant,
    /// Failures since the last answer.
    failures: u32,
    leader_high_watermark: Option<Offset>,
    /// For a member that is catching up: the leader's high watermark at first contact.
    catch_up_until: Option<Offset>,
    download: Option<Download>,
    /// The log is to be cut or replaced before anything else.
    pub(crate) awaits_log: bool,
    /// The next fetch leaves when what was fetched is flushed.
    awaits_flush: bool,
}

#[derive(Clone, Copy, Debug)]
struct Download {
    snapshot: LogPosition,
    position: u64,
}

impl Follower {
    pub(crate) fn new(leader: BrokerId, greeted: bool, now: Instant) -> Self {
        Self {
            leader,
            greeted,
            heard: now,
            stand_at: None,
            retry_at: now,
            failures: 0,
            leader_high_watermark: None,
            catch_up_until: None,
            download: None,
            awaits_log: false,
            awaits_flush: false,
        }
    }

    /// Whether the member still takes its leader for alive.
    pub(crate) fn believes(&self) -> bool {
        self.stand_at.is_none()
    }

    /// When the member loses its belief, or having lost it, stands.
    pub(crate) fn stand_deadline(&self, settings: &QuorumSettings) -> Instant {
        self.stand_at.unwrap_or(self.heard + settings.fetch_timeout)
    }

    /// The leader has given a sign of life.
    pub(crate) fn restore_belief(&mut self, now: Instant) {
        self.heard = now;
        self.stand_at = None;
    }
}

impl Quorum {
    fn idle(&self) -> bool {
        self.asked(Asked::Fetch).is_none() && self.asked(Asked::Snapshot).is_none()
    }

    /// When the next fetch may leave; what else it waits for is an event.
    pub(crate) fn fetch_deadline(&self) -> Instant {
        match self.follower() {
            Some(follower)
                if self.idle()
                    && !follower.awaits_log
                    && !follower.awaits_flush
                    && self.may_fetch(follower) =>
            {
                follower.retry_at
            }
            _ => Instant::NEVER,
        }
    }

    /// When an observer without a leader asks the next voter.
    pub(crate) fn discovery_deadline(&self) -> Instant {
        if self.idle() {
            self.discovery.1
        } else {
            Instant::NEVER
        }
    }

    fn may_fetch(&self, follower: &Follower) -> bool {
        follower.greeted || !self.settings.is_voter()
    }

    pub(crate) fn tick_follower(
        &mut self,
        now: Instant,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let fetch_timeout = self.settings.fetch_timeout;
        let Role::Follower(follower) = &mut self.role else {
            return;
        };
        if follower.stand_at.is_none() && follower.heard + fetch_timeout <= now {
            self.doubt(now, out);
        }
        if let Role::Follower(Follower {
            stand_at: Some(at), ..
        }) = &self.role
            && *at <= now
        {
            self.stand(now, log, out);
        }
    }

    /// Ends the belief in the leader.
    fn doubt(&mut self, now: Instant, out: &mut Vec<Action>) {
        if !self.settings.is_voter() {
            let epoch = self.election.epoch;
            self.election.leader = None;
            self.change_role(Role::Unattached {
                stand_at: Instant::NEVER,
            });
            self.discovery.1 = now + self.settings.retry_backoff;
            out.push(Action::LeaderChanged {
                epoch,
                leader: None,
            });
            return;
        }
        let stand_at = (now + RANK_STAGGER * self.rank()).max(self.stand_not_before);
        if let Role::Follower(follower) = &mut self.role
            && follower.stand_at.is_none()
        {
            follower.stand_at = Some(stand_at);
        }
    }

    /// Sends the next fetch, unless one is on its way or something must come first.
    pub(crate) fn fetch_when_idle(
        &mut self,
        now: Instant,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        if !self.idle() {
            return;
        }
        if !self.settings.is_voter() && matches!(self.role, Role::Unattached { .. }) {
            return self.look_for_leader(now, log, out);
        }
        // What is told to be held must be held after a crash too.
        let flushed = log.flushed_end() == log.end().offset;
        let Some(follower) = self.follower_mut() else {
            return;
        };
        follower.awaits_flush = !flushed;
        let ready = flushed && !follower.awaits_log && follower.retry_at <= now;
        let (leader, download) = (follower.leader, follower.download);
        if !ready
            || self
                .follower()
                .is_none_or(|follower| !self.may_fetch(follower))
        {
            return;
        }
        let (asked, request) = match download {
            None => (Asked::Fetch, Request::Fetch(self.fetch_request(log))),
            Some(download) => {
                let request = SnapshotRequest {
                    cluster_id: self.standing.cluster_id.clone(),
                    replica: self.settings.node,
                    leader_epoch: self.election.epoch,
                    snapshot: download.snapshot,
                    position: download.position,
                };
                (Asked::Snapshot, Request::FetchSnapshot(request))
            }
        };
        self.send(leader, asked, request, out);
    }

    fn fetch_request(&self, log: &dyn LogFacts) -> FetchRequest {
        FetchRequest {
            cluster_id: self.standing.cluster_id.clone(),
            replica: Some(self.settings.node),
            leader_epoch: self.election.epoch,
            log_end: log.end(),
        }
    }

    /// An observer asks one voter after the other until one names the leader.
    fn look_for_leader(&mut self, now: Instant, log: &dyn LogFacts, out: &mut Vec<Action>) {
        let (next, at) = self.discovery;
        if at > now {
            return;
        }
        let voters = self.settings.voters.len();
        if let Some(&voter) = self.settings.voters.iter().nth(next % voters) {
            self.discovery = (next + 1, now + self.settings.retry_backoff);
            let request = Request::Fetch(self.fetch_request(log));
            self.send(voter, Asked::Fetch, request, out);
        }
    }

    pub(crate) fn fetch_failed(
        &mut self,
        now: Instant,
        failure: Failure,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let later = now + self.settings.retry_backoff;
        self.discovery.1 = later;
        let Some(follower) = self.follower_mut() else {
            return;
        };
        follower.failures += 1;
        // A connection that broke says little; the next dial says more, so it is made at once, and once.
        let at_once = failure == Failure::Disconnected && follower.failures == 1;
        follower.retry_at = if at_once { now } else { later };
        if failure == Failure::Refused || failure == Failure::Rejected {
            self.doubt(now, out);
            self.tick_follower(now, log, out);
        }
    }

    pub(crate) fn on_fetch_response(
        &mut self,
        now: Instant,
        from: BrokerId,
        response: &FetchResponse,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        if self.observe_epoch(now, response.epoch, response.leader, out) {
            return;
        }
        if response.epoch < self.election.epoch || response.refusal.is_some() {
            let failure = match response.refusal {
                // It says itself that it does not lead (any more).
                Some(EpochRefusal::NotLeader) => Failure::Refused,
                _ => Failure::TimedOut,
            };
            return self.fetch_failed(now, failure, log, out);
        }
        if self
            .follower()
            .is_none_or(|follower| follower.leader != from)
        {
            return;
        }
        self.end_pre_vote(now);
        let Role::Follower(follower) = &mut self.role else {
            return;
        };
        follower.restore_belief(now);
        follower.failures = 0;
        follower.retry_at = now;
        follower.leader_high_watermark =
            follower.leader_high_watermark.max(response.high_watermark);
        if follower.catch_up_until.is_none() {
            follower.catch_up_until = response.high_watermark;
        }
        if let Some(diverging) = response.diverging {
            return self.truncate(diverging, log, out);
        }
        if let Some(snapshot) = response.snapshot {
            follower.download = Some(Download {
                snapshot,
                position: 0,
            });
            return;
        }
        if response.has_records {
            follower.awaits_log = true;
            out.push(Action::AppendFetched);
            return;
        }
        self.advance_follower_high_watermark(now, log, out);
        self.note_caught_up(now, log, out);
    }

    /// Cuts the log where it parts from the leader's; asked for again until they agree.
    fn truncate(&mut self, diverging: LogPosition, log: &dyn LogFacts, out: &mut Vec<Action>) {
        let end = log.end().offset;
        let to = match log.epoch_end(diverging.epoch) {
            Some(own) if own.epoch == diverging.epoch => own.offset.min(diverging.offset),
            Some(own) => own.offset,
            None => log.start(),
        };
        let to = to.min(end);
        if let Some(committed) = self.high_watermark
            && to < committed
        {
            out.push(Action::Fail(format!(
                "the leader of epoch {} asks to cut the metadata log at offset {to}, but everything below {committed} is \
                 committed here: the quorum's directories do not belong together. Compare cluster.id and node.id in \
                 meta.properties of all controllers",
                self.election.epoch
            )));
            return;
        }
        if let Role::Follower(follower) = &mut self.role {
            follower.awaits_log = true;
        }
        out.push(Action::Truncate(to));
    }

    pub(crate) fn on_snapshot_chunk(
        &mut self,
        now: Instant,
        chunk: &SnapshotChunk,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        if self.observe_epoch(now, chunk.epoch, chunk.leader, out) {
            return;
        }
        self.end_pre_vote(now);
        let Role::Follower(follower) = &mut self.role else {
            return;
        };
        let Some(download) = follower.download else {
            return;
        };
        let fits = chunk.refusal.is_none()
            && chunk.epoch == self.election.epoch
            && chunk.position == download.position
            && chunk.len > 0;
        if !fits {
            // The snapshot may have been replaced by a newer one: a fetch tells which.
            follower.download = None;
            return self.fetch_failed(now, Failure::TimedOut, log, out);
        }
        follower.restore_belief(now);
        let Download { snapshot, position } = download;
        let last = position + chunk.len >= chunk.size;
        if last {
            follower.download = None;
            follower.awaits_log = true;
        } else {
            follower.download = Some(Download {
                snapshot,
                position: position + chunk.len,
            });
        }
        out.push(Action::KeepSnapshotChunk {
            snapshot,
            position,
            last,
        });
    }

    pub(crate) fn advance_follower_high_watermark(
        &mut self,
        _now: Instant,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let Role::Follower(follower) = &self.role else {
            return;
        };
        let Some(told) = follower.leader_high_watermark else {
            return;
        };
        let committed = told.min(log.end().offset);
        if Some(committed) > self.high_watermark {
            self.raise_high_watermark(committed, out);
        }
    }

    /// A member without a voice gains it when it holds all that it may have held before its directory was lost: everything
    /// up to the first record of this leader's epoch, and what was committed when they first met.
    pub(crate) fn note_caught_up(
        &mut self,
        _now: Instant,
        log: &dyn LogFacts,
        out: &mut Vec<Action>,
    ) {
        let Role::Follower(follower) = &self.role else {
            return;
        };
        let Some(until) = follower.catch_up_until else {
            return;
        };
        let end = log.end();
        let in_epoch = end.epoch == self.election.epoch && end.epoch > LeaderEpoch(0);
        if in_epoch && log.flushed_end() == end.offset && end.offset >= until {
            self.gain_voice(out);
        }
    }
}
