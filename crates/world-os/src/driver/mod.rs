//! Runs nodes on threads and sockets.

mod buffers;
mod dial;
mod ensemble;
mod listen;
mod peer;
mod pool;
mod serve;
mod shared;
mod stream;
mod timer;
mod warm;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use types::Now;
use world::{Clock, Event, Node, Output};

pub use listen::{Bound, ListenerSpec};
pub use shared::Ended;
use shared::Shared;

use crate::OsClock;

/// How the driver runs.
#[derive(Clone, Debug)]
pub struct DriverSettings {
    /// Threads that serve clients; they may block while writing to a file.
    pub data_workers: usize,
    /// What an accepted connection may do.
    pub connection_limits: server::Limits,
    /// `queued.max.request.bytes`: memory for requests that arrived and are not answered.
    pub request_bytes_in_flight_max: u64,
    /// `max.connections`: accepted connections at a time; one more is closed at once.
    pub connections_max: usize,
    /// `max.connections.per.ip`: the same for each address of clients.
    pub connections_per_ip_max: usize,
    /// `socket.send.buffer.bytes`; none leaves it to the operating system, which grows it as it is needed.
    pub send_buffer_bytes: Option<u32>,
    /// `socket.receive.buffer.bytes`; none leaves it to the operating system.
    pub receive_buffer_bytes: Option<u32>,
    /// `socket.listen.backlog.size`: connections that wait to be accepted.
    pub listen_backlog: u32,
    /// What a connection to another node may do.
    pub peer_limits: peers::Limits,
    /// `highwater.flush.parallelism`: flushes at a time for each disk.
    pub flush_parallelism: usize,
    /// Reads of what is not in memory, at a time for each disk.
    pub read_parallelism: usize,
    /// Whether SIGTERM and SIGINT end [`Driver::wait`].
    pub catch_signals: bool,
}

impl Default for DriverSettings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            data_workers: (2 * cores).max(4),
            connection_limits: server::Limits::default(),
            request_bytes_in_flight_max: 256 << 20,
            connections_max: usize::MAX,
            connections_per_ip_max: usize::MAX,
            send_buffer_bytes: None,
            receive_buffer_bytes: None,
            listen_backlog: 1024,
            peer_limits: peers::Limits::default(),
            flush_parallelism: 8,
            read_parallelism: 4,
            catch_signals: false,
        }
    }
}

/// One node with its doors.
pub struct Hosted {
    /// What it is called in the log, such as `broker`.
    pub name: &'static str,
    /// The node.
    pub node: Arc<dyn Node>,
    /// What it wanted done when it was made.
    pub first: Vec<Output>,
    /// Where it is reached.
    pub listeners: Vec<Bound>,
    /// Whether it runs on the control thread, as a controller does: nothing in it may block for long.
    pub control: bool,
    /// Lanes of its calls that run on the control thread although the node does not: heartbeats.
    pub control_lanes: Vec<u8>,
}

/// The running nodes of one process.
pub struct Driver {
    shared: Arc<Shared>,
    data: Runtime,
    control: ControlThread,
}

/// A runtime of one thread.
struct ControlThread {
    stop: tokio::sync::oneshot::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

fn control_runtime() -> io::Result<(tokio::runtime::Handle, ControlThread)> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new()
        .name("control".into())
        .spawn(move || {
            let _ = runtime.block_on(stopped);
            runtime.shutdown_background();
        })?;
    Ok((handle, ControlThread { stop, thread }))
}

impl Driver {
    /// Starts the nodes: each gets its first tick, then connections are accepted.
    ///
    /// # Errors
    /// When threads or sockets cannot be made.
    pub fn start(
        mut hosted: Vec<Hosted>,
        clock: OsClock,
        settings: DriverSettings,
    ) -> io::Result<Self> {
        let data = Builder::new_multi_thread()
            .worker_threads(settings.data_workers.max(1))
            .thread_name("data")
            .enable_all()
            .build()?;
        let (control_handle, control) = control_runtime()?;
        let mut firsts: Vec<_> = hosted
            .iter_mut()
            .map(|hosted| std::mem::take(&mut hosted.first))
            .collect();
        let (shared, doors) = Shared::new(
            hosted,
            clock,
            settings,
            data.handle().clone(),
            control_handle,
        );

        for (hosted, out) in shared.nodes().iter().zip(&mut firsts) {
            let now = shared.now();
            hosted.enter("the first tick", |node| node.tick(now, out));
        }
        for (index, mut out) in firsts.into_iter().enumerate() {
            timer::start(&shared, index)?;
            shared.execute(index, &mut out, None);
        }
        for door in doors {
            listen::start(&shared, door)?;
        }
        if shared.settings().catch_signals {
            shared::end_on_signals(&shared)?;
        }
        Ok(Self {
            shared,
            data,
            control,
        })
    }

    /// The moment, on the clock that the nodes see.
    #[must_use]
    pub fn now(&self) -> Now {
        self.shared.clock().now()
    }

    /// Waits until a node, or a signal, wants the process to end.
    #[must_use]
    pub fn wait(&self) -> Ended {
        self.shared.wait_for_end()
    }

    /// Carries out what a node returned from a call that did not come from the driver.
    pub fn execute(&self, node: usize, mut out: Vec<Output>) {
        self.shared.execute(node, &mut out, None);
    }

    /// Stops the nodes in their order, each when the one before has said [`Output::Stopped`]; then the connections, once
    /// their replies are sent. After `grace` the rest is cut off; says whether all of it stopped by itself.
    pub fn stop(self, grace: Duration) -> bool {
        let deadline = std::time::Instant::now() + grace;
        let mut clean = true;
        for index in 0..self.shared.nodes().len() {
            self.shared.on(index, Event::Stop, None);
            clean &= self.shared.wait_for_stopped(index, deadline);
        }
        clean &= self.shared.close_sessions(deadline);
        self.shared.close_doors();
        clean &= self.shared.wait_for_hang_ups(deadline);
        self.shared.stop_threads();
        let _ = self.control.stop.send(());
        clean &= self.control.thread.join().is_ok();
        self.data.shutdown_timeout(Duration::from_secs(1));
        clean
    }
}

#[cfg(test)]
mod tests;
