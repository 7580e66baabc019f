//! Time, events, and the nodes that they happen to.

mod calls;
mod links;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use peers::PeerKey;
use server::Budget;
use types::{Instant, Now};
use world::{Clock, Event, File, FlushTicket, Output};

use crate::disk::Flushing;
use crate::network::{Cuts, Parcel};
use crate::process::{Link, LinkId, NodeId, Process, RunningNode};
use crate::{
    Crash, NetworkSettings, NodeSpec, Ports, ProcessId, Random, SimClock, SimDisk, SimEntropy,
    SimFile, Trace,
};

/// How a world behaves.
#[derive(Clone, Debug)]
pub struct WorldSettings {
    /// Everything that may go either way.
    pub seed: u64,
    /// The network.
    pub network: NetworkSettings,
    /// How long a flush takes, at least and at most.
    pub flush: (Duration, Duration),
    /// What a connection may do.
    pub connection_limits: server::Limits,
    /// Memory for requests in flight, for each process.
    pub request_bytes_in_flight_max: u64,
    /// What a connection to another node may do.
    pub peer_limits: peers::Limits,
    /// Whether the trace keeps its lines, not only their digest.
    pub keeps_trace: bool,
}

impl Default for WorldSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            network: NetworkSettings::default(),
            flush: (Duration::from_micros(200), Duration::from_millis(5)),
            connection_limits: server::Limits::default(),
            request_bytes_in_flight_max: 256 << 20,
            peer_limits: peers::Limits::default(),
            keeps_trace: false,
        }
    }
}

type FlushedFiles = Vec<(Arc<dyn File>, Option<Flushing>)>;

enum Happening {
    Tick(NodeId),
    Flushed(NodeId, FlushTicket, FlushedFiles),
    /// A dial arrives where it was meant to.
    Dialled(NodeId, PeerKey, u64),
    /// The dialling side hears how it went.
    DialEnded(NodeId, PeerKey, u64, Option<LinkId>),
    ToServer(LinkId, Parcel),
    ToClient(LinkId, Parcel),
    LookAtPeer(NodeId, PeerKey),
    LookAtLink(LinkId),
}

struct Scheduled {
    at: Instant,
    /// Breaks ties, in the order of scheduling.
    order: u64,
    happening: Happening,
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}
impl Eq for Scheduled {}
impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// What is to be looked at before time goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Stirred {
    Peer(NodeId, PeerKey),
    Link(LinkId),
}

/// A simulated world.
pub struct World {
    settings: WorldSettings,
    connection_limits: Arc<server::Limits>,
    peer_limits: Arc<peers::Limits>,
    random: Random,
    now: Instant,
    shared_now: Arc<AtomicU64>,
    heap: BinaryHeap<Reverse<Scheduled>>,
    order: u64,
    processes: Vec<Process>,
    links: BTreeMap<LinkId, Link>,
    next_link: LinkId,
    cuts: Cuts,
    stirred: VecDeque<Stirred>,
    trace: Trace,
}

/// Ticks of a node at one moment, after which it would never let time go on.
const TICKS_AT_ONCE_MAX: u32 = 10_000;

const START: Instant = Instant(1_000_000_000);

impl World {
    /// An empty world.
    #[must_use]
    pub fn new(settings: WorldSettings) -> Self {
        Self {
            random: Random::new(settings.seed),
            now: START,
            shared_now: Arc::new(AtomicU64::new(START.0)),
            heap: BinaryHeap::new(),
            order: 0,
            processes: Vec::new(),
            links: BTreeMap::new(),
            next_link: 0,
            cuts: Cuts::default(),
            stirred: VecDeque::new(),
            trace: Trace::new(settings.keeps_trace),
            connection_limits: Arc::new(settings.connection_limits.clone()),
            peer_limits: Arc::new(settings.peer_limits.clone()),
            settings,
        }
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What happened so far.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Adds a line of the caller's to the trace.
    pub fn note(&mut self, what: fmt::Arguments<'_>) {
        self.trace.line(self.now, &what);
    }

    /// Chance for what the caller decides: part of the seed's history.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// Sets how the network behaves from now on.
    pub fn set_network(&mut self, network: NetworkSettings) {
        self.settings.network = network;
    }

    /// Adds a machine with an empty disk; its process does not run yet.
    pub fn add_process(&mut self, name: &str) -> ProcessId {
        self.processes.push(Process {
            name: name.to_owned(),
            clock: SimClock::new(self.shared_now.clone()),
            disk: SimDisk::new(),
            nodes: Vec::new(),
            run: 0,
            machine_is_up: true,
            paused_until: Instant(0),
            budget: Arc::new(Budget::new(self.settings.request_bytes_in_flight_max)),
            exited: None,
        });
        ProcessId(self.processes.len() - 1)
    }

    fn process(&self, id: ProcessId) -> &Process {
        &self.processes[id.0]
    }

    fn process_mut(&mut self, id: ProcessId) -> &mut Process {
        &mut self.processes[id.0]
    }

    /// What a process is to be built from.
    pub fn ports(&mut self, id: ProcessId) -> Ports {
        let entropy = SimEntropy::new(self.random.fork(id.0 as u64));
        let process = self.process(id);
        Ports {
            clock: process.clock.clone(),
            disk: process.disk.clone(),
            entropy,
        }
    }

    /// The disk of a process, whether it runs or not.
    #[must_use]
    pub fn disk(&self, id: ProcessId) -> &SimDisk {
        &self.process(id).disk
    }

    /// Why a process ended by itself, if it did.
    #[must_use]
    pub fn exited(&self, id: ProcessId) -> Option<&str> {
        self.process(id).exited.as_deref()
    }

    /// Whether a process runs.
    #[must_use]
    pub fn is_running(&self, id: ProcessId) -> bool {
        self.process(id).is_running()
    }

    /// Starts a process.
    ///
    /// # Panics
    /// When it runs already, or has no node.
    pub fn start(&mut self, id: ProcessId, mut nodes: Vec<NodeSpec>) {
        assert!(
            !self.is_running(id) && !nodes.is_empty(),
            "{id} runs already, or nothing is to run"
        );
        let budget = Arc::new(Budget::new(self.settings.request_bytes_in_flight_max));
        let firsts: Vec<_> = nodes
            .iter_mut()
            .map(|spec| std::mem::take(&mut spec.first))
            .collect();
        let process = self.process_mut(id);
        process.run += 1;
        process.machine_is_up = true;
        process.exited = None;
        process.budget = budget;
        process.paused_until = Instant(0);
        process.nodes = nodes
            .into_iter()
            .map(|spec| RunningNode {
                name: spec.name,
                node: spec.node,
                listeners: spec.listeners,
                due: Instant::NEVER,
                ticked: (Instant(0), 0),
                peers: BTreeMap::new(),
                stopped: false,
            })
            .collect();
        let run = process.run;
        self.trace.line(
            self.now,
            &format_args!("{} starts, run {run}", self.processes[id.0].name),
        );
        for (node, first) in firsts.into_iter().enumerate() {
            let node = NodeId {
                process: id,
                run,
                node,
            };
            self.schedule(self.now, Happening::Tick(node));
            self.execute(node, first);
        }
        self.settle();
    }

    /// Ends a process, or its whole machine. Its disk keeps what such a crash leaves.
    pub fn crash(&mut self, id: ProcessId, crash: Crash) {
        self.trace.line(
            self.now,
            &format_args!("{} crashes: {crash:?}", self.processes[id.0].name),
        );
        self.end(id, crash);
    }

    fn end(&mut self, id: ProcessId, crash: Crash) {
        let links: Vec<LinkId> = self
            .links
            .iter()
            .filter(|(_, link)| link.client.process == id || link.server.process == id)
            .map(|(link, _)| *link)
            .collect();
        for link in links {
            // The other end of a dead process hears of it at once; a dead machine says nothing.
            self.drop_end(link, id, crash == Crash::Process);
        }
        let mut random = self.random.fork(0x000c_4a54);
        let process = self.process_mut(id);
        process.nodes.clear();
        process.machine_is_up = crash == Crash::Process;
        process.disk.crash(crash, &mut random);
        self.settle();
    }

    /// Stops a process for a while, as by SIGSTOP: nothing happens in it until then.
    pub fn pause(&mut self, id: ProcessId, duration: Duration) {
        let until = self.now + duration;
        self.process_mut(id).paused_until = until;
        self.trace.line(
            self.now,
            &format_args!("{} pauses for {duration:?}", self.processes[id.0].name),
        );
    }

    /// Cuts one way between two processes: what is sent waits until [`World::heal`].
    pub fn cut(&mut self, from: ProcessId, to: ProcessId) {
        self.trace
            .line(self.now, &format_args!("cut {from} -> {to}"));
        self.cuts.cut(from, to);
    }

    /// Sets the wall clock of a process wrong.
    pub fn set_wall_error_ms(&mut self, id: ProcessId, error_ms: i64) {
        self.process(id).clock.set_wall_error_ms(error_ms);
        self.trace.line(
            self.now,
            &format_args!("wall clock of {id} is off by {error_ms} ms"),
        );
    }

    /// Asks one node of a process to stop: the nodes of a process are numbered as they were given.
    pub fn stop(&mut self, id: ProcessId, node: usize) {
        let run = self.process(id).run;
        let node = NodeId {
            process: id,
            run,
            node,
        };
        let line = self.name(node);
        self.trace
            .line(self.now, &format_args!("{line} is asked to stop"));
        self.on(node, Event::Stop);
        self.settle();
    }

    /// Whether a node of a process has said that it stopped.
    #[must_use]
    pub fn has_stopped(&self, id: ProcessId, node: usize) -> bool {
        self.process(id)
            .nodes
            .get(node)
            .is_none_or(|node| node.stopped)
    }

    fn schedule(&mut self, at: Instant, happening: Happening) {
        self.order += 1;
        self.heap.push(Reverse(Scheduled {
            at,
            order: self.order,
            happening,
        }));
    }

    /// Lets time pass.
    pub fn run_for(&mut self, duration: Duration) {
        let end = self.now + duration;
        while self.heap.peek().is_some_and(|Reverse(next)| next.at <= end) {
            self.step();
        }
        self.set_now(end);
    }

    /// Lets things happen until `is_done`, or until `limit` has passed; says whether it was done.
    pub fn run_until(&mut self, limit: Duration, mut is_done: impl FnMut(&Self) -> bool) -> bool {
        let end = self.now + limit;
        loop {
            if is_done(self) {
                return true;
            }
            if self.heap.peek().is_none_or(|Reverse(next)| next.at > end) {
                self.set_now(end);
                return is_done(self);
            }
            self.step();
        }
    }

    fn set_now(&mut self, now: Instant) {
        self.now = self.now.max(now);
        self.shared_now.store(self.now.0, Ordering::Relaxed);
    }

    /// Lets the next thing happen; says whether there was one.
    pub fn step(&mut self) -> bool {
        let Some(Reverse(next)) = self.heap.pop() else {
            return false;
        };
        self.set_now(next.at);
        if let Some(until) = self.paused_until(&next.happening) {
            self.schedule(until, next.happening);
            return true;
        }
        match next.happening {
            Happening::Tick(id) => self.tick(id),
            Happening::Flushed(id, ticket, files) => self.end_flush(id, ticket, files),
            Happening::Dialled(id, key, dial) => self.on_dialled(id, key, dial),
            Happening::DialEnded(id, key, dial, link) => self.on_dial_ended(id, &key, dial, link),
            Happening::ToServer(link, parcel) => self.on_to_server(link, parcel),
            Happening::ToClient(link, parcel) => self.on_to_client(link, parcel),
            Happening::LookAtPeer(id, key) => self.stirred.push_back(Stirred::Peer(id, key)),
            Happening::LookAtLink(link) => self.stirred.push_back(Stirred::Link(link)),
        }
        self.settle();
        true
    }

    fn paused_until(&self, happening: &Happening) -> Option<Instant> {
        let process = match happening {
            Happening::Tick(id)
            | Happening::Flushed(id, ..)
            | Happening::DialEnded(id, ..)
            | Happening::LookAtPeer(id, _) => id.process,
            Happening::ToServer(link, _) | Happening::LookAtLink(link) => {
                self.links.get(link)?.server.process
            }
            Happening::ToClient(link, _) => self.links.get(link)?.client.process,
            // The system accepts for a process that is stopped.
            Happening::Dialled(..) => return None,
        };
        let until = self.process(process).paused_until;
        (until > self.now).then_some(until)
    }

    fn settle(&mut self) {
        while let Some(stirred) = self.stirred.pop_front() {
            match stirred {
                Stirred::Peer(id, key) => self.look_at_peer(id, &key),
                Stirred::Link(link) => self.look_at_link(link),
            }
        }
    }

    fn node(&mut self, id: NodeId) -> Option<&mut RunningNode> {
        let process = self.processes.get_mut(id.process.0)?;
        if process.run == id.run {
            process.nodes.get_mut(id.node)
        } else {
            None
        }
    }

    fn local_now(&self, id: NodeId) -> Now {
        self.process(id.process).clock.now()
    }

    fn name(&self, id: NodeId) -> String {
        let process = self.process(id.process);
        let node = process.nodes.get(id.node).map_or("gone", |node| node.name);
        format!("{}/{node}", process.name)
    }

    fn tick(&mut self, id: NodeId) {
        let (now, at) = (self.local_now(id), self.now);
        let Some(running) = self.node(id) else { return };
        if running.due > at && running.due != Instant::NEVER {
            return;
        }
        running.due = Instant::NEVER;
        let again = if running.ticked.0 == at {
            running.ticked.1 + 1
        } else {
            0
        };
        running.ticked = (at, again);
        assert!(
            again < TICKS_AT_ONCE_MAX,
            "{} of {} asks to be woken over and over at one moment",
            running.name,
            id.process
        );
        let node = running.node.clone();
        let mut out = Vec::new();
        node.tick(now, &mut out);
        self.execute(id, out);
    }

    fn on(&mut self, id: NodeId, event: Event) {
        let now = self.local_now(id);
        let Some(running) = self.node(id) else { return };
        let node = running.node.clone();
        let mut out = Vec::new();
        node.on(now, event, &mut out);
        self.execute(id, out);
    }

    /// Carries out what a node wants done. What that stirs is looked at by [`World::settle`].
    fn execute(&mut self, id: NodeId, out: Vec<Output>) {
        for output in out {
            match output {
                Output::Reply(request, reply) => {
                    let link = request.connection.0;
                    if let Some(open) = self.links.get_mut(&link) {
                        open.machine.complete(request.sequence, reply);
                        self.stirred.push_back(Stirred::Link(link));
                    }
                }
                Output::Call(call) => self.call(id, call),
                Output::Flush(ticket, files) => self.begin_flush(id, ticket, files),
                Output::WakeAt(at) => {
                    let at = at.max(self.now);
                    let Some(running) = self.node(id) else { return };
                    if at < running.due {
                        running.due = at;
                        self.schedule(at, Happening::Tick(id));
                    }
                }
                Output::Exit(reason) => {
                    let line = format!("{} exits: {reason}", self.name(id));
                    self.trace.line(self.now, &format_args!("{line}"));
                    self.process_mut(id.process).exited = Some(reason);
                    self.end(id.process, Crash::Process);
                    return;
                }
                Output::Stopped => {
                    if let Some(running) = self.node(id) {
                        running.stopped = true;
                    }
                    let line = self.name(id);
                    self.trace.line(self.now, &format_args!("{line} stopped"));
                }
            }
        }
    }

    fn begin_flush(&mut self, id: NodeId, ticket: FlushTicket, files: Vec<Arc<dyn File>>) {
        let flushing = files
            .into_iter()
            .map(|file| {
                let begun = file.as_any().downcast_ref().map(SimFile::begin_flush);
                (file, begun)
            })
            .collect();
        let (least, most) = self.settings.flush;
        let at = self.now + self.random.between(least, most);
        self.schedule(at, Happening::Flushed(id, ticket, flushing));
    }

    fn end_flush(&mut self, id: NodeId, ticket: FlushTicket, files: FlushedFiles) {
        if self.node(id).is_none() {
            // The machine may be up: whether the flush went on is as uncertain as the rest.
            return;
        }
        let flushed: io::Result<()> = files.into_iter().try_for_each(|(file, begun)| {
            match (file.as_any().downcast_ref::<SimFile>(), begun) {
                (Some(file), Some(begun)) => file.end_flush(begun),
                _ => file.sync_data(),
            }
        });
        let line = format!(
            "{} flushed {} {:?}",
            self.name(id),
            ticket.0,
            flushed.is_ok()
        );
        self.trace.line(self.now, &format_args!("{line}"));
        self.on(id, Event::Flushed(ticket, flushed));
    }
}

#[cfg(test)]
mod tests;
