//! The contract, kept in a real ensemble of three servers; and the model beside it, answer by answer.

use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use conformance::tools::{ZookeeperServers, zookeeper};
use metadata::Record;
use types::{ControllerEpoch, Instant, Now};
use world::{
    Answer, ConnectionInfo, Endpoint, EnsembleError, EnsembleEvent, EnsembleRequest,
    EnsembleSettings, Event, Node, Operation, OperationId, Output, Reply, RequestId, SessionNumber,
    SessionState, Stat, Write,
};
use world_os::{Driver, DriverSettings, Hosted, OsClock};
use world_sim::{Ensemble, EnsembleClient, EnsembleModel, Random};

use super::{
    Cluster, an_epoch_that_has_ended_commits_nothing, commits_are_told_in_order_and_to_everybody,
    ends_agree_with_the_log, node, winner,
};
use crate::{BrokerAddress, Effects, Store, StoreEvent, Ticket, Zookeeper, ZookeeperSettings};

/// The servers, or why not: without Java there is nothing to try, but a build server has to have it.
fn servers(at: &std::path::Path) -> Option<ZookeeperServers> {
    match zookeeper() {
        Ok(tool) => Some(tool.start(at, 3).expect("servers")),
        Err(missing) => {
            assert!(std::env::var_os("CI").is_none(), "no ZooKeeper: {missing}");
            eprintln!("skipped: {missing}");
            None
        }
    }
}

fn ensemble_settings(servers: &ZookeeperServers) -> EnsembleSettings {
    let endpoint = |port: &u16| Endpoint {
        host: "127.0.0.1".to_owned(),
        port: *port,
    };
    let servers = servers.ports.iter().map(endpoint).collect();
    EnsembleSettings::open(servers, Duration::from_secs(4), Duration::from_secs(2))
}

/// Something that happens wakes who waits for it.
#[derive(Default)]
struct Bell {
    rings: Mutex<u64>,
    rung: Condvar,
}

impl Bell {
    fn ring(&self) {
        *self.rings.lock().expect("sound") += 1;
        self.rung.notify_all();
    }

    fn wait(&self, most: Duration) {
        let rings = self.rings.lock().expect("sound");
        drop(self.rung.wait_timeout(rings, most).expect("sound"));
    }
}

/// A store as a node.
struct Door {
    store: Mutex<(Zookeeper, Vec<StoreEvent>)>,
    bell: Arc<Bell>,
}

impl Door {
    fn with<T>(
        &self,
        out: &mut Vec<Output>,
        call: impl FnOnce(&mut Zookeeper, &mut Effects) -> T,
    ) -> T {
        let mut effects = Effects::default();
        let mut guard = self.store.lock().expect("sound");
        let (store, told) = &mut *guard;
        let result = call(store, &mut effects);
        let news = !effects.events.is_empty();
        told.append(&mut effects.events);
        out.append(&mut effects.outputs);
        let due = store.next_deadline();
        if due != Instant::NEVER {
            out.push(Output::WakeAt(due));
        }
        if news {
            self.bell.ring();
        }
        result
    }
}

impl Node for Door {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        _: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        Reply::Never
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        match event {
            Event::Ensemble(event) => {
                self.with(out, |store, effects| store.on_ensemble(now, event, effects))
            }
            Event::Stop => out.push(Output::Stopped),
            _ => {}
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        self.with(out, |store, effects| store.tick(now, effects));
    }
}

/// A client that asks what a test wants to know.
#[derive(Default)]
struct Operator {
    told: Mutex<Vec<EnsembleEvent>>,
    bell: Arc<Bell>,
}

impl Node for Operator {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        _: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        Reply::Never
    }

    fn on(&self, _: Now, event: Event, out: &mut Vec<Output>) {
        match event {
            Event::Ensemble(event) => {
                self.told.lock().expect("sound").push(event);
                self.bell.ring();
            }
            Event::Stop => out.push(Output::Stopped),
            _ => {}
        }
    }

    fn tick(&self, _: Now, _: &mut Vec<Output>) {}
}

impl Operator {
    fn told(&self) -> MutexGuard<'_, Vec<EnsembleEvent>> {
        self.told.lock().expect("sound")
    }

    fn find<T>(&self, find: impl Fn(&EnsembleEvent) -> Option<T>) -> T {
        for _ in 0..6_000 {
            if let Some(found) = self.told().iter().find_map(&find) {
                return found;
            }
            self.bell.wait(Duration::from_millis(10));
        }
        panic!("it never comes: {:?}", self.told().last());
    }

    fn wait_until_connected(&self) {
        self.find(|event| {
            matches!(
                event,
                EnsembleEvent::Session(_, SessionState::Connected { .. })
            )
            .then_some(())
        });
    }

    fn answer(&self, id: u64) -> Result<Answer, EnsembleError> {
        self.find(|event| match event {
            EnsembleEvent::Done(done, result) if done.0 == id => Some(result.clone()),
            _ => None,
        })
    }
}

struct Real {
    driver: Driver,
    doors: Vec<Arc<Door>>,
    told: Vec<Vec<StoreEvent>>,
    operator: Arc<Operator>,
    asked: u64,
    chroot: String,
    bell: Arc<Bell>,
    kills: bool,
    servers: ZookeeperServers,
    random: Random,
}

fn hosted(node: Arc<dyn Node>) -> Hosted {
    Hosted {
        name: "door",
        node,
        first: Vec::new(),
        listeners: Vec::new(),
        control: true,
        control_lanes: Vec::new(),
    }
}

fn start(nodes: Vec<Hosted>) -> Driver {
    Driver::start(nodes, OsClock::new(), DriverSettings::default()).expect("a driver")
}

impl Real {
    fn new(count: usize, servers: ZookeeperServers, chroot: &str) -> Self {
        let bell = Arc::new(Bell::default());
        let door = |door: usize| {
            let settings = ZookeeperSettings {
                node: node(door),
                ensemble: ensemble_settings(&servers),
                chroot: chroot.to_owned(),
                address: BrokerAddress {
                    endpoints: Vec::new(),
                    rack: None,
                },
                cluster_id: None,
                proposed_cluster_id: format!("cluster-of-{door}"),
                epoch_seen: ControllerEpoch::NONE,
            };
            Arc::new(Door {
                store: Mutex::new((Zookeeper::new(settings), Vec::new())),
                bell: bell.clone(),
            })
        };
        let doors: Vec<_> = (0..count).map(door).collect();
        let operator = Arc::new(Operator {
            bell: bell.clone(),
            ..Operator::default()
        });
        let mut nodes: Vec<_> = doors.iter().map(|door| hosted(door.clone())).collect();
        nodes.push(hosted(operator.clone()));
        let driver = start(nodes);
        let open = EnsembleRequest::Open(SessionNumber(1), ensemble_settings(&servers));
        driver.execute(count, vec![Output::Ensemble(open)]);
        operator.wait_until_connected();
        Self {
            driver,
            told: vec![Vec::new(); count],
            doors,
            operator,
            asked: 0,
            chroot: chroot.to_owned(),
            bell,
            kills: false,
            servers,
            random: Random::new(1),
        }
    }

    fn call<T>(&self, door: usize, call: impl FnOnce(&mut Zookeeper, Now, &mut Effects) -> T) -> T {
        let mut out = Vec::new();
        let now = self.driver.now();
        let result = self.doors[door].with(&mut out, |store, effects| call(store, now, effects));
        self.driver.execute(door, out);
        result
    }

    fn delete_controller(&mut self) {
        self.asked += 1;
        let delete = Write::Delete {
            path: format!("{}/controller", self.chroot),
            version: None,
        };
        let request = EnsembleRequest::Do(OperationId(self.asked), Operation::Write(vec![delete]));
        self.driver
            .execute(self.doors.len(), vec![Output::Ensemble(request)]);
        // Nobody may have it just now.
        drop(self.operator.answer(self.asked));
    }

    fn take_told(&mut self) {
        for (door, told) in self.doors.iter().zip(&mut self.told) {
            let guard = door.store.lock().expect("sound");
            let news = guard.1.get(told.len()..).unwrap_or_default();
            told.extend_from_slice(news);
        }
    }
}

impl Cluster for Real {
    fn doors(&self) -> usize {
        self.doors.len()
    }

    fn contest(&mut self, door: usize) {
        self.call(door, |store, now, effects| store.contest(now, effects));
    }

    fn commit(
        &mut self,
        door: usize,
        epoch: ControllerEpoch,
        ticket: Ticket,
        records: Vec<Record>,
    ) {
        self.call(door, |store, now, effects| {
            store.commit(now, epoch, ticket, records, effects)
        });
    }

    fn depose(&mut self, _door: usize, _epoch: ControllerEpoch) {
        if self.kills && self.random.below(2) == 0 {
            let server = usize::try_from(self.random.below(3)).expect("one of three");
            self.servers.kill(server);
            self.servers.start(server).expect("it starts again");
        }
        self.delete_controller();
    }

    fn pass(&mut self, time: Duration) {
        self.bell.wait(time);
        self.take_told();
    }

    fn told(&self, door: usize) -> &[StoreEvent] {
        &self.told[door]
    }

    fn tell_everybody(&mut self) {
        self.take_told();
        let before: Vec<_> = self.told.iter().map(Vec::len).collect();
        let has_won = |told: &[StoreEvent]| {
            told.iter()
                .any(|event| matches!(event, StoreEvent::Won { .. }))
        };
        for _ in 0..300 {
            let (holder, _) = winner(self);
            let missing = (0..self.doors())
                .any(|door| door != holder && !has_won(&self.told[door][before[door]..]));
            if !missing {
                return;
            }
            self.delete_controller();
            self.pass(Duration::from_millis(20));
        }
        panic!("not everybody wins");
    }
}

#[test]
fn the_contract_is_kept_in_a_real_ensemble() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(servers) = servers(folder.path()) else {
        return;
    };
    let mut real = Real::new(3, servers, "/one");
    commits_are_told_in_order_and_to_everybody(&mut real);
    assert!(
        real.driver.stop(Duration::from_secs(5)),
        "sessions are closed"
    );
    let mut real = Real::new(3, real.servers, "/two/below");
    an_epoch_that_has_ended_commits_nothing(&mut real);
    assert!(
        real.driver.stop(Duration::from_secs(5)),
        "sessions are closed"
    );
    let mut real = Real::new(3, real.servers, "/three");
    ends_agree_with_the_log(&mut real, 7, 30);
    assert!(
        real.driver.stop(Duration::from_secs(5)),
        "sessions are closed"
    );
    let mut real = Real::new(3, real.servers, "/four");
    real.kills = true;
    ends_agree_with_the_log(&mut real, 8, 30);
    assert!(
        real.driver.stop(Duration::from_secs(5)),
        "sessions are closed"
    );
}

/// Operations of one client that mean the same whatever came before.
fn operation(random: &mut Random) -> Operation {
    let mut path = || {
        let parts = (0..=random.below(2)).map(|_| format!("/{}", random.below(3)));
        format!("/same{}", parts.collect::<String>())
    };
    let (one, other) = (path(), path());
    let mut change = |path: String| {
        let version =
            (random.below(2) == 0).then(|| i32::try_from(random.below(3)).expect("small"));
        match random.below(5) {
            0 | 1 => Write::Create {
                path,
                data: Bytes::from_static(b"new"),
                ephemeral: random.below(5) == 0,
            },
            2 => Write::Set {
                path,
                data: Bytes::from_static(b"set"),
                version,
            },
            3 => Write::Delete { path, version },
            _ => Write::Check {
                path,
                version: version.unwrap_or(0),
            },
        }
    };
    let writes = vec![change(one.clone()), change(other)];
    match random.below(6) {
        0 => Operation::Get(one),
        1 => Operation::Children(one),
        2 => Operation::Sync,
        3 => Operation::Write(writes[..1].to_vec()),
        _ => Operation::Write(writes),
    }
}

/// What must be the same, whatever ids the ensemble has given.
fn comparable(result: Result<Answer, EnsembleError>) -> Result<Answer, EnsembleError> {
    let plain = |stat: Stat, first: i64| Stat {
        created: i64::from(stat.created == first),
        modified: i64::from(stat.modified == first),
        owner: i64::from(stat.owner != 0),
        ..stat
    };
    result.map(|answer| match answer {
        Answer::Node(data, stat) => Answer::Node(data, plain(stat, stat.modified)),
        Answer::Written(stats) => Answer::Written(
            stats
                .into_iter()
                .map(|stat| stat.map(|stat| plain(stat, stat.modified)))
                .collect(),
        ),
        other => other,
    })
}

#[test]
fn the_model_answers_as_a_real_ensemble_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(servers) = servers(folder.path()) else {
        return;
    };
    let operator = Arc::new(Operator::default());
    let driver = start(vec![hosted(operator.clone())]);
    let settings = ensemble_settings(&servers);
    let mut model = Ensemble::new(EnsembleModel::default());
    let client = EnsembleClient(1);
    let open = || EnsembleRequest::Open(SessionNumber(1), settings.clone());
    driver.execute(0, vec![Output::Ensemble(open())]);
    model.request(Instant(1), client, open());
    operator.wait_until_connected();
    let mut now = Instant(1_000_000_000);
    model.run(now);
    let mut random = Random::new(3);
    let root = Operation::Write(vec![Write::Create {
        path: "/same".to_owned(),
        data: Bytes::new(),
        ephemeral: false,
    }]);
    let watch = Operation::Watch {
        path: "/same".to_owned(),
        recursive: true,
    };
    let plain = Operation::Watch {
        path: "/same/1".to_owned(),
        recursive: false,
    };
    let first = [root, watch, plain];
    let operations = first
        .into_iter()
        .chain((0..1_500).map(|_| operation(&mut random)));
    let mut changes = Vec::new();
    for (id, operation) in (1..).zip(operations) {
        let request = EnsembleRequest::Do(OperationId(id), operation.clone());
        model.request(now, client, request.clone());
        driver.execute(0, vec![Output::Ensemble(request)]);
        let real = comparable(operator.answer(id));
        let mut modelled = None;
        while modelled.is_none() {
            now = Instant(now.0 + 1_000_000);
            for (_, event) in model.run(now) {
                match event {
                    EnsembleEvent::Done(done, result) if done.0 == id => {
                        modelled = Some(comparable(result))
                    }
                    EnsembleEvent::Changed(_, path, change) => changes.push((path, change)),
                    _ => {}
                }
            }
        }
        assert_eq!(modelled, Some(real), "operation {id}: {operation:?}");
    }
    let told = operator.told();
    let really = told.iter().filter_map(|event| match event {
        EnsembleEvent::Changed(_, path, change) => Some((path.clone(), *change)),
        _ => None,
    });
    let really: Vec<_> = really.collect();
    let seen = really.len();
    assert!(seen > 40, "{seen} changes");
    assert_eq!(changes, really, "watches see the same, in the same order");
}
