//! Nodes of a cluster in a simulated world.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use broker::Broker;
use bytes::Bytes;
use controller::Controller;
use partition_log::LogDirectory;
use settings::{BrokerConfig, Properties};
use world::{Clock as _, Disk, Endpoint, Node};
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

fn host(member: usize) -> String {
    format!("n{}", member + 1)
}

/// Every node has a rack of its own.
pub(crate) fn rack(member: usize) -> String {
    format!("r{}", member + 1)
}

fn properties(member: usize, controllers: usize, settings: &ClusterSettings) -> String {
    let voters: Vec<String> = (0..controllers)
        .map(|voter| format!("{}@{}:{CONTROLLER_PORT}", voter + 1, host(voter)))
        .collect();
    let name = host(member);
    let (roles, listener) = if member < controllers {
        let listener = format!(",CONTROLLER://{name}:{CONTROLLER_PORT}");
        ("broker,controller", listener)
    } else {
        ("broker", String::new())
    };
    format!(
        "node.id={}\nprocess.roles={roles}\n\
         listeners=PLAINTEXT://{name}:{PORT}{listener}\n\
         controller.listener.names=CONTROLLER\ninter.broker.listener.name=PLAINTEXT\n\
         controller.quorum.voters={}\nlog.dirs={DATA}\nbroker.rack={}\n{}",
        member + 1,
        voters.join(","),
        rack(member),
        settings.properties
    )
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
        let assembled = node::assemble(config, &ports).map_err(|error| error.to_string())?;
        let (broker, controller) = (assembled.broker, assembled.controller);
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
        self.world.crash(self.process(member), crash);
    }

    /// Lets go of a node whose process ended by itself; says why it did.
    pub fn reap(&mut self, member: usize) -> Option<String> {
        let reason = self.world.exited(self.process(member))?.to_owned();
        let gone = &mut self.members[member];
        gone.broker.take()?;
        gone.controller = None;
        gone.kept.clear();
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
