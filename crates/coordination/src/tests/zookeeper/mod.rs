//! The contract, kept in a model ensemble; and what only this store promises.

mod commits;
mod sessions;
mod trees;

use std::time::Duration;

use bytes::Bytes;
use metadata::Record;
use metadata::records::{PartitionRecord, TopicRecord};
use types::{ControllerEpoch, Instant, Now, Timestamp, Uuid};
use world::{EnsembleSettings, Output, Stat, Write};
use world_sim::{Ensemble, EnsembleClient, EnsembleModel, Random};

use super::{
    Cluster, an_epoch_that_has_ended_commits_nothing, commits_are_told_in_order_and_to_everybody,
    ends_agree_with_the_log, node, winner,
};
use crate::{BrokerAddress, Effects, Store, StoreEvent, Ticket, Zookeeper, ZookeeperSettings};

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
