//! Resident memory with 100 partitions.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use conformance::Failure;
use conformance::brokers::Kind;

use crate::brokers::{highwater, kafka, start};
use crate::burst::{self, Answers};
use crate::measure::resident_megabytes;
use crate::requests::{BATCH_BYTES, PRODUCE_VERSION, batch, framed, make_topic, produce};

const PARTITIONS: i32 = 100;
/// Written over all partitions.
const BYTES: usize = 200_000_000;
/// Connections that write at the same time.
const CLIENTS: usize = 4;
/// How long nothing is done before a broker counts as idle.
const IDLE: Duration = Duration::from_secs(3);
const SAMPLE: Duration = Duration::from_millis(10);

/// Resident memory in megabytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resident {
    /// After the run, when it has been left alone.
    pub(crate) idle: f64,
    /// The most during the run.
    pub(crate) loaded: f64,
}

/// Ours, and Kafka where it is there.
pub(crate) fn run() -> Result<(Resident, Option<Resident>), Failure> {
    let ours = one(highwater())?;
    let theirs = kafka().ok().map(one).transpose()?;
    Ok((ours, theirs))
}

fn one(kind: Kind) -> Result<Resident, Failure> {
    let broker = start(kind)?;
    let process = broker.process_id().ok_or("the broker has ended")?;
    let (bootstrap, batch) = (broker.bootstrap(), batch());
    make_topic(&bootstrap, "memory", PARTITIONS, &batch)?;
    let frames = (0..PARTITIONS)
        .map(|partition| framed(PRODUCE_VERSION, &produce("memory", partition, 1, &batch)))
        .collect::<Result<Vec<_>, _>>()?;
    let done = AtomicBool::new(false);
    let loaded = thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0.0_f64;
            while !done.load(Ordering::SeqCst) {
                most = most.max(resident_megabytes(process).unwrap_or(0.0));
                thread::sleep(SAMPLE);
            }
            most
        });
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                scope.spawn(|| {
                    let count = BYTES / CLIENTS / BATCH_BYTES;
                    burst::produce(&bootstrap, &frames, count, Answers::Broker)
                })
            })
            .collect();
        let ended: Result<Vec<()>, Failure> = clients
            .into_iter()
            .map(|client| client.join().map_err(|_| "a client failed".to_owned())?)
            .collect();
        done.store(true, Ordering::SeqCst);
        ended?;
        watch.join().map_err(|_| "the watch failed".to_owned())
    })?;
    thread::sleep(IDLE);
    let idle = resident_megabytes(process)?;
    Ok(Resident { idle, loaded })
}
