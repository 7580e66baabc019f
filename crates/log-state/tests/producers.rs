//! Idempotence and transactions of a log against a plain list of what was appended.

use log_state::{
    AppendOrigin, ProducerAppend, Producers, SequenceError, SequenceOutcome, TransactionEnd,
};
use proptest::prelude::*;
use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

fn append(id: i64, epoch: i16, base_sequence: i32, count: i32) -> ProducerAppend {
    let last = i64::from(base_sequence) + i64::from(count) - 1;
    let last = if last > i64::from(i32::MAX) {
        last - i64::from(i32::MAX) - 1
    } else {
        last
    };
    ProducerAppend {
        producer_id: ProducerId(id),
        producer_epoch: ProducerEpoch(epoch),
        base_sequence,
        last_sequence: i32::try_from(last).expect("wrapped"),
        last_offset_delta: count - 1,
        max_timestamp: Timestamp(100),
        transactional: false,
    }
}

fn transactional(id: i64, base_sequence: i32) -> ProducerAppend {
    ProducerAppend {
        transactional: true,
        ..append(id, 0, base_sequence, 1)
    }
}

fn end(id: i64, coordinator_epoch: i32, committed: bool) -> TransactionEnd {
    TransactionEnd {
        producer_id: ProducerId(id),
        producer_epoch: ProducerEpoch(0),
        coordinator_epoch,
        committed,
        timestamp: Timestamp(200),
    }
}

fn check(producers: &Producers, append: &ProducerAppend) -> Result<SequenceOutcome, SequenceError> {
    producers.check(append, AppendOrigin::Client)
}

/// What a log of `(append, base offset)` says about the next append: the rule without any state kept.
fn model(
    log: &[(ProducerAppend, i64)],
    next: &ProducerAppend,
) -> Result<Option<i64>, &'static str> {
    let mine: Vec<_> = log
        .iter()
        .filter(|(a, _)| a.producer_id == next.producer_id)
        .collect();
    let Some((newest, _)) = mine.last() else {
        return Ok(None);
    };
    let same = mine
        .iter()
        .rev()
        .take_while(|(a, _)| a.producer_epoch == newest.producer_epoch)
        .take(5);
    let twin = |(a, _): &&&&(ProducerAppend, i64)| {
        (a.producer_epoch, a.base_sequence, a.last_sequence)
            == (next.producer_epoch, next.base_sequence, next.last_sequence)
    };
    let expected = newest.last_sequence.checked_add(1).unwrap_or(0);
    if let Some((_, base)) = same.clone().collect::<Vec<_>>().iter().rev().find(twin) {
        Ok(Some(*base))
    } else if next.producer_epoch < newest.producer_epoch {
        Err("fenced")
    } else if next.base_sequence
        != if next.producer_epoch > newest.producer_epoch {
            0
        } else {
            expected
        }
    {
        Err("out of order")
    } else {
        Ok(None)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_is_new_or_twice_or_out_of_order_as_the_log_says(
        tries in prop::collection::vec((0..2_i64, 0..2_i16, -12..3_i32, 1..4_i32, any::<bool>()), 1..60),
        start in prop_oneof![Just(0), Just(i32::MAX - 9)],
        restart_every in 3..20_usize,
    ) {
        let mut producers = Producers::new();
        let mut log: Vec<(ProducerAppend, i64)> = Vec::new();
        let mut log_end = 0;
        for (turn, (id, epoch, shift, count, in_order)) in tries.into_iter().enumerate() {
            let newest = log.iter().rev().find(|(a, _)| a.producer_id.0 == id).map(|(a, _)| a);
            let expected = newest.map_or(start, |a| a.last_sequence.checked_add(1).unwrap_or(0));
            let base = if in_order { expected } else { (expected + shift.min(0)).max(0) };
            let next = append(id, epoch, base, count);
            let outcome = match check(&producers, &next) {
                Ok(SequenceOutcome::New) => Ok(None),
                Ok(SequenceOutcome::Duplicate { base_offset, last_offset, .. }) => {
                    prop_assert_eq!(last_offset - base_offset, i64::from(count) - 1);
                    Ok(Some(base_offset.0))
                }
                Err(SequenceError::InvalidProducerEpoch { .. }) => Err("fenced"),
                Err(SequenceError::OutOfOrderSequence { .. }) => Err("out of order"),
                Err(other) => panic!("{other}"),
            };
            prop_assert_eq!(outcome, model(&log, &next), "{:?} after {:?}", next, log);
            if outcome == Ok(None) {
                producers.replay(&next, Offset(log_end));
                log.push((next, log_end));
                log_end += i64::from(count);
            }
            if turn % restart_every == 0 {
                let mut again = Producers::decode_snapshot(&producers.encode_snapshot()).expect("whole");
                again.restore_windows(&producers.encode_windows()).expect("whole");
                prop_assert_eq!(&again, &producers);
            }
        }
    }
}

#[test]
fn five_batches_are_remembered_and_the_sixth_is_out_of_order() {
    let mut producers = Producers::new();
    for n in 0..6 {
        producers.replay(&append(1, 0, n, 1), Offset(i64::from(n)));
    }
    for n in 1..6 {
        let outcome = check(&producers, &append(1, 0, n, 1)).expect("remembered");
        let base_offset = Offset(i64::from(n));
        let timestamp = Timestamp(100);
        assert_eq!(
            outcome,
            SequenceOutcome::Duplicate {
                base_offset,
                last_offset: base_offset,
                timestamp
            }
        );
    }
    assert!(check(&producers, &append(1, 0, 0, 1)).is_err());
    let kafka_s = Producers::decode_snapshot(&producers.encode_snapshot()).expect("whole");
    assert!(matches!(
        check(&kafka_s, &append(1, 0, 5, 1)),
        Ok(SequenceOutcome::Duplicate { .. })
    ));
    assert!(
        check(&kafka_s, &append(1, 0, 4, 1)).is_err(),
        "Kafka's file holds one batch"
    );
}

#[test]
fn a_coordinator_s_batches_have_no_sequence() {
    let mut producers = Producers::new();
    producers.replay(&append(1, 3, 0, 1), Offset(0));
    let batch = ProducerAppend {
        base_sequence: -1,
        last_sequence: -1,
        ..append(1, 3, 0, 2)
    };
    let outcome = producers.check(&batch, AppendOrigin::Coordinator);
    assert_eq!(outcome, Ok(SequenceOutcome::New));
    let old = ProducerAppend {
        producer_epoch: ProducerEpoch(2),
        ..batch
    };
    assert!(producers.check(&old, AppendOrigin::Coordinator).is_err());
}

#[test]
fn open_and_uncommitted_transactions_hold_the_last_stable_offset_back() {
    let mut producers = Producers::new();
    producers.replay(&transactional(1, 0), Offset(10));
    producers.replay(&transactional(2, 0), Offset(20));
    producers.replay(&transactional(1, 1), Offset(21));
    assert_eq!(producers.last_stable_offset(Offset(22)), Offset(10));
    assert_eq!(
        producers.oldest_transaction(),
        Some((Offset(10), Timestamp(100)))
    );
    let aborted = producers
        .replay_end(&end(1, 5, false), Offset(22))
        .expect("it has records");
    assert_eq!(
        (aborted.first_offset, aborted.last_offset),
        (Offset(10), Offset(22))
    );
    assert!(aborted.aborted);
    assert_eq!(
        aborted.last_stable_offset,
        Offset(20),
        "the other one is still open"
    );
    assert_eq!(
        producers.last_stable_offset(Offset(22)),
        Offset(10),
        "the marker is not committed"
    );
    producers.on_high_watermark(Offset(23));
    assert_eq!(producers.last_stable_offset(Offset(23)), Offset(20));
    let committed = producers
        .replay_end(&end(2, 5, true), Offset(23))
        .expect("it has records");
    assert_eq!(committed.last_stable_offset, Offset(24));
    producers.on_high_watermark(Offset(24));
    assert_eq!(producers.first_unstable_offset(), None);
    assert_eq!(
        producers.replay_end(&end(2, 5, true), Offset(24)),
        None,
        "nothing was open"
    );
}

#[test]
fn a_replaced_coordinator_and_a_batch_outside_of_its_transaction_are_refused() {
    let mut producers = Producers::new();
    producers.replay(&transactional(1, 0), Offset(0));
    let plain = check(&producers, &append(1, 0, 1, 1));
    assert_eq!(
        plain,
        Err(SequenceError::NotInTransaction {
            producer_id: ProducerId(1)
        })
    );
    producers.replay_end(&end(1, 5, true), Offset(1));
    assert!(producers.check_end(&end(1, 5, true)).is_ok());
    let error = producers.check_end(&end(1, 4, true)).expect_err("older");
    assert!(matches!(
        error,
        SequenceError::CoordinatorFenced { current: 5, .. }
    ));
}

#[test]
fn idle_producers_are_forgotten_unless_a_transaction_is_open() {
    let mut producers = Producers::new();
    producers.replay(&append(1, 0, 0, 1), Offset(0));
    producers.replay(&transactional(2, 0), Offset(1));
    assert_eq!(producers.expire(Timestamp(1099), 1000), 0);
    assert_eq!(producers.expire(Timestamp(1100), 1000), 1);
    assert!(producers.get(ProducerId(1)).is_none() && producers.get(ProducerId(2)).is_some());
    assert_eq!(
        check(&producers, &append(1, 0, 77, 1)),
        Ok(SequenceOutcome::New)
    );
}
