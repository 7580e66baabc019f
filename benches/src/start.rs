//! From the start of the process to the first acknowledged record.

use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use conformance::brokers::Kind;
use conformance::process::{Output, Run, Running};
use conformance::wire::Connection;
use conformance::{Failure, target};

use crate::brokers::{highwater, kafka};
use crate::requests::{METADATA_VERSION, batch, metadata, until_acknowledged};

/// Starts of ours, and of Kafka for the scale.
const STARTS: usize = 20;
const STARTS_OF_KAFKA: usize = 3;
/// Longest wait for the first acknowledgement.
const START_LIMIT: Duration = Duration::from_secs(60);
const TOPIC: &str = "first";

/// Milliseconds of each start.
#[derive(Debug)]
pub(crate) struct Starts {
    pub(crate) ours: Vec<f64>,
    /// Empty without Kafka.
    pub(crate) kafka: Vec<f64>,
}

/// Starts each broker again and again, each time over an empty directory.
pub(crate) fn run() -> Result<Starts, Failure> {
    let batch = batch();
    let kind = highwater();
    start(&kind, &batch)?;
    let ours = (0..STARTS)
        .map(|_| start(&kind, &batch))
        .collect::<Result<_, _>>()?;
    let kafka = match kafka() {
        Ok(kind) => (0..STARTS_OF_KAFKA)
            .map(|_| start(&kind, &batch))
            .collect::<Result<_, _>>()?,
        Err(_) => Vec::new(),
    };
    Ok(Starts { ours, kafka })
}

fn free_port() -> Result<u16, Failure> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| error.to_string())
}

fn start(kind: &Kind, batch: &Bytes) -> Result<f64, Failure> {
    let (port, controller) = (free_port()?, free_port()?);
    let folder = target().join("brokers").join(format!("start-{port}"));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let properties = folder.join("server.properties");
    let text = format!(
        "process.roles=broker,controller\nnode.id=0\n\
         listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}\n\
         advertised.listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}\n\
         controller.listener.names=CONTROLLER\n\
         listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
         controller.quorum.bootstrap.servers=127.0.0.1:{controller}\n\
         log.dirs={}\n",
        folder.join("data").display()
    );
    std::fs::write(&properties, text).map_err(|error| error.to_string())?;
    let time = first_acknowledgement(kind, &properties, &folder, port, batch);
    // A folder that cannot be removed is only litter in the target folder.
    drop(std::fs::remove_dir_all(&folder));
    time
}

fn first_acknowledgement(
    kind: &Kind,
    properties: &Path,
    folder: &Path,
    port: u16,
    batch: &Bytes,
) -> Result<f64, Failure> {
    let properties = properties.display().to_string();
    let run = match kind {
        Kind::Highwater(program) => Run::new(program).args(["server", &properties]),
        Kind::Kafka(java) => {
            java.run("kafka.tools.StorageTool")
                .args([
                    "format",
                    "--standalone",
                    "-t",
                    "aGlnaHdhdGVyLXRlc3RzMQ",
                    "-c",
                    &properties,
                ])
                .output()
                .and_then(Output::success)?;
            java.broker("kafka.Kafka").args([&properties])
        }
    };
    let began = Instant::now();
    let mut running = run.start(&folder.join("broker.log"))?;
    let bootstrap = format!("127.0.0.1:{port}");
    while began.elapsed() < START_LIMIT {
        if acknowledged(&bootstrap, batch).is_ok() {
            return Ok(began.elapsed().as_secs_f64() * 1000.0);
        }
        if !running.is_alive() {
            break;
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    Err(format!(
        "{} acknowledges nothing: {}",
        kind.name(),
        end_of(&running)
    ))
}

fn acknowledged(bootstrap: &str, batch: &Bytes) -> Result<(), Failure> {
    let mut connection = Connection::open(bootstrap)?;
    let made = connection.call(METADATA_VERSION, &metadata(TOPIC))?;
    if made
        .topics
        .first()
        .is_none_or(|topic| topic.error_code != 0)
    {
        return Err("not there yet".to_owned());
    }
    until_acknowledged(&mut connection, TOPIC, 0, batch)
}

fn end_of(running: &Running) -> String {
    let log = running.log_text();
    let lines: Vec<&str> = log.lines().collect();
    let tail = lines.iter().skip(lines.len().saturating_sub(5)).copied();
    tail.collect::<Vec<_>>().join(" | ")
}
