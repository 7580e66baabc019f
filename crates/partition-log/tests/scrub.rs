//! Damage that no start has met: found by scrubbing, kept apart, and put back from another replica.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use partition_log::{LogError, ReadRequest};
use records::Batch;
use support::scrubbing::*;
use support::*;
use types::Offset;

#[test]
fn a_whole_log_is_read_once_and_nothing_is_found() {
    let mut stage = filled(40);
    let size = stage.log().size_bytes();
    for bytes in [1, 500, 1 << 20] {
        assert_eq!(scrub(&mut stage, bytes), (Vec::new(), size));
    }
    // What is not flushed may be torn, and is not looked at.
    stage.append(3, &["not flushed"]);
    assert_eq!(scrub(&mut stage, 1 << 20), (Vec::new(), size));
}

#[test]
fn any_damaged_byte_is_found_kept_apart_and_put_back() {
    let mut whole = filled(40);
    let values = whole.values();
    let bases = logs(&whole);
    assert!(bases.len() > 3);
    for &base in &bases {
        let content = whole.disk.content(&segment_path(base, "log"));
        for at in (0..content.len()).step_by(13) {
            let mut stage = filled(40);
            let mut damaged = content.clone();
            damaged[at] ^= 0x10;
            stage.disk.set_content(&segment_path(base, "log"), damaged);
            let (found, _) = scrub(&mut stage, 700);
            assert!(!found.is_empty(), "byte {at} of segment {base}");
            let known: Vec<_> = found
                .iter()
                .flat_map(|range| range.start.0..range.end.0)
                .collect();
            for offset in 0..80 {
                let read = stage.log().header_at(Offset(offset));
                let is_damaged = matches!(read, Err(LogError::Damaged { .. }));
                assert_eq!(
                    is_damaged,
                    known.contains(&offset),
                    "byte {at} of segment {base}, offset {offset}"
                );
            }
            assert_eq!(scrub(&mut stage, 700).0, Vec::new(), "found once");
            if at % 2 == 0 {
                stage.restart_clean();
                assert_eq!(stage.log().damaged(), found);
            }
            repair_all(&mut stage, &mut whole, if at % 3 == 0 { 1 } else { 100 });
            assert_eq!(stage.disk.content(&segment_path(base, "log")), content);
            assert_eq!(stage.values(), values);
            assert_eq!(scrub(&mut stage, 700).0, Vec::new());
            stage.append(3, &["after"]);
            stage.restart_clean();
            assert_eq!(stage.values().len(), values.len() + 1);
        }
    }
}

/// Where there is no room to write down what is damaged, it is put back all the same.
#[test]
fn damage_that_is_found_on_a_full_disk_is_put_back() {
    let (mut stage, mut whole) = (filled(12), filled(12));
    let path = segment_path(logs(&stage)[0], "log");
    let mut content = stage.disk.content(&path);
    content[80] ^= 1;
    stage.disk.set_content(&path, content);
    stage.disk.limit_room(Some(0));
    let (found, _) = scrub(&mut stage, 1 << 20);
    assert_eq!(found.len(), 1);
    assert_eq!(stage.log().damaged(), found);
    repair_all(&mut stage, &mut whole, 100);
    assert_eq!(stage.log().damaged(), []);
}

#[test]
fn a_file_that_lost_its_end_gets_it_back() {
    let mut whole = filled(40);
    let values = whole.values();
    for &base in &logs(&whole)[1..3] {
        let content = whole.disk.content(&segment_path(base, "log"));
        for cut in [1, 100, 145, 145 * 2, content.len()] {
            let mut stage = filled(40);
            let short = content[..content.len() - cut.min(content.len())].to_vec();
            stage.disk.set_content(&segment_path(base, "log"), short);
            assert!(
                !scrub(&mut stage, 700).0.is_empty(),
                "{cut} bytes of {base}"
            );
            repair_all(&mut stage, &mut whole, 2);
            assert_eq!(stage.disk.content(&segment_path(base, "log")), content);
            assert_eq!(stage.values(), values);
        }
    }
}

#[test]
fn nothing_but_what_was_there_is_put_back() {
    let mut whole = filled(40);
    let mut stage = filled(40);
    let path = segment_path(0, "log");
    let content = stage.disk.content(&path);
    let mut damaged = content.clone();
    damaged[200] ^= 1;
    stage.disk.set_content(&path, damaged.clone());
    let (found, _) = scrub(&mut stage, 1 << 20);
    let range = found[0].clone();
    let right = batches_of(&mut whole, range.start, range.end);
    let header = *right[0].header();
    let other_epoch = right[0].with_header(records::BatchHeader {
        leader_epoch: types::LeaderEpoch(2),
        ..header
    });
    let mut longer = batch(
        range.start.0,
        &[
            "longer than what was there, by far and some more, and more still, so that it cannot fit",
            "second",
        ],
        1_000_000,
    );
    longer = longer.with_header(records::BatchHeader {
        leader_epoch: header.leader_epoch,
        ..*longer.header()
    });
    let elsewhere = batches_of(&mut whole, range.end, range.end + 2);
    let mut broken = right[0].bytes().to_vec();
    broken[100] ^= 1;
    let broken = Batch::first(&broken.into()).unwrap();
    for wrong in [
        vec![other_epoch],
        vec![longer],
        elsewhere,
        vec![broken],
        Vec::new(),
    ] {
        let refused = stage.log().repair(range.start, &wrong);
        assert!(
            matches!(refused, Err(LogError::InvalidBatch(_))),
            "{refused:?}"
        );
        assert_eq!(stage.disk.content(&path), damaged);
    }
    assert!(stage.log().repair(range.start.next(), &right).is_err());
    repair_all(&mut stage, &mut whole, 1);
    assert_eq!(stage.disk.content(&path), content);
}

#[test]
fn a_log_that_was_cut_meanwhile_is_not_called_damaged_or_whole() {
    let mut stage = filled(40);
    let path = segment_path(*logs(&stage).last().unwrap(), "log");
    let mut content = stage.disk.content(&path);
    let at = content.len() - 100;
    content[at] ^= 1;
    stage.disk.set_content(&path, content.clone());
    let mut place = None;
    while let Some(slice) = stage.log().begin_scrub(place, 700).unwrap() {
        slice.file().sync_data().unwrap();
        let now = stage.now;
        if place.is_some() && stage.log().log_end_offset() == Offset(80) {
            stage.log().truncate_to(Offset(60), now).unwrap();
        }
        let scrubbed = stage.log().finish_scrub(&slice).unwrap();
        assert_eq!(scrubbed.found, None);
        place = scrubbed.next;
    }
    // And what was being put back is gone with the rest.
    let mut whole = filled(40);
    let mut stage = filled(40);
    stage.disk.set_content(&path, content);
    let range = scrub(&mut stage, 1 << 20).0[0].clone();
    let batches = batches_of(&mut whole, range.start, range.end);
    let repair = stage.log().repair(range.start, &batches).unwrap();
    let now = stage.now;
    stage.log().truncate_to(Offset(60), now).unwrap();
    assert!(!stage.log().finish_repair(&repair).unwrap());
    assert_eq!(stage.values().len(), 60);
}

/// The leader cuts what is not committed, and the damage begins in what is.
#[test]
fn what_stays_of_damage_that_is_cut_is_put_back() {
    let mut whole = filled(38);
    let base = logs(&whole).last().copied().unwrap();
    let path = segment_path(base, "log");
    let content = whole.disk.content(&path);
    for (from, end) in (0..8).flat_map(|from| (from + 1..9).map(move |end| (from, end))) {
        for restarts in [false, true] {
            let mut stage = filled(38);
            let mut damaged = content.clone();
            damaged[145 * from..145 * 9].fill(0);
            stage.disk.set_content(&path, damaged);
            scrub(&mut stage, 700);
            let cut = base + 2 * i64::try_from(end).unwrap();
            let now = stage.now;
            stage.log().truncate_to(Offset(cut), now).unwrap();
            assert_eq!(stage.log().log_end_offset(), Offset(cut));
            assert!(
                stage.disk.content(&path).len() >= 145 * end,
                "{from} to {end}"
            );
            stage.append(7, &["after", "second"]);
            if restarts {
                stage.restart_clean();
            }
            repair_joined(&mut stage, &mut whole, (from, end, 0));
            assert_eq!(stage.disk.content(&path), content[..145 * end]);
            assert_eq!(scrub(&mut stage, 700).0, Vec::new());
            assert_eq!(stage.values().len(), usize::try_from(cut).unwrap() + 2);
        }
    }
}

#[test]
fn a_read_does_not_take_a_damaged_base_offset_for_a_gap() {
    for byte in 4..8 {
        let mut stage = Stage::new(partition_log::LogConfig::default());
        for number in 0..20 {
            stage.append(0, &[&format!("{number}-{}", "x".repeat(60)), "second"]);
        }
        stage.flush();
        let path = segment_path(0, "log");
        let mut content = stage.disk.content(&path);
        content[144 * 10 + byte] |= 0x40;
        stage.restart_clean();
        stage.disk.set_content(&path, content);
        for (from, up_to) in [(20, 40), (20, 22), (0, 30)] {
            let request = ReadRequest {
                from: Offset(from),
                up_to: Offset(up_to),
                bytes_max: 100,
                at_least_one: true,
            };
            let read = stage.log().read(&request);
            let begins_before = from < 20;
            let is_right = match &read {
                Err(LogError::Damaged { .. }) => true,
                Ok(read) => begins_before && !read.records.is_empty(),
                Err(_) => false,
            };
            assert!(is_right, "byte {byte}, {from} to {up_to}: {read:?}");
        }
        assert_eq!(scrub(&mut stage, 1 << 20).0, [Offset(20)..Offset(22)]);
    }
}

#[test]
fn a_log_that_grows_is_read_to_where_it_ended_at_the_start() {
    let mut stage = filled(40);
    let size = stage.log().size_bytes();
    let mut place = None;
    let mut read = 0;
    for _ in 0..1000 {
        let Some(slice) = stage.log().begin_scrub(place, 300).unwrap() else {
            assert!((size..size + 400).contains(&read), "{read} of {size} bytes");
            return;
        };
        slice.file().sync_data().unwrap();
        let scrubbed = stage.log().finish_scrub(&slice).unwrap();
        (place, read) = (scrubbed.next, read + scrubbed.bytes);
        stage.append(3, &[&"x".repeat(300)]);
        stage.flush();
    }
    panic!("it never ends");
}
