//! A cluster of either kind in a temporary folder: its nodes are killed, paused, stopped, cut off and started again.

mod admin;
mod network;
mod node;
mod patience;
mod views;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::brokers::{Kind, free_address};
use crate::tools::{ServerOptions, ZookeeperServers, zookeeper};
use crate::{Failure, target};

pub use admin::Admin;
pub use network::Network;
pub use node::Node;
pub use patience::{throughout, until};
pub use views::{NewTopic, PartitionView, QuorumView, TopicView};

/// Longest wait until a cluster serves.
const FORM_LIMIT: Duration = Duration::from_secs(120);
/// Node ids of controllers that are no brokers begin here.
pub const FIRST_CONTROLLER: i32 = 100;
/// The id that Kafka's directories are formatted with.
const CLUSTER_ID: &str = "aGlnaHdhdGVyLXRlc3RzMw";

/// Where the controllers are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Controllers {
    /// Every broker is one of them.
    Combined,
    /// The first brokers are, so many of them.
    First(usize),
    /// They are nodes of their own, so many of them.
    Separate(usize),
}

/// What a cluster looks like.
#[derive(Clone, Debug)]
pub struct Layout {
    /// How many brokers; their ids begin at 0.
    pub brokers: usize,
    /// Where the controllers are.
    pub controllers: Controllers,
    /// Whether every node gets an address of its own, so that it can be cut off.
    pub networked: bool,
    /// More lines of every node's `server.properties`.
    pub settings: Vec<String>,
    /// Levels of features that Kafka formats its directories with.
    pub features: Vec<String>,
    /// How many servers the ZooKeeper ensemble has that the cluster is kept in; without any, the controllers are a quorum.
    pub zookeepers: usize,
    /// What those servers are started with beside what all have.
    pub ensemble: ServerOptions,
}

impl Layout {
    /// Brokers that are controllers too, on loopback.
    #[must_use]
    pub fn combined(brokers: usize) -> Self {
        Self {
            brokers,
            controllers: Controllers::Combined,
            networked: false,
            settings: Vec::new(),
            features: Vec::new(),
            zookeepers: 0,
            ensemble: ServerOptions::default(),
        }
    }

    /// Brokers on loopback that are kept in a ZooKeeper ensemble of so many servers.
    #[must_use]
    pub fn in_zookeeper(brokers: usize, zookeepers: usize) -> Self {
        Self {
            zookeepers,
            ..Self::combined(brokers)
        }
    }

    /// Brokers and so many controllers beside them, on loopback.
    #[must_use]
    pub fn separate(brokers: usize, controllers: usize) -> Self {
        Self {
            controllers: Controllers::Separate(controllers),
            ..Self::combined(brokers)
        }
    }

    /// The same, with an address for every node.
    #[must_use]
    pub fn networked(self) -> Self {
        Self {
            networked: true,
            ..self
        }
    }

    /// The same, with a line more in every node's settings.
    #[must_use]
    pub fn with(mut self, line: &str) -> Self {
        self.settings.push(line.to_owned());
        self
    }
}

/// Nodes that belong together. Killed and cleared away when this is dropped.
#[derive(Debug)]
pub struct Cluster {
    kind: Kind,
    folder: PathBuf,
    keep: bool,
    nodes: Vec<Node>,
    network: Option<Network>,
    layout: Layout,
    ensemble: Option<ZookeeperServers>,
}

impl Cluster {
    /// Makes the folders, starts every node, and waits until all brokers serve and a controller is active.
    ///
    /// # Errors
    /// A node does not come up, or they do not find each other.
    pub fn start(kind: &Kind, layout: &Layout) -> Result<Self, Failure> {
        let mut cluster = Self::prepare(kind, layout)?;
        cluster.launch()?;
        Ok(cluster)
    }

    /// Starts every node of a prepared cluster, and waits until it serves.
    ///
    /// # Errors
    /// A node does not come up, or they do not find each other.
    pub fn launch(&mut self) -> Result<(), Failure> {
        for node in &mut self.nodes {
            node.spawn()?;
        }
        self.wait_until_formed()
    }

    /// Makes the folders and starts nothing.
    ///
    /// # Errors
    /// There is no place, no port, or Kafka does not format a directory.
    pub fn prepare(kind: &Kind, layout: &Layout) -> Result<Self, Failure> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = target()
            .join("brokers")
            .join(format!("cluster-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let separate = match layout.controllers {
            Controllers::Separate(count) => count,
            Controllers::Combined | Controllers::First(_) => 0,
        };
        let network = match layout.networked {
            true => Some(Network::make(layout.brokers + separate)?),
            false => None,
        };
        let mut cluster = Self {
            kind: kind.clone(),
            folder,
            keep: false,
            nodes: Vec::new(),
            network,
            layout: layout.clone(),
            ensemble: None,
        };
        if layout.zookeepers > 0 {
            let zookeeper = zookeeper().map_err(|missing| missing.to_string())?;
            let address = cluster.network.as_ref().map(Network::outside);
            let ensemble = zookeeper.start_at(
                &cluster.folder,
                layout.zookeepers,
                address,
                &layout.ensemble,
            )?;
            cluster.ensemble = Some(ensemble);
        }
        let mut seats = Vec::new();
        for place in 0..layout.brokers {
            let is_controller = match layout.controllers {
                Controllers::Combined => cluster.ensemble.is_none(),
                Controllers::First(count) => place < count,
                Controllers::Separate(_) => false,
            };
            seats.push(cluster.seat(place, id_of(place), true, is_controller)?);
        }
        for place in 0..separate {
            let id = FIRST_CONTROLLER + id_of(place);
            seats.push(cluster.seat(layout.brokers + place, id, false, true)?);
        }
        let store = cluster.store(&seats.iter().collect::<Vec<_>>());
        for seat in seats {
            cluster.add(seat, &store)?;
        }
        Ok(cluster)
    }

    /// The line of every node's settings that says what keeps the cluster.
    fn store(&self, seats: &[&Seat]) -> String {
        match &self.ensemble {
            Some(ensemble) => format!("zookeeper.connect={}\n", ensemble.connect_of_brokers()),
            None => format!("controller.quorum.voters={}\n", voters(seats)),
        }
    }

    /// Where a new node will be.
    fn seat(
        &self,
        place: usize,
        id: i32,
        is_broker: bool,
        is_controller: bool,
    ) -> Result<Seat, Failure> {
        let address = |port: u16| match &self.network {
            Some(network) => Ok(SocketAddr::new(network.address(place), port)),
            None => free_address(),
        };
        Ok(Seat {
            id,
            place,
            client: is_broker.then(|| address(9092)).transpose()?,
            controller: is_controller.then(|| address(9093)).transpose()?,
            shares: self.ensemble.is_some(),
        })
    }

    /// Writes a node's settings and formats its directory where that is needed.
    fn add(&mut self, seat: Seat, store: &str) -> Result<(), Failure> {
        let folder = self.folder.join(format!("node-{}", seat.id));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let data = folder.join("data").display().to_string();
        let mut text = seat.settings(store, &data, self.layout.brokers);
        for line in &self.layout.settings {
            text.push_str(line);
            text.push('\n');
        }
        let namespace = self
            .network
            .as_ref()
            .map(|network| network.namespace(seat.place));
        let node = Node::new(self.kind.clone(), seat, folder, namespace);
        node.configure(&text)?;
        if self.ensemble.is_none() {
            node.format(CLUSTER_ID, &self.layout.features)?;
        }
        self.nodes.push(node);
        Ok(())
    }

    /// Adds a broker that is no controller, and starts it. Its id.
    ///
    /// # Errors
    /// It does not come up; or the cluster is networked, whose addresses are all given out.
    pub fn add_broker(&mut self) -> Result<i32, Failure> {
        if self.network.is_some() {
            return Err("a networked cluster does not grow".to_owned());
        }
        let id = self.nodes.iter().filter(|node| node.is_broker()).count();
        let seats: Vec<&Seat> = self.nodes.iter().map(Node::seat).collect();
        let store = self.store(&seats);
        let seat = self.seat(self.nodes.len(), id_of(id), true, false)?;
        self.add(seat, &store)?;
        self.node(id_of(id))?.up()?;
        Ok(id_of(id))
    }

    /// Waits until every running broker is known and serves, and a controller is active.
    ///
    /// # Errors
    /// It takes too long, or a node has ended.
    pub fn wait_until_formed(&mut self) -> Result<(), Failure> {
        let brokers = self.running_brokers();
        let end = Instant::now() + FORM_LIMIT;
        loop {
            for node in &mut self.nodes {
                node.complain_if_ended()?;
            }
            let known = |node: &&Node| {
                let told = Admin::of(vec![node.bootstrap()]).brokers();
                told.is_ok_and(|known| brokers.iter().all(|id| known.contains(id)))
            };
            let serving = self
                .nodes
                .iter()
                .filter(|node| brokers.contains(&node.id()))
                .all(|node| known(&node));
            if serving && self.active_controller().is_ok() {
                return Ok(());
            }
            if Instant::now() > end {
                return Err(format!(
                    "{} of {} brokers does not form: {}",
                    self.kind.name(),
                    brokers.len(),
                    self.folder.display()
                ));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The id of the active controller.
    ///
    /// # Errors
    /// None is active, or nobody answers.
    pub fn active_controller(&self) -> Result<i32, Failure> {
        match &self.ensemble {
            Some(_) => self.admin().controller(),
            None => Ok(self.admin().quorum()?.leader),
        }
    }

    /// The ensemble that the cluster is kept in.
    ///
    /// # Errors
    /// It is kept by a quorum.
    pub fn ensemble(&mut self) -> Result<&mut ZookeeperServers, Failure> {
        let missing = "the cluster is not kept in ZooKeeper";
        self.ensemble.as_mut().ok_or_else(|| missing.to_owned())
    }

    /// Makes every node one of the other kind, over the same folders and what keeps the cluster, from its next start on.
    pub fn become_kind(&mut self, kind: &Kind) {
        self.kind = kind.clone();
        for node in &mut self.nodes {
            node.become_kind(kind.clone());
        }
    }

    /// The folder of all of it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Which it is.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The ids of all brokers.
    #[must_use]
    pub fn brokers(&self) -> Vec<i32> {
        let brokers = self.nodes.iter().filter(|node| node.is_broker());
        brokers.map(Node::id).collect()
    }

    /// The ids of the brokers that run and are not paused.
    #[must_use]
    pub fn running_brokers(&self) -> Vec<i32> {
        let brokers = self.nodes.iter().filter(|node| node.is_broker());
        brokers
            .filter(|node| node.is_running() && !node.is_paused())
            .map(Node::id)
            .collect()
    }

    /// The ids of all controllers.
    #[must_use]
    pub fn controllers(&self) -> Vec<i32> {
        let controllers = self.nodes.iter().filter(|node| node.is_controller());
        controllers.map(Node::id).collect()
    }

    /// The process id of a node that runs.
    #[must_use]
    pub fn process_id(&self, id: i32) -> Option<u32> {
        let node = self.nodes.iter().find(|node| node.id() == id);
        node.and_then(Node::process_id)
    }

    /// Where clients connect: all brokers, `host:port,host:port`.
    #[must_use]
    pub fn bootstrap(&self) -> String {
        let brokers = self.nodes.iter().filter(|node| node.is_broker());
        brokers.map(Node::bootstrap).collect::<Vec<_>>().join(",")
    }

    /// Where administrators connect: the brokers that run now.
    #[must_use]
    pub fn admin(&self) -> Admin {
        let running = self.running_brokers();
        let there = self
            .nodes
            .iter()
            .filter(|node| running.contains(&node.id()));
        Admin::of(there.map(Node::bootstrap).collect()).speaking_to(&self.kind)
    }

    /// Where consumers find the end of a partition now.
    ///
    /// # Errors
    /// It has no leader, or that does not answer.
    pub fn high_watermark(&self, topic: &str, partition: i32) -> Result<i64, Failure> {
        let view = self.admin().topic(topic)?;
        let found = view
            .partitions
            .iter()
            .find(|view| view.partition == partition);
        let leader = found.map_or(-1, |view| view.leader);
        let node = self.nodes.iter().find(|node| node.id() == leader);
        let node = node.ok_or("there is no leader")?;
        Admin::of(vec![node.bootstrap()]).high_watermark(topic, partition)
    }

    /// Asks the controllers themselves, all but one.
    #[must_use]
    pub fn controllers_but(&self, id: i32) -> Admin {
        let others = self
            .nodes
            .iter()
            .filter(|node| node.is_controller() && node.id() != id);
        Admin::of(others.map(Node::controller).collect())
    }

    /// A node by its id.
    ///
    /// # Errors
    /// There is none.
    pub fn node(&mut self, id: i32) -> Result<&mut Node, Failure> {
        self.nodes
            .iter_mut()
            .find(|node| node.id() == id)
            .ok_or_else(|| format!("there is no node {id}"))
    }

    /// Whether every node has an address of its own.
    #[must_use]
    pub fn is_networked(&self) -> bool {
        self.network.is_some()
    }

    /// Stops all traffic between two nodes, both ways. Clients reach both.
    ///
    /// # Errors
    /// The cluster is not networked.
    pub fn cut(&mut self, one: i32, other: i32) -> Result<(), Failure> {
        let (one, other) = (self.place(one)?, self.place(other)?);
        self.network()?.cut(one, other)
    }

    /// Stops all traffic of a node, with clients too.
    ///
    /// # Errors
    /// The cluster is not networked.
    pub fn isolate(&mut self, id: i32) -> Result<(), Failure> {
        let place = self.place(id)?;
        self.network()?.isolate(place)
    }

    /// Stops all traffic from a node; to one other, or to everybody. What comes to it is not touched.
    ///
    /// # Errors
    /// The cluster is not networked.
    pub fn mute(&mut self, id: i32, to: Option<i32>) -> Result<(), Failure> {
        let from = self.place(id)?;
        let to = to.map(|to| self.place(to)).transpose()?;
        self.network()?.lose(Some(from), to)
    }

    /// Stops all traffic to a node, from everybody. What it sends is not touched.
    ///
    /// # Errors
    /// The cluster is not networked.
    pub fn deafen(&mut self, id: i32) -> Result<(), Failure> {
        let place = self.place(id)?;
        self.network()?.lose(None, Some(place))
    }

    /// Ends all cuts.
    ///
    /// # Errors
    /// The cluster is not networked.
    pub fn heal(&mut self) -> Result<(), Failure> {
        self.network()?.heal()
    }

    fn network(&mut self) -> Result<&mut Network, Failure> {
        let missing = "the nodes have no addresses of their own";
        self.network.as_mut().ok_or_else(|| missing.to_owned())
    }

    fn place(&self, id: i32) -> Result<usize, Failure> {
        let node = self.nodes.iter().find(|node| node.id() == id);
        let node = node.ok_or_else(|| format!("there is no node {id}"))?;
        Ok(node.seat().place)
    }

    /// Keeps the folder when this is dropped, for a look at what went wrong.
    pub fn keep(&mut self) -> String {
        self.keep = true;
        self.folder.display().to_string()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            node.kill();
        }
        if !self.keep && std::env::var_os("KEEP_BROKERS").is_none() {
            // A folder that cannot be removed is only litter in the target folder.
            drop(std::fs::remove_dir_all(&self.folder));
        }
    }
}

/// A node's place: its id, its roles and where it is reached.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) id: i32,
    place: usize,
    pub(crate) client: Option<SocketAddr>,
    pub(crate) controller: Option<SocketAddr>,
    /// Whether its controller is reached where its clients connect.
    pub(crate) shares: bool,
}

impl Seat {
    /// The settings that every node of either kind starts with.
    fn settings(&self, store: &str, data: &str, brokers: usize) -> String {
        let named = |name: &str, address: Option<SocketAddr>| {
            address.map(|address| (name.to_owned(), address))
        };
        let listeners: Vec<(String, SocketAddr)> = [
            named("PLAINTEXT", self.client),
            named("CONTROLLER", self.controller),
        ]
        .into_iter()
        .flatten()
        .collect();
        let listed: Vec<String> = listeners
            .iter()
            .map(|(name, address)| format!("{name}://{address}"))
            .collect();
        let roles = match (self.client, self.controller) {
            (Some(_), Some(_)) => "broker,controller",
            (Some(_), None) => "broker",
            (None, _) => "controller",
        };
        let id = self.id;
        let who = match store.starts_with("zookeeper.") {
            true => format!("broker.id={id}\n"),
            false => format!(
                "process.roles={roles}\n\
                 node.id={id}\n\
                 controller.listener.names=CONTROLLER\n\
                 listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n"
            ),
        };
        let copies = brokers.min(3);
        let mut text = String::new();
        let _ = write!(
            text,
            "{who}{store}\
             listeners={}\n\
             log.dirs={data}\n\
             num.partitions=4\n\
             default.replication.factor={copies}\n\
             offsets.topic.replication.factor={copies}\n\
             offsets.topic.num.partitions=4\n\
             transaction.state.log.replication.factor={copies}\n\
             transaction.state.log.num.partitions=4\n\
             share.coordinator.state.topic.replication.factor={copies}\n\
             share.coordinator.state.topic.min.isr=1\n\
             group.initial.rebalance.delay.ms=100\n",
            listed.join(","),
        );
        text
    }
}

fn voters(seats: &[&Seat]) -> String {
    let voters = seats.iter().filter_map(|seat| {
        seat.controller
            .map(|address| format!("{}@{address}", seat.id))
    });
    voters.collect::<Vec<_>>().join(",")
}

fn id_of(place: usize) -> i32 {
    i32::try_from(place).unwrap_or(i32::MAX)
}
