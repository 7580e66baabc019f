//! A log against a list, under random operations and crashes.

#![allow(clippy::unwrap_used, reason = "a test")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use partition_log::{FlushScope, LeaderBatch, LogConfig, LogError};
use support::*;
use types::{LeaderEpoch, Offset};

/// What the log should hold.
#[derive(Default)]
struct Model {
    start: i64,
    /// The values, from the start on.
    values: Vec<String>,
    /// Offsets at which a batch begins, and the end.
    boundaries: BTreeSet<i64>,
    /// Everything that was ever written at an offset: a crash may bring back what a truncation removed.
    written: BTreeMap<i64, BTreeSet<String>>,
    epoch: i32,
}

impl Model {
    fn end(&self) -> i64 {
        self.start + self.values.len() as i64
    }

    fn truncate(&mut self, offset: i64) {
        let end = self
            .boundaries
            .range(..=offset)
            .next_back()
            .copied()
            .unwrap_or(self.start)
            .max(self.start);
        self.values.truncate((end - self.start) as usize);
        self.boundaries.retain(|boundary| *boundary <= end);
        self.boundaries.insert(end);
    }

    fn advance(&mut self, offset: i64) {
        self.values.drain(..(offset - self.start) as usize);
        self.start = offset;
    }
}

struct Run {
    stage: Stage,
    model: Model,
    dice: Dice,
    next_value: u64,
    flushed: i64,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let config = LogConfig {
            segment_bytes: 500 + dice.roll(4000),
            index_interval_bytes: dice.roll(600),
            segment_index_bytes: 100 + dice.roll(1000),
            retention_bytes: Some(3000),
            retention_ms: None,
            ..LogConfig::default()
        };
        let mut model = Model::default();
        model.boundaries.insert(0);
        Self {
            stage: Stage::new(config),
            model,
            dice,
            next_value: 0,
            flushed: 0,
        }
    }

    fn batches(&mut self) -> Vec<Vec<String>> {
        let count = 1 + self.dice.roll(4);
        (0..count)
            .map(|_| {
                let records = 1 + self.dice.roll(4);
                (0..records)
                    .map(|_| {
                        self.next_value += 1;
                        format!(
                            "{}-{}",
                            self.next_value,
                            "x".repeat(self.dice.roll(120) as usize)
                        )
                    })
                    .collect()
            })
            .collect()
    }

    fn append(&mut self) {
        let values = self.batches();
        let (now, epoch) = (self.stage.now, self.model.epoch);
        let mut base = self.model.end();
        let follows = self.dice.one_in(2);
        let mut batches = Vec::new();
        for values in &values {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let sent = batch(if follows { base } else { 0 }, &values, now.wall.0);
            let placed = sent.placed(sent.header().base_offset, LeaderEpoch(epoch));
            batches.push(if follows {
                sent.with_header(placed)
            } else {
                sent
            });
            base += values.len() as i64;
        }
        let full = self.dice.one_in(8);
        if full {
            self.stage.disk.limit_room(Some(self.dice.roll(1500)));
        }
        let result = if follows {
            self.stage.log().append_as_follower(&batches, now)
        } else {
            let leader: Vec<_> = batches.iter().map(LeaderBatch::trusted).collect();
            self.stage
                .log()
                .append_as_leader(&leader, LeaderEpoch(epoch), now)
        };
        self.stage.disk.limit_room(None);
        match result {
            Ok(appended) => assert_eq!(appended.first_offset.0, self.model.end()),
            Err(LogError::DiskFull { .. }) => {
                assert!(full);
                return;
            }
            Err(error) => panic!("{error}"),
        }
        for value in values {
            for value in value {
                self.model
                    .written
                    .entry(self.model.end())
                    .or_default()
                    .insert(value.clone());
                self.model.values.push(value);
            }
            let end = self.model.end();
            self.model.boundaries.insert(end);
        }
    }

    fn truncate(&mut self) {
        let offset = self.model.start + self.dice.roll(self.model.values.len() as u64 + 1) as i64;
        let now = self.stage.now;
        self.stage.log().truncate_to(Offset(offset), now).unwrap();
        self.model.truncate(offset);
        // A log is cut because another leader's records take the place.
        self.model.epoch += 1;
        self.flushed = self.flushed.min(self.model.end());
    }

    fn advance_start(&mut self) {
        let offset = self.model.start + self.dice.roll(self.model.values.len() as u64 + 1) as i64;
        let now = self.stage.now;
        self.stage
            .log()
            .advance_log_start(Offset(offset), now)
            .unwrap();
        self.model.advance(offset);
    }

    fn retain(&mut self) {
        let high_watermark =
            self.model.start + self.dice.roll(self.model.values.len() as u64 + 1) as i64;
        let now = self.stage.now;
        self.stage
            .log()
            .enforce_retention(Offset(high_watermark), now)
            .unwrap();
        let start = self.stage.log().log_start_offset().0;
        assert!(start == self.model.start || start <= high_watermark);
        self.model.advance(start);
    }

    fn flush(&mut self) {
        let scope = if self.dice.one_in(2) {
            FlushScope::All
        } else {
            FlushScope::Sealed
        };
        let Some(flush) = self.stage.log().begin_flush(scope).unwrap() else {
            return;
        };
        for file in &flush.files {
            file.sync_data().unwrap();
        }
        if self.dice.one_in(4) {
            self.append();
            self.truncate();
        }
        self.stage.log().finish_flush(flush.up_to);
        self.flushed = self.stage.log().recovery_point().0;
        if self.dice.one_in(2) {
            self.stage.directory().write_checkpoints().unwrap();
        }
    }

    fn crash_machine(&mut self) {
        self.stage.crash_machine(&mut self.dice);
        self.stage.open();
        assert!(
            self.stage.recovery.damaged.is_empty(),
            "{:?}",
            self.stage.recovery
        );
        let (start, end) = (
            self.stage.log().log_start_offset().0,
            self.stage.log().log_end_offset().0,
        );
        assert!(end >= self.flushed.max(start), "{end} {}", self.flushed);
        // The checkpoint of log starts is not flushed with every change: more may be there again.
        assert!(start <= self.model.start);
        let values = self.stage.values();
        for (offset, value) in &values {
            let known = usize::try_from(offset - self.model.start)
                .ok()
                .and_then(|at| self.model.values.get(at));
            if *offset < self.flushed && *offset >= self.model.start {
                assert_eq!(Some(value), known, "a flushed record at {offset}");
            }
            assert!(
                self.model.written[offset].contains(value),
                "{value} at {offset}"
            );
        }
        self.model.start = start;
        self.model.values = values.into_iter().map(|(_, value)| value).collect();
        self.model.boundaries = self.boundaries();
        self.model.epoch += 1;
    }

    fn boundaries(&mut self) -> BTreeSet<i64> {
        let mut boundaries = BTreeSet::new();
        let (mut next, end) = (self.model.start, self.model.end());
        while next < end {
            let header = self.stage.log().header_at(Offset(next)).unwrap().unwrap();
            boundaries.insert(header.base_offset.0);
            next = header.next_offset().0;
        }
        boundaries.insert(end);
        boundaries
    }

    fn check(&mut self) {
        let log = self.stage.log();
        assert_eq!(log.log_start_offset().0, self.model.start);
        assert_eq!(log.log_end_offset().0, self.model.end());
        assert!(log.recovery_point() <= log.log_end_offset());
        let from = self.model.start + self.dice.roll(self.model.values.len() as u64 + 1) as i64;
        let ends: Vec<_> = self.model.boundaries.range(from..).copied().collect();
        let up_to = ends
            .get(self.dice.roll(ends.len() as u64) as usize)
            .copied()
            .unwrap_or(self.model.end());
        let read = self.stage.values_in(from, up_to);
        assert_eq!(read.len() as i64, up_to - from);
        for (offset, value) in read {
            assert_eq!(
                value,
                self.model.values[(offset - self.model.start) as usize],
                "at {offset}"
            );
        }
    }

    fn step(&mut self) {
        self.stage.now.instant.0 += 1_000_000_000;
        self.stage.now.wall.0 += 1000;
        match self.dice.roll(24) {
            0..=10 => self.append(),
            11 => self.truncate(),
            12 => self.advance_start(),
            13 => self.retain(),
            14..=16 => self.flush(),
            17 => self.stage.log().release_memory().unwrap(),
            18 => {
                self.stage.restart_clean();
                assert!(!self.stage.recovery.scanned);
                self.flushed = self.model.end();
            }
            19 => {
                self.stage.directory().write_checkpoints().unwrap();
                self.stage.die();
                self.stage.open();
                assert!(self.stage.recovery.damaged.is_empty());
                assert_eq!(self.stage.recovery.cut_bytes, 0, "only the process died");
                self.flushed = self.flushed.min(self.stage.log().recovery_point().0);
            }
            20 => self.crash_machine(),
            21 => {
                self.model.epoch += 1;
                let epoch = LeaderEpoch(self.model.epoch);
                self.stage.log().assign_epoch(epoch).unwrap();
            }
            22 => {
                let instant = self.stage.now.instant;
                self.stage.log().delete_due(instant).unwrap();
            }
            _ => {
                let now = self.stage.now;
                let gone = self.model.end() + self.dice.roll(50) as i64;
                if self.dice.one_in(6) {
                    self.stage
                        .log()
                        .truncate_fully_and_start_at(Offset(gone), now)
                        .unwrap();
                    let end = if self.stage.log().exists() { gone } else { 0 };
                    if end == 0 {
                        self.stage
                            .log()
                            .truncate_fully_and_start_at(Offset(0), now)
                            .unwrap();
                    }
                    self.model.start = end;
                    self.model.values.clear();
                    self.model.boundaries = BTreeSet::from([end]);
                    self.model.epoch += 1;
                    self.flushed = self.flushed.min(end);
                    self.stage.directory().write_checkpoints().unwrap();
                }
            }
        }
        self.check();
    }
}

#[test]
fn a_log_does_what_a_list_does() {
    let seeds: u64 = std::env::var("HIGHWATER_SEEDS")
        .ok()
        .and_then(|seeds| seeds.parse().ok())
        .unwrap_or(60);
    let first: u64 = std::env::var("HIGHWATER_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(0);
    for seed in first..first + seeds {
        let ended = std::panic::catch_unwind(|| {
            let mut run = Run::new(seed);
            for _ in 0..150 {
                run.step();
            }
        });
        assert!(ended.is_ok(), "HIGHWATER_SEED={seed} HIGHWATER_SEEDS=1");
    }
}
