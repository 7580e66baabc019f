//! Record batches under every codec, with their checksums made right again half of the time.

use bytes::Bytes;
use records::{AppendLimits, Batch, BatchBuilder, Compression};
use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use super::Target;
use crate::damage::{Random, crc, damage};

/// The most that a batch may inflate to here.
const INFLATED_BYTES_MAX: u64 = 1 << 20;
const NOW: Timestamp = Timestamp(1_700_000_000_000);

pub(super) const BATCHES: Target = Target {
    name: "batches",
    about: "record batches under every codec",
    make,
    read,
    bytes_per_byte: 16,
    // A decoder of zstd may keep a window of 8 MiB, and what inflates is read three times.
    bytes_beside: 48 << 20,
};

fn make(random: &mut Random) -> Vec<u8> {
    let codec = *random.one_of(&Compression::ALL);
    let mut builder = BatchBuilder::new(Offset(0)).compression(codec);
    if random.below(2) == 0 {
        builder = builder.producer(ProducerId(7), ProducerEpoch(1), 3);
    }
    for number in 0..=random.below(6) {
        let value = vec![b'v'; random.below(300)];
        let time = Timestamp(NOW.0 + i64::try_from(number).unwrap_or(0));
        builder.append(time, Some(b"key"), Some(&value), &[(b"h", None)]);
    }
    let mut bytes = builder.build().to_vec();
    damage(random, &mut bytes);
    // Behind a wrong checksum or length nothing would be looked at.
    if random.below(4) > 0 && bytes.len() > 61 {
        let length = u32::try_from(bytes.len() - 12).unwrap_or(0);
        bytes[8..12].copy_from_slice(&length.to_be_bytes());
        bytes[16] = 2;
        let checksum = crc(&bytes[21..]);
        bytes[17..21].copy_from_slice(&checksum.to_be_bytes());
    }
    bytes
}

fn read(input: &Bytes) -> bool {
    for batch in Batch::split_lenient(input.clone()) {
        drop(batch);
    }
    let Ok(batch) = Batch::first(input) else {
        return false;
    };
    let limits = AppendLimits {
        timestamp_after_ms_max: i64::MAX,
        inflated_bytes_max: INFLATED_BYTES_MAX,
        ..AppendLimits::at(NOW)
    };
    let valid = batch.validate_for_append(&limits).is_ok();
    let records = batch.records(INFLATED_BYTES_MAX);
    let read = records.and_then(|records| records.collect::<Result<Vec<_>, _>>());
    assert!(
        !valid || read.is_ok(),
        "it validates, and does not read: {read:?}"
    );
    if valid {
        let again = batch.recompressed(Compression::None, None, INFLATED_BYTES_MAX);
        let again = again.and_then(|batch| {
            batch
                .records(INFLATED_BYTES_MAX)?
                .collect::<Result<Vec<_>, _>>()
        });
        assert_eq!(again.ok(), read.ok(), "other records without the codec");
    }
    valid
}
