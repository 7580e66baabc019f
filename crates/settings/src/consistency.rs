//! Settings that are valid each for itself and not together.

use crate::broker::BrokerConfig;
use crate::error::ConfigError;
use crate::read::Read;

pub(crate) fn check(config: &BrokerConfig, read: &Read<'_, '_>, errors: &mut Vec<ConfigError>) {
    // Text that is no number is told of already.
    let number = |key| read.set_text(key).and_then(|text| text.parse::<i64>().ok());
    let mut require = |holds: bool, key: &str, reason: &str, remedy: &str| {
        if !holds {
            let value = read.text(key);
            errors.push(ConfigError::new(key, value, reason).remedy(remedy));
        }
    };
    require(
        config.heartbeat_interval * 2 <= config.session_timeout,
        "broker.heartbeat.interval.ms",
        "It must be at most half of broker.session.timeout.ms",
        "Raise broker.session.timeout.ms or lower the interval",
    );
    require(
        config.replica.fetch_wait_max <= config.replica.lag_time_max,
        "replica.fetch.wait.max.ms",
        "It must be at most replica.lag.time.max.ms, or followers that wait fall out of sync",
        "Lower it, or raise replica.lag.time.max.ms",
    );
    require(
        config.replica.fetch_wait_max <= config.replica.socket_timeout,
        "replica.fetch.wait.max.ms",
        "It must be at most replica.socket.timeout.ms",
        "Lower it, or raise replica.socket.timeout.ms",
    );
    require(
        config.group.session_timeout_min <= config.group.session_timeout_max,
        "group.min.session.timeout.ms",
        "It must be at most group.max.session.timeout.ms",
        "Lower it, or raise group.max.session.timeout.ms",
    );
    require(
        config.network.queued_request_bytes_max >= u64::from(config.network.request_bytes_max),
        "queued.max.request.bytes",
        "It must hold at least one request of socket.request.max.bytes",
        "Raise it, set it to -1, or lower socket.request.max.bytes",
    );
    require(
        config.offsets.topic_compression_codec <= 4,
        "offsets.topic.compression.codec",
        "There are codecs 0 to 4",
        "Use 0 none, 1 gzip, 2 snappy, 3 lz4 or 4 zstd",
    );
    require(
        config.replica.default_replication_factor >= 1,
        "default.replication.factor",
        "A partition has at least one replica",
        "Set it to 1 or more",
    );
    for key in [
        "log.retention.ms",
        "log.retention.minutes",
        "log.retention.hours",
    ] {
        require(
            number(key) != Some(0),
            key,
            "Records must live for some time, or without limit with -1",
            "Set it to -1, or to 1 or more",
        );
    }
    require(
        number("log.roll.ms").is_none_or(|ms| ms > 0),
        "log.roll.ms",
        "Value must be at least 1",
        "",
    );
}
