//! Reads records of one topic's partitions, from all their leaders at once.

use std::collections::BTreeMap;
use std::time::Duration;

use protocol::ErrorCode;
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic, PartitionData};
use records::{Batch, Record};

use super::{ClientError, Cluster, OffsetSpec};

/// The last version of Fetch that names topics by name.
const FETCH_VERSION: i16 = 12;
const FETCH_BYTES_MAX: i32 = 16 << 20;
const PARTITION_BYTES_MAX: i32 = 1 << 20;
/// Most bytes that one batch may inflate to.
const INFLATED_BYTES_MAX: u64 = 1 << 30;

/// A record and where it was.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    pub(crate) partition: i32,
    pub(crate) record: Record,
}

/// Where reading stands in one partition.
#[derive(Clone, Copy, Debug)]
struct Position {
    /// The next offset to read.
    next: i64,
    /// The first offset that is not committed, as last told.
    high_watermark: i64,
}

/// Reads some partitions of a topic.
#[derive(Debug)]
pub(crate) struct Fetcher {
    topic: String,
    positions: BTreeMap<i32, Position>,
    /// Where to go on when an offset is out of range.
    reset: OffsetSpec,
}

impl Fetcher {
    /// Reads from the given offsets by partition.
    pub(crate) fn new(topic: &str, from: BTreeMap<i32, i64>, reset: OffsetSpec) -> Self {
        let position = |next| Position {
            next,
            high_watermark: i64::MAX,
        };
        let positions = from
            .into_iter()
            .map(|(partition, next)| (partition, position(next)));
        Self {
            topic: topic.to_owned(),
            positions: positions.collect(),
            reset,
        }
    }

    /// The next offset to read of each partition.
    pub(crate) fn positions(&self) -> BTreeMap<i32, i64> {
        self.positions
            .iter()
            .map(|(&partition, position)| (partition, position.next))
            .collect()
    }

    /// Moves behind a record that has been used.
    pub(crate) fn advance(&mut self, partition: i32, next: i64) {
        if let Some(position) = self.positions.get_mut(&partition) {
            position.next = next;
        }
    }

    /// Whether all partitions are read to the end that was last told.
    pub(crate) fn is_at_end(&self) -> bool {
        self.positions
            .values()
            .all(|position| position.next >= position.high_watermark)
    }

    /// Waits up to `wait` for records. Positions move behind what is returned.
    pub(crate) fn poll(
        &mut self,
        cluster: &mut Cluster,
        wait: Duration,
    ) -> Result<Vec<Fetched>, ClientError> {
        let by_leader = self.by_leader(cluster)?;
        for (&leader, partitions) in &by_leader {
            let request = self.request(partitions, wait);
            let posted = cluster
                .connection(leader)
                .and_then(|open| open.post(&request, FETCH_VERSION));
            if let Err(error) = posted {
                for &leader in by_leader.keys() {
                    cluster.drop_connection(leader);
                }
                return Err(error);
            }
        }
        let mut fetched = Vec::new();
        let mut failure = None;
        for &leader in by_leader.keys() {
            let answer = cluster
                .connection(leader)
                .and_then(|open| open.receive::<FetchRequest>());
            let outcome = answer.and_then(|answer| {
                if answer.error_code != 0 {
                    return Err(ClientError::refused("Fetch", answer.error_code, None));
                }
                let partitions = answer
                    .responses
                    .into_iter()
                    .flat_map(|topic| topic.partitions);
                for told in partitions {
                    if let Err(error) = self.take(cluster, told, &mut fetched) {
                        failure = Some(error);
                    }
                }
                Ok(())
            });
            if let Err(error) = outcome {
                cluster.drop_connection(leader);
                failure = Some(error);
            }
        }
        match failure {
            // What came is given first; a failure that lasts shows itself again.
            Some(error) if fetched.is_empty() => Err(error),
            _ => Ok(fetched),
        }
    }

    fn by_leader(&self, cluster: &mut Cluster) -> Result<BTreeMap<i32, Vec<i32>>, ClientError> {
        let mut by_leader: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for &partition in self.positions.keys() {
            by_leader
                .entry(cluster.leader(&self.topic, partition))
                .or_default()
                .push(partition);
        }
        match by_leader.get(&-1) {
            None => Ok(by_leader),
            Some(leaderless) => {
                let what = format!(
                    "partition {}-{}",
                    self.topic,
                    leaderless.first().unwrap_or(&0)
                );
                cluster.refresh(&self.topic)?;
                Err(ClientError::refused(
                    what,
                    ErrorCode::LeaderNotAvailable.code(),
                    None,
                ))
            }
        }
    }

    fn request(&self, partitions: &[i32], wait: Duration) -> FetchRequest {
        let partition = |partition: &i32| FetchPartition {
            partition: *partition,
            fetch_offset: self
                .positions
                .get(partition)
                .map_or(0, |position| position.next),
            partition_max_bytes: PARTITION_BYTES_MAX,
            ..Default::default()
        };
        FetchRequest {
            max_wait_ms: i32::try_from(wait.as_millis()).unwrap_or(i32::MAX),
            min_bytes: 1,
            max_bytes: FETCH_BYTES_MAX,
            topics: vec![FetchTopic {
                topic: self.topic.as_str().into(),
                partitions: partitions.iter().map(partition).collect(),
                ..Default::default()
            }],
            ..Default::default()
        }
    }

    fn take(
        &mut self,
        cluster: &mut Cluster,
        told: PartitionData,
        fetched: &mut Vec<Fetched>,
    ) -> Result<(), ClientError> {
        let partition = told.partition_index;
        let what = || format!("reading {}-{partition}", self.topic);
        match ErrorCode::from_code(told.error_code) {
            Some(ErrorCode::None) => {}
            Some(ErrorCode::OffsetOutOfRange) => {
                let next = cluster.offsets(&self.topic, &[partition], self.reset)?;
                if let Some(&next) = next.get(&partition) {
                    self.advance(partition, next);
                }
                return Ok(());
            }
            _ => {
                cluster.refresh(&self.topic)?;
                return Err(ClientError::refused(what(), told.error_code, None));
            }
        }
        let broken = |reason: String| ClientError::Protocol {
            what: what(),
            reason,
        };
        let Some(position) = self.positions.get_mut(&partition) else {
            return Ok(());
        };
        position.high_watermark = told.high_watermark;
        let bytes = told.records.map(protocol::Records::into_bytes).transpose();
        let bytes = bytes
            .map_err(|error| broken(error.to_string()))?
            .unwrap_or_default();
        for batch in Batch::split_lenient(bytes) {
            let batch = batch.map_err(|error| broken(error.to_string()))?;
            batch
                .verify_crc()
                .map_err(|error| broken(error.to_string()))?;
            if !batch.header().is_control() {
                let records = batch.records(INFLATED_BYTES_MAX);
                for record in records.map_err(|error| broken(error.to_string()))? {
                    let record = record.map_err(|error| broken(error.to_string()))?;
                    if record.offset.0 >= position.next {
                        fetched.push(Fetched { partition, record });
                    }
                }
            }
            position.next = position.next.max(batch.header().next_offset().0);
        }
        Ok(())
    }
}
