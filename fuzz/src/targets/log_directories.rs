//! A whole log directory with damage in some of its files: checkpoints, segments, indexes, snapshots, markers.
//!
//! Whatever it is: nothing panics, what can be read is read, and what is written and closed afterwards opens again.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use partition_log::{
    ClusterIdentity, FileCache, FlushScope, LeaderBatch, LogConfig, LogDirectory, LogError,
    PartitionLog, ReadRequest,
};
use records::{Batch, BatchBuilder};
use types::{
    BrokerEpoch, BrokerId, Instant, LeaderEpoch, Now, Offset, PartitionIndex, ProducerEpoch,
    ProducerId, Timestamp, TopicId, TopicName, TopicPartition,
};
use world::{Disk, OpenMode};
use world_sim::{SimDisk, SimEntropy};

use super::Target;
use crate::damage::{Random, damage};

const ROOT: &str = "/data";
const NOW: Now = Now {
    instant: Instant(1),
    wall: Timestamp(1_700_000_000_000),
};
/// Batches in the whole directory.
const BATCHES: i64 = 30;

pub(super) const CLOSED: Target = Target {
    name: "closed-log-directories",
    about: "a log directory that was closed in order",
    make: |random| make(random, closed()),
    read,
    bytes_per_byte: 64,
    bytes_beside: 64 << 20,
};

pub(super) const KILLED: Target = Target {
    name: "killed-log-directories",
    about: "a log directory whose process was killed",
    make: |random| make(random, killed()),
    read,
    bytes_per_byte: 64,
    bytes_beside: 64 << 20,
};

/// Files by their paths.
type Files = Vec<(PathBuf, Vec<u8>)>;

fn closed() -> &'static Files {
    static WHOLE: OnceLock<Files> = OnceLock::new();
    WHOLE.get_or_init(|| whole(true))
}

fn killed() -> &'static Files {
    static WHOLE: OnceLock<Files> = OnceLock::new();
    WHOLE.get_or_init(|| whole(false))
}

fn partition() -> TopicPartition {
    TopicPartition {
        topic: TopicName::trusted("orders"),
        partition: PartitionIndex(0),
    }
}

fn open(disk: &SimDisk) -> Result<(LogDirectory, PartitionLog), LogError> {
    let files = Arc::new(FileCache::new(Arc::new(disk.clone()), 16));
    let identity = ClusterIdentity {
        cluster_id: Some("cluster".to_owned()),
        node_id: BrokerId(1),
    };
    let entropy = SimEntropy::new(world_sim::Random::new(1));
    let directory = LogDirectory::open(files, &entropy, Path::new(ROOT), &identity)?;
    let config = LogConfig {
        segment_bytes: 1500,
        index_interval_bytes: 200,
        ..LogConfig::default()
    };
    let id = Some(TopicId::from_u128(4711));
    let (log, _) = directory.open_log(&partition(), id, Arc::new(config), NOW)?;
    Ok((directory, log))
}

fn append(log: &mut PartitionLog, number: i64, epoch: i32) -> Result<(), LogError> {
    let sequence = i32::try_from(number).unwrap_or(0);
    let builder = BatchBuilder::new(Offset(0));
    let mut builder = builder.producer(ProducerId(number % 3), ProducerEpoch(0), sequence);
    let value = vec![b'v'; 60 + usize::try_from(number % 7).unwrap_or(0) * 10];
    builder.append(
        Timestamp(NOW.wall.0 + number),
        Some(b"key"),
        Some(&value),
        &[],
    );
    let bytes = builder.build();
    let Ok(batch) = Batch::first(&bytes) else {
        unreachable!("what was built is whole");
    };
    log.append_as_leader(&[LeaderBatch::trusted(&batch)], LeaderEpoch(epoch), NOW)
        .map(drop)
}

/// A directory with several segments, epochs and producers.
fn whole(is_closed: bool) -> Files {
    let disk = SimDisk::new();
    let built = open(&disk).and_then(|(directory, mut log)| {
        for number in 0..BATCHES {
            append(&mut log, number, i32::try_from(number / 10).unwrap_or(0))?;
            if number == BATCHES / 2
                && let Some(flush) = log.begin_flush(FlushScope::All)?
            {
                for file in &flush.files {
                    file.sync_data()
                        .map_err(|error| LogError::Inconsistent(error.to_string()))?;
                }
                log.finish_flush(flush.up_to);
                directory.write_checkpoints()?;
            }
        }
        if is_closed {
            log.close_clean()?;
            directory.close_clean(BrokerEpoch(7))?;
        }
        Ok(())
    });
    assert!(built.is_ok(), "the whole directory: {built:?}");
    let root = Path::new(ROOT);
    let paths = disk
        .files_below(root)
        .into_iter()
        .map(|name| root.join(name));
    let files = paths.filter_map(|path| Some((path.clone(), disk.look_at(&path, <[u8]>::to_vec)?)));
    files.filter(|(path, _)| !path.ends_with(".lock")).collect()
}

/// Damages one to three files, or takes them away.
fn make(random: &mut Random, whole: &Files) -> Vec<u8> {
    let mut files = whole.clone();
    for _ in 0..=random.below(3) {
        let place = random.below(files.len());
        if random.below(8) == 0 {
            files.remove(place);
        } else {
            damage(random, &mut files[place].1);
        }
    }
    let mut input = Vec::new();
    for (path, content) in &files {
        let path = path.to_string_lossy();
        for part in [path.as_bytes(), content] {
            input.extend_from_slice(&u32::try_from(part.len()).unwrap_or(0).to_be_bytes());
            input.extend_from_slice(part);
        }
    }
    input
}

/// Puts the files of an input on a disk.
fn unpack(mut input: &[u8]) -> Option<SimDisk> {
    let disk = SimDisk::new();
    let part = |input: &mut &[u8]| -> Option<Vec<u8>> {
        let (length, rest) = input.split_first_chunk::<4>()?;
        let (part, rest) =
            rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        *input = rest;
        Some(part.to_vec())
    };
    while !input.is_empty() {
        let path = PathBuf::from(String::from_utf8(part(&mut input)?).ok()?);
        let content = part(&mut input)?;
        disk.create_dir_all(path.parent()?).ok()?;
        let file = disk.open(&path, OpenMode::Create).ok()?;
        file.write_all_at(&[&content], 0).ok()?;
        file.sync_data().ok()?;
    }
    Some(disk)
}

fn read(input: &Bytes) -> bool {
    let Some(disk) = unpack(input) else {
        return false;
    };
    let Ok((directory, mut log)) = open(&disk) else {
        return false;
    };
    let (start, end) = (log.log_start_offset(), log.log_end_offset());
    assert!(start <= end, "the log starts at {start} and ends at {end}");
    read_all(&mut log, start, end);
    scrub(&mut log);
    read_all(&mut log, start, end);
    // A follower that was ahead, or a sequence that is not the next, may be refused; the log stays whole.
    if append(&mut log, BATCHES, i32::MAX - 1).is_ok() {
        assert_eq!(
            log.log_end_offset(),
            Offset(end.0 + 1),
            "one record was appended"
        );
    }
    let closed = log
        .close_clean()
        .and_then(|()| directory.close_clean(BrokerEpoch(9)));
    let (start, end) = (log.log_start_offset(), log.log_end_offset());
    drop(log);
    if closed.is_ok() {
        let again = open(&disk);
        let (_, again) =
            again.unwrap_or_else(|error| panic!("closed in order, and does not open: {error}"));
        assert_eq!(
            (again.log_start_offset(), again.log_end_offset()),
            (start, end),
            "after a restart"
        );
    }
    true
}

/// Looks at everything that is flushed: what is found once is known after.
fn scrub(log: &mut PartitionLog) {
    for is_known in [false, true] {
        let mut place = None;
        while let Ok(Some(slice)) = log.begin_scrub(place, 700) {
            let finished = slice.file().sync_data().map(|()| log.finish_scrub(&slice));
            let Ok(Ok(scrubbed)) = finished else {
                return;
            };
            assert!(
                scrubbed.found.is_none() || !is_known,
                "{:?} is found again",
                scrubbed.found
            );
            place = scrubbed.next;
        }
    }
}

/// Reads from the start to the end, as a consumer would that passes over what is damaged.
fn read_all(log: &mut PartitionLog, start: Offset, end: Offset) {
    let mut from = start;
    while from < end {
        let request = ReadRequest {
            from,
            up_to: end,
            bytes_max: 1000,
            at_least_one: true,
        };
        let outcome = match log.read(&request) {
            Ok(outcome) => outcome,
            Err(LogError::Damaged { offsets, .. }) => {
                // It begins where the reader is, or behind a gap.
                assert!(
                    offsets.end > from,
                    "{from} is not before the end of {offsets:?}"
                );
                from = offsets.end;
                continue;
            }
            Err(_) => return,
        };
        let bytes = outcome.records.into_bytes().unwrap_or_default();
        let batches = Batch::split_lenient(bytes).filter_map(Result::ok);
        let next = batches.map(|batch| batch.header().next_offset()).max();
        // An answer without records is the end of what can be read.
        let Some(next) = next.filter(|next| *next > from) else {
            return;
        };
        from = next;
    }
}
