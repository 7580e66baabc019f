//! What consumers may rely on: committed records only, wherever they read, and offsets that outlive a crash.

use std::collections::BTreeSet;
use std::path::Path;

use super::Sentence;
use super::stage::{CHANGE_LIMIT, MISSING, Stage, Write, lines, same, until_equal};
use crate::Failure;
use crate::cluster::{Cluster, Layout, NewTopic};
use crate::process::Running;

pub(super) const SENTENCES: [Sentence; 3] = [
    Sentence {
        name: "follower-reads",
        says: "A consumer that reads from a follower never sees a record above the high watermark",
        broken_by: "the follower that holds the high watermark back runs on",
        networked: false,
        run: follower_reads,
    },
    Sentence {
        name: "redelivery-sync",
        says: "A consumer that is killed before it commits has its records delivered again, also when its coordinator dies; committed ones are not (synchronous commit)",
        broken_by: "the consumer commits what it has not handled yet",
        networked: false,
        run: |stage| redelivery(stage, "sync"),
    },
    Sentence {
        name: "redelivery-async",
        says: "The same with an asynchronous commit: nothing is skipped",
        broken_by: "the consumer commits what it has not handled yet",
        networked: false,
        run: |stage| redelivery(stage, "async"),
    },
];

fn follower_reads(stage: &Stage<'_>) -> Result<String, Failure> {
    let layout = Layout::separate(3, 1)
        .with("replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector")
        .with("broker.session.timeout.ms=20000")
        .with("replica.lag.time.max.ms=30000");
    let mut cluster = stage.prepared(layout)?;
    for id in cluster.brokers() {
        cluster.node(id)?.set(&format!("broker.rack=rack-{id}"))?;
    }
    cluster.launch()?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    let bootstrap = cluster.node(0)?.bootstrap();
    stage.produce(&bootstrap, &Write::all("t", "seen-", 100))?;
    until_equal(&mut cluster, "t")?;
    let near = ["client.rack=rack-1"];
    same(
        &stage.consume_with(&bootstrap, "t", &near)?,
        &lines("seen-", 100),
        "a reader at the follower",
    )?;
    if !stage.broken {
        cluster.node(2)?.pause()?;
    }
    stage.produce(
        &bootstrap,
        &Write::all("t", "above-", 100).acks("1").within_ms(3_000),
    )?;
    let (leader, mut follower) = (cluster.node(0)?.log_bytes("t", 0)?, Vec::new());
    let copied = crate::cluster::until(CHANGE_LIMIT, "the follower has the records", || {
        follower = cluster.node(1)?.log_bytes("t", 0)?;
        Ok(holds(&follower, b"above-99").then_some(()))
    });
    copied?;
    if !holds(&leader, b"above-99") {
        return Err("the leader lacks the records".to_owned());
    }
    for (what, settings) in [("the follower", near.as_slice()), ("the leader", &[])] {
        let read = stage.consume_with(&bootstrap, "t", settings)?;
        same(&read, &lines("seen-", 100), &format!("a reader at {what}"))?;
    }
    let served = stage.served_by_follower(&bootstrap, "t", near[0])?;
    cluster.node(2)?.resume()?;
    let mut expected = lines("seen-", 100);
    expected.extend(lines("above-", 100));
    crate::cluster::until(CHANGE_LIMIT, "the follower's reader sees the rest", || {
        Ok((stage.consume_with(&bootstrap, "t", &near)? == expected).then_some(()))
    })?;
    Ok(format!(
        "100 of 200 records seen at leader and follower while 2 is paused, then 200; {served}"
    ))
}

fn holds(log: &[u8], text: &[u8]) -> bool {
    log.windows(text.len()).any(|window| window == text)
}

fn redelivery(stage: &Stage<'_>, commit: &str) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 1))?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    stage.produce(&cluster.bootstrap(), &Write::all("t", "r-", 1000))?;
    let go = stage.clients.go.as_ref();
    let go = go.map_err(|missing| format!("{MISSING}{missing}"))?;
    let commit = if stage.broken { "early" } else { commit };
    let crashed = go
        .run()
        .args(["crash", &cluster.bootstrap(), "t", "g", commit])
        .output()?;
    let handled: Vec<String> = crashed.text().lines().map(str::to_owned).collect();
    if handled.len() < 400 {
        return Err(format!(
            "the consumer that was to be killed read {}",
            handled.len()
        ));
    }
    let coordinator = cluster.admin().coordinator("g")?;
    cluster.node(coordinator)?.kill();
    let rest = stage.consume_as("g", &cluster.bootstrap(), "t")?;
    let first: BTreeSet<&String> = handled.iter().collect();
    let again = rest.iter().filter(|line| first.contains(line)).count();
    let both: BTreeSet<&String> = handled.iter().chain(&rest).collect();
    if both.len() != 1000 {
        return Err(format!("{} of 1000 records were delivered", both.len()));
    }
    if again == 0 {
        return Err(
            "nothing was delivered again, though it was not handled when the consumer died"
                .to_owned(),
        );
    }
    if commit == "sync" && again >= handled.len() {
        return Err("what was committed was delivered again".to_owned());
    }
    Ok(format!(
        "{} handled before the kill, coordinator {coordinator} killed too, {again} delivered again, 1000 of 1000 in all",
        handled.len()
    ))
}

/// One slow member of a group.
#[derive(Debug)]
pub(super) struct Member {
    running: Running,
    _input: std::process::ChildStdin,
}

impl Member {
    /// Starts one that takes `record_us` for each record.
    pub(super) fn start(
        stage: &Stage<'_>,
        cluster: &Cluster,
        group: &str,
        record_us: u32,
        log: &Path,
    ) -> Result<Self, Failure> {
        let go = stage.clients.go.as_ref();
        let go = go.map_err(|missing| format!("{MISSING}{missing}"))?;
        let run = go.run().args([
            "drain",
            &cluster.bootstrap(),
            "t",
            group,
            &record_us.to_string(),
        ]);
        let (running, input) = run.start_fed(log)?;
        Ok(Self {
            running,
            _input: input,
        })
    }

    /// How many records it has handled.
    pub(super) fn handled(&self) -> u64 {
        let log = self.running.log_text();
        let last = log.lines().rev().find_map(|line| line.strip_prefix("C "));
        last.and_then(|count| count.parse().ok()).unwrap_or(0)
    }
}
