//! Settings of producers, transactions and share groups.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("producer.id.expiration.ms", Kind::Int, Some("86400000"))
        .at_least(1)
        .low()
        .cluster_wide()
        .doc("How long an idle producer is remembered by a partition."),
    Setting::broker(
        "producer.id.expiration.check.interval.ms",
        Kind::Int,
        Some("600000"),
    )
    .at_least(1)
    .low()
    .internal()
    .ignored(why::EXPIRATION)
    .doc("How often forgotten producers are looked for."),
    Setting::broker(
        "add.partitions.to.txn.retry.backoff.max.ms",
        Kind::Int,
        Some("100"),
    )
    .at_least(0)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "add.partitions.to.txn.retry.backoff.ms",
        Kind::Int,
        Some("20"),
    )
    .at_least(1)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transaction.abort.timed.out.transaction.cleanup.interval.ms",
        Kind::Int,
        Some("10000"),
    )
    .at_least(1)
    .low()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker("transaction.max.timeout.ms", Kind::Int, Some("900000"))
        .at_least(1)
        .high()
        .ignored(why::TRANSACTIONS)
        .doc("Part of transactions."),
    Setting::broker(
        "transaction.partition.verification.enable",
        Kind::Boolean,
        Some("true"),
    )
    .low()
    .cluster_wide()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transaction.remove.expired.transaction.cleanup.interval.ms",
        Kind::Int,
        Some("3600000"),
    )
    .at_least(1)
    .low()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transaction.state.log.load.buffer.size",
        Kind::Int,
        Some("5242880"),
    )
    .at_least(1)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker("transaction.state.log.min.isr", Kind::Int, Some("2"))
        .at_least(1)
        .high()
        .ignored(why::TRANSACTIONS)
        .doc("Part of transactions."),
    Setting::broker(
        "transaction.state.log.num.partitions",
        Kind::Int,
        Some("50"),
    )
    .at_least(1)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transaction.state.log.replication.factor",
        Kind::Short,
        Some("3"),
    )
    .at_least(1)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transaction.state.log.segment.bytes",
        Kind::Int,
        Some("104857600"),
    )
    .at_least(1)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transaction.two.phase.commit.enable",
        Kind::Boolean,
        Some("false"),
    )
    .low()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker(
        "transactional.id.expiration.ms",
        Kind::Int,
        Some("604800000"),
    )
    .at_least(1)
    .high()
    .ignored(why::TRANSACTIONS)
    .doc("Part of transactions."),
    Setting::broker("share.coordinator.append.linger.ms", Kind::Int, Some("-1"))
        .at_least(-1)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.cached.buffer.max.bytes",
        Kind::Int,
        Some("1048588"),
    )
    .at_least(524288)
    .cluster_wide()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.cold.partition.snapshot.interval.ms",
        Kind::Int,
        Some("300000"),
    )
    .at_least(1)
    .low()
    .internal()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.load.buffer.size",
        Kind::Int,
        Some("5242880"),
    )
    .at_least(1)
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.snapshot.update.records.per.snapshot",
        Kind::Int,
        Some("500"),
    )
    .between(0, 500)
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.state.topic.compression.codec",
        Kind::Int,
        Some("0"),
    )
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.state.topic.min.isr",
        Kind::Short,
        Some("2"),
    )
    .at_least(1)
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.state.topic.num.partitions",
        Kind::Int,
        Some("50"),
    )
    .at_least(1)
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.state.topic.prune.interval.ms",
        Kind::Int,
        Some("300000"),
    )
    .at_least(1)
    .low()
    .internal()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.state.topic.replication.factor",
        Kind::Short,
        Some("3"),
    )
    .at_least(1)
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.state.topic.segment.bytes",
        Kind::Int,
        Some("104857600"),
    )
    .at_least(1)
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
    Setting::broker("share.coordinator.threads", Kind::Int, Some("1"))
        .at_least(1)
        .ignored(why::SHARE)
        .doc("Part of share groups."),
    Setting::broker(
        "share.coordinator.write.timeout.ms",
        Kind::Int,
        Some("5000"),
    )
    .at_least(1)
    .high()
    .ignored(why::SHARE)
    .doc("Part of share groups."),
];
