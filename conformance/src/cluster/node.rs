//! One node of a cluster: a process with a folder.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Seat;
use crate::Failure;
use crate::brokers::{Kind, answers};
use crate::process::{Output, Run, Running, signal};

/// Longest wait until a node answers.
const START_LIMIT: Duration = Duration::from_secs(90);
/// Longest wait for a clean stop.
const STOP_LIMIT: Duration = Duration::from_secs(60);
/// Heap of one Kafka node: three share a machine with their clients.
const KAFKA_HEAP: &str = "512m";

/// A node.
#[derive(Debug)]
pub struct Node {
    kind: Kind,
    seat: Seat,
    folder: PathBuf,
    /// The network namespace that it runs in.
    namespace: Option<String>,
    running: Option<Running>,
    paused: bool,
    /// Variables of its environment.
    environment: Vec<(String, String)>,
}

impl Node {
    pub(crate) fn new(kind: Kind, seat: Seat, folder: PathBuf, namespace: Option<String>) -> Self {
        Self {
            kind,
            seat,
            folder,
            namespace,
            running: None,
            paused: false,
            environment: Vec::new(),
        }
    }

    pub(crate) fn seat(&self) -> &Seat {
        &self.seat
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> i32 {
        self.seat.id
    }

    /// Whether clients connect to it.
    #[must_use]
    pub fn is_broker(&self) -> bool {
        self.seat.client.is_some()
    }

    /// Whether it votes.
    #[must_use]
    pub fn is_controller(&self) -> bool {
        self.seat.controller.is_some() || self.seat.shares
    }

    /// Whether it was started and not ended by [`Node::kill`] or [`Node::stop`].
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Whether it is stopped by [`Node::pause`].
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Where clients reach it, `host:port`; nothing for a controller alone.
    #[must_use]
    pub fn bootstrap(&self) -> String {
        self.seat
            .client
            .map(|address| address.to_string())
            .unwrap_or_default()
    }

    /// Where its controller is reached, `host:port`; nothing for a broker alone.
    #[must_use]
    pub fn controller(&self) -> String {
        let shared = self.seat.client.filter(|_| self.seat.shares);
        self.seat
            .controller
            .or(shared)
            .map(|address| address.to_string())
            .unwrap_or_default()
    }

    /// Its process id, while it runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.running.as_ref().map(Running::id)
    }

    /// Which it is.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Makes it one of the other kind, over the same folder, from its next start on.
    pub fn become_kind(&mut self, kind: Kind) {
        self.kind = kind;
    }

    /// Its log directory.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The folder of all that is its own.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of a partition's log.
    #[must_use]
    pub fn partition(&self, topic: &str, partition: i32) -> PathBuf {
        self.data().join(format!("{topic}-{partition}"))
    }

    /// What it has printed since its first start.
    #[must_use]
    pub fn log_text(&self) -> String {
        let bytes = std::fs::read(self.log()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn log(&self) -> PathBuf {
        self.folder.join("node.log")
    }

    fn properties(&self) -> PathBuf {
        self.folder.join("server.properties")
    }

    /// Writes its settings, which it reads when it starts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn configure(&self, settings: &str) -> Result<(), Failure> {
        std::fs::write(self.properties(), settings).map_err(|error| error.to_string())
    }

    /// Adds a line to its settings, which it reads when it starts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn set(&self, line: &str) -> Result<(), Failure> {
        let path = self.properties();
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        self.configure(&format!("{text}{line}\n"))
    }

    /// Sets a variable of its environment, from its next start on.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Gives it one more listener, which other brokers do not use, from its next start on.
    ///
    /// # Errors
    /// The file of its settings cannot be written.
    pub fn add_listener(&self, name: &str, address: &str) -> Result<(), Failure> {
        let path = self.properties();
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let text = text
            .replace(
                "listeners=PLAINTEXT",
                &format!("listeners={name}://{address},PLAINTEXT"),
            )
            .replace("protocol.map=", &format!("protocol.map={name}:PLAINTEXT,"));
        self.configure(&format!("{text}inter.broker.listener.name=PLAINTEXT\n"))
    }

    /// Formats the directory, for the kind that needs it.
    pub(crate) fn format(&self, cluster_id: &str, features: &[String]) -> Result<(), Failure> {
        let Kind::Kafka(java) = &self.kind else {
            return Ok(());
        };
        let properties = self.properties().display().to_string();
        java.run("kafka.tools.StorageTool")
            .args(["format", "-t", cluster_id, "-c", &properties])
            .args(features.iter().flat_map(|feature| ["--feature", feature]))
            .output()
            .and_then(Output::success)
            .map(drop)
    }

    /// Starts it and does not wait.
    ///
    /// # Errors
    /// There is no such program.
    pub fn spawn(&mut self) -> Result<(), Failure> {
        let properties = self.properties().display().to_string();
        let mut run = match &self.kind {
            Kind::Highwater(program) => Run::new(program).args(["server", &properties]),
            Kind::Kafka(java) => java
                .sized_broker(KAFKA_HEAP, "kafka.Kafka")
                .args([&properties]),
        };
        for (name, value) in &self.environment {
            run = run.env(name, value);
        }
        if let Some(namespace) = &self.namespace {
            run = run.within(&["ip", "netns", "exec", namespace]);
        }
        self.running = Some(run.start(&self.log())?);
        self.paused = false;
        Ok(())
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Errors
    /// It ends, or does not answer in time.
    pub fn up(&mut self) -> Result<(), Failure> {
        self.spawn()?;
        self.wait_until_up()
    }

    /// Waits until it answers.
    ///
    /// # Errors
    /// It ends, or does not answer in time.
    pub fn wait_until_up(&mut self) -> Result<(), Failure> {
        let door = self.seat.client.or(self.seat.controller);
        let door = door.ok_or("a node without a listener")?;
        let end = Instant::now() + START_LIMIT;
        while !answers(door) {
            self.complain_if_ended()?;
            if Instant::now() > end {
                return Err(self.complaint("does not come up"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Nothing, unless it was started and has ended by itself.
    pub(crate) fn complain_if_ended(&mut self) -> Result<(), Failure> {
        let ended = self
            .running
            .as_mut()
            .is_some_and(|running| !running.is_alive());
        if ended {
            Err(self.complaint("has ended"))
        } else {
            Ok(())
        }
    }

    fn complaint(&self, what: &str) -> Failure {
        let log = self.log_text();
        let lines: Vec<&str> = log.lines().collect();
        let tail = lines
            .get(lines.len().saturating_sub(8)..)
            .unwrap_or_default();
        format!(
            "node {} of {} {what}: {}",
            self.id(),
            self.kind.name(),
            tail.join(" | ")
        )
    }

    /// Whether its process lives.
    pub fn is_alive(&mut self) -> bool {
        self.running.as_mut().is_some_and(Running::is_alive)
    }

    /// Kills it (`kill -9`), also when it is paused.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill();
        }
        self.paused = false;
    }

    /// Stops it where it stands (SIGSTOP).
    ///
    /// # Errors
    /// It does not run.
    pub fn pause(&mut self) -> Result<(), Failure> {
        self.send("STOP")?;
        self.paused = true;
        Ok(())
    }

    /// Lets it go on (SIGCONT).
    ///
    /// # Errors
    /// It does not run.
    pub fn resume(&mut self) -> Result<(), Failure> {
        self.send("CONT")?;
        self.paused = false;
        Ok(())
    }

    fn send(&self, name: &str) -> Result<(), Failure> {
        let id = self.process_id().ok_or("it does not run")?;
        signal(id, name)
    }

    /// Stops it cleanly (SIGTERM).
    ///
    /// # Errors
    /// It does not end by itself in time.
    pub fn stop(&mut self) -> Result<(), Failure> {
        let Some(mut running) = self.running.take() else {
            return Ok(());
        };
        if running.terminate(STOP_LIMIT) {
            Ok(())
        } else {
            Err(self.complaint("does not stop"))
        }
    }

    /// Has a node that was killed take itself for one whose machine lost power: anything that it did not flush may be gone. A
    /// Kafka takes itself for one after every kill.
    ///
    /// # Errors
    /// The mark of its run is not there.
    pub fn lose_power(&self) -> Result<(), Failure> {
        if !self.kind.is_ours() {
            return Ok(());
        }
        let path = self.data().join(".highwater-running");
        let text = read(&path)?;
        let text = String::from_utf8_lossy(&text).replace("boot.id=", "boot.id=before-");
        std::fs::write(&path, text).map_err(|error| error.to_string())
    }

    /// Tears the end off the log of a partition, within its last batch, as a loss of power may.
    ///
    /// # Errors
    /// There is no such log, or nothing in it.
    pub fn tear(&self, topic: &str, partition: i32) -> Result<(), Failure> {
        let segments = self.segments(topic, partition)?;
        let path = segments.last().ok_or("there is no segment")?;
        let bytes = read(path)?;
        // A segment may be made larger than it is filled.
        let last = bytes.iter().rposition(|byte| *byte != 0);
        let last = last.ok_or("the segment is empty")?;
        let file = std::fs::OpenOptions::new().write(true).open(path);
        let torn = file.and_then(|file| file.set_len(last as u64 - 4));
        torn.map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The files of segments in a partition's log, oldest first.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn segments(&self, topic: &str, partition: i32) -> Result<Vec<PathBuf>, Failure> {
        let folder = self.partition(topic, partition);
        let listed =
            std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let paths = listed.flatten().map(|entry| entry.path());
        let is_segment =
            |path: &PathBuf| path.extension().is_some_and(|extension| extension == "log");
        let mut segments: Vec<PathBuf> = paths.filter(is_segment).collect();
        segments.sort();
        Ok(segments)
    }

    /// The bytes of a partition's log, all segments in a row.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn log_bytes(&self, topic: &str, partition: i32) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        for path in self.segments(topic, partition)? {
            bytes.extend(read(&path)?);
        }
        Ok(bytes)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
