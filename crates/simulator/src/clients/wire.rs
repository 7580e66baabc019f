//! The requests of clients, and what their answers say.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use codec::Frame;
use history::{Read, Value};
use protocol::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsRequest, DeleteRecordsTopic,
};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::init_producer_id::InitProducerIdRequest;
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use protocol::messages::metadata::MetadataRequest;
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use protocol::{ErrorCode, Request, decode_response, encode_request};
use records::{Batch, BatchBuilder};
use types::{BrokerId, Now, Offset, ProducerEpoch, ProducerId};

use super::{Failure, Leader, Place};

const INFLATED_BYTES_MAX: u64 = 1 << 20;

/// One version of each, below those that need ids of topics.
fn version_of<R: Request>() -> i16 {
    R::KEY.versions().highest.min(match R::NAME {
        "ProduceRequest" | "FetchRequest" => 12,
        _ => i16::MAX,
    })
}

pub(super) fn encode<R: Request>(request: &R) -> Frame {
    // A task asks one thing at a time on a lane of its own: the number tells nothing. What is sent is made here, and fits.
    encode_request(version_of::<R>(), 1, Some("client"), request).unwrap_or_default()
}

pub(super) fn decode<R: Request>(answer: Bytes) -> Result<R::Response, Failure> {
    decode_response::<R>(version_of::<R>(), answer)
        .map(|(_, response)| response)
        .map_err(|error| Failure::Odd(error.to_string()))
}

pub(super) fn check(code: i16) -> Result<(), Failure> {
    match ErrorCode::from_code(code) {
        Some(ErrorCode::None) => Ok(()),
        Some(error) => Err(Failure::Code(error)),
        None => Err(Failure::Odd(format!("error code {code}"))),
    }
}

pub(super) fn missing(what: &str) -> Failure {
    Failure::Odd(format!("no {what} in the answer"))
}

pub(super) fn metadata() -> Frame {
    encode(&MetadataRequest {
        topics: None,
        ..MetadataRequest::default()
    })
}

pub(super) fn leaders(answer: Bytes) -> Result<BTreeMap<Place, Leader>, Failure> {
    let response = decode::<MetadataRequest>(answer)?;
    let mut leaders = BTreeMap::new();
    for topic in response.topics {
        let Some(name) = topic.name else { continue };
        let name: Arc<str> = name.to_string().into();
        for partition in topic.partitions {
            if partition.leader_id >= 0 {
                let place = (name.clone(), partition.partition_index);
                let leader = Leader {
                    broker: BrokerId(partition.leader_id),
                    epoch: partition.leader_epoch,
                };
                leaders.insert(place, leader);
            }
        }
    }
    Ok(leaders)
}

pub(super) fn new_producer() -> Frame {
    encode(&InitProducerIdRequest {
        transactional_id: None,
        transaction_timeout_ms: i32::MAX,
        producer_id: -1,
        producer_epoch: -1,
        ..InitProducerIdRequest::default()
    })
}

pub(super) fn producer(answer: Bytes) -> Result<(ProducerId, ProducerEpoch), Failure> {
    let response = decode::<InitProducerIdRequest>(answer)?;
    check(response.error_code)?;
    Ok((
        ProducerId(response.producer_id),
        ProducerEpoch(response.producer_epoch),
    ))
}

/// The identity of an idempotent batch.
pub(super) type Identity = (ProducerId, ProducerEpoch, i32);

pub(super) fn batch(
    now: Now,
    values: impl Iterator<Item = Value>,
    padding: usize,
    identity: Option<Identity>,
) -> Bytes {
    let mut batch = BatchBuilder::new(Offset(0));
    if let Some((id, epoch, sequence)) = identity {
        batch = batch.producer(id, epoch, sequence);
    }
    let mut bytes = Vec::new();
    for value in values {
        bytes.clear();
        bytes.extend_from_slice(value.to_string().as_bytes());
        bytes.resize(bytes.len() + padding, b'.');
        batch.append(now.wall, None, Some(&bytes), &[]);
    }
    batch.build()
}

pub(super) fn produce(place: &Place, acks: i16, batch: Bytes) -> Frame {
    let partition = PartitionProduceData {
        index: place.1,
        records: Some(batch.into()),
    };
    let topic = TopicProduceData {
        name: (&*place.0).into(),
        partition_data: vec![partition],
        ..TopicProduceData::default()
    };
    encode(&ProduceRequest {
        acks,
        timeout_ms: 3000,
        topic_data: vec![topic],
        ..ProduceRequest::default()
    })
}

pub(super) fn produced(answer: Bytes) -> Result<i64, Failure> {
    let response = decode::<ProduceRequest>(answer)?;
    let partition = response
        .responses
        .first()
        .and_then(|topic| topic.partition_responses.first());
    let partition = partition.ok_or_else(|| missing("partition"))?;
    check(partition.error_code)?;
    Ok(partition.base_offset)
}

pub(super) fn fetch(place: &Place, from: i64, leader_epoch: i32, rack: Option<&str>) -> Frame {
    let partition = FetchPartition {
        partition: place.1,
        fetch_offset: from,
        current_leader_epoch: leader_epoch,
        partition_max_bytes: 64 << 10,
        ..FetchPartition::default()
    };
    let topic = FetchTopic {
        topic: (&*place.0).into(),
        partitions: vec![partition],
        ..FetchTopic::default()
    };
    encode(&FetchRequest {
        replica_id: -1,
        max_wait_ms: 300,
        min_bytes: 1,
        max_bytes: 1 << 20,
        session_epoch: -1,
        topics: vec![topic],
        rack_id: rack.unwrap_or_default().into(),
        ..FetchRequest::default()
    })
}

/// What a fetch brought.
#[derive(Debug)]
pub(super) struct Fetched {
    pub(super) records: Vec<Read>,
    pub(super) high_watermark: i64,
    pub(super) log_start: i64,
    /// Where the batches that came end.
    pub(super) end: Option<i64>,
    /// The follower to read from instead.
    pub(super) preferred: Option<BrokerId>,
}

pub(super) fn fetched(answer: Bytes, from: i64) -> Result<Fetched, Failure> {
    let response = decode::<FetchRequest>(answer)?;
    check(response.error_code)?;
    let partition = response
        .responses
        .into_iter()
        .next()
        .and_then(|topic| topic.partitions.into_iter().next());
    let partition = partition.ok_or_else(|| missing("partition"))?;
    check(partition.error_code)?;
    let odd = |error: &dyn std::fmt::Display| Failure::Odd(error.to_string());
    let bytes = partition.records.unwrap_or_default().into_bytes();
    let mut fetched = Fetched {
        records: Vec::new(),
        high_watermark: partition.high_watermark,
        log_start: partition.log_start_offset,
        end: None,
        preferred: (partition.preferred_read_replica >= 0)
            .then_some(BrokerId(partition.preferred_read_replica)),
    };
    for batch in Batch::split_lenient(bytes.map_err(|error| odd(&error))?) {
        let batch = batch.map_err(|error| odd(&error))?;
        batch.verify_crc().map_err(|error| odd(&error))?;
        fetched.end = Some(batch.header().next_offset().0);
        for record in batch
            .records(INFLATED_BYTES_MAX)
            .map_err(|error| odd(&error))?
        {
            let record = record.map_err(|error| odd(&error))?;
            let value = record.value.as_deref().and_then(Value::parse);
            let value = value.ok_or_else(|| Failure::Odd("a record without a value".into()))?;
            // A batch is sent as a whole; a client drops what it has not asked for.
            if record.offset.0 >= from {
                fetched.records.push(Read(record.offset.0, value));
            }
        }
    }
    Ok(fetched)
}

pub(super) fn end(place: &Place, leader_epoch: i32) -> Frame {
    offset(place, leader_epoch, LATEST)
}

pub(super) fn start(place: &Place, leader_epoch: i32) -> Frame {
    offset(place, leader_epoch, EARLIEST)
}

const LATEST: i64 = -1;
const EARLIEST: i64 = -2;

fn offset(place: &Place, leader_epoch: i32, timestamp: i64) -> Frame {
    let partition = ListOffsetsPartition {
        partition_index: place.1,
        current_leader_epoch: leader_epoch,
        timestamp,
    };
    let topic = ListOffsetsTopic {
        name: (&*place.0).into(),
        partitions: vec![partition],
    };
    encode(&ListOffsetsRequest {
        replica_id: -1,
        topics: vec![topic],
        ..ListOffsetsRequest::default()
    })
}

pub(super) fn delete(place: &Place, below: i64, timeout_ms: i32) -> Frame {
    let partition = DeleteRecordsPartition {
        partition_index: place.1,
        offset: below,
    };
    let topic = DeleteRecordsTopic {
        name: (&*place.0).into(),
        partitions: vec![partition],
    };
    encode(&DeleteRecordsRequest {
        topics: vec![topic],
        timeout_ms,
    })
}

/// The log start that an answer tells.
pub(super) fn deleted(answer: Bytes) -> Result<i64, Failure> {
    let response = decode::<DeleteRecordsRequest>(answer)?;
    let partition = response
        .topics
        .first()
        .and_then(|topic| topic.partitions.first());
    let partition = partition.ok_or_else(|| missing("partition"))?;
    check(partition.error_code)?;
    Ok(partition.low_watermark)
}

/// The start or the end that was asked for.
pub(super) fn ended(answer: Bytes) -> Result<i64, Failure> {
    let response = decode::<ListOffsetsRequest>(answer)?;
    let partition = response
        .topics
        .first()
        .and_then(|topic| topic.partitions.first());
    let partition = partition.ok_or_else(|| missing("partition"))?;
    check(partition.error_code)?;
    Ok(partition.offset)
}
