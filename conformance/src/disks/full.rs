//! A small file system that is full: writes are refused until there is room again, and all else goes on.

use std::path::PathBuf;
use std::time::Duration;

use protocol::ErrorCode;

use super::{admin, produce, read_all};
use crate::Failure;
use crate::brokers::{Broker, Kind, small_disk_is_possible};
use crate::cluster::{NewTopic, until};
use crate::report::Outcome;

/// The whole file system.
const DISK_BYTES: u64 = 24 << 20;
/// What is taken away, and given back as room.
const FILLER_BYTES: usize = 4 << 20;
/// One record: not so small that filling takes long, and below the largest that is taken.
const RECORD_BYTES: usize = 512 << 10;
/// Records that are more than there is room for.
const RECORDS_MAX: usize = 64;
/// Longest wait until there is room again.
const LIMIT: Duration = Duration::from_secs(30);

/// Once with the reserve that appends leave, and once to the last byte.
pub(super) fn suite(kind: &Kind) -> Vec<Outcome> {
    let reserved = "disks: a full disk refuses writes, and serves again when a topic is deleted";
    let to_the_end = "disks: a disk that is full to its last byte loses nothing";
    if let Err(why) = small_disk_is_possible() {
        return [reserved, to_the_end]
            .map(|name| Outcome::impossible(name, &why))
            .into();
    }
    vec![
        Outcome::of(reserved, refuses_and_serves_again(kind)),
        Outcome::of(to_the_end, to_the_last_byte(kind)),
    ]
}

fn start(kind: &Kind, setting: &str) -> Result<Broker, Failure> {
    // What is deleted goes at once.
    let settings = [
        "log.segment.delete.delay.ms=100",
        "log.initial.task.delay.ms=500",
        "log.retention.check.interval.ms=500",
        "offsets.topic.num.partitions=1",
        setting,
    ];
    let broker = Broker::start_on_small_disk(kind.clone(), &settings, DISK_BYTES)?;
    for topic in ["kept", "dropped"] {
        admin(&broker).create(&NewTopic::spread(topic, 1, 1))?;
    }
    Ok(broker)
}

/// Writes until it is refused, which must be with an error that clients try again on; how many were taken.
fn fill(broker: &Broker, topic: &str) -> Result<i64, Failure> {
    let value = vec![b'v'; RECORD_BYTES];
    for taken in 0..RECORDS_MAX {
        match produce(broker, topic, &value)? {
            0 => {}
            code if code == ErrorCode::KafkaStorageError.code() => {
                return i64::try_from(taken).map_err(|error| error.to_string());
            }
            code => return Err(format!("refused with error {code}")),
        }
    }
    Err(format!("{RECORDS_MAX} records found room"))
}

/// Waits until a record is taken.
fn takes_again(broker: &Broker, topic: &str) -> Result<(), Failure> {
    let value = vec![b'v'; RECORD_BYTES];
    until(LIMIT, "records are taken again", || {
        match produce(broker, topic, &value)? {
            0 => Ok(Some(())),
            code => Err(format!("error {code}")),
        }
    })
}

/// What was acknowledged is there, and nothing of what was refused.
fn holds(broker: &Broker, topic: &str, taken: i64) -> Result<(), Failure> {
    let found = read_all(broker, topic)?;
    if found == taken {
        Ok(())
    } else {
        Err(format!(
            "{topic}: {taken} records were acknowledged, {found} are there"
        ))
    }
}

fn refuses_and_serves_again(kind: &Kind) -> Result<(), Failure> {
    let mut broker = start(kind, "")?;
    let value = vec![b'v'; RECORD_BYTES];
    for _ in 0..4 {
        if produce(&broker, "kept", &value)? != 0 {
            return Err("a disk with room refuses a record".to_owned());
        }
    }
    let dropped = fill(&broker, "dropped")?;
    let kept = 4 + fill(&broker, "kept")?;
    // Metadata go on, and everything is read.
    let admin = admin(&broker);
    admin.create(&NewTopic::spread("made-while-full", 1, 1))?;
    admin.delete("made-while-full")?;
    admin.topic("kept")?;
    holds(&broker, "dropped", dropped)?;
    holds(&broker, "kept", kept)?;
    admin.delete("dropped")?;
    takes_again(&broker, "kept")?;
    holds(&broker, "kept", kept + 1)?;
    broker.stop()
}

fn to_the_last_byte(kind: &Kind) -> Result<(), Failure> {
    let mut broker = start(kind, "highwater.disk.reserve.bytes=0")?;
    let filler = seen_by(&broker)?.join("filler");
    let written = std::fs::write(&filler, vec![0; FILLER_BYTES]);
    written.map_err(|error| format!("{}: {error}", filler.display()))?;
    let taken = fill(&broker, "kept")?;
    // Smaller ones, down to where not even one byte finds room.
    let mut more = 0;
    for value in [&[b'v'; 64 << 10][..], &[b'v'; 4 << 10], b"v"] {
        while produce(&broker, "kept", value)? == 0 {
            more += 1;
        }
    }
    holds(&broker, "kept", taken + more)?;
    std::fs::remove_file(&filler).map_err(|error| error.to_string())?;
    takes_again(&broker, "kept")?;
    holds(&broker, "kept", taken + more + 1)?;
    broker.stop()
}

/// The log directory as the broker's process sees it: nobody else does.
fn seen_by(broker: &Broker) -> Result<PathBuf, Failure> {
    let id = broker.process_id().ok_or("the broker does not run")?;
    let data = broker.data();
    let below_root = data.strip_prefix("/").map_err(|error| error.to_string())?;
    Ok(PathBuf::from(format!("/proc/{id}/root")).join(below_root))
}
