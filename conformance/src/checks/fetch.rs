//! Fetch sessions on the wire, where clients would hide who gets how much.

use bytes::Bytes;
use codec::{Records, Text};
use protocol::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use records::{Batch, BatchBuilder};
use types::{Offset, Timestamp};

use super::{Check, expect, make};
use crate::Failure;
use crate::brokers::Broker;
use crate::report::Outcome;
use crate::wire::Connection;

const PARTITIONS: i32 = 3;
const BATCHES: usize = 3;
/// The newest version that names topics.
const FETCH_VERSION: i16 = 12;
const PRODUCE_VERSION: i16 = 9;

const CHECKS: [Check<()>; 2] = [
    Check {
        name: "partitions take turns when an answer is full",
        run: |(), broker, topic| turns(broker, topic, 500),
    },
    Check {
        name: "what did not fit comes with the next fetch",
        run: |(), broker, topic| turns(broker, topic, 1_500),
    },
];

/// Makes the checks.
pub(super) fn suite(broker: &mut Broker) -> Vec<Outcome> {
    make("wire fetch", &Ok(()), &CHECKS, broker)
}

/// Three partitions have three batches of a thousand bytes each, and each answer has room for `max_bytes`: one batch at
/// least. The second and third partition must not wait until the first is read.
fn turns(broker: &Broker, topic: &str, max_bytes: i32) -> Result<(), Failure> {
    let mut connection = Connection::open(&broker.bootstrap())?;
    create(&mut connection, topic)?;
    broker.lead(topic)?;
    fill(&mut connection, topic)?;
    let mut positions = [0_i64; PARTITIONS as usize];
    let mut asked: Vec<i32> = (0..PARTITIONS).collect();
    let (mut session, mut epoch) = (0, 0);
    let mut order = Vec::new();
    // Each answer brings a batch; one without would only end after its wait.
    for _ in 0..BATCHES * positions.len() {
        let request = request(topic, &asked, &positions, (session, epoch), max_bytes);
        let response = connection.call(FETCH_VERSION, &request)?;
        expect(
            response.error_code == 0,
            format!("error {}", response.error_code),
        )?;
        (session, epoch) = (response.session_id, epoch + 1);
        asked.clear();
        for partition in response
            .responses
            .iter()
            .flat_map(|topic| &topic.partitions)
        {
            let records = partition.records.clone().unwrap_or_default();
            let bytes = records.into_bytes().map_err(|error| error.to_string())?;
            // Kafka sends the beginning of a batch that has no room.
            for batch in Batch::split_lenient(bytes) {
                let batch = batch.map_err(|error| error.to_string())?;
                let index = partition.partition_index;
                positions[usize::try_from(index).unwrap_or(0)] = batch.header().next_offset().0;
                order.push(index);
                asked.push(index);
            }
        }
        if order.len() == BATCHES * positions.len() {
            break;
        }
    }
    expect(
        positions
            .iter()
            .all(|position| *position == i64::try_from(BATCHES).unwrap_or(0)),
        format!("read up to {positions:?} in the order {order:?}"),
    )?;
    // Kafka's turns begin with the second fetch.
    let soon = order.get(..=positions.len()).unwrap_or(&order);
    expect(
        (0..PARTITIONS).all(|partition| soon.contains(&partition)),
        format!("the order was {order:?}"),
    )
}

fn request(
    topic: &str,
    partitions: &[i32],
    positions: &[i64],
    (session_id, session_epoch): (i32, i32),
    max_bytes: i32,
) -> FetchRequest {
    let partition = |index: &i32| FetchPartition {
        partition: *index,
        fetch_offset: positions[usize::try_from(*index).unwrap_or(0)],
        partition_max_bytes: 1 << 20,
        ..FetchPartition::default()
    };
    let asked = FetchTopic {
        topic: Text::from(topic),
        partitions: partitions.iter().map(partition).collect(),
        ..FetchTopic::default()
    };
    FetchRequest {
        max_wait_ms: 300,
        min_bytes: 1,
        max_bytes,
        session_id,
        session_epoch,
        topics: if partitions.is_empty() {
            Vec::new()
        } else {
            vec![asked]
        },
        ..FetchRequest::default()
    }
}

fn create(connection: &mut Connection, topic: &str) -> Result<(), Failure> {
    let made = CreatableTopic {
        name: Text::from(topic),
        num_partitions: PARTITIONS,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let create = CreateTopicsRequest {
        topics: vec![made],
        timeout_ms: 10_000,
        validate_only: false,
    };
    connection.call(5, &create).map(drop)
}

fn fill(connection: &mut Connection, topic: &str) -> Result<(), Failure> {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    for partition in 0..PARTITIONS {
        let mut written = 0;
        while written < BATCHES {
            // The partitions may need a moment until they are led.
            if produce(connection, topic, partition)? == 0 {
                written += 1;
            } else if std::time::Instant::now() > end {
                return Err(format!("{topic}-{partition} is not led"));
            }
        }
    }
    Ok(())
}

fn produce(connection: &mut Connection, topic: &str, index: i32) -> Result<i16, Failure> {
    let mut batch = BatchBuilder::new(Offset(0));
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let time = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0));
    batch.append(Timestamp(time), None, Some(&[b'v'; 1000]), &[]);
    let records: Bytes = batch.build();
    let partition = PartitionProduceData {
        index,
        records: Some(Records::from(records)),
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
    let response = connection.call(PRODUCE_VERSION, &request)?;
    let partition = response
        .responses
        .first()
        .and_then(|topic| topic.partition_responses.first());
    Ok(partition.ok_or("no partition in the answer")?.error_code)
}
