//! Primitives on their way in and out: limits, nulls, tags, budgets, and records that are not copied.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use codec::{
    EncodeError, External, FileRange, Piece, Problem, Reader, Records, Struct, Text, Writer,
};

fn reader(bytes: &[u8]) -> Reader {
    Reader::new(Bytes::copy_from_slice(bytes))
}

fn written(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.finish().into_bytes().expect("memory").to_vec()
}

#[test]
fn varints_come_back_and_take_as_few_bytes_as_they_can() {
    for (value, bytes) in [
        (0, 1),
        (127, 1),
        (128, 2),
        (16_383, 2),
        (16_384, 3),
        (u32::MAX, 5),
    ] {
        let wire = written(|writer| writer.uvarint(value));
        assert_eq!((reader(&wire).uvarint("f"), wire.len()), (Ok(value), bytes));
    }
    for value in [0, -1, 1, 63, -64, 64, i32::MAX, i32::MIN] {
        assert_eq!(
            reader(&written(|writer| writer.varint(value))).varint("f"),
            Ok(value)
        );
    }
    for value in [0, -1, 1, i64::MAX, i64::MIN, 1 << 40] {
        assert_eq!(
            reader(&written(|writer| writer.varlong(value))).varlong("f"),
            Ok(value)
        );
    }
    assert_eq!(written(|writer| writer.uvarlong(u64::MAX)).len(), 10);
}

#[test]
fn varints_that_are_too_long_or_overflow_are_refused() {
    let problem = |bytes: &[u8]| reader(bytes).uvarint("f").expect_err("refused").problem;
    assert_eq!(
        problem(&[0xff, 0xff, 0xff, 0xff, 0x1f]),
        Problem::Varint,
        "a 33rd bit"
    );
    assert_eq!(
        problem(&[0x80, 0x80, 0x80, 0x80, 0x80, 0]),
        Problem::Varint,
        "a sixth byte"
    );
    assert!(matches!(problem(&[0x80, 0x80]), Problem::Truncated { .. }));
    let long = |bytes: &[u8]| reader(bytes).uvarlong("f").expect_err("refused").problem;
    let mut bytes = [0xff; 10];
    bytes[9] = 2;
    assert_eq!(long(&bytes), Problem::Varint, "a 65th bit");
    assert_eq!(long(&[0x80; 11]), Problem::Varint, "an eleventh byte");
}

#[test]
fn strings_are_slices_of_the_frame_and_checked() {
    let frame = Bytes::from_static(b"\0\x03abc\x03de\xff\xff\0");
    let mut reader = Reader::new(frame.clone());
    let text = reader.text("f", false).expect("text");
    assert_eq!(text, "abc");
    assert_eq!(text.as_bytes().as_ptr(), frame[2..].as_ptr(), "not a copy");
    assert_eq!(reader.text("f", true).expect("compact"), "de");
    assert_eq!(reader.nullable_text("f", false), Ok(None));
    assert_eq!(reader.nullable_text("f", true), Ok(None));
}

#[test]
fn wrong_strings_are_refused_with_field_and_place() {
    let text = |bytes: &[u8], flexible| reader(bytes).text("Topic.Name", flexible).expect_err("no");
    assert_eq!(text(&[0xff, 0xff], false).problem, Problem::Null);
    assert_eq!(
        text(&[0xff, 0xfe], false).problem,
        Problem::NegativeLength(-2)
    );
    assert_eq!(text(&[0, 2, 0xc3, 0x28], false).problem, Problem::Utf8);
    let too_long = text(&[0x81, 0x80, 0x02], true);
    assert_eq!(too_long.problem, Problem::StringTooLong(32_768));
    let cut = text(&[0, 9, b'a'], false);
    assert_eq!(
        cut.problem,
        Problem::Truncated {
            needed: 9,
            remaining: 1
        }
    );
    assert_eq!(
        cut.to_string(),
        "Topic.Name at byte 2: needs 9 bytes, but only 1 are left"
    );
}

#[test]
fn arrays_are_bounded_by_what_is_left_and_by_the_budget() {
    let many = 1_000_000_i32.to_be_bytes();
    let problem = reader(&many)
        .values::<i64>("f", false)
        .expect_err("too many")
        .problem;
    assert_eq!(
        problem,
        Problem::Count {
            count: 1_000_000,
            remaining: 0
        }
    );
    // Sixteen bytes of memory for each byte of an empty string: the budget ends before the frame.
    let mut bytes = 80_001_u32.to_be_bytes().to_vec();
    bytes[..3].copy_from_slice(&[0x81, 0xf1, 0x04]);
    bytes.truncate(3);
    bytes.resize(3 + 80_000, 1);
    let error = reader(&bytes)
        .values::<Text>("f", true)
        .expect_err("too much memory");
    assert!(
        matches!(
            error.problem,
            Problem::Budget {
                needed: 1_280_000,
                ..
            }
        ),
        "{error}"
    );
    let mut few = reader(&bytes[..]);
    few = Reader::with_budget(few.rest(), 1_280_000);
    assert_eq!(
        few.values::<Text>("f", true).map(|array| array.len()),
        Ok(80_000)
    );
    assert_eq!(few.charged(), 1_280_000);
    assert_eq!(
        reader(&[0xff; 4]).nullable_values::<i32>("f", false),
        Ok(None)
    );
    assert_eq!(
        reader(&[0xff; 4])
            .values::<i32>("f", false)
            .expect_err("null")
            .problem,
        Problem::Null
    );
}

#[test]
fn unknown_tags_are_passed_over_and_wrong_ones_refused() {
    let skipped = |bytes: &[u8]| {
        let mut reader = reader(bytes);
        reader.skip_tags("S").map(|()| reader.remaining())
    };
    assert_eq!(skipped(&[0, 9]), Ok(1));
    assert_eq!(skipped(&[2, 0, 1, 7, 5, 2, 7, 7, 9]), Ok(1));
    let problem = |bytes: &[u8]| skipped(bytes).expect_err("refused").problem;
    assert_eq!(problem(&[2, 5, 0, 5, 0]), Problem::TagOrder(5), "twice");
    assert_eq!(problem(&[2, 5, 0, 4, 0]), Problem::TagOrder(4), "falling");
    assert!(matches!(
        problem(&[1, 0, 200, 1, 7]),
        Problem::Truncated { .. }
    ));
    // A field that is known here but takes fewer bytes than it announces.
    let mut lying = reader(&[1, 0, 3, 0, 1, 9]);
    let mut tags = lying.tags("S").expect("tags");
    assert_eq!(tags.next(&mut lying), Ok(Some(0)));
    lying.i16("S.F").expect("two of three bytes");
    let error = tags.next(&mut lying).expect_err("one byte is left");
    assert_eq!(
        error.problem,
        Problem::TagSize {
            tag: 0,
            announced: 3,
            taken: 2
        }
    );
}

#[test]
fn tagged_fields_are_written_with_their_count_and_length() {
    let wire = written(|writer| {
        writer.i8(7);
        let count = writer.begin_tags();
        for (tag, len) in [(1, 0), (300, 200)] {
            let start = writer.begin_tag(&count, tag);
            writer.raw(&vec![tag as u8; len]);
            writer.end_tag(start);
        }
        writer.i8(8);
    });
    assert_eq!(wire[..8], [7, 2, 1, 0, 0xac, 0x02, 0xc8, 0x01]);
    assert_eq!(
        (wire.len(), wire[8], wire[207], wire[208]),
        (209, 44, 44, 8)
    );
}

#[derive(Debug)]
struct Disk;

impl External for Disk {
    fn read_exact_at(&self, buffer: &mut [u8], position: u64) -> io::Result<()> {
        buffer.fill(position as u8);
        Ok(())
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

#[test]
fn records_go_in_as_the_pieces_that_they_are() {
    let memory = Bytes::from(vec![1; 5000]);
    let file = FileRange {
        source: Arc::new(Disk),
        position: 9,
        len: 70_000,
    };
    let records = Records {
        pieces: vec![Piece::Bytes(memory.clone()), Piece::File(file.clone())],
    };
    let mut writer = Writer::new();
    writer.i32(5);
    writer.records("f", true, &records).expect("fits");
    writer.i32(6);
    let frame = writer.finish();
    let [
        Piece::Bytes(head),
        Piece::Bytes(same),
        Piece::File(range),
        Piece::Bytes(tail),
    ] = frame.pieces.as_slice()
    else {
        panic!("{frame:?}");
    };
    assert_eq!(same.as_ptr(), memory.as_ptr(), "not a copy");
    assert_eq!((range.position, range.len), (9, 70_000));
    assert_eq!(
        (&head[4..], tail.as_ref()),
        ([0xf9, 0xc9, 0x04].as_slice(), [0, 0, 0, 6].as_slice())
    );
    assert_eq!(frame.len(), 4 + 3 + 75_000 + 4);
    let joined = frame.into_bytes().expect("memory");
    let mut reader = Reader::new(joined.clone());
    reader.i32("head").expect("head");
    let read = reader.records("f", true).expect("records");
    assert_eq!((read.len(), reader.remaining()), (75_000, 4));
    let Some(Piece::Bytes(read)) = read.pieces.first() else {
        panic!("{read:?}")
    };
    assert_eq!(read.as_ptr(), joined[7..].as_ptr(), "not a copy");
}

#[test]
fn what_a_prefix_cannot_say_is_refused() {
    let mut writer = Writer::new();
    let long = "x".repeat(32_768);
    let error = EncodeError::TooLong {
        field: "f",
        len: 32_768,
    };
    assert_eq!(writer.text("f", true, &long), Err(error));
    assert_eq!(writer.text("f", false, &long), Err(error));
    assert_eq!(writer.text("f", false, &long[1..]), Ok(()));
    let source = Arc::new(Disk);
    let huge = FileRange {
        source,
        position: 0,
        len: 1 << 31,
    };
    let records = Records {
        pieces: vec![Piece::File(huge)],
    };
    assert!(writer.records("f", false, &records).is_err());
}

#[derive(Debug, PartialEq)]
struct Pair(i32);

impl Struct for Pair {
    fn read(reader: &mut Reader, _: i16) -> Result<Self, codec::DecodeError> {
        reader.i32("Pair").map(Self)
    }
    fn write(&self, writer: &mut Writer, _: i16) -> Result<(), EncodeError> {
        writer.i32(self.0);
        Ok(())
    }
}

#[test]
fn structs_that_may_be_null_say_so_in_a_byte_or_a_varint() {
    for value in [None, Some(Pair(-2))] {
        let wire = written(|w| w.nullable_struct(value.as_ref(), 0).expect("writes"));
        assert_eq!(wire[0], if value.is_some() { 1 } else { 0xff });
        assert_eq!(reader(&wire).nullable_struct("f", 0).as_ref(), Ok(&value));
        let wire = written(|w| w.nullable_tagged_struct(value.as_ref(), 0).expect("writes"));
        assert_eq!(wire[0], u8::from(value.is_some()));
        assert_eq!(reader(&wire).nullable_tagged_struct("f", 0), Ok(value));
    }
}
