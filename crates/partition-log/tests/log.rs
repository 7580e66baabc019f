//! Appending, reading, cutting and dropping, on a disk in memory.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use partition_log::{FlushScope, LeaderBatch, LogConfig, LogError, ReadRequest, Restart};
use support::*;
use types::{
    BrokerEpoch, ControllerEpoch, Instant, LeaderEpoch, Offset, PartitionIndex, Timestamp, TopicId,
};

fn read_to_end(from: i64) -> ReadRequest {
    ReadRequest {
        from: Offset(from),
        up_to: Offset::MAX,
        bytes_max: 1 << 20,
        at_least_one: true,
    }
}

fn fill(stage: &mut Stage, batches: usize) {
    for number in 0..batches {
        let (first, second) = (
            format!("a{number}-{}", "x".repeat(60)),
            format!("b{number}"),
        );
        stage.append(0, &[&first, &second]);
    }
}

#[test]
fn nothing_is_on_the_disk_before_the_first_append() {
    let mut stage = Stage::new(small_config());
    assert!(
        !stage
            .disk
            .names(Path::new(ROOT))
            .contains(&"orders-0".to_owned())
    );
    let outcome = stage.log().read(&read_to_end(0)).unwrap();
    assert!(outcome.records.is_empty() && outcome.reached_end);
    stage.append(0, &["one"]);
    let names = stage.disk.names(&log_path());
    assert_eq!(names, ["00000000000000000000.log", "partition.metadata"]);
}

#[test]
fn what_is_appended_is_read_from_every_offset() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 60);
    assert!(stage.log().segment_count() > 3);
    let all = stage.values();
    assert_eq!(all.len(), 120);
    assert!(
        all.iter()
            .enumerate()
            .all(|(place, (offset, _))| place as i64 == *offset)
    );
    for from in 0..120 {
        assert_eq!(
            stage.values_in(from, 120),
            all[from as usize..],
            "from {from}"
        );
    }
}

#[test]
fn a_read_returns_whole_batches_within_its_limit() {
    let mut stage = Stage::new(LogConfig {
        segment_bytes: 1 << 20,
        ..small_config()
    });
    fill(&mut stage, 40);
    let one = stage
        .log()
        .header_at(Offset(0))
        .unwrap()
        .unwrap()
        .size_in_bytes() as u64;
    for batches in 1..20_u64 {
        for extra in [0, 1, one / 2] {
            let request = ReadRequest {
                from: Offset(11),
                up_to: Offset::MAX,
                bytes_max: batches * one + extra,
                at_least_one: false,
            };
            let outcome = stage.log().read(&request).unwrap();
            assert_eq!(
                outcome.first_offset,
                Offset(10),
                "the batch that contains the offset comes whole"
            );
            assert!(outcome.records.len() <= request.bytes_max);
            let values = decode(outcome.records.into_bytes().unwrap());
            assert_eq!(values.len() as i64, outcome.next_offset.0 - 10);
            assert!(values.len() as u64 >= 2 * (batches - 1), "{batches}");
        }
    }
    let tight = ReadRequest {
        bytes_max: 1,
        ..read_to_end(10)
    };
    assert_eq!(stage.log().read(&tight).unwrap().next_offset, Offset(12));
    let none = ReadRequest {
        at_least_one: false,
        ..tight
    };
    assert!(stage.log().read(&none).unwrap().records.is_empty());
}

#[test]
fn a_read_ends_below_the_high_watermark() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 30);
    for up_to in (0..=60).step_by(2) {
        let values = stage.values_in(0, up_to);
        assert_eq!(values.len() as i64, up_to);
    }
    let request = ReadRequest {
        up_to: Offset(4),
        ..read_to_end(8)
    };
    assert!(stage.log().read(&request).unwrap().records.is_empty());
    for outside in [-1, 61] {
        let error = stage.log().read(&read_to_end(outside)).unwrap_err();
        assert!(matches!(error, LogError::OutOfRange { .. }), "{error}");
    }
}

#[test]
fn a_follower_s_log_has_the_leader_s_bytes() {
    let mut leader = Stage::new(small_config());
    fill(&mut leader, 30);
    let mut follower = Stage::new(small_config());
    while follower.log().log_end_offset() < leader.log().log_end_offset() {
        let from = follower.log().log_end_offset().0;
        let request = ReadRequest {
            bytes_max: 500,
            ..read_to_end(from)
        };
        let bytes = leader
            .log()
            .read(&request)
            .unwrap()
            .records
            .into_bytes()
            .unwrap();
        let batches: Vec<_> = records::Batch::split(bytes).map(Result::unwrap).collect();
        let now = follower.now;
        follower.log().append_as_follower(&batches, now).unwrap();
    }
    let segments: Vec<_> = leader
        .disk
        .names(&log_path())
        .into_iter()
        .filter(|name| name.ends_with(".log"))
        .collect();
    assert!(segments.len() > 2);
    for segment in segments {
        let path = log_path().join(&segment);
        assert_eq!(
            leader.disk.content(&path),
            follower.disk.content(&path),
            "{segment}"
        );
    }
    let again = batch(4, &["late"], 0);
    let now = follower.now;
    let error = follower
        .log()
        .append_as_follower(&[again], now)
        .unwrap_err();
    assert!(matches!(error, LogError::NotContiguous { .. }), "{error}");
}

#[test]
fn a_leader_patches_offset_epoch_and_time() {
    let mut stage = Stage::new(small_config());
    stage.append(0, &["one"]);
    let sent = batch(0, &["two", "three"], 5);
    let validated = records::Validated {
        max_timestamp: Timestamp(77),
        timestamp_type: records::TimestampType::LogAppendTime,
    };
    let now = stage.now;
    let appended = stage
        .log()
        .append_as_leader(
            &[LeaderBatch {
                batch: &sent,
                validated,
            }],
            LeaderEpoch(3),
            now,
        )
        .unwrap();
    assert_eq!(
        (appended.first_offset, appended.last_offset),
        (Offset(1), Offset(2))
    );
    assert_eq!(appended.log_append_time, Some(Timestamp(77)));
    let header = stage.log().header_at(Offset(2)).unwrap().unwrap();
    assert_eq!(
        (header.base_offset, header.leader_epoch),
        (Offset(1), LeaderEpoch(3))
    );
    assert_eq!(header.max_timestamp, Timestamp(77));
    assert_eq!(stage.values().len(), 3, "the checksum still fits");
    let epochs = stage.log().epochs().unwrap();
    assert_eq!(epochs.epoch_for_offset(Offset(0)), Some(LeaderEpoch(0)));
    assert_eq!(epochs.epoch_for_offset(Offset(1)), Some(LeaderEpoch(3)));
}

#[test]
fn truncation_cuts_whole_batches_and_their_epochs() {
    for offset in 0..=60 {
        let mut stage = Stage::new(small_config());
        fill(&mut stage, 30);
        let now = stage.now;
        stage.log().assign_epoch(LeaderEpoch(4)).unwrap();
        stage.log().truncate_to(Offset(offset), now).unwrap();
        let end = stage.log().log_end_offset().0;
        assert_eq!(end, offset - offset % 2, "{offset}");
        assert_eq!(stage.values().len() as i64, end);
        let latest = stage.log().epochs().unwrap().latest();
        assert_eq!(
            latest.map(|latest| latest.epoch),
            (end > 0).then_some(LeaderEpoch(0))
        );
        stage.append(5, &["after"]);
        assert_eq!(stage.values().len() as i64, end + 1);
        stage.restart_clean();
        assert_eq!(stage.values().len() as i64, end + 1);
    }
}

#[test]
fn delete_records_drops_whole_segments_and_is_remembered() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 60);
    let (now, before) = (stage.now, stage.log().segment_count());
    stage.log().advance_log_start(Offset(51), now).unwrap();
    assert_eq!(stage.log().log_start_offset(), Offset(51));
    assert_eq!(stage.log().segment_count(), before - 1);
    assert!(stage.log().read(&read_to_end(50)).is_err());
    let deleted = |stage: &Stage| {
        stage
            .disk
            .names(&log_path())
            .iter()
            .filter(|n| n.ends_with(".deleted"))
            .count()
    };
    assert!(deleted(&stage) > 0);
    let due = stage.log().delete_due(now.instant).unwrap().unwrap();
    stage.log().delete_due(due).unwrap();
    assert_eq!(deleted(&stage), 0);
    stage.restart_clean();
    assert_eq!(stage.log().log_start_offset(), Offset(51));
    assert_eq!(
        stage
            .log()
            .epochs()
            .unwrap()
            .earliest()
            .unwrap()
            .start_offset,
        Offset(51)
    );
    stage.die();
    stage.open();
    assert_eq!(stage.log().log_start_offset(), Offset(51));
}

#[test]
fn retention_by_size_and_time_stays_below_the_high_watermark() {
    let config = LogConfig {
        retention_bytes: Some(4000),
        retention_ms: None,
        ..small_config()
    };
    let mut stage = Stage::new(config);
    fill(&mut stage, 100);
    let now = stage.now;
    assert_eq!(
        stage
            .log()
            .enforce_retention(Offset(10), now)
            .unwrap()
            .dropped_segments,
        0
    );
    let dropped = stage.log().enforce_retention(Offset(200), now).unwrap();
    assert!(dropped.dropped_segments > 3);
    let size = stage.log().size_bytes();
    assert!((4000..6000).contains(&size), "{size}");

    let config = LogConfig {
        retention_ms: Some(Duration::from_secs(60)),
        ..small_config()
    };
    let mut stage = Stage::new(config);
    fill(&mut stage, 20);
    for second in 1..=61 {
        stage.now.instant = stage.now.instant + Duration::from_secs(1);
        stage.now.wall.0 += 1000;
        let now = stage.now;
        let dropped = stage
            .log()
            .enforce_retention(Offset(40), now)
            .unwrap()
            .dropped_segments;
        assert_eq!(dropped > 0, second == 61, "{second}");
    }
    assert_eq!(stage.log().size_bytes(), 0, "the last segment is over too");
    assert_eq!(stage.log().log_start_offset(), Offset(40));
    stage.append(0, &["next"]);
    assert_eq!(stage.values(), [(40, "next".to_owned())]);
}

#[test]
fn segments_roll_by_time_and_by_index_room() {
    let config = LogConfig {
        segment_ms: Duration::from_secs(10),
        ..LogConfig::default()
    };
    let mut stage = Stage::new(config);
    stage.append(0, &["a"]);
    stage.now.wall.0 += 10_000;
    stage.append(0, &["b"]);
    assert_eq!(stage.log().segment_count(), 1);
    stage.now.wall.0 += 1;
    assert!(stage.append(0, &["c"]).rolled);

    let config = LogConfig {
        segment_index_bytes: 80,
        index_interval_bytes: 1,
        ..LogConfig::default()
    };
    let mut stage = Stage::new(config);
    fill(&mut stage, 30);
    assert!(stage.log().segment_count() > 2);
    assert_eq!(stage.values().len(), 60);
}

#[test]
fn records_are_found_by_time() {
    let mut stage = Stage::new(small_config());
    for number in 0..50 {
        stage.now.wall = Timestamp(1000 + 10 * number);
        stage.append(0, &[&format!("{number}-{}", "x".repeat(100))]);
    }
    for target in 990..1500 {
        let found = stage.log().offset_for_timestamp(Timestamp(target)).unwrap();
        let expected = if target <= 1000 {
            0
        } else {
            (target - 1000 + 9) / 10
        };
        assert_eq!(
            found.map(|found| found.offset.0),
            (expected < 50).then_some(expected),
            "{target}"
        );
    }
    let latest = stage.log().offset_of_max_timestamp().unwrap().unwrap();
    assert_eq!(
        (latest.offset, latest.timestamp),
        (Offset(49), Timestamp(1490))
    );
    stage.now.wall = Timestamp(1200);
    stage.append(0, &["early"]);
    assert_eq!(
        stage
            .log()
            .offset_of_max_timestamp()
            .unwrap()
            .unwrap()
            .offset,
        Offset(49)
    );
    stage.restart_clean();
    assert_eq!(
        stage
            .log()
            .offset_of_max_timestamp()
            .unwrap()
            .unwrap()
            .offset,
        Offset(49)
    );
    assert_eq!(
        stage
            .log()
            .offset_for_timestamp(Timestamp(1201))
            .unwrap()
            .unwrap()
            .offset,
        Offset(21)
    );
}

#[test]
fn a_full_disk_leaves_nothing_of_an_append() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 5);
    let before = (stage.values(), stage.disk.content(&segment_path(0, "log")));
    let big: Vec<_> = (0..8)
        .map(|n| batch(0, &[&format!("{n}{}", "y".repeat(300))], 5))
        .collect();
    let big: Vec<_> = big.iter().map(LeaderBatch::trusted).collect();
    for room in (0..3000).step_by(37) {
        stage.disk.limit_room(Some(room));
        let now = stage.now;
        let error = stage
            .log()
            .append_as_leader(&big, LeaderEpoch(0), now)
            .map(|_| ());
        if let Err(error) = error {
            assert!(matches!(error, LogError::DiskFull { .. }), "{error}");
            stage.disk.limit_room(None);
            assert_eq!(stage.values(), before.0, "{room}");
            assert_eq!(
                stage.disk.content(&segment_path(0, "log")),
                before.1,
                "{room}"
            );
        } else {
            assert!(room > 2400);
            break;
        }
    }
}

#[test]
fn a_flush_takes_everything_once_and_forgets_what_is_cut() {
    let config = LogConfig {
        flush_messages: Some(1),
        ..small_config()
    };
    let mut stage = Stage::new(config);
    fill(&mut stage, 5);
    let now = stage.now;
    assert_eq!(stage.log().flush_due(now.instant), Some(FlushScope::All));
    let flush = stage.log().begin_flush(FlushScope::All).unwrap().unwrap();
    assert_eq!(stage.log().flush_due(now.instant), None);
    assert!(stage.log().begin_flush(FlushScope::All).unwrap().is_none());
    stage.log().truncate_to(Offset(4), now).unwrap();
    fill(&mut stage, 5);
    stage.log().finish_flush(flush.up_to);
    assert_eq!(
        stage.log().flushed_end(),
        Offset(0),
        "what was appended after the cut is not flushed"
    );
    stage.flush();
    assert_eq!(stage.log().flushed_end(), Offset(14));
    assert_eq!(stage.log().flush_due(now.instant), None);
}

#[test]
fn a_sealed_segment_is_due_for_a_flush() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 5);
    let instant = stage.now.instant;
    assert_eq!(stage.log().flush_due(instant), None);
    fill(&mut stage, 15);
    assert_eq!(stage.log().flush_due(instant), Some(FlushScope::Sealed));
    let flush = stage
        .log()
        .begin_flush(FlushScope::Sealed)
        .unwrap()
        .unwrap();
    stage.log().finish_flush(flush.up_to);
    let base = stage.log().active_segment_base();
    assert_eq!(stage.log().recovery_point(), base);
}

#[test]
fn a_deleted_log_goes_after_its_delay_and_leaves_nothing_to_its_successor() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 40);
    let now = stage.now;
    stage.log().advance_log_start(Offset(30), now).unwrap();
    stage.flush();
    stage.directory().write_checkpoints().unwrap();
    stage.log().delete(now.instant).unwrap();
    assert!(!stage.log().exists());
    assert_eq!(stage.log().log_end_offset(), Offset(0));
    assert_eq!(
        stage.directory().delete_due(now.instant).unwrap(),
        Some(now.instant + Duration::from_secs(60))
    );
    fill(&mut stage, 2);
    stage.die();
    stage.open();
    assert_eq!(stage.log().log_start_offset(), Offset(0));
    assert_eq!(
        stage.values().len(),
        4,
        "checkpoints of the log before say nothing about this one"
    );
    let marked = |stage: &Stage| {
        stage
            .disk
            .names(Path::new(ROOT))
            .iter()
            .any(|name| name.ends_with("-delete"))
    };
    assert!(marked(&stage));
    stage.directory().delete_due(now.instant).unwrap();
    assert!(!marked(&stage), "a new start finishes the removal");
}

/// A run that ended before it was registered has changed nothing of what the logs are known for.
#[test]
fn a_clean_stop_without_a_registration_keeps_the_one_before() {
    let mut stage = Stage::new(small_config());
    stage.append(1, &["a"]);
    stage.close_clean();
    for _ in 0..2 {
        let directory = stage.open_directory();
        let clean = Restart::Clean {
            broker_epoch: BrokerEpoch(7),
        };
        assert_eq!(directory.restart(), clean);
        assert!(directory.close_clean(BrokerEpoch::NONE).unwrap());
    }
}

#[test]
fn a_restart_is_told_apart() {
    let mut stage = Stage::new(small_config());
    assert_eq!(stage.directory().restart(), Restart::New);
    stage.directory().set_broker_epoch(BrokerEpoch(5)).unwrap();
    fill(&mut stage, 1);
    stage.die();
    stage.open();
    assert_eq!(
        stage.directory().restart(),
        Restart::Warm {
            broker_epoch: BrokerEpoch(5)
        }
    );
    stage.restart_clean();
    assert_eq!(
        stage.directory().restart(),
        Restart::Clean {
            broker_epoch: BrokerEpoch(7)
        }
    );
    stage.crash_machine(&mut Dice::new(1));
    stage.open();
    assert_eq!(stage.directory().restart(), Restart::Unclean);
}

/// What was asked for last names a run that has everything; not so once it was answered, or something may be lost.
#[test]
fn a_registration_that_was_not_answered_is_known_to_the_next_start() {
    let asked = |stage: &mut Stage| stage.directory().asked().map(str::to_owned);
    let mut stage = Stage::new(small_config());
    stage.directory().note_asked("first").unwrap();
    stage.die();
    stage.open();
    assert_eq!(asked(&mut stage), None, "there was none before");
    stage.directory().set_broker_epoch(BrokerEpoch(5)).unwrap();
    fill(&mut stage, 1);
    stage.die();
    stage.open();
    assert_eq!(asked(&mut stage), None);
    stage.directory().note_asked("second run=7").unwrap();
    for restart in [Stage::die, Stage::die, |stage: &mut Stage| {
        stage.log().close_clean().unwrap();
        stage.log = None;
        let directory = stage.directory.take().unwrap();
        assert!(directory.close_clean(BrokerEpoch::NONE).unwrap());
    }] {
        restart(&mut stage);
        stage.open();
        assert_eq!(asked(&mut stage).as_deref(), Some("second run=7"));
    }
    let before = stage.disk.copy();
    stage.directory().set_broker_epoch(BrokerEpoch(9)).unwrap();
    stage.die();
    stage.open();
    assert_eq!(asked(&mut stage), None, "it was answered");

    stage.die();
    stage.disk = before;
    stage.crash_machine(&mut Dice::new(1));
    stage.open();
    assert_eq!(asked(&mut stage), None, "something may be lost");
}

#[test]
fn the_newest_controller_is_known_after_a_crash_of_the_machine() {
    let mut stage = Stage::new(small_config());
    assert_eq!(stage.directory().controller_epoch(), ControllerEpoch::NONE);
    for epoch in [3, 12] {
        let epoch = ControllerEpoch(epoch);
        stage.directory().set_controller_epoch(epoch).unwrap();
        stage.crash_machine(&mut Dice::new(1));
        stage.open();
        assert_eq!(stage.directory().controller_epoch(), epoch);
    }
    // What an older one said is taken in late.
    let older = ControllerEpoch(7);
    stage.directory().set_controller_epoch(older).unwrap();
    assert_eq!(stage.directory().controller_epoch(), ControllerEpoch(12));
}

#[test]
fn a_crash_of_the_machine_is_remembered_until_the_logs_are_recovered() {
    let mut stage = Stage::new(small_config());
    stage.directory().set_broker_epoch(BrokerEpoch(5)).unwrap();
    fill(&mut stage, 1);
    stage.crash_machine(&mut Dice::new(1));
    let reopen = |stage: &mut Stage| {
        stage.directory = Some(stage.open_directory());
        stage.directory().set_broker_epoch(BrokerEpoch(6)).unwrap();
        let restart = stage.directory().restart();
        stage.die();
        restart
    };
    assert_eq!(reopen(&mut stage), Restart::Unclean);
    assert_eq!(reopen(&mut stage), Restart::Unclean, "no log was opened");
    stage.open();
    stage.directory().set_broker_epoch(BrokerEpoch(7)).unwrap();
    stage.die();
    stage.open();
    let warm = Restart::Warm {
        broker_epoch: BrokerEpoch(7),
    };
    assert_eq!(stage.directory().restart(), warm);
}

#[test]
fn nothing_is_written_behind_the_marker_of_a_clean_stop() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 1);
    stage.log().close_clean().unwrap();
    let directory = stage.directory.take().unwrap();
    assert!(directory.close_clean(BrokerEpoch(7)).unwrap());
    let end = stage.log().log_end_offset();
    let late = stage.try_append(0, &["late"]);
    assert!(
        matches!(late, Err(partition_log::LogError::Closed)),
        "{late:?}"
    );
    stage.log = None;
    stage.open();
    assert_eq!(stage.log().log_end_offset(), end);
}

#[test]
fn an_open_log_keeps_the_clean_marker_away() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 1);
    stage.log = None;
    assert!(
        !stage
            .directory
            .take()
            .unwrap()
            .close_clean(BrokerEpoch(7))
            .unwrap()
    );
    stage.open();
    assert!(matches!(stage.directory().restart(), Restart::Warm { .. }));
}

#[test]
fn a_directory_of_another_cluster_or_process_is_refused() {
    let stage = Stage::new(small_config());
    let open = |cluster: &str, node| {
        let files = Arc::new(partition_log::FileCache::new(
            Arc::new(stage.disk.clone()),
            4,
        ));
        let identity = partition_log::ClusterIdentity {
            cluster_id: Some(cluster.into()),
            node_id: types::BrokerId(node),
        };
        partition_log::LogDirectory::open(files, &Counting::default(), Path::new(ROOT), &identity)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert!(
        open("cluster", 1)
            .unwrap_err()
            .contains("held by another process")
    );
    stage.disk.crash_process();
    assert!(open("other", 1).unwrap_err().contains("cluster.id=cluster"));
    assert!(open("cluster", 2).unwrap_err().contains("node.id=1"));
    assert!(open("cluster", 1).is_ok());
}

#[test]
fn another_topic_of_the_same_name_does_not_inherit_records() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 3);
    stage.close_clean();
    let directory = stage.open_directory();
    let id = Some(types::TopicId::from_u128(9999));
    let (log, _) = directory
        .open_log(&partition(), id, Arc::clone(&stage.config), stage.now)
        .unwrap();
    assert_eq!(log.log_end_offset(), Offset(0));
    assert!(
        stage
            .disk
            .names(Path::new(ROOT))
            .iter()
            .any(|name| name.ends_with("-stray"))
    );
}

#[test]
fn what_is_set_aside_goes_when_a_record_removed_it_and_it_was_kept() {
    const KEPT_MS: i64 = 7 * 86_400_000;
    let strays = |stage: &Stage| {
        let names = stage.disk.names(Path::new(ROOT));
        names.iter().filter(|name| name.ends_with("-stray")).count()
    };
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 3);
    let set_aside = stage.now.wall;
    stage.log().set_aside(set_aside).unwrap();
    stage.close_clean();
    let later = |ms: i64| Timestamp(set_aside.0 + ms);
    let delete = |directory: &partition_log::LogDirectory, wall: Timestamp| {
        let deleted = directory.delete_strays(wall, KEPT_MS).unwrap();
        directory.delete_due(Instant(u64::MAX - 1)).unwrap();
        deleted
    };

    // However long it is kept: absence deletes nothing.
    let directory = stage.open_directory();
    assert_eq!(delete(&directory, later(100 * KEPT_MS)), 0);
    // Another topic, and another partition of this one.
    let (this, other) = (TopicId::from_u128(4711), TopicId::from_u128(1));
    directory.note_removed(other, None, later(1)).unwrap();
    let partition = Some(PartitionIndex(9));
    directory.note_removed(this, partition, later(1)).unwrap();
    assert_eq!(delete(&directory, later(100 * KEPT_MS)), 0);
    // A record removes it: it is kept for as long as is said, also over a restart.
    let partition = Some(PartitionIndex(0));
    directory.note_removed(this, partition, later(1)).unwrap();
    drop(directory);
    let directory = stage.open_directory();
    assert_eq!(delete(&directory, later(KEPT_MS - 1)), 0);
    assert_eq!(strays(&stage), 1);
    assert_eq!(delete(&directory, later(KEPT_MS)), 1);
    assert_eq!(strays(&stage), 0);
}

#[test]
fn a_clean_start_reads_no_segment() {
    let mut stage = Stage::new(small_config());
    fill(&mut stage, 60);
    stage.close_clean();
    stage.directory = Some(stage.open_directory());
    let before = stage.disk.open_count();
    let id = Some(types::TopicId::from_u128(4711));
    let config = Arc::clone(&stage.config);
    let (log, recovery) = stage
        .directory()
        .open_log(&partition(), id, config, stage.now)
        .unwrap();
    assert_eq!(
        stage.disk.open_count() - before,
        1,
        "partition.metadata only"
    );
    assert!(!recovery.scanned);
    assert_eq!(log.log_end_offset(), Offset(120));
    stage.log = Some(log);
    assert_eq!(stage.values().len(), 120);
    assert_eq!(stage.append(0, &["next"]).first_offset, Offset(120));
}
