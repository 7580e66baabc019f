//! A cluster of Kafka 3.9 in ZooKeeper is filled, stopped, taken over by one command, and goes on as brokers of ours on the same
//! ensemble and directories. So is one that was killed.

use std::time::Duration;

use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic, until};
use crate::process::{Output, Run};
use crate::report::Outcome;
use crate::tools::{Java, Kcat};

const LIMIT: Duration = Duration::from_secs(60);
const TOPICS: [&str; 2] = ["idempotent", "plain"];
const RECORDS: usize = 1000;
/// How many of them the group has committed.
const COMMITTED: usize = 300;
const GROUP: &str = "readers";

type Step = (&'static str, fn(&mut Takeover<'_>) -> Result<(), Failure>);

const STEPS: [Step; 5] = [
    (
        "before the import a broker of ours stops at once and says which command is missing",
        refused,
    ),
    (
        "a dry run tells every topic and changes no znode",
        told_and_nothing_changed,
    ),
    (
        "the import is done once; after it every partition of a topic is in sync again, with its settings",
        taken_over,
    ),
    (
        "every record and committed offset is there, for kcat and for Kafka's tools, and the deleted topic is not",
        all_there,
    ),
    ("the group and a producer go on where they were", goes_on),
];

const STEPS_AFTER_A_KILL: [Step; 3] = [
    (
        "of a cluster that was killed with -9 nothing is taken over while its sessions live: the command names who may run",
        living,
    ),
    (
        "when they have ended, the command names the directories that were not closed in order; every partition is in sync again",
        taken_over_after_a_kill,
    ),
    (
        "every acknowledged record and committed offset is there after the kill, and the deleted topic is not",
        all_there,
    ),
];

/// What the steps work with.
struct Takeover<'a> {
    ours: &'a Kind,
    kafka: &'a Java,
    kcat: &'a Kcat,
    cluster: Cluster,
}

/// Fills a Kafka, ends it in order, and takes it over step by step; then another one that is killed.
///
/// # Errors
/// A cluster of Kafka does not come up, or cannot be filled.
pub fn run(ours: &Kind, kafka: &Java, kcat: &Kcat) -> Result<Vec<Outcome>, Failure> {
    let mut outcomes = Vec::new();
    let ways: [(&[Step], bool); 2] = [(&STEPS, false), (&STEPS_AFTER_A_KILL, true)];
    for (steps, is_killed) in ways {
        let mut cluster = Cluster::start(&Kind::Kafka(kafka.clone()), &Layout::in_zookeeper(3, 1))?;
        fill(&cluster, kafka, kcat)?;
        for id in [2, 1, 0] {
            let node = cluster.node(id)?;
            match is_killed {
                true => node.kill(),
                false => node.stop()?,
            }
        }
        cluster.become_kind(ours);
        let takeover = Takeover {
            ours,
            kafka,
            kcat,
            cluster,
        };
        outcomes.extend(go(takeover, steps));
    }
    Ok(outcomes)
}

/// Makes the steps, up to the first that fails.
fn go(mut takeover: Takeover<'_>, steps: &[Step]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (name, step) in steps {
        let result = step(&mut takeover);
        let goes_on = result.is_ok();
        outcomes.push(Outcome::of(*name, result));
        if !goes_on {
            let kept = takeover.cluster.keep();
            eprintln!("the cluster is kept at {kept}");
            break;
        }
    }
    outcomes
}

fn lines(topic: &str, first: usize, count: usize) -> String {
    let numbers = first..first + count;
    numbers
        .map(|number| format!("{topic}-{number}\n"))
        .collect()
}

/// Topics that differ in how they were written, one with settings of its own, one that is deleted, and a group with an offset.
fn fill(cluster: &Cluster, kafka: &Java, kcat: &Kcat) -> Result<(), Failure> {
    let admin = cluster.admin();
    let bootstrap = cluster.bootstrap();
    let settings = [
        ["enable.idempotence=true", "compression.codec=zstd"],
        ["enable.idempotence=false", "compression.codec=lz4"],
    ];
    for (topic, settings) in TOPICS.iter().zip(settings) {
        let new = NewTopic::spread(topic, 3, 3)
            .with("min.insync.replicas", "2")
            .with("retention.ms", "-1");
        admin.create(&new)?;
        write(kcat, &bootstrap, topic, lines(topic, 0, RECORDS), &settings)?;
    }
    admin.create(&NewTopic::spread("gone", 2, 3))?;
    write(kcat, &bootstrap, "gone", lines("gone", 0, 10), &[])?;
    admin.delete("gone")?;
    let read = read_as_group(kafka, &bootstrap, COMMITTED)?.success()?;
    match read.text().lines().count() {
        COMMITTED => Ok(()),
        count => Err(format!("the group read {count} records of {COMMITTED}")),
    }
}

fn write(
    kcat: &Kcat,
    bootstrap: &str,
    topic: &str,
    lines: String,
    settings: &[&str],
) -> Result<(), Failure> {
    kcat.run(bootstrap)
        .args(["-P", "-t", topic, "-p", "0", "-X", "acks=all"])
        .args(settings.iter().flat_map(|setting| ["-X", setting]))
        .stdin(lines)
        .limit_seconds(60)
        .output()?
        .success()
        .map(drop)
}

fn read_as_group(kafka: &Java, bootstrap: &str, count: usize) -> Result<Output, Failure> {
    kafka
        .run("org.apache.kafka.tools.consumer.ConsoleConsumer")
        .args(["--bootstrap-server", bootstrap, "--topic", TOPICS[0]])
        .args([
            "--group",
            GROUP,
            "--from-beginning",
            "--timeout-ms",
            "20000",
        ])
        .args(["--max-messages", &count.to_string()])
        .limit_seconds(60)
        .output()
}

impl Takeover<'_> {
    fn import(&mut self, more: &[&str]) -> Result<Output, Failure> {
        let Kind::Highwater(program) = self.ours else {
            return Err("only a broker of ours takes a cluster over".to_owned());
        };
        let mut files = Vec::new();
        for id in self.cluster.brokers() {
            files.push(self.cluster.node(id)?.folder().join("server.properties"));
        }
        Run::new(program)
            .args(["cluster", "import-zookeeper"])
            .args(files)
            .args(more)
            .limit_seconds(60)
            .output()
    }

    fn tree(&mut self) -> Result<String, Failure> {
        let connect = self.cluster.ensemble()?.connect();
        Ok(format!("{:?}", self.kafka.tree(&connect)?))
    }
}

fn refused(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    let node = takeover.cluster.node(0)?;
    node.spawn()?;
    until(LIMIT, "the broker has stopped by itself", || {
        Ok((!node.is_alive()).then_some(()))
    })?;
    let log = node.log_text();
    match log.contains("import-zookeeper") {
        true => Ok(()),
        false => Err("its log does not name the command that takes a cluster over".to_owned()),
    }
}

fn told_and_nothing_changed(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    let before = takeover.tree()?;
    let told = takeover.import(&["--dry-run"])?.success()?.text();
    let missing = TOPICS.iter().find(|topic| !told.contains(**topic));
    if let Some(topic) = missing {
        return Err(format!("it does not tell of {topic}: {told}"));
    }
    match takeover.tree()? == before {
        true => Ok(()),
        false => Err("the tree is another one after the dry run".to_owned()),
    }
}

fn living(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    let refused = takeover.import(&[])?;
    let told = refused.all();
    let parts = ["/brokers/ids/0: broker 0 runs", "nothing was changed"];
    if refused.is_success() || parts.iter().any(|part| !told.contains(part)) {
        return Err(format!("it says {told}"));
    }
    match takeover.tree()?.contains("/highwater") {
        false => Ok(()),
        true => Err("the tree has znodes of ours".to_owned()),
    }
}

fn taken_over_after_a_kill(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    let told = until(LIMIT, "the sessions have ended", || {
        let told = takeover.import(&["--dry-run"])?.success()?;
        Ok(Some(told.text()))
    })?;
    let unclean = told.matches("was not closed in order").count();
    if unclean != takeover.cluster.brokers().len() {
        return Err(format!("{unclean} directories are named: {told}"));
    }
    taken_over(takeover)
}

fn taken_over(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    takeover.import(&[])?.success()?;
    takeover.cluster.launch()?;
    let admin = takeover.cluster.admin();
    for topic in TOPICS {
        until(LIMIT, "all replicas are in sync", || {
            let view = admin.topic(topic)?;
            let whole = |replicas: usize, isr: usize| replicas == 3 && isr == 3;
            let mut all = view.partitions.iter();
            Ok(all
                .all(|view| whole(view.replicas.len(), view.isr.len()))
                .then_some(()))
        })?;
    }
    let described = takeover
        .kafka
        .run("org.apache.kafka.tools.TopicCommand")
        .args(["--bootstrap-server", &takeover.cluster.bootstrap()])
        .args(["--describe", "--topic", TOPICS[0]])
        .limit_seconds(60)
        .output()?
        .success()?
        .text();
    let settings = ["min.insync.replicas=2", "retention.ms=-1"];
    match settings
        .iter()
        .find(|setting| !described.contains(**setting))
    {
        None => Ok(()),
        Some(setting) => Err(format!("{setting} is gone: {described}")),
    }
}

fn all_there(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    let bootstrap = takeover.cluster.bootstrap();
    for topic in TOPICS {
        let expected = lines(topic, 0, RECORDS);
        let ours = takeover
            .kcat
            .run(&bootstrap)
            .args(["-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q"])
            .limit_seconds(60)
            .output()?
            .success()?
            .text();
        let theirs = takeover
            .kafka
            .run("org.apache.kafka.tools.consumer.ConsoleConsumer")
            .args(["--bootstrap-server", &bootstrap, "--topic", topic])
            .args(["--from-beginning", "--timeout-ms", "20000"])
            .args(["--max-messages", &RECORDS.to_string()])
            .limit_seconds(60)
            .output()?
            .success()?
            .text();
        for (client, read) in [("kcat", ours), ("Kafka's console consumer", theirs)] {
            if read != expected {
                let count = read.lines().count();
                return Err(format!(
                    "{client} reads {count} lines of {topic}, not what was written"
                ));
            }
        }
    }
    if takeover.cluster.admin().topic("gone").is_ok() {
        return Err("the deleted topic is there again".to_owned());
    }
    let groups = takeover
        .kafka
        .run("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand")
        .args([
            "--bootstrap-server",
            &bootstrap,
            "--describe",
            "--group",
            GROUP,
        ])
        .limit_seconds(60)
        .output()?
        .success()?
        .text();
    let committed = COMMITTED.to_string();
    let shown = groups.lines().any(|line| {
        let mut words = line.split_whitespace();
        words.next() == Some(GROUP)
            && words.next() == Some(TOPICS[0])
            && words.next() == Some("0")
            && words.next() == Some(&committed)
    });
    match shown {
        true => Ok(()),
        false => Err(format!("{COMMITTED} is not the committed offset: {groups}")),
    }
}

fn goes_on(takeover: &mut Takeover<'_>) -> Result<(), Failure> {
    let bootstrap = takeover.cluster.bootstrap();
    let topic = TOPICS[0];
    let more = lines(topic, RECORDS, 10);
    let settings = ["enable.idempotence=true", "compression.codec=zstd"];
    write(takeover.kcat, &bootstrap, topic, more, &settings)?;
    let rest = RECORDS + 10 - COMMITTED;
    let read = read_as_group(takeover.kafka, &bootstrap, rest)?
        .success()?
        .text();
    match read == lines(topic, COMMITTED, rest) {
        true => Ok(()),
        false => Err(format!(
            "the group reads {} lines that begin with {:?}, not the {rest} after its offset",
            read.lines().count(),
            read.lines().next()
        )),
    }
}
