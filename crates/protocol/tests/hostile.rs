//! Damaged messages: whatever a client sends, decoding neither panics nor takes more memory than the frame's size allows.
//!
//! `HIGHWATER_MUTANTS` sets how many damaged messages there are for each message and version; few by default.

mod seeds;

use std::alloc::System;
use std::collections::BTreeMap;

use bytes::Bytes;
use cap::Cap;
use codec::{DECODED_BYTES_BASE, DECODED_BYTES_PER_FRAME_BYTE, Message, Reader};
use protocol::{ApiKey, HeaderError, decode_request_header};
use seeds::{Random, golden, mutate};

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

/// What the frame's own handle and the place that texts share may take.
const HANDLES_BYTES: usize = 256;

/// What was decoded, and from how many damaged messages.
#[derive(Debug, Default)]
struct Tally {
    tried: u64,
    decoded: u64,
}

fn mutants() -> usize {
    std::env::var("HIGHWATER_MUTANTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(300)
}

/// Decodes one damaged message, and holds what decodes to its word: written again and read again, it stays the same.
fn try_one<M: Message>(version: i16, bytes: Vec<u8>, tally: &mut Tally) {
    let frame = Bytes::from(bytes);
    let mut reader = Reader::new(frame.clone());
    let before = ALLOCATOR.total_allocated();
    let result = M::decode(&mut reader, version);
    let taken = ALLOCATOR.total_allocated() - before;
    let allowed = frame.len() * DECODED_BYTES_PER_FRAME_BYTE + DECODED_BYTES_BASE + HANDLES_BYTES;
    assert!(
        taken <= allowed,
        "{} v{version} took {taken} bytes for {frame:02x?}",
        M::NAME
    );
    assert!(
        reader.charged() <= taken,
        "{} v{version}: charged more than was taken",
        M::NAME
    );
    tally.tried += 1;
    let Ok(message) = result else { return };
    tally.decoded += 1;
    let written = message.to_bytes(version);
    let written = written.unwrap_or_else(|e| panic!("{} v{version} {frame:02x?}: {e}", M::NAME));
    let mut reader = Reader::trusting(written.clone());
    let again = M::decode(&mut reader, version);
    let again = again.unwrap_or_else(|e| panic!("{} v{version} {written:02x?}: {e}", M::NAME));
    assert_eq!(
        again.to_bytes(version).as_ref(),
        Ok(&written),
        "{} v{version}",
        M::NAME
    );
}

fn try_version<M: Message>(version: i16, originals: &[Vec<u8>], count: usize, tally: &mut Tally) {
    let name = M::NAME
        .bytes()
        .fold(0_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    let mut random = Random::new(name.wrapping_add(version.cast_unsigned().into()));
    for place in 0..count {
        let mut bytes = originals[place % originals.len()].clone();
        mutate(&mut random, &mut bytes);
        try_one::<M>(version, bytes, tally);
    }
}

/// Arrays of the smallest elements that there are: a large count at every place, before a long run of one byte.
fn try_bombs<M: Message>(version: i16, original: &[u8], tally: &mut Tally) {
    const LEN: usize = 100_000;
    const COUNTS: [&[u8]; 3] = [
        &30_000_i32.to_be_bytes(),
        &[0xb1, 0xea, 0x01],
        &[0x80, 0x80, 0x06],
    ];
    for place in 0..original.len().min(64) {
        for (count, filler) in COUNTS.iter().flat_map(|count| [(count, 0), (count, 1)]) {
            let mut bytes = original[..place].to_vec();
            bytes.extend(*count);
            bytes.resize(LEN, filler);
            try_one::<M>(version, bytes, tally);
        }
    }
}

// One test only: the allocator counts for the whole process.
#[test]
fn damaged_messages_neither_panic_nor_take_much_memory() {
    let mut originals: BTreeMap<(&str, i16), Vec<Vec<u8>>> = BTreeMap::new();
    for golden in golden() {
        originals
            .entry((golden.name, golden.version))
            .or_default()
            .push(golden.bytes);
    }
    let mut tally = Tally::default();
    let mut bombs = Tally::default();
    let requests = mutants();
    macro_rules! try_message {
        ($message:ty) => {
            for version in <$message>::LOWEST_VERSION..=<$message>::HIGHEST_VERSION {
                let name = <$message>::NAME;
                let count = if name.ends_with("Request") {
                    requests
                } else {
                    requests.min(300)
                };
                let originals = &originals[&(name, version)];
                try_version::<$message>(version, originals, count, &mut tally);
                if name.ends_with("Request") {
                    let longest = originals.iter().max_by_key(|original| original.len());
                    try_bombs::<$message>(version, longest.expect("a message"), &mut bombs);
                }
            }
        };
    }
    protocol::for_each_message!(try_message);
    println!("{tally:?}, with large counts {bombs:?}");
    // Damage that never decodes would try nothing but the first field.
    assert!(tally.decoded * 20 > tally.tried, "{tally:?}");
    damaged_headers();
}

fn damaged_headers() {
    let mut random = Random::new(7);
    for api in ApiKey::all() {
        for version in api.versions().all() {
            for _ in 0..20 {
                let mut bytes = Vec::new();
                bytes.extend(api.code().to_be_bytes());
                bytes.extend(version.to_be_bytes());
                bytes.extend(9_i32.to_be_bytes());
                bytes.extend([0, 3, b'a', b'b', b'c', 1, 5, 2, 1, 2, 0]);
                mutate(&mut random, &mut bytes);
                match decode_request_header(bytes.into()) {
                    Ok((header, _)) => assert!(ApiKey::from_code(header.api_key).is_some()),
                    Err(HeaderError::UnsupportedVersion {
                        api, api_version, ..
                    }) => {
                        assert!(!api.versions().contains(api_version));
                    }
                    Err(HeaderError::UnknownApiKey { api_key, .. }) => {
                        assert_eq!(ApiKey::from_code(api_key), None);
                    }
                    Err(HeaderError::Malformed(_)) => {}
                }
            }
        }
    }
}
