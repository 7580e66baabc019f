//! Each anomaly by hand, alone and in the midst of a history that is sound; and histories that only look odd.

use std::sync::Arc;

use history::{Entry, Happened, Kind, Operation, Outcome, Promises, Read, Report, Value, check};

/// Writes histories down.
#[derive(Default)]
struct Script {
    entries: Vec<Entry>,
    op: u64,
}

const T: &str = "t";

impl Script {
    fn put(&mut self, client: &str, op: u64, what: Happened) {
        let at = (self.entries.len() as u64 + 1) * 1000;
        let client = client.into();
        self.entries.push(Entry {
            at,
            client,
            op,
            what,
        });
    }

    fn invoke(&mut self, client: &str, operation: Operation) -> u64 {
        self.op += 1;
        self.put(client, self.op, Happened::Invoke(operation));
        self.op
    }

    fn ok(&mut self, client: &str, op: u64, outcome: Outcome) {
        self.put(client, op, Happened::Ok(outcome));
    }

    fn begin_send(&mut self, partition: i32, producer: u32, first: u64, count: u32) -> u64 {
        self.send_with(partition, producer, first, count, -1, true)
    }

    fn send_with(
        &mut self,
        partition: i32,
        producer: u32,
        first: u64,
        count: u32,
        acks: i16,
        idempotent: bool,
    ) -> u64 {
        let operation = Operation::Send {
            topic: T.into(),
            partition,
            acks,
            idempotent,
            producer,
            first,
            count,
        };
        self.invoke(&format!("producer-{producer}"), operation)
    }

    fn sent(&mut self, producer: u32, op: u64, base_offset: i64) {
        let base_offset = Some(base_offset);
        self.ok(
            &format!("producer-{producer}"),
            op,
            Outcome::Sent { base_offset },
        );
    }

    fn send(&mut self, partition: i32, producer: u32, first: u64, count: u32, base_offset: i64) {
        let op = self.begin_send(partition, producer, first, count);
        self.sent(producer, op, base_offset);
    }

    fn poll(&mut self, client: &str, partition: i32, offset: i64, values: &[(i64, u32, u64)]) {
        let end = values.last().map_or(offset, |(offset, ..)| offset + 1);
        self.poll_with(client, partition, Some(offset), values, end, 0, false);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a line of a history has so many columns"
    )]
    fn poll_with(
        &mut self,
        client: &str,
        partition: i32,
        offset: Option<i64>,
        values: &[(i64, u32, u64)],
        high_watermark: i64,
        log_start: i64,
        last: bool,
    ) {
        let operation = Operation::Poll {
            topic: T.into(),
            partition,
            offset,
            last,
        };
        let op = self.invoke(client, operation);
        let records = values
            .iter()
            .map(|&(offset, producer, seq)| Read(offset, Value(producer, seq)))
            .collect();
        let polled = Outcome::Polled {
            records,
            high_watermark,
            log_start,
        };
        self.ok(client, op, polled);
    }

    /// A last pass by two readers.
    fn last(&mut self, partition: i32, values: &[(i64, u32, u64)]) {
        let end = values.last().map_or(0, |(offset, ..)| offset + 1);
        for reader in ["last-1", "last-2"] {
            let start = values.first().map_or(0, |(offset, ..)| *offset);
            self.poll_with(reader, partition, Some(start), values, end, start, true);
        }
    }

    fn end(&mut self, client: &str, partition: i32, offset: i64) {
        let operation = Operation::End {
            topic: T.into(),
            partition,
        };
        let op = self.invoke(client, operation);
        self.ok(client, op, Outcome::Ended { offset });
    }

    fn delete(&mut self, partition: i32, below: i64) {
        let operation = Operation::Delete {
            topic: T.into(),
            partition,
            below,
        };
        let op = self.invoke("admin", operation);
        self.ok("admin", op, Outcome::Deleted { log_start: below });
    }

    fn own(&mut self, member: &str, generation: i32, partitions: &[i32]) {
        let op = self.invoke(member, Operation::Join { group: "g".into() });
        let owned = partitions.iter().map(|&it| (Arc::from(T), it)).collect();
        let member: Arc<str> = member.into();
        let joined = Outcome::Joined {
            generation,
            member: member.clone(),
            owned,
        };
        self.ok(&member, op, joined);
    }

    fn begin_commit(&mut self, member: &str, offset: i64) -> u64 {
        let operation = Operation::Commit {
            group: "g".into(),
            topic: T.into(),
            partition: 0,
            offset,
        };
        self.invoke(member, operation)
    }

    fn commit(&mut self, member: &str, offset: i64) {
        let op = self.begin_commit(member, offset);
        self.ok(member, op, Outcome::Committed);
    }

    fn committed(&mut self, offset: i64) {
        let operation = Operation::Committed {
            group: "g".into(),
            topic: T.into(),
            partition: 0,
        };
        let op = self.invoke("watcher", operation);
        self.ok("watcher", op, Outcome::Offset { offset });
    }

    /// Another partition, where all is well: 30 batches by one producer, read by one consumer and by the last readers.
    fn sound(&mut self) {
        let partition = 9;
        let mut all = Vec::new();
        for batch in 0..30 {
            let (first, offset) = (batch * 3 + 1, i64::try_from(batch * 3).expect("small"));
            self.send(partition, 99, first, 3, offset);
            let values: Vec<_> = (offset..offset + 3)
                .zip(first..)
                .map(|(o, s)| (o, 99, s))
                .collect();
            self.poll("consumer-99", partition, offset, &values);
            all.extend(values);
        }
        self.last(partition, &all);
    }

    fn check(&self, promises: &Promises) -> Report {
        check(&self.entries, promises)
    }
}

/// The kinds that a history shows, alone, after a sound one, and before one.
fn kinds(promises: &Promises, write: impl Fn(&mut Script)) -> Vec<Kind> {
    let mut alone = Script::default();
    write(&mut alone);
    let kinds_of = |script: &Script| {
        let mut kinds: Vec<Kind> = script
            .check(promises)
            .anomalies
            .iter()
            .map(|anomaly| anomaly.kind)
            .collect();
        kinds.sort();
        kinds.dedup();
        kinds
    };
    let shown = kinds_of(&alone);
    let mut after = Script::default();
    after.sound();
    write(&mut after);
    assert_eq!(kinds_of(&after), shown);
    let mut before = Script::default();
    write(&mut before);
    before.sound();
    assert_eq!(kinds_of(&before), shown);
    shown
}

/// Each of the histories shows this anomaly and no other.
fn all_show(kind: Kind, histories: &[&dyn Fn(&mut Script)]) {
    assert!(histories.len() >= 3);
    for (number, write) in histories.iter().enumerate() {
        assert_eq!(
            kinds(&Promises::default(), write),
            [kind],
            "history {number}"
        );
    }
}

#[test]
fn a_sound_history_shows_nothing() {
    assert_eq!(kinds(&Promises::default(), |_| {}), []);
    let mut script = Script::default();
    script.sound();
    let report = script.check(&Promises::default());
    assert_eq!((report.acknowledged, report.read), (90, 270));
}

#[test]
fn lost_writes() {
    all_show(
        Kind::LostWrite,
        &[
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.send(0, 1, 2, 1, 1);
                s.poll_with("last-1", 0, Some(1), &[(1, 1, 2)], 2, 0, true);
            },
            // Another record is in its place, and its own is nowhere.
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.send(0, 1, 2, 1, 1);
                let op = s.begin_send(0, 2, 1, 1);
                s.put("producer-2", op, Happened::Info("TimedOut".into()));
                s.poll_with("last-1", 0, Some(0), &[(0, 1, 1)], 2, 0, true);
                s.poll_with("last-1", 0, Some(2), &[(2, 2, 1)], 3, 0, true);
            },
            // One of two replicas lacks what the other has.
            &|s| {
                s.send(0, 1, 1, 3, 0);
                s.poll_with(
                    "last-1",
                    0,
                    Some(0),
                    &[(0, 1, 1), (1, 1, 2), (2, 1, 3)],
                    3,
                    0,
                    true,
                );
                s.poll_with("last-2", 0, Some(0), &[(0, 1, 1)], 3, 0, true);
                s.poll_with("last-2", 0, Some(2), &[(2, 1, 3)], 3, 0, true);
            },
        ],
    );
}

#[test]
fn unseen_writes() {
    all_show(
        Kind::Unseen,
        &[
            &|s| {
                s.send(0, 1, 1, 2, 0);
                s.last(0, &[(0, 1, 1)]);
            },
            &|s| {
                s.send(0, 1, 1, 2, 0);
                s.last(0, &[]);
            },
            // Delivered to a consumer, never acknowledged, and gone.
            &|s| {
                let op = s.begin_send(0, 1, 1, 2);
                s.poll("consumer", 0, 0, &[(0, 1, 1), (1, 1, 2)]);
                s.put("producer-1", op, Happened::Info("TimedOut".into()));
                s.last(0, &[(0, 1, 1)]);
            },
        ],
    );
}

#[test]
fn duplicates() {
    all_show(
        Kind::Duplicate,
        &[
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.last(0, &[(0, 1, 1), (1, 1, 1)]);
            },
            &|s| {
                let op = s.begin_send(0, 1, 1, 1);
                s.put("producer-1", op, Happened::Info("TimedOut".into()));
                s.poll("consumer", 0, 0, &[(0, 1, 1), (1, 1, 1)]);
                s.last(0, &[(0, 1, 1), (1, 1, 1)]);
            },
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.send(0, 2, 1, 1, 1);
                s.last(0, &[(0, 1, 1), (1, 2, 1), (2, 1, 1)]);
            },
            // Deleted before both, or with both.
            &|s| {
                s.delete(0, 0);
                s.send(0, 1, 1, 1, 0);
                s.last(0, &[(0, 1, 1), (1, 1, 1)]);
            },
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.poll("consumer", 0, 0, &[(0, 1, 1), (1, 1, 1)]);
                s.delete(0, 2);
            },
        ],
    );
    let forgotten = kinds(&Promises::default(), |s| {
        let op = s.begin_send(0, 1, 1, 1);
        s.poll("consumer", 0, 0, &[(0, 1, 1)]);
        s.delete(0, 1);
        s.sent(1, op, 1);
        s.poll("consumer", 0, 1, &[(1, 1, 1)]);
    });
    assert_eq!(forgotten, []);
    // A plain producer that tries again may double what it sends.
    let plain = kinds(&Promises::default(), |s| {
        let op = s.send_with(0, 1, 1, 1, -1, false);
        s.put("producer-1", op, Happened::Info("TimedOut".into()));
        let op = s.send_with(0, 1, 1, 1, -1, false);
        s.sent(1, op, 1);
        s.last(0, &[(0, 1, 1), (1, 1, 1)]);
    });
    assert_eq!(plain, []);
}

#[test]
fn inconsistent_offsets() {
    all_show(
        Kind::InconsistentOffsets,
        &[
            &|s| {
                let one = s.begin_send(0, 1, 1, 1);
                let two = s.begin_send(0, 2, 1, 1);
                s.put("producer-1", one, Happened::Info("?".into()));
                s.put("producer-2", two, Happened::Info("?".into()));
                s.poll("consumer", 0, 0, &[(0, 1, 1)]);
                s.poll("other", 0, 0, &[(0, 2, 1)]);
            },
            &|s| {
                let one = s.begin_send(0, 1, 1, 1);
                let two = s.begin_send(0, 2, 1, 1);
                s.sent(1, one, 0);
                s.sent(2, two, 0);
            },
            &|s| {
                let one = s.begin_send(0, 1, 1, 1);
                let two = s.begin_send(0, 2, 1, 1);
                s.sent(1, one, 0);
                s.put("producer-2", two, Happened::Info("?".into()));
                s.poll("consumer", 0, 0, &[(0, 2, 1)]);
            },
        ],
    );
}

#[test]
fn phantoms_and_failed_writes() {
    all_show(
        Kind::Phantom,
        &[
            &|s| s.poll("consumer", 0, 0, &[(0, 5, 1)]),
            &|s| s.last(0, &[(0, 5, 1)]),
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.last(0, &[(0, 1, 1), (1, 1, 2)]);
            },
        ],
    );
    let fails = |s: &mut Script, first| {
        let op = s.begin_send(0, 1, first, 1);
        let why = Happened::Fail("NOT_ENOUGH_REPLICAS".into());
        s.put("producer-1", op, why);
    };
    all_show(
        Kind::FailedRead,
        &[
            &|s| {
                fails(s, 1);
                s.poll("consumer", 0, 0, &[(0, 1, 1)]);
                s.last(0, &[(0, 1, 1)]);
            },
            &|s| {
                fails(s, 1);
                s.last(0, &[(0, 1, 1)]);
            },
            &|s| {
                s.send(0, 2, 1, 1, 0);
                fails(s, 1);
                s.last(0, &[(0, 2, 1), (1, 1, 1)]);
            },
        ],
    );
}

/// Sends one record after the other by one producer, and has them read in the end.
fn there(s: &mut Script, count: u64) {
    for seq in 1..=count {
        s.send(0, 1, seq, 1, i64::try_from(seq - 1).expect("small"));
    }
    let all: Vec<_> = (0..)
        .zip(1..=count)
        .map(|(offset, seq)| (offset, 1, seq))
        .collect();
    s.last(0, &all);
}

#[test]
fn polls_that_skip_or_go_back() {
    all_show(
        Kind::PollSkip,
        &[
            &|s| {
                there(s, 3);
                s.poll("consumer", 0, 0, &[(1, 1, 2)]);
            },
            &|s| {
                there(s, 3);
                s.poll_with("consumer", 0, None, &[(0, 1, 1)], 3, 0, false);
                s.poll_with("consumer", 0, None, &[(2, 1, 3)], 3, 0, false);
            },
            &|s| {
                there(s, 5);
                s.poll_with("consumer", 0, Some(0), &[(4, 1, 5)], 5, 3, false);
            },
        ],
    );
    all_show(
        Kind::NonmonotonicPoll,
        &[
            &|s| {
                there(s, 3);
                s.poll("consumer", 0, 2, &[(1, 1, 2), (2, 1, 3)]);
            },
            &|s| {
                there(s, 3);
                s.poll_with("consumer", 0, None, &[(0, 1, 1), (1, 1, 2)], 3, 0, false);
                s.poll_with("consumer", 0, None, &[(1, 1, 2)], 3, 0, false);
            },
            &|s| {
                there(s, 3);
                s.poll("consumer", 0, 3, &[(0, 1, 1)]);
            },
        ],
    );
    all_show(
        Kind::InternalPollSkip,
        &[
            &|s| {
                there(s, 3);
                s.poll("consumer", 0, 0, &[(0, 1, 1), (2, 1, 3)]);
            },
            &|s| {
                there(s, 4);
                s.poll("consumer", 0, 0, &[(0, 1, 1), (1, 1, 2), (3, 1, 4)]);
            },
            &|s| {
                there(s, 9);
                s.poll("consumer", 0, 1, &[(1, 1, 2), (8, 1, 9)]);
            },
        ],
    );
    all_show(
        Kind::InternalNonmonotonicPoll,
        &[
            &|s| {
                there(s, 3);
                s.poll("consumer", 0, 0, &[(0, 1, 1), (0, 1, 1), (1, 1, 2)]);
            },
            &|s| {
                there(s, 3);
                s.poll_with("consumer", 0, Some(1), &[(1, 1, 2), (0, 1, 1)], 3, 0, false);
            },
            &|s| {
                there(s, 3);
                s.poll(
                    "consumer",
                    0,
                    0,
                    &[(0, 1, 1), (1, 1, 2), (1, 1, 2), (2, 1, 3)],
                );
            },
        ],
    );
}

#[test]
fn sends_out_of_order() {
    all_show(
        Kind::NonmonotonicSend,
        &[
            &|s| {
                let one = s.begin_send(0, 1, 1, 1);
                let two = s.begin_send(0, 1, 2, 1);
                s.sent(1, one, 1);
                s.sent(1, two, 0);
            },
            &|s| {
                s.send(0, 1, 1, 2, 4);
                s.send(0, 1, 3, 2, 2);
            },
            &|s| {
                s.send(0, 1, 1, 1, 0);
                s.send(0, 2, 1, 1, 1);
                s.send(0, 2, 2, 5, 2);
                s.send(0, 1, 2, 1, 9);
                let op = s.begin_send(0, 1, 3, 1);
                s.sent(1, op, 8);
            },
        ],
    );
    all_show(
        Kind::RealtimeOrder,
        &[
            &|s| {
                s.send(0, 1, 1, 1, 5);
                s.send(0, 2, 1, 1, 4);
            },
            &|s| {
                let slow = s.begin_send(0, 3, 1, 1);
                s.send(0, 1, 1, 1, 5);
                s.send(0, 2, 1, 1, 1);
                s.sent(3, slow, 0);
            },
            &|s| {
                s.send(0, 1, 1, 10, 0);
                s.send(0, 2, 1, 1, 10);
                s.send(0, 3, 1, 1, 12);
                s.send(0, 4, 1, 1, 11);
            },
        ],
    );
    // Who asked while the other was under way may come before it.
    let concurrent = kinds(&Promises::default(), |s| {
        let one = s.begin_send(0, 1, 1, 1);
        let two = s.begin_send(0, 2, 1, 1);
        s.sent(1, one, 1);
        s.sent(2, two, 0);
    });
    assert_eq!(concurrent, []);
}

#[test]
fn what_is_seen_too_late_or_too_early() {
    let promises = Promises {
        visible_within: Some(5_000),
        ..Promises::default()
    };
    let late = |entries_between: usize| {
        kinds(&promises, |s| {
            s.send(0, 1, 1, 1, 0);
            for n in 0..entries_between {
                s.put("nobody", 0, Happened::Note(n.to_string()));
            }
            s.poll_with("consumer", 0, Some(0), &[], 0, 0, false);
        })
    };
    assert_eq!(late(1), []);
    for far in [10, 20, 30] {
        assert_eq!(late(far), [Kind::RealtimeLag]);
    }
    all_show(
        Kind::AboveWatermark,
        &[
            &|s| {
                there(s, 2);
                s.poll_with("consumer", 0, Some(0), &[(0, 1, 1), (1, 1, 2)], 1, 0, false);
            },
            &|s| {
                there(s, 1);
                s.poll_with("consumer", 0, Some(0), &[(0, 1, 1)], 0, 0, false);
            },
            &|s| {
                there(s, 9);
                s.poll_with("consumer", 0, Some(8), &[(8, 1, 9)], 8, 0, false);
            },
        ],
    );
}

#[test]
fn ends_and_starts_that_go_back() {
    all_show(
        Kind::EndWentBack,
        &[
            &|s| {
                s.end("consumer", 0, 5);
                s.end("consumer", 0, 4);
            },
            &|s| {
                there(s, 3);
                s.poll("consumer", 0, 0, &[(0, 1, 1), (1, 1, 2), (2, 1, 3)]);
                s.end("consumer", 0, 2);
            },
            &|s| {
                s.end("consumer", 0, 5);
                s.end("other", 0, 3);
                s.end("consumer", 0, 7);
                s.end("consumer", 0, 6);
            },
        ],
    );
    all_show(
        Kind::StartWentBack,
        &[
            &|s| {
                s.poll_with("consumer", 0, Some(5), &[], 5, 5, false);
                s.poll_with("consumer", 0, Some(5), &[], 5, 4, false);
            },
            &|s| {
                s.poll_with("consumer", 0, Some(5), &[], 5, 1, false);
                s.poll_with("consumer", 0, Some(5), &[], 5, 3, false);
                s.poll_with("consumer", 0, Some(5), &[], 5, 0, false);
            },
            &|s| {
                there(s, 3);
                s.poll_with("consumer", 0, Some(2), &[(2, 1, 3)], 3, 2, false);
                s.poll_with("consumer", 0, Some(3), &[], 3, 1, false);
            },
        ],
    );
    all_show(
        Kind::BelowStart,
        &[
            &|s| {
                there(s, 3);
                s.poll_with("consumer", 0, Some(0), &[(0, 1, 1)], 3, 1, false);
            },
            &|s| {
                there(s, 3);
                s.poll_with("consumer", 0, None, &[(1, 1, 2), (2, 1, 3)], 3, 2, false);
            },
            &|s| {
                there(s, 3);
                s.delete(0, 2);
                s.poll_with("consumer", 0, Some(1), &[(1, 1, 2)], 3, 2, false);
            },
        ],
    );
    // Two clients may be told by two replicas.
    let two = kinds(&Promises::default(), |s| {
        s.end("consumer", 0, 5);
        s.end("other", 0, 4);
    });
    assert_eq!(two, []);
}

#[test]
fn groups_with_two_owners_or_a_memory_that_fails() {
    all_show(
        Kind::TwoOwners,
        &[
            &|s| {
                s.own("a", 1, &[0, 1]);
                s.own("b", 1, &[1]);
            },
            &|s| {
                s.own("a", 1, &[0]);
                s.own("b", 2, &[0]);
                s.own("a", 2, &[0]);
            },
            &|s| {
                s.own("a", 4, &[0, 1, 2]);
                s.own("b", 4, &[3]);
                s.own("c", 4, &[3]);
            },
        ],
    );
    all_show(
        Kind::CommitWentBack,
        &[
            &|s| {
                s.commit("a", 5);
                s.committed(-1);
            },
            &|s| {
                s.commit("a", 5);
                s.commit("a", 8);
                s.committed(5);
            },
            // Read once, though never acknowledged, and gone.
            &|s| {
                s.commit("a", 3);
                let op = s.begin_commit("a", 9);
                s.committed(9);
                s.put("a", op, Happened::Info("Disconnected".into()));
                s.committed(3);
            },
        ],
    );
    all_show(
        Kind::PhantomCommit,
        &[
            &|s| s.committed(4),
            &|s| {
                s.commit("a", 3);
                s.committed(4);
            },
            &|s| {
                s.commit("a", 7);
                s.commit("a", 9);
                s.committed(8 + 2);
            },
        ],
    );
    // A group that has committed nothing yet.
    let fresh = kinds(&Promises::default(), |s| {
        s.committed(-1);
        s.commit("a", 3);
        s.committed(3);
    });
    assert_eq!(fresh, []);
    // A consumer that goes back on purpose is a cause.
    let seeks = kinds(&Promises::default(), |s| {
        s.commit("a", 9);
        s.commit("a", 3);
        s.committed(3);
    });
    assert_eq!(seeks, []);
}

/// What was asked to be deleted may be back with another leader; all above must stay.
#[test]
fn a_start_moves_by_requests_alone() {
    let promises = Promises {
        only_requests_delete: true,
        ..Promises::default()
    };
    let sound = kinds(&promises, |s| {
        there(s, 3);
        s.delete(0, 2);
        s.poll_with("consumer", 0, Some(2), &[(2, 1, 3)], 3, 2, false);
        s.poll_with("consumer", 0, Some(3), &[], 3, 0, false);
        s.last(0, &[(2, 1, 3)]);
    });
    assert_eq!(sound, []);
    let unasked: [&dyn Fn(&mut Script); 3] = [
        &|s| s.poll_with("consumer", 0, Some(2), &[], 2, 2, false),
        &|s| {
            there(s, 3);
            s.last(0, &[(2, 1, 3)]);
        },
        &|s| {
            there(s, 3);
            s.delete(0, 1);
            s.last(0, &[(2, 1, 3)]);
        },
    ];
    for write in unasked {
        assert_eq!(kinds(&promises, write), [Kind::DeletedUnasked]);
    }
    let lost = kinds(&promises, |s| {
        s.send(0, 1, 1, 3, 0);
        s.delete(0, 1);
        s.poll_with("consumer", 0, Some(1), &[(1, 1, 2)], 3, 1, false);
        s.poll_with("last-1", 0, Some(1), &[(2, 1, 3)], 3, 1, true);
    });
    assert_eq!(lost, [Kind::LostWrite, Kind::PollSkip]);
}

#[test]
fn what_is_not_promised_is_no_anomaly() {
    // acks=1 does not survive its leader, and acks=0 says nothing.
    for acks in [0, 1] {
        let lost = |s: &mut Script| {
            let op = s.send_with(0, 1, 1, 1, acks, false);
            s.sent(1, op, 0);
            s.send(0, 2, 1, 1, 0);
            s.last(0, &[(0, 2, 1)]);
        };
        assert_eq!(kinds(&Promises::default(), lost), []);
    }
    let promises = Promises {
        leader_acknowledged_survives: true,
        ..Promises::default()
    };
    let lost = kinds(&promises, |s| {
        let op = s.send_with(0, 1, 1, 1, 1, false);
        s.sent(1, op, 0);
        s.last(0, &[]);
    });
    assert_eq!(lost, [Kind::Unseen]);
    // Deleted below the start of the log.
    let deleted = kinds(&Promises::default(), |s| {
        s.send(0, 1, 1, 3, 0);
        s.last(0, &[(2, 1, 3)]);
    });
    assert_eq!(deleted, []);
    let promises = Promises {
        committed_survives: false,
        ..Promises::default()
    };
    let unclean = |s: &mut Script| {
        s.send(0, 1, 1, 1, 0);
        s.poll("consumer", 0, 0, &[(0, 1, 1)]);
        s.send(0, 2, 1, 1, 0);
        s.last(0, &[(0, 2, 1)]);
    };
    assert_eq!(kinds(&promises, unclean), []);
    assert_ne!(kinds(&Promises::default(), unclean), []);
}
