//! The one table of all metrics. `docs/METRICS.md` is generated from it.
//!
//! Where Kafka has the metric, it has the name that the usual rules of Prometheus's JMX exporter give it, so that dashboards
//! and alerts for Kafka work unchanged. What Kafka lacks begins with `highwater_`, and what every process has with `process_`.

use std::fmt::Write as _;

/// What a value does over time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// It only grows, from zero at the start of the process.
    Counter,
    /// It is what it is now.
    Gauge,
}

/// One metric.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Metric {
    /// As Prometheus stores it.
    pub name: &'static str,
    /// What its values do.
    pub kind: Kind,
    /// Names of its labels.
    pub labels: &'static [&'static str],
    /// What it is.
    pub help: &'static str,
    /// When a person should look; empty where it is not to be alerted on by itself.
    pub alert: &'static str,
}

macro_rules! metrics {
    ($($constant:ident: $kind:ident $name:literal [$($label:literal),*] $help:literal, $alert:literal;)*) => {
        /// Every metric by a name of its own, for those who write values.
        #[allow(missing_docs, reason = "each has its help")]
        pub mod metric {
            use super::{Kind, Metric};
            $(pub const $constant: Metric = Metric {
                name: $name,
                kind: Kind::$kind,
                labels: &[$($label),*],
                help: $help,
                alert: $alert,
            };)*
        }

        /// All of them, in the order of the document.
        pub const ALL: &[Metric] = &[$(metric::$constant),*];
    };
}

metrics! {
    UNDER_REPLICATED: Gauge "kafka_server_replicamanager_underreplicatedpartitions" []
        "Partitions led here with replicas that are not in sync", "above 0 for minutes";
    UNDER_MIN_ISR: Gauge "kafka_server_replicamanager_underminisrpartitioncount" []
        "Partitions led here that refuse writes with acks=all", "above 0";
    AT_MIN_ISR: Gauge "kafka_server_replicamanager_atminisrpartitioncount" []
        "Partitions led here of which no replica may fall out of sync", "above 0 for minutes, where replicas outnumber min.insync.replicas";
    OFFLINE_REPLICAS: Gauge "kafka_server_replicamanager_offlinereplicacount" []
        "Replicas of this broker in log directories that failed", "above 0";
    REASSIGNING: Gauge "kafka_server_replicamanager_reassigningpartitions" []
        "Partitions led here whose replicas move", "";
    PARTITIONS: Gauge "kafka_server_replicamanager_partitioncount" []
        "Replicas on this broker", "";
    LEADERS: Gauge "kafka_server_replicamanager_leadercount" []
        "Partitions led here", "far from the other brokers'";
    ISR_SHRINKS: Counter "kafka_server_replicamanager_isrshrinks_total" []
        "Replicas of partitions led here fell out of sync", "it grows while no broker restarts";
    ISR_EXPANDS: Counter "kafka_server_replicamanager_isrexpands_total" []
        "Replicas of partitions led here came back in sync", "it grows less than isrshrinks";
    FAILED_ISR_UPDATES: Counter "kafka_server_replicamanager_failedisrupdates_total" []
        "Changes of in-sync sets that the controller refused", "it keeps growing";
    PARTITION_UNDER_REPLICATED: Gauge "kafka_cluster_partition_underreplicated" ["topic", "partition"]
        "1 for a partition led here with replicas that are not in sync; at most 100 are told, the others are absent", "";
    PARTITION_UNDER_MIN_ISR: Gauge "kafka_cluster_partition_underminisr" ["topic", "partition"]
        "1 for a partition led here that refuses writes with acks=all; at most 100 are told, the others are absent", "";
    MAX_LAG: Gauge "kafka_server_replicafetchermanager_maxlag" ["clientid"]
        "Records that the slowest replica on this broker is behind what its leader has committed", "it keeps growing";
    LOST_RECORDS: Counter "highwater_replicamanager_lostrecords_total" []
        "Records that replicas here had and cut, because a leader that was elected uncleanly does not have them", "it grows at all";
    LOSS: Gauge "highwater_replicamanager_loss" ["topic", "partition", "leader_epoch", "first_offset", "last_offset", "bytes", "first_timestamp", "last_timestamp"]
        "Records of one such loss since the start of the process; the newest 100 are told", "";
    BYTES_IN: Counter "kafka_server_brokertopicmetrics_bytesin_total" []
        "Bytes of batches that producers had appended", "";
    MESSAGES_IN: Counter "kafka_server_brokertopicmetrics_messagesin_total" []
        "Records that producers had appended", "";
    BYTES_OUT: Counter "kafka_server_brokertopicmetrics_bytesout_total" []
        "Bytes of batches that consumers fetched", "";
    REPLICATION_BYTES_IN: Counter "kafka_server_brokertopicmetrics_replicationbytesin_total" []
        "Bytes of batches fetched from leaders", "";
    REPLICATION_BYTES_OUT: Counter "kafka_server_brokertopicmetrics_replicationbytesout_total" []
        "Bytes of batches that followers fetched", "";
    PRODUCE_REQUESTS: Counter "kafka_server_brokertopicmetrics_totalproducerequests_total" []
        "Partitions in produce requests", "";
    FAILED_PRODUCE_REQUESTS: Counter "kafka_server_brokertopicmetrics_failedproducerequests_total" []
        "Partitions in produce requests that were answered with an error", "a share of totalproducerequests that lasts";
    FETCH_REQUESTS: Counter "kafka_server_brokertopicmetrics_totalfetchrequests_total" []
        "Partitions in answers to fetches of consumers", "";
    FAILED_FETCH_REQUESTS: Counter "kafka_server_brokertopicmetrics_failedfetchrequests_total" []
        "Partitions in fetches of consumers and followers that were answered with an error", "a share of totalfetchrequests that lasts";
    REQUESTS: Counter "kafka_network_requestmetrics_requests_total" ["request"]
        "Requests that arrived, by kind", "";
    BROKER_STATE: Gauge "kafka_server_kafkaserver_brokerstate" []
        "1 starting, 3 running, 6 stopping", "not 3 for minutes";
    BROKER_METADATA_OFFSET: Gauge "kafka_server_broker_metadata_metrics_last_applied_record_offset" []
        "The last record of the metadata log that this broker has applied", "it stands still while the controllers' grows";
    ACTIVE_CONTROLLERS: Gauge "kafka_controller_kafkacontroller_activecontrollercount" []
        "1 if this controller is the active one", "the sum over all controllers is not 1";
    OFFLINE_PARTITIONS: Gauge "kafka_controller_kafkacontroller_offlinepartitionscount" []
        "Partitions of the cluster without a leader", "above 0";
    PREFERRED_IMBALANCE: Gauge "kafka_controller_kafkacontroller_preferredreplicaimbalancecount" []
        "Partitions of the cluster that another than the preferred replica leads", "above 0 for longer than leader.imbalance.check.interval.seconds";
    ACTIVE_BROKERS: Gauge "kafka_controller_kafkacontroller_activebrokercount" []
        "Brokers that are registered and not fenced", "fewer than there should be";
    FENCED_BROKERS: Gauge "kafka_controller_kafkacontroller_fencedbrokercount" []
        "Brokers that are registered and fenced", "above 0 for minutes";
    TOPICS: Gauge "kafka_controller_kafkacontroller_globaltopiccount" []
        "Topics of the cluster", "";
    GLOBAL_PARTITIONS: Gauge "kafka_controller_kafkacontroller_globalpartitioncount" []
        "Partitions of the cluster", "";
    CONTROLLER_METADATA_OFFSET: Gauge "kafka_controller_kafkacontroller_lastappliedrecordoffset" []
        "The last record of the metadata log that this controller has applied", "far behind the active controller's";
    RAFT_EPOCH: Gauge "kafka_server_raft_metrics_current_epoch" []
        "The epoch of the controllers that is known here", "it keeps growing";
    RAFT_LEADER: Gauge "kafka_server_raft_metrics_current_leader" []
        "The active controller that is known here; -1 for none", "-1 for seconds";
    LEADER_ELECTIONS: Counter "highwater_controller_leaderelections_total" []
        "Elections that gave a partition another leader, as this controller replayed them", "";
    ELR_ELECTIONS: Counter "kafka_controller_controllerstats_electionfromeligibleleaderreplicas_total" []
        "Elections of a leader that was not in sync and had everything all the same (KIP-966)", "";
    UNCLEAN_ELECTIONS: Counter "kafka_controller_controllerstats_uncleanleaderelections_total" []
        "Elections of a leader that may have lacked acknowledged records", "it grows at all";
    BUILD: Gauge "highwater_build_info" ["version"]
        "Always 1; the label says which version runs", "";
    START_TIME: Gauge "process_start_time_seconds" []
        "When the process started, in seconds of 1970", "it changes unasked";
    CPU_SECONDS: Counter "process_cpu_seconds_total" []
        "Seconds of processor time that the process has used", "";
    RESIDENT_BYTES: Gauge "process_resident_memory_bytes" []
        "Memory of the process that is in use", "";
    OPEN_FILES: Gauge "process_open_fds" []
        "Open files and sockets of the process", "near process_max_fds";
    OPEN_FILES_MAX: Gauge "process_max_fds" []
        "How many the process may open", "";
}

/// The table in Markdown.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from(
        "# Metrics\n\n\
         Generated from the table in `crates/metrics` by `cargo xtask fix`.\n\n\
         `highwater.metrics.listener=HOST:PORT` has a node serve these at `http://HOST:PORT/metrics` in Prometheus's text \
         format. It is off by default. Whoever reaches the address reads them: give it one that strangers do not reach.\n\n\
         Names are those that the usual rules of Prometheus's JMX exporter give Kafka's metrics, so that dashboards and \
         alerts for Kafka work. A node tells what its roles have: a broker the `kafka_server` ones, a controller the \
         `kafka_controller` ones. Labels with a topic are given only for what is in trouble, and for 100 partitions at most.\n",
    );
    for (title, kind) in [("What is", Kind::Gauge), ("What happened", Kind::Counter)] {
        // Writing to a string does not fail.
        let _ = write!(
            out,
            "\n## {title}\n\n| name | meaning | look when |\n|---|---|---|\n"
        );
        for metric in ALL.iter().filter(|metric| metric.kind == kind) {
            let labels = match metric.labels {
                [] => String::new(),
                labels => format!(" {{{}}}", labels.join(", ")),
            };
            let _ = writeln!(
                out,
                "| `{}{labels}` | {} | {} |",
                metric.name, metric.help, metric.alert
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_prometheus_names_and_counters_say_so() {
        let mut names = BTreeSet::new();
        for metric in ALL {
            assert!(names.insert(metric.name), "{} is there once", metric.name);
            let valid = |name: &str| {
                name.chars()
                    .all(|it| matches!(it, 'a'..='z' | '0'..='9' | '_'))
            };
            assert!(valid(metric.name), "{}", metric.name);
            assert!(metric.labels.iter().all(|label| valid(label)));
            let total = metric.name.ends_with("_total");
            assert_eq!(total, metric.kind == Kind::Counter, "{}", metric.name);
            assert!(!metric.help.is_empty());
            assert!(markdown().contains(metric.name));
        }
    }
}
