//! The chapters of a node's values, read from text that is known to be valid.

use std::time::Duration;

use crate::broker::{
    GroupConfig, LogConfig, NetworkConfig, OffsetsConfig, QuorumConfig, ReplicaConfig,
};
use crate::quorum::Voter;
use crate::read::Read;
use crate::table::RACK_AWARE_SELECTOR;

pub(crate) fn quorum_config(read: &Read<'_, '_>, voters: Vec<Voter>) -> QuorumConfig {
    QuorumConfig {
        voters,
        election_timeout: read.duration("controller.quorum.election.timeout.ms"),
        election_backoff_max: read.duration("controller.quorum.election.backoff.max.ms"),
        fetch_timeout: read.duration("controller.quorum.fetch.timeout.ms"),
        retry_backoff: read.duration("controller.quorum.retry.backoff.ms"),
        segment_bytes: read.number("metadata.log.segment.bytes"),
        segment_ms: read.number("metadata.log.segment.ms"),
        record_bytes_between_snapshots_max: read
            .number("metadata.log.max.record.bytes.between.snapshots"),
        snapshot_interval_max: read.positive("metadata.log.max.snapshot.interval.ms"),
    }
}

pub(crate) fn network(read: &Read<'_, '_>) -> NetworkConfig {
    let request_bytes_max: u32 = read.number("socket.request.max.bytes");
    let by_default = (u64::from(request_bytes_max) * 4)
        .min(256 << 20)
        .max(u64::from(request_bytes_max));
    NetworkConfig {
        send_buffer_bytes: read.limit("socket.send.buffer.bytes"),
        receive_buffer_bytes: read.limit("socket.receive.buffer.bytes"),
        listen_backlog: read.number("socket.listen.backlog.size"),
        request_bytes_max,
        queued_request_bytes_max: read
            .limit("queued.max.request.bytes")
            .filter(|&bytes: &u64| bytes > 0)
            .unwrap_or(by_default),
        idle_max: read.positive("connections.max.idle.ms"),
        connections_max: read.number("max.connections"),
        connections_per_ip_max: read.number("max.connections.per.ip"),
        connect_timeout: read.duration("socket.connection.setup.timeout.ms"),
        fetch_bytes_max: read.number("fetch.max.bytes"),
        fetch_sessions_max: read.number("max.incremental.fetch.session.cache.slots"),
        request_partitions_max: read.number("max.request.partition.size.limit"),
    }
}

pub(crate) fn log(read: &Read<'_, '_>) -> LogConfig {
    let scheduler: i64 = read.number("log.flush.scheduler.interval.ms");
    LogConfig {
        retention_check_interval: read.duration("log.retention.check.interval.ms"),
        initial_task_delay: read.duration("log.initial.task.delay.ms"),
        flush_scheduler_interval: (scheduler != i64::MAX)
            .then(|| read.duration("log.flush.scheduler.interval.ms")),
        directory_failure_timeout: read.duration("log.dir.failure.timeout.ms"),
        producer_id_expiration_ms: read.number("producer.id.expiration.ms"),
        flush_parallelism: read.number("highwater.flush.parallelism"),
        open_files_max: read.number("highwater.open.files.max"),
        stray_retention_ms: read.number("highwater.stray.retention.ms"),
        scrub_interval: read.positive("highwater.scrub.interval.ms"),
        scrub_bytes_per_second: read.number("highwater.scrub.bytes.per.second"),
        disk_reserve_bytes: read.number("highwater.disk.reserve.bytes"),
    }
}

pub(crate) fn replica(read: &Read<'_, '_>) -> ReplicaConfig {
    let check_seconds: u64 = read.number("leader.imbalance.check.interval.seconds");
    ReplicaConfig {
        partitions: read.number("num.partitions"),
        default_replication_factor: read.number("default.replication.factor"),
        auto_create_topics: read.boolean("auto.create.topics.enable"),
        delete_topics: read.boolean("delete.topic.enable"),
        auto_leader_rebalance: read.boolean("auto.leader.rebalance.enable"),
        leader_imbalance_check_interval: Duration::from_secs(check_seconds),
        unclean_election_interval: read.duration("unclean.leader.election.interval.ms"),
        lag_time_max: read.duration("replica.lag.time.max.ms"),
        fetch_bytes_max: read.number("replica.fetch.max.bytes"),
        fetch_bytes_min: read.number("replica.fetch.min.bytes"),
        fetch_wait_max: read.duration("replica.fetch.wait.max.ms"),
        fetch_response_bytes_max: read.number("replica.fetch.response.max.bytes"),
        fetch_backoff: read.duration("replica.fetch.backoff.ms"),
        high_watermark_checkpoint_interval: read
            .duration("replica.high.watermark.checkpoint.interval.ms"),
        reads_by_rack: read.set_text("replica.selector.class") == Some(RACK_AWARE_SELECTOR),
        socket_timeout: read.duration("replica.socket.timeout.ms"),
    }
}

pub(crate) fn group(read: &Read<'_, '_>) -> GroupConfig {
    GroupConfig {
        initial_rebalance_delay: read.duration("group.initial.rebalance.delay.ms"),
        session_timeout_min: read.duration("group.min.session.timeout.ms"),
        session_timeout_max: read.duration("group.max.session.timeout.ms"),
        members_max: read.number("group.max.size"),
    }
}

pub(crate) fn offsets(read: &Read<'_, '_>) -> OffsetsConfig {
    let retention_minutes: i64 = read.number("offsets.retention.minutes");
    OffsetsConfig {
        metadata_bytes_max: read.number("offset.metadata.max.bytes"),
        commit_timeout: read.duration("offsets.commit.timeout.ms"),
        load_buffer_bytes: read.number("offsets.load.buffer.size"),
        retention_ms: retention_minutes.saturating_mul(60_000),
        retention_check_interval: read.duration("offsets.retention.check.interval.ms"),
        topic_partitions: read.number("offsets.topic.num.partitions"),
        topic_replication_factor: read.number("offsets.topic.replication.factor"),
        topic_segment_bytes: read.number("offsets.topic.segment.bytes"),
        topic_compression_codec: read.number("offsets.topic.compression.codec"),
    }
}
