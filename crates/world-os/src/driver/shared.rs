//! What all threads of the driver share, and how outputs are carried out.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Instant as StdInstant;

use peers::PeerKey;
use server::Budget;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tracing::error;
use types::Now;
use world::{Clock, ConnectionId, Endpoint, Event, File, FlushTicket, Node, Output, Reply};

use super::listen::{Door, ListenerInfo};
use super::peer::{self, PeerMailbox};
use super::pool::Pools;
use super::timer::Timer;
use super::{DriverSettings, Hosted};
use crate::{OsClock, OsFile};

/// Why the process is to end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// A node cannot go on.
    Exit(String),
    /// It was asked to from outside.
    Signal,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit(reason) => f.write_str(reason),
            Self::Signal => f.write_str("asked to end by a signal"),
        }
    }
}

/// A node as the driver holds it.
pub(super) struct HostedNode {
    pub(super) name: &'static str,
    pub(super) node: Arc<dyn Node>,
    pub(super) timer: Timer,
    pub(super) peers: Mutex<HashMap<PeerKey, Arc<PeerMailbox>>>,
    pub(super) ensemble: Mutex<super::ensemble::Door>,
    control: bool,
    control_lanes: Vec<u8>,
}

impl HostedNode {
    /// Enters the node. A node that panics has asserted an invariant away: that is told, and what it was asked has no answer;
    /// the threads and connections of the driver go on.
    pub(super) fn enter<T>(&self, what: &str, call: impl FnOnce(&dyn Node) -> T) -> Option<T> {
        let entered = panic::catch_unwind(AssertUnwindSafe(|| call(&*self.node)));
        if entered.is_err() {
            error!(node = self.name, "a defect: {what} ended in a panic");
        }
        entered.ok()
    }
}

/// How others reach the task of an accepted connection.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    state: Mutex<MailboxState>,
}

#[derive(Debug, Default)]
struct MailboxState {
    replies: Vec<(u64, Reply)>,
    /// Set while the task sleeps.
    waker: Option<Waker>,
    closing: bool,
}

impl Mailbox {
    fn change(&self, change: impl FnOnce(&mut MailboxState)) {
        let waker = {
            let mut state = lock(&self.state);
            change(&mut state);
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Moves what arrived into `replies`; when there is nothing, `waker` will be woken by the next. Says whether the
    /// connection is to be closed when its replies are sent.
    pub(super) fn take(&self, replies: &mut Vec<(u64, Reply)>, waker: &Waker) -> bool {
        let mut state = lock(&self.state);
        replies.append(&mut state.replies);
        state.waker = if replies.is_empty() {
            Some(waker.clone())
        } else {
            None
        };
        state.closing
    }
}

const SHARDS: usize = 16;

/// Accepted connections by id.
#[derive(Default)]
pub(super) struct Connections {
    shards: [Mutex<HashMap<ConnectionId, Arc<Mailbox>>>; SHARDS],
    len: AtomicUsize,
    hosts: Mutex<HashMap<Arc<str>, usize>>,
    next: AtomicU64,
    changed: Changed,
}

impl Connections {
    pub(super) fn add(&self, host: Arc<str>) -> (ConnectionId, Arc<Mailbox>) {
        *lock(&self.hosts).entry(host).or_default() += 1;
        let id = ConnectionId(self.next.fetch_add(1, Ordering::Relaxed));
        let mailbox = Arc::new(Mailbox::default());
        self.len.fetch_add(1, Ordering::SeqCst);
        self.shard(id).insert(id, mailbox.clone());
        (id, mailbox)
    }

    pub(super) fn remove(&self, id: ConnectionId, host: &str) {
        {
            let mut hosts = lock(&self.hosts);
            if let Some(count) = hosts.get_mut(host) {
                *count -= 1;
                if *count == 0 {
                    hosts.remove(host);
                }
            }
        }
        if self.shard(id).remove(&id).is_some() && self.len.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.changed.notify();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len.load(Ordering::SeqCst)
    }

    fn shard(&self, id: ConnectionId) -> MutexGuard<'_, HashMap<ConnectionId, Arc<Mailbox>>> {
        let place = usize::try_from(id.0 % SHARDS as u64).unwrap_or_default();
        lock(self.shards.get(place).unwrap_or(&self.shards[0]))
    }

    fn reply(&self, connection: ConnectionId, sequence: u64, reply: Reply) {
        let mailbox = self.shard(connection).get(&connection).cloned();
        if let Some(mailbox) = mailbox {
            mailbox.change(|state| state.replies.push((sequence, reply)));
        }
    }

    fn close_all(&self) {
        for shard in &self.shards {
            let mailboxes: Vec<_> = lock(shard).values().cloned().collect();
            for mailbox in mailboxes {
                mailbox.change(|state| state.closing = true);
            }
        }
    }
}

/// Something to wait for by looking again.
#[derive(Default)]
struct Changed {
    lock: Mutex<()>,
    condition: Condvar,
}

impl Changed {
    fn notify(&self) {
        let _held = lock(&self.lock);
        self.condition.notify_all();
    }

    fn wait_until(&self, deadline: StdInstant, is_done: impl Fn() -> bool) -> bool {
        let mut held = lock(&self.lock);
        loop {
            if is_done() {
                return true;
            }
            let left = deadline.saturating_duration_since(StdInstant::now());
            if left.is_zero() {
                return false;
            }
            held = self
                .condition
                .wait_timeout(held, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What all threads share.
pub(super) struct Shared {
    clock: OsClock,
    settings: DriverSettings,
    connection_limits: Arc<server::Limits>,
    peer_limits: Arc<peers::Limits>,
    budget: Arc<Budget>,
    nodes: Vec<HostedNode>,
    connections: Connections,
    local: BTreeMap<Endpoint, (usize, ListenerInfo)>,
    flushers: Pools,
    readers: Pools,
    data: Handle,
    control: Handle,
    doors_closed: watch::Sender<bool>,
    ended: Mutex<Option<Ended>>,
    stopped: Mutex<Vec<bool>>,
    /// Sessions with an ensemble that have not ended.
    sessions: AtomicUsize,
    changed: Changed,
}

impl Shared {
    pub(super) fn new(
        hosted: Vec<Hosted>,
        clock: OsClock,
        settings: DriverSettings,
        data: Handle,
        control: Handle,
    ) -> (Arc<Self>, Vec<Door>) {
        let mut nodes = Vec::new();
        let mut doors = Vec::new();
        let mut local = BTreeMap::new();
        for (index, hosted) in hosted.into_iter().enumerate() {
            for bound in hosted.listeners {
                local.extend(
                    bound
                        .endpoints()
                        .map(|endpoint| (endpoint, (index, bound.info()))),
                );
                doors.push(Door { node: index, bound });
            }
            nodes.push(HostedNode {
                name: hosted.name,
                node: hosted.node,
                timer: Timer::default(),
                peers: Mutex::default(),
                ensemble: Mutex::default(),
                control: hosted.control,
                control_lanes: hosted.control_lanes,
            });
        }
        let shared = Self {
            clock,
            connection_limits: Arc::new(settings.connection_limits.clone()),
            peer_limits: Arc::new(settings.peer_limits.clone()),
            budget: Arc::new(Budget::new(settings.request_bytes_in_flight_max)),
            flushers: Pools::new("flush", settings.flush_parallelism),
            readers: Pools::new("read", settings.read_parallelism),
            settings,
            stopped: Mutex::new(vec![false; nodes.len()]),
            nodes,
            connections: Connections::default(),
            local,
            data,
            control,
            doors_closed: watch::channel(false).0,
            ended: Mutex::default(),
            sessions: AtomicUsize::new(0),
            changed: Changed::default(),
        };
        (Arc::new(shared), doors)
    }

    pub(super) fn clock(&self) -> OsClock {
        self.clock
    }

    pub(super) fn now(&self) -> Now {
        self.clock.now()
    }

    pub(super) fn settings(&self) -> &DriverSettings {
        &self.settings
    }

    pub(super) fn connection_limits(&self) -> &Arc<server::Limits> {
        &self.connection_limits
    }

    pub(super) fn peer_limits(&self) -> &Arc<peers::Limits> {
        &self.peer_limits
    }

    pub(super) fn budget(&self) -> &Arc<Budget> {
        &self.budget
    }

    pub(super) fn nodes(&self) -> &[HostedNode] {
        &self.nodes
    }

    /// # Panics
    /// When there is no such node: indexes come from [`Shared::new`] alone.
    pub(super) fn node(&self, index: usize) -> &HostedNode {
        &self.nodes[index]
    }

    pub(super) fn connections(&self) -> &Connections {
        &self.connections
    }

    /// Whether one more connection from a host is within the limits.
    pub(super) fn admit(&self, host: &str) -> Result<(), String> {
        let (all, each) = (
            self.settings.connections_max,
            self.settings.connections_per_ip_max,
        );
        if self.connections.len() >= all {
            return Err(format!("{all} are open, the limit of max.connections"));
        }
        if lock(&self.connections.hosts)
            .get(host)
            .is_some_and(|&open| open >= each)
        {
            return Err(format!(
                "{each} are open from there, the limit of max.connections.per.ip"
            ));
        }
        Ok(())
    }

    pub(super) fn local(&self, endpoint: &Endpoint) -> Option<(usize, ListenerInfo)> {
        self.local.get(endpoint).cloned()
    }

    /// Where a node's connections run.
    pub(super) fn runtime(&self, node: usize) -> &Handle {
        if self.node(node).control {
            &self.control
        } else {
            &self.data
        }
    }

    /// Where a node's calls on a lane run.
    pub(super) fn lane_runtime(&self, node: usize, lane: u8) -> &Handle {
        let hosted = self.node(node);
        if hosted.control || hosted.control_lanes.contains(&lane) {
            &self.control
        } else {
            &self.data
        }
    }

    /// Where what nodes ask of an ensemble runs: nothing that a disk does may hold up a session.
    pub(super) fn ensemble_runtime(&self) -> &Handle {
        &self.control
    }

    pub(super) fn session_opened(&self) {
        self.sessions.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn session_ended(&self) {
        self.sessions.fetch_sub(1, Ordering::Relaxed);
        self.changed.notify();
    }

    /// Ends all sessions with an ensemble, so that what lives as long as they do ends now.
    pub(super) fn close_sessions(&self, deadline: StdInstant) -> bool {
        for hosted in &self.nodes {
            lock(&hosted.ensemble).close();
        }
        self.changed
            .wait_until(deadline, || self.sessions.load(Ordering::Relaxed) == 0)
    }

    pub(super) fn doors_closed(&self) -> watch::Receiver<bool> {
        self.doors_closed.subscribe()
    }

    /// Gives an event to a node and carries out what comes back.
    pub(super) fn on(
        self: &Arc<Self>,
        node: usize,
        event: Event,
        own: Option<&mut server::Connection>,
    ) {
        let mut out = Vec::new();
        let now = self.now();
        self.node(node)
            .enter("an event", |node| node.on(now, event, &mut out));
        self.execute(node, &mut out, own);
    }

    /// Carries out what a node wants done. `own` is the connection that the calling task serves: its replies need no
    /// mailbox.
    pub(super) fn execute(
        self: &Arc<Self>,
        node: usize,
        out: &mut Vec<Output>,
        mut own: Option<&mut server::Connection>,
    ) {
        for output in out.drain(..) {
            match output {
                Output::Reply(id, reply) => match &mut own {
                    Some(own) if own.id() == id.connection => own.complete(id.sequence, reply),
                    _ => self.connections.reply(id.connection, id.sequence, reply),
                },
                Output::Call(call) => peer::call(self, node, call),
                Output::Flush(ticket, files) => self.flush(node, ticket, files),
                Output::Ensemble(request) => super::ensemble::ask(self, node, request),
                Output::WakeAt(at) => self.node(node).timer.wake_at(at),
                Output::Exit(reason) => self.end(Ended::Exit(reason)),
                Output::Stopped => {
                    if let Some(stopped) = lock(&self.stopped).get_mut(node) {
                        *stopped = true;
                    }
                    self.changed.notify();
                }
            }
        }
    }

    fn flush(self: &Arc<Self>, node: usize, ticket: FlushTicket, files: Vec<Arc<dyn File>>) {
        let device = files
            .first()
            .and_then(|file| file.as_any().downcast_ref())
            .map_or(0, OsFile::device);
        let shared = self.clone();
        self.flushers.run(device, move || {
            let flushed: io::Result<()> = files.iter().try_for_each(|file| file.sync_data());
            drop(files);
            shared.on(node, Event::Flushed(ticket, flushed), None);
        });
    }

    pub(super) fn readers(&self) -> &Pools {
        &self.readers
    }

    pub(super) fn end(&self, ended: Ended) {
        lock(&self.ended).get_or_insert(ended);
        self.changed.notify();
    }

    pub(super) fn wait_for_end(&self) -> Ended {
        loop {
            let day = StdInstant::now() + std::time::Duration::from_secs(24 * 3600);
            self.changed.wait_until(day, || lock(&self.ended).is_some());
            if let Some(ended) = lock(&self.ended).clone() {
                return ended;
            }
        }
    }

    pub(super) fn wait_for_stopped(&self, node: usize, deadline: StdInstant) -> bool {
        self.changed
            .wait_until(deadline, || lock(&self.stopped).get(node) == Some(&true))
    }

    /// Accepts no more, and closes connections as their replies are sent.
    pub(super) fn close_doors(&self) {
        self.doors_closed.send_replace(true);
        self.connections.close_all();
    }

    pub(super) fn wait_for_hang_ups(&self, deadline: StdInstant) -> bool {
        self.connections
            .changed
            .wait_until(deadline, || self.connections.len() == 0)
    }

    pub(super) fn stop_threads(&self) {
        self.flushers.stop();
        self.readers.stop();
        for hosted in &self.nodes {
            hosted.timer.stop();
        }
    }
}

/// Ends the wait for the end when the process is signalled.
pub(super) fn end_on_signals(shared: &Arc<Shared>) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let _entered = shared.control.enter();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let shared = shared.clone();
    shared.control.clone().spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        shared.end(Ended::Signal);
    });
    Ok(())
}
