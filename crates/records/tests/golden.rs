//! Batches that Kafka's own classes wrote (`conformance/golden/GoldenRecords.java`), read and written again.

use std::path::Path;

use bytes::Bytes;
use records::{
    AppendLimits, Batch, BatchBuilder, Compression, EndTransactionMarker, TimestampType,
};
use types::{LeaderEpoch, Offset, ProducerEpoch, ProducerId, Timestamp};

const TIME: i64 = 1_700_000_000_000;

fn golden(name: &str) -> Bytes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    std::fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .into()
}

fn only(records: &Bytes) -> Batch {
    let mut batches = Batch::split(records.clone());
    let batch = batches.next().expect("one batch").expect("a whole batch");
    assert!(batches.next().is_none());
    batch.verify_crc().expect("the checksum");
    batch
}

/// The records that the Java program appends, by the same rule.
fn fill(builder: &mut BatchBuilder, count: usize) {
    for n in 0..count {
        let key = format!("key-{n}");
        let value = format!("value {n} ").repeat(1 + n % 20);
        let of = format!("of {n}");
        let headers: [(&[u8], Option<&[u8]>); 2] =
            [(b"header-0", Some(of.as_bytes())), (b"header-1", None)];
        let time = TIME + (i64::try_from(n).expect("small") * 7919) % 1000 - 500;
        builder.append(
            Timestamp(time),
            (n % 3 != 0).then_some(key.as_bytes()),
            (n % 5 != 0).then_some(value.as_bytes()),
            &headers[..n % 3],
        );
    }
}

fn builder(compression: Compression) -> BatchBuilder {
    BatchBuilder::new(Offset(42))
        .leader_epoch(LeaderEpoch(5))
        .producer(ProducerId(4000), ProducerEpoch(3), 17)
        .compression(compression)
}

#[test]
fn kafka_s_batches_hold_the_records_that_were_appended_whatever_the_codec() {
    for codec in Compression::ALL {
        for count in [1, 200] {
            let theirs = only(&golden(&format!("{}-{count}.bin", codec.name())));
            let mut ours = builder(codec);
            fill(&mut ours, count);
            let ours = only(&ours.build());
            let header = theirs.header();
            assert_eq!(header.compression(), Ok(codec));
            assert_eq!(header.base_offset, Offset(42));
            assert_eq!(
                header.last_sequence(),
                17 + i32::try_from(count).expect("small") - 1
            );
            let read = |batch: &Batch| -> Vec<_> {
                batch
                    .records(1 << 20)
                    .expect("inflates")
                    .map(|record| record.expect("whole"))
                    .collect()
            };
            assert_eq!(read(&theirs), read(&ours), "{} {count}", codec.name());
            assert_eq!(header.max_timestamp, ours.header().max_timestamp);
            if codec == Compression::None {
                assert_eq!(theirs.bytes(), ours.bytes());
            }
            let from_client = only(
                &theirs
                    .with_header(theirs.placed(Offset(0), LeaderEpoch(-1)))
                    .bytes()
                    .clone(),
            );
            let validated = from_client.validate_for_append(&AppendLimits::at(Timestamp(TIME)));
            assert_eq!(
                validated.expect("valid").max_timestamp,
                header.max_timestamp
            );
        }
    }
}

#[test]
fn a_batch_stamped_with_append_time_is_kafka_s_to_the_byte() {
    let theirs = only(&golden("append-time-4.bin"));
    assert_eq!(
        theirs.header().timestamp_type(),
        TimestampType::LogAppendTime
    );
    for record in theirs.records(1 << 20).expect("plain") {
        assert_eq!(record.expect("whole").timestamp, Timestamp(TIME + 9));
    }
    let header = theirs.placed_at(
        Offset(42),
        LeaderEpoch(5),
        TimestampType::CreateTime,
        Timestamp(TIME),
    );
    let created = only(theirs.with_header(header).bytes());
    let header = created.placed_at(
        Offset(42),
        LeaderEpoch(5),
        TimestampType::LogAppendTime,
        Timestamp(TIME + 9),
    );
    assert_eq!(created.with_header(header).bytes(), theirs.bytes());
    assert_eq!(created.header().timestamp_type(), TimestampType::CreateTime);
}

#[test]
fn the_end_of_a_transaction_is_kafka_s_to_the_byte() {
    for (name, committed, coordinator_epoch) in [("commit.bin", true, 11), ("abort.bin", false, 12)]
    {
        let marker = EndTransactionMarker {
            committed,
            coordinator_epoch,
        };
        let theirs = only(&golden(name));
        assert!(theirs.header().is_control() && theirs.header().is_transactional());
        let record = theirs
            .records(1000)
            .expect("plain")
            .next()
            .expect("one")
            .expect("whole");
        let (key, value) = (record.key.expect("a key"), record.value.expect("a value"));
        assert_eq!(EndTransactionMarker::parse(&key, &value), Some(marker));
        let ours = marker.to_batch(
            Offset(42),
            Timestamp(TIME),
            ProducerId(4000),
            ProducerEpoch(3),
        );
        let ours = only(&ours);
        let placed = ours.with_header(ours.placed(Offset(42), LeaderEpoch(5)));
        assert_eq!(placed.bytes(), theirs.bytes(), "{name}");
    }
}
