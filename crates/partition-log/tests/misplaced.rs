//! Bytes that were written to another place than theirs: whole batches, which no checksum tells from those that belong there.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use support::scrubbing::*;
use support::*;

/// Where batches begin, and where the last one ends.
fn batch_places(content: &[u8]) -> Vec<usize> {
    let mut places = vec![0];
    while let Some(&last) = places.last()
        && last < content.len()
    {
        let len = content[last + 8..last + 12].try_into().unwrap();
        places.push(last + 12 + usize::try_from(u32::from_be_bytes(len)).unwrap());
    }
    places
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
    let places = batch_places(&content);
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

/// No checksum covers the base offset of a batch: it may stay where the rest is written over by another batch of as many records.
#[test]
fn a_batch_of_another_place_behind_a_base_offset_of_this_one_is_told_from_it() {
    let filled = || {
        let mut stage = Stage::new(small_config());
        for number in 0..24 {
            let value = "x".repeat(40 + number * 7 % 60);
            stage.append(3, &[&format!("{number}-{value}"), "second"]);
        }
        stage.flush();
        stage
    };
    let mut whole = filled();
    let values = whole.values();
    let path = segment_path(0, "log");
    let content = whole.disk.content(&path);
    let places = batch_places(&content);
    let size = |at: usize| places[at + 1] - places[at];
    let mut told = 0;
    for (from, to) in (0..8).flat_map(|from| (0..8).map(move |to| (from, to))) {
        // As long as the other it could not be told by anything.
        if size(from) == size(to) {
            continue;
        }
        for (kept, len) in [(8, size(from) - 8), (10, 300), (10, 700)] {
            let (source, place) = (places[from] + kept, places[to] + kept);
            let mut damaged = content.clone();
            damaged[place..place + len].copy_from_slice(&content[source..source + len]);
            let mut stage = filled();
            stage.disk.set_content(&path, damaged);
            scrub(&mut stage, 700);
            repair_joined(&mut stage, &mut whole, (source, place, len));
            assert!(
                stage.disk.content(&path) == content,
                "{len} bytes from {source} at {place}"
            );
            assert_eq!(stage.values(), values);
            told += 1;
        }
    }
    assert!(told > 150, "{told}");
}
