//! Metadata records written by Kafka's own serializers: read and written again, they are the same.

use bytes::Bytes;
use codec::{Reader, Writer};
use metadata::Record;

const GOLDEN: &str = include_str!("golden.txt");

fn bytes_of(hex: &str) -> Vec<u8> {
    let digit = |place: usize| u8::from_str_radix(&hex[place..place + 2], 16).expect("hex");
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// The record type of a name, found by reading an all-zero body of each type.
fn kind_of(name: &str) -> i16 {
    let named = |&kind: &i16| {
        let mut zeros = Reader::trusting(Bytes::from_static(&[0; 256]));
        let non_null = |kind| {
            let mut ones = Reader::trusting(Bytes::from_static(&[1; 256]));
            Record::decode_body(&mut ones, kind, 0)
        };
        let record = Record::decode_body(&mut zeros, kind, 0).or_else(|_| non_null(kind));
        record.is_ok_and(|record| record.name() == name)
    };
    (0..100)
        .find(named)
        .unwrap_or_else(|| panic!("no record is called {name}"))
}

#[test]
fn records_that_kafka_writes_are_read_and_written_the_same() {
    for line in GOLDEN.lines() {
        let mut words = line.split(' ');
        let (name, version) = (words.next().expect("name"), words.next().expect("version"));
        let golden = bytes_of(words.next().unwrap_or_default());
        let version = version.parse().expect("a number");
        let mut reader = Reader::trusting(golden.clone().into());
        let record = Record::decode_body(&mut reader, kind_of(name), version).expect(line);
        assert_eq!((record.name(), reader.remaining()), (name, 0), "{line}");
        let mut writer = Writer::new();
        record.encode_body(&mut writer, version).expect(line);
        assert_eq!(
            writer.finish().into_bytes().expect("memory"),
            golden,
            "{line}"
        );
        let framed = record.encode_at(version).expect(line);
        assert_eq!(Record::decode(framed).expect(line), record, "{line}");
    }
}

#[test]
fn damaged_frames_are_refused() {
    let framed = Record::NoOp(Default::default())
        .encode()
        .expect("encodes")
        .to_vec();
    assert_eq!(framed, [1, 20, 0, 0]);
    for (damaged, what) in [
        (vec![], "nothing"),
        (vec![2, 20, 0, 0], "frame version"),
        (vec![1, 99, 0, 0], "type"),
        (vec![1, 20, 9, 0], "version"),
        (vec![1, 20, 0, 0, 0], "left over"),
        (vec![1, 20], "cut"),
        (vec![1, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0], "varint"),
    ] {
        assert!(Record::decode(damaged.into()).is_err(), "{what}");
    }
}
