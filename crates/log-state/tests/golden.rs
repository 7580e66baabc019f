//! State files that Kafka's own classes wrote (`conformance/golden/GoldenRecords.java`), read and written again.

use std::path::Path;

use log_state::{AbortedTransaction, Producers, StateFileError, search_aborted};
use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

const TIME: i64 = 1_700_000_000_000;

fn golden(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn a_producer_snapshot_is_kafka_s_to_the_byte() {
    let bytes = golden("producers.snapshot");
    let producers = Producers::decode_snapshot(&bytes).expect("whole");
    assert_eq!(producers.encode_snapshot(), bytes);
    let first = producers.get(ProducerId(1)).expect("there");
    assert_eq!(first.producer_epoch, ProducerEpoch(2));
    assert_eq!((first.last_sequence, first.coordinator_epoch), (9, 3));
    assert_eq!(first.transaction_first_offset, Some(Offset(90)));
    assert_eq!(producers.first_unstable_offset(), Some(Offset(90)));
    let idle = producers.get(ProducerId(4001)).expect("there");
    assert_eq!(
        (idle.last_sequence, idle.last_timestamp),
        (-1, Timestamp(TIME + 2))
    );
    assert_eq!(producers.len(), 3);
}

#[test]
fn a_damaged_snapshot_is_refused() {
    let good = golden("producers.snapshot");
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        assert!(Producers::decode_snapshot(&bad).is_err(), "byte {at}");
        assert!(
            Producers::decode_snapshot(&good[..at]).is_err(),
            "cut at {at}"
        );
    }
    let mut twice = good.clone();
    twice[56..64].copy_from_slice(&1_i64.to_be_bytes());
    let crc = crc32c::crc32c(&twice[6..]);
    twice[2..6].copy_from_slice(&crc.to_be_bytes());
    let error = Producers::decode_snapshot(&twice);
    assert_eq!(error, Err(StateFileError::Contradiction(ProducerId(1))));
}

#[test]
fn an_index_of_aborted_transactions_is_kafka_s_to_the_byte() {
    let bytes = golden("aborted.txnindex");
    let (entries, rest) = bytes.as_chunks::<34>();
    assert!(rest.is_empty());
    let read: Vec<_> = entries
        .iter()
        .map(|entry| AbortedTransaction::decode(entry).expect("version 0"))
        .collect();
    let again: Vec<u8> = read.iter().flat_map(AbortedTransaction::encode).collect();
    assert_eq!(again, bytes);
    assert_eq!(read[0].producer_id, ProducerId(1));
    let found = |from, to| {
        let search = search_aborted(read.iter().copied(), Offset(from), Offset(to));
        (search.transactions.len(), search.is_complete)
    };
    assert_eq!(found(0, 90), (0, true));
    assert_eq!(found(0, 91), (1, true));
    assert_eq!(found(100, 105), (2, true));
    assert_eq!(found(102, 200), (1, false));
    assert_eq!(found(111, 200), (0, false));
}
