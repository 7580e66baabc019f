//! A metadata log and a snapshot that Kafka wrote, against ours.

use bytes::Bytes;
use metadata::{Image, Position, Record, decode_record, encode_record, replay};
use types::{BrokerId, ControllerEpoch, Offset};

const WRITTEN_BY_KAFKA: &str = include_str!("kafka/metadata-log-4.3.1.txt");
const EPOCH: ControllerEpoch = ControllerEpoch(1);
/// The snapshot holds what is below this offset.
const SNAPSHOT_END: Offset = Offset(48);

/// The lines of one kind: offset and value.
fn lines(kind: &str) -> impl Iterator<Item = (Offset, Bytes)> {
    let byte = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).expect("ASCII");
        u8::from_str_radix(digits, 16).expect("hexadecimal")
    };
    WRITTEN_BY_KAFKA.lines().filter_map(move |line| {
        let (offset, value) = line.strip_prefix(kind)?.trim().split_once(' ')?;
        let offset = Offset(offset.parse().expect("a number"));
        Some((offset, value.as_bytes().chunks(2).map(byte).collect()))
    })
}

fn replayed_until(end: Offset) -> Image {
    lines("log").filter(|(offset, _)| *offset < end).fold(
        Image::empty(),
        |image, (offset, value)| {
            let record = decode_record(value).expect("a record");
            replay(&image, offset, EPOCH, &[record])
                .expect("it can follow")
                .0
        },
    )
}

#[test]
fn a_log_written_by_kafka_says_what_kafka_was_told() {
    let image = replayed_until(Offset::MAX);
    let topics: Vec<_> = image
        .topics()
        .iter()
        .map(|topic| (topic.name.to_string(), topic.partition_count()))
        .collect();
    let named = |name: &str, count: usize| topics.contains(&(name.to_owned(), count));
    assert!(named("foo", 1) && named("bar", 2), "{topics:?}");
    let broker = image.broker(BrokerId(1)).expect("registered");
    assert_eq!(broker.rack.as_deref(), Some("r1"));
    // It was in service, and was stopped at the end.
    assert!(replayed_until(SNAPSHOT_END).is_active(BrokerId(1)) && broker.fenced);
    assert_eq!(image.feature_level("metadata.version"), 30);
    assert!(image.eligible_leader_replicas_enabled());
    assert_eq!(image.next_producer_id().0, 1_000);
    // The first topic of that name was deleted, and its configuration with it.
    assert!(image.topic_config("foo").is_none());
    let kept = image.security_and_quotas();
    assert_eq!(
        (kept.scram_credentials.len(), kept.client_quotas.len()),
        (1, 1)
    );
    assert_eq!(image.controllers().len(), 1);
}

#[test]
fn our_snapshot_of_it_is_kafka_s_record_for_record() {
    let image = replayed_until(SNAPSHOT_END);
    let encoded = |record: &Record| encode_record(record).expect("short");
    let ours: Vec<_> = image.records().map(|record| encoded(&record)).collect();
    let records = lines("snapshot").map(|(_, value)| decode_record(value).expect("a record"));
    let theirs: Vec<_> = records
        .map(|record| encoded(&with_sorted_features(record)))
        .collect();
    let sorted = |values: &[Bytes]| {
        let mut values = values.to_vec();
        values.sort();
        values
    };
    assert_eq!(sorted(&ours), sorted(&theirs));
    // Kafka's topics and features follow its hash maps; the kinds come in one order.
    let kinds = |values: &[Bytes]| {
        let mut kinds: Vec<_> = values.iter().map(|value| kind(value.clone())).collect();
        kinds.dedup();
        kinds
    };
    let topics_as_one = |kinds: Vec<&'static str>| {
        let mut kinds: Vec<_> = kinds
            .into_iter()
            .filter(|kind| *kind != "PartitionRecord")
            .collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(topics_as_one(kinds(&ours)), topics_as_one(kinds(&theirs)));
    assert_eq!(ours.first(), theirs.first());
    // And back.
    let position = Position {
        epoch: EPOCH,
        offset: Offset(SNAPSHOT_END.0 - 1),
    };
    let records = theirs
        .into_iter()
        .map(|value| decode_record(value).expect("a record"));
    let loaded = Image::from_snapshot(position, records).expect("it agrees with itself");
    assert_eq!(loaded.to_records(), image.to_records());
}

/// Kafka's order of a node's features follows its hash maps.
fn with_sorted_features(mut record: Record) -> Record {
    match &mut record {
        Record::RegisterBroker(broker) => broker
            .features
            .sort_by(|left, right| left.name.cmp(&right.name)),
        Record::RegisterController(controller) => {
            controller
                .features
                .sort_by(|left, right| left.name.cmp(&right.name));
        }
        _ => {}
    }
    record
}

fn kind(value: Bytes) -> &'static str {
    decode_record(value)
        .as_ref()
        .map(Record::name)
        .expect("a record")
}
