//! Settings of logs and their directories.

use super::why;
use crate::setting::{Check, Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("log.dir", Kind::List, Some("/tmp/kafka-logs"))
        .high()
        .doc("Data directories when log.dirs is unset."),
    Setting::broker("log.dirs", Kind::List, None)
        .high()
        .doc("Data directories, separated by commas."),
    Setting::broker("cordoned.log.dirs", Kind::List, Some(""))
        .per_broker()
        .refused(why::CORDON)
        .doc("Data directories that take no new partitions."),
    Setting::broker("log.dir.failure.timeout.ms", Kind::Long, Some("30000"))
        .at_least(1)
        .low()
        .doc(
            "How long a failed directory may stay unknown to the controller before the \
             broker stops.",
        ),
    Setting::broker("num.recovery.threads.per.data.dir", Kind::Int, Some("2"))
        .at_least(1)
        .high()
        .cluster_wide()
        .ignored(why::HOSTING)
        .doc("How many logs of one directory are recovered at a time."),
    Setting::broker("log.segment.bytes", Kind::Int, Some("1073741824"))
        .at_least(1048576)
        .high()
        .cluster_wide()
        .doc("Size at which a segment ends."),
    Setting::broker("log.roll.ms", Kind::Long, None)
        .high()
        .cluster_wide()
        .doc("Age at which a segment ends; unset means log.roll.hours."),
    Setting::broker("log.roll.hours", Kind::Int, Some("168"))
        .at_least(1)
        .high()
        .doc("Age in hours at which a segment ends."),
    Setting::broker("log.roll.jitter.ms", Kind::Long, None)
        .high()
        .cluster_wide()
        .doc(
            "Most that is taken off log.roll.ms at random, so that not all segments end at \
             once.",
        ),
    Setting::broker("log.roll.jitter.hours", Kind::Int, Some("0"))
        .at_least(0)
        .high()
        .doc("The same in hours."),
    Setting::broker("log.retention.ms", Kind::Long, None)
        .high()
        .cluster_wide()
        .doc(
            "Age beyond which records are deleted; -1 means never, unset means \
             log.retention.minutes.",
        ),
    Setting::broker("log.retention.minutes", Kind::Int, None)
        .high()
        .doc(
            "Age in minutes beyond which records are deleted; unset means \
             log.retention.hours.",
        ),
    Setting::broker("log.retention.hours", Kind::Int, Some("168"))
        .high()
        .doc("Age in hours beyond which records are deleted."),
    Setting::broker("log.retention.bytes", Kind::Long, Some("-1"))
        .high()
        .cluster_wide()
        .doc(
            "Size of one partition beyond which its oldest segments are deleted; -1 means \
             no limit.",
        ),
    Setting::broker(
        "log.retention.check.interval.ms",
        Kind::Long,
        Some("300000"),
    )
    .at_least(1)
    .doc("How often expired segments are looked for."),
    Setting::broker("log.cleanup.policy", Kind::List, Some("delete"))
        .each_of(&["compact", "delete"])
        .cluster_wide()
        .doc(
            "What becomes of old records: delete, compact or both; compact keeps every \
             record until compaction is served.",
        ),
    Setting::broker(
        "log.flush.interval.messages",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(1)
    .high()
    .cluster_wide()
    .doc("Records after which a log is flushed; 1 means flushed before acknowledged."),
    Setting::broker("log.flush.interval.ms", Kind::Long, None)
        .high()
        .cluster_wide()
        .doc(
            "Age of an unflushed record at which its log is flushed; unset means \
             log.flush.scheduler.interval.ms.",
        ),
    Setting::broker(
        "log.flush.scheduler.interval.ms",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .high()
    .doc("How often logs that are due are flushed; at the default twice a second."),
    Setting::broker(
        "log.flush.offset.checkpoint.interval.ms",
        Kind::Int,
        Some("60000"),
    )
    .at_least(0)
    .high()
    .ignored(why::CHECKPOINTS)
    .doc("How often recovery points are written."),
    Setting::broker(
        "log.flush.start.offset.checkpoint.interval.ms",
        Kind::Int,
        Some("60000"),
    )
    .at_least(0)
    .high()
    .ignored(why::CHECKPOINTS)
    .doc("How often log start offsets are written."),
    Setting::broker("log.index.interval.bytes", Kind::Int, Some("4096"))
        .at_least(0)
        .cluster_wide()
        .doc("Bytes of log between two entries of its offset index."),
    Setting::broker("log.index.size.max.bytes", Kind::Int, Some("10485760"))
        .at_least(4)
        .cluster_wide()
        .doc("Largest size of an index."),
    Setting::broker("log.segment.delete.delay.ms", Kind::Long, Some("60000"))
        .at_least(0)
        .high()
        .cluster_wide()
        .doc("How long a deleted file stays on disk."),
    Setting::broker("log.preallocate", Kind::Boolean, Some("false"))
        .cluster_wide()
        .doc("Whether a new segment's file has its full length from the start."),
    Setting::broker("log.message.timestamp.type", Kind::Text, Some("CreateTime"))
        .one_of(&["CreateTime", "LogAppendTime"])
        .cluster_wide()
        .doc("Whether a record's time is the producer's or that of its append."),
    Setting::broker(
        "log.message.timestamp.before.max.ms",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(0)
    .cluster_wide()
    .doc("How far a record's time may lie in the past."),
    Setting::broker(
        "log.message.timestamp.after.max.ms",
        Kind::Long,
        Some("3600000"),
    )
    .at_least(0)
    .cluster_wide()
    .doc("How far a record's time may lie in the future."),
    Setting::broker("log.initial.task.delay.ms", Kind::Long, Some("30000"))
        .at_least(0)
        .low()
        .internal()
        .doc("How long after the start background work on logs begins."),
    Setting::broker("log.local.retention.bytes", Kind::Long, Some("-2"))
        .at_least(-2)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Local size limit with tiered storage."),
    Setting::broker("log.local.retention.ms", Kind::Long, Some("-2"))
        .at_least(-2)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Local age limit with tiered storage."),
    Setting::broker("log.cleaner.enable", Kind::Boolean, Some("true"))
        .ignored(why::COMPACTION)
        .doc("Whether logs are compacted."),
    Setting::broker("log.cleaner.threads", Kind::Int, Some("1"))
        .at_least(0)
        .cluster_wide()
        .ignored(why::COMPACTION)
        .doc("Threads that compact."),
    Setting::broker("log.cleaner.backoff.ms", Kind::Long, Some("15000"))
        .at_least(0)
        .cluster_wide()
        .ignored(why::COMPACTION)
        .doc("Pause when there is nothing to compact."),
    Setting::broker(
        "log.cleaner.dedupe.buffer.size",
        Kind::Long,
        Some("134217728"),
    )
    .cluster_wide()
    .ignored(why::COMPACTION)
    .doc("Memory for keys while compacting."),
    Setting::broker("log.cleaner.io.buffer.size", Kind::Int, Some("524288"))
        .at_least(0)
        .cluster_wide()
        .ignored(why::COMPACTION)
        .doc("Memory for reading and writing while compacting."),
    Setting::broker(
        "log.cleaner.io.buffer.load.factor",
        Kind::Double,
        Some("0.9"),
    )
    .cluster_wide()
    .ignored(why::COMPACTION)
    .doc("How full the memory for keys may be."),
    Setting::broker(
        "log.cleaner.io.max.bytes.per.second",
        Kind::Double,
        Some("1.7976931348623157E308"),
    )
    .cluster_wide()
    .ignored(why::COMPACTION)
    .doc("Most that compaction reads and writes in a second."),
    Setting::broker(
        "log.cleaner.delete.retention.ms",
        Kind::Long,
        Some("86400000"),
    )
    .at_least(0)
    .cluster_wide()
    .ignored(why::COMPACTION)
    .doc("How long a compacted log keeps deletion markers."),
    Setting::broker("log.cleaner.min.cleanable.ratio", Kind::Double, Some("0.5"))
        .between(0, 1)
        .cluster_wide()
        .ignored(why::COMPACTION)
        .doc("Share of a log that must be new before it is compacted."),
    Setting::broker("log.cleaner.min.compaction.lag.ms", Kind::Long, Some("0"))
        .at_least(0)
        .cluster_wide()
        .ignored(why::COMPACTION)
        .doc("Age that a record must have before it is compacted."),
    Setting::broker(
        "log.cleaner.max.compaction.lag.ms",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(1)
    .cluster_wide()
    .ignored(why::COMPACTION)
    .doc("Age by which a record is compacted at the latest."),
    Setting::broker("compression.type", Kind::Text, Some("producer"))
        .one_of(&["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"])
        .high()
        .cluster_wide()
        .doc("Codec in which batches are stored; producer keeps the one they came in."),
    Setting::broker("compression.gzip.level", Kind::Int, Some("-1"))
        .check(Check::GzipLevel)
        .cluster_wide()
        .doc("Level of gzip."),
    Setting::broker("compression.lz4.level", Kind::Int, Some("9"))
        .between(1, 17)
        .cluster_wide()
        .ignored(why::LEVEL)
        .doc("Level of lz4."),
    Setting::broker("compression.zstd.level", Kind::Int, Some("3"))
        .between(-131072, 22)
        .cluster_wide()
        .doc("Level of zstd."),
    Setting::broker("message.max.bytes", Kind::Int, Some("1048588"))
        .at_least(0)
        .high()
        .cluster_wide()
        .doc("Largest record batch that is accepted, as compressed."),
    Setting::broker("num.replica.alter.log.dirs.threads", Kind::Int, None)
        .high()
        .ignored(why::THREADS)
        .doc("Threads that move replicas between directories."),
];
