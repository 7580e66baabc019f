//! The main job on real text: more than 200 MB through kcat, the broker killed in the middle, read back by two others.
//!
//! Each line carries its number. The producer is idempotent and the topic has one partition, so what comes back must be
//! the very same lines in the very same order: one digest says it all.

use std::fmt;
use std::io::{BufWriter, Write};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::brokers::Broker;
use crate::checks::Clients;
use crate::process::Run;
use crate::report::Outcome;
use crate::tools;

const TOPIC: &str = "real-data";
const BYTES: u64 = 220_000_000;
/// Longest wait for the producer after the last line was fed to it.
const PRODUCER_LIMIT: Duration = Duration::from_secs(240);

/// Lines, bytes, and a digest (64-bit FNV-1a over every line and its end).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Digest {
    lines: u64,
    bytes: u64,
    hash: u64,
}

impl Digest {
    pub(crate) const EMPTY: Self = Self {
        lines: 0,
        bytes: 0,
        hash: 0xcbf2_9ce4_8422_2325,
    };

    /// What a client says that it sent.
    pub(crate) fn told(lines: u64, bytes: u64, hash: u64) -> Self {
        Self { lines, bytes, hash }
    }

    /// How many lines.
    pub(crate) fn lines(self) -> u64 {
        self.lines
    }

    pub(crate) fn add(&mut self, line: &[u8]) {
        self.lines += 1;
        self.bytes += line.len() as u64 + 1;
        for byte in line.iter().chain(b"\n") {
            self.hash = (self.hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} lines, {} bytes, {:016x}",
            self.lines, self.bytes, self.hash
        )
    }
}

/// Feeds, kills, starts again, and reads back.
///
/// # Errors
/// A client is missing, or something came back that was not sent, or did not come back.
pub fn run(clients: &Clients, broker: &mut Broker) -> Result<Vec<Outcome>, Failure> {
    let kcat = clients.kcat.as_ref().map_err(ToString::to_string)?;
    let texts = tools::data_set().map_err(|missing| missing.to_string())?;
    let log = broker.data().with_file_name("producer.log");
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-P", "-E", "-t", TOPIC, "-p", "0"])
        .args([
            "-X",
            "enable.idempotence=true",
            "-X",
            "linger.ms=5",
            "-X",
            "batch.size=65536",
            "-X",
            "reconnect.backoff.max.ms=500",
            "-X",
            "queue.buffering.max.kbytes=65536",
        ]);
    let (mut producer, stdin) = run.start_fed(&log)?;
    let begun = Instant::now();
    let sent = feed(stdin, &texts, broker)?;
    match producer.wait(PRODUCER_LIMIT) {
        Some(0) => {}
        other => {
            return Err(format!(
                "kcat ended with {other:?}: {}",
                producer.log_text()
            ));
        }
    }
    eprintln!(
        "sent {sent} in {:.1} s, killed in the middle",
        begun.elapsed().as_secs_f64()
    );
    let name = "real data: kcat sends all of it over a kill -9";
    let mut outcomes = vec![Outcome::of(name, Ok(()))];
    outcomes.extend(read_back(clients, broker, sent));
    let query = format!("{TOPIC}:0:-1");
    let run = kcat.run(&broker.bootstrap()).args(["-Q", "-t", &query]);
    let end = run.output()?.success()?.text();
    let nothing_more = if end.trim().ends_with(&format!(" {}", sent.lines)) {
        Ok(())
    } else {
        Err(format!(
            "the log ends at {}, not {}",
            end.trim(),
            sent.lines
        ))
    };
    outcomes.push(Outcome::of(
        "real data: nothing more is in the log",
        nothing_more,
    ));
    Ok(outcomes)
}

/// Two clients that share no code with the producer read all of it.
fn read_back(clients: &Clients, broker: &Broker, sent: Digest) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let count = sent.lines.to_string();
    let bootstrap = broker.bootstrap();
    let name = "real data: the Java console consumer reads the same";
    outcomes.push(match &clients.java {
        Ok(java) => {
            let run = java
                .sized("512m", "org.apache.kafka.tools.consumer.ConsoleConsumer")
                .args([
                    "--bootstrap-server",
                    &bootstrap,
                    "--topic",
                    TOPIC,
                    "--from-beginning",
                    "--max-messages",
                    &count,
                    "--timeout-ms",
                    "60000",
                ]);
            Outcome::of(name, compare(run, sent))
        }
        Err(missing) => Outcome::skipped(name, missing),
    });
    let name = "real data: franz-go reads the same";
    outcomes.push(match &clients.go {
        Ok(go) => Outcome::of(
            name,
            compare(go.run().args(["consume", &bootstrap, TOPIC, &count]), sent),
        ),
        Err(missing) => Outcome::skipped(name, missing),
    });
    outcomes
}

/// Writes numbered lines until there are enough bytes; kills the broker at the half and starts it again.
fn feed(
    stdin: std::process::ChildStdin,
    texts: &[std::path::PathBuf],
    broker: &mut Broker,
) -> Result<Digest, Failure> {
    let mut out = BufWriter::with_capacity(1 << 16, stdin);
    let mut sent = Digest::EMPTY;
    let mut killed = false;
    let texts: Vec<Vec<u8>> = texts
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .collect();
    let lines = || {
        texts
            .iter()
            .flat_map(|text| text.split(|byte| *byte == b'\n'))
    };
    let mut line = Vec::new();
    while sent.bytes < BYTES {
        let before = sent.bytes;
        for text in lines() {
            line.clear();
            line.extend_from_slice(format!("{} ", sent.lines).as_bytes());
            line.extend_from_slice(text.strip_suffix(b"\r").unwrap_or(text));
            sent.add(&line);
            line.push(b'\n');
            out.write_all(&line)
                .map_err(|error| format!("kcat stopped reading: {error}"))?;
            if !killed && sent.bytes >= BYTES / 2 {
                broker.kill();
                broker.up()?;
                killed = true;
            }
            if sent.bytes >= BYTES {
                break;
            }
        }
        if sent.bytes == before {
            return Err("the data set is empty".to_owned());
        }
    }
    out.flush()
        .map_err(|error| format!("kcat stopped reading: {error}"))?;
    Ok(sent)
}

fn compare(run: Run, sent: Digest) -> Result<(), Failure> {
    let mut got = Digest::EMPTY;
    run.limit_seconds(300).lines(|line| got.add(line))?;
    if got == sent {
        Ok(())
    } else {
        Err(format!("sent {sent}; got {got}"))
    }
}
