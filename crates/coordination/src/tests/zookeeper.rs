//! The contract, kept in a model ensemble.

use std::time::Duration;

use bytes::Bytes;
use metadata::Record;
use metadata::records::{PartitionRecord, ProducerIdsRecord, RegisterBrokerRecord, TopicRecord};
use types::{BrokerEpoch, ControllerEpoch, Instant, Now, Timestamp, Uuid};
use world::{EnsembleSettings, Output, Stat, Write};
use world_sim::{Ensemble, EnsembleClient, EnsembleModel, Random};

use super::{
    Cluster, account, an_epoch_that_has_ended_commits_nothing,
    commits_are_told_in_order_and_to_everybody, contest_all, ends_agree_with_the_log, node,
    records, wait_for, winner,
};
use crate::{
    BrokerAddress, Effects, SessionEpoch, Store, StoreEvent, Ticket, Zookeeper, ZookeeperSettings,
};

struct Doors {
    now: Now,
    ensemble: Ensemble,
    doors: Vec<Zookeeper>,
    told: Vec<Vec<StoreEvent>>,
    exits: Vec<Option<String>>,
    /// Counts runs: another process is another client.
    runs: Vec<u64>,
    /// Counts what the ensemble was asked.
    asked: usize,
    random: Random,
}

fn settings(door: usize) -> ZookeeperSettings {
    ZookeeperSettings {
        node: node(door),
        ensemble: EnsembleSettings::open(
            Vec::new(),
            Duration::from_secs(6),
            Duration::from_secs(6),
        ),
        chroot: "/a/chroot".to_owned(),
        address: BrokerAddress {
            endpoints: Vec::new(),
            rack: None,
        },
        cluster_id: None,
        proposed_cluster_id: format!("cluster-of-{door}"),
        epoch_seen: ControllerEpoch::NONE,
    }
}

impl Doors {
    fn new(count: usize, model: EnsembleModel) -> Self {
        let now = Now {
            instant: Instant(1),
            wall: Timestamp(1_000),
        };
        Self {
            now,
            ensemble: Ensemble::new(model),
            doors: (0..count)
                .map(|door| Zookeeper::new(settings(door)))
                .collect(),
            told: vec![Vec::new(); count],
            exits: vec![None; count],
            runs: vec![0; count],
            asked: 0,
            random: Random::new(model.seed),
        }
    }

    fn quiet(count: usize, seed: u64) -> Self {
        Self::new(
            count,
            EnsembleModel {
                seed,
                ..EnsembleModel::default()
            },
        )
    }

    fn client(&self, door: usize) -> EnsembleClient {
        EnsembleClient(self.runs[door] * 100 + door as u64)
    }

    /// Ends the process of a door without a word, and starts another one.
    fn restart(&mut self, door: usize) {
        let client = self.client(door);
        self.ensemble.vanish(self.now.instant, client);
        self.runs[door] += 1;
        self.doors[door] = Zookeeper::new(settings(door));
        self.told[door].clear();
        self.contest(door);
    }

    /// A znode of the cluster.
    fn data(&self, path: &str) -> Option<(Bytes, Stat)> {
        self.ensemble.get(&format!("/a/chroot{path}"))
    }

    fn write_by_hand(&mut self, path: &str, data: &'static str) {
        let set = Write::Set {
            path: format!("/a/chroot{path}"),
            data: Bytes::from_static(data.as_bytes()),
            version: None,
        };
        self.ensemble
            .write_by_hand(self.now.instant, &[set])
            .expect("it is there");
    }

    fn with(&mut self, door: usize, call: impl FnOnce(&mut Zookeeper, Now, &mut Effects)) {
        let mut effects = Effects::default();
        call(&mut self.doors[door], self.now, &mut effects);
        self.told[door].append(&mut effects.events);
        for output in effects.outputs {
            match output {
                Output::Ensemble(request) => {
                    let client = self.client(door);
                    self.asked += 1;
                    self.ensemble.request(self.now.instant, client, request);
                }
                Output::Exit(why) => self.exits[door] = Some(why),
                other => panic!("nobody expects {other:?}"),
            }
        }
    }

    fn delete_controller(&mut self) {
        let delete = Write::Delete {
            path: "/a/chroot/controller".to_owned(),
            version: None,
        };
        // Nobody may have it just now.
        let _ = self.ensemble.write_by_hand(self.now.instant, &[delete]);
    }
}

impl Cluster for Doors {
    fn doors(&self) -> usize {
        self.doors.len()
    }

    fn contest(&mut self, door: usize) {
        self.with(door, |store, now, effects| store.contest(now, effects));
    }

    fn commit(
        &mut self,
        door: usize,
        epoch: ControllerEpoch,
        ticket: Ticket,
        records: Vec<Record>,
    ) {
        self.with(door, |store, now, effects| {
            store.commit(now, epoch, ticket, records, effects)
        });
    }

    fn depose(&mut self, door: usize, _epoch: ControllerEpoch) {
        let (now, client) = (self.now.instant, self.client(door));
        match self.random.below(3) {
            0 => self.delete_controller(),
            1 => self.ensemble.expire(now, client),
            _ => self
                .ensemble
                .cut(now, client, now + Duration::from_secs(12)),
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now.instant + time;
        loop {
            let due = (0..self.doors()).map(|door| (self.doors[door].next_deadline(), door));
            let (due, door) = due.min().expect("a door");
            let next = self.ensemble.next_event().min(due);
            if next > end {
                break;
            }
            self.now.instant = next.max(self.now.instant);
            self.now.wall =
                Timestamp(1_000 + i64::try_from(self.now.instant.0 / 1_000_000).expect("small"));
            for (client, event) in self.ensemble.run(self.now.instant) {
                let door = usize::try_from(client.0 % 100).expect("a door");
                if client != self.client(door) {
                    continue;
                }
                self.with(door, |store, now, effects| {
                    store.on_ensemble(now, event, effects)
                });
            }
            if due <= self.now.instant {
                self.with(door, |store, now, effects| store.tick(now, effects));
            }
        }
        self.now.instant = end;
    }

    fn told(&self, door: usize) -> &[StoreEvent] {
        &self.told[door]
    }

    fn tell_everybody(&mut self) {
        let before: Vec<_> = self.told.iter().map(Vec::len).collect();
        let has_won = |told: &[StoreEvent]| {
            told.iter()
                .any(|event| matches!(event, StoreEvent::Won { .. }))
        };
        for _ in 0..1_000 {
            let (holder, _) = winner(self);
            let missing = (0..self.doors())
                .any(|door| door != holder && !has_won(&self.told[door][before[door]..]));
            if !missing {
                return;
            }
            self.delete_controller();
            // One that is cut off is not there yet.
            self.pass(Duration::from_millis(200));
        }
        panic!("not everybody wins");
    }
}

#[test]
fn commits_are_told_in_order() {
    commits_are_told_in_order_and_to_everybody(&mut Doors::quiet(1, 1));
    commits_are_told_in_order_and_to_everybody(&mut Doors::quiet(3, 2));
}

#[test]
fn an_ended_epoch_commits_nothing() {
    for seed in 0..12 {
        an_epoch_that_has_ended_commits_nothing(&mut Doors::quiet(3, seed));
        an_epoch_that_has_ended_commits_nothing(&mut Doors::quiet(1, seed));
    }
}

#[test]
fn ends_agree_with_the_log_when_controllers_come_and_go() {
    for seed in 0..40 {
        ends_agree_with_the_log(&mut Doors::quiet(3, seed), seed, 30);
    }
}

#[test]
fn ends_agree_with_the_log_when_replies_are_lost() {
    for seed in 0..25 {
        let model = EnsembleModel {
            seed,
            breaks_one_in: 300 + seed * 40,
            lag: (Duration::ZERO, Duration::from_millis(seed % 20)),
            ..EnsembleModel::default()
        };
        ends_agree_with_the_log(&mut Doors::new(3, model), seed, 30);
    }
}

fn large_topic(name: &str, partitions: i32) -> Vec<Record> {
    let topic_id = Uuid::from_u128(u128::from(name.len() as u64) + 1_000);
    let topic = TopicRecord {
        name: name.into(),
        topic_id,
    };
    let partition = |partition_id| {
        let record = PartitionRecord {
            partition_id,
            topic_id,
            replicas: vec![1, 2, 3],
            isr: vec![1, 2, 3],
            leader: 1,
            leader_epoch: 0,
            partition_epoch: 0,
            directories: vec![Uuid::from_u128(500); 3],
            ..PartitionRecord::default()
        };
        Record::from(record)
    };
    std::iter::once(topic.into())
        .chain((0..partitions).map(partition))
        .collect()
}

/// What the newest snapshot and the batches after it hold.
fn told_records(told: &[StoreEvent]) -> Vec<Record> {
    let mut all = Vec::new();
    for event in told {
        match event {
            StoreEvent::Snapshot { records, .. } => all.clone_from(records),
            StoreEvent::Batch(batch) => all.extend(batch.records.iter().cloned()),
            _ => {}
        }
    }
    all
}

fn end_of(told: &[StoreEvent], wanted: Ticket) -> Option<StoreEvent> {
    let mut events = told.iter();
    let is_end = |event: &&StoreEvent| match event {
        StoreEvent::Committed { ticket, .. }
        | StoreEvent::Cut { ticket, .. }
        | StoreEvent::Unknown { ticket } => *ticket == wanted,
        _ => false,
    };
    events.find(is_end).cloned()
}

/// Who holds an epoch, told without looking into records.
fn holder(doors: &mut Doors, above: ControllerEpoch) -> (usize, ControllerEpoch) {
    for _ in 0..30_000 {
        for door in 0..doors.doors() {
            let won = doors.told[door].iter().rev().find_map(|event| match event {
                StoreEvent::Won { epoch } => Some(Some(*epoch)),
                StoreEvent::Lost { .. } => Some(None),
                _ => None,
            });
            if let Some(Some(epoch)) = won.filter(|epoch| *epoch > Some(above)) {
                return (door, epoch);
            }
        }
        doors.pass(Duration::from_millis(1));
    }
    panic!("nobody wins");
}

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

/// Lays the tree of a Kafka below the chroot, as `import/kafka-3.9.1.txt` has it.
fn lay_tree_of_kafka(doors: &mut Doors) {
    let mut tree: crate::Tree = include_str!("../zookeeper/import/kafka-3.9.1.txt")
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
