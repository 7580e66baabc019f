//! What one replica has, asked of its own broker: the log's ends, its leader epochs, its newest time, its size.
//!
//! Kafka lets any replica answer ListOffsets of the replica id for debugging, and a Fetch of a client that names its rack
//! (KIP-392). A Fetch that claims to have read further than there is, in some epoch, is told where that epoch ends (KIP-595);
//! so the epochs of any replica are found, though OffsetForLeaderEpoch is answered by leaders alone.

use std::time::Duration;

use protocol::ErrorCode;
use protocol::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use protocol::messages::describe_log_dirs::{DescribableLogDirTopic, DescribeLogDirsRequest};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic, PartitionData};
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsTopic,
};

use super::admin::{check, empty};
use super::connection::Connection;
use super::losses::Loss;
use super::nodes::{StoredReplica, stored};
use super::{Broker, ClientError, Cluster, PartitionName};

/// The replica id that any replica answers, of a tool that looks at replicas.
const DEBUGGING_REPLICA: i32 = -2;
/// The type of a resource that is a topic.
const TOPIC: i8 = 2;
const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
const MAX_TIMESTAMP: i64 = -3;
/// The last version of Fetch that names topics by name, and the first that tells where an epoch ends.
const FETCH_VERSION: i16 = 12;
/// Most epochs that are asked for.
const EPOCHS_MAX: usize = 64;

/// Where an epoch ends in a log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct EpochEnd {
    pub(crate) epoch: i32,
    /// The first offset behind it.
    pub(crate) end: i64,
}

/// What one replica has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ReplicaLog {
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// What it knows to be committed; none when it does not say.
    pub(crate) high_watermark: Option<i64>,
    /// Newest first; empty when it does not say.
    pub(crate) epochs: Vec<EpochEnd>,
    /// The newest time of a record, in milliseconds of 1970; none in an empty log.
    pub(crate) time_max: Option<i64>,
    pub(crate) size_bytes: Option<u64>,
    pub(crate) directory: Option<String>,
    /// What it had to give up, the newest times, oldest first.
    pub(crate) losses: Vec<Loss>,
}

impl Cluster {
    /// Asks a broker what its replica of a partition has. No epoch of it is above `epoch_max`. None when it keeps none.
    pub(crate) fn probe(
        &self,
        broker: &Broker,
        partition: &PartitionName,
        epoch_max: i32,
        patience: Duration,
    ) -> Result<Option<ReplicaLog>, ClientError> {
        let connection = Connection::open(&broker.host, broker.port, self.client_id(), patience)?;
        let mut probe = Probe {
            connection,
            broker: broker.id,
            partition,
        };
        let stored = probe.stored()?;
        let end = match probe.offset(LATEST) {
            Err(error) if is_absent(&error) && stored.is_none() => return Ok(None),
            answer => answer?.offset,
        };
        let start = probe.offset(EARLIEST)?.offset;
        let newest = probe.offset(MAX_TIMESTAMP)?;
        // A broker that does not tell of its epochs can still be compared by its ends.
        let (high_watermark, epochs) = probe.epochs(epoch_max).unwrap_or_default();
        // Only a broker of ours keeps account of this.
        let losses = probe.losses().unwrap_or_default();
        Ok(Some(ReplicaLog {
            start,
            end,
            high_watermark,
            epochs,
            time_max: Some(newest.timestamp).filter(|time| *time >= 0),
            size_bytes: stored
                .as_ref()
                .and_then(|stored| u64::try_from(stored.size_bytes).ok()),
            directory: stored.map(|stored| stored.directory),
            losses,
        }))
    }
}

/// Whether a broker says that it keeps no such replica.
fn is_absent(error: &ClientError) -> bool {
    matches!(
        error.code(),
        Some(ErrorCode::UnknownTopicOrPartition | ErrorCode::NotLeaderOrFollower)
    )
}

/// A replica that is being asked.
struct Probe<'a> {
    connection: Connection,
    broker: i32,
    partition: &'a PartitionName,
}

impl Probe<'_> {
    fn what(&self) -> String {
        format!("{} on broker {}", self.partition, self.broker)
    }

    fn stored(&mut self) -> Result<Option<StoredReplica>, ClientError> {
        let request = DescribeLogDirsRequest {
            topics: Some(vec![DescribableLogDirTopic {
                topic: self.partition.topic.as_str().into(),
                partitions: vec![self.partition.index],
            }]),
        };
        let answer = self.connection.call(&request, i16::MAX)?;
        stored(self.broker, &answer)
    }

    fn losses(&mut self) -> Result<Vec<Loss>, ClientError> {
        let key = format!("highwater.losses.{}", self.partition.index);
        let request = DescribeConfigsRequest {
            resources: vec![DescribeConfigsResource {
                resource_type: TOPIC,
                resource_name: self.partition.topic.as_str().into(),
                configuration_keys: Some(vec![key.as_str().into()]),
            }],
            ..Default::default()
        };
        let answer = self.connection.call(&request, i16::MAX)?;
        let told = answer.results.into_iter().flat_map(|told| told.configs);
        let told = told.filter(|config| config.name.as_str() == key);
        let lines = told.filter_map(|config| config.value);
        Ok(lines.flat_map(|lines| Loss::parse_all(&lines)).collect())
    }

    fn offset(&mut self, timestamp: i64) -> Result<ListOffsetsPartitionResponse, ClientError> {
        let request = ListOffsetsRequest {
            replica_id: DEBUGGING_REPLICA,
            topics: vec![ListOffsetsTopic {
                name: self.partition.topic.as_str().into(),
                partitions: vec![ListOffsetsPartition {
                    partition_index: self.partition.index,
                    timestamp,
                    ..Default::default()
                }],
            }],
            ..Default::default()
        };
        let mut answer = self.connection.call(&request, i16::MAX)?;
        let told = answer.topics.pop().and_then(|mut it| it.partitions.pop());
        let told = told.ok_or_else(|| empty("ListOffsets"))?;
        check(self.what(), told.error_code, None)?;
        Ok(told)
    }

    /// The high watermark and the epochs of the log, newest first.
    fn epochs(&mut self, epoch_max: i32) -> Result<(Option<i64>, Vec<EpochEnd>), ClientError> {
        let mut epochs: Vec<EpochEnd> = Vec::new();
        let mut high_watermark = None;
        // The newest epoch lies from `lowest` to `highest`: asked above it, the replica knows no end.
        let (mut lowest, mut highest) = (0, epoch_max);
        while lowest <= highest && epochs.is_empty() {
            let (told, end) = self.end_of(highest)?;
            high_watermark = Some(told.high_watermark).filter(|offset| *offset >= 0);
            if let Some(end) = end {
                epochs.push(end);
                break;
            }
            highest -= 1;
            let middle = lowest + (highest - lowest) / 2;
            if lowest > highest {
                break;
            }
            match self.end_of(middle)? {
                (_, Some(_)) => lowest = middle,
                (_, None) => highest = middle - 1,
            }
        }
        while let Some(last) = epochs.last()
            && last.epoch > 0
            && epochs.len() < EPOCHS_MAX
        {
            match self.end_of(last.epoch - 1)? {
                (_, Some(end)) if end.epoch < last.epoch => epochs.push(end),
                _ => break,
            }
        }
        Ok((high_watermark, epochs))
    }

    /// Where an epoch, or the newest before it, ends; none when the log has no epoch so old or so new.
    fn end_of(&mut self, epoch: i32) -> Result<(PartitionData, Option<EpochEnd>), ClientError> {
        let request = FetchRequest {
            max_wait_ms: 0,
            min_bytes: 0,
            max_bytes: 1,
            topics: vec![FetchTopic {
                topic: self.partition.topic.as_str().into(),
                partitions: vec![FetchPartition {
                    partition: self.partition.index,
                    fetch_offset: i64::MAX,
                    last_fetched_epoch: epoch,
                    partition_max_bytes: 1,
                    ..Default::default()
                }],
                ..Default::default()
            }],
            ..Default::default()
        };
        let mut answer = self.connection.call(&request, FETCH_VERSION)?;
        check(self.what(), answer.error_code, None)?;
        let told = answer
            .responses
            .pop()
            .and_then(|mut it| it.partitions.pop());
        let told = told.ok_or_else(|| empty("Fetch"))?;
        let diverging = &told.diverging_epoch;
        let end = (diverging.epoch >= 0).then_some(EpochEnd {
            epoch: diverging.epoch,
            end: diverging.end_offset,
        });
        if ErrorCode::from_code(told.error_code) != Some(ErrorCode::OffsetOutOfRange) {
            check(self.what(), told.error_code, None)?;
        }
        Ok((told, end))
    }
}
