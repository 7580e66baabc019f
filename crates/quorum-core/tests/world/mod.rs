//! A quorum in one thread: members with logs that flush late, a network that delays, drops and cuts, and the promises checked
//! at every step. The same seed gives the same history.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::time::Duration;

use quorum_core::{
    Action, ElectionState, EpochRefusal, Failure, FetchAnswer, FetchRequest, FetchResponse,
    LogFacts, LogPosition, Quorum, QuorumSettings, Request, RequestTag, Response, SnapshotChunk,
    Standing, State, VoteRequest, VoteResponse,
};
use types::{BrokerId, Instant, LeaderEpoch, Offset};

pub(crate) const SNAPSHOT_BYTES: u64 = 100;
const CHUNK_BYTES: u64 = 40;
const RECORDS_PER_FETCH: usize = 5;
const POLL: Duration = Duration::from_millis(400);

/// One record: the epoch that wrote it, and a number that tells it from all others.
pub(crate) type Entry = (LeaderEpoch, u64);

#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    /// All records that ever counted, those in the snapshot too.
    pub(crate) entries: Vec<Entry>,
    pub(crate) start: usize,
    pub(crate) flushed: usize,
}

impl LogFacts for Log {
    fn start(&self) -> Offset {
        offset(self.start)
    }

    fn end(&self) -> LogPosition {
        position(&self.entries, self.entries.len())
    }

    fn flushed_end(&self) -> Offset {
        offset(self.flushed)
    }

    fn epoch_end(&self, epoch: LeaderEpoch) -> Option<LogPosition> {
        // The epoch of the last record in the snapshot is known too.
        let known = self
            .entries
            .get(self.start.saturating_sub(1)..)
            .unwrap_or_default();
        let at = self.start.saturating_sub(1) + known.partition_point(|(e, _)| *e <= epoch);
        (at > self.start.saturating_sub(1) && at >= self.start).then(|| position(&self.entries, at))
    }

    fn latest_snapshot(&self) -> Option<LogPosition> {
        (self.start > 0).then(|| position(&self.entries, self.start))
    }
}

pub(crate) fn offset(at: usize) -> Offset {
    Offset(i64::try_from(at).expect("small"))
}

fn index(offset: Offset) -> usize {
    usize::try_from(offset.0).expect("not negative")
}

fn position(entries: &[Entry], end: usize) -> LogPosition {
    let epoch = if end == 0 {
        LeaderEpoch(0)
    } else {
        entries[end - 1].0
    };
    LogPosition {
        epoch,
        offset: offset(end),
    }
}

pub(crate) struct Member {
    pub(crate) quorum: Option<Quorum>,
    pub(crate) log: Log,
    pub(crate) election: ElectionState,
    pub(crate) standing: Standing,
    /// Counts starts, so that what was under way before a crash does not arrive after it.
    run: u64,
    /// Fetches that wait here, with their end.
    parked: Vec<(
        Instant,
        BrokerId,
        u64,
        RequestTag,
        FetchRequest,
        Option<Offset>,
    )>,
    /// A snapshot that is being fetched, and how far.
    download: Option<(LogPosition, u64)>,
    pub(crate) won: Option<LeaderEpoch>,
    /// How much the member held when it lost its directory.
    lost: usize,
    /// What the response that is being handled brings along.
    payload: Vec<Entry>,
}

enum Event {
    Tick(BrokerId, u64),
    Request(BrokerId, u64, BrokerId, RequestTag, Request),
    Response(BrokerId, u64, RequestTag, Response, Vec<Entry>),
    Failed(BrokerId, u64, RequestTag, Failure),
    Flushed(BrokerId, u64, usize),
}

pub(crate) struct World {
    pub(crate) now: Instant,
    heap: BinaryHeap<Reverse<(Instant, u64)>>,
    events: BTreeMap<u64, Event>,
    order: u64,
    random: u64,
    pub(crate) members: BTreeMap<BrokerId, Member>,
    voters: BTreeSet<BrokerId>,
    pub(crate) delay: Duration,
    pub(crate) drop_per_mille: u64,
    pub(crate) cuts: BTreeSet<(BrokerId, BrokerId)>,
    /// What is committed, as the first member that knew it told.
    pub(crate) committed: Vec<Entry>,
    leaders: BTreeMap<LeaderEpoch, BrokerId>,
    next_record: u64,
    pub(crate) cluster_ids: BTreeSet<String>,
    /// Members whose nodes know that there was a cluster, whatever their logs say.
    pub(crate) bereft: BTreeSet<BrokerId>,
}

impl World {
    pub(crate) fn new(voters: i32, seed: u64) -> Self {
        let voters: BTreeSet<_> = (1..=voters).map(BrokerId).collect();
        let member = || Member {
            quorum: None,
            log: Log::default(),
            election: ElectionState::default(),
            standing: Standing::default(),
            run: 0,
            parked: Vec::new(),
            download: None,
            won: None,
            lost: 0,
            payload: Vec::new(),
        };
        Self {
            now: Instant(0),
            heap: BinaryHeap::new(),
            events: BTreeMap::new(),
            order: 0,
            random: seed,
            members: voters.iter().map(|&voter| (voter, member())).collect(),
            voters,
            delay: Duration::from_millis(1),
            drop_per_mille: 0,
            cuts: BTreeSet::new(),
            committed: Vec::new(),
            leaders: BTreeMap::new(),
            next_record: 1,
            cluster_ids: BTreeSet::new(),
            bereft: BTreeSet::new(),
        }
    }

    pub(crate) fn random(&mut self) -> u64 {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.random >> 33
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.random() % limit.max(1)
    }

    fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    fn schedule(&mut self, after: Duration, event: Event) {
        self.order += 1;
        self.events.insert(self.order, event);
        self.heap.push(Reverse((self.now + after, self.order)));
    }

    pub(crate) fn start(&mut self, id: BrokerId) {
        let settings = QuorumSettings {
            node: id,
            voters: self.voters.clone(),
            election_timeout: Duration::from_millis(500),
            election_backoff_max: Duration::from_secs(1),
            fetch_timeout: Duration::from_secs(1),
            retry_backoff: Duration::from_millis(20),
            proposed_cluster_id: format!("cluster-of-{id}"),
            may_found: !self.bereft.contains(&id),
            seed: self.random(),
        };
        let now = self.now;
        let member = self.members.get_mut(&id).expect("a member");
        assert!(member.quorum.is_none(), "it runs already");
        member.run += 1;
        member.quorum = Some(Quorum::new(
            settings,
            member.election,
            member.standing.clone(),
            now,
        ));
        let run = member.run;
        self.schedule(Duration::ZERO, Event::Tick(id, run));
        self.flush_later(id);
    }

    pub(crate) fn start_all(&mut self) {
        for id in self.voters.clone() {
            if self.members[&id].quorum.is_none() {
                self.start(id);
            }
        }
    }

    /// What was not flushed may be lost, from its end.
    pub(crate) fn crash(&mut self, id: BrokerId) {
        let member = &self.members[&id];
        let (flushed, end) = (member.log.flushed, member.log.entries.len());
        let kept = flushed + usize::try_from(self.below(as_u64(end - flushed + 1))).expect("small");
        let member = self.members.get_mut(&id).expect("a member");
        member.quorum = None;
        member.run += 1;
        member.log.entries.truncate(kept);
        member.log.flushed = member.log.flushed.min(kept);
        let parked = std::mem::take(&mut member.parked);
        member.download = None;
        member.won = None;
        for (_, from, run, tag, ..) in parked {
            self.schedule(
                Duration::from_micros(50),
                Event::Failed(from, run, tag, Failure::Disconnected),
            );
        }
    }

    /// Loses the directory of a member that is down.
    pub(crate) fn wipe(&mut self, id: BrokerId) {
        let member = self.members.get_mut(&id).expect("a member");
        assert!(member.quorum.is_none(), "it is still running");
        member.lost = member.lost.max(member.log.flushed);
        member.log = Log::default();
        member.election = ElectionState::default();
        member.standing = Standing::default();
    }

    pub(crate) fn cut_off(&mut self, id: BrokerId) {
        for other in self.voters.clone() {
            self.cuts.insert((id, other));
            self.cuts.insert((other, id));
        }
    }

    pub(crate) fn heal(&mut self) {
        self.cuts.clear();
        self.drop_per_mille = 0;
        self.delay = Duration::from_millis(1);
    }

    /// Who has won, in the highest epoch.
    pub(crate) fn leader(&self) -> Option<BrokerId> {
        let won = self
            .members
            .iter()
            .filter_map(|(id, member)| Some((member.won?, *id)));
        won.max().map(|(_, id)| id)
    }

    /// A controller's records, as one append.
    pub(crate) fn append(&mut self, id: BrokerId, count: usize) {
        let Some(epoch) = self.members[&id].won else {
            return;
        };
        for _ in 0..count {
            let record = self.next_record;
            self.next_record += 1;
            self.members
                .get_mut(&id)
                .expect("a member")
                .log
                .entries
                .push((epoch, record));
        }
        self.with(id, |quorum, log, now, out| {
            quorum.on_appended(now, log, out)
        });
        self.flush_later(id);
    }

    /// A vote request as nobody here sends it.
    pub(crate) fn ask_for_vote(
        &mut self,
        of: BrokerId,
        candidate: BrokerId,
        epoch: i32,
        pre_vote: bool,
    ) -> VoteResponse {
        let request = VoteRequest {
            cluster_id: None,
            candidate,
            epoch: LeaderEpoch(epoch),
            log_end: LogPosition {
                epoch: LeaderEpoch(epoch),
                offset: Offset::MAX,
            },
            pre_vote,
        };
        self.with(of, |quorum, log, now, out| {
            quorum.on_vote(now, &request, log, out)
        })
    }

    pub(crate) fn resign(&mut self, id: BrokerId) {
        self.with(id, |quorum, _, now, out| quorum.resign(now, out));
    }

    /// Drops the log below what is committed at a member, as after a snapshot.
    pub(crate) fn snapshot(&mut self, id: BrokerId) {
        let member = self.members.get_mut(&id).expect("a member");
        let Some(quorum) = &member.quorum else { return };
        let committed = quorum.high_watermark().map_or(0, index);
        if committed <= member.log.flushed {
            member.log.start = member.log.start.max(committed);
        }
    }

    pub(crate) fn run_for(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(Reverse((at, order))) = self.heap.peek().copied() {
            if at > end {
                break;
            }
            self.heap.pop();
            self.now = at;
            let event = self.events.remove(&order).expect("scheduled once");
            self.take(event);
        }
        self.now = end;
    }

    /// Runs until `done`, or fails.
    pub(crate) fn run_until(&mut self, what: &str, limit: Duration, done: impl Fn(&Self) -> bool) {
        let end = self.now + limit;
        while !done(self) {
            assert!(
                self.now < end,
                "not within {limit:?}: {what}\n{}",
                self.describe()
            );
            self.run_for(Duration::from_millis(1));
        }
    }

    pub(crate) fn describe(&self) -> String {
        let line = |(id, member): (&BrokerId, &Member)| {
            let quorum = member.quorum.as_ref();
            format!(
                "{id}: {:?} epoch {:?} leader {:?} log {}..{} flushed {} hw {:?} {:?}\n",
                quorum.map(Quorum::state),
                quorum.map(Quorum::epoch),
                quorum.map(Quorum::leader),
                member.log.start,
                member.log.entries.len(),
                member.log.flushed,
                quorum.map(Quorum::high_watermark),
                member.standing,
            )
        };
        self.members.iter().map(line).collect()
    }

    fn running(&self, id: BrokerId, run: u64) -> bool {
        let member = &self.members[&id];
        member.run == run && member.quorum.is_some()
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Tick(id, run) if self.running(id, run) => {
                self.with(id, |quorum, log, now, out| quorum.tick(now, log, out));
            }
            Event::Request(id, run, from, tag, request) => self.serve(id, run, from, tag, request),
            Event::Response(id, run, tag, response, payload) if self.running(id, run) => {
                self.members.get_mut(&id).expect("a member").payload = payload;
                self.with(id, |quorum, log, now, out| {
                    quorum.on_response(now, tag, &response, log, out);
                });
            }
            Event::Failed(id, run, tag, failure) if self.running(id, run) => {
                self.with(id, |quorum, log, now, out| {
                    quorum.on_failure(now, tag, failure, log, out);
                });
            }
            Event::Flushed(id, run, end) if self.running(id, run) => {
                let member = self.members.get_mut(&id).expect("a member");
                let end = end.min(member.log.entries.len());
                member.log.flushed = member.log.flushed.max(end);
                self.with(id, |quorum, log, now, out| quorum.on_flushed(now, log, out));
            }
            _ => {}
        }
    }

    /// Calls a member and carries out what it wants.
    fn with<T>(
        &mut self,
        id: BrokerId,
        call: impl FnOnce(&mut Quorum, &Log, Instant, &mut Vec<Action>) -> T,
    ) -> T {
        let now = self.now;
        let member = self.members.get_mut(&id).expect("a member");
        let mut quorum = member.quorum.take().expect("it runs");
        let mut out = Vec::new();
        let answer = call(&mut quorum, &member.log, now, &mut out);
        member.quorum = Some(quorum);
        self.carry_out(id, out);
        self.serve_parked(id);
        let member = &self.members[&id];
        if let Some(quorum) = &member.quorum {
            let (run, deadline) = (member.run, quorum.next_deadline());
            if deadline < Instant::NEVER {
                let after = deadline.since(self.now);
                self.schedule(after, Event::Tick(id, run));
            }
        }
        answer
    }

    fn carry_out(&mut self, id: BrokerId, actions: Vec<Action>) {
        let (mut appended, mut truncated) = (false, false);
        for action in actions {
            let member = self.members.get_mut(&id).expect("a member");
            match action {
                Action::PersistElection(election) => member.election = election,
                Action::PersistStanding(standing) => member.standing = standing,
                Action::Send { tag, to, request } => self.send(id, to, tag, request),
                Action::AppendLeaderChange { epoch, .. } => {
                    let other = self.leaders.insert(epoch, id);
                    assert!(
                        other.is_none(),
                        "two leaders in epoch {epoch}: {other:?} and {id}"
                    );
                    let record = self.next_record;
                    self.next_record += 1;
                    member.log.entries.push((epoch, record));
                    appended = true;
                }
                Action::AppendFetched => {
                    let payload = std::mem::take(&mut member.payload);
                    assert!(!payload.is_empty(), "there is something to append");
                    member.log.entries.extend(payload);
                    appended = true;
                }
                Action::Truncate(to) => {
                    let to = index(to);
                    assert!(to >= member.log.start, "cut below its start");
                    member.log.entries.truncate(to);
                    member.log.flushed = member.log.flushed.min(to);
                    // A flush that is under way is not one of what comes in its place.
                    member.run += 1;
                    let run = member.run;
                    self.rename_run(id, run);
                    truncated = true;
                }
                Action::KeepSnapshotChunk {
                    snapshot,
                    position,
                    last,
                } => {
                    let end = index(snapshot.offset);
                    member.download = Some((snapshot, position));
                    if last {
                        assert!(
                            self.committed.len() >= end,
                            "a snapshot of what is committed"
                        );
                        member.log.entries = self.committed[..end].to_vec();
                        member.log.start = end;
                        member.log.flushed = end;
                        member.download = None;
                        truncated = true;
                    }
                }
                Action::HighWatermark(to) => {
                    self.check_committed(id, index(to));
                    if self.members[&id].quorum.as_ref().map(Quorum::state) == Some(State::Leader) {
                        self.check_majority(id, index(to));
                    }
                }
                Action::LeaderChanged { .. } => {}
                Action::Won(epoch) => {
                    member.won = Some(epoch);
                    let cluster_id = member.standing.cluster_id.clone();
                    self.cluster_ids.extend(cluster_id);
                    self.check_committed(id, self.committed.len());
                }
                Action::Lost(_) => member.won = None,
                Action::Fail(why) => panic!("member {id} failed: {why}\n{}", self.describe()),
            }
        }
        if truncated {
            self.with(id, |quorum, log, now, out| {
                quorum.on_truncated(now, log, out)
            });
        }
        if appended {
            self.with(id, |quorum, log, now, out| {
                quorum.on_appended(now, log, out)
            });
            self.flush_later(id);
        }
    }

    /// Events of the member's present life go on under another number; flushes do not.
    fn rename_run(&mut self, id: BrokerId, run: u64) {
        for event in self.events.values_mut() {
            match event {
                Event::Tick(to, old)
                | Event::Response(to, old, ..)
                | Event::Failed(to, old, ..)
                    if *to == id && *old + 1 == run =>
                {
                    *old = run;
                }
                Event::Request(_, old, from, ..) if *from == id && *old + 1 == run => *old = run,
                _ => {}
            }
        }
    }

    /// What a leader takes for committed is flushed, and the same, at a majority.
    fn check_majority(&self, leader: BrokerId, to: usize) {
        let own = &self.members[&leader].log.entries;
        let holds = |member: &&Member| {
            let has = member.log.flushed >= to && member.log.entries.get(..to) == own.get(..to);
            // It may have said so before it lost its directory.
            has || member.lost >= to
        };
        let count = self.members.values().filter(holds).count();
        assert!(
            count > self.members.len() / 2,
            "only {count} hold {to}\n{}",
            self.describe()
        );
    }

    fn check_committed(&mut self, id: BrokerId, to: usize) {
        let log = &self.members[&id].log;
        assert!(
            log.entries.len() >= to,
            "{id} lacks what is committed\n{}",
            self.describe()
        );
        let known = self.committed.len().min(to);
        assert_eq!(
            log.entries[..known],
            self.committed[..known],
            "{id} has other records"
        );
        let news = log.entries[known..to].to_vec();
        self.committed.extend(news);
    }

    fn flush_later(&mut self, id: BrokerId) {
        let after = Duration::from_micros(200 + self.below(4_000));
        let member = &self.members[&id];
        let (run, end) = (member.run, member.log.entries.len());
        if member.log.flushed < end {
            self.schedule(after, Event::Flushed(id, run, end));
        }
    }

    fn latency(&mut self) -> Duration {
        let limit = u64::try_from(self.delay.as_micros()).expect("short");
        Duration::from_micros(50 + self.below(limit * 2))
    }

    fn send(&mut self, from: BrokerId, to: BrokerId, tag: RequestTag, request: Request) {
        let run = self.members[&from].run;
        let after = self.latency();
        if self.cuts.contains(&(from, to)) || self.chance(self.drop_per_mille) {
            self.schedule(
                Duration::from_millis(500),
                Event::Failed(from, run, tag, Failure::TimedOut),
            );
        } else if self.members[&to].quorum.is_none() {
            self.schedule(after, Event::Failed(from, run, tag, Failure::Refused));
        } else {
            self.schedule(after, Event::Request(to, run, from, tag, request));
        }
    }

    fn serve(&mut self, id: BrokerId, run: u64, from: BrokerId, tag: RequestTag, request: Request) {
        if self.members[&id].quorum.is_none() {
            let failure = Event::Failed(from, run, tag, Failure::Disconnected);
            return self.schedule(Duration::ZERO, failure);
        }
        match request {
            Request::Vote(request) => {
                let answer = self.with(id, |quorum, log, now, out| {
                    quorum.on_vote(now, &request, log, out)
                });
                self.respond(id, from, run, tag, Response::Vote(answer), Vec::new());
            }
            Request::BeginQuorumEpoch(request) => {
                let answer = self.with(id, |quorum, log, now, out| {
                    quorum.on_begin_quorum_epoch(now, &request, log, out)
                });
                self.respond(id, from, run, tag, Response::Epoch(answer), Vec::new());
            }
            Request::EndQuorumEpoch(request) => {
                let answer = self.with(id, |quorum, log, now, out| {
                    quorum.on_end_quorum_epoch(now, &request, log, out)
                });
                self.respond(id, from, run, tag, Response::Epoch(answer), Vec::new());
            }
            Request::Fetch(request) => {
                let deadline = self.now + POLL;
                let told = self.members[&id]
                    .quorum
                    .as_ref()
                    .and_then(Quorum::high_watermark);
                self.with(id, |quorum, log, now, out| {
                    quorum.on_fetch(now, &request, log, out);
                });
                let member = self.members.get_mut(&id).expect("a member");
                member
                    .parked
                    .push((deadline, from, run, tag, request, told));
                self.serve_parked(id);
                self.schedule(POLL, Event::Tick(id, self.members[&id].run));
            }
            Request::FetchSnapshot(request) => {
                let quorum = self.members[&id].quorum.as_ref().expect("it runs");
                let here = self.members[&id].log.latest_snapshot() == Some(request.snapshot);
                let refusal = (!here).then_some(EpochRefusal::NoSnapshot);
                let chunk = SnapshotChunk {
                    epoch: quorum.epoch(),
                    leader: quorum.leader(),
                    refusal,
                    size: SNAPSHOT_BYTES,
                    position: request.position,
                    len: CHUNK_BYTES.min(SNAPSHOT_BYTES - request.position),
                };
                self.respond(id, from, run, tag, Response::Snapshot(chunk), Vec::new());
            }
        }
    }

    fn serve_parked(&mut self, id: BrokerId) {
        let now = self.now;
        let parked = std::mem::take(&mut self.members.get_mut(&id).expect("a member").parked);
        for (deadline, from, run, tag, request, told) in parked {
            let member = self.members.get_mut(&id).expect("a member");
            let Some(quorum) = member.quorum.take() else {
                return;
            };
            let answer = quorum.answer_fetch(&request, &member.log);
            let high_watermark = quorum.high_watermark();
            let mut response = FetchResponse {
                epoch: quorum.epoch(),
                leader: quorum.leader(),
                refusal: None,
                high_watermark,
                diverging: None,
                snapshot: None,
                has_records: false,
            };
            member.quorum = Some(quorum);
            let mut payload = Vec::new();
            match answer {
                FetchAnswer::Read { until } => {
                    let from = index(request.log_end.offset);
                    let until = index(until).min(from + RECORDS_PER_FETCH);
                    payload = member.log.entries[from..until].to_vec();
                    response.has_records = !payload.is_empty();
                }
                FetchAnswer::Diverging(end) => response.diverging = Some(end),
                FetchAnswer::Snapshot(snapshot) => response.snapshot = Some(snapshot),
                FetchAnswer::Refused(refusal) => response.refusal = Some(refusal),
            }
            let waits = matches!(answer, FetchAnswer::Read { .. })
                && payload.is_empty()
                && deadline > now
                && told == high_watermark;
            if waits {
                member
                    .parked
                    .push((deadline, from, run, tag, request, told));
            } else {
                self.respond(id, from, run, tag, Response::Fetch(response), payload);
            }
        }
    }

    fn respond(
        &mut self,
        id: BrokerId,
        to: BrokerId,
        run: u64,
        tag: RequestTag,
        response: Response,
        payload: Vec<Entry>,
    ) {
        let after = self.latency();
        if self.cuts.contains(&(id, to)) || self.chance(self.drop_per_mille) {
            let failure = Event::Failed(to, run, tag, Failure::TimedOut);
            self.schedule(Duration::from_millis(500), failure);
        } else {
            self.schedule(after, Event::Response(to, run, tag, response, payload));
        }
    }
}

fn as_u64(number: usize) -> u64 {
    u64::try_from(number).expect("small")
}
