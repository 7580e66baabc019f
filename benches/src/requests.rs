//! The requests that are sent, and the batch in them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use codec::{Records, Text};
use conformance::Failure;
use conformance::wire::Connection;
use protocol::encode_request;
use protocol::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use protocol::messages::delete_topics::DeleteTopicsRequest;
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use protocol::{ErrorCode, Request};
use records::BatchBuilder;
use types::{Offset, Timestamp};

/// Size of the batch in every produce request.
pub(crate) const BATCH_BYTES: usize = 64 << 10;
/// What one fetch request asks for: whole batches.
pub(crate) const FETCH_BYTES: usize = 1 << 20;
/// Records in a batch, of about 1 KB each.
pub(crate) const BATCH_RECORDS: i64 = 64;
/// Versions with topic names and flexible fields.
pub(crate) const PRODUCE_VERSION: i16 = 9;
pub(crate) const FETCH_VERSION: i16 = 12;
pub(crate) const METADATA_VERSION: i16 = 9;

/// An uncompressed batch of exactly [`BATCH_BYTES`].
pub(crate) fn batch() -> Bytes {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now = Timestamp(i64::try_from(since.as_millis()).unwrap_or(0));
    let build = |last: usize| {
        let mut builder = BatchBuilder::new(Offset(0));
        for number in 0..BATCH_RECORDS {
            let len = if number + 1 < BATCH_RECORDS {
                1000
            } else {
                last
            };
            let value: Vec<u8> = (0..len)
                .map(|at| {
                    u8::try_from((at * 131 + usize::try_from(number).unwrap_or(0)) % 251)
                        .unwrap_or(0)
                })
                .collect();
            let key = format!("key-{number:06}");
            builder.append(now, Some(key.as_bytes()), Some(&value), &[]);
        }
        builder.build()
    };
    // The last record fills the batch up; its own lengths take two bytes each from 64 bytes on.
    let short = build(1000);
    build(1000 + BATCH_BYTES - short.len())
}

/// A produce request.
pub(crate) fn produce(topic: &str, partition: i32, acks: i16, batch: &Bytes) -> ProduceRequest {
    ProduceRequest {
        transactional_id: None,
        acks,
        timeout_ms: 30_000,
        topic_data: vec![TopicProduceData {
            name: Text::from(topic),
            partition_data: vec![PartitionProduceData {
                index: partition,
                records: Some(Records::from(batch.clone())),
            }],
            ..TopicProduceData::default()
        }],
    }
}

/// A fetch request of one partition, outside any session.
pub(crate) fn fetch(topic: &str, offset: i64) -> FetchRequest {
    let bytes = i32::try_from(FETCH_BYTES).unwrap_or(i32::MAX);
    FetchRequest {
        replica_id: -1,
        max_wait_ms: 500,
        min_bytes: 1,
        max_bytes: bytes,
        session_id: 0,
        session_epoch: -1,
        topics: vec![FetchTopic {
            topic: Text::from(topic),
            partitions: vec![FetchPartition {
                partition: 0,
                current_leader_epoch: -1,
                fetch_offset: offset,
                last_fetched_epoch: -1,
                log_start_offset: -1,
                partition_max_bytes: bytes,
                ..FetchPartition::default()
            }],
            ..FetchTopic::default()
        }],
        ..FetchRequest::default()
    }
}

/// Asks for a topic, which is made where it is not there.
pub(crate) fn metadata(topic: &str) -> MetadataRequest {
    MetadataRequest {
        topics: Some(vec![MetadataRequestTopic {
            name: Some(Text::from(topic)),
            ..MetadataRequestTopic::default()
        }]),
        allow_auto_topic_creation: true,
        ..MetadataRequest::default()
    }
}

/// A request as it goes over the wire, length first.
pub(crate) fn framed<R: Request>(version: i16, request: &R) -> Result<Vec<u8>, Failure> {
    let frame =
        encode_request(version, 7, Some("bench"), request).map_err(|error| error.to_string())?;
    let bytes = frame.into_bytes().map_err(|error| error.to_string())?;
    let length = i32::try_from(bytes.len()).map_err(|error| error.to_string())?;
    Ok([length.to_be_bytes().as_slice(), &bytes].concat())
}

/// Makes a topic, and waits until its first partition takes a batch.
pub(crate) fn make_topic(
    bootstrap: &str,
    topic: &str,
    partitions: i32,
    batch: &Bytes,
) -> Result<(), Failure> {
    let mut connection = Connection::open(bootstrap)?;
    let request = CreateTopicsRequest {
        topics: vec![CreatableTopic {
            name: Text::from(topic),
            num_partitions: partitions,
            replication_factor: 1,
            ..CreatableTopic::default()
        }],
        timeout_ms: 30_000,
        validate_only: false,
    };
    // Right after its start a broker may not have been let into the cluster: it has no place for replicas yet.
    let mut tries = 0;
    loop {
        let response = connection.call(5, &request)?;
        let error = response.topics.first().map_or(0, |made| made.error_code);
        if error == 0 {
            break;
        }
        tries += 1;
        if error != ErrorCode::InvalidReplicationFactor.code() || tries == 1000 {
            return Err(format!("{topic}: error {error}"));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    for partition in 0..partitions {
        until_acknowledged(&mut connection, topic, partition, batch)?;
    }
    Ok(())
}

/// Sends a batch until it is acknowledged by all in-sync replicas.
pub(crate) fn until_acknowledged(
    connection: &mut Connection,
    topic: &str,
    partition: i32,
    batch: &Bytes,
) -> Result<(), Failure> {
    let request = produce(topic, partition, -1, batch);
    for _ in 0..10_000 {
        let response = connection.call(PRODUCE_VERSION, &request)?;
        let error = response
            .responses
            .first()
            .and_then(|topic| topic.partition_responses.first())
            .map(|partition| partition.error_code)
            .ok_or("an answer without a partition")?;
        if error == 0 {
            return Ok(());
        }
        let passing = [
            ErrorCode::UnknownTopicOrPartition,
            ErrorCode::NotLeaderOrFollower,
            ErrorCode::LeaderNotAvailable,
            ErrorCode::NotEnoughReplicas,
        ];
        if !passing.iter().any(|passing| passing.code() == error) {
            return Err(format!("{topic}-{partition}: produce error {error}"));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    Err(format!("{topic}-{partition} never takes a batch"))
}

/// Deletes a topic.
pub(crate) fn delete_topic(bootstrap: &str, topic: &str) -> Result<(), Failure> {
    let request = DeleteTopicsRequest {
        topic_names: vec![Text::from(topic)],
        timeout_ms: 30_000,
        ..DeleteTopicsRequest::default()
    };
    Connection::open(bootstrap)?.call(4, &request).map(drop)
}
