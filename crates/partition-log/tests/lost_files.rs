//! Files beside the segments that are gone, cut or damaged: all of them are made again of the batches.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::time::Duration;

use partition_log::{LeaderBatch, LogConfig, ReadRequest};
use records::Batch;
use support::*;
use types::{LeaderEpoch, Offset, Timestamp};

#[test]
fn lost_indexes_are_made_again() {
    for warm in [false, true] {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 60);
        let whole = stage.values();
        if warm {
            stage.flush();
            stage.directory().write_checkpoints().unwrap();
            stage.die();
        } else {
            stage.close_clean();
        }
        for (number, name) in stage.disk.names(&log_path()).into_iter().enumerate() {
            let path = log_path().join(&name);
            if name.ends_with("index") && number % 3 == 0 {
                world::Disk::remove_file(&stage.disk, &path).unwrap();
            } else if name.ends_with("index") {
                let content = stage.disk.content(&path);
                stage
                    .disk
                    .set_content(&path, content[..content.len() - 1].to_vec());
            }
        }
        stage.open();
        assert_eq!(stage.values(), whole);
        for from in 0..120 {
            assert_eq!(stage.values_in(from, 120).len() as i64, 120 - from);
        }
        stage.append(0, &["after"]);
        assert_eq!(stage.values().len(), 121);
    }
}

/// What a crash makes of a time index that was never flushed.
type Left = fn(&[u8]) -> Vec<u8>;

#[test]
fn a_time_index_that_a_crash_has_left_deletes_nothing_and_hides_nothing() {
    const ENTRY: usize = 12;
    let zeroes = |whole: &[u8]| vec![0; whole.len()];
    let nothing = |_: &[u8]| Vec::<u8>::new();
    let beginning = |whole: &[u8]| whole[..ENTRY].to_vec();
    let end = |whole: &[u8]| {
        let mut left = whole.to_vec();
        let last = whole.len() - ENTRY;
        for entry in left[..last].chunks_exact_mut(ENTRY) {
            entry[..8].fill(0);
        }
        left
    };
    let config = LogConfig {
        retention_ms: Some(Duration::from_secs(100)),
        ..small_config()
    };
    let all: [Left; 4] = [zeroes, nothing, beginning, end];
    for (kind, left) in all.into_iter().enumerate() {
        for retention_comes_first in [false, true] {
            let mut stage = Stage::new(config.clone());
            let begin = stage.now.wall.0;
            for number in 0..20 {
                stage.now.wall.0 = begin + number * 10_000;
                stage.append(0, &[&format!("{number}-{}", "x".repeat(60)), "second"]);
                stage.flush();
            }
            stage.directory().write_checkpoints().unwrap();
            let index = segment_path(0, "timeindex");
            let whole = stage.disk.content(&index);
            assert!(whole.len() > 2 * ENTRY);
            stage.crash_machine(&mut Dice::new(1));
            stage.disk.set_content(&index, left(&whole));
            stage.open();
            let (now, end) = (stage.now, stage.log().log_end_offset());
            if retention_comes_first {
                let retained = stage.log().enforce_retention(end, now).unwrap();
                assert_eq!(retained.dropped_segments, 0, "{kind}");
            }
            for number in 0..20 {
                let at = Timestamp(begin + number * 10_000);
                let found = stage.log().offset_for_timestamp(at).unwrap();
                let found = found.map(|found| found.offset);
                assert_eq!(found, Some(Offset(2 * number)), "{kind}");
            }
            let latest = stage.log().offset_of_max_timestamp().unwrap();
            assert_eq!(latest.map(|found| found.offset), Some(Offset(38)));
        }
    }
}

#[test]
fn lost_state_files_are_made_again() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 20);
    stage.append(3, &["third"]);
    stage.append(7, &["seventh"]);
    let epochs = stage.log().epochs().unwrap().clone();
    for damage in [None, Some(b"0\n9\n0 0\n".to_vec())] {
        stage.close_clean();
        let path = log_path().join("leader-epoch-checkpoint");
        match damage {
            None => world::Disk::remove_file(&stage.disk, &path).unwrap(),
            Some(content) => stage.disk.set_content(&path, content),
        }
        stage.open();
        assert_eq!(stage.log().epochs().unwrap(), &epochs);
        stage.append(7, &["more"]);
    }
}

/// Flips a byte of the batch at `offset` in its file.
/// A crash may leave any first part of the file of leader epochs, also of a log that was closed in order.
#[test]
fn a_file_of_epochs_that_is_cut_is_made_again_of_the_batches() {
    let epochs_file = log_path().join("leader-epoch-checkpoint");
    let mut stage = Stage::new(small_config());
    stage.append(1, &["a number of two digits follows"; 44]);
    stage.append(2, &["last"]);
    stage.flush();
    stage.close_clean();
    let whole = stage.disk.content(&epochs_file);
    for length in 0..=whole.len() {
        stage
            .disk
            .set_content(&epochs_file, whole[..length].to_vec());
        stage.open();
        let known = stage.log().epochs().unwrap().entries().to_vec();
        let known: Vec<_> = known
            .iter()
            .map(|it| (it.epoch.0, it.start_offset.0))
            .collect();
        assert_eq!(known, [(1, 0), (2, 44)], "{length} bytes are left");
        stage.close_clean();
    }
}

/// Damages one file at random: a bit, the end, or everything from some point on.
fn spoil(stage: &Stage, dice: &mut Dice) {
    let names = stage.disk.names(&log_path());
    let name = &names[dice.roll(names.len() as u64) as usize];
    let path = log_path().join(name);
    let mut content = stage.disk.content(&path);
    let at = dice.roll(content.len() as u64) as usize;
    match dice.roll(4) {
        0 if !content.is_empty() => content[at] ^= 1 << dice.roll(8),
        1 => content.truncate(at),
        2 => content[at..]
            .iter_mut()
            .for_each(|byte| *byte = dice.roll(256) as u8),
        _ => content.extend((0..dice.roll(200)).map(|_| dice.roll(256) as u8)),
    }
    stage.disk.set_content(&path, content);
}

#[test]
fn no_damage_to_any_file_makes_a_log_panic_or_lose_what_is_intact() {
    for seed in 0..400 {
        let mut dice = Dice::new(seed);
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 40);
        let now = stage.now;
        let batch = producer_batch(0, 3);
        stage
            .log()
            .append_as_leader(&[LeaderBatch::trusted(&batch)], LeaderEpoch(2), now)
            .unwrap();
        stage.flush();
        let whole = stage.values();
        match dice.roll(3) {
            0 => stage.close_clean(),
            1 => {
                stage.directory().write_checkpoints().unwrap();
                stage.crash_machine(&mut dice);
            }
            _ => stage.die(),
        }
        spoil(&stage, &mut dice);
        let directory = stage.open_directory();
        let id = Some(types::TopicId::from_u128(4711));
        let config = std::sync::Arc::clone(&stage.config);
        let Ok((mut log, _)) = directory.open_log(&partition(), id, config, now) else {
            continue;
        };
        let _ = (
            log.epochs().is_ok(),
            log.producers().is_ok(),
            log.release_memory().is_ok(),
        );
        for (offset, value) in &whole {
            let offset = Offset(*offset);
            let request = ReadRequest {
                from: offset,
                up_to: Offset::MAX,
                bytes_max: 1,
                at_least_one: true,
            };
            // What is damaged may be an error or fail its checksum; what passes is what was written.
            let Ok(outcome) = log.read(&request) else {
                continue;
            };
            let Ok(bytes) = outcome.records.into_bytes() else {
                continue;
            };
            for batch in Batch::split(bytes)
                .flatten()
                .filter(|batch| batch.verify_crc().is_ok())
            {
                let records = batch.records(1 << 20).unwrap();
                for record in records.flatten().filter(|record| record.offset == offset) {
                    assert_eq!(
                        record.value.as_deref(),
                        Some(value.as_bytes()),
                        "seed {seed}"
                    );
                }
            }
        }
        let _ = log.offset_for_timestamp(Timestamp(5)).is_ok();
        let _ = log
            .append_as_leader(&[LeaderBatch::trusted(&batch)], LeaderEpoch(9), now)
            .is_ok();
        let _ = log.close_clean().is_ok();
    }
}

/// Who led without writing anything comes back, and is sent what another had written under an earlier epoch.
#[test]
fn an_epoch_that_began_at_the_end_is_not_known_again_once_something_is_written_there() {
    let mut stage = Stage::new(small_config());
    stage.append(2, &["first"]);
    stage.log().assign_epoch(LeaderEpoch(3)).unwrap();
    stage.restart_clean();
    stage.append(2, &["second"]);
    let expected = stage.log().epochs().unwrap().clone();
    assert_eq!(expected.entries().len(), 1);
    stage.restart_clean();
    assert_eq!(stage.log().epochs().unwrap(), &expected);
}

/// There is no snapshot of producers where none has written: they are read from the batches, and those meet what no pass has
/// found yet.
#[test]
fn a_log_that_was_closed_in_order_opens_over_damage() {
    let mut stage = Stage::new(small_config());
    for number in 0..8 {
        stage.append(1, &[&format!("{number}-{}", "x".repeat(60))]);
    }
    stage.flush();
    stage.log().release_memory().unwrap();
    stage.close_clean();
    let path = segment_path(0, "log");
    let mut content = stage.disk.content(&path);
    content[..100].fill(0);
    stage.disk.set_content(&path, content);
    stage.open();
    stage.log().producers().unwrap();
    let found = stage.log().damaged();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].start, Offset(0));
    assert_eq!(stage.log().log_end_offset(), Offset(8));
}
