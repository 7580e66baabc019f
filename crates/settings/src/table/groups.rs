//! Settings of groups and committed offsets.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("group.initial.rebalance.delay.ms", Kind::Int, Some("3000"))
        .doc("How long a new group waits for further members before its first assignment."),
    Setting::broker("group.min.session.timeout.ms", Kind::Int, Some("6000"))
        .doc("Shortest session time-out that a member may ask for."),
    Setting::broker("group.max.session.timeout.ms", Kind::Int, Some("1800000"))
        .doc("Longest session time-out that a member may ask for."),
    Setting::broker("group.max.size", Kind::Int, Some("2147483647"))
        .at_least(1)
        .doc("Most members of one group."),
    Setting::broker("offset.metadata.max.bytes", Kind::Int, Some("4096"))
        .high()
        .doc("Longest note that may go with a committed offset."),
    Setting::broker("offsets.commit.timeout.ms", Kind::Int, Some("5000"))
        .at_least(1)
        .high()
        .doc("How long a commit waits for the replicas of the offsets topic."),
    Setting::broker("offsets.load.buffer.size", Kind::Int, Some("5242880"))
        .at_least(1)
        .high()
        .doc("Bytes read at a time when a coordinator loads its groups."),
    Setting::broker("offsets.retention.minutes", Kind::Int, Some("10080"))
        .at_least(1)
        .high()
        .doc("How long committed offsets outlive the last member of their group."),
    Setting::broker(
        "offsets.retention.check.interval.ms",
        Kind::Long,
        Some("600000"),
    )
    .at_least(1)
    .high()
    .doc("How often expired offsets are looked for."),
    Setting::broker("offsets.topic.num.partitions", Kind::Int, Some("50"))
        .at_least(1)
        .high()
        .doc("Partitions of the offsets topic, fixed when it is first created."),
    Setting::broker("offsets.topic.replication.factor", Kind::Short, Some("3"))
        .at_least(1)
        .high()
        .doc(
            "Replicas of the offsets topic; capped at the live brokers when it is first \
             created.",
        ),
    Setting::broker("offsets.topic.segment.bytes", Kind::Int, Some("104857600"))
        .at_least(1)
        .high()
        .doc("Segment size of the offsets topic."),
    Setting::broker("offsets.topic.compression.codec", Kind::Int, Some("0"))
        .high()
        .doc("Codec of the offsets topic's records: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd."),
    Setting::broker(
        "group.coordinator.rebalance.protocols",
        Kind::List,
        Some("classic,consumer,streams"),
    )
    .each_of(&["consumer", "classic", "share", "streams"])
    .ignored(why::KIP848)
    .doc("Which group protocols are on; the classic one always is."),
    Setting::broker("group.coordinator.append.linger.ms", Kind::Int, Some("-1"))
        .at_least(-1)
        .ignored(why::COORDINATOR)
        .doc("How long a coordinator gathers records before it appends them."),
    Setting::broker("group.coordinator.threads", Kind::Int, Some("4"))
        .at_least(1)
        .high()
        .ignored(why::THREADS)
        .doc("Threads of group coordinators."),
    Setting::broker("group.coordinator.background.threads", Kind::Int, Some("2"))
        .at_least(1)
        .high()
        .ignored(why::THREADS)
        .doc("Background threads of group coordinators."),
    Setting::broker(
        "group.coordinator.cached.buffer.max.bytes",
        Kind::Int,
        Some("1048588"),
    )
    .at_least(524288)
    .cluster_wide()
    .ignored(why::COORDINATOR)
    .doc("Largest buffer that a coordinator keeps."),
    Setting::broker(
        "group.consumer.assignment.interval.ms",
        Kind::Int,
        Some("1000"),
    )
    .at_least(0)
    .cluster_wide()
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.assignors",
        Kind::List,
        Some("uniform,range"),
    )
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.heartbeat.interval.ms",
        Kind::Int,
        Some("5000"),
    )
    .at_least(1)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.max.assignment.interval.ms",
        Kind::Int,
        Some("15000"),
    )
    .at_least(0)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.max.heartbeat.interval.ms",
        Kind::Int,
        Some("15000"),
    )
    .at_least(1)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.max.session.timeout.ms",
        Kind::Int,
        Some("60000"),
    )
    .at_least(1)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker("group.consumer.max.size", Kind::Int, Some("2147483647"))
        .at_least(1)
        .ignored(why::KIP848)
        .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.migration.policy",
        Kind::Text,
        Some("bidirectional"),
    )
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.min.assignment.interval.ms",
        Kind::Int,
        Some("0"),
    )
    .at_least(0)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.min.heartbeat.interval.ms",
        Kind::Int,
        Some("5000"),
    )
    .at_least(1)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.min.session.timeout.ms",
        Kind::Int,
        Some("45000"),
    )
    .at_least(1)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.regex.refresh.interval.ms",
        Kind::Int,
        Some("600000"),
    )
    .at_least(10000)
    .internal()
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.consumer.session.timeout.ms",
        Kind::Int,
        Some("45000"),
    )
    .at_least(1)
    .ignored(why::KIP848)
    .doc("Part of the consumer group protocol of KIP-848."),
    Setting::broker(
        "group.share.assignment.interval.ms",
        Kind::Int,
        Some("1000"),
    )
    .at_least(0)
    .cluster_wide()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker("group.share.assignors", Kind::List, Some("simple"))
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker("group.share.delivery.count.limit", Kind::Int, Some("5"))
        .between(2, 10)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker("group.share.heartbeat.interval.ms", Kind::Int, Some("5000"))
        .at_least(1)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker(
        "group.share.initialize.retry.interval.ms",
        Kind::Int,
        Some("30000"),
    )
    .at_least(1)
    .low()
    .internal()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.max.assignment.interval.ms",
        Kind::Int,
        Some("15000"),
    )
    .at_least(0)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.max.delivery.count.limit",
        Kind::Int,
        Some("10"),
    )
    .between(5, 25)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.max.heartbeat.interval.ms",
        Kind::Int,
        Some("15000"),
    )
    .at_least(1)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.max.partition.max.record.locks",
        Kind::Int,
        Some("4000"),
    )
    .between(2000, 10000)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.max.record.lock.duration.ms",
        Kind::Int,
        Some("60000"),
    )
    .between(30000, 3600000)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.max.session.timeout.ms",
        Kind::Int,
        Some("60000"),
    )
    .at_least(1)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker("group.share.max.share.sessions", Kind::Int, Some("2000"))
        .at_least(1)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker("group.share.max.size", Kind::Int, Some("200"))
        .between(1, 1000)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker(
        "group.share.min.assignment.interval.ms",
        Kind::Int,
        Some("0"),
    )
    .at_least(0)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker("group.share.min.delivery.count.limit", Kind::Int, Some("2"))
        .between(2, 5)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker(
        "group.share.min.heartbeat.interval.ms",
        Kind::Int,
        Some("5000"),
    )
    .at_least(1)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.min.partition.max.record.locks",
        Kind::Int,
        Some("100"),
    )
    .between(100, 2000)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.min.record.lock.duration.ms",
        Kind::Int,
        Some("15000"),
    )
    .between(1000, 30000)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.min.session.timeout.ms",
        Kind::Int,
        Some("45000"),
    )
    .at_least(1)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.partition.max.record.locks",
        Kind::Int,
        Some("2000"),
    )
    .between(100, 10000)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.persister.class.name",
        Kind::Text,
        Some("org.apache.kafka.server.share.persister.DefaultStatePersister"),
    )
    .internal()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "group.share.record.lock.duration.ms",
        Kind::Int,
        Some("30000"),
    )
    .between(1000, 3600000)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker("group.share.session.timeout.ms", Kind::Int, Some("45000"))
        .at_least(1)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker(
        "group.streams.assignment.interval.ms",
        Kind::Int,
        Some("1000"),
    )
    .at_least(0)
    .cluster_wide()
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.heartbeat.interval.ms",
        Kind::Int,
        Some("5000"),
    )
    .at_least(1)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.initial.rebalance.delay.ms",
        Kind::Int,
        Some("3000"),
    )
    .at_least(0)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.max.assignment.interval.ms",
        Kind::Int,
        Some("15000"),
    )
    .at_least(0)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.max.heartbeat.interval.ms",
        Kind::Int,
        Some("15000"),
    )
    .at_least(1)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.max.session.timeout.ms",
        Kind::Int,
        Some("60000"),
    )
    .at_least(1)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker("group.streams.max.size", Kind::Int, Some("2147483647"))
        .at_least(1)
        .ignored(why::STREAMS)
        .doc("Part of streams groups."),
    Setting::broker("group.streams.max.standby.replicas", Kind::Int, Some("2"))
        .at_least(0)
        .ignored(why::STREAMS)
        .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.min.assignment.interval.ms",
        Kind::Int,
        Some("0"),
    )
    .at_least(0)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.min.heartbeat.interval.ms",
        Kind::Int,
        Some("5000"),
    )
    .at_least(1)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker(
        "group.streams.min.session.timeout.ms",
        Kind::Int,
        Some("45000"),
    )
    .at_least(1)
    .ignored(why::STREAMS)
    .doc("Part of streams groups."),
    Setting::broker("group.streams.num.standby.replicas", Kind::Int, Some("0"))
        .at_least(0)
        .ignored(why::STREAMS)
        .doc("Part of streams groups."),
    Setting::broker("group.streams.session.timeout.ms", Kind::Int, Some("45000"))
        .at_least(1)
        .ignored(why::STREAMS)
        .doc("Part of streams groups."),
];
