//! From what is known of a partition to why it is as it is, who could lead it, and at what price. Nothing here asks anybody.

use super::facts::{Facts, Silence, Standing, common_prefix};
use crate::cli::health::PartitionHealth;
use crate::cli::shown;
use crate::client::ReplicaLog;

/// What can be said of a partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Explanation {
    /// The worst that is wrong, in a few words.
    pub(crate) verdict: &'static str,
    /// Why, one sentence each.
    pub(crate) reasons: Vec<String>,
    /// Who could lead, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// What to do, best first.
    pub(crate) advice: Vec<String>,
}

/// A replica that leads or could lead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Candidate {
    pub(crate) broker: i32,
    pub(crate) claim: Claim,
    /// What would be lost with it; none where nothing would.
    pub(crate) loss: Option<Loss>,
}

/// By what right a replica could lead. Better rights come first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Claim {
    /// It leads.
    Leads,
    /// It is up and has everything: it follows the leader in office, or the next election takes it.
    Next,
    /// It has everything, and is down.
    OnReturn,
    /// It led last when all stopped uncleanly: nobody can have more (KIP-966).
    LastKnown,
    /// It is up, and lacks records.
    Unclean,
    /// It is down, and lacks records.
    Absent,
}

/// What the election of a replica would throw away, as far as the logs tell that can be asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Loss {
    /// The first offset that is lost, and the first one behind: of the log that has most that the candidate lacks.
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// Whose log that is; none when no log that can be asked has more.
    pub(crate) held_by: Option<i32>,
    /// How many of them are known to be committed.
    pub(crate) committed: i64,
    /// About how many bytes that is.
    pub(crate) bytes: Option<u64>,
    /// Times of the records, in milliseconds of 1970: after the first, up to the second.
    pub(crate) after: Option<i64>,
    pub(crate) until: Option<i64>,
    /// Replicas that have everything and cannot be asked: they may have more.
    pub(crate) unknown: Vec<i32>,
}

impl Loss {
    /// How many offsets are known to be lost.
    pub(crate) fn records(&self) -> i64 {
        (self.to - self.from).max(0)
    }

    /// Whether anything is known to be lost, or may be.
    pub(crate) fn is_none(&self) -> bool {
        self.records() == 0 && self.unknown.is_empty()
    }
}

/// Explains.
pub(crate) fn explain(facts: &Facts) -> Explanation {
    let health = PartitionHealth {
        partition: &facts.state,
        min_in_sync: facts.min_in_sync,
    };
    let mut reasons = Vec::new();
    if health.is_offline() {
        reasons.push(why_offline(facts));
    } else if health.is_under_min_in_sync() {
        reasons.push(format!(
            "Writes with acks=all are refused: {} in sync, min.insync.replicas={} asks for {}.",
            replicas_are(&facts.state.in_sync),
            facts.min_in_sync,
            health.needed()
        ));
    }
    let out_of_sync = facts.state.replicas.iter();
    let out_of_sync = out_of_sync.filter(|id| !facts.state.in_sync.contains(id));
    reasons.extend(out_of_sync.map(|&id| why_not_in_sync(facts, id)));
    let in_sync_but_silent = facts
        .state
        .in_sync
        .iter()
        .filter_map(|&id| silent_in_sync(facts, id));
    reasons.extend(in_sync_but_silent);
    let mut candidates: Vec<Candidate> = facts
        .state
        .replicas
        .iter()
        .map(|&id| candidate(facts, id))
        .collect();
    candidates.sort_by_key(|it| {
        let lost = it.loss.as_ref().map_or(0, Loss::records);
        (it.claim, lost)
    });
    let advice = advice(facts, health, &candidates);
    Explanation {
        verdict: health.told(),
        reasons,
        candidates,
        advice,
    }
}

fn replicas_are(ids: &[i32]) -> String {
    match ids {
        [] => "no replica is".to_owned(),
        [id] => format!("only replica {id} is"),
        ids => format!("replicas {} are", shown::list(ids)),
    }
}

/// Why nobody leads.
fn why_offline(facts: &Facts) -> String {
    let state = &facts.state;
    let complete = match state.in_sync.is_empty() {
        false => &state.in_sync,
        true => &state.eligible,
    };
    let what = match state.in_sync.is_empty() {
        false => "in sync",
        true => "eligible",
    };
    if complete.is_empty() {
        return match state.last_known_eligible.as_slice() {
            [] => "Nobody leads: no replica is known to have everything.".to_owned(),
            last => format!(
                "Nobody leads: all replicas stopped uncleanly, and the last leader ({}) is not up.",
                shown::list(last)
            ),
        };
    }
    let down: Vec<String> = complete
        .iter()
        .map(|&id| format!("{id} ({})", standing_of(facts, id)))
        .collect();
    format!(
        "Nobody leads: whoever has everything is down. {}: {}.",
        capitalized(what),
        down.join(", ")
    )
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// What is wrong with a replica's broker or disk, in a few words.
fn standing_of(facts: &Facts, broker: i32) -> String {
    let Some(replica) = facts.replicas.get(&broker) else {
        return "nothing is known of it".to_owned();
    };
    match (replica.standing, &replica.log) {
        (Standing::Unregistered, _) => {
            "not registered: it never joined, or was unregistered".to_owned()
        }
        (_, Err(Silence::DirectoryFailed(why))) => format!("its log directory failed: {why}"),
        (Standing::Fenced, Err(Silence::Unreachable(why))) => {
            format!("fenced, and its address does not answer: {why}")
        }
        (Standing::Fenced, _) => {
            "fenced although it answers: it is starting, stopping, or cannot reach the controller"
                .to_owned()
        }
        (Standing::Live, Err(Silence::Unreachable(why))) => {
            format!("live for the controller, but not reachable from here: {why}")
        }
        (Standing::Live, _) if facts.state.offline.contains(&broker) => {
            "live, but its log directory is offline".to_owned()
        }
        (Standing::Live, _) => "live".to_owned(),
    }
}

/// Why a replica is out of sync.
fn why_not_in_sync(facts: &Facts, broker: i32) -> String {
    let eligible = match facts.state.eligible.contains(&broker) {
        true => {
            " It is eligible: it has all that is committed, and may lead when nobody in sync is left."
        }
        false => "",
    };
    let of = |why: String| format!("Replica {broker} is not in sync: {why}.{eligible}");
    let being_added = facts.adding.contains(&broker);
    let Some(replica) = facts.replicas.get(&broker) else {
        return of("nothing is known of it".to_owned());
    };
    let unwell = replica.standing != Standing::Live || facts.state.offline.contains(&broker);
    match &replica.log {
        _ if unwell => of(standing_of(facts, broker)),
        Err(Silence::Unreachable(_) | Silence::DirectoryFailed(_)) => {
            of(standing_of(facts, broker))
        }
        Err(Silence::NotKept) if being_added => {
            of("a reassignment adds it, and it has not begun to copy".to_owned())
        }
        Err(Silence::NotKept) => of("its broker keeps no log of it yet".to_owned()),
        Err(Silence::Refused(why)) => of(format!("its broker does not say what it has: {why}")),
        Ok(log) => of(why_behind(facts, log, being_added)),
    }
}

/// Why a replica whose broker is up is out of sync: by its log beside the leader's.
fn why_behind(facts: &Facts, log: &ReplicaLog, being_added: bool) -> String {
    let Some(leader) = facts.log(facts.state.leader) else {
        return match facts.state.leader {
            ..0 => "there is no leader to follow".to_owned(),
            leader => format!("its leader, broker {leader}, does not answer from here"),
        };
    };
    let common = common_prefix(log, leader).unwrap_or(log.start);
    let lag = (leader.end - log.end.min(common)).max(0);
    if log.end > common {
        return format!(
            "its log differs from the leader's from offset {common} on, and is cut there when it follows"
        );
    }
    match (lag, being_added) {
        (0, _) => {
            "it has caught up, and joins when the leader proposes it and the controller agrees"
                .to_owned()
        }
        (lag, true) => format!(
            "a reassignment adds it; it is at offset {} of {}, {} to copy",
            log.end,
            leader.end,
            records(lag)
        ),
        (lag, false) => format!(
            "it is {} behind, at offset {} of {}; it joins again when it has caught up",
            records(lag),
            log.end,
            leader.end
        ),
    }
}

/// A replica that counts as in sync and does not answer: the next to fall out, perhaps.
fn silent_in_sync(facts: &Facts, broker: i32) -> Option<String> {
    let replica = facts.replicas.get(&broker)?;
    let is_silent = matches!(
        &replica.log,
        Err(Silence::Unreachable(_) | Silence::DirectoryFailed(_))
    );
    let led = facts.state.leader >= 0;
    (is_silent && led).then(|| {
        format!(
            "Replica {broker} counts as in sync, but {}.",
            standing_of(facts, broker)
        )
    })
}

pub(crate) fn records(count: i64) -> String {
    shown::count(usize::try_from(count).unwrap_or(0), "record")
}

fn candidate(facts: &Facts, broker: i32) -> Candidate {
    let state = &facts.state;
    let up = facts.is_up(broker);
    let nobody_complete = state.in_sync.is_empty() && state.eligible.is_empty();
    let claim = if state.leader == broker {
        Claim::Leads
    } else if facts.is_complete(broker) {
        if up { Claim::Next } else { Claim::OnReturn }
    } else if nobody_complete && state.last_known_eligible == [broker] {
        Claim::LastKnown
    } else if up {
        Claim::Unclean
    } else {
        Claim::Absent
    };
    let loss = match claim {
        Claim::Leads | Claim::Next | Claim::OnReturn => None,
        Claim::LastKnown | Claim::Unclean | Claim::Absent => loss(facts, broker),
    };
    Candidate {
        broker,
        claim,
        loss,
    }
}

/// What would be lost if this replica led; none when its log is not known, or nothing would.
fn loss(facts: &Facts, broker: i32) -> Option<Loss> {
    let mine = facts.log(broker)?;
    let others = || {
        let logs = facts.replicas.keys().filter(|id| **id != broker);
        logs.filter_map(|&id| Some((id, facts.log(id)?)))
    };
    let same = |log: &ReplicaLog| common_prefix(mine, log).unwrap_or(mine.start.min(log.start));
    let lacking = |log: &ReplicaLog| (log.end - same(log)).max(0);
    let mut loss = Loss {
        from: mine.end,
        to: mine.end,
        ..Loss::default()
    };
    if let Some((id, most)) = others().max_by_key(|(_, log)| lacking(log))
        && lacking(most) > 0
    {
        loss.from = same(most);
        loss.to = most.end;
        loss.held_by = Some(id);
        loss.bytes = bytes_of(mine, most, loss.from);
        // Where one log is the beginning of the other, what is lost is newer than what is kept.
        loss.after = mine.time_max.filter(|_| loss.from == mine.end);
        loss.until = most.time_max;
    }
    let committed = others().map(|(_, log)| {
        let known = log.high_watermark.unwrap_or(0).min(log.end);
        (known - same(log)).max(0)
    });
    loss.committed = committed.max().unwrap_or(0).min(loss.records());
    let complete = facts.replicas.keys().copied();
    let complete = complete
        .filter(|&id| facts.is_complete(id) || facts.state.last_known_eligible.contains(&id));
    let silent = complete.filter(|&id| id != broker && facts.log(id).is_none());
    loss.unknown = silent.collect();
    (!loss.is_none()).then_some(loss)
}

/// About how many bytes the other log has from an offset on: what it has more in all where both begin together and the
/// one is the beginning of the other, else by its bytes for an offset.
fn bytes_of(mine: &ReplicaLog, other: &ReplicaLog, from: i64) -> Option<u64> {
    let theirs = other.size_bytes?;
    if mine.start == other.start
        && mine.end == from
        && let Some(more) = mine.size_bytes.and_then(|mine| theirs.checked_sub(mine))
    {
        return Some(more);
    }
    let part = |offsets: i64| u128::try_from(offsets.max(0)).unwrap_or(0);
    let all = part(other.end - other.start);
    let bytes = (u128::from(theirs) * part(other.end - from)).checked_div(all)?;
    u64::try_from(bytes).ok()
}

/// What to do, best first.
fn advice(facts: &Facts, health: PartitionHealth<'_>, candidates: &[Candidate]) -> Vec<String> {
    let state = &facts.state;
    let mut advice = Vec::new();
    let of = |claim: Claim| candidates.iter().filter(move |it| it.claim == claim);
    if health.is_offline() {
        let back: Vec<i32> = of(Claim::OnReturn).map(|it| it.broker).collect();
        if !back.is_empty() {
            advice.push(format!(
                "Bring broker {} back: {}, and nothing acknowledged is lost.",
                alternatives(&back),
                if back.len() == 1 {
                    "it leads at once"
                } else {
                    "the first that returns leads at once"
                }
            ));
        }
        if let Some(chosen) = would_lead(facts, candidates) {
            advice.push(last_resort(facts, chosen, candidates));
        }
        return advice;
    }
    let down: Vec<i32> = state
        .replicas
        .iter()
        .copied()
        .filter(|id| !state.in_sync.contains(id) && !facts.is_up(*id))
        .collect();
    if !down.is_empty() {
        let (brokers, follow) = match down.len() {
            1 => ("broker", "it follows and rejoins"),
            _ => ("brokers", "they follow and rejoin"),
        };
        advice.push(format!(
            "Bring {brokers} {} back: {follow} without further ado. Of one that is gone for good, move the replicas: \
             `highwater topic reassign {} --brokers …`.",
            shown::list(&down),
            facts.partition
        ));
    }
    if let Some(&preferred) = state.replicas.first()
        && preferred != state.leader
        && facts.is_up(preferred)
        && state.in_sync.contains(&preferred)
    {
        advice.push(format!(
            "The preferred leader, broker {preferred}, is ready: `highwater cluster elect-leaders {}`.",
            facts.partition
        ));
    }
    advice
}

/// Whom an unclean election takes: who led last where that is known, else the first replica that is up.
pub(crate) fn would_lead<'a>(facts: &Facts, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    let of = |id: i32| candidates.iter().find(|it| it.broker == id);
    let last = candidates.iter().find(|it| it.claim == Claim::LastKnown);
    let up = facts.state.replicas.iter().find(|id| facts.is_up(**id));
    last.filter(|it| facts.is_up(it.broker))
        .or_else(|| of(*up?))
}

fn last_resort(facts: &Facts, chosen: &Candidate, candidates: &[Candidate]) -> String {
    let option = match &chosen.loss {
        Some(loss) if loss.unknown.is_empty() => format!("--loss-max {}", loss.records()),
        Some(_) | None => "--accept-loss".to_owned(),
    };
    let lost = |it: &Candidate| it.loss.as_ref().map_or(0, Loss::records);
    let better = candidates
        .iter()
        .filter(|it| facts.is_up(it.broker) && lost(it) < lost(chosen))
        .min_by_key(|it| lost(it));
    let better = better.map_or_else(String::new, |it| {
        format!(
            " Broker {} would lose less: stop broker {} first.",
            it.broker, chosen.broker
        )
    });
    format!(
        "If none that has everything ever returns: `highwater cluster elect-leaders {} --type unclean {option}`. \
         Broker {} leads then, and what it lacks is gone.{better}",
        facts.partition, chosen.broker
    )
}

/// Ids of which one is enough.
fn alternatives(ids: &[i32]) -> String {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    ids.join(" or ")
}
