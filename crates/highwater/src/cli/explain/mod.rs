//! `highwater explain`: why a partition is as it is, who could lead it, and what that would cost.
//!
//! [`collect`] asks, [`reasons::explain`] concludes, [`text`] and [`json`] say it.

mod facts;
mod reasons;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use protocol::ErrorCode;

use super::arguments::ExplainCommand;
use super::output::{self, Output};
use super::{Failure, targets};
use crate::client::{ClientError, Cluster, Member, PartitionName, PartitionState};
use facts::{Facts, ReplicaFacts, Silence, Standing};

/// How long one broker may take to say what its replica has.
const PATIENCE_MAX: Duration = Duration::from_secs(3);

pub(crate) fn run(
    command: &ExplainCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let topics = cluster.describe_topics(None)?;
    let name = match topics.iter().find(|it| it.name == command.partition) {
        // One partition needs no number.
        Some(topic) if topic.partitions.len() == 1 => targets::all(topic).next(),
        Some(_) | None => None,
    };
    let name = match name {
        Some(name) => name,
        None => targets::partition(&command.partition, &topics)?,
    };
    let facts = collect(&name, cluster)?;
    let explanation = reasons::explain(&facts);
    match output.is_json() {
        true => output.object(&text::json(&facts, &explanation)),
        false => output::text(&text::text(&facts, &explanation)),
    }
}

/// What an unclean election of a partition would lose, of whom it would take: at least so many records, and whether that
/// is all. None when nobody could be elected.
pub(crate) fn unclean_loss(
    name: &PartitionName,
    cluster: &mut Cluster,
) -> Result<Option<(i64, bool)>, Failure> {
    let facts = collect(name, cluster)?;
    let explanation = reasons::explain(&facts);
    let chosen = reasons::would_lead(&facts, &explanation.candidates);
    Ok(chosen.map(|chosen| match &chosen.loss {
        Some(loss) => (loss.records(), loss.unknown.is_empty()),
        None => (0, facts.log(chosen.broker).is_some()),
    }))
}

/// Asks the cluster of a partition, and each replica's broker of its log.
fn collect(name: &PartitionName, cluster: &mut Cluster) -> Result<Facts, Failure> {
    let topics = cluster.describe_topics(Some(std::slice::from_ref(&name.topic)))?;
    let mut partitions = topics.into_iter().flat_map(|topic| topic.partitions);
    let state = partitions.find(|it| it.index == name.index);
    let state = state.ok_or_else(|| Failure::failed(format!("{name} is there no more")))?;
    let topic = [name.topic.as_str()];
    let min_in_sync = cluster.min_in_sync(&topic)?.into_values().next();
    let unclean = cluster.topic_setting(&topic, "unclean.leader.election.enable")?;
    // A cluster that does not tell of moves is explained without.
    let moves = cluster.reassignments(Some(&BTreeSet::from([name.clone()])));
    let moved = moves.unwrap_or_default().into_iter().next();
    let members: BTreeMap<i32, Member> = cluster
        .members()?
        .into_iter()
        .map(|member| (member.broker.id, member))
        .collect();
    let replicas = state.replicas.iter().map(|&id| {
        let facts = replica_facts(name, &state, members.get(&id), cluster);
        (id, facts)
    });
    Ok(Facts {
        partition: name.clone(),
        min_in_sync: min_in_sync.unwrap_or(1),
        unclean_enabled: unclean.values().next().is_some_and(|value| value == "true"),
        adding: moved
            .as_ref()
            .map(|it| it.adding.clone())
            .unwrap_or_default(),
        removing: moved.map(|it| it.removing).unwrap_or_default(),
        replicas: replicas.collect(),
        state,
    })
}

fn replica_facts(
    name: &PartitionName,
    state: &PartitionState,
    member: Option<&Member>,
    cluster: &Cluster,
) -> ReplicaFacts {
    let Some(member) = member else {
        return ReplicaFacts {
            standing: Standing::Unregistered,
            log: Err(Silence::Unreachable("it has no address".to_owned())),
        };
    };
    let patience = cluster.timeout().min(PATIENCE_MAX);
    let log = cluster.probe(&member.broker, name, state.leader_epoch, patience);
    ReplicaFacts {
        standing: match member.fenced {
            true => Standing::Fenced,
            false => Standing::Live,
        },
        log: match log {
            Ok(Some(log)) => Ok(log),
            Ok(None) => Err(Silence::NotKept),
            Err(error) => Err(silence(&error)),
        },
    }
}

fn silence(error: &ClientError) -> Silence {
    match error {
        ClientError::Disconnected { reason, .. } => Silence::Unreachable(reason.clone()),
        ClientError::TimedOut { .. } | ClientError::Unreachable { .. } => {
            Silence::Unreachable("no answer in time".to_owned())
        }
        error if error.code() == Some(ErrorCode::KafkaStorageError) => {
            Silence::DirectoryFailed(error.to_string())
        }
        error => Silence::Refused(error.to_string()),
    }
}
