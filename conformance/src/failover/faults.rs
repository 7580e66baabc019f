//! One fault after the other under a steady producer.

use std::time::Duration;

use super::{Client, Measured, Row};
use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::{Cluster, NewTopic, until};
use crate::mission::Store;
use crate::ride::{Rider, now_us};

/// Longest wait until a cluster is whole again, or a producer's records are acknowledged again.
const RECOVER_LIMIT: Duration = Duration::from_secs(90);
/// Records that were acknowledged before the fault.
const WARM_UP: usize = 300;
/// The fault is over when a record is acknowledged that was sent so long after it.
const AFTERMATH: Duration = Duration::from_millis(1_500);

/// Settings that both kinds get: what a topic of three replicas is used with.
const MIN_ISR: &str = "2";

pub(super) fn measure(
    row: Row,
    (kind, store): (&Kind, Store),
    clients: &Clients,
    client: Client,
    times: usize,
) -> Result<Measured, Failure> {
    let layout = super::layout(store);
    let layout = if row.is_networked() {
        layout.networked()
    } else {
        layout
    };
    let mut cluster = Cluster::start(kind, &layout)?;
    let mut measured = Measured::default();
    for number in 0..times {
        let topic = format!("t{number}");
        let scene = Scene::set(&mut cluster, row, &topic)?;
        let ridden = once(&mut cluster, clients, row, client, &topic, &scene);
        let (gap, errors) =
            ridden.map_err(|why| format!("{}, repetition {number}: {why}", row.name()))?;
        measured.add(gap, errors);
        recover(&mut cluster, &scene)?;
    }
    Ok(measured)
}

/// Who leads, and who is hit.
struct Scene {
    victim: i32,
}

impl Scene {
    /// Makes the topic with the leader that the row wants.
    fn set(cluster: &mut Cluster, row: Row, topic: &str) -> Result<Self, Failure> {
        let active = cluster.active_controller()?;
        let others: Vec<i32> = cluster
            .brokers()
            .into_iter()
            .filter(|id| *id != active)
            .collect();
        let [one, other] = others.as_slice() else {
            return Err("three brokers are expected".to_owned());
        };
        let with_controller = matches!(
            row,
            Row::ControllerKilled | Row::ControllerPaused | Row::ControllerCut
        );
        let (leader, followers) = match with_controller {
            true => (active, [*one, *other]),
            false => (*one, [*other, active]),
        };
        let victim = match row {
            Row::FollowerKilled | Row::FollowerPaused => followers[0],
            _ => leader,
        };
        let replicas = [leader, followers[0], followers[1]];
        let topic = NewTopic::placed(topic, &[&replicas]).with("min.insync.replicas", MIN_ISR);
        cluster.admin().create(&topic)?;
        Ok(Self { victim })
    }
}

fn once(
    cluster: &mut Cluster,
    clients: &Clients,
    row: Row,
    client: Client,
    topic: &str,
    scene: &Scene,
) -> Result<(Duration, Vec<String>), Failure> {
    let go = clients.go.as_ref().map_err(ToString::to_string)?;
    let bootstrap = cluster.bootstrap();
    let run = go
        .run()
        .args(["ride", &bootstrap, topic, "2000", client.name(), "produce"]);
    let mut rider = Rider::start(run, &cluster.folder().join(format!("rider-{topic}.log")))?;
    rider.acknowledged_more(WARM_UP)?;
    let begun = now_us();
    inject(cluster, row, topic, scene.victim)?;
    let aftermath = u64::try_from(AFTERMATH.as_micros()).unwrap_or(u64::MAX);
    let over = now_us().max(begun) + aftermath;
    until(RECOVER_LIMIT, "records are acknowledged again", || {
        let ridden = rider.so_far();
        Ok(ridden
            .acks
            .iter()
            .any(|ack| ack.sent_us >= over)
            .then_some(()))
    })?;
    let ridden = rider.finish()?;
    let gap = ridden
        .longest_gap(begun)
        .ok_or("nothing was acknowledged after the fault")?;
    Ok((gap, ridden.errors))
}

fn inject(cluster: &mut Cluster, row: Row, topic: &str, victim: i32) -> Result<(), Failure> {
    match row {
        Row::LeaderKilled | Row::ControllerKilled | Row::FollowerKilled => {
            cluster.node(victim)?.kill();
            Ok(())
        }
        Row::LeaderPaused | Row::FollowerPaused | Row::ControllerPaused => {
            cluster.node(victim)?.pause()
        }
        Row::LeaderCut | Row::ControllerCut => cluster.isolate(victim),
        Row::Terminated => cluster.node(victim)?.stop(),
        Row::RollingRestart => {
            for id in cluster.brokers() {
                cluster.node(id)?.stop()?;
                cluster.node(id)?.up()?;
                until_whole(cluster, topic)?;
            }
            Ok(())
        }
        Row::EnsembleLeaderKilled => {
            let ensemble = cluster.ensemble()?;
            let leader = ensemble.leader().ok_or("the ensemble has no leader")?;
            ensemble.kill(leader);
            Ok(())
        }
        Row::ManyPartitions => Err("this row has a scene of its own".to_owned()),
    }
}

/// Starts again, lets go on or reconnects who was hit, and waits until all are there.
fn recover(cluster: &mut Cluster, scene: &Scene) -> Result<(), Failure> {
    let node = cluster.node(scene.victim)?;
    if node.is_paused() {
        node.resume()?;
    } else if !node.is_running() {
        node.up()?;
    } else if cluster.is_networked() {
        cluster.heal()?;
    }
    if let Ok(ensemble) = cluster.ensemble() {
        ensemble.start_killed()?;
    }
    cluster.wait_until_formed()?;
    // There nobody votes.
    if cluster.kind().is_old() {
        return Ok(());
    }
    until(RECOVER_LIMIT, "the voters follow", || {
        let quorum = cluster.admin().quorum()?;
        let behind = quorum
            .voters
            .iter()
            .any(|(_, end)| *end < quorum.high_watermark);
        Ok((!behind).then_some(()))
    })
}

/// Waits until all replicas are in sync.
fn until_whole(cluster: &mut Cluster, topic: &str) -> Result<(), Failure> {
    cluster.wait_until_formed()?;
    cluster
        .admin()
        .until_partition(topic, RECOVER_LIMIT, "all replicas are in sync", |view| {
            view.isr.len() == view.replicas.len()
        })
        .map(drop)
}
