//! Batches that lie, and produce requests that ask for what cannot be.

use bytes::Bytes;
use codec::{Records, Text};
use protocol::ErrorCode;
use protocol::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use records::{Batch, BatchBuilder, Compression, HEADER_LEN};
use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use super::Answers;
use crate::Failure;
use crate::brokers::Broker;
use crate::wire::Connection;

const TOPIC: &str = "bad-input";
const COMPACTED: &str = "bad-input-compacted";
/// A version with topic names, record errors and flexible fields.
const VERSION: i16 = 9;
/// Another with none of the newer fields.
const OLD_VERSION: i16 = 3;

/// Where to send a batch, and how.
#[derive(Clone)]
struct Target {
    topic: &'static str,
    partition: i32,
    acks: i16,
    version: i16,
}

const TARGET: Target = Target {
    topic: TOPIC,
    partition: 0,
    acks: -1,
    version: VERSION,
};

/// Sends each case, and notes the code that comes back.
pub(super) fn answers(broker: &Broker) -> Result<Answers, Failure> {
    let bootstrap = &broker.bootstrap();
    make_topics(broker)?;
    let mut answers = Vec::new();
    for (name, target, batch) in cases() {
        let answer = produce(bootstrap, &target, batch).unwrap_or_else(|why| closed(&why));
        answers.push((format!("batch, {name}"), answer));
    }
    Ok(answers)
}

/// What it means that no answer came.
pub(super) fn closed(why: &str) -> String {
    if why.contains("fill whole buffer") || why.contains("reset") {
        "closed".to_owned()
    } else if why.contains("temporarily unavailable") {
        "silence".to_owned()
    } else {
        why.to_owned()
    }
}

fn make_topics(broker: &Broker) -> Result<(), Failure> {
    let bootstrap = &broker.bootstrap();
    let topic = |name: &str, configs: Vec<CreatableTopicConfig>| CreatableTopic {
        name: Text::from(name),
        num_partitions: 1,
        replication_factor: 1,
        configs,
        ..CreatableTopic::default()
    };
    let compact = CreatableTopicConfig {
        name: Text::from("cleanup.policy"),
        value: Some(Text::from("compact")),
    };
    let request = CreateTopicsRequest {
        topics: vec![topic(TOPIC, Vec::new()), topic(COMPACTED, vec![compact])],
        timeout_ms: 10_000,
        validate_only: false,
    };
    let response = Connection::open(bootstrap)?.call(5, &request)?;
    if let Some(topic) = response.topics.iter().find(|topic| topic.error_code != 0) {
        return Err(format!("{} is not made: {topic:?}", topic.name));
    }
    // The partitions may need a moment until they are led.
    for topic in [TOPIC, COMPACTED] {
        broker.lead(topic)?;
        let target = Target { topic, ..TARGET };
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while produce(bootstrap, &target, Some(keyed().build()))? != "NONE" {
            if std::time::Instant::now() > end {
                return Err(format!("{topic} is not led"));
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
    Ok(())
}

fn produce(bootstrap: &str, target: &Target, batch: Option<Bytes>) -> Result<String, Failure> {
    let partition = PartitionProduceData {
        index: target.partition,
        records: batch.map(Records::from),
    };
    let topic = TopicProduceData {
        name: Text::from(target.topic),
        partition_data: vec![partition],
        ..TopicProduceData::default()
    };
    let request = ProduceRequest {
        acks: target.acks,
        timeout_ms: 5000,
        topic_data: vec![topic],
        ..ProduceRequest::default()
    };
    let response = Connection::open(bootstrap)?.call(target.version, &request)?;
    let partition = response
        .responses
        .first()
        .and_then(|topic| topic.partition_responses.first());
    let partition = partition.ok_or("no partition in the answer")?;
    let code = ErrorCode::from_code(partition.error_code);
    let mut answer = code.map_or(partition.error_code.to_string(), |code| {
        code.name().to_owned()
    });
    for error in &partition.record_errors {
        answer.push_str(&format!(", record {}", error.batch_index));
    }
    Ok(answer)
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Timestamp(since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0)))
}

fn batch(codec: Compression) -> BatchBuilder {
    let mut batch = BatchBuilder::new(Offset(0)).compression(codec);
    for n in 0..3 {
        batch.append(
            now(),
            Some(b"key"),
            Some(format!("value {n}").as_bytes()),
            &[(b"h", Some(b"v"))],
        );
    }
    batch
}

fn keyed() -> BatchBuilder {
    batch(Compression::None)
}

/// The batch with some bytes replaced and the checksum made right again.
fn patched(batch: &Bytes, at: usize, with: &[u8]) -> Bytes {
    let mut bytes = batch.to_vec();
    bytes[at..at + with.len()].copy_from_slice(with);
    sealed(bytes)
}

fn sealed(mut bytes: Vec<u8>) -> Bytes {
    let crc = crc32c::crc32c(&bytes[21..]);
    bytes[17..21].copy_from_slice(&crc.to_be_bytes());
    bytes.into()
}

/// The header of a compressed batch of three with another body.
fn with_body(codec: Compression, body: &[u8]) -> Bytes {
    let mut bytes = batch(codec).build().to_vec();
    bytes.truncate(HEADER_LEN);
    bytes.extend_from_slice(body);
    let length = u32::try_from(bytes.len() - 12).unwrap_or(0);
    bytes[8..12].copy_from_slice(&length.to_be_bytes());
    sealed(bytes)
}

type Case = (String, Target, Option<Bytes>);

fn cases() -> Vec<Case> {
    let mut cases = headers();
    cases.extend(lengths());
    cases.extend(bodies());
    cases.extend(codecs());
    cases.extend(producers());
    cases.extend(requests());
    cases
}

fn case(name: &str, batch: Bytes) -> Case {
    (name.to_owned(), TARGET, Some(batch))
}

fn headers() -> Vec<Case> {
    let good = keyed().build();
    let mut wrong_crc = good.to_vec();
    wrong_crc[17] ^= 1;
    let count = |count: i32| patched(&good, 57, &count.to_be_bytes());
    let delta = |delta: i32| patched(&good, 23, &delta.to_be_bytes());
    let attributes = |bits: i16| patched(&good, 21, &bits.to_be_bytes());
    let magic = |magic: u8| patched(&good, 16, &[magic]);
    let empty = patched(&count(0), 23, &(-1_i32).to_be_bytes());
    vec![
        case("a good one", good.clone()),
        case("wrong checksum", wrong_crc.into()),
        case("zero records", count(0)),
        case("zero records and no offsets", empty),
        case("a negative count", count(-3)),
        case("a count of 2 billion", count(i32::MAX)),
        case(
            "one record more than there is",
            patched(&count(4), 23, &3_i32.to_be_bytes()),
        ),
        case(
            "one record fewer than there is",
            patched(&count(2), 23, &1_i32.to_be_bytes()),
        ),
        case("last offset delta too large", delta(9)),
        case("last offset delta negative", delta(-1)),
        case(
            "base offset not zero",
            patched(&good, 0, &5_i64.to_be_bytes()),
        ),
        case(
            "base offset negative",
            patched(&good, 0, &(-5_i64).to_be_bytes()),
        ),
        case("a control batch", attributes(0x20)),
        case("log append time", attributes(0x08)),
        case("unknown codec 5", attributes(5)),
        case("unknown codec 7", attributes(7)),
        case("unknown attribute bits", attributes(0x4000)),
        case("magic 0", magic(0)),
        case("magic 1", magic(1)),
        case("magic 3", magic(3)),
        case("magic -1", magic(0xff)),
    ]
}

fn lengths() -> Vec<Case> {
    let good = keyed().build();
    let length = |length: i32| patched(&good, 8, &length.to_be_bytes());
    let real = i32::try_from(good.len() - 12).unwrap_or(0);
    vec![
        case("length one too long", length(real + 1)),
        case("length one too short", length(real - 1)),
        case("length of a header only", length(49)),
        case("length less than a header", length(20)),
        case("length zero", length(0)),
        case("length negative", length(-1)),
        case("length of 2 GiB", length(i32::MAX)),
        case("cut short", good.slice(..good.len() - 1)),
        case("cut short in the header", good.slice(..30)),
        case(
            "five bytes after it",
            [good.clone(), vec![0; 5].into()].concat().into(),
        ),
        case(
            "a hundred bytes after it",
            [good.clone(), vec![0; 100].into()].concat().into(),
        ),
        case("two batches", [good.clone(), good.clone()].concat().into()),
        case("no bytes at all", Bytes::new()),
        ("null records".to_owned(), TARGET, None),
        case(
            "latest time that lies",
            patched(&good, 35, &1_i64.to_be_bytes()),
        ),
    ]
}

fn bodies() -> Vec<Case> {
    let good = keyed().build();
    // Of each record: length, attributes, time, offset, then key, value, headers; one byte each but key and value.
    let record = HEADER_LEN;
    let offset = |delta: u8| patched(&good, record + 3, &[delta << 1]);
    let byte = |at: usize, value: u8| patched(&good, record + at, &[value]);
    let mut future = BatchBuilder::new(Offset(0));
    future.append(Timestamp(now().0 + 7_200_000), Some(b"k"), None, &[]);
    let mut large = BatchBuilder::new(Offset(0));
    large.append(now(), Some(b"k"), Some(&vec![b'x'; 1_100_000]), &[]);
    let descending = {
        let second = record + usize::from(good[record] >> 1) + 1;
        let third = second + usize::from(good[second] >> 1) + 1;
        patched(&patched(&good, record + 3, &[4]), third + 3, &[0])
    };
    vec![
        case("first offset delta not zero", offset(1)),
        case("first offset delta beyond the last", offset(50)),
        case("first offset delta negative", byte(3, 1)),
        case("descending offsets", descending),
        case("record length too long", byte(0, good[record] + 2)),
        case("record length too short", byte(0, good[record] - 2)),
        case("record length negative", byte(0, 1)),
        case(
            "record length of 2 GiB",
            patched(&good, record, &[0xfe, 0xff, 0xff, 0xff, 0x0f]),
        ),
        case(
            "record length of seven bytes",
            patched(&good, record, &[0xff; 6]),
        ),
        case("key length -5", byte(4, 9)),
        case("key length beyond the record", byte(4, 0x7e)),
        case("record attributes set", byte(1, 0xff)),
        case("two hours in the future", future.build()),
        case("above max.message.bytes", large.build()),
        (
            "a record without a key in a compacted topic".to_owned(),
            Target {
                topic: COMPACTED,
                ..TARGET
            },
            {
                let mut keyless = BatchBuilder::new(Offset(0));
                keyless.append(now(), Some(b"k"), None, &[]);
                keyless.append(now(), None, Some(b"v"), &[]);
                Some(keyless.build())
            },
        ),
    ]
}

fn codecs() -> Vec<Case> {
    let plain = keyed().build().slice(HEADER_LEN..);
    let mut cases = Vec::new();
    for codec in [
        Compression::Gzip,
        Compression::Snappy,
        Compression::Lz4,
        Compression::Zstd,
    ] {
        let named = |what: &str, body: &[u8]| {
            case(&format!("{}, {what}", codec.name()), with_body(codec, body))
        };
        let good = batch(codec).build().slice(HEADER_LEN..);
        let mut noise = good.to_vec();
        let middle = noise.len() / 2;
        for byte in noise.iter_mut().skip(middle) {
            *byte ^= 0x5a;
        }
        cases.push(named("a good one", &good));
        cases.push(named("nothing", &[]));
        cases.push(named("plain records", &plain));
        cases.push(named("noise from the first byte", &[0x9b; 50]));
        cases.push(named("noise in the middle", &noise));
        cases.push(named("cut short", &good[..middle]));
        let mut endless = BatchBuilder::new(Offset(0)).compression(codec);
        for n in 0..4_u8 {
            // The first three are what the header counts; the fourth is more than anybody wants to inflate.
            let zeros = if n == 3 {
                vec![0; 64 << 20]
            } else {
                Vec::new()
            };
            endless.append(now(), Some(b"k"), Some(&zeros), &[]);
        }
        let endless = endless.build().slice(HEADER_LEN..);
        if endless.len() < 1_000_000 {
            cases.push(named("64 MiB behind the last record", &endless));
        }
    }
    cases
}

fn producers() -> Vec<Case> {
    let from = |id: i64, epoch: i16, sequence: i32| {
        let mut batch =
            BatchBuilder::new(Offset(0)).producer(ProducerId(id), ProducerEpoch(epoch), sequence);
        batch.append(now(), Some(b"k"), Some(b"v"), &[]);
        batch.build()
    };
    vec![
        case("producer id without a sequence", from(77_000, 0, -1)),
        case(
            "first sequence not zero, unknown producer",
            from(77_001, 0, 5),
        ),
        case("sequence in order", from(77_001, 0, 6)),
        case("sequence again", from(77_001, 0, 6)),
        case("sequence with a gap", from(77_001, 0, 9)),
        case("sequence of long ago", from(77_001, 0, 0)),
        case("new epoch not from zero", from(77_001, 1, 7)),
        case("new epoch from zero", from(77_001, 1, 0)),
        case("old epoch", from(77_001, 0, 7)),
        case("negative epoch", from(77_002, -1, 0)),
    ]
}

fn requests() -> Vec<Case> {
    let good = keyed().build();
    let to = |name: &str, target: Target| (name.to_owned(), target, Some(good.clone()));
    vec![
        to("acks 2", Target { acks: 2, ..TARGET }),
        to("acks -2", Target { acks: -2, ..TARGET }),
        to(
            "partition 99",
            Target {
                partition: 99,
                ..TARGET
            },
        ),
        to(
            "partition -1",
            Target {
                partition: -1,
                ..TARGET
            },
        ),
        to(
            "unknown topic",
            Target {
                topic: "nobody-made-this",
                ..TARGET
            },
        ),
        to(
            "bad topic name",
            Target {
                topic: "not a name",
                ..TARGET
            },
        ),
        to(
            "no topic name",
            Target {
                topic: "",
                ..TARGET
            },
        ),
        to(
            "an old version",
            Target {
                version: OLD_VERSION,
                ..TARGET
            },
        ),
        (
            "zstd in an old version".to_owned(),
            Target {
                version: OLD_VERSION,
                ..TARGET
            },
            Some(batch(Compression::Zstd).build()),
        ),
    ]
}

/// The topic that must be unharmed in the end: a few kilobytes.
pub(super) const WITNESS: &str = "bad-input-witness";
const WITNESS_BATCHES: usize = 20;

/// Writes what must be there unharmed in the end.
pub(super) fn store_witness(broker: &Broker) -> Result<(), Failure> {
    let bootstrap = &broker.bootstrap();
    let topic = CreatableTopic {
        name: Text::from(WITNESS),
        num_partitions: 1,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let request = CreateTopicsRequest {
        topics: vec![topic],
        timeout_ms: 10_000,
        validate_only: false,
    };
    Connection::open(bootstrap)?.call(5, &request)?;
    broker.lead(WITNESS)?;
    let target = Target {
        topic: WITNESS,
        ..TARGET
    };
    let mut stored = 0;
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while stored < WITNESS_BATCHES {
        let answer = produce(bootstrap, &target, Some(keyed().build()))?;
        stored += usize::from(answer == "NONE");
        if std::time::Instant::now() > end {
            return Err(format!(
                "{stored} of {WITNESS_BATCHES} batches were taken: {answer}"
            ));
        }
    }
    Ok(())
}

/// Reads it back, whole and valid.
pub(super) fn witness(bootstrap: &str) -> Result<(), Failure> {
    let partition = FetchPartition {
        partition: 0,
        fetch_offset: 0,
        current_leader_epoch: -1,
        last_fetched_epoch: -1,
        partition_max_bytes: 1 << 20,
        ..FetchPartition::default()
    };
    let topic = FetchTopic {
        topic: Text::from(WITNESS),
        partitions: vec![partition],
        ..FetchTopic::default()
    };
    let request = FetchRequest {
        max_bytes: 1 << 20,
        min_bytes: 1,
        max_wait_ms: 1000,
        session_epoch: -1,
        topics: vec![topic],
        ..FetchRequest::default()
    };
    let response = Connection::open(bootstrap)?.call(11, &request)?;
    let partition = response
        .responses
        .into_iter()
        .next()
        .and_then(|t| t.partitions.into_iter().next());
    let partition = partition.ok_or("no partition in the answer")?;
    if partition.error_code != 0 {
        return Err(format!(
            "what was stored cannot be read: error {}",
            partition.error_code
        ));
    }
    let bytes = partition
        .records
        .unwrap_or_default()
        .into_bytes()
        .map_err(|error| error.to_string())?;
    let mut records = 0;
    for batch in Batch::split_lenient(bytes) {
        let batch = batch.map_err(|error| error.to_string())?;
        batch.verify_crc().map_err(|error| error.to_string())?;
        records += batch.header().record_count;
    }
    let wanted = 3 * WITNESS_BATCHES;
    if usize::try_from(records) == Ok(wanted) {
        Ok(())
    } else {
        Err(format!("{records} of {wanted} records are left"))
    }
}
