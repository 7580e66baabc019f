//! Another implementation of the protocol, byte for byte: crate `kafka-protocol`, where it has the version.

mod seeds;

use bytes::{Bytes, BytesMut};
use codec::{Message, Reader};
use kafka_protocol::messages::{ApiKey as TheirKey, RequestKind, ResponseKind};
use protocol::{ApiKey, Request};
use seeds::{Random, golden, mutate};

/// Whether the crate has the version: its own table of versions names three that it cannot read, and of its others
/// some are older than Kafka 4.3.1's.
fn they_have(api: ApiKey, version: i16) -> bool {
    let Ok(theirs) = TheirKey::try_from(api.code()) else {
        return false;
    };
    let range = theirs.valid_versions();
    let unreadable = matches!(
        (api, version),
        (ApiKey::OffsetCommit, 10) | (ApiKey::OffsetFetch, 10) | (ApiKey::InitProducerId, 6)
    );
    range.min <= version && version <= range.max && !unreadable
}

fn theirs(api: ApiKey, request: bool, version: i16, bytes: &Bytes) -> Result<Bytes, String> {
    let key = TheirKey::try_from(api.code()).map_err(|()| "no such key")?;
    let (mut bytes, mut written) = (bytes.clone(), BytesMut::new());
    if request {
        let message = RequestKind::decode(key, &mut bytes, version).map_err(|e| e.to_string())?;
        message
            .encode(&mut written, version)
            .map_err(|e| e.to_string())?;
    } else {
        let message = ResponseKind::decode(key, &mut bytes, version).map_err(|e| e.to_string())?;
        message
            .encode(&mut written, version)
            .map_err(|e| e.to_string())?;
    }
    if bytes.is_empty() {
        Ok(written.freeze())
    } else {
        Err(format!("{} bytes are left", bytes.len()))
    }
}

/// What is written of damaged messages that still decode: values that no careful test would think of.
fn ours<M: Message>(version: i16, bytes: Vec<u8>) -> Option<Bytes> {
    M::decode(&mut Reader::new(bytes.into()), version)
        .ok()?
        .to_bytes(version)
        .ok()
}

fn compare<M: Message>(api: ApiKey, request: bool, failures: &mut Vec<String>) -> usize {
    let mut compared = 0;
    let mut random = Random::new(api.code().cast_unsigned().into());
    for golden in golden().iter().filter(|golden| golden.name == M::NAME) {
        let version = golden.version;
        if !they_have(api, version) {
            continue;
        }
        for _ in 0..6 {
            let mut bytes = golden.bytes.clone();
            mutate(&mut random, &mut bytes);
            let Some(ours) = ours::<M>(version, bytes) else {
                continue;
            };
            compared += 1;
            match theirs(api, request, version, &ours) {
                Ok(theirs) if theirs == ours => {}
                Ok(theirs) => {
                    failures.push(format!(
                        "{} v{version}\n  ours   {ours:02x?}\n  theirs {theirs:02x?}",
                        M::NAME
                    ));
                }
                Err(error) => {
                    failures.push(format!("{} v{version}: {error}: {ours:02x?}", M::NAME))
                }
            }
        }
    }
    compared
}

#[test]
fn both_write_the_same_bytes() {
    let mut failures = Vec::new();
    let mut compared = 0;
    macro_rules! compare_both {
        ($request:ty) => {
            let api = <$request as Request>::KEY;
            compared += compare::<$request>(api, true, &mut failures);
            compared += compare::<<$request as Request>::Response>(api, false, &mut failures);
        };
    }
    protocol::for_each_request!(compare_both);
    println!("{compared} compared");
    assert!(
        failures.is_empty(),
        "{} of {compared} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(compared > 1000, "only {compared} were compared");
}
