//! A broker dies that leads ten thousand partitions.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::Measured;
use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::{Admin, Cluster, NewTopic, until};
use crate::mission::Store;

/// So many topics of so many partitions.
const TOPICS: usize = 10;
const PARTITIONS: usize = 1_000;
/// How many partitions must take a record.
const TOUCHED: usize = 200;
const LIMIT: Duration = Duration::from_secs(120);

pub(super) fn measure(
    (kind, store): (&Kind, Store),
    clients: &Clients,
    times: usize,
) -> Result<Measured, Failure> {
    let go = clients.go.as_ref().map_err(ToString::to_string)?;
    let mut measured = Measured::default();
    for _ in 0..times {
        let mut cluster = Cluster::start(kind, &super::layout(store))?;
        let active = cluster.active_controller()?;
        let mut order = cluster.brokers();
        order.sort_by_key(|id| *id == active);
        let [victim, one, other] = order.as_slice() else {
            return Err("three brokers are expected".to_owned());
        };
        let replicas = [*victim, *one, *other];
        let placed: Vec<&[i32]> = vec![&replicas; PARTITIONS];
        for number in 0..TOPICS {
            let topic = NewTopic::placed(&format!("many-{number}"), &placed)
                .with("min.insync.replicas", "2");
            cluster.admin().create(&topic)?;
        }
        wait_until_in_sync(&cluster)?;
        let live: Vec<String> = [*one, *other]
            .into_iter()
            .map(|id| cluster.node(id).map(|node| node.bootstrap()))
            .collect::<Result<_, _>>()?;
        let begun = Instant::now();
        cluster.node(*victim)?.kill();
        for address in &live {
            until_led(address, *victim)?;
        }
        let touched = (TOUCHED / TOPICS).to_string();
        let run = go
            .run()
            .args(["touch", &live.join(","), "many", &TOPICS.to_string()]);
        let run = run
            .args([&PARTITIONS.to_string(), &touched])
            .limit_seconds(120);
        run.output()?.success()?;
        measured.add(begun.elapsed(), Vec::new());
    }
    Ok(measured)
}

fn wait_until_in_sync(cluster: &Cluster) -> Result<(), Failure> {
    let admin = cluster.admin();
    for number in 0..TOPICS {
        until(LIMIT, "all replicas are in sync", || {
            let view = admin.topic(&format!("many-{number}"))?;
            let whole = view
                .partitions
                .iter()
                .all(|partition| partition.isr.len() == 3);
            Ok(whole.then_some(()))
        })?;
    }
    Ok(())
}

/// Waits until a broker names a live leader for every partition.
fn until_led(address: &str, victim: i32) -> Result<(), Failure> {
    let admin = Admin::of(vec![address.to_owned()]);
    until(LIMIT, "every partition has a live leader", || {
        let leaders: BTreeSet<i32> = admin.leaders()?.into_iter().collect();
        Ok((!leaders.contains(&victim) && !leaders.contains(&-1)).then_some(()))
    })
}
