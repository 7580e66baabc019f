//! Clients that hang up while they wait: nobody waits for them any more.

use std::fs;
use std::time::{Duration, Instant};

use codec::Text;
use protocol::messages::api_versions::ApiVersionsRequest;
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};

use super::batches::WITNESS;
use crate::Failure;
use crate::brokers::Broker;
use crate::wire::Connection;

/// Clients that wait at a time.
const CLIENTS: usize = 40;
/// Files that the broker may open meanwhile.
const SLACK: usize = 5;
/// How long each of them would wait.
const WAIT_MS: i32 = 600_000;
/// How soon the broker must have let go of them.
const LIMIT: Duration = Duration::from_secs(10);

/// Lets clients wait for records that do not come, and hang up; the broker closes their sockets long before their wait is over.
pub(super) fn run(broker: &Broker) -> Result<(), Failure> {
    let process = broker.process_id().ok_or("the broker is not running")?;
    let mut clients = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        let mut client = Connection::open(&broker.bootstrap())?;
        client.send(11, &fetch())?;
        clients.push(client);
    }
    // Connections are taken in their order: this answer says that all of them are there.
    Connection::open(&broker.bootstrap())?.call(0, &ApiVersionsRequest::default())?;
    let waiting = open_files(process)?;
    drop(clients);
    let end = Instant::now() + LIMIT;
    loop {
        let open = open_files(process)?;
        if open + CLIENTS <= waiting + SLACK {
            return Ok(());
        }
        if Instant::now() > end {
            return Err(format!("{open} of {waiting} files are still open"));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn fetch() -> FetchRequest {
    let partition = FetchPartition {
        current_leader_epoch: -1,
        partition_max_bytes: 1 << 20,
        ..FetchPartition::default()
    };
    let topic = FetchTopic {
        topic: Text::from(WITNESS),
        partitions: vec![partition],
        ..FetchTopic::default()
    };
    FetchRequest {
        max_wait_ms: WAIT_MS,
        min_bytes: 1 << 20,
        max_bytes: 1 << 20,
        session_epoch: -1,
        topics: vec![topic],
        ..FetchRequest::default()
    }
}

fn open_files(process: u32) -> Result<usize, Failure> {
    let path = format!("/proc/{process}/fd");
    fs::read_dir(&path)
        .map(Iterator::count)
        .map_err(|error| format!("{path}: {error}"))
}
