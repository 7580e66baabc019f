//! Beside a real Kafka: its tools read what is written here, it goes on with a directory of ours, and ours with one of its.
//!
//! Runs where `HIGHWATER_KAFKA_JARS` names the directory of Kafka's jars and `java` is on the path; else it does nothing.

#![allow(clippy::unwrap_used, reason = "a test")]

#[path = "support/os_disk.rs"]
mod os_disk;
mod support;

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use os_disk::PlainDisk;
use partition_log::{
    ClusterIdentity, FileCache, LeaderBatch, LogConfig, LogDirectory, PartitionLog, ReadRequest,
    Restart,
};
use records::{Batch, BatchBuilder, Compression};
use support::{Counting, decode};
use types::{
    BrokerEpoch, BrokerId, LeaderEpoch, Now, Offset, PartitionIndex, ProducerEpoch, ProducerId,
    Timestamp, TopicId, TopicName, TopicPartition,
};

struct Kafka {
    jars: PathBuf,
    home: PathBuf,
}

impl Kafka {
    fn new(home: &Path) -> Option<Self> {
        let jars = std::env::var_os("HIGHWATER_KAFKA_JARS")?;
        Some(Self {
            jars: jars.into(),
            home: home.to_owned(),
        })
    }

    fn command<S: AsRef<OsStr>>(&self, class: &str, arguments: &[S]) -> Command {
        let mut command = Command::new("java");
        let log_config = self.home.join("log4j2.properties");
        std::fs::write(&log_config, "rootLogger.level=error\n").unwrap();
        command.arg("-Xmx384m").arg("-XX:TieredStopAtLevel=1");
        command.arg(format!(
            "-Dlog4j2.configurationFile={}",
            log_config.display()
        ));
        command
            .arg("-cp")
            .arg(self.jars.join("*"))
            .arg(class)
            .args(arguments);
        command
    }

    fn run<S: AsRef<OsStr>>(&self, class: &str, arguments: &[S], input: &str) -> String {
        let mut command = self.command(class, arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{class}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text
    }

    fn dump(&self, files: &[PathBuf], more: &[&str]) -> String {
        let names: Vec<_> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let mut arguments = vec!["--files".to_owned(), names.join(",")];
        arguments.extend(more.iter().map(|&argument| argument.to_owned()));
        self.run("org.apache.kafka.tools.DumpLogSegments", &arguments, "")
    }
}

fn now() -> Now {
    Now {
        instant: types::Instant(1),
        wall: Timestamp(1_700_000_000_000),
    }
}

fn open_directory(path: &Path, node: i32) -> LogDirectory {
    let files = Arc::new(FileCache::new(Arc::new(PlainDisk), 100));
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id: BrokerId(node),
    };
    LogDirectory::open(files, &Counting::default(), path, &identity).unwrap()
}

fn partition(topic: &str) -> TopicPartition {
    TopicPartition {
        topic: TopicName::trusted(topic),
        partition: PartitionIndex(0),
    }
}

fn open_log(directory: &LogDirectory, topic: &str, id: Option<TopicId>) -> PartitionLog {
    let config = LogConfig {
        segment_bytes: 20_000,
        index_interval_bytes: 1000,
        ..LogConfig::default()
    };
    directory
        .open_log(&partition(topic), id, Arc::new(config), now())
        .unwrap()
        .0
}

fn append(log: &mut PartitionLog, epoch: i32, batch: &Batch) {
    log.append_as_leader(&[LeaderBatch::trusted(batch)], LeaderEpoch(epoch), now())
        .unwrap();
}

fn write(log: &mut PartitionLog, epoch: i32, prefix: &str, batches: i32) {
    let codecs = [
        Compression::None,
        Compression::Gzip,
        Compression::Snappy,
        Compression::Lz4,
        Compression::Zstd,
    ];
    for number in 0..batches {
        let codec = codecs[usize::try_from(number).unwrap() % codecs.len()];
        let mut builder = BatchBuilder::new(Offset(0)).compression(codec);
        builder = builder.producer(ProducerId(77), ProducerEpoch(0), 2 * number);
        for part in 0..2 {
            let value = format!("{prefix}-{number}-{part}-{}", "x".repeat(100));
            let time = Timestamp(now().wall.0 + i64::from(number));
            builder.append(time, Some(b"key"), Some(value.as_bytes()), &[]);
        }
        append(log, epoch, &Batch::first(&builder.build()).unwrap());
    }
}

fn values(log: &mut PartitionLog) -> Vec<String> {
    let request = ReadRequest {
        from: log.log_start_offset(),
        up_to: log.log_end_offset(),
        bytes_max: u64::MAX,
        at_least_one: true,
    };
    let outcome = log.read(&request).unwrap();
    assert!(outcome.reached_end);
    decode(outcome.records.into_bytes().unwrap())
        .into_iter()
        .map(|(_, value)| value)
        .collect()
}

fn files_of(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn with_suffix(files: &[PathBuf], suffix: &str) -> Vec<PathBuf> {
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|found| found == suffix))
        .cloned()
        .collect()
}

#[test]
fn kafka_s_dump_tool_reads_every_file() {
    let home = tempfile::tempdir().unwrap();
    let Some(kafka) = Kafka::new(home.path()) else {
        return;
    };
    let root = home.path().join("logs");
    let directory = open_directory(&root, 1);
    let mut log = open_log(&directory, "orders", Some(TopicId::from_u128(4711)));
    write(&mut log, 0, "first", 300);
    for aborted in [true, false] {
        let mut builder = BatchBuilder::new(Offset(0))
            .producer(ProducerId(5), ProducerEpoch(0), -1)
            .transactional();
        builder.append(now().wall, None, Some(b"maybe"), &[]);
        append(&mut log, 2, &Batch::first(&builder.build()).unwrap());
        let marker = records::EndTransactionMarker {
            committed: !aborted,
            coordinator_epoch: 1,
        };
        let marker = marker.to_batch(Offset(0), now().wall, ProducerId(5), ProducerEpoch(0));
        append(&mut log, 2, &Batch::first(&marker).unwrap());
    }
    log.close_clean().unwrap();
    assert!(directory.close_clean(BrokerEpoch(3)).unwrap());

    let files = files_of(&root.join("orders-0"));
    let logs = with_suffix(&files, "log");
    assert!(logs.len() > 2);
    let text = kafka.dump(&logs, &["--print-data-log"]);
    assert!(
        !text.contains("isvalid: false") && !text.contains("Found"),
        "{text}"
    );
    let offsets: Vec<i64> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| offset: "))
        .map(|line| line.split_whitespace().next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(offsets, (0..604).collect::<Vec<_>>());
    assert!(text.contains("payload: first-299-1-xxx") && text.contains("endTxnMarker: ABORT"));
    let text = kafka.dump(&with_suffix(&files, "index"), &["--index-sanity-check"]);
    assert_eq!(
        text.matches("passed sanity check").count(),
        logs.len(),
        "{text}"
    );
    let text = kafka.dump(&with_suffix(&files, "index"), &["--verify-index-only"]);
    assert!(!text.contains("mismatch"), "{text}");
    let text = kafka.dump(&with_suffix(&files, "timeindex"), &[]);
    assert!(
        !text.contains("Found") && text.contains("timestamp: 1700000000299"),
        "{text}"
    );
    let text = kafka.dump(&with_suffix(&files, "snapshot"), &[]);
    assert!(
        text.contains("producerId: 77") && text.contains("lastSequence: 599"),
        "{text}"
    );
    let text = kafka.dump(&with_suffix(&files, "txnindex"), &[]);
    assert!(
        text.contains("producerId: 5 firstOffset: 600 lastOffset: 601"),
        "{text}"
    );
}

/// A Kafka that is one broker and controller.
struct Broker {
    child: Child,
    port: u16,
}

impl Broker {
    fn start(kafka: &Kafka, root: &Path) -> Self {
        let free = || {
            TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap()
                .port()
        };
        let (port, controller) = (free(), free());
        let properties = format!(
            "process.roles=broker,controller\nnode.id=1\ncontroller.quorum.voters=1@127.0.0.1:{controller}\n\
             listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}\n\
             controller.listener.names=CONTROLLER\nlog.dirs={}\noffsets.topic.replication.factor=1\n\
             offsets.topic.num.partitions=1\ngroup.initial.rebalance.delay.ms=0\n",
            root.display()
        );
        let file = kafka.home.join("server.properties");
        std::fs::write(&file, properties).unwrap();
        if !root.join("meta.properties").exists() {
            let arguments = [
                "format",
                "-t",
                "AAAAAAAAAAAAAAAAAAAAAQ",
                "-c",
                file.to_str().unwrap(),
            ];
            kafka.run("kafka.tools.StorageTool", &arguments, "");
        }
        let mut command = kafka.command("kafka.Kafka", &[file]);
        let child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, port }
    }

    fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn create_topic(&self, kafka: &Kafka, topic: &str) {
        // The tool waits for the broker to come up.
        let arguments = [
            "--bootstrap-server",
            &self.address(),
            "--create",
            "--topic",
            topic,
            "--partitions",
            "1",
        ];
        kafka.run("org.apache.kafka.tools.TopicCommand", &arguments, "");
    }

    fn produce(&self, kafka: &Kafka, topic: &str, lines: &[String]) {
        let arguments = [
            "--bootstrap-server",
            &self.address(),
            "--topic",
            topic,
            "--batch-size",
            "500",
        ];
        kafka.run(
            "org.apache.kafka.tools.ConsoleProducer",
            &arguments,
            &(lines.join("\n") + "\n"),
        );
    }

    fn consume(&self, kafka: &Kafka, topic: &str, count: usize) -> Vec<String> {
        let count = count.to_string();
        let arguments = [
            "--bootstrap-server",
            &self.address(),
            "--topic",
            topic,
            "--from-beginning",
            "--max-messages",
            &count,
            "--timeout-ms",
            "60000",
        ];
        let mut command = kafka.command(
            "org.apache.kafka.tools.consumer.ConsoleConsumer",
            &arguments,
        );
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap)
            .collect();
        child.wait().unwrap();
        lines
    }

    fn stop(mut self, signal: &str) {
        Command::new("kill")
            .args([signal, &self.child.id().to_string()])
            .status()
            .unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn kafka_and_highwater_go_on_with_each_other_s_directory() {
    let home = tempfile::tempdir().unwrap();
    let Some(kafka) = Kafka::new(home.path()) else {
        return;
    };
    let root = home.path().join("logs");
    let broker = Broker::start(&kafka, &root);
    broker.create_topic(&kafka, "orders");
    let mut expected: Vec<String> = (0..500)
        .map(|number| format!("kafka-{number}-{}", "y".repeat(50)))
        .collect();
    broker.produce(&kafka, "orders", &expected);
    broker.stop("-TERM");

    // Clean, from Kafka: everything is there without a scan, and the log goes on.
    let directory = open_directory(&root, 1);
    assert!(matches!(directory.restart(), Restart::Clean { broker_epoch } if broker_epoch.0 > 0));
    let id = directory.topic_id_of(&partition("orders")).unwrap();
    assert!(id.is_some());
    let mut log = open_log(&directory, "orders", id);
    assert_eq!(values(&mut log), expected);
    assert!(!log.producers().unwrap().is_empty());
    let epoch = log.epochs().unwrap().latest().unwrap().epoch.0;
    write(&mut log, epoch, "ours", 200);
    expected.extend(values(&mut log).into_iter().skip(500));
    assert_eq!(expected.len(), 900);
    log.close_clean().unwrap();
    assert!(directory.close_clean(BrokerEpoch(-1)).unwrap());

    // Clean, from us: Kafka serves both, writes on, and dies.
    let broker = Broker::start(&kafka, &root);
    assert_eq!(broker.consume(&kafka, "orders", 900), expected);
    let more: Vec<String> = (0..100).map(|number| format!("again-{number}")).collect();
    broker.produce(&kafka, "orders", &more);
    expected.extend(more);
    broker.stop("-KILL");

    // Unclean, from Kafka: its presized indexes and unflushed tail are scanned.
    let directory = open_directory(&root, 1);
    assert_eq!(directory.restart(), Restart::Unclean);
    let mut log = open_log(&directory, "orders", id);
    assert!(log.damaged().is_empty());
    assert_eq!(values(&mut log), expected);
    write(&mut log, epoch + 5, "tail", 20);
    expected.extend(values(&mut log).into_iter().skip(1000));
    // No clean stop: Kafka recovers what we left.
    drop(log);
    drop(directory);
    let broker = Broker::start(&kafka, &root);
    assert_eq!(broker.consume(&kafka, "orders", expected.len()), expected);
    broker.stop("-TERM");
}
