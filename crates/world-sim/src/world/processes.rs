//! Processes come and go.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use server::Budget;
use types::Instant;

use super::{Happening, World};
use crate::process::{LinkId, NodeId, Process, RunningNode};
use crate::{Crash, NodeSpec, Ports, ProcessId, SimClock, SimDisk, SimEntropy};

impl World {
    /// Adds a machine with an empty disk; its process does not run yet.
    pub fn add_process(&mut self, name: &str) -> ProcessId {
        let random = self.random.fork(0x000d_15c5);
        self.processes.push(Process {
            name: name.to_owned(),
            clock: SimClock::new(self.shared_now.clone()),
            disk: SimDisk::with_random(random),
            nodes: Vec::new(),
            run: 0,
            machine_is_up: true,
            busy_until: Instant(0),
            held: VecDeque::new(),
            resumes: false,
            slowness: Duration::ZERO,
            budget: Arc::new(Budget::new(self.settings.request_bytes_in_flight_max)),
            exited: None,
        });
        ProcessId(self.processes.len() - 1)
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
        let now = self.now;
        let process = self.process_mut(id);
        process.run += 1;
        process.machine_is_up = true;
        process.exited = None;
        process.budget = budget;
        process.busy_until = now;
        let name = process.name.clone();
        process.nodes = nodes
            .into_iter()
            .map(|spec| RunningNode {
                name: format!("{name}/{}", spec.name).into(),
                node: spec.node,
                listeners: spec.listeners,
                due: Instant::NEVER,
                ticked: (Instant(0), 0),
                peers: BTreeMap::new(),
                stopped: false,
            })
            .collect();
        let run = process.run;
        self.trace
            .line(now, &format_args!("{name} starts, run {run}"));
        for (node, first) in firsts.into_iter().enumerate() {
            let node = NodeId {
                process: id,
                run,
                node,
            };
            self.schedule(now, Happening::Tick(node));
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

    pub(super) fn end(&mut self, id: ProcessId, crash: Crash) {
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
        self.vanish_from_ensemble(id);
        let mut random = self.random.fork(0x000c_4a54);
        let now = self.now;
        let process = self.process_mut(id);
        process.nodes.clear();
        process.busy_until = now;
        process.machine_is_up = crash == Crash::Process;
        process.disk.crash(crash, &mut random);
        self.settle();
    }

    /// Asks one node of a process to stop: the nodes of a process are numbered as they were given.
    pub fn stop(&mut self, id: ProcessId, node: usize) {
        let run = self.process(id).run;
        let node = NodeId {
            process: id,
            run,
            node,
        };
        let name = self.name(node);
        self.trace
            .line(self.now, &format_args!("{name} is asked to stop"));
        self.schedule(self.now, Happening::Stop(node));
    }

    /// Whether a node of a process has said that it stopped.
    #[must_use]
    pub fn has_stopped(&self, id: ProcessId, node: usize) -> bool {
        self.process(id)
            .nodes
            .get(node)
            .is_none_or(|node| node.stopped)
    }
}
