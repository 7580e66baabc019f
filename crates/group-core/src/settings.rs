//! The limits and times that govern groups.

use std::time::Duration;

/// The limits and times that govern groups; each is a setting of the broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupSettings {
    /// `group.min.session.timeout.ms`: the shortest session a member may ask for.
    pub session_timeout_min: Duration,
    /// `group.max.session.timeout.ms`: the longest session a member may ask for.
    pub session_timeout_max: Duration,
    /// `group.max.size`: members of one group.
    pub members_max: usize,
    /// `group.initial.rebalance.delay.ms`: how long the first rebalance of an empty group waits for more members.
    pub initial_rebalance_delay: Duration,
    /// How long a new member stays without its join having been answered. It cannot send heartbeats before.
    pub new_member_join_timeout: Duration,
    /// `offset.metadata.max.bytes`: the text that may go with an offset, counted as Kafka does in UTF-16 units.
    pub offset_metadata_max: usize,
    /// `offsets.retention.minutes`: how long offsets outlive the last member, or the last commit.
    pub offsets_retention: Duration,
    /// `offsets.retention.check.interval.ms`: how often expired offsets are looked for.
    pub offsets_retention_check_interval: Duration,
    /// `offsets.commit.timeout.ms`: how long an answer waits for its records to be committed.
    pub commit_timeout: Duration,
}

impl Default for GroupSettings {
    fn default() -> Self {
        Self {
            session_timeout_min: Duration::from_secs(6),
            session_timeout_max: Duration::from_secs(30 * 60),
            members_max: usize::MAX,
            initial_rebalance_delay: Duration::from_secs(3),
            new_member_join_timeout: Duration::from_secs(5 * 60),
            offset_metadata_max: 4096,
            offsets_retention: Duration::from_secs(7 * 24 * 60 * 60),
            offsets_retention_check_interval: Duration::from_secs(10 * 60),
            commit_timeout: Duration::from_secs(5),
        }
    }
}

/// A time-out as a request or a record carries it: milliseconds, where a negative one is none at all.
pub(crate) fn milliseconds(value: i32) -> Duration {
    Duration::from_millis(u64::try_from(value).unwrap_or(0))
}
