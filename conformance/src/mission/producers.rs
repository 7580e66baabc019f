//! What acknowledgements promise.

use std::time::Duration;

use super::Sentence;
use super::stage::{CHANGE_LIMIT, Stage, Write, lines};
use crate::Failure;
use crate::cluster::{Layout, NewTopic};

pub(super) const SENTENCES: [Sentence; 2] = [
    Sentence {
        name: "acks",
        says: "acks=0 and acks=1 may lose what only the leader has; what acks=all acknowledged is there, in order, once",
        broken_by: "what counts as acks=all is sent with acks=1",
        networked: false,
        run: acks,
    },
    Sentence {
        name: "endless-retries",
        says: "A producer with acks=all and endless retries needs nothing else: every record is there once, in order, over kills",
        broken_by: "acks=0, which is told nothing",
        networked: false,
        run: endless_retries,
    },
];

fn acks(stage: &Stage<'_>) -> Result<String, Failure> {
    // The followers are paused for a moment only: the controller must not have missed them when the leader dies.
    let layout = Layout::separate(3, 1)
        .with("broker.session.timeout.ms=12000")
        .with("replica.lag.time.max.ms=30000");
    let mut cluster = stage.cluster(layout)?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    let bootstrap = cluster.node(0)?.bootstrap();
    stage.produce(&bootstrap, &Write::all("t", "before-", 100))?;
    for id in [1, 2] {
        cluster.node(id)?.pause()?;
    }
    let brief = |prefix, acks| Write::all("t", prefix, 20).acks(acks).within_ms(1_500);
    // Fetches that the followers had asked before they were paused are answered with what comes first.
    for last in ["last-a-", "last-b-"] {
        stage.produce(&bootstrap, &brief(last, "1"))?;
    }
    stage.produce(&bootstrap, &brief("zero-", "0"))?;
    stage.produce(&bootstrap, &brief("one-", "1"))?;
    let counted = if stage.broken { "1" } else { "all" };
    let acknowledged = stage.produce(&bootstrap, &brief("all-", counted)).is_ok();
    cluster.node(0)?.kill();
    for id in [1, 2] {
        cluster.node(id)?.resume()?;
    }
    let view = cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "another leader", |view| view.leader > 0)?;
    cluster.node(0)?.up()?;
    cluster
        .admin()
        .until_partition("t", CHANGE_LIMIT, "all are in sync", |view| {
            view.isr.len() == 3
        })?;
    let read = stage.consume(&cluster.bootstrap(), "t")?;
    let count = |prefix: &str| read.iter().filter(|line| line.starts_with(prefix)).count();
    let mut promised = lines("before-", 100);
    if acknowledged {
        promised.extend(lines("all-", 20));
    }
    let kept: Vec<String> = read
        .iter()
        .filter(|line| promised.contains(line))
        .cloned()
        .collect();
    super::stage::same(&kept, &promised, "acknowledged with acks=all")?;
    let (zero, one, all) = (count("zero-"), count("one-"), count("all-"));
    if zero + one > 0 {
        return Err(format!(
            "{zero} of acks=0 and {one} of acks=1 outlived the only log that had them"
        ));
    }
    Ok(format!(
        "leader {} has all 100 of acks=all; lost are 20 of acks=0, 20 of acks=1, and {} of acks=all that were refused",
        view.leader,
        20 - all
    ))
}

fn endless_retries(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 1))?;
    let topic = NewTopic::placed("t", &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    let acks = if stage.broken { "0" } else { "all" };
    let mut rider = stage.ride(&cluster, "t", acks)?;
    rider.acknowledged_more(200)?;
    let mut killed = Vec::new();
    for _ in 0..3 {
        let leader = cluster.admin().partition("t")?.leader;
        // It hangs for a moment first, so that something is on its way to it when it dies, however fast it is.
        cluster.node(leader)?.pause()?;
        std::thread::sleep(Duration::from_millis(200));
        cluster.node(leader)?.kill();
        killed.push(leader);
        rider.acknowledged_more(200)?;
        std::thread::sleep(Duration::from_millis(200));
        cluster.node(leader)?.up()?;
        cluster
            .admin()
            .until_partition("t", CHANGE_LIMIT, "all are in sync", |view| {
                view.isr.len() == 3
            })?;
    }
    rider.acknowledged_more(200)?;
    let ridden = rider.finish()?;
    let read = stage.consume(&cluster.bootstrap(), "t")?;
    let read: Vec<u64> = read.iter().filter_map(|line| line.parse().ok()).collect();
    ridden.compare(&read)?;
    if let Some(error) = ridden.errors.first() {
        return Err(format!("an error reached the application: {error}"));
    }
    Ok(format!(
        "leaders {killed:?} killed; {} acknowledged, {} read, no error",
        ridden.acks.len(),
        read.len()
    ))
}
