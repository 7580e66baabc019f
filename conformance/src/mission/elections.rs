//! Elections when few are left: who may lead when all replicas died, and what an unclean election says that it lost.

use std::time::Duration;

use super::Sentence;
use super::stage::{CHANGE_LIMIT, Stage, Write, lines, same, until_equal};
use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic, throughout};
use crate::process::Run;

pub(super) const SENTENCES: [Sentence; 4] = [
    Sentence {
        name: "all-replicas-dead",
        says: "All replicas are dead: the leader is -1; who was neither in the ISR nor in the ELR does not lead when it returns first, and nothing acknowledged is lost",
        broken_by: "unclean.leader.election.enable=true",
        networked: false,
        run: all_dead,
    },
    Sentence {
        name: "all-unclean",
        says: "All replicas are dead, and each may have lost what was not flushed: the one that led last leads when it returns, no other before it, and what it lacks is listed",
        broken_by: "the brokers are stopped cleanly",
        networked: false,
        run: all_unclean,
    },
    Sentence {
        name: "unclean-allowed",
        says: "With unclean elections allowed the first replica to return leads, and what was lost is listed",
        broken_by: "unclean.leader.election.enable=false",
        networked: false,
        run: unclean,
    },
    Sentence {
        name: "preferred-leader",
        says: "The preferred leader leads again after it returned, without being told",
        broken_by: "auto.leader.rebalance.enable=false",
        networked: false,
        run: preferred,
    },
];

/// How long nobody may lead while only a replica that fell behind is there.
const QUIET: Duration = Duration::from_secs(6);

/// A cluster in which all replicas of `t` are dead and 2 fell behind before the others died: 0 and 1 have all records.
fn only_stale_left(stage: &Stage<'_>, unclean: bool) -> Result<Cluster, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 1))?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]])
        .with("min.insync.replicas", "2")
        .with(
            "unclean.leader.election.enable",
            if unclean { "true" } else { "false" },
        );
    cluster.admin().create(&topic)?;
    let bootstrap = cluster.bootstrap();
    stage.produce(&bootstrap, &Write::all("t", "all-", 50))?;
    cluster.node(2)?.kill();
    cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "2 is out", |view| view.isr == [0, 1])?;
    stage.produce(&bootstrap, &Write::all("t", "two-", 50))?;
    for id in [1, 0] {
        // A clean stop is what either kind of broker may be believed to have kept everything over.
        cluster.node(id)?.stop()?;
    }
    Ok(cluster)
}

fn all_dead(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = only_stale_left(stage, stage.broken)?;
    cluster.node(2)?.up()?;
    let admin = cluster.admin();
    let view = admin.until_partition("t", CHANGE_LIMIT, "the leader is -1", |view| {
        view.leader == -1 || (stage.broken && view.leader == 2)
    })?;
    throughout(QUIET, || match admin.partition("t")?.leader {
        -1 => Ok(()),
        leader => Err(format!("{leader} leads, and lacks 50 acknowledged records")),
    })?;
    for id in [1, 0] {
        cluster.node(id)?.up()?;
    }
    let led = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "a leader", |view| view.leader >= 0)?;
    if led.leader == 2 {
        return Err("2 leads, and lacks 50 acknowledged records".to_owned());
    }
    until_equal(&mut cluster, "t")?;
    let mut expected = lines("all-", 50);
    expected.extend(lines("two-", 50));
    stage.until_read(&cluster.bootstrap(), "t", &expected)?;
    Ok(format!(
        "leader -1 (ISR {:?}, ELR {:?}) while only 2 is there, then {}; 100 of 100 records",
        view.isr, view.elr, led.leader
    ))
}

/// A cluster in which 2, 1 and 0 died in this order, each with everything, and restart as after a loss of power: the log of 0 is
/// torn.
fn all_may_have_lost(stage: &Stage<'_>) -> Result<Cluster, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 1))?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    let bootstrap = cluster.bootstrap();
    for prefix in ["one-", "two-"] {
        stage.produce(&bootstrap, &Write::all("t", prefix, 50))?;
    }
    until_equal(&mut cluster, "t")?;
    for id in [2, 1, 0] {
        let node = cluster.node(id)?;
        match stage.broken {
            true => node.stop()?,
            false => node.kill(),
        }
        if id > 0 {
            cluster
                .admin()
                .until_partition("t", CHANGE_LIMIT, "it is out", |view| {
                    !view.isr.contains(&id) && view.leader == 0
                })?;
        }
    }
    if !stage.broken {
        for id in [2, 1, 0] {
            cluster.node(id)?.lose_power()?;
        }
        cluster.node(0)?.tear("t", 0)?;
    }
    Ok(cluster)
}

/// All replicas had everything, and restart as after a loss of power. 0 led last, and has lost the end of its log.
fn all_unclean(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = all_may_have_lost(stage)?;
    cluster.node(1)?.up()?;
    let alone = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "nobody leads", |view| view.leader == -1)?;
    throughout(QUIET, || match cluster.admin().partition("t")?.leader {
        -1 => Ok(()),
        leader => Err(format!("{leader} leads, though 0 led last")),
    })?;
    cluster.node(0)?.up()?;
    let led = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "0 leads", |view| view.leader >= 0)?;
    if led.leader != 0 {
        return Err(format!("{} leads, though 0 led last", led.leader));
    }
    cluster.node(2)?.up()?;
    until_equal(&mut cluster, "t")?;
    let read = stage.consume(&cluster.bootstrap(), "t")?;
    let mut written = lines("one-", 50);
    written.extend(lines("two-", 50));
    same(
        &read,
        written.get(..read.len()).unwrap_or(&written),
        "a reader",
    )?;
    if read.len() < 50 || read.len() == written.len() {
        return Err(format!(
            "{} records, though only the last batches are torn off",
            read.len()
        ));
    }
    let listed = lost(stage, &mut cluster)?;
    Ok(format!(
        "leader -1 (ISR {:?}, ELR {:?}) while 0 is down, then 0 at epoch {}, with the {} of 100 records that its disk kept{listed}",
        alone.isr,
        alone.elr,
        led.leader_epoch,
        read.len()
    ))
}

fn unclean(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = only_stale_left(stage, !stage.broken)?;
    cluster.node(2)?.up()?;
    let view = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "2 leads", |view| view.leader == 2)?;
    for id in [1, 0] {
        cluster.node(id)?.up()?;
    }
    until_equal(&mut cluster, "t")?;
    stage.until_read(&cluster.bootstrap(), "t", &lines("all-", 50))?;
    let listed = lost(stage, &mut cluster)?;
    Ok(format!(
        "2 leads at epoch {}, 50 of 100 records; the others follow{listed}",
        view.leader_epoch
    ))
}

/// What our command says that an unclean election lost, after the broker that told of it in its log.
fn lost(stage: &Stage<'_>, cluster: &mut Cluster) -> Result<String, Failure> {
    let Kind::Highwater(program) = &stage.kind else {
        return Ok(String::new());
    };
    let mut logged = false;
    for id in cluster.brokers() {
        let log = cluster.node(id)?.log_text();
        logged |= log.contains("unclean election has cost records");
    }
    if !logged {
        return Err("no log says what was lost".to_owned());
    }
    let bootstrap = cluster.bootstrap();
    let explained = Run::new(program)
        .args(["explain", "t-0", "--bootstrap-server", &bootstrap])
        .limit_seconds(30)
        .output()?
        .success()?
        .text();
    let (_, lost) = explained
        .split_once("what was lost\n")
        .ok_or_else(|| format!("explain does not say what was lost: {explained}"))?;
    let first = lost.lines().next().unwrap_or_default();
    Ok(format!("; lost: {}", first.trim()))
}

fn preferred(stage: &Stage<'_>) -> Result<String, Failure> {
    let enabled = if stage.broken { "false" } else { "true" };
    let layout = Layout::separate(3, 1)
        .with("leader.imbalance.check.interval.seconds=1")
        .with("leader.imbalance.per.broker.percentage=0")
        .with(&format!("auto.leader.rebalance.enable={enabled}"));
    let mut cluster = stage.cluster(layout)?;
    cluster
        .admin()
        .create(&NewTopic::placed("t", &[&[0, 1, 2]]))?;
    cluster.node(0)?.kill();
    let between = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "another leader", |view| view.leader > 0)?;
    cluster.node(0)?.up()?;
    let after = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "0 leads again", |view| view.leader == 0)?;
    Ok(format!(
        "0, then {} at epoch {}, then 0 at epoch {}",
        between.leader, between.leader_epoch, after.leader_epoch
    ))
}
