//! Sessions that end, and processes that come again.

use std::time::Duration;

use metadata::records::RegisterBrokerRecord;
use types::{BrokerEpoch, ControllerEpoch};

use super::{Doors, end_of, holder, settings};
use crate::tests::{Cluster, account, contest_all, node, records, wait_for, winner};
use crate::{SessionEpoch, Store, StoreEvent, Ticket, Zookeeper};

#[test]
fn a_process_that_starts_again_has_its_znodes_at_once() {
    let mut doors = Doors::quiet(1, 4);
    contest_all(&mut doors);
    let (_, epoch) = holder(&mut doors, ControllerEpoch(0));
    doors.pass(Duration::from_millis(100));
    let SessionEpoch::Session(BrokerEpoch(before)) = doors.doors[0].session_epoch(node(0)) else {
        panic!("it has a session");
    };
    doors.restart(0);
    doors.pass(Duration::from_millis(500));
    let (_, newer) = holder(&mut doors, epoch);
    assert_eq!(newer, epoch.next(), "long before the old session ends");
    let SessionEpoch::Session(BrokerEpoch(after)) = doors.doors[0].session_epoch(node(0)) else {
        panic!("it has a session");
    };
    assert!(after > before);
    doors.pass(Duration::from_secs(30));
    assert!(
        doors.data("/brokers/ids/1").is_some(),
        "the end of the old session takes nothing of the new one"
    );
    assert_eq!(holder(&mut doors, epoch).1, newer);
}

#[test]
fn two_processes_of_one_id_do_not_take_turns() {
    let mut doors = Doors::quiet(2, 5);
    contest_all(&mut doors);
    holder(&mut doors, ControllerEpoch(0));
    let mut other = settings(0);
    other.node = node(1);
    doors.doors[0] = Zookeeper::new(other);
    doors.runs[0] += 1;
    doors.contest(0);
    doors.pass(Duration::from_secs(2));
    let why = doors.exits[1].as_deref().expect("the older one ends");
    assert!(
        why.contains("another process has registered as broker 2"),
        "{why}"
    );
    assert_eq!(doors.exits[0], None);
}

#[test]
fn a_minute_without_the_ensemble_ends_the_controllership_and_nothing_else() {
    let mut doors = Doors::quiet(3, 9);
    contest_all(&mut doors);
    let (door, epoch) = winner(&mut doors);
    doors.pass(Duration::from_millis(100));
    doors.ensemble.set_majority(doors.now.instant, false);
    doors.pass(Duration::from_millis(10));
    doors.commit(door, epoch, Ticket(1), records(Ticket(1), 2));
    doors.pass(Duration::from_secs(60));
    assert_eq!(
        account(&doors, door).holds,
        None,
        "it stops by its own clock"
    );
    assert_eq!(
        account(&doors, door).ends.get(&Ticket(1)),
        Some(&StoreEvent::Cut {
            ticket: Ticket(1),
            records: 0
        })
    );
    doors.ensemble.set_majority(doors.now.instant, true);
    let (door, newer) = winner(&mut doors);
    assert_eq!(newer, epoch.next());
    doors.commit(door, newer, Ticket(2), records(Ticket(2), 1));
    wait_for(&mut doors, "commits go on", |cluster| {
        end_of(cluster.told(door), Ticket(2)).is_some()
    });
    doors.pass(Duration::from_secs(30));
    for door in 0..3 {
        assert!(
            doors
                .data(&format!("/brokers/ids/{}", node(door)))
                .is_some(),
            "every session goes on"
        );
    }
}

#[test]
fn a_controller_tells_whose_session_ends() {
    let mut doors = Doors::quiet(3, 10);
    contest_all(&mut doors);
    let (door, epoch) = holder(&mut doors, ControllerEpoch(0));
    let broker = RegisterBrokerRecord {
        broker_id: node((door + 1) % 3).0,
        ..RegisterBrokerRecord::default()
    };
    doors.commit(door, epoch, Ticket(1), vec![broker.into()]);
    doors.pass(Duration::from_secs(1));
    let other = (door + 1) % 3;
    let client = doors.client(other);
    doors.ensemble.vanish(doors.now.instant, client);
    doors.pass(Duration::from_secs(10));
    let down = StoreEvent::Session {
        broker: node(other),
        up: false,
    };
    assert_eq!(doors.told[door].last(), Some(&down));
    assert_eq!(
        doors.doors[door].session_epoch(node(other)),
        SessionEpoch::None
    );
}
