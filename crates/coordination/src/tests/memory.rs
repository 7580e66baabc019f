//! The contract, kept by the reference store.

use std::time::Duration;

use metadata::Record;
use types::{ControllerEpoch, Instant, Now, Timestamp};

use super::{
    Cluster, an_epoch_that_has_ended_commits_nothing, commits_are_told_in_order_and_to_everybody,
    ends_agree_with_the_log, node, records,
};
use crate::{Effects, Memory, MemoryFaults, Store, StoreEvent, Ticket};

struct Doors {
    now: Now,
    doors: Vec<Memory>,
    told: Vec<Vec<StoreEvent>>,
}

impl Doors {
    fn new(count: usize, faults: MemoryFaults, seed: u64) -> Self {
        let members: Vec<_> = (0..count).map(node).collect();
        let now = Now {
            instant: Instant(1),
            wall: Timestamp(1),
        };
        Self {
            now,
            doors: Memory::cluster(&members, faults, seed),
            told: vec![Vec::new(); count],
        }
    }

    fn with(&mut self, door: usize, call: impl FnOnce(&mut Memory, Now, &mut Effects)) {
        let mut effects = Effects::default();
        call(&mut self.doors[door], self.now, &mut effects);
        assert!(effects.outputs.is_empty(), "it needs nothing from outside");
        self.told[door].append(&mut effects.events);
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
        self.doors[door].depose(self.now.instant);
    }

    fn pass(&mut self, time: Duration) {
        self.now.instant = self.now.instant + time;
        for door in 0..self.doors() {
            self.with(door, |store, now, effects| store.tick(now, effects));
        }
    }

    fn told(&self, door: usize) -> &[StoreEvent] {
        &self.told[door]
    }
}

#[test]
fn commits_are_told_in_order() {
    commits_are_told_in_order_and_to_everybody(&mut Doors::new(3, MemoryFaults::default(), 1));
}

#[test]
fn an_ended_epoch_commits_nothing() {
    an_epoch_that_has_ended_commits_nothing(&mut Doors::new(3, MemoryFaults::default(), 2));
    an_epoch_that_has_ended_commits_nothing(&mut Doors::new(1, MemoryFaults::default(), 2));
}

#[test]
fn ends_agree_with_the_log_when_events_are_late_and_commits_cut_and_unknown() {
    for seed in 0..60 {
        let faults = MemoryFaults {
            delay_max: Duration::from_millis(seed % 30),
            cut_one_in: seed % 5,
            unknown_one_in: seed % 7,
        };
        ends_agree_with_the_log(&mut Doors::new(3, faults, seed), seed, 40);
    }
}

#[test]
fn who_leaves_holds_nothing_and_is_told_everything_when_it_comes_back() {
    let mut doors = Doors::new(2, MemoryFaults::default(), 3);
    for door in 0..2 {
        doors.contest(door);
    }
    let epoch = ControllerEpoch(1);
    doors.commit(0, epoch, Ticket(1), records(Ticket(1), 1));
    doors.doors[0].leave(doors.now.instant);
    doors.commit(0, epoch, Ticket(2), records(Ticket(2), 1));
    // Whoever leads is told first.
    doors.pass(Duration::from_millis(1));
    doors.pass(Duration::from_millis(1));
    let told = std::mem::take(&mut doors.told[0]);
    let is_cut = |event: &StoreEvent| matches!(event, StoreEvent::Cut { records: 0, .. });
    assert!(told.iter().any(is_cut), "{told:?}");
    let batches = |events: &[StoreEvent]| {
        let batch = |event: &&StoreEvent| matches!(event, StoreEvent::Batch(_));
        events.iter().filter(batch).count()
    };
    assert_eq!(batches(&told), 2, "the first, once in each life");
    let won = |event: &StoreEvent| matches!(event, StoreEvent::Won { epoch } if epoch.0 == 2);
    assert!(doors.told[1].iter().any(won));
}
