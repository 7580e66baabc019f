//! Settings of nodes, their listeners, the quorum and the metadata log.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("node.id", Kind::Int, None)
        .at_least(0)
        .high()
        .doc(
            "Number of this node in the cluster, the same in all its roles; an empty data \
             directory takes 1 when none is set.",
        ),
    Setting::broker("broker.id", Kind::Int, Some("-1"))
        .high()
        .doc("Older name of node.id; set one of them, or both to the same value."),
    Setting::broker("process.roles", Kind::List, None)
        .each_of(&["broker", "controller"])
        .high()
        .doc(
            "What this process is: broker, controller or both; unset means both, with \
             itself as the only voter.",
        ),
    Setting::broker("broker.rack", Kind::Text, None)
        .doc("Where this broker stands; replicas of one partition are spread over racks."),
    Setting::broker("listeners", Kind::List, Some("PLAINTEXT://:9092"))
        .high()
        .doc("Addresses to listen on, each as NAME://host:port; no host means every address."),
    Setting::broker("advertised.listeners", Kind::List, None)
        .high()
        .doc(
            "Addresses that clients and other brokers are told; unset means the listeners \
             with this machine's name.",
        ),
    Setting::broker(
        "listener.security.protocol.map",
        Kind::Text,
        Some("SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT"),
    )
    .low()
    .doc("Security protocol of each listener name; only PLAINTEXT is served at present."),
    Setting::broker("inter.broker.listener.name", Kind::Text, None)
        .doc("Listener that brokers use among themselves."),
    Setting::broker(
        "security.inter.broker.protocol",
        Kind::Text,
        Some("PLAINTEXT"),
    )
    .one_of(&["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"])
    .doc(
        "Protocol whose listener brokers use among themselves when \
             inter.broker.listener.name is unset.",
    ),
    Setting::broker("controller.listener.names", Kind::List, None)
        .high()
        .doc("Listeners that belong to the controller; brokers dial the first of them."),
    Setting::broker("controller.quorum.voters", Kind::List, Some(""))
        .high()
        .doc("All controllers of the quorum, each as id@host:port."),
    Setting::broker("controller.quorum.bootstrap.servers", Kind::List, Some(""))
        .high()
        .doc(
            "Where to find the quorum; one combined node with a single address here is its \
             own only voter.",
        ),
    Setting::broker(
        "controller.quorum.election.timeout.ms",
        Kind::Int,
        Some("1000"),
    )
    .ours("500")
    .at_least(0)
    .high()
    .doc("How long a candidate waits for votes before it tries again."),
    Setting::broker(
        "controller.quorum.election.backoff.max.ms",
        Kind::Int,
        Some("1000"),
    )
    .at_least(0)
    .high()
    .doc("Longest pause between two elections that nobody wins."),
    Setting::broker(
        "controller.quorum.fetch.timeout.ms",
        Kind::Int,
        Some("2000"),
    )
    .ours("1000")
    .at_least(0)
    .high()
    .doc(
        "How long a voter goes without a successful fetch from the leader before it \
             stands for election.",
    ),
    Setting::broker(
        "controller.quorum.request.timeout.ms",
        Kind::Int,
        Some("2000"),
    )
    .at_least(0)
    .ignored(why::PATIENCE)
    .doc("How long one request within the quorum may take."),
    Setting::broker("controller.quorum.retry.backoff.ms", Kind::Int, Some("20"))
        .at_least(0)
        .low()
        .doc("Pause before a request within the quorum is tried again."),
    Setting::broker("controller.quorum.append.linger.ms", Kind::Int, Some("25"))
        .at_least(0)
        .ignored(why::LINGER)
        .doc(
            "How long the active controller gathers records before it appends them; a lone \
             batch never waits.",
        ),
    Setting::broker(
        "controller.quorum.fetch.max.bytes",
        Kind::Int,
        Some("1048576"),
    )
    .at_least(1)
    .low()
    .ignored(why::PIECES)
    .doc("Most bytes of metadata records that one fetch asks for."),
    Setting::broker(
        "controller.quorum.fetch.snapshot.max.bytes",
        Kind::Int,
        Some("1048576"),
    )
    .at_least(1)
    .low()
    .ignored(why::PIECES)
    .doc("Most bytes of a metadata snapshot that one request asks for."),
    Setting::broker(
        "controller.quorum.auto.join.enable",
        Kind::Boolean,
        Some("false"),
    )
    .low()
    .ignored(why::MEMBERSHIP)
    .doc("Whether a new controller joins the quorum by itself."),
    Setting::broker("broker.heartbeat.interval.ms", Kind::Int, Some("2000"))
        .ours("500")
        .doc("How often a broker reports to the active controller."),
    Setting::broker("broker.session.timeout.ms", Kind::Int, Some("9000"))
        .ours("3000")
        .doc("How long after its last heartbeat a broker is held to be dead."),
    Setting::broker(
        "initial.broker.registration.timeout.ms",
        Kind::Int,
        Some("60000"),
    )
    .doc("How long a starting broker tries to register before it gives up."),
    Setting::broker("controlled.shutdown.enable", Kind::Boolean, Some("true"))
        .doc("Whether a stopping broker first hands its leaderships over."),
    Setting::broker("metadata.log.dir", Kind::Text, None)
        .high()
        .doc("Directory of the metadata log; unset means the first of log.dirs."),
    Setting::broker("metadata.log.segment.bytes", Kind::Int, Some("1073741824"))
        .at_least(8388608)
        .high()
        .doc("Size at which a segment of the metadata log ends."),
    Setting::broker("metadata.log.segment.ms", Kind::Long, Some("604800000"))
        .high()
        .doc("Age at which a segment of the metadata log ends."),
    Setting::broker(
        "metadata.log.max.record.bytes.between.snapshots",
        Kind::Long,
        Some("20971520"),
    )
    .at_least(1)
    .high()
    .doc("Bytes of new metadata after which a snapshot is written."),
    Setting::broker(
        "metadata.log.max.snapshot.interval.ms",
        Kind::Long,
        Some("3600000"),
    )
    .at_least(0)
    .high()
    .doc(
        "Longest time between snapshots while there is something new; 0 means by size \
             alone.",
    ),
    Setting::broker("metadata.max.idle.interval.ms", Kind::Int, Some("500"))
        .at_least(0)
        .low()
        .ignored(why::IDLE)
        .doc("How often an idle active controller writes a no-op record; 0 means never."),
    Setting::broker(
        "metadata.max.retention.bytes",
        Kind::Long,
        Some("104857600"),
    )
    .high()
    .ignored(why::SNAPSHOTS)
    .doc("Size of metadata log and snapshots beyond which old ones are deleted."),
    Setting::broker("metadata.max.retention.ms", Kind::Long, Some("604800000"))
        .high()
        .ignored(why::SNAPSHOTS)
        .doc("Age beyond which old metadata segments and snapshots are deleted."),
    Setting::broker("internal.metadata.log.segment.bytes", Kind::Int, None)
        .low()
        .internal()
        .ignored(why::TESTING)
        .doc("Segment size of the metadata log in tests."),
    Setting::broker(
        "internal.metadata.max.batch.size.in.bytes",
        Kind::Int,
        Some("8388608"),
    )
    .low()
    .internal()
    .ignored(why::TESTING)
    .doc("Largest metadata batch in tests."),
    Setting::broker(
        "internal.metadata.delete.delay.millis",
        Kind::Long,
        Some("60000"),
    )
    .low()
    .internal()
    .ignored(why::TESTING)
    .doc("Deletion delay of metadata files in tests."),
    Setting::broker(
        "controller.performance.always.log.threshold.ms",
        Kind::Long,
        Some("2000"),
    )
    .at_least(0)
    .internal()
    .ignored(why::LOGGING)
    .doc("Duration from which a controller event is always logged."),
    Setting::broker(
        "controller.performance.sample.period.ms",
        Kind::Long,
        Some("60000"),
    )
    .at_least(100)
    .internal()
    .ignored(why::LOGGING)
    .doc("How often the controller logs how long its events take."),
    Setting::broker("controller.socket.timeout.ms", Kind::Int, Some("30000"))
        .ignored(why::TIMEOUTS)
        .doc("Time limit of requests between controller and brokers."),
    Setting::broker(
        "server.max.startup.time.ms",
        Kind::Long,
        Some("9223372036854775807"),
    )
    .at_least(0)
    .internal()
    .ignored(why::TIMEOUTS)
    .doc("How long a start may take."),
    Setting::broker("unstable.api.versions.enable", Kind::Boolean, Some("false"))
        .high()
        .internal()
        .refused(why::UNSTABLE)
        .doc("Whether protocol versions still in development are offered."),
    Setting::broker(
        "unstable.feature.versions.enable",
        Kind::Boolean,
        Some("false"),
    )
    .high()
    .internal()
    .refused(why::UNSTABLE)
    .doc("Whether feature levels still in development are offered."),
    Setting::broker("config.providers", Kind::List, Some(""))
        .low()
        .cluster_wide()
        .refused(why::PROVIDERS)
        .doc("Names of classes that fetch values from elsewhere."),
];
