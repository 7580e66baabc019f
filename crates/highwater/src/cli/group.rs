//! `highwater group`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::arguments::GroupCommand;
use super::output::{self, Output};
use super::{Failure, consume};
use crate::client::{Cluster, GroupMember, GroupOffset, GroupState};

pub(crate) fn run(
    command: &GroupCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        GroupCommand::List => {
            let groups = cluster.list_groups()?;
            let rows = groups.into_iter().map(|group| -> Vec<Value> {
                vec![
                    group.name.into(),
                    group.state.into(),
                    group.kind.into(),
                    group.coordinator.into(),
                ]
            });
            output.listing(&["group", "state", "type", "coordinator"], rows.collect())
        }
        GroupCommand::Describe { name } => describe(name, cluster, output),
        GroupCommand::Delete { names } => delete(names, cluster, output),
        GroupCommand::ResetOffsets {
            name,
            topic,
            partition,
            to,
            dry_run,
        } => reset(name, topic, partition, to, *dry_run, cluster, output),
    }
}

fn describe(name: &str, cluster: &mut Cluster, output: &Output) -> Result<(), Failure> {
    let group = cluster.describe_group(name)?;
    let offsets = cluster.group_offsets(name)?;
    let columns = ["topic", "partition", "committed", "end", "lag", "member"];
    let row = |at: &GroupOffset| -> Vec<Value> {
        vec![
            at.topic.as_str().into(),
            at.partition.into(),
            at.committed.into(),
            at.end.map_or(Value::Null, Value::from),
            at.end
                .map_or(Value::Null, |end| (end - at.committed).max(0).into()),
            reader(&group, at).map_or(Value::Null, |member| member.id.as_str().into()),
        ]
    };
    let rows: Vec<Vec<Value>> = offsets.iter().map(row).collect();
    let lag: i64 = offsets
        .iter()
        .filter_map(|at| Some((at.end? - at.committed).max(0)))
        .sum();
    if output.is_json() {
        let members = group.members.iter().map(|member| {
            let assigned: BTreeMap<&str, &[i32]> = member
                .assigned
                .iter()
                .map(|(topic, all)| (topic.as_str(), &all[..]))
                .collect();
            json!({
                "id": member.id,
                "client_id": member.client_id,
                "host": member.host,
                "assigned": assigned,
            })
        });
        return output.object(&json!({
            "group": name,
            "state": group.state,
            "protocol": group.protocol,
            "coordinator": group.coordinator,
            "members": members.collect::<Vec<_>>(),
            "offsets": output::objects(&columns, rows),
            "lag": lag,
        }));
    }
    let members = group.members.len();
    let mut text = format!(
        "group {name}: {}, {members} members, lag {lag}, coordinator {}\n",
        group.state, group.coordinator
    );
    text.push_str(&output::table(&columns, &rows));
    if members > 0 {
        let rows: Vec<Vec<Value>> = group.members.iter().map(member_row).collect();
        text.push('\n');
        text.push_str(&output::table(
            &["member", "client id", "host", "assigned"],
            &rows,
        ));
    }
    output::text(&text)
}

fn member_row(member: &GroupMember) -> Vec<Value> {
    let partitions = |(topic, all): &(String, Vec<i32>)| -> Vec<Value> {
        all.iter()
            .map(|index| Value::from(format!("{topic}-{index}")))
            .collect()
    };
    vec![
        member.id.as_str().into(),
        member.client_id.as_str().into(),
        member.host.as_str().into(),
        member
            .assigned
            .iter()
            .flat_map(partitions)
            .collect::<Vec<_>>()
            .into(),
    ]
}

fn reader<'g>(group: &'g GroupState, at: &GroupOffset) -> Option<&'g GroupMember> {
    group.members.iter().find(|member| {
        let mut topics = member.assigned.iter();
        topics.any(|(topic, all)| *topic == at.topic && all.contains(&at.partition))
    })
}

fn delete(names: &[String], cluster: &mut Cluster, output: &Output) -> Result<(), Failure> {
    let mut failures = Vec::new();
    let mut done = Vec::new();
    for name in names {
        match cluster.delete_group(name) {
            Ok(()) => done.push(name.as_str()),
            Err(error) => failures.push(error.into()),
        }
    }
    if !done.is_empty() {
        output.done(
            &format!("deleted {}", done.join(", ")),
            &json!({"deleted": done}),
        )?;
    }
    Failure::partial(done.len(), failures)
}

fn reset(
    name: &str,
    topic: &str,
    only: &[i32],
    to: &str,
    dry_run: bool,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let spec = consume::offset(to)?;
    let count = cluster.find_topic(topic, false)?;
    let all: Vec<i32> = (0..).take(count).collect();
    let partitions = consume::chosen(topic, &all, only)?;
    let before = cluster.committed(name)?;
    let after = cluster.offsets(topic, &partitions, spec)?;
    if !dry_run {
        cluster.reset_offsets(name, topic, &after)?;
    }
    let rows = after.iter().map(|(partition, offset)| -> Vec<Value> {
        let before = before.get(topic).and_then(|offsets| offsets.get(partition));
        vec![
            topic.into(),
            (*partition).into(),
            before.map_or(Value::Null, |&before| before.into()),
            (*offset).into(),
        ]
    });
    let after = if dry_run { "would be" } else { "now" };
    output.listing(&["topic", "partition", "before", after], rows.collect())
}
