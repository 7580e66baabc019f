//! What becomes of a broker's disk, with its binary and real files: a file system that is full, and metadata that is gone.

mod full;
mod lost;

use bytes::Bytes;
use codec::{Records, Text};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use records::{Batch, BatchBuilder};
use types::{Offset, Timestamp};

use crate::Failure;
use crate::brokers::{Broker, Kind};
use crate::cluster::Admin;
use crate::report::Outcome;
use crate::wire::Connection;

/// The first versions that know topics by name alone and say all that is needed here.
const PRODUCE: i16 = 9;
const FETCH: i16 = 12;
/// Bytes of one answer to a fetch.
const FETCH_BYTES: i32 = 4 << 20;

/// All of it, each with a lone broker of its own.
#[must_use]
pub fn suite(kind: &Kind) -> Vec<Outcome> {
    let mut outcomes = full::suite(kind);
    outcomes.extend(lost::suite(kind));
    outcomes
}

fn admin(broker: &Broker) -> Admin {
    Admin::of(broker.addresses())
}

/// Sends one record, and returns the error code of the answer.
fn produce(broker: &Broker, topic: &str, value: &[u8]) -> Result<i16, Failure> {
    let mut batch = BatchBuilder::new(Offset(0));
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let time = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0));
    batch.append(Timestamp(time), None, Some(value), &[]);
    let partition = PartitionProduceData {
        index: 0,
        records: Some(Records::from(batch.build())),
    };
    let topic = TopicProduceData {
        name: Text::from(topic),
        partition_data: vec![partition],
        ..TopicProduceData::default()
    };
    let request = ProduceRequest {
        acks: -1,
        timeout_ms: 5000,
        topic_data: vec![topic],
        ..ProduceRequest::default()
    };
    let response = Connection::open(&broker.bootstrap())?.call(PRODUCE, &request)?;
    let mut topics = response.responses.iter();
    let partition = topics.find_map(|topic| topic.partition_responses.first());
    Ok(partition.ok_or("no partition is answered for")?.error_code)
}

/// Reads everything that consumers may see of a topic's first partition: how many records, which are whole and without a gap.
fn read_all(broker: &Broker, topic: &str) -> Result<i64, Failure> {
    let end = admin(broker).high_watermark(topic, 0)?;
    let mut connection = Connection::open(&broker.bootstrap())?;
    let mut next = Offset(0);
    while next.0 < end {
        let batches = fetch(&mut connection, topic, next)?;
        let before = next;
        for batch in Batch::split_lenient(batches) {
            let whole = batch.and_then(|batch| batch.verify_crc().map(|()| batch));
            let batch = whole.map_err(|error| format!("{topic} at {next}: {error}"))?;
            if batch.header().base_offset != next {
                let found = batch.header().base_offset;
                return Err(format!("{topic}: {found} where {next} should be"));
            }
            next = batch.header().next_offset();
        }
        if next == before {
            return Err(format!("{topic}: nothing at {next}, of {end}"));
        }
    }
    Ok(next.0)
}

fn fetch(connection: &mut Connection, topic: &str, from: Offset) -> Result<Bytes, Failure> {
    let partition = FetchPartition {
        fetch_offset: from.0,
        current_leader_epoch: -1,
        last_fetched_epoch: -1,
        partition_max_bytes: FETCH_BYTES,
        ..FetchPartition::default()
    };
    let request = FetchRequest {
        replica_id: -1,
        max_bytes: FETCH_BYTES,
        session_epoch: -1,
        topics: vec![FetchTopic {
            topic: Text::from(topic),
            partitions: vec![partition],
            ..FetchTopic::default()
        }],
        ..FetchRequest::default()
    };
    let response = connection.call(FETCH, &request)?;
    let mut topics = response.responses.into_iter();
    let partition = topics.find_map(|topic| topic.partitions.into_iter().next());
    let data = partition.ok_or("no partition is answered for")?;
    if data.error_code != 0 {
        return Err(format!("{topic} at {from}: error {}", data.error_code));
    }
    let records = data.records.map(Records::into_bytes);
    let records = records
        .transpose()
        .map_err(|error| format!("{topic} at {from}: {error}"))?;
    Ok(records.unwrap_or_default())
}
