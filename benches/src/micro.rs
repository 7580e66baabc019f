//! Loops over the code that every request passes.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use conformance::{Failure, target};
use partition_log::{
    ClusterIdentity, FileCache, LeaderBatch, LogConfig, LogDirectory, PartitionLog, ReadRequest,
};
use protocol::messages::fetch::FetchRequest;
use protocol::messages::metadata::MetadataRequest;
use protocol::messages::produce::ProduceRequest;
use protocol::{Request, decode_request, decode_request_header};
use records::{AppendLimits, Batch};
use types::{BrokerId, LeaderEpoch, Offset, PartitionIndex, TopicName, TopicPartition};
use world::Clock;
use world_os::{OsClock, OsDisk, OsEntropy};

use crate::figures::median;
use crate::requests::{
    BATCH_BYTES, BATCH_RECORDS, FETCH_BYTES, FETCH_VERSION, METADATA_VERSION, PRODUCE_VERSION,
    batch, fetch, framed, metadata, produce,
};

/// Loops of which the median counts.
const LOOPS: usize = 15;
/// Appended in each loop.
const APPENDED_BYTES: usize = 64 << 20;

/// What one operation takes.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) what: &'static str,
    /// Median over the loops.
    pub(crate) nanoseconds: f64,
    /// Bytes that one operation takes in, where that says something.
    pub(crate) bytes: Option<usize>,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {:.0} ns", self.what, self.nanoseconds)?;
        match self.bytes {
            Some(bytes) => write!(f, ", {:.2} GB/s", bytes as f64 / self.nanoseconds),
            None => Ok(()),
        }
    }
}

/// Runs all of them.
pub(crate) fn run() -> Result<Vec<Line>, Failure> {
    let batch_bytes = batch();
    let batch = Batch::first(&batch_bytes).map_err(|error| error.to_string())?;
    let limits = AppendLimits::at(batch.header().max_timestamp);
    let mut lines = vec![
        decoding::<ProduceRequest>(
            "decode Produce of 64 KB",
            PRODUCE_VERSION,
            &produce("bench", 0, 1, &batch_bytes),
        )?,
        decoding::<FetchRequest>(
            "decode Fetch of one partition",
            FETCH_VERSION,
            &fetch("bench", 0),
        )?,
        decoding::<FetchRequest>(
            "decode Fetch of 100 partitions",
            FETCH_VERSION,
            &fetch_of_many(),
        )?,
        decoding::<MetadataRequest>(
            "decode Metadata of one topic",
            METADATA_VERSION,
            &metadata("bench"),
        )?,
        line(
            "checksum of a batch of 64 KB",
            Some(BATCH_BYTES),
            2000,
            || {
                black_box(crc32c::crc32c(black_box(&batch_bytes)));
            },
        ),
        line(
            "validate a batch of 64 records of 1 KB, checksum included",
            Some(BATCH_BYTES),
            2000,
            || {
                drop(black_box(batch.validate_for_append(&limits)));
            },
        ),
    ];
    lines.extend(log(&batch)?);
    Ok(lines)
}

fn fetch_of_many() -> FetchRequest {
    let mut request = fetch("bench", 0);
    for topic in &mut request.topics {
        let first = topic.partitions.first().cloned().unwrap_or_default();
        topic.partitions = (0..100)
            .map(|partition| protocol::messages::fetch::FetchPartition {
                partition,
                ..first.clone()
            })
            .collect();
    }
    request
}

fn line(what: &'static str, bytes: Option<usize>, operations: u32, mut each: impl FnMut()) -> Line {
    let loops: Vec<f64> = (0..LOOPS)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..operations {
                each();
            }
            began.elapsed().as_nanos() as f64 / f64::from(operations)
        })
        .collect();
    Line {
        what,
        nanoseconds: median(&loops).unwrap_or(0.0),
        bytes,
    }
}

fn decoding<R: Request>(what: &'static str, version: i16, request: &R) -> Result<Line, Failure> {
    let framed = Bytes::from(framed(version, request)?);
    let frame = framed.slice(4..);
    let decode = || {
        let (header, reader) =
            decode_request_header(frame.clone()).map_err(|error| format!("{error:?}"))?;
        decode_request::<R>(&header, reader).map_err(|error| error.to_string())
    };
    decode()?;
    Ok(line(what, None, 20_000, || {
        drop(black_box(decode()));
    }))
}

fn open(directory: &LogDirectory, number: usize) -> Result<PartitionLog, Failure> {
    let partition = TopicPartition {
        topic: TopicName::trusted("bench"),
        partition: PartitionIndex(i32::try_from(number).unwrap_or(0)),
    };
    let config = Arc::new(LogConfig::default());
    let opened = directory.open_log(&partition, None, config, OsClock::new().now());
    opened
        .map(|(log, _)| log)
        .map_err(|error| error.to_string())
}

/// Appending and reading, over the file system.
fn log(batch: &Batch) -> Result<Vec<Line>, Failure> {
    let folder = tempfile::tempdir_in(target()).map_err(|error| error.to_string())?;
    let files = Arc::new(FileCache::new(Arc::new(OsDisk), 1000));
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id: BrokerId(1),
    };
    let directory = LogDirectory::open(files, &OsEntropy, folder.path(), &identity)
        .map_err(|error| error.to_string())?;
    let clock = OsClock::new();
    let count = APPENDED_BYTES / BATCH_BYTES;
    let mut loops = Vec::new();
    let mut last = open(&directory, LOOPS)?;
    for number in 0..LOOPS {
        let mut log = open(&directory, number)?;
        let began = Instant::now();
        for _ in 0..count {
            log.append_as_leader(&[LeaderBatch::trusted(batch)], LeaderEpoch(0), clock.now())
                .map_err(|error| error.to_string())?;
        }
        loops.push(began.elapsed().as_nanos() as f64 / count as f64);
        std::mem::swap(&mut log, &mut last);
        if log.exists() {
            log.delete(clock.now().instant)
                .map_err(|error| error.to_string())?;
        }
    }
    let end = last.log_end_offset();
    let blocks = i64::try_from(APPENDED_BYTES / FETCH_BYTES).unwrap_or(1);
    let mut block = 0;
    let mut failed = None;
    let reading = line("find 1 MB to send in a log of 64 MB", None, 20_000, || {
        let request = ReadRequest {
            from: Offset(block * BATCH_RECORDS * 16),
            up_to: end,
            bytes_max: FETCH_BYTES as u64,
            at_least_one: true,
        };
        block = (block + 7) % blocks;
        match last.read(&request) {
            Ok(read) => {
                black_box(read.records.len());
            }
            Err(error) => failed = Some(error.to_string()),
        }
    });
    if let Some(failed) = failed {
        return Err(failed);
    }
    let append = Line {
        what: "append a batch of 64 KB, validated already",
        nanoseconds: median(&loops).unwrap_or(0.0),
        bytes: Some(BATCH_BYTES),
    };
    Ok(vec![append, reading])
}

#[cfg(test)]
mod tests {
    use types::Timestamp;

    use super::*;

    #[test]
    fn the_batch_has_the_size_that_fetches_count_on() {
        let bytes = batch();
        assert_eq!(bytes.len(), BATCH_BYTES);
        let batch = Batch::first(&bytes).expect("a batch");
        assert_eq!(i64::from(batch.header().record_count), BATCH_RECORDS);
        assert!(batch.header().max_timestamp > Timestamp(0));
        let limits = AppendLimits::at(batch.header().max_timestamp);
        batch.validate_for_append(&limits).expect("valid");
    }
}
