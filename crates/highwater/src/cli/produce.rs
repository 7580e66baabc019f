//! `highwater produce`: lines in, records out.

use std::io::{self, BufRead as _, BufReader};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use records::Compression;
use serde_json::json;

use super::Failure;
use super::arguments::{Acks, Codec, ProduceCommand};
use super::failure::{PARTIAL, USAGE};
use super::output::Output;
use super::progress::Progress;
use crate::client::{Cluster, Delivered, Producer, ProducerOptions};

/// How long records are gathered while no more come.
const LINGER: Duration = Duration::from_millis(5);
/// Lines handed over at once at most.
const LINES_MAX: usize = 4096;

pub(crate) fn run(
    command: &ProduceCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let options = ProducerOptions {
        acks: match command.acks {
            Acks::All => -1,
            Acks::Leader => 1,
            Acks::None => 0,
        },
        compression: match command.compression {
            Codec::None => Compression::None,
            Codec::Gzip => Compression::Gzip,
            Codec::Snappy => Compression::Snappy,
            Codec::Lz4 => Compression::Lz4,
            Codec::Zstd => Compression::Zstd,
        },
        batch_bytes: usize::try_from(command.batch_bytes).unwrap_or(usize::MAX),
        delivery_timeout: Duration::from_secs_f64(command.delivery_timeout),
    };
    let mut producer = Producer::new(cluster, &command.topic, options)?;
    let partitions = producer.partitions();
    if let Some(partition) = command
        .partition
        .filter(|&partition| partition >= partitions)
    {
        let message = format!("{} has no partition {partition}", command.topic);
        return Err(Failure::new(
            USAGE,
            message,
            format!("It has 0 to {}.", partitions - 1),
        ));
    }
    let mut progress = Progress::new("sent");
    let outcome = send_all(command, &mut producer, &mut progress);
    let Delivered { records, bytes } = producer.delivered();
    progress.finish(records, bytes);
    if let Err(failed) = outcome {
        let done = format!("{records} records were acknowledged before");
        return Err(if records > 0 {
            failed.after(PARTIAL, &done)
        } else {
            failed
        });
    }
    match output.is_json() {
        true => output.object(&json!({"topic": command.topic, "records": records, "bytes": bytes})),
        false => Ok(()),
    }
}

fn send_all(
    command: &ProduceCommand,
    producer: &mut Producer<'_>,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let lines = read_lines();
    loop {
        let chunk = match lines.recv_timeout(LINGER) {
            Ok(chunk) => chunk?,
            Err(RecvTimeoutError::Timeout) => {
                producer.flush()?;
                let Delivered { records, bytes } = producer.delivered();
                progress.show(records, bytes);
                match lines.recv() {
                    Ok(chunk) => chunk?,
                    Err(_) => break,
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
        };
        for line in chunk {
            let (key, value) = split(&line, command);
            producer.send(command.partition, key, value)?;
        }
        let Delivered { records, bytes } = producer.delivered();
        progress.show(records, bytes);
    }
    Ok(producer.flush()?)
}

/// Reads standard input on a thread of its own, so that what is gathered is sent while no line comes.
fn read_lines() -> Receiver<io::Result<Vec<Vec<u8>>>> {
    let (sender, receiver) = sync_channel(16);
    thread::spawn(move || {
        let mut input = BufReader::with_capacity(256 << 10, io::stdin());
        let mut chunk = Vec::new();
        loop {
            let mut line = Vec::new();
            let more = match input.read_until(b'\n', &mut line) {
                Ok(0) => false,
                Ok(_) => {
                    if line.last() == Some(&b'\n') {
                        line.pop();
                    }
                    chunk.push(line);
                    true
                }
                Err(error) => {
                    // The receiver is gone only when sending has failed already.
                    let _ = sender.send(Err(error));
                    return;
                }
            };
            let hand_over = !more || input.buffer().is_empty() || chunk.len() >= LINES_MAX;
            if hand_over && sender.send(Ok(std::mem::take(&mut chunk))).is_err() {
                return;
            }
            if !more {
                return;
            }
        }
    });
    receiver
}

/// The key and the value of a line.
fn split<'l>(line: &'l [u8], command: &ProduceCommand) -> (Option<&'l [u8]>, Option<&'l [u8]>) {
    let separator = command
        .key_separator
        .as_deref()
        .unwrap_or_default()
        .as_bytes();
    let place = match separator.is_empty() {
        true => None,
        false => line
            .windows(separator.len())
            .position(|window| window == separator),
    };
    match place {
        Some(place) => {
            let (key, rest) = line.split_at(place);
            let value = rest.get(separator.len()..).unwrap_or_default();
            (
                Some(key),
                (!value.is_empty() || !command.empty_is_null).then_some(value),
            )
        }
        None => (None, Some(line)),
    }
}
