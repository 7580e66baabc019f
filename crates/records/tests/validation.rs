//! What a leader refuses, and that nothing else slips through or panics.

use bytes::Bytes;
use proptest::prelude::*;
use records::{
    AppendLimits, Batch, BatchBuilder, BatchError, BatchErrorKind, Compression, HEADER_LEN,
    TimestampType, Validated, Validation,
};
use types::{LeaderEpoch, Offset, ProducerEpoch, ProducerId, Timestamp};

const NOW: Timestamp = Timestamp(1_700_000_000_000);

fn build(codec: Compression, count: usize) -> Bytes {
    let mut builder = BatchBuilder::new(Offset(0)).compression(codec);
    for n in 0..count {
        builder.append(
            NOW,
            Some(b"k"),
            Some(format!("value {n}").as_bytes()),
            &[(b"h", None)],
        );
    }
    builder.build()
}

/// The bytes with some of them replaced, and the checksum made right again.
fn patched(bytes: &Bytes, at: usize, with: &[u8]) -> Bytes {
    let mut bytes = bytes.to_vec();
    bytes[at..at + with.len()].copy_from_slice(with);
    resealed(bytes)
}

fn resealed(mut bytes: Vec<u8>) -> Bytes {
    let length = i32::try_from(bytes.len() - 12).expect("small");
    bytes[8..12].copy_from_slice(&length.to_be_bytes());
    let crc = crc32c::crc32c(&bytes[21..]);
    bytes[17..21].copy_from_slice(&crc.to_be_bytes());
    bytes.into()
}

fn validate_with(bytes: &Bytes, limits: &AppendLimits) -> Result<Validated, BatchError> {
    Batch::split(bytes.clone())
        .next()
        .expect("bytes")?
        .validate_for_append(limits)
}

fn validate(bytes: &Bytes) -> Result<Validated, BatchError> {
    validate_with(bytes, &AppendLimits::at(NOW))
}

#[test]
fn a_wrong_checksum_is_corrupt() {
    let mut bytes = build(Compression::None, 3).to_vec();
    bytes[70] ^= 1;
    let error = validate(&bytes.into()).expect_err("damaged");
    assert_eq!(error.kind(), BatchErrorKind::Corrupt);
}

#[test]
fn headers_that_lie_are_refused() {
    let good = build(Compression::None, 3);
    assert!(validate(&good).is_ok());
    let producer = patched(&good, 43, &7_i64.to_be_bytes());
    let cases = [
        (
            patched(&good, 0, &9_i64.to_be_bytes()),
            BatchError::BaseOffsetNotZero(9),
        ),
        (
            patched(&good, 57, &0_i32.to_be_bytes()),
            BatchError::BadRecordCount(0),
        ),
        (
            patched(&good, 57, &(-3_i32).to_be_bytes()),
            BatchError::BadRecordCount(-3),
        ),
        (
            patched(&good, 23, &(-1_i32).to_be_bytes()),
            BatchError::BadOffsetRange {
                last_offset_delta: -1,
                record_count: 3,
            },
        ),
        (
            patched(&good, 23, &i32::MAX.to_be_bytes()),
            BatchError::BadOffsetRange {
                last_offset_delta: i32::MAX,
                record_count: 3,
            },
        ),
        (
            patched(&good, 21, &0x20_i16.to_be_bytes()),
            BatchError::ControlFromClient,
        ),
        (
            patched(&good, 21, &5_i16.to_be_bytes()),
            BatchError::UnknownCompression(5),
        ),
        (producer, BatchError::BadSequence(-1)),
    ];
    for (bytes, error) in cases {
        assert_eq!(validate(&bytes), Err(error));
    }
}

#[test]
fn records_that_lie_are_refused_whatever_the_codec() {
    for codec in Compression::ALL {
        let plain = build(Compression::None, 3);
        // The second field of the first record is its time, the third its offset: one byte each here.
        let with_body = |body: Vec<u8>, count: i32| {
            let small: Vec<u8> = match codec {
                Compression::None => body,
                _ => recompressed(codec, &body),
            };
            let mut bytes = build(codec, 1).to_vec();
            bytes.truncate(HEADER_LEN);
            bytes[23..27].copy_from_slice(&(count - 1).to_be_bytes());
            bytes[57..61].copy_from_slice(&count.to_be_bytes());
            bytes.extend(small);
            resealed(bytes)
        };
        let body = plain[HEADER_LEN..].to_vec();
        assert!(
            validate(&with_body(body.clone(), 3)).is_ok(),
            "{}",
            codec.name()
        );
        let mut lying = body.clone();
        lying[3] = 4;
        assert_eq!(
            validate(&with_body(lying, 3)),
            Err(BatchError::LyingOffset {
                index: 0,
                offset_delta: 2
            })
        );
        let fewer = validate(&with_body(body.clone(), 2)).expect_err("a record too many");
        let more = validate(&with_body(body.clone(), 4)).expect_err("a record too few");
        assert!(
            matches!(fewer, BatchError::RecordsDoNotFill { .. }),
            "{fewer}"
        );
        assert!(
            matches!(more, BatchError::RecordsDoNotFill { .. }),
            "{more}"
        );
        let mut long = body.clone();
        long[0] = 0x7e;
        let long = validate(&with_body(long, 3)).expect_err("a length that lies");
        assert!(
            matches!(long, BatchError::BadRecord { index: 0, .. }),
            "{long}"
        );
    }
}

/// Compresses a body by way of a builder: its records are the bytes after the header of a batch.
fn recompressed(codec: Compression, body: &[u8]) -> Vec<u8> {
    use std::io::Write;
    match codec {
        Compression::None => body.to_vec(),
        Compression::Gzip => {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            out.write_all(body).expect("memory");
            out.finish().expect("memory")
        }
        Compression::Snappy => snap::raw::Encoder::new()
            .compress_vec(body)
            .expect("memory"),
        Compression::Lz4 => {
            let mut out = lz4_flex::frame::FrameEncoder::new(Vec::new());
            out.write_all(body).expect("memory");
            out.finish().expect("memory")
        }
        Compression::Zstd => zstd::bulk::compress(body, 1).expect("memory"),
    }
}

#[test]
fn data_that_inflates_for_ever_stops_at_the_cap() {
    let limits = AppendLimits {
        inflated_bytes_max: 1 << 20,
        ..AppendLimits::at(NOW)
    };
    for codec in [
        Compression::Gzip,
        Compression::Lz4,
        Compression::Zstd,
        Compression::Snappy,
    ] {
        let mut builder = BatchBuilder::new(Offset(0)).compression(codec);
        builder.append(NOW, None, Some(&vec![0; 16 << 20]), &[]);
        let error = Err(BatchError::InflatedTooLarge { bytes_max: 1 << 20 });
        assert_eq!(
            validate_with(&builder.build(), &limits),
            error,
            "{}",
            codec.name()
        );
    }
}

#[test]
fn a_topic_s_own_rules_hold() {
    let limits = AppendLimits::at(NOW);
    let mut builder = BatchBuilder::new(Offset(0));
    builder.append(NOW, Some(b"k"), None, &[]);
    builder.append(Timestamp(NOW.0 + 3_600_001), None, None, &[]);
    let bytes = builder.build();
    let late = validate_with(&bytes, &limits).expect_err("in the future");
    assert_eq!(
        (late.kind(), late.record_index()),
        (BatchErrorKind::InvalidTimestamp, Some(1))
    );
    let compacted = AppendLimits {
        keys_required: true,
        timestamp_after_ms_max: i64::MAX,
        ..limits
    };
    assert_eq!(
        validate_with(&bytes, &compacted),
        Err(BatchError::MissingKey { index: 1 })
    );
    let small = AppendLimits {
        batch_bytes_max: bytes.len() - 1,
        ..limits
    };
    let error = validate_with(&bytes, &small).expect_err("too large");
    assert_eq!(error.kind(), BatchErrorKind::TooLarge);
    let stamped = AppendLimits {
        timestamp_type: TimestampType::LogAppendTime,
        ..limits
    };
    let validated = validate_with(&bytes, &stamped).expect("the time does not matter");
    assert_eq!(
        validated,
        Validated {
            max_timestamp: NOW,
            timestamp_type: TimestampType::LogAppendTime
        }
    );
}

#[test]
fn a_claim_of_log_append_time_is_a_time_for_every_record() {
    let bytes = patched(&build(Compression::None, 3), 21, &0x08_i16.to_be_bytes());
    let validated = validate(&bytes).expect("the time is in range");
    assert_eq!(
        (validated.max_timestamp, validated.timestamp_type),
        (NOW, TimestampType::CreateTime)
    );
    let limits = AppendLimits {
        timestamp_type: TimestampType::LogAppendTime,
        ..AppendLimits::at(NOW)
    };
    assert_eq!(
        validate_with(&bytes, &limits),
        Err(BatchError::LogAppendTimeFromClient)
    );
}

#[test]
fn a_latest_time_that_lies_is_found_by_the_walk() {
    let bytes = patched(&build(Compression::Zstd, 3), 35, &1_i64.to_be_bytes());
    assert_eq!(
        validate(&bytes).map(|validated| validated.max_timestamp),
        Ok(NOW)
    );
    let limits = AppendLimits {
        validation: Validation::HeaderOnly,
        ..AppendLimits::at(NOW)
    };
    let believed = validate_with(&bytes, &limits).map(|validated| validated.max_timestamp);
    assert_eq!(believed, Ok(Timestamp(1)));
}

#[test]
fn a_stamped_header_has_the_checksum_of_its_bytes() {
    for codec in Compression::ALL {
        let batch = Batch::first(&build(codec, 50)).expect("whole");
        let (at, epoch) = (Offset(1000), LeaderEpoch(9));
        let header = batch.placed_at(at, epoch, TimestampType::LogAppendTime, Timestamp(5));
        let stamped = batch.with_header(header);
        stamped.verify_crc().expect("carried over");
        assert_eq!(stamped.header().next_offset(), Offset(1050));
        assert_eq!(
            batch.placed_at(at, epoch, TimestampType::CreateTime, NOW),
            batch.placed(at, epoch)
        );
    }
}

#[test]
fn a_buffer_splits_into_its_batches() {
    let two = [build(Compression::None, 2), build(Compression::Gzip, 3)].concat();
    let counts = |batches: records::Batches| -> Vec<Option<i32>> {
        batches
            .map(|batch| batch.ok().map(|batch| batch.header().record_count))
            .collect()
    };
    assert_eq!(counts(Batch::split(two.clone().into())), [Some(2), Some(3)]);
    for cut in 1..two.len() {
        let part: Bytes = two[..cut].to_vec().into();
        let whole = usize::from(cut >= build(Compression::None, 2).len());
        assert_eq!(
            counts(Batch::split_lenient(part.clone())).len(),
            whole,
            "{cut}"
        );
        assert!(Batch::split(part).filter_map(Result::err).count() <= 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_appended_is_read_back(
        records in prop::collection::vec((any::<i64>(), prop::option::of(".{0,40}"), prop::option::of(".{0,300}")), 1..20),
        codec in 0_u8..5,
        base in 0_i64..i64::MAX / 2,
        producer in any::<(i64, i16)>(),
    ) {
        let codec = Compression::from_id(codec).expect("known");
        let mut builder = BatchBuilder::new(Offset(base)).compression(codec)
            .producer(ProducerId(producer.0), ProducerEpoch(producer.1), 0);
        for (time, key, value) in &records {
            let header: [(&[u8], Option<&[u8]>); 1] = [(b"name", value.as_deref().map(str::as_bytes))];
            builder.append(Timestamp(*time), key.as_deref().map(str::as_bytes), value.as_deref().map(str::as_bytes), &header);
        }
        let batch = Batch::first(&builder.build()).expect("whole");
        prop_assert!(batch.verify_crc().is_ok());
        let read: Vec<_> = batch.records(1 << 20).expect("inflates").map(|record| record.expect("whole")).collect();
        prop_assert_eq!(read.len(), records.len());
        for (place, (record, (time, key, value))) in read.iter().zip(&records).enumerate() {
            prop_assert_eq!(record.offset, Offset(base + i64::try_from(place).expect("small")));
            prop_assert_eq!(record.timestamp, Timestamp(*time));
            prop_assert_eq!(record.key.as_deref(), key.as_deref().map(str::as_bytes));
            prop_assert_eq!(record.value.as_deref(), value.as_deref().map(str::as_bytes));
            prop_assert_eq!(record.headers[0].value.as_deref(), value.as_deref().map(str::as_bytes));
        }
    }

    #[test]
    fn no_damage_panics_and_what_validates_reads(
        codec in 0_u8..5,
        damage in prop::collection::vec((21_usize..160, any::<u8>()), 1..4),
    ) {
        let codec = Compression::from_id(codec).expect("known");
        let mut bytes = build(codec, 5).to_vec();
        for (at, value) in damage {
            let len = bytes.len();
            bytes[21 + (at - 21) % (len - 21)] = value;
        }
        let bytes = resealed(bytes);
        let batch = Batch::first(&bytes).expect("the length is right");
        let limits = AppendLimits { timestamp_after_ms_max: i64::MAX, inflated_bytes_max: 1 << 20, ..AppendLimits::at(NOW) };
        let valid = batch.validate_for_append(&limits).is_ok();
        let reads = batch.records(1 << 20).and_then(|records| records.collect::<Result<Vec<_>, _>>());
        prop_assert!(!valid || reads.is_ok(), "validates but does not read: {:?}", reads);
    }
}
