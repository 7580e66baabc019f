//! Nodes of a cluster in a simulated world.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use broker::Broker;
use bytes::Bytes;
use controller::{Controller, ControllerSettings};
use coordination::{Memory, MemoryFaults};
use node::ControllerParts;
use partition_log::LogDirectory;
use settings::{BrokerConfig, Properties};
use types::{BrokerId, Uuid};
use world::{Clock as _, Disk, Endpoint, Node, Output};
use world_sim::{Crash, EnsembleModel, NodeSpec, ProcessId, SimListener, World, WorldSettings};

use crate::clients::{Clients, Recorder};
use crate::group_workload::{GroupSettings, GroupWorkload};
use crate::workload::{Workload, WorkloadSettings};

/// The shape of a cluster.
#[derive(Clone, Debug)]
pub struct ClusterSettings {
    /// Nodes that are broker and controller.
    pub nodes: usize,
    /// Lines of `server.properties` for every node, after those that name and place it.
    pub properties: String,
    /// The world.
    pub world: WorldSettings,
}

struct Member {
    process: ProcessId,
    properties: String,
    broker: Option<Arc<Broker>>,
    controller: Option<Arc<Controller>>,
    /// Nodes of its process: its controller, where that is one of its own, and its broker.
    parts: usize,
    /// Directories that are no broker's, held while the process runs.
    kept: Vec<LogDirectory>,
    /// Its door to the store in memory, where the cluster is kept in one and it is a controller.
    memory: Option<Memory>,
}

/// A simulated cluster.
pub struct Cluster {
    /// Where it runs.
    pub world: World,
    members: Vec<Member>,
    bootstrap: Vec<Endpoint>,
}

/// Where every broker listens.
pub(crate) const PORT: u16 = 9092;
const CONTROLLER_PORT: u16 = 9093;
const DATA: &str = "/data";
/// The id of clusters whose store keeps none.
const CLUSTER_ID: Uuid = Uuid::from_u128(0x6d65_6d6f_7279_0000_0000_0000_0000_0001);

fn host(member: usize) -> String {
    format!("n{}", member + 1)
}

/// Every node has a rack of its own.
pub(crate) fn rack(member: usize) -> String {
    format!("r{}", member + 1)
}

/// The id of a controller that is a node of its own, as those on a store in memory are.
fn controller_id(member: usize) -> BrokerId {
    BrokerId(i32::try_from(member).unwrap_or(0) + 101)
}

/// Controllers as settings name them, the first of them with this id.
fn voters(first: usize, controllers: usize) -> String {
    let voter = |voter| format!("{}@{}:{CONTROLLER_PORT}", first + voter, host(voter));
    (0..controllers).map(voter).collect::<Vec<_>>().join(",")
}

fn properties(member: usize, controllers: usize, settings: &ClusterSettings) -> String {
    let voters = voters(1, controllers);
    if member < controllers {
        let listener = format!(",CONTROLLER://{}:{CONTROLLER_PORT}", host(member));
        return lines(member, "broker,controller", &voters, &listener, settings);
    }
    lines(member, "broker", &voters, "", settings)
}

fn lines(
    member: usize,
    roles: &str,
    voters: &str,
    listener: &str,
    settings: &ClusterSettings,
) -> String {
    format!(
        "node.id={}\nprocess.roles={roles}\n\
         listeners=PLAINTEXT://{}:{PORT}{listener}\n\
         controller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAINTEXT\n\
         controller.quorum.voters={voters}\nlog.dirs={DATA}\nbroker.rack={}\n{}",
        member + 1,
        host(member),
        rack(member),
        settings.properties
    )
}

/// A controller on a store in memory, for the node of these settings.
fn on_memory(
    config: &BrokerConfig,
    ports: &node::Ports,
    door: &Memory,
    (member, controllers): (usize, usize),
    first: &mut Vec<Output>,
) -> Result<Arc<Controller>, String> {
    let listens = |voter: usize| Endpoint {
        host: host(voter),
        port: CONTROLLER_PORT,
    };
    let voters = (0..controllers).map(|it| (controller_id(it), listens(it)));
    let mut run = [0; 16];
    ports.entropy.fill(&mut run);
    let defaults = ControllerSettings::new(
        controller_id(member),
        voters.collect(),
        config.metadata_log_dir.clone(),
        Uuid(run),
        CLUSTER_ID.to_string(),
    );
    let settings = node::controller_settings(config, defaults);
    let entropy = Arc::clone(&ports.entropy);
    let made = Controller::in_memory(settings, door.clone(), entropy, ports.now, first);
    made.map(Arc::new).map_err(|error| error.to_string())
}

impl Cluster {
    /// A cluster whose nodes do not run yet; all of them vote.
    #[must_use]
    pub fn new(settings: &ClusterSettings) -> Self {
        Self::with_controllers(settings, settings.nodes)
    }

    /// A cluster whose nodes do not run yet; so many of them, the first, vote.
    #[must_use]
    pub fn with_controllers(settings: &ClusterSettings, controllers: usize) -> Self {
        let mut world = World::new(settings.world.clone());
        let members = (0..settings.nodes)
            .map(|member| Member {
                process: world.add_process(&host(member)),
                properties: properties(member, controllers, settings),
                broker: None,
                controller: None,
                parts: 1,
                kept: Vec::new(),
                memory: None,
            })
            .collect();
        let bootstrap = (0..settings.nodes)
            .map(|member| Endpoint {
                host: host(member),
                port: PORT,
            })
            .collect();
        Self {
            world,
            members,
            bootstrap,
        }
    }

    /// A cluster that is kept in a ZooKeeper ensemble, whose nodes do not run yet.
    #[must_use]
    pub fn on_zookeeper(settings: &ClusterSettings, ensemble: EnsembleModel) -> Self {
        let mut cluster = Self::with_controllers(settings, 0);
        cluster.world.add_ensemble(ensemble);
        for (member, known) in cluster.members.iter_mut().enumerate() {
            let name = host(member);
            known.properties = format!(
                "broker.id={}\nlisteners=PLAINTEXT://{name}:{PORT}\nzookeeper.connect=zk:2181\n\
                 log.dirs={DATA}\nbroker.rack={}\n{}",
                member + 1,
                rack(member),
                settings.properties
            );
        }
        cluster
    }

    /// A cluster that is kept in the reference store, whose nodes do not run yet; so many of them, the first, are controllers. A
    /// process that has died has left the store.
    #[must_use]
    pub fn in_memory(settings: &ClusterSettings, controllers: usize, faults: MemoryFaults) -> Self {
        let mut cluster = Self::with_controllers(settings, controllers);
        let ids: Vec<_> = (0..controllers).map(controller_id).collect();
        let doors = Memory::cluster(&ids, faults, settings.world.seed);
        for (number, member) in cluster.members.iter_mut().enumerate() {
            let voters = voters(101, controllers);
            member.properties = lines(number, "broker", &voters, "", settings);
        }
        for (member, door) in cluster.members.iter_mut().zip(doors) {
            member.memory = Some(door);
        }
        cluster
    }

    /// Has the store in memory end the controllership that is held. Whether the cluster is kept in one.
    pub fn depose(&self) -> bool {
        let door = self.members.iter().find_map(|it| it.memory.as_ref());
        if let Some(door) = door {
            door.depose(self.world.now());
        }
        door.is_some()
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The process of a node.
    #[must_use]
    pub fn process(&self, member: usize) -> ProcessId {
        self.members[member].process
    }

    /// The broker of a node, while it runs.
    #[must_use]
    pub fn broker(&self, member: usize) -> Option<&Arc<Broker>> {
        self.members[member].broker.as_ref()
    }

    /// The controller of a node, while it runs.
    #[must_use]
    pub fn controller(&self, member: usize) -> Option<&Arc<Controller>> {
        self.members[member].controller.as_ref()
    }

    /// The controller of a node whose cluster is kept in memory.
    fn controller_on_memory(
        &self,
        member: usize,
        config: &BrokerConfig,
        ports: &node::Ports,
    ) -> Result<Option<ControllerParts>, String> {
        let Some(door) = &self.members[member].memory else {
            return Ok(None);
        };
        let controllers = self.members.iter().filter(|it| it.memory.is_some());
        let place = (member, controllers.count());
        let mut first = Vec::new();
        let node = on_memory(config, ports, door, place, &mut first)?;
        Ok(Some(ControllerParts { node, first }))
    }

    /// Starts a node.
    ///
    /// # Errors
    /// What the process says before it ends.
    pub fn start(&mut self, member: usize) -> Result<(), String> {
        let process = self.process(member);
        let parsed = Properties::parse(&self.members[member].properties);
        let parsed = parsed.map_err(|error| error.to_string())?;
        let (config, _) =
            BrokerConfig::from_properties(&parsed, &host(member)).map_err(|errors| {
                errors
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; ")
            })?;
        let world_sim::Ports {
            clock,
            disk,
            entropy,
        } = self.world.ports(process);
        let ports = node::Ports {
            disk: Arc::new(disk),
            entropy: Arc::new(entropy),
            now: clock.now(),
        };
        let own = self.controller_on_memory(member, &config, &ports)?;
        let assembled = node::assemble(config, &ports).map_err(|error| error.to_string())?;
        let (broker, controller) = (assembled.broker, assembled.controller.or(own));
        let listener = |name: &str, port, privileged| SimListener {
            name: name.into(),
            endpoint: Endpoint {
                host: host(member),
                port,
            },
            privileged,
        };
        let mut nodes = Vec::new();
        let running = controller
            .as_ref()
            .map(|controller| controller.node.clone());
        let mut node = broker.clone().map(|broker| broker as Arc<dyn Node>);
        let mut first = Vec::new();
        if let Some(controller) = controller {
            if let Some(combined) = assembled.combined {
                node = Some(combined);
                first = controller.first;
            } else {
                nodes.push(NodeSpec {
                    name: "controller",
                    node: controller.node,
                    first: controller.first,
                    listeners: vec![listener("CONTROLLER", CONTROLLER_PORT, true)],
                });
            }
        }
        if let Some(node) = node {
            nodes.push(NodeSpec {
                name: "broker",
                node,
                first,
                listeners: vec![listener("PLAINTEXT", PORT, true)],
            });
        }
        self.members[member].parts = nodes.len();
        self.members[member].broker = broker;
        self.members[member].controller = running;
        self.members[member].kept = assembled.kept;
        self.world.start(process, nodes);
        Ok(())
    }

    /// Crashes a node.
    pub fn crash(&mut self, member: usize, crash: Crash) {
        // Nothing of the dead process may write to the disk that the crash leaves.
        self.members[member].broker = None;
        self.members[member].controller = None;
        self.members[member].kept.clear();
        self.leave_store(member);
        self.world.crash(self.process(member), crash);
    }

    fn leave_store(&self, member: usize) {
        if let Some(door) = &self.members[member].memory {
            door.leave(self.world.now());
        }
    }

    /// Lets go of a node whose process ended by itself; says why it did.
    pub fn reap(&mut self, member: usize) -> Option<String> {
        let reason = self.world.exited(self.process(member))?.to_owned();
        let gone = &mut self.members[member];
        gone.broker.take()?;
        gone.controller = None;
        gone.kept.clear();
        self.leave_store(member);
        Some(reason)
    }

    /// Nodes of the process of a member: its controller, where that is one of its own, and its broker, which is stopped first.
    #[must_use]
    pub fn parts(&self, member: usize) -> usize {
        self.members[member].parts
    }

    /// Stops a node in order, its broker before its controller, and says whether it stopped within `limit`.
    pub fn stop(&mut self, member: usize, limit: Duration) -> bool {
        let process = self.process(member);
        let mut stopped = true;
        for node in (0..self.parts(member)).rev() {
            self.world.stop(process, node);
            stopped &= self
                .world
                .run_until(limit, |world| world.has_stopped(process, node));
        }
        self.crash(member, Crash::Process);
        stopped
    }

    /// The records of a partition as they lie on a node's disk; none without a replica there.
    ///
    /// # Errors
    /// As the disk reports.
    pub fn log_on_disk(
        &self,
        member: usize,
        topic: &str,
        partition: i32,
    ) -> io::Result<Option<Bytes>> {
        let disk = self.world.disk(self.process(member));
        let directory = Path::new(DATA).join(format!("{topic}-{partition}"));
        if !disk.exists(&directory) {
            return Ok(None);
        }
        let mut all = Vec::new();
        for entry in disk.list(&directory)? {
            if Path::new(&entry.name)
                .extension()
                .is_some_and(|it| it == "log")
            {
                all.extend(disk.read(&directory.join(&entry.name))?);
            }
        }
        Ok(Some(all.into()))
    }

    /// Adds a process with a workload, and starts it.
    pub fn start_workload(&mut self, settings: WorkloadSettings) -> Arc<Workload> {
        let process = self.world.add_process("client");
        let random = self.world.random().fork(0x00c1_1e47);
        let workload = Arc::new(Workload::new(settings, self.bootstrap.clone(), random));
        let node = NodeSpec {
            name: "workload",
            node: workload.clone() as Arc<dyn Node>,
            first: Vec::new(),
            listeners: Vec::new(),
        };
        self.world.start(process, vec![node]);
        workload
    }

    /// Adds a process with clients that write down what they are told, and starts it.
    pub fn start_clients(&mut self, recorder: Recorder) -> (ProcessId, Arc<Clients>) {
        let process = self.world.add_process("clients");
        let random = self.world.random().fork(0x0c11_e575);
        let clients = Arc::new(Clients::new(self.members.len(), random, recorder));
        let node = NodeSpec {
            name: "all",
            node: clients.clone() as Arc<dyn Node>,
            first: Vec::new(),
            listeners: Vec::new(),
        };
        self.world.start(process, vec![node]);
        (process, clients)
    }

    /// Adds a process with consumers of one group, and starts it.
    pub fn start_group(&mut self, settings: GroupSettings) -> Arc<GroupWorkload> {
        let process = self.world.add_process("consumers");
        let random = self.world.random().fork(0x06e0_00b5);
        let consumers = Arc::new(GroupWorkload::new(settings, self.bootstrap.clone(), random));
        let node = NodeSpec {
            name: "consumers",
            node: consumers.clone() as Arc<dyn Node>,
            first: Vec::new(),
            listeners: Vec::new(),
        };
        self.world.start(process, vec![node]);
        consumers
    }
}
