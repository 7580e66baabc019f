//! Processes, the nodes in them, and the ports that they are given.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use peers::{Peer, PeerKey};
use server::{Budget, Connection};
use types::Instant;
use world::{ConnectionInfo, Endpoint, Node, Output};

use crate::network::Direction;
use crate::world::Happening;
use crate::{SimClock, SimDisk, SimEntropy};

/// A process with a machine of its own. It may crash and start again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ProcessId(pub usize);

impl fmt::Display for ProcessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p{}", self.0)
    }
}

/// What a process is built from; the disk is the machine's and outlives it.
#[derive(Clone, Debug)]
pub struct Ports {
    /// Its clocks.
    pub clock: SimClock,
    /// Its disk.
    pub disk: SimDisk,
    /// Its entropy: another for each start.
    pub entropy: SimEntropy,
}

/// Where a node is reached.
#[derive(Clone, Debug)]
pub struct SimListener {
    /// Name of the listener, such as `PLAINTEXT`.
    pub name: Arc<str>,
    /// What others dial.
    pub endpoint: Endpoint,
    /// Whether requests that only brokers and controllers may send are accepted.
    pub privileged: bool,
}

/// One node of a process.
pub struct NodeSpec {
    /// What it is called in the trace.
    pub name: &'static str,
    /// The node.
    pub node: Arc<dyn Node>,
    /// What it wanted done when it was made.
    pub first: Vec<Output>,
    /// Where it is reached.
    pub listeners: Vec<SimListener>,
}

pub(crate) type LinkId = u64;

pub(crate) struct RunningNode {
    /// With the name of its process.
    pub(crate) name: Arc<str>,
    pub(crate) node: Arc<dyn Node>,
    pub(crate) listeners: Vec<SimListener>,
    pub(crate) due: Instant,
    /// The last tick, and how many there were at that moment.
    pub(crate) ticked: (Instant, u32),
    pub(crate) peers: BTreeMap<PeerKey, Outgoing>,
    pub(crate) stopped: bool,
}

pub(crate) struct Outgoing {
    pub(crate) machine: Peer,
    pub(crate) link: Option<LinkId>,
    /// Counts dials, so that the outcome of one that was given up is not taken for a later one's.
    pub(crate) dial: u64,
    pub(crate) looks_at: Instant,
}

/// A process while it runs or not.
pub(crate) struct Process {
    pub(crate) name: String,
    pub(crate) clock: SimClock,
    pub(crate) disk: SimDisk,
    pub(crate) nodes: Vec<RunningNode>,
    /// Counts starts: what was meant for an earlier run does not reach a later one.
    pub(crate) run: u64,
    pub(crate) machine_is_up: bool,
    /// Nothing happens in it until then: it is paused, or busy with what happened last.
    pub(crate) busy_until: Instant,
    /// What happened meanwhile, in order.
    pub(crate) held: VecDeque<Happening>,
    /// Whether its end of being busy is scheduled.
    pub(crate) resumes: bool,
    /// How long it takes over everything that happens to it.
    pub(crate) slowness: Duration,
    pub(crate) budget: Arc<Budget>,
    pub(crate) exited: Option<String>,
}

impl Process {
    pub(crate) fn is_running(&self) -> bool {
        !self.nodes.is_empty()
    }
}

/// A node in one run of its process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct NodeId {
    pub(crate) process: ProcessId,
    pub(crate) run: u64,
    pub(crate) node: usize,
}

/// An established connection.
pub(crate) struct Link {
    pub(crate) client: NodeId,
    pub(crate) key: PeerKey,
    pub(crate) server: NodeId,
    pub(crate) machine: Connection,
    pub(crate) info: ConnectionInfo,
    /// Whether the accepting end has closed it; the end is on its way.
    pub(crate) closed: bool,
    /// Arrived, but not taken in by the machine.
    pub(crate) unread: Vec<u8>,
    pub(crate) to_server: Direction,
    pub(crate) to_client: Direction,
    pub(crate) looks_at: Instant,
}
