//! An explanation for people and for programs.

use serde_json::{Value, json};

use super::facts::{Facts, ReplicaFacts, Silence, Standing};
use super::reasons::{Candidate, Claim, Explanation, Loss, records};
use crate::cli::{output, shown};
use crate::client::Loss as RecordedLoss;

/// For people.
pub(crate) fn text(facts: &Facts, explanation: &Explanation) -> String {
    let state = &facts.state;
    let leader = match state.leader {
        ..0 => "no leader".to_owned(),
        leader => format!("leader {leader}"),
    };
    let eligible = match state.eligible.as_slice() {
        [] => String::new(),
        eligible => format!(", eligible {}", shown::list(eligible)),
    };
    let mut text = format!(
        "{}: {}\n{leader}, epoch {}, in sync {}{eligible}; min.insync.replicas={}, \
         unclean.leader.election.enable={}\n\n",
        facts.partition,
        explanation.verdict,
        state.leader_epoch,
        shown::list(&state.in_sync),
        facts.min_in_sync,
        facts.unclean_enabled,
    );
    text.push_str(&output::table(&COLUMNS, &rows(facts)));
    let candidates = explanation.candidates.iter();
    let candidates: Vec<String> = candidates.map(|it| candidate(facts, it)).collect();
    let lost: Vec<String> = facts.losses().into_iter().map(lost).collect();
    for (title, lines) in [
        ("why", &explanation.reasons),
        ("who could lead", &candidates),
        ("what was lost", &lost),
        ("what to do", &explanation.advice),
    ] {
        if !lines.is_empty() {
            text.push_str(&format!("\n{title}\n"));
            for line in lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
    }
    text
}

const COLUMNS: [&str; 9] = [
    "broker",
    "role",
    "state",
    "start",
    "end",
    "lag",
    "committed",
    "epoch",
    "size",
];

fn rows(facts: &Facts) -> Vec<Vec<Value>> {
    let replicas = facts.state.replicas.iter();
    let row = |&id: &i32| {
        let replica = facts.replicas.get(&id)?;
        let log = replica.log.as_ref().ok();
        let number = |number: Option<i64>| number.map_or(Value::Null, Value::from);
        Some(vec![
            id.into(),
            role(facts, id).into(),
            state(replica).into(),
            number(log.map(|log| log.start)),
            number(log.map(|log| log.end)),
            number(lag(facts, id)),
            number(log.and_then(|log| log.high_watermark)),
            number(
                log.and_then(|log| log.epochs.first())
                    .map(|it| it.epoch.into()),
            ),
            log.and_then(|log| log.size_bytes)
                .map_or(Value::Null, |bytes| shown::bytes(bytes).into()),
        ])
    };
    replicas.filter_map(row).collect()
}

fn role(facts: &Facts, broker: i32) -> &'static str {
    if facts.state.leader == broker {
        "leader"
    } else if facts.state.in_sync.contains(&broker) {
        "in sync"
    } else if facts.state.eligible.contains(&broker) {
        "eligible"
    } else if facts.adding.contains(&broker) {
        "being added"
    } else {
        "out of sync"
    }
}

fn state(replica: &ReplicaFacts) -> String {
    let standing = match replica.standing {
        Standing::Live => "live",
        Standing::Fenced => "fenced",
        Standing::Unregistered => "unregistered",
    };
    match &replica.log {
        Ok(_) => standing.to_owned(),
        Err(Silence::Unreachable(_)) => format!("{standing}, silent"),
        Err(Silence::DirectoryFailed(_)) => format!("{standing}, disk failed"),
        Err(Silence::NotKept) => format!("{standing}, no log"),
        Err(Silence::Refused(_)) => format!("{standing}, refuses"),
    }
}

/// How far a replica is behind the leader; without one, behind the longest log.
fn lag(facts: &Facts, broker: i32) -> Option<i64> {
    let mine = facts.log(broker)?;
    let longest = || {
        let logs = facts.replicas.keys().filter_map(|&id| facts.log(id));
        logs.map(|log| log.end).max()
    };
    let end = match facts.log(facts.state.leader) {
        Some(leader) => leader.end,
        None => longest()?,
    };
    Some((end - mine.end).max(0))
}

fn candidate(facts: &Facts, candidate: &Candidate) -> String {
    let id = candidate.broker;
    let loss = candidate.loss.as_ref();
    let lost = || loss.map_or_else(|| "what it would lose is not known".to_owned(), told);
    match candidate.claim {
        Claim::Leads => format!("broker {id} leads"),
        Claim::Next if facts.state.in_sync.contains(&id) => {
            format!(
                "broker {id} is in sync: it takes over at once, and nothing acknowledged is lost"
            )
        }
        Claim::Next => {
            format!(
                "broker {id} is eligible: it takes over when nobody in sync is left, and nothing acknowledged is lost"
            )
        }
        Claim::OnReturn => {
            format!("broker {id} has everything: it could lead as soon as it returns")
        }
        Claim::LastKnown => format!(
            "broker {id} led last before all stopped uncleanly: it leads when it is up; {}",
            lost()
        ),
        Claim::Unclean if loss.is_none() && facts.log(id).is_some() => {
            format!(
                "broker {id} only by an unclean election, though no log that can be asked has more"
            )
        }
        Claim::Unclean => format!("broker {id} only by an unclean election: {}", lost()),
        Claim::Absent => format!("broker {id} is down and lacks records: {}", lost()),
    }
}

/// A loss in words.
fn told(loss: &Loss) -> String {
    let mut text = match (loss.records(), loss.held_by) {
        (0, _) | (_, None) => "no log that can be asked has more".to_owned(),
        (count, Some(holder)) => {
            let mut text = format!(
                "loses offsets {} to {} of broker {holder} ({}",
                loss.from,
                loss.to - 1,
                records(count)
            );
            if let Some(bytes) = loss.bytes {
                text.push_str(&format!(", about {}", shown::bytes(bytes)));
            }
            text.push_str(&match loss.committed {
                0 => ", none known to be committed)".to_owned(),
                committed if committed == count => ", all committed)".to_owned(),
                committed => format!(", at least {committed} committed)"),
            });
            match (loss.after, loss.until) {
                (Some(after), Some(until)) if after < until => text.push_str(&format!(
                    ", with times after {} up to {}",
                    shown::moment(after),
                    shown::moment(until)
                )),
                (_, Some(until)) => {
                    text.push_str(&format!(", with times up to {}", shown::moment(until)));
                }
                (_, None) => {}
            }
            text
        }
    };
    if !loss.unknown.is_empty() {
        let (noun, verb) = match loss.unknown.len() {
            1 => ("broker", "has"),
            _ => ("brokers", "have"),
        };
        text.push_str(&format!(
            "; what {noun} {} {verb} beyond that is not known, and would be lost too",
            shown::list(&loss.unknown)
        ));
    }
    text
}

/// What a replica had to give up, in words.
fn lost((broker, loss): (i32, &RecordedLoss)) -> String {
    let committed = match loss.committed() {
        0 => "none known to be committed".to_owned(),
        _ if loss.committed_below > loss.last_offset => "all committed".to_owned(),
        committed => format!("{committed} known to be committed"),
    };
    let why = match loss.unclean {
        true => "after an unclean election",
        false => "and no unclean election is known to be the reason",
    };
    format!(
        "offsets {} to {} of broker {broker} ({}, {}, {committed}), with times {} to {}: broker {} led without them in epoch {}, {why}; \
         cut at {}",
        loss.first_offset,
        loss.last_offset,
        shown::count(
            usize::try_from(loss.records).unwrap_or(usize::MAX),
            "record"
        ),
        shown::bytes(loss.bytes),
        shown::moment(loss.first_timestamp),
        shown::moment(loss.last_timestamp),
        loss.leader,
        loss.leader_epoch,
        shown::moment(loss.at),
    )
}

/// For programs.
pub(crate) fn json(facts: &Facts, explanation: &Explanation) -> Value {
    let state = &facts.state;
    let replicas = state.replicas.iter().filter_map(|id| {
        let replica = facts.replicas.get(id)?;
        let log = replica.log.as_ref().ok();
        Some(json!({
            "broker": id,
            "role": role(facts, *id),
            "state": self::state(replica),
            "log_start_offset": log.map(|log| log.start),
            "log_end_offset": log.map(|log| log.end),
            "lag": lag(facts, *id),
            "high_watermark": log.and_then(|log| log.high_watermark),
            "epochs": log.map(|log| {
                let epochs = log.epochs.iter();
                let epochs = epochs.map(|it| json!({"epoch": it.epoch, "end_offset": it.end}));
                epochs.collect::<Vec<_>>()
            }),
            "size_bytes": log.and_then(|log| log.size_bytes),
            "directory": log.and_then(|log| log.directory.clone()),
            "timestamp_max": log.and_then(|log| log.time_max),
        }))
    });
    let candidates = explanation.candidates.iter().map(|it| {
        let claim = match it.claim {
            Claim::Leads => "leads",
            Claim::Next => "next",
            Claim::OnReturn => "on return",
            Claim::LastKnown => "last known",
            Claim::Unclean => "unclean",
            Claim::Absent => "absent",
        };
        let loss = it.loss.as_ref().map(|loss| {
            json!({
                "from_offset": loss.from,
                "to_offset": loss.to,
                "records": loss.records(),
                "held_by": loss.held_by,
                "committed_at_least": loss.committed,
                "bytes_about": loss.bytes,
                "timestamp_after": loss.after,
                "timestamp_until": loss.until,
                "not_known_of": loss.unknown,
            })
        });
        json!({"broker": it.broker, "claim": claim, "loss": loss})
    });
    json!({
        "topic": facts.partition.topic,
        "partition": facts.partition.index,
        "state": explanation.verdict,
        "leader": shown::broker(state.leader),
        "leader_epoch": state.leader_epoch,
        "in_sync": state.in_sync,
        "eligible": state.eligible,
        "last_known_eligible": state.last_known_eligible,
        "min_in_sync_replicas": facts.min_in_sync,
        "unclean_leader_election": facts.unclean_enabled,
        "adding": facts.adding,
        "removing": facts.removing,
        "replicas": replicas.collect::<Vec<_>>(),
        "reasons": explanation.reasons,
        "candidates": candidates.collect::<Vec<_>>(),
        "lost": facts.losses().into_iter().map(lost_json).collect::<Vec<_>>(),
        "advice": explanation.advice,
    })
}

fn lost_json((broker, loss): (i32, &RecordedLoss)) -> Value {
    json!({
        "broker": broker,
        "at": loss.at,
        "leader": loss.leader,
        "leader_epoch": loss.leader_epoch,
        "first_offset": loss.first_offset,
        "last_offset": loss.last_offset,
        "committed": loss.committed(),
        "records": loss.records,
        "bytes": loss.bytes,
        "first_timestamp": loss.first_timestamp,
        "last_timestamp": loss.last_timestamp,
        "unclean_election": loss.unclean,
    })
}
