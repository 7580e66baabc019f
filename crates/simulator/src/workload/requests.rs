//! The requests of the workload, and what their answers say.

use bytes::Bytes;
use codec::Frame;
use protocol::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use protocol::{ErrorCode, Request, decode_response, encode_request};
use records::{Batch, BatchBuilder};
use types::{Now, Offset};

use super::WorkloadSettings;

/// The last versions that name topics, not their ids.
const PRODUCE_VERSION: i16 = 12;
const FETCH_VERSION: i16 = 12;
const CREATE_VERSION: i16 = 7;
const LIST_OFFSETS_VERSION: i16 = 7;
const INFLATED_BYTES_MAX: u64 = 1 << 20;

fn encode<R: Request>(version: i16, correlation_id: i32, request: &R) -> Frame {
    // What is sent here is made here: it fits its version.
    encode_request(version, correlation_id, Some("workload"), request).unwrap_or_default()
}

pub(super) fn create(settings: &WorkloadSettings, correlation_id: i32) -> Frame {
    let configs = settings
        .configs
        .iter()
        .map(|(name, value)| CreatableTopicConfig {
            name: name.into(),
            value: Some(value.into()),
        });
    let topic = CreatableTopic {
        name: (&settings.topic).into(),
        num_partitions: settings.partitions,
        replication_factor: settings.replication_factor,
        configs: configs.collect(),
        ..CreatableTopic::default()
    };
    let request = CreateTopicsRequest {
        topics: vec![topic],
        timeout_ms: 2000,
        ..CreateTopicsRequest::default()
    };
    encode(CREATE_VERSION, correlation_id, &request)
}

fn check(code: i16) -> Result<(), String> {
    if code == 0 {
        Ok(())
    } else {
        Err(format!("{:?}", ErrorCode::from_code(code)))
    }
}

pub(super) fn created(answer: Bytes) -> Result<(), String> {
    let (_, response) = decode_response::<CreateTopicsRequest>(CREATE_VERSION, answer)
        .map_err(|error| error.to_string())?;
    let topic = response.topics.first().ok_or("no topic in the answer")?;
    if topic.error_code == ErrorCode::TopicAlreadyExists.code() {
        Ok(())
    } else {
        check(topic.error_code)
    }
}

pub(super) fn produce(
    settings: &WorkloadSettings,
    correlation_id: i32,
    partition: i32,
    values: &[u64],
    padding: u64,
    now: Now,
) -> Frame {
    let mut batch = BatchBuilder::new(Offset(0));
    let padding = usize::try_from(padding).unwrap_or(0);
    for value in values {
        let mut bytes = value.to_be_bytes().to_vec();
        bytes.resize(8 + padding, b'.');
        batch.append(now.wall, None, Some(&bytes), &[]);
    }
    let partition = PartitionProduceData {
        index: partition,
        records: Some(batch.build().into()),
    };
    let topic = TopicProduceData {
        name: (&settings.topic).into(),
        partition_data: vec![partition],
        ..TopicProduceData::default()
    };
    let request = ProduceRequest {
        acks: settings.acks,
        timeout_ms: 3000,
        topic_data: vec![topic],
        ..ProduceRequest::default()
    };
    encode(PRODUCE_VERSION, correlation_id, &request)
}

pub(super) fn produced(answer: Bytes) -> Result<i64, String> {
    let (_, response) = decode_response::<ProduceRequest>(PRODUCE_VERSION, answer)
        .map_err(|error| error.to_string())?;
    let partition = response
        .responses
        .first()
        .and_then(|topic| topic.partition_responses.first());
    let partition = partition.ok_or("no partition in the answer")?;
    check(partition.error_code)?;
    Ok(partition.base_offset)
}

pub(super) fn fetch(
    settings: &WorkloadSettings,
    correlation_id: i32,
    partition: i32,
    from: i64,
) -> Frame {
    let partition = FetchPartition {
        partition,
        fetch_offset: from,
        current_leader_epoch: -1,
        partition_max_bytes: 64 << 10,
        ..FetchPartition::default()
    };
    let topic = FetchTopic {
        topic: (&settings.topic).into(),
        partitions: vec![partition],
        ..FetchTopic::default()
    };
    let request = FetchRequest {
        replica_id: -1,
        max_wait_ms: 200,
        min_bytes: 1,
        max_bytes: 1 << 20,
        session_epoch: -1,
        rack_id: (&settings.rack).into(),
        topics: vec![topic],
        ..FetchRequest::default()
    };
    encode(FETCH_VERSION, correlation_id, &request)
}

pub(super) fn end(settings: &WorkloadSettings, correlation_id: i32, partition: i32) -> Frame {
    const LATEST: i64 = -1;
    let partition = ListOffsetsPartition {
        partition_index: partition,
        timestamp: LATEST,
        ..ListOffsetsPartition::default()
    };
    let topic = ListOffsetsTopic {
        name: (&settings.topic).into(),
        partitions: vec![partition],
    };
    let request = ListOffsetsRequest {
        replica_id: -1,
        topics: vec![topic],
        ..ListOffsetsRequest::default()
    };
    encode(LIST_OFFSETS_VERSION, correlation_id, &request)
}

/// The high watermark.
pub(super) fn ended(answer: Bytes) -> Result<i64, String> {
    let (_, response) = decode_response::<ListOffsetsRequest>(LIST_OFFSETS_VERSION, answer)
        .map_err(|error| error.to_string())?;
    let topic = response.topics.first();
    let partition = topic.and_then(|topic| topic.partitions.first());
    let partition = partition.ok_or("no partition in the answer")?;
    check(partition.error_code)?;
    Ok(partition.offset)
}

/// Each record's offset and value.
type Read = Vec<(i64, u64)>;

/// What was read, and the place of the broker that is to be asked instead.
pub(super) fn fetched(answer: Bytes) -> Result<(Read, Option<usize>), String> {
    let (_, response) = decode_response::<FetchRequest>(FETCH_VERSION, answer)
        .map_err(|error| error.to_string())?;
    check(response.error_code)?;
    let partition = response
        .responses
        .into_iter()
        .next()
        .and_then(|topic| topic.partitions.into_iter().next());
    let partition = partition.ok_or("no partition in the answer")?;
    check(partition.error_code)?;
    let bytes = partition
        .records
        .unwrap_or_default()
        .into_bytes()
        .map_err(|error| error.to_string())?;
    let mut values = Vec::new();
    for batch in Batch::split_lenient(bytes) {
        let batch = batch.map_err(|error| error.to_string())?;
        batch.verify_crc().map_err(|error| error.to_string())?;
        for record in batch
            .records(INFLATED_BYTES_MAX)
            .map_err(|error| error.to_string())?
        {
            let record = record.map_err(|error| error.to_string())?;
            let value = record
                .value
                .as_deref()
                .and_then(<[u8]>::first_chunk)
                .copied();
            let value = value.ok_or("a record without a value")?;
            values.push((record.offset.0, u64::from_be_bytes(value)));
        }
    }
    let elsewhere = usize::try_from(partition.preferred_read_replica - 1).ok();
    Ok((values, elsewhere))
}
