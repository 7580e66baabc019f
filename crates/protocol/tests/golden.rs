//! Bytes written by Kafka's own serializers, for every message and version: read and written again, they are the same.

use bytes::Bytes;
use codec::{Message, Reader};

const GOLDEN: &str = include_str!("golden.txt");

fn round_trip<M: Message>(version: i16, golden: &[u8]) -> Result<Vec<u8>, String> {
    let mut reader = Reader::new(Bytes::copy_from_slice(golden));
    let message = M::decode(&mut reader, version).map_err(|e| e.to_string())?;
    if reader.remaining() > 0 {
        return Err(format!("{} bytes are left over", reader.remaining()));
    }
    Ok(message.to_bytes(version).map_err(|e| e.to_string())?.to_vec())
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

fn bytes_of(hex: &str) -> Vec<u8> {
    let digit = |place: usize| u8::from_str_radix(&hex[place..place + 2], 16).expect("hex");
    (0..hex.len()).step_by(2).map(digit).collect()
}

#[test]
fn what_kafka_writes_is_read_and_written_the_same() {
    let mut failures = Vec::new();
    for line in GOLDEN.lines() {
        let mut words = line.split(' ');
        let (name, version) = (words.next().expect("name"), words.next().expect("version"));
        let golden = bytes_of(words.next().unwrap_or_default());
        let version = version.parse().expect("a number");
        match by_name(name, version, &golden) {
            Ok(ours) if ours == golden => {}
            Ok(ours) => failures
                .push(format!("{name} v{version}\n  kafka {golden:02x?}\n  ours  {ours:02x?}")),
            Err(error) => failures.push(format!("{name} v{version}: {error}")),
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_message_and_version_is_among_them() {
    let mut seen = std::collections::BTreeSet::new();
    for line in GOLDEN.lines() {
        let mut words = line.split(' ');
        let name = words.next().expect("name");
        seen.insert((name, words.next().expect("version").parse::<i16>().expect("a number")));
    }
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
