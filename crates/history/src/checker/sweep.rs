//! One pass over a history: pairs what was asked with what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::groups::Groups;
use super::partition::{Partition, Send};
use super::{Key, Promises, Report};
use crate::{Entry, Happened, Operation, Outcome};

/// An operation that has no outcome yet.
struct Open {
    operation: Operation,
    at: u64,
    /// Of its partition, when it began: one beyond the highest committed offset that had been acknowledged.
    floor: i64,
    /// Of its group and partition, when it began: the highest commit that had been acknowledged.
    committed: i64,
}

pub(super) struct Sweep {
    promises: Promises,
    open: BTreeMap<(Arc<str>, u64), Open>,
    partitions: BTreeMap<Key, Partition>,
    groups: Groups,
    report: Report,
}

impl Sweep {
    pub(super) fn new(promises: Promises) -> Self {
        Self {
            promises,
            open: BTreeMap::new(),
            partitions: BTreeMap::new(),
            groups: Groups::default(),
            report: Report::default(),
        }
    }

    pub(super) fn take(&mut self, entry: &Entry) {
        let id = (entry.client.clone(), entry.op);
        match &entry.what {
            Happened::Note(_) => {}
            Happened::Invoke(operation) => {
                let open = self.begin(operation, entry.at);
                self.open.insert(id, open);
            }
            Happened::Ok(outcome) => {
                if let Some(open) = self.open.remove(&id) {
                    self.end(&entry.client, open, outcome, entry.at);
                }
            }
            Happened::Fail(_) => {
                if let Some(open) = self.open.remove(&id)
                    && let Operation::Send {
                        topic,
                        partition,
                        producer,
                        first,
                        count,
                        ..
                    } = open.operation
                {
                    let partition = self.partition(&topic, partition);
                    partition.fail(producer, first, count);
                }
            }
            Happened::Info(_) => {
                self.open.remove(&id);
            }
        }
    }

    fn partition(&mut self, topic: &Arc<str>, partition: i32) -> &mut Partition {
        let key = (topic.clone(), partition);
        self.partitions.entry(key).or_default()
    }

    fn begin(&mut self, operation: &Operation, at: u64) -> Open {
        let mut open = Open {
            operation: operation.clone(),
            at,
            floor: 0,
            committed: -1,
        };
        match operation {
            Operation::Send {
                topic,
                partition,
                idempotent,
                producer,
                first,
                count,
                ..
            } => {
                let partition = self.partition(topic, *partition);
                partition.begin_send(*producer, *first, *count, *idempotent);
                open.floor = partition.floor();
            }
            Operation::Poll {
                topic, partition, ..
            }
            | Operation::End { topic, partition } => {
                open.floor = self.partition(topic, *partition).floor();
            }
            Operation::Delete {
                topic,
                partition,
                below,
            } => self.partition(topic, *partition).begin_delete(*below),
            Operation::Join { .. } => {}
            Operation::Commit {
                group,
                topic,
                partition,
                offset,
            } => {
                let key = (topic.clone(), *partition);
                self.groups.begin_commit(group, &key, *offset);
            }
            Operation::Committed {
                group,
                topic,
                partition,
            } => {
                let key = (topic.clone(), *partition);
                open.committed = self.groups.acknowledged(group, &key);
            }
        }
        open
    }

    fn end(&mut self, client: &Arc<str>, open: Open, outcome: &Outcome, at: u64) {
        match (&open.operation, outcome) {
            (Operation::Send { .. }, Outcome::Sent { base_offset }) => {
                self.end_send(&open, *base_offset, at);
            }
            (Operation::Poll { .. }, Outcome::Polled { .. }) => {
                self.end_poll(client, &open, outcome, at);
            }
            (Operation::End { topic, partition }, Outcome::Ended { offset }) => {
                let key = (topic.clone(), *partition);
                let partition = self.partitions.entry(key.clone()).or_default();
                partition.see_end(&key, client, *offset, &mut self.report);
            }
            (
                Operation::Delete {
                    topic, partition, ..
                },
                Outcome::Deleted { log_start },
            ) => self.see_start(&(topic.clone(), *partition), *log_start),
            (operation, outcome) => self.end_of_group(operation, outcome, open.committed),
        }
    }

    fn end_send(&mut self, open: &Open, base_offset: Option<i64>, at: u64) {
        let Operation::Send {
            topic,
            partition,
            acks,
            producer,
            first,
            count,
            ..
        } = &open.operation
        else {
            return;
        };
        self.report.acknowledged += u64::from(*count);
        let survives = match acks {
            0 => false,
            1 => self.promises.leader_acknowledged_survives,
            _ => self.promises.committed_survives,
        };
        if let (Some(base_offset), true) = (base_offset, survives) {
            let send = Send {
                producer: *producer,
                first: *first,
                count: *count,
                base_offset,
                floor: open.floor,
            };
            let key = (topic.clone(), *partition);
            let partition = self.partitions.entry(key.clone()).or_default();
            partition.acknowledge(&key, &send, at, &mut self.report);
        }
    }

    fn end_poll(&mut self, client: &Arc<str>, open: &Open, outcome: &Outcome, at: u64) {
        let (
            Operation::Poll {
                topic,
                partition,
                offset,
                last,
            },
            Outcome::Polled {
                records,
                high_watermark,
                log_start,
            },
        ) = (&open.operation, outcome)
        else {
            return;
        };
        let key = (topic.clone(), *partition);
        let partition = self.partitions.entry(key.clone()).or_default();
        let report = &mut self.report;
        report.read += records.len() as u64;
        partition.poll(&key, client, *offset, (records, at), *log_start, report);
        partition.see_watermark(&key, client, records, *high_watermark, report);
        partition.see_lag(*high_watermark, open.floor, open.at, report);
        if *last {
            partition.read_last(client, *offset, (records, open.at), *log_start);
        }
        self.see_start(&key, *log_start);
    }

    fn see_start(&mut self, key: &Key, log_start: i64) {
        if self.promises.only_requests_delete {
            let partition = self.partitions.entry(key.clone()).or_default();
            partition.see_start(key, log_start, &mut self.report);
        }
    }

    fn end_of_group(&mut self, operation: &Operation, outcome: &Outcome, committed: i64) {
        let report = &mut self.report;
        match (operation, outcome) {
            (
                Operation::Join { group },
                Outcome::Joined {
                    generation,
                    member,
                    owned,
                },
            ) => self.groups.own(group, *generation, member, owned, report),
            (
                Operation::Commit {
                    group,
                    topic,
                    partition,
                    offset,
                },
                Outcome::Committed,
            ) => {
                let key = (topic.clone(), *partition);
                self.groups.acknowledge(group, &key, *offset);
            }
            (
                Operation::Committed {
                    group,
                    topic,
                    partition,
                },
                Outcome::Offset { offset },
            ) => {
                let key = (topic.clone(), *partition);
                self.groups.read(group, &key, *offset, committed, report);
            }
            // An outcome of another operation: the recorder's fault, and no evidence.
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Report {
        let promises = self.promises;
        for (key, partition) in &self.partitions {
            partition.finish(key, promises, &mut self.report);
        }
        if let Some(bound) = promises.visible_within
            && self.report.worst_lag > bound
        {
            let lag = self.report.worst_lag;
            let evidence = format!("{lag} ns, and {bound} are allowed");
            self.report
                .add(super::Kind::RealtimeLag, "a poll", evidence);
        }
        if !promises.committed_survives {
            self.report
                .anomalies
                .retain(|anomaly| anomaly.kind.holds_whatever_is_lost());
        }
        self.report
    }
}
