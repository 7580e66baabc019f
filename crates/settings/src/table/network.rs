//! Settings of sockets, limits, threads and metrics.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("num.network.threads", Kind::Int, Some("3"))
        .at_least(1)
        .high()
        .cluster_wide()
        .ignored(why::THREADS)
        .doc("Threads that move bytes."),
    Setting::broker("num.io.threads", Kind::Int, Some("8"))
        .at_least(1)
        .high()
        .cluster_wide()
        .ignored(why::THREADS)
        .doc("Threads that serve requests."),
    Setting::broker("background.threads", Kind::Int, Some("10"))
        .at_least(1)
        .high()
        .cluster_wide()
        .ignored(why::THREADS)
        .doc("Threads for work in the background."),
    Setting::broker("socket.send.buffer.bytes", Kind::Int, Some("102400"))
        .at_least(-1)
        .high()
        .doc("Send buffer of accepted connections; -1 leaves it to the operating system."),
    Setting::broker("socket.receive.buffer.bytes", Kind::Int, Some("102400"))
        .ours("-1")
        .at_least(-1)
        .high()
        .doc("Receive buffer of accepted connections; -1 leaves it to the operating system."),
    Setting::broker("socket.listen.backlog.size", Kind::Int, Some("50"))
        .ours("1024")
        .at_least(1)
        .doc("How many connections may wait to be accepted."),
    Setting::broker("socket.request.max.bytes", Kind::Int, Some("104857600"))
        .at_least(1)
        .high()
        .doc("Largest request that is read; a larger one closes its connection."),
    Setting::broker(
        "socket.connection.setup.timeout.ms",
        Kind::Long,
        Some("10000"),
    )
    .doc("How long a first attempt to connect to another node may take."),
    Setting::broker(
        "socket.connection.setup.timeout.max.ms",
        Kind::Long,
        Some("30000"),
    )
    .ignored(why::DIALS)
    .doc("Longest that an attempt to connect to another node may take after failures."),
    Setting::broker("connections.max.idle.ms", Kind::Long, Some("600000"))
        .doc("How long a connection may be silent before it is closed."),
    Setting::broker(
        "connection.failed.authentication.delay.ms",
        Kind::Int,
        Some("100"),
    )
    .at_least(0)
    .low()
    .ignored(why::SASL)
    .doc("Delay before a connection that failed to authenticate is closed."),
    Setting::broker("connections.max.reauth.ms", Kind::Long, Some("0"))
        .ignored(why::SASL)
        .doc("How long an authentication is valid."),
    Setting::broker("max.connections", Kind::Int, Some("2147483647"))
        .at_least(0)
        .cluster_wide()
        .doc("Most connections open at once."),
    Setting::broker("max.connections.per.ip", Kind::Int, Some("2147483647"))
        .at_least(0)
        .cluster_wide()
        .doc("Most connections open at once from one address."),
    Setting::broker("max.connections.per.ip.overrides", Kind::Text, Some(""))
        .cluster_wide()
        .ignored(why::QUOTAS)
        .doc("Other limits of connections for named addresses."),
    Setting::broker(
        "max.connection.creation.rate",
        Kind::Int,
        Some("2147483647"),
    )
    .at_least(0)
    .cluster_wide()
    .ignored(why::QUOTAS)
    .doc("Most connections accepted in a second."),
    Setting::broker("queued.max.requests", Kind::Int, Some("500"))
        .at_least(1)
        .high()
        .ignored(why::BYTES)
        .doc("Requests that wait to be served."),
    Setting::broker("queued.max.request.bytes", Kind::Long, Some("-1")).doc(
        "Memory for requests in flight; -1 means four of the largest requests or 256 \
             MiB, whichever is less, and never less than one.",
    ),
    Setting::broker("request.timeout.ms", Kind::Int, Some("30000"))
        .high()
        .doc("How long this node waits for the answer of another."),
    Setting::broker("max.request.partition.size.limit", Kind::Int, Some("2000"))
        .at_least(1)
        .doc("Most partitions that one DescribeTopicPartitions answer holds."),
    Setting::broker("fetch.max.bytes", Kind::Int, Some("57671680"))
        .at_least(1024)
        .doc("Most bytes that one fetch answers."),
    Setting::broker(
        "max.incremental.fetch.session.cache.slots",
        Kind::Int,
        Some("1000"),
    )
    .at_least(0)
    .doc("How many fetch sessions are kept."),
    Setting::broker(
        "fetch.purgatory.purge.interval.requests",
        Kind::Int,
        Some("1000"),
    )
    .ignored(why::WAITING)
    .doc("How often waiting fetches are tidied."),
    Setting::broker(
        "producer.purgatory.purge.interval.requests",
        Kind::Int,
        Some("1000"),
    )
    .ignored(why::WAITING)
    .doc("How often waiting produce requests are tidied."),
    Setting::broker(
        "delete.records.purgatory.purge.interval.requests",
        Kind::Int,
        Some("1"),
    )
    .ignored(why::WAITING)
    .doc("How often waiting deletions are tidied."),
    Setting::broker(
        "share.fetch.purgatory.purge.interval.requests",
        Kind::Int,
        Some("1000"),
    )
    .ignored(why::SHARE)
    .doc("How often waiting share fetches are tidied."),
    Setting::broker("quota.window.num", Kind::Int, Some("11"))
        .at_least(1)
        .low()
        .ignored(why::QUOTAS)
        .doc("Samples kept for client quotas."),
    Setting::broker("quota.window.size.seconds", Kind::Int, Some("1"))
        .at_least(1)
        .low()
        .ignored(why::QUOTAS)
        .doc("Span of a sample for client quotas."),
    Setting::broker("replication.quota.window.num", Kind::Int, Some("11"))
        .at_least(1)
        .low()
        .ignored(why::QUOTAS)
        .doc("Samples kept for replication quotas."),
    Setting::broker(
        "replication.quota.window.size.seconds",
        Kind::Int,
        Some("1"),
    )
    .at_least(1)
    .low()
    .ignored(why::QUOTAS)
    .doc("Span of a sample for replication quotas."),
    Setting::broker("controller.quota.window.num", Kind::Int, Some("11"))
        .at_least(1)
        .low()
        .ignored(why::QUOTAS)
        .doc("Samples kept for quotas of controller changes."),
    Setting::broker("controller.quota.window.size.seconds", Kind::Int, Some("1"))
        .at_least(1)
        .low()
        .ignored(why::QUOTAS)
        .doc("Span of a sample for quotas of controller changes."),
    Setting::broker(
        "alter.log.dirs.replication.quota.window.num",
        Kind::Int,
        Some("11"),
    )
    .at_least(1)
    .low()
    .ignored(why::QUOTAS)
    .doc("Samples kept for quotas of moves between directories."),
    Setting::broker(
        "alter.log.dirs.replication.quota.window.size.seconds",
        Kind::Int,
        Some("1"),
    )
    .at_least(1)
    .low()
    .ignored(why::QUOTAS)
    .doc("Span of a sample for quotas of moves between directories."),
    Setting::broker("client.quota.callback.class", Kind::Class, None)
        .low()
        .refused(why::CLASSES)
        .doc("Class that decides quotas."),
    Setting::broker(
        "metric.reporters",
        Kind::List,
        Some("org.apache.kafka.common.metrics.JmxReporter"),
    )
    .low()
    .cluster_wide()
    .ignored(why::JVM)
    .doc("Classes that report metrics."),
    Setting::broker("metrics.num.samples", Kind::Int, Some("2"))
        .at_least(1)
        .low()
        .ignored(why::JVM)
        .doc("Samples kept for a metric."),
    Setting::broker("metrics.recording.level", Kind::Text, Some("INFO"))
        .low()
        .ignored(why::JVM)
        .doc("Which metrics are recorded."),
    Setting::broker("metrics.sample.window.ms", Kind::Long, Some("30000"))
        .at_least(1)
        .low()
        .ignored(why::JVM)
        .doc("Span of a sample of a metric."),
    Setting::broker("kafka.metrics.polling.interval.secs", Kind::Int, Some("10"))
        .at_least(1)
        .low()
        .ignored(why::JVM)
        .doc("How often metrics are polled."),
    Setting::broker("kafka.metrics.reporters", Kind::List, Some(""))
        .low()
        .ignored(why::JVM)
        .doc("Classes that report older metrics."),
    Setting::broker("telemetry.max.bytes", Kind::Int, Some("1048576"))
        .at_least(1)
        .low()
        .ignored(why::TELEMETRY)
        .doc("Largest push of client metrics."),
];
