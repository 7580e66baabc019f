//! The contract, kept by a quorum of one and of three, over simulated disks and a network that only delays and cuts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use metadata::Record;
use partition_log::{ClusterIdentity, FileCache, LogConfig, LogDirectory};
use protocol::messages::{begin_quorum_epoch, end_quorum_epoch, fetch, fetch_snapshot, vote};
use protocol::{
    ApiKey, Message, RequestHeader, decode_request, decode_request_header, encode_response,
};
use quorum_core::FetchAnswer;
use types::{
    ControllerEpoch, Instant, Now, Offset, PartitionIndex, Timestamp, TopicName, TopicPartition,
    Uuid,
};
use world::{Call, CallError, CallId, Disk, Endpoint, File, FlushTicket, Output};
use world_sim::{Random, SimDisk, SimEntropy};

use super::{
    Cluster, account, an_epoch_that_has_ended_commits_nothing,
    commits_are_told_in_order_and_to_everybody, contest_all, ends_agree_with_the_log, node,
    records, wait_for, winner,
};
use crate::wire::{self, AskedLog};
use crate::{Effects, Embedded, EmbeddedSettings, Store, StoreEvent, Ticket};

const WAY: Duration = Duration::from_micros(300);
const FLUSH: Duration = Duration::from_micros(900);
const SCRUBBED_WITHIN: Duration = Duration::from_secs(20);

enum Happening {
    Flush(usize, FlushTicket, Vec<Arc<dyn File>>),
    Request(usize, usize, Call),
    Answer(usize, CallId, Result<Bytes, CallError>),
}

struct Parked {
    from: usize,
    call: CallId,
    header: RequestHeader,
    asked: AskedLog,
    deadline: Instant,
    told: Option<Offset>,
}

struct Member {
    store: Embedded,
    told: Vec<StoreEvent>,
    parked: Vec<Parked>,
    disk: SimDisk,
    /// Holds the directory's lock.
    _directory: LogDirectory,
}

struct Quorum {
    now: Now,
    members: Vec<Member>,
    happenings: BTreeMap<(Instant, u64), Happening>,
    order: u64,
    /// Cut off until then.
    cut: BTreeMap<usize, Instant>,
}

fn directory() -> PathBuf {
    PathBuf::from("/data/__cluster_metadata-0")
}

fn open(
    disk: &SimDisk,
    door: usize,
    count: usize,
    seed: u64,
    now: Now,
    effects: &mut Effects,
) -> (Embedded, LogDirectory) {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let entropy = SimEntropy::new(Random::new(door as u64));
    let files = Arc::new(FileCache::new(Arc::clone(&disk), 100));
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id: node(door),
    };
    let opened = LogDirectory::open(files, &entropy, Path::new("/data"), &identity);
    let opened = opened.expect("a directory");
    let partition = TopicPartition {
        topic: TopicName::trusted(wire::TOPIC),
        partition: PartitionIndex(0),
    };
    let config = LogConfig {
        segment_bytes: 2_000,
        ..LogConfig::default()
    };
    let log = opened.open_log(&partition, Some(Uuid::from_u128(1)), Arc::new(config), now);
    let (log, _) = log.expect("a log");
    let voter = |door: usize| {
        let endpoint = Endpoint {
            host: format!("node-{door}"),
            port: 9093,
        };
        (node(door), endpoint)
    };
    let settings = EmbeddedSettings {
        node: node(door),
        voters: (0..count).map(voter).collect(),
        cluster_id: None,
        proposed_cluster_id: format!("cluster-of-{door}"),
        election_timeout: Duration::from_millis(500),
        election_backoff_max: Duration::from_secs(1),
        fetch_timeout: Duration::from_secs(1),
        retry_backoff: Duration::from_millis(20),
        directory: directory(),
        partition: None,
        scrub_interval: Some(SCRUBBED_WITHIN),
        seed: seed * 10 + door as u64,
    };
    let store = Embedded::open(settings, disk, log, now, effects).expect("a store");
    (store, opened)
}

impl Quorum {
    fn new(count: usize, seed: u64) -> Self {
        let now = Now {
            instant: Instant(1),
            wall: Timestamp(1_000),
        };
        let member = |door: usize| {
            let disk = SimDisk::new();
            let mut effects = Effects::default();
            let (store, directory) = open(&disk, door, count, seed, now, &mut effects);
            Member {
                store,
                told: effects.events,
                parked: Vec::new(),
                disk,
                _directory: directory,
            }
        };
        let members = (0..count).map(member).collect();
        Self {
            now,
            members,
            happenings: BTreeMap::new(),
            order: 0,
            cut: BTreeMap::new(),
        }
    }

    fn schedule(&mut self, after: Duration, happening: Happening) {
        self.order += 1;
        self.happenings
            .insert((self.now.instant + after, self.order), happening);
    }

    fn with<T>(
        &mut self,
        door: usize,
        call: impl FnOnce(&mut Embedded, Now, &mut Effects) -> T,
    ) -> T {
        let mut effects = Effects::default();
        let answer = call(&mut self.members[door].store, self.now, &mut effects);
        self.take(door, effects);
        self.serve_parked(door);
        answer
    }

    fn take(&mut self, door: usize, mut effects: Effects) {
        self.members[door].told.append(&mut effects.events);
        for output in effects.outputs {
            match output {
                Output::Flush(ticket, files) => {
                    self.schedule(FLUSH, Happening::Flush(door, ticket, files));
                }
                Output::Call(call) => {
                    let to = usize::try_from(call.peer.0 - 1).expect("a member");
                    self.schedule(WAY, Happening::Request(to, door, call));
                }
                other => panic!("nobody expects {other:?}"),
            }
        }
    }

    fn is_cut(&self, door: usize) -> bool {
        self.cut
            .get(&door)
            .is_some_and(|until| *until > self.now.instant)
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Flush(door, ticket, files) => {
                let result = files.iter().try_for_each(|file| file.sync_data());
                let ours = self.with(door, |store, now, effects| {
                    store.on_flushed(now, ticket, &result, effects)
                });
                assert!(ours);
            }
            Happening::Request(to, from, call) if self.is_cut(to) || self.is_cut(from) => {
                let after = call.deadline.since(self.now.instant);
                self.schedule(
                    after,
                    Happening::Answer(from, call.id, Err(CallError::TimedOut)),
                );
            }
            Happening::Request(to, from, call) => self.serve(to, from, call),
            Happening::Answer(door, call, result) => {
                self.with(door, |store, now, effects| {
                    store.on_called(now, call, &result, effects)
                });
            }
        }
    }

    fn respond<M: Message>(
        &mut self,
        to: usize,
        call: CallId,
        header: &RequestHeader,
        message: &M,
    ) {
        let api = ApiKey::from_code(header.api_key).expect("known");
        let frame = encode_response(api, header.api_version, header.correlation_id, message);
        let bytes = frame.expect("a response").into_bytes().expect("readable");
        self.schedule(WAY, Happening::Answer(to, call, Ok(bytes)));
    }

    fn serve(&mut self, door: usize, from: usize, call: Call) {
        let bytes = call.frame.clone().into_bytes().expect("in memory");
        let (header, reader) = decode_request_header(bytes).expect("a request");
        match ApiKey::from_code(header.api_key) {
            Some(ApiKey::Vote) => {
                let request = decode_request::<vote::VoteRequest>(&header, reader).expect("a vote");
                let answer = self.with(door, |store, now, effects| {
                    store.on_vote(now, &request, effects)
                });
                self.respond(from, call.id, &header, &answer);
            }
            Some(ApiKey::BeginQuorumEpoch) => {
                type Request = begin_quorum_epoch::BeginQuorumEpochRequest;
                let request = decode_request::<Request>(&header, reader).expect("a request");
                let answer = self.with(door, |store, now, effects| {
                    store.on_begin_quorum_epoch(now, &request, effects)
                });
                self.respond(from, call.id, &header, &answer);
            }
            Some(ApiKey::EndQuorumEpoch) => {
                type Request = end_quorum_epoch::EndQuorumEpochRequest;
                let request = decode_request::<Request>(&header, reader).expect("a request");
                let answer = self.with(door, |store, now, effects| {
                    store.on_end_quorum_epoch(now, &request, effects)
                });
                self.respond(from, call.id, &header, &answer);
            }
            Some(ApiKey::FetchSnapshot) => {
                type Request = fetch_snapshot::FetchSnapshotRequest;
                let request = decode_request::<Request>(&header, reader).expect("a request");
                let (asked, _) = wire::read_snapshot_request(&request).expect("the metadata log");
                let store = &self.members[door].store;
                let part = store.snapshot_part(&asked, 100);
                let answer = wire::snapshot_response(&asked, part, store.leader(), store.voters());
                self.respond(from, call.id, &header, &answer);
            }
            Some(ApiKey::Fetch) => {
                let request = decode_request::<fetch::FetchRequest>(&header, reader);
                let request = request.expect("a fetch");
                let asked = wire::read_fetch_request(&request, header.api_version);
                let asked = asked.expect("the metadata log");
                let fetch = asked.fetch.clone();
                self.with(door, |store, now, effects| {
                    store.fetch(now, &fetch, effects)
                });
                let deadline = self.now.instant + asked.wait;
                let parked = Parked {
                    from,
                    call: call.id,
                    header,
                    asked,
                    deadline,
                    told: None,
                };
                self.members[door].parked.push(parked);
                self.serve_parked(door);
            }
            other => panic!("nobody asks for {other:?}"),
        }
    }

    fn serve_parked(&mut self, door: usize) {
        for mut parked in std::mem::take(&mut self.members[door].parked) {
            let mut effects = Effects::default();
            let fetch = &parked.asked.fetch;
            let fetched = self.members[door]
                .store
                .fetch_again(self.now, fetch, &mut effects);
            self.take(door, effects);
            let first = parked.told.is_none();
            let told = parked
                .told
                .get_or_insert(fetched.high_watermark.unwrap_or(Offset::NONE));
            let news = !first && fetched.high_watermark.is_some_and(|mark| mark > *told);
            let waits = matches!(fetched.answer, FetchAnswer::Read { .. })
                && fetched.records.is_empty()
                && parked.deadline > self.now.instant
                && !news;
            if waits {
                self.members[door].parked.push(parked);
            } else {
                let voters = self.members[door].store.voters().clone();
                let answer = wire::fetch_response(&parked.asked, fetched, &voters);
                self.respond(parked.from, parked.call, &parked.header, &answer);
            }
        }
    }

    /// Ends the process of a member and starts it again: what was not flushed is kept, as by a kill.
    fn restart(&mut self, door: usize) {
        let member = self.members.remove(door);
        let disk = member.disk.clone();
        drop(member);
        self.happenings.retain(|_, happening| match happening {
            Happening::Flush(of, ..) | Happening::Answer(of, ..) => *of != door,
            Happening::Request(to, from, _) => *to != door && *from != door,
        });
        let mut effects = Effects::default();
        let count = self.members.len() + 1;
        let (store, directory) = open(&disk, door, count, 99, self.now, &mut effects);
        let told = effects.events;
        let member = Member {
            store,
            told,
            parked: Vec::new(),
            disk,
            _directory: directory,
        };
        self.members.insert(door, member);
    }
}

impl Cluster for Quorum {
    fn doors(&self) -> usize {
        self.members.len()
    }

    fn contest(&mut self, door: usize) {
        self.with(door, |store, now, effects| store.contest(now, effects));
    }

    fn commit(
        &mut self,
        door: usize,
        epoch: ControllerEpoch,
        ticket: Ticket,
        records: Vec<Record>,
    ) {
        self.with(door, |store, now, effects| {
            store.commit(now, epoch, ticket, records, effects)
        });
    }

    fn depose(&mut self, door: usize, epoch: ControllerEpoch) {
        if self.doors() == 1 {
            return self.with(door, |store, now, effects| {
                store.resign(now, epoch, effects)
            });
        }
        self.cut
            .insert(door, self.now.instant + Duration::from_secs(4));
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now.instant + time;
        loop {
            let due = (0..self.doors()).map(|door| {
                let member = &self.members[door];
                let parked = member.parked.iter().map(|parked| parked.deadline).min();
                let deadline = member
                    .store
                    .next_deadline()
                    .min(parked.unwrap_or(Instant::NEVER));
                (deadline.max(self.now.instant), door)
            });
            let tick = due.min().expect("a member");
            let next = self.happenings.keys().next().copied();
            let next_at = next.map_or(Instant::NEVER, |(at, _)| at);
            if tick.0.min(next_at) > end {
                break;
            }
            let passed = tick.0.min(next_at).since(self.now.instant);
            self.now.instant = self.now.instant + passed;
            if next_at <= tick.0 {
                let happening = next.and_then(|key| self.happenings.remove(&key));
                self.happen(happening.expect("it is there"));
            } else {
                self.with(tick.1, |store, now, effects| store.tick(now, effects));
            }
        }
        self.now.instant = end;
        self.now.wall = Timestamp(1_000 + i64::try_from(end.0 / 1_000_000).expect("small"));
    }

    fn told(&self, door: usize) -> &[StoreEvent] {
        &self.members[door].told
    }
}

#[test]
fn commits_are_told_in_order() {
    commits_are_told_in_order_and_to_everybody(&mut Quorum::new(1, 1));
    commits_are_told_in_order_and_to_everybody(&mut Quorum::new(3, 2));
}

#[test]
fn an_ended_epoch_commits_nothing() {
    an_epoch_that_has_ended_commits_nothing(&mut Quorum::new(1, 3));
    an_epoch_that_has_ended_commits_nothing(&mut Quorum::new(3, 4));
}

#[test]
fn ends_agree_with_the_log_while_leaders_are_cut_off() {
    for seed in 0..6 {
        ends_agree_with_the_log(&mut Quorum::new(1, seed), seed, 20);
        ends_agree_with_the_log(&mut Quorum::new(3, seed), seed, 20);
    }
}

#[test]
fn all_members_of_a_fresh_quorum_take_the_id_of_its_first_leader() {
    let mut quorum = Quorum::new(3, 7);
    contest_all(&mut quorum);
    winner(&mut quorum);
    quorum.pass(Duration::from_secs(1));
    let ids: BTreeSet<_> = quorum
        .members
        .iter()
        .map(|member| member.store.cluster_id().map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 1);
    let id = ids.first().expect("one").as_deref().expect("known");
    for member in &quorum.members {
        let known = LogDirectory::cluster_id_at(&member.disk, Path::new("/data"));
        assert_eq!(known.as_deref(), Some(id), "meta.properties says so");
    }
}

#[test]
fn a_member_that_starts_again_goes_on_from_its_snapshot_and_log() {
    let mut quorum = Quorum::new(1, 8);
    quorum.contest(0);
    let (_, epoch) = winner(&mut quorum);
    for ticket in 1..=40 {
        quorum.commit(0, epoch, Ticket(ticket), records(Ticket(ticket), 2));
        quorum.pass(Duration::from_millis(3));
    }
    let before = account(&quorum, 0).log;
    let (at, _, _) = before[49].clone();
    let snapshot: Vec<Record> = (0..3).flat_map(|it| records(Ticket(900 + it), 1)).collect();
    let last = quorum_core::LogPosition {
        epoch: types::LeaderEpoch(epoch.0),
        offset: at,
    };
    let now = quorum.now;
    let kept = quorum.members[0].store.keep_snapshot(
        now,
        last,
        Timestamp(5),
        &mut snapshot.clone().into_iter(),
    );
    kept.expect("a snapshot");
    quorum.restart(0);
    let StoreEvent::Snapshot {
        last_offset,
        records: kept,
        ..
    } = &quorum.told(0)[0]
    else {
        panic!("the snapshot comes first");
    };
    assert_eq!((*last_offset, kept), (at, &snapshot));
    quorum.members[0].told.remove(0);
    quorum.contest(0);
    wait_for(&mut quorum, "it wins again", |quorum| {
        quorum
            .told(0)
            .iter()
            .any(|event| matches!(event, StoreEvent::Won { .. }))
    });
    let names: Vec<_> = quorum
        .told(0)
        .iter()
        .filter_map(|event| match event {
            StoreEvent::Batch(batch) => Some(batch.records.iter().map(super::name)),
            _ => None,
        })
        .flatten()
        .collect();
    let expected: Vec<_> = before[50..]
        .iter()
        .map(|(_, _, name)| name.clone())
        .collect();
    assert_eq!(names, expected);
}

#[test]
fn a_log_that_is_damaged_asks_for_a_snapshot_and_starts_again_with_it() {
    for (is_last, at) in [
        (false, 14),
        (false, 1_000),
        (true, 3),
        (true, 14),
        (true, 40),
    ] {
        let mut quorum = Quorum::new(1, 8);
        quorum.contest(0);
        let (_, epoch) = winner(&mut quorum);
        for ticket in 1..=40 {
            quorum.commit(0, epoch, Ticket(ticket), records(Ticket(ticket), 2));
            quorum.pass(Duration::from_millis(3));
        }
        let disk = quorum.members[0].disk.clone();
        let mut segments = disk.files_below(&directory());
        segments.retain(|path| path.ends_with(".log"));
        let segment = if is_last {
            segments.last()
        } else {
            segments.first()
        };
        let flipped = disk.flip_bit(Path::new(segment.expect("one")), at, 2);
        flipped.expect("there is such a byte");
        quorum.pass(SCRUBBED_WITHIN);
        assert!(quorum.members[0].store.wants_snapshot());
        let (offset, ..) = *account(&quorum, 0).log.last().expect("records");
        let last = quorum_core::LogPosition {
            epoch: types::LeaderEpoch(epoch.0),
            offset,
        };
        let content = records(Ticket(77), 3);
        let now = quorum.now;
        let store = &mut quorum.members[0].store;
        store
            .keep_snapshot(now, last, Timestamp(5), &mut content.clone().into_iter())
            .expect("kept");
        assert!(!store.wants_snapshot(), "byte {at}");
        quorum.commit(0, epoch, Ticket(41), records(Ticket(41), 2));
        quorum.pass(SCRUBBED_WITHIN);
        assert!(!quorum.members[0].store.wants_snapshot());
        quorum.restart(0);
        let StoreEvent::Snapshot { records: kept, .. } = &quorum.told(0)[0] else {
            panic!("the snapshot comes first");
        };
        assert_eq!(kept, &content, "byte {at}");
    }
}

#[test]
fn a_snapshot_that_is_damaged_or_gone_is_written_anew() {
    for is_gone in [false, true] {
        let mut quorum = Quorum::new(1, 8);
        quorum.contest(0);
        let (_, epoch) = winner(&mut quorum);
        quorum.commit(0, epoch, Ticket(1), records(Ticket(1), 2));
        quorum.pass(Duration::from_millis(3));
        let (offset, ..) = *account(&quorum, 0).log.last().expect("records");
        let last = quorum_core::LogPosition {
            epoch: types::LeaderEpoch(epoch.0),
            offset,
        };
        let content = records(Ticket(77), 3);
        let keep = |quorum: &mut Quorum| {
            let (now, mut records) = (quorum.now, content.clone().into_iter());
            let store = &mut quorum.members[0].store;
            let kept = store.keep_snapshot(now, last, Timestamp(5), &mut records);
            kept.expect("kept");
            store.wants_snapshot()
        };
        assert!(!keep(&mut quorum));
        let disk = quorum.members[0].disk.clone();
        let mut files = disk.files_below(&directory());
        files.retain(|path| path.ends_with(".checkpoint"));
        let path = Path::new(files.first().expect("one"));
        match is_gone {
            true => disk.remove_file(path).expect("removed"),
            false => disk.flip_bit(path, 150, 2).expect("there is such a byte"),
        }
        quorum.pass(SCRUBBED_WITHIN);
        assert!(quorum.members[0].store.wants_snapshot());
        assert!(!keep(&mut quorum));
        quorum.pass(SCRUBBED_WITHIN);
        assert!(!quorum.members[0].store.wants_snapshot());
        quorum.restart(0);
        let StoreEvent::Snapshot { records: kept, .. } = &quorum.told(0)[0] else {
            panic!("the snapshot comes first");
        };
        assert_eq!(kept, &content);
    }
}

#[test]
fn a_member_far_behind_is_given_a_snapshot() {
    let mut quorum = Quorum::new(3, 9);
    contest_all(&mut quorum);
    let (leader, epoch) = winner(&mut quorum);
    quorum.pass(Duration::from_millis(50));
    let behind = (leader + 1) % 3;
    quorum
        .cut
        .insert(behind, quorum.now.instant + Duration::from_secs(2));
    for ticket in 1..=60 {
        quorum.commit(leader, epoch, Ticket(ticket), records(Ticket(ticket), 2));
        quorum.pass(Duration::from_millis(4));
    }
    let log = account(&quorum, leader).log;
    let (at, epoch, _) = log[109].clone();
    let last = quorum_core::LogPosition {
        epoch: types::LeaderEpoch(epoch.0),
        offset: at,
    };
    let content = records(Ticket(77), 30);
    let now = quorum.now;
    let store = &mut quorum.members[leader].store;
    store
        .keep_snapshot(now, last, Timestamp(5), &mut content.clone().into_iter())
        .expect("kept");
    wait_for(&mut quorum, "the snapshot arrives", |quorum| {
        quorum
            .told(behind)
            .iter()
            .any(|event| matches!(event, StoreEvent::Snapshot { .. }))
    });
    let snapshot = quorum.told(behind).iter().find_map(|event| match event {
        StoreEvent::Snapshot {
            last_offset,
            records,
            ..
        } => Some((*last_offset, records.clone())),
        _ => None,
    });
    assert_eq!(snapshot, Some((at, content)));
    wait_for(&mut quorum, "and what follows it", |quorum| {
        let last = log.last().map(|(at, _, _)| *at);
        quorum.told(behind).iter().any(|event| match event {
            StoreEvent::Batch(batch) => Some(batch.last_offset) == last,
            _ => false,
        })
    });
}
