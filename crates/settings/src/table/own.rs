//! Settings that only this broker has.

use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::own("highwater.disk.reserve.bytes", Kind::Long, "268435456")
        .at_least(0)
        .doc(
            "Room on the volume of a log directory that records may not take, but at most a \
             fiftieth of the volume: below it writes are refused, and reading, deleting and \
             metadata go on.",
        ),
    Setting::own("highwater.fence.on.refused", Kind::Boolean, "true")
        .doc("Whether a broker whose port refuses connections is fenced at once."),
    Setting::own("highwater.flush.parallelism", Kind::Int, "8")
        .between(1, 1024)
        .doc("How many files of one data directory are flushed at a time."),
    Setting::own("highwater.metrics.listener", Kind::Text, "").doc(
        "HOST:PORT at which metrics are served to Prometheus, under /metrics; without it \
             they are not served.",
    ),
    Setting::own("highwater.open.files.max", Kind::Int, "10000")
        .between(64, 1_000_000)
        .doc("How many segment and index files are kept open."),
    Setting::own("highwater.scrub.bytes.per.second", Kind::Long, "20971520")
        .at_least(1)
        .doc("How fast it is read at most."),
    Setting::own("highwater.scrub.interval.ms", Kind::Long, "604800000")
        .at_least(0)
        .doc("How often everything that was flushed is read again to find damage; 0 turns it off."),
    Setting::own("highwater.stray.retention.ms", Kind::Long, "604800000")
        .at_least(0)
        .doc(
            "How long a partition that the metadata does not have here is kept aside before it \
             may be deleted, if a record removes it.",
        ),
    Setting::own("highwater.zookeeper.sasl.password", Kind::Password, "")
        .doc("What the name below is proved with; it is not sent."),
    Setting::own("highwater.zookeeper.sasl.username", Kind::Text, "").doc(
        "Who this node is to ZooKeeper (SASL with DIGEST-MD5), in place of the section Client of Kafka's \
         java.security.auth.login.config.",
    ),
];
