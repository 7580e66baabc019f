//! What is promised of clusters that are kept in ZooKeeper alone, seen in its znodes.

use std::time::{Duration, Instant};

use super::Sentence;
use super::stage::{CHANGE_LIMIT, Stage, Write, lines, no_election, same, until_moved};
use crate::Failure;
use crate::cluster::{Cluster, Layout, NewTopic, until};

pub(super) const SENTENCES: [Sentence; 6] = [
    Sentence {
        name: "zookeeper-serves",
        says: "Three brokers on a ZooKeeper take records with acks=all, lose the leader to kill -9, and go on with nothing lost",
        broken_by: "the only replica is killed",
        networked: false,
        run: serves,
    },
    Sentence {
        name: "controller-znode",
        says: "`/controller` is deleted by hand: a controller is elected, its epoch is one more, and changes go on",
        broken_by: "nobody deletes it",
        networked: false,
        run: deleted,
    },
    Sentence {
        name: "ensemble-majority",
        says: "The majority of the ensemble is down: nobody is elected, writes go on; when it is back, the election is made",
        broken_by: "one of three servers is down",
        networked: false,
        run: majority,
    },
    Sentence {
        name: "state-znodes",
        says: "A partition's `state` shows its leader picked from the in-sync set when the leader dies, the set shrinking then, and growing when the broker is back",
        broken_by: "nobody dies",
        networked: false,
        run: states,
    },
    Sentence {
        name: "one-write",
        says: "A broker's death moves all its leaders in one write of the ensemble",
        broken_by: "two brokers die",
        networked: false,
        run: one_write,
    },
    Sentence {
        name: "session-ends",
        says: "A broker's znode goes, because its session has ended: it is fenced, and leads nothing, long before its heartbeats are missed",
        broken_by: "its session lives",
        networked: false,
        run: session_ends,
    },
];

/// How long nothing may happen while there is no majority: longer than the sessions.
const QUIET: Duration = Duration::from_secs(8);

/// What a znode holds, as the shell shows it: its last line that is JSON or a number.
fn znode(cluster: &mut Cluster, path: &str) -> Result<String, Failure> {
    let said = cluster.ensemble()?.shell(&["get", path])?;
    let is_content = |line: &&str| line.starts_with('{') || line.parse::<i64>().is_ok();
    let found = said.lines().rev().find(is_content);
    found
        .map(str::to_owned)
        .ok_or_else(|| format!("{path}: {said}"))
}

fn epoch(cluster: &mut Cluster) -> Result<i64, Failure> {
    let text = znode(cluster, "/controller_epoch")?;
    text.parse().map_err(|_| format!("no epoch: {text}"))
}

fn until_znode(cluster: &mut Cluster, path: &str, part: &str) -> Result<(), Failure> {
    until(CHANGE_LIMIT, &format!("{path} shows {part}"), || {
        let found = znode(cluster, path)?;
        match found.contains(part) {
            true => Ok(Some(())),
            false => Err(found),
        }
    })
}

fn serves(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::combined(3))?;
    let replicas: &[i32] = if stage.broken { &[1] } else { &[1, 2, 0] };
    let topic = NewTopic::placed("words", &[replicas]);
    cluster.admin().create(&topic)?;
    let bootstrap = cluster.bootstrap();
    stage.produce(&bootstrap, &Write::all("words", "a", 1_000))?;
    cluster.node(1)?.kill();
    let begun = Instant::now();
    stage.produce(
        &bootstrap,
        &Write::all("words", "b", 1_000).within_ms(15_000),
    )?;
    let took = begun.elapsed().as_millis();
    let read = stage.consume(&bootstrap, "words")?;
    let expected = [lines("a", 1_000), lines("b", 1_000)].concat();
    same(&read, &expected, "a reader")?;
    Ok(format!(
        "2000 lines read; the second thousand took {took} ms over the kill"
    ))
}

fn deleted(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::combined(3))?;
    let (before, holder) = (epoch(&mut cluster)?, cluster.active_controller()?);
    if !stage.broken {
        cluster.ensemble()?.shell(&["delete", "/controller"])?;
    }
    let after = until(Duration::from_secs(10), "another epoch", || {
        let now = epoch(&mut cluster)?;
        Ok((now != before).then_some(now))
    })?;
    if after != before + 1 {
        return Err(format!("epoch {before} became {after}"));
    }
    cluster.wait_until_formed()?;
    cluster.admin().create(&NewTopic::spread("after", 1, 3))?;
    let now = cluster.active_controller()?;
    Ok(format!(
        "controller {holder} of epoch {before}, then {now} of epoch {after}; a topic is made"
    ))
}

fn majority(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut layout = Layout::in_zookeeper(3, 3);
    layout
        .settings
        .push("zookeeper.session.timeout.ms=4000".to_owned());
    let mut cluster = stage.cluster(layout)?;
    let admin = cluster.admin();
    admin.create(&NewTopic::placed("written", &[&[0, 1]]))?;
    admin.create(&NewTopic::placed("led", &[&[2, 0, 1]]))?;
    let before = admin.partition("led")?;
    let mut rider = stage.ride(&cluster, "written", "all")?;
    rider.acknowledged_more(100)?;
    let down: &[usize] = if stage.broken { &[0] } else { &[0, 1] };
    for server in down {
        cluster.ensemble()?.kill(*server);
    }
    cluster.node(2)?.kill();
    let ridden = no_election(&cluster, rider, "led", &before, QUIET)?;
    for server in down {
        cluster.ensemble()?.start(*server)?;
    }
    let after = cluster
        .admin()
        .until_partition("led", CHANGE_LIMIT, "another leader", |now| {
            now.leader >= 0 && now.leader != before.leader
        })?;
    Ok(format!(
        "{} writes acknowledged meanwhile, none failed; leader {} stays for {} s, then {}",
        ridden.acks.len(),
        before.leader,
        QUIET.as_secs(),
        after.leader
    ))
}

fn states(stage: &Stage<'_>) -> Result<String, Failure> {
    const STATE: &str = "/brokers/topics/seen/partitions/0/state";
    let mut cluster = stage.cluster(Layout::combined(3))?;
    let active = cluster.active_controller()?;
    let others: Vec<i32> = cluster
        .brokers()
        .into_iter()
        .filter(|id| *id != active)
        .collect();
    let [victim, next] = others.as_slice() else {
        return Err("three brokers are expected".to_owned());
    };
    let topic = NewTopic::placed("seen", &[&[*victim, *next, active]]);
    cluster.admin().create(&topic)?;
    until_znode(&mut cluster, STATE, &format!("\"leader\":{victim}"))?;
    let before = znode(&mut cluster, STATE)?;
    if !stage.broken {
        cluster.node(*victim)?.kill();
    }
    let (low, high) = ((*next).min(active), (*next).max(active));
    until_znode(&mut cluster, STATE, &format!("\"leader\":{next}"))?;
    let shrunk = znode(&mut cluster, STATE)?;
    let is_out = [format!("[{next},{active}]"), format!("[{low},{high}]")];
    if !is_out.iter().any(|isr| shrunk.contains(isr)) {
        return Err(format!("the in-sync set did not shrink: {shrunk}"));
    }
    cluster.node(*victim)?.up()?;
    let back = until(CHANGE_LIMIT, "the in-sync set grows", || {
        let now = znode(&mut cluster, STATE)?;
        let isr = now.split("\"isr\":[").nth(1).unwrap_or_default();
        let count = isr.split(']').next().unwrap_or_default().split(',').count();
        Ok((count == 3).then_some(now))
    })?;
    Ok(format!("{before}, then {shrunk}, then {back}"))
}

/// How many partitions change when a broker dies.
const PARTITIONS: usize = 300;

fn one_write(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster_of_controller(Layout::combined(4), 0)?;
    let placed: Vec<&[i32]> = (0..PARTITIONS)
        .map(|number| -> &[i32] {
            match (stage.broken, number % 2) {
                (true, 1) => &[3, 0, 1],
                _ => &[2, 0, 1],
            }
        })
        .collect();
    cluster.admin().create(&NewTopic::placed("t", &placed))?;
    cluster.node(2)?.kill();
    if stage.broken {
        cluster.node(3)?.kill();
    }
    until_moved(&cluster, "t")?;
    let mut writes = Vec::new();
    for partition in [0, 1, PARTITIONS / 2, PARTITIONS - 1] {
        let path = format!("/brokers/topics/t/partitions/{partition}/state");
        let said = cluster.ensemble()?.shell(&["get", "-s", &path])?;
        let write = said.lines().find_map(|line| line.strip_prefix("mZxid = "));
        writes.push(
            write
                .ok_or("the shell does not name a transaction")?
                .to_owned(),
        );
    }
    let first = writes.first().cloned().unwrap_or_default();
    match writes.iter().all(|write| *write == first) {
        true => Ok(format!(
            "{PARTITIONS} partitions change in transaction {first}"
        )),
        false => Err(format!("the transactions are {writes:?}")),
    }
}

fn session_ends(stage: &Stage<'_>) -> Result<String, Failure> {
    let layout = Layout::combined(3)
        .with("broker.session.timeout.ms=60000")
        .with("zookeeper.session.timeout.ms=4000")
        .with("highwater.fence.on.refused=false");
    let mut cluster = stage.cluster(layout)?;
    let active = cluster.active_controller()?;
    let others: Vec<i32> = cluster
        .brokers()
        .into_iter()
        .filter(|id| *id != active)
        .collect();
    let victim = *others.first().ok_or("three brokers are expected")?;
    let topic = NewTopic::placed("led", &[&[victim, active]]);
    cluster.admin().create(&topic)?;
    let begun = Instant::now();
    if !stage.broken {
        cluster.node(victim)?.pause()?;
    }
    until(Duration::from_secs(20), "it is fenced", || {
        let known = cluster.admin().brokers()?;
        Ok((!known.contains(&victim)).then_some(()))
    })?;
    let took = begun.elapsed().as_millis();
    let now = cluster.admin().partition("led")?;
    if now.leader != active {
        return Err(format!("it is led by {}", now.leader));
    }
    cluster.node(victim)?.resume()?;
    cluster.wait_until_formed()?;
    Ok(format!(
        "fenced after {took} ms, with heartbeats missed after 60 s only; then it came back"
    ))
}
