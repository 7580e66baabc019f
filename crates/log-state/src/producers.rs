//! All producers of one log: idempotence and open transactions.
//!
//! Invariant: every entry with an open transaction has it in `ongoing`, at the same offset, and nobody else has.

use std::collections::BTreeMap;

use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::producer_entry::{ProducerEntry, ProducerView};
use crate::sequence::{AppendOrigin, ProducerAppend, SequenceError, SequenceOutcome};

/// The end of a transaction, as its marker says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TransactionEnd {
    /// The producer.
    pub producer_id: ProducerId,
    /// Its epoch.
    pub producer_epoch: ProducerEpoch,
    /// The epoch of the transaction coordinator.
    pub coordinator_epoch: i32,
    /// Commit, or else abort.
    pub committed: bool,
    /// When it was written.
    pub timestamp: Timestamp,
}

/// A transaction that ended with records in this log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CompletedTransaction {
    /// The producer.
    pub producer_id: ProducerId,
    /// Its first record.
    pub first_offset: Offset,
    /// Its marker.
    pub last_offset: Offset,
    /// Whether it was aborted, and belongs in the index of aborted transactions.
    pub aborted: bool,
    /// Below this all is decided once the marker is committed: what goes into that index.
    pub last_stable_offset: Offset,
}

/// What a log remembers of its producers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Producers {
    pub(crate) entries: BTreeMap<ProducerId, ProducerEntry>,
    /// Open transactions by their first offset.
    ongoing: BTreeMap<Offset, ProducerId>,
    /// Ended transactions, first offset to marker, whose marker the high watermark has not passed.
    unreplicated: BTreeMap<Offset, Offset>,
}

impl Producers {
    /// Nobody has written yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Producers remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nobody is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All of them, by id.
    pub fn iter(&self) -> impl Iterator<Item = ProducerView> + '_ {
        self.entries.iter().map(|(id, entry)| entry.view(*id))
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, producer_id: ProducerId) -> Option<ProducerView> {
        self.entries
            .get(&producer_id)
            .map(|entry| entry.view(producer_id))
    }

    /// Whether a batch may be appended, or is in the log already. Nothing changes. A producer that is not remembered
    /// may start with any sequence: its records may have been deleted.
    ///
    /// # Errors
    /// What is out of order.
    pub fn check(
        &self,
        append: &ProducerAppend,
        origin: AppendOrigin,
    ) -> Result<SequenceOutcome, SequenceError> {
        match self.entries.get(&append.producer_id) {
            None => Ok(SequenceOutcome::New),
            Some(entry) => entry.check(append, origin),
        }
    }

    /// Notes a batch that was appended at `base_offset`: by the leader after [`Producers::check`], or unchecked when
    /// a follower copies or a log is recovered.
    ///
    /// # Panics
    /// When the batch has no producer.
    pub fn replay(&mut self, append: &ProducerAppend, base_offset: Offset) {
        assert!(append.producer_id.0 >= 0, "a batch without a producer");
        let entry = self
            .entries
            .entry(append.producer_id)
            .or_insert_with(|| ProducerEntry::new(append.producer_epoch));
        entry.remember(append, base_offset);
        if append.transactional && entry.transaction_first_offset.is_none() {
            entry.transaction_first_offset = Some(base_offset);
            self.ongoing.insert(base_offset, append.producer_id);
        }
    }

    /// Whether a transaction may be ended so. Nothing changes.
    ///
    /// # Errors
    /// A newer epoch of the producer or of the coordinator has written.
    pub fn check_end(&self, end: &TransactionEnd) -> Result<(), SequenceError> {
        let Some(entry) = self.entries.get(&end.producer_id) else {
            return Ok(());
        };
        entry.check_epoch(end.producer_id, end.producer_epoch)?;
        if end.coordinator_epoch < entry.coordinator_epoch {
            return Err(SequenceError::CoordinatorFenced {
                producer_id: end.producer_id,
                coordinator_epoch: end.coordinator_epoch,
                current: entry.coordinator_epoch,
            });
        }
        Ok(())
    }

    /// Notes a marker that was appended at `offset`. None where the transaction has no record in this log.
    ///
    /// # Panics
    /// When the marker has no producer.
    pub fn replay_end(
        &mut self,
        end: &TransactionEnd,
        offset: Offset,
    ) -> Option<CompletedTransaction> {
        assert!(end.producer_id.0 >= 0, "a marker without a producer");
        let entry = self
            .entries
            .entry(end.producer_id)
            .or_insert_with(|| ProducerEntry::new(end.producer_epoch));
        entry.set_epoch(end.producer_epoch);
        entry.coordinator_epoch = end.coordinator_epoch;
        entry.last_timestamp = end.timestamp;
        let first_offset = entry.transaction_first_offset.take()?;
        let removed = self.ongoing.remove(&first_offset);
        assert_eq!(
            removed,
            Some(end.producer_id),
            "an open transaction that nobody began"
        );
        self.unreplicated.insert(first_offset, offset);
        let next = self.ongoing.first_key_value().map(|(first, _)| *first);
        Some(CompletedTransaction {
            producer_id: end.producer_id,
            first_offset,
            last_offset: offset,
            aborted: !end.committed,
            last_stable_offset: next.unwrap_or_else(|| offset.next()),
        })
    }

    /// The first offset that is not stable yet: of the oldest transaction that is open, or that has ended above the
    /// high watermark.
    #[must_use]
    pub fn first_unstable_offset(&self) -> Option<Offset> {
        let open = self.ongoing.first_key_value().map(|(first, _)| *first);
        let ended = self.unreplicated.first_key_value().map(|(first, _)| *first);
        match (open, ended) {
            (Some(open), Some(ended)) => Some(open.min(ended)),
            (open, ended) => open.or(ended),
        }
    }

    /// How far a consumer of committed transactions may read.
    #[must_use]
    pub fn last_stable_offset(&self, high_watermark: Offset) -> Offset {
        self.first_unstable_offset()
            .map_or(high_watermark, |first| first.min(high_watermark))
    }

    /// Notes that everything below `high_watermark` is committed: transactions whose marker it passed are stable.
    pub fn on_high_watermark(&mut self, high_watermark: Offset) {
        if !self.unreplicated.is_empty() {
            self.unreplicated
                .retain(|_, marker| *marker >= high_watermark);
        }
    }

    /// Notes that the log starts at `log_start_offset` now. Open transactions stay, also where their records are gone.
    pub fn on_log_start(&mut self, log_start_offset: Offset) {
        self.on_high_watermark(log_start_offset);
    }

    /// Forgets producers that have written nothing for `expiration_ms`, unless they have a transaction open; how many.
    pub fn expire(&mut self, now: Timestamp, expiration_ms: i64) -> usize {
        let before = self.entries.len();
        self.entries
            .retain(|_, entry| !is_expired(entry, now, expiration_ms));
        before - self.entries.len()
    }

    /// The oldest open transaction: its first offset, and when its producer last wrote.
    #[must_use]
    pub fn oldest_transaction(&self) -> Option<(Offset, Timestamp)> {
        let (first, producer_id) = self.ongoing.first_key_value()?;
        let last = self
            .entries
            .get(producer_id)
            .map_or(Timestamp::NONE, |entry| entry.last_timestamp);
        Some((*first, last))
    }

    /// Whether an entry of this kind is there already.
    pub(crate) fn contradicts(&self, producer_id: ProducerId, first: Option<Offset>) -> bool {
        producer_id.0 < 0
            || self.entries.contains_key(&producer_id)
            || first.is_some_and(|first| self.ongoing.contains_key(&first))
    }

    pub(crate) fn insert(&mut self, producer_id: ProducerId, entry: ProducerEntry) {
        if let Some(first) = entry.transaction_first_offset {
            self.ongoing.insert(first, producer_id);
        }
        self.entries.insert(producer_id, entry);
    }
}

pub(crate) fn is_expired(entry: &ProducerEntry, now: Timestamp, expiration_ms: i64) -> bool {
    entry.transaction_first_offset.is_none()
        && now.0.saturating_sub(entry.last_timestamp.0) >= expiration_ms
}
