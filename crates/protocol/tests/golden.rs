//! Bytes written by Kafka's own serializers, for every message and version: read and written again, they are the same.

mod seeds;

use std::collections::BTreeSet;

use bytes::Bytes;
use codec::{Message, Reader};
use seeds::golden;

fn round_trip<M: Message>(version: i16, golden: &[u8]) -> Result<Vec<u8>, String> {
    let mut reader = Reader::new(Bytes::copy_from_slice(golden));
    let message = M::decode(&mut reader, version).map_err(|e| e.to_string())?;
    if reader.remaining() > 0 {
        return Err(format!("{} bytes are left over", reader.remaining()));
    }
    Ok(message
        .to_bytes(version)
        .map_err(|e| e.to_string())?
        .to_vec())
}

fn by_name(name: &str, version: i16, golden: &[u8]) -> Result<Vec<u8>, String> {
    macro_rules! when_named {
        ($message:ty) => {
            if name == <$message>::NAME {
                return round_trip::<$message>(version, golden);
            }
        };
    }
    protocol::for_each_message!(when_named);
    Err("there is no such message".into())
}

#[test]
fn what_kafka_writes_is_read_and_written_the_same() {
    let mut failures = Vec::new();
    for golden in golden() {
        let (name, version) = (golden.name, golden.version);
        match by_name(name, version, &golden.bytes) {
            Ok(ours) if ours == golden.bytes => {}
            Ok(ours) => failures.push(format!(
                "{name} v{version}\n  kafka {:02x?}\n  ours  {ours:02x?}",
                golden.bytes
            )),
            Err(error) => failures.push(format!("{name} v{version}: {error}")),
        }
    }
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_message_and_version_is_among_them() {
    let mut seen: BTreeSet<(&str, i16)> = golden()
        .iter()
        .map(|golden| (golden.name, golden.version))
        .collect();
    macro_rules! is_there {
        ($message:ty) => {
            for version in <$message>::LOWEST_VERSION..=<$message>::HIGHEST_VERSION {
                let name = <$message>::NAME;
                assert!(seen.remove(&(name, version)), "{name} v{version}");
            }
        };
    }
    protocol::for_each_message!(is_there);
    assert!(seen.is_empty(), "not known here: {seen:?}");
}
