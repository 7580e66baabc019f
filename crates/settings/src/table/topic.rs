//! Settings that a topic can have of its own.

use super::why;
use super::{HOUR_MS, MINUTE_MS};
use crate::setting::{Check, Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::topic("cleanup.policy", Kind::List, Some("delete"))
        .each_of(&["compact", "delete"])
        .synonyms(&[("log.cleanup.policy", 1)])
        .doc(
            "What becomes of old records: delete, compact or both; compact keeps every \
             record until compaction is served.",
        ),
    Setting::topic("compression.type", Kind::Text, Some("producer"))
        .one_of(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"])
        .synonyms(&[("compression.type", 1)])
        .doc("Codec in which batches are stored; producer keeps the one they came in."),
    Setting::topic("compression.gzip.level", Kind::Int, Some("-1"))
        .check(Check::GzipLevel)
        .synonyms(&[("compression.gzip.level", 1)])
        .doc("Level of gzip."),
    Setting::topic("compression.lz4.level", Kind::Int, Some("9"))
        .between(1, 17)
        .synonyms(&[("compression.lz4.level", 1)])
        .ignored(why::LEVEL)
        .doc("Level of lz4."),
    Setting::topic("compression.zstd.level", Kind::Int, Some("3"))
        .between(-131072, 22)
        .synonyms(&[("compression.zstd.level", 1)])
        .doc("Level of zstd."),
    Setting::topic("delete.retention.ms", Kind::Long, Some("86400000"))
        .at_least(0)
        .synonyms(&[("log.cleaner.delete.retention.ms", 1)])
        .ignored(why::COMPACTION)
        .doc("How long a compacted log keeps deletion markers."),
    Setting::topic("file.delete.delay.ms", Kind::Long, Some("60000"))
        .at_least(0)
        .synonyms(&[("log.segment.delete.delay.ms", 1)])
        .doc("How long a deleted file stays on disk."),
    Setting::topic("flush.messages", Kind::Long, Some("9223372036854775807"))
        .at_least(1)
        .synonyms(&[("log.flush.interval.messages", 1)])
        .doc("Records after which the log is flushed; 1 means flushed before acknowledged."),
    Setting::topic("flush.ms", Kind::Long, Some("9223372036854775807"))
        .at_least(0)
        .synonyms(&[
            ("log.flush.interval.ms", 1),
            ("log.flush.scheduler.interval.ms", 1),
        ])
        .doc("Age of an unflushed record at which the log is flushed."),
    Setting::topic(
        "follower.replication.throttled.replicas",
        Kind::List,
        Some(""),
    )
    .check(Check::Throttled)
    .refused(why::QUOTAS)
    .doc("Followers that replication quotas hold back, each as partition:broker."),
    Setting::topic(
        "leader.replication.throttled.replicas",
        Kind::List,
        Some(""),
    )
    .check(Check::Throttled)
    .refused(why::QUOTAS)
    .doc("Leaders that replication quotas hold back, each as partition:broker."),
    Setting::topic("index.interval.bytes", Kind::Int, Some("4096"))
        .at_least(0)
        .synonyms(&[("log.index.interval.bytes", 1)])
        .doc("Bytes of log between two entries of its offset index."),
    Setting::topic("internal.segment.bytes", Kind::Int, None)
        .internal()
        .doc("Segment size in tests, without a lower limit."),
    Setting::topic("local.retention.bytes", Kind::Long, Some("-2"))
        .at_least(-2)
        .synonyms(&[("log.local.retention.bytes", 1)])
        .ignored(why::TIERED)
        .doc("Local size limit with tiered storage."),
    Setting::topic("local.retention.ms", Kind::Long, Some("-2"))
        .at_least(-2)
        .synonyms(&[("log.local.retention.ms", 1)])
        .ignored(why::TIERED)
        .doc("Local age limit with tiered storage."),
    Setting::topic(
        "max.compaction.lag.ms",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(1)
    .synonyms(&[("log.cleaner.max.compaction.lag.ms", 1)])
    .ignored(why::COMPACTION)
    .doc("Age by which a record is compacted at the latest."),
    Setting::topic("max.message.bytes", Kind::Int, Some("1048588"))
        .at_least(0)
        .synonyms(&[("message.max.bytes", 1)])
        .doc("Largest record batch that is accepted, as compressed."),
    Setting::topic(
        "message.timestamp.after.max.ms",
        Kind::Long,
        Some("3600000"),
    )
    .at_least(0)
    .synonyms(&[("log.message.timestamp.after.max.ms", 1)])
    .doc("How far a record's time may lie in the future."),
    Setting::topic(
        "message.timestamp.before.max.ms",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(0)
    .synonyms(&[("log.message.timestamp.before.max.ms", 1)])
    .doc("How far a record's time may lie in the past."),
    Setting::topic("message.timestamp.type", Kind::Text, Some("CreateTime"))
        .one_of(&["CreateTime", "LogAppendTime"])
        .synonyms(&[("log.message.timestamp.type", 1)])
        .doc("Whether a record's time is the producer's or that of its append."),
    Setting::topic("min.cleanable.dirty.ratio", Kind::Double, Some("0.5"))
        .between(0, 1)
        .synonyms(&[("log.cleaner.min.cleanable.ratio", 1)])
        .ignored(why::COMPACTION)
        .doc("Share of the log that must be new before it is compacted."),
    Setting::topic("min.compaction.lag.ms", Kind::Long, Some("0"))
        .at_least(0)
        .synonyms(&[("log.cleaner.min.compaction.lag.ms", 1)])
        .ignored(why::COMPACTION)
        .doc("Age that a record must have before it is compacted."),
    Setting::topic("min.insync.replicas", Kind::Int, Some("1"))
        .at_least(1)
        .synonyms(&[("min.insync.replicas", 1)])
        .doc("How many replicas must be in sync for acks=all to be accepted."),
    Setting::topic("preallocate", Kind::Boolean, Some("false"))
        .synonyms(&[("log.preallocate", 1)])
        .doc("Whether a new segment's file has its full length from the start."),
    Setting::topic("remote.log.copy.disable", Kind::Boolean, Some("false"))
        .ignored(why::TIERED)
        .doc("Whether copying to remote storage stops."),
    Setting::topic("remote.log.delete.on.disable", Kind::Boolean, Some("false"))
        .ignored(why::TIERED)
        .doc("Whether switching remote storage off deletes what is there."),
    Setting::topic("remote.storage.enable", Kind::Boolean, Some("false"))
        .refused(why::TIERED)
        .doc("Whether old segments move to remote storage."),
    Setting::topic("retention.bytes", Kind::Long, Some("-1"))
        .synonyms(&[("log.retention.bytes", 1)])
        .doc(
            "Size of one partition beyond which its oldest segments are deleted; -1 means \
             no limit.",
        ),
    Setting::topic("retention.ms", Kind::Long, Some("604800000"))
        .at_least(-1)
        .synonyms(&[
            ("log.retention.ms", 1),
            ("log.retention.minutes", MINUTE_MS),
            ("log.retention.hours", HOUR_MS),
        ])
        .doc("Age beyond which records are deleted; -1 means never."),
    Setting::topic("segment.bytes", Kind::Int, Some("1073741824"))
        .at_least(1048576)
        .synonyms(&[("log.segment.bytes", 1)])
        .doc("Size at which a segment ends."),
    Setting::topic("segment.index.bytes", Kind::Int, Some("10485760"))
        .at_least(4)
        .synonyms(&[("log.index.size.max.bytes", 1)])
        .doc("Largest size of an index."),
    Setting::topic("segment.jitter.ms", Kind::Long, Some("0"))
        .at_least(0)
        .synonyms(&[
            ("log.roll.jitter.ms", 1),
            ("log.roll.jitter.hours", HOUR_MS),
        ])
        .doc(
            "Most that is taken off segment.ms at random, so that not all segments end at \
             once.",
        ),
    Setting::topic("segment.ms", Kind::Long, Some("604800000"))
        .at_least(1)
        .synonyms(&[("log.roll.ms", 1), ("log.roll.hours", HOUR_MS)])
        .doc("Age at which a segment ends."),
    Setting::topic(
        "unclean.leader.election.enable",
        Kind::Boolean,
        Some("false"),
    )
    .synonyms(&[("unclean.leader.election.enable", 1)])
    .doc(
        "Whether a replica that may lack acknowledged records may lead when no other is \
             left.",
    ),
];
