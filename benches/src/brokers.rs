//! The three that are compared, each a process of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use conformance::brokers::{Broker, Kind};
use conformance::process::{Run, Running};
use conformance::tools::java;
use conformance::{Failure, target};

use crate::burst::{self, Answers};
use crate::measure::processor_seconds;
use crate::requests::{
    BATCH_BYTES, PRODUCE_VERSION, batch, delete_topic, framed, make_topic, produce,
};

/// Settings of both brokers: what is deleted leaves the disk soon.
const SETTINGS: [&str; 1] = ["log.segment.delete.delay.ms=1000"];

/// Our binary, as it is released.
pub(crate) fn highwater() -> Kind {
    Kind::Highwater(target().join("release/highwater"))
}

/// Kafka, where there is a Java.
pub(crate) fn kafka() -> Result<Kind, Failure> {
    java()
        .map(Kind::Kafka)
        .map_err(|missing| missing.to_string())
}

/// A started broker.
///
/// # Errors
/// It does not come up.
pub(crate) fn start(kind: Kind) -> Result<Broker, Failure> {
    Broker::start(kind, &SETTINGS)
}

/// One side of the comparison.
pub(crate) enum Side {
    Floor {
        bootstrap: String,
        running: Running,
        folder: PathBuf,
    },
    Broker(Box<Broker>),
}

/// Processor time of one burst each, in seconds for each GB (1,000,000,000 bytes).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) produce: f64,
    pub(crate) fetch: f64,
}

impl Side {
    pub(crate) fn floor() -> Result<Self, Failure> {
        let folder = target()
            .join("brokers")
            .join(format!("floor-{}", std::process::id()));
        let (running, bootstrap) = start_floor(&folder, 0)?;
        Ok(Self::Floor {
            bootstrap,
            running,
            folder,
        })
    }

    fn bootstrap(&self) -> String {
        match self {
            Self::Floor { bootstrap, .. } => bootstrap.clone(),
            Self::Broker(broker) => broker.bootstrap(),
        }
    }

    fn process(&self) -> Result<u32, Failure> {
        match self {
            Self::Floor { running, .. } => Ok(running.id()),
            Self::Broker(broker) => broker
                .process_id()
                .ok_or_else(|| "the broker has ended".to_owned()),
        }
    }

    /// Writes `bytes` to a new topic, reads them `passes` times, and drops the topic.
    pub(crate) fn burst(
        &self,
        topic: &str,
        batch: &Bytes,
        bytes: usize,
        passes: usize,
    ) -> Result<Cost, Failure> {
        let (bootstrap, process) = (self.bootstrap(), self.process()?);
        let answers = match self {
            Self::Floor { .. } => Answers::Floor,
            Self::Broker(_) => Answers::Broker,
        };
        let frame = framed(PRODUCE_VERSION, &produce(topic, 0, 1, batch))?;
        match self {
            Self::Floor { .. } => burst::produce(&bootstrap, &[create_file()], 1, answers)?,
            Self::Broker(_) => make_topic(&bootstrap, topic, 1, batch)?,
        }
        let frames = [frame];
        let before = processor_seconds(process)?;
        burst::produce(&bootstrap, &frames, bytes / BATCH_BYTES, answers)?;
        let between = processor_seconds(process)?;
        burst::consume(&bootstrap, topic, bytes, passes, answers)?;
        let after = processor_seconds(process)?;
        if matches!(self, Self::Broker(_)) {
            delete_topic(&bootstrap, topic)?;
        }
        let gigabytes = bytes as f64 / 1e9;
        Ok(Cost {
            produce: (between - before) / gigabytes,
            fetch: (after - between) / gigabytes / passes as f64,
        })
    }
}

/// Starts the floor over a folder, with so many followers to come; and where it listens.
pub(crate) fn start_floor(folder: &Path, followers: usize) -> Result<(Running, String), Failure> {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map_err(|error| error.to_string())?
        .port();
    let words = [port.to_string(), folder.display().to_string()];
    let running = run_self(
        folder,
        &["floor", &words[0], &words[1], &followers.to_string()],
    )?;
    let bootstrap = format!("127.0.0.1:{port}");
    for _ in 0..1000 {
        if std::net::TcpStream::connect(&bootstrap).is_ok() {
            return Ok((running, bootstrap));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Err("the floor does not come up".to_owned())
}

/// Starts this program once more, with its output in a folder.
pub(crate) fn run_self(folder: &Path, arguments: &[&str]) -> Result<Running, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    Run::new(program)
        .args(arguments)
        .start(&folder.join("floor.txt"))
}

/// A burst of 1 GB against a broker that somebody else started.
pub(crate) fn only_burst(bootstrap: &str) -> Result<(), Failure> {
    const BYTES: usize = 1 << 30;
    let (batch, topic) = (batch(), format!("burst-{}", std::process::id()));
    make_topic(bootstrap, &topic, 1, &batch)?;
    let frame = framed(PRODUCE_VERSION, &produce(&topic, 0, 1, &batch))?;
    burst::produce(bootstrap, &[frame], BYTES / BATCH_BYTES, Answers::Broker)?;
    burst::consume(bootstrap, &topic, BYTES, 1, Answers::Broker)?;
    delete_topic(bootstrap, &topic)
}

/// Asks the floor for a new file.
pub(crate) fn create_file() -> Vec<u8> {
    [0, 0, 0, 4, 0, 19, 0, 0].to_vec()
}

impl Drop for Side {
    fn drop(&mut self) {
        if let Self::Floor {
            running, folder, ..
        } = self
        {
            running.kill();
            // A folder that cannot be removed is only litter in the target folder.
            drop(std::fs::remove_dir_all(folder));
        }
    }
}
