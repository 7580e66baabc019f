//! What a log is told about its shape: the topic's keys, typed.

use std::time::Duration;

/// The settings of one log. Kafka's keys of the same name, with Kafka's defaults.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogConfig {
    /// `segment.bytes`: a segment never grows beyond, unless one batch alone does.
    pub segment_bytes: u64,
    /// `segment.ms`: the span of record times after which a new segment begins.
    pub segment_ms: Duration,
    /// `segment.jitter.ms`: at most this much is taken off `segment_ms`, differently for each
    /// segment.
    pub segment_jitter_ms: Duration,
    /// `segment.index.bytes`: room for either index of a segment.
    pub segment_index_bytes: u64,
    /// `index.interval.bytes`: how much is appended between two entries of an index.
    pub index_interval_bytes: u64,
    /// Whether `cleanup.policy` has `compact`, or had: gaps between offsets are ordinary then.
    pub compacted: bool,
    /// `retention.ms`; none keeps records for ever.
    pub retention_ms: Option<Duration>,
    /// `retention.bytes`; none keeps any amount.
    pub retention_bytes: Option<u64>,
    /// `file.delete.delay.ms`: how long a dropped segment stays on the disk.
    pub file_delete_delay_ms: Duration,
    /// `preallocate`: reserve a whole segment when it is made. Otherwise room is reserved in steps
    /// as it grows.
    pub preallocate: bool,
    /// `flush.messages`: a flush is due after this many records; none leaves it to the operating
    /// system.
    pub flush_messages: Option<u64>,
    /// `flush.ms`: a flush is due this long after the first unflushed record; none leaves it to the
    /// operating system.
    pub flush_ms: Option<Duration>,
}

impl Default for LogConfig {
    fn default() -> Self {
        const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
        Self {
            segment_bytes: 1 << 30,
            segment_ms: WEEK,
            segment_jitter_ms: Duration::ZERO,
            segment_index_bytes: 10 << 20,
            index_interval_bytes: 4096,
            compacted: false,
            retention_ms: Some(WEEK),
            retention_bytes: None,
            file_delete_delay_ms: Duration::from_secs(60),
            preallocate: false,
            flush_messages: None,
            flush_ms: None,
        }
    }
}
