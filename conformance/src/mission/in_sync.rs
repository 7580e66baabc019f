//! Replicas in sync: who falls behind leaves, who catches up joins, too few refuse, and a tail that nobody else has goes.

use super::Sentence;
use super::stage::{CHANGE_LIMIT, Stage, Write, lines, same, until_equal};
use crate::Failure;
use crate::cluster::{Layout, NewTopic};

pub(super) const SENTENCES: [Sentence; 3] = [
    Sentence {
        name: "follower-leaves-and-joins",
        says: "A follower that is stopped leaves the ISR while writes go on, and joins it again when it returns",
        broken_by: "the killed follower is not started again",
        networked: false,
        run: leaves_and_joins,
    },
    Sentence {
        name: "below-minimum",
        says: "With fewer in sync than min.insync.replicas, acks=all is refused, nothing is appended, and readers see nothing new",
        broken_by: "min.insync.replicas=1",
        networked: false,
        run: below_minimum,
    },
    Sentence {
        name: "leader-cut-off",
        says: "A leader that is cut off from its followers and the controller takes acks=1 writes that no consumer sees; they are gone when it returns",
        broken_by: "the leader is not cut off",
        networked: true,
        run: cut_off,
    },
];

fn leaves_and_joins(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 1))?;
    cluster
        .admin()
        .create(&NewTopic::placed("t", &[&[0, 1, 2]]))?;
    let mut rider = stage.ride(&cluster, "t", "all")?;
    rider.acknowledged_more(100)?;
    let in_sync = |cluster: &crate::cluster::Cluster, wanted: &[i32]| {
        let what = format!("in sync are {wanted:?}");
        cluster
            .admin()
            .until_partition("t", CHANGE_LIMIT, &what, |view| view.isr == wanted)
            .map(drop)
    };
    cluster.node(1)?.pause()?;
    in_sync(&cluster, &[0, 2])?;
    rider.acknowledged_more(100)?;
    cluster.node(1)?.resume()?;
    in_sync(&cluster, &[0, 1, 2])?;
    cluster.node(2)?.kill();
    in_sync(&cluster, &[0, 1])?;
    rider.acknowledged_more(100)?;
    if !stage.broken {
        cluster.node(2)?.up()?;
    }
    in_sync(&cluster, &[0, 1, 2])?;
    let ridden = rider.finish()?;
    let bytes = until_equal(&mut cluster, "t")?;
    if let Some(error) = ridden.errors.first() {
        return Err(format!("a write failed: {error}"));
    }
    Ok(format!(
        "paused and killed, out and in again; {} writes, no error; three logs of the same {bytes} bytes",
        ridden.acks.len()
    ))
}

fn below_minimum(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 1))?;
    let least = if stage.broken { "1" } else { "2" };
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", least);
    cluster.admin().create(&topic)?;
    let bootstrap = cluster.node(0)?.bootstrap();
    stage.produce(&bootstrap, &Write::all("t", "before-", 100))?;
    for id in [1, 2] {
        cluster.node(id)?.kill();
    }
    cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "the leader is alone", |view| {
            view.isr == [0]
        })?;
    let log = cluster.node(0)?.log_bytes("t", 0)?;
    let refused = stage.produce(
        &bootstrap,
        &Write::all("t", "refused-", 10).within_ms(3_000),
    );
    let Err(why) = refused else {
        return Err("the write was acknowledged".to_owned());
    };
    if cluster.node(0)?.log_bytes("t", 0)? != log {
        return Err("something was appended".to_owned());
    }
    same(
        &stage.consume(&bootstrap, "t")?,
        &lines("before-", 100),
        "a reader",
    )?;
    for id in [1, 2] {
        cluster.node(id)?.up()?;
    }
    cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "all are in sync", |view| {
            view.isr.len() == 3
        })?;
    stage.produce(&bootstrap, &Write::all("t", "after-", 10))?;
    let mut expected = lines("before-", 100);
    expected.extend(lines("after-", 10));
    same(&stage.consume(&bootstrap, "t")?, &expected, "a reader")?;
    let short: String = why.chars().take(120).collect();
    Ok(format!(
        "refused ({short}), the log is the same {} bytes",
        log.len()
    ))
}

fn cut_off(stage: &Stage<'_>) -> Result<String, Failure> {
    let layout = Layout::separate(3, 1).networked();
    let mut cluster = stage.cluster_of_controller(layout, 1)?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    let (old, others) = (cluster.node(0)?.bootstrap(), cluster.node(1)?.bootstrap());
    stage.produce(&old, &Write::all("t", "before-", 100))?;
    if !stage.broken {
        let mut others = [cluster.brokers(), cluster.controllers()].concat();
        others.sort_unstable();
        others.dedup();
        for other in others.into_iter().filter(|id| *id != 0) {
            cluster.cut(0, other)?;
        }
    }
    stage.produce(&old, &Write::all("t", "tail-", 50).acks("1"))?;
    same(
        &stage.consume(&old, "t")?,
        &lines("before-", 100),
        "a reader of the old leader",
    )?;
    let one = crate::cluster::Admin::of(vec![others.clone()]);
    let view = one.until_partition("t", CHANGE_LIMIT, "another leader", |view| view.leader > 0)?;
    stage.produce(&old, &Write::all("t", "tail-", 50).acks("1"))?;
    same(
        &stage.consume(&old, "t")?,
        &lines("before-", 100),
        "a reader of the old leader",
    )?;
    stage.produce(&others, &Write::all("t", "after-", 50))?;
    cluster.heal()?;
    until_equal(&mut cluster, "t")?;
    let mut expected = lines("before-", 100);
    expected.extend(lines("after-", 50));
    stage.until_read(&cluster.bootstrap(), "t", &expected)?;
    Ok(format!(
        "100 records of acks=1 taken by the old leader and seen by nobody, then gone; {} leads at epoch {}",
        view.leader, view.leader_epoch
    ))
}
