//! A topic's settings as values: its own over the broker's dynamic ones over the broker's file over the
//! defaults.

use std::borrow::Cow;

use crate::broker::BrokerConfig;
use crate::setting::{Setting, list};
use crate::table::topic_setting;

/// What becomes of old records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CleanupPolicy {
    /// Old segments are deleted by age and size.
    pub delete: bool,
    /// Only the last record of each key is kept.
    pub compact: bool,
}

/// Codec in which batches are stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Compression {
    /// The one they came in.
    Producer,
    /// None.
    Uncompressed,
    /// gzip at this level; −1 is the codec's own choice.
    Gzip(i32),
    /// snappy.
    Snappy,
    /// lz4 at this level.
    Lz4(i32),
    /// zstd at this level.
    Zstd(i32),
}

/// Whose time a record bears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimestampType {
    /// The producer's.
    CreateTime,
    /// That of the append.
    LogAppendTime,
}

/// All settings of one topic.
#[derive(Clone, PartialEq, Debug)]
pub struct TopicConfig {
    /// `cleanup.policy`.
    pub cleanup_policy: CleanupPolicy,
    /// `compression.type` with its level.
    pub compression: Compression,
    /// `file.delete.delay.ms`.
    pub file_delete_delay_ms: i64,
    /// `flush.messages`; 1 means flushed before acknowledged, `i64::MAX` never by count.
    pub flush_messages: i64,
    /// `flush.ms`; `i64::MAX` means never by age.
    pub flush_ms: i64,
    /// `index.interval.bytes`.
    pub index_interval_bytes: u32,
    /// `max.message.bytes`.
    pub max_message_bytes: u32,
    /// `message.timestamp.after.max.ms`.
    pub message_timestamp_after_max_ms: i64,
    /// `message.timestamp.before.max.ms`.
    pub message_timestamp_before_max_ms: i64,
    /// `message.timestamp.type`.
    pub message_timestamp_type: TimestampType,
    /// `min.insync.replicas`.
    pub min_insync_replicas: u32,
    /// `preallocate`.
    pub preallocate: bool,
    /// `retention.bytes`; none without a limit.
    pub retention_bytes: Option<u64>,
    /// `retention.ms`; none without a limit.
    pub retention_ms: Option<i64>,
    /// `segment.bytes`.
    pub segment_bytes: u32,
    /// `segment.index.bytes`.
    pub segment_index_bytes: u32,
    /// `segment.jitter.ms`.
    pub segment_jitter_ms: i64,
    /// `segment.ms`.
    pub segment_ms: i64,
    /// `unclean.leader.election.enable`.
    pub unclean_leader_election_enable: bool,
}

/// The one fraction in it is never NaN: that is no valid value.
impl Eq for TopicConfig {}

impl TopicConfig {
    /// Makes a topic's values. `topic` answers for the topic's own settings; `dynamic` for the broker's
    /// dynamic ones, the broker's own before the cluster's. A value that is not valid counts as not
    /// set.
    pub fn resolve<'a>(
        topic: impl Fn(&str) -> Option<&'a str>,
        dynamic: impl Fn(&str) -> Option<&'a str>,
        broker: &'a BrokerConfig,
    ) -> Self {
        let levels = Levels {
            topic: &topic,
            dynamic: &dynamic,
            broker,
        };
        let policy = levels.text("cleanup.policy");
        let has = |word| list(&policy).any(|entry| entry == word);
        let retention_bytes = levels.long("retention.bytes");
        let retention_ms = levels.long("retention.ms");
        let internal = topic("internal.segment.bytes").and_then(|text| text.trim().parse().ok());
        Self {
            cleanup_policy: CleanupPolicy {
                delete: has("delete"),
                compact: has("compact"),
            },
            compression: levels.compression(),
            file_delete_delay_ms: levels.long("file.delete.delay.ms"),
            flush_messages: levels.long("flush.messages"),
            flush_ms: levels.long("flush.ms"),
            index_interval_bytes: levels.size("index.interval.bytes"),
            max_message_bytes: levels.size("max.message.bytes"),
            message_timestamp_after_max_ms: levels.long("message.timestamp.after.max.ms"),
            message_timestamp_before_max_ms: levels.long("message.timestamp.before.max.ms"),
            message_timestamp_type: match levels.text("message.timestamp.type").as_ref() {
                "LogAppendTime" => TimestampType::LogAppendTime,
                _ => TimestampType::CreateTime,
            },
            min_insync_replicas: levels.size("min.insync.replicas"),
            preallocate: levels.boolean("preallocate"),
            retention_bytes: u64::try_from(retention_bytes).ok(),
            retention_ms: (retention_ms >= 0).then_some(retention_ms),
            segment_bytes: internal.unwrap_or_else(|| levels.size("segment.bytes")),
            segment_index_bytes: levels.size("segment.index.bytes"),
            segment_jitter_ms: levels.long("segment.jitter.ms"),
            segment_ms: levels.long("segment.ms"),
            unclean_leader_election_enable: levels.boolean("unclean.leader.election.enable"),
        }
    }
}

/// Where a topic's values are looked up.
pub(crate) struct Levels<'l, 'a> {
    pub(crate) topic: &'l dyn Fn(&str) -> Option<&'a str>,
    pub(crate) dynamic: &'l dyn Fn(&str) -> Option<&'a str>,
    pub(crate) broker: &'a BrokerConfig,
}

impl<'a> Levels<'_, 'a> {
    /// The text that holds for one setting of the topic, in the topic's units.
    pub(crate) fn effective(&self, setting: &Setting) -> Option<Cow<'a, str>> {
        let valid = |text: &str| setting.validate(text).is_ok();
        if let Some(own) = (self.topic)(setting.name)
            .map(str::trim)
            .filter(|text| valid(text))
        {
            return Some(Cow::Borrowed(own));
        }
        for &(name, factor) in setting.synonyms {
            let text = (self.dynamic)(name).or_else(|| self.broker.set_value(name));
            let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
                continue;
            };
            let converted = match factor {
                1 => Some(Cow::Borrowed(text)),
                _ => text.parse::<i64>().ok().map(|count| {
                    let converted = if count < 0 {
                        -1
                    } else {
                        count.saturating_mul(factor)
                    };
                    Cow::Owned(converted.to_string())
                }),
            };
            if let Some(converted) = converted.filter(|text| valid(text)) {
                return Some(converted);
            }
        }
        setting.default.map(Cow::Borrowed)
    }

    fn text(&self, name: &str) -> Cow<'a, str> {
        let Some(setting) = topic_setting(name) else {
            panic!("{name} is not in the table of a topic's settings");
        };
        self.effective(setting).unwrap_or_default()
    }

    fn long(&self, name: &str) -> i64 {
        let number = self.text(name).parse();
        number.unwrap_or_else(|_| panic!("{name} has neither a value nor a default"))
    }

    fn size(&self, name: &str) -> u32 {
        u32::try_from(self.long(name)).unwrap_or(0)
    }

    fn boolean(&self, name: &str) -> bool {
        self.text(name).eq_ignore_ascii_case("true")
    }

    fn compression(&self) -> Compression {
        let level = |name| i32::try_from(self.long(name)).unwrap_or(-1);
        match self.text("compression.type").as_ref() {
            "uncompressed" => Compression::Uncompressed,
            "gzip" => Compression::Gzip(level("compression.gzip.level")),
            "snappy" => Compression::Snappy,
            "lz4" => Compression::Lz4(level("compression.lz4.level")),
            "zstd" => Compression::Zstd(level("compression.zstd.level")),
            _ => Compression::Producer,
        }
    }
}
