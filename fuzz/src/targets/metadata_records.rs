//! Records of the metadata log, with their frames.

use std::sync::OnceLock;

use bytes::Bytes;
use codec::Reader;
use metadata::Record;

use super::{Target, golden};
use crate::damage::{Random, damage};

pub(super) const RECORDS: Target = Target {
    name: "metadata-records",
    about: "records of the metadata log",
    make,
    read,
    // They come from our own disk or controllers, and are read trusting.
    bytes_per_byte: 64,
    bytes_beside: 256 << 10,
};

/// Framed records of Kafka's own serializers.
fn whole() -> &'static [Vec<u8>] {
    static WHOLE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let lines = golden(include_str!("../../../crates/metadata/tests/golden.txt"));
        let framed = lines.into_iter().filter_map(|(name, version, body)| {
            let decoded = (0..64).find_map(|kind| {
                let mut reader = Reader::trusting(Bytes::from(body.clone()));
                let record = Record::decode_body(&mut reader, kind, version).ok()?;
                (record.name() == name).then_some(record)
            });
            Some(decoded?.encode_at(version).ok()?.to_vec())
        });
        framed.collect()
    })
}

fn make(random: &mut Random) -> Vec<u8> {
    let mut bytes = random.one_of(whole()).clone();
    damage(random, &mut bytes);
    bytes
}

fn read(input: &Bytes) -> bool {
    let Ok(record) = Record::decode(input.clone()) else {
        return false;
    };
    let again = record.encode().map(Record::decode);
    assert!(
        matches!(again, Ok(Ok(_))),
        "{} is not written again",
        record.name()
    );
    true
}
