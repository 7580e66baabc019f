//! The leader epochs of a log against a list that says for every record who appended it.

use log_state::{EpochEnd, EpochStart, LeaderEpochs};
use proptest::prelude::*;
use types::{LeaderEpoch, Offset};

/// The whole truth: the epoch of every record, and where the log starts.
#[derive(Clone, Debug, Default)]
struct Model {
    start: i64,
    records: Vec<i32>,
}

impl Model {
    fn end(&self) -> i64 {
        self.start + i64::try_from(self.records.len()).expect("small")
    }

    /// The largest epoch up to `epoch` that has a record, and the offset after its last one.
    fn end_offset_for(&self, epoch: i32) -> Option<EpochEnd> {
        let newest = *self.records.last()?;
        if epoch > newest {
            return None;
        }
        let known = self.records.iter().copied().filter(|&e| e <= epoch).max();
        let upto = self.records.iter().take_while(|&&e| e <= epoch).count();
        let end_offset = Offset(self.start + i64::try_from(upto).expect("small"));
        Some(EpochEnd {
            epoch: LeaderEpoch(known.unwrap_or(epoch)),
            end_offset,
        })
    }
}

#[derive(Clone, Debug)]
enum Step {
    Append { epochs_on: i32, records: usize },
    TruncateFromEnd(usize),
    TruncateFromStart(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3_i32, 1..4_usize).prop_map(|(epochs_on, records)| Step::Append { epochs_on, records }),
        1 => (0..8_usize).prop_map(Step::TruncateFromEnd),
        1 => (0..8_usize).prop_map(Step::TruncateFromStart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn epochs_end_where_the_records_say(steps in prop::collection::vec(step(), 1..30)) {
        let (mut model, mut epochs) = (Model::default(), LeaderEpochs::new());
        let mut newest = 0;
        for step in steps {
            match step {
                Step::Append { epochs_on, records } => {
                    newest += epochs_on;
                    epochs.assign(LeaderEpoch(newest), Offset(model.end()));
                    model.records.extend(std::iter::repeat_n(newest, records));
                }
                Step::TruncateFromEnd(count) => {
                    model.records.truncate(model.records.len().saturating_sub(count));
                    epochs.truncate_from_end(Offset(model.end()));
                    newest = model.records.last().copied().unwrap_or(newest);
                }
                // A whole log is never cut from the start: its last epoch would be remembered without a record.
                Step::TruncateFromStart(count) if count < model.records.len() => {
                    model.records.drain(..count);
                    model.start += i64::try_from(count).expect("small");
                    epochs.truncate_from_start(Offset(model.start));
                }
                Step::TruncateFromStart(_) => {}
            }
            let starts = epochs.entries();
            prop_assert!(starts.is_sorted_by(|a, b| a.epoch < b.epoch && a.start_offset < b.start_offset));
            for epoch in 0..newest + 2 {
                let end = epochs.end_offset_for(LeaderEpoch(epoch), Offset(model.end()));
                prop_assert_eq!(end, model.end_offset_for(epoch), "epoch {} of {:?}", epoch, model);
            }
            for (offset, epoch) in (model.start..).zip(&model.records) {
                prop_assert_eq!(epochs.epoch_for_offset(Offset(offset)), Some(LeaderEpoch(*epoch)));
            }
            prop_assert_eq!(LeaderEpochs::decode(&epochs.encode()), Ok(epochs.clone()));
        }
    }
}

fn starts(pairs: &[(i32, i64)]) -> Vec<EpochStart> {
    let start = |&(epoch, offset)| EpochStart {
        epoch: LeaderEpoch(epoch),
        start_offset: Offset(offset),
    };
    pairs.iter().map(start).collect()
}

#[test]
fn a_leader_that_wrote_nothing_leaves_no_epoch_behind() {
    let mut epochs = LeaderEpochs::new();
    assert!(epochs.assign(LeaderEpoch(1), Offset(0)));
    assert!(epochs.assign(LeaderEpoch(2), Offset(10)));
    assert!(
        epochs.assign(LeaderEpoch(4), Offset(10)),
        "replaces epoch 2, which has no record"
    );
    assert!(!epochs.assign(LeaderEpoch(4), Offset(12)));
    assert_eq!(epochs.entries(), starts(&[(1, 0), (4, 10)]));
    assert!(
        epochs.truncate_from_end(Offset(10)),
        "also at the very end of the log"
    );
    assert_eq!(epochs.entries(), starts(&[(1, 0)]));
    assert!(!epochs.truncate_from_end(Offset(10)));
}

#[test]
fn the_checkpoint_is_kafka_s_text() {
    let mut epochs = LeaderEpochs::new();
    epochs.assign(LeaderEpoch(0), Offset(0));
    epochs.assign(LeaderEpoch(7), Offset(4711));
    assert_eq!(epochs.encode(), "0\n2\n0 0\n7 4711\n");
    for bad in [
        "",
        "1\n0\n",
        "0\n",
        "0\n1\n",
        "0\n1\n0\n",
        "0\n1\n-1 0\n",
        "0\n1\n0 0\n1 5\n",
        "0\nx\n",
    ] {
        assert!(LeaderEpochs::decode(bad).is_err(), "{bad:?}");
    }
}

/// A crash may leave any first part of a file that was not flushed.
#[test]
fn a_checkpoint_that_a_crash_has_cut_is_refused() {
    let mut epochs = LeaderEpochs::new();
    epochs.assign(LeaderEpoch(0), Offset(0));
    epochs.assign(LeaderEpoch(7), Offset(4711));
    let whole = epochs.encode();
    for length in 0..whole.len() {
        let cut = &whole[..length];
        assert!(LeaderEpochs::decode(cut).is_err(), "{cut:?}");
    }
}
