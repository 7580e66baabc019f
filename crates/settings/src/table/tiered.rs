//! Settings of tiered storage.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("remote.log.storage.system.enable", Kind::Boolean, Some("false"))
        .refused(why::TIERED)
        .doc("Whether old segments move to remote storage."),
    Setting::broker("remote.fetch.max.wait.ms", Kind::Int, Some("500"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.list.offsets.request.timeout.ms", Kind::Long, Some("30000"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.index.file.cache.total.size.bytes", Kind::Long, Some("1073741824"))
        .at_least(1)
        .low()
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.index.file.cache.ttl.ms", Kind::Long, Some("900000"))
        .at_least(-1)
        .low()
        .internal()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.copier.thread.pool.size", Kind::Int, Some("10"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.copy.max.bytes.per.second", Kind::Long, Some("9223372036854775807"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.copy.quota.window.num", Kind::Int, Some("11"))
        .at_least(1)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.copy.quota.window.size.seconds", Kind::Int, Some("1"))
        .at_least(1)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.expiration.thread.pool.size", Kind::Int, Some("10"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.fetch.max.bytes.per.second", Kind::Long, Some("9223372036854775807"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.fetch.quota.window.num", Kind::Int, Some("11"))
        .at_least(1)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.fetch.quota.window.size.seconds", Kind::Int, Some("1"))
        .at_least(1)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.follower.thread.pool.size", Kind::Int, Some("2"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.task.interval.ms", Kind::Long, Some("30000"))
        .at_least(1)
        .low()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.task.retry.backoff.max.ms", Kind::Long, Some("30000"))
        .at_least(1)
        .low()
        .internal()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.task.retry.backoff.ms", Kind::Long, Some("500"))
        .at_least(1)
        .low()
        .internal()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.task.retry.jitter", Kind::Double, Some("0.2"))
        .low()
        .internal()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.manager.thread.pool.size", Kind::Int, Some("2"))
        .at_least(1)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.metadata.custom.metadata.max.bytes", Kind::Int, Some("128"))
        .at_least(0)
        .low()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.metadata.manager.class.name", Kind::Text, Some("org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager"))
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.metadata.manager.class.path", Kind::Text, None)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.metadata.manager.impl.prefix", Kind::Text, Some("rlmm.config."))
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.metadata.manager.listener.name", Kind::Text, None)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.reader.max.pending.tasks", Kind::Int, Some("100"))
        .at_least(1)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.reader.threads", Kind::Int, Some("10"))
        .at_least(1)
        .cluster_wide()
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.storage.manager.class.name", Kind::Text, None)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.storage.manager.class.path", Kind::Text, None)
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
    Setting::broker("remote.log.storage.manager.impl.prefix", Kind::Text, Some("rsm.config."))
        .ignored(why::TIERED)
        .doc("Part of tiered storage."),
];
