//! Trees that are not as a controller left them: of another cluster, of a Kafka, spoilt, restored from an older state.

use std::time::Duration;

use bytes::Bytes;
use metadata::Record;
use metadata::records::ProducerIdsRecord;
use types::ControllerEpoch;
use world::{Stat, Write};

use super::{Doors, holder, large_topic, settings, told_records};
use crate::tests::{Cluster, contest_all};
use crate::{StoreEvent, Ticket, Zookeeper, ZookeeperSettings};

#[test]
fn the_ensemble_of_another_cluster_is_refused_and_left_as_it_is() {
    let mut doors = Doors::quiet(2, 6);
    doors.contest(0);
    holder(&mut doors, ControllerEpoch(0));
    let before = doors.ensemble.paths();
    let mut stranger = settings(1);
    stranger.cluster_id = Some("another".to_owned());
    doors.doors[1] = Zookeeper::new(stranger.clone());
    doors.contest(1);
    doors.pass(Duration::from_secs(1));
    let why = doors.exits[1].clone().expect("it ends");
    assert!(
        why.contains("cluster-of-0")
            && why.contains("another")
            && why.contains("zookeeper.connect"),
        "{why}"
    );
    assert_eq!(doors.ensemble.paths(), before, "not even a session's znode");
    // An empty tree is no cluster that a node could have belonged to.
    let mut doors = Doors::quiet(1, 7);
    doors.doors[0] = Zookeeper::new(stranger);
    doors.contest(0);
    doors.pass(Duration::from_secs(1));
    assert!(
        doors.exits[0]
            .as_deref()
            .is_some_and(|why| why.contains("does not exist"))
    );
}

#[test]
fn a_tree_that_cannot_be_read_has_no_controller_until_it_is_repaired() {
    let mut doors = Doors::quiet(2, 8);
    contest_all(&mut doors);
    let (door, epoch) = holder(&mut doors, ControllerEpoch(0));
    doors.commit(door, epoch, Ticket(1), large_topic("t", 2));
    doors.pass(Duration::from_millis(100));
    let path = "/brokers/topics/t/partitions/1/state";
    let (good, _) = doors.data(path).expect("a state");
    doors.write_by_hand(path, "no JSON");
    doors.delete_controller();
    doors.pass(Duration::from_secs(20));
    let wins = |doors: &Doors| {
        doors
            .told
            .iter()
            .flatten()
            .filter(|event| matches!(event, StoreEvent::Won { .. }))
            .count()
    };
    assert_eq!(wins(&doors), 1, "nobody leads what nobody can read");
    assert!(doors.data(path).is_some());
    let set = Write::Set {
        path: format!("/a/chroot{path}"),
        data: good,
        version: None,
    };
    doors
        .ensemble
        .write_by_hand(doors.now.instant, &[set])
        .expect("repaired");
    doors.pass(Duration::from_secs(12));
    assert_eq!(wins(&doors), 2);
}

/// Lays the tree of a Kafka below the chroot, as `import/kafka-3.9.1.txt` has it.
fn lay_tree_of_kafka(doors: &mut Doors) {
    let mut tree: crate::Tree = include_str!("../../zookeeper/import/kafka-3.9.1.txt")
        .lines()
        .map(|line| {
            let mut words = line.splitn(3, ' ');
            let path = words.next().unwrap_or_default().to_owned();
            let data = words.nth(1).filter(|data| *data != "-").unwrap_or_default();
            (path, (Bytes::from_static(data.as_bytes()), Stat::default()))
        })
        .collect();
    tree.remove("/");
    let roots = ["/a".to_owned(), "/a/chroot".to_owned()].map(|path| (path, Bytes::new()));
    let below = tree
        .into_iter()
        .map(|(path, (data, _))| (format!("/a/chroot{path}"), data));
    let now = doors.now.instant;
    for (path, data) in roots.into_iter().chain(below) {
        let create = Write::Create {
            path,
            data,
            ephemeral: false,
        };
        doors
            .ensemble
            .write_by_hand(now, &[create])
            .expect("a parent");
    }
}

/// The whole tree below the chroot.
fn tree(doors: &Doors) -> crate::Tree {
    let paths = doors.ensemble.paths().into_iter();
    let below = paths.filter_map(|path| {
        let node = doors.ensemble.get(&path)?;
        Some((path.strip_prefix("/a/chroot")?.to_owned(), node))
    });
    below.filter(|(path, _)| !path.is_empty()).collect()
}

#[test]
fn the_tree_of_a_kafka_is_left_alone_until_it_is_taken_over_and_is_whole_then() {
    let mut doors = Doors::quiet(2, 4);
    lay_tree_of_kafka(&mut doors);
    let before = tree(&doors);
    contest_all(&mut doors);
    doors.pass(Duration::from_secs(2));
    for exit in &doors.exits {
        let why = exit.as_deref().expect("no place to be");
        assert!(why.contains("highwater cluster import-zookeeper"), "{why}");
    }
    let contents = |tree: &crate::Tree| {
        let all = tree.iter();
        all.map(|(path, (data, _))| (path.clone(), data.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(contents(&tree(&doors)), contents(&before));
    for write in crate::survey(&before)
        .expect("nothing stands in the way")
        .writes
    {
        let below = write.into_iter().map(|write| match write {
            Write::Create {
                path,
                data,
                ephemeral,
            } => Write::Create {
                path: format!("/a/chroot{path}"),
                data,
                ephemeral,
            },
            other => panic!("{other:?}"),
        });
        let below: Vec<_> = below.collect();
        doors
            .ensemble
            .write_by_hand(doors.now.instant, &below)
            .expect("it fits");
    }
    doors.exits = vec![None; 2];
    doors.restart(0);
    doors.restart(1);
    let (door, epoch) = holder(&mut doors, ControllerEpoch(0));
    assert_eq!(epoch, ControllerEpoch(2));
    let read = told_records(&doors.told[door]);
    let count = |name: &str| read.iter().filter(|record| record.name() == name).count();
    assert_eq!(count("TopicRecord"), 2);
    assert_eq!(count("PartitionRecord"), 7);
    assert_eq!(count("RegisterBrokerRecord"), 3);
    assert_eq!(doors.exits, [None, None]);
}

#[test]
fn a_znode_that_cannot_be_read_lets_nobody_lead_and_nothing_is_removed() {
    let wrong: [(&str, &str); 8] = [
        ("/brokers/topics/orders", "{"),
        ("/brokers/topics/orders", r#"{"version":7}"#),
        ("/brokers/topics/orders/partitions/0/state", "[]"),
        ("/config/topics/orders", "null"),
        ("/latest_producer_id_block", r#"{"version":1}"#),
        ("/highwater/features", "7"),
        ("/highwater/brokers/1", r#"{"version":1,"epoch":"x"}"#),
        ("/controller_epoch", "many"),
    ];
    for (path, data) in wrong {
        let mut doors = Doors::quiet(1, 4);
        lay_tree_of_kafka(&mut doors);
        let survey = crate::survey(&tree(&doors)).expect("nothing stands in the way");
        for write in survey.writes.concat() {
            if let Write::Create { path, data, .. } = write {
                let path = format!("/a/chroot{path}");
                let ephemeral = false;
                let create = Write::Create {
                    path,
                    data,
                    ephemeral,
                };
                doors
                    .ensemble
                    .write_by_hand(doors.now.instant, &[create])
                    .expect("it fits");
            }
        }
        doors.write_by_hand(path, data);
        let before: Vec<String> = tree(&doors).into_keys().collect();
        contest_all(&mut doors);
        doors.pass(Duration::from_secs(12));
        let won = doors.told[0]
            .iter()
            .any(|event| matches!(event, StoreEvent::Won { .. }));
        assert!(!won, "{path}");
        let after = tree(&doors);
        assert!(before.iter().all(|path| after.contains_key(path)), "{path}");
        assert_eq!(doors.data(path).expect("it is there").0, data, "{path}");
    }
}

#[test]
fn an_epoch_that_is_spoilt_ends_a_controllership_and_no_process_and_is_looked_at_again() {
    let mut doors = Doors::quiet(2, 4);
    contest_all(&mut doors);
    let (first, epoch) = holder(&mut doors, ControllerEpoch(0));
    doors.write_by_hand("/controller_epoch", "many");
    doors.commit(first, epoch, Ticket(1), large_topic("orders", 1));
    doors.pass(Duration::from_secs(12));
    let lost = StoreEvent::Lost { epoch };
    assert!(doors.told[first].contains(&lost), "a commit is refused");
    assert_eq!(doors.exits, [None, None]);
    doors.write_by_hand("/controller_epoch", "7");
    let (_, next) = holder(&mut doors, epoch);
    assert_eq!(next, ControllerEpoch(8));
}

#[test]
fn nobody_leads_an_ensemble_that_was_restored_from_an_older_state_until_that_is_wanted() {
    let mut doors = Doors::quiet(2, 4);
    contest_all(&mut doors);
    let (_, epoch) = holder(&mut doors, ControllerEpoch(0));
    assert_eq!(epoch, ControllerEpoch(1));
    for door in 0..2 {
        let (now, client) = (doors.now.instant, doors.client(door));
        doors.ensemble.vanish(now, client);
        doors.runs[door] += 1;
        doors.doors[door] = Zookeeper::new(ZookeeperSettings {
            epoch_seen: ControllerEpoch(6),
            ..settings(door)
        });
        doors.told[door].clear();
        doors.contest(door);
    }
    doors.pass(Duration::from_secs(12));
    let won = |event: &StoreEvent| matches!(event, StoreEvent::Won { .. });
    assert!(!doors.told.iter().flatten().any(won));
    assert_eq!(doors.exits, [None, None]);
    doors.write_by_hand("/controller_epoch", "6");
    let (_, next) = holder(&mut doors, ControllerEpoch(0));
    assert_eq!(next, ControllerEpoch(7));
}

#[test]
fn nobody_is_elected_while_the_mark_of_the_last_commit_is_missing_and_the_ensemble_is_not_flooded()
{
    let mut doors = Doors::quiet(1, 4);
    contest_all(&mut doors);
    let (_, epoch) = holder(&mut doors, ControllerEpoch(0));
    let path = "/a/chroot/highwater/commit".to_owned();
    let (delete, version) = (path.clone(), None);
    let delete = Write::Delete {
        path: delete,
        version,
    };
    let now = doors.now.instant;
    doors
        .ensemble
        .write_by_hand(now, &[delete])
        .expect("it is there");
    doors.delete_controller();
    let before = doors.told[0].len();
    let asked = doors.asked;
    doors.pass(Duration::from_secs(12));
    assert!(
        doors.asked - asked < 100,
        "{} requests",
        doors.asked - asked
    );
    assert!(
        !doors.told[0][before..]
            .iter()
            .any(|event| matches!(event, StoreEvent::Won { .. }))
    );
    let create = Write::Create {
        path,
        data: Bytes::new(),
        ephemeral: false,
    };
    let now = doors.now.instant;
    doors
        .ensemble
        .write_by_hand(now, &[create])
        .expect("there is none");
    holder(&mut doors, epoch);
}

#[test]
fn a_block_of_producer_ids_that_was_removed_by_hand_is_not_given_out_again() {
    let next = |told: &[StoreEvent]| {
        let ids = told_records(told).into_iter().rev();
        let mut ids = ids.filter_map(|record| match record {
            Record::ProducerIds(record) => Some(record.next_producer_id),
            _ => None,
        });
        ids.next()
    };
    let block = |next_producer_id| ProducerIdsRecord {
        broker_id: 1,
        broker_epoch: 4,
        next_producer_id,
    };
    let mut doors = Doors::quiet(1, 4);
    contest_all(&mut doors);
    let (_, epoch) = holder(&mut doors, ControllerEpoch(0));
    doors.commit(0, epoch, Ticket(1), vec![block(1_000).into()]);
    doors.pass(Duration::from_secs(1));
    let path = "/latest_producer_id_block";
    let delete = Write::Delete {
        path: format!("/a/chroot{path}"),
        version: None,
    };
    let now = doors.now.instant;
    doors
        .ensemble
        .write_by_hand(now, &[delete])
        .expect("it is there");
    // The controller that has not seen it is refused, and the next one has.
    doors.commit(0, epoch, Ticket(2), vec![block(2_000).into()]);
    let (_, epoch) = holder(&mut doors, epoch);
    assert_eq!(next(&doors.told[0]), Some(1_000));
    doors.commit(0, epoch, Ticket(3), vec![block(2_000).into()]);
    doors.pass(Duration::from_secs(1));
    let (data, _) = doors.data(path).expect("it is there again");
    assert!(data.windows(6).any(|it| it == b"\"1999\""));
    // Another process makes an empty one first.
    doors.write_by_hand(path, "");
    doors.restart(0);
    holder(&mut doors, epoch);
    assert_eq!(next(&doors.told[0]), Some(2_000));
}
