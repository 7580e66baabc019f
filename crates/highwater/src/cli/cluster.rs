//! `highwater cluster`.

use serde_json::{Value, json};

use super::Failure;
use super::arguments::ClusterCommand;
use super::output::{self, Output};
use crate::client::{Broker, Cluster};

pub(crate) fn run(
    command: &ClusterCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        ClusterCommand::Describe => describe(cluster, output),
    }
}

fn describe(cluster: &mut Cluster, output: &Output) -> Result<(), Failure> {
    let topics = cluster.topics(None)?;
    let partitions = || topics.iter().flat_map(|topic| &topic.partitions);
    let led = |id: i32| {
        partitions()
            .filter(|partition| partition.leader == id)
            .count()
    };
    let kept = |id: i32| {
        partitions()
            .filter(|partition| partition.replicas.contains(&id))
            .count()
    };
    let columns = ["broker", "address", "rack", "leads", "replicas"];
    let row = |broker: &Broker| -> Vec<Value> {
        vec![
            broker.id.into(),
            format!("{}:{}", broker.host, broker.port).into(),
            broker.rack.clone().map_or(Value::Null, Value::from),
            led(broker.id).into(),
            kept(broker.id).into(),
        ]
    };
    let rows: Vec<Vec<Value>> = cluster.brokers().map(row).collect();
    let leaderless = partitions()
        .filter(|partition| partition.leader < 0)
        .count();
    let behind = partitions()
        .filter(|partition| partition.in_sync.len() < partition.replicas.len())
        .count();
    if output.is_json() {
        return output.object(&json!({
            "cluster_id": cluster.cluster_id(),
            "controller": cluster.controller_id(),
            "brokers": output::objects(&columns, rows),
            "topics": topics.len(),
            "partitions": partitions().count(),
            "partitions_without_leader": leaderless,
            "partitions_under_replicated": behind,
        }));
    }
    let mut text = format!(
        "cluster {}: {} topics, {} partitions, {leaderless} without a leader, {behind} under-replicated\n",
        cluster.cluster_id(),
        topics.len(),
        partitions().count(),
    );
    text.push_str(&output::table(&columns, &rows));
    output::text(&text)
}
