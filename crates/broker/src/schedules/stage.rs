//! The broker of a scene: it leads one partition, whose other replica is played by the scene.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use metadata::records::register_broker::BrokerEndpoint;
use metadata::records::{
    PartitionChangeRecord, PartitionRecord, RegisterBrokerRecord, RemoveTopicRecord, TopicRecord,
};
use metadata::{Endpoint, Record, SecurityProtocol, replay};
use partition_log::{ClusterIdentity, FileCache, OpenedDirectories};
use protocol::messages::create_topics::{CreatableTopicResult, CreateTopicsResponse};
use protocol::{ApiKey, encode_response};
use settings::{BrokerConfig, Properties};
use types::{BrokerId, ControllerEpoch, Instant, Now, Offset, Timestamp, Uuid};
use world::{ConnectionId, ConnectionInfo, Entropy, Event, Node, Output, Reply, RequestId};
use world_sim::SimDisk;

use super::requests::{Ask, Told};
use crate::calls::LANE_FORWARD;
use crate::waiting::Effects;
use crate::{Broker, BrokerParts, Voter};

/// The broker.
pub(super) const LEADER: i32 = 1;
/// The epoch that it leads in at first.
pub(super) const LEADER_EPOCH: i32 = 0;
/// Who follows it.
pub(super) const FOLLOWER: i32 = 2;
/// The follower's registration.
pub(super) const FOLLOWER_EPOCH: i64 = 102;
/// The topic with the partition.
pub(super) const TOPIC_ID: Uuid = Uuid::from_u128(0x7000);

const CONTROLLER: i32 = 9;
const EPOCH: ControllerEpoch = ControllerEpoch(1);
const DIRECTORY: Uuid = Uuid::from_u128(0x1_0000_0000);
const SETTINGS: &str = "node.id=1\nprocess.roles=broker\nlisteners=PLAINTEXT://localhost:9092\n\
    controller.listener.names=CONTROLLER\ncontroller.quorum.voters=9@localhost:9093\nlog.dirs=/data\n";
/// Later than every deadline of a scene.
const LATE: Duration = Duration::from_secs(10);

/// Counts up; nothing in a scene may depend on chance.
#[derive(Debug, Default)]
struct Counting(Mutex<u8>);

impl Entropy for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.wrapping_add(1);
        buffer.fill(*count);
    }
}

/// The broker, and all answers that it has given.
pub(super) struct Stage {
    broker: Broker,
    answers: Mutex<BTreeMap<RequestId, Vec<(Ask, Bytes)>>>,
    asked: Mutex<BTreeMap<RequestId, Ask>>,
}

fn at(after: Duration) -> Now {
    Now {
        instant: Instant(1_000_000_000) + after,
        wall: Timestamp(1_700_000_000_000),
    }
}

fn broker() -> Broker {
    let properties = Properties::parse(SETTINGS).expect("properties");
    let (config, _) = BrokerConfig::from_properties(&properties, "localhost").expect("settings");
    let entropy = Arc::new(Counting::default());
    let files = Arc::new(FileCache::new(Arc::new(SimDisk::new()), 100));
    let identity = ClusterIdentity {
        cluster_id: Some("scene".to_owned()),
        node_id: BrokerId(LEADER),
    };
    let paths = [PathBuf::from("/data")];
    let opened = OpenedDirectories::open(&files, &*entropy, &paths, &identity).expect("a disk");
    let endpoint = Endpoint {
        name: "PLAINTEXT".into(),
        host: "localhost".into(),
        port: 9092,
        security_protocol: SecurityProtocol::PLAINTEXT,
    };
    let controller = world::Endpoint {
        host: "localhost".to_owned(),
        port: 9093,
    };
    let parts = BrokerParts {
        entropy,
        config: Arc::new(config),
        cluster_id: identity.cluster_id,
        directories: opened.open,
        offline_directories: opened.offline,
        endpoints: vec![endpoint],
        voters: vec![Voter {
            id: BrokerId(CONTROLLER),
            endpoint: controller,
        }],
    };
    Broker::new(parts).expect("a broker")
}

fn registered(id: i32, epoch: i64, incarnation_id: Uuid) -> Record {
    let end_point = BrokerEndpoint {
        name: "PLAINTEXT".into(),
        host: "localhost".into(),
        port: 9092,
        security_protocol: 0,
    };
    RegisterBrokerRecord {
        broker_id: id,
        broker_epoch: epoch,
        incarnation_id,
        end_points: vec![end_point],
        fenced: false,
        log_dirs: vec![DIRECTORY],
        ..Default::default()
    }
    .into()
}

fn topic(name: &str, id: Uuid) -> [Record; 2] {
    let topic = TopicRecord {
        name: name.into(),
        topic_id: id,
    };
    let partition = PartitionRecord {
        partition_id: 0,
        topic_id: id,
        replicas: vec![LEADER, FOLLOWER],
        isr: vec![LEADER, FOLLOWER],
        leader: LEADER,
        leader_epoch: LEADER_EPOCH,
        partition_epoch: 0,
        directories: vec![DIRECTORY, DIRECTORY],
        ..Default::default()
    };
    [topic.into(), partition.into()]
}

impl Stage {
    /// A broker that is in its cluster and leads the partition, whose log is empty.
    pub(super) fn new() -> Arc<Self> {
        let stage = Self {
            broker: broker(),
            answers: Mutex::default(),
            asked: Mutex::default(),
        };
        let incarnation = stage.broker.lifecycle.incarnation();
        let mut records = vec![
            registered(LEADER, 101, incarnation),
            registered(FOLLOWER, FOLLOWER_EPOCH, Uuid::from_u128(2)),
        ];
        records.extend(topic("topic", TOPIC_ID));
        stage.commit(&records);
        let mut out = Vec::new();
        stage.broker.admit(at(Duration::ZERO), &mut out);
        stage.take(out);
        Arc::new(stage)
    }

    /// These records are committed, and the broker has fetched them.
    fn commit(&self, records: &[Record]) {
        let now = at(Duration::ZERO);
        let before = self.broker.image.load_full();
        let offset = Offset(before.position().offset.0 + 1);
        let (image, delta) = replay(&before, offset, EPOCH, records).expect("records that fit");
        let (mut effects, mut out) = (Effects::default(), Vec::new());
        self.broker
            .apply(now, image, &delta, &mut effects, &mut out);
        self.broker.carry_out(now, effects, &mut out);
        self.take(out);
    }

    /// Another replica leads from now on, at the next epoch.
    pub(super) fn lead(&self, leader: i32) {
        let change = PartitionChangeRecord {
            partition_id: 0,
            topic_id: TOPIC_ID,
            leader,
            ..Default::default()
        };
        self.commit(&[change.into()]);
    }

    /// A topic is made.
    pub(super) fn make(&self, name: &str) {
        self.commit(&topic(name, Uuid::from_u128(0x8000)));
    }

    /// The topic is removed.
    pub(super) fn remove(&self) {
        self.commit(&[RemoveTopicRecord { topic_id: TOPIC_ID }.into()]);
    }

    /// The time comes at which nothing may wait any longer.
    pub(super) fn pass_deadlines(&self) {
        let now = at(LATE);
        let (mut effects, mut out) = (Effects::default(), Vec::new());
        for due in self.broker.deadlines.take_due(now.instant) {
            // What comes round again and again asks a controller, and there is none.
            if !matches!(due, crate::deadlines::Due::Task(_)) {
                self.broker.on_due(now, due, &mut effects, &mut out);
            }
        }
        self.broker.carry_out(now, effects, &mut out);
        self.take(out);
    }

    /// Makes a request, on the thread of the caller.
    pub(super) fn ask(&self, connection: u64, sequence: u64, ask: &Ask) {
        let from = ConnectionInfo {
            id: ConnectionId(connection),
            listener: "PLAINTEXT".into(),
            privileged: true,
            host: "127.0.0.1".into(),
        };
        let id = RequestId {
            connection: from.id,
            sequence,
        };
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, ask.clone());
        let mut out = Vec::new();
        let now = at(Duration::ZERO);
        match self.broker.handle(now, &from, id, ask.bytes(), &mut out) {
            Reply::Later => {}
            reply => self.answered(id, reply),
        }
        self.take(out);
    }

    /// Makes a request that is answered at once.
    pub(super) fn now_asked(&self, connection: u64, ask: &Ask) -> Told {
        self.ask(connection, 0, ask);
        self.only(connection, 0)
    }

    /// Opens the follower's session. Its first request waits for nothing.
    pub(super) fn open_session(&self) -> i32 {
        let Ask::Fetch(mut fetch) = Ask::wait_in(0, 0, &[0]) else {
            unreachable!("a fetch");
        };
        fetch.max_wait_ms = 0;
        self.now_asked(100, &Ask::Fetch(fetch)).session()
    }

    fn answered(&self, id: RequestId, reply: Reply) {
        let Reply::Now(frame) = reply else {
            panic!("request {id:?} ends with {reply:?}");
        };
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let ask = asked.get(&id).expect("a request that was made").clone();
        drop(asked);
        let answer = frame.into_bytes().expect("a disk in memory");
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.entry(id).or_default().push((ask, answer));
    }

    /// Does as a driver would with what the broker wants done.
    fn take(&self, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Reply(id, reply) => self.answered(id, reply),
                Output::Call(call) if call.lane == LANE_FORWARD => self.is_there(call.id),
                Output::Exit(why) => panic!("{why}"),
                _ => {}
            }
        }
    }

    /// The controller says of a topic that is to be made that it is there.
    fn is_there(&self, call: world::CallId) {
        let topic = CreatableTopicResult {
            name: "late".into(),
            error_code: protocol::ErrorCode::TopicAlreadyExists.code(),
            ..Default::default()
        };
        let response = CreateTopicsResponse {
            topics: vec![topic],
            ..Default::default()
        };
        let version = ApiKey::CreateTopics.versions().highest;
        let correlation_id = i32::try_from(call.0).expect("few calls");
        let frame = encode_response(ApiKey::CreateTopics, version, correlation_id, &response);
        let answer = frame.expect("it fits").into_bytes().expect("in memory");
        let mut out = Vec::new();
        let event = Event::Called(call, Ok(answer));
        self.broker.on(at(Duration::ZERO), event, &mut out);
        self.take(out);
    }

    /// The one answer to a request.
    pub(super) fn only(&self, connection: u64, sequence: u64) -> Told {
        let id = RequestId {
            connection: ConnectionId(connection),
            sequence,
        };
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let given = answers.get(&id).map_or(&[][..], Vec::as_slice);
        assert_eq!(given.len(), 1, "answers to request {connection}/{sequence}");
        given
            .first()
            .map(|(ask, answer)| ask.told(answer.clone()))
            .expect("one")
    }
}
