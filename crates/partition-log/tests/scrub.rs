//! Damage that no start has met: found by scrubbing, kept apart, and put back from another replica.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::ops::Range;

use partition_log::{LogError, ReadRequest, ScrubPlace};
use records::Batch;
use support::*;
use types::Offset;

/// Two records for each batch, a few batches for each segment, two epochs; all flushed.
fn filled(batches: usize) -> Stage {
    let mut stage = Stage::new(small_config());
    for number in 0..batches {
        let epoch = if number < batches / 2 { 0 } else { 3 };
        stage.append(epoch, &[&format!("{number}-{}", "x".repeat(60)), "second"]);
    }
    stage.flush();
    stage
}

/// Scrubs the whole log in slices of `bytes`; what was found, and how much was read.
fn scrub(stage: &mut Stage, bytes: u64) -> (Vec<Range<Offset>>, u64) {
    let mut found = Vec::new();
    let mut read = 0;
    let mut place: Option<ScrubPlace> = None;
    for _ in 0..10_000 {
        let Some(slice) = stage.log().begin_scrub(place, bytes).unwrap() else {
            return (found, read);
        };
        slice.file().sync_data().unwrap();
        let scrubbed = stage.log().finish_scrub(&slice).unwrap();
        found.extend(scrubbed.found);
        read += scrubbed.bytes;
        place = scrubbed.next;
    }
    panic!("scrubbing does not come to an end");
}

fn logs(stage: &Stage) -> Vec<i64> {
    let names = stage.disk.names(&log_path());
    let bases = names.iter().filter_map(|name| name.strip_suffix(".log"));
    bases.map(|base| base.parse().unwrap()).collect()
}

/// All batches from `from` on that a whole replica has.
fn batches_of(whole: &mut Stage, from: Offset, up_to: Offset) -> Vec<Batch> {
    let request = ReadRequest {
        from,
        up_to,
        bytes_max: 1 << 20,
        at_least_one: true,
    };
    let records = whole.log().read(&request).unwrap().records;
    Batch::split(records.into_bytes().unwrap())
        .map(Result::unwrap)
        .collect()
}

fn repair_all(stage: &mut Stage, whole: &mut Stage, batches_at_once: usize) {
    for _ in 0..100 {
        let Some(range) = stage.log().damaged().first().cloned() else {
            return;
        };
        let mut batches = batches_of(whole, range.start, range.end);
        batches.truncate(batches_at_once);
        let repair = stage.log().repair(range.start, &batches).unwrap();
        assert!(
            stage.log().damaged().contains(&range),
            "not before it is flushed"
        );
        repair.file().sync_data().unwrap();
        assert!(stage.log().finish_repair(&repair).unwrap());
    }
    panic!("never repaired");
}

/// Repairs where the range that has to be replaced turns out to be wider than was seen first.
fn repair_joined(stage: &mut Stage, whole: &mut Stage, moved: (usize, usize, usize)) {
    for _ in 0..100 {
        let Some(range) = stage.log().damaged().first().cloned() else {
            return;
        };
        let batches = batches_of(whole, range.start, range.end);
        match stage.log().repair(range.start, &batches) {
            Ok(repair) => {
                repair.file().sync_data().unwrap();
                assert!(stage.log().finish_repair(&repair).unwrap());
            }
            Err(error) => assert!(matches!(error, LogError::InvalidBatch(_)), "{error}"),
        }
    }
    panic!("{moved:?}: {:?} is never repaired", stage.log().damaged());
}

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
fn bytes_of_another_place_are_damage_too() {
    // A misdirected write: a whole and valid batch of the same log, where another was.
    let mut stage = filled(40);
    let path = segment_path(logs(&stage)[1], "log");
    let mut content = stage.disk.content(&path);
    let batch = content[..145].to_vec();
    content[290..435].copy_from_slice(&batch);
    stage.disk.set_content(&path, content);
    let (found, _) = scrub(&mut stage, 1 << 20);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].end - found[0].start, 2);
}

#[test]
fn several_batches_of_another_place_are_told_from_those_that_belong_there() {
    let mut whole = filled(40);
    let values = whole.values();
    let path = segment_path(0, "log");
    let content = whole.disk.content(&path);
    assert!(content.len() > 1500);
    for from in (0..content.len() - 700).step_by(61) {
        for to in (0..content.len() - 700).step_by(53) {
            let len: usize = 300 + (from + to) % 400;
            if from.abs_diff(to) < len {
                continue;
            }
            let mut damaged = content.clone();
            damaged[from..from + len].fill(0);
            damaged[to..to + len].copy_from_slice(&content[from..from + len]);
            let mut stage = filled(40);
            stage.disk.set_content(&path, damaged);
            scrub(&mut stage, 700);
            if to % 2 == 0 {
                stage.restart_clean();
            }
            repair_joined(&mut stage, &mut whole, (from, to, len));
            assert!(
                stage.disk.content(&path) == content,
                "{len} bytes from {from} at {to}"
            );
            assert_eq!(stage.values(), values);
        }
    }
}

/// The same where a start meets them, and they begin and end where batches do: nothing but their offsets is out of order.
#[test]
fn a_start_tells_batches_of_another_place_from_those_that_belong_there() {
    let mut whole = filled(40);
    let values = whole.values();
    let path = segment_path(0, "log");
    let content = whole.disk.content(&path);
    let mut places = vec![0];
    while let Some(&last) = places.last()
        && last < content.len()
    {
        let len = content[last + 8..last + 12].try_into().unwrap();
        places.push(last + 12 + usize::try_from(u32::from_be_bytes(len)).unwrap());
    }
    for from in 0..places.len() - 3 {
        for to in 0..places.len() - 3 {
            let range = places[from]..places[from + 3];
            if from.abs_diff(to) < 4 || places[to] + range.len() > content.len() {
                continue;
            }
            let mut damaged = content.clone();
            damaged[range.clone()].fill(0);
            damaged[places[to]..][..range.len()].copy_from_slice(&content[range.clone()]);
            let mut stage = filled(40);
            stage.disk.set_content(&path, damaged);
            stage.die();
            stage.open();
            scrub(&mut stage, 700);
            repair_joined(&mut stage, &mut whole, (from, to, range.len()));
            assert!(stage.disk.content(&path) == content, "{from} at {to}");
            assert_eq!(stage.values(), values);
        }
    }
}

/// What was flushed last is found further ahead, so that the log seems to end there when a start after a crash scans it.
#[test]
fn nothing_that_was_flushed_is_cut_where_its_end_was_written_elsewhere() {
    let mut whole = filled(38);
    let values = whole.values();
    let path = segment_path(logs(&whole).last().copied().unwrap(), "log");
    let content = whole.disk.content(&path);
    assert!(content.len() > 700, "{}", content.len());
    let mut dice = Dice::new(7);
    // No checksum covers the first bytes of a batch: those move with the rest of it.
    let is_whole = |from: &usize| !(1..16).contains(&(from % 145));
    let starts = (content.len() / 2..content.len() - 145).step_by(11);
    for from in starts.filter(is_whole) {
        let len = content.len() - from;
        for to in (0..from - len).step_by(37) {
            // Else it looks as if nothing had been written there.
            if content[to + len..from].iter().all(|byte| *byte == 0) {
                continue;
            }
            for (unflushed, is_warm) in [(0, true), (0, false), (1, false), (9, false)] {
                let mut stage = filled(38);
                stage.directory().write_checkpoints().unwrap();
                let mut damaged = content.clone();
                damaged[from..].fill(0);
                damaged[to..to + len].copy_from_slice(&content[from..]);
                stage.disk.set_content(&path, damaged);
                for _ in 0..unflushed {
                    stage.append(3, &["not flushed"]);
                }
                if is_warm {
                    stage.die();
                } else {
                    stage.crash_machine(&mut dice);
                }
                stage.open();
                assert!(
                    stage.disk.content(&path).len() >= content.len(),
                    "{from} at {to}, {unflushed} {is_warm} {:?}",
                    stage.log().damaged()
                );
                scrub(&mut stage, 700);
                repair_joined(&mut stage, &mut whole, (from, to, len));
                assert_eq!(stage.values()[..values.len()], values);
                assert!(stage.disk.content(&path).starts_with(&content));
                stage.append(3, &["after"]);
                stage.restart_clean();
                assert_eq!(scrub(&mut stage, 700).0, Vec::new());
            }
        }
    }
}

/// What was written to a wrong place may be taken for the end of what was flushed: more was written behind its own place since.
#[test]
fn what_was_written_behind_damage_is_there_after_the_death_of_a_process() {
    let mut whole = filled(38);
    let path = segment_path(logs(&whole).last().copied().unwrap(), "log");
    let content = whole.disk.content(&path);
    let flushed = whole.values().len();
    let is_whole = |from: &usize| !(1..16).contains(&(from % 145));
    for from in (0..content.len() - 145).step_by(29).filter(is_whole) {
        for to in (0..content.len()).step_by(37) {
            let len = (content.len() - from).min(content.len() - to);
            // A batch without its last byte, which is zero, is whole again where the first byte of another follows.
            if from.abs_diff(to) < len || (from + len) % 145 == 144 {
                continue;
            }
            for unflushed in [1, 2, 9] {
                let mut damaged = content.clone();
                damaged[from..from + len].fill(0);
                damaged[to..to + len].copy_from_slice(&content[from..from + len]);
                let (mut stage, mut whole) = (filled(38), filled(38));
                stage.directory().write_checkpoints().unwrap();
                stage.disk.set_content(&path, damaged);
                for stage in [&mut stage, &mut whole] {
                    for number in 0..unflushed {
                        stage.append(3, &[&format!("not flushed {number}")]);
                    }
                }
                let values = whole.values();
                let end = stage.log().log_end_offset();
                stage.die();
                stage.open();
                let what = format!("{len} bytes from {from} at {to}, {unflushed}");
                assert_eq!(stage.log().log_end_offset(), end, "{what}");
                let behind = stage.values_in(values[flushed].0, end.0);
                assert_eq!(behind, values[flushed..], "{what}");
                scrub(&mut stage, 700);
                repair_joined(&mut stage, &mut whole, (from, to, len));
                assert_eq!(stage.values(), values, "{what}");
            }
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
            repair_all(&mut stage, &mut whole, 2);
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
