//! `highwater cluster elect-leaders`: the preferred leaders again, or any leader where there is none.

use std::collections::BTreeSet;

use protocol::ErrorCode;
use serde_json::{Value, json};

use super::arguments::{ElectCommand, ElectionKind};
use super::failure::REFUSED;
use super::output::{self, Output};
use super::{Failure, explain, shown, targets};
use crate::client::{Answers, Cluster, Election, PartitionName, PartitionState, TopicState};

pub(crate) fn run(
    command: &ElectCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let topics = cluster.describe_topics(None)?;
    let named = match command.all {
        true => topics.iter().flat_map(targets::all).collect(),
        false => targets::partitions(&command.partitions, &topics)?,
    };
    let needed: BTreeSet<PartitionName> = named
        .into_iter()
        .filter(|name| state(name, &topics).is_some_and(|state| needs(command.kind, state)))
        .collect();
    if needed.is_empty() {
        let why = match command.kind {
            ElectionKind::Preferred => "every preferred leader leads already",
            ElectionKind::Unclean => "every partition has a leader",
        };
        return output.done(
            &format!("no election is needed: {why}"),
            &json!({"elections": []}),
        );
    }
    if command.dry_run {
        return dry_run(command.kind, &needed, &topics, output);
    }
    let election = match command.kind {
        ElectionKind::Preferred => Election::Preferred,
        ElectionKind::Unclean => Election::Unclean,
    };
    if election == Election::Unclean && !command.accept_loss {
        match command.loss_max {
            None => return Err(unsafe_without_consent(&needed)),
            Some(most) => check_loss(&needed, most, cluster)?,
        }
    }
    let answers = cluster.elect_leaders(election, Some(&needed))?;
    let names: BTreeSet<&str> = answers.keys().map(|name| name.topic.as_str()).collect();
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let after = cluster.describe_topics(Some(&names))?;
    report(&answers, &after, output)
}

/// What the cluster says of a partition.
fn state<'a>(name: &PartitionName, topics: &'a [TopicState]) -> Option<&'a PartitionState> {
    let topic = topics.iter().find(|topic| topic.name == name.topic)?;
    topic.partitions.iter().find(|it| it.index == name.index)
}

fn needs(kind: ElectionKind, state: &PartitionState) -> bool {
    match kind {
        ElectionKind::Preferred => state.replicas.first() != Some(&state.leader),
        ElectionKind::Unclean => state.leader < 0,
    }
}

fn unsafe_without_consent(needed: &BTreeSet<PartitionName>) -> Failure {
    let names: Vec<String> = needed.iter().take(3).map(ToString::to_string).collect();
    let more = if needed.len() > 3 { ", …" } else { "" };
    let first = names.first().cloned().unwrap_or_default();
    Failure::new(
        REFUSED,
        format!(
            "an unclean election of {} ({}{more}) may lose acknowledged records for good",
            shown::count(needed.len(), "partition"),
            names.join(", ")
        ),
        format!(
            "`highwater explain {first}` says what would be lost and whose return would save it; \
             --loss-max RECORDS or --accept-loss goes on."
        ),
    )
}

/// Refuses when some partition would lose more than was agreed to, or when that cannot be told.
fn check_loss(
    needed: &BTreeSet<PartitionName>,
    most: i64,
    cluster: &mut Cluster,
) -> Result<(), Failure> {
    for name in needed {
        let why = match explain::unclean_loss(name, cluster)? {
            None | Some((..=-1, _)) => continue,
            Some((lost, true)) if lost <= most => continue,
            Some((lost, true)) => format!("{name} would lose {lost} records, more than {most}"),
            Some((lost, false)) => format!(
                "{name} would lose {lost} records or more: not every replica that has all can be asked"
            ),
        };
        return Err(Failure::new(
            REFUSED,
            format!("{why}; nothing is elected"),
            format!(
                "`highwater explain {name}` says more; --accept-loss goes on whatever is lost."
            ),
        ));
    }
    Ok(())
}

fn dry_run(
    kind: ElectionKind,
    needed: &BTreeSet<PartitionName>,
    topics: &[TopicState],
    output: &Output,
) -> Result<(), Failure> {
    let columns = ["topic", "partition", "leader", "would lead"];
    let rows = needed.iter().filter_map(|name| {
        let state = state(name, topics)?;
        Some(vec![
            name.topic.as_str().into(),
            name.index.into(),
            shown::broker(state.leader),
            would_lead(kind, state).map_or(Value::Null, Value::from),
        ])
    });
    output.listing(&columns, rows.collect())
}

/// Whom an election would choose, as far as the cluster tells of what it is made of.
fn would_lead(kind: ElectionKind, state: &PartitionState) -> Option<i32> {
    let is_up = |id: &i32| !state.offline.contains(id);
    let in_sync = |id: &i32| state.in_sync.contains(id);
    let eligible = |id: &i32| state.in_sync.is_empty() && state.eligible.contains(id);
    let mut up = state.replicas.iter().copied().filter(is_up);
    match kind {
        ElectionKind::Preferred => {
            let preferred = state.replicas.first().copied();
            preferred.filter(|id| is_up(id) && in_sync(id))
        }
        ElectionKind::Unclean => {
            let clean = up.clone().find(|id| in_sync(id) || eligible(id));
            clean.or_else(|| up.next())
        }
    }
}

fn report(answers: &Answers, after: &[TopicState], output: &Output) -> Result<(), Failure> {
    let leader = |name: &PartitionName| state(name, after).map_or(-1, |state| state.leader);
    let mut failures = Vec::new();
    let mut rows = Vec::new();
    for (name, answer) in answers {
        let outcome = match answer {
            Ok(()) => "elected".to_owned(),
            Err(error) if error.code() == Some(ErrorCode::ElectionNotNeeded) => {
                "not needed".to_owned()
            }
            Err(error) => {
                failures.push(Failure::from(error.clone()));
                error.code().map_or("failed", ErrorCode::name).to_owned()
            }
        };
        rows.push(vec![
            name.topic.as_str().into(),
            name.index.into(),
            shown::broker(leader(name)),
            outcome.into(),
        ]);
    }
    let done = rows.len() - failures.len();
    let columns = ["topic", "partition", "leader", "outcome"];
    match output.is_json() {
        true => output.object(&json!({"elections": output::objects(&columns, rows)}))?,
        false => output::text(&output::table(&columns, &rows))?,
    }
    Failure::partial(done, failures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::health::tests::partition;

    #[test]
    fn a_preferred_leader_must_be_up_and_in_sync() {
        let chosen = |state| would_lead(ElectionKind::Preferred, &state);
        assert_eq!(chosen(partition(2, &[1, 2], &[])), Some(1));
        assert_eq!(chosen(partition(2, &[2, 3], &[])), None);
    }

    #[test]
    fn an_unclean_election_takes_who_has_everything_before_who_is_first() {
        let chosen = |state| would_lead(ElectionKind::Unclean, &state);
        let mut state = partition(-1, &[], &[3]);
        state.offline = vec![2];
        assert_eq!(chosen(state.clone()), Some(3));
        state.offline = vec![2, 3];
        assert_eq!(chosen(state.clone()), Some(1));
        state.offline = vec![1, 2, 3];
        assert_eq!(chosen(state), None);
    }

    #[test]
    fn who_leads_already_needs_no_election() {
        assert!(!needs(ElectionKind::Preferred, &partition(1, &[1], &[])));
        assert!(needs(ElectionKind::Preferred, &partition(2, &[1, 2], &[])));
        assert!(!needs(ElectionKind::Unclean, &partition(2, &[2], &[])));
        assert!(needs(ElectionKind::Unclean, &partition(-1, &[], &[1])));
    }

    #[test]
    fn loss_is_refused_without_consent_and_the_way_on_is_named() {
        let name = PartitionName {
            topic: "orders".to_owned(),
            index: 3,
        };
        let failure = unsafe_without_consent(&BTreeSet::from([name]));
        assert!(failure.to_string().contains("1 partition (orders-3)"));
        assert!(failure.remedy().contains("highwater explain orders-3"));
    }
}
