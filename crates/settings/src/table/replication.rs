//! Settings of topics, replicas and leadership.

use super::why;
use crate::setting::{Kind, Setting};

/// Consumers read from the leader.
const LEADER_SELECTOR: &str = "org.apache.kafka.common.replica.LeaderSelector";
/// Consumers read from a replica in their rack.
pub(crate) const RACK_AWARE_SELECTOR: &str =
    "org.apache.kafka.common.replica.RackAwareReplicaSelector";

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("num.partitions", Kind::Int, Some("1"))
        .at_least(1)
        .doc("Partitions of a new topic when its creator names no number."),
    Setting::broker("default.replication.factor", Kind::Int, Some("1"))
        .doc("Replicas of a new topic's partitions when its creator names no number."),
    Setting::broker("min.insync.replicas", Kind::Int, Some("1"))
        .at_least(1)
        .high()
        .cluster_wide()
        .doc(
            "How many replicas must be in sync for acks=all to be accepted; a new topic of \
             three or more replicas gets 2 as its own setting when no level sets it.",
        ),
    Setting::broker("auto.create.topics.enable", Kind::Boolean, Some("true"))
        .high()
        .doc("Whether asking for an unknown topic creates it."),
    Setting::broker("delete.topic.enable", Kind::Boolean, Some("true"))
        .high()
        .doc("Whether topics may be deleted."),
    Setting::broker("create.topic.policy.class.name", Kind::Class, None)
        .low()
        .refused(why::CLASSES)
        .doc("Class that allows or refuses new topics."),
    Setting::broker("alter.config.policy.class.name", Kind::Class, None)
        .low()
        .refused(why::CLASSES)
        .doc("Class that allows or refuses changes of settings."),
    Setting::broker(
        "unclean.leader.election.enable",
        Kind::Boolean,
        Some("false"),
    )
    .high()
    .cluster_wide()
    .doc(
        "Whether a replica that may lack acknowledged records may lead when no other is \
             left.",
    ),
    Setting::broker(
        "unclean.leader.election.interval.ms",
        Kind::Long,
        Some("300000"),
    )
    .at_least(1)
    .internal()
    .doc("How often leaderless partitions are looked at for an unclean election."),
    Setting::broker("auto.leader.rebalance.enable", Kind::Boolean, Some("true"))
        .high()
        .doc("Whether leadership returns to preferred replicas by itself."),
    Setting::broker(
        "leader.imbalance.check.interval.seconds",
        Kind::Long,
        Some("300"),
    )
    .at_least(1)
    .high()
    .doc("How often the balance of leaders is checked."),
    Setting::broker("replica.lag.time.max.ms", Kind::Long, Some("30000"))
        .ours("10000")
        .high()
        .doc("How long a follower may be behind and still be in sync."),
    Setting::broker("replica.fetch.max.bytes", Kind::Int, Some("1048576"))
        .at_least(0)
        .doc("Bytes that a follower asks for of one partition."),
    Setting::broker("replica.fetch.min.bytes", Kind::Int, Some("1"))
        .high()
        .doc("Bytes for which a follower's fetch waits."),
    Setting::broker("replica.fetch.wait.max.ms", Kind::Int, Some("500"))
        .high()
        .doc("How long a follower's fetch waits for bytes."),
    Setting::broker(
        "replica.fetch.response.max.bytes",
        Kind::Int,
        Some("10485760"),
    )
    .at_least(0)
    .doc("Most bytes that a follower asks for at once."),
    Setting::broker("replica.fetch.backoff.ms", Kind::Int, Some("1000"))
        .at_least(0)
        .doc("Pause of a follower after an error."),
    Setting::broker(
        "replica.high.watermark.checkpoint.interval.ms",
        Kind::Long,
        Some("5000"),
    )
    .high()
    .doc("How often high watermarks are written to disk."),
    Setting::broker("replica.socket.timeout.ms", Kind::Int, Some("30000"))
        .high()
        .doc("How long a follower waits for the answer to a fetch."),
    Setting::broker(
        "replica.socket.receive.buffer.bytes",
        Kind::Int,
        Some("65536"),
    )
    .high()
    .ignored(why::BUFFERS)
    .doc("Receive buffer of a follower's connection."),
    Setting::broker("num.replica.fetchers", Kind::Int, Some("1"))
        .at_least(1)
        .high()
        .cluster_wide()
        .ignored(why::FETCHERS)
        .doc("Threads that fetch from each leader."),
    Setting::broker("replica.selector.class", Kind::Text, None)
        .one_of(&["", LEADER_SELECTOR, RACK_AWARE_SELECTOR])
        .doc(
            "How the replica is picked that a consumer reads from: the leader, or with the rack-aware class an in-sync \
             replica in the consumer's rack. Other classes cannot be loaded.",
        ),
    Setting::broker(
        "follower.replication.throttled.rate",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(0)
    .cluster_wide()
    .refused(why::QUOTAS)
    .doc("Limit of bytes per second for throttled followers."),
    Setting::broker(
        "leader.replication.throttled.rate",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(0)
    .cluster_wide()
    .refused(why::QUOTAS)
    .doc("Limit of bytes per second for throttled leaders."),
    Setting::broker(
        "replica.alter.log.dirs.io.max.bytes.per.second",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(0)
    .cluster_wide()
    .refused(why::QUOTAS)
    .doc("Limit of bytes per second for moves between directories."),
    Setting::broker(
        "follower.fetch.last.tiered.offset.enable",
        Kind::Boolean,
        Some("false"),
    )
    .cluster_wide()
    .ignored(why::TIERED)
    .doc("Whether an empty follower starts behind what is tiered."),
];
