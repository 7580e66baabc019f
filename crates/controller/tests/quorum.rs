//! Controllers that come and go, over a network and disks that fail, from one seed.

mod cluster;

use std::time::Duration;

use cluster::{Cluster, broker_ids, controller_ids};
use types::BrokerId;
use world_sim::Crash;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn running(seed: u64) -> Cluster {
    let mut cluster = Cluster::new(seed);
    cluster.start_all();
    cluster.run_until("topics are created", ms(5_000), |cluster| {
        cluster.acknowledged() >= 3
    });
    cluster
}

fn in_service(cluster: &Cluster, broker: BrokerId) -> bool {
    let active = cluster.active().expect("an active controller");
    cluster.controller(active).image().is_active(broker)
}

#[test]
fn a_dead_active_controller_is_replaced_at_once_and_nothing_acknowledged_is_lost() {
    let mut cluster = running(1);
    let active = cluster.active().expect("one");
    cluster.run_until("brokers are in service", ms(2_000), |cluster| {
        broker_ids()
            .into_iter()
            .all(|broker| in_service(cluster, broker))
    });
    cluster.crash(active, Crash::Process);
    let took = cluster.run_until("another is active", ms(1_000), |cluster| {
        cluster.active().is_some_and(|other| other != active)
    });
    assert!(took < ms(150), "after {took:?}");
    let acknowledged = cluster.acknowledged();
    cluster.run_until("topics are created again", ms(2_000), |cluster| {
        cluster.acknowledged() > acknowledged + 3
    });
    assert!(
        broker_ids()
            .into_iter()
            .all(|broker| in_service(&cluster, broker)),
        "none was fenced"
    );
    cluster.start(active);
    cluster.run_until("all agree", ms(5_000), Cluster::agrees);
    cluster.run_until("all controllers are registered", ms(2_000), |cluster| {
        let image = cluster.controller(active).image();
        controller_ids()
            .iter()
            .all(|id| image.controllers().contains_key(id))
    });
}

#[test]
fn a_broker_whose_process_ended_is_fenced_at_once_and_one_that_hangs_after_its_session() {
    let mut cluster = running(2);
    let [_, dies, hangs] = broker_ids();
    cluster.run_until("brokers are in service", ms(2_000), |cluster| {
        broker_ids()
            .into_iter()
            .all(|broker| in_service(cluster, broker))
    });
    cluster.crash(dies, Crash::Process);
    let took = cluster.run_until("it is fenced", ms(1_000), |cluster| {
        !in_service(cluster, dies)
    });
    assert!(took < ms(100), "after {took:?}");
    let process = cluster.process(hangs);
    cluster.world.pause(process, ms(10_000));
    let took = cluster.run_until("it is fenced", ms(5_000), |cluster| {
        !in_service(cluster, hangs)
    });
    assert!(took > ms(2_500) && took < ms(3_300), "after {took:?}");
    cluster.start(dies);
    cluster.run_until("it is back", ms(1_000), |cluster| in_service(cluster, dies));
}

#[test]
fn a_broker_that_died_together_with_the_active_controller_is_fenced_by_the_next_one() {
    let mut cluster = running(3);
    let dies = broker_ids()[2];
    cluster.run_until("it is in service", ms(2_000), |cluster| {
        in_service(cluster, dies)
    });
    let active = cluster.active().expect("one");
    cluster.crash(active, Crash::Process);
    cluster.crash(dies, Crash::Process);
    cluster.run_until("another is active", ms(1_000), |cluster| {
        cluster.active().is_some()
    });
    let took = cluster.run_until("it is fenced", ms(1_000), |cluster| {
        !in_service(cluster, dies)
    });
    assert!(took < ms(150), "after {took:?}");
}

#[test]
fn an_active_controller_that_is_asked_to_stop_hands_over() {
    let mut cluster = running(4);
    let active = cluster.active().expect("one");
    let process = cluster.process(active);
    cluster.world.stop(process, 0);
    let took = cluster.run_until("another is active", ms(500), |cluster| {
        cluster.active().is_some_and(|other| other != active)
    });
    assert!(took < ms(100), "after {took:?}");
    cluster.run_until("it has stopped", ms(1_000), |cluster| {
        cluster.world.has_stopped(process, 0)
    });
}

fn history(seed: u64) {
    let mut cluster = Cluster::new(seed);
    cluster.start_all();
    cluster.run_for(ms(1_000));
    for _ in 0..25 {
        let random = cluster.world.random().next_u64();
        let at = usize::try_from(random >> 40).expect("small") % 3;
        let controller = controller_ids()[at];
        let broker = broker_ids()[at];
        match random % 9 {
            0 if cluster.is_running(controller) => cluster.crash(controller, Crash::Process),
            1 if cluster.is_running(controller) => cluster.crash(controller, Crash::Machine),
            2 if cluster.is_running(broker) => cluster.crash(broker, Crash::Process),
            3 => {
                let process = cluster.process(controller);
                cluster.world.pause(process, ms(random % 3_000));
            }
            4 => {
                let other = cluster.process(controller_ids()[(at + 1) % 3]);
                let process = cluster.process(controller);
                cluster.world.cut(process, other);
                cluster.world.cut(other, process);
            }
            5 => cluster.world.heal(),
            6 | 7 => cluster.start_all(),
            _ => {}
        }
        cluster.run_for(ms(random >> 20 & 0x1ff));
    }
    cluster.world.heal();
    cluster.start_all();
    cluster.run_for(ms(3_000));
    let before = cluster.acknowledged();
    cluster.run_until(
        "topics are created after the faults",
        ms(20_000),
        |cluster| cluster.acknowledged() > before,
    );
    cluster.run_until("all agree", ms(20_000), Cluster::agrees);
}

#[test]
fn histories() {
    for seed in 100..125 {
        history(seed);
    }
}
