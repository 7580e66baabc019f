//! Three clients that write at a steady rate and read, two members of a group, and what all of them were told.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::ChildStdin;
use std::time::Duration;

use history::{Entry, Happened, Outcome};

use super::scene::{PARTITIONS, Scene, TOPIC};
use crate::Failure;
use crate::checks::Clients;
use crate::process::{Output, Run, Running};

/// Bytes of a record's value.
const BYTES: &str = "1000";
/// Longest wait for a client's end after its input ended: what is still unanswered is given up after a minute.
const END_LIMIT: Duration = Duration::from_secs(90);
/// How many clients write.
const WRITERS: u64 = 3;

/// Clients on their way.
pub(super) struct Load {
    folder: PathBuf,
    running: Vec<(&'static str, Running, Option<ChildStdin>)>,
}

impl Load {
    /// Starts them: `rate` records per second of all together, or as many as they can.
    pub(super) fn start(
        scene: &Scene,
        clients: &Clients,
        rate: u64,
        lies: bool,
    ) -> Result<Self, Failure> {
        let folder = scene.cluster.folder().join("history");
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let go = clients.go.as_ref().map_err(ToString::to_string)?;
        let mut load = Self {
            folder,
            running: Vec::new(),
        };
        let bootstrap = scene.cluster.bootstrap();
        let each = (rate / WRITERS).to_string();
        let partitions = PARTITIONS.to_string();
        let arguments = |load: &Self, name: &str, number: &str| {
            let history = load.folder.join(name).display().to_string();
            [
                &bootstrap,
                TOPIC,
                &each,
                BYTES,
                number,
                &partitions,
                &history,
            ]
            .map(str::to_owned)
        };
        let words = arguments(&load, "franz-go", "1");
        let asks = lies.then_some("1");
        load.add("franz-go", go.run().args(["chaos"]).args(words).args(asks))?;
        let java = clients.java.as_ref().map_err(ToString::to_string)?;
        let words = arguments(&load, "java", "2");
        load.add("java", java.chaos().args(words))?;
        let python = clients.python.as_ref().map_err(ToString::to_string)?;
        let words = arguments(&load, "librdkafka", "3");
        load.add("librdkafka", python.run("chaos.py").args(words))?;
        let history = load.folder.join("group").display().to_string();
        let words = ["chaos-group", &bootstrap, TOPIC, "chaos-group", &history];
        load.add("group", go.run().args(words))?;
        Ok(load)
    }

    fn add(&mut self, name: &'static str, run: Run) -> Result<(), Failure> {
        let (running, input) = run.start_fed(&self.folder.join(format!("{name}.log")))?;
        self.running.push((name, running, Some(input)));
        Ok(())
    }

    /// Ends them.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        for (_, _, input) in &mut self.running {
            drop(input.take());
        }
        for (name, running, _) in &mut self.running {
            let code = running.wait(END_LIMIT);
            if code != Some(0) {
                let log = running.log_text();
                let last: Vec<&str> = log.lines().rev().take(3).collect();
                return Err(format!("{name} ended with {code:?}: {}", last.join(" | ")));
            }
        }
        Ok(())
    }
}

/// Reads every partition once from its start to its end.
pub(super) fn read_last(scene: &Scene, clients: &Clients) -> Result<(), Failure> {
    let go = clients.go.as_ref().map_err(ToString::to_string)?;
    let history = scene.cluster.folder().join("history").join("last");
    go.run()
        .args([
            "chaos-last",
            &scene.cluster.bootstrap(),
            TOPIC,
            &PARTITIONS.to_string(),
            &history.display().to_string(),
        ])
        .limit_seconds(150)
        .output()
        .and_then(Output::success)
        .map(drop)
}

/// The histories of a run.
pub(super) const HISTORIES: [&str; 5] = ["franz-go", "java", "librdkafka", "group", "last"];

/// The histories of these names, in one order.
pub(super) fn gather(folder: &Path, names: &[&str]) -> Result<Vec<Entry>, Failure> {
    let mut all: Box<dyn Read> = Box::new(std::io::empty());
    for name in names {
        if let Ok(file) = File::open(folder.join(name)) {
            all = Box::new(all.chain(file));
        }
    }
    history::read(BufReader::with_capacity(1 << 20, all)).map_err(|error| error.to_string())
}

/// Whether an entry says that records were acknowledged.
pub(super) fn is_acknowledged(entry: &Entry) -> bool {
    matches!(entry.what, Happened::Ok(Outcome::Sent { .. }))
}
