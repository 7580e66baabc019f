//! Time, events, and the nodes that they happen to.

mod calls;
mod ensembles;
mod faults;
mod flushes;
mod links;
mod processes;
mod repeats;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use peers::PeerKey;
use types::{Instant, Now};
use world::{Clock, EnsembleEvent, Event, FlushTicket, Output};

use crate::network::{Cuts, Parcel};
use crate::process::{Link, LinkId, NodeId, Process, RunningNode};
use crate::{Crash, NetworkSettings, ProcessId, Random, SimDisk, Trace};
use flushes::FlushedFiles;
use repeats::Arrived;

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
    /// Codes of the requests that may come once more, long after they were answered.
    pub repeats: &'static [i16],
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
            repeats: &[],
            keeps_trace: false,
        }
    }
}

/// Something that happens at some moment.
pub(crate) enum Happening {
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
    /// Somebody asks a node to stop.
    Stop(NodeId),
    /// A process that was paused or busy goes on.
    Resume(ProcessId),
    /// Something happens in the ensemble.
    Ensemble,
    /// The ensemble says something to a node.
    Told(NodeId, EnsembleEvent),
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
    ensemble: Option<ensembles::Attached>,
    arrived: VecDeque<Arrived>,
    trace: Trace,
    happened: u64,
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
            ensemble: None,
            arrived: VecDeque::new(),
            trace: Trace::new(settings.keeps_trace),
            happened: 0,
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

    /// How many things happened so far.
    #[must_use]
    pub fn happened(&self) -> u64 {
        self.happened
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

    fn process(&self, id: ProcessId) -> &Process {
        &self.processes[id.0]
    }

    fn process_mut(&mut self, id: ProcessId) -> &mut Process {
        &mut self.processes[id.0]
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
        let process = self.happens_to(&next.happening);
        match (next.happening, process) {
            (Happening::Resume(process), _) => self.resume(process),
            (happening, Some(process)) if self.is_busy(process) => {
                self.hold_up(process, happening);
            }
            (happening, process) => self.happen(happening, process),
        }
        true
    }

    /// Lets something happen, and its process be busy with it.
    fn happen(&mut self, happening: Happening, process: Option<ProcessId>) {
        self.happened += 1;
        match happening {
            Happening::Tick(id) => self.tick(id),
            Happening::Flushed(id, ticket, files) => self.end_flush(id, ticket, files),
            Happening::Dialled(id, key, dial) => self.on_dialled(id, key, dial),
            Happening::DialEnded(id, key, dial, link) => self.on_dial_ended(id, &key, dial, link),
            Happening::ToServer(link, parcel) => self.on_to_server(link, parcel),
            Happening::ToClient(link, parcel) => self.on_to_client(link, parcel),
            Happening::LookAtPeer(id, key) => self.stirred.push_back(Stirred::Peer(id, key)),
            Happening::LookAtLink(link) => self.stirred.push_back(Stirred::Link(link)),
            Happening::Stop(id) => self.on(id, Event::Stop),
            Happening::Resume(_) => {}
            Happening::Ensemble => self.look_at_ensemble(),
            Happening::Told(id, event) => self.on(id, Event::Ensemble(event)),
        }
        self.settle();
        if let Some(id) = process {
            let now = self.now;
            let process = self.process_mut(id);
            let busy = process.slowness + process.disk.take_owed();
            if !busy.is_zero() {
                process.busy_until = process.busy_until.max(now + busy);
            }
        }
    }

    fn is_busy(&self, id: ProcessId) -> bool {
        let process = self.process(id);
        process.busy_until > self.now || !process.held.is_empty()
    }

    /// What happens to a busy process waits its turn.
    fn hold_up(&mut self, id: ProcessId, happening: Happening) {
        let process = self.process_mut(id);
        process.held.push_back(happening);
        if !process.resumes {
            process.resumes = true;
            let until = process.busy_until.max(self.now);
            self.schedule(until, Happening::Resume(id));
        }
    }

    fn resume(&mut self, id: ProcessId) {
        self.process_mut(id).resumes = false;
        while self.process(id).busy_until <= self.now {
            let Some(happening) = self.process_mut(id).held.pop_front() else {
                return;
            };
            self.happen(happening, Some(id));
        }
        let process = self.process_mut(id);
        if !process.held.is_empty() {
            process.resumes = true;
            let until = process.busy_until;
            self.schedule(until, Happening::Resume(id));
        }
    }

    /// Whom something happens to, if it waits while that process is stopped.
    fn happens_to(&self, happening: &Happening) -> Option<ProcessId> {
        let process = match happening {
            Happening::Tick(id)
            | Happening::Stop(id)
            | Happening::Flushed(id, ..)
            | Happening::DialEnded(id, ..)
            | Happening::Told(id, _)
            | Happening::LookAtPeer(id, _) => id.process,
            Happening::ToServer(link, _) | Happening::LookAtLink(link) => {
                self.links.get(link)?.server.process
            }
            Happening::ToClient(link, _) => self.links.get(link)?.client.process,
            // The system accepts for a process that is stopped.
            Happening::Dialled(..) | Happening::Resume(_) | Happening::Ensemble => return None,
        };
        Some(process)
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

    /// The monotonic clock of a process.
    fn instant_of(&self, id: ProcessId) -> Instant {
        self.process(id).clock.local(self.now)
    }

    /// When a process sees its monotonic clock show `local`; not before now.
    fn moment_of(&self, id: ProcessId, local: Instant) -> Instant {
        self.process(id).clock.world(local).max(self.now)
    }

    fn name(&self, id: NodeId) -> Arc<str> {
        let process = self.process(id.process);
        match process.nodes.get(id.node) {
            Some(node) => node.name.clone(),
            None => format!("{}/gone", process.name).into(),
        }
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
                Output::Ensemble(request) => self.ask_ensemble(id, request),
                Output::WakeAt(at) => {
                    let at = self.moment_of(id.process, at);
                    let Some(running) = self.node(id) else { return };
                    if at < running.due {
                        running.due = at;
                        self.schedule(at, Happening::Tick(id));
                    }
                }
                Output::Exit(reason) => {
                    let name = self.name(id);
                    self.trace
                        .line(self.now, &format_args!("{name} exits: {reason}"));
                    self.process_mut(id.process).exited = Some(reason);
                    self.end(id.process, Crash::Process);
                    return;
                }
                Output::Stopped => {
                    if let Some(running) = self.node(id) {
                        running.stopped = true;
                    }
                    let name = self.name(id);
                    self.trace.line(self.now, &format_args!("{name} stopped"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
