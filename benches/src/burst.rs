//! One client: whole bursts of produce and fetch requests over a plain socket.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use bytes::Bytes;
use conformance::Failure;
use protocol::decode_response;
use protocol::messages::fetch::FetchRequest;
use protocol::messages::produce::ProduceRequest;

use crate::requests::{
    BATCH_BYTES, BATCH_RECORDS, FETCH_BYTES, FETCH_VERSION, PRODUCE_VERSION, fetch, framed,
};

/// Produce requests that are sent ahead of their answers.
pub(crate) const DEPTH: usize = 5;
/// Longest wait for an answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(60);

/// Whose answers they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answers {
    /// A broker's, which are decoded and checked.
    Broker,
    /// The floor's, which only have the size.
    Floor,
}

struct Client {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Client {
    fn open(bootstrap: &str) -> Result<Self, Failure> {
        let open = || -> std::io::Result<Self> {
            let stream = TcpStream::connect(bootstrap)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(ANSWER_LIMIT))?;
            let reader = BufReader::with_capacity(256 << 10, stream.try_clone()?);
            Ok(Self { stream, reader })
        };
        open().map_err(|error| format!("{bootstrap}: {error}"))
    }

    fn send(&mut self, frame: &[u8]) -> Result<(), Failure> {
        self.stream
            .write_all(frame)
            .map_err(|error| format!("sending: {error}"))
    }

    /// The next answer into `buffer`, which keeps its memory.
    fn receive(&mut self, buffer: &mut Vec<u8>) -> Result<(), Failure> {
        let mut receive = || -> std::io::Result<()> {
            let mut length = [0; 4];
            self.reader.read_exact(&mut length)?;
            let length = usize::try_from(i32::from_be_bytes(length)).unwrap_or(0);
            buffer.resize(length, 0);
            self.reader.read_exact(buffer)
        };
        receive().map_err(|error| format!("receiving: {error}"))
    }
}

/// Sends the frames `count` times in turn, [`DEPTH`] ahead, and checks every answer.
pub(crate) fn produce(
    bootstrap: &str,
    frames: &[Vec<u8>],
    count: usize,
    answers: Answers,
) -> Result<(), Failure> {
    let mut client = Client::open(bootstrap)?;
    let mut answer = Vec::new();
    let mut waiting = 0;
    for frame in frames.iter().cycle().take(count) {
        if waiting == DEPTH {
            client.receive(&mut answer)?;
            check_produced(&answer, answers)?;
            waiting -= 1;
        }
        client.send(frame)?;
        waiting += 1;
    }
    for _ in 0..waiting {
        client.receive(&mut answer)?;
        check_produced(&answer, answers)?;
    }
    Ok(())
}

fn check_produced(answer: &[u8], answers: Answers) -> Result<(), Failure> {
    if answers == Answers::Floor {
        return Ok(());
    }
    let answer = Bytes::copy_from_slice(answer);
    let (_, response) = decode_response::<ProduceRequest>(PRODUCE_VERSION, answer)
        .map_err(|error| error.to_string())?;
    let parts = response
        .responses
        .iter()
        .flat_map(|topic| &topic.partition_responses);
    match parts.map(|partition| partition.error_code).max() {
        Some(0) => Ok(()),
        Some(error) => Err(format!("produce error {error}")),
        None => Err("an answer without a partition".to_owned()),
    }
}

/// Reads the first `available` bytes of the topic `passes` times, a megabyte at a time.
pub(crate) fn consume(
    bootstrap: &str,
    topic: &str,
    available: usize,
    passes: usize,
    answers: Answers,
) -> Result<(), Failure> {
    let mut client = Client::open(bootstrap)?;
    let mut answer = Vec::new();
    let batches = i64::try_from(FETCH_BYTES / BATCH_BYTES).unwrap_or(0);
    for pass in 0..passes {
        for block in 0..available / FETCH_BYTES {
            let offset = i64::try_from(block).unwrap_or(0) * batches * BATCH_RECORDS;
            client.send(&framed(FETCH_VERSION, &fetch(topic, offset))?)?;
            client.receive(&mut answer)?;
            if answer.len() < FETCH_BYTES {
                return Err(format!(
                    "fetch at {offset}: an answer of {} bytes",
                    answer.len()
                ));
            }
            if pass == 0 && answers == Answers::Broker {
                check_fetched(&answer, offset)?;
            }
        }
    }
    Ok(())
}

fn check_fetched(answer: &[u8], offset: i64) -> Result<(), Failure> {
    let answer = Bytes::copy_from_slice(answer);
    let (_, response) = decode_response::<FetchRequest>(FETCH_VERSION, answer)
        .map_err(|error| error.to_string())?;
    let partition = response
        .responses
        .first()
        .and_then(|topic| topic.partitions.first())
        .ok_or("an answer without a partition")?;
    if partition.error_code != 0 {
        return Err(format!("fetch at {offset}: error {}", partition.error_code));
    }
    let records = partition.records.clone().unwrap_or_default();
    let bytes = records.into_bytes().map_err(|error| error.to_string())?;
    let first = records::Batch::first(&bytes).map_err(|error| error.to_string())?;
    if first.header().base_offset.0 == offset && bytes.len() == FETCH_BYTES {
        Ok(())
    } else {
        Err(format!(
            "fetch at {offset}: {} bytes from offset {}",
            bytes.len(),
            first.header().base_offset.0
        ))
    }
}
