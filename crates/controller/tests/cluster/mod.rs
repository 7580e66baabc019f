//! Three controllers and three brokers that only register, report and ask for topics, in a simulated world.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use controller::{Controller, ControllerSettings};
use partition_log::{ClusterIdentity, FileCache, LogConfig, LogDirectory};
use protocol::messages::broker_heartbeat::BrokerHeartbeatRequest;
use protocol::messages::broker_registration::BrokerRegistrationRequest;
use protocol::messages::broker_registration::request::{Feature, Listener};
use protocol::messages::create_topics::CreateTopicsRequest;
use protocol::messages::create_topics::request::CreatableTopic;
use protocol::{ErrorCode, Request, decode_response, encode_request};
use types::{BrokerId, Now, PartitionIndex, TopicName, TopicPartition, Uuid};
use world::{
    Call, CallError, CallId, Clock as _, ConnectionInfo, Disk, Endpoint, Entropy as _, Event, Node,
    Output, Reply, RequestId,
};
use world_sim::{Crash, NodeSpec, Ports, ProcessId, SimListener, World, WorldSettings};

const REPORT_EVERY: Duration = Duration::from_millis(100);
const REGISTRATION: i16 = 4;
const HEARTBEAT: i16 = 1;
const CREATE: i16 = 7;

pub(crate) fn controller_ids() -> [BrokerId; 3] {
    [BrokerId(1), BrokerId(2), BrokerId(3)]
}

pub(crate) fn broker_ids() -> [BrokerId; 3] {
    [BrokerId(11), BrokerId(12), BrokerId(13)]
}

fn endpoint(node: BrokerId) -> Endpoint {
    Endpoint {
        host: format!("node-{node}"),
        port: 9000,
    }
}

/// A controller with the directory whose lock it needs.
struct Held {
    controller: Arc<Controller>,
    _directory: LogDirectory,
}

impl Node for Held {
    fn handle(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        self.controller.handle(now, from, id, request, out)
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        self.controller.on(now, event, out);
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        self.controller.tick(now, out);
    }
}

fn controller(id: BrokerId, ports: &Ports) -> Held {
    let disk: Arc<dyn Disk> = Arc::new(ports.disk.clone());
    let now = ports.clock.now();
    let files = Arc::new(FileCache::new(Arc::clone(&disk), 100));
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id: id,
    };
    let directory = LogDirectory::open(files, &ports.entropy, Path::new("/data"), &identity);
    let directory = directory.expect("a directory");
    let partition = TopicPartition {
        topic: TopicName::trusted("__cluster_metadata"),
        partition: PartitionIndex(0),
    };
    let config = LogConfig {
        segment_bytes: 4_000,
        ..LogConfig::default()
    };
    let topic_id = Uuid::from_u128(1);
    let opened = directory.open_metadata_log(&partition, topic_id, Arc::new(config), now);
    let (log, _) = opened.expect("a log");
    let mut incarnation = [0; 16];
    ports.entropy.fill(&mut incarnation);
    let voters: BTreeMap<_, _> = controller_ids().map(|id| (id, endpoint(id))).into();
    let mut settings = ControllerSettings::new(
        id,
        voters,
        directory.path().join(partition.to_string()),
        Uuid(incarnation),
        format!("cluster-of-{id}"),
    );
    settings.snapshot_after_bytes = 3_000;
    let entropy = Arc::new(ports.entropy.clone());
    let mut out = Vec::new();
    let controller = Controller::embedded(settings, disk, entropy, log, now, &mut out);
    assert!(out.is_empty(), "nothing happens before the first tick");
    Held {
        controller: Arc::new(controller.expect("a controller")),
        _directory: directory,
    }
}

#[derive(Clone, Debug)]
enum Asked {
    Registration,
    Heartbeat,
    Topic(String),
}

/// A broker that keeps nothing: it registers, reports, and wants one topic after the other.
pub(crate) struct Stub {
    id: BrokerId,
    state: Mutex<StubState>,
}

struct StubState {
    incarnation: Uuid,
    epoch: Option<i64>,
    target: usize,
    cluster_id: Option<String>,
    calls: BTreeMap<CallId, (usize, Asked)>,
    next_call: u64,
    wanted: u64,
    wants_topics: bool,
    shared: Arc<Mutex<Shared>>,
}

/// What all stubs know together.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) acknowledged: BTreeSet<String>,
    pub(crate) cluster_id: Option<String>,
}

impl Stub {
    fn call<R: Request>(
        &self,
        state: &mut StubState,
        now: Now,
        version: i16,
        request: &R,
        asked: Asked,
        out: &mut Vec<Output>,
    ) {
        let id = CallId(state.next_call);
        state.next_call += 1;
        let correlation = i32::try_from(id.0).expect("few");
        let peer = controller_ids()[state.target % 3];
        state.calls.insert(id, (state.target, asked));
        out.push(Output::Call(Call {
            id,
            peer,
            endpoint: endpoint(peer),
            lane: 0,
            frame: encode_request(version, correlation, None, request).expect("a request"),
            deadline: now.instant + Duration::from_millis(1_000),
        }));
    }

    fn report(&self, state: &mut StubState, now: Now, out: &mut Vec<Output>) {
        let Some(cluster_id) = state.cluster_id.clone() else {
            return;
        };
        match state.epoch {
            None => {
                let request = registration(self.id, state.incarnation, &cluster_id);
                self.call(state, now, REGISTRATION, &request, Asked::Registration, out);
            }
            Some(broker_epoch) => {
                let request = BrokerHeartbeatRequest {
                    broker_id: self.id.0,
                    broker_epoch,
                    current_metadata_offset: 1 << 40,
                    ..BrokerHeartbeatRequest::default()
                };
                self.call(state, now, HEARTBEAT, &request, Asked::Heartbeat, out);
            }
        }
    }

    fn want(&self, state: &mut StubState, now: Now, out: &mut Vec<Output>) {
        let name = format!("t-{}-{}-{}", self.id, state.incarnation, state.wanted);
        let topic = CreatableTopic {
            name: name.as_str().into(),
            num_partitions: 2,
            replication_factor: 1,
            ..CreatableTopic::default()
        };
        let request = CreateTopicsRequest {
            topics: vec![topic],
            ..CreateTopicsRequest::default()
        };
        self.call(state, now, CREATE, &request, Asked::Topic(name), out);
    }

    fn answered(&self, state: &mut StubState, asked: &Asked, bytes: Bytes) {
        let not_controller = ErrorCode::NotController.code();
        match asked {
            Asked::Registration => {
                let answer = decode_response::<BrokerRegistrationRequest>(REGISTRATION, bytes);
                let (_, answer) = answer.expect("a response");
                match answer.error_code {
                    0 => state.epoch = Some(answer.broker_epoch),
                    code if code == not_controller => state.target += 1,
                    _ => {}
                }
            }
            Asked::Heartbeat => {
                let answer = decode_response::<BrokerHeartbeatRequest>(HEARTBEAT, bytes);
                let (_, answer) = answer.expect("a response");
                if answer.error_code == not_controller {
                    state.target += 1;
                } else if answer.error_code == ErrorCode::StaleBrokerEpoch.code() {
                    state.epoch = None;
                }
            }
            Asked::Topic(name) => {
                let answer = decode_response::<CreateTopicsRequest>(CREATE, bytes);
                let (_, answer) = answer.expect("a response");
                let code = answer.topics[0].error_code;
                if code == 0 || code == ErrorCode::TopicAlreadyExists.code() {
                    state
                        .shared
                        .lock()
                        .expect("sound")
                        .acknowledged
                        .insert(name.clone());
                    state.wanted += 1;
                }
            }
        }
    }
}

fn registration(id: BrokerId, incarnation_id: Uuid, cluster_id: &str) -> BrokerRegistrationRequest {
    let feature = |name: &str, min, max| Feature {
        name: name.into(),
        min_supported_version: min,
        max_supported_version: max,
    };
    BrokerRegistrationRequest {
        broker_id: id.0,
        cluster_id: cluster_id.into(),
        incarnation_id,
        listeners: vec![Listener {
            name: "PLAINTEXT".into(),
            host: endpoint(id).host.as_str().into(),
            port: endpoint(id).port,
            security_protocol: 0,
        }],
        features: vec![
            feature("metadata.version", 7, 30),
            feature("eligible.leader.replicas.version", 0, 1),
        ],
        log_dirs: vec![Uuid::from_u128(u128::from(id.0.unsigned_abs()) << 64)],
        previous_broker_epoch: -1,
        ..BrokerRegistrationRequest::default()
    }
}

impl Node for Stub {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        request: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        // Whatever is asked, it lives: the correlation id is all that a dial waits for.
        Reply::Now(request.slice(4..8).into())
    }

    fn on(&self, _: Now, event: Event, _: &mut Vec<Output>) {
        let mut state = self.state.lock().expect("sound");
        let Event::Called(call, result) = event else {
            return;
        };
        let Some((target, asked)) = state.calls.remove(&call) else {
            return;
        };
        match result {
            Ok(bytes) => self.answered(&mut state, &asked, bytes),
            Err(CallError::Refused | CallError::Disconnected | CallError::TimedOut) => {
                state.target = state.target.max(target + 1);
            }
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        let mut state = self.state.lock().expect("sound");
        if state.cluster_id.is_none() {
            let known = state.shared.lock().expect("sound").cluster_id.clone();
            state.cluster_id = known;
        }
        let reports = state
            .calls
            .values()
            .any(|(_, asked)| !matches!(asked, Asked::Topic(_)));
        if !reports {
            self.report(&mut state, now, out);
        }
        let wants = state
            .calls
            .values()
            .any(|(_, asked)| matches!(asked, Asked::Topic(_)));
        if state.wants_topics && state.epoch.is_some() && !wants {
            self.want(&mut state, now, out);
        }
        out.push(Output::WakeAt(now.instant + REPORT_EVERY));
    }
}

pub(crate) struct Cluster {
    pub(crate) world: World,
    processes: BTreeMap<BrokerId, ProcessId>,
    controllers: BTreeMap<BrokerId, Arc<Controller>>,
    pub(crate) shared: Arc<Mutex<Shared>>,
}

impl Cluster {
    pub(crate) fn new(seed: u64) -> Self {
        let mut world = World::new(WorldSettings {
            seed,
            ..WorldSettings::default()
        });
        let all = controller_ids().into_iter().chain(broker_ids());
        let processes = all
            .map(|id| (id, world.add_process(&format!("node-{id}"))))
            .collect();
        Self {
            world,
            processes,
            controllers: BTreeMap::new(),
            shared: Arc::default(),
        }
    }

    pub(crate) fn process(&self, id: BrokerId) -> ProcessId {
        self.processes[&id]
    }

    pub(crate) fn start(&mut self, id: BrokerId) {
        let process = self.process(id);
        let ports = self.world.ports(process);
        let listener = SimListener {
            name: "CONTROLLER".into(),
            endpoint: endpoint(id),
            privileged: true,
        };
        let node: Arc<dyn Node> = if controller_ids().contains(&id) {
            let held = controller(id, &ports);
            self.controllers.insert(id, Arc::clone(&held.controller));
            Arc::new(held)
        } else {
            let mut incarnation = [0; 16];
            ports.entropy.fill(&mut incarnation);
            let state = StubState {
                incarnation: Uuid(incarnation),
                epoch: None,
                target: 0,
                cluster_id: None,
                calls: BTreeMap::new(),
                next_call: 0,
                wanted: 0,
                wants_topics: id == broker_ids()[0],
                shared: Arc::clone(&self.shared),
            };
            Arc::new(Stub {
                id,
                state: Mutex::new(state),
            })
        };
        let spec = NodeSpec {
            name: "node",
            node,
            first: Vec::new(),
            listeners: vec![listener],
        };
        self.world.start(process, vec![spec]);
    }

    pub(crate) fn is_running(&self, id: BrokerId) -> bool {
        self.world.is_running(self.process(id))
    }

    pub(crate) fn crash(&mut self, id: BrokerId, crash: Crash) {
        let process = self.process(id);
        self.controllers.remove(&id);
        self.world.crash(process, crash);
    }

    pub(crate) fn start_all(&mut self) {
        for id in controller_ids().into_iter().chain(broker_ids()) {
            if !self.is_running(id) {
                self.start(id);
            }
        }
    }

    /// The controller that is active in the highest epoch.
    pub(crate) fn active(&self) -> Option<BrokerId> {
        let active = self
            .controllers
            .iter()
            .filter(|(_, controller)| controller.is_active());
        active
            .max_by_key(|(_, controller)| controller.leader().0)
            .map(|(id, _)| *id)
    }

    pub(crate) fn controller(&self, id: BrokerId) -> &Controller {
        &self.controllers[&id]
    }

    pub(crate) fn run_for(&mut self, time: Duration) {
        let end = self.world.now() + time;
        while self.world.now() < end {
            self.world.run_for(Duration::from_millis(5));
            self.look();
        }
    }

    /// Lets the brokers know the cluster's id, and checks that no controller gave up.
    fn look(&mut self) {
        for (id, process) in &self.processes {
            assert_eq!(self.world.exited(*process), None, "{id} has ended");
        }
        if let Some(active) = self.active() {
            let mut shared = self.shared.lock().expect("sound");
            shared.cluster_id = shared
                .cluster_id
                .clone()
                .or(self.controllers[&active].cluster_id());
        }
    }

    pub(crate) fn run_until(
        &mut self,
        what: &str,
        limit: Duration,
        done: impl Fn(&Self) -> bool,
    ) -> Duration {
        let began = self.world.now();
        while !done(self) {
            let passed = self.world.now().since(began);
            assert!(
                passed < limit,
                "not within {limit:?}: {what}\n{}",
                self.describe()
            );
            self.world.run_for(Duration::from_millis(1));
            self.look();
        }
        self.world.now().since(began)
    }

    pub(crate) fn describe(&self) -> String {
        let line = |(id, controller): (&BrokerId, &Arc<Controller>)| {
            let (active, leader) = (controller.is_active(), controller.leader());
            format!(
                "{id}: active {active} leader {leader:?} {:?}\n",
                controller.image().position()
            )
        };
        self.controllers.iter().map(line).collect()
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.shared.lock().expect("sound").acknowledged.len()
    }

    /// All controllers know all that was acknowledged, and know the same.
    pub(crate) fn agrees(&self) -> bool {
        let shared = self.shared.lock().expect("sound");
        let images: Vec<_> = self.controllers.values().map(|it| it.image()).collect();
        let complete = images.iter().all(|image| {
            shared
                .acknowledged
                .iter()
                .all(|name| image.topic(name).is_some())
        });
        let same = images.windows(2).all(|pair| {
            pair[0].position() == pair[1].position() && pair[0].to_records() == pair[1].to_records()
        });
        complete && same && images.len() == 3
    }
}
