//! kcat: produce, consume and look around from a shell.

use super::{Check, Clients, expect, make};
use crate::Failure;
use crate::brokers::Broker;
use crate::process::{Output, Run};
use crate::report::Outcome;
use crate::tools::Kcat;

/// All of its checks.
pub(super) fn suite(clients: &Clients, broker: &mut Broker) -> Vec<Outcome> {
    make("kcat", &clients.kcat, &CHECKS, broker)
}

/// The few that every change must pass.
pub(super) fn smoke(kcat: &Kcat, broker: &mut Broker) -> Vec<Outcome> {
    let names = [
        "metadata lists",
        "consume, none",
        "consume, lz4",
        "idempotent",
        "end of an empty",
        "kill -9",
    ];
    let chosen = CHECKS
        .iter()
        .filter(|check| names.iter().any(|name| check.name.contains(name)));
    chosen
        .enumerate()
        .map(|(number, check)| {
            let result = (check.run)(kcat, broker, &format!("smoke-kcat-{number}"));
            Outcome::of(format!("smoke: kcat: {}", check.name), result)
        })
        .collect()
}

const CHECKS: [Check<Kcat>; 15] = [
    Check {
        name: "metadata lists the broker",
        run: metadata,
    },
    Check {
        name: "produce and consume, none",
        run: |k, b, t| round_trip(k, b, t, "none"),
    },
    Check {
        name: "produce and consume, gzip",
        run: |k, b, t| round_trip(k, b, t, "gzip"),
    },
    Check {
        name: "produce and consume, snappy",
        run: |k, b, t| round_trip(k, b, t, "snappy"),
    },
    Check {
        name: "produce and consume, lz4",
        run: |k, b, t| round_trip(k, b, t, "lz4"),
    },
    Check {
        name: "produce and consume, zstd",
        run: |k, b, t| round_trip(k, b, t, "zstd"),
    },
    Check {
        name: "an idempotent producer keeps order",
        run: idempotent,
    },
    Check {
        name: "acks=0",
        run: |k, b, t| with_acks(k, b, t, "0"),
    },
    Check {
        name: "acks=1",
        run: |k, b, t| with_acks(k, b, t, "1"),
    },
    Check {
        name: "keys, headers and null values",
        run: fields,
    },
    Check {
        name: "reading ends at the end of an empty partition",
        run: empty,
    },
    Check {
        name: "offsets by time",
        run: by_time,
    },
    Check {
        name: "reading from an offset, and the last ones",
        run: from_offset,
    },
    Check {
        name: "a group consumes and comes back",
        run: group,
    },
    Check {
        name: "kill -9 loses nothing that was acknowledged",
        run: killed,
    },
];

pub(crate) fn numbers(from: usize, to: usize) -> String {
    (from..to).map(|n| format!("{n}\n")).collect()
}

pub(crate) fn produce(
    kcat: &Kcat,
    broker: &Broker,
    topic: &str,
    text: &str,
    settings: &[&str],
) -> Result<(), Failure> {
    let settings = settings.iter().flat_map(|setting| ["-X", setting]);
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-P", "-t", topic])
        .args(settings);
    run.stdin(text).output().and_then(Output::success).map(drop)
}

fn reader(kcat: &Kcat, broker: &Broker, topic: &str) -> Run {
    kcat.run(&broker.bootstrap())
        .args(["-C", "-t", topic, "-o", "beginning", "-e", "-q"])
}

pub(crate) fn consume(kcat: &Kcat, broker: &Broker, topic: &str) -> Result<String, Failure> {
    Ok(reader(kcat, broker, topic).output()?.success()?.text())
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

fn same_lines(got: &str, wanted: &str) -> Result<(), Failure> {
    let (got, wanted) = (sorted(got), sorted(wanted));
    expect(
        got == wanted,
        format!("{} lines came back of {}", got.len(), wanted.len()),
    )
}

fn metadata(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    produce(kcat, broker, topic, "x\n", &[])?;
    let text = kcat
        .run(&broker.bootstrap())
        .args(["-L"])
        .output()?
        .success()?
        .text();
    let addresses = broker.addresses();
    expect(
        text.contains(&format!("{} brokers:", addresses.len())),
        format!("not all brokers in {text:?}"),
    )?;
    for (id, address) in addresses.iter().enumerate() {
        expect(
            text.contains(&format!("broker {id} at {address}")),
            format!("no broker {id} at {address} in {text:?}"),
        )?;
    }
    expect(
        text.contains(&format!("topic \"{topic}\" with 4 partitions")),
        "four partitions",
    )
}

fn round_trip(kcat: &Kcat, broker: &Broker, topic: &str, codec: &str) -> Result<(), Failure> {
    let text = numbers(0, 10_000);
    let codec = format!("compression.codec={codec}");
    produce(kcat, broker, topic, &text, &[&codec, "acks=all"])?;
    same_lines(&consume(kcat, broker, topic)?, &text)
}

fn idempotent(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let text = numbers(0, 20_000);
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-P", "-t", topic, "-p", "1"]);
    let run = run.args([
        "-X",
        "enable.idempotence=true",
        "-X",
        "batch.num.messages=100",
    ]);
    run.stdin(text.as_str()).output()?.success()?;
    expect(
        consume(kcat, broker, topic)? == text,
        "not what was sent, or not in order",
    )
}

fn with_acks(kcat: &Kcat, broker: &Broker, topic: &str, acks: &str) -> Result<(), Failure> {
    let text = numbers(0, 1000);
    // Without acknowledgement a message to a topic that is not there yet may be lost.
    produce(kcat, broker, topic, "first\n", &["acks=all"])?;
    produce(kcat, broker, topic, &text, &[&format!("acks={acks}")])?;
    let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let got = consume(kcat, broker, topic)?;
        let wanted = format!("first\n{text}");
        if got.lines().count() == 1001 || std::time::Instant::now() > end {
            return same_lines(&got, &wanted);
        }
    }
}

fn fields(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let run = kcat.run(&broker.bootstrap());
    let run = run.args([
        "-P", "-t", topic, "-p", "0", "-K", ":", "-Z", "-H", "a=1", "-H", "b=2",
    ]);
    run.stdin("key:value\nempty:\n").output()?.success()?;
    let run = reader(kcat, broker, topic).args(["-f", "%k|%S|%h\n"]);
    let got = run.output()?.success()?.text();
    expect(
        got == "key|5|a=1,b=2\nempty|-1|a=1,b=2\n",
        format!("got {got:?}"),
    )
}

fn empty(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-P", "-t", topic, "-p", "0"]);
    run.stdin("only\n").output()?.success()?;
    let run =
        kcat.run(&broker.bootstrap())
            .args(["-C", "-t", topic, "-p", "1", "-o", "beginning", "-e"]);
    let output = run.limit_seconds(20).output()?.success()?;
    expect(output.stdout.is_empty(), "an empty partition has records")?;
    expect(
        output.all().contains("Reached end of topic"),
        "the end was not reached",
    )
}

fn by_time(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-P", "-t", topic, "-p", "0"]);
    run.stdin(numbers(0, 10)).output()?.success()?;
    let offset = |time: &str| -> Result<String, Failure> {
        let query = format!("{topic}:0:{time}");
        let output = kcat
            .run(&broker.bootstrap())
            .args(["-Q", "-t", &query])
            .output()?
            .success()?;
        Ok(output
            .text()
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned())
    };
    let answers = (offset("-1")?, offset("-2")?, offset("1000")?);
    let wanted = ("10".to_owned(), "0".to_owned(), "0".to_owned());
    expect(
        answers == wanted,
        format!("end, start and first after 1970: {answers:?}"),
    )
}

fn from_offset(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let run = kcat
        .run(&broker.bootstrap())
        .args(["-P", "-t", topic, "-p", "0"]);
    run.stdin(numbers(0, 100)).output()?.success()?;
    for (start, first) in [("40", 40), ("-5", 95), ("beginning", 0)] {
        let run = kcat
            .run(&broker.bootstrap())
            .args(["-C", "-t", topic, "-p", "0", "-e", "-q"]);
        let got = run.args(["-o", start]).output()?.success()?.text();
        expect(
            got == numbers(first, 100),
            format!("from {start}: {} lines", got.lines().count()),
        )?;
    }
    Ok(())
}

fn group(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let member = |count: &str| -> Result<String, Failure> {
        let run = kcat
            .run(&broker.bootstrap())
            .args(["-G", topic, "-q", "-c", count]);
        let run = run.args([
            "-X",
            "auto.offset.reset=earliest",
            "-X",
            "session.timeout.ms=6000",
            topic,
        ]);
        Ok(run.output()?.success()?.text())
    };
    produce(kcat, broker, topic, &numbers(0, 100), &[])?;
    same_lines(&member("100")?, &numbers(0, 100))?;
    produce(kcat, broker, topic, &numbers(100, 150), &[])?;
    same_lines(&member("50")?, &numbers(100, 150))
}

/// Acknowledged records are there after the process was killed and started again.
pub(crate) fn killed(kcat: &Kcat, broker: &mut Broker, topic: &str) -> Result<(), Failure> {
    let text = numbers(0, 20_000);
    produce(kcat, broker, topic, &text, &["acks=all"])?;
    broker.kill();
    broker.up()?;
    same_lines(&consume(kcat, broker, topic)?, &text)?;
    produce(kcat, broker, topic, &numbers(20_000, 20_100), &["acks=all"])?;
    same_lines(&consume(kcat, broker, topic)?, &numbers(0, 20_100))
}
