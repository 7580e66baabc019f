//! The processes of `highwater dev`.

use std::fmt;
use std::fs::File;
use std::io;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::layout::{Layout, Place};
use crate::cli::Failure;
use crate::cli::failure::FAILED;

/// How long brokers may take to stop in order before they are killed.
const STOP_MAX: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A broker, and its process while it runs.
#[derive(Debug)]
struct Node {
    place: Place,
    process: Option<Child>,
}

/// All brokers.
#[derive(Debug)]
pub(super) struct Nodes(Vec<Node>);

/// How a process ended that was not asked to.
#[derive(Debug)]
pub(super) struct Ended {
    place: Place,
    process: u32,
    status: ExitStatus,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, process) = (self.place.id, self.process);
        write!(f, "broker {id} (process {process}) ")?;
        match (self.status.signal(), self.status.code()) {
            (Some(signal), _) => write!(f, "was ended by signal {signal}"),
            (None, Some(0)) => write!(f, "has stopped"),
            (None, code) => write!(f, "has failed, exit code {}", code.unwrap_or(-1)),
        }
    }
}

fn spawn(place: &Place) -> Result<Child, Failure> {
    let log = File::options()
        .create(true)
        .append(true)
        .open(place.log())?;
    let program = std::env::current_exe()?;
    let process = Command::new(program)
        .arg("server")
        .arg(place.settings())
        .args(["--stop-with-parent", &std::process::id().to_string()])
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        // Ctrl-C in the terminal is for the parent alone, which stops the others in its own way.
        .process_group(0)
        .spawn();
    Ok(process?)
}

fn signal(process: &Child, signal: Signal) {
    let pid = i32::try_from(process.id()).ok().and_then(Pid::from_raw);
    if let Some(pid) = pid {
        // It may have ended by itself in this moment.
        let _ = kill_process(pid, signal);
    }
}

impl Nodes {
    pub(super) fn start(layout: &Layout) -> Result<Self, Failure> {
        let mut nodes = Self(Vec::new());
        for place in &layout.places {
            match spawn(place) {
                Ok(process) => nodes.0.push(Node {
                    place: place.clone(),
                    process: Some(process),
                }),
                Err(failure) => {
                    nodes.stop(false);
                    return Err(failure);
                }
            }
        }
        Ok(nodes)
    }

    /// How many there are, running or not.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Id, port and process of those that run.
    pub(super) fn running(&self) -> impl Iterator<Item = (u16, u16, u32)> {
        self.0.iter().filter_map(|node| {
            let process = node.process.as_ref()?;
            Some((node.place.id, node.place.port, process.id()))
        })
    }

    /// Those that have ended since the last look.
    pub(super) fn take_ended(&mut self) -> Vec<Ended> {
        let mut ended = Vec::new();
        for node in &mut self.0 {
            let Some(process) = &mut node.process else {
                continue;
            };
            if let Ok(Some(status)) = process.try_wait() {
                ended.push(Ended {
                    place: node.place.clone(),
                    process: process.id(),
                    status,
                });
                node.process = None;
            }
        }
        ended
    }

    /// Starts those again that have ended; ids and new processes.
    pub(super) fn restart_ended(&mut self) -> Result<Vec<(u16, u32)>, Failure> {
        let mut restarted = Vec::new();
        for node in self.0.iter_mut().filter(|node| node.process.is_none()) {
            let process = spawn(&node.place)?;
            restarted.push((node.place.id, process.id()));
            node.process = Some(process);
        }
        Ok(restarted)
    }

    pub(super) fn how_to_restart(&self, ended: &Ended, by_key: bool) -> String {
        if by_key {
            return "Enter starts it again.".to_owned();
        }
        let settings = ended.place.settings();
        format!(
            "This starts it again: highwater server {}",
            settings.display()
        )
    }

    /// What to say of a broker that ended before the cluster was ready: the end of its log.
    pub(super) fn failure(&self, ended: &Ended) -> Failure {
        let log = std::fs::read_to_string(ended.place.log()).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines[lines.len().saturating_sub(5)..].join("\n       ");
        Failure::new(FAILED, format!("{ended}:\n       {last}"), "")
    }

    /// Ends all that run: in order, or at once.
    pub(super) fn stop(&mut self, in_order: bool) {
        if in_order {
            self.stop_in_order();
        }
        let running = || self.0.iter().filter_map(|node| node.process.as_ref());
        running().for_each(|process| signal(process, Signal::KILL));
        for node in &mut self.0 {
            if let Some(mut process) = node.process.take() {
                // Nothing can be done about a process that does not end even so.
                let _: io::Result<_> = process.wait();
            }
        }
    }

    fn stop_in_order(&mut self) {
        let running = self.0.iter().filter_map(|node| node.process.as_ref());
        running.for_each(|process| signal(process, Signal::TERM));
        let deadline = Instant::now() + STOP_MAX;
        while self.running().next().is_some() && Instant::now() < deadline {
            thread::sleep(LOOK_EVERY);
            self.take_ended();
        }
    }
}
