//! What is left of a log after a crash, a torn write, a lost file or a damaged disk.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use log_state::{AppendOrigin, ProducerAppend, SequenceOutcome};
use partition_log::{LeaderBatch, LogError, ReadRequest};
use records::{Batch, BatchBuilder};
use support::*;
use types::{LeaderEpoch, Offset, ProducerEpoch, ProducerId, Timestamp};
use world::Disk as _;

fn log_files(stage: &Stage) -> Vec<String> {
    stage
        .disk
        .names(&log_path())
        .into_iter()
        .filter(|name| name.ends_with(".log"))
        .collect()
}

#[test]
fn a_tail_torn_at_any_byte_is_cut_to_whole_batches() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 20);
    let whole = stage.values();
    let last = log_path().join(log_files(&stage).pop().unwrap());
    let content = stage.disk.content(&last);
    stage.die();
    let batch = content.len() / 7;
    for cut in 0..=batch {
        let mut torn = Stage {
            disk: stage.disk.copy(),
            ..Stage::new(small_config())
        };
        torn.directory = None;
        torn.disk
            .set_content(&last, content[..content.len() - cut].to_vec());
        torn.open();
        let left = torn.values();
        assert_eq!(left, whole[..left.len()]);
        let lost = usize::from(cut > 0) + usize::from(cut > 145);
        assert!(whole.len() - left.len() <= 2 * lost, "{cut}");
        assert_eq!(
            torn.recovery.cut_bytes > 0,
            cut > 0 && cut % 145 != 0 && left.len() < whole.len()
        );
        torn.append(1, &["after"]);
        torn.restart_clean();
        assert_eq!(torn.values().len(), left.len() + 1);
    }
}

fn damage(stage: &Stage, segment: i64, at: usize) {
    let path = segment_path(segment, "log");
    let mut content = stage.disk.content(&path);
    content[at] ^= 0x40;
    stage.disk.set_content(&path, content);
}

#[test]
fn damage_below_the_recovery_point_is_reported_and_never_cut() {
    let size = {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 1);
        stage.log().size_bytes() as usize
    };
    // In the records, the checksum, the magic byte, the length, the base offset.
    for place in [100, 18, 16, 10, 2, 6, 7] {
        let mut stage = Stage::new(partition_log::LogConfig {
            segment_bytes: 1 << 20,
            ..small_config()
        });
        fill_with_pairs(&mut stage, 30);
        let whole = stage.values();
        stage.flush();
        stage.directory().write_checkpoints().unwrap();
        fill_with_pairs(&mut stage, 3);
        stage.crash_machine(&mut Dice::new(3));
        damage(&stage, 0, 5 * size + place);
        stage.open();
        assert_eq!(stage.recovery.damaged, [Offset(10)..Offset(12)], "{place}");
        assert!(stage.log().log_end_offset() >= Offset(60));
        assert_eq!(stage.values_in(0, 10), whole[..10], "{place}");
        assert_eq!(stage.values_in(12, 60), whole[12..60], "{place}");
        for offset in [10, 11] {
            let request = ReadRequest {
                from: Offset(offset),
                up_to: Offset::MAX,
                bytes_max: 1000,
                at_least_one: true,
            };
            let error = stage.log().read(&request).unwrap_err();
            assert!(matches!(error, LogError::Damaged { .. }), "{error}");
        }
        let request = ReadRequest {
            from: Offset(4),
            up_to: Offset::MAX,
            bytes_max: 1 << 20,
            at_least_one: true,
        };
        let outcome = stage.log().read(&request).unwrap();
        assert_eq!(
            (outcome.next_offset, outcome.reached_end),
            (Offset(10), false)
        );
        stage.append(1, &["after"]);
        stage.restart_clean();
        assert_eq!(
            stage.recovery.damaged,
            [Offset(10)..Offset(12)],
            "remembered over a clean restart"
        );
        let end = stage.log().log_end_offset().0;
        assert_eq!(stage.values_in(12, end).len() as i64, end - 12);
        stage.die();
        stage.open();
        assert_eq!(
            stage.recovery.damaged,
            [Offset(10)..Offset(12)],
            "and over a scan"
        );
    }
}

#[test]
fn damage_before_what_is_scanned_is_found_where_the_snapshots_of_producers_are_gone() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 60);
    stage.flush();
    stage.directory().write_checkpoints().unwrap();
    let end = stage.log().log_end_offset();
    stage.die();
    // The length of the first batch: what is behind it is not found by its header.
    damage(&stage, 0, 10);
    let names = stage.disk.names(&log_path());
    let snapshots = names.iter().filter(|name| name.ends_with(".snapshot"));
    assert!(snapshots.clone().count() > 1, "{names:?}");
    for name in snapshots {
        stage.disk.remove_file(&log_path().join(name)).unwrap();
    }
    stage.disk.crash_machine(&mut Dice::new(3));
    stage.open();
    assert_eq!(stage.log().log_end_offset(), end);
    let damaged = stage.log().damaged();
    assert_eq!(damaged.len(), 1, "{damaged:?}");
    assert_eq!(damaged[0].start, Offset(0));
}

/// A clean start looks at no batch, so damage is met by who reads.
#[test]
fn what_lies_before_damage_is_read() {
    let size = {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 1);
        stage.log().size_bytes() as usize
    };
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 40);
    let second = log_files(&stage)[1].clone();
    let base: i64 = second.trim_end_matches(".log").parse().unwrap();
    stage.close_clean();
    // The length of a batch in the middle of the first segment, and of the first of the second.
    damage(&stage, 0, 3 * size + 10);
    damage(&stage, base, 10);
    stage.open();
    for (from, end, up_to, bytes_max) in [
        // No room for all, and the damage within the room.
        (2, 6, 80, 700),
        // The end of what may be read lies behind the damage.
        (0, 6, 8, 1 << 20),
        // The damage is in the segment after.
        (base - 2, base, 80, 1 << 20),
    ] {
        let request = ReadRequest {
            from: Offset(from),
            up_to: Offset(up_to),
            bytes_max,
            at_least_one: true,
        };
        let outcome = stage.log().read(&request).unwrap();
        let batches = records::Batch::split_lenient(outcome.records.into_bytes().unwrap());
        let next = batches
            .map(|batch| batch.unwrap().header().next_offset())
            .max();
        assert_eq!(next, Some(Offset(end)), "from {from} up to {up_to}");
    }
}

#[test]
fn a_flushed_end_that_is_gone_is_damage_and_the_log_goes_on_above_it() {
    for keep in [0, 1, 300, 700] {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 10);
        let whole = stage.values();
        stage.flush();
        stage.directory().write_checkpoints().unwrap();
        stage.die();
        let path = segment_path(0, "log");
        let content = stage.disk.content(&path);
        stage.disk.set_content(&path, content[..keep].to_vec());
        stage.open();
        let start = stage.recovery.damaged[0].start.0;
        assert_eq!(stage.recovery.damaged, [Offset(start)..Offset(20)]);
        assert_eq!(stage.log().log_end_offset(), Offset(20));
        assert_eq!(stage.values_in(0, start), whole[..start as usize]);
        assert_eq!(stage.append(1, &["after"]).first_offset, Offset(20));
        assert_eq!(stage.values_in(20, 21), [(20, "after".to_owned())]);
        stage.restart_clean();
        assert_eq!(stage.append(1, &["again"]).first_offset, Offset(21));
        assert_eq!(stage.values_in(20, 22).len(), 2);
    }
}

#[test]
fn after_a_warm_restart_bad_bytes_before_good_batches_are_damage() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 30);
    let whole = stage.values();
    stage.die();
    damage(&stage, 0, 350);
    stage.open();
    assert_eq!(stage.recovery.damaged, [Offset(4)..Offset(6)]);
    assert_eq!(stage.values_in(6, 60), whole[6..]);

    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 30);
    stage.crash_machine(&mut Dice::new(1));
    // Whatever the crash left, nothing of it was flushed: the log ends at the first bad byte.
    stage.open();
    assert!(stage.recovery.damaged.is_empty());
}

#[test]
fn an_epoch_that_began_where_damage_is_keeps_its_start() {
    for first_of_segment in [false, true] {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, if first_of_segment { 13 } else { 4 });
        let start = stage.log().log_end_offset();
        for number in 0..4 {
            stage.append(3, &[&format!("{number}-{}", "y".repeat(60)), "second"]);
        }
        let segment = stage.log().active_segment_base();
        assert_eq!(segment == start, first_of_segment);
        stage.flush();
        stage.directory().write_checkpoints().unwrap();
        stage.die();
        let at = usize::try_from((start - segment) / 2 * 145).unwrap();
        damage(&stage, segment.0, at + 100);
        stage.open();
        assert_eq!(stage.recovery.damaged, [start..Offset(start.0 + 2)]);
        let epochs = stage.log().epochs().unwrap();
        assert_eq!(epochs.epoch_for_offset(start), Some(LeaderEpoch(3)));
        assert_eq!(
            epochs.epoch_for_offset(Offset(start.0 - 1)),
            Some(LeaderEpoch(0))
        );
    }
}

/// The log start is written down now and then, the epochs when the log is flushed.
#[test]
fn records_that_a_crash_brings_back_have_their_epochs() {
    let mut stage = Stage::new(small_config());
    for epoch in [0, 2, 5] {
        for _ in 0..4 {
            stage.append(epoch, &[&"x".repeat(60), "second"]);
        }
    }
    stage.flush();
    stage.directory().write_checkpoints().unwrap();
    let now = stage.now;
    stage.log().advance_log_start(Offset(18), now).unwrap();
    stage.flush();
    stage.die();
    stage.open();
    let start = stage.log().log_start_offset();
    assert!(start < Offset(18), "{start}");
    let epochs = stage.log().epochs().unwrap();
    for offset in start.0..24 {
        let epoch = [0, 2, 5][usize::try_from(offset / 8).unwrap()];
        let known = epochs.epoch_for_offset(Offset(offset));
        assert_eq!(known, Some(LeaderEpoch(epoch)), "{offset}");
    }
}

#[test]
fn what_was_not_flushed_is_vouched_for_only_while_the_machine_ran_on() {
    let mut stage = Stage::new(small_config());
    stage.append(0, &["flushed"]);
    stage.flush();
    stage.directory().write_checkpoints().unwrap();
    stage.append(0, &["not flushed"]);
    stage.die();
    stage.open();
    assert!(stage.recovery.scanned);
    assert_eq!(stage.recovery.flushed_end, None);
    let mut stage = Stage::new(small_config());
    stage.append(0, &["flushed"]);
    stage.flush();
    stage.directory().write_checkpoints().unwrap();
    stage.append(0, &["not flushed"]);
    stage.crash_machine(&mut Dice::new(1));
    stage.open();
    assert_eq!(stage.recovery.flushed_end, Some(Offset(1)));
}

fn outcome(stage: &mut Stage, sequence: i32, id: i64) -> Option<SequenceOutcome> {
    let append = ProducerAppend {
        producer_id: ProducerId(id),
        producer_epoch: ProducerEpoch(0),
        base_sequence: sequence,
        last_sequence: sequence,
        last_offset_delta: 0,
        max_timestamp: Timestamp(1000),
        transactional: false,
    };
    stage
        .log()
        .producers()
        .unwrap()
        .check(&append, AppendOrigin::Client)
        .ok()
}

#[test]
fn the_window_of_five_batches_outlives_every_kind_of_restart() {
    let duplicate = |sequence: i32| {
        let offset = Offset(i64::from(sequence));
        Some(SequenceOutcome::Duplicate {
            base_offset: offset,
            last_offset: offset,
            timestamp: Timestamp(1000),
        })
    };
    let check = |stage: &mut Stage, last: i32| {
        for sequence in last - 4..=last {
            assert_eq!(
                outcome(stage, sequence, 9),
                duplicate(sequence),
                "{sequence}"
            );
        }
        assert_eq!(outcome(stage, last - 5, 9), None);
        assert_eq!(outcome(stage, last + 1, 9), Some(SequenceOutcome::New));
    };
    let mut stage = Stage::new(small_config());
    let mut dice = Dice::new(7);
    for sequence in 0..200 {
        let batch = producer_batch(sequence, 9);
        let now = stage.now;
        stage
            .log()
            .append_as_leader(&[LeaderBatch::trusted(&batch)], LeaderEpoch(0), now)
            .unwrap();
        if sequence < 5 {
            continue;
        }
        match sequence % 4 {
            0 => stage.restart_clean(),
            1 => {
                stage.die();
                stage.open();
            }
            2 => {
                stage.flush();
                stage.crash_machine(&mut dice);
                stage.open();
            }
            _ => stage.log().release_memory().unwrap(),
        }
        check(&mut stage, sequence);
    }
    let now = stage.now;
    stage.log().truncate_to(Offset(150), now).unwrap();
    assert_eq!(outcome(&mut stage, 149, 9), duplicate(149));
    assert_eq!(outcome(&mut stage, 150, 9), Some(SequenceOutcome::New));
}

#[test]
fn aborted_transactions_are_found_after_restarts_and_cuts() {
    let mut stage = Stage::new(small_config());
    let append = |stage: &mut Stage, batch: &Batch| {
        let now = stage.now;
        stage
            .log()
            .append_as_leader(&[LeaderBatch::trusted(batch)], LeaderEpoch(0), now)
            .unwrap()
            .first_offset
    };
    let mut aborted = Vec::new();
    for round in 0..30 {
        let mut builder = BatchBuilder::new(Offset(0))
            .producer(ProducerId(5), ProducerEpoch(0), 2 * round)
            .transactional();
        builder.append(Timestamp(1000), None, Some(&[b'x'; 50]), &[]);
        let first = append(&mut stage, &Batch::first(&builder.build()).unwrap());
        assert_eq!(
            stage.log().producers().unwrap().first_unstable_offset(),
            Some(first)
        );
        let marker = records::EndTransactionMarker {
            committed: round % 2 == 0,
            coordinator_epoch: 1,
        };
        let marker = marker.to_batch(Offset(0), Timestamp(1000), ProducerId(5), ProducerEpoch(0));
        let last = append(&mut stage, &Batch::first(&marker).unwrap());
        if round % 2 == 1 {
            aborted.push((first, last));
        }
        stage
            .log()
            .producers_mut()
            .unwrap()
            .on_high_watermark(last.next());
    }
    let check = |stage: &mut Stage, aborted: &[(Offset, Offset)]| {
        let found = stage.log().aborted_in(Offset(0)..Offset(1000)).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|found| (found.first_offset, found.last_offset))
            .collect();
        assert_eq!(found, aborted);
    };
    check(&mut stage, &aborted);
    assert!(stage.log().segment_count() > 2);
    stage.restart_clean();
    check(&mut stage, &aborted);
    stage.die();
    stage.open();
    check(&mut stage, &aborted);
    let now = stage.now;
    stage.log().truncate_to(Offset(41), now).unwrap();
    check(&mut stage, &aborted[..10]);
    assert_eq!(
        stage
            .log()
            .aborted_in(Offset(10)..Offset(12))
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn an_interrupted_compaction_is_finished_or_undone() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 40);
    let whole = stage.values();
    stage.close_clean();
    let path = segment_path(0, "log");
    let content = stage.disk.content(&path);
    let mark = |suffix: &str| {
        path.with_file_name(format!(
            "{}{suffix}",
            path.file_name().unwrap().to_string_lossy()
        ))
    };
    stage
        .disk
        .set_content(&mark(".cleaned"), content[..100].to_vec());
    stage.open();
    assert_eq!(stage.values(), whole);
    stage.close_clean();
    stage.disk.set_content(&mark(".swap"), content);
    stage.open();
    assert_eq!(stage.values(), whole);
    assert!(
        !stage
            .disk
            .names(&log_path())
            .iter()
            .any(|name| name.ends_with(".swap") || name.ends_with(".cleaned"))
    );
}

#[test]
fn a_log_that_was_closed_is_opened_again_without_a_scan() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 30);
    let whole = stage.values();
    stage.log().close_clean().unwrap();
    let id = Some(types::TopicId::from_u128(4711));
    let config = std::sync::Arc::clone(&stage.config);
    let now = stage.now;
    let (log, recovery) = stage
        .directory()
        .open_log(&partition(), id, config, now)
        .unwrap();
    assert!(!recovery.scanned);
    stage.log = Some(log);
    assert_eq!(stage.values(), whole);
    stage.append(0, &["after"]);
    stage.restart_clean();
    assert_eq!(stage.values().len(), 61);
}
