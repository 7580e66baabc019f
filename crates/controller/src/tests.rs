//! A controller that is its own only voter, driven by hand on a real disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use partition_log::{ClusterIdentity, FileCache, LogConfig, LogDirectory};
use protocol::messages::alter_configs::AlterConfigsRequest;
use protocol::messages::broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use protocol::messages::broker_registration::request::{Feature, Listener};
use protocol::messages::broker_registration::{
    BrokerRegistrationRequest, BrokerRegistrationResponse,
};
use protocol::messages::create_topics::CreateTopicsRequest;
use protocol::messages::create_topics::request::CreatableTopic;
use protocol::messages::describe_quorum::DescribeQuorumRequest;
use protocol::messages::describe_quorum::request::{PartitionData, TopicData};
use protocol::messages::envelope::EnvelopeRequest;
use protocol::messages::fetch::request::{FetchPartition, FetchTopic, ReplicaState};
use protocol::messages::fetch::{FetchRequest, FetchResponse};
use protocol::{ErrorCode, Request, decode_response, encode_request};
use records::Batch;
use types::{BrokerId, Instant, Now, PartitionIndex, Timestamp, TopicName, TopicPartition, Uuid};
use world::{
    ConnectionId, ConnectionInfo, Disk, Endpoint, Event, Node as _, Output, Reply, RequestId,
};
use world_os::{OsDisk, OsEntropy};

use crate::{Controller, ControllerSettings};

const CLUSTER: &str = "abcdefghijklmnopqrstuv";

struct Bench {
    controller: Controller,
    now: Now,
    out: Vec<Output>,
    replies: BTreeMap<u64, Bytes>,
    sent: u64,
    /// Kept: it holds the directory's lock.
    _directory: LogDirectory,
}

fn bytes(reply: Reply) -> Bytes {
    match reply {
        Reply::Now(frame) => frame.into_bytes().expect("in memory or on disk"),
        other => panic!("no answer but {other:?}"),
    }
}

impl Bench {
    fn start(path: &Path, at_ms: u64) -> Self {
        let disk: Arc<dyn Disk> = Arc::new(OsDisk);
        let now = Now {
            instant: Instant(at_ms * 1_000_000),
            wall: Timestamp(1_700_000_000_000 + i64::try_from(at_ms).expect("small")),
        };
        let files = Arc::new(FileCache::new(Arc::clone(&disk), 100));
        let identity = ClusterIdentity {
            cluster_id: Some(CLUSTER.to_owned()),
            node_id: BrokerId(1),
        };
        let directory =
            LogDirectory::open(files, &OsEntropy, path, &identity).expect("a directory");
        let partition = TopicPartition {
            topic: TopicName::trusted("__cluster_metadata"),
            partition: PartitionIndex(0),
        };
        let config = Arc::new(LogConfig::default());
        let opened = directory.open_log(&partition, Some(Uuid::from_u128(1)), config, now);
        let (log, _) = opened.expect("a log");
        let endpoint = Endpoint {
            host: "localhost".to_owned(),
            port: 9093,
        };
        let mut settings = ControllerSettings::new(
            BrokerId(1),
            BTreeMap::from([(BrokerId(1), endpoint)]),
            path.join("__cluster_metadata-0"),
            Uuid::from_u128(7_000_000 << 64),
            CLUSTER.to_owned(),
        );
        settings.cluster_id = Some(CLUSTER.to_owned());
        let mut out = Vec::new();
        let controller =
            Controller::embedded(settings, disk, Arc::new(OsEntropy), log, now, &mut out);
        let controller = controller.expect("a controller");
        let replies = BTreeMap::new();
        let mut bench = Self {
            controller,
            now,
            out,
            replies,
            sent: 0,
            _directory: directory,
        };
        bench.controller.tick(bench.now, &mut bench.out);
        bench.carry_out();
        bench
    }

    /// Carries out flushes and collects answers until nothing is left.
    fn carry_out(&mut self) {
        while !self.out.is_empty() {
            for output in std::mem::take(&mut self.out) {
                match output {
                    Output::Flush(ticket, files) => {
                        let flushed = files.iter().try_for_each(|file| file.sync_data());
                        self.controller.on(
                            self.now,
                            Event::Flushed(ticket, flushed),
                            &mut self.out,
                        );
                    }
                    Output::Reply(id, reply) => {
                        self.replies.insert(id.sequence, bytes(reply));
                    }
                    Output::WakeAt(_) => {}
                    other => panic!("a lone controller does not need {other:?}"),
                }
            }
        }
    }

    fn pass(&mut self, time: Duration) {
        self.now.instant = self.now.instant + time;
        self.controller.tick(self.now, &mut self.out);
        self.carry_out();
    }

    /// Sends a request; the answer may follow later.
    fn send<R: Request>(&mut self, version: i16, request: &R) -> u64 {
        let from = ConnectionInfo {
            id: ConnectionId(1),
            listener: "CONTROLLER".into(),
            privileged: true,
            host: "localhost".into(),
        };
        let sequence = self.sent;
        self.sent += 1;
        let frame = encode_request(version, 5, Some("test"), request).expect("a request");
        let frame = frame.into_bytes().expect("in memory");
        let id = RequestId {
            connection: from.id,
            sequence,
        };
        match self
            .controller
            .handle(self.now, &from, id, frame, &mut self.out)
        {
            Reply::Later => {}
            reply => {
                self.replies.insert(sequence, bytes(reply));
            }
        }
        self.carry_out();
        sequence
    }

    fn answer<R: Request>(&mut self, version: i16, sequence: u64) -> Option<R::Response> {
        let frame = self.replies.remove(&sequence)?;
        let (correlation, response) = decode_response::<R>(version, frame).expect("a response");
        assert_eq!(correlation, 5);
        Some(response)
    }

    fn ask<R: Request>(&mut self, version: i16, request: &R) -> R::Response {
        let sequence = self.send(version, request);
        self.answer::<R>(version, sequence)
            .expect("an answer at once")
    }

    fn register(&mut self, incarnation: u128) -> BrokerRegistrationResponse {
        let feature = |name: &str, min, max| Feature {
            name: name.into(),
            min_supported_version: min,
            max_supported_version: max,
        };
        self.ask(
            4,
            &BrokerRegistrationRequest {
                broker_id: 1,
                cluster_id: CLUSTER.into(),
                incarnation_id: Uuid::from_u128(incarnation << 64),
                listeners: vec![Listener {
                    name: "PLAINTEXT".into(),
                    host: "localhost".into(),
                    port: 9092,
                    security_protocol: 0,
                }],
                features: vec![
                    feature("metadata.version", 7, 30),
                    feature("eligible.leader.replicas.version", 0, 1),
                ],
                log_dirs: vec![Uuid::from_u128(9 << 64)],
                previous_broker_epoch: -1,
                ..BrokerRegistrationRequest::default()
            },
        )
    }

    fn heartbeat(&mut self, broker_epoch: i64) -> BrokerHeartbeatResponse {
        let offset = self.controller.image().position().offset.0;
        self.ask(
            1,
            &BrokerHeartbeatRequest {
                broker_id: 1,
                broker_epoch,
                current_metadata_offset: offset,
                ..BrokerHeartbeatRequest::default()
            },
        )
    }

    fn fetch(&mut self, offset: i64, epoch: i32) -> u64 {
        let partition = FetchPartition {
            partition: 0,
            current_leader_epoch: epoch,
            fetch_offset: offset,
            last_fetched_epoch: if offset == 0 { 0 } else { epoch },
            partition_max_bytes: 1 << 20,
            ..FetchPartition::default()
        };
        let topic = FetchTopic {
            topic_id: Uuid::from_u128(1),
            partitions: vec![partition],
            ..FetchTopic::default()
        };
        self.send(
            17,
            &FetchRequest {
                replica_state: ReplicaState {
                    replica_id: 1001,
                    replica_epoch: -1,
                },
                max_wait_ms: 500,
                max_bytes: 1 << 20,
                topics: vec![topic],
                ..FetchRequest::default()
            },
        )
    }

    fn fetched(&mut self, sequence: u64) -> Option<FetchResponse> {
        self.answer::<FetchRequest>(17, sequence)
    }

    fn create(&mut self, name: &str) -> protocol::messages::create_topics::CreateTopicsResponse {
        let topic = CreatableTopic {
            name: name.into(),
            num_partitions: 3,
            replication_factor: 1,
            ..CreatableTopic::default()
        };
        let request = CreateTopicsRequest {
            topics: vec![topic],
            ..CreateTopicsRequest::default()
        };
        self.ask(7, &request)
    }
}

fn end_of(response: &FetchResponse) -> (i64, i64) {
    let partition = &response.responses[0].partitions[0];
    let records = partition
        .records
        .clone()
        .unwrap_or_default()
        .into_bytes()
        .expect("records");
    let last = Batch::split(records).map(|batch| batch.expect("a batch").header().next_offset().0);
    (last.last().unwrap_or(-1), partition.high_watermark)
}

#[test]
fn a_lone_controller_is_active_before_it_is_asked_anything() {
    let directory = tempfile::tempdir().expect("a directory");
    let bench = Bench::start(directory.path(), 0);
    assert!(bench.controller.is_active());
    assert_eq!(bench.controller.cluster_id().as_deref(), Some(CLUSTER));
    assert_eq!(
        bench.controller.image().feature_level("metadata.version"),
        30
    );
}

#[test]
fn a_broker_registers_comes_into_service_and_gets_a_topic() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut bench = Bench::start(directory.path(), 0);
    let registered = bench.register(3);
    assert_eq!(registered.error_code, 0);
    assert!(
        bench
            .controller
            .image()
            .broker(BrokerId(1))
            .expect("registered")
            .fenced
    );
    let heartbeat = bench.heartbeat(registered.broker_epoch);
    assert_eq!((heartbeat.error_code, heartbeat.is_fenced), (0, false));
    let created = bench.create("orders");
    assert_eq!(created.topics[0].error_code, 0, "{created:?}");
    let image = bench.controller.image();
    let topic = image.topic("orders").expect("a topic");
    assert_eq!(topic.id, created.topics[0].topic_id);
    assert_eq!(
        topic
            .partition(PartitionIndex(2))
            .expect("a partition")
            .leader,
        BrokerId(1)
    );
    let again = bench.create("orders");
    assert_eq!(
        again.topics[0].error_code,
        ErrorCode::TopicAlreadyExists.code()
    );
}

#[test]
fn metadata_is_fetched_below_the_high_watermark_and_a_commit_wakes_who_waits() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut bench = Bench::start(directory.path(), 0);
    let sequence = bench.fetch(0, 0);
    let fenced = bench.fetched(sequence).expect("an answer");
    let partition = &fenced.responses[0].partitions[0];
    assert_eq!(partition.error_code, ErrorCode::FencedLeaderEpoch.code());
    let leader = &partition.current_leader;
    assert_eq!((leader.leader_id, leader.leader_epoch), (1, 1));
    let sequence = bench.fetch(0, 1);
    let first = bench.fetched(sequence).expect("an answer");
    let (end, high_watermark) = end_of(&first);
    assert_eq!(end, high_watermark);
    assert!(end > 5);
    let waiting = bench.fetch(end, 1);
    assert!(bench.fetched(waiting).is_none(), "there is nothing yet");
    bench.register(3);
    let news = bench.fetched(waiting).expect("woken by the commit");
    assert_eq!(end_of(&news).0, end_of(&news).1);
    let waiting = bench.fetch(end_of(&news).0, 1);
    bench.pass(Duration::from_millis(500));
    assert_eq!(
        end_of(&bench.fetched(waiting).expect("its time is over")).0,
        -1
    );
}

#[test]
fn a_session_that_ends_fences_and_a_heartbeat_brings_back() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut bench = Bench::start(directory.path(), 0);
    let epoch = bench.register(3).broker_epoch;
    bench.heartbeat(epoch);
    bench.create("orders");
    bench.pass(Duration::from_millis(2_999));
    let in_service = |bench: &Bench| bench.controller.image().is_active(BrokerId(1));
    assert!(in_service(&bench));
    bench.pass(Duration::from_millis(1));
    assert!(!in_service(&bench));
    let image = bench.controller.image();
    let partition = image
        .topic("orders")
        .expect("a topic")
        .partition(PartitionIndex(0))
        .cloned();
    assert_eq!(partition.expect("a partition").leader, BrokerId::NONE);
    assert!(!bench.heartbeat(epoch).is_fenced);
    let image = bench.controller.image();
    let partition = image
        .topic("orders")
        .expect("a topic")
        .partition(PartitionIndex(0))
        .cloned();
    assert_eq!(partition.expect("a partition").leader, BrokerId(1));
}

#[test]
fn a_controller_that_was_held_up_itself_fences_nobody_for_it() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut bench = Bench::start(directory.path(), 0);
    let epoch = bench.register(3).broker_epoch;
    bench.heartbeat(epoch);
    bench.pass(Duration::from_secs(10));
    let in_service = |bench: &Bench| bench.controller.image().is_active(BrokerId(1));
    assert!(in_service(&bench), "its heartbeats may lie unread");
    bench.pass(Duration::from_millis(999));
    assert!(in_service(&bench));
    bench.pass(Duration::from_millis(1));
    assert!(!in_service(&bench), "there were none");
}

#[test]
fn what_was_committed_is_there_after_a_restart_and_the_own_broker_need_not_wait() {
    let directory = tempfile::tempdir().expect("a directory");
    let id = {
        let mut bench = Bench::start(directory.path(), 0);
        let epoch = bench.register(3).broker_epoch;
        bench.heartbeat(epoch);
        bench.create("orders").topics[0].topic_id
    };
    let mut bench = Bench::start(directory.path(), 10_000);
    assert!(bench.controller.is_active());
    assert_eq!(bench.controller.leader().0.0, 2);
    assert_eq!(
        bench
            .controller
            .image()
            .topic("orders")
            .expect("the topic")
            .id,
        id
    );
    assert_eq!(
        bench.register(4).error_code,
        0,
        "its former run is certainly over"
    );
    let refused = bench.heartbeat(3);
    assert_eq!(refused.error_code, ErrorCode::StaleBrokerEpoch.code());
}

#[test]
fn a_wrapped_request_gets_a_wrapped_answer() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut bench = Bench::start(directory.path(), 0);
    let request = DescribeQuorumRequest {
        topics: vec![TopicData {
            topic_name: "__cluster_metadata".into(),
            partitions: vec![PartitionData { partition_index: 0 }],
        }],
    };
    for version in 0..=2 {
        let inner = encode_request(version, 77, Some("admin"), &request).expect("a request");
        let envelope = EnvelopeRequest {
            request_data: inner.into_bytes().expect("in memory"),
            request_principal: Some(Bytes::from_static(b"principal")),
            client_host_address: Bytes::from_static(&[127, 0, 0, 1]),
        };
        let answer = bench.ask(0, &envelope);
        assert_eq!(answer.error_code, 0);
        let described = answer.response_data.expect("an answer");
        let (correlation, described) =
            decode_response::<DescribeQuorumRequest>(version, described).expect("a response");
        assert_eq!(correlation, 77);
        assert_eq!(described.topics[0].partitions[0].leader_id, 1);
        assert_eq!(described.topics[0].partitions[0].current_voters.len(), 1);
        assert_eq!(described.nodes.len(), usize::from(version == 2));
    }
    let heartbeat = encode_request(1, 78, None, &BrokerHeartbeatRequest::default());
    let envelope = EnvelopeRequest {
        request_data: heartbeat
            .expect("a request")
            .into_bytes()
            .expect("in memory"),
        ..EnvelopeRequest::default()
    };
    let refused = bench.ask(0, &envelope);
    assert_eq!(refused.error_code, ErrorCode::InvalidRequest.code());
}

#[test]
fn several_requests_share_a_commit_and_each_gets_its_own_answer() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut bench = Bench::start(directory.path(), 0);
    let epoch = bench.register(3).broker_epoch;
    bench.heartbeat(epoch);
    let before = bench.controller.image().position().offset;
    let from = ConnectionInfo {
        id: ConnectionId(1),
        listener: "CONTROLLER".into(),
        privileged: true,
        host: "localhost".into(),
    };
    let first = bench.sent;
    for name in ["a", "b", "a"] {
        let topic = CreatableTopic {
            name: name.into(),
            num_partitions: 1,
            replication_factor: 1,
            ..CreatableTopic::default()
        };
        let request = CreateTopicsRequest {
            topics: vec![topic],
            ..CreateTopicsRequest::default()
        };
        let frame = encode_request(7, 5, None, &request).expect("a request");
        let id = RequestId {
            connection: from.id,
            sequence: bench.sent,
        };
        bench.sent += 1;
        let frame = frame.into_bytes().expect("in memory");
        let reply = bench
            .controller
            .handle(bench.now, &from, id, frame, &mut bench.out);
        assert!(matches!(reply, Reply::Later));
    }
    bench.carry_out();
    let codes: Vec<_> = (first..first + 3)
        .map(|sequence| {
            let answer = bench
                .answer::<CreateTopicsRequest>(7, sequence)
                .expect("an answer");
            answer.topics[0].error_code
        })
        .collect();
    assert_eq!(codes, [0, 0, ErrorCode::TopicAlreadyExists.code()]);
    let image = bench.controller.image();
    assert_eq!(image.position().offset - before, 4);
    let request = AlterConfigsRequest::default();
    assert!(bench.ask(2, &request).responses.is_empty());
}

/// What the metadata directory holds; with `HIGHWATER_METADATA_DIR` set it stays there, for Kafka's own tools to read.
#[test]
fn a_log_and_a_snapshot_are_kept_under_kafka_s_names() {
    let temporary = tempfile::tempdir().expect("a directory");
    let named = std::env::var_os("HIGHWATER_METADATA_DIR");
    let path = named.map_or_else(|| temporary.path().to_owned(), std::path::PathBuf::from);
    let mut bench = Bench::start(&path, 0);
    let epoch = bench.register(3).broker_epoch;
    bench.heartbeat(epoch);
    bench.create("orders");
    bench.pass(Duration::from_secs(4_000));
    bench.heartbeat(epoch);
    bench.create("payments");
    let entries = std::fs::read_dir(path.join("__cluster_metadata-0")).expect("a directory");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names: Vec<_> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    for needed in [
        "00000000000000000000.log",
        "quorum-state",
        "partition.metadata",
    ] {
        assert!(
            names.iter().any(|name| name == needed),
            "{needed} is not among {names:?}"
        );
    }
    let is_snapshot = |name: &&String| name.len() == 42 && name.ends_with("-0000000001.checkpoint");
    assert_eq!(names.iter().filter(is_snapshot).count(), 1, "{names:?}");
}
