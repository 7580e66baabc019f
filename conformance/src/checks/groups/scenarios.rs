//! What is asked, and in which order. Groups have names of their own in each scenario.

use std::fmt;
use std::thread::sleep;
use std::time::Duration;

use protocol::Request;
use protocol::messages::delete_groups::DeleteGroupsRequest;
use protocol::messages::describe_groups::DescribeGroupsRequest;
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::join_group::{JoinGroupRequest, JoinGroupResponse};
use protocol::messages::list_groups::ListGroupsRequest;
use protocol::messages::sync_group::SyncGroupRequest;

use super::Stage;
use super::requests::{TOPIC, commit, delete_offset, fetch, heartbeat, join, leave, sync, text};
use crate::Failure;
use crate::wire::Connection;

impl Stage {
    /// Asks, and notes the answer.
    fn ask<R: Request>(
        &mut self,
        what: &str,
        version: i16,
        request: &R,
    ) -> Result<R::Response, Failure>
    where
        R::Response: fmt::Debug,
    {
        let answer = self.connection.call(version, request)?;
        self.transcript
            .note(&format!("{} v{version} {what}", R::KEY.name()), &answer);
        Ok(answer)
    }

    /// Joins, with the id that the broker asks to be named where it does.
    fn join(
        &mut self,
        what: &str,
        version: i16,
        request: &JoinGroupRequest,
    ) -> Result<JoinGroupResponse, Failure> {
        const MEMBER_ID_REQUIRED: i16 = 79;
        let first = self.ask(what, version, request)?;
        if first.error_code != MEMBER_ID_REQUIRED {
            return Ok(first);
        }
        let named = JoinGroupRequest {
            member_id: first.member_id,
            ..request.clone()
        };
        self.ask("with the id", version, &named)
    }

    fn describe(&mut self, version: i16, group: &str, operations: bool) -> Result<(), Failure> {
        let request = DescribeGroupsRequest {
            groups: vec![text(group)],
            include_authorized_operations: operations,
        };
        self.ask(group, version, &request).map(|_| ())
    }
}

/// Every request about a group that is not there, or has no name.
pub(super) fn missing(stage: &mut Stage) -> Result<(), Failure> {
    for version in 4..=6 {
        for key_type in [2, 7] {
            let find = FindCoordinatorRequest {
                key_type,
                coordinator_keys: vec![text("g")],
                ..Default::default()
            };
            let found = stage.connection.call(version, &find)?;
            let codes: Vec<i16> = found
                .coordinators
                .iter()
                .map(|found| found.error_code)
                .collect();
            stage.transcript.note(
                &format!("coordinator of kind {key_type} v{version}"),
                &codes,
            );
        }
    }
    for group in ["", "nope"] {
        for version in 0..=4 {
            stage.ask(group, version, &heartbeat(group, "m", 1))?;
        }
        for version in 0..=5 {
            stage.ask(group, version, &sync(version, group, "m", 1, &[]))?;
            stage.ask(group, version, &leave(version, group, &[("m", None)]))?;
        }
        stage.ask(
            "without a protocol",
            5,
            &SyncGroupRequest {
                group_id: text(group),
                ..Default::default()
            },
        )?;
        for version in 0..=6 {
            stage.describe(version, group, false)?;
        }
        stage.describe(5, group, true)?;
        stage.describe(6, group, true)?;
        for version in 0..=2 {
            stage.ask(
                group,
                version,
                &DeleteGroupsRequest {
                    groups_names: vec![text(group)],
                },
            )?;
        }
        for topic in [TOPIC, "missing"] {
            stage.ask(group, 0, &delete_offset(group, topic, 0))?;
        }
    }
    Ok(())
}

/// Offsets of groups that have no members.
pub(super) fn offsets(stage: &mut Stage) -> Result<(), Failure> {
    let (topic, none) = (Some(stage.topic_id), None);
    let large = "x".repeat(5000);
    for version in 2..=10 {
        let group = format!("offsets-{version}");
        let stranger = (group.as_str(), "", -1);
        stage.ask(
            "simple",
            version,
            &commit(version, topic, stranger, (0, 7, "meta")),
        )?;
        stage.ask(
            "no such partition",
            version,
            &commit(version, topic, stranger, (99, 7, "meta")),
        )?;
        stage.ask(
            "no such topic",
            version,
            &commit(version, none, stranger, (0, 7, "meta")),
        )?;
        stage.ask(
            "too large",
            version,
            &commit(version, topic, stranger, (0, 8, &large)),
        )?;
        stage.ask(
            "no such group",
            version,
            &commit(version, topic, ("nope", "m", 1), (0, 7, "")),
        )?;
        stage.ask(
            "a stranger with a name",
            version,
            &commit(version, topic, (&group, "m", -1), (0, 9, "")),
        )?;
        stage.ask(
            "a generation that is not",
            version,
            &commit(version, topic, (&group, "m", 3), (0, 9, "")),
        )?;
        stage.describe(version.min(6), &group, version >= 3)?;
    }
    for version in 1..=10 {
        for group in ["offsets-5", "nope"] {
            stage.ask(
                group,
                version,
                &fetch(version, topic, group, Some(&[0, 1, 77])),
            )?;
            stage.ask(
                "no such topic",
                version,
                &fetch(version, none, group, Some(&[0])),
            )?;
            if version >= 2 {
                stage.ask("all", version, &fetch(version, topic, group, None))?;
            }
        }
    }
    Ok(())
}

/// Joins that cannot be right.
pub(super) fn refused_joins(stage: &mut Stage) -> Result<(), Failure> {
    for version in 0..=9 {
        let good = join("refused", "");
        stage.ask("no group", version, &join("", ""))?;
        stage.ask(
            "an id that is not",
            version,
            &join("refused-none", "unknown"),
        )?;
        stage.ask(
            "a short session",
            version,
            &JoinGroupRequest {
                session_timeout_ms: 10,
                ..good.clone()
            },
        )?;
        stage.ask(
            "a long session",
            version,
            &JoinGroupRequest {
                session_timeout_ms: 1_800_001,
                ..good.clone()
            },
        )?;
        stage.ask(
            "no protocols",
            version,
            &JoinGroupRequest {
                protocols: Vec::new(),
                ..good.clone()
            },
        )?;
        stage.ask(
            "no type",
            version,
            &JoinGroupRequest {
                protocol_type: text(""),
                ..good
            },
        )?;
    }
    Ok(())
}

/// One member from its first join to its leaving, at each version.
pub(super) fn life(stage: &mut Stage) -> Result<(), Failure> {
    for version in 0..=9 {
        let group = format!("life-{version}");
        let member = stage
            .join("first", version, &join(&group, ""))?
            .member_id
            .to_string();
        becomes_stable(stage, version, &group, &member)?;
        lives(stage, version, &group, &member)?;
        leaves(stage, version, &group, &member)?;
    }
    Ok(())
}

fn becomes_stable(
    stage: &mut Stage,
    version: i16,
    group: &str,
    member: &str,
) -> Result<(), Failure> {
    let topic = Some(stage.topic_id);
    let commits = (version + 1).clamp(2, 10);
    let syncs = version.min(5);
    stage.ask(
        "before sync",
        commits,
        &commit(commits, topic, (group, member, 1), (0, 1, "")),
    )?;
    stage.ask("old generation", syncs, &sync(syncs, group, member, 9, &[]))?;
    stage.ask("stranger", syncs, &sync(syncs, group, "zz", 1, &[]))?;
    if syncs == 5 {
        let good = sync(5, group, member, 1, &[]);
        stage.ask(
            "other type",
            5,
            &SyncGroupRequest {
                protocol_type: Some(text("connect")),
                ..good.clone()
            },
        )?;
        stage.ask(
            "other protocol",
            5,
            &SyncGroupRequest {
                protocol_name: Some(text("sticky")),
                ..good
            },
        )?;
    }
    stage.ask(
        "leader",
        syncs,
        &sync(syncs, group, member, 1, &[(member, "all")]),
    )?;
    stage.ask("again", syncs, &sync(syncs, group, member, 1, &[]))?;
    Ok(())
}

fn lives(stage: &mut Stage, version: i16, group: &str, member: &str) -> Result<(), Failure> {
    let topic = Some(stage.topic_id);
    let commits = (version + 1).clamp(2, 10);
    for (generation, id) in [(1, member), (2, member), (1, "zz")] {
        stage.ask(
            "heartbeat",
            version.min(4),
            &heartbeat(group, id, generation),
        )?;
    }
    for (generation, id) in [(1, member), (2, member), (1, "zz"), (-1, ""), (-1, member)] {
        stage.ask(
            "commit",
            commits,
            &commit(commits, topic, (group, id, generation), (0, 5, "")),
        )?;
    }
    stage.describe(version.min(6), group, false)?;
    let delete = DeleteGroupsRequest {
        groups_names: vec![text(group)],
    };
    stage.ask("with a member", version.min(2), &delete)?;
    stage.ask("subscribed", 0, &delete_offset(group, TOPIC, 0))?;
    stage.ask("no such partition", 0, &delete_offset(group, TOPIC, 98))?;
    Ok(())
}

fn leaves(stage: &mut Stage, version: i16, group: &str, member: &str) -> Result<(), Failure> {
    let leaves = version.min(5);
    stage.ask(
        "both",
        leaves,
        &leave(leaves, group, &[("zz", None), (member, None)]),
    )?;
    stage.describe(version.min(6), group, false)?;
    stage.ask("after", version.min(4), &heartbeat(group, member, 1))?;
    stage.ask("unsubscribed", 0, &delete_offset(group, TOPIC, 0))?;
    let delete = DeleteGroupsRequest {
        groups_names: vec![text(group)],
    };
    stage.ask("empty", version.min(2), &delete)?;
    Ok(())
}

/// Static members restart, are fenced and are removed.
pub(super) fn static_members(stage: &mut Stage) -> Result<(), Failure> {
    let topic = Some(stage.topic_id);
    for version in 5..=9 {
        let group = format!("static-{version}");
        let instance = Some(text("i1"));
        let request = JoinGroupRequest {
            group_instance_id: instance.clone(),
            ..join(&group, "")
        };
        let first = stage.ask("first", version, &request)?.member_id.to_string();
        let with = |member: &str, instance: &str| SyncGroupRequest {
            group_instance_id: Some(text(instance)),
            ..sync(5, &group, member, 1, &[(member, "kept")])
        };
        stage.ask("another instance", 5, &with(&first, "i2"))?;
        stage.ask("leader", 5, &with(&first, "i1"))?;
        let second = stage
            .ask("restarted", version, &request)?
            .member_id
            .to_string();
        stage.ask("restarted", 5, &with(&second, "i1"))?;
        stage.ask("fenced", 5, &with(&first, "i1"))?;
        let mut old = heartbeat(&group, &first, 1);
        stage.ask("old id", 4, &old)?;
        old.group_instance_id.clone_from(&instance);
        stage.ask("fenced", 4, &old)?;
        stage.ask(
            "fenced",
            version,
            &JoinGroupRequest {
                member_id: text(&first),
                ..request
            },
        )?;
        let mut late = commit(9, topic, (&group, &first, 1), (0, 3, ""));
        late.group_instance_id = instance;
        stage.ask("fenced", 9, &late)?;
        stage.describe(6, &group, true)?;
        let leaving = [
            ("", Some("zz")),
            (first.as_str(), Some("i1")),
            ("", Some("i1")),
        ];
        stage.ask("by instance", 5, &leave(5, &group, &leaving))?;
    }
    Ok(())
}

/// Two members, of which one comes later and one leaves; and a member that never asks for its assignment.
pub(super) fn rebalance(stage: &mut Stage) -> Result<(), Failure> {
    let (group, topic) = ("rebalance", Some(stage.topic_id));
    let mut other = Connection::open(&stage.bootstrap)?;
    let a = stage
        .join("first", 9, &join(group, ""))?
        .member_id
        .to_string();
    stage.ask("alone", 5, &sync(5, group, &a, 1, &[(&a, "all")]))?;
    stage.ask(
        "other type",
        9,
        &JoinGroupRequest {
            protocol_type: text("connect"),
            ..join(group, "")
        },
    )?;
    let mut strange = join(group, "");
    for protocol in &mut strange.protocols {
        protocol.name = text("strange");
    }
    stage.ask("other protocol", 9, &strange)?;
    let b = stage
        .ask("second", 9, &join(group, ""))?
        .member_id
        .to_string();
    other.send(9, &join(group, &b))?;
    sleep(Duration::from_millis(300));
    stage.ask("preparing", 4, &heartbeat(group, &a, 1))?;
    stage.ask("preparing", 5, &sync(5, group, &a, 1, &[]))?;
    stage.ask(
        "preparing",
        9,
        &commit(9, topic, (group, &a, 1), (0, 3, "")),
    )?;
    let list = |state: &str| ListGroupsRequest {
        states_filter: vec![text(state)],
        types_filter: vec![text("Classic")],
    };
    stage.ask("preparing", 5, &list("preparingREBALANCE"))?;
    let first = stage.connection.call(9, &join(group, &a))?;
    let second = other.receive::<JoinGroupRequest>(9)?;
    for (who, joined) in [("first", &first), ("second", &second)] {
        let said = (
            joined.error_code,
            joined.generation_id,
            joined.members.len(),
            joined.leader == joined.member_id,
        );
        stage.transcript.note(who, &said);
    }
    other.send(5, &sync(5, group, &b, 2, &[]))?;
    sleep(Duration::from_millis(300));
    stage.ask(
        "leader",
        5,
        &sync(5, group, &a, 2, &[(&a, "one"), (&b, "two")]),
    )?;
    let synced = other.receive::<SyncGroupRequest>(5)?;
    stage.transcript.note("follower", &synced);
    stage.ask("a follower unchanged", 9, &join(group, &b))?;
    stage.ask("the follower leaves", 5, &leave(5, group, &[(&b, None)]))?;
    stage.ask("alone again", 9, &join(group, &a))?;
    // Its time to rejoin, which is also its time to ask for the assignment, is 3 s.
    sleep(Duration::from_millis(4500));
    stage.ask("too late", 4, &heartbeat(group, &a, 3))?;
    stage.describe(6, group, false)
}

/// The groups that are left, listed and deleted.
pub(super) fn deletion(stage: &mut Stage) -> Result<(), Failure> {
    for version in 0..=5 {
        let mut list = stage
            .connection
            .call(version, &ListGroupsRequest::default())?;
        list.groups.retain(|group| {
            group.group_id.starts_with("offsets-") || group.group_id.starts_with("static-")
        });
        list.groups
            .sort_by(|a, b| a.group_id.as_str().cmp(b.group_id.as_str()));
        stage.transcript.note(&format!("list v{version}"), &list);
    }
    for (state, kind) in [("stable", ""), ("", "consumer"), ("", "what")] {
        let filter = |text_: &str| {
            if text_.is_empty() {
                Vec::new()
            } else {
                vec![text(text_)]
            }
        };
        let request = ListGroupsRequest {
            states_filter: filter(state),
            types_filter: filter(kind),
        };
        stage.ask(&format!("{state} {kind}"), 5, &request)?;
    }
    for group in ["offsets-5", "offsets-5", "static-5"] {
        stage.ask(
            group,
            2,
            &DeleteGroupsRequest {
                groups_names: vec![text(group)],
            },
        )?;
    }
    stage.ask(
        "after",
        8,
        &fetch(8, Some(stage.topic_id), "offsets-5", None),
    )?;
    Ok(())
}
