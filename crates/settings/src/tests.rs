//! What a node makes of its properties file, and a topic of its settings.

use std::time::Duration;

use types::BrokerId;

use crate::*;

fn properties(text: &str) -> Properties {
    Properties::parse(text).expect("well formed")
}

fn accepted(text: &str) -> (BrokerConfig, Vec<Warning>) {
    BrokerConfig::from_properties(&properties(text), "box").unwrap_or_else(|errors| {
        panic!("refused: {errors:?}");
    })
}

fn refused(text: &str) -> String {
    let errors = BrokerConfig::from_properties(&properties(text), "box").expect_err("accepted");
    errors
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

const COMBINED: &str = "process.roles=broker,controller\nnode.id=7\n\
    controller.quorum.bootstrap.servers=localhost:9093\n\
    listeners=PLAINTEXT://:9092,CONTROLLER://:9093\ninter.broker.listener.name=PLAINTEXT\n\
    advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093\n\
    controller.listener.names=CONTROLLER\n\
    listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL\n\
    num.network.threads=3\nnum.io.threads=8\nsocket.send.buffer.bytes=102400\nnum.partitions=4\n\
    log.dirs=/tmp/a,/tmp/b\noffsets.topic.replication.factor=1\n\
    transaction.state.log.min.isr=1\nlog.retention.hours=168\n";

#[test]
fn the_file_that_ships_with_kafka_starts_a_combined_node() {
    let (config, warnings) = accepted(COMBINED);
    assert_eq!(config.node_id, BrokerId(7));
    assert_eq!(
        config.roles,
        Roles {
            broker: true,
            controller: true
        }
    );
    let voter = Voter {
        id: BrokerId(7),
        host: "localhost".to_owned(),
        port: 9093,
    };
    assert_eq!(config.quorum.voters, [voter]);
    assert_eq!(config.advertised_listeners.len(), 1);
    assert_eq!(config.advertised_controller_listeners.len(), 1);
    assert_eq!(config.inter_broker_listener_name, "PLAINTEXT");
    assert_eq!(config.replica.partitions, 4);
    let keys: Vec<&str> = warnings
        .iter()
        .map(|warning| warning.key.as_str())
        .collect();
    assert_eq!(
        keys,
        ["transaction.state.log.min.isr"],
        "values at Kafka's default warn of nothing"
    );
}

#[test]
fn an_empty_file_is_a_node_of_its_own() {
    let (config, warnings) = accepted("");
    assert!(warnings.is_empty());
    assert_eq!(
        (config.node_id, config.node_id_is_set),
        (BrokerId(1), false)
    );
    assert_eq!(config.quorum.voters.len(), 1);
    assert_eq!(config.advertised_listeners[0].host, "box");
    assert_eq!(config.session_timeout, Duration::from_secs(3));
    assert_eq!(config.heartbeat_interval, Duration::from_millis(500));
    assert_eq!(config.network.idle_max, Some(Duration::from_secs(600)));
    assert_eq!(config.network.queued_request_bytes_max, 256 << 20);
}

#[test]
fn what_cannot_be_honoured_is_refused_with_the_remedy() {
    let cases = [
        (
            "listeners=SSL://:9092",
            "TLS and SASL are not served yet. Map SSL to PLAINTEXT",
        ),
        (
            "authorizer.class.name=a.B",
            "permissions are not served yet. Remove authorizer",
        ),
        (
            "controller.quorum.bootstrap.servers=a:1,b:1",
            "controller.quorum.voters, each as",
        ),
        (
            "process.roles=broker",
            "controller.quorum.voters is missing",
        ),
        (
            "controller.quorum.voters=2@a:1",
            "The node id 1 of this controller must be among",
        ),
        (
            "listeners=IN://:9092",
            "Add IN:PLAINTEXT to listener.security.protocol.map",
        ),
        (
            "listeners=PLAINTEXT://0.0.0.0:9092",
            "such as PLAINTEXT://box:9092",
        ),
        (
            "num.partitions=x",
            "Invalid value x for configuration num.partitions: Not a number of type INT",
        ),
        ("num.partitions=0", "Value must be at least 1"),
        ("node.id=1\nbroker.id=2", "same value as broker.id"),
        (
            "broker.heartbeat.interval.ms=2000",
            "at most half of broker.session.timeout.ms",
        ),
        ("log.retention.ms=0", "-1"),
        ("log.dirs=/a,/a", "named twice"),
        (
            "zookeeper.connect=localhost:2181",
            "Set broker.id (or node.id) to a number",
        ),
        ("broker.id=1\nzookeeper.connect=:2181", "Expected host:port"),
        ("broker.id=1\nzookeeper.connect=zk:x", "Expected host:port"),
        (
            "broker.id=1\nzookeeper.connect=/kafka",
            "It names no server",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk/a//b",
            "names between its slashes",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nprocess.roles=broker,controller",
            "Remove process.roles, or remove zookeeper.connect",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.set.acl=true",
            "Set highwater.zookeeper.sasl.username and",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nhighwater.zookeeper.sasl.username=kafka",
            "Set highwater.zookeeper.sasl.password, or remove",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nhighwater.zookeeper.sasl.password=kafka",
            "highwater.zookeeper.sasl.username is missing",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.client.enable=true",
            "zookeeper.ssl.truststore.location is missing",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.client.enable=true\nzookeeper.ssl.truststore.location=/a.jks",
            "name the PEM file in zookeeper.ssl.truststore.location and set zookeeper.ssl.truststore.type=PEM",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.client.enable=true\nzookeeper.ssl.truststore.location=/a.pem\n\
             zookeeper.ssl.keystore.location=/b.pem\nzookeeper.ssl.keystore.type=JKS",
            "Invalid value JKS for configuration zookeeper.ssl.keystore.type: Only PEM files are served",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.keystore.password=hunter2",
            "an encrypted key cannot be read",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.ocsp.enable=true",
            "whether a certificate was revoked is not looked up",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.cipher.suites=TLS_AES_128_GCM_SHA256",
            "suites cannot be chosen",
        ),
        (
            "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.enabled.protocols=TLSv1.1",
            "must be one of: TLSv1.2, TLSv1.3",
        ),
        (
            "remote.log.storage.system.enable=true",
            "tiered storage is not served yet",
        ),
    ];
    for (text, part) in cases {
        let message = refused(text);
        assert!(message.contains(part), "{text}: {message}");
    }
}

#[test]
fn all_errors_are_told_at_once_and_passwords_never() {
    let message = refused("num.partitions=0\nmin.insync.replicas=0");
    assert_eq!(message.lines().count(), 2);
    let several =
        "listeners=SSL://:9\nnum.partitions=x\ncontroller.quorum.bootstrap.servers=a:1,b:2";
    assert_eq!(refused(several).lines().count(), 3);
    let (_, warnings) = accepted("ssl.keystore.password=hunter2");
    assert!(!warnings[0].to_string().contains("hunter2"));
}

#[test]
fn a_topic_takes_the_strongest_level() {
    let (config, _) = accepted(
        "log.retention.hours=2\nlog.roll.ms=5000\nlog.roll.hours=1\nlog.segment.bytes=2097152",
    );
    let none = |_: &str| None;
    let resolved = TopicConfig::resolve(none, none, &config);
    assert_eq!(resolved.retention_ms, Some(7_200_000));
    assert_eq!(
        (resolved.segment_ms, resolved.segment_bytes),
        (5000, 2_097_152)
    );
    assert_eq!(resolved.flush_messages, i64::MAX);
    let dynamic = |key: &str| (key == "log.retention.ms").then_some("60000");
    assert_eq!(
        TopicConfig::resolve(none, dynamic, &config).retention_ms,
        Some(60_000)
    );
    let own = |key: &str| match key {
        "retention.ms" => Some("-1"),
        "segment.bytes" => Some("nonsense"),
        "cleanup.policy" => Some("compact, delete"),
        "compression.type" => Some("zstd"),
        _ => None,
    };
    let resolved = TopicConfig::resolve(own, dynamic, &config);
    assert_eq!(
        (resolved.retention_ms, resolved.segment_bytes),
        (None, 2_097_152)
    );
    assert_eq!(
        resolved.cleanup_policy,
        CleanupPolicy {
            delete: true,
            compact: true
        }
    );
    assert_eq!(resolved.compression, Compression::Zstd(3));
}

#[test]
fn topic_values_are_checked_in_kafkas_words() {
    let cases = [
        ("nope", "1", "Unknown topic config name: nope"),
        (
            "retention.ms",
            "-2",
            "Invalid value -2 for configuration retention.ms: Value must be at least -1",
        ),
        (
            "cleanup.policy",
            "delete,foo",
            "Invalid value foo for configuration cleanup.policy: String must be one of: compact, delete",
        ),
        (
            "preallocate",
            "yes",
            "Expected value to be either true or false",
        ),
        ("segment.bytes", "99999999999", "Not a number of type INT"),
        (
            "min.cleanable.dirty.ratio",
            "2",
            "Value must be no more than 1",
        ),
        (
            "compression.gzip.level",
            "0",
            "Value must be between 1 and 9 or equal to -1",
        ),
        (
            "remote.storage.enable",
            "true",
            "tiered storage is not served yet",
        ),
    ];
    for (key, value, part) in cases {
        let error = validate_topic(key, value).expect_err(key).to_string();
        assert!(error.contains(part), "{error}");
    }
    for (key, value) in [
        ("retention.ms", " 7 "),
        ("cleanup.policy", ""),
        ("preallocate", "TRUE"),
    ] {
        validate_topic(key, value).expect(key);
    }
    let lags = [
        ("max.compaction.lag.ms", "5"),
        ("min.compaction.lag.ms", "10"),
    ];
    assert!(validate_topic_all(lags.into_iter()).is_err());
}

#[test]
fn brokers_change_live_only_what_may_change_live() {
    validate_broker_dynamic("log.retention.ms", "1000", false).expect("live");
    validate_broker_dynamic("log.cleaner.threads", "2", true).expect("live");
    for (key, value, per_broker) in [
        ("num.partitions", "3", true),
        ("log.retention.ms", "x", true),
        ("ssl.keystore.location", "/a", true),
        ("no.such.key", "1", false),
        ("leader.replication.throttled.rate", "1", true),
    ] {
        assert!(
            validate_broker_dynamic(key, value, per_broker).is_err(),
            "{key}"
        );
    }
    let (config, _) = accepted("max.connections=5");
    let changed = config.with_dynamic(|key| (key == "max.connections").then_some("9"));
    assert_eq!(changed.network.connections_max, 9);
}

#[test]
fn descriptions_say_where_a_value_comes_from() {
    let (config, _) = accepted("log.retention.hours=2\nsome.plugin.key=1\nmin.insync.replicas=2");
    let none = |_: &str| None;
    let own = |key: &str| (key == "segment.bytes").then_some("1048576");
    let topic = describe_topic(&own, &none, &none, &config);
    let find = |name: &str| {
        topic
            .iter()
            .find(|setting| setting.name == name)
            .expect("listed")
    };
    let segment = find("segment.bytes");
    assert_eq!(segment.source, Source::Topic);
    let sources: Vec<Source> = segment.synonyms.iter().map(|level| level.source).collect();
    assert_eq!(sources, [Source::Topic, Source::Default]);
    assert_eq!(find("retention.ms").value.as_deref(), Some("7200000"));
    assert_eq!(find("retention.ms").source, Source::Static);
    assert_eq!(find("min.insync.replicas").source, Source::Static);
    assert!(
        topic
            .iter()
            .all(|setting| setting.name != "internal.segment.bytes")
    );

    let cluster = |key: &str| (key == "log.retention.ms").then_some("5");
    let broker = describe_broker(&none, &cluster, &config);
    let find = |name: &str| {
        broker
            .iter()
            .find(|setting| setting.name == name)
            .expect("listed")
    };
    assert_eq!(find("log.retention.ms").source, Source::DynamicDefault);
    assert_eq!(find("log.retention.hours").synonyms.len(), 3);
    assert_eq!(
        (find("node.id").value.as_deref(), find("node.id").read_only),
        (Some("1"), true)
    );
    assert!(find("some.plugin.key").sensitive);
    assert_eq!(find("ssl.key.password").value, None);
}

#[test]
fn a_picked_port_is_told_everywhere() {
    let (mut config, _) = accepted("listeners=PLAINTEXT://127.0.0.1:0");
    config.note_bound_port("PLAINTEXT", 4711);
    assert_eq!(config.listeners[0].port, 4711);
    assert_eq!(config.advertised_listeners[0].port, 4711);
    assert_eq!(config.quorum.voters[0].port, 4711);
}

#[test]
fn metrics_are_served_where_the_file_says_and_nowhere_by_default() {
    let of = |text: &str| accepted(&format!("{COMBINED}{text}")).0.metrics_listener;
    assert_eq!(of(""), None);
    assert_eq!(of("highwater.metrics.listener=\n"), None);
    let told = of("highwater.metrics.listener=127.0.0.1:9464\n");
    assert_eq!(told, Some(("127.0.0.1".to_owned(), 9464)));
    let all = of("highwater.metrics.listener=[::]:0\n");
    assert_eq!(all, Some(("::".to_owned(), 0)));
    let why = refused(&format!("{COMBINED}highwater.metrics.listener=9464\n"));
    assert!(
        why.contains("Expected HOST:PORT. Write highwater.metrics.listener="),
        "{why}"
    );
}

#[test]
fn the_file_that_shipped_with_kafka_3_starts_a_node_on_zookeeper() {
    let text = "broker.id=0\nnum.network.threads=3\nnum.io.threads=8\nsocket.send.buffer.bytes=102400\n\
        log.dirs=/tmp/kafka-logs\nnum.partitions=1\noffsets.topic.replication.factor=1\n\
        zookeeper.connect=localhost:2181\nzookeeper.connection.timeout.ms=18000\n\
        group.initial.rebalance.delay.ms=0\n";
    let (config, _) = accepted(text);
    assert_eq!(config.node_id, BrokerId(0));
    let zookeeper = config.zookeeper.expect("kept in ZooKeeper");
    assert_eq!(zookeeper.servers, [("localhost".to_owned(), 2181)]);
    assert_eq!(zookeeper.chroot, "");
    assert_eq!(zookeeper.session_timeout, Duration::from_secs(6));
    assert_eq!(zookeeper.connection_timeout, Duration::from_secs(18));
    // Its controller is reached where its broker is.
    let own = Voter {
        id: BrokerId(0),
        host: "box".to_owned(),
        port: 9092,
    };
    assert_eq!(config.quorum.voters, [own]);
}

#[test]
fn an_ensemble_is_several_servers_and_a_part_of_their_tree() {
    let text =
        "node.id=3\nzookeeper.connect=a:1, [::1]:2,c/kafka/one/\nzookeeper.session.timeout.ms=9000";
    let zookeeper = accepted(text).0.zookeeper.expect("kept in ZooKeeper");
    let servers = [("a", 1), ("::1", 2), ("c", 2181)];
    assert_eq!(
        zookeeper.servers,
        servers.map(|(host, port)| (host.to_owned(), port))
    );
    assert_eq!(zookeeper.chroot, "/kafka/one");
    assert_eq!(zookeeper.connection_timeout, Duration::from_secs(9));
}

#[test]
fn a_node_has_a_name_in_its_ensemble_and_a_password_that_is_never_shown() {
    let text = "broker.id=1\nzookeeper.connect=zk\nzookeeper.set.acl=true\n\
        highwater.zookeeper.sasl.username=kafka\nhighwater.zookeeper.sasl.password=hunter2";
    let zookeeper = accepted(text).0.zookeeper.expect("kept in ZooKeeper");
    assert!(zookeeper.set_acl);
    let login = zookeeper.login.as_ref().expect("a name");
    assert_eq!(
        (login.user.as_str(), login.password.as_str()),
        ("kafka", "hunter2")
    );
    assert!(!format!("{zookeeper:?}").contains("hunter2"));
}

#[test]
fn connections_to_an_ensemble_are_encrypted_as_kafka_s_keys_say() {
    let begin = "broker.id=1\nzookeeper.connect=zk\nzookeeper.ssl.client.enable=true\n\
        zookeeper.ssl.truststore.location=/trust.pem\n";
    let tls = |more: &str| {
        let zookeeper = accepted(&format!("{begin}{more}")).0.zookeeper;
        zookeeper.and_then(|it| it.tls).expect("encrypted")
    };
    let plain = tls("");
    assert_eq!(plain.trust.to_str(), Some("/trust.pem"));
    assert_eq!(plain.identity, None);
    assert!(plain.verifies_host && plain.allows_1_2 && plain.allows_1_3);
    let more = tls(
        "zookeeper.ssl.keystore.location=/key\nzookeeper.ssl.keystore.type=PEM\nzookeeper.set.acl=true\n\
         zookeeper.ssl.endpoint.identification.algorithm=\nzookeeper.ssl.enabled.protocols=TLSv1.3",
    );
    assert_eq!(more.identity.as_deref(), Some(std::path::Path::new("/key")));
    assert!(!more.verifies_host && !more.allows_1_2 && more.allows_1_3);
}
