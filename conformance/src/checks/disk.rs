//! What lies on disk, read by Kafka's tools and opened by the other broker.

use std::path::{Path, PathBuf};

use super::kcat::{consume, numbers, produce};
use super::{Clients, expect};
use crate::Failure;
use crate::brokers::{Broker, Kind, highwater};
use crate::report::Outcome;
use crate::tools::{Java, Kcat};

const TOPIC: &str = "disk";

/// Features of Kafka that Highwater does not serve yet: a broker must support what a cluster has switched on.
const NOT_SERVED: [&str; 4] = [
    "group.version=0",
    "transaction.version=0",
    "share.version=0",
    "streams.version=0",
];

/// Stops the broker and looks at its directory.
pub(super) fn suite(clients: &Clients, broker: &mut Broker) -> Vec<Outcome> {
    let (java, kcat) = match (&clients.java, &clients.kcat) {
        (Ok(java), Ok(kcat)) => (java, kcat),
        (Err(missing), _) | (_, Err(missing)) => return vec![Outcome::skipped("disk", missing)],
    };
    let written = write(kcat, broker);
    let stopped = written.and_then(|()| broker.stop());
    let mut outcomes = vec![Outcome::of("disk: a clean stop", stopped)];
    let dumps: [(&str, &str, &str, &[&str]); 5] = [
        (
            "kafka-dump-log reads segments",
            TOPIC,
            "log",
            &["--print-data-log"],
        ),
        ("kafka-dump-log reads offset indexes", TOPIC, "index", &[]),
        ("kafka-dump-log reads time indexes", TOPIC, "timeindex", &[]),
        (
            "kafka-dump-log reads committed offsets",
            "__consumer_offsets",
            "log",
            &["--offsets-decoder"],
        ),
        (
            "kafka-dump-log reads the metadata log",
            "__cluster_metadata",
            "log",
            &["--cluster-metadata-decoder"],
        ),
    ];
    for (name, topic, suffix, options) in dumps {
        let result = dump(java, &broker.data(), topic, suffix, options);
        outcomes.push(Outcome::of(format!("disk: {name}"), result));
    }
    let snapshot = dump(java, &broker.data(), TOPIC, "snapshot", &[]);
    outcomes.push(Outcome::of(
        "disk: kafka-dump-log reads producer snapshots",
        snapshot,
    ));
    outcomes.push(if broker.kind().is_ours() {
        let opened = opens(kcat, Kind::Kafka(java.clone()), broker);
        Outcome::of("disk: Kafka opens what this broker wrote", opened)
    } else {
        Outcome::of(
            "disk: Highwater opens what this broker wrote",
            highwater_opens(kcat, broker.kind()),
        )
    });
    outcomes.push(Outcome::of(
        "disk: comes back after a clean stop",
        comes_back(kcat, broker),
    ));
    outcomes
}

/// Records of an idempotent producer, and a group's offsets.
fn write(kcat: &Kcat, broker: &Broker) -> Result<(), Failure> {
    // Small batches, so that the indexes have entries.
    let settings = ["enable.idempotence=true", "batch.num.messages=50"];
    produce(kcat, broker, TOPIC, &numbers(0, 5000), &settings)?;
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-G", "disk-group", "-q", "-c", "5000"]);
    let run = run.args(["-X", "auto.offset.reset=earliest", TOPIC]);
    run.output()?.success().map(drop)
}

fn comes_back(kcat: &Kcat, broker: &mut Broker) -> Result<(), Failure> {
    broker.up()?;
    let lines = consume(kcat, broker, TOPIC)?.lines().count();
    expect(lines == 5000, format!("{lines} of 5000 records"))
}

/// Highwater opens the directory of a Kafka that has no feature switched on which Highwater does not serve yet.
fn highwater_opens(kcat: &Kcat, kafka: &Kind) -> Result<(), Failure> {
    let mut broker = Broker::start_with(kafka.clone(), &[], &NOT_SERVED)?;
    write(kcat, &broker)?;
    broker.stop()?;
    opens(kcat, highwater()?, &broker)
}

/// The other kind of broker serves the same records from a copy of the directory, and takes more.
fn opens(kcat: &Kcat, kind: Kind, broker: &Broker) -> Result<(), Failure> {
    let other = Broker::adopt(kind, broker)?;
    let lines = consume(kcat, &other, TOPIC)?.lines().count();
    expect(lines == 5000, format!("{lines} of 5000 records"))?;
    produce(kcat, &other, TOPIC, &numbers(5000, 5100), &["acks=all"])?;
    let lines = consume(kcat, &other, TOPIC)?.lines().count();
    expect(
        lines == 5100,
        format!("{lines} of 5100 records after more were added"),
    )
}

/// The files with this suffix in the directories of a topic, but empty ones.
fn files(data: &Path, topic: &str, suffix: &str) -> Vec<PathBuf> {
    let listed = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let prefix = format!("{topic}-");
    let mut found: Vec<PathBuf> = listed(data)
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.strip_prefix(&prefix)
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
        })
        .flat_map(|entry| {
            listed(&entry.path())
                .map(|file| file.path())
                .collect::<Vec<_>>()
        })
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == suffix)
        })
        .filter(|path| path.metadata().is_ok_and(|found| found.len() > 0))
        .collect();
    found.sort();
    found
}

fn dump(
    java: &Java,
    data: &Path,
    topic: &str,
    suffix: &str,
    options: &[&str],
) -> Result<(), Failure> {
    let files = files(data, topic, suffix);
    expect(
        !files.is_empty(),
        format!("there is no .{suffix} file of {topic}"),
    )?;
    let list = files
        .iter()
        .map(|path| path.display().to_string())
        .collect::<Vec<_>>()
        .join(",");
    let run = java
        .run("org.apache.kafka.tools.DumpLogSegments")
        .args(["--files", &list]);
    let output = run.args(options).limit_seconds(120).output()?.success()?;
    let text = output.all();
    let bad = [
        "isvalid: false",
        "Mismatches in",
        "Found invalid",
        "Exception",
        "corrupt",
        "Could not decode",
    ];
    match text
        .lines()
        .find(|line| bad.iter().any(|word| line.contains(word)))
    {
        Some(line) => Err(line.chars().take(300).collect()),
        None => Ok(()),
    }
}
