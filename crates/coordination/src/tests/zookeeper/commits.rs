//! Commits that are cut, and commits whose answers are lost.

use std::time::Duration;

use types::ControllerEpoch;

use super::{Doors, end_of, holder, large_topic, told_records};
use crate::tests::{Cluster, account, contest_all, records, wait_for};
use crate::{StoreEvent, Ticket};

#[test]
fn a_batch_beyond_one_write_is_cut_between_partitions_and_told_part_by_part() {
    let mut doors = Doors::quiet(2, 1);
    contest_all(&mut doors);
    let (door, epoch) = holder(&mut doors, ControllerEpoch(0));
    let records = large_topic("large", 5_000);
    doors.commit(door, epoch, Ticket(1), records.clone());
    wait_for(&mut doors, "it ends", |cluster| {
        end_of(cluster.told(door), Ticket(1)).is_some()
    });
    assert!(matches!(
        end_of(doors.told(door), Ticket(1)),
        Some(StoreEvent::Committed { .. })
    ));
    let batches = doors.told[door]
        .iter()
        .filter(|event| matches!(event, StoreEvent::Batch(_)));
    assert!(batches.count() > 2);
    assert_eq!(told_records(doors.told(door)), records);
    doors.restart(door);
    let (successor, _) = holder(&mut doors, epoch);
    assert_eq!(told_records(doors.told(successor)).len(), records.len());
}

#[test]
fn what_was_cut_off_is_what_a_successor_does_not_find() {
    let mut cut = 0;
    for seed in 0..8 {
        let mut doors = Doors::quiet(2, seed);
        contest_all(&mut doors);
        let (door, epoch) = holder(&mut doors, ControllerEpoch(0));
        doors.commit(door, epoch, Ticket(1), large_topic("large", 12_000));
        doors.pass(Duration::from_micros(500 + seed * 1_000));
        doors.delete_controller();
        let (successor, _) = holder(&mut doors, epoch);
        let found = told_records(doors.told(successor)).len();
        wait_for(&mut doors, "it ends", |cluster| {
            end_of(cluster.told(door), Ticket(1)).is_some()
        });
        match end_of(doors.told(door), Ticket(1)) {
            Some(StoreEvent::Cut { records, .. }) if door != successor => {
                assert_eq!(records, found, "seed {seed}");
                cut += usize::from(records > 0);
            }
            Some(StoreEvent::Committed { .. }) => assert_eq!(found, 12_001),
            _ => {}
        }
    }
    assert!(cut > 0, "some are cut in the middle");
}

#[test]
fn a_commit_whose_answer_is_lost_is_found_out_about() {
    for moment in 0..100 {
        let mut doors = Doors::quiet(1, moment);
        contest_all(&mut doors);
        let (door, epoch) = holder(&mut doors, ControllerEpoch(0));
        doors.pass(Duration::from_millis(100));
        for ticket in 1..=3 {
            doors.commit(door, epoch, Ticket(ticket), records(Ticket(ticket), 2));
        }
        doors.pass(Duration::from_micros(moment * 15));
        let client = doors.client(door);
        doors.ensemble.disconnect(doors.now.instant, client);
        for ticket in 1..=3 {
            let ticket = Ticket(ticket);
            wait_for(&mut doors, "it ends", |cluster| {
                end_of(cluster.told(door), ticket).is_some()
            });
            let end = end_of(doors.told(door), ticket);
            assert!(
                matches!(end, Some(StoreEvent::Committed { .. })),
                "{moment}: {end:?}"
            );
            assert_eq!(account(&doors, door).count(ticket), 2);
        }
        assert_eq!(
            account(&doors, door).holds,
            Some(epoch),
            "the session went on, and so does the controller"
        );
    }
}
