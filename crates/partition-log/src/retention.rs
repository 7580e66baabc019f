//! Retention by time and by size.

use types::{Now, Offset};

use crate::error::LogError;
use crate::log::{PartitionLog, Retained};

/// How far a record's time may lie after its append before the time of the append counts instead.
const FUTURE_SLACK_MS: i64 = 24 * 3600 * 1000;
/// Segments that one pass drops by time. A clock that is wrong must not cost all at once; the next
/// pass goes on.
const DROPPED_BY_TIME_MAX: usize = 256;

impl PartitionLog {
    /// Drops segments that `retention.ms` and `retention.bytes` no longer keep, never at or above
    /// the high watermark. Their files are removed after `file.delete.delay.ms`.
    ///
    /// # Errors
    /// The disk failed.
    pub fn enforce_retention(
        &mut self,
        high_watermark: Offset,
        now: Now,
    ) -> Result<Retained, LogError> {
        let mut retained = Retained::default();
        if self.segments.is_empty() {
            return Ok(retained);
        }
        self.drop_expired(high_watermark, now, &mut retained)?;
        self.drop_oversized(high_watermark, now, &mut retained)?;
        if retained.dropped_segments > 0 {
            let first = self
                .segments
                .first()
                .map_or(self.log_end, |segment| segment.base);
            self.log_start = self.log_start.max(first);
            self.after_start_moved()?;
        }
        Ok(retained)
    }

    fn drop_expired(
        &mut self,
        high_watermark: Offset,
        now: Now,
        retained: &mut Retained,
    ) -> Result<(), LogError> {
        let wall = self.files.environment.bounded_wall(now);
        let Some(limit) = self.config.retention_ms else {
            return Ok(());
        };
        let limit = i64::try_from(limit.as_millis()).unwrap_or(i64::MAX);
        while retained.dropped_segments < DROPPED_BY_TIME_MAX
            && self.first_is_committed(high_watermark)
        {
            let newest = self.segment_time(0, FUTURE_SLACK_MS)?;
            if wall.0.saturating_sub(newest.0) <= limit {
                break;
            }
            self.drop_one(now, retained)?;
        }
        Ok(())
    }

    fn drop_oversized(
        &mut self,
        high_watermark: Offset,
        now: Now,
        retained: &mut Retained,
    ) -> Result<(), LogError> {
        let Some(limit) = self.config.retention_bytes else {
            return Ok(());
        };
        let mut excess = self.size_bytes().saturating_sub(limit);
        while self.first_is_committed(high_watermark)
            && let Some(first) = self.segments.first()
            && first.size <= excess
            && first.size > 0
        {
            excess -= self.drop_one(now, retained)?;
        }
        Ok(())
    }

    /// Whether the first segment may go: all of it is committed, and there is something in it.
    fn first_is_committed(&self, high_watermark: Offset) -> bool {
        let end = self.segment_end(0);
        let has_records =
            self.segments.len() > 1 || self.segments.first().is_some_and(|only| only.size > 0);
        has_records && end <= high_watermark
    }

    fn drop_one(&mut self, now: Now, retained: &mut Retained) -> Result<u64, LogError> {
        if self.segments.len() == 1 {
            // The last one goes too when all of it is over: an empty one takes its place.
            self.ensure_writer()?;
            self.roll(self.log_end, now)?;
        }
        let bytes = self.drop_first(now)?;
        retained.dropped_segments += 1;
        retained.dropped_bytes += bytes;
        Ok(bytes)
    }
}
