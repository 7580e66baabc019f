//! Settings of a topic's partitions: the topic's own, else the cluster's dynamic ones, else the file's, else the defaults.

use std::sync::Arc;
use std::time::Duration;

use metadata::{ConfigResource, Image};
use partition_log::LogConfig;
use replica_core::{Durability, ReplicaSettings};
use settings::TopicConfig;

use crate::broker::Broker;
use crate::partitions::PartitionSettings;

impl Broker {
    /// The topic's settings as they hold in `image`.
    pub(crate) fn topic_config(&self, image: &Image, topic: &str) -> TopicConfig {
        let own = image.topic_config(topic);
        let this = image.config(&ConfigResource::broker(self.id));
        let all = image.config(&ConfigResource::all_brokers());
        TopicConfig::resolve(
            |key| own.and_then(|config| config.get(key)).map(|value| &**value),
            |key| {
                let value = this.and_then(|config| config.get(key));
                value
                    .or_else(|| all.and_then(|config| config.get(key)))
                    .map(|value| &**value)
            },
            &self.config,
        )
    }

    /// The settings of a hosted partition as they hold in `image`.
    pub(crate) fn partition_settings(&self, image: &Image, topic: &str) -> PartitionSettings {
        let topic = Arc::new(self.topic_config(image, topic));
        let flushed = topic.flush_messages == 1;
        let policy = topic.cleanup_policy;
        let log = LogConfig {
            segment_bytes: topic.segment_bytes.into(),
            segment_ms: milliseconds(topic.segment_ms),
            segment_jitter_ms: milliseconds(topic.segment_jitter_ms),
            segment_index_bytes: topic.segment_index_bytes.into(),
            index_interval_bytes: topic.index_interval_bytes.into(),
            compacted: policy.compact,
            // A compacted topic keeps every record until there is compaction.
            retention_ms: topic
                .retention_ms
                .filter(|_| policy.delete)
                .map(milliseconds),
            retention_bytes: topic.retention_bytes.filter(|_| policy.delete),
            file_delete_delay_ms: milliseconds(topic.file_delete_delay_ms),
            preallocate: topic.preallocate,
            flush_messages: u64::try_from(topic.flush_messages)
                .ok()
                .filter(|_| topic.flush_messages != i64::MAX),
            flush_ms: (topic.flush_ms != i64::MAX).then(|| milliseconds(topic.flush_ms)),
        };
        let replica = ReplicaSettings {
            min_in_sync: topic.min_insync_replicas as usize,
            lag_max: self.config.replica.lag_time_max,
            durability: if flushed {
                Durability::Flushed
            } else {
                Durability::PageCache
            },
        };
        PartitionSettings {
            topic,
            log: Arc::new(log),
            replica,
        }
    }
}

fn milliseconds(value: i64) -> Duration {
    Duration::from_millis(u64::try_from(value).unwrap_or(0))
}
