//! Requests of every API key and version that the broker offers, damaged at random, through a socket.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use protocol::ApiKey;
use protocol::messages::api_versions::ApiVersionsRequest;

use crate::brokers::Broker;
use crate::wire::Connection;
use crate::{Failure, root};

use super::batches;

/// Undamaged it takes the broker out of the cluster, as it should.
const TAKES_DOWN: ApiKey = ApiKey::UnregisterBroker;
/// Damaged requests for each key and version.
const MUTANTS: usize = 200;
/// How much the process may grow.
const GROWTH_KIB_MAX: u64 = 64 << 10;
/// Longest wait for an answer; a request that may wait is left alone then: its client hangs up.
const PATIENCE: Duration = Duration::from_millis(20);

/// A small random generator: the same damage in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }

    fn byte(&mut self) -> u8 {
        let special = [0, 1, 0x7f, 0x80, 0xff];
        match self.below(3) {
            0 => special[self.below(special.len())],
            _ => u8::try_from(self.below(256)).unwrap_or(0),
        }
    }
}

/// Sends them all; afterwards the broker serves as before, with what it had, in little more memory.
pub(super) fn run(broker: &mut Broker) -> Result<(), Failure> {
    let bootstrap = broker.bootstrap();
    batches::store_witness(broker)?;
    let seeds = seeds()?;
    let offered = Connection::open(&bootstrap)?.call(0, &ApiVersionsRequest::default())?;
    let process = broker.process_id().ok_or("the broker is not running")?;
    let mut random = Random(4711);
    let mut before = None;
    for offer in offered.api_keys {
        let Some(key) = ApiKey::from_code(offer.api_key).filter(|key| *key != TAKES_DOWN) else {
            continue;
        };
        for version in offer.min_version..=offer.max_version {
            let Some(bodies) = seeds.get(&(format!("{}Request", key.name()), version)) else {
                continue;
            };
            one_version(&bootstrap, key, version, bodies, &mut random)
                .map_err(|why| format!("{} v{version}: {why}", key.name()))?;
        }
        // What the first key costs is what any work costs: buffers, threads, caches.
        let now = resident_kib(process)?;
        before.get_or_insert(now);
    }
    let grown = resident_kib(process)?.saturating_sub(before.unwrap_or(0));
    if grown > GROWTH_KIB_MAX {
        return Err(format!("the process grew by {grown} KiB"));
    }
    batches::witness(&bootstrap)
}

/// Bodies of requests by message name and version.
type Seeds = BTreeMap<(String, i16), Vec<Vec<u8>>>;

/// Taken from the golden bytes of Kafka's own serializers.
fn seeds() -> Result<Seeds, Failure> {
    let path = root().join("crates/protocol/tests/golden.txt");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut seeds = Seeds::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let (Some(name), Some(version), Some(hex)) = (words.next(), words.next(), words.next())
        else {
            continue;
        };
        let Ok(version) = version.parse() else {
            continue;
        };
        let digits: Vec<u8> = hex
            .bytes()
            .filter_map(|c| char::from(c).to_digit(16))
            .map(|d| u8::try_from(d).unwrap_or(0))
            .collect();
        let bytes = digits
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect();
        seeds
            .entry((name.to_owned(), version))
            .or_default()
            .push(bytes);
    }
    Ok(seeds)
}

fn one_version(
    bootstrap: &str,
    key: ApiKey,
    version: i16,
    bodies: &[Vec<u8>],
    random: &mut Random,
) -> Result<(), Failure> {
    let connect = || -> Result<TcpStream, Failure> {
        let stream =
            TcpStream::connect(bootstrap).map_err(|error| format!("nobody listens: {error}"))?;
        stream
            .set_read_timeout(Some(PATIENCE))
            .map_err(|error| error.to_string())?;
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(stream)
    };
    let mut stream = connect()?;
    for turn in 0..MUTANTS {
        let mut body = bodies[turn % bodies.len()].clone();
        damage(random, &mut body);
        let frame = framed(key, version, &body);
        let answered = stream.write_all(&frame).is_ok() && takes_answer(&mut stream);
        if !answered {
            stream = connect()?;
        }
    }
    Ok(())
}

fn framed(key: ApiKey, version: i16, body: &[u8]) -> Vec<u8> {
    let mut frame = vec![0; 4];
    frame.extend_from_slice(&key.code().to_be_bytes());
    frame.extend_from_slice(&version.to_be_bytes());
    frame.extend_from_slice(&1_i32.to_be_bytes());
    frame.extend_from_slice(&[0, 1, b'm']);
    if key.request_header_version(version) >= 2 {
        frame.push(0);
    }
    frame.extend_from_slice(body);
    let length = u32::try_from(frame.len() - 4).unwrap_or(0);
    frame[..4].copy_from_slice(&length.to_be_bytes());
    frame
}

fn damage(random: &mut Random, body: &mut Vec<u8>) {
    for _ in 0..=random.below(3) {
        let at = random.below(body.len());
        let byte = random.byte();
        match random.below(5) {
            0 => body.truncate(at),
            1 => body.insert(at.min(body.len()), byte),
            _ if body.is_empty() => body.push(byte),
            _ => body[at] = byte,
        }
    }
}

/// Whether a whole answer came.
fn takes_answer(stream: &mut TcpStream) -> bool {
    let mut length = [0; 4];
    if stream.read_exact(&mut length).is_err() {
        return false;
    }
    let mut left = u64::from(u32::from_be_bytes(length));
    let mut buffer = [0; 1 << 14];
    while left > 0 {
        let part = usize::try_from(left)
            .unwrap_or(buffer.len())
            .min(buffer.len());
        match stream.read(&mut buffer[..part]) {
            Ok(read) if read > 0 => left -= read as u64,
            _ => return false,
        }
    }
    true
}

/// Memory of a process, in KiB.
fn resident_kib(process: u32) -> Result<u64, Failure> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).map_err(|_| "the broker is gone".to_owned())?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.trim().split(' ').next());
    number
        .and_then(|number| number.parse().ok())
        .ok_or(format!("{path} has no VmRSS"))
}
