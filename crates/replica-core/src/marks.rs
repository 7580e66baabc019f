//! Where one replica stands in its log.
//!
//! Invariant: `log_start <= high_watermark <= log_end`. Nothing orders `flushed_end` against `high_watermark`: records may
//! be committed by the page caches of the in-sync replicas before any disk has them.

use types::Offset;

/// What a replica's end offset stands for in every decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Durability {
    /// What is in the page cache counts, as in Kafka.
    #[default]
    PageCache,
    /// Only what was flushed counts (`flush.messages=1`).
    Flushed,
}

/// The offsets of one replica.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// First record kept.
    pub log_start: Offset,
    /// First record not known to be committed.
    pub high_watermark: Offset,
    /// Next record to be written.
    pub log_end: Offset,
    /// Everything below was flushed here.
    pub flushed_end: Offset,
}

impl Marks {
    /// Panics when the marks contradict each other: the caller has lost track of the log, and serving reads from here
    /// could return records that a later leader cuts off.
    ///
    /// # Panics
    /// Unless `log_start <= high_watermark <= log_end` and `flushed_end <= log_end`.
    #[track_caller]
    pub fn assert_ordered(&self) {
        assert!(
            self.log_start <= self.high_watermark && self.high_watermark <= self.log_end,
            "marks out of order: {self:?}"
        );
        assert!(
            self.flushed_end <= self.log_end,
            "flushed beyond the end: {self:?}"
        );
    }

    /// The end that counts for decisions.
    #[must_use]
    pub fn counted_end(&self, durability: Durability) -> Offset {
        match durability {
            Durability::PageCache => self.log_end,
            Durability::Flushed => self.flushed_end.max(self.log_start),
        }
    }
}
