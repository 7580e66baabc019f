//! Logs that were cut, or began anew, and what a crash may bring back of what they had.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use support::scrubbing::*;
use support::*;
use types::{LeaderEpoch, Offset};
use world::Disk as _;

/// Where a log starts and ends.
fn extent(stage: &mut Stage) -> (Offset, Offset) {
    let log = stage.log();
    (log.log_start_offset(), log.log_end_offset())
}

/// Whatever of the old files a crash brings back: also the epochs, which would say that the log agrees with a leader's, or does
/// not, where it has nothing.
#[test]
fn a_log_that_began_anew_has_nothing_from_before_after_a_crash() {
    for seed in 0..40 {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 30);
        stage.flush();
        stage.directory().write_checkpoints().unwrap();
        let now = stage.now;
        let restarted = stage.log().truncate_fully_and_start_at(Offset(50), now);
        restarted.unwrap();
        if seed % 2 == 0 {
            stage.append(3, &["new"]);
        }
        if seed % 3 > 0 {
            stage.directory().write_checkpoints().unwrap();
        }
        if seed % 4 < 2 {
            stage.crash_machine(&mut Dice::new(seed));
        } else {
            stage.die();
        }
        stage.open();
        assert_eq!(stage.log().log_start_offset(), Offset(50), "{seed}");
        let left = stage.values();
        assert!(left.iter().all(|(_, value)| value == "new"), "{left:?}");
        let epochs = stage.log().epochs().unwrap().entries();
        let known: Vec<_> = epochs.iter().map(|entry| entry.epoch.0).collect();
        assert_eq!(known, vec![3; left.len()], "{seed}");
    }
}

/// A follower whose leader has deleted everything has no record, and is where its leader is all the same.
#[test]
fn a_log_that_was_not_on_the_disk_and_began_above_zero_is_there_after_a_restart() {
    let mut stage = Stage::new(small_config());
    let now = stage.now;
    let restarted = stage.log().truncate_fully_and_start_at(Offset(50), now);
    restarted.unwrap();
    stage.die();
    stage.open();
    assert_eq!(extent(&mut stage), (Offset(50), Offset(50)));
}

/// A follower that began anew, and whose next leader has less, is cut below its start.
#[test]
fn a_log_that_is_cut_below_its_start_starts_there_after_every_crash() {
    for is_checkpointed in [false, true] {
        let mut stage = Stage::new(small_config());
        let now = stage.now;
        let began = stage.log().truncate_fully_and_start_at(Offset(50), now);
        began.unwrap();
        stage.append(1, &["gone"]);
        stage.flush();
        if is_checkpointed {
            stage.directory().write_checkpoints().unwrap();
        }
        stage.log().truncate_to(Offset(40), now).unwrap();
        let mut crashed = stage.disk.copy();
        stage.append(2, &["stays"]);
        stage.die();
        stage.open();
        assert_eq!(stage.log().log_start_offset(), Offset(40));
        assert_eq!(stage.values_in(40, 41), [(40, "stays".to_owned())]);

        std::mem::swap(&mut stage.disk, &mut crashed);
        stage.crash_machine(&mut Dice::new(3));
        drop(stage.disk.remove_file(&segment_path(40, "log")));
        stage.open();
        assert_eq!(extent(&mut stage), (Offset(40), Offset(40)));
    }
}

/// A crash may take the name of the segment that was begun, and those of all others with it.
#[test]
fn a_log_whose_segments_are_gone_marks_its_place_again() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 3);
    stage.flush();
    let now = stage.now;
    let restarted = stage.log().truncate_fully_and_start_at(Offset(50), now);
    restarted.unwrap();
    stage.crash_machine(&mut Dice::new(3));
    let marks_the_place = segment_path(50, "log");
    stage.disk.remove_file(&marks_the_place).unwrap();
    stage.open();
    assert!(stage.disk.exists(&marks_the_place));
    assert_eq!(extent(&mut stage), (Offset(50), Offset(50)));
}

/// What is written above a cut must not pass for committed after a crash.
#[test]
fn a_high_watermark_on_the_disk_is_never_above_a_cut() {
    for crashes in [false, true] {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 10);
        let partition = partition();
        let marks = [(partition.clone(), Offset(20))].into_iter().collect();
        stage.directory().write_high_watermarks(marks).unwrap();
        let expected = if crashes {
            stage.crash_machine(&mut Dice::new(7));
            Offset::ZERO
        } else {
            let now = stage.now;
            stage.log().truncate_to(Offset(6), now).unwrap();
            stage.die();
            Offset(6)
        };
        // The second start is warm: it believes what the first has left.
        for _ in 0..2 {
            stage.open();
            let known = stage.directory().checkpointed_high_watermark(&partition);
            assert_eq!(known, Some(expected), "crashes {crashes}");
            fill_with_pairs(&mut stage, 10);
            stage.die();
        }
    }
}

#[test]
fn a_truncation_below_the_recovery_point_is_not_taken_for_damage() {
    let mut stage = Stage::new(small_config());
    fill_with_pairs(&mut stage, 20);
    stage.flush();
    stage.directory().write_checkpoints().unwrap();
    let now = stage.now;
    stage.log().truncate_to(Offset(12), now).unwrap();
    stage.append(2, &["other"]);
    stage.die();
    stage.open();
    assert!(stage.recovery.damaged.is_empty());
    assert_eq!(stage.log().log_end_offset(), Offset(13));
}

/// The same batches may come again under another epoch, and a torn page would mix the two.
#[test]
fn a_cut_of_what_a_start_found_above_the_recovery_point_is_not_undone() {
    for seed in 0..40 {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 6);
        stage.directory().write_checkpoints().unwrap();
        stage.flush();
        stage.crash_machine(&mut Dice::new(seed));
        stage.open();
        let (_, found) = extent(&mut stage);
        let now = stage.now;
        stage.log().truncate_to(Offset(4), now).unwrap();
        assert!(found > Offset(4), "{seed}");
        stage.crash_machine(&mut Dice::new(seed));
        stage.open();
        assert_eq!(extent(&mut stage).1, Offset(4), "{seed}");
    }
}

/// Also where nothing is left of a segment: it has no record that a flush would reach.
#[test]
fn what_a_start_has_cut_does_not_come_back_once_it_is_flushed() {
    for seed in 0..200 {
        let mut stage = Stage::new(small_config());
        fill_with_pairs(&mut stage, 5 + usize::try_from(seed % 7).unwrap());
        stage.flush();
        stage.directory().write_checkpoints().unwrap();
        fill_with_pairs(&mut stage, 2 + usize::try_from(seed % 5).unwrap());
        stage.crash_machine(&mut Dice::new(seed));
        stage.open();
        let left = extent(&mut stage);
        stage.flush();
        stage.close_clean();
        stage.crash_machine(&mut Dice::new(seed + 1000));
        stage.open();
        assert_eq!(extent(&mut stage), left, "{seed}");
    }
}

/// It is below the recovery point: a cut that reads over it finds it, and leaves a log that is in order but for it.
#[test]
fn damage_that_a_cut_meets_is_found_before_anything_is_cut() {
    let mut whole = filled(38);
    let base = logs(&whole).last().copied().unwrap();
    let path = segment_path(base, "log");
    let content = whole.disk.content(&path);
    for (damaged_at, cut) in (0..9).flat_map(|at| (1..10).map(move |cut| (at, cut))) {
        for is_closed in [false, true] {
            let mut stage = filled(38);
            if is_closed {
                stage.restart_clean();
            }
            let mut damaged = content.clone();
            damaged[145 * damaged_at..][..145].fill(0);
            stage.disk.set_content(&path, damaged);
            let what = format!("{damaged_at} {cut} {is_closed}");
            let end = Offset(base + 2 * cut);
            let now = stage.now;
            stage.log().truncate_to(end, now).expect(&what);
            assert_eq!(stage.log().log_end_offset(), end, "{what}");
            stage.log().assign_epoch(LeaderEpoch(7)).unwrap();
            stage.append(7, &["after", "second"]);
            stage.flush();
            scrub(&mut stage, 700);
            repair_joined(&mut stage, &mut whole, (damaged_at, 0, 0));
            let kept = usize::try_from(end.0).unwrap();
            assert_eq!(stage.values()[..kept], whole.values()[..kept], "{what}");
            assert_eq!(stage.values().len(), kept + 2, "{what}");
        }
    }
}

/// Where all above the start is cut, or was deleted, and what comes is of an earlier epoch: a start that reads both takes that for
/// what a crash has left.
#[test]
fn what_is_below_the_start_goes_with_all_that_is_above() {
    for (start, cut) in [(8, 8), (12, 12), (7, 8), (8, 9)] {
        for is_crash in [false, true] {
            let mut stage = Stage::new(small_config());
            for _ in 0..6 {
                stage.append(3, &["first", "second"]);
            }
            stage.flush();
            stage.directory().write_checkpoints().unwrap();
            let now = stage.now;
            stage.log().advance_log_start(Offset(start), now).unwrap();
            stage.log().truncate_to(Offset(cut), now).unwrap();
            let (from, end) = extent(&mut stage);
            assert_eq!(from, Offset(start), "{start} {cut}");
            let later = if from == end { 1 } else { 3 };
            stage.append(later, &["other", "second"]);
            stage.append(later, &["other"]);
            stage.flush();
            stage.directory().write_checkpoints().unwrap();
            let before = (extent(&mut stage), stage.log().epochs().unwrap().clone());
            if is_crash {
                stage.crash_machine(&mut Dice::new(3));
            } else {
                stage.die();
            }
            stage.open();
            let after = (extent(&mut stage), stage.log().epochs().unwrap().clone());
            assert_eq!(after, before, "{start} {cut} {is_crash}");
        }
    }
}
