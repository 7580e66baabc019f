//! The contract that every store keeps, shown by each store in turn.

mod embedded;
mod memory;
mod real;
mod zookeeper;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use metadata::Record;
use metadata::records::TopicRecord;
use types::{BrokerId, ControllerEpoch, Offset, Uuid};

use crate::{CommittedBatch, StoreEvent, Ticket};

/// Several doors to one store, and what each was told so far.
trait Cluster {
    fn doors(&self) -> usize;
    fn contest(&mut self, door: usize);
    fn commit(&mut self, door: usize, epoch: ControllerEpoch, ticket: Ticket, records: Vec<Record>);
    /// Takes the controllership from whoever has it, however the store does that.
    fn depose(&mut self, door: usize, epoch: ControllerEpoch);
    /// Lets time pass; ends what [`Cluster::depose`] began.
    fn pass(&mut self, time: Duration);
    fn told(&self, door: usize) -> &[StoreEvent];
    /// Has every door hear what is committed, where only who wins is told what others have committed.
    fn tell_everybody(&mut self) {}
}

/// Everything that a door was told, and what must hold of it at any time.
#[derive(Default)]
struct Account {
    log: Vec<(Offset, ControllerEpoch, String)>,
    /// All that is there, told by batches or by a snapshot.
    content: BTreeSet<String>,
    ends: BTreeMap<Ticket, StoreEvent>,
    won: Vec<ControllerEpoch>,
    holds: Option<ControllerEpoch>,
}

fn name(record: &Record) -> String {
    match record {
        Record::Topic(topic) => topic.name.to_string(),
        other => panic!("nobody wrote a {}", other.name()),
    }
}

impl Account {
    fn of(told: &[StoreEvent]) -> Self {
        let mut account = Self::default();
        let mut next = Offset::ZERO;
        for event in told {
            match event {
                StoreEvent::Batch(batch) => {
                    assert_eq!(batch.base_offset, next, "offsets leave no gap");
                    next = batch.last_offset.next();
                    account.take(batch);
                }
                StoreEvent::Won { epoch } => {
                    assert!(account.won.last() < Some(epoch), "epochs rise");
                    account.won.push(*epoch);
                    account.holds = Some(*epoch);
                }
                StoreEvent::Lost { epoch } => {
                    assert_eq!(
                        account.holds.take(),
                        Some(*epoch),
                        "only what is held is lost"
                    );
                }
                StoreEvent::Committed { ticket, .. }
                | StoreEvent::Cut { ticket, .. }
                | StoreEvent::Unknown { ticket } => {
                    let other = account.ends.insert(*ticket, event.clone());
                    assert!(
                        other.is_none(),
                        "a commit ends once: {other:?} and {event:?}"
                    );
                    account.check_end(*ticket, event, next);
                }
                StoreEvent::Session { .. } | StoreEvent::LeaderChanged { .. } => {}
                StoreEvent::Snapshot {
                    last_offset,
                    records,
                    ..
                } => {
                    let content = records.iter().map(name).collect();
                    assert!(
                        account.content.is_subset(&content),
                        "nothing that was told is missing"
                    );
                    assert!(*last_offset >= Offset(next.0 - 1), "offsets rise");
                    account.content = content;
                    next = last_offset.next();
                }
            }
        }
        account
    }

    fn take(&mut self, batch: &CommittedBatch) {
        for (at, record) in (batch.base_offset.0..).zip(&batch.records) {
            self.log.push((Offset(at), batch.epoch, name(record)));
            assert!(self.content.insert(name(record)), "nothing is told twice");
        }
        let epochs: Vec<_> = self.log.iter().map(|(_, epoch, _)| *epoch).collect();
        assert!(
            epochs.is_sorted(),
            "an older epoch does not write after a newer one"
        );
    }

    fn count(&self, ticket: Ticket) -> usize {
        let prefix = format!("{}-", ticket.0);
        let of_ticket = |name: &&String| name.starts_with(&prefix);
        self.content.iter().filter(of_ticket).count()
    }

    /// Whether both were told the same.
    fn check_agrees(&self, other: &Self) {
        assert_eq!(self.content, other.content);
        let theirs: BTreeMap<_, _> = other
            .log
            .iter()
            .map(|(at, epoch, name)| (at, (epoch, name)))
            .collect();
        for (at, epoch, name) in &self.log {
            assert!(
                theirs.get(at).is_none_or(|other| *other == (epoch, name)),
                "two records at {at}"
            );
        }
    }

    /// What an end says is so when it is told, not later.
    fn check_end(&self, ticket: Ticket, end: &StoreEvent, next: Offset) {
        match end {
            StoreEvent::Committed { last_offset, .. } => {
                assert!(*last_offset < next, "told before its end");
                assert!(self.count(ticket) > 0, "{ticket:?} is not in the log");
            }
            StoreEvent::Cut { records, .. } => assert_eq!(self.count(ticket), *records),
            _ => {}
        }
    }
}

fn records(ticket: Ticket, count: usize) -> Vec<Record> {
    let record = |at: usize| {
        let name = format!("{}-{at}", ticket.0);
        TopicRecord {
            name: name.into(),
            topic_id: Uuid::from_u128(u128::from(ticket.0) * 1_000 + at as u128 + 1),
        }
        .into()
    };
    (0..count).map(record).collect()
}

fn account(cluster: &dyn Cluster, door: usize) -> Account {
    Account::of(cluster.told(door))
}

fn contest_all(cluster: &mut dyn Cluster) {
    for door in 0..cluster.doors() {
        cluster.contest(door);
    }
}

/// Lets time pass until a look at what was told finds something.
fn look_until<T>(
    cluster: &mut dyn Cluster,
    mut look: impl FnMut(&dyn Cluster) -> Option<T>,
) -> Option<T> {
    let mut looked_at = None;
    for _ in 0..20_000 {
        let told: Vec<_> = (0..cluster.doors())
            .map(|door| cluster.told(door).len())
            .collect();
        if looked_at.as_ref() != Some(&told) {
            if let Some(found) = look(cluster) {
                return Some(found);
            }
            looked_at = Some(told);
        }
        cluster.pass(Duration::from_millis(1));
    }
    None
}

/// Lets time pass until somebody has won, and says who.
fn winner(cluster: &mut dyn Cluster) -> (usize, ControllerEpoch) {
    let found = look_until(cluster, |cluster| {
        let held =
            (0..cluster.doors()).filter_map(|door| Some((account(cluster, door).holds?, door)));
        // One that was deposed may not know it yet: the highest epoch is the one that counts.
        held.max()
    });
    match found {
        Some((epoch, door)) => (door, epoch),
        None => panic!("nobody won"),
    }
}

fn wait_for(cluster: &mut dyn Cluster, what: &str, done: impl Fn(&dyn Cluster) -> bool) {
    let found = look_until(cluster, |cluster| done(cluster).then_some(()));
    assert!(found.is_some(), "never: {what}");
}

fn commits_are_told_in_order_and_to_everybody(cluster: &mut dyn Cluster) {
    contest_all(cluster);
    let (door, epoch) = winner(cluster);
    for ticket in 1..=5 {
        cluster.commit(door, epoch, Ticket(ticket), records(Ticket(ticket), 3));
    }
    wait_for(cluster, "all commits end", |cluster| {
        account(cluster, door).ends.len() == 5
    });
    cluster.tell_everybody();
    wait_for(cluster, "everybody has them", |cluster| {
        (0..cluster.doors()).all(|door| account(cluster, door).content.len() == 15)
    });
    let told = account(cluster, door);
    let names: Vec<_> = told.log.iter().map(|(_, _, name)| name.as_str()).collect();
    assert_eq!(names[..4], ["1-0", "1-1", "1-2", "2-0"]);
    for other in 0..cluster.doors() {
        told.check_agrees(&account(cluster, other));
    }
}

fn an_epoch_that_has_ended_commits_nothing(cluster: &mut dyn Cluster) {
    contest_all(cluster);
    let (door, epoch) = winner(cluster);
    cluster.commit(door, epoch, Ticket(1), records(Ticket(1), 1));
    wait_for(cluster, "a commit", |cluster| {
        account(cluster, door).ends.contains_key(&Ticket(1))
    });
    cluster.depose(door, epoch);
    wait_for(cluster, "another epoch", |cluster| {
        (0..cluster.doors()).any(|door| account(cluster, door).won.last() > Some(&epoch))
    });
    // The door may not have heard that it is over; what it asks for counts for nothing all the same.
    cluster.commit(door, epoch, Ticket(2), records(Ticket(2), 1));
    wait_for(cluster, "the end of the late commit", |cluster| {
        account(cluster, door).ends.contains_key(&Ticket(2))
    });
    let (door, newer) = winner(cluster);
    assert!(newer > epoch);
    cluster.commit(door, newer, Ticket(3), records(Ticket(3), 1));
    wait_for(cluster, "the commit of the new epoch ends", |cluster| {
        account(cluster, door).ends.contains_key(&Ticket(3))
    });
    cluster.tell_everybody();
    wait_for(
        cluster,
        "everybody has the commit of the new epoch",
        |cluster| (0..cluster.doors()).all(|door| account(cluster, door).count(Ticket(3)) == 1),
    );
    for door in 0..cluster.doors() {
        assert_eq!(account(cluster, door).count(Ticket(2)), 0);
        assert_eq!(account(cluster, door).count(Ticket(1)), 1);
    }
}

/// A history in which controllers come and go: whatever the ends of the commits say is what everybody is told.
fn ends_agree_with_the_log(cluster: &mut dyn Cluster, seed: u64, rounds: u64) {
    let mut random = seed;
    let mut below = |limit: u64| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        (random >> 33) % limit
    };
    contest_all(cluster);
    let mut asked = Vec::new();
    for round in 0..rounds {
        let (door, epoch) = winner(cluster);
        for one in 0..=below(3) {
            let ticket = Ticket(round * 10 + one);
            let count = usize::try_from(1 + below(4)).expect("small");
            asked.push((door, ticket, count));
            cluster.commit(door, epoch, ticket, records(ticket, count));
            cluster.pass(Duration::from_millis(below(4)));
        }
        if below(4) == 0 {
            cluster.depose(door, epoch);
        }
        cluster.pass(Duration::from_millis(below(20)));
    }
    wait_for(cluster, "every commit ends", |cluster| {
        asked
            .iter()
            .all(|(door, ticket, _)| account(cluster, *door).ends.contains_key(ticket))
    });
    let (door, epoch) = winner(cluster);
    cluster.commit(
        door,
        epoch,
        Ticket(1_000_000),
        records(Ticket(1_000_000), 1),
    );
    wait_for(cluster, "the last commit ends", |cluster| {
        account(cluster, door).ends.contains_key(&Ticket(1_000_000))
    });
    cluster.tell_everybody();
    wait_for(cluster, "everybody has everything", |cluster| {
        let counts = (0..cluster.doors()).map(|door| account(cluster, door).content.len());
        let most = counts.max();
        (0..cluster.doors()).all(|door| Some(account(cluster, door).content.len()) == most)
    });
    let told = account(cluster, 0);
    for other in 1..cluster.doors() {
        told.check_agrees(&account(cluster, other));
    }
    for (door, ticket, count) in asked {
        let kept = account(cluster, 0).count(ticket);
        match account(cluster, door).ends[&ticket] {
            StoreEvent::Committed { .. } => assert_eq!(kept, count),
            StoreEvent::Cut { records, .. } => assert_eq!(kept, records),
            _ => assert!(kept == 0 || kept == count),
        }
    }
}

fn node(door: usize) -> BrokerId {
    BrokerId(1 + i32::try_from(door).expect("few"))
}
