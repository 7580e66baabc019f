//! Kafka's own client (`conformance/java`) and its command-line tools.

use std::time::Duration;

use super::{Check, Clients, expect, make, program};
use crate::Failure;
use crate::brokers::Broker;
use crate::cluster::{NewTopic, until};
use crate::process::Run;
use crate::report::Outcome;
use crate::tools::Java;

/// The Java client.
pub(super) fn suite(clients: &Clients, broker: &mut Broker) -> Vec<Outcome> {
    match &clients.java {
        Ok(java) => {
            let run = java.checks().args(["checks", &broker.bootstrap(), "java"]);
            program("java client", run.limit_seconds(600).output())
        }
        Err(missing) => vec![Outcome::skipped("java client", missing)],
    }
}

/// The tools.
pub(super) fn tools_suite(clients: &Clients, broker: &mut Broker) -> Vec<Outcome> {
    let mut outcomes = make("java tools", &clients.java, &CHECKS, broker);
    if broker.is_among_others() {
        outcomes.extend(make("java tools", &clients.java, &AMONG_OTHERS, broker));
    }
    outcomes
}

const TOOLS: &str = "org.apache.kafka.tools";

/// The topic that the tools' checks share: each costs a JVM, so they build on each other.
const TOPIC: &str = "tools";

const CHECKS: [Check<Java>; 25] = [
    Check {
        name: "broker-api-versions",
        run: api_versions,
    },
    Check {
        name: "cluster id",
        run: cluster_id,
    },
    Check {
        name: "topics --create",
        run: create,
    },
    Check {
        name: "topics --create, again",
        run: create_again,
    },
    Check {
        name: "topics --alter --partitions",
        run: alter,
    },
    Check {
        name: "topics --describe",
        run: |j, b, _| says(topics(j, b).args(["--describe"]), "PartitionCount: 5"),
    },
    Check {
        name: "console-producer and console-consumer",
        run: console,
    },
    Check {
        name: "console-producer, zstd",
        run: console_zstd,
    },
    Check {
        name: "get-offsets, latest",
        run: |j, b, _| sum_of_offsets(j, b, "-1", 2000),
    },
    Check {
        name: "get-offsets, earliest",
        run: |j, b, _| sum_of_offsets(j, b, "-2", 0),
    },
    Check {
        name: "get-offsets, max timestamp",
        run: |j, b, _| says(offsets(j, b, "-3"), "tools:"),
    },
    Check {
        name: "console-consumer in a group",
        run: console_group,
    },
    Check {
        name: "consumer-groups --list",
        run: |j, b, _| says(groups(j, b).args(["--list"]), "tools-group"),
    },
    Check {
        name: "consumer-groups --describe",
        run: describe_group,
    },
    Check {
        name: "consumer-groups --describe --state",
        run: |j, b, _| {
            says(
                groups(j, b).args(["--describe", "--state", "--group", "tools-group"]),
                "Empty",
            )
        },
    },
    Check {
        name: "consumer-groups --reset-offsets",
        run: reset_group,
    },
    Check {
        name: "consumer-groups --delete",
        run: |j, b, _| {
            says(
                groups(j, b).args(["--delete", "--group", "tools-group"]),
                "successful",
            )
        },
    },
    Check {
        name: "configs --alter and --describe",
        run: configs,
    },
    Check {
        name: "configs, a bad value",
        run: bad_config,
    },
    Check {
        name: "delete-records",
        run: delete_records,
    },
    Check {
        name: "log-dirs --describe",
        run: |j, b, _| {
            says(
                tool(j, b, "LogDirsCommand").args(["--describe", "--topic-list", TOPIC]),
                "\"partition\":\"tools-0\"",
            )
        },
    },
    Check {
        name: "metadata-quorum describe --status",
        run: |j, b, _| {
            says(
                tool(j, b, "MetadataQuorumCommand").args(["describe", "--status"]),
                "LeaderId: ",
            )
        },
    },
    Check {
        name: "producer-perf-test",
        run: producer_perf,
    },
    Check {
        name: "verifiable producer and consumer",
        run: verifiable,
    },
    Check {
        name: "topics --delete",
        run: delete,
    },
];

/// What needs more than one broker.
const AMONG_OTHERS: [Check<Java>; 2] = [
    Check {
        name: "reassign-partitions with log_dirs",
        run: reassign,
    },
    Check {
        name: "cluster unregister",
        run: unregister,
    },
];

fn tool(java: &Java, broker: &Broker, class: &str) -> Run {
    java.run(&format!("{TOOLS}.{class}"))
        .args(["--bootstrap-server", &broker.bootstrap()])
}

fn topics(java: &Java, broker: &Broker) -> Run {
    tool(java, broker, "TopicCommand").args(["--topic", TOPIC])
}

fn groups(java: &Java, broker: &Broker) -> Run {
    tool(java, broker, "consumer.group.ConsumerGroupCommand")
}

fn offsets(java: &Java, broker: &Broker, time: &str) -> Run {
    tool(java, broker, "GetOffsetShell").args(["--topic", TOPIC, "--time", time])
}

/// Runs it; its output must contain `text`, whatever its exit code.
fn says(run: Run, text: &str) -> Result<(), Failure> {
    let output = run.output()?;
    if output.all().contains(text) {
        Ok(())
    } else {
        Err(output.complaint())
    }
}

fn api_versions(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    says(
        tool(java, broker, "BrokerApiVersionsCommand"),
        "Produce(0): 0 to 13 [usable: 13]",
    )
}

fn cluster_id(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let run = java.run(&format!("{TOOLS}.ClusterTool"));
    says(
        run.args(["cluster-id", "--bootstrap-server", &broker.bootstrap()]),
        "Cluster ID: ",
    )
}

/// A replica moves to another broker, into the directory that is named.
fn reassign(java: &Java, broker: &mut Broker, unique: &str) -> Result<(), Failure> {
    let bootstrap = broker.bootstrap();
    let cluster = broker.cluster()?;
    cluster.admin().create(&NewTopic::placed(unique, &[&[0]]))?;
    let directory = cluster.node(1)?.data().display().to_string();
    let file = cluster.folder().join("reassign.json");
    let text = format!(
        "{{\"version\":1,\"partitions\":[{{\"topic\":\"{unique}\",\"partition\":0,\"replicas\":[1],\
         \"log_dirs\":[\"{directory}\"]}}]}}"
    );
    std::fs::write(&file, text).map_err(|error| error.to_string())?;
    let tool = |word: &str| {
        java.run(&format!("{TOOLS}.reassign.ReassignPartitionsCommand"))
            .args(["--bootstrap-server", &bootstrap, word])
            .args(["--reassignment-json-file"])
            .args([&file])
    };
    let moved = format!("moving log directory to {directory} for replica {unique}-0 with broker 1");
    says(tool("--execute"), &moved)?;
    let completed = format!("Reassignment of partition {unique}-0 is completed.");
    until(Duration::from_secs(30), "the move is completed", || {
        says(tool("--verify"), &completed).map(Some)
    })
}

/// A broker that is down is unregistered by way of each that is up, and is a member again when it returns.
fn unregister(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let class = format!("{TOOLS}.ClusterTool");
    let cluster = broker.cluster()?;
    let gone = cluster.brokers().last().copied().ok_or("no broker")?;
    cluster.node(gone)?.stop()?;
    let up = cluster.running_brokers();
    let id = gone.to_string();
    let tool = |words: [&str; 2], bootstrap: &str| {
        java.run(&class)
            .args([words[0], "--bootstrap-server", bootstrap])
            .args(words[1].split_whitespace())
    };
    let unregister = format!("--id {id}");
    for via in &up {
        let bootstrap = cluster.node(*via)?.bootstrap();
        let run = tool(["unregister", &unregister], &bootstrap);
        says(run, &format!("Broker {id} is no longer registered"))?;
        let listed = tool(["list-endpoints", "--include-fenced-brokers"], &bootstrap);
        let listed = listed.output()?.success()?.text();
        let begins_with = |line: &&str| line.split_whitespace().next() == Some(&id);
        expect(
            listed.lines().find(begins_with).is_none(),
            format!("still listed by {via}: {listed}"),
        )?;
        // Who is not registered cannot be unregistered.
        let run = tool(["unregister", &unregister], &bootstrap);
        says(run, "BrokerIdNotRegisteredException")?;
        cluster.node(gone)?.up()?;
        cluster.wait_until_formed()?;
        cluster.node(gone)?.stop()?;
    }
    cluster.node(gone)?.up()?;
    cluster.wait_until_formed()
}

fn create(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let sizes = ["--create", "--partitions", "3", "--replication-factor", "1"];
    says(topics(java, broker).args(sizes), "Created topic tools")
}

fn create_again(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    says(topics(java, broker).args(["--create"]), "already exists")
}

fn alter(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    topics(java, broker)
        .args(["--alter", "--partitions", "5"])
        .output()?
        .success()
        .map(drop)
}

fn lines(count: usize) -> String {
    (0..count).map(|n| format!("k{n}:v{n}\n")).collect()
}

fn feed(
    java: &Java,
    broker: &Broker,
    topic: &str,
    count: usize,
    more: &[&str],
) -> Result<(), Failure> {
    let run = tool(java, broker, "ConsoleProducer").args(["--topic", topic]);
    let run = run.args([
        "--reader-property",
        "parse.key=true",
        "--reader-property",
        "key.separator=:",
    ]);
    run.args(more)
        .stdin(lines(count))
        .output()?
        .success()
        .map(drop)
}

fn different_values(java: &Java, broker: &Broker, topic: &str) -> Result<usize, Failure> {
    let run =
        tool(java, broker, "consumer.ConsoleConsumer").args(["--topic", topic, "--from-beginning"]);
    let text = run.args(["--timeout-ms", "8000"]).output()?.text();
    let mut values: Vec<&str> = text.lines().filter(|line| line.starts_with('v')).collect();
    values.sort_unstable();
    values.dedup();
    Ok(values.len())
}

fn console(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    feed(java, broker, TOPIC, 1000, &[])?;
    let values = different_values(java, broker, TOPIC)?;
    expect(values == 1000, format!("{values} of 1000 values came back"))
}

fn console_zstd(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    feed(java, broker, TOPIC, 1000, &["--compression-codec", "zstd"])
}

fn sum_of_offsets(java: &Java, broker: &Broker, time: &str, wanted: i64) -> Result<(), Failure> {
    let text = offsets(java, broker, time).output()?.success()?.text();
    let offset = |line: &str| {
        line.rsplit(':')
            .next()
            .and_then(|word| word.trim().parse::<i64>().ok())
    };
    let sum: i64 = text.lines().filter_map(offset).sum();
    expect(
        sum == wanted,
        format!("the offsets add up to {sum}, not {wanted}"),
    )
}

fn console_group(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let run =
        tool(java, broker, "consumer.ConsoleConsumer").args(["--topic", TOPIC, "--from-beginning"]);
    let run = run.args([
        "--group",
        "tools-group",
        "--max-messages",
        "2000",
        "--timeout-ms",
        "20000",
    ]);
    says(run, "Processed a total of 2000 messages")
}

fn describe_group(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let output = groups(java, broker)
        .args(["--describe", "--group", "tools-group"])
        .output()?
        .success()?;
    let text = output.text();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("tools-group"))
        .map(|line| line.split_whitespace().collect())
        .collect();
    let lag_of = |row: &Vec<&str>| row.get(5).copied() == Some("0");
    expect(
        rows.len() == 5 && rows.iter().all(lag_of),
        format!("described as {text:?}"),
    )
}

fn reset_group(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let run = groups(java, broker).args(["--reset-offsets", "--to-earliest", "--topic", TOPIC]);
    let output = run
        .args(["--group", "tools-group", "--execute"])
        .output()?
        .success()?;
    let text = output.text();
    let moved = text
        .lines()
        .filter(|line| line.contains("tools-group"))
        .count();
    expect(
        moved == 5,
        format!("{moved} of 5 partitions were moved: {text:?}"),
    )
}

fn config_tool(java: &Java, broker: &Broker) -> Run {
    java.run("kafka.admin.ConfigCommand")
        .args([
            "--bootstrap-server",
            &broker.bootstrap(),
            "--entity-type",
            "topics",
        ])
        .args(["--entity-name", TOPIC])
}

fn configs(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let change = [
        "--alter",
        "--add-config",
        "retention.ms=3600000,max.message.bytes=2000000",
    ];
    says(
        config_tool(java, broker).args(change),
        "Completed updating config",
    )?;
    says(
        config_tool(java, broker).args(["--describe"]),
        "retention.ms=3600000",
    )
}

fn bad_config(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let change = ["--alter", "--add-config", "cleanup.policy=nonsense"];
    says(
        config_tool(java, broker).args(change),
        "InvalidConfigurationException",
    )
}

fn delete_records(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let file = broker.data().with_file_name("delete-records.json");
    let text =
        "{\"partitions\":[{\"topic\":\"tools\",\"partition\":0,\"offset\":10}],\"version\":1}";
    std::fs::write(&file, text).map_err(|error| error.to_string())?;
    let run = tool(java, broker, "DeleteRecordsCommand")
        .args(["--offset-json-file"])
        .args([file]);
    says(run, "low_watermark: 10")
}

fn producer_perf(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    let bootstrap = format!("bootstrap.servers={}", broker.bootstrap());
    let run = java
        .run(&format!("{TOOLS}.ProducerPerformance"))
        .args(["--topic", TOPIC]);
    let run = run.args([
        "--num-records",
        "50000",
        "--record-size",
        "1000",
        "--throughput",
        "-1",
    ]);
    says(
        run.args(["--producer-props", &bootstrap, "acks=all"]),
        "50000 records sent",
    )
}

fn verifiable(java: &Java, broker: &mut Broker, unique: &str) -> Result<(), Failure> {
    let run = tool(java, broker, "VerifiableProducer").args([
        "--topic",
        unique,
        "--max-messages",
        "5000",
    ]);
    let text = run.args(["--acks", "-1"]).output()?.text();
    expect(text.contains("\"acked\":5000"), "not all were acknowledged")?;
    let run =
        tool(java, broker, "VerifiableConsumer").args(["--topic", unique, "--group-id", unique]);
    let run = run.args(["--max-messages", "5000", "--reset-policy", "earliest"]);
    let text = run.limit_seconds(40).output()?.text();
    let count = |line: &str| {
        let (_, rest) = line.split_once("\"records_consumed\",\"count\":")?;
        rest.split([',', '}']).next()?.parse::<u32>().ok()
    };
    let sum: u32 = text.lines().filter_map(count).sum();
    expect(sum == 5000, format!("{sum} of 5000 were consumed"))
}

fn delete(java: &Java, broker: &mut Broker, _: &str) -> Result<(), Failure> {
    topics(java, broker)
        .args(["--delete"])
        .output()?
        .success()?;
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let text = tool(java, broker, "TopicCommand")
            .args(["--list"])
            .output()?
            .success()?
            .text();
        if !text.lines().any(|line| line == TOPIC) {
            return Ok(());
        }
        expect(std::time::Instant::now() < end, "still listed")?;
    }
}
